"""When one more query process may be started: so many in a minute, fewer where none comes up."""

from __future__ import annotations

from comity.errors import StoreFailed

_LONGEST_PAUSE = 60.0  # seconds between two tries while none comes up
_CHANCE = 2  # failures in a row that say something of the store; one process may just be killed


class Starts:
    """The starts of the query processes of one store; times are seconds of the event loop's clock.

    Half of the starts of a minute may come at once, the others one by one. While processes fail to
    come up, each pause is twice as long as the one before.
    """

    def __init__(self, in_a_minute: int) -> None:
        self._each = 60.0 / in_a_minute
        self._at_once = in_a_minute // 2 * self._each
        self._next = float("-inf")
        self._failures = 0
        self._reason = ""

    def pause(self, now: float) -> float:
        """Count a start; return the seconds to wait before it."""
        self._next = max(self._next, now - self._at_once) + self._each
        backoff = min(2.0 ** (self._failures - _CHANCE), _LONGEST_PAUSE)
        return max(self._next - now, backoff if self._failures >= _CHANCE else 0.0)

    @property
    def fault(self) -> str:
        """Why processes do not come up; nothing where the last one did, or one alone did not."""
        return self._reason if self._failures >= _CHANCE else ""

    def failed(self, fault: str) -> None:
        """Note that a process did not come up."""
        self._failures = min(self._failures + 1, 16)
        self._reason = fault

    def came_up(self) -> None:
        """Note that a process came up."""
        self._failures, self._reason = 0, ""


def none_comes_up() -> StoreFailed:
    """Return what a client is told while no query process comes up."""
    return StoreFailed(
        "The store does not open, so no query can be answered.",
        "Ask again later; the server tries again by itself, and its log says why.",
    )
