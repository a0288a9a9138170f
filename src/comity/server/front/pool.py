"""The query processes of one store: who gets one, who waits, and who has had it for too long.

A query is an ordinary one for its first second of work. One that takes longer steps aside: it
gets a low priority, and another process takes its place, so that ordinary queries find as many as
before. Only so many queries may be long at once, and fewer of one client; others are cut off where
somebody waits.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque

from comity.errors import ComityError, StoreFailed, TimedOut
from comity.server.front.limits import Clients, Limits
from comity.server.front.log import Log
from comity.server.front.metrics import Metrics
from comity.server.front.starts import Starts, none_comes_up
from comity.server.front.worker_process import Gone, QueryProcess, Run
from comity.server.wire.faults import Busy, Closing, TooManyOfOne
from comity.server.wire.ipc import Task

_HEAVY = 256 * 2**20  # what a process may have grown by before it is replaced
_BRIEF = 0.05  # seconds in which no process grows much


class Pool:
    """The query processes over one store."""

    def __init__(
        self, folder: str, limits: Limits, metrics: Metrics, log: Log, *, writable: bool = False
    ) -> None:
        self.folder = folder
        self.writable = writable
        self._limits = limits
        self._metrics = metrics
        self._log = log
        self._wanted = 1 if writable else limits.workers
        self._idle: list[QueryProcess] = []
        self._running: set[Run] = set()
        self._waiting: dict[str, deque[asyncio.Future[QueryProcess]]] = {}
        self._clients = Clients(limits.each, limits.crashes)
        self._starts = Starts(limits.starts)
        self._errands: set[asyncio.Task[None]] = set()
        self._closed = False

    async def open(self) -> None:
        """Start the processes; raise StoreFailed where the first does not come up."""
        self._here(await self._start())
        for _ in range(1, self._wanted):
            self._errand(self._come_up(None))

    async def run(self, task: Task, client: str) -> Run:
        """Have a task done; raise Busy or TooManyOfOne where it has to be refused."""
        now = asyncio.get_running_loop().time()
        self._clients.check_crashes(client, now)
        if self._clients.must_wait(client, now) and not self._may_run_long(client):
            self._metrics.refused("told to wait")
            raise TooManyOfOne(
                "A query of yours was stopped just now, and long ones of yours still run.",
                "Wait for the seconds that Retry-After says.",
            )
        self._clients.take(client)
        try:
            process = await self._process_for(client)
        except BaseException:
            self._clients.give_back(client)
            raise
        run = Run(process, client, self._finished)
        self._running.add(run)
        loop = asyncio.get_running_loop()
        run.timers.append(loop.call_later(self._limits.timeout, self._over, run))
        if not self.writable and self._limits.brief < self._limits.timeout:
            self._look_again(run, self._limits.brief)
        try:
            await process.give(task)
        except Gone:
            pass  # reading the answer says why
        except BaseException:
            run.leave()
            raise
        return run

    async def _process_for(self, client: str) -> QueryProcess:
        if self._closed:
            raise Closing("The server is stopping.", "Ask again in a moment.")
        if self._has_idle() and not self._waiting:
            return self._idle.pop()
        if not self.ready:
            raise none_comes_up()
        if self.waiting >= self._limits.waiting:
            self._metrics.refused("queue")
            raise Busy("Too many queries wait already.", "Ask again in a few seconds.")
        place: asyncio.Future[QueryProcess] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(place)
        self._dispatch()
        try:
            async with asyncio.timeout(self._limits.patience):
                return await place
        except BaseException as fault:
            if place.done() and not place.cancelled() and place.exception() is None:
                self._here(place.result())
            queue = self._waiting.get(client)
            if queue is not None and place in queue:
                queue.remove(place)
                if not queue:
                    del self._waiting[client]
            if not isinstance(fault, TimeoutError):
                raise
            self._metrics.refused("patience")
            raise Busy(
                f"No query process became free within {self._limits.patience:g} seconds.",
                "Ask again in a few seconds.",
            ) from None

    def _had(self, client: str) -> float:
        """Return the seconds of work that a client has had lately, or is having now."""
        now = asyncio.get_running_loop().time()
        having = sum(now - run.began for run in self._running if run.client == client)
        return self._clients.had(client, now) + having

    def _may_run_long(self, client: str) -> bool:
        """Say whether one more query of a client may become a long one."""
        long = sum(run.long for run in self._running if run.client == client)
        return long < self._limits.long_each

    def _dispatch(self) -> None:
        """Give free processes to those who wait, first to the client that has had the least."""
        while self._waiting and self._has_idle():
            client = min(self._waiting, key=self._had)
            queue = self._waiting[client]
            place = queue.popleft()
            if not queue:
                del self._waiting[client]
            if not place.done():
                place.set_result(self._idle.pop())

    def _has_idle(self) -> bool:
        """Say whether a process is free; one that has died in the meantime is replaced."""
        while self._idle and not self._idle[-1].alive:
            self._errand(self._come_up(self._idle.pop()))
        return bool(self._idle)

    def _grown_long(self, run: Run) -> None:
        """Let a query step aside that has taken its second; cut it off if it is in the way."""
        owed = 0.0 if run.left else run.time_owed(self._limits.brief)
        if owed > _BRIEF:
            self._look_again(run, owed)
            return
        if not run.overdue:
            run.overdue = True
            run.process.step_aside()
        long = [one for one in self._running if one.long]
        if run.left:
            run.cut(TimedOut("Nobody waits for the answer.", "Ask again."))
        elif len(long) < self._limits.long and self._may_run_long(run.client):
            run.long = True
            self._errand(self._come_up(None))
        elif self._is_in_the_way(run):
            self._cut_for_others(run)
        else:
            self._look_again(run, self._limits.brief)

    def _look_again(self, run: Run, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        run.timers.append(loop.call_later(seconds, self._grown_long, run))

    def _is_in_the_way(self, run: Run) -> bool:
        slow = Counter(one.client for one in self._running if one.overdue)
        now = asyncio.get_running_loop().time()
        return self._clients.must_yield(run.client, self._waiting, slow, now)

    def _cut_for_others(self, run: Run) -> None:
        self._metrics.refused("in the way")
        self._clients.tell_to_wait(run.client, asyncio.get_running_loop().time())
        why = TooManyOfOne(
            "The query was stopped: it takes long, as others of yours do, while others wait.",
            "Wait until yours have ended, or ask for less.",
        )
        run.cut(why)
        for place in self._waiting.pop(run.client, ()):
            if not place.done():
                place.set_exception(why)

    def _over(self, run: Run) -> None:
        self._metrics.refused("time")
        run.cut(
            TimedOut(
                f"The query was stopped after {self._limits.timeout:g} seconds.",
                "Ask for less, or run it on your own machine: comity query --timeout.",
            )
        )

    def _finished(self, run: Run) -> None:
        """Take back the process of a run that is done, or that nobody waits for any more."""
        if run not in self._running:
            return
        if run.left and not run.done and not run.long and not run.stopped and not self._closed:
            self._look_again(run, self._limits.brief)
            self._errand(self._drain(run))  # it will soon be done; killing it would cost more
            return
        self._running.discard(run)
        self._clients.give_back(run.client)
        now = asyncio.get_running_loop().time()
        took = now - run.began
        self._clients.ran(run.client, took, now, in_vain=run.stopped or run.crashed)
        if run.crashed:
            self._clients.crashed(run.client, now)
        grown = took > _BRIEF and run.process.resident() - run.process.at_start > _HEAVY
        worn = run.overdue or run.spoilt or grown
        if run.done and not worn and run.process.alive and not self._closed:
            self._here(run.process)
            return
        run.process.kill()
        if not run.long and not self._closed:
            self._errand(self._come_up(run.process))
        self._dispatch()

    async def _drain(self, run: Run) -> None:
        """Read an answer that nobody wants to its end, or until the process is killed."""
        await run.drain()
        for timer in run.timers:
            timer.cancel()
        self._finished(run)

    async def _start(self) -> QueryProcess:
        self._metrics.started()
        return await QueryProcess.start(self.folder, self._limits, writable=self.writable)

    async def _come_up(self, instead_of: QueryProcess | None) -> None:
        """Start a process, once the one it stands in for has let go of the store."""
        if instead_of is not None:
            await instead_of.ended(5)
        while not self._closed:
            await asyncio.sleep(self._starts.pause(asyncio.get_running_loop().time()))
            try:
                self._here(await self._start())
                return
            except (StoreFailed, OSError) as fault:
                self._starts.failed(str(fault))
                self._log.note("process", fault=str(fault))
                if not self.ready:
                    self._tell_waiting(none_comes_up())

    def _tell_waiting(self, why: ComityError) -> None:
        for place in [one for queue in self._waiting.values() for one in queue]:
            if not place.done():
                place.set_exception(why)

    def _here(self, process: QueryProcess) -> None:
        if self._closed:
            process.kill()
            return
        self._starts.came_up()
        self._idle.append(process)
        self._dispatch()

    def _errand(self, work: object) -> None:
        assert asyncio.iscoroutine(work)
        task = asyncio.get_running_loop().create_task(work)
        self._errands.add(task)
        task.add_done_callback(self._errands.discard)

    @property
    def waiting(self) -> int:
        """The queries that wait for a process."""
        return sum(len(queue) for queue in self._waiting.values())

    @property
    def running(self) -> tuple[int, int]:
        """The queries that run: all of them, and the long ones among them."""
        return len(self._running), sum(run.long for run in self._running)

    @property
    def ready(self) -> bool:
        """Whether there is a process, or there will be one in a moment."""
        return bool(self._running) or any(one.alive for one in self._idle) or not self.fault

    @property
    def fault(self) -> str:
        """Why the last process that was started did not come up; nothing where it did."""
        return self._starts.fault

    async def close(self, grace: float) -> None:
        """Let what runs and waits finish within ``grace`` seconds, then end all processes."""
        until = asyncio.get_running_loop().time() + grace
        while (self._running or self._waiting) and asyncio.get_running_loop().time() < until:
            await asyncio.sleep(0.05)
        self._closed = True
        for run in list(self._running):
            run.cut(Busy("The server is stopping.", "Ask again in a moment."))
        self._tell_waiting(Closing("The server is stopping.", "Ask again in a moment."))
        for errand in list(self._errands):
            errand.cancel()
        await asyncio.gather(*self._errands, return_exceptions=True)
        await asyncio.gather(*(process.leave() for process in self._idle))
        self._idle.clear()
