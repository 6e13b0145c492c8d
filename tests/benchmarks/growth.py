"""How the work grows with the text: `python tests/benchmarks/growth.py [--whole] [--most BYTES] [SHAPE…]`.

Documents of several shapes are made twice as long again and again; for each stage, and each module that ties numbers,
prints the seconds it took at the greatest length that was reached and the exponent of its growth over the last two
doublings: 1 is linear, 2 is quadratic. A shape grows until its document has so many bytes or takes so many seconds.

With --whole, documents of 1 kB, 10 kB … 10 MB are read, checked and diagnosed, also in lines that are longer than a
file may have, and the milliseconds for each kB are printed, with how often they are those at 10 kB.
"""

from __future__ import annotations

import argparse
import math
import random
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from time import process_time

from factcheck.checks import check_all
from factcheck.diagnosis import diagnose
from factcheck.model import Relation
from factcheck.pipeline import check_documents, read_document
from factcheck.quantities import Scanner
from factcheck.readers.cleaning import clean
from factcheck.relations import _finders
from factcheck.rulebook import Rulebook, load_rulebook

ROOT = Path(__file__).resolve().parents[2]
SEEDS = "".join(seed.read_text(encoding="utf-8") for seed in sorted((ROOT / "seeds").glob("*.txt")))
FLOOR = 0.02  # seconds; what takes less says nothing of its growth
FIRST = 4_000  # characters
LENGTHS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)  # bytes of a file that is linted whole
OFTEN = 200_000  # bytes: a shorter file is linted again until it comes to so many, and its shortest time counts
# Ordinary copy, the same as one enormous paragraph, a list of up to 700,000 items, up to 900,000 brackets
WHOLE = ("copy", "copy in one paragraph", "list", "brackets", "nested brackets", "open brackets")


def _sentences(size: int, seed: int = 1) -> Iterator[str]:
    """Sentences with figures of their own, no two alike, until they come to so many characters."""
    chance = random.Random(seed)
    while size > 0:
        a, b = chance.randrange(100, 9999), chance.randrange(100, 9999)
        rate, town = chance.randrange(10, 990) / 10, chance.choice("东西南北")
        said = chance.choice(
            (
                f"{town}溪镇新栽苹果树{a + b}棵，其中{town}坡{a}棵、沟口{b}棵",
                f"全年接待游客{a}万人次，比上年增长{rate}%",
                f"茶叶产量由{a}吨增加到{b}吨",
                f"{town}片区完成投资{a}.{b % 10}亿元，占全部投资的{rate}%",
                f"优良率为{rate}%，比去年提高{b % 90 / 10}个百分点",
                f"截至{1 + a % 12}月{1 + b % 28}日，累计建成{town}渠{a}公里、水塘{b}口",
            )
        )
        size -= len(said) + 1
        yield said


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda size: piece * max(1, size // len(piece))


def _wide_table(size: int) -> str:
    cells = size // 12
    return (
        "地区\t"
        + "\t".join(f"{2000 + i % 24}年" for i in range(cells))
        + "\n合计\t"
        + "\t".join(str(10 + i % 89) for i in range(cells))
    )


def _long_table(size: int) -> str:
    rows = (f"{chr(0x4E00 + i % 5000)}乡\t{100 + i * 7 % 900}\t{i % 97}\t{i * 3 % 100}.5%" for i in range(size // 14))
    return "单位\t户数\t人数\t占比\n" + "\n".join(rows)


def _each(form: str, size: int, mark: str, step: int) -> str:
    """A list whose items have names and numbers of their own, by turns."""
    items = ((chr(0x4E00 + i % 5000), i % 97 + 2, i % 10) for i in range(size // step))
    return mark.join(form.format(name, number, digit, i=i) for i, (name, number, digit) in enumerate(items))


SHAPES: dict[str, Callable[[int], str]] = {
    "paragraph": lambda size: "。".join(_sentences(size)) + "。",
    "sentence": lambda size: "，".join(_sentences(size)) + "。",
    "paragraphs": lambda size: "。\n".join(_sentences(size)) + "。",
    "copy": lambda size: (SEEDS * (size // len(SEEDS) + 1))[:size],
    "copy in one paragraph": lambda size: (SEEDS.replace("\n", "") * (size // len(SEEDS) + 1))[:size],
    "list": lambda size: "全县有果树" + _each("{}村{}棵", size, "、", 6) + "。",
    "list of lines": lambda size: "全县果树如下：\n" + _each("{i}. {}村{}棵", size, "\n", 9),
    "brackets": _repeated("（3家）"),
    "nested brackets": lambda size: "（3家" * (size // 6) + "）" * (size // 6),
    "open brackets": _repeated("（3家"),
    "totals with brackets": _repeated("新栽果树21棵（东坡9棵、西坡12棵），"),
    "shares": _repeated("占3%、"),
    "respectively": lambda size: "分别为" + "、".join(f"{i % 89 + 10}%" for i in range(size // 4)) + "。",
    "respectively again": _repeated("甲、乙分别为3家、4家，"),
    "changes": _repeated("由3家增加到4家，"),
    "same line": _repeated("全县有茶园3827家。\n"),
    "same number": _repeated("茶园3827亩，"),
    "numbers": lambda size: " ".join(str(i * 7 % 10_000) for i in range(size // 5)),
    "dates": lambda size: _each("20{1:02}年{2}月{2}日至2{2}日", size, "，", 16),
    "places": _repeated("河北省石家庄市桥西区有3家，"),
    "digits": _repeated("7"),
    "Chinese digits": _repeated("九"),
    "scales": _repeated("十亿"),
    "commas": _repeated("1,"),
    "blanks": _repeated(" "),
    "spaced digits": _repeated("3 "),
    "wide table": _wide_table,
    "long table": _long_table,
    "of which": _repeated("其中3家、"),
    "words only": _repeated("今天天气很好，我们去看了茶园和水塘"),
    "sections": lambda size: "".join(f"{i}. 第{i}节\n新栽{i % 90}棵。\n" for i in range(size // 14)),
    "percent list": lambda size: _each("{}类占{}.{}%", size, "，", 9),
    "growth list": lambda size: _each("{0}类{1}吨，增长{1}.{2}%", size, "，", 15),
    "quotes": _repeated("“3家"),
    "colons": _repeated("：3家"),
    "semicolons": _repeated("；3家"),
    "total last": lambda size: "、".join(f"{i % 97 + 2}棵" for i in range(size // 4)) + "，合计9棵。",
    "wrong totals": _repeated("新栽果树22棵（东坡9棵、西坡12棵）。"),
    "one total, many splits": lambda size: "新栽果树22棵，" + "其中东坡9棵、西坡12棵，" * (size // 14),
}


def stages(text: str) -> dict[str, float]:
    """The seconds that each stage takes over a text."""
    took: dict[str, float] = {}
    rulebook = load_rulebook()
    scanner = Scanner(rulebook.lexicon)

    def timed(name: str, act: Callable[[], object]) -> object:
        began = process_time()
        result = act()
        took[name] = process_time() - began
        return result

    document = timed("clean", lambda: clean(text, "draft.txt"))
    timed("quantities", lambda: scanner.quantities(document))  # type: ignore[arg-type]
    reading = timed("claims", lambda: read_document(document, rulebook))  # type: ignore[arg-type]
    took["claims"] = max(0.0, took["claims"] - took["quantities"])
    relations: list[Relation] = []
    for finder in _finders():
        name = finder.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
        relations += timed(name, lambda finder=finder: list(finder.find(reading, rulebook)))  # type: ignore
    checks = timed("checks", lambda: check_all(relations, rulebook))
    timed("diagnosis", lambda: diagnose(checks, rulebook, reading.claims))  # type: ignore
    return took


def grown(make: Callable[[int], str], most: int, seconds: float) -> list[tuple[int, dict[str, float]]]:
    """The sizes that a shape was measured at, and what each stage took."""
    measured: list[tuple[int, dict[str, float]]] = []
    size = FIRST
    while True:
        text = make(size)
        measured.append((len(text.encode()), stages(text)))
        if len(text.encode()) * 2 > most or sum(measured[-1][1].values()) * 2 > seconds:
            return measured
        size *= 2


def exponent(measured: list[tuple[int, dict[str, float]]], stage: str) -> float:
    """The exponent over the last two doublings; nothing where it took no time that counts."""
    (small, early), (large, late) = measured[max(-3, -len(measured))], measured[-1]
    if late[stage] < FLOOR or small == large:
        return 0.0
    return math.log(late[stage] / max(early[stage], FLOOR / 16)) / math.log(large / small)


def linted(name: str, most: int) -> Iterator[tuple[int, float]]:
    """The seconds that it takes to read, check and diagnose a document of a shape, length by length."""
    rulebook = load_rulebook()
    for length in (length for length in LENGTHS if length <= most):
        text = _cut(SHAPES[name], length)
        yield len(text.encode()), min(_taken(text, rulebook) for _ in range(max(1, OFTEN // length)))


def _cut(make: Callable[[int], str], length: int) -> str:
    """A document of about so many bytes."""
    sample = make(length)
    return make(length * len(sample) // len(sample.encode()))


def _taken(text: str, rulebook: Rulebook) -> float:
    began = process_time()
    check_documents([clean(text, "draft.txt")], rulebook)
    return process_time() - began


def print_whole(names: Iterable[str], most: int) -> None:
    """A row for each shape: milliseconds per kB, and how often those of 10 kB."""
    for name in names:
        measured = list(linted(name, most))
        each = [took * 1e6 / size for size, took in measured]
        told = [f"{one:.2f} ({one / each[min(1, len(each) - 1)]:.2f})" for one in each]
        print(f"{name:24}" + "".join(f"{cell:>16}" for cell in told) + f"  {measured[-1][1]:8.1f} s", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--whole", action="store_true", help="lint files of 1 kB to --most (10 MB)")
    asked.add_argument("--most", type=int, help="bytes of the longest document")
    asked.add_argument("--seconds", type=float, default=20.0, help="what a document may take")
    asked.add_argument("shapes", nargs="*", help="all, if none is named")
    args = asked.parse_args()
    stages(SEEDS[:FIRST])  # builds the patterns, which a run does once
    if args.whole:
        print_whole(args.shapes or WHOLE, args.most or LENGTHS[-1])
        return
    for name in args.shapes or SHAPES:
        measured = grown(SHAPES[name], args.most or 1_000_000, args.seconds)
        size, took = measured[-1]
        steep = {stage: exponent(measured, stage) for stage in took}
        told = [f"{s} {took[s]:.2f}s^{steep[s]:.2f}" for s in sorted(took, key=lambda s: -took[s]) if steep[s] > 1.25]
        slow = sorted(took, key=lambda s: -took[s])[:3]
        print(f"{name:24} {size:>10,} bytes {sum(took.values()):7.2f} s", end="  ")
        print("most: " + ", ".join(f"{s} {took[s]:.2f}" for s in slow), end="  ")
        print(f"STEEP: {', '.join(told)}" if told else "linear", flush=True)


if __name__ == "__main__":
    main()
