"""Offers the ties between polities of one kind, and any ties as a networkx graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

import networkx

from comity.network import held
from comity.network.choice import Choice
from comity.network.data import for_programs
from comity.network.projections import project
from comity.network.projections.bipartite import bipartite
from comity.network.projections.listed import listed
from comity.network.projections.shared import shared
from comity.network.projections.signed import signed
from comity.network.tie import BETWEEN_POLITIES, Kind, Spell, Tie, nodes, order
from comity.query.records import Names
from comity.store.engine import Engine
from comity.terms import Iri

__all__ = [
    "BETWEEN_POLITIES",
    "Kind",
    "Spell",
    "Tie",
    "bipartite",
    "listed",
    "network_of",
    "nodes",
    "shared",
    "signed",
    "ties",
    "to_networkx",
]


def ties(engine: Engine, kind: Kind, on: date) -> tuple[Tie, ...]:
    """Return all ties of one kind between polities that held on the day."""
    if kind is Kind.MEMBERSHIP:
        return shared(held.memberships(engine, on), kind)
    if kind is Kind.ATTENDANCE:
        return shared(held.attendances(engine, on), kind)
    if kind is Kind.PACT:
        return signed(held.pacts(engine, on))
    if kind is Kind.DESIGNATION:
        return listed(held.listings(engine, on))
    raise ValueError(f"{kind} does not tie polities")


def network_of(
    engine: Engine, choice: Choice
) -> networkx.MultiGraph[Iri] | networkx.MultiDiGraph[Iri]:
    """Return the network of a choice for networkx; each node has its ``label``.

    Raises what :func:`comity.network.projections.project` raises.
    """
    ties = project(engine, for_programs(choice)).ties
    return to_networkx(ties, Names(engine, nodes(ties)))


def to_networkx(
    ties: Iterable[Tie], names: Mapping[Iri, str] | None = None
) -> networkx.MultiGraph[Iri] | networkx.MultiDiGraph[Iri]:
    """Return the ties as a networkx graph, directed if every tie is.

    Nodes are IRIs, sorted; an edge's data are the ``tie`` and the ``weight``. Its key is the kind
    of the tie; where several ties of a kind join the same two, it is what the tie runs through.
    With ``names`` a node has a ``label``.
    """
    found = sorted(ties, key=order)
    directed = bool(found) and all(tie.kind.is_directed for tie in found)
    graph: networkx.MultiGraph[Iri] = networkx.MultiDiGraph() if directed else networkx.MultiGraph()
    for node in nodes(found):
        graph.add_node(node, **({"label": names[node]} if names else {}))
    same = Counter((tie.source, tie.target, tie.kind) for tie in found)
    for tie in found:
        alone = same[tie.source, tie.target, tie.kind] == 1
        key = tie.kind if alone else " ".join(iri.value for iri in tie.via)
        graph.add_edge(tie.source, tie.target, key, tie=tie, weight=tie.weight)
    return graph
