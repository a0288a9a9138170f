"""What is remembered between two questions never outlives what it was learnt from."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from comity.errors import UnknownQuery, UnknownThing
from comity.iris import SKOS, thing
from comity.query.library.catalogue import Library, Query, read_header
from comity.query.library.run import bind
from comity.query.names.resolve import resolve
from comity.store.engines import oxigraph
from comity.store.engines.interface import ListeningEngine
from comity.store.engines.oxigraph import OxigraphEngine
from comity.store.engines.oxigraph_writer import OxigraphWriter
from comity.terms import Blank, Iri, Literal, Term, Triple, tagged

LABEL = Iri(SKOS + "prefLabel")
GRAPH = Iri("https://w3id.org/comity/graph/test")
JAPAN, GREECE = thing("polity", "JPN"), thing("polity", "GRC")
TEXT = """#+ summary: Test.
#+ params:
#+   polity: {kind: polity, example: JPN, many: true}
SELECT ?polity WHERE { VALUES (?polity) { (<https://w3id.org/comity/id/polity/GRC>) } }
"""
QUERY = Query("test", TEXT, read_header(TEXT, "test"), "states")


class Counting(OxigraphEngine):
    """A store that counts how often it is looked into."""

    looks = 0

    def triples(
        self,
        subject: Iri | Blank | None = None,
        predicate: Iri | None = None,
        value: Term | None = None,
        graph: Iri | None = None,
    ) -> Iterator[Triple]:
        """Count, then look."""
        self.looks += 1
        return super().triples(subject, predicate, value, graph)


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """Write a store of one polity and return its folder."""
    writer = OxigraphWriter(str(tmp_path / "store"))
    writer.add([(JAPAN, LABEL, tagged("Japan", "en"))], GRAPH)
    writer.finish()
    return str(tmp_path / "store")


def test_a_store_that_stays_as_it_is_is_asked_once_what_a_key_means(folder: str) -> None:
    engine = Counting.open(folder)
    assert isinstance(engine, Counting)
    assert engine.settled
    assert ListeningEngine(engine, print).settled
    for _ in range(3):
        assert resolve(engine, "polity", "polity", "JPN") == JAPAN
    assert engine.looks == 1


def test_what_means_nothing_is_not_remembered(folder: str) -> None:
    engine = Counting.open(folder)
    assert isinstance(engine, Counting)
    looks = []
    for _ in range(2):
        with pytest.raises(UnknownThing):
            resolve(engine, "polity", "polity", "GRC")
        looks.append(engine.looks)
    assert looks[1] == 2 * looks[0] > 0


def test_a_store_that_is_being_written_is_asked_every_time() -> None:
    writer = OxigraphWriter()
    engine = writer.reader()
    assert not engine.settled
    with pytest.raises(UnknownThing):
        resolve(engine, "polity", "polity", "GRC")
    writer.add([(GREECE, LABEL, tagged("Greece", "en"))], GRAPH)
    assert resolve(engine, "polity", "polity", "GRC") == GREECE


def test_two_stores_do_not_share_what_they_remember(folder: str, tmp_path: Path) -> None:
    other = OxigraphWriter(str(tmp_path / "other"))
    other.add([(GREECE, LABEL, tagged("Japan", "en"))], GRAPH)
    other.finish()
    del other  # closes the files
    for place, wanted in ((folder, JAPAN), (str(tmp_path / "other"), GREECE)):
        engine = OxigraphEngine.open(place)
        assert bind(engine, QUERY, {"polity": "Japan"}).bound == {"polity": (wanted,)}


def test_the_same_question_is_bound_once_and_another_one_anew(folder: str) -> None:
    engine = OxigraphEngine.open(folder)
    first = bind(engine, QUERY, {"polity": "JPN"})
    assert bind(engine, QUERY, {"polity": "JPN"}) is first
    assert bind(engine, QUERY, {"polity": ["JPN", "JPN"]}).bound == {"polity": (JAPAN, JAPAN)}
    assert bind(engine, QUERY._replace(text=TEXT + "LIMIT 1\n"), {"polity": "JPN"}) != first


def test_a_term_is_made_once_and_a_full_memory_changes_no_answer(
    folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'SELECT ?a ?b WHERE { VALUES (?a ?b) { (1 2) (3 UNDEF) ("x"@en <a:b>) (1 2) } }'
    engine = OxigraphEngine.open(folder)
    answer = engine.select(text)
    rows = list(answer.rows)
    assert rows[0][0] is rows[3][0]
    assert rows[1][1] is None
    assert rows[2] == (tagged("x", "en"), Iri("a:b"))
    monkeypatch.setattr(oxigraph, "_MOST_TERMS", 2)
    short = OxigraphEngine.open(folder).select(text)
    assert list(short.rows) == rows


def test_a_question_whose_file_has_changed_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "states" / "test.rq"
    file.parent.mkdir()
    file.write_text(TEXT, "utf-8")
    library = Library(str(tmp_path))
    assert library.find("test") is library.find("test")
    before = file.stat()
    file.write_text(TEXT.replace("Test.", "Next."), "utf-8")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    header = library.find("test").header
    assert header is not None
    assert header.summary == "Next."
    moved = file.rename(tmp_path / "test.rq")
    assert library.find("test").folder == tmp_path.name
    moved.unlink()
    with pytest.raises(UnknownQuery):
        library.find("test")
    file.write_text(TEXT, "utf-8")
    assert library.find("test").folder == "states"


def test_a_literal_keeps_its_type_in_memory(folder: str) -> None:
    engine = OxigraphEngine.open(folder)
    answer = engine.select('SELECT ?a WHERE { VALUES ?a { "1" 1 "1"@en 1.0 } }')
    found = [row[0] for row in answer.rows]
    assert len(set(found)) == 4
    assert found[0] == Literal("1")
