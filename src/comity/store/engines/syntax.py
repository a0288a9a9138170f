"""Says where a query does not parse, in the text of its writer, and what is wrong there."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from comity.errors import BadQuery
from comity.iris import PREFIXES
from comity.store.engines.tokens import Token, tokens

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_BEGIN = f"A query begins with {', '.join(_FORMS[:-1])} or {_FORMS[-1]}, after its prefixes."
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_MARKS = set("{}()[]<>=!&|+-*/^?.,;:@~\\")
_QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\xab\xbb\uff02\uff07`\xb4"
_OF_RDF_12 = {"STRLANGDIR", "LANGDIR", "HASLANG", "HASLANGDIR", "TRIPLE", "ISTRIPLE", "VERSION"}
_RDF_12 = "That is of RDF 1.2 (base directions, triple terms); comity reads RDF and SPARQL 1.1."
_BROKEN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://[^<>\n]*>")
_SURROGATE = re.compile(r"(?<!\\)(?:\\\\)*\\(?:u|U0000)[Dd][89A-Fa-f]")
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_PATTERNS = re.compile("REGEX|REPLACE", re.IGNORECASE)
_NEAR = 80  # characters
_LONGEST_PATTERN = 1000  # characters of a regular expression that is looked through


class BadSyntax(BadQuery):
    """A query that does not parse: the text that was sent, and the offset of the fault in it."""

    def __init__(self, sent: str, offset: int, declared: frozenset[str] = frozenset()) -> None:
        self.sent, self.offset = sent, offset
        parts = list(tokens(sent))
        self.declared = declared | {name.partition(":")[0] for name in _declarations(parts)}
        fault = _fault_of_tokens(sent, parts, self.declared) or _fault_at(parts, offset)
        before = sent[: fault.offset]
        line_start = before.rfind("\n") + 1
        line, column = before.count("\n") + 1, fault.offset - line_start + 1
        shown = re.split(r"[\r\n]", sent[line_start:], maxsplit=1)[0]
        super().__init__(
            f"The query does not parse at line {line}, column {column}.",
            f"{fault.hint}\n  {shown}\n  {' ' * (column - 1)}^",
        )

    def in_text(self, own: str) -> BadSyntax:
        """Return the same fault in the text that its writer wrote, before anything was added."""
        if own == self.sent:
            return self
        return BadSyntax(own, _same_offset(self, own), self.declared)


class _Fault(NamedTuple):
    """The offset of a fault, and what would be right there."""

    offset: int
    hint: str


def _same_offset(error: BadSyntax, own: str) -> int:
    """Return where the token at fault stands in another text of the same tokens, or nearly."""
    sent_tokens, own_tokens = list(tokens(error.sent)), list(tokens(own))
    number = sum(token.start <= error.offset for token in sent_tokens) - 1
    added = len(sent_tokens) - len(own_tokens)
    if number < 0 or not own_tokens:
        return 0
    token = sent_tokens[number]
    guess = min(max(number - added, 0), len(own_tokens) - 1)
    same = [index for index, one in enumerate(own_tokens) if one.text == token.text]
    index = min(same, key=lambda index: abs(index - guess), default=guess)
    return min(own_tokens[index].start + error.offset - token.start, len(own))


def _declarations(parts: list[Token]) -> Iterator[str]:
    for before, name in pairwise(parts):
        if before.text.upper() == "PREFIX" and name.kind == "name":
            yield name.text


def _fault_of_tokens(text: str, parts: list[Token], declared: frozenset[str]) -> _Fault | None:
    """Return the first fault that no engine would take."""
    opened: list[Token] = []
    for index, token in enumerate(parts):
        word = token.text.upper() if token.kind == "word" else ""
        following = parts[index + 1] if index + 1 < len(parts) else None
        hint = ""
        if token.kind == "open":
            hint = "The string that begins here has no end; one of several lines has three quotes."
        elif token.kind == "name" and not token.text.startswith("_:"):
            hint = _undeclared(token.text.partition(":")[0], declared)
        elif token.text == "<" and _BROKEN_IRI.match(text, token.start):
            hint = 'An IRI holds no blank and none of < > " { } | ^ ` \\.'
        elif token.kind == "mark":
            hint = _stray(token.text)
        elif token.kind in ("string", "iri") and _SURROGATE.search(token.text):
            hint = "A code point from D800 to DFFF is no character."
        elif word == "FILTER" and following and following.kind in ("variable", "number", "string"):
            return _Fault(following.start, "FILTER takes its condition in brackets: FILTER(…).")
        if (
            ("--" in token.text and token.kind == "language")
            or (token.text == "<" and text.startswith("<<", token.start))
            or (word in _OF_RDF_12 and (index == 0 or (following and following.text == "(")))
        ):
            hint = _RDF_12
        if hint:
            return _Fault(token.start, hint)
        if token.text in _BRACKETS.values():
            opened.append(token)
        elif token.text in _BRACKETS and (not opened or opened.pop().text != _BRACKETS[token.text]):
            return _Fault(token.start, f"The bracket {token.text} closes none that is open.")
    return _fault_of_form(parts) or (
        _Fault(opened[-1].start, f"The bracket {opened[-1].text} is not closed.")
        if opened
        else None
    )


def _undeclared(prefix: str, declared: frozenset[str]) -> str:
    if prefix in declared:
        return ""
    return f"Declare the prefix at the head: PREFIX {prefix}: <{PREFIXES.get(prefix, '…')}>"


def _stray(mark: str) -> str:
    if mark in _MARKS:
        return ""
    code = f"U+{ord(mark):04X}"
    if mark in _QUOTES:
        return f"{mark} ({code}) is no quotation mark of SPARQL; write \" or '."
    if not mark.isprintable() or mark.isspace():
        return f"{code} is no blank of SPARQL; write a plain one."
    return f"{mark} ({code}) has no meaning there; in a name or a string it would have one."


def _fault_of_form(parts: list[Token]) -> _Fault | None:
    """Return the fault of a query that begins with none of the four words."""
    words = [token for token in parts if token.kind == "word"]
    first = next((one for one in words if one.text.upper() not in ("PREFIX", "BASE")), None)
    if first is None:
        return _Fault(parts[0].start if parts else 0, _BEGIN)
    return None if first.text.upper() in _FORMS else _Fault(first.start, _BEGIN)


def _fault_at(parts: list[Token], offset: int) -> _Fault:
    has_base = any(token.text.upper() == "BASE" for token in parts)
    near = (token for token in parts if token.kind == "iri" and abs(token.start - offset) < _NEAR)
    relative = next((one for one in near if not _ABSOLUTE.match(one.text)), None)
    if relative is not None and not has_base:
        return _Fault(relative.start, "Declare a BASE for the relative IRI, or write it in full.")
    return _Fault(offset, "Look at this position:")


def no_function(name: str) -> BadQuery:
    """Return the error of a query that calls a function of that name."""
    return BadQuery(
        f"The query calls the function {name}, which is not known.",
        "Use the functions of SPARQL 1.1 and the casts to types of XML Schema.",
    )


def offset_of(text: str, line: int, column: int) -> int:
    """Return the offset of a line and column, which count from 1."""
    lines = text.split("\n")[: line - 1]
    return min(sum(len(one) + 1 for one in lines) + column - 1, len(text))


def check_patterns(text: str) -> None:
    """Raise BadQuery for a regular expression, written out in a query, that is none."""
    if not _PATTERNS.search(text):
        return
    calls: list[list[list[Token]]] = []  # of the brackets that are open: the arguments so far
    word = ""
    for token in tokens(text):
        if token.text == "(":
            calls.append([[]] if word in ("REGEX", "REPLACE") else [])
        elif token.text == ")" and calls:
            arguments = calls.pop()
            if len(arguments) > 1 and [one.kind for one in arguments[1]] == ["string"]:
                flags = arguments[-1] if len(arguments) > 2 else []
                if not any("q" in one.text for one in flags):
                    _check_pattern(arguments[1][0].text)
        elif calls and calls[-1] and token.text == ",":
            calls[-1].append([])
        elif calls and calls[-1]:
            calls[-1][-1].append(token)
        word = token.text.upper() if token.kind == "word" else ""


def _check_pattern(quoted: str) -> None:
    edge = 3 if quoted[:3] in ('"""', "'''") else 1
    pattern = re.sub(r"\\([\s\S])", r"\1", quoted[edge:-edge])
    if len(pattern) > _LONGEST_PATTERN:
        return
    plain = re.sub(r"\\(?:[pP]\{[^{}]*\}|[\s\S])", "a", pattern)
    outside = re.sub(r"\[\^?\]?[^\]]*\]", "a", plain)
    fault = "a quantifier follows another" if re.search(r"[*+?}][*+]", outside) else ""
    if re.search(r"\(\?[=!<P]", outside):
        fault = "it looks ahead or back"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(plain + ("" if pattern[-1:] != "\\" or plain[-1:] == "a" else "\\"))
    except (re.error, OverflowError, RecursionError) as error:
        fault = str(error)
    if fault:
        raise BadQuery(
            f"The regular expression {quoted} is none of XPath: {fault}.",
            "Correct it; a backslash before a character takes it as it is, and is written twice.",
        )
