/** Makes ties out of the claims that hold on a day, as the page is asked to show them. */

import { standing } from "./backbone.js";

export const KINDS = ["membership", "attendance", "pact", "designation"];
const WITH_AREAS = ["membership", "pact"];

/**
 * @typedef {object} Tie
 * @property {number} a
 * @property {number} b
 * @property {string} kind
 * @property {boolean} directed
 * @property {number[]} via     things that it runs through
 * @property {number[]} facts   claims that it rests on
 * @property {number} weight
 *
 * @typedef {object} Wish  what is to be shown; see state.js
 */

/** A short name of a tie that stays the same whatever else is shown. */
export const keyOf = (model, { a, b, kind }) => `${kind}:${model.things[a].path}~${model.things[b].path}`;

/**
 * @param {import("./model.js").Model} model
 * @param {any} wish
 * @returns {{ties: Tie[], total: number, nodes: number, left: string[]}} the ties to draw, how many
 *   there are before the backbone, between how many things, and the kinds that a filter leaves out
 */
export function project(model, wish) {
  const asked = KINDS.filter((kind) => wish.ties.has(kind));
  const left = wish.areas.length ? asked.filter((kind) => !WITH_AREAS.includes(kind)) : [];
  const kinds = asked.filter((kind) => !left.includes(kind));
  const ties = [];
  let total = 0;
  const nodes = new Set();
  for (const kind of kinds) {
    const found = (wish.mode === "bipartite" ? apart : between)(model, wish, kind)
      .filter((tie) => tie.via.length >= wish.least);
    total += found.length;
    for (const { a, b } of found) nodes.add(a).add(b);
    const kept = wish.all || !isFiltered(wish, kind) ? found : standing(found, wish);
    const most = kinds.length > 1 ? found.reduce((heaviest, { weight }) => Math.max(heaviest, weight), 0) || 1 : 1;
    for (const tie of kept) ties.push(most === 1 ? tie : { ...tie, weight: tie.weight / most });
  }
  ties.sort((one, other) => other.weight - one.weight || one.a - other.a || one.b - other.b);
  return { ties, total, nodes: nodes.size, left };
}

/** Whether ties of a kind are left out by the backbone's rule. */
export const isFiltered = (wish, kind) => wish.mode !== "bipartite" && wish.filtered.includes(kind);

/** The claims of a kind that hold and that the filters leave; those by region come later. */
function held(model, wish, kind) {
  const above = (ids, wanted) => !wanted.length || ids.some((id) => wanted.some((one) => model.within(id, one)));
  return model.facts.filter((fact) => {
    if (fact.sort !== kind || !fact.ties || !model.holds(fact, wish.day)) return false;
    if (kind === "attendance") return !wish.attending.length || fact.how.some((role) => wish.attending.includes(role));
    if (kind === "membership") {
      if (fact.how.length && !fact.how.some((role) => wish.roles.has(role))) return false;
      if (wish.initiatives && !wish.initiatives.has(fact.other)) return false;
    }
    return kind === "designation" || above(model.things[fact.other].areas, wish.areas);
  });
}

/** Whether a thing lies in one of the regions asked for. */
const lies = (model, { regions }, id) => !regions.length
  || (model.things[id].region >= 0 && regions.some((region) => model.within(model.things[id].region, region)));

/** Ties from each thing to what it is in. @returns {Tie[]} */
function apart(model, wish, kind) {
  const found = new Map();
  const put = (a, b, sort, fact) => {
    const key = a * model.things.length + b;
    const tie = found.get(key);
    if (tie) tie.facts.push(fact);
    else found.set(key, { a, b, kind: sort, directed: false, via: [b], facts: [fact], weight: 1 });
  };
  for (const fact of held(model, wish, kind)) {
    if (kind !== "designation") {
      if (lies(model, wish, fact.one)) put(fact.one, fact.other, kind, fact.id);
      continue;
    }
    const countries = model.countries.get(fact.one) || [];
    if (wish.regions.length && !countries.some(({ other }) => lies(model, wish, other))) continue;
    put(fact.other, fact.one, kind, fact.id);
    for (const country of countries) put(fact.one, country.other, kind, country.id);
    const lister = model.lister.get(fact.other);
    if (lister === undefined) continue;
    for (const id of model.things[fact.other].facts) {
      if (model.facts[id].sort === "keeper") put(fact.other, lister, kind, id);
    }
  }
  for (const tie of found.values()) tie.facts = [...new Set(tie.facts)];
  return [...found.values()];
}

/** Ties between polities. @returns {Tie[]} */
function between(model, wish, kind) {
  return kind === "designation" ? listed(model, wish) : shared(model, wish, kind);
}

/**
 * Ties between polities in the same groups. After Newman (2001) a group of n adds 1 / (n - 1) to
 * each pair; or the groups are counted; or their share in all groups of either (Jaccard).
 * @returns {Tie[]}
 */
function shared(model, wish, kind) {
  const groups = new Map();
  for (const fact of held(model, wish, kind)) {
    const inside = groups.get(fact.other) || groups.set(fact.other, new Map()).get(fact.other);
    inside.set(fact.one, [...(inside.get(fact.one) || []), fact.id]);
  }
  const found = new Map();
  const degree = new Map();
  for (const [group, inside] of groups) {
    const order = [...inside.keys()].sort((one, other) => one - other);
    for (const id of order) degree.set(id, (degree.get(id) || 0) + 1);
    const share = kind === "pact" || wish.weight !== "newman" ? 1 : 1 / (order.length - 1);
    for (let one = 0; one < order.length; one += 1) {
      for (let other = one + 1; other < order.length; other += 1) {
        const [a, b] = [order[one], order[other]];
        const key = a * model.things.length + b;
        let tie = found.get(key);
        if (!tie) {
          tie = { a, b, kind, directed: false, via: [], facts: [], weight: 0 };
          found.set(key, tie);
        }
        tie.via.push(group);
        tie.facts.push(...inside.get(a), ...inside.get(b));
        tie.weight += share;
      }
    }
  }
  for (const tie of found.values()) {
    if (kind === "pact") tie.facts = [...new Set(tie.facts)];
    if (wish.weight === "jaccard" && kind !== "pact") {
      tie.weight = tie.via.length / (degree.get(tie.a) + degree.get(tie.b) - tie.via.length);
    }
  }
  // Weights count the polities of other regions too: they are in the groups.
  return [...found.values()].filter(({ a, b }) => lies(model, wish, a) && lies(model, wish, b));
}

/** Ties from who lists to the countries of the entities; nobody has a tie to itself. @returns {Tie[]} */
function listed(model, wish) {
  const found = new Map();
  for (const fact of held(model, wish, "designation")) {
    const a = model.lister.get(fact.other);
    if (a === undefined) continue;
    for (const country of model.countries.get(fact.one) || []) {
      const b = country.other;
      if (a === b || !lies(model, wish, b)) continue;
      const key = a * model.things.length + b;
      const tie = found.get(key) || found.set(key, { a, b, via: new Set(), facts: new Set() }).get(key);
      tie.via.add(fact.one);
      tie.facts.add(fact.id).add(country.id);
    }
  }
  return [...found.values()].map(({ a, b, via, facts }) =>
    ({ a, b, kind: "designation", directed: true, via: [...via], facts: [...facts], weight: via.size }));
}
