"""Every path of an XML file below its records, found without any part of comity."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree


def unpacked(place: str) -> BinaryIO:
    """Open an official file as its publisher wrote it."""
    if place.endswith(".gz"):
        return gzip.open(place)  # type: ignore[return-value]  # it reads bytes
    if place.upper().endswith(".ZIP"):
        with zipfile.ZipFile(place) as archive:
            return io.BytesIO(archive.read(archive.namelist()[0]))
    return Path(place).open("rb")


def paths_of(place: str, records: Collection[str]) -> Counter[str]:
    """Return how often each path with text, and each attribute with a value, is in a record.

    A path begins with the name of its record; a file that is cut gives what stands before the cut.
    """
    found: Counter[str] = Counter()
    way: list[str] = []
    start = 0
    try:
        with unpacked(place) as stream:
            for event, element in ElementTree.iterparse(stream, ("start", "end")):
                name = element.tag.rpartition("}")[2]
                if event == "start":
                    way.append(name)
                    start = start or (len(way) if name in records else 0)
                    continue
                if start:
                    path = "/".join(way[start - 1 :])
                    if (element.text or "").strip():
                        found[path] += 1
                    for attribute, value in element.attrib.items():
                        if value.strip():
                            found[f"{path}@{attribute.rpartition('}')[2]}"] += 1
                way.pop()
                if len(way) < start:
                    start = 0
                    element.clear()
    except ElementTree.ParseError:
        pass
    return found
