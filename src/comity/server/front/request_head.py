"""Checks the head of a request where HTTP leaves no choice: version, target, host, coding."""

from __future__ import annotations

import re
from typing import NamedTuple

# Of RFC 3986, without user names, and without the escapes that no name of a host here has.
_HOST = re.compile(rb"(?:[A-Za-z0-9._~-]{1,255}|\[[0-9A-Fa-f:.]{2,64}\])(?::[0-9]{0,5})?")
_ABSOLUTE = re.compile(rb"https?://([^/?#]*)(.*)", re.IGNORECASE | re.DOTALL)

Headers = list[tuple[bytes, bytes]]


class Fault(NamedTuple):
    """What is wrong with a head: the status, what it has, and what to send instead."""

    status: int
    found: str
    remedy: str


class Target(NamedTuple):
    """What a request is for: its path with the query, and its host where the URL names one."""

    path: bytes
    host: bytes | None = None


_VERSION = Fault(505, "The request is not HTTP/1.0 or HTTP/1.1.", "Send it as HTTP/1.1.")
_OLD = Fault(400, "The request is HTTP/0.9, which has no headers.", "Send it as HTTP/1.1.")
_NO_HOST = Fault(400, "The request has no Host header.", "Send the name in the address.")
_HOSTS = Fault(400, "The request has more than one Host header.", "Send one.")
_BAD_HOST = Fault(400, "The Host header is no host name.", "Send the name in the address.")
_BAD_TARGET = Fault(400, "The target is no path of this site.", "Ask for a path like /sparql.")
_NO_TUNNEL = Fault(405, "This server is no proxy.", "Ask it for what it has: GET /")
_CODING = Fault(501, "The body has a transfer coding other than chunked.", "Send it in chunks.")
_OLD_CODING = Fault(
    400, "The request is HTTP/1.0 and has a transfer coding.", "Send it as HTTP/1.1."
)


def read_target(method: bytes, url: bytes) -> Target | None:
    """Return what a request is for; None for a target that no server of a site takes."""
    if url.startswith(b"/") or (url == b"*" and method == b"OPTIONS"):
        return Target(url)
    absolute = _ABSOLUTE.fullmatch(url)
    if absolute is None or not _HOST.fullmatch(absolute[1]):
        return None
    path = absolute[2].partition(b"#")[0]
    if not path and method == b"OPTIONS":
        return Target(b"*", absolute[1])
    return Target(path if path.startswith(b"/") else b"/" + path, absolute[1])


def fault_of(method: bytes, url: bytes, version: str, headers: Headers) -> Fault | None:
    """Return why a request has to be refused whatever it asks for (RFC 9112, 3.2 and 6.1)."""
    if version not in ("1.0", "1.1"):
        return _OLD if version == "0.9" else _VERSION
    if method == b"CONNECT":
        return _NO_TUNNEL
    hosts = [value.strip() for name, value in headers if name == b"host"]
    if len(hosts) > 1:
        return _HOSTS
    if not hosts and version == "1.1":
        return _NO_HOST
    if hosts and not _HOST.fullmatch(hosts[0]):
        return _BAD_HOST
    if read_target(method, url) is None:
        return _BAD_TARGET
    codings = [value.strip().lower() for name, value in headers if name == b"transfer-encoding"]
    if codings and version == "1.0":
        return _OLD_CODING
    return _CODING if codings not in ([], [b"chunked"]) else None


def aimed(method: bytes, url: bytes, headers: Headers) -> bytes:
    """Return the path of a target that has no fault; the host of a whole URL is put into headers.

    A host in the target counts, whatever the Host header says (RFC 9112, 3.2.2).
    """
    target = read_target(method, url)
    assert target is not None
    if target.host is not None:
        headers[:] = [(b"host", target.host), *(pair for pair in headers if pair[0] != b"host")]
    return target.path


def without_upgrade(method: bytes, url: bytes, version: str, headers: Headers) -> bytes:
    """Return the head of a request without its offer to speak another protocol."""
    lines = [b"%s %s HTTP/%s" % (method, url, version.encode())]
    lines += [b"%s: %s" % pair for pair in headers if pair[0] != b"upgrade"]
    return b"\r\n".join(lines) + b"\r\n\r\n"
