"""The same fact printed twice in one document: headline and body, lead and detail, a passage that comes again.

Two numbers are taken for one fact by what stands around them, never by their values alone; they are looked at
only where they are alike or one slip apart, since numbers that differ by more are other facts as a rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import structs

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.misprints import misprints, neighbours
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Modifier, Relation
from factcheck.relations.announced import announced
from factcheck.relations.identity import apart_in_time, home_of, is_named_alike, likeness_ground
from factcheck.relations.mentions import (
    FEWEST_COMPANION_DIGITS,
    FEWEST_DIGITS,
    FEWEST_STANDING_OUT,
    REACH,
    SHORTEST_CLAUSE,
    SHORTEST_THEME,
    WORDS,
    Mention,
    View,
    are_marked,
    are_opposed,
    contrast,
    digits,
    forms,
    is_any_slip,
    is_figure,
    is_part_of_name,
    is_same_topic,
    is_series,
    is_speed,
    lead_differs,
    names_agree,
    numeral_of,
    shared_before,
    shared_behind,
    shared_end,
    telling_digits,
    topics_meet,
    touch,
    units_agree,
)
from factcheck.relations.standing_out import standing_out
from factcheck.relations.topics import TIME, topic
from factcheck.rulebook import Rulebook

_MOST_MENTIONS = 6  # of one numeral that are held against a lone one
_WHOLE_NUMBER = expression(r"(?<![\d.,])\d[\d.,]*\d(?![\d.,]|[年月日时号点])")
_SHORTEST_PASSAGE = 8  # characters that are the same around two numbers, another number among them
_VERBATIM = 16  # characters before two numbers that are the same
_VERBATIM_AT_ANY_TIME = 24  # of which none is a digit: reports of every day share less
_BASE_WORDS = ("较", "比", "于", "与")
_LONG_PASSAGE = 12  # in which a shorter number may stand
_REFRAIN, _FEWEST_REFRAIN_DIGITS = 4, 3  # mentions of one number, and its digits, that make it a refrain
_LOOSE = ("restated-figure", "restated-faintly", "restated-loosely")
_THING, _NAMED_THING = 3, expression("[一-鿿]{2}|（[一-鿿]")  # characters that name what is counted
_OFTEN = 3  # mentions of one count that make another one beside them a slip
_STATES, _CHANGES = (Aspect.LEVEL, Aspect.SHARE), (Aspect.RATE, Aspect.POINTS)
_LONGEST_CLAUSE = 200  # characters; what is longer has a number in it
_CLAUSE_MARK_AHEAD = expression("[，。；：！？（\n]")
_DATED = expression(r"(?:19|20)\d\d年|\d{1,2}(?:[-—–至到]\d{1,2})?(?:个?月份?|季度|日)")
_OWN = expression("[全我本该][国省市县区州]")
_MOST_THEMED = 24  # changes of things with one ending
_SHORTEST_TELLING_THEME = 6  # by which rates of one digit are told apart
_PAIR = 2
_Tie = tuple[Claim, Claim, str]


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Numbers that stand for one fact at two places of a document."""
    view = View(reading, rulebook.lexicon)
    if len(view.claims) < _PAIR:
        return
    taken: set[frozenset[Claim]] = set()
    for a, b, ground in (*announced(view), *_repeated(view, rulebook), *_themed(view), *_same_things(view)):
        if frozenset((a, b)) in taken:
            continue
        taken.add(frozenset((a, b)))
        value, other = (_bare(c) for c in (a, b)) if _are_bounds(a, b) else (a, b)
        yield Relation("same", {"value": (value,), "other": (other,)}, Ground(ground, rulebook.doubt(ground)))


def _are_bounds(a: Claim, b: Claim) -> bool:
    """不低于186.45万元 and 不低于168.45万元: numbers that hold together, and yet no one fact told twice. 超过6万 and
    超过6.2万 may be, and 2000多名 are others than 3000多名."""
    is_open = all(c.amount.modifier is Modifier.MORE_THAN and c.amount.value is not None for c in (a, b))
    is_exact_otherwise = a.amount.step == b.amount.step and min(map(telling_digits, (a, b))) >= FEWEST_STANDING_OUT
    return is_open and is_exact_otherwise


def _bare(claim: Claim) -> Claim:
    """A bound as the number that it is printed as."""
    amount = claim.amount
    bare = structs.replace(amount, modifier=Modifier.EXACT, interval=Interval(amount.value, amount.value))
    return structs.replace(claim, quantity=structs.replace(claim.quantity, amount=bare))


def _repeated(view: View, rulebook: Rulebook) -> Iterator[_Tie]:
    """Equal numerals that follow one another, and lone numerals one slip from others."""
    by_numeral: dict[str, list[Claim]] = defaultdict(list)
    for claim in view.claims:
        by_numeral[forms(claim)[0]].append(claim)
    for same in by_numeral.values():
        for a, b in pairwise(same) if len(same) > 1 else ():
            if ground := _ground(view, a, b):
                yield a, b, ground
    yield from _refrains(by_numeral)
    for x, y in _slips(by_numeral):
        some, others = by_numeral[x], by_numeral[y]
        if _is_lone(some, view.lexicon) or _is_lone(others, view.lexicon):
            yield from _firmest(view, some[:_MOST_MENTIONS], others[:_MOST_MENTIONS], rulebook)


def _is_lone(same: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether one of the numbers counts what no other of them does: 50个 beside 50%."""
    if len(same) == 1:
        return True
    units = [claim.quantity.unit for claim in same[: _MOST_MENTIONS + 1]]
    lone = [unit for unit in units if units.count(unit) == 1]
    return any(not any(lexicon.interchangeable(unit, c) for c in units if c != unit) for unit in lone)


def _slips(by_numeral: Mapping[str, Sequence[Claim]]) -> Iterator[tuple[str, str]]:
    """The numerals that are one slip apart, as printed or without the zeros behind the point: 6.0 for 6.9."""
    printed = {form: numeral for numeral, same in by_numeral.items() for c in same for form in forms(c)}
    pairs = ((printed[a], printed[b]) for a, b in neighbours(printed))
    yield from dict.fromkeys((min(a, b), max(a, b)) for a, b in pairs if a != b)


def _refrains(by_numeral: Mapping[str, Sequence[Claim]]) -> Iterator[_Tie]:
    """A number that the text repeats many times (完成1.42万人, 排查1.42万人 …), and a lone one near it."""
    often = [n for n, same in by_numeral.items() if len(same) >= _REFRAIN and digits(n) >= _FEWEST_REFRAIN_DIGITS]
    for numeral in often:
        for text, _ in misprints(numeral):
            lone = by_numeral.get(text, ())
            if len(lone) == 1 and lone[0].unit == by_numeral[numeral][0].unit:
                yield lone[0], by_numeral[numeral][0], "refrain"


def _same_things(view: View) -> Iterator[_Tie]:
    """7省（市） told again and again, and once 3省（市）: one count of one thing throughout, but for a lone one."""
    counts = [c for c in view.claims if c.quantity.kind is Kind.COUNT and c.aspect is Aspect.LEVEL]
    by_thing: dict[tuple[str | None, str], list[Claim]] = defaultdict(list)
    text = view.reading.document.text
    for claim in counts if len(counts) > _OFTEN else ():
        end = claim.quantity.span.end
        if _NAMED_THING.match(text, end, end + _THING):
            by_thing[claim.unit, text[end : end + _THING]].append(claim)
    for told in by_thing.values():
        if len(told) <= _OFTEN:
            continue
        ((often, times),) = Counter(map(numeral_of, told)).most_common(1)
        if times >= len(told) - 1:
            lone = next((c for c in told if numeral_of(c) != often), told[0])
            yield lone, next(c for c in told if c is not lone), "same-thing"


def _firmest(view: View, some: Sequence[Claim], others: Sequence[Claim], rulebook: Rulebook) -> list[_Tie]:
    """Of the pairs of mentions the two that are tied most firmly: what two mentions say weighs twice."""
    tied = [(a, b, ground) for a in some for b in others if (ground := _ground(view, a, b))]
    return sorted(tied, key=lambda tie: rulebook.doubt(tie[2]))[:2]


def _ground(view: View, a: Claim, b: Claim) -> str | None:
    """On what two numbers may be taken for one fact, or None."""
    if a.sentence == b.sentence or not units_agree(a, b, view.lexicon) or not _may_be_one(view, a, b):
        return None
    if _makes_up(view, a, b):
        return None
    one, other = view.of(a), view.of(b)
    if are_opposed(one, other):
        return None
    of_one_time = _are_alike(a, b) and not are_marked(one, other) and not _are_apart(one, other)
    told = _ground_at_one_time(view, one, other) if of_one_time else None
    return told if told and told not in _LOOSE else standing_out(view, one, other) or told


def _may_be_one(view: View, a: Claim, b: Claim) -> bool:
    """Whether anything can tie two numbers: those of few digits stand for one fact only where the words right beside
    both are the same, or what is counted is."""
    if telling_digits(a) >= FEWEST_DIGITS and telling_digits(b) >= FEWEST_DIGITS:
        return True
    if _is_short(a, b):
        return a.quantity.kind is not Kind.COUNT and touch(a, b)
    return touch(a, b) or (_both_state(a, b) and is_named_alike(a, b, view.lexicon))


def _ground_at_one_time(view: View, one: Mention, other: Mention) -> str | None:
    """On what two numbers of which no different times are told may be taken for one fact."""
    a, b = one.claim, other.claim
    is_short = _is_short(a, b)
    if not (is_short and a.quantity.kind is Kind.COUNT) and _is_passage(one, other):
        return "restated-passage"
    if is_short or home_of(a) != home_of(b):
        return None
    if a.aspect is not Aspect.LEVEL and lead_differs(view, a, b):
        return None  # rates of two levels
    told = _ground_by_likeness(view, one, other)
    return None if told and is_series(view, one, other) else told


def _ground_by_likeness(view: View, one: Mention, other: Mention) -> str | None:
    """On what two numbers whose words are like one another may be taken for one fact."""
    if not _both_state(one.claim, other.claim):
        return _ground_by_words(one, other)
    likeness = likeness_ground(one.claim, other.claim, view.lexicon)
    if likeness == "restated-verbatim":
        return likeness
    return _ground_by_words(one, other) or likeness or _figure(one, other)


def _themed(view: View) -> Iterator[_Tie]:
    """Two changes of one thing: 社会消费品零售总额290亿元，增长5%, and again 社会消费品零售总额增长5%."""
    changes = [c for c in view.claims if c.aspect in _CHANGES]
    by_ending: dict[tuple[str, Aspect, int], list[tuple[Claim, str]]] = defaultdict(list)
    for claim in changes if len(changes) > 1 else ():
        if len(theme := _theme(view, claim)) >= SHORTEST_THEME:
            by_ending[theme[-SHORTEST_THEME:], claim.aspect, claim.direction].append((claim, theme))
    for themed in by_ending.values():
        numerals = [numeral_of(c) for c, _ in themed[:_MOST_THEMED]]
        for index, (claim, theme) in enumerate(themed[:_MOST_THEMED]):
            yield from _told_before(view, claim, theme, themed[:index], numerals)


def _theme(view: View, claim: Claim) -> str:
    """What a change is said of; nothing where a number is part of the name (10年期国债收益率)."""
    theme, text = _OWN.sub("", topic(view.reading, claim)), claim.document.text
    opening = view.reading.outline.sentences[claim.sentence].start
    start = text.rfind(theme[:2], max(opening, claim.span.start - REACH), claim.span.start) if theme else -1
    floor = max(opening, start - _LONGEST_CLAUSE)
    clause = _CLAUSE_MARK_AHEAD.split(_DATED.sub("", text[floor:start]))[-1] if start >= 0 else "0"
    return "" if any(map(str.isdigit, clause)) else theme


def _told_before(
    view: View, claim: Claim, theme: str, earlier: Sequence[tuple[Claim, str]], alike: Sequence[str]
) -> Iterator[_Tie]:
    """The last change of the same thing told before: the same, or a slip away and neither told a third time."""
    for other, name in reversed(earlier):
        if not _is_one_theme(view, view.of(claim), theme, view.of(other), name):
            continue
        told = [alike.count(numeral_of(c)) for c in (claim, other)]
        if numeral_of(claim) == numeral_of(other) or (1 in told and is_any_slip(claim, other)):
            yield other, claim, "restated-theme"
        return


def _is_one_theme(view: View, one: Mention, mine: str, other: Mention, theirs: str) -> bool:
    """Whether two names are the same, or one is the other in short where both name one time."""
    a, b = one.claim, other.claim
    if a.sentence == b.sentence or a.unit != b.unit or a.status is not b.status or home_of(a) != home_of(b):
        return False
    if not _is_one_time(one, other) or contrast(one, other):
        return False
    short, long = sorted((mine, theirs), key=len)
    least = _SHORTEST_TELLING_THEME if _is_short(a, b) else SHORTEST_THEME
    return len(short) >= least and (short == long or (long.endswith(short) and a.period == b.period is not None))


def _is_one_time(one: Mention, other: Mention) -> bool:
    """Whether no other time is named: 1至11月 holds November, and yet it is another."""
    mine, theirs = one.claim.period, other.claim.period
    if mine and theirs and mine != theirs:
        return False
    said, told = (set(TIME.findall(m.stretch)) for m in (one, other))
    return not (said and told) or bool(said & told)


def _makes_up(view: View, a: Claim, b: Claim) -> bool:
    """Whether a third number beside either is all that parts the two: 33名…及30名…，上述63名."""
    one, other = a.amount.value or 0, b.amount.value or 0
    if one == other:
        return False
    unit, mine, theirs = a.quantity.unit, view.of(a), view.of(b)
    near = (*mine.leading, *mine.following, *theirs.leading, *theirs.following)
    alike = [c.quantity.amount.value for c in near if c.quantity.unit == unit]
    return bool(alike) and abs(one - other) in alike


def _are_apart(one: Mention, other: Mention) -> bool:
    """Whether the two tell of different times. A passage so long that comes again word for word tells of one, and a
    time that something is compared with (较上年末提高…，高于…) is not that of what follows."""
    if not apart_in_time(one.claim, other.claim) or _is_of_base(one) or _is_of_base(other):
        return False
    shared = shared_before(one, other)
    return shared < _VERBATIM_AT_ANY_TIME or any(map(str.isdigit, one.before[-shared:]))


def _is_of_base(mention: Mention) -> bool:
    """Whether the last time named before a number is one to compare with."""
    if not any(word in mention.stretch for word in _BASE_WORDS):
        return False
    named = list(TIME.finditer(mention.stretch))
    return bool(named) and mention.stretch[: named[-1].start()].endswith(_BASE_WORDS)


def _ground_by_words(one: Mention, other: Mention) -> str | None:
    """Whether one clause leads to both numbers, or the same things are said before them."""
    if is_part_of_name(one, other):
        return None
    shared = shared_end(one.clause, other.clause)
    leads_to_both = min(len(one.clause), len(other.clause)) == shared >= SHORTEST_CLAUSE
    if leads_to_both and (_both_state(one.claim, other.claim) or is_same_topic(one, other)):
        return "restated-clause"
    if names_agree(one, other) and not _are_parallel(one.clause, other.clause) and is_same_topic(one, other):
        return "restated-topic"
    return None


def _figure(one: Mention, other: Mention) -> str | None:
    """Numbers of many digits stand for themselves where anything at all that is said of them is the same."""
    if _are_parallel(one.clause, other.clause):
        return None
    least = min(telling_digits(one.claim), telling_digits(other.claim))
    return "restated-figure" if is_figure(one, other, least) and topics_meet(one, other) else None


def _is_short(a: Claim, b: Claim) -> bool:
    """Single digits are one slip from one another by chance as often as not."""
    if numeral_of(a) == numeral_of(b):
        return False
    return min(digits(forms(a)[1]), digits(forms(b)[1])) < FEWEST_DIGITS


def _both_state(a: Claim, b: Claim) -> bool:
    return a.aspect in _STATES and b.aspect in _STATES


def _are_parallel(a: str, b: str) -> bool:
    """东区有合作社 and 西区有合作社: two heads before the same words."""
    shared = shared_end(a, b)
    one, other = a[: len(a) - shared], b[: len(b) - shared]
    return bool(shared and one and other)


def _are_alike(a: Claim, b: Claim) -> bool:
    """Whether the two say the same kind of thing of what they speak of."""
    if a.status is not b.status:
        return False
    if a.aspect is b.aspect and (
        a.direction == b.direction or (a.aspect is Aspect.LEVEL and 0 in (a.direction, b.direction))
    ):
        return True  # a level that was 减少到 is one that is 剩余 later
    return is_speed(a, b) or is_speed(b, a)


def _is_passage(one: Mention, other: Mention) -> bool:
    """The same words around both, and another number among them that is the same."""
    left, right = shared_before(one, other), shared_behind(one, other)
    if left >= _VERBATIM and WORDS.search(one.before[-_VERBATIM:]):
        return True
    if left + right < _SHORTEST_PASSAGE:
        return False
    lead = one.before[len(one.before) - left :].lstrip("0123456789.,")
    tail = one.after[:right].rstrip("0123456789.,")
    companions = (*_WHOLE_NUMBER.findall(lead), *_WHOLE_NUMBER.findall(tail))
    return sum(map(digits, companions)) >= FEWEST_COMPANION_DIGITS - (left + right >= _LONG_PASSAGE)
