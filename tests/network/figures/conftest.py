"""A world that every picture can be drawn of, the shipped graph, and boxes around texts."""

from __future__ import annotations

import math
from typing import NamedTuple

import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

import comity
from comity.iris import PREFIXES, concept, term, thing
from comity.store.engines.interface import Engine
from comity.terms import RDF, Iri, Literal, Term, typed
from tests.network.conftest import World
from tests.network.conftest import busy_world as _busy

_TYPE = Iri(RDF + "type")
# A letter code, an ISO 3166-1 number and a point for each polity of the busy world that has one.
PLACES = {
    "BBB": ("250", 2.2, 46.2),
    "CCC": ("643", 96.0, 61.0),
    "UUU": ("156", 104.0, 36.0),
    "VVV": ("776", -175.2, -21.2),
    "WWW": ("", 20.9, 42.6),
}


def whole_world() -> World:
    """Return the busy world with places, launches, summit days, coverage and listing days."""
    world: World = _busy.__wrapped__()  # type: ignore[attr-defined]  # the function of the fixture
    for key in ["AAA", *PLACES, "DDD", "EEE", "FFF", "XXX", "YYY", "ZZZ"]:
        world.say(thing("polity", key), _TYPE, term("State"))
    for key, (number, longitude, latitude) in PLACES.items():
        polity, identifier = thing("polity", key), thing("identifier", "number", key)
        world.say(polity, Iri(PREFIXES["geo"] + "lat"), typed(str(latitude), "decimal"))
        world.say(polity, Iri(PREFIXES["geo"] + "long"), typed(str(longitude), "decimal"))
        if number:
            world.say(polity, "identifier", identifier)
            world.say(identifier, "scheme", concept("identifier-scheme", "iso-3166-1-numeric"))
            world.say(identifier, Iri(PREFIXES["skos"] + "notation"), Literal(number))
    for group in [*(f"club-{number}" for number in range(6)), "everybody"]:
        world.say(thing("initiative", group), _TYPE, term("Initiative"))
    for summit, day in (("lake", "2022-06-01"), ("hill", "2022-06-03")):
        world.say(thing("summit", summit), _TYPE, term("Summit"))
        world.say(thing("summit", summit), "startedOn", typed(day, "date"))
    world.say(thing("list", "black"), _TYPE, term("DesignationList"))
    covered(world, "initiative", "club-0", complete=True, as_of="2030-01-01")
    covered(world, "initiative", "club-1", complete=False, as_of="2030-01-01")
    listed(world, "mill", "WWW", "2022-06-02")
    listed(world, "bank", "VVV", "2022-06")
    return world


def covered(world: World, kind: str, key: str, *, complete: bool, as_of: str) -> None:
    """Say how complete the members of an initiative or the entries of a list are."""
    coverage = thing("coverage", kind, key)
    world.say(coverage, "covers", thing(kind, key))
    world.say(coverage, "isComplete", typed(str(complete).lower(), "boolean"))
    world.say(coverage, "asOf", typed(as_of, "date"))


def listed(world: World, entity: str, country: str, day: str) -> None:
    """Put an entity on the black list on a day, or in a month."""
    claim = world.designation("black", entity, country)
    world.say(claim, "listedOn", typed(day, "date" if len(day) == 10 else "gYearMonth"))


@pytest.fixture
def all_kinds() -> World:
    return whole_world()


@pytest.fixture(scope="session")
def shipped() -> Engine:
    return comity.open().engine


def rows(engine: Engine, query: str) -> list[tuple[str, ...]]:
    """Return the answer to a query, each term as its text."""
    prefixes = "".join(
        f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("comity", "id", "skos", "xsd")
    )
    answer = engine.select(prefixes + query)
    return [tuple(_text(term) for term in row) for row in answer.rows]


def _text(found: Term | None) -> str:
    return "" if found is None else found.value


class Written(NamedTuple):
    """A text on a figure and the corners of the box around it, turned as the text is."""

    text: str
    corners: tuple[tuple[float, float], ...]

    def overlaps(self, other: Written) -> bool:
        """Say whether the two boxes share more than a side: no line parts them."""
        for box in (self.corners, other.corners):
            for number in range(4):
                (x, y), (to_x, to_y) = box[number], box[(number + 1) % 4]
                normal = to_y - y, x - to_x
                mine = [a * normal[0] + b * normal[1] for a, b in self.corners]
                theirs = [a * normal[0] + b * normal[1] for a, b in other.corners]
                if max(mine) <= min(theirs) + 1e-6 or max(theirs) <= min(mine) + 1e-6:
                    return False
        return True


def written(figure: Figure) -> list[Written]:
    """Return every text of a figure with its box, in the dots of a printed page."""
    figure.set_dpi(300)
    renderer = RendererAgg(  # type: ignore[no-untyped-call]  # matplotlib types only some of itself
        figure.bbox.width, figure.bbox.height, figure.dpi
    )
    found = []
    for text in figure.findobj(Text):
        if not isinstance(text, Text) or not text.get_text():
            continue
        turn = math.radians(text.get_rotation())
        text.set_rotation(0)
        box = text.get_window_extent(renderer)
        x, y = text.get_transform().transform(text.get_position())
        text.set_rotation(math.degrees(turn))
        corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
        found.append(
            Written(
                text.get_text(),
                tuple(
                    (
                        x + (a - x) * math.cos(turn) - (b - y) * math.sin(turn),
                        y + (a - x) * math.sin(turn) + (b - y) * math.cos(turn),
                    )
                    for a, b in corners
                ),
            )
        )
    return found


def caption_of(figure: Figure) -> str:
    """Return all texts of a figure in the order they were written, as one."""
    return " ".join(one.text for one in written(figure))
