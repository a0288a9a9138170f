/** The claims that the page holds, decoded: things, facts between them, and who says so. */

import { folded } from "./dom.js";

export const DAY = 86_400_000;

/**
 * @typedef {object} Thing
 * @property {number} id
 * @property {string} path  polity/JPN
 * @property {string} kind  polity
 * @property {string} key   JPN
 * @property {{en: string, ja: string}} name
 * @property {string[]} aliases
 * @property {number} region  number of a concept, -1 without
 * @property {number[]} areas
 * @property {number[]} facts  in which it is an end
 * @property {string[]} folded  every name as it is searched
 *
 * @typedef {object} Fact
 * @property {number} id
 * @property {string} sort
 * @property {number} one
 * @property {number} other
 * @property {number} from   first day known to hold
 * @property {number} until  first day known not to hold
 * @property {[string, string, string, string, string]} stated
 * @property {number[]} how  concepts: a role, a status
 * @property {number[]} cited
 * @property {boolean} ties  false for who was invited and did not come
 */

export class Model {
  /** @param {any} data */
  constructor(data) {
    this.opening = data.opening;
    this.places = data.places;
    this.citations = data.citations;
    this.sources = data.sources;
    this.concepts = data.concepts.map(([path, en, ja, broader], id) =>
      ({ id, path, scheme: path.split("/")[0], key: path.split("/")[1], name: { en, ja: ja || en }, broader }));
    this.concept = new Map(this.concepts.map((concept) => [concept.path, concept.id]));
    /** @type {Thing[]} */
    this.things = data.nodes.map(([path, en, ja, aliases, region, areas], id) => {
      const [kind, ...key] = path.split("/");
      return {
        id, path, kind, key: key.join("/"), name: { en, ja: ja || en }, aliases, region, areas, facts: [],
        folded: [...new Set([en, ja, ...aliases].filter(Boolean).map(folded))],
      };
    });
    this.byPath = new Map(this.things.map((thing) => [thing.path, thing.id]));
    this.facts = this.decode(data);
    this.coverage = new Map();
    for (const [id, status, complete, known, expected, asOf, note] of data.coverage) {
      const told = { status, complete: Boolean(complete), known, expected, asOf, note };
      this.coverage.set(id, [...(this.coverage.get(id) || []), told]);
    }
    this.lister = this.listers();
    this.countries = new Map();
    for (const fact of this.facts) {
      if (fact.sort !== "country") continue;
      this.countries.set(fact.one, [...(this.countries.get(fact.one) || []), fact]);
    }
    this.span = this.days();
  }

  /** @returns {Fact[]} */
  decode({ facts, sorts, whens }) {
    const attended = this.concept.get("attendance-status/attended");
    return facts.sort.map((sort, id) => {
      const [word, begin, endWord, end, observed, from, until] = whens[facts.when[id]];
      const how = facts.how[id];
      const fact = {
        id, sort: sorts[sort], one: facts.one[id], other: facts.other[id], from, until,
        stated: [word, begin, endWord, end, observed], how, cited: facts.cited[id],
        ties: sorts[sort] !== "attendance" || !how.length || how.includes(attended),
      };
      this.things[fact.one].facts.push(id);
      this.things[fact.other].facts.push(id);
      return fact;
    });
  }

  /** Who keeps each list: the polity of its authority, or the authority where it is no polity's. */
  listers() {
    const organs = new Map(this.facts.filter(({ sort }) => sort === "organ").map(({ one, other }) => [one, other]));
    return new Map(
      this.facts.filter(({ sort }) => sort === "keeper").map(({ one, other }) => [one, organs.get(other) ?? other]),
    );
  }

  /** The first and the last day on which a dated fact begins. */
  days() {
    let [first, last] = [Infinity, -Infinity];
    for (const { from } of this.facts) {
      if (from < -900_000) continue;
      if (from < first) first = from;
      if (from > last) last = from;
    }
    const { day } = this.opening;
    return [Math.min(first, day), Math.max(last, day)];
  }

  /** @param {Fact} fact @param {number} day */
  holds(fact, day) {
    return fact.from <= day && day < fact.until;
  }

  /** Whether a concept is another one or below it. @param {number} id @param {number} above */
  within(id, above) {
    for (let at = id; at >= 0; at = this.concepts[at].broader) if (at === above) return true;
    return false;
  }

  /** Whether what is held of a thing is complete on a day, so that a missing tie means no. */
  isComplete(id, day) {
    return (this.coverage.get(id) || []).some(({ complete, asOf, status }) =>
      complete && (status < 0 || this.concepts[status].key === "attended")
      && (this.things[id].kind === "summit" || day <= dayOf(asOf, true)));
  }
}

/** The number of a day; of a month or a year its last or first. @param {string} text @param {boolean} [last] */
export function dayOf(text, last = false) {
  const [year, month, day] = text.split("-").map(Number);
  if (!year) return NaN;
  if (day) return Date.UTC(year, month - 1, day) / DAY;
  if (month) return Date.UTC(year, last ? month : month - 1, last ? 0 : 1) / DAY;
  return Date.UTC(year, last ? 11 : 0, last ? 31 : 1) / DAY;
}

/** @param {number} day */
export const isoDay = (day) => new Date(day * DAY).toISOString().slice(0, 10);
