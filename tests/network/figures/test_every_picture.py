"""What holds of every picture: same bytes, no text over another, and what and when are said."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure

from comity.errors import BadParameter, ComityError
from comity.iris import concept, thing
from comity.network import pictures
from comity.network.affiliations import NothingHeld, latest_day
from comity.network.canvas import own_settings
from comity.network.choice import Choice, Weight
from comity.network.figures.request import Wanted
from comity.network.ties import BETWEEN_POLITIES, Disparity, Kind
from comity.store.engines.interface import Engine
from comity.store.engines.rdflib import RdflibWriter
from comity.terms import Iri
from tests.network.conftest import DAY, World
from tests.network.figures.conftest import caption_of, written

SPAN = date(2021, 12, 31), DAY
BEGINS = {"pdf": b"%PDF", "png": b"\x89PNG", "svg": b"<?xml"}


def _choice(name: str, on: date | None = DAY) -> Choice:
    every = name in ("ego", "change")
    return Choice(kinds=BETWEEN_POLITIES if every else (Kind.MEMBERSHIP,), on=on)


def paint(engine: Engine, name: str, form: str) -> bytes:
    """Return a picture of the world of the tests."""
    centre = thing("polity", "AAA") if name == "ego" else None
    span = SPAN if name == "change" else None
    return pictures.paint(engine, name, _choice(name), form, centre=centre, span=span)


def figure(
    engine: Engine,
    name: str,
    on: date | None,
    *,
    centre: Iri | None = None,
    span: tuple[date, date] | None = None,
    kinds: tuple[Kind, ...] | None = None,
) -> Figure:
    """Return the figure of a picture, before it is written to a file."""
    choice = _choice(name, on) if kinds is None else Choice(kinds=kinds, on=on)
    day = on or latest_day(engine)
    with own_settings():
        return pictures.FIGURES[name](engine, Wanted(choice, day, on is None, centre, span))


@pytest.mark.parametrize("name", pictures.PICTURES)
@pytest.mark.parametrize("form", pictures.FORMATS)
def test_a_picture_has_the_same_bytes_on_each_run(all_kinds: World, name: str, form: str) -> None:
    engine = all_kinds.engine()
    first, second = paint(engine, name, form), paint(all_kinds.engine(), name, form)
    assert first == second
    assert first.startswith(BEGINS[form])


_PAINT = """
import sys
from pathlib import Path
from comity.network import pictures
from tests.network.figures.conftest import whole_world
from tests.network.figures.test_every_picture import paint
engine = whole_world().engine()
for name in pictures.PICTURES:
    for form in pictures.FORMATS:
        (Path(sys.argv[1]) / f"{name}.{form}").write_bytes(paint(engine, name, form))
"""


def test_another_process_with_another_order_of_sets_paints_the_same(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", _PAINT, str(folder)],
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": "src:.",
                "SOURCE_DATE_EPOCH": seed,
            },
            check=True,
        )
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(made[0]) == len(pictures.PICTURES) * len(pictures.FORMATS)
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


SHIPPED = [
    *((name, day, None, None) for name in ("matrix", "backbone", "upset", "timeline", "map")
      for day in (date(2021, 12, 10), date(2023, 4, 1), None)),
    ("map", None, "initiative/nato", None),
    ("map", None, "list/bis-entity-list", None),
    ("ego", None, "polity/USA", None),
    ("ego", None, "polity/JPN", None),
    ("ego", date(2023, 4, 1), "initiative/declaration-future-internet", None),
    ("change", None, None, (date(2021, 12, 10), date(2023, 4, 1))),
    ("change", None, None, (date(2023, 4, 1), date(2026, 11, 22))),
    ("change", None, "polity/JPN", (date(2021, 12, 10), date(2023, 4, 1))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "on", "centre", "span"), SHIPPED)
def test_no_text_of_the_shipped_graph_covers_another_or_leaves_the_sheet(
    shipped: Engine,
    name: str,
    on: date | None,
    centre: str | None,
    span: tuple[date, date] | None,
) -> None:
    middle = thing(*centre.split("/")) if centre else None
    made = figure(shipped, name, on, centre=middle, span=span)
    found = written(made)
    assert len(found) > 10
    over = [
        (one.text, other.text)
        for one, other in itertools.combinations(found, 2)
        if one.overlaps(other)
    ]
    assert over == []
    page = made.bbox
    for one in found:
        assert all(page.x0 <= x <= page.x1 and page.y0 <= y <= page.y1 for x, y in one.corners), one


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_a_picture_says_what_when_from_what_and_how_complete(all_kinds: World, name: str) -> None:
    centre = thing("polity", "AAA") if name == "ego" else None
    span = SPAN if name == "change" else None
    said = caption_of(figure(all_kinds.engine(), name, DAY, centre=centre, span=span))
    assert "1 January 2024" in said
    assert "comity knowledge graph, CC BY 4.0" in said
    assert "claims drawn, by 1 source." in said or "claim drawn, by 1 source." in said
    assert "How complete:" in said
    assert "may be unknown rather than absent" in said


def test_the_day_is_called_the_latest_where_none_was_asked_for(all_kinds: World) -> None:
    said = caption_of(figure(all_kinds.engine(), "upset", None))
    assert "as of 1 January 2023, the latest day in the graph" in said


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_names_in_an_svg_are_text_and_never_markup(all_kinds: World, name: str) -> None:
    drawn = paint(all_kinds.engine(), name, "svg").decode()
    names = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(drawn).iter()}
    assert "script" not in names
    assert "<script" not in drawn.replace("<!-- <script>", "")


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_nothing_to_draw_is_one_line_and_a_remedy(all_kinds: World, name: str) -> None:
    span = (date(1900, 1, 1), date(1900, 12, 31)) if name == "change" else None
    centre = thing("polity", "AAA") if name == "ego" else None
    with pytest.raises(NothingHeld) as caught:
        pictures.paint(
            all_kinds.engine(),
            name,
            _choice(name, date(1900, 1, 1)),
            "svg",
            centre=centre,
            span=span,
        )
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("pie", {}),
        ("ego", {}),
        ("ego", {"centre": thing("entity", "firm")}),
        ("map", {"centre": thing("polity", "AAA")}),
        ("matrix", {"centre": thing("polity", "AAA")}),
        ("change", {}),
        ("change", {"span": SPAN, "centre": thing("summit", "lake")}),
        ("change", {"span": (SPAN[1], SPAN[0])}),
        ("upset", {"span": SPAN}),
        ("upset", {"sets": (thing("polity", "AAA"),)}),
        ("timeline", {"sets": (thing("initiative", "club-0"),)}),
    ],
)
def test_what_a_picture_does_not_take_is_refused_in_one_line(
    all_kinds: World, name: str, options: dict[str, object]
) -> None:
    with pytest.raises(BadParameter) as caught:
        pictures.paint(all_kinds.engine(), name, _choice(name), "svg", **options)  # type: ignore[arg-type]  # wrong values are tried
    assert isinstance(caught.value, ComityError)
    assert "\n" not in str(caught.value)
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("matrix", Choice(least=2)),
        ("upset", Choice(weight=Weight.COUNT)),
        ("map", Choice(backbone=Disparity(0.05))),
        ("map", Choice(kinds=(Kind.DESIGNATION,), areas=(concept("technology-area", "ai"),))),
        ("map", Choice(kinds=(Kind.PACT,))),
        ("matrix", Choice(kinds=BETWEEN_POLITIES)),
        ("timeline", Choice(roles=(concept("membership-role", "chair"),))),
        ("ego", Choice(regions=(concept("region", "asia"),))),
    ],
)
def test_a_choice_without_effect_on_a_picture_is_refused(
    all_kinds: World, name: str, choice: Choice
) -> None:
    centre = thing("polity", "AAA") if name == "ego" else None
    with pytest.raises(BadParameter, match=f"The picture {name} "):
        pictures.paint(all_kinds.engine(), name, choice, "svg", centre=centre)


def test_an_empty_matrix_speaks_of_no_filter_that_was_not_given(all_kinds: World) -> None:
    with pytest.raises(NothingHeld) as caught:
        pictures.paint(all_kinds.engine(), "matrix", Choice(on=date(1900, 1, 1)), "svg")
    assert str(caught.value) == "No membership is known to hold on 1900-01-01."


@pytest.mark.parametrize("name", pictures.PICTURES)
def test_another_engine_gives_the_same_picture(all_kinds: World, name: str) -> None:
    mine = paint(all_kinds.engine(), name, "svg")
    assert paint(all_kinds.engine(RdflibWriter()), name, "svg") == mine


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_the_file_is_called_by_its_title_for_those_who_do_not_see_it(
    all_kinds: World, form: str
) -> None:
    drawn = paint(all_kinds.engine(), "matrix", form)
    assert b"Who is in which initiative, as of 1 January 2024" in drawn
