/** The same as the picture in two tables, which can be sorted and lead to what is behind each row. */

import { button, byId, make } from "./dom.js";
import { keyOf } from "./project.js";

const FEW = 100; // rows at first: thousands at once would hold up the page

/**
 * @typedef {{name: string, number?: boolean, value: (row: any) => string | number, show?: (row: any) => Node | string}} Column
 */

export class Tables {
  constructor(teller, choose) {
    this.teller = teller;
    this.choose = choose;
    this.sorted = { ties: [4, -1], nodes: [3, -1] };
    this.full = { ties: false, nodes: false };
  }

  show(scene) {
    this.scene = scene;
    this.fill("ties", scene.ties, this.tieColumns());
    this.fill("nodes", scene.ids, this.nodeColumns());
  }

  /** @returns {Column[]} */
  tieColumns() {
    const { teller } = this;
    const words = teller.words();
    const via = (tie) => tie.via.map((id) => teller.name(id)).sort((one, other) => one.localeCompare(other, teller.state.language));
    return [
      { name: words.columns.tie, value: (tie) => teller.title(tie), show: (tie) => button(teller.title(tie), () => this.choose({ tie: keyOf(teller.model, tie), thing: -1 })) },
      { name: words.columns.kind, value: ({ kind }) => words.oneKind[kind] },
      { name: words.columns.through, value: (tie) => shortened(via(tie), 8) },
      { name: words.columns.number, number: true, value: (tie) => tie.via.length },
      { name: words.columns.weight, number: true, value: ({ weight }) => weight },
    ];
  }

  /** @returns {Column[]} */
  nodeColumns() {
    const { teller, scene } = this;
    const words = teller.words();
    const { model } = teller;
    const group = new Map(scene.groups.flatMap((one, place) => one.ids.map((id) => [id, groupName(scene, one, place, teller)])));
    const region = (id) => (model.things[id].region < 0 ? "" : teller.concept(model.things[id].region));
    return [
      { name: words.columns.node, value: (id) => teller.name(id), show: (id) => button(teller.name(id), () => this.choose({ thing: id, tie: "" })) },
      { name: words.columns.region, value: region },
      { name: words.columns.degree, number: true, value: (id) => scene.near.get(id).length },
      { name: words.columns.strength, number: true, value: (id) => scene.strength[scene.at.get(id)] },
      { name: words.columns.group, value: (id) => group.get(id) || "" },
    ];
  }

  /** @param {"ties" | "nodes"} which @param {any[]} rows @param {Column[]} columns */
  fill(which, rows, columns) {
    const { language } = this.teller.state;
    const [by, way] = this.sorted[which];
    const keyed = rows.map((row) => [columns[by].value(row), row]);
    keyed.sort(([one], [other]) => way * (typeof one === "number" ? one - Number(other) : one.localeCompare(String(other), language)));
    const shown = this.full[which] ? keyed : keyed.slice(0, FEW);
    const text = (column, row) => (column.number ? this.teller.number(Number(column.value(row))) : String(column.value(row)));
    const head = make("tr", {}, ...columns.map((column, place) => make("th", {
      scope: "col", "aria-sort": place === by ? (way > 0 ? "ascending" : "descending") : "none", class: column.number ? "number" : false,
    }, make("button", { type: "button", class: "sort", onclick: () => this.sort(which, place, column) }, column.name,
      make("span", { "aria-hidden": "true" }, place === by ? (way > 0 ? " ▲" : " ▼") : " ↕")))));
    const body = shown.map(([, row]) => make("tr", {}, ...columns.map((column, place) =>
      make(place ? "td" : "th", { scope: place ? false : "row", class: column.number ? "number" : false }, column.show ? column.show(row) : text(column, row)))));
    const more = byId(`${which}-more`);
    more.replaceChildren(...(shown.length < rows.length
      ? [button(this.teller.words().more(rows.length), () => { this.full[which] = true; this.show(this.scene); }, "small")] : []));
    byId(`${which}-count`).textContent = `(${rows.length.toLocaleString(language)})`;
    byId(`${which}-table`).replaceChildren(make("thead", {}, head), make("tbody", {}, ...body));
  }

  sort(which, place, column) {
    const [by, way] = this.sorted[which];
    this.sorted[which] = [place, place === by ? -way : column.number ? -1 : 1];
    this.show(this.scene);
    byId(`${which}-table`).querySelectorAll("button.sort")[place].focus();
  }
}

/** What a group of the legend is called: a community by its strongest members. */
export function groupName(scene, group, place, teller) {
  const words = teller.words();
  if (group.kind !== "community") return words.things[group.kind] || words[group.kind];
  return shortened(group.ids.map((id) => teller.name(id)), 4);
}

const shortened = (names, most) =>
  names.slice(0, most).join(", ") + (names.length > most ? ` +${names.length - most}` : "");
