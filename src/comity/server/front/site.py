"""Everything that the routes of one site share: the store in service, limits, memory, counters."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

from starlette.requests import Request

from comity.server.front.cache import Cache, Flights
from comity.server.front.limits import Limits
from comity.server.front.log import Log
from comity.server.front.metrics import Metrics
from comity.server.front.pool import Pool
from comity.server.wire.faults import Forbidden, Unauthorised

_LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(slots=True)
class Serving:
    """A store in service: the digest of what it holds, and the processes that ask it."""

    digest: str
    pool: Pool
    changes: int = 0
    run: str = field(default_factory=secrets.token_hex)

    @property
    def version(self) -> str:
        """The name of what the store holds now; it changes with every change and never recurs."""
        return f"{self.digest}-{self.run}-{self.changes}" if self.pool.writable else self.digest


@dataclass(slots=True)
class Site:
    """One site over one store at a time."""

    limits: Limits
    log: Log
    serving: Serving
    metrics: Metrics
    allow_update: bool = False
    token: str = ""
    cache: Cache = field(init=False)
    flights: Flights = field(default_factory=Flights)
    looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Whoever looks at a long query holds it, so that others get on meanwhile."""
    changing: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Whoever changes the store holds it, from the look at its state to the end."""
    receiving: int = 0
    """The bytes of bodies that are not whole yet."""

    def __post_init__(self) -> None:
        self.cache = Cache(self.limits.cache)

    def check_may_change(self, request: Request) -> None:
        """Raise Forbidden or Unauthorised where a request may not change the store.

        With a token, whoever has it may. Without one only this machine may, and no page of
        another site that a browser here has open (nor one that has its name point here).
        """
        if not self.allow_update:
            raise Forbidden(
                "This server is read-only.", "Start it with: comity serve --allow-update"
            )
        if self.token:
            kind, _, said = request.headers.get("authorization", "").partition(" ")
            if kind.lower() != "bearer" or not secrets.compare_digest(
                said.strip().encode(), self.token.encode()
            ):
                raise Unauthorised("A change needs the token.", "Send Authorization: Bearer TOKEN.")
            return
        own = str(request.base_url).rstrip("/").removesuffix(request.scope.get("root_path", ""))
        client = request.client.host if request.client else ""
        origin = request.headers.get("origin", own)
        if (
            client not in _LOOPBACK
            or (request.url.hostname or "") not in _LOOPBACK
            or origin != own
            or request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin")
        ):
            raise Forbidden(
                "Changes are taken from this machine alone, and not from pages of other sites.",
                "Set COMITY_TOKEN for the server and send it as Authorization: Bearer TOKEN.",
            )


def site_of(request: Request) -> Site:
    """Return the site that a request is for."""
    site = request.app.state.site
    assert isinstance(site, Site)
    return site


def client_of(request: Request) -> str:
    """Return the address that a request comes from, as far as it can be believed."""
    return request.client.host if request.client else ""
