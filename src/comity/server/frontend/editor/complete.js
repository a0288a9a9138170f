/** Says what a word under the cursor may become: a keyword, a variable, a prefix, a term of ours. */

import { syntaxTree } from "@codemirror/language";
import { CLAUSES, FUNCTIONS } from "./keywords.js";
import { fit } from "./terms.js";

/** @typedef {import("@codemirror/autocomplete").Completion} Completion */
/** @typedef {import("@codemirror/autocomplete").CompletionContext} Context */

const QUIET = new Set(["Comment", "String", "IriRef"]);
// A line up to where no string, IRI or comment is open; the grammar sees those only once they end.
const OUTSIDE = /^(?:[^"'#<]|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>"{}|^`\\\s]*>|<(?![^<>"{}|^`\\\s]*(?:>|$)))*$/;
const WORD = /[?$]?[\p{L}\p{N}_:.-]*$/u;

/**
 * @param {() => Promise<import("./terms.js").Terms>} terms
 * @param {Record<string, string>} words  what kinds are called
 */
export function completer(terms, words) {
  /** @param {Context} context */
  return async (context) => {
    const word = context.matchBefore(WORD);
    if (!word || (!word.text && !context.explicit)) return null;
    const line = context.state.doc.lineAt(context.pos);
    if (!OUTSIDE.test(line.text.slice(0, context.pos - line.from))) return null;
    if (QUIET.has(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
    const options = /^[?$]/.test(word.text)
      ? variables(context, word.text, words)
      : named(context, word, await terms(), words);
    return options.length && !context.aborted ? { from: word.from, options, filter: false } : null;
  };
}

/** The variables that the text has elsewhere. @param {Context} context @param {string} typed */
function variables(context, typed, words) {
  const text = context.state.doc.toString();
  const others = text.slice(0, context.pos - typed.length) + text.slice(context.pos).replace(/^[\p{L}\p{N}_]+/u, "");
  const found = new Set(Array.from(others.matchAll(/[?$]([\p{L}\p{N}_]+)/gu), (one) => typed[0] + one[1]));
  found.delete(typed);
  return [...found]
    .filter((name) => name.toLowerCase().startsWith(typed.toLowerCase()))
    .sort()
    .map((name) => ({ label: name, detail: words.variable }));
}

/**
 * @param {Context} context
 * @param {{from: number, text: string}} word
 * @param {import("./terms.js").Terms} known
 * @param {Record<string, string>} words
 * @returns {Completion[]}
 */
function named(context, word, known, words) {
  const before = context.state.sliceDoc(Math.max(0, word.from - 20), word.from);
  const wanted = /(?:^|[\s;{([])a\s+$/.test(before) ? "class" : "";
  const found = [];
  const add = (rank, option) => rank < 9 && found.push({ rank, option });
  for (const term of known.terms) {
    const rank = fit(word.text, term.name, term.labels);
    add(term.kind === wanted && rank < 9 ? rank - 2 : rank, { label: term.name, detail: words[term.kind], info: () => told(term) });
  }
  const declared = /(?:^|\s)PREFIX\s+$/i.test(before);
  for (const [prefix, space] of Object.entries(known.prefixes)) {
    if (!word.text || word.text.includes(":")) continue;
    const apply = declared ? `${prefix}: <${space}>` : `${prefix}:`;
    add(begins(`${prefix}:`, word.text) - 0.3, { label: `${prefix}:`, detail: words.prefix, info: space, apply });
  }
  for (const [all, kind] of [[CLAUSES, words.keyword], [FUNCTIONS, words.function]]) {
    for (const one of all) add(begins(one, word.text), { label: one, detail: kind });
  }
  found.sort((one, other) => one.rank - other.rank || (one.option.label < other.option.label ? -1 : 1));
  return found.map(({ option }) => option);
}

/** @param {string} whole @param {string} typed */
const begins = (whole, typed) => (whole.toLowerCase().startsWith(typed.toLowerCase()) ? 0 : 9);

/** What a term is called and means, set as text. @param {import("./terms.js").Term} term */
function told({ labels, definition, language }) {
  const name = document.createElement("strong");
  name.textContent = labels.join(" · ");
  const meaning = document.createElement("p");
  meaning.textContent = definition;
  if (language) meaning.lang = language;
  const whole = document.createElement("div");
  whole.append(name, meaning);
  return whole;
}
