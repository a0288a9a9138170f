/** Pointer and keyboard on the picture: look closer, move, choose, go from node to node. */

import { keyOf } from "./project.js";

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @param {import("./picture.js").Picture} picture */
export function pointers(picture, { choose, hover, moved }) {
  const { canvas, camera } = picture;
  const down = new Map();
  let travelled = 0;
  const at = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    down.set(event.pointerId, at(event));
    if (down.size === 1) travelled = 0;
  });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = at(event);
    const before = down.get(event.pointerId);
    if (!before) {
      hover(picture.thingAt(x, y));
      return;
    }
    const others = [...down].filter(([id]) => id !== event.pointerId).map(([, spot]) => spot);
    travelled += Math.hypot(x - before[0], y - before[1]);
    if (travelled < 4) return;
    if (others.length) {
      const [other] = others;
      const reach = (spot) => Math.hypot(spot[0] - other[0], spot[1] - other[1]);
      camera.zoom(reach([x, y]) / (reach(before) || 1), (x + other[0]) / 2, (y + other[1]) / 2);
    } else camera.pan(x - before[0], y - before[1]);
    down.set(event.pointerId, [x, y]);
    canvas.classList.add("moving");
    picture.draw();
  });
  const up = (event) => {
    if (!down.delete(event.pointerId)) return;
    canvas.classList.remove("moving");
    if (travelled >= 4) {
      moved();
      return;
    }
    if (event.type !== "pointerup") return;
    const [x, y] = at(event);
    const thing = picture.thingAt(x, y);
    const tie = thing < 0 ? picture.tieAt(x, y) : -1;
    choose(thing, tie);
  };
  canvas.addEventListener("pointerup", up);
  canvas.addEventListener("pointercancel", up);
  canvas.addEventListener("pointerleave", () => hover(-1));
  // The wheel scrolls the page until the picture has been entered, by a click or the Tab key.
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey && document.activeElement !== canvas) return;
    event.preventDefault();
    camera.zoom(Math.exp(-Math.sign(event.deltaY) * Math.min(60, Math.abs(event.deltaY)) / 300), ...at(event));
    picture.draw();
    moved();
  }, { passive: false });
}

/** The nearest node in a direction, as the eye looks for it. */
function onward(scene, from, [right, down]) {
  const start = scene.at.get(from);
  let [best, found] = [Infinity, from];
  for (let place = 0; place < scene.ids.length; place += 1) {
    const [x, y] = [scene.x[place] - scene.x[start], scene.y[place] - scene.y[start]];
    const ahead = x * right + y * down;
    const beside = Math.abs(x * down - y * right);
    if (place !== start && ahead > 0 && beside <= ahead * 1.2 && ahead + 2 * beside < best) {
      [best, found] = [ahead + 2 * beside, scene.ids[place]];
    }
  }
  return found;
}

/** @param {import("./picture.js").Picture} picture */
export function keys(picture, { model, state, choose, focus, moved, act }) {
  const { canvas, camera } = picture;
  let at = -1;
  let round = -1;
  const shown = (id) => picture.scene.at.has(id);
  const here = () => (shown(at) ? at : shown(state.thing) ? state.thing : picture.scene.ids[0] ?? -1);
  const come = (id) => {
    at = id;
    const place = picture.scene.at.get(id);
    const [x, y] = camera.toScreen(picture.scene.x[place], picture.scene.y[place]);
    if (x < 20 || y < 20 || x > camera.width - 20 || y > camera.height - 20) camera.pan(camera.width / 2 - x, camera.height / 2 - y);
    focus(id);
  };
  canvas.addEventListener("focus", () => { if (canvas.matches(":focus-visible") && here() >= 0) come(here()); });
  canvas.addEventListener("blur", () => focus(-1));
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow && event.shiftKey) camera.pan(-60 * arrow[0], -60 * arrow[1]);
    else if (arrow && here() >= 0) {
      round = -1;
      come(onward(picture.scene, here(), arrow));
    } else if (event.key === "Enter" && here() >= 0) choose(here(), -1);
    else if (event.key.toLowerCase() === "t" && here() >= 0) {
      const near = picture.scene.near.get(here());
      round = (round + (event.shiftKey ? -1 : 1) + near.length) % near.length;
      choose(-1, near[round]);
    } else if (event.key === "+" || event.key === "=") camera.zoom(1.3);
    else if (event.key === "-") camera.zoom(1 / 1.3);
    else if (event.key === "0") camera.fit(picture.scene.x, picture.scene.y);
    else if (event.key === " ") act("play");
    else return;
    event.preventDefault();
    picture.draw();
    moved();
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(/** @type {HTMLElement} */ (event.target).tagName);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") choose(-1, -1);
    else if (typing) return;
    else if (event.key === "/") act("find");
    else if (event.key === "[") act("earlier");
    else if (event.key === "]") act("later");
    else return;
    event.preventDefault();
  });
}

/** What stands out: the chosen thing with its neighbours, the chosen tie, or the path. */
export function lit(model, scene, state, path, hovered, focused) {
  const found = { things: new Set(), ties: new Set(), focus: focused };
  const tie = scene.ties.findIndex((one) => keyOf(model, one) === state.tie);
  const thing = state.tie && tie >= 0 ? -1 : [hovered, state.thing].find((id) => id >= 0 && scene.at.has(id)) ?? -1;
  if (tie >= 0) {
    found.ties.add(tie);
    found.things.add(scene.ties[tie].a).add(scene.ties[tie].b);
  } else if (thing >= 0) {
    found.things.add(thing);
    for (const number of scene.near.get(thing)) {
      found.ties.add(number);
      found.things.add(scene.ties[number].a).add(scene.ties[number].b);
    }
    if (found.focus < 0) found.focus = thing;
  } else if (path && path.found) {
    const facts = path.found.steps.flatMap((step) => step.facts.map((id) => model.facts[id]));
    const ends = facts.flatMap(({ one, other }) => [one, other]).filter((id) => scene.at.has(id));
    const pairs = new Set([
      ...facts.map(({ one, other }) => `${one} ${other}`), ...path.found.steps.map((step) => `${step.from} ${step.to}`),
    ]);
    scene.ties.forEach(({ a, b }, number) => {
      if (pairs.has(`${a} ${b}`) || pairs.has(`${b} ${a}`)) found.ties.add(number);
    });
    if (found.ties.size) ends.forEach((id) => found.things.add(id));
  }
  return found;
}
