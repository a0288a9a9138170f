"""A download comes whole and unharmed or not at all, whatever the server does."""

from __future__ import annotations

import base64
import gzip
import hashlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from comity.lists.io.download import Bounds, FetchFailed
from comity.lists.io.fetch import downloads_folder, fetch, fetched
from comity.lists.model.sources import find_source

BODY = b"<CONSOLIDATED_LIST/>" + b" " * 5000
QUICK = Bounds(most_bytes=100_000, seconds=0.6, seconds_in_all=4, tries=3, pause=0.02)

Play = Callable[[socket.socket, str], None]


def reply(body: bytes = BODY, status: str = "200 OK", **headers: str) -> bytes:
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    told = {"Content-Length": str(len(body)), "Connection": "close", **given}
    lines = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + body


class Stage:
    """A server on the loopback that plays one scene a connection, the last one over again."""

    def __init__(self, scenes: list[bytes | Play]) -> None:
        self.asked: list[str] = []
        self._scenes = scenes
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/list.xml"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._play, daemon=True)
        self._thread.start()

    def _play(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                request = b""
                while b"\r\n\r\n" not in request and not self._over.is_set():
                    request += connection.recv(4096)
                if self._over.is_set():
                    return
                scene = self._scenes[min(len(self.asked), len(self._scenes) - 1)]
                self.asked.append(request.decode())
                try:
                    if isinstance(scene, bytes):
                        connection.sendall(scene)
                    else:
                        scene(connection, request.decode())
                except OSError:
                    pass  # the client has had enough, as it should

    def close(self) -> None:
        self._over.set()
        socket.create_connection(self._socket.getsockname()).close()  # wakes the thread
        self._thread.join(5)
        self._socket.close()


@pytest.fixture
def stage() -> Iterator[Callable[..., Stage]]:
    open_stages: list[Stage] = []

    def make(*scenes: bytes | Play) -> Stage:
        open_stages.append(Stage(list(scenes)))
        return open_stages[-1]

    yield make
    for one in open_stages:
        one.close()


def get(data: Path, url: str, bounds: Bounds = QUICK, today: str = "2026-11-23") -> bytes:
    source = replace(find_source("un-sc"), url=url)
    return Path(fetch(str(data), source, today, bounds).file).read_bytes()


def nothing_left(data: Path) -> bool:
    folder = Path(downloads_folder(str(data)))
    return not [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_downloaded_with_a_note_of_where_it_came_from(
    tmp_path: Path, stage: Callable[..., Stage]
) -> None:
    server = stage(reply(ETag='"v1"'))
    assert get(tmp_path, server.url) == BODY
    told = fetched(str(tmp_path), "un-sc")
    assert told is not None
    assert (told.url, told.size, told.etag) == (server.url, len(BODY), '"v1"')
    assert told.sha256 == hashlib.sha256(BODY).hexdigest()
    assert told.retrieved == "2026-11-23"


def test_only_what_is_newer_is_got(tmp_path: Path, stage: Callable[..., Stage]) -> None:
    server = stage(
        reply(ETag='"v1"', Last_Modified="Mon, 23 Nov 2026 00:00:00 GMT"),
        reply(b"", "304 Not Modified"),
    )
    get(tmp_path, server.url)
    again = fetch(str(tmp_path), replace(find_source("un-sc"), url=server.url), "2026-11-24", QUICK)
    assert not again.new
    assert again.retrieved == "2026-11-23"
    assert 'If-None-Match: "v1"' in server.asked[1]
    assert "If-Modified-Since: Mon, 23 Nov 2026" in server.asked[1]


def test_a_file_that_was_changed_here_is_got_again(
    tmp_path: Path, stage: Callable[..., Stage]
) -> None:
    server = stage(reply(ETag='"v1"'))
    get(tmp_path, server.url)
    Path(fetched(str(tmp_path), "un-sc").file).write_bytes(b"changed")  # type: ignore[union-attr]  # one was fetched
    assert fetched(str(tmp_path), "un-sc") is None
    assert get(tmp_path, server.url) == BODY
    assert "If-None-Match" not in server.asked[1]


def slowly(connection: socket.socket, _request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    for _ in range(200):
        connection.sendall(b"x")
        threading.Event().wait(0.1)


def silent(_connection: socket.socket, _request: str) -> None:
    threading.Event().wait(1.0)


def chunks_without_end(connection: socket.socket, _request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n")


def endless(connection: socket.socket, _request: str) -> None:
    connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        connection.sendall(b"x" * 10_000)


@pytest.mark.parametrize(
    ("first", "said"),
    [
        (reply(b"", "503 Service Unavailable"), "answered 503"),
        (reply(b"", "429 Too Many Requests", Retry_After="0"), "answered 429"),
        (reply(Content_Length="9999"), "broke off"),
        (reply(b""), "answered with nothing"),
        (b"", "broke off"),
        (b"HTTP/1.1 200 OK\r\nContent-Le", "answered with nothing"),
        (b"this is no HTTP at all\r\n\r\n", "broke off"),
        (silent, "no answer in time"),
        (chunks_without_end, "broke off"),
        (reply(Repr_Digest=f"sha-256=:{base64.b64encode(b'0' * 32).decode()}:"), "checksum"),
        (reply(b"no gzip", Content_Encoding="gzip"), "cannot be unpacked"),
    ],
    ids=[
        "unavailable",
        "too many",
        "cut",
        "empty",
        "hung up",
        "half a header",
        "no http",
        "silent",
        "no last chunk",
        "wrong checksum",
        "not gzip",
    ],
)
def test_a_fault_that_may_pass_is_tried_again_and_told_if_it_stays(
    tmp_path: Path, stage: Callable[..., Stage], first: bytes | Play, said: str
) -> None:
    server = stage(first, reply())
    assert get(tmp_path / "passes", server.url) == BODY
    assert len(server.asked) == 2
    server = stage(first)
    with pytest.raises(FetchFailed, match=said):
        get(tmp_path / "stays", server.url)
    assert 1 < len(server.asked) <= QUICK.tries
    assert nothing_left(tmp_path / "stays")


@pytest.mark.parametrize(
    ("scene", "said"),
    [
        (reply(b"", "404 Not Found"), "answered 404, not 200"),
        (reply(b"", "403 Forbidden"), "answered 403, not 200"),
        (reply(b"  <!DOCTYPE html><html>moved</html>"), "a web page, not with the list"),
        (reply(b"x" * 200_000), "larger than 100,000 bytes"),
        (endless, "larger than 100,000 bytes"),
        (slowly, "took more than"),
        (reply(gzip.compress(b"0" * 10_000_000), Content_Encoding="gzip"), "larger than 100,000"),
        (reply(b"", "302 Found", Location="http://example.org/list.xml"), "not an https address"),
        (reply(b"", "302 Found", Location="file:///etc/passwd"), "not an https address"),
        (reply(b"", "302 Found", Location="/again"), "more than 5 redirects"),
    ],
    ids=[
        "gone",
        "forbidden",
        "page",
        "large",
        "endless",
        "slow",
        "bomb",
        "plain http",
        "file",
        "loop",
    ],
)
def test_a_fault_that_stays_ends_it_at_once(
    tmp_path: Path, stage: Callable[..., Stage], scene: bytes | Play, said: str
) -> None:
    server = stage(scene)
    with pytest.raises(FetchFailed, match=said):
        get(tmp_path, server.url)
    assert nothing_left(tmp_path)


def test_what_was_there_stays_when_a_download_fails(
    tmp_path: Path, stage: Callable[..., Stage]
) -> None:
    server = stage(reply(), reply(b"", "404 Not Found"))
    get(tmp_path, server.url)
    with pytest.raises(FetchFailed):
        get(tmp_path, server.url)
    assert Path(fetched(str(tmp_path), "un-sc").file).read_bytes() == BODY  # type: ignore[union-attr]  # one was fetched


def test_a_redirect_is_followed(tmp_path: Path, stage: Callable[..., Stage]) -> None:
    target = stage(reply())
    server = stage(reply(b"", "301 Moved Permanently", Location=target.url))
    assert get(tmp_path, server.url) == BODY


def test_a_body_that_is_packed_on_the_way_is_unpacked(
    tmp_path: Path, stage: Callable[..., Stage]
) -> None:
    server = stage(reply(gzip.compress(BODY), Content_Encoding="gzip"))
    assert get(tmp_path, server.url) == BODY


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                    context.wrap_socket(connection, server_side=True).close()
                except OSError:
                    if listening.fileno() < 0:
                        return

        threading.Thread(target=accept, daemon=True).start()
        with pytest.raises(FetchFailed, match="certificate"):
            get(tmp_path, f"https://127.0.0.1:{listening.getsockname()[1]}/list.xml")


def test_a_source_without_an_address_says_where_its_page_is(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match="has no address") as failed:
        fetch(str(tmp_path), find_source("china"), "2026-11-23")
    assert find_source("china").page in failed.value.remedy


def test_a_place_that_cannot_be_written_is_told(
    tmp_path: Path, stage: Callable[..., Stage]
) -> None:
    (tmp_path / "downloads").write_text("a file where a folder should be")
    with pytest.raises(FetchFailed, match="cannot be written"):
        get(tmp_path, stage(reply()).url)
