"""Answers that are being made: who asks the same in the meantime waits, and fails alike."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from comity.errors import ComityError
from comity.server.cache import Kept
from comity.server.faults import BadRequest, Busy, TooManyOfOne

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
