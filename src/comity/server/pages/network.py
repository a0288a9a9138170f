"""The network page with the filters of its address, and a way back to the other pages."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from comity.errors import BadParameter
from comity.network.choice import read_choice
from comity.network.page import entries_left, write
from comity.network.tie import Kind
from comity.server.pages.asked import Asked
from comity.store.engine import Engine

_TIES = ("membership", "attendance", "pact", "designation")
_ONE = ("on", "form", "weight", "backbone", "since", "until")
_MANY = ("tie", "role", "area", "region", "initiative_kind")
_KNOWN = (*_ONE, *_MANY, "least", "lang")


def page(engine: Engine, asked: Asked) -> str:
    """Return the page; raises BadParameter for a filter that there is not."""
    unknown = sorted({name for name, _ in asked.fields} - set(_KNOWN))
    if unknown:
        raise BadParameter(
            f"The network has no filter '{unknown[0][:40]}'.", f"Give {', '.join(_KNOWN)}."
        )
    one = {name: asked.field(name) or None for name in _ONE}
    many = {name: [said for key, said in asked.fields if key == name and said] for name in _MANY}
    least = asked.field("least", "1")
    if not (least.isascii() and least.isdigit() and len(least) < 7):
        raise BadParameter(f"least: '{least[:20]}' is not a whole number.", "Give 1 or more.")
    choice = read_choice(
        engine,
        tie=many["tie"] or ("membership",),
        on=one["on"],
        form=one["form"] or "polities",
        weight=one["weight"],
        least=int(least),
        role=many["role"],
        area=many["area"],
        region=many["region"],
        initiative_kind=many["initiative_kind"],
        backbone=one["backbone"],
        since=one["since"],
        until=one["until"],
    )
    if Kind.DESIGNATION in choice.kinds:
        left = entries_left(engine, replace(choice, kinds=()))
        if left:
            raise BadParameter(
                f"The page of the network cannot hold the {left:,} entries of lists.",
                "Ask for other ties here, or ask a question of the library about listings.",
            )
    back = (
        f'<nav lang="{asked.language}" aria-label="{escape(asked.say("Site"))}">'
        f'<a href="{escape(asked.link("/"))}">comity: {escape(asked.say("all pages"))}</a></nav>'
    )
    opening = f'<html lang="en" data-language="{asked.language}"'  # the script reads the second
    made = write(engine, choice).replace('<html lang="en"', opening, 1)
    return made.replace("<body>\n", f"<body>\n{back}\n", 1)
