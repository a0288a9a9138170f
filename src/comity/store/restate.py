"""Makes the statements of an import anew from its records, where an older comity made them."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace

from comity.graph.blocks import write_block, write_stake
from comity.graph.build import Builder
from comity.graph.identity.cards import card, write_card
from comity.lists.archive import read
from comity.lists.record import Ownership
from comity.store.imports import STATEMENTS, Import, read_import
from comity.store.locks import exclusive

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
    beside, beside_cards = edition.statements_file + _BESIDE, edition.cards_file + _BESIDE
    with (
        open(beside, "w", encoding="utf-8", newline="\n") as file,
        open(beside_cards, "w", encoding="utf-8", newline="\n") as cards,
    ):
        for item in read(edition.records_file):
            if isinstance(item, Ownership):
                builder.stake(item)
            else:
                entries.update(entry.list for entry in item.entries)
                block = builder.block(item)
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
