"""Draws a scene as SVG elements that a page can style, light up and listen to."""

from __future__ import annotations

from html import escape

from comity.network.look import STROKES, Look, look_of
from comity.network.project import Kind, Tie
from comity.network.scene import HEIGHT, WIDTH, Place, Scene

# Shapes of radius 1, by matplotlib's letters.
_SHAPES = {
    "o": "M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z",
    "s": "M-1-1H1V1H-1Z",
    "^": "M0-1L1 1H-1Z",
    "v": "M0 1L1-1H-1Z",
    "D": "M0-1.4L1.4 0L0 1.4L-1.4 0Z",
    "P": "M-.34-1H.34V-.34H1V.34H.34V1H-.34V.34H-1V-.34H-.34Z",
    "X": "M-.5-1L0-.5L.5-1L1-.5L.5 0L1 .5L.5 1L0 .5L-.5 1L-1 .5L-.5 0L-1-.5Z",
}


def network(scene: Scene) -> str:
    """Return the picture as an inline ``<svg>``; elements carry the numbers of node and tie."""
    where = {place.node: place for place in scene.places}
    ties = "\n".join(_tie(scene, where[tie.source], where[tie.target], tie, number)
                     for number, tie in enumerate(scene.ties))  # fmt: skip
    places = "\n".join(_place(scene, place, number) for number, place in enumerate(scene.places))
    return (
        f'<svg id="network" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" role="group" '
        f'aria-label="{escape(scene.title)}">\n'
        '<defs><marker id="head" viewBox="0 0 6 4" refX="6" refY="2" markerWidth="6" '
        'markerHeight="4" markerUnits="userSpaceOnUse" orient="auto">'
        '<path class="head" d="M0 0L6 2L0 4Z"/></marker></defs>\n'
        f"<g>\n{ties}\n</g>\n<g>\n{places}\n</g>\n</svg>"
    )


def legend(scene: Scene) -> str:
    """Return what shapes, colours and strokes mean, as a list."""
    rows = [
        (_swatch(_shape(look_of(number, pale=scene.is_mixed), 0, 0, 5)), name)
        for number, name in enumerate(scene.groups)
    ]
    if scene.has_loners():
        rows.append((_swatch(_shape(look_of(None), 0, 0, 5)), "in none of these"))
    if scene.is_mixed:
        rows += [(_swatch(_stroke_of(kind)), f"tie by {kind}") for kind in scene.kinds]
    items = "\n".join(f"<li>{mark}<span>{escape(name)}</span></li>" for mark, name in rows)
    return (
        f'<h2 id="legend-heading">{escape(scene.groups_are)}</h2>\n'
        f'<ul class="legend">\n{items}\n</ul>\n'
        f'<p class="hint">Area: {escape(scene.wording.size)}. '
        f"Width: {escape(scene.wording.width)}.</p>"
    )


def _swatch(drawn: str) -> str:
    return f'<svg viewBox="-10 -6 20 12" aria-hidden="true">{drawn}</svg>'


def _stroke_of(kind: Kind) -> str:
    return f'<line x1="-10" x2="10" y1="0" y2="0" stroke-width="1.5"{_stroke(kind)}/>'


def _stroke(kind: Kind) -> str:
    stroke = STROKES[kind]
    dashes = "" if kind.is_directed else " ".join(f"{length:g}" for length in stroke.dashes)
    colour = ' class="tie quiet"' if kind.is_directed else f' class="tie" stroke="{stroke.colour}"'
    return f'{colour} stroke-dasharray="{dashes}"' if dashes else colour


def _shape(look: Look, x: float, y: float, radius: float) -> str:
    return (
        f'<path transform="translate({x:.2f} {y:.2f}) scale({radius * look.scale:.2f})" '
        f'd="{_SHAPES[look.marker]}" fill="{look.colour}"/>'
    )


def _tie(scene: Scene, source: Place, target: Place, tie: Tie, number: int) -> str:
    if tie.kind.is_directed or scene.is_mixed:
        paint = _stroke(tie.kind)
    elif source.group is not None and source.group == target.group:
        paint = f' class="tie" stroke="{look_of(source.group).colour}"'
    else:
        paint = ' class="tie quiet"'
    to_x, to_y = target.x, target.y
    if tie.kind.is_directed:
        # The head of the arrow touches the rim of the node.
        length = ((target.x - source.x) ** 2 + (target.y - source.y) ** 2) ** 0.5
        share = 1 - (target.radius + 0.8) / length
        to_x = source.x + share * (target.x - source.x)
        to_y = source.y + share * (target.y - source.y)
        paint += ' marker-end="url(#head)"'
    return (
        f'<line data-tie="{number}" x1="{source.x:.2f}" y1="{HEIGHT - source.y:.2f}" '
        f'x2="{to_x:.2f}" y2="{HEIGHT - to_y:.2f}" '
        f'stroke-width="{scene.width(tie.weight):.2f}"{paint}/>'
    )


def _place(scene: Scene, place: Place, number: int) -> str:
    x, y = place.x, HEIGHT - place.y
    drawn = _shape(look_of(place.group, pale=scene.is_mixed), x, y, place.radius)
    if place.label is not None:
        across, up = place.label.box.middle
        down = HEIGHT - up
        if place.label.is_far:
            line = f'x1="{x:.2f}" y1="{y:.2f}" x2="{across:.2f}" y2="{down:.2f}"'
            drawn = f'<line class="leader" {line}/>{drawn}'
        drawn += f'<text x="{across:.2f}" y="{down:.2f}">{escape(place.label.text)}</text>'
    stop = 0 if number == 0 else -1
    return (
        f'<g class="place" data-place="{number}" tabindex="{stop}" role="button" '
        f'aria-label="{escape(place.name)}">{drawn}</g>'
    )
