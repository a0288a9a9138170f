"""Japan's lists: asset freezes, specified entities, foreign end users."""

# ruff: noqa: RUF001 -- names and words of lists in other scripts

from __future__ import annotations

import gzip
import json
import re
import unicodedata
from pathlib import Path

import pytest

from comity.errors import BadData
from comity.lists.io.encoding import clean
from comity.lists.io.input_files import parcels
from comity.lists.io.workbook import sheets
from comity.lists.model.record import Address, CountryTie, Date, Deletion, Edition, Name, Note
from comity.lists.readers.asia import japan_mof, japan_specified_entities
from comity.lists.readers.asia.japan_mof_cells import aliases, date, first_day
from tests.lists.reading import called, read, records, refusals, sample
from tests.lists.said import said, words
from tests.official_lists import official

FREEZES = ["japan-mof/2022-04-14_sanctions.xls.gz", "japan-mof/2022-05-09_sanctions.xls.gz"]
TEXTS = {
    "japan-meti/250912_list_daisangoku_tokutei.pdf.txt": 56,
    "japan-meti/250912_list_russia_tokutei.pdf.txt": 561,
}
END_USERS = "japan-meti/jp_end_user_list.json.gz"


def rows_of(path: str) -> dict[str, dict[str, str]]:
    """Return the rows below the header of each sheet, by sheet and number of the row."""
    found = {}
    for sheet in sheets(parcels([official(path)])[0]):
        header: list[str] = []
        for number, cells in sheet.rows:
            names = ["".join(cell.split()) for cell in cells]
            if header:
                fields = dict(zip(header, cells, strict=False))
                if fields["告示日付"]:
                    found[f"{clean(sheet.name)}, row {number}"] = fields
            elif "告示日付" in names and "英語表記" in names:
                header = names
    return found


@pytest.mark.parametrize(("path", "count"), [(FREEZES[0], 1954), (FREEZES[1], 2095)])
def test_each_row_of_an_official_freeze_list_is_a_record_a_deletion_or_refused(
    path: str, count: int
) -> None:
    rows = rows_of(path)
    items = read("japan-mof", official(path))
    struck_off = [place for place, row in rows.items() if "削除" in row["告示日付"]]
    nameless = [
        place
        for place, row in rows.items()
        if not row["英語表記"] and not row["日本語表記"] and place not in struck_off
    ]
    assert [item.place for item in items if isinstance(item, Deletion)] == struck_off
    assert [refusal.place for refusal in refusals(items)] == nameless
    assert len(records(items)) == len(rows) - len(struck_off) - len(nameless) == count


@pytest.mark.parametrize("path", FREEZES)
def test_each_cell_of_an_official_freeze_list_stands_in_its_record(path: str) -> None:
    rows = rows_of(path)
    for record in records(read("japan-mof", official(path))):
        found = said(record)
        for heading, cell in rows[record.place].items():
            lost = words([cell]) - found
            if heading == "生年月日":  # days that are given together are taken apart
                lost = {word for word in lost if "又は" not in word and "または" not in word}
            assert not lost, (record.place, heading)


def test_days_of_the_freeze_list_are_as_precise_as_they_are_written() -> None:
    assert date("1961年頃") == Date("1961", "1961年頃", circa=True)
    assert date("1955年から1958年の間") == Date("1955", "1955年から1958年の間", until="1958")
    assert date("１９８３年12月") == Date("1983-12", "１９８３年12月")
    assert date("1977年8月から9月の間") == Date("", "1977年8月から9月の間")
    assert first_day("2001.9.22\n2008.6.25改訂") == "2001-09-22"
    assert first_day("200812.19改訂") == ""


def test_other_names_are_told_apart_only_where_the_cell_says_where_one_ends() -> None:
    assert aliases("(a)ムサ（Musa）、\n(b)ルム（Lumu）") == ("ムサ", "Musa", "ルム", "Lumu")
    assert aliases("グルグ\n (a.k.a.: Gurg)") == ("グルグ", "Gurg")
    assert aliases("アフメド、サイード\n(a.k.a. Ahmed, Sa-id)") == ()
    assert aliases("モハンマド（1963年に出生）") == ()
    assert aliases("不明") == ()


def test_an_entry_of_the_freeze_list_is_read_in_both_scripts() -> None:
    items = read("japan-mof")
    person = called(items, "AUREL EXEMPLUM")
    assert person.kind == "Person"
    assert person.names == (
        Name("AUREL EXEMPLUM", "primary"),
        Name("アウレル・エクセンプルム", "alias", "ja"),
        Name("Аурел Ексемплум", "alias"),
        Name("アウレル・E", "alias", "ja"),
        Name("見本氏", "alias", "ja"),
        Name("Aurel E.", "alias"),
        Name("Mister Sample", "alias"),
        Name("アンテリオル", "former", "ja"),
        Name("Anterior", "former"),
    )
    assert [(day.value, day.circa, day.until) for day in person.births] == [
        ("1966", True, ""),
        ("1960-07", False, ""),
        ("1955", False, "1958"),
    ]
    assert {tie.country for tie in person.ties} == {"アフガニスタン", "パキスタン"}
    assert person.identifiers[0][:2] == ("passport-number", "D0001203")
    assert person.addresses == (Address("1 Example Street, Kabul"), Address("2 Other Road"))
    assert person.remarks == ("架空の人物である。 次の行に続く。",)
    assert person.entries[0].listed is not None
    assert person.entries[0].listed.value == "2001-09-22"
    assert Note("称号", "Dr.（博士）") in person.notes
    bank = called(items, "Fictitious Bank")
    assert bank.kind == "OtherEntity"
    assert Name("架空貯蓄銀行", "alias", "ja") in bank.names
    assert Name("Fiction Savings") in bank.names
    assert Note("告示番号", "1(*2)") in bank.notes
    (deleted,) = (item for item in items if isinstance(item, Deletion))
    assert deleted.delisted == Date("2011-11-18", "2011.11.18削除")


def test_a_workbook_without_the_columns_is_no_freeze_list() -> None:
    found = parcels([sample("ukraine-nsdc")])
    with pytest.raises(BadData, match="no sheet with the columns"):
        list(japan_mof.READER.read(found, "japan-mof"))


@pytest.mark.parametrize(("path", "count"), list(TEXTS.items()))
def test_each_seat_in_the_official_text_of_a_notice_is_an_entry(path: str, count: int) -> None:
    text = Path(official(path)).read_text("utf-8")
    items = read("japan-meti-tokutei", official(path))
    assert items[0] == Edition(published="2025-09-12")
    assert len(records(items)) == len(re.findall(r"所\s*在\s*地\s*[:：]", text)) == count
    entries = unicodedata.normalize("NFKC", text.partition("最終更新日")[2].partition("\n")[2])
    lost = words([entries]) - said(*items)
    kept = re.compile(
        r"\A(?:\d+|a\.?k\.?a|the|follow\w*|alias(?:es)?|所在地|別称|and|[a-z]+alias\w*)\Z"
    )
    joined = "".join(clean(one.text) for record in records(items) for one in record.names)
    joined += "".join(one.text for record in records(items) for one in record.addresses)
    joined += "".join(one.text for record in records(items) for one in record.notes)
    flat = re.sub(r"\W", "", unicodedata.normalize("NFKC", joined)).casefold()
    counts = set(japan_specified_entities._COUNTS)
    assert not {word for word in lost if not kept.match(word) and word not in counts
                and word not in flat and not _is_seam(word, flat)}  # fmt: skip


def _is_seam(word: str, flat: str) -> bool:
    """Say whether a word of the text is the end of one part and the beginning of the next."""
    bare = re.sub(r"別称|所在地|及び|_", "", word)
    return any(
        bare[:cut] in flat and re.sub(r"\A\d+", "", bare[cut:]) in flat
        for cut in range(len(bare) + 1)
    )


def test_the_text_of_a_notice_is_told_apart_into_entries_and_names() -> None:
    items = read("japan-meti-tokutei")
    airline = called(items, "Fictitious Aviation FZCO")
    assert [name.text for name in airline.names] == [
        "Fictitious Aviation FZCO",
        "架空航空",
        "FA",
        "Fictitious Airline",
        "Fiction Air Ltd.",
        "エフエー",
        "架空エアライン",
        "フィクションエア",
    ]
    assert len(airline.addresses) == 2
    assert airline.entries[0].citations == ("令和九年外務省告示第九百九十九号",)
    assert airline.entries[0].measures == ("輸出等に係る禁止措置",)
    company = called(items, "Ele Fiction Co LTD")
    assert {name.text for name in company.names} == {
        "Ele Fiction Co LTD",
        "エレ・フィクション",
        "虚构有限公司",
        "見本社",
        "有限会社見本",
        "Sample Co",
        "LLC Sample",
    }
    institute = called(items, "Institute of Fiction")
    assert "IF" not in {name.text for name in institute.names}, "two were said, one was given"
    assert any("following two aliases" in note.text for note in institute.notes)


def test_a_text_whose_entries_run_into_each_other_is_refused_whole(tmp_path: Path) -> None:
    text = Path(sample("japan-meti-tokutei")).read_text("utf-8")
    place = tmp_path / "list.txt"
    place.write_text(text.replace("所在地：4 Sample Street", "4 Sample Street"), "utf-8")
    with pytest.raises(BadData, match="entry 3 has not exactly one 所在地"):
        list(japan_specified_entities.READER.read(parcels([str(place)]), "japan-meti-tokutei"))


def test_each_object_of_the_derived_end_user_list_is_a_record() -> None:
    with gzip.open(official(END_USERS)) as stream:
        given = json.load(stream)
    items = read("japan-meti-eul-json", official(END_USERS))
    assert len(records(items)) == len(given) == 835
    for record, one in zip(records(items), given, strict=True):
        texts = [one["entity_name"], *one["aliases"], *one["addresses"], one["reason"], one["id"]]
        assert not words(texts) - said(record)
        assert record.entries[0].list == "japan-meti-eul"
        assert len(record.ties) == 1
        assert record.ties[0].country != "jp", "jp is the state whose list it is"


def test_a_name_that_was_run_together_with_its_country_is_taken_apart_and_kept() -> None:
    items = read("japan-meti-eul-json")
    company = called(items, "Fictitious Carbon Co., Ltd.")
    assert company.ties == (CountryTie("address", "People's Republic of China"),)
    assert Note("addresses", "People's Republic of China Fictitious Carbon Co., Ltd.") in (
        company.notes
    )
    assert [refusal.reason for refusal in refusals(items)] == ["no name"]
    works = called(items, "Fictitious Works")
    assert Name("架空ワークス", "alias", "ja") in works.names
