"""Command ``python -m comity.cli.generated [--check]``: the files that the program writes itself.

They are the vocabulary in Python, the page on the command line and the page on the query library.
It runs at the top of a checkout.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from comity.errors import ComityError

_USAGE = "Usage, at the top of a checkout: python -m comity.cli.generated [--check]"


def _vocabulary() -> str:
    from comity.graph.vocabulary import shipped_vocabulary

    return shipped_vocabulary()


def _command_page() -> str:
    from comity.cli.reference import command_page

    return command_page()


def _library_page() -> str:
    from comity.cli.reference import library_page

    return library_page()


# The vocabulary comes first, and the others load late: they may name a term that is new in it.
FILES: dict[str, Callable[[], str]] = {
    "src/comity/vocab.py": _vocabulary,
    "docs/reference/cli.md": _command_page,
    "queries/README.md": _library_page,
}


def main(arguments: Sequence[str]) -> int:
    """Write the files, or with ``--check`` only name those that are stale.

    Returns 0 where nothing had to be said, 1 where ``--check`` found a file, 2 for bad input.
    """
    if any(argument != "--check" for argument in arguments) or not Path("pyproject.toml").is_file():
        print(_USAGE, file=sys.stderr)
        return 2
    stale = 0
    for name, text in FILES.items():
        place = Path(name)
        try:
            wanted = text()
        except ComityError as error:
            print(f"{error.found} {error.remedy}", file=sys.stderr)
            return error.exit_code
        if place.is_file() and place.read_text("utf-8") == wanted:
            continue
        if arguments:
            print(f"{name} is not what the program prints: run make docs.", file=sys.stderr)
            stale = 1
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(wanted, "utf-8")
    return stale


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
