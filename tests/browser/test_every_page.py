"""What holds for every page of the explorer, whoever reads it, on whatever, in either language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Context
from tests.server.running import Server, wait_until

Axe = Callable[[Page], list[str]]
PAGES = {
    "home": "/",
    "search": "/search?q=日本",
    "polity": "/doc/polity/JPN?on=2024-01-01",
    "polity, all days": "/doc/polity/SGP?on=all",
    "summit": "/doc/summit/summit-for-democracy-2021",
    "initiative": "/doc/initiative/echri",
    "pact": "/doc/pact/us-japan-core",
    "list": "/doc/list/ofac-ns-cmic",
    "entity": "/doc/entity/sandvine-incorporated?on=2024-06-30",
    "rule": "/doc/rule/ofac-50-percent-rule-2014",
    "source": "/doc/source/jt-aukus",
    "claim": "/doc/membership/echri/AUS/launching-member/2021-12-10",
    "concept": "/doc/scheme/membership-role/member",
    "graph": "/doc/graph/catalog",
    "questions": "/queries",
    "form": "/queries/restricted",
    "answer": "/queries/members?initiative=echri&on=2023-04-01",
    "answer that is unknown": (
        "/queries/not-seen?initiative=open-government-partnership&summit=summit-for-democracy-2021"
    ),
    "answer that is a graph": "/queries/profile?thing=initiative/echri&on=2023-04-01",
    "answer with a fault": "/queries/members?initiative=echri&on=yesterday",
    "answer as bars": "/queries/exposure?on=2023-04-01&view=chart",
    "answer by year": (
        "/queries/timeline?thing=initiative/echri&from=2021-01-01&to=2024-01-01&view=chart"
    ),
    "answer as a timeline": (
        "/queries/timeline?thing=list/bis-entity-list&from=2019-01-01&to=2022-01-01"
        "&view=chart&chart=timeline"
    ),
    "answer as a network": "/queries/members?initiative=echri&on=2023-04-01&view=network",
    "editor": "/editor",
    "editor with a fault": "/editor?query=SELECT+%3Fx+WHERE+%7B+%3Fx+a+%7D",
    "compare": "/compare",
    "comparison": "/compare?a=JPN&b=KOR&on=2023-07-01",
    "lists": "/lists",
    "coverage": "/coverage",
    "about": "/about",
    "ontology": "/ontology",
}
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CUT = "one => one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1"
FOCUSABLE = """() => [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"], .code'
)].filter((one) => one.checkVisibility())"""
OUTLINE = """() => {
  const one = document.activeElement;
  return getComputedStyle(one.shadowRoot?.querySelector('.cm-focused') ?? one).outlineStyle;
}"""
# Words in Latin letters that are read as if they were Japanese; names and codes are as they are.
UNMARKED = """() => {
  const ours = new Set(['comity', 'Apache-2.0', 'Turtle', 'N-Triples']);
  const latin = (text) => /[A-Za-z]{3}/.test(text) && !/[\\u3040-\\u30ff\\u3400-\\u9fff]/.test(text)
    && !ours.has(text) && !/^(https?:|\\[)/.test(text) && /[a-z]{2}/.test(text);
  const found = [];
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = nodes.nextNode());) {
    const around = node.parentElement, text = node.textContent.trim();
    if (around.closest('[lang]').lang === 'ja' && !around.closest('code, pre, textarea, script')
        && latin(text)) found.push(text);
  }
  for (const one of document.querySelectorAll('[aria-label], [placeholder], [title]'))
    for (const name of ['aria-label', 'placeholder', 'title'])
      if (one.hasAttribute(name) && latin(one.getAttribute(name))) found.push(one.outerHTML);
  return found;
}"""

every_page = pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)


@every_page
def test_a_page_has_no_barrier_in_light_and_dark_fits_a_telephone_and_prints_whole(
    site: Server, page: Page, axe: Axe, path: str
) -> None:
    page.goto(site.url + path)
    assert axe(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe(page) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate(TOO_WIDE) == 0
    page.emulate_media(media="print", color_scheme="light")
    page.set_viewport_size({"width": 690, "height": 1000})  # A4 between its margins
    assert page.evaluate(TOO_WIDE) == 0
    assert page.locator(".wide").evaluate_all(f"all => all.filter({CUT}).length") == 0
    for gone in page.locator("nav, form, .skip, .language").all():
        expect(gone).to_be_hidden()
    for there in page.locator("h1, footer.site, .notes a.address").all():
        expect(there).to_be_visible()
    assert page.locator(".notes a.address").evaluate_all(
        "all => all.every((one) => one.innerText.trim() === one.getAttribute('href'))"
    )


@every_page
def test_a_page_can_be_shared_and_loaded_again(
    site: Server, context_of: Context, path: str
) -> None:
    page, other = context_of().new_page(), context_of().new_page()
    page.goto(site.url + path)
    said = page.locator("body").inner_text()
    page.reload()
    other.goto(page.url)
    assert page.locator("body").inner_text() == other.locator("body").inner_text() == said
    assert page.title() not in ("", "comity")
    expect(page.locator("h1")).to_have_count(1)


@pytest.mark.parametrize(
    "path", [*PAGES.values(), "/network?on=2024-01-01"], ids=[*PAGES, "network"]
)
def test_a_page_is_the_same_on_a_second_visit(site: Server, page: Page, path: str) -> None:
    shown = []
    for _ in range(2):
        page.goto(site.url + path)
        box = "all => all.map((one) => one.getBoundingClientRect().width > 0)"
        parts = page.locator("main *, svg, canvas").evaluate_all(box)
        shown.append((page.locator("body").inner_text(), parts))
        page.goto("about:blank")
    assert shown[0] == shown[1]


@every_page
def test_the_keyboard_visits_all_there_is_in_the_order_of_the_page(
    site: Server, page: Page, path: str
) -> None:
    page.goto(site.url + path)
    page.evaluate(f"window.order = ({FOCUSABLE})()")
    first = page.evaluate(
        "window.order.indexOf(document.activeElement) + 1"
    )  # after a fault, there
    if first:
        page.keyboard.press("Escape")
    for place in range(first, min(first + 40, page.evaluate("window.order.length"))):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "date":
            for _ in ("day", "year", "calendar"):  # stops of one field, after the month
                page.keyboard.press("Tab")
        here = f"document.activeElement === window.order[{place}]"
        assert page.evaluate(here), page.evaluate("document.activeElement.outerHTML")
        # The editor marks its focus a moment after it has it.
        assert wait_until(lambda: page.evaluate(OUTLINE) != "none", 5)
        if page.evaluate("document.activeElement.matches('.code')"):
            page.keyboard.press("Escape")  # so that the next Tab leaves the editor, as it says


@every_page
def test_in_japanese_all_is_japanese_or_says_what_it_is(
    site: Server, context_of: Context, axe: Axe, path: str
) -> None:
    page = context_of(locale="ja-JP", viewport={"width": 360, "height": 740}).new_page()
    page.goto(site.url + path)
    assert page.evaluate("document.documentElement.lang") == "ja"
    assert page.evaluate(UNMARKED) == []
    assert page.evaluate(TOO_WIDE) == 0
    assert axe(page) == []
