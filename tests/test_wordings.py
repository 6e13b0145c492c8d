"""Wordings of one's own: found, and not allowed to stall."""

from __future__ import annotations

from pathlib import Path

import pytest

from factcheck.model import FactcheckError
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean
from factcheck.relations import patterns
from factcheck.rulebook import load_rulebook

SHRINKS = """relation: fall
doubt: 0.01
patterns:
  - 原先{old}…只剩下{new}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "wordings").mkdir()
    (tmp_path / "wordings" / "shrinks.yaml").write_text(SHRINKS, encoding="utf-8")
    return tmp_path


def test_a_wording_of_ones_own_ties_numbers(house: Path) -> None:
    draft = clean("合作社原先320户，如今只剩下352户。", "draft.txt")

    findings = check_documents([draft], load_rulebook((house,))).findings

    assert [(f.rule.id, f.checks[0].relation.ground.name) for f in findings] == [("fall-really-falls", "shrinks")]


def test_a_wording_that_is_too_slow_is_named(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_PATIENCE", 1e-9)
    draft = clean("合作社原先320户，如今只剩下252户。" * 2000, "draft.txt")

    with pytest.raises(FactcheckError, match=r"shrinks\.yaml.*pattern too slow"):
        check_documents([draft], load_rulebook((house,)))
