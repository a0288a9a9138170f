"""Writes tables: rows as CSV in one form, and what a graph says of a thing as rows again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from comity.graph.ntriples import script
from comity.iris import ID, SCHEME
from comity.tables.check import path_of
from comity.tables.compile import ENTITY_CLASSES
from comity.tables.schema import SEPARATOR, Column, Kind, kinds, with_language
from comity.terms import RDF, Iri, Literal, Term, Triple
from comity.vocab import COMITY

_TYPE = Iri(RDF + "type")
_CLASS_OF = {iri: kind for kind, iri in ENTITY_CLASSES.items()}
_NUMBERS = {
    "iso2": "iso-3166-1-alpha-2",
    "iso_numeric": "iso-3166-1-numeric",
    "wikidata": "wikidata",
    "eu_authority": "eu-country",
}
Cells = dict[str, str]
Properties = Mapping[Iri, list[Term]]


def written(kind: Kind, rows: Iterable[Mapping[str, str]]) -> str:
    """Return rows as the CSV of a kind; rows of one thing stay in their order."""
    text = io.StringIO()
    header = [*kind.header]
    rows = sorted(rows, key=lambda row: tuple(row.get(name, "") for name in kind.key))
    writer = csv.DictWriter(text, header, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


class Statement(dict[Iri, dict[Iri, list[Term]]]):
    """Triples by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        super().__init__()
        for subject, predicate, value in triples:
            if isinstance(subject, Iri):
                self.setdefault(subject, defaultdict(list))[predicate].append(value)


def rows_of(triples: Iterable[Triple]) -> dict[str, list[Cells]]:
    """Return what triples say as rows, by the name of their kind."""
    statements = Statement(triples)
    rows: dict[str, list[Cells]] = {name: [] for name in kinds()}
    by_thing = {kind.thing: kind for kind in kinds().values()}
    for subject, properties in statements.items():
        thing, _, path = subject.value.removeprefix(ID).partition("/")
        kind = by_thing.get(thing)
        if kind is None or _TYPE not in properties:
            continue
        cells = _cells(kind, path, properties)
        rows[kind.name] += _spread(
            kind, cells, _citations(kind, properties, statements), properties
        )
        for other in properties.get(COMITY.contradicts, ()):
            if other.value > subject.value:
                pair = {"kind": thing, "claim_a": path, "claim_b": _key(other, thing)}
                rows["contradictions"].append(pair)
    return rows


def _cells(kind: Kind, path: str, properties: Properties) -> Cells:
    cells: Cells = {}
    for column in kind.stated:
        if column.form == "self":
            cells[column.name] = path
        elif column.predicate is not None:
            texts = sorted(_texts(column, properties.get(column.predicate, [])))
            if column.many and any(SEPARATOR in text for text in texts):
                raise ValueError(f"{path}: {column.name} holds the separator: {texts}")
            cells[column.name] = SEPARATOR.join(texts) if column.many else "".join(texts[:1])
    match kind.name:
        case "polities":
            cells |= _numbers(properties)
        case "entities":
            cells["entity_kind"] = _CLASS_OF[Iri(properties[_TYPE][0].value)]
            numbers = [_key(value, "identifier") for value in properties[COMITY.identifier]]
            cells["identifiers"] = SEPARATOR.join(
                sorted(number.replace("/", ":", 1) for number in numbers)
            )
        case "identities":
            pair = sorted(_key(value, "entity") for value in properties[COMITY.linksEntity])
            cells["entity"], cells["same_as"] = pair
        case "coverage":
            covered = properties[COMITY.covers][0].value.removeprefix(ID)
            cells["subject_type"], _, cells["subject"] = covered.partition("/")
    if path_of(kind, cells) != path:
        raise ValueError(f"{kind.thing}/{path} is not {path_of(kind, cells)}, as its columns say")
    return {name: text for name, text in cells.items() if text}


def _numbers(properties: Properties) -> Cells:
    keys = [_key(value, "identifier") for value in properties[COMITY.identifier]]
    numbers = dict(key.split("/", 1) for key in keys)
    return {column: numbers.get(scheme, "") for column, scheme in _NUMBERS.items()}


def _spread(
    kind: Kind, cells: Cells, citations: list[Cells], properties: Properties
) -> Iterator[Cells]:
    """Give a row for each citation; the first of them says what the thing is."""
    keys = {name: cells[name] for name in kind.key if name in cells}
    further: list[Cells] = []
    for column in kind.stated:
        if column.rows and column.predicate:
            texts = sorted(_texts(column, properties.get(column.predicate, [])))[1:]
            further += [{column.name: text} for text in texts]
    for number in range(max(len(citations), len(further) + 1)):
        own = cells if number == 0 else keys
        more = further[number - 1] if 0 < number <= len(further) else {}
        yield own | more | citations[min(number, len(citations) - 1)]


def _citations(kind: Kind, properties: Properties, statements: Statement) -> list[Cells]:
    if not kind.cited:
        return [{}]
    cells: list[Cells] = []
    for citation in sorted(properties.get(COMITY.citation, []), key=lambda iri: iri.value):
        about = statements[Iri(citation.value)]
        source = {"source": _key(about[COMITY.source][0], "source")}
        quotes = sorted(about.get(COMITY.quote, []), key=lambda quote: quote.value)
        for quote in quotes or [Literal("")]:
            assert isinstance(quote, Literal)
            words = {"quote": quote.value} if quote.value else {}
            if quote.language and quote.language != script(quote.value):
                words["quote_language"] = quote.language
            cells.append(source | words)
    return cells or [{}]


def _texts(column: Column, values: Iterable[Term]) -> Iterator[str]:
    for value in values:
        if column.form == "thing":
            yield _key(value, column.of)
        elif column.form == "concept":
            yield value.value.removeprefix(f"{SCHEME}{column.of}/")
        elif column.form == "boolean":
            yield "yes" if value.value == "true" else "no"
        elif column.form != "words":
            yield value.value
        elif isinstance(value, Literal):
            language = value.language or ""
            if not column.of:
                yield with_language(value.value, language)
            elif column.of == language:
                yield value.value


def _key(value: Term, thing: str) -> str:
    return value.value.removeprefix(f"{ID}{thing}/")
