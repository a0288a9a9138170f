"""The statements of an import, in blocks of one record, and the changes that a delta makes."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple, TextIO

from comity.errors import BadData
from comity.graph.build import Block, Builder, ClaimLines
from comity.graph.identity.cards import card, write_card
from comity.lists.model.record import Deletion, Edition, Item, Ownership, Record, Refusal, read
from comity.lists.normalise.checked import checked
from comity.store.imports.folders import STATEMENTS, Import, damage, read_import
from comity.store.imports.registry import Holdings, last_edition
from comity.store.locks import exclusive

_ENTITY, _CLAIM, _CITED = "#entity\t", "#claim\t", "#cited\n"


class Part(NamedTuple):
    """What stands between two comments: about an entity, a claim, or where a claim is cited.

    ``head`` is the entity's key, or the claim's key, subject, list and two days; empty for what is
    cited.
    """

    kind: str  # entity, claim or cited
    head: tuple[str, ...]
    lines: list[str]


def write_block(block: Block, file: TextIO) -> None:
    """Write one record's statements."""
    file.write(f"{_ENTITY}{block.entity}\n{block.description}")
    for claim in block.claims:
        write_stake(claim, file)


def write_stake(claim: ClaimLines, file: TextIO) -> None:
    """Write one claim's statements."""
    head = "\t".join((claim.key, claim.subject, claim.list, claim.holds_from, claim.holds_until))
    file.write(f"{_CLAIM}{head}\n{claim.said}{_CITED}{claim.cited}")


def parts(file: TextIO) -> Iterator[Part]:
    """Give the parts of a file, in its order."""
    part: Part | None = None
    for text in file:
        if not text.startswith("#"):
            if part is not None:
                part.lines.append(text)
            continue
        if part is not None:
            yield part
        if text.startswith(_ENTITY):
            part = Part("entity", (text[len(_ENTITY) : -1],), [])
        elif text.startswith(_CLAIM):
            part = Part("claim", tuple(text[len(_CLAIM) : -1].split("\t")), [])
        else:
            part = Part("cited", (), [])
    if part is not None:
        yield part


_BESIDE = ".new"  # the ending of a file that is not whole yet


def restated(edition: Import) -> Import:
    """Return an import whose statements are of today's making; its records stay as they are.

    So is one of before its files had digests. A list of which it has another number of entries than
    it says does not count as complete.
    """
    if _is_current(edition):
        return edition
    with exclusive(_data(edition)):
        now = replace(read_import(edition.folder), doubted=edition.doubted)
        return now if _is_current(now) else _made_anew(now)


def _is_current(edition: Import) -> bool:
    return edition.statements == STATEMENTS and bool(edition.digests)


def _data(edition: Import) -> str:
    """Return the data folder in which an import lies."""
    return os.path.abspath(os.path.join(edition.folder, *[os.pardir] * 3))


def _made_anew(edition: Import) -> Import:
    builder = Builder(edition.source, edition.published)
    entries: Counter[str] = Counter()
    claims: set[str] = set()
    beside, beside_cards = edition.statements_file + _BESIDE, edition.cards_file + _BESIDE
    with (
        open(beside, "w", encoding="utf-8", newline="\n") as file,
        open(beside_cards, "w", encoding="utf-8", newline="\n") as cards,
    ):
        for item in checked(read(edition.records_file)):
            if isinstance(item, Ownership):
                builder.stake(item)
            elif isinstance(item, Record):
                block = builder.block(item)
                new = [claim for claim in block.claims if claim.key not in claims]
                entries.update(claim.list for claim in new)
                claims.update(claim.key for claim in new)
                write_block(block, file)
                write_card(card(block.entity, block.space, item), cards)
        for stake in builder.stakes():
            write_stake(stake, file)
    replace(edition, digests={}).write()  # whoever is killed below leaves it as one to be made anew
    os.replace(beside, edition.statements_file)
    os.replace(beside_cards, edition.cards_file)
    anew = replace(
        edition,
        statements=STATEMENTS,
        entries=dict(sorted(entries.items())),
        whole=tuple(key for key in edition.whole if entries[key] == edition.entries.get(key)),
    ).sealed()
    anew.write()
    return anew


def base_of(described: Holdings, source: str, published: str) -> Import:
    """Return the edition to which changes of that day apply: the last one before it.

    Raises BadData where there is none, or where it is damaged.
    """
    name = last_edition(described, source, published)
    if not name:
        raise BadData(
            f"The file holds changes of {published}, and no earlier edition of {source} is there.",
            "Import a whole edition first.",
        )
    base = next((one for one in described.whole if one.name == name), None)
    if base is None or damage(base):
        raise BadData(
            f"The edition {name}, to which the changes apply, is damaged.",
            f"Import {name} again first.",
        )
    return base


def applied(base: Import, changes: Iterable[Item]) -> Iterator[Item]:
    """Give the records of an edition with changes made to them: added, replaced and removed.

    The changes are held in memory, the edition is streamed. A removal of what is not there is
    refused in its place, so that it is told.
    """
    records: dict[str, Record] = {}
    removals: dict[str, Deletion] = {}
    stakes: list[Ownership] = []
    for item in changes:
        if isinstance(item, Record):
            records[item.number] = item
        elif isinstance(item, Deletion):
            removals[item.number] = item
        elif isinstance(item, Ownership):
            stakes.append(item)
        elif isinstance(item, Refusal):
            yield item
        else:
            assert isinstance(item, Edition)
    gone = set(removals)
    for kept in read(base.records_file):
        if isinstance(kept, Ownership):
            if not {kept.owner, kept.owned} & gone:
                yield kept
        elif kept.number in removals:
            del removals[kept.number]
        else:
            yield records.pop(kept.number, kept)
    yield from records.values()
    yield from stakes
    for number, removal in removals.items():
        yield Refusal(removal.place, f"{number or removal.words} is to be removed and is not there")
