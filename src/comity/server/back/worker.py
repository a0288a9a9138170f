"""A query process: opens the store, does one task after another, and may be killed at any time.

It is started by :mod:`comity.server.front.worker_process` as ``python -m``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import IO

from comity.errors import ComityError, StoreFailed
from comity.sandbox import leave_network
from comity.server.back.answer_stream import Output
from comity.server.back.pages.build_page import show
from comity.server.back.tasks import (
    Doing,
    completion_terms,
    description,
    library_answers,
    reconcile,
    sparql_tasks,
)
from comity.server.wire.ipc import BODY, READY, TASK, WorkerOptions, frame, read_frame
from comity.store.engines.sparql_store import ServedStore, WorkingStore

if sys.platform == "linux":
    import resource

TASKS: Mapping[str, Doing] = {
    "document": sparql_tasks.document,
    "graph-read": sparql_tasks.read,
    "graph-write": sparql_tasks.write,
    "library": library_answers.ask,
    "look": sparql_tasks.look,
    "module": sparql_tasks.module,
    "page": show,
    "preview": reconcile.preview,
    "query": sparql_tasks.query,
    "reconcile": reconcile.match,
    "service": description.service,
    "suggest": reconcile.suggest,
    "terms": completion_terms.terms,
    "update": sparql_tasks.update,
    "void": description.void,
}
_SPARE_SECONDS = 5  # after which a process whose server has died ends itself


class Mistake(ComityError):
    """A fault of our own."""

    http_status = 500


def main() -> None:
    """Do tasks until the server closes the pipe."""
    folder, said = sys.argv[1], WorkerOptions(*json.loads(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server to heed
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not get between the frames
    leave_network()  # whatever a query does, it reaches nobody
    store = WorkingStore.open(folder) if said.writable else ServedStore.open(folder)
    limit_memory(said.memory)
    answers.write(frame(READY))
    answers.flush()
    tasks = os.fdopen(os.dup(0), "rb")
    while (task := read_task(tasks)) is not None:
        set_alarm(int(said.seconds) + _SPARE_SECONDS)
        do(store, task, Output(answers, rows=said.rows, size=said.size))
        set_alarm(0)


def read_task(source: IO[bytes]) -> tuple[str, Mapping[str, object], bytes] | None:
    """Read a task and its body, None where the server has gone."""
    asked, body = read_frame(source), read_frame(source)
    if asked is None or body is None:
        return None
    assert asked[0] == TASK
    assert body[0] == BODY
    name, values = json.loads(asked[1])
    return name, values, body[1]


def do(store: ServedStore, task: tuple[str, Mapping[str, object], bytes], output: Output) -> None:
    """Do one task; a fault is told in place of the answer."""
    name, values, body = task
    try:
        TASKS[name](store, values, body, output)
        output.end()
    except ComityError as error:
        if isinstance(error, StoreFailed):
            tell_operator()
        output.fault(error)
    except MemoryError:
        output.fault(StoreFailed("The query needs more memory than it may have.", "Ask for less."))
    except Exception:
        tell_operator()  # the client is not told how we are made
        output.fault(Mistake("The server made a mistake.", "Its log says more; please report it."))


def tell_operator() -> None:
    """Write what has just gone wrong to stderr, if anything can be written there."""
    with suppress(OSError, ValueError):
        traceback.print_exc()


def limit_memory(size: int) -> None:
    """Let the process take ``size`` bytes more than it has now; past that an allocation fails."""
    if sys.platform != "linux":
        return  # elsewhere the limit is not kept to, or counts otherwise
    with open("/proc/self/statm", encoding="ascii") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (now + size, now + size))


def set_alarm(seconds: int) -> None:
    """Have the system end the process after so many seconds, 0 for never, where it can."""
    if sys.platform != "win32":
        signal.alarm(seconds)


if __name__ == "__main__":
    main()
