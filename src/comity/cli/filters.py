"""Options that choose a network: ties, day, weights, filters and backbone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from comity.cli.options import Completion

if TYPE_CHECKING:
    from comity.network.choice import Choice
    from comity.store.engines.interface import Engine

TIES = ("attendance", "membership", "pact", "designation", "all")
WEIGHTS = ("newman", "count", "jaccard", "each")

Function = TypeVar("Function", bound=Callable[..., object] | click.Command)


def network_options(function: Function) -> Function:
    """Add the options that choose a network between polities; :func:`chosen` reads them."""
    for names, settings in reversed(_options()):
        add = click.option(*names, expose_value=False, callback=_remember, **settings)
        function = add(function)
    return function


def chosen(
    engine: Engine,
    *,
    form: str = "polities",
    since: str | None = None,
    until: str | None = None,
    ties: str | None = None,
) -> Choice:
    """Return what the options of the command that runs choose, read with the store's help.

    ``ties`` stands for ``--tie`` where the user gives none.
    """
    from comity.network.choice import read_choice

    context = click.get_current_context()
    said = dict(context.meta[__name__])
    if ties is not None and context.get_parameter_source("tie") is ParameterSource.DEFAULT:
        said["tie"] = ties
    return read_choice(engine, form=form, since=since, until=until, **said)


def _options() -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    return [
        (
            ("--tie",),
            {
                "type": click.Choice(TIES),
                "multiple": True,
                "default": ("membership",),
                "help": "What ties polities: the same summits or initiatives, pacts, or listed "
                "entities; repeatable [default: membership].",
            },
        ),
        (
            ("--on",),
            {
                "metavar": "DATE",
                "help": "The day as of which [default: the latest in the graph].",
            },
        ),
        (
            ("--min", "least"),
            {
                "type": click.IntRange(min=1),
                "default": 1,
                "metavar": "N",
                "help": "Only ties through at least N summits, initiatives, pacts or entities.",
            },
        ),
        (
            ("--weight",),
            {
                "type": click.Choice(WEIGHTS),
                "help": "How heavy a tie is: after Newman, where a group of n gives each pair "
                "1/(n - 1); the number of shared things; that by the number of all of either "
                "(Jaccard); or a tie for each thing [default: newman; count for pacts and "
                "listings].",
            },
        ),
        (
            ("--role",),
            {
                "multiple": True,
                "metavar": "ROLE",
                "shell_complete": _keys("membership-role"),
                "help": "Only in this role, e.g. chair; repeatable [default: any but observer].",
            },
        ),
        (
            ("--area",),
            {
                "multiple": True,
                "metavar": "AREA",
                "shell_complete": _keys("technology-area"),
                "help": "Only initiatives and pacts on this technology area, e.g. semiconductors; "
                "repeatable.",
            },
        ),
        (
            ("--region",),
            {
                "multiple": True,
                "metavar": "REGION",
                "shell_complete": _keys("region"),
                "help": "Only polities of this region or subregion, e.g. asia; repeatable.",
            },
        ),
        (
            ("--initiative-kind",),
            {
                "multiple": True,
                "metavar": "KIND",
                "shell_complete": _keys("initiative-kind"),
                "help": "Only initiatives of this kind, e.g. export-control-regime; repeatable.",
            },
        ),
        (
            ("--backbone",),
            {
                "metavar": "LEVEL|K|none",
                "help": "Keep the ties that stand out at a level of the disparity filter (0.05), "
                "the K strongest of each node (3), or every tie (none).",
            },
        ),
    ]


def _remember(
    context: click.Context, option: click.Parameter, value: str | int | tuple[str, ...] | None
) -> None:
    assert option.name is not None
    context.meta.setdefault(__name__, {})[option.name] = value


def _keys(scheme: str) -> Completion:
    """Return what completes the keys of a scheme."""

    def found(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        import comity
        from comity.errors import ComityError
        from comity.query.names.resolve import legal_values

        try:
            keys = legal_values(comity.open().engine, scheme)
        except ComityError:
            return []  # a shell that asks for completions has no place to show a fault
        return [key for key in keys if key.startswith(begun)]

    return found
