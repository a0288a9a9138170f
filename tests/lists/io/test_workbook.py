"""Workbooks give their cells as text: dates as dates, numbers without a tail, formulas unrun."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.io import workbook
from comity.lists.io.input_files import parcels
from tests.official_lists import official

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)


def book(sheet: str) -> bytes:
    """Return a workbook of one sheet, made by hand."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        link = '<Relationship Id="r{}" Type="' + OFFICE + '/{}" Target="{}"/>'
        archive.writestr(
            "_rels/.rels", RELATIONS.format(link.format(1, "officeDocument", "xl/workbook.xml"))
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="Data" sheetId="1" r:id="r1"/></sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            RELATIONS.format(
                link.format(1, "worksheet", "worksheets/sheet1.xml")
                + link.format(2, "styles", "styles.xml")
            ),
        )
        archive.writestr("xl/styles.xml", STYLES)
        archive.writestr(
            "xl/worksheets/sheet1.xml",
            f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
        )
    return out.getvalue()


CELLS = (
    '<row r="2"><c r="B2" t="inlineStr"><is><t>00123</t></is></c><c r="C2"><v>12345</v></c>'
    '<c r="D2" s="1"><v>44655</v></c><c r="E2"><v>1.5</v></c>'
    '<c r="F2" t="b"><v>1</v></c><c r="G2"><f>1+1</f><v>7</v></c></row>'
    '<row r="4"><c r="A4" t="inlineStr"><is><t>北京</t></is></c></row>'
)


def test_cells_are_text_as_the_cell_holds_it_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    place = tmp_path / "list.csv"
    place.write_bytes(book(CELLS))
    [parcel] = parcels([str(place)])
    [(name, rows)] = [(sheet.name, list(sheet.rows)) for sheet in workbook.sheets(parcel)]
    assert name == "Data"
    assert rows == [
        (2, ["", "00123", "12345", "2022-04-04", "1.5", "TRUE", "7"]),
        (4, ["北京", "", "", "", "", "", ""]),
    ]
    assert parcel.head().splitlines()[:2] == ["[Data]", "\t00123\t12345\t2022-04-04\t1.5\tTRUE\t7"]


@pytest.mark.parametrize("keep", [100, 700, -30])
def test_a_workbook_that_is_cut_is_refused(tmp_path: Path, keep: int) -> None:
    place = tmp_path / "list.xlsx"
    place.write_bytes(book(CELLS)[:keep])
    [parcel] = parcels([str(place)])
    with pytest.raises(BadData, match="workbook"):
        [list(sheet.rows) for sheet in workbook.sheets(parcel)]


def test_a_workbook_that_unpacks_too_far_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_UNPACKED", 10_000)
    place = tmp_path / "list.xlsx"
    place.write_bytes(book(CELLS + " " * 100_000))
    [parcel] = parcels([str(place)])
    with pytest.raises(BadData, match="unpacks to more"):
        list(workbook.sheets(parcel))


def test_a_file_that_only_begins_like_an_old_workbook_is_refused(tmp_path: Path) -> None:
    place = tmp_path / "list.xls"
    place.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 2000)
    [parcel] = parcels([str(place)])
    with pytest.raises(BadData, match="workbook"):
        list(workbook.sheets(parcel))


def test_the_sheets_of_an_official_workbook_are_read_whole() -> None:
    [parcel] = parcels([official("ukraine-nsdc/2022-04-05_sanctions.xlsx")])
    with zipfile.ZipFile(official("ukraine-nsdc/2022-04-05_sanctions.xlsx")) as archive:
        counted = [
            archive.read(f"xl/worksheets/sheet{number}.xml").count(b"<row ") for number in (1, 2)
        ]
    assert [sum(1 for _ in sheet.rows) for sheet in workbook.sheets(parcel)] == counted
