"""Finds the compiled store that fits the inputs as they are, without reading them.

A small file in the data folder remembers the signature of the inputs (names, sizes, times), the
digest of their content, and which imports are set aside. While the signature stays, so does the
rest, and the store named after the digest is the right one. The file is only a shortcut: it may be
lost or stale at any time.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from comity.errors import StoreBroken
from comity.store.inputs import Inputs
from comity.store.oxigraph import OxigraphEngine


class State(NamedTuple):
    """The inputs as they were looked at: their digest, and a line for each import set aside."""

    digest: str
    aside: tuple[str, ...]

    def text(self, signature: str) -> str:
        """Return it as it is remembered, with the signature that the inputs had."""
        return "\n".join((self.digest, *self.aside, "", signature))


def memory(folder: str) -> str:
    """Return the file in which a data folder remembers its inputs."""
    return os.path.join(folder, "inputs.txt")


def place_of(folder: str, digest: str) -> str:
    """Return the folder of the store of that digest."""
    return os.path.join(folder, "snapshots", digest)


def remembered(folder: str, inputs: Inputs) -> State | None:
    """Return the state of the inputs if nothing has touched them since they were looked at."""
    try:
        with open(memory(folder), encoding="utf-8") as file:
            text, _, signature = file.read().partition("\n\n")
    except (OSError, UnicodeDecodeError):
        return None
    digest, *aside = text.split("\n")
    if signature != inputs.signature() or not digest.isalnum():
        return None
    return State(digest, tuple(aside))


def ready_engine(folder: str, inputs: Inputs) -> tuple[OxigraphEngine | None, tuple[str, ...]]:
    """Open the compiled store of these inputs if it is known to be there and is not broken.

    With it comes a line for each import that is set aside.
    """
    state = remembered(folder, inputs)
    if state is None or not os.path.isdir(place := place_of(folder, state.digest)):
        return None, ()
    try:
        return OxigraphEngine.open(place), state.aside
    except StoreBroken:
        return None, ()  # the slow way in says so and builds it again
