"""Command ``python -m comity.graph.fmt [--check] PATH…``: bring Turtle into canonical form."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from comity.errors import ComityError
from comity.graph.load import rewrite, turtle_files, unformatted

_USAGE = "Usage: python -m comity.graph.fmt [--check] PATH…"


def main(arguments: Sequence[str]) -> int:
    """Rewrite the files, or with ``--check`` only name those that are not canonical.

    Returns 0 where nothing had to be said, 1 where ``--check`` found a file, 2 for bad input.
    """
    check = "--check" in arguments
    paths = [Path(argument) for argument in arguments if argument != "--check"]
    if not paths or any(str(path).startswith("--") for path in paths):
        print(_USAGE, file=sys.stderr)
        return 2
    try:
        if check:
            faulty = unformatted(paths)
            for path in faulty:
                print(f"{path} is not in canonical form: run make fmt.", file=sys.stderr)
            return 1 if faulty else 0
        for path in turtle_files(paths):
            if rewrite(path):
                print(f"{path} rewritten")
    except ComityError as error:
        print(f"{error.found} {error.remedy}", file=sys.stderr)
        return error.exit_code
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
