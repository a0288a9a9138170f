"""Derives what happened from two editions of a source that follow each other among the imports.

An entry that only the later one has was listed, one that only the earlier one has was delisted,
and one of which they say different things was amended. That happened after the day of the earlier
and not after that of the later; more is not known from the editions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from comity.graph.lines import concept_node, dated, predicate, string
from comity.lists.compare import Change, compare
from comity.names import ID, PROV
from comity.store.difference import keyed
from comity.store.imports import Import
from comity.terms import RDF, Iri
from comity.vocab import COMITY

ClaimOf = Callable[[str, str], str]

_KINDS = {"added": "listed", "removed": "delisted", "changed": "amended"}
_IS_EVENT = f"{predicate(Iri(RDF + 'type'))}<{COMITY.EditionEvent.value}> .\n"
_KIND = predicate(COMITY.eventKind)
_CLAIM = predicate(COMITY.ofClaim)
_ON = predicate(COMITY.seenOn)
_AFTER = predicate(COMITY.seenAfter)
_FIELD = predicate(COMITY.changedField)
_DERIVED = predicate(Iri(PROV + "wasDerivedFrom"))


def events(held: Sequence[Import], claim_of: ClaimOf) -> Iterator[str]:
    """Give the events between all editions that follow each other, as lines of N-Triples.

    ``claim_of`` returns the claim that an entity is on a list, from the keys of list and entity.
    """
    in_order = sorted(held, key=lambda one: (one.source, one.published))
    for _source, editions in groupby(in_order, key=lambda one: one.source):
        for old, new in pairwise([one for one in editions if one.whole]):
            for change in compare(keyed(old), keyed(new)):
                if change.kind != "changed" or _alike(old, new):
                    yield from _event(change, old, new, claim_of)


def _alike(old: Import, new: Import) -> bool:
    """Say whether two editions tell the same fields: read alike, from as many files."""
    return old.reader == new.reader and len(old.files) == len(new.files)


def _event(change: Change, old: Import, new: Import, claim_of: ClaimOf) -> Iterator[str]:
    kind = _KINDS[change.kind]
    for list_ in change.lists:
        event = f"<{ID}event/{list_}/{change.entity}/{new.published}/{kind}>"
        yield event + _IS_EVENT
        yield f"{event}{_KIND}{concept_node('event-kind', kind)} .\n"
        yield f"{event}{_CLAIM}<{ID}{claim_of(list_, change.entity)}> .\n"
        yield f"{event}{_ON}{dated(new.published)} .\n"
        yield f"{event}{_AFTER}{dated(old.published)} .\n"
        for field in change.fields:
            yield f"{event}{_FIELD}{string(field.field)} .\n"
        for edition in (old, new):
            yield f"{event}{_DERIVED}<{edition.graph.value}> .\n"
