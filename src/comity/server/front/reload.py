"""Looks now and then whether there is another store to serve, and changes to it without a gap."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from comity.errors import StoreFailed
from comity.server.front.pool import Pool
from comity.server.front.site import Serving, Site
from comity.store.snapshot.fingerprint import place_of

_LONGEST_PAUSE = 300.0  # seconds between two tries at a store that cannot be had


@dataclass(frozen=True, slots=True)
class Source:
    """Where stores come from: a data folder, and the digest of what belongs in it now."""

    folder: str
    digest: Callable[[], str]

    def place(self, digest: str) -> str:
        """Return the folder of the store of that digest."""
        return place_of(self.folder, digest)

    async def build(self) -> None:
        """Compile the store of today, in a process of its own that takes its memory with it."""
        builder = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", "comity", "build", "--store", self.folder),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
        )
        try:
            await builder.wait()
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                builder.terminate()
            raise


@asynccontextmanager
async def watching(site: Site, source: Source, every: float) -> AsyncIterator[None]:
    """Keep the site up to date while it is up."""
    task = asyncio.get_running_loop().create_task(_watch(site, source, every))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _watch(site: Site, source: Source, every: float) -> None:
    loop = asyncio.get_running_loop()
    failed, pause, again, told = "", every, 0.0, ""
    while True:
        await asyncio.sleep(every)
        digest = ""
        try:
            digest = await asyncio.to_thread(source.digest)
            there = os.path.isdir(site.serving.pool.folder)
            same = digest == site.serving.digest and there
            if same or (digest == failed and loop.time() < again):
                continue
            await _change(site, source, digest)
            failed, told = "", ""
        except Exception as fault:  # whatever it is, there will be another store to look for
            site.metrics.not_swapped()
            words = str(fault) or type(fault).__name__
            if digest or words != told:
                site.log.note("swap", fault=words, store=digest)
            pause = min(pause * 2, _LONGEST_PAUSE) if digest == failed else every
            failed, again, told = digest, loop.time() + pause, words


async def _change(site: Site, source: Source, digest: str) -> None:
    """Bring the new store up beside the old one, then let all new requests have it."""
    place = source.place(digest)
    if not os.path.isdir(place):
        await source.build()
        if not os.path.isdir(place):
            raise StoreFailed("The new store could not be built.", "stderr says why.")
    pool = Pool(place, site.limits, site.metrics, site.log)
    try:
        await pool.open()
    except BaseException:
        await pool.close(0)
        raise
    old, site.serving = site.serving, Serving(digest, pool)
    site.cache.clear()
    site.metrics.swapped()
    site.log.note("swap", store=digest)
    try:  # what the old one has begun it may finish
        await old.pool.close(site.limits.timeout + site.limits.patience)
    except asyncio.CancelledError:
        await old.pool.close(0)
        raise
