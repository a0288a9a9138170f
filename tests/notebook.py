"""Runs the notebook in docs/ without Jupyter: ``python -m tests.notebook`` writes its outputs."""

from __future__ import annotations

import ast
import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TypedDict

PATH = Path(__file__).parent.parent / "docs" / "tour.ipynb"


class Cell(TypedDict):
    """What we need of a cell: its kind and its lines."""

    cell_type: str
    source: list[str]


def read() -> dict[str, object]:
    """Return the notebook as it is on disk."""
    found: dict[str, object] = json.loads(PATH.read_text("utf-8"))
    return found


def outputs(notebook: dict[str, object]) -> Iterator[list[str]]:
    """Run the code cells in order and give what each prints or ends with, as lines."""
    names: dict[str, object] = {}
    cells = notebook["cells"]
    assert isinstance(cells, list)
    for cell in cells:
        if cell["cell_type"] == "code":
            yield _run("".join(cell["source"]), names).splitlines(keepends=True)


def _run(source: str, names: dict[str, object]) -> str:
    """Run one cell; a last line that is an expression is shown, as a notebook does."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(ast.Module(body, []), "<cell>", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)
            if value is not None:
                print(value)
    return said.getvalue()


def main() -> None:
    """Write the outputs into the notebook."""
    notebook = read()
    cells = notebook["cells"]
    assert isinstance(cells, list)
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    for number, (cell, lines) in enumerate(zip(code, outputs(notebook), strict=True), 1):
        cell["execution_count"] = number
        cell["outputs"] = (
            [{"name": "stdout", "output_type": "stream", "text": lines}] if lines else []
        )
    PATH.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
