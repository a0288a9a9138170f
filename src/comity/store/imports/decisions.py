"""The decisions of users on which entities are the same: read, checked and kept as a CSV file."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable

from comity.errors import BadData, ComityError, StoreFailed
from comity.files import write_whole
from comity.graph.identity.links import Decision, Decisions
from comity.iris import key_of
from comity.store.locks import exclusive

DECISIONS = "identities.csv"
COLUMNS = ("a", "b", "verdict", "by", "reason", "day")


def decisions(data: str) -> dict[tuple[str, str], Decision]:
    """Return what readers have decided, by pair of keys."""
    path = os.path.join(data, DECISIONS)
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return read_decisions(file, path)
    except FileNotFoundError:
        return {}


def accept(_key: str) -> None:
    """Take any key for that of an entity."""


def read_decisions(
    lines: Iterable[str], name: str, check: Callable[[str], None] = accept
) -> dict[tuple[str, str], Decision]:
    """Read decisions from CSV with the columns a, b, verdict, by, reason, day.

    Raises BadData with the line where a column is missing, a verdict is neither ``same`` nor
    ``different``, or ``check`` raises a ComityError for the key of an entity.
    """
    rows = csv.DictReader(lines)
    lacking = [column for column in COLUMNS[:4] if column not in (rows.fieldnames or ())]
    if lacking:
        raise BadData(
            f"{name} has no column {', '.join(lacking)}.",
            f"Its first line names the columns: {','.join(COLUMNS)}.",
        )
    result: dict[tuple[str, str], Decision] = {}
    for row in rows:
        position = f"{name}, line {rows.line_num}"
        a, b = sorted(key_of((row[column] or "").strip()) for column in ("a", "b"))
        verdict = (row["verdict"] or "").strip()
        if not a or a == b:
            raise BadData(
                f"{position}: a and b are not two different entities.", "Give their keys."
            )
        for key in (a, b):
            try:
                check(key)
            except ComityError as error:
                raise BadData(f"{position}: {error.found}", error.remedy) from None
        if verdict not in ("same", "different"):
            raise BadData(
                f"{position}: the verdict is '{verdict}'.",
                "Write same or different in that column.",
            )
        by = (row["by"] or "").strip()
        if not by:
            raise BadData(f"{position}: nobody is named.", "Say in the column by who decided.")
        result[a, b] = Decision(
            a,
            b,
            "same" if verdict == "same" else "different",
            by,
            (row.get("reason") or "").strip(),
            (row.get("day") or "").strip(),
        )
    return result


def keep_decisions(data: str, new: Decisions) -> int:
    """Add decisions to those that are kept; later ones count. Return how many are kept."""
    try:
        with exclusive(data):
            kept = {**decisions(data), **new}
            lines = [",".join(COLUMNS)]
            for pair in sorted(kept):
                cells = (str(getattr(kept[pair], column)) for column in COLUMNS)
                lines.append(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in cells))
            write_whole([("\n".join(lines) + "\n").encode()], os.path.join(data, DECISIONS))
    except OSError as error:
        raise StoreFailed(
            f"The data folder {data} cannot be written: {error.strerror or error}.",
            "Choose another with --store DIR or COMITY_STORE, or free space there.",
        ) from None
    return len(kept)
