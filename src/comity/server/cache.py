"""Remembers answers, the most lately used of them, within a number of bytes."""

from __future__ import annotations

from collections import OrderedDict
from typing import NamedTuple

_EXTRA = 512  # bytes that an entry costs beside its body


class Kept(NamedTuple):
    """A whole answer: its status, its headers, its body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Cache:
    """Whole answers by key; an answer of a store that nobody writes stays right for ever."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self.held = 0

    def get(self, key: str) -> Kept | None:
        """Return the answer of that key, if it is still there."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def put(self, key: str, answer: Kept) -> None:
        """Remember an answer; the longest unused ones go."""
        cost = len(answer.body) + _EXTRA
        if cost > self._size:
            return
        old = self._kept.pop(key, None)
        self.held += cost - (len(old.body) + _EXTRA if old else 0)
        self._kept[key] = answer
        while self.held > self._size:
            _, gone = self._kept.popitem(last=False)
            self.held -= len(gone.body) + _EXTRA

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self.held = 0
