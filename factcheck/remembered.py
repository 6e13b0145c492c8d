"""What an object finds out about itself once, when it is first asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from functools import cached_property as remembered
else:

    class remembered:  # noqa: N801 - it stands where `property` does
        """`functools.cached_property` without the lock that it takes before Python 3.12: a fifth of its time.

        >>> class Text:
        ...     @remembered
        ...     def words(self):
        ...         return "一 二".split()
        >>> text = Text()
        >>> text.words is text.words
        True
        """

        def __init__(self, find: Callable[[Any], Any]) -> None:
            self._find, self._name, self.__doc__ = find, find.__name__, find.__doc__

        def __get__(self, owner: Any, kind: type | None = None) -> Any:
            if owner is None:
                return self
            found = owner.__dict__[self._name] = self._find(owner)
            return found


__all__ = ["remembered"]
