"""Writes rows as a workbook (.xlsx), in which text is text and nothing is run as a formula."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from comity.errors import BadData
from comity.query.library.rows import Rows
from comity.query.render.row_writers import is_number
from comity.terms import Term, text_of

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS, LONGEST_CELL = 2**20, 2**15 - 1  # of a sheet, and characters of a cell
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EXACT = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?")
_MOST_DIGITS = 15  # that a spreadsheet keeps of a number
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip file can hold
_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        f'.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{MEDIA}.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="'
        'application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="comity" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def workbook(rows: Rows) -> bytes:
    """Return the rows as a workbook of one sheet; the same rows give the same bytes.

    A cell is a number where its term is one that a spreadsheet keeps as it is written, else text.
    Raises BadData for more rows or longer texts than a workbook can hold.
    """
    if len(rows) >= MOST_ROWS:
        raise BadData(
            f"The answer has {len(rows):,} rows; a workbook holds {MOST_ROWS - 1:,}.",
            "Ask for csv, or for fewer rows.",
        )
    sheet = [_row([_text(name) for name in rows.columns])]
    sheet += [_row([_cell(term) for term in row]) for row in rows]
    parts = _PARTS | {
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(sheet)}</sheetData></worksheet>'
        )
    }
    output = BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, _HEAD + text)
    return output.getvalue()


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(cells)}</row>"


def _cell(term: Term | None) -> str:
    text = text_of(term) or ""
    is_exact = _EXACT.fullmatch(text) and sum(map(str.isdigit, text)) <= _MOST_DIGITS
    if term is not None and is_number(term) and is_exact:
        return f"<c><v>{text}</v></c>"
    return _text(text) if text else "<c/>"


def _text(text: str) -> str:
    if len(text) > LONGEST_CELL:
        raise BadData(
            f"A cell has {len(text):,} characters; a workbook holds {LONGEST_CELL:,}.",
            "Ask for csv.",
        )
    safe = escape(_NOT_IN_XML.sub("\ufffd", text), {"\r": "&#13;"})
    return f'<c t="inlineStr"><is><t xml:space="preserve">{safe}</t></is></c>'
