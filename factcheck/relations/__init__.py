"""What ties numbers together. Each module has `find(reading, rulebook)` and yields relations of one origin.

The folder is the registry: a new way of tying numbers is a new file.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from factcheck.claims import Reading
from factcheck.model import Relation
from factcheck.patience import look_at_the_time
from factcheck.rulebook import Rulebook


class Finder(Protocol):
    """What a relations module offers."""

    def find(self, reading: Reading, rulebook: Rulebook) -> Iterator[Relation]: ...


@cache
def _finders() -> tuple[Finder, ...]:
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return tuple(cast(Finder, module) for module in modules if hasattr(module, "find"))


def find_relations(reading: Reading, rulebook: Rulebook) -> tuple[Relation, ...]:
    """The relations inside one document."""
    found: list[Relation] = []
    for finder in _finders():
        for relation in finder.find(reading, rulebook):
            found.append(relation)
            look_at_the_time()
    return tuple(found)
