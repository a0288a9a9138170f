"""Records of every list have one form: numbers that are numbers, names that are names."""

from __future__ import annotations

import pytest

from comity.lists.model.record import Entry, Identifier, Name, Note, Record, Refusal
from comity.lists.normalise.checked import checked_record
from comity.lists.normalise.identifiers import identifiers, is_placeholder
from comity.lists.normalise.legal_forms import is_legal_form
from comity.lists.normalise.multi_values import outside_brackets

WIDE = "\uff19\uff12\uff18\uff19\uff15\uff12\uff13"
SHIP = "Vessel Registration Identification"
RECORD = Record("row 1", "Company", (Name("Delta", "primary"),), (Entry("un-sc"),))


@pytest.mark.parametrize(
    "text",
    ["0000000", "0", "TBC", "tbd", "N/A", "n.a.", "Unknown", "not available", "-", "", "9999999"],
)
def test_placeholders_are_no_numbers(text: str) -> None:
    assert is_placeholder(text)
    assert list(identifiers(Identifier("imo", text))) == []


@pytest.mark.parametrize("text", ["9187629", "AB1234", "00123456", "X1"])
def test_numbers_are_no_placeholders(text: str) -> None:
    assert not is_placeholder(text)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (Identifier("imo", "912681"), [("imo", "0912681")]),
        (Identifier("imo", "IMO: 9289519"), [("imo", "9289519")]),
        (Identifier("other", "Flag 12, IMO 9289518", label=SHIP), [("imo", "9289518")]),
        (
            Identifier("other", "\uff19\uff12\uff18\uff19\uff15\uff12\uff13", label=SHIP),
            [("imo", "9289523")],
        ),
        (
            Identifier("other", "IMO 9289522; MMSI 123456789"),
            [("imo", "9289522"), ("mmsi", "123456789")],
        ),
        (
            Identifier("registration-number", "INN: 7713226814 OGRN: 1027700285612"),
            [("tax-number", "7713226814"), ("registration-number", "1027700285612")],
        ),
        (Identifier("imo", "12"), [("other", "12")]),
        (Identifier("passport-number", "AB 123456"), [("passport-number", "AB 123456")]),
    ],
)
def test_a_field_has_the_numbers_that_it_names(
    stated: Identifier, expected: list[tuple[str, str]]
) -> None:
    assert [(one.scheme, one.value) for one in identifiers(stated)] == expected


def test_the_country_before_a_number_is_its_issuer() -> None:
    stated = Identifier("passport-number", "Philippines number EC6530802 (expires 19.1.2021)")
    assert list(identifiers(stated)) == [
        Identifier("passport-number", "EC6530802", issuer="Philippines")
    ]
    unknown = Identifier("passport-number", "Nowhereland number EC6530802")
    assert list(identifiers(unknown)) == [unknown]


@pytest.mark.parametrize(
    "name", ["OOO", "S.A.", "Co., Ltd.", "\u041e\u041e\u041e", "\u682a\u5f0f\u4f1a\u793e"]
)
def test_legal_forms_are_known(name: str) -> None:
    assert is_legal_form(name)


@pytest.mark.parametrize("name", ["Delta", "AO Delta", "Sberbank"])
def test_names_are_no_legal_forms(name: str) -> None:
    assert not is_legal_form(name)


def test_an_alias_that_is_no_name_becomes_a_note() -> None:
    names = (*RECORD.names, Name("\u041e\u041e\u041e"), Name("na"), Name("Delta Works"))
    record = checked_record(Record("row 1", "Company", names, RECORD.entries))
    assert isinstance(record, Record)
    assert [name.text for name in record.names] == ["Delta", "Delta Works"]
    assert record.notes == (Note("legal form", "\u041e\u041e\u041e"),)


def test_character_references_are_decoded() -> None:
    names = (Name("Al-Ma&#39;amun &amp; Sons", "primary"),)
    record = checked_record(
        Record("row 1", "Company", names, RECORD.entries, remarks=("a &lt; b",))
    )
    assert isinstance(record, Record)
    assert record.names[0].text == "Al-Ma'amun & Sons"
    assert record.remarks == ("a < b",)


def test_what_a_number_loses_is_kept_as_a_note() -> None:
    numbers = (
        Identifier("imo", "TBC", label="IMO number"),
        Identifier("other", "Flag 1, IMO 9289518"),
    )
    record = checked_record(
        Record("row 1", "Vessel", RECORD.names, RECORD.entries, identifiers=numbers)
    )
    assert isinstance(record, Record)
    assert [number.value for number in record.identifiers] == ["9289518"]
    assert set(record.notes) == {Note("IMO number", "TBC"), Note("other", "Flag 1, IMO 9289518")}


def test_a_record_without_a_name_is_refused_and_a_plain_one_is_left_alone() -> None:
    nameless = Record("row 1", "Company", (Name("na", "primary"),), RECORD.entries)
    assert checked_record(nameless) == Refusal("row 1", "no name")
    assert checked_record(RECORD) is RECORD


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a; b", ("a", "b")),
        ("a (b; c); d", ("a (b; c)", "d")),
        ("a (b; c", ("a (b", "c")),
        ("a) b; c", ("a) b", "c")),
        ("a [b; (c; d)]; e", ("a [b; (c; d)]", "e")),
        ("; ;", ()),
    ],
)
def test_separators_in_brackets_separate_nothing(text: str, expected: tuple[str, ...]) -> None:
    assert outside_brackets(text) == expected
