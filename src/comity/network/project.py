"""Projects what polities share onto ties between polities, each with the claims behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

import networkx

from comity.network import held
from comity.store.engine import Engine
from comity.terms import Iri


class Kind(StrEnum):
    """What a tie rests on."""

    MEMBERSHIP = "membership"
    ATTENDANCE = "attendance"
    PACT = "pact"
    DESIGNATION = "designation"

    @property
    def is_directed(self) -> bool:
        """Say whether the tie goes from one end to the other: only a listing does."""
        return self is Kind.DESIGNATION


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie between two nodes, what it runs through, and the claims it rests on.

    ``via`` are the shared initiatives, summits or pacts, or the listed entities; ``weight`` is
    what the projection makes of them. Of a tie without direction, ``source`` sorts first.
    """

    source: Iri
    target: Iri
    kind: Kind
    weight: float
    via: tuple[Iri, ...]
    claims: tuple[Iri, ...]

    @property
    def count(self) -> int:
        """The number of things the tie runs through."""
        return len(self.via)


def bipartite(affiliations: Iterable[held.Affiliation], kind: Kind) -> tuple[Tie, ...]:
    """Return one tie from each polity to each group it is in, of weight 1."""
    claims: defaultdict[tuple[Iri, Iri], list[Iri]] = defaultdict(list)
    for one in affiliations:
        claims[one.polity, one.group].append(one.claim)
    return tuple(
        Tie(polity, group, kind, 1.0, (group,), tuple(sorted(found)))
        for (polity, group), found in sorted(claims.items())
    )


def shared(affiliations: Iterable[held.Affiliation], kind: Kind) -> tuple[Tie, ...]:
    """Return the ties between polities that are in the same groups, weighted after Newman.

    A group of n adds 1 / (n - 1) to the weight of each pair in it, so that each polity has one
    unit to give to the others of each group, and a group of a hundred binds a pair less than one
    of three (M. E. J. Newman, Physical Review E 64, 016132, 2001, equation 2).
    """
    members: defaultdict[Iri, dict[Iri, list[Iri]]] = defaultdict(dict)
    for one in affiliations:
        members[one.group].setdefault(one.polity, []).append(one.claim)
    weights: defaultdict[tuple[Iri, Iri], float] = defaultdict(float)
    groups: defaultdict[tuple[Iri, Iri], list[Iri]] = defaultdict(list)
    claims: defaultdict[tuple[Iri, Iri], set[Iri]] = defaultdict(set)
    for group, inside in sorted(members.items()):
        for pair in combinations(sorted(inside), 2):
            weights[pair] += 1 / (len(inside) - 1)
            groups[pair].append(group)
            claims[pair].update(inside[pair[0]], inside[pair[1]])
    return tuple(
        Tie(*pair, kind, weights[pair], tuple(groups[pair]), tuple(sorted(claims[pair])))
        for pair in sorted(weights)
    )


def signed(affiliations: Iterable[held.Affiliation]) -> tuple[Tie, ...]:
    """Return the ties between the parties of pacts; the weight is the number of their pacts."""
    return tuple(
        Tie(tie.source, tie.target, tie.kind, float(tie.count), tie.via, tie.claims)
        for tie in shared(affiliations, Kind.PACT)
    )


def listed(listings: Iterable[held.Listing]) -> tuple[Tie, ...]:
    """Return the ties from who lists to the countries of the entities, weighted by entities.

    A polity that lists an entity of its own country has no tie to itself.
    """
    entities: defaultdict[tuple[Iri, Iri], set[Iri]] = defaultdict(set)
    claims: defaultdict[tuple[Iri, Iri], set[Iri]] = defaultdict(set)
    for one in listings:
        if one.lister != one.country:
            entities[one.lister, one.country].add(one.entity)
            claims[one.lister, one.country].add(one.claim)
    return tuple(
        Tie(
            *pair,
            Kind.DESIGNATION,
            float(len(entities[pair])),
            tuple(sorted(entities[pair])),
            tuple(sorted(claims[pair])),
        )
        for pair in sorted(entities)
    )


def ties(engine: Engine, kind: Kind, on: date) -> tuple[Tie, ...]:
    """Return all ties of one kind between polities that held on the day."""
    if kind is Kind.MEMBERSHIP:
        return shared(held.memberships(engine, on), kind)
    if kind is Kind.ATTENDANCE:
        return shared(held.attendances(engine, on), kind)
    if kind is Kind.PACT:
        return signed(held.pacts(engine, on))
    return listed(held.listings(engine, on))


def nodes(ties: Iterable[Tie]) -> tuple[Iri, ...]:
    """Return the ends of the ties, sorted."""
    return tuple(sorted({end for tie in ties for end in (tie.source, tie.target)}))


def to_networkx(
    ties: Iterable[Tie],
) -> networkx.MultiGraph[Iri] | networkx.MultiDiGraph[Iri]:
    """Return the ties as a networkx graph, directed if every tie is.

    Nodes are IRIs, sorted; an edge's key is its kind, its data the ``tie`` and the ``weight``.
    """
    found = sorted(ties, key=lambda tie: (tie.source, tie.target, tie.kind))
    directed = bool(found) and all(tie.kind.is_directed for tie in found)
    graph: networkx.MultiGraph[Iri] = networkx.MultiDiGraph() if directed else networkx.MultiGraph()
    graph.add_nodes_from(nodes(found))
    for tie in found:
        graph.add_edge(tie.source, tie.target, tie.kind, tie=tie, weight=tie.weight)
    return graph
