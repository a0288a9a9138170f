"""One task as it is done by a query process: its head, its pieces, and how it ends."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable

from comity.errors import ComityError, StoreFailed, StoreFull
from comity.server.frames import DATA, END, FAULT, HEAD, Head
from comity.server.process import Gone, QueryProcess

_OF_THE_STORE = (StoreFailed.__name__, StoreFull.__name__)


class Told(ComityError):
    """A fault as a query process told it."""

    def __init__(self, status: int, kind: str, found: str, remedy: str) -> None:
        super().__init__(found, remedy)
        self.http_status = status
        self.kind = kind


class Run:
    """A task that a query process is doing for a client."""

    def __init__(self, process: QueryProcess, client: str, finished: Callable[[Run], None]) -> None:
        self.process = process
        self.client = client
        self.began = asyncio.get_running_loop().time()
        self._at_start = process.busy()
        self.overdue = False
        """Whether it has taken longer than an ordinary query, and has a low priority now."""
        self.long = False
        """Whether another process has taken the place of its own for ordinary queries."""
        self.done = False
        """Whether the process has said its last word on the task and is free for another."""
        self.spoilt = False
        """Whether the process has had trouble with its store, and should do nothing more."""
        self.crashed = False
        """Whether the process has ended by itself."""
        self.left = False
        """Whether nobody waits for the answer any more."""
        self.timers: list[asyncio.TimerHandle] = []
        self.on_cut: Callable[[], None] | None = None
        """What else to do when it is cut: who sends the answer may be waiting for a slow reader."""
        self._cut: ComityError | None = None
        self._finished = finished

    def cut(self, why: ComityError) -> None:
        """End the process; whoever reads the answer is told why."""
        self._cut = self._cut or why
        self.process.kill()
        if self.on_cut is not None:
            self.on_cut()

    def time_owed(self, seconds: float) -> float:
        """Return what it has not been given of so many seconds, though it would have taken it.

        On a machine with more to do than it can, an ordinary query may take long by the clock.
        """
        now = self.process.busy()
        if now is None or self._at_start is None or not now[1]:
            return 0.0
        return max(0.0, seconds - (now[0] - self._at_start[0]))

    @property
    def stopped(self) -> bool:
        """Whether the process has been killed for what it did."""
        return self._cut is not None

    async def drain(self) -> None:
        """Read the answer for nobody, to its end or to the end of the process."""
        try:
            while not self.done:
                await self._next()
        except Told:
            pass
        except ComityError as why:
            self._cut = why

    async def head(self) -> Head:
        """Return how the answer begins; raise why there is none."""
        kind, content = await self._next()
        assert kind == HEAD
        status, headers = json.loads(content)
        return Head(status, tuple((name, said) for name, said in headers))

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the answer piece by piece; raise why it is broken off."""
        while True:
            kind, content = await self._next()
            if kind == END:
                return
            assert kind == DATA
            yield content

    async def _next(self) -> tuple[bytes, bytes]:
        try:
            kind, content = await self.process.read()
        except Gone:
            self.crashed = self._cut is None
            raise self._cut or StoreFailed(
                "The query ended its process: it takes too much memory, or is nested too deep.",
                "Ask for less, or for a part of it with LIMIT.",
            ) from None
        if kind not in (END, FAULT):
            return kind, content
        self.done = True
        fault = Told(*json.loads(content)) if kind == FAULT else None
        self.spoilt = fault is not None and fault.kind in _OF_THE_STORE
        self._finish()
        if fault is not None:
            raise fault
        return kind, content

    def leave(self) -> None:
        """Say that nobody reads on; to be called at the end in any case."""
        if not self.left:
            self.left = True
            if not self.done:
                self._finish()

    def _finish(self) -> None:
        for timer in self.timers:
            timer.cancel()
        self._finished(self)
