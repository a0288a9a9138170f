"""Sends a query to a SPARQL endpoint by the SPARQL 1.1 Protocol, and brings back what it says."""

from __future__ import annotations

import http.client
import socket
import ssl
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic
from urllib.error import URLError
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request

from comity.errors import BadParameter, BadQuery, ComityError, EndpointFailed, TimedOut
from comity.store.engines.login import Credentials
from comity.store.engines.sparql_results import one_line

SECONDS = 60.0  # for one answer, from the first byte sent to the last one read
MOST_BYTES = 256 * 2**20  # of one answer, unpacked
MOST_REDIRECTS = 5
_CHUNK = 64 * 2**10
_MOST_OF_A_COMPLAINT = 64 * 2**10
_GZIP = 16 + zlib.MAX_WBITS
_PORTS = {"http": 80, "https": 443}
_IN_THE_FORM = ("default-graph-uri", "named-graph-uri")
_LOGIN = (
    "Give your login in COMITY_ENDPOINT_USER and COMITY_ENDPOINT_PASSWORD, "
    "or a token in COMITY_ENDPOINT_TOKEN."
)
_LATER = "Try again later, or ask whoever runs the endpoint."
_ADDRESS = "Give the URL that takes queries, for example http://127.0.0.1:7878/query."
_REMEDIES = {
    401: _LOGIN,
    403: _LOGIN,
    404: _ADDRESS,
    405: _ADDRESS,
    407: "Put the proxy's login into the environment: HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT.",
    408: "Ask for less, or try again later.",
    410: _ADDRESS,
    413: "Ask for fewer things at once.",
    429: "It takes no more questions for now: wait, then try again.",
    504: "Ask for less, or try again later.",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """What the endpoint said: the media type, the body, and where it says it cut the rows."""

    media: str
    body: bytes
    most_rows: int | None
    partial: bool


@dataclass(frozen=True)
class Endpoint:
    """The URL of a SPARQL 1.1 endpoint, and how to speak to it.

    ``default-graph-uri`` and ``named-graph-uri`` in the URL become part of each question. Raises
    BadParameter where the URL is none.
    """

    url: str
    credentials: Credentials = field(default_factory=Credentials)
    seconds: float = SECONDS
    most_bytes: int = MOST_BYTES

    def __post_init__(self) -> None:
        _check(self.url)

    @property
    def shown(self) -> str:
        """The URL as people may see it: without what may hold a key."""
        return _shown(self.url)

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    def complaint(self, body: bytes) -> str:
        """Return what the endpoint says as one safe line, even if it repeats our login."""
        return one_line(body, hide=self.credentials.secrets())

    def ask(self, query: str, accept: str) -> Reply:
        """Send a query and return the answer, whole.

        Raises BadQuery where the endpoint refuses the query, TimedOut where its time is up, and
        EndpointFailed where it cannot be reached, does not let us in, or stops in mid-answer.
        """
        deadline = monotonic() + self.seconds
        try:
            with self._send(query, accept, deadline) as response:
                if not 200 <= response.status < 300:
                    raise self._refused(response, deadline)
                body = b"".join(self._read(response, deadline, self.most_bytes))
                return Reply(
                    response.headers.get_content_type() if response.headers["Content-Type"] else "",
                    body,
                    _number(response.headers.get("X-SPARQL-MaxRows")),
                    response.status == 206 or "S1TAT" in response.headers.get("X-SQL-State", ""),
                )
        except (OSError, http.client.HTTPException, UnicodeError, zlib.error) as error:
            raise self._fault(error) from None

    def _send(self, query: str, accept: str, deadline: float) -> http.client.HTTPResponse:
        """Post the query and follow redirects, but never to another host or off TLS."""
        url, dataset = _split(self.url)
        form: bytes | None = urlencode([("query", query), *dataset]).encode()
        for _ in range(MOST_REDIRECTS + 1):
            response = self._open(url, form, accept, deadline)
            if response.status not in (301, 302, 303, 307, 308):
                return response
            response.close()
            url = self._next(url, response.headers.get("Location", ""))
            form = None if response.status == 303 else form
        raise EndpointFailed(
            f"The endpoint {self.shown} sent us on more than {MOST_REDIRECTS} times.", _ADDRESS
        )

    def _next(self, url: str, location: str) -> str:
        """Return where a redirect leads, if comity may go there."""
        try:
            target = urljoin(url, location)
            shown, may_follow = _shown(target), _may_follow(url, target)
        except ValueError:
            shown, may_follow = "what is no URL", False
        if not may_follow:
            raise EndpointFailed(
                f"The endpoint {self.shown} sends us on to {shown}; comity follows "
                "only to the same host.",
                "Give that URL with --endpoint if you trust it.",
            )
        return target

    def _open(
        self, url: str, form: bytes | None, accept: str, deadline: float
    ) -> http.client.HTTPResponse:
        opener = OpenerDirector()  # with no handler that makes exceptions of status codes
        opener.add_handler(ProxyHandler())
        opener.add_handler(HTTPHandler())
        if url.startswith("https:"):
            opener.add_handler(HTTPSHandler(context=self._tls))
        headers = {
            "Accept": accept,
            "Accept-Encoding": "gzip",
            "User-Agent": "comity (https://w3id.org/comity)",
            **self.credentials.headers(),
        }
        left = max(deadline - monotonic(), 0.001)
        response = opener.open(Request(url, form, headers), timeout=left)
        assert isinstance(response, http.client.HTTPResponse)
        return response

    def _read(
        self, response: http.client.HTTPResponse, deadline: float, most: int
    ) -> Iterator[bytes]:
        """Give the body piece by piece, unpacked; no more of it than ``most`` bytes."""
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in ("identity", "gzip", "x-gzip", ""):
            raise EndpointFailed(
                f"The endpoint packs its answer in a way comity did not ask for: {packing[:40]}.",
                _LATER,
            )
        packed = packing.endswith("gzip")
        unpack = zlib.decompressobj(_GZIP)
        total = received = 0
        while chunk := response.read1(_CHUNK):
            received += len(chunk)
            while chunk:
                piece, rest = chunk, b""
                if packed:
                    if unpack.eof:  # gzip allows several members, one after the other
                        unpack = zlib.decompressobj(_GZIP)
                    piece = unpack.decompress(chunk, _CHUNK)
                    rest = unpack.unconsumed_tail or unpack.unused_data
                total, chunk = total + len(piece), rest
                if total > most:
                    raise EndpointFailed(
                        f"The endpoint's answer is larger than {most // 2**20} MiB.",
                        "Ask for less, for example with LIMIT.",
                    )
                yield piece
            if monotonic() > deadline:
                raise TimeoutError
        promised = _number(response.headers.get("Content-Length"))
        if (promised is not None and received < promised) or (packed and not unpack.eof):
            raise http.client.IncompleteRead(b"")

    def _refused(self, response: http.client.HTTPResponse, deadline: float) -> ComityError:
        """Return what an HTTP status means, in the endpoint's own words where it has some."""
        try:
            body = b"".join(self._read(response, deadline, _MOST_OF_A_COMPLAINT))
        except (ComityError, OSError, http.client.HTTPException, zlib.error):
            body = b""  # the status says enough
        said = self.complaint(body)
        status = response.status
        if status == 400:
            told = said or "it does not say why"
            return BadQuery(f"The endpoint refuses the query: {told}", "Mend it and run it again.")
        reason = one_line(response.reason.encode()) or http.client.responses.get(status, "")
        told = f": {said}" if said and said != reason else "."
        found = f"The endpoint {self.shown} answers {f'{status} {reason}'.strip()}{told}"
        return EndpointFailed(found, _REMEDIES.get(status, _LATER))

    def _fault(self, error: Exception) -> ComityError:
        """Return what went wrong on the way, in one line, and what to do about it."""
        if isinstance(error, URLError) and isinstance(error.reason, Exception):
            error = error.reason
        if isinstance(error, TimeoutError):
            return TimedOut(
                f"The endpoint {self.shown} did not answer within {self.seconds:g} seconds.",
                "Ask for less, or give it longer with COMITY_ENDPOINT_TIMEOUT=SECONDS.",
            )
        shown, check = self.shown, "Check the URL and your network."
        if isinstance(error, socket.gaierror | UnicodeError):
            return EndpointFailed(f"There is no host of the name in {shown}.", check)
        if isinstance(error, ConnectionRefusedError):
            return EndpointFailed(
                f"Nothing listens at {shown}: connection refused.",
                "Start the endpoint, or check host and port.",
            )
        if isinstance(error, ssl.SSLCertVerificationError):
            return EndpointFailed(
                f"The certificate of {shown} cannot be trusted: {error.verify_message}.",
                "If it is right, put the authority that signed it into a file named by "
                "SSL_CERT_FILE.",
            )
        if isinstance(error, ssl.SSLError):
            return EndpointFailed(
                f"No secure connection to {shown}: {(error.reason or 'TLS failed').lower()}.",
                "Check whether the URL begins with http:// or https://.",
            )
        if isinstance(error, zlib.error):
            return EndpointFailed(f"The endpoint {shown} sends gzip that is damaged.", _LATER)
        if isinstance(error, http.client.IncompleteRead | ConnectionError):
            return EndpointFailed(
                f"The endpoint {shown} stopped before its answer was complete.",
                "Ask again; if it happens again, ask for less.",
            )
        if isinstance(error, http.client.HTTPException):
            return EndpointFailed(f"What answers at {shown} does not speak HTTP.", _ADDRESS)
        said = getattr(error, "strerror", None) or one_line(str(error).encode())
        return EndpointFailed(f"The endpoint {shown} cannot be reached: {said}.", check)


def _check(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # read for its check
        host = parts.hostname or ""
    except ValueError:
        host = ""
    else:
        if parts.username is not None:
            raise BadParameter("The endpoint's URL holds a user name; it must not.", _LOGIN)
    if not host or not url.isprintable() or " " in url or parts.scheme not in ("http", "https"):
        told = f"'{one_line(url.encode())}'" if host else "What was given as the endpoint"
        raise BadParameter(f"{told} is not the http or https URL of a SPARQL endpoint.", _ADDRESS)


def _split(url: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the URL in ASCII and without the parameters that the protocol puts in the form."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    dataset = [pair for pair in pairs if pair[0] in _IN_THE_FORM]
    query = urlencode([pair for pair in pairs if pair[0] not in _IN_THE_FORM])
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~")
    return urlunsplit((parts.scheme, parts.netloc, path, query, "")), dataset


def _shown(url: str) -> str:
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    return one_line(f"{parts.scheme}://{host}{parts.path}".encode()) + ("?…" if parts.query else "")


def _may_follow(url: str, target: str) -> bool:
    """Say whether a redirect stays where it was sent from, or moves the same host onto TLS."""
    here, there = urlsplit(url), urlsplit(target)
    if there.username is not None or here.hostname != there.hostname:
        return False
    same_port = (here.port or _PORTS[here.scheme]) == (there.port or _PORTS[here.scheme])
    onto_tls = (here.scheme, there.scheme) == ("http", "https")
    return onto_tls or (here.scheme == there.scheme and same_port)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.strip().isdecimal() else None
