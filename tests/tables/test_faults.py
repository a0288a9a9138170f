"""A table with faults is refused: each is named by file, row and column, all of them at once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from comity.paths import room
from comity.tables import read
from comity.tables.check import Entries, gather
from comity.tables.read import Fault, FaultyTables, read_csv, read_folder
from comity.tables.schema import kinds

FAULTY = Path(__file__).parent / "faulty"
CASES = tomllib.loads((FAULTY / "faults.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def shipped() -> Entries:
    return gather(read_folder(Path(room("tables"))))


def faults_of(name: str, data: bytes, shipped: Entries) -> tuple[Fault, ...]:
    """Return what is wrong with a table whose name begins with its kind."""
    known = {kind.thing: shipped[kind.name] for kind in kinds().values()}
    faults: list[Fault] = []
    table = read_csv(data, name, kinds()[name.removesuffix(".csv").partition("-")[0]], faults)
    if not faults:
        try:
            gather([table], known)
        except FaultyTables as error:
            return error.faults
    return tuple(sorted(faults))


@pytest.mark.parametrize("name", CASES)
def test_every_fault_is_named_by_row_and_column(name: str, shipped: Entries) -> None:
    faults = faults_of(name, (FAULTY / name).read_bytes(), shipped)
    expected = sorted((row, column, words) for row, column, words in CASES[name]["faults"])
    assert [(fault.row, fault.column) for fault in faults] == [
        (row, column) for row, column, _ in expected
    ]
    for fault, (_, _, words) in zip(faults, expected, strict=True):
        assert words in fault.message
        assert fault.file == name


def test_every_faulty_table_has_its_faults_written_down() -> None:
    assert {path.name for path in FAULTY.glob("*.csv")} == set(CASES)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_is_read_as_spreadsheets_write_it(
    delimiter: str, mark: bytes, end: str, shipped: Entries
) -> None:
    lines = ["source,polity,initiative,role", "seed-sj,JPN,echri,member", ""]
    data = mark + end.join(lines).replace(",", delimiter).encode()
    assert faults_of("memberships.csv", data, shipped) == ()


def test_a_table_of_too_many_rows_is_refused_before_all_are_read(
    monkeypatch: pytest.MonkeyPatch, shipped: Entries
) -> None:
    monkeypatch.setattr(read, "MOST_ROWS", 10)
    rows = "seed-sj,JPN,echri,member\n" * 20
    faults = faults_of(
        "memberships.csv", f"source,polity,initiative,role\n{rows}".encode(), shipped
    )
    assert [(fault.row, fault.message) for fault in faults] == [
        (12, "the table has more than 10 rows; split it into several")
    ]


def test_a_table_full_of_faults_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, shipped: Entries
) -> None:
    monkeypatch.setattr(read, "MOST_FAULTS", 3)
    rows = "seed-sj,JPN,echri,member,1,2\n" * 20
    faults = faults_of(
        "memberships.csv", f"source,polity,initiative,role\n{rows}".encode(), shipped
    )
    assert len(faults) == 5
    assert "not looked at" in faults[-1].message


def test_a_reader_of_the_message_sees_where_and_what_next(shipped: Entries) -> None:
    name = "memberships-unknown-role.csv"
    with pytest.raises(FaultyTables) as caught:
        raise FaultyTables(faults_of(name, (FAULTY / name).read_bytes(), shipped))
    assert "memberships-unknown-role.csv, row 2, column role: 'suporter'" in caught.value.found
    assert "\n" not in caught.value.found
    assert "nothing was kept" in caught.value.remedy
