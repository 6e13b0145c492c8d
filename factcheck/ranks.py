"""How high sources rank: communiqué over press release over draft. Where they contradict, the lower is accused."""

from __future__ import annotations

import os
from fnmatch import fnmatchcase
from pathlib import Path

from msgspec import Struct

HIGHEST = 2**31  # of facts that the house has checked itself; settings cannot rank a source as high
UNRANKED = 0


def is_like(path: str, pattern: str, folder: Path) -> bool:
    """Whether a path, seen from a folder, is like a pattern; a `*` goes through folders too."""
    below = os.path.relpath(os.path.abspath(path), os.path.abspath(folder))
    return fnmatchcase(below.replace(os.sep, "/"), pattern)


class SourceRank(Struct, frozen=True):
    """The rank of the sources whose paths, seen from `folder`, are like `pattern`; a `*` goes through folders too."""

    folder: Path
    pattern: str
    rank: int

    def covers(self, path: str) -> bool:
        return is_like(path, self.pattern, self.folder)


class Ranks(Struct, frozen=True):
    """Called with a path, gives its rank: that of the first entry that covers it."""

    sources: tuple[SourceRank, ...] = ()

    def __call__(self, path: str) -> int:
        return next((source.rank for source in self.sources if source.covers(path)), UNRANKED)
