"""The editor in a browser, used as an analyst uses it: typed, completed, run, mended."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

import comity
from tests.browser.conftest import Context
from tests.server.running import Server, serving

Axe = Callable[[Page], list[str]]
FAULTY = "SELECT ?x\nWHERE {\n  ?x a comity:Membershp .\n}"
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS: dict[str, dict[str, object]] = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"},
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("edited")
    comity.open(str(folder)).build()
    with serving(folder) as running:
        yield running


def editor(page: Page, name: str = "Query") -> Locator:
    return page.get_by_role("textbox", name=name)


def text(page: Page) -> str:
    lines = page.locator(".cm-line").all_inner_texts()
    return "\n".join(line.strip("\n") for line in lines)


def begin(page: Page, typed: str) -> None:
    """Empty the editor and type a text into it."""
    editor(page).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.type(typed)


def complete(page: Page, typed: str, name: str) -> None:
    """Type the beginning of a word and take what is offered first, by keyboard."""
    page.keyboard.type(typed)
    first = page.get_by_role("option").first
    expect(first).to_contain_text(name)
    page.wait_for_timeout(100)  # a list that has only just opened takes no key
    page.keyboard.press("Enter")
    expect(page.get_by_role("option")).to_have_count(0)


def test_a_query_is_typed_completed_and_run_by_keyboard(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor")
    begin(page, "")
    complete(page, "sel", "SELECT")
    page.keyboard.type(" ?polity WHERE { ?m a ")
    complete(page, "memb", "comity:Membership")
    page.keyboard.type(" ; ")
    complete(page, "comity:pol", "comity:polity")
    page.keyboard.type(" ")
    complete(page, "?po", "?polity")
    page.keyboard.type(" ; ")
    complete(page, "comity:role", "comity:role")
    page.keyboard.type(" ")
    complete(page, "membership-role:ob", "membership-role:observer")
    page.keyboard.type(" }")
    query = text(page)
    assert query == (
        "SELECT ?polity WHERE { ?m a comity:Membership ; comity:polity ?polity ; "
        "comity:role membership-role:observer }"
    )
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.get_by_role("heading", name="Answer")).to_be_visible()
    assert parse_qs(urlsplit(page.url).query)["query"] == [query]
    assert page.locator("tbody tr").count() > 3
    assert text(page) == query


def test_a_completion_tells_what_the_term_means(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor")
    begin(page, "?m a comity:Mem")
    expect(page.get_by_role("listbox", name="Completions")).to_be_visible()
    told = page.locator(".cm-completionInfo")
    expect(told).to_contain_text("Claim that a polity belongs to an initiative")
    expect(told).to_be_in_viewport(ratio=1)


def test_a_prefix_is_declared_with_what_it_stands_for(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor")
    begin(page, "PREFIX ")
    complete(page, "com", "comity:")
    assert text(page) == "PREFIX comity: <https://w3id.org/comity/ontology#>"


def test_words_in_strings_and_comments_are_left_alone(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor")
    begin(page, '# sel\nSELECT ?x { ?x ?y "memb')
    page.wait_for_timeout(500)
    expect(page.get_by_role("option")).to_have_count(0)


def test_japanese_words_find_the_term(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor?lang=ja")
    editor(page, "クエリ").click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text("加盟")
    option = page.get_by_role("option").first
    expect(option).to_contain_text("comity:Membership")
    expect(option).to_contain_text("クラス")
    expect(page.get_by_text("EscapeのあとのTab")).to_be_visible()


def test_a_fault_is_marked_where_it_is_and_scrolled_to(site: Server, page: Page) -> None:
    query = "\n".join(
        ["SELECT ?x WHERE {", *["  ?x ?y ?z ."] * 90, "  ?x a comity:Membershp .", "}"]
    )
    page.goto(f"{site.url}/editor?query={quote(query)}")
    mark = page.locator(".fault-mark")
    expect(mark).to_have_text("comity:Membershp")
    expect(mark).to_be_in_viewport()
    expect(editor(page, "Query. The query has")).to_be_focused()
    expect(editor(page, "Query. The query has")).to_have_attribute("aria-invalid", "true")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("line 92, column 8")
    expect(alert.locator("mark")).to_have_text("comity:Membershp")
    page.keyboard.press("Delete")
    expect(page.locator(".cm-line.fault-line")).to_have_count(1)


def test_tab_indents_and_escape_then_tab_leaves(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor")
    begin(page, "ASK {}")
    page.keyboard.press("Home")
    page.keyboard.press("Tab")
    assert text(page) == "  ASK {}"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(editor(page)).to_be_focused()
    assert text(page) == "  ASK {}"
    described = editor(page).get_attribute("aria-describedby")
    expect(page.locator(f"#{described}")).to_contain_text("Escape, then Tab, leaves the editor")


def test_what_was_done_can_be_undone_and_brackets_are_matched(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor")
    before = text(page)
    begin(page, "ASK { }")
    expect(page.locator(".cm-matchingBracket")).to_have_count(2)
    for _ in range(20):
        page.keyboard.press("ControlOrMeta+z")
    assert text(page) == before


def test_the_label_leads_into_the_editor(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor")
    page.locator("label", has_text="Query").click()
    expect(editor(page)).to_be_focused()


def test_the_editor_works_without_scripts(site: Server, context_of: Context) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/editor")
    page.get_by_label("Query").fill("\nSELECT ?x WHERE { ?x a comity:Summit } LIMIT 3")
    page.get_by_role("button", name="Run").click()
    expect(page.locator("tbody tr")).to_have_count(3)
    page.get_by_label("Query").fill(f"\n{FAULTY}")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert").locator("mark")).to_have_text("comity:Membershp")
    expect(page.get_by_role("alert")).to_contain_text("line 4, column 8")
    expect(page.get_by_label("Query")).to_have_value(f"\n{FAULTY}")


def test_what_was_typed_is_there_after_going_back(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor")
    begin(page, "ASK { ?s ?p ?o }")
    page.locator("footer").get_by_role("link", name="Ontology").click()
    page.go_back()
    expect(page.locator(".cm-line")).to_have_text("ASK { ?s ?p ?o }")


def test_terms_are_asked_for_when_they_are_needed_and_once(site: Server, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    page.goto(f"{site.url}/editor")
    assert "/editor/terms.json" not in asked
    begin(page, "comity:M")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.type("e")
    expect(page.get_by_role("option").first).to_be_visible()
    assert asked.count("/editor/terms.json") == 1


@pytest.mark.parametrize("look", LOOKS)
def test_no_state_of_the_editor_has_a_barrier(
    site: Server, context_of: Context, axe: Axe, look: str
) -> None:
    page = context_of(**LOOKS[look]).new_page()
    page.goto(f"{site.url}/editor")
    begin(page, "SELECT ?x WHERE { ?x a comity:Mem")
    told = page.locator(".cm-completionInfo")
    expect(told).to_be_in_viewport(ratio=1)
    assert axe(page) == []
    page.goto(f"{site.url}/editor?query={quote(FAULTY)}")
    expect(page.locator(".fault-mark")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate(WIDE) == 0


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "path",
    [
        "/queries/exposure?on=2023-04-01&view=chart",
        "/queries/listed?list=bis-entity-list&on=2023-01-01&view=chart",
        "/queries/members?initiative=artemis-accords&on=2025-01-01&view=chart&chart=timeline",
        "/queries/shared-initiatives?on=2023-04-01&min=9&view=network&lang=ja",
    ],
)
def test_no_view_has_a_barrier(
    site: Server, context_of: Context, axe: Axe, path: str, look: str
) -> None:
    page = context_of(**LOOKS[look]).new_page()
    page.goto(site.url + path)
    expect(page.locator("figure.drawing > div > svg")).to_be_visible()
    assert axe(page) == []
    assert page.evaluate(WIDE) == 0


def test_a_drawing_leads_to_what_it_shows_and_to_the_table(
    site: Server, context_of: Context
) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/queries/members?initiative=artemis-accords&on=2025-01-01")
    page.get_by_role("link", name="Network").last.click()
    page.locator("svg").get_by_role("link", name=re.compile("^Japan")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Japan")
    page.go_back()
    page.get_by_role("link", name="All of it as a table").click()
    expect(page.locator("tbody tr")).not_to_have_count(0)


def test_paper_has_the_query_and_the_answer_but_no_keys(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/editor?query={quote('SELECT ?x WHERE { ?x a comity:Summit }')}")
    page.emulate_media(media="print")
    expect(page.locator("pre.printed")).to_have_text("SELECT ?x WHERE { ?x a comity:Summit }")
    expect(page.locator("pre.printed")).to_be_visible()
    expect(page.locator("table")).to_be_visible()
    expect(page.get_by_role("button", name="Run")).to_be_hidden()
    expect(page.locator(".cm-editor")).to_be_hidden()


def test_hostile_names_and_queries_do_nothing(
    tmp_path_factory: pytest.TempPathFactory, page: Page
) -> None:
    folder = tmp_path_factory.mktemp("hostile")
    comity.open(str(folder)).build()
    label = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    update = (
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> "
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
        "INSERT DATA { <https://w3id.org/comity/ontology#Hostile> a owl:Class ; "
        f'skos:prefLabel "{label}"@en ; skos:definition "{label}"@en }}'
    )
    with serving(folder, allow_update=True) as site:
        done = site.ask(
            "/sparql", "POST", update.encode(), Content_Type="application/sparql-update"
        )
        assert done.status == 204
        page.goto(f"{site.url}/editor?query={quote(f'ASK {{ ?x ?y {label} }}')}")
        assert label in text(page)
        begin(page, "?x a comity:Host")
        told = page.locator(".cm-completionInfo")
        expect(told.locator("strong")).to_have_text(label)
        expect(told.locator("p")).to_have_text(label)
        assert page.locator("img, .cm-editor script").count() == 0
