"""The number of a document has the scheme that the publisher's words for the document mean."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from comity.lists.model.record import Identifier
from comity.lists.normalise.documents import identifier, scheme_of
from tests.lists.paths_of import unpacked
from tests.official_lists import official


@pytest.mark.parametrize(
    ("words", "scheme"),
    [
        ("Passport", "passport-number"),
        ("Número de pasaporte", "passport-number"),
        ("National Identification Number", "national-id-number"),
        ("Cedula No.", "national-id-number"),
        ("Italian Fiscal Code:", "tax-number"),
        ("Tax ID No.", "tax-number"),
        ("Driver\u2019s License No.", "driving-licence"),
        ("Birth certificate", "birth-certificate"),
        ("Unified Social Credit Code (USCC)", "unified-social-credit-code"),
        ("Digital Currency Address - XBT", "crypto-address"),
        ("Vessel Registration Identification", "imo"),
        ("Ration card no.", "other"),
        ("Government Gazette Number", "other"),
        ("Something invented", "other"),
        ("", "other"),
    ],
)
def test_words_for_a_document_mean_a_scheme(words: str, scheme: str) -> None:
    assert scheme_of(words) == scheme


@pytest.mark.parametrize(
    ("label", "value", "scheme", "kept"),
    [
        ("Vessel Registration Identification", "IMO 9187629", "imo", "9187629"),
        ("Vessel Registration Identification", "9187629", "imo", "9187629"),
        ("Vessel Registration Identification", "12345", "other", "12345"),
        ("Legal Entity Number", "253400V1H6ART1UQ0N98", "lei", "253400V1H6ART1UQ0N98"),
        ("Legal Entity Number", "123", "other", "123"),
        ("MMSI", "352000001", "mmsi", "352000001"),
        ("MMSI", "none", "other", "none"),
    ],
)
def test_a_number_that_its_scheme_forbids_is_of_no_scheme(
    label: str, value: str, scheme: str, kept: str
) -> None:
    assert identifier(label, value, "Panama") == Identifier(scheme, kept, "Panama", label)


def test_each_type_of_document_of_ofac_has_a_scheme_on_purpose() -> None:
    with unpacked(official("us-ofac-consolidated/2025-01-10_CONS_ENHANCED.ZIP")) as stream:
        root = ElementTree.parse(stream).getroot()
    types = [
        one.findtext("{*}value", "")
        for one in root.iterfind(".//{*}referenceValue")
        if one.findtext("{*}type") == "ID DOCUMENT TYPE"
    ]
    assert len(types) == 105
    left = sorted(words for words in types if scheme_of(words) == "other")
    numbers = re.compile(r"passport|tax|national|registration|driver|birth", re.IGNORECASE)
    assert [words for words in left if numbers.search(words)] == ["Military Registration Number"]
