"""The words between the server and its query processes: short frames over two pipes.

A frame is one letter, the length of what follows in four bytes, and that. The server sends a task
(JSON) and its body; a process answers with a head (JSON), data, and an end, or with a fault (JSON)
in place of any of these.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from typing import IO, NamedTuple

TASK = b"T"
BODY = b"B"
READY = b"R"
HEAD = b"H"
DATA = b"D"
END = b"E"
FAULT = b"F"
JSON, CSV, JSON_LD = "application/json", "text/csv", "application/ld+json"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Media types in which the API answers."""

RECONCILED = ("polity", "initiative", "entity")
"""Kinds of things that are matched with names."""

Values = Mapping[str, object]
_PREFIX = struct.Struct(">cI")
PREFIX_BYTES = _PREFIX.size


class Task(NamedTuple):
    """Something for a query process to do: what, with which values, and a body of bytes."""

    name: str
    values: tuple[tuple[str, object], ...] = ()
    body: bytes = b""

    def spelt(self) -> str:
        """Return name and values as text: the same task, the same text."""
        return json.dumps([self.name, dict(self.values)], sort_keys=True, ensure_ascii=False)


class WorkerOptions(NamedTuple):
    """How a query process is to work."""

    writable: bool
    seconds: float
    rows: int
    size: int
    memory: int


class Head(NamedTuple):
    """What an answer begins with: its status and its headers."""

    status: int
    headers: tuple[tuple[str, str], ...]


def frame(kind: bytes, content: bytes = b"") -> bytes:
    """Return a frame as bytes."""
    return _PREFIX.pack(kind, len(content)) + content


def prefix(found: bytes) -> tuple[bytes, int]:
    """Return the kind of a frame and the length of its content."""
    kind, length = _PREFIX.unpack(found)
    return kind, length


def read_frame(source: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read a whole frame, or None where the other side has gone."""
    begun = source.read(PREFIX_BYTES)
    if len(begun) < PREFIX_BYTES:
        return None
    kind, length = prefix(begun)
    content = source.read(length)
    return (kind, content) if len(content) == length else None


def text(values: Values, name: str) -> str:
    """Return a value that is text."""
    said = values.get(name, "")
    assert isinstance(said, str)
    return said


def texts(values: Values, name: str) -> tuple[str, ...] | None:
    """Return a value that is a list of texts, None where it is not given."""
    said = values.get(name)
    if said is None:
        return None
    assert isinstance(said, list)
    return tuple(str(one) for one in said)
