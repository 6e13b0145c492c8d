"""How many times the bare minimum factcheck takes: `python tests/benchmarks/lint_ratio.py`.

Prints ratios, which hold from machine to machine where seconds do not:
    claims / scan   listing the claims of a text over one pass of a bare pattern of forty units over it
    help / pass     `factcheck --help` over an interpreter that does nothing
"""

from __future__ import annotations

import re
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from factcheck.pipeline import read_document
from factcheck.readers.cleaning import clean
from factcheck.rulebook import load_rulebook

ROOT = Path(__file__).resolve().parents[2]
FACTCHECK = Path(sysconfig.get_path("scripts"), "factcheck.exe" if sys.platform == "win32" else "factcheck")
CHARACTERS = 200_000
UNITS = (
    "百分点|平方公里|平方米|立方米|人次|公里|千米|公顷|公斤|千克|万元|亿元|美元|小时|分钟|元|人|名|个|家|"
    "户|村|座|所|处|项|件|台|辆|艘|吨|亩|棵|株|头|只|套|间|倍|%"
)
BARE = re.compile(rf"\d+(?:\.\d+)?[十百千万亿]*多?(?:{UNITS})")


def text() -> str:
    """The seeds, over and over."""
    seeds = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "seeds").glob("*.txt")))
    return seeds * (CHARACTERS // len(seeds) + 1)


def shortest(act: Callable[[], object], times: int = 5) -> float:
    """Seconds of the fastest of several runs, which the machine's other work disturbed least."""
    return min(_seconds(act) for _ in range(times))


def _seconds(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def main() -> None:
    draft, rulebook = text(), load_rulebook()
    read_document(clean("新栽苹果树4820棵。"), rulebook)  # builds the patterns, which a run does once
    claims = shortest(lambda: read_document(clean(draft), rulebook))
    scan = shortest(lambda: BARE.findall(draft))
    help_, nothing = shortest(lambda: _run(FACTCHECK, "--help")), shortest(lambda: _run(sys.executable, "-c", "pass"))
    print(f"claims / scan  {claims / scan:6.1f}   ({len(draft)} characters, {UNITS.count('|') + 1} units)")
    print(f"help / pass    {help_ / nothing:6.1f}")


if __name__ == "__main__":
    main()
