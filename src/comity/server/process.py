"""The server's end of one query process: start it, give it a task, read its frames, kill it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys

from comity.errors import StoreFailed
from comity.server.frames import BODY, PREFIX_BYTES, READY, TASK, Task, frame, prefix
from comity.server.limits import Limits
from comity.server.worker import Options

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
        options = Options(writable, limits.timeout, limits.rows, limits.answer, limits.memory)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-m", "comity.server.worker", folder, json.dumps(options)),
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
