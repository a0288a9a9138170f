"""What the server counts, in the text format that Prometheus reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

_BOUNDS = (0.005, 0.02, 0.1, 0.5, 2.0, 10.0, 60.0)


class Metrics:
    """Counters of one server process."""

    def __init__(self) -> None:
        self._requests: Counter[tuple[str, int]] = Counter()
        self._refused: Counter[str] = Counter()
        self._closed: Counter[str] = Counter()
        self._seconds: Counter[float] = Counter()
        self._total_seconds = 0.0
        self._bytes = 0
        self._started = 0
        self._hits = 0
        self._misses = 0
        self._broken = 0
        self._swaps = 0
        self._failed_swaps = 0

    def request(self, method: str, status: int, size: int, seconds: float) -> None:
        """Count a request that was answered."""
        self._requests[method, status] += 1
        self._bytes += size
        self._total_seconds += seconds
        self._seconds[next((one for one in _BOUNDS if seconds <= one), float("inf"))] += 1

    def refused(self, why: str) -> None:
        """Count a query that was turned away or cut off."""
        self._refused[why] += 1

    def closed(self, why: str) -> None:
        """Count a connection that was closed on a client, and not because its time was up."""
        self._closed[why] += 1

    def started(self) -> None:
        """Count a query process."""
        self._started += 1

    def remembered(self, *, hit: bool) -> None:
        """Count an answer that was in the memory, or was not."""
        self._hits += hit
        self._misses += not hit

    def broken_off(self) -> None:
        """Count an answer that was broken off after its first byte."""
        self._broken += 1

    def swapped(self) -> None:
        """Count a change to another store."""
        self._swaps += 1

    def not_swapped(self) -> None:
        """Count a store that could not be brought into service."""
        self._failed_swaps += 1

    def text(self, now: Mapping[str, float]) -> str:
        """Return everything counted, and the gauges given, one sample a line."""
        return "".join(f"{line}\n" for line in self._lines(now))

    def _lines(self, now: Mapping[str, float]) -> Iterator[str]:
        yield "# TYPE comity_requests_total counter"
        for (method, status), count in sorted(self._requests.items()):
            yield f'comity_requests_total{{method="{method}",status="{status}"}} {count}'
        yield "# TYPE comity_refused_queries_total counter"
        for why, count in sorted(self._refused.items()):
            yield f'comity_refused_queries_total{{why="{why}"}} {count}'
        yield "# TYPE comity_closed_connections_total counter"
        for why, count in sorted(self._closed.items()):
            yield f'comity_closed_connections_total{{why="{why}"}} {count}'
        yield "# TYPE comity_request_seconds histogram"
        below = 0
        for bound in (*_BOUNDS, float("inf")):
            below += self._seconds[bound]
            name = "+Inf" if bound == float("inf") else f"{bound:g}"
            yield f'comity_request_seconds_bucket{{le="{name}"}} {below}'
        yield f"comity_request_seconds_sum {self._total_seconds:.6f}"
        yield f"comity_request_seconds_count {below}"
        for name, count in (
            ("sent_bytes", self._bytes),
            ("started_processes", self._started),
            ("remembered_answers", self._hits),
            ("computed_answers", self._misses),
            ("broken_answers", self._broken),
            ("swapped_stores", self._swaps),
            ("failed_swaps", self._failed_swaps),
        ):
            yield f"# TYPE comity_{name}_total counter"
            yield f"comity_{name}_total {count}"
        for name, value in now.items():
            yield f"# TYPE comity_{name} gauge"
            yield f"comity_{name} {value:g}"
