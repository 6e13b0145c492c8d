"""Files worked on in processes of their own, of which any may die or hang without taking the others along."""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from enum import Enum
from math import inf
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic
from typing import Any, Generic, TypeVar

from factcheck.patience import BUSY

T = TypeVar("T")
Task = Callable[[Path], T]
_GRACE = (
    5.0  # seconds beyond the longest that it may take after which a process is held to hang where no alarm reaches it
)


_AHEAD = 2  # files that a process has at once, so that it never waits for the one that gives them out
_FEW_LEFT = 4  # files a process; below these each is given to who is free, lest it waits behind a long one


class Lost(Enum):
    """What became of a file whose process gave no answer."""

    DIED = "died"
    HUNG = "hung"


def answers(task: Task[T], paths: Sequence[Path], jobs: int, patience: float) -> Iterator[T | Lost]:
    """What `task` says of each file, in order, from so many processes.

    `task` keeps to so many seconds itself (0: no limit); a process that is over them for long is killed. One that
    dies costs the file that it had in hand: another takes its place. The task must pickle where processes do not fork.
    """
    crew = _Crew(task, paths, BUSY * patience + _GRACE if patience else inf)
    try:
        crew.start(min(jobs, len(paths)))
        while not crew.is_done:
            yield from crew.next_answers()
    finally:
        crew.dismiss()


class _Crew(Generic[T]):
    """The processes, the files that are still to be given out, and the answers that wait for their turn."""

    def __init__(self, task: Task[T], paths: Sequence[Path], most: float) -> None:
        self._task, self._paths, self._most = task, paths, most
        self._workers: list[_Worker[T]] = []
        self._to_give, self._told = deque(range(len(paths))), 0
        self._early: dict[int, T | Lost] = {}

    @property
    def is_done(self) -> bool:
        return self._told == len(self._paths)

    def start(self, jobs: int) -> None:
        for _ in range(jobs):
            self._workers.append(self._hired())

    def next_answers(self) -> Iterator[T | Lost]:
        """The answers whose turn has come, once another has arrived."""
        by_connection: dict[Any, _Worker[T]] = {w.connection: w for w in self._workers if w.given}
        until = min(worker.until for worker in by_connection.values())
        ready = wait(list(by_connection), None if until == inf else max(0.0, until - monotonic()))
        for worker in [by_connection[connection] for connection in ready]:
            self._hear(worker)
        for worker in by_connection.values():
            if worker.given and worker.until < monotonic():
                self._replace(worker, Lost.HUNG)
        while self._told in self._early:
            self._told += 1
            yield self._early.pop(self._told - 1)

    def dismiss(self) -> None:
        for worker in self._workers:
            worker.kill()

    def _hear(self, worker: _Worker[T]) -> None:
        try:
            told = worker.connection.recv_bytes()
        except (EOFError, OSError):
            self._replace(worker, Lost.DIED)
            return
        index = worker.answered(self._most)
        self._give(worker)  # before the answer is unpacked, so that nobody waits for that
        self._early[index] = pickle.loads(told)

    def _replace(self, worker: _Worker[T], why: Lost) -> None:
        """Another process for one that is lost with the file in its hand; what it had not begun is given anew."""
        self._early[worker.given.popleft()] = why
        while worker.given:
            self._to_give.appendleft(worker.given.pop())
        worker.kill()
        self._workers.remove(worker)
        if self._to_give:
            self._workers.append(self._hired())

    def _hired(self) -> _Worker[T]:
        worker = _Worker(self._task)
        self._give(worker)
        return worker

    def _give(self, worker: _Worker[T]) -> None:
        most = _AHEAD if len(self._to_give) > _FEW_LEFT * max(1, len(self._workers)) else 1
        while self._to_give and len(worker.given) < most:
            index = self._to_give.popleft()
            worker.give(index, self._paths[index], self._most)


class _Worker(Generic[T]):
    """A process, the files that it was given, and until when it may have the first of them in hand."""

    def __init__(self, task: Task[T]) -> None:
        self.connection, there = multiprocessing.Pipe()
        self._process = multiprocessing.Process(target=_serve, args=(there, task), daemon=True)
        self._process.start()
        there.close()  # or its end would not be seen here
        self.given: deque[int] = deque()
        self.until = inf

    def give(self, index: int, path: Path, most: float) -> None:
        if not self.given:
            self.until = monotonic() + most
        self.given.append(index)
        with suppress(OSError):  # it is dead then, which the wait for its answer will tell
            self.connection.send(path)

    def answered(self, most: float) -> int:
        """Which file an answer is for; the next is in hand from now on."""
        self.until = monotonic() + most
        return self.given.popleft()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self.connection.close()


def _serve(connection: Connection, task: Callable[[Path], object]) -> None:
    """Answers until nobody asks; an interrupt from the keyboard is for the process that started this one."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    starter = multiprocessing.parent_process()
    assert starter is not None
    while connection in wait([connection, starter.sentinel]):
        try:
            connection.send_bytes(pickle.dumps(task(connection.recv()), pickle.HIGHEST_PROTOCOL))
        except (EOFError, OSError):
            return
