"""Paints pictures for papers by name, as SVG, PNG or PDF: the same bytes on each run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from matplotlib.figure import Figure

from comity.errors import BadParameter
from comity.network.affiliations import latest_day
from comity.network.canvas import FORMATS, own_settings, saved
from comity.network.choice import Choice
from comity.network.figures import change_chart, communities, ego, matrix, timeline, upset, worldmap
from comity.network.figures.communities import figure_of
from comity.network.figures.request import Wanted
from comity.network.scene import Scene
from comity.network.ties import Kind
from comity.query.claims.records import kind_of
from comity.query.names.labels import did_you_mean, nearest
from comity.store.engines.interface import Engine
from comity.terms import Iri

__all__ = ["FORMATS", "PICTURES", "draw", "paint"]

FIGURES: Mapping[str, Callable[[Engine, Wanted], Figure]] = {
    "matrix": matrix.figure,
    "backbone": communities.figure,
    "upset": upset.figure,
    "timeline": timeline.figure,
    "map": worldmap.figure,
    "ego": ego.figure,
    "change": change_chart.figure,
}
PICTURES: Final = tuple(FIGURES)
_FILTERS = ("roles", "areas", "regions", "initiative_kinds")
# What else of a choice than its day each picture heeds; the rest is refused, not passed over.
_HEEDS: Mapping[str, tuple[str, ...]] = {
    "matrix": _FILTERS,
    "backbone": (*_FILTERS, "least", "weight", "backbone"),
    "upset": _FILTERS,
    "timeline": ("regions",),
    "map": _FILTERS,
    "ego": ("roles",),
    "change": _FILTERS,
}
_OPTIONS = {
    "roles": "--role",
    "areas": "--area",
    "regions": "--region",
    "initiative_kinds": "--initiative-kind",
    "least": "--min",
    "weight": "--weight",
    "backbone": "--backbone",
}
_KINDS: Mapping[str, tuple[tuple[Kind, ...], ...]] = {
    "matrix": ((Kind.MEMBERSHIP,),),
    "upset": ((Kind.MEMBERSHIP,),),
    # The kind of a choice that says nothing is membership.
    "timeline": ((Kind.MEMBERSHIP,), (Kind.DESIGNATION,)),
    "map": ((Kind.MEMBERSHIP,), (Kind.DESIGNATION,)),
}
_WITH_CENTRE = ("map", "ego", "change")
_WITH_SPAN = ("timeline", "change")
_WITH_SETS = ("matrix", "upset", "map", "change")


def draw(scene: Scene, form: str) -> bytes:
    """Return the picture of a scene in one of ``FORMATS``."""
    with own_settings():
        return saved(figure_of(scene), form)


def paint(
    engine: Engine,
    name: str,
    choice: Choice,
    form: str,
    *,
    centre: Iri | None = None,
    span: tuple[date, date] | None = None,
    sets: tuple[Iri, ...] = (),
) -> bytes:
    """Return one of ``PICTURES`` in one of ``FORMATS``.

    ``centre`` is the polity or initiative of an ego picture or a change, and the initiative, list
    or authority of a map; ``span`` the two days of a change, or of a timeline; ``sets`` are the
    initiatives to show, none for all. Raises BadParameter for what the picture does not take, and
    NothingHeld where there is nothing to draw.
    """
    if name not in FIGURES:
        close = did_you_mean(nearest(name, PICTURES))
        raise BadParameter(
            f"There is no picture '{name}'.", f"{close} Ask for {', '.join(PICTURES)}.".strip()
        )
    _check(name, choice, centre, span, sets)
    if span is not None and span[0] > span[1]:
        raise BadParameter(
            f"The first day, {span[0]}, is after the last, {span[1]}.",
            "Give the earlier one first.",
        )
    wrong = [one for one in sets if kind_of(one) != "initiative"]
    if wrong:
        raise BadParameter(f"{wrong[0].value} is no initiative.", "Name initiatives only.")
    day = choice.on or (span[1] if span else latest_day(engine))
    wanted = Wanted(
        choice=choice,
        day=day,
        is_latest=choice.on is None and span is None,
        centre=centre,
        span=span,
        sets=tuple(dict.fromkeys(sets)),
    )
    with own_settings():
        return saved(FIGURES[name](engine, wanted), form)


def _check(
    name: str,
    choice: Choice,
    centre: Iri | None,
    span: tuple[date, date] | None,
    sets: tuple[Iri, ...],
) -> None:
    """Refuse what would be without effect on a picture."""
    for option, given, takes in (
        ("--centre", centre is not None, _WITH_CENTRE),
        ("--from and --to", span is not None, _WITH_SPAN),
        ("window of days", choice.window is not None, ("backbone",)),
        ("--initiative", bool(sets), _WITH_SETS),
    ):
        if given and name not in takes:
            raise BadParameter(
                f"The picture {name} takes no {option}.",
                f"Leave it out, or ask for {' or '.join(takes)}.",
            )
    heeds = _HEEDS[name]
    if name == "map" and choice.kinds == (Kind.DESIGNATION,):
        heeds = ("regions",)
    plain = Choice()
    for field, option in _OPTIONS.items():
        if field not in heeds and getattr(choice, field) != getattr(plain, field):
            raise BadParameter(
                f"The picture {name} takes no {option} here.", f"Leave {option} out."
            )
    if name in _KINDS and choice.kinds not in _KINDS[name]:
        kinds = " or ".join(one.value for (one,) in _KINDS[name])
        raise BadParameter(
            f"The picture {name} cannot show ties by {', '.join(choice.kinds)}.",
            f"Leave --tie out, or give --tie {kinds}.",
        )
