"""Checks rows cell by cell and gathers those of one thing: a claim with several citations."""

from __future__ import annotations

import re
from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from comity.graph.build import LONGEST_QUOTE
from comity.graph.dates import first_day, last_day
from comity.iris import slug
from comity.tables.read import Fault, FaultyTables, Row, Table, nearest
from comity.tables.schema import CITED, KEY, Column, Kind, concepts, kind_of_thing, kinds

_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?\Z")
_FORMS = {
    "decimal": (re.compile(r"-?[0-9]+(\.[0-9]+)?\Z"), "a number such as 50 or 33.4"),
    "integer": (re.compile(r"(0|-?[1-9][0-9]*)\Z"), "a whole number such as 12"),
    "boolean": (re.compile(r"(yes|no)\Z"), "yes or no"),
    "url": (
        re.compile(r"(https?://|urn:)[^\s<>\"{}|\\^`]+\Z"),
        "an address that begins with https://",
    ),
    "self": (KEY, "a key of letters, digits, '.', '_', '~' and '-', such as echri"),
}
_PATH = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~/-]*\Z")
_FORMULA = re.compile(r"=[A-Z(]|[@+-][A-Z]+\(")


class Cited(NamedTuple):
    """A source's word on a thing."""

    source: str
    quote: str
    language: str


@dataclass(slots=True)
class Entry:
    """One thing that rows state: its key, its values by column, its citations, and its rows."""

    kind: Kind
    path: str
    values: dict[str, list[str]] = field(default_factory=dict)
    citations: list[Cited] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def value(self, column: str) -> str:
        """Return the only value of a column, or nothing."""
        values = self.values.get(column)
        return values[0] if values else ""


Entries = dict[str, dict[str, Entry]]  # by the name of the kind and the path
Known = Mapping[str, Collection[str]]  # the keys of what is known beside the tables, by thing
NOTHING: Known = {}


def path_of(kind: Kind, values: Mapping[str, str]) -> str:
    """Return the path of a thing in its IRI, without its kind: echri/NOR/member/2021."""
    if kind.name == "identities":
        return "/".join(sorted(values.get(column, "") for column in kind.key))
    parts = [values.get(column, "") for column in kind.key]
    if kind.name == "rowcounts":
        parts[1] = slug(parts[1])
    return "/".join(part for part in parts if part)


def gather(tables: Iterable[Table], known: Known = NOTHING) -> Entries:
    """Return what tables state, thing by thing. Raises FaultyTables with every fault of them."""
    tables = list(tables)
    checker = _Checker(_keys(tables), known)
    entries: Entries = {name: {} for name in kinds()}
    for table in tables:
        for row in table.rows:
            checker.add(table.kind, row, entries[table.kind.name])
    for kind in kinds().values():
        for entry in entries[kind.name].values():
            checker.finish(entry, entries)
    if checker.faults:
        raise FaultyTables(checker.faults)
    return entries


def _keys(tables: Iterable[Table]) -> dict[str, set[str]]:
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for table in tables:
        if len(table.kind.key) == 1:
            column = table.kind.key[0]
            keys[table.kind.thing].update(row.cells.get(column, "") for row in table.rows)
    return keys


class _Checker:
    """What is known while tables are gone through, and the faults met so far."""

    def __init__(self, keys: Mapping[str, Collection[str]], known: Known) -> None:
        self.faults: list[Fault] = []
        self._keys = keys
        self._known = known
        self._messages: dict[tuple[int, str], str] = {}  # by column and text: "" where it is good
        self._lacking: set[tuple[str, str]] = set()  # what a row with a fault may have said more of

    def add(self, kind: Kind, row: Row, entries: dict[str, Entry]) -> None:
        """Add a row to the entry that it is about."""
        before = len(self.faults)
        for name in kind.key:
            if kind.columns[name].required and name not in row.cells:
                self._fault(row, name, "the cell is empty; each row needs it")
        parts = {
            name: kind.columns[name].split(text)
            for name, text in row.cells.items()
            if self._check(row, kind.columns[name], text)
        }
        path = path_of(kind, row.cells)
        if len(self.faults) > before:
            self._lacking.add((kind.name, path))
            return
        entry = entries.get(path)
        if entry is None:
            entry = entries[path] = Entry(kind, path)
        for name, values in parts.items():
            if kind.cited and name in CITED:
                continue
            there = entry.values.setdefault(name, [])
            column = kind.columns[name]
            if there and not column.many and not column.rows and there != values:
                first = entry.rows[0]
                message = f"'{values[0]}' is not '{there[0]}', as row {first.line} of {first.file}"
                self._fault(row, name, f"{message} says of {path}")
            there += [value for value in values if value not in there]
        if kind.cited:
            self._cite(entry, row)
        entry.rows.append(row)

    def _cite(self, entry: Entry, row: Row) -> None:
        source = row.cells.get("source", "")
        if not source:
            self._fault(row, "source", "the cell is empty; each row names its source")
            return
        quote = row.cells.get("quote", "")
        if len(quote) > LONGEST_QUOTE:
            message = f"the quote has {len(quote)} characters; at most {LONGEST_QUOTE} are taken"
            self._fault(row, "quote", message)
        cited = Cited(source, quote, row.cells.get("quote_language", ""))
        if cited not in entry.citations:
            entry.citations.append(cited)

    def finish(self, entry: Entry, entries: Entries) -> None:
        """Look at an entry as a whole, when all of its rows are there."""
        row = entry.rows[0]
        for column in entry.kind.stated:
            lacking = (entry.kind.name, entry.path) in self._lacking
            if column.required and column.name not in entry.values and not lacking:
                self._fault(row, column.name, f"no row of {entry.path} says it; one must")
        for start, end in (("since", "until"), ("listed", "delisted"), ("start", "end")):
            since, until = entry.value(start), entry.value(end)
            if since and until and last_day(since) > last_day(until):
                self._fault(row, end, f"{until} is before {since}, the {start}")
        if entry.kind.name == "coverage":
            kind = kind_of_thing(entry.value("subject_type"))
            assert kind is not None
            self._exists(row, "subject", kind.thing, entry.value("subject"))
        elif entry.kind.name == "contradictions":
            kind = kind_of_thing(entry.value("kind"))
            assert kind is not None
            for name in ("claim_a", "claim_b"):
                path = entry.value(name)
                others = self._known.get(kind.thing, ())
                if path not in entries[kind.name] and path not in others:
                    close = nearest(path, [*entries[kind.name], *others])
                    self._fault(row, name, f"there is no {kind.thing} '{path}'{close}")

    def _exists(self, row: Row, column: str, thing: str, key: str) -> None:
        message = self._unknown(thing, key)
        if message:
            self._fault(row, column, message)

    def _fault(self, row: Row, column: str, message: str) -> None:
        self.faults.append(Fault(row.file, row.line, column, message))

    def _check(self, row: Row, column: Column, text: str) -> bool:
        message = self._messages.get((id(column), text))
        if message is None:
            parts = column.split(text)
            message = next((m for part in parts if (m := self._wrong(column, part))), "")
            self._messages[id(column), text] = message
        if message:
            self._fault(row, column.name, message)
        return not message

    def _wrong(self, column: Column, text: str) -> str:
        """Say what is wrong with a value; nothing where it is good."""
        if column.form == "date":
            return "" if _is_date(text) else _no_date(text)
        if column.form in _FORMS:
            pattern, example = _FORMS[column.form]
            return "" if pattern.match(text) else f"'{text}' is not {example}"
        if column.form == "thing":
            return self._unknown(column.of, text)
        if column.form == "concept":
            keys = concepts()[column.of]
            return "" if text in keys else f"'{text}' is no {column.of}{nearest(text, list(keys))}"
        if column.values and text not in column.values:
            return (
                f"'{text}' is not one of {', '.join(column.values)}{nearest(text, column.values)}"
            )
        if column.pattern and not re.fullmatch(column.pattern, text):
            example = f", such as {column.example}" if column.example else ""
            return f"'{text}' has not the form {column.pattern}{example}"
        if column.form == "key" and not column.pattern and not _PATH.match(text):
            return f"'{text}' cannot be a key: only letters, digits, '.', '_', '~', '-' and '/'"
        if _FORMULA.match(text):
            return f"'{text}' is a formula; give its value"
        return ""

    def _unknown(self, thing: str, key: str) -> str:
        keys, others = self._keys.get(thing, ()), self._known.get(thing, ())
        if key in keys or key in others:
            return ""
        return f"'{key}' is no {thing} that is known{nearest(key, [*keys, *others])}"


def _is_date(text: str) -> bool:
    if not _DATE.match(text):
        return False
    return len(text) < 10 or int(text[8:]) <= monthrange(int(text[:4]), int(text[5:7]))[1]


def _no_date(text: str) -> str:
    remedy = "give a year, month or day as 2021, 2021-05 or 2021-05-04"
    if re.match(r"\d{5}(\.\d+)?\Z", text):
        return f"'{text}' is a day as Excel counts it; {remedy}"
    return f"'{text}' is no date; {remedy}"


def observed(entry: Entry, sources: Mapping[str, Entry]) -> str:
    """Return the day on which the earliest source of a claim found it so.

    It is the last day of a date that is a month or a year, and never later than the day on which
    the source was read; a source without either says nothing.
    """
    days = []
    for cited in entry.citations:
        source = sources.get(cited.source)
        if source is not None:
            dates = (last_day(source.value("published")), first_day(source.value("retrieved")))
            days += [min(date for date in dates if date)] if any(dates) else []
    return min(days, default="")
