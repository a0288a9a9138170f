"""Measures of the nodes of a network, one a file, as the papers that are named define them."""

from __future__ import annotations

from comity.network.measures.centrality import strengths
from comity.network.measures.groups import communities, modularity
from comity.network.measures.table import Measured, Measures, measure

__all__ = ["Measured", "Measures", "communities", "measure", "modularity", "strengths"]
