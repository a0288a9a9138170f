"""Says in words what a network shows: titles, rules and units, one set for each kind of tie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comity.network.tie import Kind


@dataclass(frozen=True, slots=True)
class Wording:
    """What a network of one kind of tie is called; ``rule`` says how a tie is made."""

    title: str
    rule: str
    thing: str
    things: str
    size: str
    width: str

    def counted(self, number: int) -> str:
        """Return a number of these things: "1 pact", "2 pacts"."""
        return f"{number:,} {self.thing if number == 1 else self.things}"


_GIVES = "{group} of n {members} adds 1/(n - 1) to the weight of each pair (after Newman)"

WORDING = {
    Kind.MEMBERSHIP: Wording(
        title="Polities bound by shared initiatives",
        rule="A tie joins two polities in the same initiatives, in any role but observer; "
        f"{_GIVES.format(group='an initiative', members='members')}.",
        thing="initiative",
        things="initiatives",
        size="initiatives shared with others",
        width="weight of what is shared",
    ),
    Kind.ATTENDANCE: Wording(
        title="Polities that met at the same summits",
        rule="A tie joins two polities known to have attended the same summits; "
        f"{_GIVES.format(group='a summit', members='known participants')}.",
        thing="summit",
        things="summits",
        size="summits attended with others",
        width="weight of what is shared",
    ),
    Kind.PACT: Wording(
        title="Technology pacts between polities",
        rule="A tie joins two parties of the same pacts; its weight is the number of these pacts.",
        thing="pact",
        things="pacts",
        size="pacts, counted once for each partner",
        width="pacts of the two",
    ),
    Kind.DESIGNATION: Wording(
        title="Who lists entities of which country",
        rule="An arrow runs from the polity whose authorities list to the country that the listed "
        "entities are tied to; its weight is the number of these entities, which stands in "
        "brackets behind each country that lists nobody.",
        thing="entity",
        things="entities",
        size="entities, counted once for each arrow",
        width="entities",
    ),
}

SEVERAL = Wording(
    title="Polities and what ties them",
    rule="Ties by initiatives, summits, pacts and lists, each kind made by its own rule and its "
    "weights divided by the heaviest of the kind.",
    thing="thing",
    things="things",
    size="weight of all ties",
    width="weight",
)

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def long_date(day: date) -> str:
    """Return a day as it is written in a sentence: 9 December 2021."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def listing(names: Sequence[str], at_most: int) -> str:
    """Return names as a phrase: "Japan, Norway and 3 more"."""
    shown = ", ".join(names[:at_most])
    left = len(names) - at_most
    return f"{shown} and {left} more" if left > 0 else shown
