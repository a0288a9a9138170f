"""comity path: each step in plain words with its source, and a plain word where there is no way."""

from __future__ import annotations

import json

import pytest

from comity.cli.path import TIES
from comity.network.claim_hops import Via
from tests.cli.conftest import Command

NSO = ("path", "JPN", "nso-group")


def test_the_command_line_knows_every_kind_of_tie() -> None:
    assert tuple(via.value for via in Via) == TIES


def test_a_chain_is_told_step_by_step_with_sources(comity_command: Command) -> None:
    told = comity_command(*NSO, "--on", "2021-12-31")
    assert told.code == 0
    assert told.out.startswith("From Japan to NSO Group\n3 steps, as of 2021-12-31\n\nJapan → ")
    assert "  3.  NSO Group is linked to Israel" in told.out
    assert "“NSO Group | 86 FR 60760 | start_date 2021-11-04 | Presumption of denial.”" in told.out
    assert "more chains of the same length; see them with --all" in told.err


def test_all_tells_every_chain_and_every_tie(comity_command: Command) -> None:
    told = comity_command(*NSO, "--all")
    assert "Japan → Summit for Democracy (first) → Israel → NSO Group" in told.out
    assert told.err == ""
    assert "Prosperity Deal" in told.out
    assert "other claims" not in told.out


def test_a_tie_narrows_and_may_be_repeated(comity_command: Command) -> None:
    one = comity_command("path", "JPN", "ISR", "--tie", "attendance").out
    assert "attended" in one
    two = comity_command(*NSO, "--tie", "designation", "--tie", "membership").out
    assert " is a member of " in two
    assert "parties to" not in two


def test_where_the_ties_asked_for_lead_nowhere_the_others_are_named(
    comity_command: Command,
) -> None:
    told = comity_command(*NSO, "--ties", "pact")
    assert "No chain of claims ties the two" in told.out
    assert "leave out --tie for all kinds" in told.err


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_every_format_is_the_same_bytes_each_time(comity_command: Command, form: str) -> None:
    first = comity_command(*NSO, "--format", form)
    assert "Israel" in first.out
    assert comity_command(*NSO, "--format", form) == first


def test_json_has_the_ends_the_claims_and_the_footnotes(comity_command: Command) -> None:
    told = json.loads(comity_command(*NSO, "--format", "json").out)
    assert (told["from"]["key"], told["to"]["key"], told["steps"]) == (
        "polity/JPN",
        "entity/nso-group",
        3,
    )
    tie = told["chains"][0][-1]["ties"][0]
    assert tie["kind"] == "designation"
    numbers = {note["number"] for note in told["footnotes"]}
    assert set(tie["sources"]) <= numbers


def test_no_chain_is_said_to_be_unknown_not_a_no(comity_command: Command) -> None:
    told = comity_command("path", "JPN", "nso-group", "--tie", "pact")
    assert told.code == 0
    assert "No chain of claims ties the two" in told.out
    assert "unknown, not a no" in told.err
    empty = json.loads(comity_command("path", "JPN", "seed-sj", "--format", "json").out)
    assert (empty["chains"], empty["steps"], empty["total"]) == ([], None, 0)


def test_a_thing_is_one_and_the_same_as_itself(comity_command: Command) -> None:
    assert "One and the same" in comity_command("path", "JPN", "日本").out


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        (("path", "JPN", "Japn"), "B: there is no thing 'Japn'"),
        (("path", "JPN", "ISR", "--on", "soon"), "'soon' is not a day"),
        (("path", "JPN", "ISR", "--tie", "love"), "love"),
    ],
)
def test_misuse_is_refused(comity_command: Command, arguments: tuple[str, ...], found: str) -> None:
    assert found in comity_command.fails(*arguments).err
