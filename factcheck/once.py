"""What is found once, when it is first asked for.

>>> class Word:
...     @once
...     def length(self):
...         print("counting")
...         return 3
>>> word = Word()
>>> word.length, word.length
counting
(3, 3)
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class _Once(Generic[T]):
    """As `functools.cached_property`, without the lock that it takes before Python 3.12: with a dozen such properties
    a document the locks had become a twentieth of the ties."""

    def __init__(self, find: Callable[[Any], T]) -> None:
        self._find, self._name = find, find.__name__
        self.__doc__ = find.__doc__

    @overload
    def __get__(self, owner: None, kind: type) -> Self: ...

    @overload
    def __get__(self, owner: object, kind: type) -> T: ...

    def __get__(self, owner: object | None, kind: type) -> T | Self:
        if owner is None:
            return self
        found = owner.__dict__[self._name] = self._find(owner)
        return found


def once(find: Callable[[Any], T]) -> _Once[T]:
    """A property that is found when it is first asked for, and stands in the object from then on."""
    return _Once(find)
