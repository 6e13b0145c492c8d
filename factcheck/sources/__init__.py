"""Source against source. Each module has `find(sources)` and yields relations across documents.

The folder is the registry: a new way of comparing sources is a new file. A relation whose numbers are not those of one
fact after all says why (`apart`): it is never a finding, and `--explain` shows it.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import import_module
from typing import Protocol, cast

from factcheck.claims import Reading
from factcheck.model import Document, Relation
from factcheck.rulebook import Rulebook
from factcheck.sources.keys import Fact, facts


@dataclass(frozen=True, eq=False)
class Sources:
    """Documents read, the relations found inside them, and the facts that they state."""

    readings: Sequence[Reading]
    inside: Sequence[Relation]
    rulebook: Rulebook

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The claims of all documents with their keys, in order."""
        return tuple(fact for reading in self.readings for fact in facts(reading, self.rulebook.lexicon))

    def reading_of(self, document: Document) -> Reading:
        return self._readings[id(document)]

    @cached_property
    def _readings(self) -> dict[int, Reading]:
        return {id(reading.document): reading for reading in self.readings}


class Finder(Protocol):
    """What a sources module offers."""

    def find(self, sources: Sources) -> Iterator[Relation]: ...


@cache
def _finders() -> tuple[Finder, ...]:
    names = sorted(info.name for info in pkgutil.iter_modules(__path__))
    modules = (import_module(f"{__name__}.{name}") for name in names)
    return tuple(cast(Finder, module) for module in modules if hasattr(module, "find"))


def find_relations_across(
    readings: Sequence[Reading], inside: Sequence[Relation], rulebook: Rulebook
) -> tuple[Relation, ...]:
    """The relations between claims of different documents, given those found inside them."""
    sources = Sources(readings, inside, rulebook)
    found = (relation for finder in _finders() for relation in finder.find(sources))
    # of the same two numbers the comparison that decides goes before the remark that they are apart
    return tuple(sorted(found, key=lambda relation: bool(relation.apart)))
