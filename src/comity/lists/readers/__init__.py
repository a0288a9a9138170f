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
    raise BadData(
        f"{names}: no known format of a list begins like this.",
        f"Give a file as its publisher has it: {', '.join(reader.name for reader in readers())}.",
    )
