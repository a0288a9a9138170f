"""Declares our own prefixes in a query that uses them without saying what they are."""

from __future__ import annotations

import re

from comity.names import ID, PREFIXES, SCHEME
from comity.store.guard import tokens

_KINDS = ("entity", "initiative", "list", "pact", "polity", "source", "summit")
_SCHEMES = (
    *("attendance-role", "attendance-status", "commitment-kind", "endorsement-kind", "event-kind"),
    *("ground", "identifier-scheme", "initiative-kind", "interest-kind", "measure"),
    *("membership-role", "pact-kind", "polity-kind", "region", "source-kind", "summit-format"),
    "technology-area",
)
KNOWN = (
    PREFIXES
    | {kind: f"{ID}{kind}/" for kind in _KINDS}
    | {scheme: f"{SCHEME}{scheme}/" for scheme in _SCHEMES}
)


def with_prefixes(text: str) -> str:
    """Return the query with declarations, on one line before it, of those of our prefixes it uses.

    A prefix that the query declares itself keeps its meaning.
    """
    own = {found.casefold() for found in re.findall(r"(?i)\bPREFIX\s+([^\s:]*):", text)}
    used = {token.text.partition(":")[0] for token in tokens(text) if token.kind == "name"}
    lines = (f"PREFIX {name}: <{KNOWN[name]}>" for name in sorted(used & KNOWN.keys() - own))
    head = " ".join(lines)
    return f"{head} {text}" if head else text
