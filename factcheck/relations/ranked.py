"""Values told in the order of their ranks run one way: 第一名得92分，第二名得90分，第三名得88分."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.misprints import misprints
from factcheck.model import Aspect, Claim, Ground, Relation, Span
from factcheck.numerals import reprint
from factcheck.rulebook import Rulebook

_RANK = re.compile(r"第(?P<rank>[一二三四五六七八九十1-9])[名位]|[冠亚季]军(?![赛战])")
_FIRST_OF_ALL = re.compile("第[一1][名位]|冠军")
_MEDALS = {"冠军": 1, "亚军": 2, "季军": 3}
_NUMBERS = {char: number for number, char in enumerate("一二三四五六七八九十", 1)}
_ORDERED = re.compile(
    r"(?:由|从|按)[^，。；、\d]{0,6}?(?:(?P<down>高到低|大到小|多到少|高至低|大至小|多至少)|(?P<up>低到高|小到大|少到多|低至高|小至大|少至多))"
    r"[^，。；：:、\d]{0,8}?(?:依次|分别|顺序|排列|排序|排名)[^，。；：:、\d]{0,6}[为是：:，]"
)
# 、乙县8.2%: a name and its number; 乙县增长8.2% may be ranked by something else
_NAMED = r"[^，。；、：\d（()）增减降升率数量额口积价值占]"
_FIRST = re.compile(rf"{_NAMED}{{1,10}}[（(：:]?")
_BETWEEN = re.compile(rf"[（()）\s]{{0,2}}[、，,；;和及]{_NAMED}{{1,10}}[（(：:]?|[（()）\s]{{0,2}}[、和及]")
# What first, second and third are told by: points, votes, times, strokes, hits, jumps, weights.
_WON_BY = frozenset({"分", "票", "秒", "秒钟", "分钟", "杆", "环", "米", "公斤", "千克"})
_LESS_IS_BETTER = frozenset({"秒", "秒钟", "分钟", "小时", "个小时", "杆"})
_IN_ORDER = "依别序排"  # of which all that says it is told in order holds one
_ORDER = re.compile("[到至][高低大小多少]")
_FEWEST, _MOST = 3, 12
_LONGEST_LAST, _LONGEST_LIST = 60, 400  # characters looked through behind the last rank, and behind 依次为
_KEYSTROKES = ("digit", "swap")


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each two neighbours of a list of three and more that is told in order, where all but one of them keep it."""
    text = reading.document.text
    if not _WON_BY.isdisjoint(reading.units) and _FIRST_OF_ALL.search(text):
        yield from _relations(_ranked(reading), "ranked", rulebook)
    if any(map(text.__contains__, _IN_ORDER)) and _ORDER.search(text):
        yield from _relations(_ordered(reading), "ranked-in-order", rulebook)


def _relations(lists: Iterator[tuple[list[Claim], bool]], name: str, rulebook: Rulebook) -> Iterator[Relation]:
    ground = Ground(name, rulebook.doubt(name))
    for claims, falls in lists:
        down = claims if falls else claims[::-1]
        if _runs_down(_values(down)) or (not _runs_down(_values(down[::-1])) and _is_one_slip_off(down)):
            yield from (Relation("ranked", {"higher": (a,), "lower": (b,)}, ground) for a, b in pairwise(down))


def _ranked(reading: Reading) -> Iterator[tuple[list[Claim], bool]]:
    """The one value told behind each rank from the first on, within one sentence."""
    marks = list(_RANK.finditer(reading.document.text))
    for index, mark in enumerate(marks):
        if _rank(mark) == 1:
            yield from _values_of(reading, _run(reading, marks[index : index + _MOST]))


def _run(reading: Reading, marks: Sequence[re.Match[str]]) -> list[Span]:
    """From each rank to the next, as long as they follow one another in a sentence."""
    sentence = reading.outline.sentences[reading.outline.sentence(marks[0].start())]
    run = [m for number, m in enumerate(marks, 1) if _rank(m) == number and m.end() <= sentence.end]
    starts = [*(m.start() for m in run), min(sentence.end, run[-1].end() + _LONGEST_LAST)]
    return [Span(a, b) for a, b in pairwise(starts)] if len(run) >= _FEWEST else []


def _values_of(reading: Reading, stretches: Sequence[Span]) -> Iterator[tuple[list[Claim], bool]]:
    told = [list(reading.between(stretch)[:1]) for stretch in stretches]
    claims = [claim for some in told for claim in some]
    is_alone = all(len(reading.between(stretch)) == 1 for stretch in stretches[:-1])
    if stretches and is_alone and len(claims) == len(stretches) and claims[0].unit in _WON_BY and _are_alike(claims):
        yield claims, claims[0].unit not in _LESS_IS_BETTER


def _ordered(reading: Reading) -> Iterator[tuple[list[Claim], bool]]:
    """What is listed after 由高到低依次为."""
    for mark in _ORDERED.finditer(reading.document.text):
        sentence = reading.outline.sentences[reading.outline.sentence(mark.start())]
        claims: list[Claim] = []
        for claim in reading.between(Span(mark.end(), min(sentence.end, mark.end() + _LONGEST_LIST)))[:_MOST]:
            if claims and not _BETWEEN.fullmatch(reading.text_between(claims[-1], claim)):
                break
            if not claims and not _FIRST.fullmatch(reading.document.text, mark.end(), claim.span.start):
                break
            claims.append(claim)
        if len(claims) >= _FEWEST and _are_alike(claims):
            yield claims, bool(mark["down"])


def _rank(mark: re.Match[str]) -> int:
    rank = mark["rank"]
    return _MEDALS[mark.group()] if not rank else _NUMBERS.get(rank) or int(rank)


def _are_alike(claims: Sequence[Claim]) -> bool:
    """Exact values of one unit, all of them levels or all of them shares."""
    first = claims[0]
    return all(
        c.unit == first.unit and c.amount.is_exact and c.amount.value is not None and c.direction == first.direction
        and c.aspect is first.aspect and c.aspect is not Aspect.RANK
        for c in claims
    )  # fmt: skip


def _values(claims: Sequence[Claim]) -> list[Fraction]:
    return [claim.amount.value or Fraction(0) for claim in claims]


def _runs_down(values: Sequence[Fraction]) -> bool:
    return all(a >= b for a, b in pairwise(values))


def _is_one_slip_off(claims: Sequence[Claim]) -> bool:
    """Whether a digit changed or two swapped in one of the numbers puts all in order."""
    values = _values(claims)
    return any(
        _runs_down([*values[:i], other, *values[i + 1 :]])
        for i, claim in enumerate(claims)
        if _runs_down([*values[:i], *values[i + 1 :]])
        for other in _misread(claim)
    )


def _misread(claim: Claim) -> Iterator[Fraction]:
    printed = claim.quantity.numeral.of(claim.document.text)
    for text, slip in misprints(printed):
        amount = reprint(claim.amount, printed, text) if slip in _KEYSTROKES else None
        if amount and amount.value is not None:
            yield amount.value
