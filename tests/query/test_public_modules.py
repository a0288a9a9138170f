"""Each package below query names the modules that the rest of comity may import."""

from __future__ import annotations

import ast
from importlib import import_module
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src" / "comity"
PACKAGES = sorted(path.parent.name for path in SOURCES.glob("query/*/__init__.py"))


def imported(path: Path) -> set[str]:
    """Return the modules that a file imports from packages below ``comity.query``."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    names += [
        f"{node.module}.{alias.name}"
        for node in nodes
        if isinstance(node, ast.ImportFrom) and (node.module or "").count(".") == 2
        for alias in node.names
    ]
    return {name for name in names if name.startswith("comity.query.") and name.count(".") == 3}


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_names_at_most_seven_modules_that_exist(package: str) -> None:
    public = import_module(f"comity.query.{package}").__all__
    assert 0 < len(public) <= 7
    for name in public:
        assert (SOURCES / "query" / package / f"{name}.py").is_file()


def test_the_rest_of_comity_imports_only_public_modules() -> None:
    public = {
        f"comity.query.{package}.{name}"
        for package in PACKAGES
        for name in import_module(f"comity.query.{package}").__all__
    }
    outside = [path for path in SOURCES.rglob("*.py") if "query" not in path.parts[-3:-1]]
    assert len(outside) > 100
    private = {(path.name, name) for path in outside for name in imported(path) - public}
    assert private == set()
