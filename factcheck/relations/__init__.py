"""What ties numbers together. Each module has `find(reading, rulebook)` and yields relations of one origin.

The folder is the registry: a new way of tying numbers is a new file. A tie takes two claims at least; a module that
finds any in a text with fewer says so as `FEWEST_CLAIMS`.
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


_FEWEST_CLAIMS = 2


@cache
def _by_claims() -> tuple[tuple[Finder, ...], ...]:
    """The finders that may find anything in a text with no claim, with one, and so on; the last for all with more."""
    fewest = [(finder, getattr(finder, "FEWEST_CLAIMS", _FEWEST_CLAIMS)) for finder in _finders()]
    most = max(few for _, few in fewest)
    return tuple(tuple(finder for finder, few in fewest if few <= claims) for claims in range(most + 1))


def find_relations(reading: Reading, rulebook: Rulebook) -> tuple[Relation, ...]:
    """The relations inside one document."""
    found: list[Relation] = []
    by_claims = _by_claims()
    for finder in by_claims[min(len(reading.claims), len(by_claims) - 1)]:
        for relation in finder.find(reading, rulebook):
            found.append(relation)
            look_at_the_time()
    return tuple(found)
