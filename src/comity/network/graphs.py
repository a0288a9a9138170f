"""Networks as networkx graphs: any ties, and one weighted edge for each two nodes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import networkx

from comity.network import affiliations
from comity.network.choice import Choice
from comity.network.node_link import for_programs
from comity.network.projections import project
from comity.network.tie_rules import bipartite, listed, shared, signed
from comity.network.ties import BETWEEN_POLITIES, Kind, Spell, Tie, nodes, order
from comity.query.claims.records import Names
from comity.store.engines.interface import Engine
from comity.terms import Iri


@dataclass(frozen=True, slots=True)
class Simple:
    """A network with at most one edge between two nodes; weights of several ties are added.

    Nodes go by their place in ``nodes``, which is sorted: networkx walks through sets, and
    numbers, unlike text, have the same order in any run.
    """

    nodes: tuple[Iri, ...]
    weights: Mapping[tuple[int, int], float]

    def graph(self) -> networkx.Graph[int]:
        """Return the network for networkx, with ``weight`` at each edge."""
        graph: networkx.Graph[int] = networkx.Graph()
        graph.add_nodes_from(range(len(self.nodes)))
        graph.add_weighted_edges_from(
            (one, other, weight) for (one, other), weight in self.weights.items()
        )
        return graph

    def neighbours(self) -> list[dict[int, float]]:
        """Return of each node its neighbours, sorted, and how heavy the edge to each is."""
        found: list[dict[int, float]] = [{} for _ in self.nodes]
        for (one, other), weight in self.weights.items():
            found[one][other] = weight
            found[other][one] = weight
        return [dict(sorted(near.items())) for near in found]

    def named(self, values: Iterable[float]) -> dict[Iri, float]:
        """Return values in the order of the nodes as a dictionary."""
        return dict(zip(self.nodes, values, strict=True))


def simple(ties: Iterable[Tie]) -> Simple:
    """Return the network of some ties with one edge for each two nodes."""
    found = tuple(ties)
    members = nodes(found)
    number = {node: place for place, node in enumerate(members)}
    weights: defaultdict[tuple[int, int], float] = defaultdict(float)
    for tie in found:
        one, other = sorted((number[tie.source], number[tie.target]))
        weights[one, other] += tie.weight
    return Simple(members, dict(sorted(weights.items())))


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
        return shared(affiliations.memberships(engine, on), kind)
    if kind is Kind.ATTENDANCE:
        return shared(affiliations.attendances(engine, on), kind)
    if kind is Kind.PACT:
        return signed(affiliations.pacts(engine, on))
    if kind is Kind.DESIGNATION:
        return listed(affiliations.listings(engine, on))
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
