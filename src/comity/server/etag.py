"""Strong entity tags: what a store says to a question in a format, as one short name."""

from __future__ import annotations

import hashlib

from comity.server.frames import Task


def entity_tag(digest: str, task: Task) -> str:
    """Return the tag of the answer to a task over the store of that digest."""
    text = f"{digest}\n{task.spelt()}"
    return f'"{hashlib.blake2b(text.encode(), digest_size=16).hexdigest()}"'


def is_known(tag: str, if_none_match: str | None) -> bool:
    """Say whether the client has that answer already (RFC 9110, 13.1.2)."""
    if if_none_match is None:
        return False
    known = (one.strip().removeprefix("W/") for one in if_none_match.split(","))
    return any(one in (tag, "*") for one in known)
