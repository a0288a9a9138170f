"""nginx before two servers, configured word for word as the documentation prints it."""

from __future__ import annotations

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPSConnection
from pathlib import Path

from tests.server.running import Answer
from tests.store.engines.servers import free_port

DOCUMENT = Path(__file__).parents[2] / "docs" / "server.md"
HOST = "data.example.org"
PREFIX = "/comity"
NGINX = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
_AROUND = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log info;
events {{ worker_connections 2048; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    ssl_certificate {folder}/certificate.pem;
    ssl_certificate_key {folder}/key.pem;
{printed}
}}
"""


def printed(language: str) -> str:
    """Return what the page on the server prints in a language of its own, as in ```nginx."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```", DOCUMENT.read_text("utf-8"), re.M | re.S)
    assert isinstance(found, str)
    return found


@dataclass(frozen=True)
class Proxy:
    """A proxy that runs; it is asked over TLS, by the name of the site."""

    port: int

    def connect(self, source: str = "127.0.0.1") -> HTTPSConnection:
        """Return a connection; the certificate is the test's own."""
        unchecked = ssl.create_default_context()
        unchecked.check_hostname = False
        unchecked.verify_mode = ssl.CERT_NONE
        return HTTPSConnection(
            "127.0.0.1", self.port, timeout=60, context=unchecked, source_address=(source, 0)
        )

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, /, **headers: str
    ) -> Answer:
        """Ask as a client outside does, over a connection of its own."""
        connection = self.connect()
        try:
            said = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, {"Host": HOST, **said})
            reply = connection.getresponse()
            told = {name.lower(): value for name, value in reply.getheaders()}
            return Answer(reply.status, told, reply.read())
        finally:
            connection.close()


@contextmanager
def proxying(folder: Path, ports: tuple[int, int]) -> Iterator[Proxy]:
    """Run nginx in a folder before servers on two ports."""
    assert NGINX is not None
    port = free_port()
    text = printed("nginx")
    for said, meant in (
        ("127.0.0.1:8001", f"127.0.0.1:{ports[0]}"),
        ("127.0.0.1:8002", f"127.0.0.1:{ports[1]}"),
        ("listen 443 ssl;", f"listen 127.0.0.1:{port} ssl;"),
    ):
        assert text.count(said) == 1
        text = text.replace(said, meant)
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    options = ["-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    subprocess.run([*command, *files, *options], check=True, capture_output=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(_AROUND.format(folder=folder, printed=text))
    options = ["-p", str(folder), "-c", str(configuration), "-e", str(folder / "nginx.log")]
    process = subprocess.Popen([NGINX, *options])
    try:
        _wait_for(Proxy(port), process, folder / "nginx.log")
        yield Proxy(port)
    finally:
        process.terminate()
        process.wait(10)


def _wait_for(proxy: Proxy, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until and process.poll() is None:
        try:
            if proxy.ask(f"{PREFIX}/healthz").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(f"nginx does not answer: {log.read_text()[-500:]}")
