"""Backs up what a data folder holds and nobody can compile again, and restores it whole."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, NamedTuple

from comity.errors import BadData, BadParameter, StoreFailed
from comity.files import sync, write_whole
from comity.store.locks import exclusive, sweep, temporary_folder

FORMAT = 1  # counts up when an older comity must not read what a newer one has written
_MANIFEST = "comity-backup.json"
_LARGEST_MANIFEST = 2**26
_MADE_AGAIN = {"snapshots", "inputs.txt"}  # by the next build
_IN_USE = {"working"}  # a store that a server is changing
_RESTORING, _PIECE = ".taking-restored-", 2**20


class Backup(NamedTuple):
    """What a backup holds: how many files, and the bytes of all of them."""

    files: int
    size: int


def write_backup(data: str, path: str) -> Backup:
    """Write imports, layers, decisions and whatever else a data folder was given to one file.

    The same content gives the same bytes. Raises BadParameter where there is nothing to back up.
    """
    with exclusive(data):
        names = sorted(_files(data))
        if not names:
            raise BadParameter(
                f"{data} holds no import, no layer and no decision.",
                "Name another folder with --store DIR.",
            )
        digests = {name: _digest(os.path.join(data, name)) for name in names}
        with tempfile.TemporaryFile(dir=os.path.dirname(os.path.abspath(path))) as packed:
            _pack(data, digests, packed)
            packed.seek(0)
            write_whole(iter(lambda: packed.read(_PIECE), b""), path)
    return Backup(len(names), sum(os.path.getsize(os.path.join(data, name)) for name in names))


def _files(data: str) -> Iterator[str]:
    for folder, folders, files in os.walk(data):
        inner = os.path.relpath(folder, data)
        is_top = inner == os.curdir
        skipped = _MADE_AGAIN | _IN_USE if is_top else set()
        folders[:] = [name for name in folders if not name.startswith(".") and name not in skipped]
        for name in files:
            path = name if is_top else f"{inner}/{name}".replace(os.sep, "/")
            if not name.startswith(".") and name not in skipped:
                yield path


def _digest(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pack(data: str, digests: Mapping[str, str], output: IO[bytes]) -> None:
    manifest = {"format": FORMAT, "files": digests}
    text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    with (
        gzip.GzipFile("", "wb", 6, output, mtime=0) as packing,
        tarfile.open(fileobj=packing, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        archive.addfile(_member(_MANIFEST, len(text)), io.BytesIO(text))
        for name in digests:
            path = os.path.join(data, name)
            with open(path, "rb") as file:
                archive.addfile(_member(name, os.path.getsize(path)), file)


def _member(name: str, size: int) -> tarfile.TarInfo:
    """Return a member without the time and the user of this machine."""
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o644
    return member


def restore_backup(path: str, data: str, *, replace: bool = False) -> Backup:
    """Put what a backup holds into a data folder, all of it or nothing.

    Raises BadData for a file that is no backup, is damaged or of a newer comity, and BadParameter
    where the folder holds something already and ``replace`` is not given.
    """
    try:
        with temporary_folder(data, "", _RESTORING) as beside:
            backup = _unpack(path, beside)
            with exclusive(data):
                sweep(data)
                _move_in(beside, data, replace=replace)
    except OSError as error:
        raise StoreFailed(
            f"{error.filename or data} cannot be read or changed: {error.strerror or error}.",
            "Check the path, its rights and the space, then run it again.",
        ) from None
    return backup


def _unpack(path: str, folder: str) -> Backup:
    size = 0
    try:
        with tarfile.open(path, "r|gz") as archive:
            members = iter(archive)
            digests = _manifest(archive, next(members, None))
            missing = set(digests)
            for member in members:
                file = archive.extractfile(member) if member.isreg() else None
                if file is None or member.name not in missing:
                    raise _no_backup(path, f"it holds {member.name[:80]!a}, which it does not list")
                missing.discard(member.name)
                if _copy(file, os.path.join(folder, member.name)) != digests[member.name]:
                    raise _no_backup(path, f"{member.name} in it is damaged")
                size += member.size
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _no_backup(path, f"it is no whole archive ({error})") from None
    if missing:
        raise _no_backup(path, f"{min(missing)} is missing in it")
    return Backup(len(digests), size)


def _manifest(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> dict[str, str]:
    """Return the digest of each file that a backup lists; each lies below its data folder."""
    name = archive.name if isinstance(archive.name, str) else "The file"
    file = archive.extractfile(member) if member is not None and member.isreg() else None
    if file is None or member is None or member.name != _MANIFEST:
        raise _no_backup(name, "it does not begin with a list of its files")
    try:
        manifest = json.loads(file.read(_LARGEST_MANIFEST))
        version, digests = int(manifest["format"]), dict(manifest["files"])
    except (ValueError, LookupError, TypeError, RecursionError):
        raise _no_backup(name, "the list of its files cannot be read") from None
    if version > FORMAT:
        raise BadData(f"{name} was written by a newer comity.", "Bring comity up to date.")
    for path in digests:
        parts = path.split("/")
        if (
            not all(parts)
            or any(part.startswith(".") or "\\" in part or ":" in part for part in parts)
            or parts[0] in _MADE_AGAIN | _IN_USE
        ):
            raise _no_backup(name, f"it holds {path[:80]!a}, which is no file of a data folder")
    return digests


def _copy(file: IO[bytes], path: str) -> str:
    """Write a file and return its digest."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    digest = hashlib.sha256()
    with open(path, "xb") as copy:
        while piece := file.read(_PIECE):
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _move_in(beside: str, data: str, *, replace: bool) -> None:
    """Move what was unpacked into the data folder, and what lay there out of it."""
    old = sorted({name.partition("/")[0] for name in _files(data)})
    if old and not replace:
        raise BadParameter(
            f"{data} holds {', '.join(old)} already.",
            "Choose an empty folder with --store DIR, or give --replace.",
        )
    new = sorted(os.listdir(beside))
    aside = os.path.join(beside, ".replaced")
    os.mkdir(aside)
    moved: list[tuple[str, str]] = []
    try:
        for name in [*old, *(name for name in new if name not in old)]:
            for source, target in ((data, aside), (beside, data)):
                if os.path.lexists(os.path.join(source, name)):
                    os.rename(os.path.join(source, name), os.path.join(target, name))
                    moved.append((os.path.join(source, name), os.path.join(target, name)))
    except OSError:
        for source, target in reversed(moved):
            os.rename(target, source)
        raise
    sync(data)
    shutil.rmtree(aside, ignore_errors=True)


def _no_backup(path: str, why: str) -> BadData:
    return BadData(
        f"{path} is no backup of comity: {why}.", "Give a file that 'comity backup' wrote."
    )
