"""No element and no attribute of an official file is unknown to the reader of its format."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.lists.io.input_files import parcels
from comity.lists.model.reader import Reader
from comity.lists.model.record import Record
from comity.lists.readers import canada, un
from comity.lists.readers.eu import fsf_xml, fsf_xml_old
from comity.lists.readers.us import ofac_advanced_xml, ofac_enhanced_xml
from tests.lists.paths_of import paths_of
from tests.official_lists import official

SAMPLES = Path(__file__).parents[2] / "data" / "lists"
OFAC = "us-ofac-consolidated"
TABLES: dict[str, tuple[dict[str, str], dict[str, str], dict[str, str]]] = {
    # record: its fields, what is ignored, and what stands before both in a path
    "un": (un.FIELDS, un.IGNORED, {"INDIVIDUAL": "INDIVIDUAL", "ENTITY": "ENTITY"}),
    "eu": (fsf_xml.FIELDS, fsf_xml.IGNORED, {"sanctionEntity": ""}),
    "eu-old": (fsf_xml_old.FIELDS, fsf_xml_old.IGNORED, {"ENTITY": ""}),
    "canada": (canada.FIELDS, canada.IGNORED, {"record": ""}),
    "enhanced": (ofac_enhanced_xml.FIELDS, ofac_enhanced_xml.IGNORED, {"entity": ""}),
    "advanced": (
        ofac_advanced_xml.FIELDS,
        ofac_advanced_xml.IGNORED,
        dict.fromkeys(
            ("DistinctParty", "Location", "IDRegDocument", "ProfileRelationship", "SanctionsEntry"),
            "",
        ),
    ),
}
FILES = [
    ("un", "un-sc/2020-11-30_consolidated.xml.gz"),
    ("un", "un-sc/2020-12-01_consolidated.xml.gz"),
    ("un", "un-sc/2026-02-27_consolidated.xml.gz"),
    ("eu", "eu-fsf/2022-03-18_xmlFullSanctionsList_1_1_truncated.xml.gz"),
    ("eu-old", "eu-fsf/2016-02-11_global_1_0.xml.gz"),
    ("canada", "canada-sema/2020-10_sema-lmes.xml"),
    ("canada", "canada-sema/2022-05_sema-lmes.xml.gz"),
    ("enhanced", f"{OFAC}/2025-01-10_CONS_ENHANCED.ZIP"),
    ("advanced", f"{OFAC}/2020-03-17_cons_advanced.xml.gz"),
]


@pytest.mark.parametrize(("table", "path"), FILES)
def test_each_path_of_an_official_file_is_mapped_or_ignored(table: str, path: str) -> None:
    fields, ignored, records = TABLES[table]
    known = {*fields, *ignored}
    found = paths_of(official(path), records)
    assert found
    unknown = []
    for full in found:
        record, rest = _below(full)
        if table == "advanced":
            rest = f"{record}{rest}" if rest.startswith("@") else f"{record}/{rest}"
        elif table == "un":
            rest = "/".join(
                part.replace(f"{record}_", "?_", 1) if part.startswith(f"{record}_") else part
                for part in rest.split("/")
            )
        if rest not in known:
            unknown.append(full)
    assert not unknown


@pytest.mark.parametrize("table", TABLES)
def test_no_path_is_both_mapped_and_ignored(table: str) -> None:
    fields, ignored, _ = TABLES[table]
    assert not fields.keys() & ignored.keys()
    assert all(fields.values())
    assert all(ignored.values())


ADDED = [  # a reader, a sample of its format, and an element of it that stands in a record
    (un.READER, "un-xml/excerpt.xml", "<GENDER>"),
    (fsf_xml.READER, "eu-fsf-xml-1.1/excerpt.xml", "<subjectType "),
    (fsf_xml_old.READER, "eu-fsf-xml-1.0/excerpt.xml", "<NAME "),
    (canada.READER, "canada-sema-xml/2022.xml", "<Country>"),
    (ofac_enhanced_xml.READER, "ofac-enhanced-xml/excerpt.xml", "<names>"),
    (ofac_advanced_xml.READER, "ofac-advanced-xml/excerpt.xml", "<Profile "),
    (ofac_advanced_xml.READER, "ofac-advanced-xml/excerpt.xml", "<LocationPart "),
    (ofac_advanced_xml.READER, "ofac-advanced-xml/excerpt.xml", "<IDRegistrationNo>"),
    (ofac_advanced_xml.READER, "ofac-advanced-xml/excerpt.xml", "<EntryEvent "),
]


@pytest.mark.parametrize(("reader", "sample", "before"), ADDED)
def test_an_element_that_nobody_foresaw_becomes_a_note(
    reader: Reader, sample: str, before: str, tmp_path: Path
) -> None:
    text = (SAMPLES / sample).read_text("utf-8-sig")
    at = text.index(before)
    told = '<surprise kind="new"><inner>told by nobody before</inner></surprise>'
    place = tmp_path / "surprise.xml"
    place.write_text(text[:at] + told + text[at:], "utf-8")
    items = list(reader.read(parcels([str(place)]), reader.sources[0]))
    notes = [note for item in items if isinstance(item, Record) for note in item.notes]
    assert "told by nobody before" in [text for name, text in notes if name.endswith("inner")]
    assert "new" in [text for name, text in notes if name.endswith("surprise@kind")]


def _below(full: str) -> tuple[str, str]:
    """Return the name of the record, and the path below it."""
    record, slash, rest = full.partition("/")
    if "@" in record:
        record, _at, attribute = full.partition("@")
        return record, f"@{attribute}"
    return record, rest if slash else ""
