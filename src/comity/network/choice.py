"""What a network is made of, as its reader chooses: ties, day, form, weights and filters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypedDict

from comity.errors import BadParameter, UnknownThing
from comity.network.ties import BETWEEN_POLITIES, Backbone, Kind, read_backbone
from comity.query.names.labels import did_you_mean, nearest
from comity.query.names.resolve import legal_values, resolve
from comity.store.engines.interface import Engine
from comity.terms import Iri

TIES = (*(kind.value for kind in BETWEEN_POLITIES), "all")


class Form(StrEnum):
    """What the nodes of a network are."""

    POLITIES = "polities"
    BIPARTITE = "bipartite"
    EVERYTHING = "everything"


class Weight(StrEnum):
    """How heavy a tie by shared things is."""

    COUNT = "count"
    NEWMAN = "newman"
    JACCARD = "jaccard"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a network is made of.

    Without a day it is the latest in the graph; a ``window`` stands for a day and means all that
    held on any day from its first to its last. Without a weight memberships and attendances are
    weighted after Newman and the rest is counted. An empty filter lets all through, but without
    ``roles`` no observer. Without a backbone every tie is kept, but drawings keep those that stand
    out of memberships and attendances.
    """

    kinds: tuple[Kind, ...] = (Kind.MEMBERSHIP,)
    on: date | None = None
    window: tuple[date, date] | None = None
    form: Form = Form.POLITIES
    weight: Weight | None = None
    least: int = 1
    roles: tuple[Iri, ...] = ()
    areas: tuple[Iri, ...] = ()
    regions: tuple[Iri, ...] = ()
    initiative_kinds: tuple[Iri, ...] = ()
    backbone: Backbone | None = None


class Wishes(TypedDict, total=False):
    """What may be wished of a network in words, as :func:`read_choice` reads them."""

    form: str
    weight: str
    least: int
    role: str | Sequence[str]
    area: str | Sequence[str]
    region: str | Sequence[str]
    initiative_kind: str | Sequence[str]
    backbone: str
    since: str
    until: str


def read_choice(
    engine: Engine,
    *,
    tie: str | Sequence[str] = ("membership",),
    on: str | None = None,
    form: str = Form.POLITIES.value,
    weight: str | None = None,
    least: int = 1,
    role: str | Sequence[str] = (),
    area: str | Sequence[str] = (),
    region: str | Sequence[str] = (),
    initiative_kind: str | Sequence[str] = (),
    backbone: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Choice:
    """Return the choice that texts mean, as a command line or an address has them.

    ``tie`` is any of membership, attendance, pact and designation, or all. Roles, areas, regions
    and kinds may be keys or labels in any language, one or several. ``since`` and ``until`` stand
    for a day, and mean all that held on any day from one to the other. Raises BadParameter for
    what cannot be read, and UnknownThing with the nearest matches for what there is not.
    """
    named = [_one_of("--tie", TIES, name) for name in _several(tie)]
    kinds = BETWEEN_POLITIES if "all" in named else tuple(k for k in Kind if k.value in named)
    shape = Form(_one_of("--projection", [one.value for one in Form], form))
    heavy = None if weight is None else _one_of("--weight", [one.value for one in Weight], weight)
    if least < 1:
        raise BadParameter(f"--min: {least} is less than 1.", "Give 1 or more.")
    return Choice(
        kinds=tuple(Kind) if shape is Form.EVERYTHING else kinds,
        on=None if on is None else read_day(engine, "--on", on),
        window=_window(engine, on, since, until),
        form=shape,
        weight=None if heavy is None else Weight(heavy),
        least=least,
        roles=_roles(engine, role),
        areas=_concepts(engine, "--area", "technology-area", area),
        regions=_concepts(engine, "--region", "region", region),
        initiative_kinds=_concepts(engine, "--initiative-kind", "initiative-kind", initiative_kind),
        backbone=None if backbone is None else read_backbone(backbone),
    )


def read_day(engine: Engine, name: str, said: str) -> date:
    """Return the day that a text means; raises BadParameter for none."""
    return date.fromisoformat(resolve(engine, name, "date", said).value)


def _window(
    engine: Engine, on: str | None, since: str | None, until: str | None
) -> tuple[date, date] | None:
    if since is None and until is None:
        return None
    if since is None or until is None:
        lacks, other = ("--from", "--to") if since is None else ("--to", "--from")
        raise BadParameter(f"{other} is given without {lacks}.", "Give both days, or --on alone.")
    if on is not None:
        raise BadParameter("--on is given beside --from and --to.", "Give one day, or two.")
    first, last = read_day(engine, "--from", since), read_day(engine, "--to", until)
    if first > last:
        raise BadParameter(
            f"--from {first} is after --to {last}.", "Give the earlier day with --from."
        )
    return first, last


def _one_of(name: str, known: Sequence[str], said: str) -> str:
    if said in known:
        return said
    close = did_you_mean(nearest(said, known))
    raise BadParameter(
        f"{name}: there is no '{said}'.", f"{close} Give one of {', '.join(known)}.".strip()
    )


def _several(said: str | Iterable[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _concepts(engine: Engine, name: str, scheme: str, said: str | Iterable[str]) -> tuple[Iri, ...]:
    found = {resolve(engine, name, scheme, one) for one in _several(said)}
    return tuple(sorted(one for one in found if isinstance(one, Iri)))


def _roles(engine: Engine, said: str | Iterable[str]) -> tuple[Iri, ...]:
    """Return the roles of members and of participants that go by each name."""
    found: set[Iri] = set()
    for one in _several(said):
        meant: set[Iri] = set()
        for scheme in ("membership-role", "attendance-role"):
            try:
                meant.update(_concepts(engine, "--role", scheme, [one]))
            except UnknownThing:
                continue  # the other scheme may have it
        if not meant:
            known = {
                key
                for scheme in ("membership-role", "attendance-role")
                for key in legal_values(engine, scheme)
            }
            close = nearest(one, known)
            raise UnknownThing(
                f"--role: there is no role '{one}'.",
                f"{did_you_mean(close)} Give one of {', '.join(sorted(known))}.".strip(),
                close,
            )
        found |= meant
    return tuple(sorted(found))
