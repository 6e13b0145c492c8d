"""Plain data as JSON text that no terminal obeys and every encoding can write."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from json import JSONEncoder

# Invisible or disruptive, and by JSON's own rules allowed to stand unescaped.
_UNSAFE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
    "|[\U000e0000-\U000e007f]"
)


def dump(data: object, indent: int | None = 2) -> str:
    r"""`data` as JSON, indented or on one line; Chinese stays readable, what is hidden is escaped.

    >>> print(dump("赤\u202e字"), end="")
    "赤\u202e字"
    """
    return _UNSAFE.sub(_escaped, _encoder(indent).encode(data)) + "\n"


@lru_cache(maxsize=4)
def _encoder(indent: int | None) -> JSONEncoder:
    from json import JSONEncoder

    return JSONEncoder(ensure_ascii=False, indent=indent)


def _escaped(match: re.Match[str]) -> str:
    from json import dumps

    return dumps(match.group())[1:-1]
