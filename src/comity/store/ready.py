"""Finds the compiled store that fits the inputs as they are, without reading them.

A small file in the data folder remembers the signature of the inputs (names, sizes, times) and the
digest of their content. While the signature stays, so does the digest, and the store named after
it is the right one. The file is only a shortcut: it may be lost or stale at any time.
"""

from __future__ import annotations

import os

from comity.store.inputs import Inputs


def memory(folder: str) -> str:
    """Return the file in which a data folder remembers its inputs."""
    return os.path.join(folder, "inputs.txt")


def place_of(folder: str, digest: str) -> str:
    """Return the folder of the store of that digest."""
    return os.path.join(folder, "snapshots", digest)


def remembered(folder: str, inputs: Inputs) -> str | None:
    """Return the digest of the inputs if nothing has touched them since it was taken."""
    try:
        with open(memory(folder), encoding="utf-8") as file:
            digest, _, signature = file.read().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return digest if signature == inputs.signature() else None


def ready_store(folder: str, inputs: Inputs) -> str | None:
    """Return the folder of the compiled store of these inputs if it is known to be there."""
    digest = remembered(folder, inputs)
    if not digest or not digest.isalnum():
        return None
    place = place_of(folder, digest)
    return place if os.path.isdir(place) else None
