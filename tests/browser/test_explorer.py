"""The explorer in a browser, used as a reader uses it: from a name to the words of a source."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Context
from tests.server.running import Server

MARK = re.compile(r"^\[\d+\]$")


def text_of(page: Page) -> str:
    return page.locator("body").inner_text()


def button(page: Page, name: str) -> Callable[[], None]:
    return page.locator("main").get_by_role("button", name=name).click


def search(page: Page) -> None:
    page.get_by_label("Find a polity").fill("Norway")
    button(page, "Search")()


def search_by_kind(page: Page) -> None:
    page.get_by_label("Kind", exact=True).select_option("pact")
    button(page, "Search")()


def another_day(page: Page) -> None:
    page.get_by_label("As of").fill("2021-06-01")
    button(page, "Show")()


def all_days(page: Page) -> None:
    page.locator("form.day").get_by_role("link", name="all days").click()


def ask(page: Page) -> None:
    page.get_by_label("Initiative").select_option("artemis-accords")
    page.get_by_label("As of").fill("2021-01-01")
    button(page, "Ask")()


def next_entries(page: Page) -> None:
    page.locator("section", has=page.locator("#entries")).get_by_role("link", name="Next").click()


def compare(page: Page) -> None:
    page.get_by_label("Another").select_option("USA")
    button(page, "Compare")()


def what_changed(page: Page) -> None:
    page.get_by_role("link", name=re.compile("^What changed: Entity List")).click()


def in_japanese(page: Page) -> None:
    page.get_by_role("link", name="日本語").click()


@pytest.mark.parametrize(
    ("start", "act", "state"),
    [
        ("/", search, "q=Norway"),
        ("/search?q=Japan", search_by_kind, "kind=pact"),
        ("/doc/polity/JPN", another_day, "on=2021-06-01"),
        ("/doc/initiative/echri", all_days, "on=all"),
        ("/doc/list/bis-entity-list", next_entries, "page=2"),
        ("/queries/members", ask, "initiative=artemis-accords&on=2021-01-01"),
        ("/compare?a=JPN&b=KOR", compare, "a=JPN&b=USA"),
        ("/lists", what_changed, "list=bis-entity-list"),
        ("/doc/polity/JPN", in_japanese, "lang=ja"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_what_a_reader_does_is_in_the_address_and_can_be_undone(
    site: Server, context_of: Context, start: str, act: Callable[[Page], None], state: str
) -> None:
    page, other = context_of().new_page(), context_of().new_page()
    page.goto(site.url + start)
    before = text_of(page)
    act(page)
    page.wait_for_load_state()
    after = text_of(page)
    assert state in page.url
    assert after != before
    other.goto(page.url)
    assert text_of(other) == after
    page.go_back()
    assert text_of(page) == before
    page.go_forward()
    assert text_of(page) == after


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("日本", "Japan"),
        ("\uff2a\uff21\uff30\uff21\uff2e", "Japan"),
        ("jpn", "Japan"),
        ("turkiye", "Türkiye"),
        ("美国国家民主基金会", "National Endowment for Democracy"),
    ],
)
def test_a_name_is_found_in_any_script(site: Server, page: Page, said: str, found: str) -> None:
    page.goto(site.url)
    page.get_by_label("Find a polity").fill(said)
    page.keyboard.press("Enter")
    expect(page.locator("tbody tr").first.get_by_role("link")).to_have_text(found)


def test_what_nothing_is_called_is_not_said_not_to_exist(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/search?q=Norwey")
    expect(page.locator("main")).to_contain_text("no proof that there is no such thing")
    page.locator("main").get_by_role("link", name="Norway", exact=True).click()
    assert page.url.endswith("/search?q=Norway")


def test_the_keyboard_alone_leads_from_a_name_to_the_words_of_a_source(
    site: Server, page: Page
) -> None:
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Find a polity")).to_be_focused()
    page.keyboard.type("日本")
    page.keyboard.press("Enter")
    press_until(page, page.get_by_role("link", name="Japan", exact=True).first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Japan")
    row = page.get_by_role("row", name=re.compile("Artemis Accords"))
    press_until(page, row.get_by_role("link", name=MARK).first)
    page.keyboard.press("Enter")
    note = page.locator(".notes li:target")
    expect(note).to_be_in_viewport()
    expect(note.locator("q")).not_to_have_count(0)


def press_until(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is on something; fail where it never comes there."""
    for _ in range(250):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError("the keyboard does not reach it")


def test_a_tie_leads_to_its_claim_and_that_to_its_source(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/doc/initiative/echri")
    page.get_by_role("row", name=re.compile("^Australia")).get_by_role(
        "link", name=re.compile("since")
    ).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Australia is a launching member of Export Controls and Human Rights Initiative"
    )
    expect(page.locator("main")).to_contain_text("No source states one")
    page.locator(".notes cite a").last.click()
    expect(page.locator(".kind")).to_contain_text("Source")
    rests = page.locator("section", has=page.locator("#what-rests-on-it"))
    expect(rests.get_by_role("link", name=re.compile("^Australia is a launching"))).to_be_visible()


def test_on_an_earlier_day_a_page_says_what_held_then(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/doc/initiative/artemis-accords")
    late = page.locator("#members").inner_text()
    page.goto(f"{site.url}/doc/initiative/artemis-accords?on=2020-12-31")
    early = page.locator("#members").inner_text()
    assert [re.sub(r"\D", "", one) for one in (early, late)] == ["9", "61"]
    expect(page.get_by_role("link", name=re.compile("more on other days")).first).to_be_visible()
    expect(page.locator("footer")).to_contain_text("2020-12-31")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/doc/polity/JPN", "one without a row is unknown"),
        ("/doc/entity/huawei-technology-co-ltd", "a missing row is unknown, not a no"),
        ("/doc/list/bis-entity-list", "An entity without a row is unknown, not a no."),
        ("/doc/summit/g7-summit-2023", "unknown"),
        ("/compare?a=JPN&b=KOR", "“Unknown” where"),
        ("/queries/conflicts", "that is unknown, not a no"),
        ("/lists", "may still be on a list"),
        ("/coverage", "a missing row is unknown"),
        ("/about", "a missing tie is unknown, not a no"),
    ],
)
def test_what_is_not_held_reads_as_unknown_and_never_as_no(
    site: Server, page: Page, path: str, said: str
) -> None:
    page.goto(site.url + path)
    expect(page.locator("main")).to_contain_text(said)


def test_the_files_offered_on_a_page_are_there(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/doc/initiative/echri?on=2023-04-01")
    section = page.locator("section", has=page.locator("#downloads"))
    for link in section.get_by_role("link").all():
        answer = page.request.get(f"{site.url}{link.get_attribute('href')}")
        assert answer.ok
        assert "echri" in answer.text()


def test_a_question_lacking_a_value_says_which(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/queries/members?initiative=echri")
    expect(page.get_by_role("alert")).to_contain_text("The question lacks a value: As of.")


def test_the_terms_of_the_ontology_are_one_click_away(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/ontology")
    page.get_by_role("navigation", name="On this page").get_by_role("link").first.click()
    expect(page.locator("#section-classes")).to_be_in_viewport()
    page.goto(f"{site.url}/ontology#Membership")
    expect(page.locator("#Membership")).to_be_in_viewport()
    expect(page.locator("#Membership")).to_contain_text("Negative example")


def test_the_network_opens_in_the_language_of_its_reader(site: Server, context_of: Context) -> None:
    page = context_of(locale="ja-JP").new_page()
    page.goto(f"{site.url}/network?on=2024-01-01")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("#title")).to_contain_text("イニシアチブを共有する政治体")
    page.get_by_role("navigation", name="サイト").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("誰が誰と")


def test_pages_work_without_scripts(site: Server, context_of: Context) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/search?q=Japan")
    page.get_by_role("link", name="Japan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Japan")
    page.get_by_role("link", name="日本語").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("日本")
