"""No pattern is slow on hostile text: each is tried on long strings made of what it looks for itself.

A pattern passes where the longest string takes hardly any time; else its time must not grow much faster than the
string does. Times are those of the processor, the best of several, so that a busy machine tells nothing wrong.
"""

from __future__ import annotations

import json
import math
import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

import pytest

from factcheck.patience import Patience, TooComplex

LENGTH = 6_000  # characters of the longest string
FLOOR = 0.03  # seconds; a pattern that goes over every stretch of the longest string takes ten times that
STEEPEST = 1.5  # the exponent: 1 is linear, 2 quadratic
TRIES = 3
ENDLESS = 2.0  # seconds

RECORD = """
import importlib, json, pathlib, pkgutil, re, sys
import re._compiler as compiler
made, compile_ = {}, compiler.compile
def record(pattern, flags=0):
    frame = sys._getframe(1)
    while "/re/" in frame.f_code.co_filename.replace("\\\\", "/"):
        frame = frame.f_back
    module = frame.f_globals.get("__name__", "")
    if module.startswith("factcheck") and isinstance(pattern, str):
        made[pattern] = module, int(flags)
    return compile_(pattern, flags)
compiler.compile = record
re.purge()
import factcheck
for info in pkgutil.walk_packages(factcheck.__path__, "factcheck."):
    try:
        importlib.import_module(info.name)
    except ImportError:
        pass  # needs what is not installed
modules = {name: module for name, module in sys.modules.items() if name.startswith("factcheck")}
def compile_all(value):
    for one in value if isinstance(value, (tuple, list)) else (value,):
        compile_all(one) if isinstance(one, (tuple, list)) else getattr(one, "pattern", None)
for module in modules.values():
    for value in vars(module).copy().values():
        compile_all(value)  # those that wait until they are asked for
sources = {name: pathlib.Path(module.__file__).read_text(encoding="utf-8") for name, module in modules.items()}
def is_only_matched(pattern):
    named = [(n, k) for n, m in modules.items() for k, v in vars(m).items() if getattr(v, "pattern", None) == pattern]
    lines = [(k, line) for n, k in named for line in re.findall(rf"^.*(?<!\\w){k}\\b(?! =).*$", sources[n], re.M)]
    direct = [re.findall(rf"{k}\\.(\\w+)\\(", line) or re.findall("[)][.](\\w+)[(]", line) for k, line in lines]
    uses = [use for found in direct for use in found or ["unknown"]]
    return bool(uses) and set(uses) <= {"match", "fullmatch"}
from factcheck.pipeline import check_documents
from factcheck.readers.cleaning import clean
from factcheck.relations import notation, wording
from factcheck.rulebook import load_rulebook
rulebook = load_rulebook()
for name in sys.argv[1:]:
    check_documents([clean(pathlib.Path(name).read_text(encoding="utf-8"), name)], rulebook)
phrases = [made for _, made in wording._phrases(rulebook)]
phrases += [form for _, form in notation._forms(rulebook)]
for phrase in phrases:
    re.compile(phrase.source)
    made.setdefault(phrase.source, ("factcheck.relations", 0))
print(json.dumps([[module, pattern, flags, is_only_matched(pattern)] for pattern, (module, flags) in made.items()]))
"""


class Made(NamedTuple):
    """A pattern, the module that makes it, and whether it is only ever tried at one place of a text."""

    module: str
    pattern: str
    flags: int = 0
    is_only_matched: bool = False

    def seconds(self, text: str) -> float:
        """What looking for it takes; without bound where that takes for ever."""
        compiled, began = re.compile(self.pattern, self.flags), process_time()
        try:
            with Patience(ENDLESS):
                if self.is_only_matched:
                    compiled.match(text), compiled.fullmatch(text)
                else:
                    deque(compiled.finditer(text), maxlen=0)
        except TooComplex:
            return math.inf
        return process_time() - began


@cache
def patterns() -> list[Made]:
    """Every pattern of modules, of the lexicon, of all wordings and all forms of notation."""
    seeds = sorted(str(path) for path in (Path(__file__).parents[1] / "seeds").glob("*.txt"))
    told = subprocess.run([sys.executable, "-c", RECORD, *seeds], capture_output=True, encoding="utf-8", check=False)
    assert told.returncode == 0, told.stderr
    return [Made(*entry) for entry in json.loads(told.stdout)]


def hostile(pattern: str, flags: int) -> Iterator[str]:
    """Strings of pieces that the pattern looks for: each over and over, two by turns, and all but the last."""
    tree = parser.parse(pattern, flags)
    for turn in range(3):
        pieces = [piece for node in tree if (piece := "".join(_sample([node], turn)))]
        if not pieces:
            return
        yield from _long(pieces)


def _long(pieces: list[str]) -> Iterator[str]:
    several = dict.fromkeys(
        ("".join(pieces), "".join(pieces[:-1]), *pieces[:8], *(a + b for a, b in pairwise(pieces[:8])), pieces[-1])
    )
    for piece in several:
        if piece:
            yield (piece * (LENGTH // len(piece) + 1))[:LENGTH]


def _sample(nodes: Iterable[Any], turn: int) -> Iterator[str]:
    """Some text that the nodes of a parsed pattern match; `turn` says which choice and how many repetitions."""
    for kind, given in nodes:
        if kind is op.LITERAL:
            yield chr(given)
        elif kind is op.NOT_LITERAL or kind is op.ANY:
            yield "一"
        elif kind is op.IN:
            yield _member(given, turn)
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT):
            least, most, inside = given
            for _ in range(min(int(most), max(int(least), turn, 1))):
                yield from _sample(inside, turn)
        elif kind is op.SUBPATTERN:
            yield from _sample(given[-1], turn)
        elif kind is op.ATOMIC_GROUP:
            yield from _sample(given, turn)
        elif kind is op.BRANCH:
            yield from _sample(given[1][turn % len(given[1])], turn)


def _member(members: list[Any], turn: int) -> str:
    if members[0][0] is op.NEGATE:
        return "一"
    kind, given = members[turn % len(members)]
    if kind is op.LITERAL:
        return chr(given)
    return chr(given[0]) if kind is op.RANGE else "7" if given is op.CATEGORY_DIGIT else "一"


def exponent(made: Made, text: str) -> float:
    """How the time grows from a quarter of a string to all of it; 0 where that takes no time."""
    whole = made.seconds(text)
    if whole < FLOOR or whole == math.inf:
        return 0.0 if whole < FLOOR else math.inf
    quarter = min(made.seconds(text[: len(text) // 4]) for _ in range(3))
    return math.log(whole / max(quarter, 1e-6)) / math.log(4)


def is_steep(made: Made, text: str) -> bool:
    return all(exponent(made, text) > STEEPEST for _ in range(TRIES))


def steep(patterns: Iterable[Made]) -> list[tuple[str, str, str]]:
    """The patterns that are slow on a string of their own, with their module and the head of the string."""
    found = []
    for made in patterns:
        slow = next((text for text in hostile(made.pattern, made.flags) if is_steep(made, text)), "")
        if slow:
            found.append((made.module, made.pattern[:120], slow[:40]))
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no alarm that ends it")
@pytest.mark.parametrize("bad", ["(a+)+b", "a*a*a*b", "(?:一|一)*二", r"\d+\d+x", "甲.*乙.*丙"])
def test_a_slow_pattern_would_be_noticed(bad):
    assert [bad] == [pattern for _, pattern, _ in steep([Made("nowhere", bad)])]


def test_no_pattern_is_slow_on_text_made_of_what_it_looks_for():
    made = patterns()

    assert len(made) > 300
    assert steep(made) == []
