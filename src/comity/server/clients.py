"""What each client holds of the query processes, has had of them, and was told about them."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping

from comity.server.faults import RETRY_AFTER, TooManyOfOne
from comity.server.shares import Shares

_LATELY = 60.0  # seconds for which a crash counts


class Clients:
    """The clients of a pool; times are seconds of the event loop's clock."""

    def __init__(self, each: int, crashes: int) -> None:
        self._each = each
        self._crashes_each = crashes
        self._held: Counter[str] = Counter()
        self._had = Shares()
        self._wasted = Shares()
        self._told_to_wait: dict[str, float] = {}
        self._crashes: dict[str, deque[float]] = {}

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

    def crashed(self, client: str, now: float) -> None:
        """Count a query that ended its process."""
        lately = {one: times for one, times in self._crashes.items() if times[-1] > now - _LATELY}
        lately.setdefault(client, deque(maxlen=self._crashes_each)).append(now)
        self._crashes = lately

    def check_crashes(self, client: str, now: float) -> None:
        """Raise TooManyOfOne for a client whose queries have ended too many processes lately."""
        times = self._crashes.get(client)
        if times and len(times) >= self._crashes_each and times[0] > now - _LATELY:
            raise TooManyOfOne(
                f"{self._crashes_each} of your queries have ended the process that ran them.",
                "Wait a minute, and ask for less, or with fewer brackets inside brackets.",
            )

    def must_yield(
        self, client: str, waiting: Iterable[str], slow: Mapping[str, int], now: float
    ) -> bool:
        """Say whether a long query of a client is in the way of someone who waits.

        That is someone who has fewer long ones running, as ``slow`` tells. It must not be someone
        whose own queries came to nothing lately: a client that sends queries without an end would
        have those of others cut that only take their time.
        """
        wasted = self._wasted.of(client, now)
        return any(
            slow.get(other, 0) < slow.get(client, 0) and self._wasted.of(other, now) <= wasted
            for other in waiting
        )

    def tell_to_wait(self, client: str, now: float) -> None:
        """Note that a client has been told to come again later."""
        waiting = {one: until for one, until in self._told_to_wait.items() if until > now}
        self._told_to_wait = {**waiting, client: now + RETRY_AFTER}

    def must_wait(self, client: str, now: float) -> bool:
        """Say whether a client comes again too early."""
        return self._told_to_wait.get(client, 0.0) > now
