"""Writes rows as a Markdown table, with labels where terms have them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from comity.query.render import Label
from comity.query.rows import Rows


def render(rows: Rows, label: Label) -> Iterator[str]:
    """Give the rows a line at a time."""
    yield f"| {' | '.join(rows.columns)} |\n"
    yield f"|{' --- |' * len(rows.columns)}\n"
    for row in rows:
        yield f"| {' | '.join(_markdown(label(term)) for term in row)} |\n"


def _markdown(text: str) -> str:
    """Return text that Markdown shows as it is: no markup, no HTML, no second line."""
    one_line = " ".join(text.split()).replace("&", "&amp;")
    return re.sub(r"([\\`*_{}\[\]<>|~])", r"\\\1", one_line)
