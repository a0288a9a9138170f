"""Writes and reads the statements of an import in blocks: N-Triples, with comments between them.

As a whole the file is plain N-Triples, which any store loads. The comments say where the part
about one entity or one claim begins, so that the merged graph can leave out what a newer edition
says anew, without parsing a single statement.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, TextIO

from comity.graph.build import Block, ClaimLines

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
