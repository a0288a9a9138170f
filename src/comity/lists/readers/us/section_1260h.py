"""Chinese military companies (section 1260H, before it 1237), as a curated CSV.

Specification: ``datasets/us/dod_chinese_milcorps`` of OpenSanctions, which keeps the table by hand
from the annual lists of the Department of Defense (PDF). A row is one company on one list; rows
with the same clean name become one record. A list that names at least as many companies as stood
before is a whole one, and who is not on it is on the list no longer; any other list adds to the one
before. A company that one list after the other names has one entry.

=============  =====================================================================================
Column         Becomes
=============  =====================================================================================
Name           name, alias, where it is not the clean name: as listed, with ``*`` and short name
Clean Name     primary name
Alias          names, alias, one between ``;``
Previous Name  names, former, one between ``;``
Parent Name    note: the table names the parent but does not say that the list has it
Note           ground: why the Department says so, or a remark of the curator
Start date     day of listing
End date       day of removal
Source Url     note
any other      note
=============  =====================================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from comity.lists.io.csv import CuratedTable
from comity.lists.io.input_files import Parcel
from comity.lists.model.reader import Reader
from comity.lists.model.record import Date, Entry, Item, Name, Record
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.multi_values import notes, unlike

LIST = "us-1260h"
WANTED = ("Name", "Clean Name", "Alias", "Parent Name", "Note", "Start date", "Source Url")
_MAPPED = {"Name", "Clean Name", "Alias", "Previous Name", "Note", "Start date", "End date"}


def _name(fields: dict[str, str]) -> str:
    """Return the name of a company, as cleaned by hand where it was."""
    return fields["Clean Name"] or fields["Name"]


def _record(rows: Sequence[dict[str, str]], place: str) -> Record:
    """Return the record of all rows of a company."""
    primary = rows[0]["Clean Name"] or rows[0]["Name"]
    former = set(_several(rows, "Previous Name"))
    others = unlike(
        (*_several(rows, "Alias"), *(row["Name"].rstrip("*† ") for row in rows), *former)
    )
    return Record(
        place=place,
        kind="Company",
        names=(
            Name(primary, "primary"),
            *(
                Name(text, "former" if text in former else "alias")
                for text in others
                if text != primary
            ),
        ),
        entries=tuple(dict.fromkeys(map(_entry, rows))),
        notes=notes(
            *((name, text) for row in rows for name, text in row.items() if name not in _MAPPED),
            *(("Name", row["Name"]) for row in rows if row["Name"] != row["Name"].rstrip("*† ")),
        ),
    )


def _several(rows: Sequence[dict[str, str]], column: str) -> tuple[str, ...]:
    """Return the values between ``;`` of a column over all rows, each once."""
    return unlike(text.strip() for row in rows for text in row.get(column, "").split(";"))


def _entry(row: dict[str, str]) -> Entry:
    """Return the entry of one row."""
    return Entry(
        LIST,
        listed=read_date(row["Start date"], "ymd") if row["Start date"] else None,
        delisted=read_date(row["End date"], "ymd") if row.get("End date") else None,
        grounds=(row["Note"],) if row["Note"] else (),
    )


@dataclass(frozen=True)
class AnnualLists(CuratedTable):
    """Reads the table, and joins the entries of a company that follow each other."""

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give an edition, then each company, when all lists are known."""
        items = list(super().read(parcels, source))
        companies = [item for item in items if isinstance(item, Record)]
        days = Counter(
            entry.listed.value for item in companies for entry in item.entries if entry.listed
        )
        complete = _complete(days, companies)
        for item in items:
            if isinstance(item, Record):
                yield replace(item, entries=tuple(_joined(item.entries, sorted(days), complete)))
            else:
                yield item


def _complete(days: Counter[str], companies: Sequence[Record]) -> set[str]:
    """Return the days of the lists that name at least as many companies as stood before."""
    complete: set[str] = set()
    for day in sorted(days):
        earlier = [other for other in sorted(days) if other < day]
        runs = (_joined(company.entries, earlier, complete) for company in companies)
        before = sum(
            any(
                entry.listed and entry.listed.value < day and not _ended(entry, day)
                for entry in entries
            )
            for entries in runs
        )
        if days[day] >= before:
            complete.add(day)
    return complete


def _ended(entry: Entry, day: str) -> bool:
    return entry.delisted is not None and entry.delisted.value <= day


def _joined(entries: Sequence[Entry], days: Sequence[str], complete: set[str]) -> Iterator[Entry]:
    """Give one entry for each run of lists that name a company."""
    by_day = {entry.listed.value: entry for entry in entries if entry.listed}
    yield from (entry for entry in entries if entry.listed is None)
    run: Entry | None = None
    for day in days:
        entry = by_day.get(day)
        if run is not None and (_ended(run, day) or (entry is None and day in complete)):
            ended = run.delisted if _ended(run, day) else Date(day, f"not on the list of {day}")
            yield replace(run, delisted=ended)
            run = None
        if entry is not None and run is not None:
            grounds = tuple(dict.fromkeys((*run.grounds, *entry.grounds)))
            run = replace(run, delisted=entry.delisted, grounds=grounds)
        elif entry is not None:
            run = entry
    if run is not None:
        yield run


READER: Reader = AnnualLists(
    name="us-1260h-csv",
    title="US Chinese military companies (section 1260H), curated CSV",
    specification="https://www.opensanctions.org/datasets/us_dod_chinese_milcorps/",
    version="1",
    sources=(LIST,),
    wanted=WANTED,
    key=_name,
    wrong=lambda fields: "" if _name(fields) else "no name",
    record=_record,
)
