"""The explorer in a browser, used as a reader uses it: from a name to the words of a source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

import comity
from tests.browser.conftest import Context
from tests.server.running import Server, serving

Axe = Callable[[Page], list[str]]
PAGES = (
    "/",
    "/search?q=Japan",
    "/doc/polity/JPN",
    "/queries",
    "/queries/members?initiative=echri&on=2023-04-01",
    "/editor",
    "/compare?a=JPN&b=KOR",
    "/lists",
    "/coverage",
    "/about",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("explored")
    comity.open(str(folder)).build()
    with serving(folder) as running:
        yield running


def test_a_name_in_japanese_leads_to_a_membership_and_the_words_of_its_source(
    site: Server, page: Page
) -> None:
    page.goto(site.url)
    page.get_by_label("Find a polity").fill("日本")
    page.locator("form.big button").click()
    page.get_by_role("link", name="Japan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Japan")
    membership = page.get_by_role("row", name="Export Controls and Human Rights Initiative Code")
    if not membership.count():
        membership = page.get_by_role("row", name="ECHRI")
    mark = membership.first.get_by_role("link", name=re.compile(r"^\[\d+\]$")).first
    mark.click()
    note = page.locator(".notes li:target")
    expect(note).to_be_in_viewport()
    expect(note.locator("q, a")).not_to_have_count(0)


def test_a_question_is_asked_for_a_day_and_its_address_holds_it(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/queries/members")
    page.get_by_label("initiative").select_option("artemis-accords")
    page.get_by_label("on", exact=False).last.fill("2021-01-01")
    page.get_by_role("button", name="Ask").click()
    early = page.locator("tbody tr").count()
    assert "on=2021-01-01" in page.url
    page.goto(page.url.replace("2021-01-01", "2023-04-01"))
    assert 0 < early < page.locator("tbody tr").count()


def test_two_polities_are_compared(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/compare")
    page.get_by_label("Another").select_option("USA")
    page.locator("main").get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Japan and United States")
    expect(page.get_by_role("link", name="Artemis Accords").first).to_be_visible()


def test_the_keyboard_reaches_the_content_first(site: Server, page: Page) -> None:
    page.goto(f"{site.url}/doc/polity/JPN")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator(":focus")).to_have_id("content")


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("look", ["light", "dark", "narrow"])
def test_a_page_has_no_barrier_and_fits(
    site: Server, context_of: Context, axe: Axe, path: str, look: str
) -> None:
    settings: dict[str, dict[str, object]] = {
        "light": {"color_scheme": "light"},
        "dark": {"color_scheme": "dark"},
        "narrow": {"viewport": {"width": 360, "height": 740}},
    }
    page = context_of(**settings[look]).new_page()
    page.goto(site.url + path)
    assert axe(page) == []
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


def test_pages_work_without_scripts(site: Server, context_of: Context) -> None:
    page = context_of(java_script_enabled=False).new_page()
    page.goto(f"{site.url}/search?q=Japan")
    page.get_by_role("link", name="Japan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Japan")
    page.get_by_role("link", name="日本語").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("日本")
