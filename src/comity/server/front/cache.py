"""Remembers answers by strong entity tags, within a number of bytes; each is made only once."""

from __future__ import annotations

import asyncio
import hashlib
import zlib
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from comity.errors import ComityError
from comity.server.wire.faults import BadRequest, Busy, TooManyOfOne
from comity.server.wire.ipc import Task


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


_TOGETHER = 1.0  # seconds for which one client waits while another still waits for a process


class Flight:
    """One question that a query process is answering, or soon will be."""

    def __init__(self, client: str) -> None:
        self.client = client
        self.begun: float | None = None
        """When a process got it; until then it waits as long as its client has to."""
        self.outcome: Kept | ComityError | None = None
        """What everybody gets; None where the one who asked has gone."""
        self.apart = False
        """Whether each has to have the answer made, as it is too large to be remembered."""
        self.made = asyncio.Event()
        """Set once it is there, or as much of it as must be before it can be sent."""
        self.landed = asyncio.Event()
        """Set once all of it is there, or there will be no more of it."""
        self._took = 0.0

    def begin(self) -> None:
        """Say that a process has the question now."""
        self.begun = asyncio.get_running_loop().time()

    def streams(self) -> None:
        """Say that the answer is large and on its way to the one who asked."""
        assert self.begun is not None
        self._took = asyncio.get_running_loop().time() - self.begun
        self.made.set()

    async def wait(self, client: str) -> bool:
        """Wait for the outcome; say whether it is worth it.

        Nobody waits long for a process that another client has to wait for, nor for a large answer
        on its way to a slow reader longer than it would take to make it anew.
        """
        while not self.made.is_set():
            patience = None if self.begun is not None or self.client == client else _TOGETHER
            if not await _set_within(self.made, patience) and self.begun is None:
                return False
        return await _set_within(self.landed, max(self._took, _TOGETHER))


class Flights:
    """The questions under way, by the tags of their answers."""

    def __init__(self) -> None:
        self._under_way: dict[str, Flight] = {}

    @contextmanager
    def leading(self, tag: str, client: str) -> Iterator[Flight]:
        """Have an answer made for all who ask for it until then."""
        flight = Flight(client)
        first = self._under_way.setdefault(tag, flight) is flight
        try:
            yield flight
        except BadRequest:
            raise  # nobody is there any more; whoever else waits may ask anew
        except ComityError as fault:
            flight.outcome = fault
            raise
        finally:
            flight.made.set()
            flight.landed.set()
            if first:
                del self._under_way[tag]

    async def join(self, tag: str, client: str) -> Kept | None:
        """Return the answer that is being made; None where we have to have it made ourselves.

        Raises what went wrong with it, unless that concerns its client alone.
        """
        while (flight := self._under_way.get(tag)) is not None:
            if not await flight.wait(client) or flight.apart:
                return None
            if isinstance(flight.outcome, Busy | TooManyOfOne) and flight.client != client:
                continue
            if isinstance(flight.outcome, ComityError):
                raise flight.outcome.with_traceback(None)
            if flight.outcome is not None:
                return flight.outcome
        return None


async def _set_within(event: asyncio.Event, seconds: float | None) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True
