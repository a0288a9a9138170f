"""Tells a shell what may come next: names of queries, of their parameters, and legal values."""

from __future__ import annotations

import click

from comity.errors import ComityError


def query_names(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return the names of the library's queries that begin so."""
    from comity.query.library.catalogue import Library

    return [name for name in Library.shipped().names() if name.startswith(begun)]


def query_parameters(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return ``name=`` for each parameter of the query, or ``name=value`` for its legal values."""
    import comity
    from comity.query.library.catalogue import Library
    from comity.query.names.resolve import legal_values

    # While the line is unfinished, click leaves the name of the query among the arguments.
    asked = context.params.get("name") or next(iter(context.args), "")
    try:
        header = Library.shipped().find(asked).header
        name, equals, value = begun.partition("=")
        if header is None:
            return []
        if not equals:
            return [f"{one.name}=" for one in header.parameters if one.name.startswith(name)]
        parameter = header.parameter(name)
        if parameter is None:
            return []
        known = legal_values(comity.open().engine, parameter.kind)
        return [f"{name}={one}" for one in known if one.startswith(value)]
    except ComityError:
        return []  # a shell that asks for completions has no place to show a fault


def source(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return the sources of official lists that begin so."""
    from comity.lists.model.sources import sources

    return [key for key in sources() if key.startswith(begun)]


def held_import(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    """Return the imports that begin so."""
    from comity.paths import data_folder
    from comity.store.imports.registry import holdings

    return [name for name in holdings(data_folder()).names if name.startswith(begun)]


def own_name(context: click.Context, parameter: click.Parameter, begun: str) -> list[str]:
    """Return the layers and imports that begin so."""
    from comity.paths import data_folder
    from comity.store.layers import layers

    own = [name for name in layers(data_folder()) if name.startswith(begun)]
    return own + held_import(context, parameter, begun)
