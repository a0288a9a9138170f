"""Reads files of the user's own as tables: CSV or a workbook; name or header shows the kind."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from comity.errors import BadParameter
from comity.lists.io.workbook import is_workbook, sheets
from comity.tables.read import Fault, FaultyTables, Table, decoded, find_kind, records, table_of
from comity.tables.schema import Kind, kinds

Records = Iterator[tuple[int, list[str]]]


@dataclass(frozen=True)
class _Workbook:
    """A workbook in memory, as the reader of workbooks takes it."""

    name: str
    data: bytes

    def open(self) -> BinaryIO:
        """Open the bytes from their start."""
        return io.BytesIO(self.data)


def tables_in(data: bytes, name: str, kind: str = "") -> list[Table]:
    """Return the tables of a file; of a workbook one for each sheet that has rows.

    Raises FaultyTables with what is wrong with the file, BadParameter where its kind is unclear.
    """
    faults: list[Fault] = []
    tables: list[Table] = []
    if is_workbook(data[:64]):
        for sheet in sheets(_Workbook(name, data)):
            rows = list(sheet.rows)
            if rows:
                place = f"{name}, sheet {sheet.name}"
                chosen = kind_of(sheet.name, rows[0][1], place, kind)
                tables.append(table_of(iter(rows), place, chosen, faults))
    else:
        text = decoded(data, name, faults)
        if text is not None:
            header = next(records(text, name, []), (0, []))[1]
            chosen = kind_of(name, header, name, kind)
            tables.append(table_of(records(text, name, faults), name, chosen, faults))
    if faults:
        raise FaultyTables(faults)
    return tables


def kind_of(name: str, header: Collection[str], place: str, kind: str = "") -> Kind:
    """Return the kind of a table: as stated, as the name begins, or as the header shows."""
    if kind:
        return find_kind(kind)
    for known in kinds().values():
        if name == known.name or name.startswith((f"{known.name}.", f"{known.name}-")):
            return known
    fitting = [
        known
        for known in kinds().values()
        if set(header) <= set(known.columns)
        and all(
            column in header
            for column in known.key
            if known.columns[column].required and not known.columns[column].minted
        )
    ]
    if len(fitting) == 1:
        return fitting[0]
    raise BadParameter(
        f"{place} does not show of which kind it is, by its name or its header.",
        f"Name it like memberships.csv, or say --kind, one of {', '.join(kinds())}.",
    )
