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


def restated(one: Import) -> Import:
    """Return an import whose statements are of today's making; its records stay as they are.

    So is one of before its files had digests. A list of which it has another number of entries than
    it says does not count as complete.
    """
    if _is_current(one):
        return one
    with exclusive(_data(one)):
        now = replace(read_import(one.folder), doubted=one.doubted)
        return now if _is_current(now) else _made_anew(now)


def _is_current(one: Import) -> bool:
    return one.statements == STATEMENTS and bool(one.digests)


def _data(one: Import) -> str:
    """Return the data folder in which an import lies."""
    return os.path.abspath(os.path.join(one.folder, *[os.pardir] * 3))


def _made_anew(one: Import) -> Import:
    builder = Builder(one.source, one.published)
    entries: Counter[str] = Counter()
    beside, beside_cards = one.statements_file + _BESIDE, one.cards_file + _BESIDE
    with (
        open(beside, "w", encoding="utf-8", newline="\n") as file,
        open(beside_cards, "w", encoding="utf-8", newline="\n") as cards,
    ):
        for item in read(one.records_file):
            if isinstance(item, Ownership):
                builder.stake(item)
            else:
                entries.update(entry.list for entry in item.entries)
                block = builder.block(item)
                write_block(block, file)
                write_card(card(block.entity, block.space, item), cards)
        for stake in builder.stakes():
            write_stake(stake, file)
    replace(one, digests={}).write()  # whoever is killed below leaves it as one to be made anew
    os.replace(beside, one.statements_file)
    os.replace(beside_cards, one.cards_file)
    made = replace(
        one,
        statements=STATEMENTS,
        entries=dict(sorted(entries.items())),
        whole=tuple(key for key in one.whole if entries[key] == one.entries.get(key)),
    ).sealed()
    made.write()
    return made
