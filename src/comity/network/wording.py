"""States in sentences what a network shows and how it is made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from comity.iris import key_of
from comity.network import ties
from comity.network.choice import Choice, Form, Weight
from comity.network.ties import Kind, Tie
from comity.query.names.labels import Labels
from comity.store.engines.interface import Engine
from comity.terms import Iri


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


_ANY_ROLE = "in any role but observer"
_SHARED = {
    Weight.COUNT: "its weight is their number",
    Weight.JACCARD: "its weight is their number by the number of {things} that at least one of "
    "the two is in (Jaccard)",
    Weight.EACH: "there is a tie of weight 1 for each of them",
}
_JOINS = {
    Kind.MEMBERSHIP: "A tie joins two polities in the same initiatives, " + _ANY_ROLE,
    Kind.ATTENDANCE: "A tie joins two polities known to have attended the same summits",
    Kind.PACT: "A tie joins two parties of the same pacts",
}
_TWO_MODE = {
    Kind.MEMBERSHIP: "a polity to each initiative it is in, " + _ANY_ROLE,
    Kind.ATTENDANCE: "a polity to each summit it is known to have attended",
    Kind.PACT: "a polity to each pact it is a party to",
    Kind.DESIGNATION: "who lists to each listed entity",
    Kind.LOCATION: "a listed entity to each country it is tied to",
    Kind.OWNERSHIP: "an owner to what is owned",
    Kind.IDENTITY: "two entities held to be the same",
}
_OPTIONS = (
    ("--role", "roles"),
    ("--area", "areas"),
    ("--region", "regions"),
    ("--initiative-kind", "initiative_kinds"),
)


def rules_of(
    engine: Engine, asked: Choice, filled: Choice, full: Collection[Tie], kept: Collection[Tie]
) -> tuple[str, ...]:
    """Return the sentences for a caption; ``filled`` has only the kinds that the filters fit."""
    name = Labels(engine)
    rule = tie_rule(filled)
    if filled.roles:
        roles = _either(sorted({name(role).lower() for role in filled.roles}))
        rule = (
            rule.replace(_ANY_ROLE, f"in the role of {roles}")
            if _ANY_ROLE in rule
            else f"{rule} Only the role of {roles} counts."
        )
    return (
        rule,
        *_filters(filled, name),
        *_left_out(asked, filled),
        *_backbones(filled, full, kept),
    )


def tie_rule(choice: Choice) -> str:
    """Return the sentence that says what a tie is and what it weighs."""
    if choice.form is not Form.POLITIES:
        parts = [_TWO_MODE[kind] for kind in choice.kinds]
        if choice.form is Form.EVERYTHING and Kind.PACT in choice.kinds:
            parts[choice.kinds.index(Kind.PACT)] = "two parties to a pact for each pact"
        return f"A tie joins {'; '.join(parts)}; each weighs 1."
    weight = choice.weight
    if len(choice.kinds) > 1:
        if weight is None:
            return SEVERAL.rule
        if weight is Weight.EACH:
            return "A tie joins two polities for each thing they share or listed entity; weight 1."
        return f"{SEVERAL.rule[:-1]}; what is shared is weighted by {weight}."
    (kind,) = choice.kinds
    wording = WORDING[kind]
    if kind is Kind.DESIGNATION and weight is Weight.EACH:
        return (
            "An arrow runs from the polity whose authorities list to the country of a listed "
            "entity, one for each entity."
        )
    if kind is Kind.DESIGNATION or weight is None or (weight, kind) == (Weight.COUNT, Kind.PACT):
        return wording.rule
    if weight is Weight.NEWMAN:
        if kind is not Kind.PACT:
            return wording.rule
        return (
            f"{_JOINS[kind]}; a pact of n parties adds 1/(n - 1) to the weight of each pair "
            "(after Newman)."
        )
    return f"{_JOINS[kind]}; {_SHARED[weight].format(things=wording.things)}."


def what_was_asked(choice: Choice, *, anything: bool) -> tuple[str, str]:
    """Return what is said where no tie is left, and what would help."""
    when = f"between {choice.window[0]} and {choice.window[1]}" if choice.window else ""
    least = f" through at least {choice.least} things" if choice.least > 1 else ""
    filters = [option for option, field in _OPTIONS if getattr(choice, field)]
    fits = f" and fits {' and '.join(filters)}" if filters else ""
    helps = [
        "another day with --on" if not choice.window else "other days with --from and --to",
        "another --tie",
        *(["a smaller --min"] if choice.least > 1 else []),
        *(["another --backbone"] if choice.backbone is not None else []),
    ]
    without = f", or leave out {' or '.join(filters)}" if filters else ""
    *most, last = helps
    return (
        f"No tie by {' or '.join(choice.kinds)} {'stands out' if anything else 'is known to hold'} "
        f"{when or f'on {choice.on}'}{least}{fits}.",
        f"Choose {', '.join(most)} or {last}{without}.",
    )


def _filters(choice: Choice, name: Labels) -> Iterator[str]:
    if choice.window:
        first, last = choice.window
        yield f"All ties that were held on any day from {first} to {last} are shown."
    if choice.areas:
        yield f"Only initiatives and pacts on {_named(choice.areas, name)} count."
    if choice.initiative_kinds:
        kinds = _either([name(kind).lower() for kind in choice.initiative_kinds])
        yield f"Only initiatives of the kind {kinds} count."
    if choice.regions:
        regions = _named(choice.regions, name)
        if choice.kinds == (Kind.DESIGNATION,):
            yield f"Only entities tied to countries in {regions} count."
        else:
            yield f"Only polities in {regions} are shown; weights count the others too."
    if choice.least > 1:
        things = WORDING[choice.kinds[0]].things if len(choice.kinds) == 1 else SEVERAL.things
        yield f"Only ties through at least {choice.least} {things} count."


def _left_out(asked: Choice, filled: Choice) -> Iterator[str]:
    gone = [kind.value for kind in asked.kinds if kind not in filled.kinds]
    if gone:
        yield f"Ties by {_either(gone, 'and')} are left out: the filters cannot be asked of them."


def _backbones(choice: Choice, full: Collection[Tie], kept: Collection[Tie]) -> Iterator[str]:
    if choice.backbone is None or isinstance(choice.backbone, ties.Whole):
        return
    for kind in choice.kinds:
        yield ties.sentence(
            choice.backbone,
            WORDING[kind].things,
            [tie for tie in full if tie.kind is kind],
            [tie for tie in kept if tie.kind is kind],
        )


def _named(concepts: Collection[Iri], name: Labels) -> str:
    return _either([name(one) or key_of(one.value) for one in concepts])


def _either(names: Collection[str], word: str = "or") -> str:
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last
