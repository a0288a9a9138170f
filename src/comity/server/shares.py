"""What each client has had of the query processes lately, so that who had less goes first."""

from __future__ import annotations

import math

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
