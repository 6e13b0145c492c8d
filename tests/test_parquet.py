"""Claims as Parquet, for those who have pyarrow."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from factcheck import listings
from factcheck.cli import main
from factcheck.model import FactcheckError
from factcheck.pipeline import read_document
from factcheck.readers.cleaning import clean
from factcheck.rulebook import Rulebook

TEXT = "云南省共有古茶园5163处，占三分之一，比上年增长2.5%。\n"


def table(tmp_path: Path, rulebook: Rulebook, text: str) -> Any:
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `archive` is not installed")
    listings.write_parquet([read_document(clean(text, "a.txt"), rulebook)], tmp_path / "claims.parquet")
    return parquet.read_table(tmp_path / "claims.parquet")


def test_the_columns_are_those_of_the_other_formats_and_three_of_numbers(tmp_path: Path, rulebook: Rulebook):
    names = table(tmp_path, rulebook, TEXT).column_names

    assert [*listings.COLUMNS, "value_number", "low_number", "high_number"] == names


def test_the_rows_are_those_of_the_other_formats(tmp_path: Path, rulebook: Rulebook):
    rows = list(listings.rows([read_document(clean(TEXT, "a.txt"), rulebook)]))

    kept = table(tmp_path, rulebook, TEXT).select(list(listings.COLUMNS)).to_pylist()

    assert [{name: None if value == "" else value for name, value in row.items()} for row in rows] == kept


def test_exact_values_stay_exact_and_have_a_number_beside_them(tmp_path: Path, rulebook: Rulebook):
    rows = table(tmp_path, rulebook, TEXT).to_pylist()

    assert ("5163", 5163.0) == (rows[0]["value"], rows[0]["value_number"])
    assert ("2.5", 2.5) == (rows[-1]["value"], rows[-1]["value_number"])


def test_no_claims_make_an_empty_table(tmp_path: Path, rulebook: Rulebook):
    assert 0 == table(tmp_path, rulebook, "没有数字。").num_rows


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    whole = builtins.__import__

    def partial(name: str, *args: Any, **kwargs: Any) -> Any:
        if name.startswith("pyarrow"):
            raise ImportError(name)
        return whole(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", partial)

    with pytest.raises(FactcheckError, match=r"factcheck\[archive\]"):
        listings.write_parquet([], tmp_path / "claims.parquet")


def test_parquet_needs_a_file_to_go_to(tmp_path: Path):
    draft = tmp_path / "draft.txt"
    draft.write_text(TEXT, encoding="utf-8")

    ran = CliRunner().invoke(main, ["claims", str(draft), "--format", "parquet"])

    assert 2 == ran.exit_code
    assert "-o" in ran.output
