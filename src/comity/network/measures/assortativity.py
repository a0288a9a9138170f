"""Assortativity: whether ties stay within sorts of nodes, such as regions, more than by chance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from comity.network.measures.simple import Simple
from comity.terms import Iri


def assortativity(network: Simple, sorts: Mapping[Iri, Iri]) -> float | None:
    """Return the assortativity coefficient by a sort of the nodes, with weights.

    1 where all weight lies between nodes of one sort, 0 where as much does as by chance, below 0
    where less does (M. E. J. Newman, Physical Review E 67, 026126, 2003, equation 2). Nodes
    without a sort are left out; None where fewer than two sorts are left, or no edge.
    """
    total = inside = 0.0
    share: defaultdict[Iri, float] = defaultdict(float)
    for (one, other), weight in network.weights.items():
        ours, theirs = sorts.get(network.nodes[one]), sorts.get(network.nodes[other])
        if ours is None or theirs is None:
            continue
        total += weight
        share[ours] += weight / 2
        share[theirs] += weight / 2
        inside += weight if ours == theirs else 0.0
    if len(share) < 2:
        return None
    chance = sum((part / total) ** 2 for part in share.values())
    return (inside / total - chance) / (1 - chance)
