"""What a client may take of the server: time, memory, rows, places, bytes and patience."""

from __future__ import annotations

import os
from dataclasses import dataclass, field


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
