"""Refuses RDF from elsewhere that calls out, or that nests deeper than any parser should follow.

A parser may fetch the context of JSON-LD, expand the entities of XML a billion times, or follow
nesting until its stack is full, which ends the process. What is refused here no parser sees.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from comity.errors import BadData

DEEPEST = 100  # levels of nesting, more than anybody writes
MOST_ATTRIBUTES = 1000  # of one element of XML; some parsers compare each with each

# Turtle and its kin: what hides other marks, then the marks that nest.
_MARKS = re.compile(
    rb"\\.|#[^\r\n]*|<[^<>\"{}|^`\x00-\x20]*>"
    rb'|"{3}(?:"{0,2}(?:[^"\\]|\\.))*"{3}' + rb"|'{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}"
    rb'|"(?:[^"\\\r\n]|\\.)*"'
    + rb"|'(?:[^'\\\r\n]|\\.)*'|(?P<open><<|[\[({])|(?P<close>>>|[\])}])",
    re.DOTALL,
)


class _Pairs(list[tuple[str, object]]):
    """The members of a JSON object; a name may come twice, and parsers differ on which counts."""


def check_untrusted(data: bytes, kind: str, name: str) -> None:
    """Raise BadData where ``data`` in a format of :mod:`comity.graph.load` must not be parsed.

    That is a document type or entities in XML, a context in JSON-LD that has to be fetched, and
    nesting of more than ``DEEPEST`` levels in any format. ``name`` is what the error calls it.
    """
    _CHECKS.get(kind, _check_marks)(data, name)


def _check_marks(data: bytes, name: str) -> None:
    if sum(map(data.count, (b"<<", b"[", b"(", b"{"))) <= DEEPEST:
        return
    depth = 0
    for mark in _MARKS.finditer(data):
        if mark.lastgroup == "open":
            depth += 1
        elif mark.lastgroup == "close":
            depth = max(0, depth - 1)
        if depth > DEEPEST:
            _refuse_depth(name, data.count(b"\n", 0, mark.start()) + 1)


def _check_xml(data: bytes, name: str) -> None:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    depth = 0

    def refuse_doctype(*_declared: object) -> None:
        raise BadData(
            f"{name}, line {parser.CurrentLineNumber}: the XML has a document type or entities,"
            " which comity does not read.",
            "Take the DOCTYPE out and write names and text in full.",
        )

    def begin(_element: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            _refuse_depth(name, parser.CurrentLineNumber)
        if len(attributes) > MOST_ATTRIBUTES:
            raise BadData(
                f"{name}, line {parser.CurrentLineNumber}: an element has more than"
                f" {MOST_ATTRIBUTES:,} attributes.",
                "Write the properties as elements.",
            )

    def end(_element: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        where = f"line {error.lineno}, column {error.offset + 1}"
        raise malformed(name, f"{where}: {expat.ErrorString(error.code)}") from None
    except (LookupError, ValueError) as error:  # an encoding that nobody knows
        raise malformed(name, str(error)) from None


def _check_json(data: bytes, name: str) -> None:
    try:
        document = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_Pairs, parse_int=str, parse_float=str
        )
    except UnicodeDecodeError as error:
        raise malformed(
            name, f"line {data.count(bytes([10]), 0, error.start) + 1}: not UTF-8"
        ) from None
    except json.JSONDecodeError as error:
        raise malformed(name, f"line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        _refuse_depth(name)
    level: list[object] = [document]
    for _ in range(DEEPEST):
        below: list[object] = []
        for value in level:
            if isinstance(value, _Pairs):
                for key, member in value:
                    if key in ("@context", "@import"):
                        _check_context(key, member, name)
                    if isinstance(member, list):
                        below.append(member)
            elif isinstance(value, list):
                below += [member for member in value if isinstance(member, list)]
        if not below:
            return
        level = below
    _refuse_depth(name)


def _check_context(key: str, value: object, name: str) -> None:
    """Refuse a context that is elsewhere, and terms that build on each other without end."""
    contexts = [value] if isinstance(value, _Pairs) or not isinstance(value, list) else value
    for context in contexts:
        if isinstance(context, str):
            raise BadData(
                f"{name} names the JSON-LD context {context[:200]!r} ({key}), which comity does"
                " not fetch.",
                "Write the context itself into the data, or expand the JSON-LD first.",
            )
        if isinstance(context, _Pairs):
            _check_terms(context, name)


def _check_terms(context: _Pairs, name: str) -> None:
    terms = {term for term, _ in context}
    needs: dict[str, set[str]] = {}
    for term, definition in context:
        texts = (
            [definition, *(text for _, text in definition)]
            if isinstance(definition, _Pairs)
            else [definition]
        )
        words = {word for text in (term, *texts) if isinstance(text, str) for word in _words(text)}
        needs.setdefault(term, set()).update((words & terms) - {term})
    for _ in range(DEEPEST):
        ready = {term for term, words in needs.items() if not words & needs.keys()}
        if not ready:
            break
        for term in ready:
            del needs[term]
    if needs:
        raise malformed(name, "terms of its context build on each other in a circle or without end")


def _words(text: str) -> tuple[str, str]:
    """Return the terms by which JSON-LD may expand a text: the whole, and its prefix."""
    return text, text.partition(":")[0]


def malformed(name: str, why: str) -> BadData:
    """Return the error for data that is not what its format wants."""
    return BadData(f"{name} is not valid RDF: {why}.", "Correct the text at that place.")


def _refuse_depth(name: str, line: int | None = None) -> NoReturn:
    where = "" if line is None else f", line {line}"
    raise BadData(
        f"{name}{where}: the data is nested more than {DEEPEST} levels deep.",
        "Give the inner nodes names, or write it as N-Triples.",
    )


_CHECKS: dict[str, Callable[[bytes, str], None]] = {"json-ld": _check_json, "xml": _check_xml}
