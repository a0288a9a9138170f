"""Looks now and then whether there is another store to serve, and changes to it without a gap."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from comity.errors import ComityError
from comity.server.pool import Pool
from comity.server.site import Serving, Site
from comity.store.ready import place_of


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
            *(sys.executable, "-m", "comity", "build", "--store", self.folder),
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
    while True:
        await asyncio.sleep(every)
        try:
            digest = await asyncio.to_thread(source.digest)
            if digest != site.serving.digest:
                await _change(site, source, digest)
        except (ComityError, OSError) as fault:
            site.log.note("swap", fault=str(fault))


async def _change(site: Site, source: Source, digest: str) -> None:
    """Bring the new store up beside the old one, then let all new requests have it."""
    place = source.place(digest)
    if not os.path.isdir(place):
        await source.build()
        if not os.path.isdir(place):
            site.log.note("swap", fault="the store could not be built", store=digest)
            return
    pool = Pool(place, site.limits, site.metrics, site.log)
    await pool.open()
    old, site.serving = site.serving, Serving(digest, pool)
    site.cache.clear()
    site.metrics.swapped()
    site.log.note("swap", store=digest)
    # What the old one has begun it may finish.
    await old.pool.close(site.limits.timeout + site.limits.patience)
