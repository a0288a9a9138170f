"""Limits on time, rows, memory and places: right status before the first byte, broken off after."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.bench.clients import runaway
from tests.server.running import EVERYTHING, RUNAWAY, Answer, Server, serving, wait_until


@pytest.fixture(scope="module")
def tight(data: Path) -> Iterator[Server]:
    """Serve with little time, rows and memory."""
    limits = {"timeout": 1.5, "brief": 0.4, "rows": 50_000, "memory": 192 * 2**20}
    with serving(data, limits=limits) as running:
        yield running


def test_a_query_over_its_time_is_told_so_and_its_process_replaced(tight: Server) -> None:
    before = set(tight.workers())
    began = time.monotonic()
    answer = tight.query(RUNAWAY)
    assert time.monotonic() - began < 5
    assert answer.status == 503
    assert "stopped after 1.5 seconds" in str(answer.json()["detail"])
    assert int(answer.headers["retry-after"]) > 0
    assert wait_until(lambda: len(tight.workers()) == 2 and set(tight.workers()) != before)
    assert tight.query("ASK {}").status == 200


@pytest.mark.parametrize(
    "accept",
    [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ],
)
def test_an_answer_over_its_rows_is_broken_off_and_never_looks_whole(
    tight: Server, accept: str
) -> None:
    connection = HTTPConnection("127.0.0.1", tight.port, timeout=20)
    text = "SELECT ?s ?p ?o { ?s ?p ?o }"
    connection.request("GET", f"/sparql?query={quote(text)}", headers={"Accept": accept})
    reply = connection.getresponse()
    assert reply.status == 200
    with pytest.raises((IncompleteRead, ConnectionResetError)):
        reply.read()
    connection.close()


def test_exactly_the_rows_that_are_allowed_are_given(tight: Server) -> None:
    whole = tight.query("SELECT ?s { ?s ?p ?o } LIMIT 50000", "text/csv")
    assert len(whole.text.splitlines()) == 50_001
    told = json.loads(tight.query("SELECT ?s { ?s ?p ?o } LIMIT 50000").body)
    assert len(told["results"]["bindings"]) == 50_000


def test_one_row_more_than_allowed_is_told_before_the_first_byte_where_it_fits(
    data: Path,
) -> None:
    with serving(data, limits={"rows": 10}) as running:
        for accept in ("application/json", "application/xml", "text/csv"):
            assert running.query("SELECT * { ?s ?p ?o } LIMIT 10", accept).status == 200
            over = running.query("SELECT * { ?s ?p ?o } LIMIT 11", accept)
            assert over.status == 503
            assert "10 rows" in over.text
        assert running.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 10").status == 200
        over = running.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 11")
        assert over.status == 503
        assert "10 rows" in over.text


def test_a_query_over_its_memory_ends_its_process_and_nothing_else(data: Path) -> None:
    steps = " ".join(
        f"BIND(CONCAT({', '.join([f'?t{step}'] * 8)}) AS ?t{step + 1})" for step in range(11)
    )
    greedy = f'SELECT (STRLEN(?t11) AS ?n) {{ BIND("sixteen letters." AS ?t0) {steps} }}'
    limits = {"timeout": 30, "brief": 0.5, "memory": 128 * 2**20}
    with serving(data, limits=limits) as running:
        answer = running.query(greedy)
        assert answer.status == 503
        assert "memory" in str(answer.json()["detail"])
        assert running.query("ASK {}").status == 200


def test_a_request_that_must_wait_too_long_is_told_to_come_again(data: Path) -> None:
    limits = {"workers": 1, "timeout": 6.0, "brief": 5.0, "patience": 0.5, "waiting": 2}
    with serving(data, limits=limits) as running:
        answers: list[Answer] = []

        def ask(text: str) -> None:
            answers.append(running.query(text))

        threads = [threading.Thread(target=ask, args=(f"{RUNAWAY} # {n}",)) for n in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        said = " ".join(answer.text for answer in answers)
        assert {answer.status for answer in answers} == {503}
        assert "wait already" in said
        assert "became free" in said
        assert "stopped after" in said
        assert all("retry-after" in answer.headers for answer in answers)


def test_one_client_may_not_have_all_the_places(data: Path) -> None:
    limits = {"workers": 1, "timeout": 2.0, "brief": 1.0, "each": 2}
    with serving(data, limits=limits) as running:
        answers: list[Answer] = []

        def ask(text: str) -> None:
            answers.append(running.query(text))

        threads = [threading.Thread(target=ask, args=(f"{RUNAWAY} # {n}",)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.status for answer in answers)[-2:] == [503, 503]
        assert 429 in {answer.status for answer in answers}


def test_runaway_queries_do_not_keep_ordinary_ones_waiting(data: Path) -> None:
    limits = {"timeout": 5.0, "brief": 0.3}
    with serving(data, limits=limits) as running:
        took = []
        with runaway(running.port, "/sparql", 6) as seen:
            assert wait_until(lambda: seen["asked"] >= 6)
            for number in range(40):
                began = time.monotonic()
                answer = running.query(f"SELECT * {{ ?s ?p ?o }} LIMIT 10 # {number}")
                took.append(time.monotonic() - began)
                assert answer.status == 200
        assert set(seen) <= {"asked", "429", "503"}
        assert sum(took) / len(took) < 2
        assert wait_until(lambda: running.metric("comity_running_queries") == 0)
        assert len(running.workers()) <= 4


@pytest.mark.parametrize(
    "slow",
    [
        "SELECT (COUNT(*) AS ?n) { ?a ?p ?o . ?o ?q ?r }",
        "SELECT ?s ?o { ?s a ?o } ORDER BY ?o ?s",
    ],
)
def test_an_answer_is_made_once_for_all_who_ask_at_the_same_time(data: Path, slow: str) -> None:
    with serving(data, limits={"brief": 20.0}) as running:
        answers: list[Answer] = []
        threads = [
            threading.Thread(target=lambda: answers.append(running.query(slow))) for _ in range(12)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len({answer.body for answer in answers}) == 1
        assert running.metric("comity_computed_answers_total") == 1


def ask_from(server: Server, address: str, text: str, statuses: list[int]) -> threading.Thread:
    """Ask a query from an address of one's own, beside the caller."""

    def ask() -> None:
        connection = HTTPConnection(
            "127.0.0.1", server.port, timeout=40, source_address=(address, 0)
        )
        connection.request("GET", f"/sparql?query={quote(text)}")
        statuses.append(connection.getresponse().status)
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    return thread


def test_a_question_that_fails_has_failed_for_all_who_ask_it_meanwhile(data: Path) -> None:
    with serving(data, limits={"timeout": 4.0, "brief": 3.0}) as running:
        statuses: list[int] = []
        threads = [
            ask_from(running, f"127.0.0.{number}", RUNAWAY, statuses) for number in range(2, 10)
        ]
        for thread in threads:
            thread.join()
        assert statuses == [503] * 8
        assert running.metric('comity_refused_queries_total{why="time"}') == 1


def test_nobody_waits_for_another_client_to_get_a_process(data: Path) -> None:
    limits = {"workers": 1, "timeout": 8.0, "brief": 7.0, "patience": 30.0}
    same = "SELECT * { ?s ?p ?o } LIMIT 3"
    with serving(data, limits=limits) as running:
        statuses: list[int] = []
        first = ask_from(running, "127.0.0.2", RUNAWAY, statuses)
        assert wait_until(lambda: running.metric("comity_running_queries") == 1)
        threads = [ask_from(running, "127.0.0.2", same, statuses)]
        assert wait_until(lambda: running.metric("comity_waiting_queries") == 1)
        threads.append(ask_from(running, "127.0.0.3", same, statuses))
        assert wait_until(lambda: running.metric("comity_waiting_queries") == 2)
        for thread in (first, *threads):
            thread.join()
        assert sorted(statuses) == [200, 200, 503]


def test_long_queries_take_no_memory_once_they_are_answered(data: Path) -> None:
    with serving(data) as running:
        media = "application/sparql-query"
        for round_ in range(2):
            for number in range(20):
                text = f"ASK {{}} # {round_} {number} \U0001f600".encode() + b"x" * 1_000_000
                answer = running.ask("/sparql", "POST", text, Content_Type=media)
                assert answer.status == 200
            if round_ == 0:
                before = running.memory()
        assert running.memory() - before < 40 * 2**20


def test_a_client_that_goes_away_frees_the_process(data: Path) -> None:
    with serving(data, limits={"timeout": 30, "brief": 0.4}) as running:
        connection = HTTPConnection("127.0.0.1", running.port)
        connection.request("GET", f"/sparql?query={quote(RUNAWAY)}")
        assert wait_until(lambda: running.metric("comity_running_queries") == 1)
        connection.close()
        assert wait_until(lambda: running.metric("comity_running_queries") == 0, 5)
        assert running.query("ASK {}").status == 200


def test_a_stream_that_nobody_reads_on_ends_at_its_time(data: Path) -> None:
    with serving(data, limits={"timeout": 1.5, "brief": 0.4}) as running:
        connection = HTTPConnection("127.0.0.1", running.port, timeout=20)
        connection.request("GET", f"/sparql?query={quote(EVERYTHING)}")
        reply = connection.getresponse()
        assert reply.status == 200
        reply.read(1000)
        assert wait_until(lambda: running.metric("comity_running_queries") == 0, 10)
        with pytest.raises((IncompleteRead, ConnectionResetError)):
            reply.read()
        connection.close()
        assert running.query("ASK {}").status == 200
