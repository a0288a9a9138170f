"""The formats that can be read, and how a file is known for one of them: by what is in it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module

from comity.errors import BadData
from comity.lists.parcel import Parcel
from comity.lists.reader import Reader

FORMATS: tuple[str, ...] = (
    "csl_csv",
    "csl_json",
    "ofac_sdn_xml",
    "ofac_legacy",
    "bis_dpl",
    "bis_el_csv",
    "ofac_advanced_xml",
    "ofac_enhanced_xml",
    "un_xml",
    "eu_fsf_xml",
    "eu_fsf_xml_old",
    "eu_fsf_csv",
    "eu_oj_csv",
    "canada_sema_xml",
    "uk_conlist_csv",
    "uk_conlist_xlsx",
    "uk_sanctions_list_csv",
    "uk_sanctions_list_xml",
    "ftm",
    "targets_simple_csv",
    "australia_dfat",
    "japan_mof",
    "japan_meti_eul",
    "japan_meti_tokutei",
    "ukraine_nsdc",
    "china_csv",
    "china_json",
    "us_1260h_csv",
    "us_1286_csv",
)
"""Modules of this package, in the order in which they are asked; each has one ``READER``."""


@cache
def readers() -> tuple[Reader, ...]:
    """Return the reader of each format, in the order in which they are asked."""
    return tuple(import_module(f"{__name__}.{name}").READER for name in FORMATS)


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
