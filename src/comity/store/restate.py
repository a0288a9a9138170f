"""Makes the statements of an import anew from its records, where an older comity made them."""

from __future__ import annotations

import os
from dataclasses import replace

from comity.graph.blocks import write_block, write_stake
from comity.graph.build import Builder
from comity.graph.identity.cards import card, write_card
from comity.lists.archive import read
from comity.lists.record import Ownership
from comity.store.imports import STATEMENTS, Import


def restated(one: Import) -> Import:
    """Return an import whose statements are of today's making; its records stay as they are."""
    if one.statements == STATEMENTS and os.path.isfile(one.statements_file):
        return one
    beside = os.path.join(one.folder, f".restating-{os.getpid()}.nt")
    beside_cards = os.path.join(one.folder, f".restating-{os.getpid()}.tsv")
    builder = Builder(one.source, one.published)
    with (
        open(beside, "w", encoding="utf-8", newline="\n") as file,
        open(beside_cards, "w", encoding="utf-8", newline="\n") as cards,
    ):
        for item in read(one.records_file):
            if isinstance(item, Ownership):
                builder.stake(item)
            else:
                block = builder.block(item)
                write_block(block, file)
                write_card(card(block.entity, block.space, item), cards)
        for stake in builder.stakes():
            write_stake(stake, file)
    os.replace(beside, one.statements_file)
    os.replace(beside_cards, one.cards_file)
    made = replace(one, statements=STATEMENTS)
    made.write()
    return made
