"""comity show: a page that people can read and trust, in any width, and the same as JSON."""

from __future__ import annotations

import json
import re

import pytest
from rich.cells import cell_len

from tests.cli.conftest import Command


@pytest.mark.parametrize(
    "thing",
    ["JPN", "日本", "JP", "echri", "summit-for-democracy-2021", "nso-group", "bis-entity-list"],
)
def test_everything_can_be_shown_by_key_code_or_name(comity_command: Command, thing: str) -> None:
    told = comity_command("show", thing)
    assert (told.code, told.err) == (0, "")
    assert "\nSources\n" in told.out


def test_a_page_tells_names_ties_gaps_and_numbered_sources(comity_command: Command) -> None:
    told = comity_command("show", "echri", "--on", "2023-04-01").out
    assert told.startswith(
        "Export Controls and Human Rights Initiative\n"
        "initiative/echri · Initiative · as of 2023-04-01\n"
    )
    assert "  輸出管理・人権イニシアチブ                   Japanese\n" in told
    assert re.search(r"Norway +Launching member +since 2021-12-10 +\[10\] \[11\]\n", told)
    assert "complete as of 2021-12-10, 8 held of 8 to be expected; what changed from" in told
    assert "A polity without a row is unknown, not a no." in told
    assert "[6] 【国際】米主催の民主主義サミット" in told
    assert "Sustainable Japan (Neural Inc.), 2021-12, as [6]." in told


def test_a_day_hides_what_does_not_hold_and_says_so(comity_command: Command) -> None:
    told = comity_command("show", "echri", "--on", "2021-12-09").out
    assert "Members (0)\n  8 more on other days; leave out --on to see them.\n" in told
    assert "a day on which it is not known to hold" in told


def test_every_mark_has_its_footnote_and_every_footnote_its_mark(comity_command: Command) -> None:
    body, notes = comity_command("show", "JPN").out.split("\nSources\n")
    called = {int(number) for number in re.findall(r"\[(\d+)\]", body)}
    told = [int(number) for number in re.findall(r"^ *\[(\d+)\] ", notes, re.MULTILINE)]
    assert told == list(range(1, len(told) + 1))
    assert called == set(told)


@pytest.mark.parametrize("columns", [40, 72, 100, 200])
@pytest.mark.parametrize("thing", ["echri", "summit-for-democracy-2023", "CHN"])
def test_no_line_but_an_address_is_wider_than_the_terminal(
    comity_command: Command, monkeypatch: pytest.MonkeyPatch, thing: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = comity_command("show", thing, "--limit", "40").out.splitlines()
    wide = [line for line in lines if cell_len(line) > columns]
    assert [line for line in wide if not re.match(r" *(https?|urn):\S+$", line)] == []
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_every_format_is_the_same_bytes_each_time(comity_command: Command, form: str) -> None:
    first = comity_command("show", "nso-group", "--format", form)
    assert "United States Adds Foreign Companies" in first.out
    assert comity_command("show", "nso-group", "--format", form) == first


def test_markdown_has_real_footnotes(comity_command: Command) -> None:
    told = comity_command("show", "echri", "--format", "markdown").out
    assert "- **Norway**: Launching member; since 2021-12-10 [^10][^11]\n" in told
    assert re.search(r"^\[\^12\]: US and International .*<https://\S+>$", told, re.MULTILINE)


def test_json_names_claims_and_points_to_footnotes(comity_command: Command) -> None:
    told = json.loads(comity_command("show", "echri", "--format", "json").out)
    members = next(one for one in told["ties"] if one["title"] == "Members")
    norway = next(row for row in members["rows"] if row["label"] == "Norway")
    assert norway["evidence"].endswith("/membership/echri/NOR/launching-member/2021-12-10")
    assert norway["interval"]["begin"] == "2021-12-10"
    notes = {note["number"]: note for note in told["footnotes"]}
    assert notes[norway["sources"][0]]["quote_language"] == "ja"
    assert told["coverage"][0]["complete_on_the_day"] is True


def test_a_limit_says_how_many_are_left(comity_command: Command) -> None:
    told = comity_command("show", "bis-entity-list", "--limit", "5").out
    assert "221 more are not shown; see them with --limit 226.\n" in told


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("Japn",), "no thing 'Japn'"),
        (("aukus",), "initiative/aukus, pact/aukus"),
        (("JPN", "--on", "2023"), "'2023' is not a day"),
        (("JPN", "--format", "jsn"), "'json'"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_what_can(
    comity_command: Command, arguments: tuple[str, ...], found: str
) -> None:
    assert found in comity_command.fails("show", *arguments).err
