"""What changed from one edition of a list to the next."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise

from comity.errors import BadParameter
from comity.graph.keys import Keys
from comity.graph.ntriples import concept_node, dated, predicate, string
from comity.iris import ID, PROV
from comity.lists.io.input_files import parcels
from comity.lists.model.comparison import Change, compare
from comity.lists.model.record import Record, joined, read, records
from comity.lists.model.sources import own_numbering
from comity.lists.readers import recognise
from comity.store.imports.folders import Import
from comity.store.imports.registry import Holdings, find_import, holdings, last_edition
from comity.store.snapshot.fingerprint import is_day
from comity.terms import RDF, Iri
from comity.vocab import COMITY


def difference(data: str, old: str, new: str, source: str | None = None) -> list[Change]:
    """Return what changed from one edition to the other.

    Each is the name of an import (``ofac-sdn/2021-12-09``), a file of a list, or a day: of several
    editions of ``source`` that is the last one up to the day. Raises ComityError where it is none
    of these, or where the two are of different sources.
    """
    before, after = _edition(data, old, source), _edition(data, new, source)
    if isinstance(before, Import) and isinstance(after, Import) and before.source != after.source:
        raise BadParameter(
            f"{before.name} and {after.name} are editions of different lists.",
            "Compare two editions of one; see comity query only-on for two lists on a day.",
        )
    return list(compare(keyed(before, source), keyed(after, source)))


def keyed(edition: Import | str, source: str | None = None) -> Iterator[tuple[str, Record]]:
    """Give the records of an import or of a file, each with the key of its entity.

    What a file says of one entity in several records is joined.
    """
    if isinstance(edition, Import):
        source = edition.source
    keys = Keys(own_numbering(source or ""))
    found: dict[str, Record] = {}
    for record in _records(edition, source):
        key = keys.key(record)
        found[key] = joined(found[key], record) if key in found else record
    yield from found.items()


def _records(edition: Import | str, source: str | None) -> Iterator[Record]:
    if isinstance(edition, Import):
        yield from records(read(edition.records_file))
        return
    given = parcels(edition.split(os.pathsep))
    reader = recognise(given)
    for item in reader.read(given, source or ""):
        if isinstance(item, Record):
            yield item


def _edition(data: str, text: str, source: str | None) -> Import | str:
    """Return the import that text means, or the text where it is the name of a file."""
    if os.path.isfile(text.split(os.pathsep)[0]):
        return text
    if is_day(text):
        return find_import(data, _of_day(holdings(data), text, source))
    return find_import(data, text)


def _of_day(described: Holdings, day: str, source: str | None) -> str:
    """Return the name of the last edition of a source up to a day, also one that is set aside."""
    names = sorted({name.partition("/")[0] for name in described.names})
    if source is None and len(names) != 1:
        raise BadParameter(
            f"{day} is a day, and there are imports of {len(names)} sources.",
            f"Say which with --source: {', '.join(names)}." if names else "Import a list first.",
        )
    wanted = source or names[0]
    chosen = last_edition(described, wanted, f"{day}~")  # the day itself is still before that
    if not chosen:
        days = ", ".join(
            day
            for name, _, day in (one.partition("/") for one in described.names)
            if name == wanted
        )
        raise BadParameter(
            f"There is no edition of {wanted} up to {day}.",
            f"Its editions are of {days}." if days else "Import one; see comity import --list",
        )
    return chosen


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

    An edition of which only the month or year is known is passed over: an event has a day.

    ``claim_of`` returns the claim that an entity is on a list, from the keys of list and entity.
    """
    dated_in_full = (edition for edition in held if is_day(edition.published))
    in_order = sorted(dated_in_full, key=lambda one: (one.source, one.published))
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
        if list_ not in old.whole or list_ not in new.whole:
            continue  # a list that dropped out of a collection has lost no entry by that
        event = f"<{ID}event/{list_}/{change.entity}/{new.published}/{kind}>"
        yield event + _IS_EVENT
        yield f"{event}{_KIND}{concept_node('event-kind', kind)} .\n"
        yield f"{event}{_CLAIM}<{ID}{claim_of(list_, change.entity)}> .\n"
        yield f"{event}{_ON}{dated(new.published)} .\n"
        yield f"{event}{_AFTER}{dated(old.published)} .\n"
        for changed in change.fields:
            yield f"{event}{_FIELD}{string(changed.field)} .\n"
        for edition in (old, new):
            yield f"{event}{_DERIVED}<{edition.graph.value}> .\n"
