"""The servers of the server's own tests, for the suites too."""

from __future__ import annotations

from tests.server.conftest import data, server, writable

__all__ = ["data", "server", "writable"]
