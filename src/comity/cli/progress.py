"""Shows how far long work has come, on stderr and only where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


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
