"""An import in a data folder: one edition of an official list, as it was taken.

``imports/<source>/<date>/`` holds ``import.json``, which says what it is; ``records.jsonl``, what
the reader gave; ``statements.nt``, the same as a graph; and ``cards.tsv``, by what its entities are
compared with others. A folder is renamed into its place when it is whole, so an import is there or
it is not. ``import.json`` has the SHA-256 of the other files, and of what it says itself.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from comity.errors import StoreFailed
from comity.files import sync, write_whole
from comity.iris import GRAPH
from comity.store.snapshot.fingerprint import IMPORT_FILES
from comity.terms import Iri

STATEMENTS = "4"  # counts up when the same records give other statements
FORMAT = 2  # counts up when an older comity must not read what a newer one has written
_ABOUT, _RECORDS, _STATEMENTS, _CARDS = IMPORT_FILES
_PLACE = ("folder", "doubted")  # what import.json does not have


@dataclass(frozen=True, slots=True)
class Import:
    """One edition of an official list, as it was taken."""

    source: str  # ofac-sdn
    published: str  # 2021-12-09, the publisher's date
    retrieved: str  # the day on which the file was got
    title: str
    files: tuple[str, ...]  # names of the files, without their folders
    sha256: tuple[str, ...]  # of each file's bytes
    reader: str  # csl-csv 1
    records: int
    refused: int
    faults: dict[str, int]  # how often what kind of fault of the publisher's was met
    entries: dict[str, int]  # designations by list
    whole: tuple[str, ...]  # lists of which it holds every entry
    spaces: tuple[str, ...]  # the first parts of its entities' keys
    digest: str  # of the records
    statements: str = STATEMENTS
    fields: dict[str, int] = field(default_factory=dict)  # how many records have each field
    digests: dict[str, str] = field(default_factory=dict)  # SHA-256 of its other files, by name
    folder: str = ""
    doubted: tuple[str, ...] = ()  # lists of which another edition is set aside

    @property
    def name(self) -> str:
        """What users call it: ``ofac-sdn/2021-12-09``."""
        return f"{self.source}/{self.published}"

    @property
    def graph(self) -> Iri:
        """The name of its graph."""
        return Iri(f"{GRAPH}import/{self.name}")

    @property
    def records_file(self) -> str:
        """The file with the records."""
        return os.path.join(self.folder, _RECORDS)

    @property
    def statements_file(self) -> str:
        """The file with the statements."""
        return os.path.join(self.folder, _STATEMENTS)

    @property
    def cards_file(self) -> str:
        """The file with the cards."""
        return os.path.join(self.folder, _CARDS)

    def sealed(self) -> Import:
        """Return it with the digests of its files as they are, when all of it is on the disk."""
        digests = {}
        for name in IMPORT_FILES[1:]:
            path = os.path.join(self.folder, name)
            sync(path)
            digests[name] = digest_of(path)
        return replace(self, digests=digests)

    def write(self) -> None:
        """Write what it is into its folder, or replace what is there."""
        parts = {name: value for name, value in asdict(self).items() if name not in _PLACE}
        parts["format"] = FORMAT
        text = {**parts, "sealed": sorted(parts), "seal": _seal(parts, sorted(parts))}
        path = os.path.join(self.folder, _ABOUT)
        write_whole([json.dumps(text, indent=2, ensure_ascii=False, sort_keys=True).encode()], path)


def digest_of(path: str) -> str:
    """Return the SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def imports_folder(data: str) -> str:
    """Return the folder of imports in a data folder."""
    return os.path.join(data, "imports")


def place_of_import(data: str, source: str, published: str) -> str:
    """Return the folder in which an import lies or would lie."""
    return os.path.join(imports_folder(data), source, published)


def read_import(folder: str) -> Import:
    """Return the import in a folder, as its ``import.json`` describes it; unknown parts are left.

    Raises StoreFailed where that is missing, damaged, of another import, or too new.
    """
    try:
        with open(os.path.join(folder, _ABOUT), encoding="utf-8") as file:
            parts: dict[str, Any] = json.load(file)
        if _is_newer(parts):
            raise _unreadable("it was written by a newer comity", "Bring comity up to date")
        if "seal" in parts and parts["seal"] != _seal(parts, parts["sealed"]):
            raise _unreadable("import.json is damaged or was changed")
        read = Import(**_parts(parts), folder=folder)
    except FileNotFoundError:
        raise _unreadable("import.json is missing") from None
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        words = error.strerror if isinstance(error, OSError) else str(error)
        raise _unreadable(f"import.json cannot be read: {words}") from None
    if folder.split(os.sep)[-2:] != [read.source, read.published]:
        raise _unreadable(f"import.json is that of {read.name!r}")
    return read


def damage(edition: Import) -> str:
    """Say which file of an import is missing or not as it was written; nothing if none is.

    An import of before there were digests has that of its records, and the rest is made anew.
    """
    for name, digest in (edition.digests or {_RECORDS: edition.digest}).items():
        try:
            same = digest_of(os.path.join(edition.folder, name)) == digest
        except FileNotFoundError:
            return f"{name} is missing"
        except OSError as error:
            return f"{name} cannot be read: {error.strerror or error}"
        if not same:
            return f"{name} is damaged"
    return ""


def _is_newer(parts: dict[str, Any]) -> bool:
    return int(parts.get("format", 1)) > FORMAT or int(parts["statements"]) > int(STATEMENTS)


def _seal(parts: dict[str, Any], names: list[str]) -> str:
    """Return the digest of the named parts of a description."""
    parts = {name: parts[name] for name in names}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _parts(parts: dict[str, Any]) -> dict[str, Any]:
    """Return the known parts of a description. Raises ValueError for one of another kind."""
    known: dict[str, Any] = {}
    for part in fields(Import):
        if part.name in parts and part.name not in _PLACE:
            value = parts[part.name]
            if not _KINDS[str(part.type)](value):
                raise ValueError(f"its part '{part.name}' is of another kind")
            known[part.name] = tuple(value) if isinstance(value, list) else value
    return known


def _has(values: Iterable[object], kind: type) -> bool:
    return all(type(value) is kind for value in values)


_KINDS: dict[str, Callable[[Any], bool]] = {
    "str": lambda value: isinstance(value, str),
    "int": lambda value: type(value) is int,
    "tuple[str, ...]": lambda value: isinstance(value, list) and _has(value, str),
    "dict[str, int]": lambda value: isinstance(value, dict) and _has(value.values(), int),
    "dict[str, str]": lambda value: isinstance(value, dict) and _has(value.values(), str),
}


def _unreadable(reason: str, remedy: str = "Import the file again") -> StoreFailed:
    return StoreFailed(f"{reason}.", f"{remedy}.")
