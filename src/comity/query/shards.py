"""Writes all quads into several files of about one size, for loaders that work side by side."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable

from comity.files import write_whole
from comity.terms import Quad, n_triples


def write_shards(quads: Iterable[Quad], shards: int, folder: str) -> list[str]:
    """Write N-Quads into ``comity-1-of-N.nq`` and so on; return the files.

    A quad goes by its subject, so what is said of a thing stays together; the same content gives
    the same files. Each file is sorted by itself, so that no more than one is held in memory.
    """
    os.makedirs(folder, exist_ok=True)
    names = [f"comity-{number}-of-{shards}.nq" for number in range(1, shards + 1)]
    rough = [os.path.join(folder, f".{name}.unsorted") for name in names]
    files = [open(path, "w", encoding="utf-8", newline="\n") for path in rough]  # noqa: SIM115  # all are closed below
    try:
        try:
            for subject, predicate, value, graph in quads:
                node = n_triples(subject)
                home = f" {n_triples(graph)}" if graph is not None else ""
                shard = zlib.crc32(node.encode()) % shards
                files[shard].write(f"{node} {n_triples(predicate)} {n_triples(value)}{home} .\n")
        finally:
            for file in files:
                file.close()
        for name, path in zip(names, rough, strict=True):
            with open(path, "rb") as unsorted:
                write_whole(sorted(set(unsorted)), os.path.join(folder, name))
    finally:
        for path in rough:
            os.unlink(path)
    return [os.path.join(folder, name) for name in names]
