/** Puts an editor in the place of the query's text field; without it the field works as it is. */

import { completer } from "./complete.js";
import { placeOf } from "./fault.js";
import { open } from "./open.js";
import { termsAt } from "./terms.js";

/**
 * What the page says to the script, in the attribute `data-editor` of the form.
 * @typedef {object} Said
 * @property {string} terms  the address of the terms
 * @property {Record<string, string>} words  in the language of the page
 * @property {{line: number, column: number, said: string} | null} fault  where the query failed
 */

const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form[data-editor]"));
const field = form?.querySelector("textarea");
// Only sheets that a shadow root adopts pass a policy without inline styles.
if (form && field && "adoptedStyleSheets" in Document.prototype) begin(form, field);

/** @param {HTMLFormElement} form @param {HTMLTextAreaElement} field */
function begin(form, field) {
  const said = /** @type {Said} */ (JSON.parse(form.dataset.editor ?? "{}"));
  const terms = termsAt(said.terms);
  const label = /** @type {HTMLLabelElement} */ (form.querySelector(`label[for="${field.id}"]`));
  const view = open(field, {
    label: label.textContent ?? "",
    words: said.words,
    complete: completer(terms, said.words),
    fault: said.fault,
    run: () => form.requestSubmit(),
  });
  view.contentDOM.addEventListener("focus", () => void terms(), { once: true });
  label.addEventListener("click", () => view.focus());
  // A browser may put back what the field held when the page was left.
  addEventListener("pageshow", () => {
    const { doc } = view.state;
    if (field.value !== doc.toString()) view.dispatch({ changes: { from: 0, to: doc.length, insert: field.value } });
  });
  if (said.fault) {
    view.focus();
    view.dispatch({ selection: { anchor: placeOf(view.state.doc, said.fault).from }, scrollIntoView: true });
  }
}
