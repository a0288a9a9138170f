"""What a client may take of the server, what each has of the workers, and had lately."""

from __future__ import annotations

import math
import os
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from comity.server.wire.faults import RETRY_AFTER, TooManyOfOne


@dataclass(frozen=True, slots=True)
class Limits:
    """Every bound of the server in one place; seconds, bytes and numbers."""

    timeout: float = 60.0
    """How long a query may take, its answer's delivery included."""
    brief: float = 1.0
    """How long a query is an ordinary one; after that it is a long one and steps aside."""
    rows: int = 1_000_000
    """Rows of an answer, or triples."""
    memory: int = 2 * 2**30
    """What one query may allocate."""
    answer: int = 2**30
    """Bytes of an answer."""
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 1))
    """Processes for ordinary queries; there may be as many again for long ones."""
    waiting: int = 512
    """Queries that wait for a process."""
    patience: float = 30.0
    """How long a query waits for a process."""
    each: int = 128
    """Queries of one client that run or wait."""
    body: int = 2**20
    """Bytes of a request's body; of a graph that is written, ``graph``."""
    graph: int = 64 * 2**20
    """Bytes of a graph that is written."""
    bodies: int = 256 * 2**20
    """Bytes of the bodies of all requests together that are on their way in."""
    header: int = 64 * 2**10
    """Bytes of a request's line and headers."""
    headers: int = 128
    """Headers of a request."""
    slow: float = 15.0
    """How long a client may take to send its headers, or each part of its body."""
    stalled: float = 30.0
    """How long a client may leave what is sent to it unread."""
    idle: float = 15.0
    """How long a connection may be kept without a request."""
    connections: int = 8192
    """Connections at once; where there are more, the one that is idle the longest goes."""
    connections_each: int = 512
    """Connections of one client at once, but of a trusted proxy; its longest idle one goes."""
    crashes: int = 3
    """Queries of one client that may end their process within a minute; then it has to wait."""
    starts: int = 60
    """Query processes that are started within a minute."""
    cache: int = 64 * 2**20
    """Bytes of answers that are remembered."""
    whole: int = 2**20
    """Bytes of the largest answer that is sent with its length; a larger one is streamed."""
    remembered: int = 4 * 2**20
    """Bytes of the largest answer that is remembered; one that was streamed is packed for it."""
    grace: float = 20.0
    """How long running requests may take to finish when the server stops."""

    @property
    def long(self) -> int:
        """The long queries that may run at once."""
        return self.workers

    @property
    def long_each(self) -> int:
        """The long queries of one client that may run at once."""
        return max(1, self.workers - 1)


_HALF_LIFE = 10.0  # seconds after which a second counts half
_MOST = 1000  # clients that are remembered before the forgotten ones are dropped
_NOTHING = 0.01


class Shares:
    """Seconds of work by client; what was long ago counts less and less."""

    def __init__(self) -> None:
        self._had: dict[str, tuple[float, float]] = {}

    def of(self, client: str, now: float) -> float:
        """Return what a client has had."""
        seconds, then = self._had.get(client, (0.0, now))
        return seconds * math.pow(0.5, (now - then) / _HALF_LIFE)

    def add(self, client: str, seconds: float, now: float) -> None:
        """Count what a client has just had."""
        self._had[client] = (self.of(client, now) + seconds, now)
        if len(self._had) > _MOST:
            self._had = {one: had for one, had in self._had.items() if self.of(one, now) > _NOTHING}


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
