"""What stands around the numbers of a document, and what tells that two of them speak of one thing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property, lru_cache

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.misprints import are_one_slip_apart, canonical
from factcheck.model import Aspect, Claim, Kind, Span
from factcheck.relations.identity import in_table_row

_COUNTED = frozenset({Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.PERCENTAGE_POINT})
REACH = 48  # characters before a number that tell what it is said of
NEAR = 12  # characters behind it that do
_SEGMENT_MARK = expression("[。；！？\n]")
CLAUSE_MARK = expression(r"[，。；：、！？（）\s“”|#【】\d%]")
WORDS = expression("[\u4e00-\u9fffA-Za-z]+")
_ANY_NUMBER = expression(r"\d[\d.,]*")
_INDEXED = 4  # characters before a number by which it is found
_COMPARED = expression("同比|比上年同期|比去年同期|比上年|比去年|较上年")
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
_COUNTRY = expression("中国|[美英法德韩泰]国|日本|俄罗斯|印度|意大利|西班牙|加拿大|澳大利亚|巴西|欧盟|欧元区")
SHORTEST_THEME = 3  # characters of the name of what changes


@dataclass(frozen=True, eq=False)
class Mention:
    """A claim with the words that tell what it is said of; what is seldom asked for is read only then."""

    claim: Claim
    lexicon: Lexicon
    clause: str  # the words between the last mark or number and this number
    near: str  # the clause and what the number counts
    stretch: str  # all that is said before it and right behind it

    @cached_property
    def before(self) -> str:
        """What stands before the number, without white space."""
        start = self.claim.span.start
        return _bare(self.claim.document.text[max(0, start - REACH) : start])

    @cached_property
    def after(self) -> str:
        end = self.claim.span.end
        return _bare(self.claim.document.text[end : end + REACH])

    @cached_property
    def topic(self) -> frozenset[str]:
        """The pairs of characters in the stretch that it stands in."""
        return pairs(self.stretch, self.lexicon)

    @cached_property
    def sides(self) -> Mapping[int, frozenset[str]]:
        """By the number of each group of words that set numbers apart, those of them that stand beside this one."""
        sides: dict[int, frozenset[str]] = {}
        for word, group in self._standing("contrast", self.near):
            sides[group] = sides.get(group, frozenset()) | {word}
        return sides

    @cached_property
    def told(self) -> frozenset[int]:
        """The numbers of the groups of marking words of which one is said before this number or right behind it."""
        return frozenset(group for _, group in self._standing("marked", self.stretch))

    @cached_property
    def marks(self) -> frozenset[int]:
        """Those among them of which one stands right beside this number."""
        return frozenset(group for _, group in self._standing("marked", self.near)) if self.told else self.told

    def _standing(self, groups: str, text: str) -> list[tuple[str, int]]:
        """The words of some groups of the lexicon that stand in a text, each with the number of its group."""
        numbered = _numbered(self.lexicon.words.get(groups, ()))
        return [entry for entry in numbered if entry[0] in text]

    @cached_property
    def country(self) -> str:
        """The country named last; none where none is."""
        named: list[str] = _COUNTRY.findall(self.stretch)
        return named[-1] if named else ""


class View:
    """What stands around the claims of a document, read only where it is asked for."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon, self._text = reading, lexicon, reading.document.text
        self.claims = [c for c in reading.claims if _is_counted(c) and not in_table_row(c)]
        self._mentions: dict[Claim, Mention] = {}

    def met_by_chance(self, claim: Claim, digits: int) -> Fraction:
        """How many of the document's other numbers of one unit and of so many digits at least are one slip from a
        claim's though they have nothing to do with it: each numeral of d digits can be reached from some 12 d others.
        """
        met = sum(
            times
            for (unit, length), times in self._lengths.items()
            if length >= digits and self.lexicon.interchangeable(unit, claim.unit)
        )
        return Fraction((met - _PAIR) * 12 * digits, 9 * 10 ** (digits - 1))

    @cached_property
    def _lengths(self) -> Counter[tuple[str | None, int]]:
        return Counter((c.unit, telling_digits(c)) for c in self.claims)

    def leads_to_many(self, ending: str) -> bool:
        """Whether some words stand right before many different numbers."""
        led = set[str]()
        for start in self._led.get(ending[-_INDEXED:], ()):
            if self._text.startswith(ending, start - len(ending)):
                led.add(self._numbers[start])
            if len(led) > _MOST_IN_SERIES:
                return True
        return False

    @cached_property
    def _numbers(self) -> dict[int, str]:
        """Every number of the text by its start; figures inside words count too."""
        return {number.start(): number.group() for number in _ANY_NUMBER.finditer(self._text)}

    @cached_property
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
            known = self._mentions[claim] = _mention(claim, self.lexicon)
        return known


def _is_counted(claim: Claim) -> bool:
    """Ages vary from person to person and say nothing of a text's own facts."""
    quantity = claim.quantity
    return quantity.kind in _COUNTED and quantity.amount.value is not None and quantity.unit != "岁"


@lru_cache(maxsize=2048)
def forms(claim: Claim) -> tuple[str, str]:
    printed = claim.quantity.numeral.of(claim.document.text)
    return canonical(printed), printed.replace(",", "").strip()


def digits(numeral: str) -> int:
    return sum("0" <= char <= "9" for char in numeral.lstrip("0."))


def telling_digits(claim: Claim) -> int:
    """The digits of a number without those that only say how large it is: two of 1200, three of 12.0."""
    return len(numeral_of(claim).strip("0.万亿").replace(".", ""))


def is_any_slip(a: Claim, b: Claim) -> bool:
    return any(are_one_slip_apart(x, y) for x, y in zip(forms(a), forms(b), strict=True))


def behind(view: View, claim: Claim) -> Sequence[Claim]:
    return view.reading.between(Span(claim.span.end, claim.span.end + REACH))[:BESIDE]


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
    if a.unit is None or b.unit is None:
        return a.unit == b.unit or any(mark in numeral_of(a) for mark in "万亿")
    return lexicon.interchangeable(a.unit, b.unit) and lexicon.factor(a.unit) == lexicon.factor(b.unit)


@lru_cache(maxsize=2048)  # asked again and again, of the claims of one document after another
def numeral_of(claim: Claim) -> str:
    """The numeral of a claim without what may be printed otherwise in another place."""
    return canonical(claim.quantity.numeral.of(claim.document.text))


def _mention(claim: Claim, lexicon: Lexicon) -> Mention:
    text, span = claim.document.text, claim.span
    left = text[max(0, span.start - REACH) : span.start]
    behind = CLAUSE_MARK.split(text[span.end : span.end + NEAR], 1)[0]
    clause = CLAUSE_MARK.split(left)[-1]
    segment = _SEGMENT_MARK.split(left)[-1]
    return Mention(claim, lexicon, clause, f"{clause} {behind}", f"{segment} {behind}")


def _bare(stretch: str) -> str:
    """Without white space, and without the base of comparison that is left out the second time."""
    return _COMPARED.sub("", "".join(stretch.split())).removesuffix("了")


def pairs(stretch: str, lexicon: Lexicon) -> frozenset[str]:
    """The pairs of neighbouring characters of a stretch, less those of the words in which all reports are written."""
    common = _stock_pairs(lexicon.words.get("stock", ()))
    runs = WORDS.findall(stretch)
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1)) - common


@cache
def _stock_pairs(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word[i : i + 2] for word in words for i in range(len(word) - 1))


def contrast(one: Mention, other: Mention) -> bool:
    return are_opposed(one, other) or are_marked(one, other)


def are_opposed(one: Mention, other: Mention) -> bool:
    """Whether words beside two numbers set them apart: 新增 and 累计, 甲国 and 乙国."""
    mine, theirs = one.sides, other.sides
    for group in mine.keys() & theirs.keys():
        if mine[group].isdisjoint(theirs[group]):
            return True
    return bool(one.country and other.country) and one.country != other.country


def are_marked(one: Mention, other: Mention) -> bool:
    """Whether a word beside one number makes it another fact than what nothing of the kind is said of: 环比."""
    return not (one.marks <= other.told and other.marks <= one.told)


@cache
def _numbered(groups: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """The words of groups such as 新增/累计, each with the number of its group."""
    return tuple((word, number) for number, group in enumerate(groups) for word in group.split("/"))


def is_series(view: View, one: Mention, other: Mention) -> bool:
    """Whether the words before the two lead to many numbers: 涨幅 of one thing after another."""
    if numeral_of(one.claim) == numeral_of(other.claim):
        return False
    ending = one.clause[len(one.clause) - shared_end(one.clause, other.clause) :]
    return bool(ending) and view.leads_to_many(ending)


def is_same_topic(one: Mention, other: Mention) -> bool:
    shared, least = len(one.topic & other.topic), min(len(one.topic), len(other.topic))
    return shared >= _MANY_PAIRS or (shared >= _FEWEST_PAIRS and shared * HALF >= least)


def names_agree(one: Mention, other: Mention) -> bool:
    """Whether the words right beside the two numbers name the same thing."""
    return shared_end(one.clause, other.clause) >= 2 or shared_start(one.after, other.after) >= 2


def shared_start(a: str, b: str) -> int:
    length = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        length += 1
    return length


def shared_end(a: str, b: str) -> int:
    return shared_start(a[::-1], b[::-1])


def is_part_of_name(one: Mention, other: Mention) -> bool:
    """甲国10年期债券 and 乙国10年期债券: the words before the two begin inside a name that has a number in it."""
    if not one.clause or one.clause != other.clause or not _BONDED.match(one.clause):
        return False
    return shared_end(one.before, other.before) < len(one.clause) + SHORTEST_CLAUSE
