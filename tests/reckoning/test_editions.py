"""On the day of a complete edition, exactly the entries of that edition are listed, each once."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.graph.build import Builder
from comity.lists.io.input_files import parcels
from comity.lists.model.record import Record, read
from comity.lists.model.sources import find_source
from comity.lists.readers import recognise
from comity.query.library.catalogue import Library
from comity.query.library.rows import Rows
from comity.query.library.run import run
from comity.store.engines.interface import Engine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.store.imports.edition_checks import Wish
from comity.store.imports.folders import Import
from comity.store.imports.import_edition import take
from comity.store.imports.registry import imports
from comity.store.snapshot.compile import fill_with_imports
from comity.store.snapshot.fingerprint import Inputs
from tests.official_lists import official

SDN = tuple(f"us-ofac-sdn/2022-01/{name}.CSV.gz" for name in ("SDN", "ALT", "ADD"))
EDITIONS = (
    ("us-csl", "2022-04-28", ("us-csl/consolidated_2022-04.csv.gz",)),
    ("ofac-sdn", "2021-12-06", ("us-ofac-sdn/2021-12-06/SDN.CSV.gz",)),
    ("ofac-sdn", "2021-12-09", ("us-ofac-sdn/2021-12-09/SDN.CSV.gz",)),
    ("ofac-sdn", "2021-12-10", ("us-ofac-sdn/2021-12-10/SDN.CSV.gz",)),
    ("ofac-sdn", "2022-01-31", SDN),
    ("ofac-cons", "", ("us-ofac-consolidated/2018-04-06_consolidated.xml.gz",)),
    ("ofac-cons", "", ("us-ofac-consolidated/2022-03-24_consolidated.xml.gz",)),
    ("ofac-cons", "", ("us-ofac-consolidated/2025-01-10_CONS_ENHANCED.ZIP",)),
    ("un-sc", "", ("un-sc/2020-11-30_consolidated.xml.gz",)),
    ("un-sc", "", ("un-sc/2020-12-01_consolidated.xml.gz",)),
    ("un-sc", "", ("un-sc/2026-02-27_consolidated.xml.gz",)),
    ("eu-fsf", "", ("eu-fsf/2016-02-11_global_1_0.xml.gz",)),
    ("uk-conlist", "", ("uk-ofsi/2018-04-13_sanctionsconlist.csv.gz",)),
    ("uk-conlist", "", ("uk-ofsi/2022-05-04_ConList.xlsx",)),
    ("canada-sema", "2020-10-13", ("canada-sema/2020-10_sema-lmes.xml",)),
    ("canada-sema", "2022-05-11", ("canada-sema/2022-05_sema-lmes.xml.gz",)),
    (
        "australia-dfat",
        "2022-05-03",
        ("australia-dfat/2022-05-03_regulation8_consolidated.xls.gz",),
    ),
    ("japan-mof", "2022-04-14", ("japan-mof/2022-04-14_sanctions.xls.gz",)),
    ("japan-mof", "2022-05-09", ("japan-mof/2022-05-09_sanctions.xls.gz",)),
    ("ukraine-nsdc", "2022-04-05", ("ukraine-nsdc/2022-04-05_sanctions.xlsx",)),
    ("japan-meti-eul", "2026-07-15", ("japan-meti/jp_end_user_list.json.gz",)),
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Import every edition at hand."""
    folder = tmp_path_factory.mktemp("editions") / "data"
    for source, day, files in EDITIONS:
        opened = parcels([official(path) for path in files])
        wish = Wish(published=day, accept_shrunken=source == "ofac-cons")
        take(str(folder), find_source(source), recognise(opened), opened, wish)
    return folder


@pytest.fixture(scope="module")
def engine(data: Path) -> Engine:
    writer = OxigraphWriter()
    fill_with_imports(writer, Inputs.shipped(str(data)))
    return writer.reader()


def entries(edition: Import) -> dict[str, set[str]]:
    """Return the entries of each list that have not ended by the day of the edition."""
    builder = Builder(edition.source, edition.published)
    result: dict[str, set[str]] = {}
    for item in read(edition.records_file):
        if isinstance(item, Record):
            for claim in builder.block(item).claims:
                if not claim.holds_until or claim.holds_until > edition.published:
                    result.setdefault(claim.list, set()).add(claim.key)
    return result


@pytest.mark.slow
def test_listed_on_the_day_of_a_complete_edition_are_its_entries(
    data: Path, engine: Engine
) -> None:
    differences, checked = [], 0
    listed_on = Library.shipped().find("listed")
    for edition in imports(str(data)):
        expected = entries(edition)
        for key in edition.whole:
            answer = run(engine, listed_on, {"list": key, "on": edition.published})
            assert isinstance(answer, Rows)
            listed = len(set(answer.column("claim")))
            checked += 1
            if listed != len(expected[key]):
                differences.append((edition.name, key, listed, len(expected[key])))
    assert differences == []
    assert checked > 30
