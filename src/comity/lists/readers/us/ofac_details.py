"""The details of a record in OFAC's older files: identifications by type, programmes, its list.

These files give as an identification whatever OFAC files under a type: numbers, but also measures
and descriptions. The types are the reference values of OFAC's advanced format; the programme tags:
https://ofac.treasury.gov/specially-designated-nationals-list-sdn-list/program-tag-definitions-for-ofac-sanctions-lists
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from comity.errors import BadData
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
    Record,
)
from comity.lists.normalise.date_words import read_date
from comity.lists.normalise.documents import identifier

KINDS: dict[str, EntityKind] = {"individual": "Person", "vessel": "Vessel", "aircraft": "Aircraft"}
"""What a type of SDN means; an ``Entity`` may be any body, so it is an OtherEntity."""

NAME_KINDS: dict[str, NameKind] = {"aka": "alias", "fka": "former", "nka": "alias"}

# Types of identification that are numbers; their schemes are told by ``documents``.
_NUMBERS = (
    "Afghan Money Service Provider License Number|Aircraft Mode S Transponder Code"
    "|Aircraft Construction Number (also called L/N or S/N or F/N)|Aircraft Serial Identification"
    "|Aircraft Manufacturer's Serial Number (MSN)|Aircraft Tail Number|BIK (RU)"
    "|Birth Certificate Number|Bosnian Personal ID No.|Branch Unit Number"
    "|British National Overseas Passport|Business Number|Business Registration Document #"
    "|Business Registration Number|C.I.F.|C.R. No.|C.U.I.|C.U.I.P.|C.U.I.T.|C.U.R.P."
    "|CNP (Personal Numerical Code)|Cartilla de Servicio Militar Nacional"
    "|Cedula No.|Central Registration System Number|Certificate of Incorporation Number"
    "|Chamber of Commerce Number|Chinese Commercial Code|Citizen's Card Number"
    "|Commercial Registry Number|Company Number|Credencial electoral|D-U-N-S Number|D.N.I."
    "|Diplomatic Passport|Driver's License No.|Dubai Chamber of Commerce Membership No."
    "|Electoral Registry No.|Enterprise Number|Equity Ticker|File Number|Fiscal Code"
    "|Folio Mercantil No.|Government Gazette Number|I.F.E.|ISIN|Identification Number"
    "|Immigration No.|Istanbul Chamber of Comm. No.|Italian Fiscal Code|Kenyan ID No."
    "|LE Number|Legal Entity Number|License|License #|MICEX Code|MMSI|MMSI #"
    "|MSB Registration Number|Matricula Mercantil No|Moroccan Personal ID No.|N.I.E.|NIT #"
    "|National Foreign ID Number|National ID No.|Numero Unico de Identificacao Tributaria (NUIT)"
    "|Numero de Identidad|Other Vessel Call Sign|Paraguayan tax identification number|Passport"
    "|Personal ID Card|Pilot License Number|Previous Aircraft Tail Number"
    "|Public Registration Number|Public Security and Immigration No.|R.F.C.|RFC|RIF #|RSIN|RTN"
    "|RUC #|Refugee ID Card|Registered Charity No.|Registration ID|Registration Number"
    "|Residency Number|Romanian C.R.|Romanian Permanent Resident|Romanian Tax Registration"
    "|SRE Permit No.|SSN|SWIFT/BIC|Seafarer's Identification Document|Serial No."
    "|Stateless Person ID Card|Stateless Person Passport|Tax ID No.|Tazkira National ID Card"
    "|Tourism License No.|Trade License No.|Travel Document Number"
    "|Turkish Identification Number|UAE Identification|UK Company Number|UN/LOCODE|US FEIN"
    "|Unified Social Credit Code (USCC)|United Social Credit Code Certificate (USCCC)"
    "|V.A.T. Number|Vessel Registration Identification|VisaNumberID"
)
_MEASURES = (
    "Additional Sanctions Information -|Secondary sanctions risk:|IFCA Determination -"
    "|Transactions Prohibited For Persons Owned or Controlled By U.S. Financial Institutions:"
    "|Executive Order 13662 Directive Determination -|Executive Order 13846 information:"
    "|Executive Order 14024 Directive Information -|Executive Order 14024 Directive Information"
    "|CAATSA Section 235 Information:|PEESA Information:|HKAA Information:"
)
_NOTES = (
    "Website|Email Address|Phone Number|Telephone|Fax|Target Type|Organization Type:|Issuer Name"
    "|Organization Established Date|Former Vessel Flag|Other Vessel Flag|Other Vessel Type"
    "|Aircraft Model|Aircraft Manufacture Date|Aircraft Operator|For more information, please see:"
    "|Effective Date (CMIC)|Listing Date (CMIC)|Purchase/Sales For Divestment Date (CMIC)|"
) + "|".join(
    f"{what} Date (EO 14024 Directive {number}):"
    for what in ("Listing", "Effective")
    for number in ("1", "1a", "2", "3", "4")
)
_LOOKS = {  # types whose scheme is that of another
    "D-U-N-S Number": "DUNS Number",
    "MMSI #": "MMSI",
    "Other Vessel Call Sign": "Vessel Call Sign",
    "Previous Aircraft Tail Number": "Aircraft Tail Number",
}
MEASURES = frozenset(_MEASURES.split("|"))
NOTES = frozenset(_NOTES.split("|"))
TIES = frozenset(("Nationality of Registration", "Registration Country"))
TYPES: frozenset[str] = MEASURES | NOTES | TIES | {"Gender", *_NUMBERS.split("|")}
"""Every type of identification that is known, as OFAC writes it; see also CRYPTO."""
CRYPTO = "Digital Currency Address"

_TARGETS: dict[str, EntityKind] = {
    "Government Entity": "GovernmentBody",
    "Private Company": "Company",
    "Public Company": "Company",
    "State-Owned Enterprise": "Company",
    "Financial Institution": "Company",
}
_LISTING = re.compile(r"Listing Date \((?:CMIC|EO 14024 Directive (?P<number>\w+))\):?\Z")
_LINKED = re.compile(r"Linked To: (?P<name>.+?)\)?\.?\Z")
_DIRECTIVE = re.compile(r"Directive (1a|1|2|3)\b", re.I)

# Programmes whose entries are on a list of their own, when they stand in the non-SDN files. That
# Directives 1, 1a and 3 of E.O. 14024 put an entity on the menu-based list and Directive 2 on the
# CAPTA list, OFAC says in the directives, and the Consolidated Screening List bears it out.
_LISTS = {
    "NS-PLC": "ofac-plc",
    "FSE-IR": "ofac-fse",
    "FSE-SY": "ofac-fse",
    "CMIC-EO13959": "ofac-ns-cmic",
    "MBS": "ofac-ns-mbs",
    "CAATSA - RUSSIA": "ofac-ns-mbs",
    "UKRAINE-EO13662": "ofac-ssi",
    "561List": "ofac-capta",
    "561-Related": "ofac-capta",
}
_LISTS_OF_TAGS = {tag: {key} for tag, key in _LISTS.items()}
_BY_DIRECTIVE = "RUSSIA-EO14024"  # the programme whose directives are on lists of their own
_DIRECTIVES = {"1": "ofac-ns-mbs", "1A": "ofac-ns-mbs", "3": "ofac-ns-mbs", "2": "ofac-capta"}
_ONLY_NON_SDN = {"NS-PLC", "FSE-IR", "FSE-SY", "CMIC-EO13959", "561List", "561-Related", "MBS"}


@dataclass(slots=True)
class Details:
    """The details of one record while its file is read; :meth:`record` makes the record of them."""

    names: list[Name] = field(default_factory=list)
    programmes: list[str] = field(default_factory=list)
    measures: list[str] = field(default_factory=list)
    ties: list[CountryTie] = field(default_factory=list)
    addresses: list[Address] = field(default_factory=list)
    identifiers: list[Identifier] = field(default_factory=list)
    births: list[Date] = field(default_factory=list)
    birth_places: list[str] = field(default_factory=list)
    positions: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    listings: list[tuple[str, str]] = field(default_factory=list)  # directive or none, date
    directives: set[str] = field(default_factory=set)
    targets: set[EntityKind] = field(default_factory=set)
    citations: list[str] = field(default_factory=list)
    gender: str = ""
    vessel_type: str = ""
    listed: Date | None = None
    delisted: Date | None = None
    licence_requirement: str = ""
    review_policy: str = ""

    def identification(
        self, kind: str, value: str, country: str = "", issued: str = "", expires: str = ""
    ) -> None:
        """Add what OFAC calls an identification: a number, a measure, or a description."""
        if not value and not country:
            return
        whole = f"{value} ({country})" if country else value
        if "14024" in kind:
            self.directives |= {one.upper() for one in _DIRECTIVE.findall(f"{kind} {value}")}
        if kind == "Gender" and not self.gender:
            self.gender = value
        elif kind in MEASURES:
            self.measures.append(f"{kind} {whole}")
        elif kind in TIES:
            self.ties.append(CountryTie("incorporation", country or value))
        elif kind in NOTES or kind == "Gender":
            self._describe(kind, whole)
        else:
            number = identifier(_LOOKS.get(kind, kind), value, country)
            self.identifiers.append(number._replace(label=kind))
            for words, day in (("issued", issued), ("expires", expires)):
                if day:
                    self.notes.append(Note(words, f"{kind} {number.value}: {day}"))

    def _describe(self, kind: str, value: str) -> None:
        """Add a description, and what it says of the kind of entity and the day of listing."""
        self.notes.append(Note(kind, value))
        if match := _LISTING.match(kind):
            self.listings.append(((match["number"] or "").upper(), value))
        elif kind == "Target Type" and value in _TARGETS:
            self.targets.add(_TARGETS[value])

    def remark(self, text: str) -> None:
        """Add a remark whole, and as notes those whom it calls linked."""
        self.remarks.append(text)
        if "Linked To: " in text:
            for part in text.split("; "):
                if match := _LINKED.match(part.lstrip("(")):
                    self.notes.append(Note("Linked To", match["name"]))

    def address(self, text: str, country: str) -> None:
        """Add an address; of a country alone, the tie to it."""
        if country.casefold() == "undetermined":
            self.notes.append(Note("country", country))
            country = ""
        if text:
            self.addresses.append(Address(f"{text}, {country}" if country else text, country))
        elif country:
            self.ties.append(CountryTie("address", country))

    def record(
        self, place: str, kind: EntityKind, number: str, lists: Collection[str] | None
    ) -> Record:
        """Return the record; ``lists`` are those it is on, or None to tell them by programmes."""
        if kind == "OtherEntity" and len(self.targets) == 1:
            [kind] = self.targets
        keys = non_sdn_lists(self.programmes, self.directives) if lists is None else tuple(lists)
        return Record(
            place=place,
            kind=kind,
            names=_ordered(self.names),
            entries=tuple(self._entry(key, keys) for key in keys),
            number=number,
            ties=tuple(dict.fromkeys(self.ties)),
            addresses=tuple(dict.fromkeys(self.addresses)),
            identifiers=tuple(dict.fromkeys(self.identifiers)),
            births=tuple(dict.fromkeys(self.births)),
            birth_places=tuple(dict.fromkeys(self.birth_places)),
            gender=self.gender,
            positions=tuple(dict.fromkeys(self.positions)),
            vessel_type=self.vessel_type,
            remarks=tuple(self.remarks),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def _entry(self, key: str, keys: tuple[str, ...]) -> Entry:
        """Return the designation on one list, with the programmes that are not another list's."""
        dates = [
            read_date(value)
            for directive, value in self.listings
            if (key == "ofac-ns-cmic" and not directive) or _DIRECTIVES.get(directive) == key
        ]
        tags = self.programmes
        if len(keys) > 1:
            by_directive = {_DIRECTIVES[one] for one in self.directives & _DIRECTIVES.keys()}
            lists = {**_LISTS_OF_TAGS, _BY_DIRECTIVE: by_directive or {key}}
            tags = [tag for tag in tags if key in lists.get(tag, {key})]
        return Entry(
            list=key,
            listed=self.listed or min(dates, key=lambda day: day.value, default=None),
            delisted=self.delisted,
            programmes=tuple(tags),
            measures=tuple(dict.fromkeys(self.measures)),
            citations=tuple(dict.fromkeys(self.citations)),
            licence_requirement=self.licence_requirement,
            review_policy=self.review_policy,
        )


def add_alias(details: Details, kind: str, name: str, weak: bool) -> None:
    """Add a name of one of OFAC's kinds (aka, fka, nka); a weak former name is weak, and noted."""
    details.names.append(Name(name, "weak" if weak else NAME_KINDS.get(kind, "alias")))
    if weak and kind == "fka":
        details.notes.append(Note("weak f.k.a.", name))
    elif kind not in ("aka", "fka"):
        details.notes.append(Note("type of alias", f"{kind}: {name}"))


def non_sdn_lists(programmes: Iterable[str], directives: Collection[str]) -> tuple[str, ...]:
    """Return the lists of an entry of the non-SDN files; ``ofac-cons`` where OFAC does not say."""
    found = {_LISTS[tag] for tag in programmes if tag in _LISTS}
    found |= {_DIRECTIVES[one] for one in directives if one in _DIRECTIVES}
    return tuple(sorted(found)) or ("ofac-cons",)


def source_of(source: str, programmes: Iterable[Collection[str]], name: str) -> str:
    """Return the source of a file, given or found by the programmes of its records.

    Raises BadData where the file ``name`` is given as the SDN list and is of the other lists.
    """
    non_sdn = is_non_sdn(programmes)
    if source == "ofac-sdn" and non_sdn:
        raise BadData(
            f"{name} is the consolidated (non-SDN) list, not the SDN list.",
            "Import it as ofac-cons.",
        )
    return source or ("ofac-cons" if non_sdn else "ofac-sdn")


def is_non_sdn(programmes: Iterable[Collection[str]]) -> bool:
    """Say whether a file is of the non-SDN lists, from the programmes of each of its records.

    Both files have the same layout. Tags that only those lists use are in the SDN file at most on
    a few records that are on both.
    """
    only = other = 0
    for tags in programmes:
        if _ONLY_NON_SDN.intersection(tags) or set(tags) == {"UKRAINE-EO13662"}:
            only += 1
        else:
            other += 1
    return only > 0 and only >= other / 4


def _ordered(names: list[Name]) -> tuple[Name, ...]:
    """Return the names, the primary one first, none twice."""
    return tuple(sorted(dict.fromkeys(names), key=lambda name: name.kind != "primary"))
