"""How many times a bare scan factcheck takes: `python tests/benchmarks/ratios.py [PATH]`.

PATH is a text, or a .jsonl.gz with a text in the field `text` of each line; without it the seeds are read over and
over. Prints ratios, which hold from machine to machine where seconds do not, and what each stage has of the whole.
Times are of the processor, which other work on the machine disturbs least:
    claims / scan   listing the claims of the texts over finding all numerals with forty units in them
    lint / scan     linting each text on its own over the same
    help / pass     `factcheck --help` over an interpreter that does nothing
    PEER / scan     what else reads Chinese numerals, where it is installed (`pip install '.[bench]'`), on some of the
                    texts: numbers alone, without units, subjects, places or times
"""

from __future__ import annotations

import gzip
import json
import re
import subprocess
import sys
import sysconfig
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import NamedTuple, TypeVar

from factcheck.claims import Reader, Reading
from factcheck.pipeline import check_readings
from factcheck.quantities import Scanner
from factcheck.readers.cleaning import clean
from factcheck.rulebook import Rulebook, load_rulebook

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
FACTCHECK = Path(sysconfig.get_path("scripts"), "factcheck.exe" if sys.platform == "win32" else "factcheck")
CHARACTERS = 200_000
SAMPLE = 300  # texts that the slower peers are measured on
UNITS = (
    "百分点|平方公里|平方米|立方米|人次|公里|千米|公顷|公斤|千克|万元|亿元|美元|小时|分钟|元|人|名|个|家|"
    "户|村|座|所|处|项|件|台|辆|艘|吨|亩|棵|株|头|只|套|间|倍|%"
)
# Arabic numerals, grouped or not, and Chinese ones, with the words that may stand before and behind them.
SCAN = re.compile(
    r"(?:大约|约|近|将近|超过|逾|超|不足|至少|高达)?(?:\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿]+)"
    rf"[十百千万亿]*[余多来]?(?:{UNITS})(?:左右|以上|以下|多)?"
)


def texts(path: Path | None) -> list[str]:
    """The texts to measure on."""
    if path is None:
        seeds = "".join(seed.read_text(encoding="utf-8") for seed in sorted((ROOT / "seeds").glob("*.txt")))
        return [seeds] * (CHARACTERS // len(seeds) + 1)
    if path.name.endswith(".jsonl.gz"):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in lines]
    return [path.read_text(encoding="utf-8")]


def shortest(act: Callable[[], T], times: int = 3, clock: Callable[[], float] = process_time) -> tuple[float, T]:
    """Seconds of the fastest of several runs, which the machine's other work disturbed least, and what came of it."""
    runs = [_timed(act, clock) for _ in range(times)]
    return min(seconds for seconds, _ in runs), runs[-1][1]


def _timed(act: Callable[[], T], clock: Callable[[], float]) -> tuple[float, T]:
    began = clock()
    result = act()
    return clock() - began, result


class Work(NamedTuple):
    """What is done with a draft: found by the scan, read into claims, linted; each result is forgotten at once."""

    scanner: Scanner
    reader: Reader
    rulebook: Rulebook

    def scan(self, draft: str) -> None:
        SCAN.findall(draft)

    def clean(self, draft: str) -> None:
        clean(draft)

    def find(self, draft: str) -> int:
        return len(self.scanner.quantities(clean(draft)))

    def read(self, draft: str) -> Reading:
        document = clean(draft)
        return self.reader.read(document, self.scanner.quantities(document))

    def lint(self, draft: str) -> None:
        check_readings([self.read(draft)], self.rulebook)


def over(drafts: list[str], act: Callable[[str], object]) -> None:
    """Each draft after the other; what comes of one is forgotten before the next."""
    for draft in drafts:
        act(draft)


def peers() -> Iterator[tuple[str, Callable[[str], object]]]:
    """What is installed of the other readers of Chinese numerals."""
    for name, load in (
        ("cn2an.transform", _cn2an),
        ("jionlp.parse_money", _jionlp),
        ("Recognizers-Text", _recognizers),
    ):
        try:
            yield name, load()
        except ImportError:
            print(f"{name}: not installed")


def _cn2an() -> Callable[[str], object]:
    import cn2an

    warnings.simplefilter("ignore")  # it warns of each numeral that it cannot read
    transform: Callable[[str], object] = cn2an.transform
    return transform


def _jionlp() -> Callable[[str], object]:
    """It reads a phrase, not a text: what the scan finds is given to it."""
    import jionlp

    def parse(text: str) -> None:
        for found in SCAN.finditer(text):
            try:
                jionlp.parse_money(found.group())
            except ValueError:
                continue

    return parse


def _recognizers() -> Callable[[str], object]:
    """Its models of numbers and of percentages."""
    from recognizers_number import Culture, NumberRecognizer

    recognizer = NumberRecognizer(Culture.Chinese)
    models = (recognizer.get_number_model(), recognizer.get_percentage_model())
    return lambda text: [model.parse(text) for model in models]


def _run(*command: str | Path) -> None:
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def main() -> None:
    drafts, rulebook = texts(Path(sys.argv[1]) if len(sys.argv) > 1 else None), load_rulebook()
    scanner, reader = Scanner(rulebook.lexicon), Reader(rulebook.lexicon)
    warm = clean("新栽苹果树4820棵。")  # builds the patterns, which a run does once
    check_readings([reader.read(warm, scanner.quantities(warm))], rulebook)

    work = Work(scanner, reader, rulebook)
    scan, cleaning, finding, reading, linting = (
        shortest(partial(over, drafts, act))[0] for act in (work.scan, work.clean, work.find, work.read, work.lint)
    )
    help_, _ = shortest(lambda: _run(FACTCHECK, "--help"), clock=perf_counter)
    nothing, _ = shortest(lambda: _run(sys.executable, "-c", "pass"), clock=perf_counter)

    hits, found = sum(len(SCAN.findall(draft)) for draft in drafts), sum(map(work.find, drafts))
    print(f"{sum(map(len, drafts))} characters, {hits} hits of the scan, {found} quantities")
    print(f"claims / scan  {reading / scan:6.1f}")
    print(f"lint / scan    {linting / scan:6.1f}")
    stages = (cleaning, finding - cleaning, reading - finding, linting - reading)
    for stage, seconds in zip(("clean", "quantities", "claims", "checks"), stages, strict=True):
        print(f"  {stage:12} {seconds / linting:6.1%}   {seconds / scan:6.1f} scans")
    print(f"help / pass    {help_ / nothing:6.1f}")

    some = drafts[:: max(1, len(drafts) // SAMPLE)]
    floor, _ = shortest(lambda: [SCAN.findall(draft) for draft in some])
    for name, read in peers():
        reading, _ = shortest(lambda read=read: [read(draft) for draft in some], times=1)
        print(f"{name:20} / scan {reading / floor:7.1f}")


if __name__ == "__main__":
    main()
