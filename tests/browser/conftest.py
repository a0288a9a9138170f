"""A browser for the tests: chromium, in which nothing may go wrong or leave the machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import comity
from tests.server.running import Server, serving

playwright_api = pytest.importorskip(
    "playwright.sync_api", reason="no playwright: pip install playwright"
)
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright  # noqa: E402  # only where playwright is installed

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HERE = ("127.0.0.1", "localhost")


@dataclass
class Watch:
    """What went wrong in a browser: errors of scripts, words on the console, requests that left."""

    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", lambda one: self._note(one.type in ("error", "warning"), one.text))
        page.on("pageerror", lambda error: self._note(True, str(error)))
        page.on("dialog", lambda dialog: self._note(True, f"a dialog: {dialog.message}"))
        page.on("request", lambda request: self._note(self._leaves(request.url), request.url))

    def _note(self, wrong: bool, text: str) -> None:
        if wrong:
            self.faults.append(text)

    @staticmethod
    def _leaves(address: str) -> bool:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start chromium once for all tests; they are skipped where it is not installed."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is not there (apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield running
        running.close()


Context = Callable[..., BrowserContext]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the shipped graph for all tests that read it."""
    folder = tmp_path_factory.mktemp("explored")
    comity.open(str(folder)).build()
    with serving(folder, limits={"timeout": 30}) as running:
        yield running


@pytest.fixture
def context_of(browser: Browser) -> Iterator[Context]:
    """Return a maker of contexts (a size, a colour scheme, no script) that are watched.

    The test fails if a script fails, the console holds a warning, or a request leaves the machine.
    """
    watch = Watch()
    made: list[BrowserContext] = []

    def make(**settings: object) -> BrowserContext:
        wanted = {"viewport": {"width": 1280, "height": 900}, "accept_downloads": True, **settings}
        context = browser.new_context(**wanted)  # type: ignore[arg-type]  # settings by name
        context.set_default_timeout(60_000)
        context.on("page", watch.over)
        made.append(context)
        return context

    yield make
    for context in made:
        context.close()
    assert watch.faults == []


@pytest.fixture
def page(context_of: Context) -> Page:
    """Return an empty page of a common size, watched."""
    return context_of().new_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], list[str]]:
    """Return the check by axe-core of a page as it stands: what it finds, in words."""
    pytest.importorskip("axe_playwright_python", reason="no axe: pip install axe-playwright-python")
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

    def check(page: Page) -> list[str]:
        page.evaluate(script)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{one['id']}: {one['help']}: {json.dumps([node['html'] for node in one['nodes']][:3])}"
            for one in found["violations"]
        ]

    return check
