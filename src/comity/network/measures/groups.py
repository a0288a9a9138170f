"""Communities, modularity, roles among communities, assortativity, structural similarity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

import networkx

from comity.network.graphs import Simple, simple
from comity.network.ties import Tie
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


def participation(network: Simple, part_of: Sequence[int]) -> list[float]:
    """Return the participation coefficient of each node.

    1 less the sum, over the communities, of the squared share of the node's strength that goes
    there: 0 where all of it stays in one, towards 1 where it is spread evenly over many
    (R. Guimerà and L. A. N. Amaral, Nature 433, 895, 2005, equation 2, with weights).
    """
    found = []
    for edges in network.neighbours():
        strength = fsum(edges.values())
        by_part = _by_part(edges, part_of)
        found.append(1 - fsum((weight / strength) ** 2 for weight in by_part.values()))
    return found


def within(network: Simple, part_of: Sequence[int]) -> list[float]:
    """Return the within-community degree z of each node.

    How many standard deviations the strength of a node inside its community is above the mean of
    the community (Guimerà and Amaral, equation 1, with weights); 0 where all members are alike.
    """
    inside = [
        _by_part(edges, part_of).get(part_of[place], 0.0)
        for place, edges in enumerate(network.neighbours())
    ]
    together: defaultdict[int, list[float]] = defaultdict(list)
    for place, strength in enumerate(inside):
        together[part_of[place]].append(strength)
    mean = {part: fsum(all_of) / len(all_of) for part, all_of in together.items()}
    spread = {
        part: sqrt(fsum((one - mean[part]) ** 2 for one in all_of) / len(all_of))
        for part, all_of in together.items()
    }
    return [
        (strength - mean[part]) / spread[part] if spread[part] > 1e-12 else 0.0
        for strength, part in zip(inside, part_of, strict=True)
    ]


def _by_part(edges: dict[int, float], part_of: Sequence[int]) -> dict[int, float]:
    found: defaultdict[int, float] = defaultdict(float)
    for other, weight in edges.items():
        found[part_of[other]] += weight
    return found


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


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike two nodes are; ``shared``, ``only_one`` and ``only_other`` are what ties them.

    ``cosine`` and ``jaccard`` lie between 0 and 1 and leave the two themselves out of account.
    """

    one: Iri
    other: Iri
    weight: float
    cosine: float
    jaccard: float
    partners: int
    partners_of_one: int
    partners_of_other: int
    shared: tuple[Iri, ...]
    only_one: tuple[Iri, ...]
    only_other: tuple[Iri, ...]


def similarity(ties: Iterable[Tie], one: Iri, other: Iri) -> Similarity:
    """Return how alike two nodes of a network are.

    ``cosine`` is that of the weights of their ties to third nodes (G. Salton's, as in M. E. J.
    Newman, Networks, 2010, section 7.12.1), ``jaccard`` the number of third nodes that both are
    tied to by the number that at least one of them is tied to.
    """
    found = tuple(ties)
    network = simple(found)
    place = {node: number for number, node in enumerate(network.nodes)}
    near = network.neighbours()
    ours, theirs = (dict(near[place[node]]) for node in (one, other))
    weight = ours.pop(place[other], 0.0)
    theirs.pop(place[one], 0.0)
    length = sqrt(fsum(w * w for w in ours.values()) * fsum(w * w for w in theirs.values()))
    both = ours.keys() & theirs.keys()
    product = fsum(ours[third] * theirs[third] for third in sorted(both))
    either = ours.keys() | theirs.keys()
    through = {node: _through(found, node) for node in (one, other)}
    shared = {
        thing for tie in found if {tie.source, tie.target} == {one, other} for thing in tie.via
    }
    return Similarity(
        one=one,
        other=other,
        weight=weight,
        cosine=product / length if length else 0.0,
        jaccard=len(both) / len(either) if either else 0.0,
        partners=len(both),
        partners_of_one=len(ours),
        partners_of_other=len(theirs),
        shared=tuple(sorted(shared)),
        only_one=tuple(sorted(through[one] - shared)),
        only_other=tuple(sorted(through[other] - shared)),
    )


def _through(ties: Iterable[Tie], node: Iri) -> set[Iri]:
    return {thing for tie in ties if node in (tie.source, tie.target) for thing in tie.via}
