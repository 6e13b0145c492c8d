"""Which ways of tying numbers are tried on a text with few of them."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

import pytest
from linted import rulebook

from factcheck import relations
from factcheck.pipeline import read_document
from factcheck.readers.cleaning import clean
from factcheck.reading import Reading
from factcheck.relations import find_relations

MODULES = [import_module(f"factcheck.relations.{info.name}") for info in iter_modules(relations.__path__)]
FINDERS = [module for module in MODULES if hasattr(module, "find")]


def clauses() -> Iterator[Reading]:
    """All sentences and clauses of the examples with fewer than two claims."""
    rules = rulebook().rules.values()
    texts = {text for rule in rules for example in (*rule.passing, *rule.failing) for text in example.sources}
    stretches = {part for text in texts for mark in "。；，" for part in text.split(mark)}
    for stretch in sorted(stretches):
        reading = read_document(clean(stretch), rulebook())
        if len(reading.claims) < 2:
            yield reading


READINGS = list(clauses())


@pytest.mark.parametrize("finder", FINDERS, ids=lambda module: module.__name__.rpartition(".")[2])
def test_what_needs_two_claims_finds_nothing_among_fewer(finder: ModuleType) -> None:
    fewest = getattr(finder, "FEWEST_CLAIMS", 2)
    few = [reading for reading in READINGS if len(reading.claims) < fewest]
    assert [] == [found for reading in few for found in finder.find(reading, rulebook())]


def test_a_date_is_looked_at_where_there_are_no_claims() -> None:
    reading = read_document(clean("会议定于2021年2月30日举行。"), rulebook())
    assert () == reading.claims
    assert ["date"] == [relation.kind for relation in find_relations(reading, rulebook())]


def test_a_form_is_looked_at_where_there_is_one_claim() -> None:
    reading = read_document(clean("到场约30余人。"), rulebook())
    assert 1 == len(reading.claims)
    assert ["notation"] == [relation.kind for relation in find_relations(reading, rulebook())]


def test_the_words_before_all_numbers_are_those_before_each() -> None:
    reading = read_document(clean("全市完成投资72亿元，其中工业投资30亿元。"), rulebook())
    assert ["全市完成投资", "其中工业投资"] == reading.labels.split("\n")
