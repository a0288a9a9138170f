"""The parts of the server by themselves, held to their laws."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from functools import partial
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from comity.errors import ComityError
from comity.server.back.answer_stream import row_counter
from comity.server.front.cache import PIECE, Cache, Kept, Packing, entity_tag, is_known
from comity.server.front.connection_limits import Connections
from comity.server.front.limits import Clients, Limits, Shares
from comity.server.front.metrics import Metrics
from comity.server.front.requests import GRAPHS, ROWS, choose, parts_of, prefers_html
from comity.server.front.sparql_protocol import read_get, read_post
from comity.server.front.starts import Starts
from comity.server.wire.faults import RETRY_AFTER, TooManyOfOne
from comity.server.wire.ipc import Task
from comity.server.wire.query_analysis import question
from comity.server.wire.updates import guarded

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=12)
ROWS_OF_TEXT = st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=8)
TRICKY = st.sampled_from(['"}},{"', ",{", "[{", '\\"', "\n", '"', "<result>", "a,b"])
TABLES = st.lists(st.lists(CELLS | TRICKY, min_size=2, max_size=2), max_size=8)


def count(media: str, text: str, size: int) -> int:
    """Count the rows of an answer that comes in pieces of a size."""
    data, counter = text.encode(), row_counter(media)
    return sum(counter(data[place : place + size]) for place in range(0, len(data), size))


@given(TABLES, st.integers(1, 40))
def test_rows_of_json_are_counted_whatever_is_in_them(table: list[list[str]], size: int) -> None:
    bindings = [
        {name: {"type": "literal", "value": cell} for name, cell in zip("ab", row, strict=True)}
        for row in table
    ]
    said = {"head": {"vars": ["a", "b"]}, "results": {"bindings": bindings}}
    text = json.dumps(said, separators=(",", ":"))
    assert count("application/sparql-results+json", text, size) == len(table)


@given(TABLES, st.integers(1, 40))
def test_rows_of_csv_are_counted_whatever_is_in_them(table: list[list[str]], size: int) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(table)
    assert count("text/csv", text.getvalue(), size) == len(table)


@given(TABLES, st.integers(1, 40))
def test_rows_of_xml_are_counted_whatever_is_in_them(table: list[list[str]], size: int) -> None:
    rows = "".join(
        f"<result>{''.join(f'<literal>{escape(cell)}</literal>' for cell in row)}</result>"
        for row in table
    )
    text = f"<sparql><head/><results>{rows}</results></sparql>"
    assert count("application/sparql-results+xml", text, size) == len(table)


@given(st.text(max_size=200))
def test_any_accept_header_gives_a_format_that_there_is_or_none(accept: str) -> None:
    assert choose(accept, ROWS) in {*ROWS, None}
    assert choose(accept, GRAPHS) in {*GRAPHS, None}
    assert prefers_html(accept) in (True, False)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("text/turtle;q=0.5, application/ld+json;q=0.5", "text/turtle"),
        ("*/*;q=0.1, application/n-triples;q=0.1", "application/n-triples"),
        ("TEXT/TURTLE ; Q=1", "text/turtle"),
        ("text/turtle;charset=utf-8;q=0.9,application/ld+json", "application/ld+json"),
        ("text/turtle;q=0", None),
        ("nonsense", None),
        ("", "text/turtle"),
    ],
)
def test_weights_then_exactness_then_our_order_decide(accept: str, chosen: str | None) -> None:
    assert choose(accept, GRAPHS) == chosen


def test_a_browser_is_told_from_a_program() -> None:
    assert prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8")
    assert not prefers_html("*/*")
    assert not prefers_html("text/turtle, text/html;q=0.5")
    assert not prefers_html(None)


def status_of(act: Callable[[], object]) -> int:
    """Return the status with which a request is refused, 200 where it is not."""
    try:
        act()
    except ComityError as error:
        return error.http_status
    return 200


@given(st.binary(max_size=300))
def test_any_query_string_is_read_or_refused(raw: bytes) -> None:
    assert status_of(lambda: read_get(raw)) in (200, 400)


@given(
    st.binary(max_size=300),
    st.text(st.characters(max_codepoint=255), max_size=60),
    st.binary(max_size=100),
)
def test_any_post_is_read_or_refused(body: bytes, media: str, raw: bytes) -> None:
    for kind in (media, "application/x-www-form-urlencoded", "application/sparql-update"):
        headers = Headers({"content-type": kind})
        assert status_of(partial(read_post, raw, headers, body)) in (200, 400, 415)


@given(st.text(max_size=200))
def test_any_text_is_looked_at_as_query_and_update(text: str) -> None:
    assert status_of(lambda: question(text)) in (200, 400)
    assert status_of(lambda: guarded(text, ("urn:g",), None)) in (200, 400)


@given(st.binary(max_size=300))
def test_any_form_with_files_is_read_or_refused(body: bytes) -> None:
    whole = b"--x\r\n" + body
    form = "multipart/form-data; boundary=x"
    assert status_of(lambda: parts_of(form, whole)) in (200, 400)
    if status_of(lambda: parts_of(form, whole)) == 200:
        assert all(0 <= part.start <= part.end <= len(whole) for part in parts_of(form, whole))


def test_a_memory_keeps_within_its_size_and_forgets_the_longest_unused() -> None:
    cache = Cache(10_000)
    for name in "abc":
        cache.put(name, Kept(200, (), name.encode() * 700))
    assert cache.get("a") is not None
    cache.put("d", Kept(200, (), b"d" * 700))
    assert cache.get("b") is None
    assert cache.get("a") is not None
    assert cache.held <= 10_000
    cache.put("large", Kept(200, (), b"l" * 10_000))
    assert cache.get("large") is None
    cache.clear()
    assert cache.held == 0


@given(st.lists(st.binary(max_size=200_000), max_size=6))
def test_what_was_packed_comes_out_again_in_small_pieces(pieces: list[bytes]) -> None:
    packing = Packing(2**21)
    for piece in pieces:
        packing.add(piece)
    kept = packing.kept(200, ())
    assert kept is not None
    assert b"".join(kept.pieces()) == b"".join(pieces)
    assert kept.length == sum(map(len, pieces))
    assert all(0 < len(piece) <= PIECE for piece in kept.pieces())


def test_an_answer_too_large_to_be_kept_is_not_packed() -> None:
    packing, chance = Packing(100_000), random.Random(1)
    for _ in range(40):
        packing.add(chance.randbytes(10_000))
    assert not packing.fits
    assert packing.kept(200, ()) is None


def test_an_entity_tag_names_store_question_and_format() -> None:
    task = Task("query", (("media", "text/csv"), ("query", "ASK {}")))
    other = Task("query", (("media", "text/csv"), ("query", "ASK { }")))
    tags = {entity_tag("a", task), entity_tag("b", task), entity_tag("a", other)}
    assert len(tags) == 3
    turned = Task("query", tuple(reversed(task.values)))
    assert entity_tag("a", task) == entity_tag("a", turned)
    assert is_known(entity_tag("a", task), "*")
    assert not is_known(entity_tag("a", task), None)


@pytest.mark.parametrize(
    ("query", "steady"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p 'RAND() NOW()' }", True),
        ("SELECT (rand() AS ?x) {}", False),
        ("SELECT (\\u0052AND() AS ?x) {}", False),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p [] }", True),
        ("CONSTRUCT { ?s ?p [ ?p ?o ] } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT { ?s ?p (1 2) } WHERE { ?s ?p ?o }", False),
        ("CONSTRUCT WHERE { ?s ?p ?o }", True),
    ],
)
def test_a_query_is_steady_where_the_same_store_gives_the_same_bytes(
    query: str, *, steady: bool
) -> None:
    assert question(query).steady is steady


def test_what_a_client_has_had_counts_half_after_ten_seconds() -> None:
    shares = Shares()
    shares.add("a", 4.0, 100.0)
    assert shares.of("a", 100.0) == 4.0
    assert shares.of("a", 110.0) == 2.0
    shares.add("a", 1.0, 110.0)
    assert shares.of("a", 120.0) == 1.5
    assert shares.of("b", 120.0) == 0.0
    for number in range(2000):
        shares.add(str(number), 1.0, 100_000.0 + number)
    assert shares.of("a", 102_000.0) == 0.0


def test_a_long_query_yields_to_who_has_fewer_but_not_to_who_runs_away() -> None:
    clients = Clients(8, crashes=3)
    slow = {"busy": 2, "other": 1}
    assert clients.must_yield("busy", ["other"], slow, 100.0)
    assert clients.must_yield("busy", ["quiet"], slow, 100.0)
    assert not clients.must_yield("other", ["busy"], slow, 100.0)
    assert not clients.must_yield("busy", ["busy"], slow, 100.0)
    clients.ran("other", 5.0, 100.0, in_vain=False)
    assert clients.must_yield("busy", ["other"], slow, 100.0)
    clients.ran("other", 5.0, 100.0, in_vain=True)
    assert not clients.must_yield("busy", ["other"], slow, 100.0)
    assert clients.must_yield("busy", ["other", "quiet"], slow, 100.0)
    clients.ran("busy", 6.0, 100.0, in_vain=True)
    assert clients.must_yield("busy", ["other"], slow, 100.0)


def test_a_client_may_hold_so_many_queries_and_is_told_to_wait_for_a_while() -> None:
    clients = Clients(2, crashes=3)
    clients.take("a")
    clients.take("a")
    with pytest.raises(TooManyOfOne, match="2 of your queries"):
        clients.take("a")
    clients.take("b")
    clients.give_back("a")
    clients.take("a")
    clients.tell_to_wait("a", 100.0)
    assert clients.must_wait("a", 100.0 + RETRY_AFTER - 0.1)
    assert not clients.must_wait("a", 100.0 + RETRY_AFTER)
    assert not clients.must_wait("b", 100.0)


def test_a_client_is_an_address_or_a_network_of_ipv6_and_a_trusted_proxy_none() -> None:
    connections = Connections(Limits(), Metrics(), ["10.0.0.0/8", "2001:db8:1::/48"])
    assert connections.client_of("192.0.2.7") == connections.client_of("::ffff:192.0.2.7")
    assert connections.client_of("192.0.2.7") != connections.client_of("192.0.2.8")
    assert connections.client_of("2001:db8::1") == connections.client_of("2001:db8::2:3:4:5")
    assert connections.client_of("2001:db8::1") != connections.client_of("2001:db8:0:1::1")
    assert {connections.client_of(one) for one in ("10.1.2.3", "2001:db8:1::1")} == {""}


def test_half_of_a_minutes_starts_come_at_once_and_failures_double_the_pause() -> None:
    starts = Starts(in_a_minute=20)
    assert [starts.pause(100.0) for _ in range(10)] == [0.0] * 10
    assert [starts.pause(100.0) for _ in range(3)] == [3.0, 6.0, 9.0]
    starts = Starts(in_a_minute=1000)
    assert starts.fault == ""
    pauses = []
    for _ in range(9):
        starts.failed("no")
        pauses.append(starts.pause(100.0))
    assert pauses == [0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]
    starts.came_up()
    assert starts.pause(100.0) == 0.0
