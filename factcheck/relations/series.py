"""Items of a list, held together by their marks; whether they make up a whole, or would but for one keystroke."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.outline import STRENGTH, separation
from factcheck.reading import ADDITIVE
from factcheck.reading import label_of as label_of
from factcheck.rulebook import Rulebook

LONGEST_LIST = 1500  # characters that a list may take
STRONGEST_LIST_MARK = 3  # a list ends with its sentence
_SEMICOLON = STRENGTH["；"]
_LONGEST_GAP = 60  # characters from one item of a list to the next, growth rates and brackets aside
_MARK = expression("[，,；;。：:、\n]")
_BRACKETED = expression(r"（[^（）]{0,300}）|\([^()]{0,300}\)")
# A clause that tells how an item changed or what share it has parts two items without ending their list.
_ASIDE = expression(
    r"[%％‰]|百分点|同比|环比|增长|下降|持平|增速|降幅|增幅|涨幅|拉动|上升|回落|占|比(?:上|去|前|同)|[增减]\d"
)
_REOPENS = expression(r"其中|合计|共计|总计|累计|此外|而|但|截至|目前|今年|去年|中[，：]|\.(?!\d)")
_RESTARTS = expression(r"另外|另有|其余|余下|其他")
_OTHERWISE = expression("同比|环比")
_LONGEST_OPEN = 400
_STOP = expression("[。\n]")
_AND_OTHERS = expression(r"等(?![级于同值额比候待]|\d)")
_EACH = expression(r"[各每](?:新增|有|报告|增加)?$")
_LONGEST_EACH = 3
_SHARE_BEHIND = expression("[\u4e00-\u9fff]{0,6}[，（]?占(?P<base>[\u4e00-\u9fff]{2,20}?)的?(?:比例|比重)?[为达约]?")
_MEAN = expression("[人户日月年亩]均|平均|均价|单价|最[高低大小](?:的)?$")
_FEWEST_JOINED = 2
_NUMBERED = expression(
    "(?P<year>(?:19|20)\\d\\d)年|第(?P<item>[一二三四五六七八九])[天日周月季年期批次轮场阶段剂组类届]"
)
_ORDER = "一二三四五六七八九"
_PLACE_NAME = expression("(?!其|其他|外)[\u4e00-\u9fff]{1,11}[市县区州旗镇乡省盟团师](?:各)?")


def is_mean(claim: Claim) -> bool:
    """Whether a number is a mean, a price or another intensity, of which a total has no parts: 人均收入3.2万元."""
    return bool(_MEAN.search(label_of(claim)))


def are_places(claims: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether each number is led by nothing but a place (甲市5例、乙县3例): lists of places are seldom selections."""
    labels = (label_of(claim).removeprefix("其中") for claim in claims)
    return all(_PLACE_NAME.fullmatch(label) or label in lexicon.places for label in labels)


def are_in_order(claims: Sequence[Claim]) -> bool:
    """Whether the numbers are of one year, one day or one item after another: 2017年3.4亿元，2018年4.1亿元."""
    told = [_NUMBERED.match(label_of(claim).removeprefix("其中")) for claim in claims]
    numbers = [int(n["year"]) if n["year"] else _ORDER.find(n["item"]) for n in told if n]
    if len(numbers) < max(_FEWEST_JOINED, len(told)):
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def are_named_together(whole: Claim, parts: Sequence[Claim]) -> bool:
    """Whether the words before the total join the first characters of the parts' names: 邮电 of 邮政 and 电信."""
    initials = "".join(label_of(part).removeprefix("其中")[:1] for part in parts)
    return len(initials) == len(parts) >= _FEWEST_JOINED and initials in label_of(whole)


def is_item(claim: Claim, whole: Claim, lexicon: Lexicon) -> bool:
    """A level of the whole's own unit, or a change where the whole is one; not a level reached by rising or falling."""
    reached = claim.aspect is Aspect.LEVEL and not claim.direction
    alike = reached or claim.aspect is whole.aspect is Aspect.CHANGE
    return alike and claim.quantity.kind in ADDITIVE and lexicon.comparable(claim.unit, whole.unit)


def series(reading: Reading, whole: Claim, claims: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    """The coordinate items at the head of `claims`, levels in the whole's unit.

    The marks between them never grow stronger than the first, unless the list comes nearer to its whole by going
    on to a semicolon or to the end of the sentence (甲5例、乙3例，外地来的2例).
    """
    fitting = (c for c in claims if is_item(c, whole, lexicon))
    chain = _chain(reading.document.text, fitting, STRONGEST_LIST_MARK)
    items = [item for item, _, _ in chain]
    lengths = dict.fromkeys((_strict(chain), len(chain), _unbroken(chain, _SEMICOLON - 1)))
    if len(lengths) == 1:
        return items
    return min((items[:length] for length in lengths), key=lambda some: shortfall(whole, some, lexicon))


def held_together(
    reading: Reading, claims: Sequence[Claim], *, strictly: bool, strongest: int = STRONGEST_LIST_MARK
) -> list[Claim]:
    chain = _chain(reading.document.text, claims, strongest)
    return [item for item, _, _ in (chain[: _strict(chain)] if strictly else chain)]


_Chain = Sequence[tuple[Claim, int, str]]  # items, the mark that parts each from the one before, and all between


def _chain(text: str, claims: Iterable[Claim], strongest: int) -> _Chain:
    """The items at the head of `claims`, as far as they hold together at all."""
    chain: list[tuple[Claim, int, str]] = []
    end = mark = 0
    gap = ""
    for claim in claims:
        start = claim.quantity.span.start
        if chain:
            gap, mark = text[end:start], separation(text, end, start) or 1
            if mark > strongest or not _goes_on(gap):
                break
        chain.append((claim, mark, gap))
        end = claim.quantity.span.end
    return chain


def _unbroken(chain: _Chain, strongest: int) -> int:
    """How many items stand before one that is parted by more."""
    return next((number for number, (_, mark, _) in enumerate(chain) if mark > strongest), len(chain))


def _strict(chain: _Chain) -> int:
    """How many items stand before one that is parted by more than the second, or that begins anew."""
    length = _unbroken(chain, chain[1][1]) if len(chain) > 1 else len(chain)
    return next((number for number, (_, _, gap) in enumerate(chain[:length]) if _RESTARTS.search(gap)), length)


def _goes_on(gap: str) -> bool:
    """Whether nothing but the next item's name stands between two items, changes and shares of the first aside."""
    if len(gap) > 4 * _LONGEST_GAP:
        return False
    clauses = _MARK.split(_BRACKETED.sub("", gap) if "（" in gap or "(" in gap else gap)
    clauses[1:-1] = [clause for clause in clauses[1:-1] if not _ASIDE.search(clause)]
    bare = "，".join(clauses)
    return len(bare) <= _LONGEST_GAP and not _REOPENS.search(bare) and not _OTHERWISE.search(clauses[-1])


def shortfall(whole: Claim, items: Iterable[Claim], lexicon: Lexicon) -> Fraction:
    """How far the nominal values of the items are from the whole, either way."""
    return abs(lexicon.value(whole) - total([lexicon.value(item) for item in items]))


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that some amounts add to; None where one of them has no bound."""

    low: Fraction
    high: Fraction


def _bounds(claims: Iterable[Claim], lexicon: Lexicon) -> Bounds | None:
    lows: list[Fraction] = []
    highs: list[Fraction] = []
    for claim in claims:
        interval, factor = claim.quantity.amount.interval, lexicon.factor(claim.quantity.unit)
        if interval.low is None or interval.high is None:
            return None
        is_base = factor == 1  # as nearly all are
        lows.append(interval.low if is_base else interval.low * factor)
        highs.append(interval.high if is_base else interval.high * factor)
    return Bounds(total(lows), total(highs))


def total(values: Sequence[Fraction]) -> Fraction:
    """The sum of some fractions; whole numbers are added as such, in a tenth of the time."""
    if {value.denominator for value in values} <= {1}:
        return Fraction(sum([value.numerator for value in values]))
    return sum(values, Fraction(0))


def adds_up(whole: Claim, parts: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether the parts make up the whole, rounding counted in."""
    total, made = _bounds([whole], lexicon), _bounds(parts, lexicon)
    return bool(total and made and total.low <= made.high and made.low <= total.high)


def is_slip_away(whole: Claim, parts: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether a digit changed, swapped, dropped or doubled in one of the numbers keeps them from adding up."""
    gap = total([lexicon.value(part) for part in parts]) - lexicon.value(whole)
    return _is_slip(whole, gap, lexicon) or any(_is_slip(part, -gap, lexicon) for part in parts)


def may_be_meant(claim: Claim, value: Fraction, lexicon: Lexicon) -> bool:
    """Whether a number is printed as `value` is, or would be but for one keystroke."""
    off = value - lexicon.value(claim)
    step = claim.amount.step * lexicon.factor(claim.unit)
    return (bool(step) and abs(off) <= step / 2) or _is_slip(claim, off, lexicon)


def bare(claim: Claim) -> Claim:
    """A number as it is printed, without its unit: 300亩 are three hundred times what one 亩 yields."""
    return replace(claim, quantity=replace(claim.quantity, unit=None))


def _is_slip(claim: Claim, off: Fraction, lexicon: Lexicon) -> bool:
    step, value = claim.amount.step * lexicon.factor(claim.unit), lexicon.value(claim)
    if not step or not claim.amount.is_exact:
        return False
    printed, needed = round(value / step), round((value + off) / step)
    slack = 1 if claim.amount.interval.is_point else 2  # rounded numbers may be off by their last digit
    return any(_one_keystroke(str(printed), str(needed + d)) for d in range(1 - slack, slack) if needed + d > 0)


def _one_keystroke(a: str, b: str) -> bool:
    """
    >>> _one_keystroke("253", "235"), _one_keystroke("26", "266"), _one_keystroke("31", "45")
    (True, True, False)
    """
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    if len(a) == len(b):
        apart = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
        swapped = len(apart) == 2 and apart[1] == apart[0] + 1
        return len(apart) == 1 or (swapped and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]])
    short, long = sorted((a, b), key=len)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def sum_of(reading: Reading, whole: Claim, parts: Sequence[Claim], ground: Ground) -> Relation:
    """甲、乙各1例 counts once for each that is named."""
    counted = tuple(part for part in parts for _ in range(_members(reading, part)))
    return Relation("whole-parts", {"whole": (whole,), "part": counted}, ground)


def _members(reading: Reading, part: Claim) -> int:
    text, end = reading.document.text, part.quantity.span.start
    if not _EACH.search(text, max(0, end - _LONGEST_EACH), end):
        return 1
    clause = re.split("[，。；：）（]|(?<=[例人个家名户])、", text[max(0, end - 60) : end])[-1]
    each = _EACH.search(clause)
    return 1 + len(re.findall("[、和及与]", clause[: each.start()])) if each else 1


def within(whole: Claim, parts: Sequence[Claim], name: str, rulebook: Rulebook) -> Relation:
    """That none of the parts is more than the whole."""
    return Relation("within", {"whole": (whole,), "part": tuple(parts)}, Ground(name, rulebook.doubt(name)))


def split(
    reading: Reading, whole: Claim, parts: Sequence[Claim], ground: str, rulebook: Rulebook, *, is_open: bool
) -> Iterator[Relation]:
    """That each part lies within the whole, and, where the list closes, that the parts make it up."""
    if not parts:
        return
    firm = "bracket-within" if ground == "bracket" else "among-within"
    near = [
        p for p in parts if separation(reading.document.text, parts[0].span.end, p.span.start) < STRONGEST_LIST_MARK
    ]
    yield within(whole, near, firm, rulebook)
    if len(parts) >= 2 and not is_open:
        yield sum_of(reading, whole, parts, Ground(ground, rulebook.doubt(ground)))
        yield from _shares_of(reading, whole, parts, rulebook)


def _shares_of(reading: Reading, whole: Claim, parts: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """5.4亿股，占总股本的22.97%，其中甲1.3亿股，占总股本的5.52%，乙4.1亿股…: what share the parts have of another
    whole makes the share that their own whole has of it."""
    shares: list[Claim] = []
    bases: set[str] = set()
    for claim in (whole, *parts):
        if not (found := _share_of(reading, claim)):
            return
        bases.add(found[0])
        shares.append(found[1])
    if len(bases) == 1:
        yield sum_of(reading, shares[0], shares[1:], Ground("shares-added", rulebook.doubt("shares-added")))


def _share_of(reading: Reading, claim: Claim) -> tuple[str, Claim] | None:
    """The share printed right behind a number, and the words that say of what."""
    behind = reading.between(Span(claim.span.end, claim.span.end + _LONGEST_GAP))[:1]
    words = reading.document.text[claim.span.end : behind[0].span.start] if behind else ""
    base = _SHARE_BEHIND.fullmatch(words)
    is_share = behind and behind[0].quantity.kind is Kind.PERCENT and base
    return (base["base"], behind[0]) if is_share and base else None


def is_open(text: str, start: int, end: int, head: str, lexicon: Lexicon) -> bool:
    """Whether the list says that it does not name all."""
    if head.startswith("含") or any(word in head for word in lexicon.words.get("open_list", ())):
        return True
    end = min(end, start + _LONGEST_OPEN)
    stop = _STOP.search(text, start, end)
    return bool(_AND_OTHERS.search(text, start, stop.start() if stop else end))
