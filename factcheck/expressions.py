"""Regular expressions that are compiled when they are first asked for: most texts need few of those that there are."""

from __future__ import annotations

import re
from typing import Any, cast

_ASKED = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "pattern", "groupindex")


class _Expression:
    """Stands for a compiled pattern, whose methods it takes over for good with the first one that is asked for."""

    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ASKED:
            raise AttributeError(name)
        compiled = re.compile(self._source, self._flags)
        self.__dict__.update({asked: getattr(compiled, asked) for asked in _ASKED})
        return self.__dict__[name]


def expression(source: str, flags: int = 0) -> re.Pattern[str]:
    """A pattern as `re.compile` gives it, but for the time that it takes.

    >>> expression("[一二三]年").search("第三年").group()
    '三年'
    """
    return cast("re.Pattern[str]", _Expression(source, flags))
