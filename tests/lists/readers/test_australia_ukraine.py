"""The workbooks of Australia and Ukraine: every row is read, dates and languages as they are."""

# ruff: noqa: RUF001 -- names and words of lists in other scripts

from __future__ import annotations

import re

import pytest

from comity.errors import BadData
from comity.lists.io.input_files import parcels
from comity.lists.io.workbook import sheets
from comity.lists.model.record import Address, CountryTie, Date, Edition, Identifier, Name, Note
from comity.lists.readers import ukraine
from comity.lists.readers.asia import australia
from tests.lists.reading import called, read, records, refusals, sample
from tests.lists.said import said, words
from tests.official_lists import official

AUSTRALIA = "australia-dfat/2022-05-03_regulation8_consolidated.xls.gz"
UKRAINE = "ukraine-nsdc/2022-04-05_sanctions.xlsx"


def rows_of(path: str) -> list[tuple[str, dict[str, str]]]:
    """Return each row of a workbook by its header, with sheet and number."""
    found = []
    for sheet in sheets(parcels([official(path)])[0]):
        rows = list(sheet.rows)
        for number, cells in rows[1:]:
            found.append((f"{sheet.name}, row {number}", dict(zip(rows[0][1], cells, strict=True))))
    return found


def test_each_reference_of_the_official_australian_list_is_one_record() -> None:
    given: dict[str, list[dict[str, str]]] = {}
    for _, row in rows_of(AUSTRALIA):
        match = re.match(r"\d+", row["Reference"])
        assert match
        given.setdefault(match[0], []).append(row)
    items = read("australia-dfat", official(AUSTRALIA))
    assert items[0] == Edition(published="2022-05-04")
    assert [record.number for record in records(items)] == list(given)
    assert len(given) == 2666
    assert sum(map(len, given.values())) == 7945
    assert refusals(items) == []
    mapped = ("Reference", "Type", "Name Type")  # number and kinds
    for record in records(items):
        found = said(record)
        for row in given[record.number]:
            assert (record.kind == "Person") == (row["Type"].strip().lower() == "individual")
            for column, text in row.items():
                lost = words([text]) - found - {"dob", "alt", "unknown"}
                assert column in mapped or not lost, (record.place, column, lost)


def test_an_australian_target_is_read_from_all_its_rows() -> None:
    items = read("australia-dfat")
    person = called(items, "Aurel EXEMPLUM")
    assert person.names[1:] == (Name("آورل"), Name("Aurel Anterior", "former"))
    assert [(day.value, day.until, day.circa) for day in person.births] == [
        ("1955", "1958", True),
        ("1960-03-14", "", False),
        ("1961", "", False),
    ]
    assert {tie.country for tie in person.ties} == {"Afghanistan", "Pakistan"}
    assert person.addresses == (Address("1 Example Street, Kabul"), Address("2 Other Road"))
    (entry,) = person.entries
    assert entry.listed is not None
    assert entry.listed.value == "2001-01-25"
    exchange = called(items, "Fictitious Exchange")
    assert (exchange.addresses, exchange.remarks) == ((), ())
    assert exchange.entries[0].listed is not None
    assert exchange.entries[0].listed.value == "2012-03-02"
    assert Note("Control Date", "2022-05-04") in exchange.notes
    assert called(items, "Dated Person").births == (Date("1962-11-21", "1962-11-21"),)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Listed on 19 Jun. 2014 (amended on 16 Jun. 2017, 10 June 2020)", "2014-06-19"),
        ("Listed by UN (1267 Committee) on 6 July 2004, amended on 21 March 2012", "2004-07-06"),
        ("Instrument of first listing. Listed on: 5/02/2022", "2022-02-05"),
        ("Designated under the Regulations 2011 on 2 March 2012. Relisted in 2021.", "2012-03-02"),
        ("2020-06-10", "2020-06-10"),
        ("Resolution 1596 (2005), amended 16 December 2008", ""),
        ("Relisted on 23 January 2021", ""),
    ],
)
def test_the_day_of_listing_is_taken_only_from_words_that_say_so(text: str, day: str) -> None:
    assert australia._listed(text).value == day


def test_each_row_of_the_official_ukrainian_list_is_a_record() -> None:
    given = rows_of(UKRAINE)
    items = read("ukraine-nsdc", official(UKRAINE))
    assert len(given) == 3915 + 1762
    assert [item.place for item in items[1:]] == [place for place, _ in given]  # type: ignore[union-attr]  # each has a place
    assert [refusal.reason for refusal in refusals(items)] == ["no name"]
    rows = dict(given)
    mapped = ("row", "Дія щодо об'єкту санкцій")
    for record in records(items):
        row = rows[record.place]
        assert (record.kind == "Person") == ("Дата народження" in row)
        found = said(record)
        digits = "".join(one.label.casefold() + one.value for one in record.identifiers)
        for column, text in row.items():
            lost = words([text]) - found
            if column in ("ОКПО/ЄДРПОУ", "ІПН"):  # letters before the digits are the label
                lost = {word for word in lost if word not in digits}
            assert column in mapped or not lost, (record.place, column, lost)


def test_a_decree_that_revoked_an_entry_ends_it() -> None:
    found = records(read("ukraine-nsdc", official(UKRAINE)))
    revoked = [
        record
        for record in found
        if any(re.search("Скасовано|Виключено", text) for text in record.remarks)
    ]
    assert len(revoked) == 25
    assert {
        record.entries[0].delisted.value for record in revoked if record.entries[0].delisted
    } == {
        "2020-05-14",
        "2021-03-23",
    }


def test_a_ukrainian_entry_is_read_with_its_decree_and_its_measures() -> None:
    items = read("ukraine-nsdc")
    person = called(items, "Зразок Вигаданий")
    assert person.names == (
        Name("Зразок Вигаданий", "primary", "uk"),
        Name("Образец Вымышленный"),
        Name("Zrazok Vyhadanyi"),
    )
    assert set(person.ties) == {CountryTie("nationality", "RU"), CountryTie("nationality", "UA")}
    (entry,) = person.entries
    assert entry.measures == ("блокування активів", "заборона в’їзду")
    assert entry.citations == ("Указ Президента України № 999-2021, п/н 18",)
    assert entry.delisted == Date("2024-03-23", "2024-03-23")
    assert Note("Відповідальний орган", "СБУ") in person.notes
    second = called(items, "Друга Особа")
    assert second.entries[0].delisted is not None
    assert second.entries[0].delisted.value == "2021-03-23"
    assert second.entries[0].measures == ("блокування активів",)
    bank = called(items, "Вымышленный Банк")
    assert bank.kind == "OtherEntity"
    assert bank.identifiers == (
        Identifier("registration-number", "1040000000000", "", "ОДРН"),
        Identifier("tax-number", "7700000000", "", "ІПН"),
    )
    assert [refusal.reason for refusal in refusals(items)] == [
        "'скасування' is no application of sanctions",
        "no name",
    ]


@pytest.mark.parametrize("reader", [australia.READER, ukraine.READER])
def test_a_workbook_of_another_list_is_bad_data(reader: object) -> None:
    found = parcels([sample("japan-mof")])
    with pytest.raises(BadData, match="no sheet with the columns"):
        list(reader.read(found, ""))  # type: ignore[attr-defined]  # every reader has it
