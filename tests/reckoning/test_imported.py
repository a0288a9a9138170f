"""What the library answers over an imported list is what the publisher's own file says.

The file is counted apart, with the csv module alone; countries are the codes of the fact base.
Entries of the shipped graphs are left out of the comparison by their keys.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from comity.graph.identity.links import Decision, Decisions
from comity.iris import COMITY, COUNTRY_PATH, ID, key_of
from comity.lists.io.input_files import parcels
from comity.lists.model.sources import find_source as source
from comity.lists.readers.us import csl_csv
from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows
from comity.query.library.run import run
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.imports.curated import curated_cards
from comity.store.imports.decisions import keep_decisions
from comity.store.imports.edition_checks import Wish
from comity.store.imports.identities import review
from comity.store.imports.import_edition import take
from comity.store.imports.registry import imports
from comity.store.snapshot.compile import fill, fill_with_imports
from comity.store.snapshot.fingerprint import Inputs
from tests.official_lists import official
from tests.reckoning import facts, states

DAY = "2022-04-28"
FILE = "us-csl/consolidated_2022-04.csv.gz"
LISTS = {
    "Specially Designated Nationals (SDN) - Treasury Department": "ofac-sdn",
    "Entity List (EL) - Bureau of Industry and Security": "bis-entity-list",
    "ITAR Debarred (DTC) - State Department": "state-itar-debarred",
    "Denied Persons List (DPL) - Bureau of Industry and Security": "bis-denied-persons",
    "Nonproliferation Sanctions (ISN) - State Department": "state-isn",
    "Unverified List (UVL) - Bureau of Industry and Security": "bis-unverified",
    "Military End User (MEU) List - Bureau of Industry and Security": "bis-meu",
}
CODE = re.compile(r"(?:\A|, )([A-Z]{2})\Z")

REGISTERED = re.compile(r"(?:\A|; )([^;]+), (?:Nationality of Registration|Registration Country)")
FLAGS = {  # flags that the fact base does not spell so
    "democratic people's republic of korea": "PRK",
    "hong kong": "HKG",
    "saint kitts and nevis": "KNA",
    "st. kitts and nevis": "KNA",
    "st. vincent and the grenadines": "VCT",
    "man, isle of": "IMN",
}


@dataclass(frozen=True)
class Row:
    """One row of the file: its list, the first day and the end of its entry, and its countries."""

    list: str
    listed: str
    ended: str
    countries: frozenset[str]


@cache
def rows() -> list[Row]:
    """Return the rows of some lists, with the countries that their addresses end with."""
    polities = {row["iso2"]: row["code"] for row in facts.rows("polities") if row["iso2"]}
    found = []
    with gzip.open(official(FILE), "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            list_ = LISTS.get(row["source"])
            if list_ is None:
                continue
            codes = {
                polities[code[1]]
                for address in row["addresses"].split(";")
                if (code := CODE.search(address.strip())) and code[1] in polities
            }
            found.append(Row(list_, row["start_date"], row["end_date"], frozenset(codes)))
    return found


@pytest.fixture(scope="module")
def shipped() -> Engine:
    writer = OxigraphWriter()
    fill(writer, Inputs.shipped())
    return writer.reader()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    folder = tmp_path_factory.mktemp("imported")
    data = str(folder / "data")
    given = parcels([official(FILE)])
    take(data, source("us-csl"), csl_csv.READER, given, Wish(published=DAY))
    keep_decisions(data, against_every_link(data))
    writer = OxigraphWriter()
    fill_with_imports(writer, Inputs.shipped(data))
    return writer.reader()


def against_every_link(data: str) -> Decisions:
    """Decide that no two entries are the same, so that the rows of the file can be counted."""
    writer = OxigraphWriter()
    fill(writer, Inputs.shipped())
    store = writer.reader()
    pairs = review(curated_cards(store), imports(data), {}, store)
    return {
        (pair.a.key, pair.b.key): Decision(pair.a.key, pair.b.key, "different", "test", "", "")
        for pair in pairs
    }


def answered(engine: Engine, name: str, **given: str) -> Iterator[dict[str, str]]:
    """Give the rows of a question, as keys and texts."""
    answer = run(engine, Library.shipped().find(name), given)
    assert isinstance(answer, Rows)
    for row in answer:
        yield {
            column: "" if term is None else key_of(term.value) if column != "claim" else term.value
            for column, term in zip(answer.columns, row, strict=True)
        }


def imported(list_: str, entity: str) -> bool:
    return entity.startswith(f"{list_}-")


@pytest.mark.parametrize("initiative", ["quad", "nato", "brics", "five-eyes"])
@pytest.mark.parametrize("list_", ["bis-entity-list", "bis-unverified", "bis-meu"])
def test_listed_in_members(engine: Engine, initiative: str, list_: str) -> None:
    members = states.members_of(initiative, DAY)
    wanted = Counter(
        country for row in rows() if row.list == list_ for country in row.countries & members
    )
    found = Counter(
        row["country"]
        for row in answered(engine, "listed-in-members", initiative=initiative, list=list_, on=DAY)
        if imported(list_, row["entity"])
    )
    assert found == wanted


@pytest.mark.parametrize("on", ["2021-12-09", "2015-01-01", DAY])
def test_listed_in_members_on_other_days(engine: Engine, on: str) -> None:
    members = states.members_of("quad", on)
    wanted = sum(
        len(row.countries & members)
        for row in rows()
        if row.list == "bis-entity-list" and (row.listed or DAY) <= on
    )
    given = {"initiative": "quad", "list": "bis-entity-list", "on": on}
    found = [
        row
        for row in answered(engine, "listed-in-members", **given)
        if imported("bis-entity-list", row["entity"])
    ]
    assert len(found) == wanted


@pytest.mark.parametrize("summit", ["summit-for-democracy-2021", "quad-leaders-summit-2021"])
def test_listed_around(engine: Engine, summit: str) -> None:
    start = facts.start_of(summit)
    year, month, day = map(int, start.split("-"))
    earliest = f"{year - (month <= 6):04}-{(month + 5) % 12 + 1:02}-{day:02}"
    wanted = Counter(row.list for row in rows() if earliest <= row.listed <= start)
    found: dict[str, set[str]] = defaultdict(set)
    for row in answered(engine, "listed-around", summit=summit, before="P6M", after="P0D"):
        if imported(row["list"], row["entity"]):
            found[row["list"]].add(row["claim"])
    assert sum(wanted.values()) > 0
    assert {key: len(claims) for key, claims in found.items()} == wanted


@cache
def entities() -> dict[str, frozenset[str]]:
    """Return the entities whose entries hold on the day, with their countries, from the file alone.

    A party of the Treasury has a number, and may stand in several rows; every other row is one.
    """
    polities = {row["iso2"]: row["code"] for row in facts.rows("polities") if row["iso2"]}
    names = {row["name_en"].casefold(): row["code"] for row in facts.rows("polities")} | FLAGS
    found: dict[str, set[str]] = defaultdict(set)
    with gzip.open(official(FILE), "rt", encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if (row["start_date"] or DAY) > DAY or (row["end_date"] or "9999") <= DAY:
                continue
            own = "sdn" if "(SDN)" in row["source"] else "other"
            key = f"{own} {row['entity_number']}" if row["entity_number"] else f"row {number}"
            given = [CODE.search(part.strip()) for part in row["addresses"].split(";")]
            codes = [code[1] for code in given if code]
            codes += [part.strip() for part in row["nationalities"].split(";")]
            codes += [part.strip() for part in row["citizenships"].split(";")]
            words = [*REGISTERED.findall(row["ids"]), row["vessel_flag"]]
            found[key] |= {polities[code] for code in (*codes, *words) if code in polities}
            found[key] |= {names[word.casefold()] for word in words if word.casefold() in names}
    return {key: frozenset(countries) for key, countries in found.items()}


def counted(engine: Engine, name: str, **given: str) -> dict[str, int]:
    return {row["polity"]: int(row["entities"]) for row in answered(engine, name, **given)}


def on_other_lists(shipped: Engine) -> dict[str, int]:
    """Count the entities of each polity that stand on a list which the import does not complete."""
    lists = ", ".join(f"<{ID}list/{key}>" for key in source("us-csl").lists)
    answer = shipped.select(f"""
PREFIX comity: <{COMITY}>
SELECT ?polity (COUNT(DISTINCT ?entity) AS ?entities)
WHERE {{
  ?claim comity:list ?list ; comity:entity ?entity ; comity:holdsFrom ?from .
  FILTER (?list NOT IN ({lists}) && STR(?from) <= "{DAY}")
  FILTER NOT EXISTS {{ ?claim comity:holdsUntil ?end . FILTER (STR(?end) <= "{DAY}") }}
  ?entity {COUNTRY_PATH} ?polity .
}}
GROUP BY ?polity""")
    return {key_of(row[0].value): int(row[1].value) for row in answer.rows if row[0] and row[1]}


def test_exposure(engine: Engine, shipped: Engine) -> None:
    before = on_other_lists(shipped)
    after = counted(engine, "exposure", on=DAY)
    wanted = Counter(country for countries in entities().values() for country in countries)
    added = {polity: after[polity] - before.get(polity, 0) for polity in after}
    assert {polity: count for polity, count in added.items() if count} == wanted


@pytest.mark.parametrize("summit", ["summit-for-democracy-2021", "quad-leaders-summit-2021"])
def test_hosts_of_listed(engine: Engine, shipped: Engine, summit: str) -> None:
    before = on_other_lists(shipped)
    after = counted(engine, "hosts-of-listed", summit=summit, on=DAY)
    there = {polity for (polity,) in [(row[0],) for row in states.attendance(summit)]}
    wanted = Counter(country for countries in entities().values() for country in countries & there)
    added = {polity: after[polity] - before.get(polity, 0) for polity in after}
    assert {polity: count for polity, count in added.items() if count} == wanted
