"""comity search: what is found on stdout, what is not on stderr with the nearest names."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.conftest import Command


def test_a_pipe_gets_csv_with_the_iri_of_each_thing(comity_command: Command) -> None:
    told = comity_command("search", "日本")
    (row,) = csv.DictReader(io.StringIO(told.out))
    assert row == {
        "kind": "polity",
        "key": "JPN",
        "name": "Japan",
        "matched": "日本",
        "as": "name, ja",
        "country": "",
        "lists": "",
        "thing": "https://w3id.org/comity/id/polity/JPN",
    }
    assert (told.code, told.err) == (0, "")


def test_a_table_says_what_matched_where_it_is_not_the_name(comity_command: Command) -> None:
    told = comity_command("search", "democracy", "summit", "--format", "table").out
    assert "summit-for-democracy-2021" in told
    assert "https://" not in told
    assert told.count("Third Summit for Democracy") == 1


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "markdown"])
def test_every_format_is_the_same_bytes_each_time(comity_command: Command, form: str) -> None:
    first = comity_command("search", "Côte d'Ivoire", "--format", form)
    assert "CIV" in first.out
    assert comity_command("search", "Côte d'Ivoire", "--format", form) == first


def test_what_is_left_out_is_counted(comity_command: Command) -> None:
    told = comity_command("search", "japan", "--limit", "2", "--format", "json")
    assert len(json.loads(told.out)["results"]["bindings"]) == 2
    assert "more; see them with --limit" in told.err


def test_nothing_found_is_no_fault_and_names_the_nearest(comity_command: Command) -> None:
    told = comity_command("search", "Norwey", "--kind", "polity")
    assert told.code == 0
    assert told.out == "kind,key,name,matched,as,country,lists,thing\n"
    assert told.err == "comity: No polity is called 'Norwey'. Did you mean 'Norway'?\n"


@pytest.mark.parametrize(
    ("arguments", "found"),
    [
        ((" ",), "nothing to search for"),
        (("x", "--kind", "politty"), "'polity'"),
        (("x", "--format", "turtle"), "no format 'turtle'"),
    ],
)
def test_misuse_is_refused(comity_command: Command, arguments: tuple[str, ...], found: str) -> None:
    assert found in comity_command.fails("search", *arguments).err
