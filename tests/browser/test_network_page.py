"""The network page in a browser, used as an analyst uses it: from a file, without a network."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from playwright.sync_api import Page, expect

import comity
from comity.iris import thing
from comity.network import page as network_page
from comity.network.affiliations import NothingHeld
from comity.network.choice import Choice
from comity.network.claim_paths import shortest_chains
from comity.network.projections import project
from comity.network.ties import BETWEEN_POLITIES, Disparity, Kind, Tie, keep
from comity.query.claims.citations import citations
from comity.query.claims.records import path_of
from comity.store.engines.interface import Engine
from tests.browser.conftest import Context
from tests.network.conftest import World

DASH = "\N{EN DASH}"
JAPAN, NSO = thing("polity", "JPN"), thing("entity", "nso-group")
Axe = Callable[[Page], list[str]]


@pytest.fixture(scope="module")
def engine() -> Engine:
    return comity.open().engine


@pytest.fixture(scope="module")
def file(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the shipped graph."""
    target = tmp_path_factory.mktemp("page") / "network.html"
    target.write_text(network_page.write(engine, Choice()), "utf-8")
    return target


Opened = Callable[..., Page]


@pytest.fixture
def opened(page: Page, file: Path) -> Opened:
    def open_it(state: str = "", of: Page | None = None) -> Page:
        shown = of or page
        shown.goto(f"{file.as_uri()}{state}")
        return shown

    return open_it


def ties(engine: Engine, choice: Choice) -> tuple[Tie, ...]:
    """Return all ties of a choice as the library finds them; none where nothing holds."""
    try:
        return project(engine, choice).full
    except NothingHeld:
        return ()


def rows(page: Page) -> list[dict[str, str]]:
    """Return the ties shown, from the CSV that the page saves."""
    return list(csv.DictReader(io.StringIO(saved(page, "csv").decode(), newline="")))


def saved(page: Page, form: str) -> bytes:
    with page.expect_download() as download:
        page.click(f"#save-{form}")
    assert download.value.suggested_filename == f"network.{form}"
    return Path(download.value.path()).read_bytes()


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Return where the picture shows each name, from the SVG that the page saves."""
    stage = page.locator("#network").bounding_box()
    assert stage is not None
    found = {}
    for group in ElementTree.fromstring(saved(page, "svg")).iter("{http://www.w3.org/2000/svg}g"):
        title, *shape = group
        if title.tag.endswith("title"):
            numbers = [float(one) for one in re.findall(r"-?[\d.]+", shape[0].get("d", ""))]
            x, y = (numbers[axis::2] for axis in (0, 1))
            if not numbers:
                x, y = ([float(shape[0].attrib[name])] for name in ("cx", "cy"))
            middle = ((max(x) + min(x)) / 2, (max(y) + min(y)) / 2)
            found[title.text or ""] = (stage["x"] + middle[0], stage["y"] + middle[1])
    return found


def slide(page: Page, year: int, month: int) -> None:
    page.locator("#slider").fill(str(year * 12 + month - 1))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("cote d'iv", "Côte d\N{RIGHT SINGLE QUOTATION MARK}Ivoire"),
        ("日本", "Japan"),
        ("jpn", "Japan"),
        ("ラオス", "Laos"),
        ("nso gr", "NSO Group"),
    ],
)
def test_a_search_in_any_script_without_accents_finds_the_thing(
    opened: Opened, typed: str, name: str
) -> None:
    page = opened()
    page.fill("#search", typed)
    page.press("#search", "Enter")
    expect(page.locator("#panel h2")).to_have_text(name)


def test_sliding_to_2015_shows_what_is_known_to_hold_then(opened: Opened, engine: Engine) -> None:
    page = opened("#all=yes")
    slide(page, 2015, 1)
    expect(page.locator("#title")).to_have_text(re.compile("as of 31 January 2015"))
    expected = project(engine, Choice(on=date(2015, 1, 31))).full
    assert len(rows(page)) == len(expected) > 0


@pytest.mark.parametrize("kind", BETWEEN_POLITIES)
@pytest.mark.parametrize("day", [date(2015, 1, 31), date(2023, 4, 1)])
def test_the_page_ties_as_the_library_does(
    opened: Opened, engine: Engine, kind: Kind, day: date
) -> None:
    page = opened(f"#ties={kind}&all=yes&on={day}")
    expected = {
        (path_of(tie.source), path_of(tie.target)): (tie.count, tie.weight)
        for tie in ties(engine, Choice(kinds=(kind,), on=day))
    }
    found = {
        (row["source"], row["target"]): (int(row["number"]), float(row["weight"]))
        for row in rows(page)
    }
    assert found.keys() == expected.keys()
    for pair, values in found.items():
        assert values == pytest.approx(expected[pair])


def test_the_backbone_is_that_of_the_library(opened: Opened, engine: Engine) -> None:
    page = opened()
    full = project(engine, Choice()).full
    kept = keep(full, Disparity(0.05))
    assert len(rows(page)) == len(kept) < len(full)
    expect(page.locator("#rule")).to_contain_text(f"{len(kept)} ties of {len(full):,}")


def test_a_click_on_a_tie_tells_its_claims_with_sources_quotes_and_links(
    opened: Opened, engine: Engine
) -> None:
    page = opened("#ties=pact&on=2026-11-22")
    where = places(page)
    (x, y), (to_x, to_y) = where["Japan"], where["United States"]
    page.mouse.click((x + to_x) / 2, (y + to_y) / 2)
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text(re.compile(f"Japan {DASH} United States"))
    panel.get_by_text("US-Japan Competitiveness and Resilience (CoRe) Partnership").first.click()
    pact = thing("pact", "us-japan-core")
    told = citations(engine, [pact])[pact]
    assert any(one.quote and one.url.startswith("https:") for one in told)
    shown = panel.locator("details[open]")
    for one in told:
        expect(shown).to_contain_text(one.title)
        if one.url.startswith("https:"):
            link = shown.get_by_role("link", name=one.title, exact=True).first
            expect(link).to_have_attribute("href", one.url)
            expect(link).to_have_attribute("rel", re.compile("noopener"))
        if one.quote:
            expect(shown).to_contain_text(one.quote.value)


def test_a_click_on_a_node_tells_its_neighbours_and_its_claims(opened: Opened) -> None:
    page = opened()
    page.mouse.click(*places(page)["Japan"])
    panel = page.locator("#panel")
    expect(panel.locator("h2")).to_have_text("Japan")
    expect(panel.get_by_role("button", name="United States")).to_be_visible()
    expect(panel.get_by_text(re.compile("Claims that hold on this day: [0-9]{2}"))).to_be_visible()
    page.keyboard.press("Escape")
    expect(panel.locator("h2")).to_have_count(0)


def test_the_path_from_japan_to_nso_group_is_as_short_as_the_library_finds(
    opened: Opened, engine: Engine
) -> None:
    page = opened()
    for end, typed in (("from", "Japan"), ("to", "NSO Group")):
        page.fill(f"#{end}", typed)
        page.press(f"#{end}", "Enter")
    page.click("#find-path")
    panel = page.locator("#panel")
    expect(panel.locator("h2").first).to_have_text("Japan → NSO Group")
    chains = shortest_chains(engine, JAPAN, NSO, date(2026, 11, 22))
    expect(panel.locator(".path > li")).to_have_count(len(chains.chains[0]))
    assert panel.locator(".path > li").count() == panel.locator(".path > li:has(a[href])").count()
    panel.get_by_role("button", name="Show it among all that ties them").click()
    expect(page.locator("#shown")).to_contain_text("nodes")
    expect(page.locator("#mode")).to_have_value("bipartite")


@pytest.mark.parametrize(
    ("start", "end", "day"),
    [
        ("polity/JPN", "entity/nso-group", date(2026, 11, 22)),
        ("polity/TWN", "polity/CHN", date(2024, 1, 1)),
        ("initiative/quad", "entity/nso-group", date(2023, 12, 31)),
        ("pact/us-japan-core", "polity/RUS", date(2025, 1, 31)),
        ("polity/ISR", "list/bis-entity-list", date(2022, 1, 31)),
    ],
)
def test_a_path_is_the_one_that_the_library_tells_first(
    opened: Opened, engine: Engine, start: str, end: str, day: date
) -> None:
    ends = (thing(*start.split("/")), thing(*end.split("/")))
    told = shortest_chains(engine, *ends, day)
    page = opened(f"#from={start}&to={end}&on={day}")
    steps = page.locator(".step")
    expect(steps).to_have_count(len(told.chains[0]))
    assert steps.all_inner_texts() == [
        f"{told.names[step.start]} → {told.names[step.end]}" for step in told.chains[0]
    ]
    if told.total > 1:
        expect(page.locator("#panel")).to_contain_text(f"{told.total} chains are as short")


def test_a_path_respects_the_day_and_says_unknown_not_no(opened: Opened, engine: Engine) -> None:
    assert shortest_chains(engine, JAPAN, NSO, date(1950, 1, 31)).chains == ()
    page = opened("#from=polity/JPN&to=entity/nso-group&on=1950-01-31")
    expect(page.locator("#panel")).to_contain_text("not proof that there is none")


def test_what_is_shown_is_saved_and_can_be_read_back(opened: Opened, tmp_path: Path) -> None:
    page = opened("#ties=membership,pact")
    nodes, ties = map(int, re.findall(r"\d+", page.inner_text("#shown")))
    assert len(rows(page)) == ties
    target = tmp_path / "network.gexf"
    target.write_bytes(saved(page, "gexf"))
    graph = networkx.read_gexf(target)
    assert (graph.number_of_nodes(), graph.number_of_edges()) == (nodes, ties)
    assert graph.nodes["polity/JPN"]["label"] == "Japan"
    picture = ElementTree.fromstring(saved(page, "svg"))
    titles = [one.text for one in picture.iter("{http://www.w3.org/2000/svg}title")]
    assert len(titles) == nodes + 1
    assert titles[0] == page.inner_text("#title")
    png = saved(page, "png")
    assert png.startswith(b"\x89PNG")
    assert len(png) > 20_000


def test_names_in_the_picture_never_cover_each_other(opened: Opened, context_of: Context) -> None:
    reader = context_of().new_page()
    for state in ("", "#all=yes", "#nodes=bipartite&ties=membership,attendance,pact,designation"):
        picture = saved(opened(state), "svg").decode()
        reader.set_content(f"<div>{picture}</div>")
        boxes = reader.evaluate(
            """() => [...document.querySelectorAll('.names text')].map((text) => {
                const { x, y, width, height } = text.getBBox();
                return [x, y + 2, x + width, y + height - 2];
            })"""
        )
        assert len(boxes) > 30
        for place, one in enumerate(boxes):
            for other in boxes[:place]:
                apart = (
                    one[0] >= other[2]
                    or other[0] >= one[2]
                    or one[1] >= other[3]
                    or other[1] >= one[3]
                )
                assert apart, (one, other)


def test_a_shared_link_shows_the_same(opened: Opened, context_of: Context) -> None:
    page = opened()
    page.check("#tie-pact")
    page.uncheck("#tie-membership")
    slide(page, 2024, 6)
    page.select_option("#region", label="Asia")
    page.fill("#search", "Japan")
    page.press("#search", "Enter")
    page.click("#nearer")
    expect(page).to_have_url(re.compile("view="))
    other = context_of().new_page()
    other.goto(page.url)
    for part in ("#title", "#rule", "#shown", "#panel", "#ties-table", "#legend"):
        assert other.inner_text(part) == page.inner_text(part)
    where, there = places(page), places(other)
    assert where.keys() == there.keys()
    assert where["Japan"] == pytest.approx(there["Japan"], abs=1)


def test_an_address_that_makes_no_sense_opens_the_page_as_it_is(opened: Opened) -> None:
    page = opened()
    plain = page.inner_text("#title")
    page.goto("about:blank")
    opened("#ties=marriage&on=soon&min=-3&node=polity/XXX&view=a,b&area=%E0%A4&roles=")
    expect(page.locator("#title")).to_contain_text("as of 22 November 2026")
    assert plain


def test_every_function_can_be_had_by_keyboard(opened: Opened) -> None:
    page = opened()
    page.focus("#network")
    page.keyboard.press("ArrowRight")
    first = page.inner_text("#said")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert page.inner_text("#said") != first
    page.keyboard.press("Enter")
    name = page.inner_text("#panel h2")
    assert page.inner_text("#said").startswith(name)
    page.keyboard.press("t")
    expect(page.locator("#panel h2")).to_contain_text(name)
    expect(page.locator("#panel h2")).to_contain_text(f" {DASH} ")
    page.keyboard.press("+")
    page.keyboard.press("[")
    expect(page.locator("#title")).to_contain_text("31 October 2026")
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("chin")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_have_text("China")
    missed = page.evaluate(
        """() => [...document.querySelectorAll('button, input, select, summary, canvas, a[href]')]
            .filter((one) => one.tabIndex < 0 && one.checkVisibility())
            .map((one) => one.outerHTML)"""
    )
    assert missed == []


def test_playing_moves_the_day_and_stops_at_the_last(opened: Opened) -> None:
    page = opened("#on=2024-12-31")
    page.click("#play")
    expect(page.locator("#day")).to_have_value("2026-11-22")
    expect(page.locator("#play")).to_contain_text("Play")


def test_the_table_is_sorted_by_a_click_and_leads_to_the_tie(opened: Opened) -> None:
    page = opened()
    head = page.locator("#ties-table").get_by_role("button", name="Number")
    head.click()
    head.click()
    numbers = page.locator("#ties-table tbody td:nth-child(4)").all_inner_texts()
    assert numbers == sorted(numbers, key=int)
    row = page.locator("#ties-table tbody tr").first.get_by_role("button")
    name = row.inner_text()
    row.click()
    expect(page.locator("#panel h2")).to_have_text(name)


def test_filters_by_role_area_and_region_narrow_what_is_shown(opened: Opened) -> None:
    page = opened("#all=yes")
    whole = len(rows(page))
    page.select_option("#area", label="Semiconductors")
    expect(page.locator("#rule")).to_contain_text("Semiconductors")
    by_area = len(rows(page))
    page.select_option("#area", label="any")
    page.select_option("#region", label="Asia")
    by_region = len(rows(page))
    page.select_option("#region", label="any")
    page.locator("summary", has_text="Roles").click()
    page.uncheck("#roles input >> nth=1")
    expect(page.locator("#rule")).to_contain_text("Only these roles count")
    by_role = len(rows(page))
    assert 0 < by_area < whole
    assert 0 < by_region < whole
    assert 0 < by_role <= whole


def test_where_nothing_holds_the_page_says_that_it_is_not_known(opened: Opened) -> None:
    page = opened("#on=1946-01-01")
    expect(page.locator("#nothing")).to_be_visible()
    expect(page.locator("#nothing")).to_contain_text("not proof that there was none")


def test_the_page_speaks_japanese(opened: Opened) -> None:
    page = opened()
    page.click("#language")
    expect(page.locator("html")).to_have_attribute("lang", "ja")
    expect(page.locator("#title")).to_have_text("イニシアチブを共有する政治体(2026年11月22日時点)")
    assert "日本" in places(page)
    page.fill("#search", "きょうわこく")
    page.fill("#search", "japan")
    page.press("#search", "Enter")
    expect(page.locator("#panel h2")).to_have_text("日本")
    left = page.evaluate(
        """() => [...document.querySelectorAll('[data-word], [data-name]')]
            .map((one) => one.dataset.word ? one.textContent : one.getAttribute('aria-label'))
            .filter((text) => !text || text === 'undefined')"""
    )
    assert left == []


STATES = {
    "as it opens": "",
    "a node": "#node=polity/JPN",
    "a tie": "#tie=membership:polity/JPN~polity/USA",
    "a path": "#from=polity/JPN&to=entity/nso-group",
    "everything": "#nodes=bipartite&ties=membership,attendance,pact,designation",
    "Japanese": "#lang=ja&node=initiative/quad",
    "dark": "#theme=dark&tie=pact:polity/JPN~polity/USA&ties=pact",
}


@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_axe_finds_nothing(opened: Opened, axe: Axe, state: str) -> None:
    page = opened(state)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert axe(page) == []


def test_a_narrow_screen_holds_it_all(context_of: Context, opened: Opened, axe: Axe) -> None:
    page = context_of(viewport={"width": 360, "height": 740}, has_touch=True).new_page()
    opened("#node=initiative/quad", of=page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate("document.getElementById('network').getBoundingClientRect().width") > 300
    assert axe(page) == []


def test_a_dark_screen_gets_a_dark_page(context_of: Context, opened: Opened, axe: Axe) -> None:
    page = context_of(color_scheme="dark").new_page()
    opened(of=page)
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(21, 24, 27)"
    assert axe(page) == []
    page.click("#theme")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"


def test_entries_that_the_page_leaves_out_cannot_be_chosen(
    page: Page, engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_page, "MOST_ENTRIES", 10)
    target = tmp_path / "network.html"
    target.write_text(network_page.write(engine, Choice()), "utf-8")
    page.goto(f"{target.as_uri()}#ties=designation,membership")
    expect(page.locator("#tie-designation")).to_be_disabled()
    expect(page.locator("#tie-designation")).not_to_be_checked()
    expect(page.locator("#known")).to_contain_text(re.compile(r"left out here: \d+ are too many"))
    page.get_by_role("button", name="日本語").click()
    expect(page.locator("#known")).to_contain_text("件は多すぎるため")


def test_without_scripts_the_tables_hold_the_picture(
    context_of: Context, opened: Opened, engine: Engine
) -> None:
    page = context_of(java_script_enabled=False).new_page()
    opened(of=page)
    kept = keep(project(engine, Choice()).full, Disparity(0.05))
    expect(page.locator("#ties-table tbody tr")).to_have_count(len(kept))
    expect(page.locator("#ties-table")).to_contain_text(f"Japan {DASH} United States")
    expect(page.locator("#network")).to_be_hidden()
    expect(page.locator("#search")).to_be_hidden()


def test_the_printed_page_has_the_picture_in_lines(opened: Opened) -> None:
    page = opened()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    expect(page.locator("#printed svg").first).to_be_visible()
    expect(page.locator("#search")).to_be_hidden()


def test_names_and_quotes_that_look_like_markup_stay_text(page: Page, tmp_path: Path) -> None:
    world = World()
    bad = "</script><img src=x onerror=alert(1)><svg onload=alert(2)>"
    for key in ("AAA", "BBB", "CCC"):
        world.name("polity", key, f"{key} {bad}")
    world.name("initiative", "club", bad)
    world.members("club", "AAA BBB CCC")
    world.pact("deal", "AAA BBB")
    target = tmp_path / "bad.html"
    target.write_text(network_page.write(world.engine(), Choice(on=date(2024, 1, 1))), "utf-8")
    page.goto(f"{target.as_uri()}#tie=membership:polity/AAA~polity/BBB&all=yes")
    expect(page.locator("#panel h2")).to_contain_text(bad)
    page.check("#tie-pact")
    picture = saved(page, "svg").decode()
    assert "<img" not in picture
    assert "&#60;img" in picture
    assert page.locator("main img, main svg[onload]").count() == 0
    ElementTree.fromstring(saved(page, "gexf"))
