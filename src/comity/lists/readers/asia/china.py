"""China's countermeasures, unreliable entity and export control lists, as a curated CSV.

Specification: ``datasets/cn/sanctions`` of OpenSanctions, which keeps the table by hand from the
notices of the ministries (no ministry publishes one); a row is one notice on one entity. Rows of
the same type and name become one record with an entry each.

===============  ===================================================================================
Column           Becomes
===============  ===================================================================================
Type             kind
QID              identifier ``wikidata``
Name             primary name
Alias            names, alias, one between ``;``
Chinese name     name, alias, ``zh``
Country          tie ``linked``
Topics           note
Summary          remark
Chinese summary  remark
Body, List       key of the list (``list_of``); List is the programme too where it is not the whole
                 name of the list; a row without a body is refused, for nobody is said to list it
Date, End date   first day and last of the entry; ``03.08.22`` is of this century
Source URL       note
Address          address
any other        note
===============  ===================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from comity.lists.io.csv import CuratedTable
from comity.lists.model.reader import Reader
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    EntityKind,
    Entry,
    Identifier,
    Name,
    Record,
)
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.multi_values import notes, unlike

WANTED = ("Type", "Name", "Chinese name", "Country", "Body", "List", "Date", "Source URL")

_KINDS: dict[str, EntityKind] = {
    "Company": "Company",
    "Organization": "OtherEntity",
    "Person": "Person",
}
_MAPPED = {*WANTED, "QID", "Alias", "Summary", "Chinese summary", "End date", "Address"}
_COMMERCE = {
    "UEL": "cn-uel",
    "List of Export Controls": "cn-export-control-list",
    "Export Control Watch List": "cn-export-control-watch-list",
    "List of Targets of Countermeasures": "cn-mofcom-countermeasures",
}
_FOREIGN_AFFAIRS = "Ministry of Foreign Affairs"
_TAIWAN = ("Taiwan Affairs Office of the State Council", "Taiwan Work Office of the CPC Central")
_SUSPENSION = re.compile(
    r"\bsuspended (?:for [\w ]+ )?(?:from|since|on) (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2})\Z")


def _wrong(fields: dict[str, str]) -> str:
    """Return why a row cannot be taken; empty where it can."""
    if not fields["Name"]:
        return "no name"
    if fields["Type"] not in _KINDS:
        return f"'{fields['Type'][:40]}' is no type that is known"
    if not fields["Body"]:
        return "no body that has listed it"
    if not list_of(fields["Body"], fields["List"]):
        return f"no list of '{fields['Body'][:60]}' called '{fields['List'][:60]}' is known"
    return ""


def list_of(body: str, name: str) -> str:
    """Return the key of the list that a body keeps; empty where none is known."""
    if body == _FOREIGN_AFFAIRS:
        return "cn-mfa-countermeasures"
    if body == "Ministry of Commerce":
        return _COMMERCE.get(name, "")
    return "cn-tao-taiwan-independence" if body.startswith(_TAIWAN) else ""


def _record(rows: Sequence[dict[str, str]], place: str) -> Record:
    """Return the record of all rows of an entity."""
    chinese = unlike(row["Chinese name"] for row in rows)
    aliases = unlike(alias.strip() for row in rows for alias in row.get("Alias", "").split(";"))
    primary = rows[0]["Name"]
    names = dict.fromkeys(
        (
            *(Name(text, "alias", "zh") for text in chinese if text != primary),
            *(Name(text) for text in aliases if text != primary and text not in chinese),
        )
    )
    return Record(
        place=place,
        kind=_KINDS[rows[0]["Type"]],
        names=(Name(primary, "primary"), *names),
        entries=tuple(dict.fromkeys(map(_entry, rows))),
        ties=tuple(CountryTie("linked", text) for text in unlike(row["Country"] for row in rows)),
        addresses=tuple(Address(text) for text in unlike(row.get("Address", "") for row in rows)),
        identifiers=tuple(
            Identifier("wikidata", text, "", "QID")
            for text in unlike(row.get("QID", "") for row in rows)
        ),
        remarks=unlike(
            row.get(name, "") for row in rows for name in ("Summary", "Chinese summary")
        ),
        notes=notes(
            *(
                (name, text)
                for row in rows
                for name, text in row.items()
                if name == "Source URL" or name not in _MAPPED
            ),
        ),
    )


def _entry(row: dict[str, str]) -> Entry:
    """Return the entry of one row."""
    whole_name = row["Body"] == "Ministry of Commerce" or not row["List"]
    return Entry(
        list_of(row["Body"], row["List"]),
        listed=_date(row["Date"]),
        delisted=_date(row.get("End date", "")) or _suspended(row.get("Summary", "")),
        programmes=() if whole_name else (row["List"],),
    )


def _suspended(summary: str) -> Date | None:
    """Return the day from which a measure is suspended: from then on it is not in force."""
    match = _SUSPENSION.search(summary)
    return read_date(match["day"])._replace(text=match[0]) if match else None


def _date(text: str) -> Date | None:
    """Return a day; a year of two digits is of this century, in which the lists began."""
    if not text:
        return None
    full = _SHORT_YEAR.sub(r"\1.\2.20\3", text)
    return read_date(full)._replace(text=text)


READER: Reader = CuratedTable(
    name="china-csv",
    title="Chinese countermeasures, unreliable entity and export control lists, curated CSV",
    specification="https://www.opensanctions.org/datasets/cn_sanctions/",
    version="1",
    sources=("china",),
    wanted=WANTED,
    key=lambda fields: f"{fields['Type']}\t{fields['Name']}",
    wrong=_wrong,
    record=_record,
)
