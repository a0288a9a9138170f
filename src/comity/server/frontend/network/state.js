/** What the reader has asked for, kept in the address so that a link shows the same. */

import { dayOf, isoDay } from "./model.js";
import { KINDS } from "./project.js";

export class State {
  /** @param {import("./model.js").Model} model */
  constructor(model) {
    this.model = model;
    this.listeners = [];
    this.first = this.opening();
    Object.assign(this, this.first);
    this.read();
  }

  /** What the page opens with where the address says nothing. */
  opening() {
    const { model } = this;
    const { opening } = model;
    const numbers = (paths) => this.numbers(paths);
    const roles = opening.roles.filter((path) => path.startsWith("membership-role/"));
    const every = model.concepts.filter(({ scheme, key }) => scheme === "membership-role" && key !== "observer");
    return {
      ties: new Set(opening.ties), mode: opening.mode, day: opening.day, all: opening.all,
      alpha: opening.alpha, strongest: opening.strongest, weight: opening.weight, least: opening.least,
      filtered: opening.filtered, areas: numbers(opening.areas), regions: numbers(opening.regions),
      roles: new Set(roles.length ? numbers(roles) : every.map(({ id }) => id)),
      attending: numbers(opening.roles.filter((path) => !roles.includes(path))),
      initiatives: opening.initiatives.length ? new Set(opening.initiatives.map((path) => model.byPath.get(path))) : null,
      thing: -1, tie: "", from: -1, to: -1, language: document.documentElement.dataset.language === "ja" ? "ja" : "en", theme: "", view: "",
    };
  }

  /** Take note of changes and tell all who listen which they were. @param {Record<string, unknown>} changes */
  set(changes) {
    Object.assign(this, changes);
    this.write();
    for (const listen of this.listeners) listen(new Set(Object.keys(changes)));
  }

  /** @param {(changed: Set<string>) => void} act */
  listen(act) {
    this.listeners.push(act);
  }

  /** The numbers of concepts that there are. @param {string[]} paths */
  numbers(paths) {
    return paths.map((path) => this.model.concept.get(path)).filter((id) => id !== undefined);
  }

  path(id) {
    return id < 0 ? "" : this.model.things[id].path;
  }

  concepts(ids) {
    return ids.map((id) => this.model.concepts[id].path).join(",");
  }

  /** The state in words of the address; only what differs from the opening is said. */
  words() {
    const said = (state) => ({
      ties: [...state.ties].sort().join(","), nodes: state.mode, on: isoDay(state.day), all: state.all ? "yes" : "no",
      weight: state.weight, min: String(state.least), area: this.concepts(state.areas), region: this.concepts(state.regions),
      roles: [...state.roles].map((id) => this.model.concepts[id].key).sort().join(","),
      node: this.path(state.thing), tie: state.tie, from: this.path(state.from), to: this.path(state.to),
      lang: state.language, theme: state.theme, view: state.view,
    });
    const [now, first] = [said(this), said(this.first)];
    return Object.entries(now).filter(([name, value]) => value !== first[name]);
  }

  write() {
    const text = this.words().map(([name, value]) =>
      `${name}=${encodeURIComponent(value).replace(/%2F/g, "/").replace(/%2C/g, ",").replace(/%3A/g, ":")}`).join("&");
    if (location.hash.slice(1) === text) return;
    history.replaceState(null, "", text ? `#${text}` : location.pathname + location.search);
  }

  /** Take the state from the address; what it says amiss is left as the page opens. */
  read() {
    const said = new URLSearchParams(location.hash.slice(1).replace(/\+/g, "%2B"));
    const { model } = this;
    const state = this.opening();
    const take = (name, act) => { if (said.has(name)) act(/** @type {string} */ (said.get(name))); };
    const thing = (name, field) => take(name, (path) => { state[field] = model.byPath.get(path) ?? -1; });
    take("ties", (text) => {
      const kinds = text.split(",").filter((kind) => KINDS.includes(kind) && !(kind === "designation" && model.opening.entries));
      state.ties = new Set(kinds);
    });
    take("nodes", (text) => { if (["polities", "bipartite"].includes(text)) state.mode = text; });
    take("on", (text) => { if (/^\d{4}-\d\d-\d\d$/.test(text) && dayOf(text)) state.day = dayOf(text); });
    take("all", (text) => { state.all = text === "yes"; });
    take("weight", (text) => { if (["newman", "count", "jaccard"].includes(text)) state.weight = text; });
    take("min", (text) => { if (/^[1-9]\d{0,3}$/.test(text)) state.least = Number(text); });
    take("area", (paths) => { state.areas = this.numbers(paths.split(",")); });
    take("region", (paths) => { state.regions = this.numbers(paths.split(",")); });
    take("roles", (text) => {
      state.roles = new Set(text.split(",").map((key) => model.concept.get(`membership-role/${key}`)).filter((id) => id !== undefined));
    });
    thing("node", "thing");
    thing("from", "from");
    thing("to", "to");
    take("tie", (text) => { state.tie = text; });
    take("lang", (text) => { if (text === "ja" || text === "en") state.language = text; });
    take("theme", (text) => { if (text === "dark" || text === "light") state.theme = text; });
    take("view", (text) => { if (/^-?[\d.]+,-?[\d.]+,[\d.]+,[\d.]+$/.test(text)) state.view = text; });
    Object.assign(this, state);
  }
}
