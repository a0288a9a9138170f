/** Opens the editor: its parts, its keys, and the text field that it keeps up to date. */

import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { history, historyKeymap, indentWithTab, standardKeymap } from "@codemirror/commands";
import { bracketMatching } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { mark } from "./fault.js";
import { look } from "./look.js";

/**
 * @param {HTMLTextAreaElement} field  what the form sends; hidden from here on
 * @param {object} what
 * @param {string} what.label
 * @param {Record<string, string>} what.words
 * @param {import("@codemirror/autocomplete").CompletionSource} what.complete
 * @param {import("./fault.js").Fault | null} what.fault
 * @param {() => void} what.run
 */
export function open(field, { label, words, complete, fault, run }) {
  const host = document.createElement("div");
  host.className = "code";
  const root = host.attachShadow({ mode: "open" });
  field.before(host);
  const help = document.createElement("p");
  help.id = "help";
  help.setAttribute("part", "help");
  help.textContent = words.keys;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }]),
        keymap.of([...completionKeymap, ...standardKeymap, ...historyKeymap, indentWithTab]),
        lineNumbers(),
        history(),
        bracketMatching(),
        autocompletion({ override: [complete], icons: false, positionInfo: beside }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({
          "aria-label": fault ? `${label}. ${fault.said}` : label,
          "aria-describedby": help.id,
          ...(fault ? { "aria-invalid": "true" } : {}),
        }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = update.state.doc.toString();
        }),
        EditorState.phrases.of({ Completions: words.completions }),
        mark(fault),
        look,
      ],
    }),
  });
  root.append(help);
  field.hidden = true;
  return view;
}

/**
 * Where to tell of a completion: beside the list where there is room, else on its far side.
 * @param {EditorView} view
 * @param {{left: number, right: number, top: number, bottom: number}} list
 * @param {{top: number}} option
 * @param {unknown} _info
 * @param {{right: number}} space
 */
function beside(view, list, option, _info, space) {
  if (space.right - list.right > 300) return { style: `left: 100%; top: ${option.top - list.top}px` };
  const cursor = view.coordsAtPos(view.state.selection.main.head);
  const isAbove = cursor !== null && list.bottom <= cursor.top + 1;
  return { style: `left: 0; right: 0; width: auto; ${isAbove ? "bottom" : "top"}: 100%` };
}
