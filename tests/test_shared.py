"""The linter against texts annotated by hand, which only a development machine has; nothing of them is kept here."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"
FACTCHECK = Path(sysconfig.get_path("scripts"), "factcheck.exe" if sys.platform == "win32" else "factcheck")

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not (SHARED / "tools" / "score.py").is_file(), reason="no annotated texts beside this checkout"),
]


def run(tool: str, *args: str | Path) -> str:
    command = [sys.executable, SHARED / "tools" / tool, *args, "--factcheck", FACTCHECK]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert (0, "") == (ran.returncode, ran.stderr)
    return ran.stdout


def figures(gold: str, *options: str) -> dict:
    return json.loads(run("score.py", SHARED / "seeds", SHARED / "gold" / gold, "--json", *options))


def test_misprints_inside_a_text_are_caught_and_right_texts_are_left_alone():
    score = figures("seeds.within.jsonl", "--variants", "3")

    assert 0.95 <= score["recall"], score
    assert 2 >= score["noise"], score


def test_misprints_between_sources_are_caught_and_right_sources_are_left_alone():
    score = figures("seeds.cross.jsonl", "--cross")

    assert 0.90 <= score["recall"], score
    assert 3 >= score["noise"], score


def test_quantities_are_found_with_value_unit_and_modifier(tmp_path):
    gold = SHARED / "gold" / "seeds.quantities.jsonl"
    annotated = {json.loads(line)["file"] for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()}
    for name in annotated:  # what is found in a text that nobody annotated is not false
        shutil.copy(SHARED / "seeds" / name, tmp_path)

    line = run("score_quantities.py", "--seeds", tmp_path, gold).strip().splitlines()[-1]
    right, unit, modifier, false = re.search(
        r"\((?P<right>[\d.]+)%\) · unit ([\d.]+)% · modifier ([\d.]+)% · false (\d+) of", line
    ).groups()

    assert 98 <= float(right), line
    assert 95 <= float(unit), line
    assert 95 <= float(modifier), line
    assert 8 >= int(false), line
