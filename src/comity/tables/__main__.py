"""Command ``python -m comity.tables [--check|--format]``: compile ``tables/`` into ``graphs/``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from comity.errors import ComityError
from comity.files import write_whole
from comity.paths import room
from comity.tables.graphs import compiled, formatted
from comity.tables.read import FaultyTables

_USAGE = "Usage: python -m comity.tables [--check | --format]"


def main(arguments: Sequence[str]) -> int:
    """Write the graphs, or only name those that differ, or bring the tables into their form.

    Returns 0 where nothing had to be said, 1 where ``--check`` found a file, 2 for bad input.
    """
    if len(arguments) > 1 or set(arguments) - {"--check", "--format"}:
        print(_USAGE, file=sys.stderr)
        return 2
    check = "--check" in arguments
    tables, graphs = Path(room("tables")), Path(room("graphs"))
    try:
        files = formatted(tables)
        if "--format" not in arguments:
            files |= compiled(tables, graphs)
        different = [path for path, text in sorted(files.items()) if _content(path) != text]
        for path in different:
            if check:
                remedy = "make fmt" if path.is_relative_to(tables) else "make graphs"
                print(f"{path} is not what the tables give: run {remedy}.", file=sys.stderr)
            elif (text := files[path]) is None:
                path.unlink()
                print(f"{path} removed")
            else:
                path.parent.mkdir(exist_ok=True)
                write_whole([text.encode()], path)
                print(f"{path} written")
        return 1 if check and different else 0
    except FaultyTables as error:
        print(*error.faults, sep="\n", file=sys.stderr)
        return error.exit_code
    except ComityError as error:
        print(f"{error.found} {error.remedy}", file=sys.stderr)
        return error.exit_code


def _content(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
