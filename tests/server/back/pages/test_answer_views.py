"""The views of an answer: what is offered, what the address holds, and large answers in pages."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from urllib.parse import quote, urlencode

import html5lib
import pytest

from comity.query.library.catalogue import Library
from comity.server.back.pages.answer_page import SIZE
from comity.server.back.pages.answer_views import OWN
from tests.server.back.pages.test_pages import HOSTILE, page
from tests.server.running import Answer, Server

MEMBERS = "/queries/members?initiative=artemis-accords&on=2024-01-01"
GROUNDS = "/queries/grounds?list=bis-entity-list&on=2021-12-10"
EXPOSURE = "/queries/exposure?on=2023-04-01"


def asked(query: str, **fields: str) -> str:
    return f"/editor?{urlencode({'query': query, **fields}, quote_via=quote)}"


PAIRS = asked(
    "SELECT ?a ?b (COUNT(?pact) AS ?shared) "
    "WHERE { ?pact comity:party ?a , ?b FILTER (STR(?a) < STR(?b)) } "
    "GROUP BY ?a ?b ORDER BY ?a ?b"
)


def choices(answer: Answer, label: str) -> dict[str, str]:
    """Return what a page offers under a label, with the addresses."""
    found = re.search(rf'<nav class="choice" aria-label="{label}">(.*?)</nav>', answer.text, re.S)
    links = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', found[1] if found else "")
    return {unescape(words): unescape(href).partition("#")[0] for href, words in links}


def caption(answer: Answer) -> str:
    found = re.search(r"<figcaption>(.*?)</figcaption>", answer.text, re.S)
    assert found
    return unescape(re.sub(r"<[^>]+>", "", found[1]))


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        (MEMBERS, ["Table", "Chart", "Network"]),
        (GROUNDS, ["Table", "Chart"]),
        (PAIRS, ["Table", "Chart", "Network"]),
        ("/queries/not-seen?x=summit-for-democracy-2021&on=2023-04-01", []),
        (asked("SELECT ?x WHERE { ?x a comity:Summit }"), []),
        (asked("ASK {}"), []),
        (asked("CONSTRUCT WHERE { ?pact comity:party ?polity }"), ["Table", "Network"]),
    ],
)
def test_only_the_views_that_the_columns_allow_are_offered(
    server: Server, path: str, offered: list[str]
) -> None:
    assert list(choices(page(server, path), "Views of the answer")) == offered


@pytest.mark.parametrize("path", [MEMBERS, GROUNDS, PAIRS])
def test_each_choice_has_an_address_of_its_own_and_draws_without_scripts_or_styles(
    server: Server, path: str
) -> None:
    seen = set()
    for view in choices(page(server, path), "Views of the answer").values():
        answer = page(server, view)
        for at in (view, *choices(answer, "What is drawn").values()):
            answer = page(server, at)
            assert answer.status == 200
            html5lib.HTMLParser(strict=True).parse(answer.text)
            assert "style=" not in answer.text
            assert ("script-src" in answer.headers["content-security-policy"]) == (path == PAIRS)
            drawing = re.search(r'<svg [^>]*role="group".*</svg>', answer.text, re.S)
            seen.add(drawing[0] if drawing else "table")
            if drawing:
                assert '<title id="drawing-title">' in drawing[0]
                assert '<desc id="drawing-about">' in drawing[0]
                assert "All of it as a table" in caption(answer)
                assert page(server, at).text == answer.text
    assert len(seen) > 1


def test_a_chart_says_its_rule_and_what_it_leaves_out(server: Server) -> None:
    said = caption(page(server, f"{EXPOSURE}&view=chart&columns=initiatives"))
    total = re.search(r"Drawn are 40 of (\d+) rows; left out: (\d+)", said)
    assert total
    assert int(total[1]) == 40 + int(total[2])
    assert "“Initiatives”, the largest first" in said


def test_a_column_that_there_is_not_is_told(server: Server) -> None:
    for fields in ("view=pie", "view=chart&columns=nothing", "view=chart&chart=years"):
        answer = page(server, f"{EXPOSURE}&{fields}")
        assert (answer.status, answer.media) == (400, "text/html")


def test_a_view_that_an_answer_does_not_allow_gives_its_table(server: Server) -> None:
    answer = page(server, asked("SELECT ?x WHERE { ?x a comity:Summit }", view="chart"))
    assert "This answer cannot be drawn as a chart" in answer.text
    assert "<table>" in answer.text
    assert '<input type="hidden" name="view" value="chart">' in answer.text


def test_unknown_is_drawn_as_unknown(server: Server) -> None:
    query = 'SELECT ?x ?n WHERE { VALUES (?x ?n) { ("one" 0) ("two" UNDEF) ("three" 2) } }'
    drawing = page(server, asked(query, view="chart")).text.partition("<figure")[2]
    assert '<text class="value unknown" x="100%" y="91">unknown</text>' in drawing
    assert "They are unknown, not zero." in drawing
    assert drawing.count("<rect") == 2


def test_no_parameter_of_a_question_is_taken_for_a_view() -> None:
    names = {
        one.name
        for query in Library.shipped()
        for one in (query.header.parameters if query.header else ())
    }
    assert names.isdisjoint({*OWN, "lang", "page", "run"})


@pytest.mark.parametrize("view", ["chart", "network"])
def test_hostile_labels_come_out_as_text(server: Server, view: str) -> None:
    text = "".join(f"\\u{ord(one):04X}" for one in HOSTILE)
    things = "<https://w3id.org/comity/id/polity/JPN> <https://w3id.org/comity/id/polity/KOR>"
    query = f'SELECT ?a ?b ?label ?n WHERE {{ VALUES (?a ?b ?label ?n) {{ ({things} "{text}" 3)'
    query += f' (<http://example.org/%22%3E%3Cscript%3E> <http://example.org/b> "{text}" 2) }} }}'
    answer = page(server, asked(query, view=view))
    assert answer.status == 200
    assert "<script>" not in answer.text
    assert not re.search("[\x07\u202e\u2066]", answer.text)
    html5lib.HTMLParser(strict=True).parse(answer.text)


def test_a_large_answer_comes_in_pages_that_hold_each_row_once(server: Server) -> None:
    at, seen, numbers = asked("SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1234"), 0, []
    while at:
        answer = page(server, at)
        assert "Rows: 1,234." in answer.text
        assert len(answer.body) < 1_000_000
        table = answer.text.partition("<tbody>")[2].partition("</tbody>")[0]
        seen += table.count("<tr>")
        numbers += re.findall(r"Rows ([\d,]+) to ([\d,]+) of 1,234", answer.text)
        after = re.search(r'rel="next" href="([^"#]+)#answer"', answer.text)
        at = unescape(after[1]) if after else ""
    assert seen == 1234
    assert numbers == [("1", "500"), ("501", "1,000"), ("1,001", "1,234")]
    assert page(server, asked("SELECT ?s WHERE { ?s ?p ?o } LIMIT 7", page="2")).status == 400


def test_a_row_of_many_claims_says_how_many_it_leaves_to_the_download(server: Server) -> None:
    answer = page(server, EXPOSURE)
    china = re.search(r'/doc/polity/CHN.*?class="hint">\+([\d,]+)</span></td></tr>', answer.text)
    assert china
    assert 1 <= china[0].count('href="#note-') <= 30  # a claim may have several sources
    assert "the sources of at most 10 claims are told" in answer.text
    download = re.search(r'href="([^"]+)">CSV with sources', answer.text)
    assert download
    rows = list(csv.DictReader(io.StringIO(server.ask(unescape(download[1])).text)))
    assert sum("/CHN" in row["polity"] for row in rows) >= 10 + int(china[1].replace(",", ""))


def test_all_statements_of_a_graph_are_within_reach(server: Server) -> None:
    query = "CONSTRUCT { ?s ?p ?o } WHERE { SELECT ?s ?p ?o WHERE { ?s ?p ?o } LIMIT 1300 }"
    answer = page(server, asked(query))
    total = re.search(r"Rows: ([\d,]+)\.", answer.text)
    assert total
    last = -(-int(total[1].replace(",", "")) // SIZE)
    assert f"Page 1 of {last}" in answer.text
    assert 'rel="next"' not in page(server, asked(query, page=str(last))).text


def test_a_cell_of_any_length_leaves_the_page_small(server: Server) -> None:
    query = "SELECT (GROUP_CONCAT(STR(?o)) AS ?all) WHERE { ?s ?p ?o }"
    answer = page(server, asked(query))
    assert len(answer.body) < 20_000
    assert "Long cells are cut on this page" in answer.text
    whole = server.ask(f"/editor/results.csv?query={quote(query)}")
    assert len(whole.body) > 1_000_000


def test_the_downloads_are_the_whole_answer_whatever_is_shown(server: Server) -> None:
    answer = page(server, asked("SELECT ?s ?p WHERE { ?s ?p ?o } LIMIT 1100", page="2"))
    href = re.search(r'href="(/editor/results.csv[^"]+)"', answer.text)
    assert href
    assert server.ask(unescape(href[1])).text.count("\n") == 1101


def test_japanese_views_are_in_japanese(server: Server) -> None:
    said = caption(page(server, f"{PAIRS}&view=network&lang=ja"))
    assert "同じ行にある二つを線で結ぶ" in said
    assert not re.search(r"[a-z]{4,}", said.replace("shared", ""))
