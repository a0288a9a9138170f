"""The server's end of a query worker: start it, give it a task, read the answer, stop it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Callable

from comity.errors import ComityError, StoreFailed, StoreFull
from comity.server.front.limits import Limits
from comity.server.wire.ipc import (
    BODY,
    DATA,
    END,
    FAULT,
    HEAD,
    PREFIX_BYTES,
    READY,
    TASK,
    Head,
    Task,
    WorkerOptions,
    frame,
    prefix,
)

_SECONDS_TO_START = 60
_READ_AHEAD = 256 * 2**10
_SECRETS = ("COMITY_TOKEN", "COMITY_ENDPOINT_PASSWORD", "COMITY_ENDPOINT_TOKEN")


class Gone(Exception):
    """The process has ended before it was done."""


class QueryProcess:
    """A query process that has opened its store."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._tasks = process.stdin
        self._answers = process.stdout
        self._begun: tuple[bytes, int] | None = None
        self.at_start = self.resident()

    @classmethod
    async def start(cls, folder: str, limits: Limits, *, writable: bool) -> QueryProcess:
        """Start a process over the store in a folder and wait until it is ready.

        Raises StoreFailed where it does not come up.
        """
        options = WorkerOptions(writable, limits.timeout, limits.rows, limits.answer, limits.memory)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", "comity.server.back.worker", folder, json.dumps(options)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={name: said for name, said in os.environ.items() if name not in _SECRETS},
            limit=_READ_AHEAD,
        )
        assert process.stdout is not None
        try:
            async with asyncio.timeout(_SECONDS_TO_START):
                begun = await process.stdout.readexactly(PREFIX_BYTES)
            assert prefix(begun) == (READY, 0)
        except (asyncio.IncompleteReadError, TimeoutError):
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            raise StoreFailed(
                f"No query process comes up over the store in {folder}.",
                "Its own words are on stderr; then run: comity build",
            ) from None
        except asyncio.CancelledError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            raise
        return cls(process)

    async def give(self, task: Task) -> None:
        """Send a task; raise Gone where nobody is there to do it."""
        try:
            self._tasks.write(frame(TASK, task.spelt().encode()) + frame(BODY, task.body))
            await self._tasks.drain()
        except (BrokenPipeError, ConnectionResetError):
            raise Gone from None

    async def read(self) -> tuple[bytes, bytes]:
        """Read the next frame; raise Gone where the process has ended.

        A reader that is cancelled in the middle of a frame leaves it whole for the next one.
        """
        try:
            if self._begun is None:
                self._begun = prefix(await self._answers.readexactly(PREFIX_BYTES))
            kind, length = self._begun
            content = await self._answers.readexactly(length) if length else b""
        except (asyncio.IncompleteReadError, ConnectionResetError):
            raise Gone from None
        self._begun = None
        return kind, content

    def resident(self) -> int:
        """Return the bytes of memory that the process holds, 0 where that cannot be told."""
        try:
            with open(f"/proc/{self._process.pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        except (OSError, ValueError, IndexError):
            return 0

    def busy(self) -> tuple[float, bool] | None:
        """Return the seconds that it has worked, and whether it would work on if it were let.

        None where the system does not tell.
        """
        try:
            with open(f"/proc/{self._process.pid}/stat", encoding="utf-8") as file:
                state, *figures = file.read().rpartition(")")[2].split()
            return (int(figures[10]) + int(figures[11])) / os.sysconf("SC_CLK_TCK"), state in "RD"
        except (OSError, ValueError, IndexError):
            return None

    def step_aside(self) -> None:
        """Let others go first from now on; there is no way back."""
        if hasattr(os, "setpriority"):
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, 15)

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.returncode is None

    def kill(self) -> None:
        """End the process at once, whatever it does."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    async def leave(self) -> None:
        """Close the pipe: the process ends when it is done; wait for that, but not for long."""
        self._tasks.close()
        await self.ended(2)

    async def ended(self, seconds: float) -> None:
        """Wait until the process has ended; kill it when the time is up."""
        try:
            async with asyncio.timeout(seconds):
                await self._process.wait()
        except TimeoutError:
            self.kill()
            await self._process.wait()


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
