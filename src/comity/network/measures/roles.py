"""Roles among communities: how spread the ties of a node are, and how central it is at home."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import fsum, sqrt

from comity.network.measures.simple import Simple


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
