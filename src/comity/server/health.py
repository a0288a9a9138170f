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
    """Say whether queries are answered: 200, or 503 while no query process is there."""
    serving = site_of(request).serving
    ready = serving.pool.ready
    said = {"status": "pass" if ready else "fail", "store": serving.version}
    headers = {"Cache-Control": "no-store"}
    return Response(json.dumps(said), 200 if ready else 503, headers, "application/health+json")


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
