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
        self.begun = False
        """Whether a process has it; until then it waits as long as its client has to."""
        self.outcome: Kept | ComityError | None = None
        """What everybody gets; None where the one who asked has gone."""
        self.apart = False
        """Whether each has to have the answer made, as it is too large to be kept."""
        self.landed = asyncio.Event()


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
            flight.landed.set()
            if first:
                del self._under_way[tag]

    async def join(self, tag: str, client: str) -> Kept | None:
        """Return the answer that is being made; None where we have to have it made ourselves.

        Raises what went wrong with it, unless that concerns its client alone.
        """
        while (flight := self._under_way.get(tag)) is not None:
            patience = None if flight.client == client else _TOGETHER
            while not flight.landed.is_set():
                try:
                    async with asyncio.timeout(None if flight.begun else patience):
                        await flight.landed.wait()
                except TimeoutError:
                    if not flight.begun:
                        return None  # we need not wait as long as another client has to
            if flight.apart:
                return None
            if isinstance(flight.outcome, Busy | TooManyOfOne) and flight.client != client:
                continue
            if isinstance(flight.outcome, ComityError):
                raise flight.outcome.with_traceback(None)
            if flight.outcome is not None:
                return flight.outcome
        return None
