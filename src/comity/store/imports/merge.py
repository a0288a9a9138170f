"""Puts the imports into a store: each in its own graph, and all of them joined in the merged graph.

In the merged graph an entity is described by the newest edition that has it, a claim is stated by
the shipped graph or else the newest edition that makes it, and cited to that edition and to the one
with which an interval of it began. What is stated of an entity is stated there of its canonical
entity, and what several sources state of one entry of a list is one claim.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from comity.graph.dates import last_day
from comity.graph.ntriples import node, predicate
from comity.iris import DCTERMS, GRAPH, ID, ONTOLOGY, PROV, SKOS
from comity.store.engines.interface import Engine
from comity.store.imports.claim_days import claim_days, days_of, revised_days
from comity.store.imports.edition import statements
from comity.store.imports.edition_changes import events
from comity.store.imports.folders import Import
from comity.store.imports.identities import Joined
from comity.store.imports.statements import Part, parts
from comity.store.imports.validity import Claim, Claims, Curated, Interval, Sighting
from comity.terms import RDF, Iri, Triple, n_triples, tagged
from comity.vocab import COMITY

EDITIONS = Iri(GRAPH + "derived/editions")
EVENTS = Iri(GRAPH + "derived/events")

_FROM = predicate(COMITY.holdsFrom)
_UNTIL = predicate(COMITY.holdsUntil)
_IS_A = predicate(Iri(RDF + "type"))
_LABEL = predicate(Iri(SKOS + "prefLabel"))
_ALIAS = predicate(Iri(SKOS + "altLabel"))
_LISTED = predicate(COMITY.listedOn)
_ENTITY = re.compile(rf"<{re.escape(ID)}entity/([^>]+)>")
# What an edition may add to a claim of the shipped graph that says nothing of it.
_FULLER = tuple(
    predicate(name)
    for name in (
        COMITY.listedOn,
        COMITY.delistedOn,
        COMITY.announcedOn,
        COMITY.programme,
        COMITY.groundText,
        COMITY.measureText,
        COMITY.legalCitation,
        COMITY.licenceRequirement,
        COMITY.reviewPolicy,
        COMITY.listedName,
        COMITY.entryCountry,
    )
)


def everywhere(lines: Iterable[str], graph: Iri) -> Iterator[str]:
    """Give lines of N-Triples for a named graph and for the default graph."""
    end = _end(graph)
    for line in lines:
        yield line
        yield line[:-2] + end


def _end(graph: Iri) -> str:
    """Return the end of a line that puts it into a named graph."""
    return f"{n_triples(graph)} .\n"


def stated(triples: Iterable[Triple]) -> Iterator[str]:
    """Give triples as lines of N-Triples."""
    for triple in triples:
        yield f"{' '.join(map(n_triples, triple))} .\n"


def origin(graph: Iri, title: str) -> list[Triple]:
    """Return what a derived graph says of itself."""
    return [
        (graph, Iri(DCTERMS + "title"), tagged(title, "en")),
        (graph, Iri(PROV + "wasDerivedFrom"), Iri(ONTOLOGY)),
    ]


class Merge:
    """The imports that are put into a store which has the shipped graph.

    ``engine`` is that store, ``curated`` the designations in it on the lists of the imports.
    """

    def __init__(
        self,
        editions: Sequence[Import],
        joined: Joined,
        engine: Engine,
        curated: Iterable[Curated],
    ) -> None:
        self._editions = sorted(
            editions, key=lambda edition: (edition.published, edition.source), reverse=True
        )
        self._clusters = joined.clusters
        self._labels = joined.labels
        self._renamed: dict[str, dict[str, str]] = defaultdict(dict)
        for (name, key), other in joined.renamed.items():
            self._renamed[name][key] = other
        self._engine = engine
        counts = Counter(
            name for edition in editions for name in {*edition.spaces, *edition.entries}
        )
        self._shared = {name for name, count in counts.items() if count > 1}
        complete: dict[str, set[str]] = defaultdict(set)
        for edition in editions:
            for name in edition.whole:
                complete[name].add(last_day(edition.published))
        self._claims = Claims(
            {key: sorted(days) for key, days in complete.items()}, self._clusters.of, curated
        )
        for edition in self._editions:
            for stated_head in _heads(edition):
                head = self._under_new_key(edition, stated_head)
                if self._is_tracked(edition, head):
                    self._see(edition, head)
        self._claims.reckon()
        self._described: dict[str, str] = {}  # by which import each entity is described
        self._stated: set[str] = set()  # claims that an edition has stated already
        self._origins: dict[tuple[str, str], Import] = {
            (edition.source, last_day(edition.published)): edition for edition in editions
        }

    def _is_tracked(self, edition: Import, head: tuple[str, ...]) -> bool:
        """Return whether another edition, source or the shipped graph may state the same claim."""
        if self._shared & {*edition.spaces, *edition.entries}:
            return True
        return head[2] != "" and head[1].split("/")[2] in self._clusters.canonical

    def _see(self, edition: Import, head: tuple[str, ...]) -> None:
        key, subject, list_, holds_from, holds_until = head
        entity = subject.rpartition("/")[2]
        space = next((name for name in edition.spaces if entity.startswith(f"{name}-")), "")
        sighting = Sighting(
            last_day(edition.published), edition.source, holds_from, holds_until, key, subject
        )
        self._claims.add(list_, entity, space, sighting)

    def revised(self) -> tuple[list[Triple], list[Triple]]:
        """Return the days of claims of the shipped graph that the merged graph loses and gains."""
        return revised_days(self._claims)

    def lines(self) -> Iterator[str]:
        """Give what the imports state as lines of N-Quads: each by itself, and all joined."""
        for edition in self._editions:
            yield from everywhere(stated(statements(edition)), edition.graph)
            end = _end(edition.graph)
            with open(edition.statements_file, encoding="utf-8", newline="\n") as file:
                for part, previous in _with_claims(parts(file)):
                    for line in part.lines:
                        yield line[:-2] + end
                    yield from self._joined(edition, *self._parts(edition, part, previous))
        days = claim_days(self._claims, self._clusters.of, self._origins, self._engine)
        yield from everywhere(days, EDITIONS)
        yield from everywhere(
            stated(origin(EDITIONS, "The days between which imports hold")), EDITIONS
        )
        happened = events(self._editions, self._claims.newest)
        first = next(happened, None)
        if first is not None:
            yield from everywhere(chain([first], happened), EVENTS)
            title = "What changed between editions that follow each other"
            yield from everywhere(stated(origin(EVENTS, title)), EVENTS)

    def _under_new_key(self, edition: Import, head: tuple[str, ...]) -> tuple[str, ...]:
        """Return the head of a part with the key that its entity has here."""
        renamed = self._renamed.get(edition.name)
        if not renamed or (entity := _entity_of(head)) not in renamed:
            return head
        return tuple(_with_key(cell, entity, renamed[entity]) for cell in head)

    def _parts(self, edition: Import, part: Part, claim: Part | None) -> tuple[Part, Part | None]:
        """Return a part, and the claim that it cites, under the keys that entities have here."""
        renamed = self._renamed.get(edition.name)
        entity = _entity_of(part.head if claim is None else claim.head)
        if not renamed or entity not in renamed:
            return part, claim
        lines = [_with_key(line, entity, renamed[entity]) for line in part.lines]
        part = part._replace(head=self._under_new_key(edition, part.head), lines=lines)
        return part, claim and claim._replace(head=self._under_new_key(edition, claim.head))

    def _joined(self, edition: Import, part: Part, claim: Part | None) -> Iterator[str]:
        """Give the lines of a part for the merged graph; editions come newest first.

        ``claim`` is the part to which a part on citations belongs.
        """
        if part.kind == "entity":
            key = part.head[0]
            if self._described.setdefault(key, edition.name) == edition.name:
                yield from self._description(key, part.lines)
            return
        head = part.head if claim is None else claim.head
        known = self._claims.claim_of(head[0])
        if known is None:
            if part.kind == "claim":
                yield from days_of(
                    head[0], Interval(min(head[3], last_day(edition.published)), head[4])
                )
            yield from self._canonical(part.lines)
        elif part.kind == "claim":
            if known.key not in self._stated:
                lines = _of(part.lines, head[0], known.key)
                yield from self._fuller(known, lines) if known.curated else self._canonical(lines)
        else:
            if known.key not in self._stated or last_day(edition.published) in _first_days(known):
                yield from _of(part.lines, head[0], known.key)
            self._stated.add(known.key)

    def _description(self, key: str, lines: list[str]) -> Iterator[str]:
        """Give what is stated of an entity as statements on its canonical entity."""
        canonical = self._clusters.of(key)
        if canonical == key:
            yield from lines
            return
        own, other = node("entity", key), node("entity", canonical)
        for line in lines:
            if not line.startswith(own):
                yield line  # of an identifier
            elif not line.startswith(_IS_A, len(own)):
                line = f"{other}{line[len(own) :]}"
                if line.startswith(_LABEL, len(other)):
                    line = line.replace(_LABEL, _ALIAS, 1)
                if line != f"{other}{_ALIAS}{self._labels[canonical]} .\n":
                    yield line

    def _canonical(self, lines: Iterable[str]) -> Iterator[str]:
        """Give lines with the canonical entity for each entity."""
        canonical = self._clusters.canonical
        for line in lines:
            match = _ENTITY.search(line)
            if match is not None and match[1] in canonical:
                line = line.replace(match[0], node("entity", canonical[match[1]]), 1)
            yield line

    def _fuller(self, claim: Claim, lines: Iterable[str]) -> Iterator[str]:
        """Give what an edition says of a claim of the shipped graph that says nothing of it."""
        subject = Iri(ID + claim.key)
        known = {predicate(name) for _, name, _ in self._engine.triples(subject=subject)}
        for line in lines:
            start = len(claim.key) + len(ID) + 2
            name = next((name for name in _FULLER if line.startswith(name, start)), None)
            if name is not None and name not in known:
                yield line


def _heads(edition: Import) -> Iterator[tuple[str, ...]]:
    """Give the heads of the claims of an edition."""
    with open(edition.statements_file, encoding="utf-8", newline="\n") as file:
        for text in file:
            if text.startswith("#claim\t"):
                yield tuple(text[7:-1].split("\t"))


def _with_claims(stream: Iterable[Part]) -> Iterator[tuple[Part, Part | None]]:
    """Give each part, and with one on citations the claim that is cited."""
    claim: Part | None = None
    for part in stream:
        yield part, claim if part.kind == "cited" else None
        if part.kind == "claim":
            claim = part


def _of(lines: Iterable[str], own: str, key: str) -> Iterator[str]:
    """Give lines that state a claim as statements on the claim that it is."""
    if own == key:
        yield from lines
        return
    start = f"<{ID}{own}>"
    for line in lines:
        yield f"<{ID}{key}>{line[len(start) :]}" if line.startswith(start) else line


def _first_days(claim: Claim) -> set[str]:
    """Return the day of the first edition that states a claim in each interval."""
    days = sorted({sighting.day for sighting in claim.sightings})
    return {
        next((day for day in days if interval.includes(day)), "") for interval in claim.intervals
    }


def _entity_of(head: tuple[str, ...]) -> str:
    """Return the entity that a part is about; of an ownership, the one that is owned."""
    return head[0] if len(head) == 1 else head[1].rpartition("/")[2] if head else ""


def _with_key(text: str, key: str, other: str) -> str:
    """Return text in which each IRI or path of an entity, or of its claims, has another key."""
    if text == key:
        return other
    return re.sub(rf"/{re.escape(key)}(?=[/>\s]|\Z)", f"/{other}", text)
