/** The panel beside the picture: what a node, a tie or a path rests on. */

import { shortest } from "./chain.js";
import { button, fold, list, make } from "./dom.js";
import { isoDay } from "./model.js";
import { keyOf } from "./project.js";

const FOLDED = 12; // claims up to which a heading is open from the start

export class Panel {
  /** @param {HTMLElement} place @param {import("./evidence.js").Teller} teller */
  constructor(place, teller, choose) {
    this.place = place;
    this.teller = teller;
    this.choose = choose;
  }

  /** Tell what is chosen. @param {any} scene @param {any} path */
  show(scene, path) {
    const { state } = this.teller;
    const tie = scene.ties.find((one) => keyOf(this.teller.model, one) === state.tie);
    const parts = tie ? this.tie(tie) : state.thing >= 0 ? this.thing(state.thing, scene) : [];
    if (path) parts.unshift(...this.path(path));
    if (!parts.length) parts.push(...this.nothing(scene));
    this.place.replaceChildren(...parts);
    this.place.scrollTop = 0;
  }

  /** What to begin with: how to choose, and the ties that weigh most. */
  nothing(scene) {
    const { teller } = this;
    const words = teller.words();
    const first = scene.ties.slice(0, 12).map((tie) => [
      button(teller.title(tie), () => this.choose({ tie: keyOf(teller.model, tie), thing: -1 })),
      ` ${words.share_(tie.via.length, tie.kind)}`,
    ]);
    return [
      make("p", { class: "hint" }, words.hint),
      ...(first.length && teller.state.mode !== "bipartite" ? [make("h3", {}, words.heaviest), list(first)] : []),
    ];
  }

  head(text, act) {
    return make("div", { class: "head" }, make("h2", {}, text),
      make("button", { type: "button", class: "close", "aria-label": this.teller.words().close, onclick: act }, "×"));
  }

  thing(id, scene) {
    const { teller } = this;
    const { model, state } = teller;
    const words = teller.words();
    const thing = model.things[id];
    const near = scene.near.get(id) || [];
    const all = thing.facts.map((number) => model.facts[number]);
    const holding = all.filter((fact) => fact.ties && model.holds(fact, state.day));
    const others = all.filter((fact) => !holding.includes(fact));
    const region = thing.region < 0 ? "" : teller.concept(thing.region);
    const facts = (found) => teller.facts(found.map((fact) => fact.id));
    const known = [...new Set(Object.values(thing.name).concat(thing.aliases))].filter((name) => name !== teller.name(id));
    return [
      this.head(teller.name(id), () => this.choose({ thing: -1 })),
      make("p", {}, [words.things[thing.kind], region, ...thing.areas.map((area) => teller.concept(area))].filter(Boolean).join(" · ")),
      make("p", { class: "hint" }, known.slice(0, 12).join(" · ")),
      ...teller.coverage(id),
      make("p", { class: "acts" },
        button(words.pathFrom, () => this.choose({ from: id }), "small"), " ",
        button(words.pathTo, () => this.choose({ to: id }), "small")),
      ...(near.length
        ? [make("h3", {}, words.neighbours(near.length)), list(near.map((number) => {
          const tie = scene.ties[number];
          const other = tie.a === id ? tie.b : tie.a;
          const way = !tie.directed ? "" : tie.a === id ? "→ " : "← ";
          return [way, button(teller.name(other), () => this.choose({ tie: keyOf(model, tie), thing: -1 })),
            state.mode === "bipartite" ? "" : ` ${words.share_(tie.via.length, tie.kind)}`];
        }), "near")]
        : [make("p", { class: "note" }, words.notShown)]),
      fold(words.holding(holding.length), facts(holding), holding.length <= FOLDED || !near.length),
      ...(others.length ? [fold(words.other(others.length), facts(others))] : []),
    ];
  }

  tie(tie) {
    const { teller } = this;
    const { model, state } = teller;
    const words = teller.words();
    const plain = state.mode === "bipartite";
    return [
      this.head(teller.title(tie), () => this.choose({ tie: "" })),
      make("p", {}, plain ? "" : `${words.share_(tie.via.length, tie.kind)}; ${words.weighs(teller.number(tie.weight))}; `,
        words.claims(new Set(tie.facts.map((id) => (model.facts[id].sort === "pact" ? -model.facts[id].other : id))).size)),
      make("p", { class: "acts" }, ...[tie.a, tie.b].flatMap((id) =>
        [button(teller.name(id), () => this.choose({ thing: id, tie: "" }), "small"), " "])),
      ...(plain ? [teller.facts(tie.facts)] : tie.via.map((via) => {
        const behind = tie.facts.filter((id) => [model.facts[id].one, model.facts[id].other].includes(via));
        const content = make("div", {}, ...teller.coverage(via), teller.facts(behind));
        return fold(teller.name(via), content, tie.via.length <= 3);
      })),
    ];
  }

  path({ found, from, to }) {
    const { teller } = this;
    const words = teller.words();
    const day = words.date_(isoDay(teller.state.day));
    const heading = this.head(`${teller.name(from)} → ${teller.name(to)}`, () => this.choose({ from: -1, to: -1 }));
    if (from === to) return [heading, make("p", { class: "note" }, words.samePlace)];
    if (!found) return [heading, make("p", { class: "note" }, words.noPath(day))];
    return [
      heading,
      make("p", {}, `${words.asOf(words.pathIs(found.steps.length, found.count), day)}`),
      make("ol", { class: "path" }, ...found.steps.map((step) => make("li", {},
        make("div", { class: "step" },
          button(teller.name(step.from), () => this.choose({ thing: step.from, tie: "" })), " → ",
          button(teller.name(step.to), () => this.choose({ thing: step.to, tie: "" }))),
        teller.facts(step.facts)))),
      button(words.showPath, () => this.choose({ mode: "bipartite", ties: new Set(["membership", "attendance", "pact", "designation"]), all: true }), "small"),
    ];
  }
}

/** The path that the state asks for, or null. */
export function pathOf(model, { from, to, day }) {
  if (from < 0 || to < 0) return null;
  return { from, to, found: from === to ? null : shortest(model, from, to, day) };
}
