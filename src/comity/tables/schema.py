"""The kinds of tables and their columns, as ``kinds.toml`` declares them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from comity.graph.load import read_triples
from comity.graph.ntriples import script
from comity.iris import COMITY, PREFIXES, SCHEME, SKOS
from comity.paths import files_in, room
from comity.terms import Iri, Literal

SEPARATOR = ";"
_TAGGED = re.compile(r"(.*)@([a-z]{2,3}(?:-[a-z0-9]{2,8})*)\Z", re.DOTALL)
KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]*\Z")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what form its values have, what they state, and how often they may stand."""

    name: str
    form: str
    of: str = ""  # the kind of thing, the scheme, or the language
    predicate: Iri | None = None
    many: bool = False  # several values in a cell, joined by ;
    rows: bool = False  # one value in a cell, and the rows of one thing add up
    required: bool = False
    minted: bool = False  # made of the name where a table of one's own leaves it out
    values: tuple[str, ...] = ()  # all there are
    pattern: str = ""
    example: str = ""
    says: str = ""

    def explained(self) -> str:
        """Say what the column is about: in its own words, or as the ontology defines its term."""
        if self.says:
            return self.says
        if self.form == "self":
            return "Its key: what its address ends in."
        return definitions()[self.predicate] if self.predicate else ""

    def split(self, text: str) -> list[str]:
        """Return the values of a cell."""
        if not self.many:
            return [text] if text else []
        return [part for piece in text.split(SEPARATOR) if (part := piece.strip())]


_INLINE = ("url", "title", "publisher", "date")
_CITED = (
    Column("source", "thing", "source", example="state-echri-code", says="The source."),
    *(
        Column(
            f"source_{name}",
            {"url": "url", "date": "date"}.get(name, "string"),
            says=f"The {name} of a source that is given in place instead of by its key.",
        )
        for name in _INLINE
    ),
    Column("quote", "string", says="Its words that bear out the row, at most 160 characters."),
    Column(
        "quote_language",
        "string",
        pattern=r"[a-z]{2,3}(-[a-z0-9]+)*",
        example="fr",
        says="The language of the quote, where its script does not tell it.",
    ),
)
CITED = tuple(column.name for column in _CITED)
IN_PLACE = tuple(f"source_{name}" for name in _INLINE)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: what one row is, and how what it states is named and described."""

    name: str
    says: str
    thing: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    graph: str = ""
    cls: Iri | None = None
    claim: bool = False
    cited: bool = False

    @property
    def header(self) -> list[str]:
        """The columns of a table as we write it: a source stands by its key."""
        return [name for name in self.columns if name not in IN_PLACE]

    @property
    def stated(self) -> list[Column]:
        """The columns that say something of the thing itself."""
        return [
            column for column in self.columns.values() if not self.cited or column.name not in CITED
        ]


def _iri(name: str) -> Iri:
    prefix, _, local = name.rpartition(":")
    return Iri((PREFIXES[prefix] if prefix else COMITY) + local)


def _column(name: str, parts: dict[str, Any]) -> Column:
    given = dict(parts)
    predicate = given.pop("predicate", "")
    given["values"] = tuple(given.get("values", ()))
    return Column(name, predicate=_iri(predicate) if predicate else None, **given)


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind by name; things come before what is said of them."""
    declared = tomllib.loads(files("comity.tables").joinpath("kinds.toml").read_text("utf-8"))
    kinds: dict[str, Kind] = {}
    for name, parts in declared.items():
        claim = bool(parts.get("claim"))
        cited = claim or bool(parts.get("cited"))
        columns = [_column(each, values) for each, values in parts["columns"].items()]
        columns += _CITED if cited else ()
        kinds[name] = Kind(
            name=name,
            says=parts["says"],
            thing=parts["thing"],
            key=tuple(parts["key"]),
            columns={column.name: column for column in columns},
            graph=parts.get("graph", ""),
            cls=_iri(parts["class"]) if "class" in parts else None,
            claim=claim,
            cited=cited,
        )
    return kinds


@cache
def kind_of_thing(thing: str) -> Kind | None:
    """Return the kind of table whose rows are things of that kind: polity → polities."""
    return next((kind for kind in kinds().values() if kind.thing == thing), None)


@cache
def definitions() -> dict[Iri, str]:
    """Return the English definition of every term of the ontology."""
    definition = Iri(SKOS + "definition")
    return {
        subject: value.value
        for path in sorted(Path(room("ontology")).glob("*.ttl"))
        for subject, predicate, value in read_triples(path)
        if predicate == definition
        and isinstance(subject, Iri)
        and isinstance(value, Literal)
        and value.language == "en"
    }


@cache
def concepts() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the labels of every concept by scheme and key."""
    schemes: dict[str, dict[str, list[str]]] = {}
    for path in files_in(str(Path(room("ontology")) / "schemes"), ".ttl"):
        for subject, predicate, value in read_triples(Path(path)):
            if not isinstance(subject, Iri) or not subject.value.startswith(SCHEME):
                continue
            scheme, _, key = subject.value.removeprefix(SCHEME).partition("/")
            if key:
                labels = schemes.setdefault(scheme, {}).setdefault(key, [])
                if predicate.value in (f"{SKOS}prefLabel", f"{SKOS}altLabel"):
                    assert isinstance(value, Literal)
                    labels.append(value.value)
    return {
        scheme: {key: tuple(labels) for key, labels in keys.items()}
        for scheme, keys in schemes.items()
    }


def split_language(text: str) -> tuple[str, str]:
    """Return words and the tag of their language: as ``Eesti@et`` has it, or by their script."""
    tagged = _TAGGED.match(text)
    return (tagged[1], tagged[2]) if tagged else (text, script(text))


def with_language(text: str, language: str) -> str:
    """Return words so that :func:`split_language` gives them back with that language."""
    plain = split_language(text) == (text, language)
    return text if plain else f"{text}@{language}"
