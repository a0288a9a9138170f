/** How the editor looks: the colours of the page, so that it is dark where the page is. */

import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { styleTags, tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

/** SPARQL, in which names are told from other words, which the language's own tags leave out. */
const language = SparqlLanguage.configure({
  props: [styleTags({ "Pname_ln Pname_ns IriRef": tags.name, "A_predicate TRUE FALSE": tags.keyword, Langtag: tags.string })],
});

const MONO = "ui-monospace, monospace";

const parts = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--ground)", fontSize: ".9rem", border: "1px solid var(--soft)", borderRadius: "5px" },
  "&.cm-focused": { outline: "3px solid var(--link)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: MONO, lineHeight: "1.5", maxHeight: "70vh", overflow: "auto" },
  ".cm-content, .cm-gutter": { minHeight: "13rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: ".4rem 0" },
  ".cm-line": { padding: "0 .6rem" },
  ".cm-gutters": { color: "var(--soft)", backgroundColor: "var(--raised)", borderRight: "1px solid var(--line)", borderRadius: "5px 0 0 5px" },
  ".fault-line": { backgroundColor: "var(--raised)", boxShadow: "inset 3px 0 var(--fault)" },
  ".fault-mark": { textDecoration: "underline wavy var(--fault)", textUnderlineOffset: ".2em" },
  "& .cm-matchingBracket, &.cm-focused .cm-matchingBracket": { backgroundColor: "transparent", outline: "1px solid var(--link)" },
  "& .cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket": { backgroundColor: "transparent", outline: "1px dashed var(--fault)" },
  ".cm-tooltip": { color: "var(--ink)", backgroundColor: "var(--ground)", border: "1px solid var(--soft)", borderRadius: "5px" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: MONO, fontSize: ".85rem", maxWidth: "min(34rem, 92vw)", maxHeight: "16rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: ".2rem .5rem", display: "flex", gap: "1rem", justifyContent: "space-between" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { color: "var(--on-accent)", backgroundColor: "var(--accent)" },
  ".cm-completionDetail": { marginLeft: "0", fontStyle: "normal", fontFamily: "inherit", color: "var(--soft)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionLabel": { overflow: "hidden", textOverflow: "ellipsis" },
  ".cm-tooltip.cm-completionInfo": { padding: ".4rem .7rem", maxWidth: "min(24rem, 92vw)", fontFamily: "inherit", overflowWrap: "anywhere" },
  ".cm-completionInfo p": { margin: ".2rem 0 0" },
});

const text = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--word)", fontWeight: "600" },
  { tag: tags.variableName, color: "var(--variable)" },
  { tag: [tags.string, tags.integer, tags.float, tags.bool], color: "var(--value)" },
  { tag: tags.name, color: "var(--link)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
]);

export const look = [language, parts, syntaxHighlighting(text)];
