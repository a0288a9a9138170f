"""Puts the imports into a store: each in its own graph, and all of them merged beside the graphs.

In the merged graph an entity is described once, by the newest edition that has it; a claim is
stated once, by the newest edition that makes it, and cited to that edition and to the one with
which a spell of it began. The days between which claims hold are reckoned over all editions.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TextIO

from comity.graph.ntriples import dated, node, predicate
from comity.iris import DCTERMS, GRAPH, ID, ONTOLOGY, PROV
from comity.store.imports.edition import source_iri, statements
from comity.store.imports.edition_changes import Spell, Spells, events
from comity.store.imports.folders import Import
from comity.store.imports.statements import Part, parts
from comity.terms import RDF, Iri, Triple, n_triples, tagged
from comity.vocab import COMITY

EDITIONS = Iri(GRAPH + "derived/editions")
EVENTS = Iri(GRAPH + "derived/events")

_FROM = predicate(COMITY.holdsFrom)
_UNTIL = predicate(COMITY.holdsUntil)


def merged(held: Sequence[Import]) -> Iterator[str]:
    """Give what imports say as lines of N-Quads: each in its own graph, and all of it merged."""
    newest_first = sorted(held, key=lambda one: (one.published, one.source), reverse=True)
    shared = _shared(newest_first)
    together = _Merged(newest_first, shared)
    for one in newest_first:
        alone = not shared & {*one.spaces, *one.entries}
        yield from everywhere(_stated(statements(one)), one.graph)
        end = _end(one.graph)
        with open(one.statements_file, encoding="utf-8", newline="\n") as file:
            for line in file:
                if not line.startswith("#"):
                    yield line[:-2] + end
                    if alone:
                        yield line
        if alone:
            yield from everywhere(_own_bounds(one), EDITIONS)
        else:
            yield from together.chosen(one)
    yield from everywhere(together.bounds(), EDITIONS)
    yield from everywhere(
        _stated(_origin(EDITIONS, "The days between which imports hold")), EDITIONS
    )
    happened = events(newest_first, together.claim_of)
    first = next(happened, None)
    if first is not None:
        yield from everywhere(chain([first], happened), EVENTS)
        told = _origin(EVENTS, "What changed between editions that follow each other")
        yield from everywhere(_stated(told), EVENTS)


def everywhere(lines: Iterable[str], graph: Iri) -> Iterator[str]:
    """Give lines of N-Triples for a named graph and for the default graph."""
    end = _end(graph)
    for line in lines:
        yield line
        yield line[:-2] + end


def _end(graph: Iri) -> str:
    """Return the end of a line that puts it into a named graph."""
    return f"{n_triples(graph)} .\n"


def _stated(triples: Iterable[Triple]) -> Iterator[str]:
    for triple in triples:
        yield f"{' '.join(map(n_triples, triple))} .\n"


def _origin(graph: Iri, title: str) -> list[Triple]:
    return [
        (graph, Iri(DCTERMS + "title"), tagged(title, "en")),
        (graph, Iri(PROV + "wasDerivedFrom"), Iri(ONTOLOGY)),
    ]


def _shared(held: Sequence[Import]) -> set[str]:
    """Return the lists and numberings that more than one import speaks of."""
    counts = Counter(name for one in held for name in {*one.spaces, *one.entries})
    return {name for name, count in counts.items() if count > 1}


def _claims(one: Import) -> Iterator[Part]:
    with open(one.statements_file, encoding="utf-8", newline="\n") as file:
        yield from (part for part in _heads(file))


def _heads(file: TextIO) -> Iterator[Part]:
    """Give the heads of claims, without their lines."""
    for text in file:
        if text.startswith("#claim\t"):
            yield Part("claim", tuple(text[7:-1].split("\t")), [])


def _own_bounds(one: Import) -> Iterator[str]:
    """Give the bounds of the claims of an import with which no other shares anything."""
    for claim in _claims(one):
        key, _subject, _list, holds_from, holds_until = claim.head
        yield from _days(key, holds_from, holds_until)


def _days(key: str, holds_from: str, holds_until: str) -> Iterator[str]:
    yield f"<{ID}{key}>{_FROM}{dated(holds_from)} .\n"
    if holds_until:
        yield f"<{ID}{key}>{_UNTIL}{dated(holds_until)} .\n"


class _Merged:
    """What imports that share lists or entities say together."""

    def __init__(self, newest_first: Sequence[Import], shared: set[str]) -> None:
        whole: dict[str, set[str]] = defaultdict(set)
        for one in newest_first:
            for name in one.whole:
                whole[name].add(one.published)
        self._spells = Spells({name: sorted(days) for name, days in whole.items()})
        self._lists: dict[str, str] = {}
        self._first_key: dict[str, str] = {}  # of each entry of a list, its claim
        self._origin: dict[str, tuple[str, str, Import]] = {}  # by claim and day of edition
        for one in newest_first:
            if shared & {*one.spaces, *one.entries}:
                for claim in _claims(one):
                    self._see(one, claim)
        self._taken: set[str] = set()
        self._described: dict[str, str] = {}  # by which import each entity is described
        self._starts = {
            key: {spell.first for spell in self._spells.of(key, self._lists[key])}
            for key in self._spells.claims()
        }

    def _see(self, one: Import, claim: Part) -> None:
        key, subject, list_, holds_from, holds_until = claim.head
        known = self._same(key, subject)
        self._lists.setdefault(known, list_)
        self._origin[f"{known} {one.published}"] = (subject, key, one)
        self._spells.see(known, one.published, holds_from, holds_until)

    def _same(self, key: str, subject: str) -> str:
        """Return the claim that an entry is: its own, or that of a newer edition.

        Where one edition dates an entry of a list and another does not, they mean the same entry;
        two different dates are two entries.
        """
        first = self._first_key.setdefault(subject, key)
        return first if subject in (key, first) else key

    def claim_of(self, list_: str, entity: str) -> str:
        """Return the newest claim that an entity stands on a list; both are keys."""
        subject = f"designation/{list_}/{entity}"
        return self._first_key.get(subject, subject)

    def chosen(self, one: Import) -> Iterator[str]:
        """Give the lines of an import that the merged graph takes; imports come newest first."""
        with open(one.statements_file, encoding="utf-8", newline="\n") as file:
            take, key, own = False, "", ""
            for part in parts(file):
                if part.kind == "entity":
                    take = self._described.setdefault(part.head[0], one.name) == one.name
                elif part.kind == "claim":
                    own = part.head[0]
                    key = self._same(own, part.head[1])
                    take = key not in self._taken
                    self._taken.add(key)
                elif not take and one.published in self._starts[key]:
                    yield part.lines[0].replace(f"<{ID}{own}>", f"<{ID}{key}>", 1)
                    yield from part.lines[1:]
                    continue
                if take:
                    yield from part.lines

    def bounds(self) -> Iterator[str]:
        """Give the days between which each claim holds, and the spells that are over."""
        for key in self._spells.claims():
            spells = self._spells.of(key, self._lists[key])
            subject = self._origin[f"{key} {spells[0].first}"][0]
            if key != subject:  # dated by the list itself: it began once
                yield from _days(key, spells[0].holds_from, spells[-1].holds_until)
                continue
            for spell in spells[:-1]:
                yield from self._past(key, spell)
            yield from _days(key, spells[-1].holds_from, spells[-1].holds_until)

    def _past(self, key: str, spell: Spell) -> Iterator[str]:
        """Give a spell that is over as a claim of its own, cited as the claim then was."""
        subject, own, one = self._origin[f"{key} {spell.first}"]
        kind, list_, entity = subject.split("/")
        past = f"{subject}/{spell.first}"
        claim = f"<{ID}{past}>"
        source = source_iri(one).value.rpartition("/")[2]
        is_a = predicate(Iri(RDF + "type"))
        if kind == "designation":
            yield f"{claim}{is_a}<{COMITY.Designation.value}> .\n"
            yield f"{claim}{predicate(COMITY.entity)}{node('entity', entity)} .\n"
            yield f"{claim}{predicate(COMITY.list)}{node('list', list_)} .\n"
        else:
            yield f"{claim}{is_a}<{COMITY.Ownership.value}> .\n"
            yield f"{claim}{predicate(COMITY.owner)}{node('entity', list_)} .\n"
            yield f"{claim}{predicate(COMITY.owned)}{node('entity', entity)} .\n"
        yield f"{claim}{predicate(COMITY.observedOn)}{dated(spell.first)} .\n"
        yield f"{claim}{predicate(COMITY.citation)}<{ID}citation/{own}/{source}> .\n"
        yield f"{claim}{predicate(Iri(PROV + 'wasDerivedFrom'))}<{one.graph.value}> .\n"
        yield from _days(past, spell.holds_from, spell.holds_until)
