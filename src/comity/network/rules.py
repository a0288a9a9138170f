"""Says in sentences how a network is made: what a tie is, what was filtered, what was left out."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from comity.names import key_of
from comity.network import backbone
from comity.network.choice import Choice, Form, Weight
from comity.network.tie import Kind, Tie
from comity.network.wording import SEVERAL, WORDING
from comity.query.labels import Labels
from comity.store.engine import Engine
from comity.terms import Iri

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
    if choice.backbone is None or isinstance(choice.backbone, backbone.Whole):
        return
    for kind in choice.kinds:
        yield backbone.sentence(
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
