/** Says in words what the picture shows, by which rule, and how much of it is known. */

import { make } from "./dom.js";
import { legend } from "./saving.js";
import { isoDay } from "./model.js";
import { isFiltered } from "./project.js";

/** @returns {{title: string, rule: string, known: string, shown: string, source: string}} */
export function tell(model, state, scene, teller) {
  const words = teller.words();
  const kinds = [...state.ties].filter((kind) => !scene.left.includes(kind));
  const plain = state.mode === "bipartite";
  const subject = plain ? words.title.bipartite : kinds.length === 1 ? words.title[kinds[0]] : words.title.several;
  const rule = plain ? [words.rule.bipartite] : kinds.sort().map((kind) => {
    const said = words.rule[kind];
    return typeof said === "string" ? said : said[state.weight];
  });
  if (!plain && kinds.length > 1) rule.push(words.rule.several);
  const names = (ids) => ids.map((id) => teller.concept(id)).join(", ");
  if (state.regions.length) rule.push(words.regions(names(state.regions)));
  const everyRole = state.opening().roles;
  if (kinds.includes("membership") && (state.roles.size !== everyRole.size || [...everyRole].some((role) => !state.roles.has(role)))) rule.push(words.only(names([...state.roles]) || "–"));
  if (state.areas.length) rule.push(words.areas(names(state.areas)));
  if (scene.left.length) rule.push(words.left(scene.left.map((kind) => words.kind[kind]).join(", ")));
  if (state.least > 1 && !plain) rule.push(words.leastRule(state.least));
  const filtered = !plain && !state.all && kinds.some((kind) => isFiltered(state, kind));
  if (filtered) {
    rule.push(state.strongest ? words.strongest(scene.ties.length, scene.total, state.strongest) : words.backbone(scene.ties.length, scene.total, state.alpha));
    if (scene.nodes > scene.ids.length) rule.push(words.alone(scene.nodes - scene.ids.length, scene.nodes));
  } else rule.push(words.every(scene.ties.length));
  return {
    title: words.asOf(subject, words.date_(isoDay(state.day))),
    rule: rule.join(state.language === "ja" ? "" : " "),
    known: [model.opening.entries ? words.entries(model.opening.entries) : "", known(model, state, kinds, words)]
      .filter(Boolean).join(state.language === "ja" ? "" : " "),
    shown: words.shown(scene.ids.length, scene.ties.length),
    source: words.source,
  };
}

/** For how many of the initiatives, summits and lists behind the picture a missing tie means no. */
function known(model, state, kinds, words) {
  const behind = new Set();
  for (const fact of model.facts) {
    if (kinds.includes(fact.sort) && fact.sort !== "pact" && fact.ties && model.holds(fact, state.day)) behind.add(fact.other);
  }
  const once = [...behind].filter((id) => model.isComplete(id, -Infinity));
  const now = once.filter((id) => model.isComplete(id, state.day));
  return behind.size ? words.known(once.length, now.length, behind.size) : words.unstated;
}

/** What the legend is about, and its rows as elements. */
export function legendRows(scene, state, teller) {
  const words = teller.words();
  const kinds = new Set(scene.groups.map(({ kind }) => kind));
  const heading = state.mode === "bipartite" ? words.kinds
    : kinds.has("community") || kinds.has("none") ? words.communities(teller.number(scene.modularity)) : words.parts;
  const rows = legend(scene, teller).map(({ mark, name }) => {
    const swatch = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    swatch.setAttribute("viewBox", "-10 -8 20 16");
    swatch.setAttribute("aria-hidden", "true");
    // The mark is made of numbers and of colours of our own: no text of the data is in it.
    const parsed = new DOMParser().parseFromString(`<svg xmlns="http://www.w3.org/2000/svg">${mark}</svg>`, "image/svg+xml");
    swatch.append(...parsed.documentElement.childNodes);
    return make("li", {}, swatch, make("span", {}, name));
  });
  return { heading, rows };
}
