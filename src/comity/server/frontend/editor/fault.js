/** Marks in the text the place where the server says that the query fails. */

import { StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** @typedef {{line: number, column: number, said: string}} Fault  both count from 1, in characters */

/**
 * The place of a fault: from its column to the end of the word there, or, where none begins there,
 * the word before it; empty at the beginning of a text without a word.
 * @param {import("@codemirror/state").Text} doc
 * @param {Fault} fault
 */
export function placeOf(doc, { line, column }) {
  const { from, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const start = from + Array.from(text).slice(0, Math.max(column, 1) - 1).join("").length;
  const word = /^\S+/.exec(text.slice(start - from));
  if (word) return { from: start, to: start + word[0].length };
  const to = doc.sliceString(0, start).trimEnd().length;
  const last = doc.sliceString(0, to).split(/\s/).at(-1) ?? "";
  return { from: to - last.length, to };
}

/** @param {Fault | null} fault */
export function mark(fault) {
  if (!fault) return [];
  return StateField.define({
    create(state) {
      const { from, to } = placeOf(state.doc, fault);
      const marks = [Decoration.line({ class: "fault-line" }).range(state.doc.lineAt(from).from)];
      if (from < to) marks.push(Decoration.mark({ class: "fault-mark" }).range(from, to));
      return Decoration.set(marks, true);
    },
    update: (marks, transaction) => marks.map(transaction.changes),
    provide: (field) => EditorView.decorations.from(field),
  });
}
