"""Options that several verbs share, and the graph that they open."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click

import comity
from comity.errors import BadParameter, UnknownFormat
from comity.text import on_one_line, without_controls

Completion = Callable[[click.Context, click.Parameter, str], list[str]]
Function = TypeVar("Function", bound=Callable[..., object] | click.Command)

OWN_PROCESS = "this process ends with the command"


def remark(text: str) -> None:
    """Tell the user something on stderr that is neither an answer nor a fault."""
    click.echo(f"comity: {on_one_line(text)}", err=True)


def complete(what: str) -> Completion:
    """Return a function of :mod:`comity.cli.completion` that is loaded when a shell asks."""

    def found(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
        from comity.cli import completion as completions

        names: list[str] = getattr(completions, what)(context, parameter, begun)
        return names

    return found


def open_graph(engine: str = "oxigraph", seconds: float | None = None) -> comity.Graph:
    """Open the graph that the user chose, by options before or after the verb or by default.

    ``seconds`` is how long to wait for an endpoint.
    """
    chosen = _chosen()
    folder, endpoint = chosen.get("store"), chosen.get("endpoint")
    if folder and os.path.exists(folder) and not os.path.isdir(folder):
        raise BadParameter(
            f"--store: '{folder}' is a file.", "Give a folder; it is made if need be."
        )
    if endpoint and (folder or engine != "oxigraph"):
        raise BadParameter(
            "--endpoint asks another program; --store and --engine choose one of ours.",
            "Give one or the other.",
        )
    endpoint = endpoint or (None if folder else os.environ.get("COMITY_ENDPOINT"))
    graph = comity.open(
        folder, engine=engine, endpoint=endpoint or None, seconds=seconds, remark=remark
    )
    if chosen.get("verbose"):
        graph.listen(lambda text: click.echo(f"{without_controls(text.strip())}\n", err=True))
    return graph


def leave_network_to_query() -> None:
    """Take the network from this process before it runs somebody's SPARQL on our own store.

    Only a process of the command line's own is changed so, not one that calls it from Python.
    """
    context = click.get_current_context(silent=True)
    endpoint = _chosen().get("endpoint") or os.environ.get("COMITY_ENDPOINT")
    if context is not None and context.find_root().obj == OWN_PROCESS and not endpoint:
        from comity.sandbox import leave_network

        leave_network()


def _chosen() -> dict[str, str]:
    """Return what the global options of the command that runs have set."""
    context = click.get_current_context(silent=True)
    found: dict[str, str] = context.meta.setdefault(__name__, {}) if context else {}
    return found


def _remember(context: click.Context, option: click.Parameter, value: str | bool | None) -> None:
    if value and option.name:
        context.meta.setdefault(__name__, {})[option.name] = value


def global_options(function: Function) -> Function:
    """Add ``--store``, ``--endpoint`` and ``--verbose``; :func:`open_graph` heeds them."""
    add_store = click.option(
        "--store",
        metavar="DIR",
        expose_value=False,
        callback=_remember,
        help="Folder of the compiled store [default: your data folder].",
    )
    add_endpoint = click.option(
        "--endpoint",
        metavar="URL",
        expose_value=False,
        callback=_remember,
        help="A SPARQL 1.1 endpoint to ask instead of the store.",
    )
    add_verbose = click.option(
        "-v",
        "--verbose",
        is_flag=True,
        expose_value=False,
        callback=_remember,
        help="Print each query that is run, on stderr.",
    )
    return add_store(add_endpoint(add_verbose(function)))


def engine_option(function: Function) -> Function:
    """Add ``--engine``."""
    return click.option(
        "--engine",
        type=click.Choice(["oxigraph", "rdflib"]),
        default="oxigraph",
        show_default=True,
        help="What evaluates SPARQL; rdflib is slow and gives a second opinion.",
    )(function)


def parameters(said: tuple[str, ...], dates: dict[str, str | None]) -> dict[str, str]:
    """Return ``-p k=v`` options, and the dates of options of their own, as a dictionary."""
    found: dict[str, str] = {}
    for one in said:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise BadParameter(
                f"-p: '{one}' is not name=value.", "Write it like -p initiative=echri."
            )
        if name in found:
            raise BadParameter(f"-p: {name} is given twice.", "Give it once; lists take a comma.")
        found[name] = value
    for name, day in dates.items():
        if day is not None and found.setdefault(name, day) != day:
            raise BadParameter(
                f"The date is given twice: --{name} {day} and -p {name}={found[name]}.",
                "Give it once.",
            )
    return found


def pick_format(form: str | None, known: tuple[str, ...], default: str) -> str:
    """Return the format asked for, or the default; raise UnknownFormat with what there is."""
    if form is None:
        return default
    if form not in known:
        from comity.query.names.labels import did_you_mean, nearest

        close = did_you_mean(nearest(form, known))
        raise UnknownFormat(
            f"There is no format '{form}'.", f"{close} Give one of {', '.join(known)}.".strip()
        )
    return form


def on_terminal() -> bool:
    """Say whether the answer goes to a person rather than to a file or a program."""
    return sys.stdout.isatty()


def stop_after(seconds: float | None, task: Callable[[], None]) -> None:
    """Do a task that may be cut short: by Ctrl-C at any time, and when its time is up.

    An engine cannot be told to stop, so it works in a thread of its own that dies with the
    process; :func:`comity.cli.main` sees to that.
    """
    from threading import Thread

    from comity.errors import TimedOut

    faults: list[BaseException] = []

    def work() -> None:
        try:
            task()
        except BaseException as fault:
            faults.append(fault)

    worker = Thread(target=work, daemon=True, name="query")
    worker.start()
    worker.join(seconds)
    if worker.is_alive():
        raise TimedOut(
            f"The query was stopped after {seconds:g} seconds.",
            "Ask for less, or give it longer with --timeout SECONDS.",
        )
    if faults:
        raise faults[0]


@contextmanager
def working(what: str) -> Iterator[None]:
    """Show on a terminal that work is going on; say nothing elsewhere."""
    if not sys.stderr.isatty():
        yield
        return
    from comity.cli.terminal import progress_console

    with progress_console().status(f"{what} …"):
        yield
