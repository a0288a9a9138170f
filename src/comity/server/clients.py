"""What each client holds of the query processes, has had of them, and was told about them."""

from __future__ import annotations

from collections import Counter

from comity.server.faults import RETRY_AFTER, TooManyOfOne
from comity.server.shares import Shares


class Clients:
    """The clients of a pool; times are seconds of the event loop's clock."""

    def __init__(self, each: int) -> None:
        self._each = each
        self._held: Counter[str] = Counter()
        self._had = Shares()
        self._wasted = Shares()
        self._told_to_wait: dict[str, float] = {}

    def take(self, client: str) -> None:
        """Count one more query that runs or waits; raise TooManyOfOne past the limit."""
        if self._held[client] >= self._each:
            raise TooManyOfOne(
                f"{self._each} of your queries run or wait, the most for one client.",
                "Wait for their answers before you ask more.",
            )
        self._held[client] += 1

    def give_back(self, client: str) -> None:
        """Count one query less."""
        self._held[client] -= 1
        if self._held[client] <= 0:
            del self._held[client]

    def ran(self, client: str, seconds: float, now: float, *, in_vain: bool) -> None:
        """Count the work on a query that has ended; one that was stopped was ``in_vain``."""
        self._had.add(client, seconds, now)
        if in_vain:
            self._wasted.add(client, seconds, now)

    def had(self, client: str, now: float) -> float:
        """Return the seconds of work a client has had lately."""
        return self._had.of(client, now)

    def wasted(self, client: str, now: float) -> float:
        """Return the seconds of work lately on queries of a client that came to nothing."""
        return self._wasted.of(client, now)

    def tell_to_wait(self, client: str, now: float) -> None:
        """Note that a client has been told to come again later."""
        waiting = {one: until for one, until in self._told_to_wait.items() if until > now}
        self._told_to_wait = {**waiting, client: now + RETRY_AFTER}

    def must_wait(self, client: str, now: float) -> bool:
        """Say whether a client comes again too early."""
        return self._told_to_wait.get(client, 0.0) > now
