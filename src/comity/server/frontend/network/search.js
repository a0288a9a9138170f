/** A box that finds things by any of their names, in any script, and lets one be chosen. */

import { folded, make } from "./dom.js";

const MOST = 30;

/** Things whose names fit, best first: the whole name, its beginning, a word's beginning, anywhere. */
export function find(model, text) {
  const wanted = folded(text);
  if (!wanted) return [];
  const found = [];
  for (const thing of model.things) {
    let best = 9;
    for (const name of thing.folded) {
      const at = name.indexOf(wanted);
      if (at < 0) continue;
      const rank = name === wanted ? 0 : at === 0 ? 1 : /[\s\-(./]/.test(name[at - 1]) ? 2 : 3;
      best = Math.min(best, rank);
    }
    if (best < 9) found.push({ thing, best });
  }
  const order = ["polity", "initiative", "summit", "pact", "list", "authority", "entity"];
  found.sort((one, other) => one.best - other.best
    || order.indexOf(one.thing.kind) - order.indexOf(other.thing.kind) || other.thing.facts.length - one.thing.facts.length);
  return found.map(({ thing }) => thing);
}

/**
 * Make an input a combobox with a list of what is found.
 * @param {HTMLInputElement} input
 * @param {HTMLElement} box  its list
 * @param {(id: number) => void} take
 */
export function combobox(input, box, teller, take, say) {
  let found = [];
  let at = -1;
  const isOpen = () => !box.hidden;
  const close = () => {
    box.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const mark = (place) => {
    at = (place + found.length) % found.length;
    [...box.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    box.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", box.children[at].id);
  };
  const pick = (thing) => {
    input.value = teller.name(thing.id);
    close();
    take(thing.id);
  };
  const open = () => {
    found = find(teller.model, input.value).slice(0, MOST);
    box.replaceChildren(...found.map((thing, number) => make("li", {
      role: "option", id: `${box.id}-${number}`, "aria-selected": "false",
      onpointerdown: (event) => { event.preventDefault(); pick(thing); },
    }, teller.name(thing.id), " ", make("small", {}, teller.words().things[thing.kind] || thing.kind))));
    box.hidden = !found.length;
    input.setAttribute("aria-expanded", String(Boolean(found.length)));
    at = -1;
    if (input.value.trim()) say(teller.words().found(found.length));
  };
  input.addEventListener("input", open);
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && isOpen()) {
      close();
      event.stopPropagation();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!isOpen()) open();
      if (found.length) mark(event.key === "ArrowDown" ? at + 1 : at < 0 ? -1 : at - 1);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!isOpen()) open();
      if (found.length) pick(found[Math.max(at, 0)]);
    }
  });
}
