"""A time by which something has to have happened on a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Deadline:
    """Calls a function when the time is up, unless it is stopped before."""

    def __init__(self, loop: asyncio.AbstractEventLoop, missed: Callable[[], None]) -> None:
        self._loop = loop
        self._missed = missed
        self._timer: asyncio.TimerHandle | None = None

    def start(self, seconds: float) -> None:
        """Set the time, where none is set."""
        if self._timer is None:
            self._timer = self._loop.call_later(seconds, self._is_up)

    def stop(self) -> None:
        """Forget the time."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _is_up(self) -> None:
        self._timer = None
        self._missed()
