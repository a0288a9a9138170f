"""The pages as a browser gets them: whole, linked, dated, in two languages, and safe."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import html5lib
import pytest

import comity
from comity.errors import BadParameter
from comity.iris import COMITY, ID, SKOS
from comity.network import page as drawn
from comity.query.library.catalogue import Library
from comity.server.back.pages import site_pages
from comity.server.wire.page_request import Asked
from tests.server.running import Answer, Server

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
JAPAN = "/doc/polity/JPN"
PAGES = (
    "/",
    "/search?q=%E6%97%A5%E6%9C%AC",
    JAPAN,
    f"{JAPAN}?on=all",
    "/doc/polity/CHN",
    "/doc/initiative/echri",
    "/doc/summit/summit-for-democracy-2021",
    "/doc/list/bis-entity-list",
    "/doc/scheme/membership-role/member",
    "/doc/graph/catalog",
    "/queries",
    "/queries/members?initiative=echri&on=2023-04-01",
    "/queries/profile?thing=initiative/echri&on=2023-04-01",
    "/editor?query=ASK%20%7B%7D",
    "/compare",
    "/compare?a=JPN&b=KOR&on=2023-07-01",
    "/lists",
    "/coverage",
    "/about",
    "/ontology",
)


def page(server: Server, path: str, language: str = "en") -> Answer:
    return server.ask(path, Accept=BROWSER, Accept_Language=language)


def links(answer: Answer, at: str) -> set[str]:
    found = (unescape(one) for one in re.findall(r'href="([^"]+)"', answer.text))
    whole = {urljoin(at, one).partition("#")[0] for one in found if not one.startswith("#")}
    return {one for one in whole if not urlsplit(one).netloc}


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_page_is_whole_names_its_day_and_keeps_to_itself(
    server: Server, path: str, language: str
) -> None:
    answer = page(server, path, language)
    assert answer.status == 200
    assert answer.media == "text/html"
    html5lib.HTMLParser(strict=True).parse(answer.text)
    assert f'<html lang="{language}">' in answer.text
    footer = answer.text.partition('<footer class="site">')[2]
    assert re.search(r"\d{4}-\d{2}-\d{2}|all days|全期間", footer)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "style-src 'self'" in policy
    if path.startswith("/editor"):
        digest = re.findall(r"script-src '(sha256-[^' ]+)'; connect-src 'self'\Z", policy)
        scripts = re.findall(r"<script [^>]*>", answer.text)
        assert len(scripts) == 1
        assert re.findall(r'integrity="([^"]+)"', unescape(scripts[0])) == digest
    else:
        assert "script-src" not in policy
        assert "<script" not in answer.text
    marks = set(re.findall(r'href="#([^"]+)"', answer.text))
    assert marks <= set(re.findall(r'id="([^"]+)"', answer.text))


@pytest.mark.parametrize("name", Library.shipped().names())
def test_each_question_has_a_form(server: Server, name: str) -> None:
    assert page(server, f"/queries/{name}").status == 200


@pytest.mark.parametrize("path", ["/", JAPAN, "/queries", "/lists", "/compare?a=JPN&b=KOR"])
def test_links_lead_somewhere(server: Server, path: str) -> None:
    found = sorted(links(page(server, path), path))
    sample = found[:: max(1, len(found) // 25)]
    assert len(sample) > 5
    broken = {one: page(server, one).status for one in sample}
    assert {one: status for one, status in broken.items() if status != 200} == {}


def test_an_iri_leads_to_its_page_and_the_page_to_its_data(server: Server) -> None:
    assert server.ask("/id/polity/JPN", Accept=BROWSER).headers["location"] == JAPAN
    answer = page(server, JAPAN)
    assert '</data/polity/JPN.ttl>; rel="alternate"' in answer.headers["link"]
    assert '<link rel="alternate" type="text/turtle" href="/data/polity/JPN.ttl">' in answer.text


def test_the_day_changes_what_a_page_says(server: Server) -> None:
    early = page(server, f"{JAPAN}?on=2015-01-01").text
    late = page(server, f"{JAPAN}?on=2024-01-01").text
    assert "Artemis Accords" not in early.partition('id="timeline"')[0]
    assert "Artemis Accords" in late.partition('id="timeline"')[0]


def test_what_is_not_covered_is_unknown(server: Server) -> None:
    assert "is unknown" in page(server, JAPAN).text
    assert ">unknown<" in page(server, "/compare?a=JPN&b=KOR").text


def test_only_where_all_is_known_a_missing_row_is_a_no(server: Server) -> None:
    for day, answer in (("2021-09-15", "no"), ("2024-01-01", "unknown")):
        said = page(server, f"/compare?a=USA&b=JPN&on={day}").text
        row = re.search(r">AUKUS</a>.*?</tr>", said, re.DOTALL)
        assert row
        assert f"<td>{answer}</td>" in row[0]


def test_each_polity_has_a_column_of_its_own(server: Server) -> None:
    said = page(server, "/compare?a=USA&b=JPN&on=2024-01-01").text
    row = re.search(r">Declaration for the Future of the Internet</a>.*?</tr>", said, re.DOTALL)
    assert row
    cells = re.findall(r"<td>(.*?)</td>", row[0], re.DOTALL)
    assert ["Launching member" in one for one in cells] == [True, False, False]
    assert ["Endorser" in one for one in cells] == [False, True, False]
    assert said.index(">United States</th>") < said.index(">Japan</th>")


def test_an_entry_is_shown_on_the_page_of_its_entity(server: Server) -> None:
    said = page(server, "/doc/entity/sandvine-incorporated-jpn").text
    assert "The entry sandvine-incorporated-jpn is one of those that are this entity." in said
    assert said.count("Entity List") >= 6
    again = page(server, "/doc/entity/sandvine-incorporated").text
    assert "is one of those" not in again
    assert "sandvine-incorporated-jpn" in again


def test_a_list_that_is_not_known_up_to_the_day_is_said(server: Server) -> None:
    asked = "/queries/listed?list=bis-entity-list&on="
    assert "bis-entity-list is known up to" in page(server, f"{asked}2030-01-01").text
    assert "is known up to" not in page(server, f"{asked}2021-12-10").text
    told = json.loads(page(server, "/api/query/listed?list=bis-entity-list&on=2030-01-01").text)
    assert told["complete"] is False


def test_a_name_stands_once_in_a_row(server: Server) -> None:
    said = page(server, "/queries/members?initiative=echri&on=2023-04-01").text
    assert '<th scope="col">Polity</th><th scope="col">Role</th>' in said
    said = page(server, "/queries/shared-initiatives?on=2024-01-01&min=20").text
    assert '<th scope="col">One</th><th scope="col">The other</th>' in said


def test_japanese_pages_have_japanese_names(server: Server) -> None:
    said = page(server, f"{JAPAN}?lang=ja").text
    assert '<span dir="auto">日本</span>' in said
    assert "加盟・参加" in said
    assert "lang=ja" in said.partition("<nav")[2]


@pytest.mark.parametrize("path", [JAPAN, "/queries/nothing", "/nowhere"])
def test_a_page_says_its_language_and_where_the_other_one_is(server: Server, path: str) -> None:
    for liked, asked, said in (
        ("ja", "", "ja"),
        ("fr, en;q=0.8", "", "en"),
        ("en", "?lang=ja", "ja"),
    ):
        answer = page(server, path + asked, liked)
        assert answer.headers["content-language"] == said
        assert answer.headers["vary"] == "Accept, Accept-Language, Accept-Encoding"
        assert f'<html lang="{said}">' in answer.text
    versions = dict(
        re.findall(r'<link rel="alternate" hreflang="(.+?)" href="(.+?)">', answer.text)
    )
    if answer.status == 200:
        assert versions == {"en": f"{path}?lang=en", "ja": f"{path}?lang=ja", "x-default": path}
    else:
        assert versions == {}


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/nowhere", 404, "このアドレスには何もありません。"),
        ("/doc/polity/NOWHERE", 404, "polity/NOWHEREについては何も収録されていません。"),
        ("/doc/polity/JPN?on=yesterday", 400, "「yesterday」は日付ではありません。"),
        ("/search?q=Japan&page=0", 400, "「0」はページ番号ではありません。"),
        ("/search?q=Japan&page=99", 400, "99ページ目はありません。"),
        ("/compare?a=JPN&b=Jpan", 404, "「Jpan」という政治体はグラフにありません。"),
        ("/compare?a=JPN&b=JPN", 400, "両方とも同じ政治体です。"),
        ("/queries/memberz", 404, "「memberz」という質問はありません。"),
        ("/queries/members?initiative=echri", 200, "「時点」が入力されていません。"),
        ("/queries/members?initiative=echri&on=1", 200, "「1」は日付ではありません。"),
        ("/editor?query=SELEC", 200, "クエリの1行1列目が文法に合いません。"),
    ],
)
def test_a_fault_is_told_in_japanese(server: Server, path: str, status: int, said: str) -> None:
    answer = page(server, path, "ja")
    assert answer.status == status
    alert = unescape(answer.text.partition('role="alert"')[2].partition("</div>")[0])
    assert said in alert
    assert 'lang="en"' not in alert


def test_a_program_gets_the_fault_of_an_address_as_before(server: Server) -> None:
    assert server.ask("/nowhere").media == "application/problem+json"


def test_text_in_another_language_says_in_which(server: Server) -> None:
    said = page(server, "/doc/initiative/freedom-online-coalition", "ja").text
    assert '<span dir="auto" lang="en">Freedom Online Coalition</span>' in said
    said = page(server, "/doc/membership/echri/AUS/launching-member/2021-12-10").text
    assert re.search(r'<q dir="auto" lang="ja">米国', said)
    assert re.search(r'<a href="/doc/source/[^"]+" dir="auto" lang="ja">【国際】', said)


def test_a_date_is_marked_as_one(server: Server) -> None:
    said = page(server, "/doc/initiative/echri").text
    assert 'since <time datetime="2021-12-10">2021-12-10</time>' in said


def test_a_question_is_put_in_the_language_of_the_reader(server: Server) -> None:
    said = page(
        server,
        "/queries/not-seen?initiative=open-government-partnership&summit=summit-for-democracy-2021",
        "ja",
    ).text
    assert "<h1>首脳会合への出席が確認できないイニシアチブのメンバー</h1>" in said
    assert '<th scope="col">答え</th>' in said
    assert '<span dir="auto">不明</span>' in said
    assert "unknown" not in said.partition("<table")[2].partition("</table>")[0]


def test_what_happened_is_told_in_the_language_of_the_reader(server: Server) -> None:
    said = page(
        server, "/queries/timeline?thing=polity/JPN&from=2021-01-01&to=2022-01-01", "ja"
    ).text
    assert "民主主義サミット" in said
    assert "出席" in said


def test_a_claim_leads_to_its_source_and_quote(server: Server) -> None:
    said = page(server, "/queries/members?initiative=echri&on=2023-04-01").text
    assert 'href="#note-1"' in said
    assert re.search(r'<li id="note-1"[^>]*>.*?<q ', said, re.DOTALL)


def test_a_fault_is_a_page_with_its_status(server: Server) -> None:
    for path, status in (
        ("/doc/polity/NOWHERE", 404),
        (f"{JAPAN}?on=yesterday", 400),
        ("/queries/nothing", 404),
        ("/network?tie=friendship", 400),
        ("/?lang=xx", 400),
    ):
        answer = page(server, path)
        assert (path, answer.status, answer.media) == (path, status, "text/html")
        assert 'role="alert"' in answer.text


def test_programs_get_at_the_ontology_what_they_got_before(server: Server) -> None:
    assert server.ask("/ontology", Accept="text/turtle").media == "text/turtle"
    assert page(server, "/ontology").media == "text/html"


def test_the_editor_refuses_what_the_endpoint_refuses(server: Server) -> None:
    asked = quote("SELECT * WHERE { SERVICE <http://example.org/> { ?a ?b ?c } }")
    assert 'role="alert"' in page(server, f"/editor?query={asked}").text
    assert server.ask(f"/editor/results.csv?query={asked}").status == 400


def test_the_network_page_brings_its_own_policy_and_a_way_back(server: Server) -> None:
    answer = page(server, "/network?on=2024-01-01")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert unescape(policy.partition("; frame")[0]) in unescape(answer.text)
    assert '<a href="/">comity' in answer.text


def test_the_network_page_refuses_more_entries_than_it_can_hold(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = Asked("network", "", (("tie", "designation"),), "en", "", "")
    engine = comity.open().engine
    assert "<canvas" in site_pages.page(engine, asked)
    monkeypatch.setattr(drawn, "MOST_ENTRIES", 10)
    with pytest.raises(BadParameter, match="cannot hold the 388 entries of lists"):
        site_pages.page(engine, asked)


def test_no_path_leaves_the_static_folder(server: Server) -> None:
    assert server.ask("/static/explorer.css").status == 200
    for path in (
        "/static/../pages/words.py",
        "/static/%2e%2e/pages/words.py",
        "/static//etc/hosts",
    ):
        assert server.ask(path).status == 404


HOSTILE = "<script>alert(1)</script> \"' onload=x {{7*7}} \u202egnp.exe\u2066 \x07"


def test_hostile_labels_and_questions_come_out_as_text(writable: Server) -> None:
    text = "".join(f"\\u{ord(one):04X}" for one in HOSTILE)
    update = (
        f"INSERT DATA {{ <{ID}initiative/hostile> a <{COMITY}Initiative> ; "
        f'<{SKOS}prefLabel> "{text}"@en ; <https://schema.org/url> <javascript:alert(1)> }}'
    )
    body = update.encode()
    assert (
        writable.ask("/sparql", "POST", body, Content_Type="application/sparql-update").status
        == 204
    )
    asked = quote("<script>alert(1)</script>\u202e")
    for path in (
        "/doc/initiative/hostile",
        "/search?q=alert",
        f"/search?q={asked}",
        f"/editor?query={asked}",
        f"/queries/members?initiative={asked}&on=2023-04-01",
    ):
        answer = page(writable, path)
        assert answer.status == 200, path
        assert "<script>" not in answer.text
        assert "&lt;script&gt;" in answer.text
        assert 'href="javascript' not in answer.text
        assert not re.search("[\x07\u202e\u2066]", answer.text), path
        assert "49" not in re.findall(r"<h1>.*?</h1>", answer.text, re.DOTALL)[0]


def test_many_ties_are_paged_through_and_each_is_on_one_page(server: Server) -> None:
    at = "/doc/list/bis-entity-list?on=all"
    seen: list[str] = []
    for _ in range(10):
        said = page(server, at).text
        rows = said.partition('id="entries"')[2].partition("</section>")[0]
        seen += re.findall(r'<tr><th scope="row"><a href="([^"?]+)', rows)
        after = re.search(r'rel="next" href="([^"#]+)#entries"', rows)
        if after is None:
            break
        at = unescape(after[1])
    total = re.search(r'<h2 id="entries">[^(]*\(([\d,]+)\)', said)
    assert total
    assert len(seen) == int(total[1].replace(",", "")) > 200
