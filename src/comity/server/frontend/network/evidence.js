/** Tells claims in words, with the sources that bear them out, their quotes and links. */

import { list, make } from "./dom.js";

export class Teller {
  /** @param {import("./model.js").Model} model @param {any} state @param {() => any} words */
  constructor(model, state, words) {
    this.model = model;
    this.state = state;
    this.words = words;
  }

  name(id) {
    return this.model.things[id].name[this.state.language];
  }

  concept(id) {
    return this.model.concepts[id].name[this.state.language];
  }

  title({ a, b, directed }) {
    return `${this.name(a)} ${directed ? "→" : "–"} ${this.name(b)}`;
  }

  number(value) {
    return Number(value.toFixed(3)).toLocaleString(this.state.language);
  }

  /** When a fact holds, in the words of its source. */
  when({ stated: [word, begin, , end, observed] }) {
    const said = this.words();
    const begins = { since: said.since, signed: said.signed, listed: said.listedOn, launched: said.launched, began: said.began }[word] || word;
    return [
      begin ? `${begins} ${begin}` : observed ? `${said.seen} ${observed}` : "",
      end ? `${said.until} ${end}` : "",
    ].filter(Boolean).join(", ");
  }

  /** A fact as a sentence: "Japan · is in · Quad · Member · since 2007". */
  sentence(fact, subjects = [fact.one]) {
    const how = fact.how.map((id) => this.concept(id)).join(", ");
    return [subjects.map((id) => this.name(id)).join(", "), this.words().sorts[fact.sort], this.name(fact.other), how, this.when(fact)]
      .filter(Boolean).join(" · ");
  }

  /** Facts with their sources. @param {number[]} facts */
  facts(facts) {
    const found = new Map();
    for (const id of facts) {
      const fact = this.model.facts[id];
      // A pact is one claim however many of its parties are meant.
      const key = fact.sort === "pact" ? `pact ${fact.other}` : id;
      found.set(key, [...(found.get(key) || []), fact]);
    }
    return list([...found.values()].map((same) =>
      [make("strong", {}, this.sentence(same[0], same.map(({ one }) => one))), ...this.cited(same[0])]), "claims");
  }

  cited({ cited }) {
    if (!cited.length) return [make("p", { class: "hint" }, this.words().noSource)];
    return cited.map((number) => {
      const [source, quote, language, locator] = this.model.citations[number];
      const [title, publisher, date, url] = this.model.sources[source];
      const where = [publisher, date, locator].filter(Boolean).map((part) => `, ${part}`).join("");
      return make("div", { class: "source" },
        /^https?:\/\//i.test(url)
          ? make("a", { href: url, rel: "noopener noreferrer", target: "_blank" }, title) : title,
        where,
        quote ? make("blockquote", { lang: language || "und" }, quote) : null);
    });
  }

  /** How complete what is held of a thing is. */
  coverage(id) {
    const said = this.words();
    const found = this.model.coverage.get(id);
    if (!found) {
      return ["initiative", "summit", "list"].includes(this.model.things[id].kind)
        ? [make("p", { class: "hint" }, said.unstated)] : [];
    }
    return found.flatMap(({ status, complete, known, expected, asOf, note }) => [
      make("p", { class: "hint" }, status < 0 ? "" : `${this.concept(status)}: `,
        complete ? said.complete(asOf) : said.partial(known, expected)),
      ...(note ? [make("p", { class: "hint", lang: "en" }, note.charAt(0).toUpperCase() + note.slice(1))] : []),
    ]);
  }
}
