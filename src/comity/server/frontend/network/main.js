/** Opens the page: reads the claims inside it, and redraws whatever a change of the state touches. */

import { legendRows, tell } from "./captions.js";
import { Controls } from "./controls.js";
import { byId } from "./dom.js";
import { Teller } from "./evidence.js";
import { keys, lit, pointers } from "./hands.js";
import { Model } from "./model.js";
import { Panel, pathOf } from "./panel.js";
import { Picture } from "./picture.js";
import { keyOf } from "./project.js";
import { csv, gexf, keep, png, svg } from "./saving.js";
import { compose, stretchFor } from "./scene.js";
import { combobox } from "./search.js";
import { State } from "./state.js";
import { Tables } from "./table.js";
import { WORDS } from "./words.js";

const PROJECTED = ["ties", "mode", "day", "all", "weight", "least", "areas", "regions", "roles"];

const model = new Model(JSON.parse(byId("data").textContent));
const state = /** @type {any} */ (new State(model));
const words = () => WORDS[state.language];
const teller = new Teller(model, state, words);
const choose = (changes) => state.set(changes);
const controls = new Controls(model, state, teller);
const picture = new Picture(byId("network"), (id) => teller.name(id));
const panel = new Panel(byId("panel"), teller, (changes) => {
  choose(changes);
  if (matchMedia("(max-width: 60rem)").matches) byId("panel").scrollIntoView({ block: "nearest" });
});
const tables = new Tables(teller, (changes) => {
  choose(changes);
  byId("panel").focus();
});

let scene = /** @type {any} */ (null);
let told = /** @type {any} */ (null);
let path = /** @type {any} */ (null);
let [hovered, focused] = [-1, -1];
let stretch = 1;

const say = (text) => { byId("said").textContent = text; };

/** Project the claims again and draw what comes of it. */
function project(fit) {
  const before = scene ? scene.part : new Map();
  scene = compose(model, state, before, stretch);
  if (fit) {
    stretch = stretchFor(scene, picture.camera.width, picture.camera.height, stretch);
    scene = compose(model, state, before, stretch);
  }
  picture.show(scene, fit);
}

/** Write all that is words: captions, legend, tables, panel. */
function describe() {
  told = tell(model, state, scene, teller);
  document.title = told.title;
  for (const part of ["title", "rule", "known"]) byId(part).textContent = told[part];
  byId("nothing").hidden = scene.ties.length > 0;
  byId("nothing").textContent = words().nothing;
  byId("shown").textContent = told.shown;
  picture.canvas.setAttribute("aria-label", words().picture(told.title, told.shown));
  const { heading, rows } = legendRows(scene, state, teller);
  byId("legend-heading").textContent = heading;
  byId("legend").replaceChildren(...rows);
  tables.show(scene);
}

function light() {
  picture.lit = lit(model, scene, state, path, hovered, focused);
  picture.draw();
}

/** Bring the page in line with the state. @param {Set<string>} changed */
function update(changed) {
  const any = (...names) => names.some((name) => changed.has(name));
  if (any("language")) {
    picture.widths.clear();
    controls.speak();
  }
  if (any("theme")) {
    document.documentElement.dataset.theme = state.theme;
    requestAnimationFrame(() => picture.renew());
  }
  if (any("theme", "language")) byId("theme").textContent = isDark() ? words().light : words().theme;
  if (any(...PROJECTED)) project(any("ties", "mode", "all", "regions", "areas") && !changed.has("view"));
  if (any("from", "to", "day")) {
    path = pathOf(model, state);
    byId("from").value = state.from < 0 ? byId("from").value : teller.name(state.from);
    byId("to").value = state.to < 0 ? byId("to").value : teller.name(state.to);
  }
  if (any("language")) for (const end of ["from", "to"]) if (state[end] >= 0) byId(end).value = teller.name(state[end]);
  controls.show();
  if (any("language", ...PROJECTED)) describe();
  if (any("thing", "tie", "from", "to", "language", ...PROJECTED)) panel.show(scene, path);
  light();
}

const isDark = () => (state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
const choosing = (thing, tie) => choose({ thing, tie: tie < 0 ? "" : keyOf(model, scene.ties[tie]) });

/** Keep in the address where the picture looks; not on each frame. */
let noting = 0;
function moved() {
  clearTimeout(noting);
  noting = setTimeout(() => {
    const { x, y, scale, whole, width } = picture.camera;
    const view = [x.toFixed(1), y.toFixed(1), (scale * 1000 / width).toFixed(3), stretch.toFixed(3)].join(",");
    if (scale !== whole || state.view) {
      state.view = view;
      state.write();
    }
  }, 300);
}

/** Look where the address says. */
function look() {
  if (!state.view) return;
  const [x, y, scale, tall] = state.view.split(",").map(Number);
  stretch = tall;
  project(false);
  Object.assign(picture.camera, { x, y, scale: Math.max(0.01, scale * picture.camera.width / 1000) });
  picture.draw();
}

function wire() {
  const act = {
    play: () => controls.play(), find: () => byId("search").focus(),
    earlier: () => controls.step(-1), later: () => controls.step(1),
  };
  pointers(picture, {
    choose: choosing, moved,
    hover: (thing) => {
      if (thing === hovered || state.thing >= 0 || state.tie) return;
      hovered = thing;
      picture.canvas.classList.toggle("over", thing >= 0);
      light();
    },
  });
  keys(picture, {
    model, state, choose: choosing, moved, act: (name) => act[name](),
    focus: (id) => {
      focused = id;
      if (id >= 0) say(words().moved(teller.name(id), scene.near.get(id).length));
      light();
    },
  });
  for (const [id, factor] of Object.entries({ nearer: 1.4, farther: 1 / 1.4 })) {
    byId(id).addEventListener("click", () => { picture.camera.zoom(factor); picture.draw(); moved(); });
  }
  byId("whole").addEventListener("click", () => {
    picture.camera.fit(scene.x, scene.y);
    picture.draw();
    choose({ view: "" });
  });
  combobox(byId("search"), byId("search-list"), teller, (thing) => choose({ thing, tie: "" }), say);
  for (const end of ["from", "to"]) {
    combobox(byId(end), byId(`${end}-list`), teller, (id) => choose({ [end]: id }), say);
    byId(end).addEventListener("input", () => { if (state[end] >= 0) choose({ [end]: -1 }); });
  }
  byId("path-form").addEventListener("submit", (event) => event.preventDefault());
  byId("find-path").addEventListener("click", () => {
    if (state.from < 0 || state.to < 0) say(words().pickTwo);
    else choose({ from: state.from, to: state.to, thing: -1, tie: "" });
  });
  byId("clear-path").addEventListener("click", () => {
    [byId("from").value, byId("to").value] = ["", ""];
    choose({ from: -1, to: -1 });
  });
  byId("language").addEventListener("click", () => choose({ language: state.language === "en" ? "ja" : "en" }));
  byId("theme").addEventListener("click", () => choose({ theme: isDark() ? "light" : "dark" }));
  byId("share").addEventListener("click", share);
  const files = {
    svg: () => {
      picture.frame(); // what was asked for a moment ago may not be drawn yet
      keep(svg(picture, teller, told), "network.svg", "image/svg+xml");
    },
    png: async () => keep(await png(picture, told), "network.png", "image/png"),
    gexf: () => keep(gexf(scene, teller, told), "network.gexf", "application/xml"),
    csv: () => keep(csv(scene, teller), "network.csv", "text/csv"),
  };
  for (const [form, save] of Object.entries(files)) byId(`save-${form}`).addEventListener("click", save);
  addEventListener("hashchange", () => {
    state.read();
    update(new Set(["language", "theme", "view", "from", "to", ...PROJECTED]));
    look();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => update(new Set(["theme"])));
  addEventListener("beforeprint", printed);
}

async function share() {
  state.write();
  try {
    await navigator.clipboard.writeText(location.href);
    byId("share").textContent = words().shared;
  } catch {
    byId("share").textContent = words().linkIs; // a page opened from a file may not write there
  }
  say(byId("share").textContent);
  setTimeout(() => { byId("share").textContent = words().share; }, 4000);
}

/** A printer gets lines, not dots, and black on white. */
function printed() {
  const drawn = new DOMParser().parseFromString(svg(picture.posed(1000, 680), teller, told, true), "image/svg+xml").documentElement;
  byId("printed").replaceChildren(document.adoptNode(drawn));
}

document.documentElement.classList.add("scripted");
wire();
state.listen(update);
picture.resize();
update(new Set(["language", "theme", "from", "to", ...PROJECTED]));
look();
