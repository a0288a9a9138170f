"""Japan's list of persons whose assets are frozen (Ministry of Finance) as a workbook.

Specification: the sheet 一覧 of the workbook itself, at
https://www.mof.go.jp/policy/international_policy/gaitame_kawase/gaitame/economic_sanctions/list.html
A sheet a sanctions programme, its columns differ; a row is one entry of a notice (告示). Names are
in Japanese and in Latin script. What a column becomes, its heading says (blanks left out):

==============================  ==================================================================
Heading                         Becomes
==============================  ==================================================================
告示日付 (day of the notice)    day of listing, the first of the days in it; where it says 削除
                                (struck off) the row is a deletion, its names are left empty
告示番号 (number)               note: numbers begin anew on each sheet
英語表記, 日本語表記            primary name, and name ``ja``; "original script" behind them too
別名, 別称, 確定可能な別名      names, alias: where it can be told where one ends
確定に十分でない別名            names, weak
旧称, 以前の                    names, former
役職, 肩書                      positions
称号 (honorific)                note
生年月日, 出生地                births, birth places
国籍                            tie ``nationality``
住所, 所在地                    addresses, one a letter or between semicolons
旅券番号, ID番号, 身分…番号     note; identifiers too where a part has one plain number
根拠 (grounds)                  grounds
その他の情報, 詳細              remark
any other                       note: days on which the UN listed, telephone
==============================  ==================================================================
不明 (unknown) is nothing. The title of the sheet is the programme. Persons are those of sheets of
個人 alone, and on sheets of both those with a day of birth or a nationality.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from comity.errors import BadData
from comity.lists.io.encoding import MAX_FIELD, clean
from comity.lists.io.input_files import Parcel
from comity.lists.io.workbook import Sheet, sheets
from comity.lists.model.reader import Reader
from comity.lists.model.record import (
    Address,
    CountryTie,
    Date,
    Deletion,
    Edition,
    EntityKind,
    Entry,
    Identifier,
    Item,
    Name,
    NameKind,
    Record,
    Refusal,
)
from comity.lists.normalise.countries import several
from comity.lists.normalise.multi_values import notes, parts, says_something, unlike
from comity.lists.readers.asia import japan_mof_cells as cells_of

# ruff: noqa: RUF001 -- the list is in Japanese


LIST = "japan-mof"
IGNORED = {
    "一覧": "the sheet that lists the sheets",
    "【解除】": "sheets of programmes that were lifted; they name nobody any more",
    "（注）": "notes above a table: how its numbers are marked",
}
_NOTICE, _NUMBER, _ENGLISH, _JAPANESE = "告示日付", "告示番号", "英語表記", "日本語表記"
_ALIASES: tuple[tuple[str, NameKind], ...] = (
    ("十分でない別名", "weak"),
    ("以前の", "former"),
    ("別", "alias"),
    ("旧称", "former"),
)
_HEADINGS = (
    ("生年月日", "birth"),
    ("出生地", "place"),
    ("国籍", "nationality"),
    ("旅券番号", "passport"),
    ("ID番号", "number"),
    ("身分", "number"),
    ("住所", "address"),
    ("所在地", "address"),
    ("役職", "position"),
    ("肩書", "position"),
    ("根拠", "ground"),
    ("その他の情報", "remark"),
    ("詳細", "remark"),
)
_KEPT = ("passport", "number", "name", "")  # what is kept as a note too, as it stands


@dataclass
class AssetFreezeWorkbook:
    """Reads sanctions.xls and .xlsx of the Ministry of Finance."""

    name: str = "japan-mof"
    title: str = "Japan's asset freeze list (Ministry of Finance), workbook"
    specification: str = (
        "https://www.mof.go.jp/policy/international_policy/gaitame_kawase/gaitame/"
        "economic_sanctions/list.html"
    )
    version: str = "1"
    sources: tuple[str, ...] = ("japan-mof",)
    ignored: dict[str, str] = field(default_factory=lambda: dict(IGNORED))

    def recognises(self, head: str) -> bool:
        """Know the workbook by a header of one of its sheets."""
        return any(_header(line.split("\t")) for line in head.splitlines())

    def read(self, parcels: list[Parcel], source: str) -> Iterator[Item]:
        """Give an edition, of which the workbook does not say the day, then each row."""
        yield Edition()
        for parcel in parcels:
            tables = 0
            for sheet in sheets(parcel):
                for item in _sheet(sheet):
                    tables += not isinstance(item, Refusal)
                    yield item
            if not tables:
                raise BadData(
                    f"{parcel.name} has no sheet with the columns of Japan's list.",
                    f"Give the workbook as the ministry has it, with {_NOTICE}, {_ENGLISH} ….",
                )


def _header(cells: Sequence[str]) -> list[str]:
    """Return the headings of a row without blanks in them, if it is a header; else nothing."""
    found = ["".join(unicodedata.normalize("NFKC", cell).split()) for cell in cells]
    return found if {_NOTICE, _ENGLISH, _JAPANESE} <= set(found) else []


def _sheet(sheet: Sheet) -> Iterator[Item]:
    """Give what the rows of a sheet are."""
    name = clean(sheet.name)
    header: list[str] = []
    titles: list[str] = []
    waiting: tuple[str, dict[str, str]] | None = None
    for number, cells in sheet.rows:
        if not header:
            header = _header(cells)
            titles += [clean(cell) for cell in cells if not header and cell.strip()]
            continue
        fields = dict(zip(header, cells, strict=False))
        if any(fields.get(one, "").strip() for one in (_NOTICE, _NUMBER, _ENGLISH, _JAPANESE)):
            if waiting:
                yield _item(*waiting, name, titles)
            waiting = (f"{name}, row {number}", fields)
        elif waiting:  # a row that goes on with the texts of the row above
            for heading, cell in fields.items():
                if cell.strip():
                    waiting[1][heading] = f"{waiting[1].get(heading, '')}\n{cell}".strip()
    if waiting:
        yield _item(*waiting, name, titles)
    if not header and "解除" not in name and name != "一覧" and titles:
        yield Refusal(name, "a sheet without the header of the list")


def _item(place: str, fields: dict[str, str], sheet: str, titles: Sequence[str]) -> Item:
    """Return what a row is."""
    notice = fields[_NOTICE]
    if max(map(len, fields.values())) > MAX_FIELD:
        return Refusal(place, f"a cell of more than {MAX_FIELD:,} characters")
    if "削除" in notice:
        day = Date(cells_of.first_day(notice), clean(notice))
        return Deletion(place, delisted=day, words=f"{_NUMBER} {clean(fields.get(_NUMBER, ''))}")
    names = tuple(_names(fields))
    if not names:
        return Refusal(place, "no name")
    told = [(role, heading, text) for heading, text in fields.items() for role in [_role(heading)]]
    return Record(
        place=place,
        kind=_kind(sheet, titles, told),
        names=names,
        entries=(
            Entry(
                LIST,
                listed=Date(cells_of.first_day(notice), clean(notice)) if notice.strip() else None,
                programmes=(_programme(titles),) if titles else (),
                grounds=_whole(told, "ground"),
            ),
        ),
        ties=tuple(
            CountryTie("nationality", country)
            for text in _parts(told, "nationality")
            for country in several(text)
        ),
        addresses=tuple(
            Address(clean(text))
            for part in _parts(told, "address")
            for text in re.split(r"[;；]", part)
            if text.strip()
        ),
        identifiers=tuple(dict.fromkeys(_identifiers(told))),
        births=tuple(
            day
            for role, heading, text in told
            if role == "birth" and "出生地" not in heading
            for day in cells_of.dates(text)
        )
        + _births_with_places(told),
        birth_places=_parts(told, "place"),
        positions=_parts(told, "position"),
        remarks=_whole(told, "remark"),
        notes=notes(
            *(
                (heading, clean(text))
                for role, heading, text in told
                if heading
                and heading not in (_NOTICE, _ENGLISH, _JAPANESE)
                and (role in _KEPT or "・出生地" in heading)
                and says_something(clean(text))
            ),
            *(
                (heading, clean(text))
                for heading, text in fields.items()
                if heading in (_ENGLISH, _JAPANESE) and cells_of.script(text)[1]
            ),
        ),
    )


def _role(heading: str) -> str:
    """Return what a column holds, from its heading."""
    if any(word in heading for word, _ in _ALIASES):
        return "name"
    return next((role for word, role in _HEADINGS if word in heading), "")


def _names(fields: dict[str, str]) -> Iterator[Name]:
    """Give the names, first the Latin one; each text once."""
    english, latin_script = cells_of.script(fields.get(_ENGLISH, ""))
    native, native_script = cells_of.script(fields.get(_JAPANESE, ""))
    found: dict[str, NameKind] = {}
    for text in (english, native, latin_script, native_script):
        if says_something(text):
            found.setdefault(clean(text), "alias")
    if not found:
        return
    for heading, cell in fields.items():
        kind = next((kind for word, kind in _ALIASES if word in heading), None)
        if kind:
            for text in cells_of.aliases(cell):
                found.setdefault(text, kind)
    for number, (text, kind) in enumerate(found.items()):
        tag = "ja" if cells_of.japanese(text) and text != clean(native_script) else ""
        yield Name(text, kind if number else "primary", tag)


def _kind(sheet: str, titles: Sequence[str], told: Sequence[tuple[str, str, str]]) -> EntityKind:
    """Return a person on a sheet of persons, and on one of both where somebody was born."""
    for text in (sheet, *titles[:3]):
        persons, groups = "個人" in text, "団体" in text or "特定銀行" in text
        if persons is not groups:
            return "Person" if persons else "OtherEntity"
    born = any(
        role in ("birth", "nationality") and says_something(clean(text)) for role, _, text in told
    )
    return "Person" if born else "OtherEntity"


def _programme(titles: Sequence[str]) -> str:
    """Return the title of a sheet."""
    return " ".join(title for title in titles if not title.startswith(("(注", "（注")))


def _parts(told: Sequence[tuple[str, str, str]], wanted: str) -> tuple[str, ...]:
    """Return the parts of all cells that hold one thing."""
    return unlike(clean(part) for role, _, text in told if role == wanted for part in parts(text))


def _whole(told: Sequence[tuple[str, str, str]], wanted: str) -> tuple[str, ...]:
    """Return the texts of all cells that hold one thing, each whole."""
    return unlike(
        clean(text) for role, _, text in told if role == wanted and says_something(clean(text))
    )


def _identifiers(told: Sequence[tuple[str, str, str]]) -> Iterator[Identifier]:
    """Give the plain numbers of passports and papers."""
    for role, heading, text in told:
        if role == "passport":
            yield from cells_of.numbers(text, "passport-number", heading)
        elif role == "number":
            yield from cells_of.numbers(text, "national-id-number", heading)


def _births_with_places(told: Sequence[tuple[str, str, str]]) -> tuple[Date, ...]:
    """Return the days of birth of the column that holds day and place together."""
    cells = [clean(text) for _, heading, text in told if "生年月日・出生地" in heading]
    days = [(cells_of.first_day(text), text) for text in cells]
    return tuple(Date(day, text) for day, text in days if day)


READER: Reader = AssetFreezeWorkbook()
