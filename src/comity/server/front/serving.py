"""Runs a site: a process that listens, query processes behind it, and an end in good order."""

from __future__ import annotations

import gc
import logging
import shutil
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path

import uvicorn
from starlette.routing import BaseRoute

from comity.errors import BadParameter, ComityError
from comity.files import move_whole
from comity.sandbox import can_leave_network
from comity.server.front.app import create_app
from comity.server.front.connection import protocol
from comity.server.front.connection_limits import Connections
from comity.server.front.limits import Limits
from comity.server.front.log import Log
from comity.server.front.metrics import Metrics
from comity.server.front.pool import Pool
from comity.server.front.reload import Source, watching
from comity.server.front.site import Serving, Site
from comity.server.front.sparql import Page
from comity.store.locks import WORKING, temporary_folder

if sys.platform != "win32":
    import resource

_SPARE_FILES = 256  # file descriptors for everything that is no connection
_BACKLOG = 2048  # connections that the system holds ready, and may hand over all at once
_UNSENT = 128 * 2**10  # bytes that wait in the system until a client reads
_UNREAD = 256 * 2**10  # bytes of an answer that the system keeps until a client has got them
_WATCH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where the server listens, and what stands before it."""

    host: str = "127.0.0.1"
    port: int = 8000
    root_path: str = ""
    trusted_proxies: tuple[str, ...] = ()

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return self.host in ("127.0.0.1", "::1", "localhost") and not self.trusted_proxies


def serve(
    source: Source,
    address: Address,
    limits: Limits,
    *,
    allow_update: bool = False,
    token: str = "",
    pages: Sequence[BaseRoute] = (),
    editor: Page | None = None,
    say: Callable[[str], None] = lambda _text: None,
) -> None:
    """Serve the store of a source until the process is told to stop.

    Raises BadParameter where changes would be open to everybody, or the address cannot be had.
    """
    _check_proxies(address.trusted_proxies)
    if allow_update and not token and not address.is_loopback:
        raise BadParameter(
            "--allow-update would let everybody who reaches this address change the store.",
            "Set COMITY_TOKEN, or listen on 127.0.0.1 without a trusted proxy.",
        )
    listener = _listen(address)
    log, metrics = Log(sys.stdout.fileno() if sys.stdout else -1), Metrics()
    digest = source.digest()
    place = source.place(digest)
    if allow_update:
        place = working_copy(source.folder, place)
    pool = Pool(place, limits, metrics, log, writable=allow_update)
    site = Site(limits, log, Serving(digest, pool), metrics, allow_update, token)
    app = create_app(
        site,
        pages=pages,
        editor=editor,
        while_up=None if allow_update else lambda one: watching(one, source, _WATCH_SECONDS),
    )
    config = uvicorn.Config(
        app,
        http=protocol(Connections(_fitting(limits), metrics, address.trusted_proxies)),
        ws="none",
        lifespan="on",
        root_path=address.root_path,
        proxy_headers=bool(address.trusted_proxies),
        forwarded_allow_ips=list(address.trusted_proxies),
        server_header=False,
        access_log=False,
        log_level=logging.ERROR,
        timeout_keep_alive=max(1, int(limits.idle)),
        timeout_graceful_shutdown=max(1, int(limits.grace)),
        backlog=_BACKLOG,
    )
    if not can_leave_network():
        say(
            "Queries run with a network here, as this system cannot take it from a process; "
            "the guard alone keeps them from calling out. See docs/threat-model.md."
        )
    host = f"[{address.host}]" if ":" in address.host else address.host
    say(f"Listening on http://{host}:{listener.getsockname()[1]}{address.root_path}")
    server = uvicorn.Server(config)
    gc.enable()  # the command line turns it off; what connections leave behind has to go
    gc.freeze()  # what is there now stays, and need not be looked at again
    try:
        server.run(sockets=[listener])
    finally:
        log.close()
    if not server.started:
        raise ComityError("The server could not start.", "What it said before says why.")


def _check_proxies(proxies: Sequence[str]) -> None:
    """Raise BadParameter for a proxy that is no address: it would be believed by nobody."""
    for proxy in proxies:
        try:
            ip_network(proxy)
        except ValueError:
            raise BadParameter(
                f"--trusted-proxy: '{proxy}' is no address and no network.",
                "Give it like 127.0.0.1, ::1 or 10.0.0.0/8.",
            ) from None


def working_copy(folder: str, snapshot: str) -> str:
    """Return the folder of the working copy; it is made from a snapshot where there is none."""
    place = Path(folder) / "working"
    if place.is_dir():
        return str(place)
    try:
        with temporary_folder(folder, "", WORKING) as beside:
            shutil.copytree(snapshot, beside, dirs_exist_ok=True)
            move_whole(beside, str(place))
    except OSError as error:
        raise ComityError(
            f"The working copy {place} cannot be made: {error.strerror or error}.",
            "Free space there, or choose another folder with --store DIR.",
        ) from None
    return str(place)


def _listen(address: Address) -> socket.socket:
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD)
        if sys.platform == "linux":  # the system would take megabytes for each who does not read
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, _UNSENT)
        listener.bind((address.host, address.port))
    except OSError as error:
        listener.close()
        raise BadParameter(
            f"The address {address.host}:{address.port} cannot be had: {error.strerror or error}.",
            "Choose another with --host and --port.",
        ) from None
    return listener


def _fitting(limits: Limits) -> Limits:
    """Raise the number of open files as far as the system lets, and fit the connections to it."""
    if sys.platform == "win32":
        return limits
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.connections + _BACKLOG + _SPARE_FILES
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return replace(limits, connections=max(16, min(limits.connections, soft - _SPARE_FILES)))
