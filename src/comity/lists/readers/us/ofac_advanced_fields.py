"""The elements of OFAC's advanced XML, and what becomes of each: mapped, or ignored and why."""

from __future__ import annotations

from comity.lists.model.reader import Shape

_NAME = "Profile/Identity/Alias/DocumentedName"
_PART = f"{_NAME}/DocumentedNamePart/NamePartValue"
_GROUP = "Profile/Identity/NamePartGroups/MasterNamePartGroup/NamePartGroup"
_VERSION = "Profile/Feature/FeatureVersion"
_ENDS = tuple(
    f"DatePeriod/{side}/{end}/{unit}"
    for side in ("Start", "End")
    for end in ("From", "To")
    for unit in ("Year", "Month", "Day")
)
_FIXED = tuple(
    f"{way}@{unit}Fixed"
    for way in ("DatePeriod", "DatePeriod/Start", "DatePeriod/End")
    for unit in ("Year", "Month", "Day")
)
_APPROXIMATE = ("DatePeriod/Start@Approximate", "DatePeriod/End@Approximate")

_PARTY_FIELDS = {
    "@FixedRef": "number of the record: OFAC's uid",
    "Comment": "remark",
    "Profile@ID": "what entries and relations refer to",
    "Profile@PartySubTypeID": "kind",
    "Profile/Identity@ID": "what documents refer to",
    "Profile/Identity@False": "note, where it is true",
    "Profile/Identity/Alias@AliasTypeID": "kind of the name: F.K.A. is former",
    "Profile/Identity/Alias@Primary": "whether the name is the primary one",
    "Profile/Identity/Alias@LowQuality": "whether the name is weak",
    f"{_NAME}@DocNameStatusID": "which of several scripts is the primary one",
    _PART: "name: last name, comma, the others, as OFAC writes it in its lists",
    f"{_PART}@ScriptID": "language of the name",
    f"{_PART}@NamePartGroupID": "which part of the name it is",
    f"{_GROUP}@ID": "which part of the name it is",
    f"{_GROUP}@NamePartTypeID": "which part of the name it is",
    "Profile/Feature@FeatureTypeID": "what a feature is: date, place, identifier, tie or note",
    "Profile/Feature/Comment": "note",
    f"{_VERSION}@ReliabilityID": "note, where it is neither Confirmed nor Unknown",
    f"{_VERSION}/Comment": "note, with the value",
    f"{_VERSION}/VersionDetail": "words of the feature",
    f"{_VERSION}/VersionDetail@DetailReferenceID": "words of the feature",
    f"{_VERSION}/VersionLocation@LocationID": "address, or the country of a tie",
    **{f"{_VERSION}/{way}": "date: its first and its last day" for way in _ENDS},
    **{f"{_VERSION}/{way}": "whether the date is circa" for way in _APPROXIMATE},
}
_SAME = "repeats the number of the party"
_ROW = "number of the row in the publisher's database"
_PARTY_IGNORED = {
    "Profile/Identity@FixedRef": _SAME,
    "Profile/Identity@Primary": "true of each identity that is published",
    "Profile/Identity/Alias@FixedRef": _SAME,
    f"{_NAME}@ID": _ROW,
    f"{_NAME}@FixedRef": _SAME,
    f"{_PART}@ScriptStatusID": "says Unknown of each name",
    f"{_PART}@Acronym": "says how the part of the name is written, which is seen from it",
    "Profile/Feature@ID": _ROW,
    f"{_VERSION}@ID": _ROW,
    f"{_VERSION}/VersionDetail@DetailTypeID": "whether it is a text, a date, a word or a country",
    f"{_VERSION}/DatePeriod@CalendarTypeID": "says Gregorian of each date",
    "Profile/Feature/IdentityReference@IdentityID": _SAME,
    "Profile/Feature/IdentityReference@IdentityFeatureLinkTypeID": "says Unknown of each feature",
    **{f"{_VERSION}/{way}": "is seen from the days" for way in _FIXED},
}
_LOCATION_FIELDS = {
    "@ID": "what features refer to",
    "LocationAreaCode@AreaCodeID": "country, where LocationCountry names none",
    "LocationCountry@CountryID": "country",
    "LocationPart/LocationPartValue/Value": "address",
    "LocationPart/LocationPartValue/Comment": "address, in brackets",
}
_LOCATION_IGNORED = {
    "LocationCountry@CountryRelevanceID": "says PRIMARY of each country",
    "LocationPart@LocPartTypeID": "the parts stand on one line, in the order of the file",
    "LocationPart/LocationPartValue@Primary": "true of each part that is published",
    "LocationPart/LocationPartValue@LocPartValueTypeID": "says Unknown of each part",
    "LocationPart/LocationPartValue@LocPartValueStatusID": "says Main of each part",
    "FeatureVersionReference@FeatureVersionID": "the feature refers to the location as well",
    "IDRegDocumentReference@IDRegDocumentID": "the document refers to the location as well",
}
_DOCUMENT_FIELDS = {
    "@IDRegDocTypeID": "scheme and label of an identifier",
    "@IdentityID": "whose document it is",
    "@IssuedBy-CountryID": "issuer of that identifier",
    "@IssuedIn-LocationID": "note, with the number",
    "@ValidityID": "note, with the number, where it is not Valid",
    "Comment": "note, with the number",
    "IDRegistrationNo": "value of that identifier",
    "IssuingAuthority": "issuer of that identifier, or a note",
    "DocumentDate@IDRegDocDateTypeID": "note, with the number",
    **{f"DocumentDate/{way}": "note, with the number" for way in _ENDS},
}
_DOCUMENT_IGNORED = {
    "@ID": _ROW,
    "DocumentedNameReference@DocumentedNameID": "name on the document: a name of the party",
    "DocumentDate/DatePeriod@CalendarTypeID": "says Gregorian of each date",
    **{f"DocumentDate/{way}": "is seen from the days" for way in (*_FIXED, *_APPROXIMATE)},
}
_RELATION_FIELDS = {
    "@From-ProfileID": "party of the note, and one side of an ownership",
    "@To-ProfileID": "note, and the other side of an ownership, where it is in the file",
    "@RelationTypeID": "note; also an ownership where it says owned or owns",
    "@RelationQualityID": "words of that note and ownership, where it is not Unknown",
    "@Former": "note; a former relation is no ownership",
    "Comment": "words of that note and ownership",
}
_RELATION_IGNORED = {
    "@ID": _ROW,
    "@SanctionsEntryID": "entry under which the relation was published; both its sides are kept",
}
_ENTRY_FIELDS = {
    "@ProfileID": "whose entry it is",
    "@ListID": "list of an entry",
    "EntryEvent@EntryEventTypeID": "note, where it is not Created",
    "EntryEvent@LegalBasisID": "citation of the entry",
    "EntryEvent/Comment": "note",
    **{f"EntryEvent/Date/{unit}": "listed" for unit in ("Year", "Month", "Day")},
    "SanctionsMeasure@SanctionsTypeID": "measure of the entry; Program says its programme",
    "SanctionsMeasure/Comment": "programme of the entry, or behind its measure",
    **{f"SanctionsMeasure/{way}": "note: the days of the measure" for way in _ENDS},
}
_ENTRY_IGNORED = {
    "@ID": _ROW,
    "EntryEvent@ID": _ROW,
    "EntryEvent/Date@CalendarTypeID": "says Gregorian of each date",
    "SanctionsMeasure@ID": _ROW,
    "SanctionsMeasure/DatePeriod@CalendarTypeID": "says Gregorian of each date",
    **{f"SanctionsMeasure/{way}": "is seen from the days" for way in (*_FIXED, *_APPROXIMATE)},
}
_TABLES: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "DistinctParty": (_PARTY_FIELDS, _PARTY_IGNORED),
    "Location": (_LOCATION_FIELDS, _LOCATION_IGNORED),
    "IDRegDocument": (_DOCUMENT_FIELDS, _DOCUMENT_IGNORED),
    "ProfileRelationship": (_RELATION_FIELDS, _RELATION_IGNORED),
    "SanctionsEntry": (_ENTRY_FIELDS, _ENTRY_IGNORED),
}


def _full(tag: str, path: str) -> str:
    """Return a path with the name of its element in front."""
    return f"{tag}{path}" if path.startswith("@") else f"{tag}/{path}"


FIELDS = {
    _full(tag, path): use for tag, tables in _TABLES.items() for path, use in tables[0].items()
}
IGNORED = {
    _full(tag, path): why for tag, tables in _TABLES.items() for path, why in tables[1].items()
}
SHAPES = {tag: Shape((*fields, *ignored)) for tag, (fields, ignored) in _TABLES.items()}
