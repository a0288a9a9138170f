"""OpenSanctions and any other FollowTheMoney data: one entity a line, in any order, and deltas.

Specification: https://followthemoney.tech/docs/ (model), https://www.opensanctions.org/docs/bulk/
(files) and https://www.opensanctions.org/faq/80/bulk-deltas/ (deltas). What each property becomes
stands in :mod:`comity.lists.readers.ftm.party_record`.

The file is read twice: first for what belongs to others (sanctions, documents, addresses,
relations), which is kept on disk, then for the entities themselves. An entity that no list of
sanctions lists (an owner, a politically exposed person) is a record without entries. Of a delta,
the entities that were added or modified are records as they now are, and each that was deleted is
a deletion; what belongs to an entity that did not change itself is refused, for it cannot be
applied without the earlier edition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.input_files import Parcel
from comity.lists.model.reader import Reader
from comity.lists.model.record import Deletion, Edition, Item, Ownership, Refusal, check_refused
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.ftm import entity as opensanctions
from comity.lists.readers.ftm.entity import FtmEntity, entities
from comity.lists.readers.ftm.linked import CALLED, OWNERS, Links
from comity.lists.readers.ftm.party_record import record

IGNORED = {
    "first_seen": "when OpenSanctions first saw the entity; the list says when it listed it",
    "last_change": "when OpenSanctions last changed the entity; a comparison of editions shows it",
    "last_seen": "when OpenSanctions last saw the entity; the latest is the day of the edition",
    "target": "whether OpenSanctions exports the entity by itself",
    "origin": "which program of OpenSanctions made the entity",
    "Sanction: country": "the country of the authority that the list has anyway",
    "Ownership: sharesCount, sharesValue": "kept in the words of the ownership",
}
_OWNERSHIP = {"owner", "asset", "percentage", "startDate", "endDate"}


@dataclass
class FollowTheMoney:
    """Reads entities.ftm.json and entities.delta.json."""

    name: str = "ftm"
    title: str = "FollowTheMoney entities (OpenSanctions), JSON lines, complete or delta"
    specification: str = "https://www.opensanctions.org/docs/bulk/"
    version: str = "1"
    sources: tuple[str, ...] = ("ftm",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the format by the members of the object on the first line."""
        line = head.lstrip().partition("\n")[0]
        return line.startswith("{") and (
            all(f'"{name}"' in line for name in ("id", "schema", "properties"))
            or all(f'"{name}"' in line for name in ("op", "entity"))
        )

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, each line that is no entity, each record, ownership and deletion."""
        with Links() as links:
            seen, changes, found = "", False, False
            refusals: list[Refusal] = []
            for parcel in parcels:
                for entity in entities(parcel):
                    if isinstance(entity, Refusal):
                        refusals.append(entity)
                        check_refused(refusals)
                    else:
                        found = True
                        changes = changes or bool(entity.op)
                        seen = max(seen, entity.last_seen[:10])
                        if entity.op != "DEL":
                            links.add(entity)
            if not found:
                raise BadData(
                    f"{parcels[0].name} has no entity with an id, a schema and properties.",
                    "Give a file of JSON lines such as entities.ftm.json.",
                )
            links.close_entry()
            yield Edition(read_date(seen, "ymd").value if seen else "", changes=changes)
            for parcel in parcels:
                for entity in entities(parcel):
                    yield from (entity,) if isinstance(entity, Refusal) else _items(entity, links)
            for place, schema, owner in links.ownerless():
                yield Refusal(place, f"a {schema} of {owner}, which the file does not have")


def _items(entity: FtmEntity, links: Links) -> Iterator[Item]:
    """Give what an entity is in the stream; what belongs to another is there with that one."""
    if entity.op == "DEL":
        yield Deletion(entity.place, entity.id)
    elif entity.schema == "Ownership":
        yield from _ownerships(entity, links)
    elif entity.values(OWNERS.get(entity.schema, "")) or entity.schema in CALLED:
        return
    elif entity.schema in opensanctions.KINDS:
        yield record(entity, links)
    elif entity.schema in OWNERS:
        yield Refusal(entity.place, f"a {entity.schema} that belongs to nobody")
    else:
        yield Refusal(entity.place, f"'{entity.schema[:40]}' is no schema that is read")


def _ownerships(entity: FtmEntity, links: Links) -> Iterator[Item]:
    """Give each pair of owner and asset of an ownership."""
    told = "; ".join(
        text if name == "role" else f"{name}: {text}"
        for name, texts in entity.properties.items()
        for text in texts
        if name not in _OWNERSHIP
    )
    since, until = (
        read_date(texts[0], "ymd") if (texts := entity.values(name)) else None
        for name in ("startDate", "endDate")
    )
    for owner in entity.values("owner"):
        for owned in entity.values("asset"):
            missing = [one for one in (owner, owned) if not links.has(one)]
            if missing:
                yield Refusal(
                    entity.place, f"an Ownership of {missing[0]}, which the file does not have"
                )
            else:
                share = ", ".join(entity.values("percentage"))
                yield Ownership(entity.place, owner, owned, share, since, until, told)


READER: Reader = FollowTheMoney()
