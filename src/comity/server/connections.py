"""The connections that are open, and which one is closed where there are too many.

There is a limit for all and a limit for each client. Past one of them the connection goes that
has kept the server waiting: first the one that has been idle or sends its headers the longest,
then one that sends its body, then one that does not read its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Protocol

from comity.server.limits import Limits
from comity.server.metrics import Metrics

_NETWORK_OF_ONE = 64  # bits of an IPv6 address that a provider gives to one customer


class Connection(Protocol):
    """What the others need to know of a connection."""

    peer: str
    """Whose it is, as :meth:`Connections.client_of` names it."""

    def make_way(self) -> None:
        """End at once."""


class Group:
    """Some open connections; those that wait, in the order in which they began to."""

    def __init__(self) -> None:
        self.open = 0
        self.idle: dict[Connection, None] = {}
        """Without a whole request: idle, or in the middle of its headers."""
        self.sending: dict[Connection, None] = {}
        """In the middle of a body."""
        self.stalled: dict[Connection, None] = {}
        """With an answer that is not read."""

    def oldest(self) -> Connection | None:
        """Return the connection that has kept the server waiting the longest."""
        for waiting in (self.idle, self.sending, self.stalled):
            for connection in waiting:
                return connection
        return None


class Connections:
    """Every connection that is open, together and by client."""

    def __init__(
        self, limits: Limits, metrics: Metrics, trusted_proxies: Sequence[str] = ()
    ) -> None:
        self.limits = limits
        self.metrics = metrics
        self._all = Group()
        self._by_client: dict[str, Group] = {}
        self._proxies = [ip_network(proxy) for proxy in trusted_proxies]

    def client_of(self, host: str) -> str:
        """Return the client at an address; "" for a trusted proxy, which has no limit of its own.

        Of IPv6, the addresses of one network of 64 bits are one client.
        """
        try:
            address = ip_address(host.partition("%")[0])
        except ValueError:
            return host
        if isinstance(address, IPv6Address):
            address = address.ipv4_mapped or address
        if any(address in proxy for proxy in self._proxies):
            return ""
        if isinstance(address, IPv6Address):
            return str(ip_network((address, _NETWORK_OF_ONE), strict=False))
        return str(address)

    def make_room(self, client: str) -> bool:
        """Say if there is room for one more connection of a client; an older one may go for it."""
        of_client = self._by_client.get(client)
        if of_client is not None and of_client.open >= self.limits.connections_each:
            return self._close_one(of_client, "too many of one client")
        if self._all.open >= self.limits.connections:
            return self._close_one(self._all, "made room")
        return True

    def _close_one(self, group: Group, why: str) -> bool:
        oldest = group.oldest()
        if oldest is None:
            self.metrics.closed("no room")
            return False
        self.metrics.closed(why)
        oldest.make_way()
        return True

    def enter(self, connection: Connection) -> None:
        """Count a connection that has just been opened."""
        if connection.peer:
            self._by_client.setdefault(connection.peer, Group())
        for group in self._groups(connection):
            group.open += 1
            group.idle[connection] = None

    def leave(self, connection: Connection) -> None:
        """Forget a connection."""
        for group in self._groups(connection):
            group.open -= 1
            for waiting in (group.idle, group.sending, group.stalled):
                waiting.pop(connection, None)
        if connection.peer and not self._by_client[connection.peer].open:
            del self._by_client[connection.peer]

    def be_idle(self, connection: Connection) -> None:
        """Note that a connection waits for its next request."""
        for group in self._groups(connection):
            group.idle[connection] = None

    def send(self, connection: Connection) -> None:
        """Note that a connection has sent its headers, and that its body is to come."""
        for group in self._groups(connection):
            group.idle.pop(connection, None)
            group.sending[connection] = None

    def sent(self, connection: Connection) -> None:
        """Note that a request is whole."""
        for group in self._groups(connection):
            group.sending.pop(connection, None)

    def stall(self, connection: Connection) -> None:
        """Note that a client does not read its answer."""
        for group in self._groups(connection):
            group.stalled[connection] = None

    def read_on(self, connection: Connection) -> None:
        """Note that a client reads again."""
        for group in self._groups(connection):
            group.stalled.pop(connection, None)

    def _groups(self, connection: Connection) -> Sequence[Group]:
        of_client = self._by_client.get(connection.peer)
        return (self._all,) if of_client is None else (self._all, of_client)
