"""Foreign institutions of section 1286 (problematic activity in research), as a curated CSV.

Specification: ``datasets/us/special_leg`` of OpenSanctions, which keeps the table by hand from the
annual lists of the Department of Defense (PDF). A row is one institution in one report; rows with
the same name become one record with one entry, for each report repeats what still stands.

===========  ======================================================================================
Column       Becomes
===========  ======================================================================================
schema       note: the table has Company for every row, universities and academies included
name         primary name
aliases      names, alias, one between ``;``
topics       note
program      legal citation
authority    note
reason       ground
report-date  note: the fiscal year of a report, which came out up to a year later
start-date   day of listing, the earliest
end-date     day of removal, where the row of the latest report has it
country      tie ``linked``
notes        remark
source_url   note
any other    note
===========  ======================================================================================
"""

from __future__ import annotations

from collections.abc import Sequence

from comity.lists.io.csv import CuratedTable
from comity.lists.model.reader import Reader
from comity.lists.model.record import CountryTie, Entry, Name, Record
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.multi_values import notes, unlike

LIST = "us-1286"
WANTED = ("schema", "name", "aliases", "topics", "program", "report-date", "country", "source_url")
_MAPPED = {"name", "aliases", "program", "reason", "start-date", "end-date", "country", "notes"}


def _wrong(fields: dict[str, str]) -> str:
    """Return why a row cannot be taken; empty where it can."""
    if not fields["name"]:
        return "no name"
    if not fields["program"].startswith("Section 1286"):
        return f"not of section 1286: {fields['program'][:60]}"
    return ""


def _record(rows: Sequence[dict[str, str]], place: str) -> Record:
    """Return the record of all rows of an institution."""
    primary = rows[0]["name"]
    aliases = unlike(text.strip() for row in rows for text in row["aliases"].split(";"))
    return Record(
        place=place,
        kind="OtherEntity",
        names=(Name(primary, "primary"), *(Name(text) for text in aliases if text != primary)),
        entries=(_entry(rows),),
        ties=tuple(CountryTie("linked", text) for text in unlike(row["country"] for row in rows)),
        remarks=unlike(row.get("notes", "") for row in rows),
        notes=notes(
            *((name, text) for row in rows for name, text in row.items() if name not in _MAPPED)
        ),
    )


def _entry(rows: Sequence[dict[str, str]]) -> Entry:
    """Return the entry of all rows of an institution."""
    latest = max(rows, key=lambda row: row["report-date"])
    since = min(filter(None, (row.get("start-date", "") for row in rows)), default="")
    return Entry(
        LIST,
        listed=read_date(since, "ymd") if since else None,
        delisted=read_date(latest["end-date"], "ymd") if latest.get("end-date") else None,
        grounds=unlike(row.get("reason", "") for row in rows),
        citations=unlike(row["program"] for row in rows),
    )


READER: Reader = CuratedTable(
    name="us-1286-csv",
    title="US list of foreign institutions (section 1286), curated CSV",
    specification="https://www.opensanctions.org/datasets/us_special_leg/",
    version="1",
    sources=(LIST,),
    wanted=WANTED,
    words="Section 1286",
    key=lambda fields: fields["name"],
    wrong=_wrong,
    record=_record,
)
