"""Gathers what the European Union says of one listed party, in whichever of its formats it says it.

The FSF list has the same parts in all its layouts: names, births, addresses, documents and
citizenships, each with the legal act by which it was published. A reader adds them one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from comity.lists.model.reader import joined, unique
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    EntityKind,
    Entry,
    Identifier,
    Name,
    Note,
    Record,
    Refusal,
)
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.documents import identifier

KINDS: dict[str, EntityKind] = {"P": "Person", "PERSON": "Person"}
"""What a subject type means; an ``enterprise`` may be any body, so it is an OtherEntity."""

_LOW = re.compile(r"\blow quality\b", re.IGNORECASE)
_LISTING = re.compile(
    r"\bdate of (?:listing|designation):? *"
    r"(?P<day>\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
_UNKNOWN = ("", "00", "UNKNOWN")


@dataclass
class Party:
    """One listed party as it is gathered from its parts, in the order of the file."""

    place: str
    kind: EntityKind = "OtherEntity"
    number: str = ""
    names: list[Name] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    act_dates: list[tuple[str, str]] = field(default_factory=list)  # a day, and what was on it
    programmes: list[str] = field(default_factory=list)
    ties: list[CountryTie] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    births: list[Date] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    genders: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def act(self, title: str, published: str, programme: str = "") -> None:
        """Add a legal act with the day of its publication and its programme."""
        self.acts.append(title)
        self.programmes.append(programme)
        if published:
            self.act_dates.append((published, title))

    def designated(self, day: str) -> None:
        """Add the day of the designation."""
        if day:
            self.act_dates.append((day, "designationDate"))
            self.notes.append(Note("designationDate", day))

    def note(self, name: str, *words: str) -> None:
        """Add a note, its words parted by a colon where there are several."""
        if words[-1]:
            self.notes.append(Note(name, joined(*words, by=": ")))

    def name(self, text: str, language: str, strong: bool = True, remark: str = "") -> None:
        """Add a name; weak where the list marks it so or calls its quality low."""
        if text:
            weak = not strong or _LOW.search(remark) is not None
            self.names.append(Name(text, "weak" if weak else "alias", language.lower()))

    def united_nations(self, number: str) -> None:
        """Add the number that the party has on the list of the Security Council."""
        self.identifiers.append(Identifier("un-reference", number, label="unitedNationId"))

    def address(self, line: str, country: str) -> None:
        """Add an address; where no more than a country is given, the tie to it."""
        country = "" if country in _UNKNOWN else country
        line = joined(line, country)
        if line and line == country:
            self.ties.append(CountryTie("address", country))
        elif line:
            self.addresses.append(Address(line, country))

    def citizenship(self, country: str) -> None:
        """Add a nationality."""
        if country not in _UNKNOWN:
            self.ties.append(CountryTie("nationality", country))

    def birth_place(self, *parts: str) -> None:
        """Add a place of birth from its parts; 'unknown' is none."""
        if place := joined(*(part for part in parts if part not in _UNKNOWN)):
            self.birth_places.append(place)

    def document(self, label: str, number: str, country: str) -> None:
        """Add the number of a document."""
        if number:
            issuer = "" if country in _UNKNOWN else country
            self.identifiers.append(identifier(label, number, issuer))

    def record(self) -> Record | Refusal:
        """Return the record, or a refusal where it has no name.

        The primary name is the first that is not weak and in English or no stated language.
        """
        first = min(self.names, key=_rank, default=None)
        if first is None:
            return Refusal(self.place, "no name")
        names = dict.fromkeys([first._replace(kind="primary"), *self.names])
        names.pop(first, None)
        return Record(
            place=self.place,
            kind=self.kind,
            names=tuple(names),
            entries=(
                Entry(
                    list="eu-fsf",
                    listed=self._listed(),
                    programmes=unique(self.programmes),
                    citations=unique(self.acts),
                ),
            ),
            number=self.number,
            ties=tuple(dict.fromkeys(self.ties)),
            addresses=tuple(dict.fromkeys(self.addresses)),
            identifiers=tuple(dict.fromkeys(self.identifiers)),
            births=tuple(dict.fromkeys(self.births)),
            birth_places=unique(self.birth_places),
            gender=joined(*unique(self.genders), by="; "),
            positions=unique(self.positions),
            remarks=unique(self.remarks),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _listed(self) -> Date | None:
        """Return the day of listing, if the record's own words tell it; else the first day known.

        The act at the head of a record is the last that changed it, so the first day is that of
        the designation or of the first act that published any part of the record. Where the list
        follows the United Nations, the designation is theirs.
        """
        for words in (*self.remarks, *(note.text for note in self.notes)):
            if match := _LISTING.search(words):
                read = read_date(match["day"], "dmy")
                if read.value:
                    return read._replace(text=match[0])
        if not self.act_dates:
            return None
        day, source = min(self.act_dates)
        return Date(read_date(day, "ymd").value, joined(day, source))


def _rank(name: Name) -> tuple[bool, bool]:
    """Return how far a name is from being the primary one."""
    return name.kind == "weak", name.language not in ("", "en")


def birth_date(
    full: str,
    year: str,
    month: str,
    day: str,
    first: str,
    last: str,
    *,
    circa: bool,
    calendar: str,
) -> Date | None:
    """Return a date of birth from its parts; a part of another calendar is kept as text alone."""
    until = ""
    if first:
        words = f"{first} to {last}" if last else first
        value, until = _iso_day(first), _iso_day(last)
        if (last and not until) or until < value[: len(until)]:
            value = until = ""
    elif full:
        words, value = full, _iso_day(full)
    else:
        words = "-".join(part.zfill(2) for part in (year, month, day) if part)
        value = read_date(words, "ymd").value
    if calendar not in ("", "GREGORIAN"):
        given = "-".join(part.zfill(2) for part in (year, month, day) if part)
        words = joined(full, f"{given} ({calendar} calendar)" if given else f"{calendar} calendar")
        value, until = _iso_day(full), ""
    if not words:
        return None
    return Date(value, f"circa {words}" if circa else words, circa, until)


def _iso_day(text: str) -> str:
    """Return an XML Schema date, month or year without its time zone; empty for anything else."""
    match = _ISO_DAY.fullmatch(text.strip())
    return read_date(match["day"], "ymd").value if match else ""


def old_birth(party: Party, words: str, place: str, country: str) -> None:
    """Add a birth as the list wrote it until 2018: ``1958 - 1963 (approximative)``."""
    if words and words.upper() != "N/A":
        plain = _APPROXIMATE.sub("", words)
        read = read_date(plain, "ymd")
        party.births.append(Date(read.value, words, plain != words or read.circa, read.until))
    party.birth_place(place, country)


def old_document(party: Party, words: str, country: str, field_name: str) -> None:
    """Add a document as the list wrote it until 2018: ``U49 (passport-National passport) (…)``."""
    found = _DOCUMENT.match(words)
    if found is None:
        party.document("", words, country)
        return
    party.document(found["label"], found["number"], country)
    party.note(field_name, found["number"] or found["label"], found["told"])


def old_address(party: Party, line: str, country: str, other: str, field_name: str) -> None:
    """Add an address as the list wrote it until 2018, with what else it says of it."""
    party.address(line, country)
    party.note(field_name, line or country, other)


_ISO_DAY = re.compile(r"(?P<day>\d{4}(?:-\d{2}(?:-\d{2})?)?)(?:Z|[+-]\d{2}:\d{2})?")
_APPROXIMATE = re.compile(r"\s*\(approximative\)")
_DOCUMENT = re.compile(r"(?P<number>.*?)\s*\([a-z]+-(?P<label>[^()]*)\)\s*(?P<told>.*)", re.DOTALL)
