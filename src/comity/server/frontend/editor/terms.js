/** Gets the terms of the ontology from the server, once, and finds those that a word may mean. */

/**
 * A term as the server tells it: the prefixed name to insert, what it is, what it is called in any
 * language (the page's first), and what it means.
 * @typedef {object} Term
 * @property {string} name
 * @property {"class" | "property" | "scheme" | "concept"} kind
 * @property {string[]} labels
 * @property {string} definition
 * @property {string} language  of the definition
 */

/** @typedef {{prefixes: Record<string, string>, terms: Term[]}} Terms */

/**
 * @param {string} address
 * @returns {() => Promise<Terms>}  asks at the first call; without an answer there are no terms
 */
export function termsAt(address) {
  /** @type {Promise<Terms> | null} */
  let asked = null;
  return () => (asked ??= fetch(address, { headers: { Accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
    .catch(() => ({ prefixes: {}, terms: [] })));
}

/** Case, accents and width folded. @param {string} text */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * How well a word fits a term: 0 begins its name, 1 the part behind its prefix, 2 a label, 3 stands
 * at the beginning of a word in either, 4 anywhere; 9 does not. The same case is a little better.
 * @param {string} word @param {string} name @param {string[]} [labels]
 */
export function fit(word, name, labels = []) {
  const wanted = folded(word);
  const whole = folded(name);
  const local = name.slice(name.indexOf(":") + 1);
  if (whole.startsWith(wanted)) return name.startsWith(word) ? 0 : 0.2;
  if (folded(local).startsWith(wanted)) return local.startsWith(word) ? 1 : 1.2;
  const called = labels.map(folded);
  if (called.some((label) => label.startsWith(wanted))) return 2;
  const parts = [...called, folded(name.replace(/([a-z])([A-Z])/g, "$1 $2"))];
  if (parts.some((part) => part.split(/[\s:-]+/).some((one) => one.startsWith(wanted)))) return 3;
  return [whole, ...called].some((one) => one.includes(wanted)) ? 4 : 9;
}
