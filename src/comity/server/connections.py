"""The connections that are open, and who makes room where they run out.

Room is made by whoever keeps the server waiting: first the connection that has been idle or sends
its headers the longest, then one that sends its body, then one that does not read its answer.
"""

from __future__ import annotations

from typing import Protocol

from comity.server.limits import Limits
from comity.server.metrics import Metrics


class Connection(Protocol):
    """What the others need to know of a connection."""

    def make_way(self) -> None:
        """End at once."""


class Connections:
    """Every connection that is open; those that wait, in the order in which they began to."""

    def __init__(self, limits: Limits, metrics: Metrics) -> None:
        self.limits = limits
        self.metrics = metrics
        self.open = 0
        self.idle: dict[Connection, None] = {}
        """Without a whole request: idle, or in the middle of its headers."""
        self.sending: dict[Connection, None] = {}
        """In the middle of a body."""
        self.stalled: dict[Connection, None] = {}
        """With an answer that is not read."""

    def make_room(self) -> bool:
        """Say if there is room; if need be the one that has kept us waiting the longest goes."""
        if self.open < self.limits.connections:
            return True
        for waiting in (self.idle, self.sending, self.stalled):
            oldest = next(iter(waiting), None)
            if oldest is not None:
                self.metrics.closed("made room")
                oldest.make_way()
                return True
        self.metrics.closed("no room")
        return False

    def enter(self, one: Connection) -> None:
        """Count a connection that has just been opened."""
        self.open += 1
        self.idle[one] = None

    def leave(self, one: Connection) -> None:
        """Forget a connection."""
        self.open -= 1
        for waiting in (self.idle, self.sending, self.stalled):
            waiting.pop(one, None)
