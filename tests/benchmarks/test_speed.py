"""The stages timed one by one: `pytest tests/benchmarks/test_speed.py` (pip install '.[bench]')."""

from __future__ import annotations

from typing import Any

import pytest
from ratios import SCAN, texts

from factcheck.pipeline import check_readings, read_document
from factcheck.readers.cleaning import clean
from factcheck.rulebook import load_rulebook

pytest.importorskip("pytest_benchmark", reason="pytest-benchmark is not installed")
DRAFT = texts(None)[0]


def test_a_bare_scan(benchmark: Any) -> None:
    assert benchmark(SCAN.findall, DRAFT)


def test_cleaning(benchmark: Any) -> None:
    assert benchmark(clean, DRAFT).text


def test_claims(benchmark: Any) -> None:
    document, rulebook = clean(DRAFT), load_rulebook()

    assert benchmark(read_document, document, rulebook).claims


def test_lint(benchmark: Any) -> None:
    rulebook = load_rulebook()
    reading = read_document(clean(DRAFT), rulebook)

    assert benchmark(check_readings, [reading], rulebook).checks
