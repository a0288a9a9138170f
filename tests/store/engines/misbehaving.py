"""An HTTP server on loopback that answers as badly as a test wants it to."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast

JSON = "application/sparql-results+json"
EMPTY = b'{"head": {"vars": []}, "results": {"bindings": []}}'


@dataclass(frozen=True)
class Asked:
    """A request as it came in; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    form: str


class Handler(BaseHTTPRequestHandler):
    """Notes each request, then behaves as the server was told."""

    def do_POST(self) -> None:
        """Take a query sent as a form."""
        self._handle()

    def do_GET(self) -> None:
        """Take what a redirect sends here."""
        self._handle()

    def _handle(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        form = self.rfile.read(length).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        server = cast("Server", self.server)
        server.asked.append(Asked(self.command, self.path, headers, form))
        server.behave(self)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the tests look at what was asked."""

    @property
    def over(self) -> threading.Event:
        """Is set when the test is over, for those who keep a client waiting."""
        return cast("Server", self.server).over


Behaviour = Callable[[Handler], None]


@dataclass
class Server(ThreadingHTTPServer):
    """The server, what it was asked, and how it behaves."""

    behave: Behaviour
    asked: list[Asked] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    scheme: str = "http"
    daemon_threads = True

    def __post_init__(self) -> None:
        """Take any free port."""
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self) -> str:
        """The address of the endpoint that this server plays."""
        return f"{self.scheme}://127.0.0.1:{self.server_port}/query"

    def handle_error(self, *_arguments: object) -> None:
        """Say nothing when a client that has had enough hangs up."""


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    """Run a server in a thread of its own until the test is over."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def answer(
    body: bytes = EMPTY, status: int = 200, media: str | None = JSON, **headers: str
) -> Behaviour:
    """Return the behaviour of a server that sends just this; ``_`` stands for ``-`` in names."""

    def behave(handler: Handler) -> None:
        handler.send_response(status)
        if media is not None:
            handler.send_header("Content-Type", media)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **named}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def raw(said: bytes) -> Behaviour:
    """Return the behaviour of a server that writes these bytes and hangs up."""

    def behave(handler: Handler) -> None:
        handler.wfile.write(said)

    return behave


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a self-signed certificate for 127.0.0.1 and return it with its key."""
    paths = folder / "certificate.pem", folder / "key.pem"
    options = "-x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-out", str(paths[0])]
    subprocess.run(
        ["openssl", "req", *options.split(), *names, "-keyout", str(paths[1])],
        check=True,
        capture_output=True,
    )
    return paths


def over_tls(server: Server, paths: tuple[Path, Path]) -> Server:
    """Return the server behind TLS with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*paths)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.scheme = "https"
    return server
