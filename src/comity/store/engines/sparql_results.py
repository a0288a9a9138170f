"""Reads what a SPARQL endpoint answers: results in JSON, graphs in N-Triples, error bodies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import unescape

from comity.errors import EndpointFailed
from comity.store.engines.interface import Row, Solutions
from comity.terms import RDF, XSD, Blank, Iri, Literal, Term, Triple

_STRING = XSD + "string"
_BOOLEAN = XSD + "boolean"
# Virtuoso 7 keeps truth as 1 and 0; callers may rely on the one canonical spelling.
_TRUTH = {"1": "true", "0": "false"}
_HEXADECIMAL = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI = rf'<((?:[^\x00-\x20<>"{{}}|^`\\]++|{_HEXADECIMAL})*+)>'
_BLANK = r"_:([\w:](?:[\w:.·-]*[\w:·-])?)"
_TEXT = rf'"((?:[^"\\\n\r]++|\\[tbnrf"\'\\]|{_HEXADECIMAL})*+)"'
_TAG = r"@([A-Za-z]+(?:-[A-Za-z0-9]+)*)"
_STATEMENT = re.compile(
    rf"[ \t]*(?:{_IRI}|{_BLANK})[ \t]*{_IRI}[ \t]*"
    rf"(?:{_IRI}|{_BLANK}|{_TEXT}(?:{_TAG}|\^\^{_IRI})?)[ \t]*\.[ \t]*(?:#.*)?"
)
_NOTHING = re.compile(r"[ \t]*(?:#.*)?")
_ESCAPE = re.compile(rf"\\[tbnrf\"'\\]|{_HEXADECIMAL}")
_ESCAPED = {
    "\\t": "\t",
    "\\b": "\b",
    "\\n": "\n",
    "\\r": "\r",
    "\\f": "\f",
    '\\"': '"',
    "\\'": "'",
    "\\\\": "\\",
}


class _Labels:
    """Blank node labels of one answer, made safe: endpoints use IRIs and worse for them."""

    def __init__(self) -> None:
        self._known: dict[str, Blank] = {}

    def blank(self, label: str) -> Blank:
        return self._known.setdefault(label, Blank(f"b{len(self._known)}"))


def read_results(body: bytes) -> Solutions | bool:
    """Return the answer to SELECT or ASK from "SPARQL 1.1 Query Results JSON Format".

    Language tags come in lower case and xsd:string is the plain type, as everywhere in comity.
    Raises EndpointFailed for what is cut off, is no JSON, or is no such answer.
    """
    try:
        answer: object = json.loads(body)
    except json.JSONDecodeError as error:
        text = error.doc.strip()
        if text.startswith("{") and (not text.endswith("}") or error.pos >= len(text)):
            raise _cut_off() from None
        raise _odd(f"line {error.lineno}, column {error.colno} is no JSON") from None
    except UnicodeDecodeError:
        raise _odd("it is not UTF-8") from None
    except RecursionError:
        raise _odd("it is nested too deeply") from None
    parts = _mapping(answer)
    if "boolean" in parts:
        holds = parts["boolean"]
        if not isinstance(holds, bool):
            raise _odd("its boolean is neither true nor false")
        return holds
    names = _list(_mapping(parts.get("head")).get("vars"))
    variables = tuple(name for name in names if isinstance(name, str))
    labels = _Labels()
    found = _list(_mapping(parts.get("results")).get("bindings"))
    return Solutions(variables, tuple(_row(_mapping(one), variables, labels) for one in found))


def _row(binding: Mapping[str, object], variables: tuple[str, ...], labels: _Labels) -> Row:
    return tuple(
        None if (said := binding.get(name)) is None else _term(_mapping(said), labels)
        for name in variables
    )


def _term(said: Mapping[str, object], labels: _Labels) -> Term:
    kind, value = said.get("type"), said.get("value")
    if not isinstance(value, str):
        raise _odd("a term in it has no value")
    if kind == "uri":
        return Iri(_whole(value))
    if kind == "bnode":
        return labels.blank(value)
    if kind not in ("literal", "typed-literal"):
        raise _odd(f"it has a term of the type {str(kind)[:40]!a}, which RDF 1.1 does not have")
    language, datatype = said.get("xml:lang"), said.get("datatype", _STRING)
    if not isinstance(language, str | None) or not isinstance(datatype, str):
        raise _odd("a literal in it has a language or datatype that is no text")
    return _literal(value, datatype, language)


def _literal(value: str, datatype: str, language: str | None) -> Literal:
    if language:
        return Literal(_whole(value), RDF + "langString", language.lower())
    if datatype == _BOOLEAN:
        value = _TRUTH.get(value, value)
    return Literal(_whole(value), datatype)


def _whole(text: str) -> str:
    """Return text as it is; half a character (a lone surrogate) could not be written anywhere."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise _odd("a term in it has half a character") from None
    return text


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _odd("an object is missing in it")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise _odd("a list is missing in it")
    return value


def read_n_triples(body: bytes) -> tuple[Triple, ...]:
    """Return the triples of a graph in N-Triples, in the order of the lines.

    Raises EndpointFailed for what is cut off or is no N-Triples.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise _odd("it is not UTF-8") from None
    labels = _Labels()
    found: list[Triple] = []
    lines = re.split(r"\r\n|\r|\n", text)  # str.splitlines would also split inside literals
    for number, line in enumerate(lines, start=1):
        part = _STATEMENT.fullmatch(line)
        if part is not None:
            found.append(_statement(part, labels))
        elif not _NOTHING.fullmatch(line):
            raise _cut_off() if number == len(lines) else _odd(f"line {number} is no N-Triples")
    return tuple(found)


def _statement(part: re.Match[str], labels: _Labels) -> Triple:
    subject, blank, predicate, iri, other, text, tag, datatype = part.groups()
    value: Term
    if text is not None:
        value = _literal(_plain(text), _plain(datatype or _STRING), tag)
    else:
        value = labels.blank(other) if other else Iri(_plain(iri))
    start = labels.blank(blank) if blank else Iri(_plain(subject))
    return start, Iri(_plain(predicate)), value


def _plain(text: str) -> str:
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(found: re.Match[str]) -> str:
    said = found[0]
    if said in _ESCAPED:
        return _ESCAPED[said]
    code = int(said[2:], 16)
    if code > 0x10FFFF or 0xD800 <= code < 0xE000:
        raise _odd(f"{said} is no character")
    return chr(code)


def _cut_off() -> EndpointFailed:
    return EndpointFailed(
        "The endpoint's answer is cut off before its end.",
        "Ask again; if it happens again, ask for less.",
    )


def _odd(why: str) -> EndpointFailed:
    return EndpointFailed(
        f"The endpoint's answer cannot be read: {why}.",
        "Check that the URL is that of a SPARQL 1.1 endpoint; its own log may say more.",
    )


LONGEST = 200
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_SAYS = ("message", "exception", "error", "detail", "title")


def one_line(body: bytes, hide: Iterable[str] = ()) -> str:
    """Return the first line of a complaint, cut and without control characters, "" for none.

    Of a page it takes the title and of JSON the message; ``hide`` are texts that must not show.
    """
    text = _message(body.decode("utf-8", "replace"))
    for secret in hide:
        text = text.replace(secret, "…")
    first = next((line for line in text.splitlines() if line.strip()), "")
    plain = " ".join("".join(one if one.isprintable() else " " for one in first).split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def _message(text: str) -> str:
    """Return the part of a page or of JSON that says something; other text as it is."""
    if _MARKUP.search(text[:1000]):
        title = _TITLE.search(text)
        return " ".join(unescape(title[1]).split()) if title else ""
    if text.lstrip().startswith("{"):
        try:
            said: object = json.loads(text)
        except (ValueError, RecursionError):
            return text
        if isinstance(said, dict):
            return next((one for name in _SAYS if isinstance(one := said.get(name), str)), text)
    return text
