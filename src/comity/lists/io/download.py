"""One request for a file: where it may go, what of the answer is taken, and what is a fault."""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import urllib3

from comity.errors import ComityError

PIECE = 1 << 16
AGAIN = "Try again later, or download it with a browser and give the file to comity import."

_MOST_REDIRECTS = 5
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_PAGE = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")


class FetchFailed(ComityError):
    """A download that did not come, or not whole, or is not what it should be."""

    http_status = 502


class Passing(Exception):
    """A fault that may be gone at the next try, and how long the server asks to wait."""

    def __init__(self, said: str, wait: float = 0.0) -> None:
        super().__init__(said)
        self.said = said
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is taken, and how long for."""

    most_bytes: int = 1 << 30
    seconds: float = 30.0  # until an answer begins, and between two pieces of it
    seconds_in_all: float = 900.0
    tries: int = 4
    pause: float = 1.0  # seconds before the second try; it doubles with each
    longest_pause: float = 60.0


USUAL = Bounds()


class Answer(Protocol):
    """What a server sends: its status, its headers, and its body in pieces."""

    status: int

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers."""
        ...


def follow(
    pool: urllib3.PoolManager, url: str, headers: Mapping[str, str]
) -> urllib3.BaseHTTPResponse:
    """Ask, and follow redirects to places that may be asked."""
    for _ in range(_MOST_REDIRECTS + 1):
        _allowed(url)
        answer = pool.request(
            "GET", url, headers=headers, preload_content=False, redirect=False, retries=False
        )
        if answer.status not in _REDIRECTS:
            return answer
        url = urljoin(url, answer.headers.get("Location", ""))
        answer.close()
    raise FetchFailed(f"{url}: more than {_MOST_REDIRECTS} redirects.", AGAIN)


def _allowed(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and _is_loopback(parts.hostname or ""):
        return
    raise FetchFailed(
        f"'{url}' is not an https address.", "Only https is spoken, so that nobody can change it."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def judge(answer: Answer, url: str) -> None:
    """Let an answer pass, or raise Passing or FetchFailed by its status."""
    if answer.status in _PASSING:
        after = answer.headers.get("Retry-After", "")
        raise Passing(f"answered {answer.status}", float(after) if after.isdigit() else 0.0)
    if answer.status != 200:
        raise FetchFailed(
            f"{url} answered {answer.status}, not 200.",
            "See comity import --list for the page on which the publisher tells of the list.",
        )


def pieces(
    answer: urllib3.BaseHTTPResponse, url: str, bounds: Bounds, deadline: float
) -> Iterator[bytes]:
    """Give the body in pieces, within the bounds."""
    too_large = FetchFailed(
        f"{url} is larger than {bounds.most_bytes:,} bytes.",
        "That is no list of this kind; see its page, and download it by hand if it is right.",
    )
    if int(_digits(answer.headers.get("Content-Length", "0"))) > bounds.most_bytes:
        raise too_large
    size = 0
    while piece := answer.read1(PIECE, decode_content=True):
        size += len(piece)
        if size > bounds.most_bytes:
            raise too_large
        if time.monotonic() > deadline:
            raise FetchFailed(f"{url} took more than {bounds.seconds_in_all:g} seconds.", AGAIN)
        yield piece


def complete(answer: Answer, size: int, digest: bytes) -> None:
    """See that all of it came, as the server itself counts and sums it."""
    if not size:
        raise Passing("answered with nothing")
    stated = answer.headers.get("Content-Length")
    plain = not answer.headers.get("Content-Encoding")
    if stated and plain and int(_digits(stated)) != size:
        raise Passing(f"sent {size:,} bytes of {stated}")
    wanted = _stated_digest(answer.headers)
    if wanted and plain and base64.b64encode(digest).decode() != wanted:
        raise Passing("sent something else than its own checksum says")


def _stated_digest(headers: Mapping[str, str]) -> str:
    """Return the SHA-256 that a server states by RFC 9530 or RFC 3230, in base 64."""
    for name in ("Repr-Digest", "Content-Digest", "Digest"):
        found = re.search(r"sha-256=:?([A-Za-z0-9+/]+=*):?", headers.get(name, ""), re.IGNORECASE)
        if found:
            return found[1]
    return ""


def _digits(text: str) -> str:
    return text if text.isdigit() else "0"


def web_page(start: bytes) -> bool:
    """Say whether a body that begins so is a page for people."""
    return _PAGE.match(start) is not None


def ending(url: str) -> str:
    """Return the ending of the file that an address names, with its point, or nothing."""
    found = _ENDING.search(urlsplit(url).path)
    return found[0].lower() if found else ""


def said(error: urllib3.exceptions.HTTPError) -> str:
    """Return what went wrong in the words of a user."""
    cause = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) else error
    if isinstance(cause, urllib3.exceptions.TimeoutError):
        return "no answer in time"
    if isinstance(cause, urllib3.exceptions.IncompleteRead | urllib3.exceptions.ProtocolError):
        return "the connection broke off before the file was whole"
    if isinstance(cause, urllib3.exceptions.SSLError):
        return "its certificate is not one that this machine trusts"
    if isinstance(cause, urllib3.exceptions.NameResolutionError):
        return "the name of the server is not known here"
    if isinstance(cause, urllib3.exceptions.NewConnectionError):
        return "no connection to the server"
    if isinstance(cause, urllib3.exceptions.DecodeError):
        return "what it sent cannot be unpacked"
    return " ".join(str(cause).split()) or type(cause).__name__
