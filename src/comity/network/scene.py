"""Composes what is drawn: the ties kept, where each node stands, how large, and in what words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from comity.iris import key_of
from comity.network import label_layout, layout, measures
from comity.network import ties as backbone
from comity.network.affiliations import NothingHeld
from comity.network.choice import Choice, Form, Weight
from comity.network.figures.request import completeness, origin
from comity.network.projections import Projected, project
from comity.network.style import LABEL_SIZE, LOOKS, can_set, text_size
from comity.network.ties import Backbone, Disparity, Kind, Tie, nodes
from comity.network.wording import SEVERAL, WORDING, Wording, listing, long_date, what_was_asked
from comity.query.names.labels import Labels
from comity.store.engines.interface import Engine
from comity.terms import Iri

WIDTH, HEIGHT = 518.0, 440.0  # points: seven inches wide, what the page of a journal holds
ALPHA = 0.05  # the level of the disparity filter
_GROUP = 330.0  # the width that the legend has for the name of a group
_FILTERED = (Kind.MEMBERSHIP, Kind.ATTENDANCE)
_SMALLEST_COMMUNITY = 3
_SMALLEST_RADIUS, _LARGEST_RADIUS = 2.2, 11.0
_ROLES = ("lists entities, and has entities listed", "lists entities", "has entities listed")


@dataclass(frozen=True, slots=True)
class Place:
    """A node as drawn; ``group`` is a number into the scene's groups, or None outside them."""

    node: Iri
    name: str
    x: float
    y: float
    radius: float
    strength: float
    group: int | None
    label: label_layout.Label | None


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a picture of a network needs; lengths in points, origin at the bottom.

    ``places`` come strongest first, ``ties`` heaviest first.
    """

    kinds: tuple[Kind, ...]
    wording: Wording
    title: str
    rule: str
    origin: str
    groups_are: str
    groups: tuple[str, ...]
    places: tuple[Place, ...]
    ties: tuple[Tie, ...]
    names: Mapping[Iri, str]

    @property
    def is_mixed(self) -> bool:
        """Say whether there are ties of several kinds: then colour tells these apart."""
        return len(self.kinds) > 1

    def width(self, weight: float) -> float:
        """Return the width of the line of a tie of that weight."""
        return 0.35 + 2.4 * weight / self.ties[0].weight

    def has_loners(self) -> bool:
        """Say whether some nodes are in none of the groups."""
        return any(place.group is None for place in self.places)


def compose(
    engine: Engine,
    kinds: Iterable[Kind] = (Kind.MEMBERSHIP,),
    on: date | None = None,
    least: int = 1,
    *,
    choice: Choice | None = None,
) -> Scene:
    """Return the scene of the ties of these kinds as of a day, each through ``least`` things.

    A ``choice`` stands for all of these and may say more. Without a day the latest of the graph is
    taken, and the title says so; without a backbone in the choice, ties by initiatives and summits
    are those that stand out. Raises NothingHeld where no tie is left.
    """
    if choice is None:
        chosen = set(kinds)
        choice = Choice(kinds=tuple(k for k in Kind if k in chosen), on=on, least=least)
    found, kept, rules = _kept(engine, replace(choice, form=Form.POLITIES))
    made = found.choice
    name = Labels(engine)
    names = {
        iri: _legible(name(iri), iri) for tie in kept for iri in (tie.source, tie.target, *tie.via)
    }
    strength = measures.strengths(found.full)
    communities = measures.communities(kept)
    group_of, groups_are, groups = _groups(made.kinds, kept, communities, strength, names)
    places = _places(kept, communities, strength, group_of, names)
    codes = [
        f"{place.label.text}: {place.name}"
        for place in places
        if place.label and place.label.text == key_of(place.node.value) != place.name
    ]
    unnamed = [place.name for place in places if place.label is None]
    if unnamed:
        codes.append(f"without room for a label: {', '.join(unnamed)}")
    wording = _wording(made)
    return Scene(
        kinds=made.kinds,
        wording=wording,
        title=f"{wording.title}, {_when(choice, found.day)}",
        rule=" ".join([*rules, *([f"{'; '.join(codes)}."] if codes else [])]),
        origin=" ".join(
            [
                completeness(engine, made.kinds, found.day),
                origin(engine, {claim for tie in kept for claim in tie.claims}),
            ]
        ),
        groups_are=groups_are,
        groups=groups,
        places=places,
        ties=tuple(sorted(kept, key=lambda tie: (-tie.weight, tie.source, tie.target, tie.kind))),
        names=names,
    )


def _kept(engine: Engine, choice: Choice) -> tuple[Projected, tuple[Tie, ...], list[str]]:
    """Return the network, its ties to draw, and the sentences that say what was left out."""
    found = project(engine, replace(choice, backbone=None))
    kept: list[Tie] = []
    rules = list(found.rules)
    for kind in found.choice.kinds:
        full = [tie for tie in found.full if tie.kind is kind]
        rule = _backbone(choice, kind)
        shown = backbone.keep(full, rule)
        kept += shown
        if full and (said := backbone.sentence(rule, WORDING[kind].things, full, shown)):
            rules.append(said)
    if not kept:
        raise NothingHeld(*what_was_asked(found.choice, anything=True))
    return found, tuple(kept), rules


def _backbone(choice: Choice, kind: Kind) -> Backbone | None:
    """Return the filter chosen, or the one that keeps the projections of groups legible."""
    if choice.backbone is not None or choice.weight is Weight.EACH:
        return choice.backbone
    return Disparity(ALPHA) if kind in _FILTERED else None


def _wording(choice: Choice) -> Wording:
    wording = WORDING[choice.kinds[0]] if len(choice.kinds) == 1 else SEVERAL
    if choice.weight is None:
        return wording
    return replace(wording, size=SEVERAL.size, width=SEVERAL.width)


def _when(choice: Choice, day: date) -> str:
    if choice.window:
        return f"{long_date(choice.window[0])} to {long_date(choice.window[1])}"
    return f"as of {long_date(day)}{'' if choice.on else ', the latest day in the graph'}"


def _legible(label: str, iri: Iri) -> str:
    return label if can_set(label) else key_of(iri.value)


def _called(names: Sequence[str]) -> str:
    """Return what a community is called: as many of its strongest members as the legend holds."""
    calls = [listing(names, at_most) for at_most in (5, 4, 3, 2, 1)]
    return next((call for call in calls if text_size(call, LABEL_SIZE)[0] <= _GROUP), calls[-1])


def _groups(
    kinds: tuple[Kind, ...],
    ties: Sequence[Tie],
    communities: Sequence[Sequence[Iri]],
    strength: Mapping[Iri, float],
    names: Mapping[Iri, str],
) -> tuple[dict[Iri, int], str, tuple[str, ...]]:
    """Return the number of each node's group, what groups are, and what each is called."""
    if kinds == (Kind.DESIGNATION,):
        listers, listed = {tie.source for tie in ties}, {tie.target for tie in ties}
        parts = [listers & listed, listers - listed, listed - listers]
        filled = [(part, role) for part, role in zip(parts, _ROLES, strict=True) if part]
        group_of = {node: place for place, (part, _) in enumerate(filled) for node in part}
        return group_of, "Part in the lists", tuple(role for _, role in filled)
    large = [part for part in communities if len(part) >= _SMALLEST_COMMUNITY][: len(LOOKS)]
    called = []
    for part in large:
        order = sorted(part, key=lambda node: (-strength[node], node))
        called.append(_called([names[node] for node in order]))
    group_of = {node: place for place, part in enumerate(large) for node in part}
    return group_of, "Communities (Louvain method)", tuple(called)


def _places(
    ties: Sequence[Tie],
    communities: Sequence[Sequence[Iri]],
    strength: Mapping[Iri, float],
    group_of: Mapping[Iri, int],
    names: Mapping[Iri, str],
) -> tuple[Place, ...]:
    """Return the nodes with place, size and label, the strongest first."""
    order = sorted(nodes(ties), key=lambda node: (-strength[node], node))
    radii = {
        node: max(_SMALLEST_RADIUS, _LARGEST_RADIUS * math.sqrt(share))
        for node, share in ((node, strength[node] / strength[order[0]]) for node in order)
    }
    spots = layout.places(ties, communities, radii, (WIDTH, HEIGHT))
    counted = _counted(ties, strength, names)
    found = label_layout.place(
        [
            label_layout.Disc(*spots[node], radii[node], (counted[node], key_of(node.value)))
            for node in order
        ],
        [(*spots[tie.source], *spots[tie.target]) for tie in ties],
        (WIDTH, HEIGHT),
        _label_size,
    )
    return tuple(
        Place(
            node=node,
            name=names[node],
            x=spots[node][0],
            y=spots[node][1],
            radius=radii[node],
            strength=strength[node],
            group=group_of.get(node),
            label=label,
        )
        for node, label in zip(order, found, strict=True)
    )


def _label_size(text: str) -> tuple[float, float]:
    """Return the room a label needs: its text, and a little on both sides."""
    width, height = text_size(text, LABEL_SIZE)
    return width + 3, height


def _counted(
    ties: Sequence[Tie], strength: Mapping[Iri, float], names: Mapping[Iri, str]
) -> dict[Iri, str]:
    """Return the labels: names, with the number of entities where a node only has them listed."""
    counting = {tie.kind for tie in ties} == {Kind.DESIGNATION}
    listers = {tie.source for tie in ties}
    return {
        node: f"{names[node]} ({strength[node]:.0f})"
        if counting and node not in listers
        else names[node]
        for node in nodes(ties)
    }
