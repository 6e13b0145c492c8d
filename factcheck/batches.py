"""Files worked on one by one: each in time, in this process or another, and with a reason where nothing came of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from factcheck.model import FactcheckError, Unread
from factcheck.patience import Patience, TooComplex
from factcheck.readers import STDIN

if TYPE_CHECKING:
    from factcheck.workers import Lost

T = TypeVar("T")
_FEWEST_FOR_JOBS = 4  # below this, starting processes costs more than they save
_LONGEST_REASON = 300  # characters of an error that nobody foresaw


def each_file(
    act: Callable[[Path], T],
    paths: Sequence[Path],
    jobs: int,
    timeout: float,
    on_read: Callable[[], None] = lambda: None,
) -> Iterator[T | Unread]:
    """What comes of each file, in order; with several jobs each in a process that may die alone.

    `act` keeps to `timeout` seconds itself, as `in_time` makes it.
    """
    if jobs == 1 or len(paths) < _FEWEST_FOR_JOBS or STDIN in paths:
        for path in paths:
            result = act(path)
            on_read()
            yield result
        return
    from factcheck.workers import Lost, answers  # a run in one process never needs them

    for path, told in zip(paths, answers(act, paths, jobs, timeout), strict=True):
        on_read()
        yield _lost(path, told) if isinstance(told, Lost) else told


def in_time(path: Path, timeout: float, act: Callable[[], T]) -> T | Unread:
    """What comes of a file within so many seconds (0: no limit), or why nothing did."""
    try:
        with Patience(timeout):
            return act()
    except FactcheckError as error:
        return Unread(str(path), str(error))
    except TooComplex:
        return _too_complex(path, timeout)
    except Exception as error:
        if os.environ.get("FACTCHECK_DEBUG"):
            raise
        told = f"{type(error).__name__}: {error}"
        return Unread(str(path), f"{path}: 内部错误，请报告 (internal error): {told}"[:_LONGEST_REASON])


def _too_complex(path: Path, seconds: float) -> Unread:
    told = f"稿件过于复杂，{seconds:g} 秒内没有查完，未作检查；请拆分，或用 --timeout 放宽"
    return Unread(str(path), f"{path}: {told} (not checked: too complex)")


def _lost(path: Path, why: Lost) -> Unread:
    from factcheck.workers import Lost

    if why is Lost.HUNG:
        return Unread(
            str(path), f"{path}: 长时间没有反应，未作检查；请拆分 (not checked: too complex, its process hung)"
        )
    return Unread(
        str(path), f"{path}: 处理它的进程中途终止，未作检查；或因内存不足，请减少 --jobs (its process was killed)"
    )
