/** What can be asked of the page: kinds of ties, filters, the day; each control shows the state. */

import { byId, make } from "./dom.js";
import { dayOf, isoDay } from "./model.js";
import { KINDS, isFiltered } from "./project.js";

const YEAR_LASTS = 550; // milliseconds while the dates play

export class Controls {
  /** @param {import("./model.js").Model} model @param {any} state @param {any} teller */
  constructor(model, state, teller) {
    this.model = model;
    this.state = state;
    this.teller = teller;
    this.timer = 0;
    this.months = [month(model.span[0]), month(model.span[1])];
    this.wire();
  }

  wire() {
    const { state } = this;
    for (const kind of KINDS) {
      byId(`tie-${kind}`).addEventListener("change", ({ target }) => {
        const ties = new Set(state.ties);
        if (target.checked) ties.add(kind);
        else ties.delete(kind);
        state.set({ ties });
      });
    }
    for (const field of ["mode", "weight"]) {
      byId(field).addEventListener("change", ({ target }) => state.set({ [field]: target.value }));
    }
    for (const [id, field] of [["area", "areas"], ["region", "regions"]]) {
      byId(id).addEventListener("change", ({ target }) =>
        state.set({ [field]: target.value ? target.value.split(",").map(Number) : [] }));
    }
    byId("all").addEventListener("change", ({ target }) => state.set({ all: target.checked }));
    byId("least").addEventListener("change", ({ target }) => {
      state.set({ least: Math.min(9999, Math.max(1, Math.round(Number(target.value)) || 1)) });
    });
    const slider = byId("slider");
    [slider.min, slider.max] = this.months.map(String);
    slider.addEventListener("input", () => {
      const wanted = Number(slider.value); // before all controls are set to the state again
      this.stop();
      state.set({ day: this.dayIn(wanted) });
    });
    byId("day").addEventListener("change", ({ target }) => {
      const day = dayOf(target.value);
      if (Number.isNaN(day)) this.show();
      else state.set({ day });
    });
    byId("play").addEventListener("click", () => this.play());
  }

  /** The last day of a month, or of the graph where that comes first. */
  dayIn(number) {
    const last = Date.UTC(Math.floor(number / 12), (number % 12) + 1, 0) / 86_400_000;
    return Math.min(last, this.model.span[1]);
  }

  step(months) {
    const to = Math.min(this.months[1], Math.max(this.months[0], month(this.state.day) + months));
    this.state.set({ day: this.dayIn(to) });
  }

  play() {
    if (this.timer) {
      this.stop();
      return;
    }
    if (month(this.state.day) >= this.months[1]) this.state.set({ day: this.dayIn(this.firstMonth()) });
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.timer = setInterval(() => {
      if (month(this.state.day) >= this.months[1]) this.stop();
      else this.step(Math.min(12, this.months[1] - month(this.state.day)));
    }, calm ? 4 * YEAR_LASTS : YEAR_LASTS);
    this.show();
  }

  /** The month in which the first claim of the kinds shown begins to hold. */
  firstMonth() {
    const first = this.model.facts.reduce((least, { sort, from, ties }) =>
      (ties && this.state.ties.has(sort) && from > -900_000 ? Math.min(least, from) : least), this.model.span[1]);
    return month(first);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.show();
  }

  /** Set every control to what the state says. */
  show() {
    const { state } = this;
    const words = this.teller.words();
    for (const kind of KINDS) byId(`tie-${kind}`).checked = state.ties.has(kind);
    byId("tie-designation").disabled = this.model.opening.entries > 0;
    [byId("mode").value, byId("weight").value] = [state.mode, state.weight];
    this.point("area", state.areas);
    this.point("region", state.regions);
    byId("all").checked = state.all;
    byId("all").disabled = !KINDS.some((kind) => state.ties.has(kind) && isFiltered(state, kind));
    byId("weight").disabled = state.mode === "bipartite";
    byId("least").value = String(state.least);
    byId("least").disabled = state.mode === "bipartite";
    for (const box of byId("roles").querySelectorAll("input")) box.checked = state.roles.has(Number(box.value));
    const slider = byId("slider");
    slider.value = String(month(state.day));
    slider.setAttribute("aria-valuetext", words.date_(isoDay(state.day)));
    byId("day").value = isoDay(state.day);
    byId("day-long").textContent = words.date_(isoDay(state.day));
    byId("play").textContent = `${this.timer ? "⏸" : "▶"} ${this.timer ? words.pause : words.play}`;
    for (const id of ["first", "last"]) {
      byId(`${id}-year`).textContent = String(Math.floor(this.months[id === "first" ? 0 : 1] / 12));
    }
  }

  /** Show which concepts are chosen; several at once are one option of their own. */
  point(id, chosen) {
    const select = byId(id);
    const value = chosen.join(",");
    if (![...select.options].some((option) => option.value === value)) {
      select.append(make("option", { value }, chosen.map((one) => this.teller.concept(one)).join(", ")));
    }
    select.value = value;
  }

  /** Write every word of the page in the language chosen. */
  speak() {
    const { model, state } = this;
    const words = this.teller.words();
    document.documentElement.lang = state.language;
    for (const element of document.querySelectorAll("[data-word]")) {
      const [name, part] = /** @type {HTMLElement} */ (element).dataset.word.split(".");
      element.textContent = part ? words[name][part] : words[name];
    }
    for (const element of document.querySelectorAll("[data-name]")) {
      element.setAttribute("aria-label", words[/** @type {HTMLElement} */ (element).dataset.name]);
    }
    byId("search").placeholder = words.findHint;
    const name = ({ name: names }) => names[state.language];
    const used = (pick) => new Set(model.things.flatMap(pick).filter((id) => id >= 0));
    const areas = used(({ areas: found }) => found);
    const regions = used(({ region }) => [region, region < 0 ? -1 : model.concepts[region].broader]);
    const sorted = (ids) => [...ids].map((id) => model.concepts[id]).sort((one, other) => name(one).localeCompare(name(other), state.language));
    const options = (id, found) => byId(id).replaceChildren(
      make("option", { value: "" }, words.any), ...found.map(([concept, deep]) => make("option", { value: concept.id }, `${deep ? "\u00a0\u00a0" : ""}${name(concept)}`)));
    options("area", sorted(areas).map((concept) => [concept, false]));
    const tops = sorted(regions).filter(({ broader }) => broader < 0);
    options("region", tops.flatMap((top) =>
      [[top, false], ...sorted(regions).filter(({ broader }) => broader === top.id).map((concept) => [concept, true])]));
    byId("roles").replaceChildren(...model.concepts.filter(({ scheme }) => scheme === "membership-role").map((role) =>
      make("label", {}, make("input", {
        type: "checkbox", value: role.id,
        onchange: ({ target }) => {
          const roles = new Set(state.roles);
          if (target.checked) roles.add(role.id);
          else roles.delete(role.id);
          state.set({ roles });
        },
      }), ` ${name(role)}`)));
    byId("keys-list").replaceChildren(...words.keys.flatMap(([key, does]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, does)]));
  }
}

/** The number of the month of a day, counted from the year 0. */
function month(day) {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}
