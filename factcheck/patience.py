"""How long one draft may take: what goes on for longer is given up, and said to be.

In the main thread of a process an alarm cuts in wherever the work stands, inside a pattern too. Elsewhere (another
thread, Windows, somebody else's alarm) the time is looked at wherever the stages call `look_at_the_time`.
"""

from __future__ import annotations

import math
import signal
import threading
from contextvars import ContextVar
from time import monotonic, process_time
from types import FrameType, TracebackType
from typing import Any

DEFAULT = 10.0  # seconds for one draft; of 6,000 real ones the slowest took less than one
BUSY = 4  # times the seconds that a draft may take on a busy machine
_AGAIN = 0.5  # seconds until an alarm rings again that went unheard, as inside a finaliser


class TooComplex(BaseException):
    """Raised in the midst of what takes too long. No Exception: no stage shall take it for a fault of its input."""


class Patience:
    """Gives what is done inside so many seconds, and raises TooComplex when they are over; 0 sets no limit.

    Where the machine is so busy that it had less than half of them to work in, it may take up to four times as long.

    >>> with Patience(5):
    ...     look_at_the_time()
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_open = self._is_armed = False

    def __enter__(self) -> None:
        if not self._seconds:
            return
        self._began, self._worked = monotonic(), process_time()
        self._is_open = True
        self._is_armed = _may_alarm()
        self._outer = _end.set(_end.get() if self._is_armed else min(_end.get(), self._began + self._seconds))
        if self._is_armed:
            self._handler: Any = signal.signal(signal.SIGALRM, self._ring)
            signal.setitimer(signal.ITIMER_REAL, self._seconds, _AGAIN)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            self._close()
        finally:  # an alarm may ring while the first closes
            self._close()

    def _close(self) -> None:
        was_open, self._is_open = self._is_open, False
        if self._is_armed:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._handler or signal.SIG_DFL)
            self._is_armed = False
        if was_open:
            _end.reset(self._outer)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        if self._is_open and self._is_over():
            raise TooComplex

    def _is_over(self) -> bool:
        has_worked = 2 * (process_time() - self._worked) >= self._seconds
        return has_worked or monotonic() - self._began >= BUSY * self._seconds


# Where an alarm is set, it tells the time.
_end: ContextVar[float] = ContextVar("end", default=math.inf)


def look_at_the_time() -> None:
    """Raises TooComplex if the time is over."""
    if monotonic() > _end.get():
        raise TooComplex


def _may_alarm() -> bool:
    """Whether this process has an alarm, and nobody has set it."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        return False
    return signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
