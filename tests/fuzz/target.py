"""A target for atheris: `python tests/fuzz/target.py [CORPUS] [-max_total_time=1800] [libFuzzer's options]`.

Feeds readers, extraction, relations with checks and diagnosis, and the loading of rules. Whatever the bytes, each gives
its result or a FactcheckError in time; anything else is a find, which libFuzzer keeps as crash-… or timeout-…:
give that file as the only argument to see it again.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

with atheris.instrument_imports(include=["factcheck"]):
    from drafts import fragments

    from factcheck.equations import EquationError, parse_equation
    from factcheck.model import Document, FactcheckError
    from factcheck.pipeline import check_documents
    from factcheck.readers import read_bytes, readers
    from factcheck.readers.cleaning import clean
    from factcheck.rulebook import load_rulebook

    # What is loaded when first used is to be watched too.
    SUFFIXES = sorted(readers())
    RULEBOOK = load_rulebook()
    check_documents([clean(f"树{n}棵（甲3150棵、乙1760棵）。", f"{n}") for n in (4820, 4821)], RULEBOOK)

HOUSE = Path(tempfile.mkdtemp())
FOLDERS = ["checks", "wordings", "notations", "lexicon", "facts"]
LEXICON = ["units", "words", "modifiers", "subjects", "idioms", "doubts"]
MOST = 4_000  # bytes and fragments of one input


def _read(data: atheris.FuzzedDataProvider) -> None:
    suffix = data.PickValueInList(SUFFIXES)
    document = read_bytes(data.ConsumeBytes(MOST), f"draft{suffix}")
    _lint([document])


def _text(data: atheris.FuzzedDataProvider) -> None:
    _lint([clean(data.ConsumeUnicode(MOST), "draft.txt")])


def _draft(data: atheris.FuzzedDataProvider) -> None:
    pieces, drafts = fragments(), []
    while data.remaining_bytes() and len(drafts) < 3:
        length = data.ConsumeIntInRange(1, 300)
        text = "".join(
            pieces[data.ConsumeIntInRange(0, len(pieces) - 1)] for _ in range(length) if data.remaining_bytes()
        )
        drafts.append(clean(text, f"draft{len(drafts)}.txt"))
    _lint(drafts)


def _lint(drafts: list[Document]) -> None:
    report = check_documents(drafts, RULEBOOK)
    for claim in report.claims:
        assert claim.span.of(claim.document.text) == claim.quantity.text, "a claim does not slice to its text"
        assert claim.location.line >= 1
    for finding in report.findings:
        assert any(finding.accused in check.relation.claims for check in finding.checks), "a finding without evidence"


def _rule(data: atheris.FuzzedDataProvider) -> None:
    folder = data.PickValueInList(FOLDERS)
    name = data.PickValueInList(LEXICON) if folder == "lexicon" else "mine"
    text = data.ConsumeUnicode(MOST) if data.ConsumeBool() else _changed(data, folder)
    path = HOUSE / folder / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        load_rulebook.__wrapped__((HOUSE,))
    finally:
        path.unlink()


def _changed(data: atheris.FuzzedDataProvider, folder: str) -> str:
    """A shipped file with a few stretches replaced."""
    shipped = sorted((Path(RULEBOOK.rules["parts-add-up"].path).parents[1] / folder).glob("*.yaml"))
    text = data.PickValueInList(shipped).read_text(encoding="utf-8") if shipped else "- {}"
    for _ in range(data.ConsumeIntInRange(1, 4)):
        start = data.ConsumeIntInRange(0, len(text))
        text = text[:start] + data.ConsumeUnicode(12) + text[start + data.ConsumeIntInRange(0, 12) :]
    return text


def _equation(data: atheris.FuzzedDataProvider) -> None:
    parse_equation(data.ConsumeUnicode(200))


ACTS = (_draft, _draft, _draft, _read, _text, _rule, _equation)


def once(data: bytes) -> None:
    """One input; what factcheck refuses in words is no find."""
    given = atheris.FuzzedDataProvider(data)
    with contextlib.suppress(FactcheckError, EquationError):
        given_act = ACTS[given.ConsumeIntInRange(0, len(ACTS) - 1)]
        given_act(given)


if __name__ == "__main__":
    atheris.Setup([*sys.argv, "-timeout=30", "-rss_limit_mb=4000"], once)
    atheris.Fuzz()
