"""The formats that can be read, and how a file is known for one of them: by what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module

from comity.errors import BadData
from comity.lists.io.input_files import Parcel
from comity.lists.model.reader import Reader

FORMATS: tuple[str, ...] = (
    "us.csl_csv:READER",
    "us.csl_json:READER",
    "us.ofac_sdn_xml:READER",
    "us.ofac_legacy:READER",
    "us.bis_denied_persons:READER",
    "us.bis_entity_list:READER",
    "us.ofac_advanced_xml:READER",
    "us.ofac_enhanced_xml:READER",
    "un:READER",
    "eu.fsf_xml:READER",
    "eu.fsf_xml_old:READER",
    "eu.fsf_csv:READER",
    "eu.official_journal:READER",
    "canada:READER",
    "uk.conlist_files:CSV_READER",
    "uk.conlist_files:WORKBOOK_READER",
    "uk.sanctions_list_files:CSV_READER",
    "uk.sanctions_list_files:XML_READER",
    "ftm.json_lines:READER",
    "ftm.targets_simple:READER",
    "asia.australia:READER",
    "asia.japan_mof:READER",
    "asia.registry_json:JAPAN_READER",
    "asia.japan_specified_entities:READER",
    "ukraine:READER",
    "asia.china:READER",
    "asia.registry_json:CHINA_READER",
    "us.section_1260h:READER",
    "us.section_1286:READER",
)
"""Each reader by its module in this package and its name there, in the order of recognition."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return the reader of each format, in the order in which they are asked."""
    named = (name.split(":") for name in FORMATS)
    return tuple(getattr(import_module(f"{__name__}.{module}"), name) for module, name in named)


def reader_named(name: str) -> Reader:
    """Return the reader of a format by its name; BadData names all there are."""
    for reader in readers():
        if reader.name == name:
            return reader
    raise BadData(
        f"'{name}' is no format of a list.",
        f"Formats are: {', '.join(sorted(reader.name for reader in readers()))}.",
    )


def recognise(parcels: Sequence[Parcel]) -> Reader:
    """Return the reader of the first of the files that a reader knows, by what is in it.

    Raises BadData where no reader knows any of them.
    """
    for parcel in parcels:
        head = parcel.head()
        for reader in readers():
            if reader.recognises(head):
                return reader
    names = ", ".join(parcel.name for parcel in parcels)
    if any(_is_part_of_ofac(parcel.head()) for parcel in parcels):
        raise BadData(
            f"{names}: this is a part of OFAC's legacy files without the main one.",
            "Give it with SDN.CSV (or CONS_PRIM.CSV), in one command.",
        )
    raise BadData(
        f"{names}: no known format of a list begins like this. {_nearest(parcels[0].head())}",
        "Give the file as its publisher has it; comity import --list names the formats.",
    )


def _is_part_of_ofac(head: str) -> bool:
    legacy = import_module(f"{__name__}.us.ofac_legacy")
    part: tuple[str, str] | None = legacy.kind_of(head)
    return part is not None and part[0] in ("alt", "add")


SIGNS: dict[str, tuple[str, ...]] = {
    "australia-dfat": ("Reference", "Name Type", "Control Date", "Committees"),
    "bis-dpl": ("Name", "Effective_Date", "Standard_Order", "FR_Citation"),
    "bis-el-csv": ("Name", "Address", "License Requirement", "Federal Register Notice"),
    "canada-sema-xml": ("<data-set>", "<record>", "<Schedule>", "<Item>"),
    "csl-csv": ("source", "entity_number", "federal_register_notice", "standard_order"),
    "csl-json": ('"results"', '"source"', '"entity_number"'),
    "eu-fsf-csv": ("Entity_LogicalId", "Naal_wholename", "fileGenerationDate"),
    "eu-fsf-xml-1.0": ("<WHOLE", "<ENTITY"),
    "eu-fsf-xml-1.1": ("<export", "<sanctionEntity", "designationDetails"),
    "eu-oj-csv": ("celex", "programKey", "annex", "startDate"),
    "ftm": ('"schema"', '"properties"', '"datasets"'),
    "ofac-advanced-xml": ("<Sanctions", "<DateOfIssue", "<ReferenceValueSets"),
    "ofac-enhanced-xml": ("<sanctionsData", "<publicationInfo", "<entities"),
    "ofac-sdn-xml": ("<sdnList", "<publshInformation", "<sdnEntry"),
    "targets-simple-csv": ("id", "schema", "name", "aliases", "sanctions", "dataset"),
    "uk-conlist-csv": ("Last Updated", "Group ID", "Name 6", "Listed On"),
    "uk-sanctions-list-csv": ("Unique ID", "OFSI Group ID", "Regime Name", "Designation Type"),
    "uk-sanctions-list-xml": ("<Designations", "<Designation", "<UniqueID"),
    "un-xml": ("<CONSOLIDATED_LIST", "<INDIVIDUALS", "<ENTITIES"),
    "us-1260h-csv": ("Clean Name", "Previous Name", "Start date", "End date"),
}
"""What the beginning of a file of a format has in it, to say what speaks against one."""


def _nearest(head: str) -> str:
    """Return the two formats that a file is most like, and what it lacks of each."""
    folded = head.casefold()
    lacks = {
        name: [sign for sign in signs if sign.casefold() not in folded]
        for name, signs in SIGNS.items()
    }
    nearest = sorted(lacks, key=lambda name: (len(lacks[name]) / len(SIGNS[name]), name))[:2]
    told = (
        f"{name}, but for {', '.join(lacks[name])}" if lacks[name] else f"{name}, but for the order"
        for name in nearest
    )
    return f"The nearest are {' and '.join(told)}."
