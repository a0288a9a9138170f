"""Links entities across the imports and with the graphs, by rules and by readers' decisions."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence

from comity.errors import BadData, ComityError, StoreFailed
from comity.files import write_whole
from comity.graph.identity.links import Decision, Decisions, Pair, links, pairs, source
from comity.graph.identity.score import Card, name_words, number, read_cards
from comity.iris import COUNTRY_PATH, GRAPH, SKOS, key_of
from comity.store.engines.interface import Engine
from comity.store.imports.folders import Import
from comity.store.locks import exclusive
from comity.terms import Iri
from comity.vocab import COMITY

IDENTITY = Iri(GRAPH + "derived/identity")
DECISIONS = "identities.csv"
COLUMNS = ("a", "b", "verdict", "by", "reason", "day")
CURATED = "curated"  # where the entities of the shipped graphs come from

_ENTITIES = f"""
SELECT ?entity ?kind ?label ?name ?country ?scheme ?notation
WHERE {{
  GRAPH <{GRAPH}entities> {{
    ?entity a ?kind ; <{SKOS}prefLabel> ?label .
    FILTER (LANG(?label) = "en")
    FILTER (?kind NOT IN (<{COMITY.Identifier.value}>, <{COMITY.IdentityLink.value}>))
    {{ ?entity <{SKOS}prefLabel>|<{SKOS}altLabel> ?name }}
    UNION {{ ?entity {COUNTRY_PATH} ?country }}
    UNION {{
      ?entity <{COMITY.identifier.value}> ?number .
      ?number <{COMITY.scheme.value}> ?scheme ; <{SKOS}notation> ?notation .
    }}
  }}
}}
"""


def linked(
    curated: Iterable[Card], held: Sequence[Import], new: Sequence[Import], decided: Decisions
) -> Iterator[str]:
    """Give the identity links of which one end at least comes from the ``new`` imports.

    They are lines of N-Triples for the graph of :data:`IDENTITY`.
    """
    cards = _cards(curated, held)
    fresh = None
    if len(new) < len(held):
        fresh = {card.key for one in new for card in import_cards(one)}
    known = {card.key: card.day for card in cards.values()}
    yield from source(max((one.published for one in held), default=""))
    yield from links(pairs(cards.values(), fresh), decided, known)


def _cards(curated: Iterable[Card], held: Sequence[Import]) -> dict[str, Card]:
    """Return the newest card of each entity, by its key."""
    cards = {card.key: card for card in curated}
    for one in sorted(held, key=lambda one: one.published):
        cards.update((card.key, card) for card in import_cards(one))
    return cards


def candidates(curated: Iterable[Card], held: Sequence[Import]) -> list[Pair]:
    """Return every pair that scores as a candidate or better, best first."""
    return sorted(pairs(_cards(curated, held).values()), key=lambda pair: -pair.score.value)


def import_cards(one: Import) -> Iterator[Card]:
    """Give the cards of an import."""
    with open(one.cards_file, encoding="utf-8", newline="\n") as file:
        yield from read_cards(file, one.published)


def curated_cards(engine: Engine) -> list[Card]:
    """Return the cards of the entities that a store of the shipped graphs holds."""
    answer = engine.select(_ENTITIES)
    found: dict[str, tuple[str, str, set[str], set[str], set[str]]] = {}
    for entity, kind, label, name, country, scheme, notation in answer.rows:
        assert entity is not None
        assert kind is not None
        assert label is not None
        start = (key_of(kind.value), label.value, set[str](), set[str](), set[str]())
        _kind, _label, names, countries, numbers = found.setdefault(key_of(entity.value), start)
        if name is not None:
            names.add(" ".join(name_words(name.value)))
        if country is not None:
            countries.add(key_of(country.value))
        if scheme is not None and notation is not None:
            numbers.add(number(key_of(scheme.value), notation.value))
    return [
        Card(
            key,
            CURATED,
            kind,
            label,
            tuple(sorted(filter(None, names))),
            frozenset(countries),
            frozenset(),
            frozenset(filter(None, numbers)),
        )
        for key, (kind, label, names, countries, numbers) in sorted(found.items())
    ]


def decisions(data: str) -> dict[tuple[str, str], Decision]:
    """Return what readers have decided, by pair of keys."""
    path = os.path.join(data, DECISIONS)
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return read_decisions(file, path)
    except FileNotFoundError:
        return {}


def accept(_key: str) -> None:
    """Take any key for that of an entity."""


def read_decisions(
    lines: Iterable[str], name: str, check: Callable[[str], None] = accept
) -> dict[tuple[str, str], Decision]:
    """Read decisions from CSV with the columns a, b, verdict, by, reason, day.

    Raises BadData with the line where a column is missing, a verdict is neither ``same`` nor
    ``different``, or ``check`` raises a ComityError for the key of an entity.
    """
    rows = csv.DictReader(lines)
    lacking = [column for column in COLUMNS[:4] if column not in (rows.fieldnames or ())]
    if lacking:
        raise BadData(
            f"{name} has no column {', '.join(lacking)}.",
            f"Its first line names the columns: {','.join(COLUMNS)}.",
        )
    found: dict[tuple[str, str], Decision] = {}
    for row in rows:
        place = f"{name}, line {rows.line_num}"
        a, b = sorted(key_of((row[column] or "").strip()) for column in ("a", "b"))
        verdict = (row["verdict"] or "").strip()
        if not a or a == b:
            raise BadData(f"{place}: two different entities are wanted.", "Give their keys.")
        for key in (a, b):
            try:
                check(key)
            except ComityError as error:
                raise BadData(f"{place}: {error.found}", error.remedy) from None
        if verdict not in ("same", "different"):
            raise BadData(
                f"{place}: the verdict is '{verdict}'.", "Write same or different in that column."
            )
        by = (row["by"] or "").strip()
        if not by:
            raise BadData(f"{place}: nobody is named.", "Say in the column by who decided.")
        found[a, b] = Decision(
            a,
            b,
            "same" if verdict == "same" else "different",
            by,
            (row.get("reason") or "").strip(),
            (row.get("day") or "").strip(),
        )
    return found


def keep_decisions(data: str, new: Decisions) -> int:
    """Add decisions to those that are kept; later ones count. Return how many are kept."""
    try:
        with exclusive(data):
            kept = {**decisions(data), **new}
            lines = [",".join(COLUMNS)]
            for one in (kept[pair] for pair in sorted(kept)):
                told = (one.a, one.b, one.verdict, one.by, one.reason, one.day)
                lines.append(",".join(f'"{text.replace(chr(34), chr(34) * 2)}"' for text in told))
            write_whole([("\n".join(lines) + "\n").encode()], os.path.join(data, DECISIONS))
    except OSError as error:
        raise StoreFailed(
            f"The data folder {data} cannot be written: {error.strerror or error}.",
            "Choose another with --store DIR or COMITY_STORE, or free space there.",
        ) from None
    return len(kept)
