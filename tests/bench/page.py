"""Command ``python -m tests.bench.page [FILE.json]``: how fast the network page paints and moves.

Two made networks, one as large as the shipped graph becomes and one far larger, are opened in
headless chromium without a GPU; frames are counted by requestAnimationFrame (at most 60 a second)
while a pointer drags the picture and a wheel zooms it. A browser draws only what a page asks for,
so the counts say how long the page takes for a frame. On a busy machine they say little: beside
them stand the milliseconds of processor time that the page's own thread takes for a frame.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median
from typing import TypedDict

from playwright.sync_api import CDPSession, Page, sync_playwright

from comity.iris import thing
from comity.network import page as network_page
from comity.network.choice import Choice, Form
from comity.network.page_data import Fact, Holdings
from comity.network.projections import Projected
from comity.network.ties import Kind, Tie
from comity.query.claims.facts import Interval
from comity.query.claims.records import Record
from comity.terms import Iri
from tests.browser.conftest import CHROMIUM, FLAGS

SECONDS = 4
DAY = date(2026, 1, 1)
_HELD = Interval(begin="2020-01-01", known_from="2020-01-01")

# Drags or zooms for some seconds; answers with the milliseconds between frames.
_MOVE = """async ([kind, seconds]) => {
  const canvas = document.getElementById('network');
  const frame = canvas.getBoundingClientRect();
  const [x, y] = [frame.left + frame.width / 2, frame.top + frame.height / 2];
  const point = (type, right, down) => canvas.dispatchEvent(new PointerEvent(type,
    { pointerId: 1, clientX: x + right, clientY: y + down, bubbles: true, buttons: 1 }));
  canvas.setPointerCapture = () => {};
  const gaps = [];
  let last = performance.now();
  const end = last + 1000 * seconds;
  if (kind === 'drag') point('pointerdown', 0, 0);
  await new Promise((done) => {
    const step = () => {
      const now = performance.now();
      gaps.push(now - last);
      last = now;
      const turn = gaps.length / 20;
      if (kind === 'drag') point('pointermove', 250 * Math.sin(turn), 150 * Math.cos(turn));
      else {
        canvas.dispatchEvent(new WheelEvent('wheel', { deltaY: Math.sin(turn) > 0 ? -6 : 6,
          ctrlKey: true, clientX: x, clientY: y, bubbles: true, cancelable: true }));
      }
      if (now < end) requestAnimationFrame(step);
      else done();
    };
    requestAnimationFrame(step);
  });
  if (kind === 'drag') point('pointerup', 0, 0);
  return gaps;
}"""


@dataclass(frozen=True)
class Size:
    """A network to make, and what is asked of it: frames a second while it moves."""

    nodes: int
    ties: int
    form: Form
    bar: int


class Result(TypedDict):
    """What was measured of one network; times in milliseconds.

    ``first_paint`` is when the reader sees the page begin, ``drawn`` when every tie is there.
    """

    nodes: int
    ties: int
    bar: int
    kilobytes: int
    first_paint: float
    drawn: float
    frames: dict[str, float]
    slowest_in_20: dict[str, float]
    processor: dict[str, float]


SIZES = (Size(200, 3_000, Form.POLITIES, 50), Size(10_000, 50_000, Form.BIPARTITE, 10))


def made(size: Size) -> str:
    """Return the page of a network of that many nodes and ties, the same each time."""
    chance = random.Random(size.nodes)
    kind = Kind.PACT if size.form is Form.POLITIES else Kind.MEMBERSHIP
    facts = _pacts(size, chance) if kind is Kind.PACT else _memberships(size, chance)
    things = {end: Record(end, {}) for fact in facts for end in (fact.one, fact.other)}
    holdings = Holdings(facts, things, {}, tuple(() for _ in facts), {})
    choice = Choice(kinds=(kind,), on=DAY, form=size.form)
    tie = Tie(facts[0].one, facts[0].other, kind, 1.0, (facts[0].other,), (facts[0].evidence,))
    found = Projected(choice, (tie,), (tie,), ())
    return network_page.filled(holdings, found, (tie,), [], choice)


def _pacts(size: Size, chance: random.Random) -> tuple[Fact, ...]:
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < size.ties:
        one, other = chance.sample(range(size.nodes), 2)
        pairs.add((min(one, other), max(one, other)))
    return tuple(
        Fact("pact", thing("polity", f"P{end}"), pact, pact, _HELD, ())
        for number, pair in enumerate(sorted(pairs))
        for pact in [thing("pact", f"p{number}")]
        for end in pair
    )


def _memberships(size: Size, chance: random.Random) -> tuple[Fact, ...]:
    """Make polities of which each is in some of the groups of its part of the world."""
    groups = size.nodes // 5
    polities = size.nodes - groups
    found: set[tuple[int, int]] = {(one, one % groups) for one in range(polities)}
    while len(found) < size.ties:
        one = chance.randrange(polities)
        near = one * groups // polities + round(chance.gauss(0, groups / 12))
        found.add((one, near % groups))
    return tuple(
        Fact("membership", thing("polity", f"P{one}"), thing("initiative", f"g{group}"),
             _claim(one, group), _HELD, ())
        for one, group in sorted(found)
    )  # fmt: skip


def _claim(one: int, group: int) -> Iri:
    return thing("membership", f"g{group}", f"P{one}", "member")


def measured(page: Page, file: Path, size: Size) -> Result:
    """Open a page and count its frames."""
    page.goto("about:blank")
    page.goto(file.as_uri())
    page.wait_for_timeout(1_500)
    painted, drawn = (
        page.evaluate(f"performance.getEntriesByName('{name}')[0].startTime")
        for name in ("first-contentful-paint", "drawn")
    )
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    gaps, processor = {}, {}
    for kind in ("drag", "zoom"):
        before = _worked(session)
        gaps[kind] = sorted(page.evaluate(_MOVE, [kind, SECONDS]))
        processor[kind] = round(1000 * (_worked(session) - before) / len(gaps[kind]), 1)
    return Result(
        nodes=size.nodes,
        ties=size.ties,
        bar=size.bar,
        kilobytes=file.stat().st_size // 1000,
        first_paint=round(painted),
        drawn=round(drawn),
        frames={kind: round(1000 * len(found) / sum(found), 1) for kind, found in gaps.items()},
        slowest_in_20={kind: round(found[-len(found) // 20], 1) for kind, found in gaps.items()},
        processor=processor,
    )


def _worked(session: CDPSession) -> float:
    """Return the seconds of processor time that the thread of the page has taken so far."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def main(arguments: list[str]) -> None:
    """Measure each size three times, print the medians, and write them where asked."""
    results = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        for size in SIZES:
            file = Path(folder) / f"{size.nodes}.html"
            file.write_text(made(size), "utf-8")
            page = browser.new_page(viewport={"width": 1500, "height": 1000})
            runs = [measured(page, file, size) for _ in range(3)]
            middle = sorted(runs, key=lambda run: run["frames"]["drag"])[1]
            middle["first_paint"] = median(run["first_paint"] for run in runs)
            middle["drawn"] = median(run["drawn"] for run in runs)
            results.append(middle)
            frames = ", ".join(f"{kind} {rate} a second" for kind, rate in middle["frames"].items())
            print(
                f"{size.nodes:,} nodes, {size.ties:,} ties: first paint {middle['first_paint']:.0f}"
                f" ms, all drawn {middle['drawn']:.0f} ms; frames: {frames} (wanted: {size.bar});"
                f" processor time of a frame {middle['processor']} ms;"
                f" page {middle['kilobytes']:,} kB"
            )
            page.close()
        browser.close()
    if arguments:
        Path(arguments[0]).write_text(json.dumps(results, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
