"""What an operator looks at: ``/healthz`` and ``/metrics``."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from comity.server.site import site_of


def routes() -> list[BaseRoute]:
    """Return the routes."""
    return [
        Route("/healthz", _health, methods=["GET"]),
        Route("/metrics", _metrics, methods=["GET"]),
    ]


async def _health(request: Request) -> Response:
    """Say whether queries are answered: 200, or 503 while no query process comes up.

    It is a warning where some processes answer, and the last that was started did not come up.
    """
    serving = site_of(request).serving
    pool = serving.pool
    status = "fail" if not pool.ready else "warn" if pool.fault else "pass"
    said = {"status": status, "store": serving.version}
    if status != "pass":
        said["output"] = "The store does not open; the log says why."
    headers = {"Cache-Control": "no-store"}
    return Response(
        json.dumps(said), 503 if status == "fail" else 200, headers, "application/health+json"
    )


async def _metrics(request: Request) -> Response:
    site = site_of(request)
    running, long = site.serving.pool.running
    now = {
        "running_queries": running,
        "long_queries": long,
        "waiting_queries": site.serving.pool.waiting,
        "memory_of_answers_bytes": site.cache.held,
        "lost_log_lines": site.log.lost,
    }
    return Response(
        site.metrics.text(now),
        200,
        {"Cache-Control": "no-store"},
        "text/plain; version=0.0.4; charset=utf-8",
    )
