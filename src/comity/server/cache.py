"""Remembers answers, the most lately used of them, within a number of bytes."""

from __future__ import annotations

import zlib
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

PIECE = 32 * 2**10
_PACKED = 4096  # bytes that are unpacked at once
_EXTRA = 2048  # bytes that an entry costs beside its body: its key and its headers
_QUICK = 1  # the level of compression; answers repeat themselves, higher ones gain little


class Kept(NamedTuple):
    """A whole answer: its status, its headers, its body, which may be packed."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    unpacked: int | None = None
    """Bytes that a packed body has when it is unpacked; None for one that is not packed."""

    @property
    def length(self) -> int:
        """The bytes of the body as it is sent."""
        return len(self.body) if self.unpacked is None else self.unpacked

    def pieces(self) -> Iterator[bytes | memoryview]:
        """Give the body as it is sent, in pieces of at most ``PIECE`` bytes.

        All who read a body that is not packed share its bytes.
        """
        body = memoryview(self.body)
        if self.unpacked is None:
            for start in range(0, len(body), PIECE):
                yield body[start : start + PIECE]
            return
        unpacking = zlib.decompressobj()
        for start in range(0, len(body), _PACKED):  # a reader holds no more than this of its own
            packed: bytes | memoryview = body[start : start + _PACKED]
            while piece := unpacking.decompress(packed, PIECE):
                yield piece
                packed = unpacking.unconsumed_tail


class Packing:
    """Packs an answer while it goes by, as long as it comes to no more than ``most`` bytes."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._packing = zlib.compressobj(_QUICK)
        self._packed = bytearray()
        self._length = 0

    @property
    def fits(self) -> bool:
        """Whether what has gone by can still be kept."""
        return len(self._packed) <= self._most

    def add(self, piece: bytes) -> None:
        """Take the next piece of the body."""
        if self.fits:
            self._length += len(piece)
            self._packed += self._packing.compress(piece)

    def kept(self, status: int, headers: tuple[tuple[str, str], ...]) -> Kept | None:
        """Return the whole answer once all of it has gone by; None where it is too large."""
        if self.fits:
            self._packed += self._packing.flush()
        return Kept(status, headers, bytes(self._packed), self._length) if self.fits else None


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
