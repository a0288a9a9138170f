"""The verb itself: what it prints, what it refuses, how it stands behind a proxy."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.server.running import serving, started

COMMAND = [sys.executable, "-m", "comity", "serve"]


def test_serve_listens_answers_and_stops(data: Path) -> None:
    command = [*COMMAND, "--port", "0", "--store", str(data), "--workers", "1", "--max-rows", "5"]
    with started(command, data) as running:
        assert running.query("ASK {}").status == 200
        assert running.query("SELECT * { ?s ?p ?o } LIMIT 6").status == 503
        assert len(running.workers()) == 1
        assert running.stop() in (0, -15)
        assert "Traceback" not in running.log.read_text()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--endpoint", "http://127.0.0.1:1/"], "store of its own"),
        (["--root-path", "comity/"], "Write it like /comity"),
        (["--host", "256.0.0.1"], "cannot be had"),
        (["--workers", "0"], "--workers"),
        (["--trusted-proxy", "*"], "no address and no network"),
        (["--trusted-proxy", "proxy.example"], "no address and no network"),
    ],
)
def test_serve_refuses_what_cannot_be(data: Path, options: list[str], said: str) -> None:
    store = [] if "--endpoint" in options else ["--store", str(data)]
    ran = subprocess.run([*COMMAND, *options, *store], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr


def test_serve_says_that_a_port_is_taken(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [*COMMAND, "--port", str(taken.getsockname()[1]), "--store", str(data)]
        ran = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert ran.returncode == 2
        assert "cannot be had" in ran.stderr


def test_only_a_trusted_proxy_is_believed(data: Path) -> None:
    claim = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https"}
    with serving(data) as open_server:
        open_server.ask("/nothing", **claim)
        assert open_server.logged('"path": "/nothing"')
        assert "203.0.113.9" not in open_server.log.read_text()
    address = {"root_path": "/comity", "trusted_proxies": ["127.0.0.1"]}
    with serving(data, address=address) as behind:
        behind.ask("/healthz", **claim)
        assert behind.logged("203.0.113.9")
        answer = behind.ask("/id/polity/JPN", Accept="text/turtle", **claim)
        assert answer.headers["location"] == "/comity/data/polity/JPN.ttl"
        told = json.loads(behind.ask("/api/openapi.json", Host="data.example", **claim).body)
        assert told["servers"] == [{"url": "https://data.example/comity"}]
