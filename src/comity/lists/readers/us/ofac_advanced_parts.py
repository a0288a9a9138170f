"""What parties of OFAC's advanced XML refer to: words, addresses, documents, lists, relations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import elements, text
from comity.lists.model.reader import joined
from comity.lists.model.record import Date, Note, Ownership
from comity.lists.normalise.date_words import read_date
from comity.lists.readers.us.ofac_advanced_fields import SHAPES
from comity.lists.readers.us.ofac_party import COLLECTIVE, Party, ownership, period

_Notes = tuple[Note, ...]


class Location(NamedTuple):
    """An address: its line without the country, its country, and what nobody foresaw in it."""

    line: str = ""
    country: str = ""
    notes: _Notes = ()


class _Document(NamedTuple):
    label: str
    number: str
    country: str
    authority: str
    notes: _Notes


class _Entry(NamedTuple):
    list_name: str
    listed: str
    programmes: tuple[str, ...]
    measures: tuple[str, ...]
    citations: tuple[str, ...]
    notes: _Notes


class _Relation(NamedTuple):
    kind: str
    other: str
    words: str
    is_former: bool
    notes: _Notes


@dataclass
class References:
    """All that parties refer to, by number."""

    words: dict[str, dict[str, str]] = field(default_factory=dict)  # kind of word, number
    kinds: dict[str, str] = field(default_factory=dict)  # of parties, by number of the sub-type
    areas: dict[str, str] = field(default_factory=dict)  # country of an area code
    locations: dict[str, Location] = field(default_factory=dict)
    documents: dict[str, list[_Document]] = field(default_factory=lambda: defaultdict(list))
    entries: dict[str, list[_Entry]] = field(default_factory=lambda: defaultdict(list))
    relations: dict[str, list[_Relation]] = field(default_factory=lambda: defaultdict(list))

    def word(self, kind: str, number: str) -> str:
        """Return the word that a number stands for; the number itself where there is none."""
        return self.words.get(kind, {}).get(number, number)

    def documents_of(self, party: Party, identity: str) -> None:
        """Add the documents of an identity to its party."""
        for document in self.documents.get(identity, ()):
            party.document(document.label, document.number, document.country, document.authority)
            party.notes += document.notes

    def entries_of(self, party: Party, profile: str) -> None:
        """Add the entries of a profile to its party."""
        for entry in self.entries.get(profile, ()):
            listed = read_date(entry.listed, "ymd") if entry.listed else None
            party.entry(entry.list_name, listed, entry.programmes, entry.measures, entry.citations)
            party.notes += entry.notes

    def relations_of(self, party: Party, profile: str) -> list[Ownership]:
        """Add the relations of a profile to its party as notes, and return its ownerships."""
        stakes = []
        for kind, other, words, is_former, notes in self.relations.get(profile, ()):
            party.note(f"{words}; former" if is_former else words, other)
            party.notes += notes
            if not is_former:
                stakes.append(ownership(party.place, kind, party.number, other, words))
        return [stake for stake in stakes if stake]

    def learn(self, sets: Element) -> None:
        """Take the words of the reference value sets."""
        for values in sets:
            kind = values.tag.removesuffix("Values")
            self.words[kind] = {one.get("ID", ""): text(one) for one in values}
        for sub in sets.iterfind("PartySubTypeValues/PartySubType"):
            kind = self.word("PartyType", sub.get("PartyTypeID", ""))
            self.kinds[sub.get("ID", "")] = text(sub) if kind == "Transport" else kind
        for area in sets.iterfind("AreaCodeValues/AreaCode"):
            self.areas[area.get("ID", "")] = clean(area.get("Description", ""))

    def locate(self, location: Element) -> None:
        """Take a location."""
        parts = []
        for part in location.iterfind("LocationPart/LocationPartValue"):
            comment = text(part, "Comment")
            parts.append(joined(text(part, "Value"), f"({comment})" if comment else "", by=" "))
        countries = [
            self.word("Country", country.get("CountryID", ""))
            for country in location.iterfind("LocationCountry")
        ] or [
            self.areas.get(area.get("AreaCodeID", ""), area.get("AreaCodeID", ""))
            for area in location.iterfind("LocationAreaCode")
        ]
        self.locations[location.get("ID", "")] = Location(
            joined(*parts), joined(*countries), tuple(SHAPES["Location"].unforeseen(location))
        )

    def take_document(self, document: Element) -> None:
        """Take a document."""
        label = self.word("IDRegDocType", document.get("IDRegDocTypeID", ""))
        number = text(document, "IDRegistrationNo")
        notes = [Note(f"{label} comment", joined(number, text(document, "Comment"), by=": "))]
        if not text(document, "Comment"):
            notes.clear()
        if place := self.locations.get(document.get("IssuedIn-LocationID", "")):
            where = joined(place.line, place.country)
            notes.append(Note(f"{label} issued in", joined(number, where, by=": ")))
        validity = self.word("Validity", document.get("ValidityID", ""))
        if validity not in ("Valid", ""):
            notes.append(Note(f"{label} validity", joined(number, validity, by=": ")))
        for dated in document.iterfind("DocumentDate"):
            kind = self.word("IDRegDocDateType", dated.get("IDRegDocDateTypeID", ""))
            if day := span(dated.find("DatePeriod")):
                notes.append(Note(f"{label} {kind}", joined(number, day.text, by=": ")))
        country = document.get("IssuedBy-CountryID", "")
        self.documents[document.get("IdentityID", "")].append(
            _Document(
                label,
                number,
                self.word("Country", country) if country else "",
                text(document, "IssuingAuthority"),
                (*notes, *SHAPES["IDRegDocument"].unforeseen(document)),
            )
        )

    def relate(self, relation: Element) -> None:
        """Take a relation of one profile to another."""
        kind = self.word("RelationType", relation.get("RelationTypeID", ""))
        quality = self.word("RelationQuality", relation.get("RelationQualityID", ""))
        words = joined(
            kind, text(relation, "Comment"), quality if quality != "Unknown" else "", by="; "
        )
        self.relations[relation.get("From-ProfileID", "")].append(
            _Relation(
                kind,
                relation.get("To-ProfileID", ""),
                words,
                relation.get("Former") == "true",
                tuple(SHAPES["ProfileRelationship"].unforeseen(relation)),
            )
        )

    def enter(self, entry: Element) -> None:
        """Take an entry on a list: its first day, programmes, measures and legal bases."""
        list_name = self.word("List", entry.get("ListID", "")) or COLLECTIVE
        dates, citations, programmes, measures, notes = [], [], [], [], []
        for event in entry.iterfind("EntryEvent"):
            day = days(event.find("Date"))
            kind = self.word("EntryEventType", event.get("EntryEventTypeID", ""))
            if kind == "Created":
                dates.append(day)
            else:
                notes.append(Note(f"{list_name} {kind}", day))
            citations.append(self.word("LegalBasis", event.get("LegalBasisID", "")))
            if comment := text(event, "Comment"):
                notes.append(Note(f"{list_name} comment", comment))
        for measure in entry.iterfind("SanctionsMeasure"):
            kind = self.word("SanctionsType", measure.get("SanctionsTypeID", ""))
            comment = text(measure, "Comment")
            if kind == "Program" and comment:
                programmes.append(comment)
            else:
                measures.append(joined(kind, comment, by=": "))
            if lasting := span(measure.find("DatePeriod")):
                notes.append(Note(f"{list_name} {joined(kind, comment, by=': ')}", lasting.text))
        self.entries[entry.get("ProfileID", "")].append(
            _Entry(
                list_name,
                min(filter(None, dates), default=""),
                tuple(programmes),
                tuple(measures),
                tuple(citations),
                (*notes, *SHAPES["SanctionsEntry"].unforeseen(entry)),
            )
        )


def gathered(parcel: Parcel) -> References:
    """Return what the parties of a file refer to."""
    known = References()
    takers = {
        "ReferenceValueSets": known.learn,
        "Location": known.locate,
        "IDRegDocument": known.take_document,
        "ProfileRelationship": known.relate,
        "SanctionsEntry": known.enter,
    }
    for element, _line in elements(parcel, takers):
        takers[element.tag](element)
    return known


def days(element: Element | None) -> str:
    """Return the day of an element with year, month and day; empty where it has none."""
    if element is None:
        return ""
    parts = [text(element, unit) for unit in ("Year", "Month", "Day")]
    return read_date("-".join(part.zfill(2) for part in parts if part), "ymd").value


def span(found: Element | None) -> Date | None:
    """Return a period of days, from its first day to its last; None where it has none."""
    if found is None:
        return None
    start, end = found.find("Start"), found.find("End")
    first = days(start.find("From")) if start is not None else ""
    last = days(end.find("To")) if end is not None else ""
    rough = any(side is not None and side.get("Approximate") == "true" for side in (start, end))
    return period(first, last, rough)
