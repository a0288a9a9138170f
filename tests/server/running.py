"""Real server processes on loopback, and a client that shows exactly what they answer."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, urlencode

SECONDS_TO_START = 60
SECONDS_TO_ANSWER = 40
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?f && ?f < ?i) }"
)
EVERYTHING = "SELECT * WHERE { ?s ?p ?o . ?o ?q ?r }"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()

    def json(self) -> dict[str, object]:
        """Return the body as JSON."""
        said = json.loads(self.body)
        assert isinstance(said, dict)
        return said

    @property
    def media(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]


@dataclass
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int
    folder: Path
    log: Path
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The address of the site."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, /, **headers: str
    ) -> Answer:
        """Send a request over a connection of its own and read the whole answer."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=SECONDS_TO_ANSWER)
        try:
            said = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {**self.headers, **said})
            reply = connection.getresponse()
            told = {name.lower(): value for name, value in reply.getheaders()}
            return Answer(reply.status, told, reply.read())
        finally:
            connection.close()

    def query(self, text: str, accept: str = "", /, **fields: str) -> Answer:
        """Ask a query by GET."""
        asked = urlencode({"query": text, **fields}, quote_via=quote)
        headers = {"Accept": accept} if accept else {}
        return self.ask(f"/sparql?{asked}", **headers)

    def raw(self, text: bytes, seconds: float = 10) -> bytes:
        """Send bytes as they are; return all that comes until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as connection:
            connection.sendall(text)
            return read_all(connection)

    def metric(self, name: str) -> float:
        """Return the value of a sample."""
        found = re.search(rf"^{re.escape(name)} (\S+)$", self.ask("/metrics").text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def logged(self, text: str) -> bool:
        """Say whether a text comes up in the log; lines are written a moment after the answer."""
        return wait_until(lambda: text in self.log.read_text("utf-8"))

    def memory(self) -> int:
        """Return the bytes that the server itself holds, without its query processes."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text("ascii").split()[1]
        return int(pages) * resource.getpagesize()

    def workers(self) -> list[int]:
        """Return the process numbers of the query processes."""
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [
            int(one)
            for one in found.split()
            if b"comity.server.back.worker" in Path(f"/proc/{one}/cmdline").read_bytes()
        ]

    def stop(self, seconds: float = 30) -> int:
        """Ask the server to stop; return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)


def read_all(connection: socket.socket) -> bytes:
    """Read until the other side closes or breaks off."""
    found = bytearray()
    try:
        while part := connection.recv(65536):
            found += part
    except ConnectionResetError:
        pass
    return bytes(found)


@contextmanager
def serving(
    folder: Path,
    *,
    limits: Mapping[str, float] | None = None,
    allow_update: bool = False,
    address: Mapping[str, object] | None = None,
    digest: Path | None = None,
    environment: Mapping[str, str] | None = None,
    store: Path | None = None,
) -> Iterator[Server]:
    """Serve the data in a folder, or in ``store``, with limits of its own; log to the folder."""
    said: dict[str, object] = {
        "limits": {"workers": 2, **(limits or {})},
        "allow_update": allow_update,
        "address": address or {},
    }
    if digest is not None:
        said["digest"] = str(digest)
    command = [sys.executable, "-m", "tests.server.program", str(store or folder), json.dumps(said)]
    with started(command, folder, environment) as server:
        yield server


@contextmanager
def started(
    command: list[str], folder: Path, environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run a program that serves; its log goes to a file."""
    number = 0
    while (log := folder / f"server-{number}.log").exists():
        number += 1
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).parents[2],
            env={**os.environ, **(environment or {})},
        )
    try:
        yield Server(process, _port(process, log), folder, log)
    finally:
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _port(process: subprocess.Popen[bytes], log: Path) -> int:
    """Wait until the server answers; return its port."""
    until = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < until and process.poll() is None:
        found = re.search(r"Listening on http://\S+?:(\d+)", log.read_text("utf-8"))
        if found:
            try:
                probe = HTTPConnection("127.0.0.1", int(found[1]), timeout=5)
                probe.request("GET", "/healthz")
                if probe.getresponse().status == 200:
                    return int(found[1])
            except OSError:
                pass
            finally:
                probe.close()
        time.sleep(0.05)
    raise AssertionError(f"the server did not start:\n{log.read_text('utf-8')}")


def clean(folder: Path) -> None:
    """Remove the working copy of a data folder."""
    shutil.rmtree(folder / "working", ignore_errors=True)


def wait_until(true: object, seconds: float = 10) -> bool:
    """Wait until something called comes true."""
    assert callable(true)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if true():
            return True
        time.sleep(0.05)
    return bool(true())
