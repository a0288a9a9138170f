"""OFAC's advanced XML (Sanctions): SDN_ADVANCED.XML and CONS_ADVANCED.XML.

Specification: https://ofac.treasury.gov/sdn-list-data-formats-data-schemas and the schema
https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML.xsd.
A party stands in several places of the file, which refer to each other by number: its names and
features in DistinctParty, its addresses in Location, its documents in IDRegDocument, its lists in
SanctionsEntry, and all words in ReferenceValueSets. Every element and attribute stands in FIELDS
(by the name of the element that holds it), with what becomes of it, or in IGNORED, with the
reason; what is in neither is kept as a note of the party. The file is read twice: what parties
refer to is held in memory, the parties themselves are not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from comity.lists.io.encoding import clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.xml import elements, text
from comity.lists.model.reader import joined, some
from comity.lists.model.record import Edition, Item, Ownership, Record, Refusal
from comity.lists.readers.us.ofac_advanced_fields import FIELDS, IGNORED, SHAPES
from comity.lists.readers.us.ofac_advanced_parts import Location, References, days, gathered, span
from comity.lists.readers.us.ofac_party import KINDS, Party

__all__ = ["FIELDS", "IGNORED", "READER"]

_OPEN = re.compile(r"<(?:\w+:)?Sanctions\b[^>]*(?:/sanctions/1\.0|ADVANCED_XML)")
_LAST = ("Last Name",)


@dataclass(frozen=True)
class OfacAdvancedXml:
    """Reads the advanced XML of both of OFAC's publications."""

    name: str = "ofac-advanced-xml"
    title: str = "OFAC sanctions lists, advanced XML"
    specification: str = "https://ofac.treasury.gov/sdn-list-data-formats-data-schemas"
    version: str = "1"
    sources: tuple[str, ...] = ("ofac-sdn", "ofac-cons")
    ignored: dict[str, str] = field(default_factory=lambda: IGNORED)

    def recognises(self, head: str) -> bool:
        """Say whether the outermost element is that of the advanced schema."""
        return _OPEN.search(head) is not None

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give the edition, each party, and the ownerships between parties of the file."""
        for element, _line in elements(parcels[0], ("DateOfIssue",)):
            yield Edition(published=days(element))
            break
        for parcel in parcels:
            known = gathered(parcel)
            numbers: set[str] = set()
            stakes: list[Ownership] = []
            for element, line in some(parcel, ("DistinctParty",)):
                record = _record(element, line, known, stakes)
                if isinstance(record, Record):
                    numbers.add(record.number)
                yield record
            yield from (stake for stake in stakes if {stake.owner, stake.owned} <= numbers)


def _record(
    element: Element, line: int, known: References, stakes: list[Ownership]
) -> Record | Refusal:
    """Return one party with what it refers to; its ownerships go to ``stakes``."""
    number = clean(element.get("FixedRef", ""))
    place = f"DistinctParty {number}" if number else f"DistinctParty on line {line}"
    party = Party(place, number)
    if remark := text(element, "Comment"):
        party.remarks.append(remark)
    for profile in element.iterfind("Profile"):
        party.kind = KINDS.get(known.kinds.get(profile.get("PartySubTypeID", ""), ""), party.kind)
        for identity in profile.iterfind("Identity"):
            if identity.get("False") == "true":
                party.note("Identity", "false identity", clean(identity.get("ID", "")))
            _names(party, identity, known)
            known.documents_of(party, identity.get("ID", ""))
        for feature in profile.iterfind("Feature"):
            _feature(party, feature, known)
        known.entries_of(party, profile.get("ID", ""))
        stakes += known.relations_of(party, profile.get("ID", ""))
    party.notes += SHAPES["DistinctParty"].unforeseen(element)
    return party.record()


def _names(party: Party, identity: Element, known: References) -> None:
    """Add the names of an identity: each alias in each of its scripts."""
    types = {
        group.get("ID", ""): known.word("NamePartType", group.get("NamePartTypeID", ""))
        for group in identity.iterfind("NamePartGroups/MasterNamePartGroup/NamePartGroup")
    }
    for alias in identity.iterfind("Alias"):
        kind = known.word("AliasType", alias.get("AliasTypeID", ""))
        low = alias.get("LowQuality") == "true"
        for documented in alias.iterfind("DocumentedName"):
            last: list[str] = []
            rest: list[str] = []
            script = ""
            for part in documented.iterfind("DocumentedNamePart/NamePartValue"):
                if words := text(part):
                    is_last = types.get(part.get("NamePartGroupID", "")) in _LAST
                    (last if is_last else rest).append(words)
                script = known.word("Script", part.get("ScriptID", ""))
            comma = ", " if script == "Latin" else " "
            whole = joined(" ".join(last), " ".join(rest), by=comma)
            status = known.word("DocNameStatus", documented.get("DocNameStatusID", ""))
            first = alias.get("Primary") == "true" and status == "Primary Latin"
            party.name(whole, kind, script, first, low)


def _feature(party: Party, feature: Element, known: References) -> None:
    """Add a feature: the words, country, date or location of each of its versions."""
    kind = known.word("FeatureType", feature.get("FeatureTypeID", "")) or "feature"
    party.note(f"{kind} comment", text(feature, "Comment"))
    for version in feature.iterfind("FeatureVersion"):
        words = joined(
            *(
                joined(text(detail), known.word("DetailReference", reference), by=": ")
                for detail in version.iterfind("VersionDetail")
                for reference in (detail.get("DetailReferenceID", ""),)
            ),
            by="; ",
        )
        date = span(version.find("DatePeriod"))
        places = [
            known.locations.get(place.get("LocationID", ""), Location())
            for place in version.iterfind("VersionLocation")
        ]
        for place in places or ([] if kind == "Location" else [Location()]):
            party.notes += place.notes
            if kind == "Location":
                party.address(place.line, place.country)
            else:
                party.feature(kind, words or place.line, place.country, date)
        shown = words or (date.text if date else "")
        party.note(f"{kind} comment", shown, text(version, "Comment"))
        reliability = known.word("Reliability", version.get("ReliabilityID", ""))
        if reliability not in ("Confirmed", "Unknown"):
            party.note(f"{kind} reliability", shown, reliability)


READER = OfacAdvancedXml()
