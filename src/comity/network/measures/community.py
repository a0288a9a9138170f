"""Communities by the Louvain method, and how much better than chance they part a network."""

from __future__ import annotations

from collections.abc import Collection, Iterable

import networkx

from comity.network.measures.simple import simple
from comity.network.tie import Tie
from comity.terms import Iri

_SEED = 2021  # any number does, as long as it stays


def communities(ties: Iterable[Tie]) -> tuple[tuple[Iri, ...], ...]:
    """Return the communities of a network by the Louvain method, the largest first.

    Weights count and direction does not (V. D. Blondel and others, Journal of Statistical
    Mechanics P10008, 2008, resolution 1). The order of visits is drawn with a fixed seed.
    """
    network = simple(ties)
    parts = networkx.community.louvain_communities(network.graph(), weight="weight", seed=_SEED)
    named = [tuple(sorted(network.nodes[place] for place in part)) for part in parts]
    return tuple(sorted(named, key=lambda part: (-len(part), part)))


def modularity(ties: Iterable[Tie], parts: Collection[Collection[Iri]]) -> float:
    """Return the modularity of a partition, with weights and without direction.

    That is the share of the weight inside the parts, less the share expected by chance between
    nodes of the same strengths: 0 is no better than chance, and above 0.3 is taken for a clear
    structure (M. E. J. Newman, Physical Review E 70, 056131, 2004).
    """
    network = simple(ties)
    part_of = {node: number for number, part in enumerate(parts) for node in part}
    total = sum(network.weights.values())
    if not total:
        return 0.0
    inside = [0.0] * len(parts)
    strength = [0.0] * len(parts)
    for (one, other), weight in network.weights.items():
        ours, theirs = part_of[network.nodes[one]], part_of[network.nodes[other]]
        strength[ours] += weight
        strength[theirs] += weight
        if ours == theirs:
            inside[ours] += weight
    return sum(
        within / total - (all_of / (2 * total)) ** 2
        for within, all_of in zip(inside, strength, strict=True)
    )
