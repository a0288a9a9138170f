"""Real SPARQL servers on loopback, each a process of its own over a temporary database."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS_TO_START = 90
STATEMENTS = "statements.nq"

_VIRTUOSO = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
TempStorage = TempDatabase

[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx

[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CaseMode = 2
ThreadsPerQuery = 2
AsyncQueueMaxThreads = 2

[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 4
Charset = UTF-8

[SPARQL]
ResultSetMaxRows = 1000000
"""


def program(name: str) -> str | None:
    """Return the path of a program: of this Python's own environment, or else of the system."""
    own = Path(sysconfig.get_path("scripts")) / name
    return str(own) if own.is_file() else shutil.which(name)


def free_port() -> int:
    """Return a port on loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    assert isinstance(port, int)
    return port


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Serve a store on disk with Oxigraph's own server, for reading; give the endpoint's URL."""
    command = program("oxigraph")
    assert command is not None
    port = free_port()
    options = ["serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running([command, *options], folder.parent, port):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Run Virtuoso 7 over the N-Quads in the file STATEMENTS of a folder; give the endpoint's URL.

    Its database lies in the same folder and begins empty.
    """
    command, console = program("virtuoso-t"), program("isql-vt")
    assert command is not None
    assert console is not None
    sql, http = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(_VIRTUOSO.format(sql=sql, http=http))
    with _running([command, "+foreground", "+configfile", str(settings)], folder, sql, http):
        n_quads = 512  # the flag of its loader for lines with a graph
        subprocess.run(
            [
                console,
                f"127.0.0.1:{sql}",
                "dba",
                "dba",
                "ERRORS=STDOUT",
                f"exec=DB.DBA.TTLP_MT (file_to_string_output ('{STATEMENTS}'), '', "
                f"'https://example.org/none', {n_quads});",
            ],
            cwd=folder,
            check=True,
            capture_output=True,
            timeout=SECONDS_TO_START,
        )
        yield f"http://127.0.0.1:{http}/sparql"


@contextmanager
def _running(command: list[str], folder: Path, *ports: int) -> Iterator[None]:
    """Run a server until the caller is done; raise with its last words if it does not start."""
    said = folder / f"{Path(command[0]).name}.log"
    with said.open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
    try:
        for port in ports:
            _wait_for(port, process, said)
        yield
    finally:
        process.kill()  # there is nothing in its database that anyone will want
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            late = time.monotonic() > until
            if late or process.poll() is not None:
                words = said.read_text("utf-8", "replace")[-500:]
                raise RuntimeError(f"{process.args!r} does not listen on {port}: {words}") from None
        time.sleep(0.05)
