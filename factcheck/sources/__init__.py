"""Source against source. Each module has `find(readings, inside, rulebook)` and yields relations across documents.

The folder is the registry: a new way of comparing sources is a new file.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

from factcheck.claims import Reading
from factcheck.model import Relation
from factcheck.rulebook import Rulebook


class Finder(Protocol):
    """What a sources module offers."""

    def find(
        self, readings: Sequence[Reading], inside: Sequence[Relation], rulebook: Rulebook
    ) -> Iterator[Relation]: ...


@cache
def _finders() -> tuple[Finder, ...]:
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return tuple(cast(Finder, module) for module in modules if hasattr(module, "find"))


def find_relations_across(
    readings: Sequence[Reading], inside: Sequence[Relation], rulebook: Rulebook
) -> tuple[Relation, ...]:
    """The relations between claims of different documents, given those found inside them."""
    return tuple(relation for finder in _finders() for relation in finder.find(readings, inside, rulebook))
