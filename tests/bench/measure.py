"""Times contestants in turn, so that a busy moment of the machine meets all of them alike."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import geometric_mean, median
from time import perf_counter
from typing import IO, Self, TypedDict


class Task(TypedDict):
    """A question: a library query, its parameters as a user gives them, and its SPARQL."""

    name: str
    given: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: how many times the peer's time (or a former time) ours takes.

    ``ratios`` has one number a round, or one a question; ``middle`` is their median, or over
    questions their geometric mean; ``goal`` is the bar in words; ``seconds`` has the times behind
    them, for the curious: on a shared machine they mean little.
    """

    what: str
    data: str
    peer: str
    goal: str
    ratios: tuple[float, ...]
    middle: float
    seconds: Mapping[str, Sequence[float]]
    questions: tuple[str, ...] = ()
    note: str = ""

    def plain(self) -> dict[str, object]:
        """Return the row as JSON has it."""
        low, high = min(self.ratios), max(self.ratios)
        return {**asdict(self), "minimum": low, "maximum": high}


def took(command: Sequence[str], limit: float = 300) -> float:
    """Return the seconds that a fresh process takes; raise CalledProcessError if it fails."""
    begun = perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, timeout=limit)
    seconds = perf_counter() - begun
    if done.returncode not in (0, 1):  # 1 means findings
        print(done.stderr, file=sys.stderr)
        done.check_returncode()
    return seconds


def in_turn(
    contestants: Mapping[str, Callable[[], float]], rounds: int, *, warm: bool = True
) -> dict[str, list[float]]:
    """Run every contestant once a round, after one round that does not count."""
    if warm:
        for run in contestants.values():
            run()
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            times[name].append(run())
    return times


def compare(
    what: str, data: str, times: Mapping[str, Sequence[float]], goals: Mapping[str, str]
) -> list[Row]:
    """Return a row for each peer that has a goal; ours is the contestant ``comity``."""
    ours = times["comity"]
    rows = []
    for peer, goal in goals.items():
        found = tuple(own / other for own, other in zip(ours, times[peer], strict=True))
        seconds = {"comity": ours, peer: times[peer]}
        rows.append(Row(what, data, peer, goal, found, median(found), seconds))
    return rows


def ratios(
    what: str,
    data: str,
    peer: str,
    goal: str,
    ours: Mapping[str, float],
    theirs: Mapping[str, float],
    limit: float,
) -> Row:
    """Return a row over questions; what one was not asked, or both took too long for, is left out.

    ``limit`` is the time at which an answer was stopped and counted as having taken that long.
    """
    asked = [name for name in ours if name in theirs]
    fair = [name for name in asked if min(ours[name], theirs[name]) < limit]
    slow = [name for name in asked if name not in fair]
    notes = [f"{len(fair)} of {max(len(ours), len(theirs))} questions"]
    notes += [f"both over {limit:g} s: {', '.join(slow)}"] if slow else []
    pairs = {"comity": [ours[name] for name in fair], peer: [theirs[name] for name in fair]}
    found = tuple(ours[name] / theirs[name] for name in fair)
    notes.append(f"most: {fair[found.index(max(found))]}")
    middle = geometric_mean(found)
    return Row(what, data, peer, goal, found, middle, pairs, tuple(fair), "; ".join(notes))


class Worker:
    """A process that answers queries one by one and says how long each took; see worker.py."""

    def __init__(self, *arguments: str) -> None:
        self._command = [sys.executable, "-m", "tests.bench.worker", *arguments]
        self._process: subprocess.Popen[str] | None = None
        self.rows: dict[str, int] = {}
        self.spent = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the process; the next question starts a new one."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def best(self, task: Task, rounds: int, limit: float) -> float:
        """Return the best of some times of asking, or the limit where it was reached."""
        times: list[float] = []
        for _ in range(rounds):
            answer = self.ask(task, limit)
            if answer is None:
                return limit
            times.append(answer)
            if sum(times) > limit:
                break
        return min(times)

    def ask(self, task: Task, limit: float) -> float | None:
        """Return the seconds that the answer took, or None where it was over ``limit``.

        Starting and loading are not timed, and have ten minutes.
        """
        if self._process is None:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            if _line(self._process.stdout, 600) != "ready\n":
                self.stop()
                raise RuntimeError(f"{' '.join(self._command)} did not start")
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        said = _line(self._process.stdout, limit)
        if said is None:
            self.stop()
            self.spent += limit
            return None
        seconds, rows = said.split()
        self.rows[task["name"]] = int(rows)
        self.spent += float(seconds)
        return float(seconds)


def _line(stream: IO[str] | None, limit: float) -> str | None:
    """Return the next line, or None if none comes in time; the worker writes whole lines."""
    assert stream is not None
    ready, _, _ = select.select([stream], [], [], limit)
    return stream.readline() if ready else None
