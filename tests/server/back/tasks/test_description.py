"""The API does what its own description says, whatever schemathesis thinks of to ask."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.server.running import Server
from tests.store.engines.servers import program

SCHEMATHESIS = program("schemathesis")
OPTIONS = [
    *("--checks", "all", "--phases", "examples,coverage,fuzzing", "--max-examples", "8"),
    *("--generation-deterministic", "--workers", "1", "--output-sanitize", "false"),
    *(
        "--request-timeout",
        "60",
        "--max-response-time",
        "60",
        "--max-failures",
        "5",
        "--no-color",
        "--warnings",
        "off",
    ),
]


@pytest.mark.slow
@pytest.mark.skipif(SCHEMATHESIS is None, reason="schemathesis is not installed")
def test_every_answer_of_the_api_is_as_described(server: Server, tmp_path: Path) -> None:
    assert SCHEMATHESIS is not None
    ran = subprocess.run(
        [SCHEMATHESIS, "run", f"{server.url}/api/openapi.json", *OPTIONS],
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert ran.returncode == 0, ran.stdout[-8000:] + ran.stderr[-1000:]
    assert "Selected: 28/28" in ran.stdout
    assert '"status": 500' not in server.log.read_text("utf-8")
