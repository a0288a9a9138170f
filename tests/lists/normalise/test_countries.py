"""A publisher's words for a country name one polity, or none; nothing is guessed."""

from __future__ import annotations

import csv
import re
from html import unescape
from pathlib import Path

import pytest

from comity.lists.normalise import countries
from comity.lists.normalise.countries import is_known, polity_of, several
from tests.lists.paths_of import unpacked
from tests.official_lists import official

TABLE = Path(countries.__file__).with_name("countries.tsv")
GRAPH = Path(__file__).parents[3] / "graphs" / "polities.ttl"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("US", "USA"),
        ("us", "USA"),
        ("CHN", "CHN"),
        ("Korea, North", "PRK"),
        ("Burma", "MMR"),
        ("Russian Federation", "RUS"),
        ("IRAN (ISLAMIC REPUBLIC OF)", "IRN"),
        ("Iran, Islamic Republic of", "IRN"),
        ("CONGO, Democratic Republic of (was Zaire)", "COD"),
        ("Congo, Republic of the", "COG"),
        ("the Bahamas", "BHS"),
        ("Côte d\u2019Ivoire", "CIV"),
        ("Cote d'Ivoire", "CIV"),
        ("Trinidad & Tobago", "TTO"),
        ("Afghan", "AFG"),
        ("Belarus / Bélarus", "BLR"),
        ("アフガニスタン", "AFG"),
        ("Російська Федерація", None),
        ("Росія", "RUS"),
        ("俄罗斯", "RUS"),
        ("Hong Kong", "HKG"),
        ("West Bank", "PSE"),
        ("EU", "EUE"),
        ("gb-nir", "GBR"),
        ("Kuwait (residence as at Mar 2009)", "KWT"),
        ("Afghanistan (at time of listing)", "AFG"),
        ("NA", "NAM"),
    ],
)
def test_a_text_of_the_lists_names_its_polity(text: str, key: str | None) -> None:
    assert polity_of(text) == key


@pytest.mark.parametrize(
    "text",
    [
        "Soviet Union", "USSR (now Moldova)", "Yugoslavia", "Region: Crimea", "Congolese", "Korea",
        "undetermined", "UNKNOWN", "00", "-0-", "na", "", " ", "Bahrain (citizenship revoked in "
        "January 2015)", "Russi", "Iran Air", "XX1",
    ],
)  # fmt: skip
def test_a_text_that_is_no_polity_names_none(text: str) -> None:
    assert polity_of(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("(1) Egypt (2) Iraq", ("Egypt", "Iraq")),
        ("a) Russian b) Syrian", ("Russian", "Syrian")),
        ("(a)ドイツ\u3000(b)モロッコ", ("ドイツ", "モロッコ")),
        ("Russian, Israeli", ("Russian", "Israeli")),
        ("MD, RU, IL", ("MD", "RU", "IL")),
        ("Trinidad and Tobago", ("Trinidad and Tobago",)),
        ("Congo, Democratic Republic of the", ("Congo, Democratic Republic of the",)),
        ("Egypt, or not", ("Egypt, or not",)),
        ("(1) Egypt (2) Egypt", ("Egypt",)),
        ("", ()),
    ],
)
def test_several_countries_are_taken_apart_only_where_each_is_known(
    text: str, parts: tuple[str, ...]
) -> None:
    assert several(text) == parts


def test_the_table_has_no_text_twice_with_two_meanings() -> None:
    meanings: dict[str, set[str]] = {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            text = row["text"]
            is_code = re.fullmatch("[A-Z]{2,3}", text) is not None
            meanings.setdefault(text if is_code else countries.fold(text), set()).add(row["key"])
    assert len(meanings) > 3000
    assert not {text: keys for text, keys in meanings.items() if len(keys) > 1}


def test_each_key_of_the_table_is_a_polity_of_the_graph() -> None:
    polities = set(re.findall(r"^polity:([\w-]+)", GRAPH.read_text("utf-8"), re.MULTILINE))
    with TABLE.open(encoding="utf-8", newline="") as file:
        keys = {row["key"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    assert polities
    assert keys - {""} <= polities


def test_each_polity_with_a_code_is_found_by_its_codes_and_its_label() -> None:
    text = GRAPH.read_text("utf-8")
    count = 0
    for block in text.split("\n\n"):
        found = re.match(r"polity:([A-Z]{3})\n", block)
        if found and (code := re.search(r"iso-3166-1-alpha-2/([A-Z]{2})>", block)):
            label = re.search(r'skos:prefLabel "([^"]+)"@en', block)
            assert label
            count += 1
            assert [polity_of(code[1]), polity_of(found[1]), polity_of(label[1])] == [found[1]] * 3
    assert count > 240


XML_COUNTRIES = [
    (
        "un-sc/2026-02-27_consolidated.xml.gz",
        r"<NATIONALITY>\s*(?:<VALUE>([^<]+)</VALUE>)|_ADDRESS>(?:(?!_ADDRESS>).)*?<COUNTRY>([^<]+)<",
    ),
    ("eu-fsf/2016-02-11_global_1_0.xml.gz", r"<COUNTRY>([^<]+)</COUNTRY>"),
    (
        "eu-fsf/2022-03-18_xmlFullSanctionsList_1_1_truncated.xml.gz",
        r'countryDescription="([^"]+)"|countryIso2Code="([^"]+)"',
    ),
    ("us-ofac-consolidated/2020-03-17_cons_advanced.xml.gz", r"<Country ID[^>]*>([^<]+)<"),
    ("us-ofac-consolidated/2022-03-24_consolidated.xml.gz", r"<(?:idC|c)ountry>([^<]+)<"),
    ("us-ofac-consolidated/2025-01-10_CONS_ENHANCED.ZIP", r"<country refId[^>]*>([^<]+)<"),
    ("canada-sema/2022-05_sema-lmes.xml.gz", r"<Country>([^<]+)<"),
]


@pytest.mark.parametrize(("path", "pattern"), XML_COUNTRIES)
def test_each_country_of_an_official_file_is_known(path: str, pattern: str) -> None:
    with unpacked(official(path)) as stream:
        text = stream.read().decode("utf-8-sig", "replace")
    found = {
        unescape(part)
        for match in re.findall(pattern, text, re.DOTALL)
        for part in ([match] if isinstance(match, str) else match)
        if part
    }
    assert len(found) > 4
    unknown = {part for words in found for part in several(words) if not is_known(part)}
    assert not unknown


def test_each_country_of_the_delimited_files_is_known() -> None:
    found = set()
    with unpacked(official("us-ofac-sdn/2022-01/ADD.CSV.gz")) as stream:
        rows = csv.reader(stream.read().decode("windows-1252").splitlines())
        found |= {row[4].strip() for row in rows if len(row) > 4}
    with unpacked(official("us-ofac-sdn/2022-01/SDN.CSV.gz")) as stream:
        rows = csv.reader(stream.read().decode("windows-1252").splitlines())
        found |= {row[9].strip() for row in rows if len(row) > 9}
    with unpacked(official("us-csl/consolidated_2022-04.csv.gz")) as stream:
        for row in csv.DictReader(stream.read().decode("utf-8-sig").splitlines()):
            for column in ("vessel_flag", "citizenships", "nationalities"):
                found |= set(row[column].split("; "))
    with unpacked(official("opensanctions/2026-03-13_targets.simple.csv.gz")) as stream:
        for row in csv.DictReader(stream.read().decode("utf-8").splitlines()):
            found |= set(row["countries"].split(";"))
    found.discard("")
    assert len(found) > 150
    assert not {words for words in found if not is_known(words)}
