"""What the tests share: the shipped rulebook, and texts read with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from factcheck import numerals
from factcheck.model import Check, Finding, Quantity
from factcheck.pipeline import check_documents, read_document
from factcheck.readers.cleaning import clean
from factcheck.rulebook import Rulebook, load_rulebook


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The rules that ship with factcheck."""
    return load_rulebook()


@pytest.fixture(scope="session")
def read(rulebook: Rulebook) -> Callable[[str], tuple[Quantity, ...]]:
    """The quantities of a text."""
    return lambda text: read_document(clean(text, "t"), rulebook).quantities


@pytest.fixture(scope="session")
def only(read: Callable[[str], tuple[Quantity, ...]]) -> Callable[[str], Quantity]:
    """The one quantity of a text; more or fewer fail the test."""

    def read_one(text: str) -> Quantity:
        (quantity,) = read(text)
        return quantity

    return read_one


@pytest.fixture(scope="session")
def findings(rulebook: Rulebook) -> Callable[[str], tuple[Finding, ...]]:
    """What lint finds in a text."""
    return lambda text: check_documents([clean(text, "t")], rulebook).findings


@pytest.fixture(scope="session")
def checks(rulebook: Rulebook) -> Callable[[str], tuple[Check, ...]]:
    """Every relation of a text held against its rules."""
    return lambda text: check_documents([clean(text, "t")], rulebook).checks


@pytest.fixture(scope="session", autouse=True)
def _cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads or writes the cache of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FACTCHECK_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Each test reads its numerals for itself, whatever the tests before it have read."""
    numerals._read.cache_clear()
    numerals._amount.cache_clear()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with settings of its own so that none above it count."""
    (tmp_path / "pyproject.toml").write_text("", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path
