"""Pictures: the same bytes on each run, texts apart, and no setting of the user's in them."""

from __future__ import annotations

import itertools
import math
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import matplotlib
import pytest
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from comity.network import pictures
from comity.network.affiliations import NothingHeld
from comity.network.canvas import own_settings
from comity.network.choice import Choice, Weight
from comity.network.figures.communities import figure_of, round_steps
from comity.network.scene import Scene, compose
from comity.network.ties import BETWEEN_POLITIES, Kind, Strongest, Whole
from tests.network.conftest import DAY, World

ONE_KIND = [(kind,) for kind in BETWEEN_POLITIES]


def _scene(world: World, kinds: tuple[Kind, ...]) -> Scene:
    return compose(world.engine(), kinds, DAY)


@pytest.fixture
def dense_world(world: World) -> World:
    """Return a world with many ties that stand out, and long names."""
    keys = [f"P{number:02}" for number in range(60)]
    for number in range(0, 60, 3):
        world.members(f"three-{number}", " ".join(keys[number : number + 3]))
    for number in range(57):
        world.members(f"pair-{number}", f"{keys[number]} {keys[number * 7 % 60]}")
    world.members("everybody", " ".join(keys))
    for key in keys:
        world.name("polity", key, f"The Independent Land of {key}")
    return world


def _renderer(figure: Figure) -> RendererBase:
    """Return what measures texts as a picture of dots would set them."""
    return RendererAgg(  # type: ignore[no-untyped-call]  # matplotlib types only some of itself
        figure.bbox.width, figure.bbox.height, figure.dpi
    )


@pytest.mark.parametrize("form", pictures.FORMATS)
def test_a_picture_has_the_same_bytes_on_each_run(busy_world: World, form: str) -> None:
    first, second = (pictures.draw(_scene(busy_world, BETWEEN_POLITIES), form) for _ in range(2))
    assert first == second
    assert first.startswith({"png": b"\x89PNG", "pdf": b"%PDF", "svg": b"<?xml"}[form])


def test_a_picture_has_the_same_bytes_on_another_day_and_with_other_settings(
    busy_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = _scene(busy_world, (Kind.PACT,))
    drawn = {form: pictures.draw(scene, form) for form in pictures.FORMATS}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    with matplotlib.rc_context({"lines.linewidth": 9, "font.size": 30, "savefig.dpi": 17}):
        assert {form: pictures.draw(scene, form) for form in pictures.FORMATS} == drawn


@pytest.mark.parametrize("kinds", [*ONE_KIND, BETWEEN_POLITIES])
def test_no_text_covers_another(dense_world: World, busy_world: World, kinds: tuple[Kind]) -> None:
    world = dense_world if kinds == (Kind.MEMBERSHIP,) else busy_world
    if kinds == (Kind.ATTENDANCE,):
        for number in range(8):
            world.attendance("pair", "AAA" if number else "BBB")
            world.attendance(f"large-{number % 2}", f"P{number:02}")
            world.attendance("large-0", "AAA")
            world.attendance("large-1", "AAA")
    with own_settings():
        figure = figure_of(_scene(world, kinds))
        renderer = _renderer(figure)
        boxes = [
            (text.get_text(), text.get_window_extent(renderer))
            for text in figure.findobj(Text)
            if isinstance(text, Text) and text.get_text()
        ]
    page = figure.bbox
    assert len(boxes) > 10
    for (text, box), (other_text, other) in itertools.combinations(boxes, 2):
        assert not box.overlaps(other), f"{text} / {other_text}"
    for text, box in boxes:
        assert page.x0 <= box.x0, text
        assert box.x1 <= page.x1, text


def test_title_and_caption_say_what_when_by_which_rule_and_from_what(busy_world: World) -> None:
    engine = busy_world.engine()
    asked = compose(engine, [Kind.MEMBERSHIP], DAY)
    assert asked.title == "Polities bound by shared initiatives, as of 1 January 2024"
    assert "disparity filter, level 0.05" in asked.rule
    assert "claims drawn, by 1 source." in asked.origin
    by_itself = compose(engine, [Kind.MEMBERSHIP])
    assert by_itself.title.endswith("as of 1 January 2023, the latest day in the graph")


def test_the_area_of_a_node_is_its_strength(busy_world: World) -> None:
    first, *others = _scene(busy_world, (Kind.PACT,)).places
    for place in others:
        expected = max(2.2, first.radius * math.sqrt(place.strength / first.strength))
        assert place.radius == pytest.approx(expected)


def test_ties_through_too_few_things_are_left_out(busy_world: World) -> None:
    scene = compose(busy_world.engine(), [Kind.PACT], DAY, least=2)
    assert [tie.count for tie in scene.ties] == [2]
    assert "at least 2 pacts" in scene.rule


@pytest.mark.parametrize(
    ("values", "steps"),
    [([1, 36], [1, 5, 20]), ([0.07, 3.4], [0.1, 0.5, 2]), ([3, 3], [3]), ([1, 1], [1])],
)
def test_the_steps_of_a_scale_are_round_and_drawn(values: list[float], steps: list[float]) -> None:
    assert round_steps(values) == pytest.approx(steps)


_DRAW = """
import sys
from pathlib import Path
from comity.network import pictures
from comity.network.scene import compose
from comity.network.ties import BETWEEN_POLITIES
from tests.network.conftest import DAY, World
from tests.network import conftest
scene = compose(conftest.busy_world.__wrapped__().engine(), BETWEEN_POLITIES, DAY)
folder = Path(sys.argv[1])
for form in pictures.FORMATS:
    (folder / form).write_bytes(pictures.draw(scene, form))
"""


def test_another_process_with_another_order_of_sets_draws_the_same(tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run(
            [sys.executable, "-c", _DRAW, str(folder)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "src:."},
            check=True,
        )
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert made[0] == made[1]
    assert set(made[0]) == {"pdf", "png", "svg"}


def test_a_choice_says_which_ties_are_kept_and_by_which_rule(busy_world: World) -> None:
    engine = busy_world.engine()
    whole = compose(engine, choice=Choice(on=DAY, backbone=Whole()))
    usual = compose(engine, choice=Choice(on=DAY))
    strongest = compose(engine, choice=Choice(on=DAY, backbone=Strongest(1)))
    assert len(whole.ties) > len(strongest.ties) > 0
    assert len(whole.ties) > len(usual.ties)
    assert "backbone" not in whole.rule
    assert "disparity filter, level 0.05" in usual.rule
    assert "among the heaviest of either end" in strongest.rule


def test_a_weight_of_ones_own_is_not_called_by_the_words_of_the_usual_one(
    busy_world: World,
) -> None:
    scene = compose(
        busy_world.engine(), choice=Choice(on=DAY, weight=Weight.COUNT, backbone=Whole())
    )
    assert "its weight is their number" in scene.rule
    assert scene.wording.size == "weight of all ties"


def test_a_window_stands_in_the_title_for_the_day(busy_world: World) -> None:
    choice = Choice(window=(date(2023, 1, 1), DAY), backbone=Whole())
    assert compose(busy_world.engine(), choice=choice).title.endswith(
        "1 January 2023 to 1 January 2024"
    )


def test_ties_of_which_none_stands_out_are_one_line_and_a_remedy(world: World) -> None:
    world.members("pair", "AAA BBB")
    with pytest.raises(NothingHeld, match="stands out") as caught:
        compose(world.engine(), choice=Choice(on=DAY))
    assert "\n" not in str(caught.value)
    assert caught.value.remedy
