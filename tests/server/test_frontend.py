"""The script of the editor is what its sources build, and comes with all its licences."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from shutil import which

import pytest

from comity.server.wire.templates import STATIC, script
from tests.server.running import Server

FRONTEND = STATIC.parent / "frontend"
LOCK = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]


def test_the_script_is_what_its_sources_build(tmp_path: Path) -> None:
    node = which("node")
    if node is None or not (FRONTEND / "node_modules" / "esbuild").exists():
        pytest.skip(f"no esbuild: npm ci --ignore-scripts in {FRONTEND.name}")
    subprocess.run([node, "editor.build.js", tmp_path], cwd=FRONTEND, check=True)
    for name in ("editor.min.js", "editor.licences.txt"):
        assert (tmp_path / name).read_bytes() == (STATIC / name).read_bytes(), name


def test_the_licences_name_what_is_locked_and_permit_it() -> None:
    text = (STATIC / "editor.licences.txt").read_text("utf-8")
    told = re.findall(r"^-{72}\n\n(\S+) (\S+) \((.+)\)$", text, re.MULTILINE)
    names = [name for name, _, _ in told]
    assert {"@codemirror/view", "@lezer/lr", "codemirror-lang-sparql"} <= set(names)
    for name, version, licence in told:
        assert LOCK[f"node_modules/{name}"]["version"] == version
        assert licence == "MIT"
    assert text.count("Copyright (") >= len(told)


def test_the_script_is_no_larger_than_it_has_to_be() -> None:
    assert len((STATIC / "editor.min.js").read_bytes()) < 400_000


def test_the_script_and_its_licences_are_served(server: Server) -> None:
    assert server.ask(f"/static/{script().name}").body == (STATIC / script().name).read_bytes()
    assert server.ask("/static/editor.licences.txt").media == "text/plain"
