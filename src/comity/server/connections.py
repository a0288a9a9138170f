"""The connections that are open, and who makes room where they run out.

Room is made by whoever keeps the server waiting: first the connection that has been idle or sends
its headers the longest, then one that sends its body, then one that does not read its answer.
"""

from __future__ import annotations

from collections import Counter
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Protocol

from comity.server.limits import Limits
from comity.server.metrics import Metrics


class Connection(Protocol):
    """What the others need to know of a connection."""

    host: str
    """The address of the client."""

    def make_way(self) -> None:
        """End at once."""


class Connections:
    """Every connection that is open; those that wait, in the order in which they began to."""

    def __init__(self, limits: Limits, metrics: Metrics) -> None:
        self.limits = limits
        self.metrics = metrics
        self.open = 0
        self.of_client: Counter[str] = Counter()
        self.proxies: tuple[IPv4Network | IPv6Network, ...] = ()
        """Networks of proxies, each of which stands for many clients."""
        self.idle: dict[Connection, None] = {}
        """Without a whole request: idle, or in the middle of its headers."""
        self.sending: dict[Connection, None] = {}
        """In the middle of a body."""
        self.stalled: dict[Connection, None] = {}
        """With an answer that is not read."""

    def make_room(self, host: str) -> bool:
        """Say if there is room; if need be the one that has kept us waiting the longest goes.

        Where a client has as many as it may have, it is one of its own.
        """
        crowded = self.of_client[host] >= self.limits.connections_each and not self._is_proxy(host)
        if self.open < self.limits.connections and not crowded:
            return True
        for waiting in (self.idle, self.sending, self.stalled):
            oldest = next((one for one in waiting if not crowded or one.host == host), None)
            if oldest is not None:
                self.metrics.closed("made room")
                oldest.make_way()
                return True
        self.metrics.closed("no room")
        return False

    def _is_proxy(self, host: str) -> bool:
        return bool(self.proxies) and any(ip_address(host) in network for network in self.proxies)

    def enter(self, one: Connection) -> None:
        """Count a connection that has just been opened."""
        self.open += 1
        self.of_client[one.host] += 1
        self.idle[one] = None

    def leave(self, one: Connection) -> None:
        """Forget a connection."""
        self.open -= 1
        self.of_client[one.host] -= 1
        if not self.of_client[one.host]:
            del self.of_client[one.host]
        for waiting in (self.idle, self.sending, self.stalled):
            waiting.pop(one, None)
