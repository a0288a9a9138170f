/** Makes elements: text is always set as text, never as markup. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [attributes] `on…` are listeners; false and null are left out
 * @param {...(Node | string | null)} children
 * @returns {HTMLElement}
 */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== ""));
  return element;
}

/** @param {string} text @param {() => void} act @param {string} [look] */
export const button = (text, act, look = "link") =>
  make("button", { type: "button", class: look, onclick: act }, text);

/** @param {(Node | string | (Node | string)[])[]} items */
export const list = (items, look = "") =>
  make("ul", { class: look || false }, ...items.map((item) => make("li", {}, ...[item].flat())));

/** @param {string} heading @param {Node} content @param {boolean} [open] */
export const fold = (heading, content, open = false) =>
  make("details", { open }, make("summary", {}, heading), content);

/** @param {string} id @returns {any} */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page has no element "${id}".`);
  return found;
}

/** Accents, case and width folded, so that "cote d'ivoire" finds "Côte d’Ivoire". @param {string} text */
export const folded = (text) =>
  text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘ʼ`]/g, "'").toLowerCase().trim();
