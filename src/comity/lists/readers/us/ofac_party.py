"""Gathers what the Office of Foreign Assets Control says of one party, whatever its XML schema.

The advanced and the enhanced schema tell the same things: names by script, features by type,
locations, documents, lists with dates, programmes and measures. A reader adds them one by one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from comity.lists.model.reader import joined, unique
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    EntityKind,
    Entry,
    Identifier,
    Name,
    NameKind,
    Note,
    Ownership,
    Record,
    Refusal,
)
from comity.lists.normalise.documents import identifier
from comity.lists.readers.us.ofac_details import MEASURES

KINDS: dict[str, EntityKind] = {
    "Individual": "Person",
    "Vessel": "Vessel",
    "Aircraft": "Aircraft",
}
"""What a type of party means; an ``Entity`` may be any body: see TARGETS."""

TARGETS: dict[str, EntityKind] = {
    "Financial Institution": "Company",
    "Government Entity": "GovernmentBody",
    "Private Company": "Company",
    "Public Company": "Company",
    "State-Owned Enterprise": "Company",
}
"""What OFAC says of an entity in the feature ``Target Type``, where that is a kind of its own."""

LISTS = {
    "SDN List": "ofac-sdn",
    "CAPTA List": "ofac-capta",
    "FSE List": "ofac-fse",
    "Non-SDN CMIC List": "ofac-ns-cmic",
    "Non-SDN Iranian Sanctions Act List": "ofac-ns-isa",
    "Non-SDN Menu-Based Sanctions List": "ofac-ns-mbs",
    "Non-SDN Palestinian Legislative Council List": "ofac-plc",
    "Sectoral Sanctions Identifications List": "ofac-ssi",
}
COLLECTIVE = "Consolidated List"
"""The name under which all lists but the first are published together."""

_SCRIPTS = {
    "Arabic": "und-Arab",
    "Armenian": "und-Armn",
    "Chinese Simplified": "zh-Hans",
    "Chinese Traditional": "zh-Hant",
    "Cyrillic": "und-Cyrl",
    "Georgian": "und-Geor",
    "Greek": "und-Grek",
    "Hangul": "und-Hang",
    "Hebrew": "und-Hebr",
    "Japanese": "ja",
    "Korean": "ko",
    "Thai": "und-Thai",
}
_ALIASES: dict[str, NameKind] = {"F.K.A.": "former"}
_NATIONALITIES = ("Nationality Country", "Citizenship Country", "Nationality", "Citizenship")
_NUMBERS = (  # features that are numbers
    "Aircraft Tail Number", "BIK (RU)", "D-U-N-S Number", "Equity Ticker", "ISIN", "MMSI",
    "SWIFT/BIC", "Vessel Call Sign",
)  # fmt: skip
_LABELS = {"D-U-N-S Number": "DUNS Number"}


@dataclass
class Party:
    """One party as it is gathered from its parts, in the order of the file."""

    place: str
    number: str
    kind: EntityKind = "OtherEntity"
    names: list[Name] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    ties: list[CountryTie] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    births: list[Date] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    genders: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)  # said of the party, not of one entry
    targets: set[EntityKind] = field(default_factory=set)
    vessel_types: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def note(self, name: str, *words: str) -> None:
        """Add a note, its words parted by a colon where there are several."""
        if words[-1]:
            self.notes.append(Note(name, joined(*words, by=": ")))

    def name(self, text: str, alias: str, script: str, primary: bool, low: bool) -> None:
        """Add a name with the words for its type and script."""
        kind: NameKind = _ALIASES.get(alias, "alias")
        if low:
            if kind == "former":
                self.note("weak f.k.a.", text)
            kind = "weak"
        elif primary:
            kind = "primary"
        if text:
            self.names.append(Name(text, kind, _SCRIPTS.get(script, "")))

    def address(self, line: str, country: str) -> None:
        """Add an address; where no more than a country is given, the tie to it."""
        country = "" if country == "undetermined" else country
        if line:
            self.addresses.append(Address(joined(line, country), country))
        elif country:
            self.ties.append(CountryTie("address", country))

    def feature(self, kind: str, words: str, country: str = "", date: Date | None = None) -> None:
        """Add a feature by its type: its words, the country or the date that it is."""
        if kind == "Birthdate" and date:
            self.births.append(date)
        elif kind == "Place of Birth":
            self.birth_places.append(words)
        elif kind == "Gender":
            self.genders.append(words)
        elif kind == "Title":
            self.positions.append(words)
        elif kind.upper() == "VESSEL TYPE":
            self.vessel_types.append(words)
        elif kind in _NATIONALITIES and (country or words):
            self.ties.append(CountryTie("nationality", country or words))
        elif kind == "Nationality of Registration" and (country or words):
            self.ties.append(CountryTie("incorporation", country or words))
        elif kind == "Vessel Flag" and (country or words):
            self.ties.append(CountryTie("flag", country or words))
        elif kind in MEASURES and words:
            self.measures.append(f"{kind} {words}")
        elif words and (kind in _NUMBERS or kind.startswith("Digital Currency Address")):
            number = identifier(_LABELS.get(kind, kind), words)
            self.identifiers.append(number._replace(label=kind))
        else:
            self.note(kind, words or country or (date.text if date else ""))
            if kind == "Target Type" and words in TARGETS:
                self.targets.add(TARGETS[words])

    def document(self, label: str, number: str, country: str, authority: str) -> None:
        """Add the number of a document with its issuer: a country, else the body of issue."""
        if number:
            self.identifiers.append(identifier(label, number, country or authority))
            if country and authority:
                self.note(f"{label}: issuing authority", number, authority)

    def entry(
        self,
        list_name: str,
        listed: Date | None,
        programmes: Iterable[str],
        measures: Iterable[str],
        citations: Iterable[str],
    ) -> None:
        """Add an entry under the publisher's name of its list."""
        key = LISTS.get(list_name, "ofac-cons")
        if key == "ofac-cons" and list_name != COLLECTIVE:
            self.note("List", list_name)
        parts = unique(programmes), unique(measures), unique(citations)
        self.entries.append(
            Entry(key, listed, programmes=parts[0], measures=parts[1], citations=parts[2])
        )

    def record(self) -> Record | Refusal:
        """Return the record; a refusal where it has no name, or stands on no list.

        The Consolidated List is how the lists that have names of their own are published, so it
        is an entry only where none of them is named; else its day is a note.
        """
        if not self.names:
            return Refusal(self.place, "no name")
        if not self.entries:
            return Refusal(self.place, "on no list")
        first = next((name for name in self.names if name.kind == "primary"), self.names[0])
        names = dict.fromkeys([first._replace(kind="primary")])
        for name in self.names:
            if name is not first:
                names.setdefault(name._replace(kind="alias") if name.kind == "primary" else name)
        named = [entry for entry in self.entries if entry.list != "ofac-cons"]
        if named:
            for entry in self.entries:
                if entry.list == "ofac-cons" and entry.listed:
                    self.note(COLLECTIVE, entry.listed.text)
        kind = self.kind
        if kind == "OtherEntity" and len(self.targets) == 1:
            [kind] = self.targets
        return Record(
            place=self.place,
            kind=kind,
            names=tuple(names),
            entries=tuple(
                replace(entry, measures=unique([*entry.measures, *self.measures]))
                for entry in named or self.entries
            ),
            number=self.number,
            ties=tuple(dict.fromkeys(self.ties)),
            addresses=tuple(dict.fromkeys(self.addresses)),
            identifiers=tuple(dict.fromkeys(self.identifiers)),
            births=tuple(dict.fromkeys(self.births)),
            birth_places=unique(self.birth_places),
            gender=joined(*unique(self.genders), by="; "),
            positions=unique(self.positions),
            vessel_type=joined(*unique(self.vessel_types), by="; "),
            remarks=unique(self.remarks),
            notes=tuple(dict.fromkeys(self.notes)),
        )


def ownership(place: str, kind: str, this: str, other: str, words: str) -> Ownership | None:
    """Return the stake that a relation of one party to another says, if it says one."""
    if kind == "Owned or Controlled By":
        return Ownership(place, owner=other, owned=this, words=words)
    if kind == "Owns, controls, or operates":
        return Ownership(place, owner=this, owned=other, words=words)
    return None


def period(start: str, end: str, approximate: bool = False, words: str = "") -> Date | None:
    """Return a date from the first and the last day that it may be (``YYYY-MM-DD``).

    A whole year or month is told by its first and its last day. ``words`` is the date as the
    publisher writes it; where the file has no such words, they are made in the same way.
    """
    if not start:
        return Date("", words, approximate) if words else None
    end = end or start
    first, last = _whole(start, end)
    shown = first if first == last else f"{first} to {last}"
    text = words or (f"circa {shown}" if approximate else shown)
    return Date(first, text, approximate, "" if first == last else last)


def _whole(start: str, end: str) -> tuple[str, str]:
    """Return the ends of a span, as years or months where it has whole ones."""
    if start.endswith("-01-01") and end.endswith("-12-31"):
        return start[:4], end[:4]
    if start.endswith("-01") and _is_last(end):
        return start[:7], end[:7]
    return start, end


def _is_last(day: str) -> bool:
    """Say whether a day is the last of its month."""
    year, month, number = (int(part) for part in day.split("-"))
    return number == monthrange(year, month)[1]
