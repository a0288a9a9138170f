"""Downloads a list from its publisher: whole and unharmed, or not at all.

Only https is spoken, also after a redirect (but for this machine's own loopback). What is taken,
and how long for, is bounded; a fault that may pass is tried again after a pause that doubles. The
file is written beside its place and moved there with a note of where, when and as what it came, by
which the next fetch asks only for what is newer.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import urllib3

from comity.files import write_whole
from comity.lists.io.download import (
    AGAIN,
    PIECE,
    USUAL,
    Bounds,
    FetchFailed,
    Passing,
    complete,
    ending,
    follow,
    judge,
    pieces,
    said,
    web_page,
)
from comity.lists.model.sources import Source


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was downloaded."""

    file: str
    url: str
    sha256: str
    size: int
    retrieved: str  # the day on which it was got
    etag: str = ""
    last_modified: str = ""
    new: bool = True  # false where the publisher has nothing newer than the file that is there


def downloads_folder(data: str) -> str:
    """Return the folder of downloads in a data folder."""
    return os.path.join(data, "downloads")


def fetched(data: str, source: str) -> Fetched | None:
    """Return the last download of a source, if its file is there as it was written."""
    try:
        with open(_note(data, source), encoding="utf-8") as file:
            found = Fetched(**{**json.load(file), "new": False})
        with open(found.file, "rb") as body:
            whole = hashlib.file_digest(body, "sha256").hexdigest() == found.sha256
    except (OSError, ValueError, TypeError):
        return None
    return found if whole else None


def fetch(
    data: str,
    source: Source,
    today: str,
    bounds: Bounds = USUAL,
    progress: Callable[[int], None] = lambda _bytes: None,
) -> Fetched:
    """Download a source's file into a data folder; return the one that is there if none is newer.

    Raises FetchFailed with what went wrong; what was there before is then untouched.
    """
    if not source.url:
        raise FetchFailed(
            f"{source.key} has no address from which a program may download it.",
            f"Download it by hand from {source.page} and run: comity import {source.key} FILE",
        )
    before = fetched(data, source.key)
    deadline = time.monotonic() + bounds.seconds_in_all
    pause = bounds.pause
    for left in reversed(range(bounds.tries)):
        try:
            return _once(data, source, today, bounds, before, deadline, progress)
        except Passing as fault:
            wait = min(max(pause, fault.wait), bounds.longest_pause)
            if not left or time.monotonic() + wait > deadline:
                raise FetchFailed(f"{source.url}: {fault.said}.", AGAIN) from None
            time.sleep(wait)
            pause *= 2
    raise AssertionError("the last try ends the loop")


def _once(
    data: str,
    source: Source,
    today: str,
    bounds: Bounds,
    before: Fetched | None,
    deadline: float,
    progress: Callable[[int], None],
) -> Fetched:
    headers = {"User-Agent": "comity", "Accept": "*/*", "Accept-Encoding": "identity"}
    if before and before.url == source.url:
        headers |= {"If-None-Match": before.etag} if before.etag else {}
        headers |= {"If-Modified-Since": before.last_modified} if before.last_modified else {}
    timeout = urllib3.Timeout(connect=bounds.seconds, read=bounds.seconds)
    pool = urllib3.PoolManager(timeout=timeout, retries=False)
    answer = None
    try:
        answer = follow(pool, source.url, headers)
        if answer.status == 304 and before:
            return before
        judge(answer, source.url)
        folder = os.path.join(downloads_folder(data), source.key)
        os.makedirs(folder, exist_ok=True)
        place = os.path.join(folder, source.key + ending(source.url))
        with tempfile.TemporaryFile(dir=folder) as body:
            size, digest = 0, hashlib.sha256()
            for piece in pieces(answer, source.url, bounds, deadline):
                if not size and web_page(piece):
                    raise FetchFailed(
                        f"{source.url} answers with a web page, not with the list.",
                        f"See {source.page} for where it is now.",
                    )
                size += len(piece)
                digest.update(piece)
                body.write(piece)
                progress(size)
            complete(answer, size, digest.digest())
            body.seek(0)
            write_whole(iter(lambda: body.read(PIECE), b""), place)
    except urllib3.exceptions.HTTPError as error:
        raise Passing(said(error)) from None
    except OSError as error:
        raise FetchFailed(
            f"{downloads_folder(data)} cannot be written: {error.strerror or error}.",
            "Free space there, or choose another folder with --store DIR.",
        ) from None
    finally:
        if answer is not None:
            answer.close()
        pool.clear()
    got = Fetched(
        place,
        source.url,
        digest.hexdigest(),
        size,
        today,
        answer.headers.get("ETag", ""),
        answer.headers.get("Last-Modified", ""),
    )
    write_whole([json.dumps(asdict(got), indent=2).encode()], _note(data, source.key))
    return got


def _note(data: str, source: str) -> str:
    return os.path.join(downloads_folder(data), source, "fetched.json")
