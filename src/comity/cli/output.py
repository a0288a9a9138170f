"""Sends a result to a file, whole or not at all, or to stdout, and shows progress on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from comity.cli.terminal import shown


def write_output(pieces: Iterable[str], target: str | None, form: str = "") -> None:
    """Write text to a file, or to stdout where none is named or the name is ``-``.

    ``form`` is the format, where its line ends need care on a terminal.
    """
    if target is None or target == "-":
        for piece in shown(pieces, form):
            sys.stdout.write(piece)
        return
    from comity.files import write_whole

    write_whole((piece.encode() for piece in pieces), target)


@contextmanager
def progress(what: str) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many of ``what`` are done."""
    if not sys.stderr.isatty():
        yield lambda _count: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    from comity.cli.terminal import progress_console

    columns = SpinnerColumn(), TextColumn("{task.completed:,} " + what), TimeElapsedColumn()
    with Progress(*columns, console=progress_console(), transient=True) as shown:
        task = shown.add_task(what, total=None)
        yield lambda count: shown.update(task, completed=count)
