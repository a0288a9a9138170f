"""Layers of a data folder: graphs of the user's own, each a file that is loaded beside the shipped.

A layer is ``layers/<name>.ttl``, replaced whole or not at all. The store is compiled again when one
has changed, as when a graph has.
"""

from __future__ import annotations

import os
import re

from comity.errors import BadParameter, StoreFailed, UnknownThing
from comity.files import sync, write_whole
from comity.store.locks import exclusive

_ENDING = ".ttl"
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}\Z")


def layers_folder(data: str) -> str:
    """Return the folder of layers in a data folder."""
    return os.path.join(data, "layers")


def layers(data: str) -> list[str]:
    """Return the names of the layers of a data folder, sorted."""
    try:
        names = sorted(os.listdir(layers_folder(data)))
    except (FileNotFoundError, NotADirectoryError):
        return []
    return [name.removesuffix(_ENDING) for name in names if name.endswith(_ENDING)]


def layer_file(data: str, name: str) -> str:
    """Return the file of a layer, which may not be there. Raises BadParameter for no such name."""
    if not _NAME.match(name):
        raise BadParameter(
            f"'{name}' cannot be the name of a layer: small letters, digits, '.', '_' and '-' can.",
            "Give it another with --as NAME.",
        )
    return os.path.join(layers_folder(data), name + _ENDING)


def write_layer(data: str, name: str, text: str) -> None:
    """Write a layer, or replace the one of that name."""
    path = layer_file(data, name)
    try:
        with exclusive(data):
            os.makedirs(layers_folder(data), exist_ok=True)
            write_whole([text.encode()], path)
    except OSError as error:
        raise _failed(data, error) from None


def remove_layer(data: str, name: str) -> None:
    """Remove a layer. Raises UnknownThing where there is none of that name."""
    names = layers(data)
    if name not in names:
        raise UnknownThing(
            f"There is no layer '{name}'.",
            f"Name one of {', '.join(names)}." if names else "No layer has been added yet.",
            tuple(names),
        )
    try:
        with exclusive(data):
            os.unlink(layer_file(data, name))
            sync(layers_folder(data))
    except OSError as error:
        raise _failed(data, error) from None


def _failed(data: str, error: OSError) -> StoreFailed:
    return StoreFailed(
        f"{layers_folder(data)} cannot be changed: {error.strerror or error}.",
        "Correct its rights, then run it again.",
    )
