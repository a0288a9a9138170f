"""Says in which format a network is written, by the ending of a file's name or by name."""

from __future__ import annotations

from pathlib import PurePath

from comity.errors import UnknownFormat
from comity.network import formats
from comity.query.nearest import did_you_mean, nearest

PAGE = "html"
PICTURES = ("pdf", "png", "svg")
FORMATS = (PAGE, *PICTURES, *formats.NAMES)
ENDINGS = {
    **{f".{form}": form for form in (PAGE, *PICTURES, "csv", "gexf", "graphml", "json")},
    ".cyjs": "cytoscape",
}


def format_of(path: PurePath) -> str:
    """Return the format that the ending of a file asks for; raises UnknownFormat for others."""
    ending = path.suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    *most, last = ENDINGS
    says = f"ends in '{path.suffix}'" if path.suffix else "has no ending"
    close = did_you_mean(nearest(ending, ENDINGS))
    raise UnknownFormat(
        f"The file {path} {says}, where {', '.join(most)} or {last} is wanted.",
        f"{close} Name the file like network.html, or give --format.".strip(),
    )
