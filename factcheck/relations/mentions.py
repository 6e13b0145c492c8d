"""What stands around the numbers of a document, and what tells that two of them speak of one thing."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from operator import add

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.misprints import are_one_slip_apart, canonical, first_difference
from factcheck.model import Aspect, Claim, Kind, Span
from factcheck.once import once
from factcheck.relations.identity import has_rows, in_table_row

_COUNTED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.PERCENTAGE_POINT})
REACH = 48  # characters before a number that tell what it is said of
NEAR = 12  # characters behind it that do
_SEGMENT_MARK = expression("[。；！？\n]")
CLAUSE_MARK = expression(r"[，。；：、！？（）\s“”|#【】\d%]")
WORDS = expression("[\u4e00-\u9fffA-Za-z]+")
_ANY_NUMBER = expression(r"\d[\d.,]*")
_INDEXED = 4  # characters before a number by which it is found
_COMPARED = expression("同比|比上年同期|比去年同期|比上年|比去年|较上年")
# What is left out of a stretch ends with one of the first, and begins with one of the second.
_LEFT_OUT_BEFORE, _LEFT_OUT_BEHIND = expression(r"[\s比期年了]"), expression(r"[\s同比较]")
_SPEED = expression("增速|增幅|涨幅|降幅|增长率|跌幅")
_GROWTH_BEHIND = expression("的(?:正|高|快速|较快|同比)?(?:增长|增速|增幅|涨幅)")
_BONDED = expression("年期|个?月期|[号级型届]")
SHORTEST_CLAUSE = 4  # characters of a clause that leads to both numbers
_FEWEST_PAIRS = 4  # pairs of characters that two stretches share
_MANY_PAIRS = 7  # that tell of one topic however long the two stretches are
HALF = 2
_FEWEST_TELLING = 4  # digits of a number that is hardly met twice by chance
FEWEST_STANDING_OUT = 3  # digits of a number that is met by chance where it stands alone once in a hundred texts
_PAIR = 2
FEWEST_DIGITS = 2  # of a lone numeral that is held against another
FEWEST_COMPANION_DIGITS = 3  # of a number that stands beside both
_MOST_IN_SERIES = 3  # numbers behind the same words; more are a series
BESIDE = 3  # numbers before and behind that may be the difference of two
_COUNTRY = expression(
    "中国|美国|英国|法国|德国|韩国|泰国|日本|俄罗斯|印度|意大利|西班牙|加拿大|澳大利亚|巴西|欧盟|欧元区"
)  # each begins with its own character, to which the engine skips
SHORTEST_THEME = 3  # characters of the name of what changes


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Words such as 新增/累计, each with the number of its group, and a pattern that finds whether any stands there."""

    numbered: tuple[tuple[str, int], ...]
    any_of_them: re.Pattern[str]

    def standing_in(self, text: str) -> list[tuple[str, int]]:
        if not self.any_of_them.search(text):
            return []
        return [entry for entry in self.numbered if entry[0] in text]


@cache
def _words(groups: tuple[str, ...]) -> _Words:
    numbered = tuple((word, number) for number, group in enumerate(groups) for word in group.split("/"))
    return _Words(numbered, re.compile("|".join(re.escape(word) for word, _ in numbered) or "(?!)"))


class Mention:
    """A claim with the words that tell what it is said of; what is seldom asked for is read only then."""

    def __init__(self, claim: Claim, view: View) -> None:
        self.claim, self._view = claim, view
        text, span = claim.document.text, claim.quantity.span
        left = text[max(0, span.start - REACH) : span.start]
        self.last, self.next = left[-1:], text[span.end : span.end + 1]  # the characters right beside the number
        clause, segment = _since_last_marks(left)
        mark = CLAUSE_MARK.search(text, span.end, span.end + NEAR)
        behind = text[span.end : mark.start() if mark else span.end + NEAR]
        self.clause = left[clause:]  # the words between the last mark or number and this number
        self.near = f"{self.clause} {behind}"  # the clause and what the number counts
        self.stretch = f"{left[segment:]} {behind}"  # all that is said before it and right behind it

    @once
    def before(self) -> str:
        """What stands before the number, without white space."""
        start = self.claim.span.start
        return _bare(self.claim.document.text[max(0, start - REACH) : start])

    @once
    def after(self) -> str:
        end = self.claim.span.end
        return _bare(self.claim.document.text[end : end + REACH])

    @once
    def topic(self) -> Set[str]:
        """The pairs of characters in the stretch that it stands in."""
        return self._view.pairs(self.stretch)

    def says(self, words: Iterable[str]) -> list[str]:
        """Those of some pairs of characters of another topic that are in its own."""
        stretch = self.stretch
        return [pair for pair in words if pair in stretch]

    @once
    def sides(self) -> Mapping[int, Set[str]]:
        """By the number of each group of words that set numbers apart, those of them that stand beside this one."""
        sides: dict[int, set[str]] = {}
        for word, group in self._view.contrasts.standing_in(self.near):
            sides.setdefault(group, set()).add(word)
        return sides

    @once
    def told(self) -> frozenset[int]:
        """The numbers of the groups of marking words of which one is said before this number or right behind it."""
        return frozenset([group for _, group in self._view.markers.standing_in(self.stretch)])

    @once
    def marks(self) -> frozenset[int]:
        """Those among them of which one stands right beside this number."""
        return frozenset([group for _, group in self._view.markers.standing_in(self.near)])

    @once
    def country(self) -> str:
        """The country named last; none where none is."""
        named: list[str] = _COUNTRY.findall(self.stretch)
        return named[-1] if named else ""

    @once
    def leading(self) -> Sequence[Claim]:
        """The nearest numbers before."""
        return self._view.reading.before(self.claim.quantity.span.start, BESIDE)

    @once
    def following(self) -> Sequence[Claim]:
        """The nearest numbers behind."""
        return behind(self._view, self.claim)


def _since_last_marks(left: str) -> tuple[int, int]:
    """Where the clause and where the sentence begin that a stretch ends in; whatever ends a sentence ends a clause."""
    turned = left[::-1]  # what is last is found first
    clause = CLAUSE_MARK.search(turned)
    if not clause:
        return 0, 0
    segment = _SEGMENT_MARK.search(turned, clause.start())
    return len(left) - clause.start(), len(left) - segment.start() if segment else 0


class View:
    """What stands around the claims of a document, read only where it is asked for."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon, self._text = reading, lexicon, reading.document.text
        self.claims = [c for c in reading.claims if c.quantity.kind in _COUNTED and _is_counted(c)]
        if has_rows(self._text):
            self.claims = [c for c in self.claims if not in_table_row(c)]
        self._mentions: dict[Claim, Mention] = {}
        self._chances: dict[tuple[str | None, int], Fraction] = {}

    def between(self, span: Span) -> Sequence[Claim]:
        """The claims that start inside a span."""
        return self.claims[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    @once
    def starts(self) -> list[int]:
        return [claim.quantity.span.start for claim in self.claims]

    @once
    def contrasts(self) -> _Words:
        return _words(self.lexicon.words.get("contrast", ()))

    @once
    def markers(self) -> _Words:
        return _words(self.lexicon.words.get("marked", ()))

    @once
    def _stock(self) -> frozenset[str]:
        return _stock_pairs(self.lexicon.words.get("stock", ()))

    def pairs(self, stretch: str) -> Set[str]:
        """The pairs of neighbouring characters of a stretch, less those of the words that all reports are made of."""
        found: set[str] = set()
        for run in WORDS.findall(stretch):
            found.update(map(add, run, run[1:]))
        found -= self._stock
        return found

    def met_by_chance(self, claim: Claim, digits: int) -> Fraction:
        known = self._chances.get((claim.unit, digits))
        if known is None:
            known = self._chances[claim.unit, digits] = self._met_by_chance(claim.unit, digits)
        return known

    def _met_by_chance(self, own: str | None, digits: int) -> Fraction:
        """How many of the document's other numbers of one unit and of so many digits at least are one slip from
        one though they have nothing to do with it: each numeral of d digits can be reached from some 12 d others.
        """
        lexicon = self.lexicon
        long = [(unit, times) for (unit, length), times in self._lengths.items() if length >= digits]
        met = sum([times for unit, times in long if unit == own or lexicon.interchangeable(unit, own)])
        return Fraction((met - _PAIR) * 12 * digits, 9 * 10 ** (digits - 1))

    @once
    def _lengths(self) -> Counter[tuple[str | None, int]]:
        return Counter([(c.unit, telling_digits(c)) for c in self.claims])

    def leads_to_many(self, ending: str) -> bool:
        """Whether some words stand right before many different numbers."""
        led = set[str]()
        for start in self._led.get(ending[-_INDEXED:], ()):
            if self._text.startswith(ending, start - len(ending)):
                led.add(self._numbers[start])
            if len(led) > _MOST_IN_SERIES:
                return True
        return False

    @once
    def _numbers(self) -> dict[int, str]:
        """Every number of the text by its start; figures inside words count too."""
        return {number.start(): number.group() for number in _ANY_NUMBER.finditer(self._text)}

    @once
    def _led(self) -> dict[str, list[int]]:
        """By the last characters before them, up to so many, where numbers start."""
        led: dict[str, list[int]] = defaultdict(list)
        for start in self._numbers:
            for length in range(1, min(_INDEXED, start) + 1):
                led[self._text[start - length : start]].append(start)
        return led

    def of(self, claim: Claim) -> Mention:
        known = self._mentions.get(claim)
        if known is None:
            known = self._mentions[claim] = Mention(claim, self)
        return known


def _is_counted(claim: Claim) -> bool:
    """Ages vary from person to person and say nothing of a text's own facts."""
    return claim.quantity.amount.value is not None and claim.quantity.unit != "岁"


@lru_cache(maxsize=2048)  # asked again and again, of the claims of one document after another
def forms(claim: Claim) -> tuple[str, str]:
    """The numeral of a claim without what may be printed otherwise in another place, and as it is printed."""
    numeral = claim.quantity.numeral
    printed = claim.document.text[numeral.start : numeral.end]
    plain = canonical(printed)
    return plain, plain if plain is printed else printed.replace(",", "").strip()


@lru_cache(maxsize=2048)  # most numerals are short, and come again
def digits(numeral: str) -> int:
    return sum("0" <= char <= "9" for char in numeral.lstrip("0."))


def telling_digits(claim: Claim) -> int:
    """The digits of a number without those that only say how large it is: two of 1200, three of 12.0."""
    return _telling(forms(claim)[0])


@lru_cache(maxsize=2048)
def _telling(numeral: str) -> int:
    return len(numeral.strip("0.万亿多余来几").replace(".", ""))


def is_any_slip(a: Claim, b: Claim) -> bool:
    (x, printed), (y, other) = forms(a), forms(b)
    return are_one_slip_apart(x, y) or ((x != printed or y != other) and are_one_slip_apart(printed, other))


def behind(view: View, claim: Claim) -> Sequence[Claim]:
    starts, end = view.reading.starts, claim.quantity.span.end
    first = bisect_left(starts, end)
    return view.reading.claims[first : bisect_left(starts, end + REACH, first, min(first + BESIDE, len(starts)))]


def is_figure(one: Mention, other: Mention, digits: int) -> bool:
    """Whether two numbers of so many digits are counts or sums; prices (每吨3385元) are near one another."""
    return digits >= _FEWEST_TELLING and all(
        m.claim.quantity.kind in (Kind.COUNT, Kind.MONEY) and "每" not in m.clause for m in (one, other)
    )


def lead_differs(view: View, a: Claim, b: Claim) -> bool:
    """Whether the numbers told right before the two, in their sentences, are of one unit and not the same."""
    before = [view.reading.before(c.span.start, 1) for c in (a, b)]
    if not all(found and found[0].sentence == c.sentence for found, c in zip(before, (a, b), strict=True)):
        return False
    one, other = before[0][0], before[1][0]
    return one.unit == other.unit and numeral_of(one) != numeral_of(other)


def is_speed(level: Claim, rate: Claim) -> bool:
    """增速达到9.8% and 实现9.8%的增长 beside 增长9.8%."""
    if level.aspect is not Aspect.LEVEL or rate.aspect is not Aspect.RATE or rate.direction < 0:
        return False
    text, start, end = level.document.text, level.span.start, level.span.end
    return bool(_SPEED.search(text, max(0, start - NEAR), start) or _GROWTH_BEHIND.match(text, end))


def units_agree(a: Claim, b: Claim, lexicon: Lexicon) -> bool:
    """One unit, or none beside a numeral in 万 or 亿 that leaves its own to be understood."""
    mine, theirs = a.quantity.unit, b.quantity.unit
    if mine == theirs:
        return True
    if mine is None or theirs is None:
        return "万" in (numeral := numeral_of(a)) or "亿" in numeral
    return _are_of_one_measure(lexicon, mine, theirs)


@lru_cache(maxsize=512)  # texts have few units, and ask of them again and again
def _are_of_one_measure(lexicon: Lexicon, mine: str, theirs: str) -> bool:
    return lexicon.interchangeable(mine, theirs) and lexicon.factor(mine) == lexicon.factor(theirs)


def numeral_of(claim: Claim) -> str:
    """The numeral of a claim without what may be printed otherwise in another place."""
    return forms(claim)[0]


def _bare(stretch: str) -> str:
    """Without white space, and without the base of comparison that is left out the second time."""
    bare = "".join(stretch.split())
    return (_COMPARED.sub("", bare) if "比" in bare or "较" in bare else bare).removesuffix("了")


@cache
def _stock_pairs(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))


def contrast(one: Mention, other: Mention) -> bool:
    return are_opposed(one, other) or are_marked(one, other)


def are_opposed(one: Mention, other: Mention) -> bool:
    """Whether words beside two numbers set them apart: 新增 and 累计, 甲国 and 乙国."""
    theirs = other.sides if one.sides else {}
    for group, words in one.sides.items() if theirs else ():
        if group in theirs and words.isdisjoint(theirs[group]):
            return True
    return bool(one.country and other.country) and one.country != other.country


def are_marked(one: Mention, other: Mention) -> bool:
    """Whether a word beside one number makes it another fact than what nothing of the kind is said of: 环比."""
    return bool(one.marks and not one.marks <= other.told) or bool(other.marks and not other.marks <= one.told)


def is_series(view: View, one: Mention, other: Mention) -> bool:
    """Whether the words before the two lead to many numbers: 涨幅 of one thing after another."""
    if numeral_of(one.claim) == numeral_of(other.claim):
        return False
    ending = one.clause[len(one.clause) - shared_end(one.clause, other.clause) :]
    return bool(ending) and view.leads_to_many(ending)


def is_same_topic(one: Mention, other: Mention) -> bool:
    shared = len(other.says(one.topic))
    if shared < _FEWEST_PAIRS or shared >= _MANY_PAIRS:
        return shared >= _MANY_PAIRS
    return shared * HALF >= len(one.topic) or shared * HALF >= len(other.topic)


def topics_meet(one: Mention, other: Mention) -> bool:
    """Whether anything at all that is said of the two is the same."""
    said = other.stretch
    return any(pair in said for pair in one.topic)


def names_agree(one: Mention, other: Mention) -> bool:
    """Whether the words right beside the two numbers name the same thing."""
    return shared_end(one.clause, other.clause) >= 2 or shared_behind(one, other) >= 2


def shared_start(a: str, b: str) -> int:
    return first_difference(a, b) if a[:1] == b[:1] else 0


def shared_end(a: str, b: str) -> int:
    return shared_start(a[::-1], b[::-1]) if a[-1:] == b[-1:] else 0


def touch(a: Claim, b: Claim) -> bool:
    """Whether the same two characters may stand right before two numbers, or right behind them; where not, neither is
    more than one character the same there once what is left out is left out."""
    mine, theirs, one, other = a.document.text, b.document.text, a.quantity.span, b.quantity.span
    x, y = mine[max(0, one.start - _PAIR) : one.start], theirs[max(0, other.start - _PAIR) : other.start]
    if x == y or _LEFT_OUT_BEFORE.search(x + y):
        return True
    x, y = mine[one.end : one.end + _PAIR], theirs[other.end : other.end + _PAIR]
    return x == y or bool(_LEFT_OUT_BEHIND.search(x + y))


def shared_before(one: Mention, other: Mention) -> int:
    """How many characters before two numbers are the same; most often not even the last one is."""
    if one.last != other.last and not _LEFT_OUT_BEFORE.search(one.last + other.last):
        return 0
    return shared_end(one.before, other.before)


def shared_behind(one: Mention, other: Mention) -> int:
    if one.next != other.next and not _LEFT_OUT_BEHIND.search(one.next + other.next):
        return 0
    return shared_start(one.after, other.after)


def is_part_of_name(one: Mention, other: Mention) -> bool:
    """甲国10年期债券 and 乙国10年期债券: the words before the two begin inside a name that has a number in it."""
    if not one.clause or one.clause != other.clause or not _BONDED.match(one.clause):
        return False
    return shared_before(one, other) < len(one.clause) + SHORTEST_CLAUSE
