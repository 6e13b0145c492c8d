"""Whole drafts, documents, rules and settings put together at random: a result or a refusal in words, never a fault.

`tests/fuzz/target.py` looks for longer. What it finds is added to FOUND.
"""

# ruff: noqa: PT017 -- most inputs raise nothing

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from documents import docx, p, row, tbl, xlsx
from drafts import MARKS, NUMBERS, TIES, WORDS, fragments
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.config import load_config
from factcheck.equations import EquationError, parse_equation
from factcheck.model import Document, FactcheckError, Report, Verdict
from factcheck.pipeline import brief_of, check_documents
from factcheck.readers import read_bytes
from factcheck.readers.cleaning import clean
from factcheck.reporters import Options, reporter
from factcheck.rulebook import load_rulebook, own_rules

FORMATS = ("text", "json", "sarif", "html", "github", "gitlab", "rdjson", "junit", "markdown")
FOUND: tuple[str, ...] = ()  # drafts that once broke something
bounded = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

counted = st.builds(
    "{}{}".format,
    st.sampled_from(NUMBERS),
    st.sampled_from(("家", "人", "%", "亿元", "个百分点", "倍", "年", "日", "")),
)
said = st.builds("{}{}{}".format, st.sampled_from(WORDS), counted, st.sampled_from((*TIES, *MARKS)))
drafts = st.lists(said | counted | st.sampled_from(fragments()), max_size=60).map("".join)
rulebook = load_rulebook()


def lint(*documents: Document) -> Report:
    """The report on documents, which keeps the laws that hold for every one."""
    report = check_documents(documents, rulebook)
    for claim in report.claims:
        assert claim.quantity.text == claim.span.of(claim.document.text)
        assert claim.location.end <= len(claim.document.source)
    for finding in report.findings:
        assert any(check.verdict is Verdict.FAILS for check in finding.checks)
        assert finding.accused in {claim for check in finding.checks for claim in check.relation.claims}
    return report


@bounded
@given(st.lists(drafts, min_size=1, max_size=3))
def test_any_drafts_are_checked_and_reported_in_every_format(texts: list[str]) -> None:
    report = lint(*(clean(text, f"draft{number}.txt") for number, text in enumerate(texts)))

    for name in FORMATS:
        for options in (Options(lang="zh", explain=True, coverage=True), Options(lang="en", width=40)):
            assert reporter(name)(report, options)


@bounded
@given(st.lists(drafts, min_size=1, max_size=3))
def test_a_brief_report_says_the_same(texts: list[str]) -> None:
    report = lint(*(clean(text, f"draft{number}.txt") for number, text in enumerate(texts)))

    for name in FORMATS:
        if name != "text":
            assert str(reporter(name)(report, Options())) == str(reporter(name)(brief_of(report), Options()))
    assert report.tally() == brief_of(report).tally()


@bounded
@given(drafts, st.data())
def test_what_stands_in_a_document_is_checked(text: str, data: st.DataObject) -> None:
    plain = "".join(char for char in text if char.isprintable()).replace("<", "").replace("&", "")
    pieces = [plain[start : start + 40] for start in range(0, max(1, len(plain)), 40)]
    lint(*documents(pieces, data.draw(st.sampled_from((".docx", ".xlsx", ".html", ".md", ".csv", ".txt")))))


def documents(pieces: Sequence[str], suffix: str) -> list[Document]:
    """One document of a format with these pieces as paragraphs and cells; none where it is refused."""
    made = {
        ".docx": lambda: docx("".join(map(p, pieces)) + tbl(tuple(pieces), tuple(reversed(pieces)))),
        ".xlsx": lambda: xlsx(("一", "".join(row(n, piece, n * 1.5) for n, piece in enumerate(pieces, 1)))),
        ".html": lambda: ("<table><tr><td>" + "</td><td>".join(pieces) + "</table>" + "<p>".join(pieces)).encode(),
        ".md": lambda: (
            "# " + "\n\n".join(pieces) + "\n\n|" + "|".join(pieces) + "|\n|" + "--|" * len(pieces)
        ).encode(),
        ".csv": lambda: "\n".join(",".join(pieces) for _ in range(3)).encode(),
        ".txt": lambda: "\n".join(pieces).encode(),
    }[suffix]
    with contextlib.suppress(FactcheckError):
        return [read_bytes(made(), f"draft{suffix}")]
    return []


@pytest.mark.parametrize("text", FOUND)
def test_what_once_broke_something_no_longer_does(text: str) -> None:
    lint(clean(text, "draft.txt"))


# Rules and settings

shipped = sorted(
    path for folder in ("checks", "notations", "wordings", "lexicon") for path in (own_rules() / folder).glob("*.yaml")
)
changes = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 20), st.text("ab{}[]<>…:-|&*!'\"%\n 1甲", max_size=6)), max_size=4
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(shipped), changes)
def test_a_changed_rule_loads_or_is_refused_with_its_place(path: Path, changed: list[tuple[float, int, str]]) -> None:
    text = path.read_text(encoding="utf-8")
    for place, length, new in changed:
        start = int(place * len(text))
        text = text[:start] + new + text[start + length :]
    with tempfile.TemporaryDirectory() as house:
        own = Path(house, path.parent.name, path.name)
        own.parent.mkdir()
        own.write_text(text, encoding="utf-8")
        try:
            load_rulebook.__wrapped__((Path(house),))
        except FactcheckError as error:
            assert path.name in str(error)


@settings(max_examples=150, deadline=None)
@given(st.text("whole part sum(),.+-*/=<>!0123456789 ×a_[]{}", max_size=60))
def test_an_equation_is_read_or_refused_with_its_column(text: str) -> None:
    try:
        parse_equation(text)
    except EquationError as error:
        assert 1 <= error.column <= len(text) + 1


@settings(max_examples=100, deadline=None)
@given(st.text("pathsrulestimeout=[]{}\"'#\n1e.-,", max_size=80))
def test_settings_are_read_or_refused(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "factcheck.toml").write_text(text, encoding="utf-8")
        try:
            load_config(Path(folder))
        except FactcheckError as error:
            assert "factcheck.toml" in str(error)
