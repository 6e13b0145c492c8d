"""Relations by identity: one fact printed twice, and a kind of thing inside the kind that it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.misprints import misprints
from factcheck.model import Aspect, Claim, Ground, Kind, Period, Relation, Status
from factcheck.relations.series import is_mean
from factcheck.rulebook import Rulebook

# Characters of shared surroundings, and the ground on which two numbers are then taken for one fact.
_LIKENESS = ((7, "restated-verbatim"), (5, "restated"), (3, "restated-loosely"), (2, "restated-faintly"))
_MOST_MENTIONS = 12  # of one numeral; more say that it is no particular fact
_SHORTEST_KIND = 3  # characters of a name for a kind: 贫困县; of two, many are verbs (成交)
_FEWEST_DIGITS = 2
_SURROUNDINGS = 8
_LONGEST_CLAUSE = 24
_CLAUSE_MARK = expression(r"[，。；：、！？）\s“”\d%|]")
_LONGEST_LEAD = 60  # characters before a number in which it is said that it is cumulative
_LONGEST_ROW, _LONGEST_SENTENCE = 2000, 400  # characters looked back over
_BOOKKEEPING = ("计划", "任务", "工作", "总数", "总量", "总额", "数量", "人数")
_REMAINS = ("剩余", "剩下", "余下", "仅剩", "尚余", "尚剩")
_CUMULATIVE = ("累计", "总共", "合计", "以来", "年来")
_ALL_BEFORE = expression("共有|总共|一共|合计有|原有")
_ALL_AFTER = expression(r"[^，。；、\d]{0,10}?(?:全部|悉数|均已|都已|也都|全都|一个不)")
_COUNTED, _NAMED = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT), (Kind.COUNT, Kind.MONEY)


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """206个深度贫困村 beside 7746个贫困村, 266家 this year beside 373家 in five: what is named more narrowly, in
    kind or in time, cannot be more."""
    named = _named(reading)
    if len(named) > 1:
        yield from _narrower_kinds(named, rulebook)
    if any(word in reading.document.text for word in _CUMULATIVE):
        yield from _narrower_time(named, rulebook)


def _named(reading: Reading) -> dict[str, list[Claim]]:
    """The counts and sums that are stated, by what they count."""
    named: dict[str, list[Claim]] = defaultdict(list)
    is_told = is_statement if has_rows(reading.document.text) else _is_stated
    for claim in reading.claims:
        if claim.quantity.kind in _NAMED and len(claim.subject) >= 2 and is_told(claim):
            named[claim.subject].append(claim)
    return named


def is_statement(claim: Claim) -> bool:
    return _is_stated(claim) and not in_table_row(claim)


def _is_stated(claim: Claim) -> bool:
    return (
        claim.aspect in (Aspect.LEVEL, Aspect.SHARE)
        and claim.status is not Status.PLANNED
        and claim.quantity.kind in _COUNTED
        and claim.amount.value is not None
    )


def has_rows(text: str) -> bool:
    """Whether a text may have rows of a Markdown table."""
    return "\n|" in text or text.startswith("|")


def in_table_row(claim: Claim) -> bool:
    """The cells of a Markdown row are read by their heads, not by the words beside them."""
    text = claim.document.text
    start = text.rfind("\n", max(0, claim.span.start - _LONGEST_ROW), claim.span.start) + 1
    return text[start : start + 1] == "|"


def likeness_ground(a: Claim, b: Claim, lexicon: Lexicon) -> str | None:
    """The ground on which two numbers are one fact, or None where they share too little."""
    likeness = surroundings_shared(a, b, lexicon)
    return next((name for least, name in _LIKENESS if likeness >= least), None)


def near_pairs(claims: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """Pairs whose numerals are alike or one misprint apart; linear in the number of claims."""
    by_numeral: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_numeral[digits_of(claim)].append(claim)
    for numeral, same in by_numeral.items():
        if len(same) > _MOST_MENTIONS:
            same = same[:_MOST_MENTIONS]
        yield from combinations(same, 2)
        if sum(c.isdigit() for c in numeral) >= _FEWEST_DIGITS:
            for other in (text for text, _ in misprints(numeral) if text in by_numeral):
                if numeral < other or numeral not in {text for text, _ in misprints(other)}:
                    yield from ((a, b) for a in same for b in by_numeral[other][:_MOST_MENTIONS])


def digits_of(claim: Claim) -> str:
    """The numeral as printed, without grouping: 1,200 and 1200 are one."""
    text = claim.quantity.numeral.of(claim.document.text)
    return text.replace(",", "").replace("，", "").replace(" ", "")


def apart_in_time(a: Claim, b: Claim) -> bool:
    """Whether what is told of two numbers is of two times; a number without a time may be of any but one day."""
    return _are_periods_apart(a.period, b.period) and not _remains(a) and not _remains(b)


def _are_periods_apart(one: Period | None, other: Period | None) -> bool:
    if one is other or one == other:
        return False
    if any(period and period.start == period.end for period in (one, other)):
        return True  # what happened on one day
    return bool(one and other and not one.contains(other) and not other.contains(one))


def _remains(claim: Claim) -> bool:
    """剩余3.4万 takes up the number that was left at the end of another time."""
    return claim.document.text.endswith(_REMAINS, 0, claim.span.start)


def surroundings_shared(a: Claim, b: Claim, lexicon: Lexicon) -> int:
    """How many characters beside the two numbers say the same: what follows, what precedes, or the subject.

    What precedes counts only back to the start of a clause: 市区有学校300所 and 全市有学校565所 are two facts.
    """
    if a.label and b.label and a.label != b.label:
        return 0
    behind = _common(_after(a), _after(b))
    before = _shared_before(a, b)
    named = len(shared_subject(a.subject, b.subject, lexicon))
    shared = max(behind + min(before, 4) if behind >= 2 else before, named, _label_shared(a, b), _label_shared(b, a))
    return 0 if shared and _both_among(a, b) else shared


def is_named_alike(a: Claim, b: Claim, lexicon: Lexicon) -> bool:
    """Whether two numbers count one thing by name, or what one counts is the label of the other."""
    if a.subject and b.subject and shared_subject(a.subject, b.subject, lexicon):
        return True
    return bool(_label_shared(a, b) or _label_shared(b, a))


def _both_among(a: Claim, b: Claim) -> bool:
    """Parts behind two 其中 belong to two wholes."""
    return "其中" in clause_before(a) and "其中" in clause_before(b)


def _shared_before(a: Claim, b: Claim) -> int:
    if _last_before(a) != _last_before(b):
        return 0
    one, other = clause_before(a), clause_before(b)
    if "其中" in one or "其中" in other:
        return 0
    shared = _common(one[::-1], other[::-1])
    return shared if shared == min(len(one), len(other)) else 0


def _last_before(claim: Claim) -> str:
    start = claim.span.start
    return claim.document.text[max(0, start - 1) : start]


def clause_before(claim: Claim) -> str:
    """The words between the last mark and the number; what opens a bracket belongs to the words before that."""
    text, end = claim.document.text, claim.span.start
    left = text[max(0, end - _LONGEST_CLAUSE) : end]
    mark = _CLAUSE_MARK.search(left[::-1])  # what is last is found first
    return left[len(left) - mark.start() :] if mark else left


def shared_subject(a: str, b: str, lexicon: Lexicon) -> str:
    """The shared name where two subjects are one or declared equivalent, else empty."""
    a, b = plain_subject(a), plain_subject(b)
    if len(a) > len(b):
        a, b = b, a
    if len(a) < 2:
        return ""
    return a if lexicon.equivalents.get(a, a) == lexicon.equivalents.get(b, b) else ""


def plain_subject(subject: str) -> str:
    """The thing counted, without 计划, 总数 and their like behind it."""
    while subject.endswith(_BOOKKEEPING):
        subject = subject[:-2]
    return subject


def _label_shared(a: Claim, b: Claim) -> int:
    """因病10900人 beside 10900名因病致贫人口: the label of one at the head of what the other counts."""
    length = len(a.subject)
    if not 2 <= length <= _SURROUNDINGS or not b.document.text.startswith(a.subject, b.span.end):
        return 0
    return length + 2


def _after(claim: Claim) -> str:
    return claim.document.text[claim.span.end : claim.span.end + _SURROUNDINGS]


def _common(a: str, b: str) -> int:
    """How many 汉字 two stretches begin with alike."""
    length = 0
    for x, y in zip(a, b, strict=False):
        if x != y or not "\u4e00" <= x <= "\u9fff":
            break
        length += 1
    return length


def _narrower_kinds(named: Mapping[str, Sequence[Claim]], rulebook: Rulebook) -> Iterator[Relation]:
    for subject, parts in named.items():
        endings = [subject[cut:] for cut in range(1, len(subject) - _SHORTEST_KIND + 1)]
        if wholes := [whole for ending in endings if ending in named for whole in named[ending]]:
            yield from _narrower_kind(parts, wholes, rulebook)


def _narrower_kind(parts: Sequence[Claim], wholes: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    ground = Ground("subject-within", rulebook.doubt("subject-within"))
    totals = [whole for whole in wholes[:_MOST_MENTIONS] if names_all(whole)]
    for part in parts if totals else ():
        fitting = [w for w in totals if _could_hold(w, part, rulebook.lexicon)]
        if fitting and part.quantity.kind is Kind.COUNT and not _ADDED_UP.search(_lead(part)):
            whole = max(fitting, key=lambda c: c.amount.value or 0)
            yield Relation("within", {"whole": (whole,), "part": (part,)}, ground)


_ADDED_UP = expression("(?:共|合计|总计)[有为达约]?$")  # 三个学段在校生共23.3万人 is more than one of them has


def _narrower_time(named: Mapping[str, Sequence[Claim]], rulebook: Rulebook) -> Iterator[Relation]:
    """A cumulative number of part of a time within that of all of it."""
    told = [c for claims in named.values() for c in claims if c.period and c.period.start != c.period.end]
    wholes = [c for c in told if _is_cumulative(c) and not is_mean(c)] if len(told) > 1 else []
    if not wholes:
        return
    ground = Ground("period-within", rulebook.doubt("period-within"))
    timed = [claim for claim in told if not is_mean(claim)]
    alike: dict[str, list[Claim]] = defaultdict(list)
    for claim in timed:
        for key in dict.fromkeys((claim.subject[:2], claim.subject[-2:])):
            alike[key].append(claim)
    for whole in wholes:
        near = dict.fromkeys(
            part for key in (whole.subject[:2], whole.subject[-2:]) for part in alike[key][:_MOST_MENTIONS]
        )
        for part in near:
            fits = _lies_within(part, whole) and rulebook.lexicon.interchangeable(part.unit, whole.unit)
            if fits and _is_as_narrow(part, whole):
                yield Relation("within", {"whole": (whole,), "part": (part,)}, ground)


def _lies_within(part: Claim, whole: Claim) -> bool:
    if not part.period or not whole.period or part.period == whole.period or part.sentence == whole.sentence:
        return False
    return whole.period.contains(part.period) and home_of(part) == home_of(whole)


def home_of(claim: Claim) -> str:
    """The place of a claim; inside one document, part of the home place is the part that it speaks of."""
    return claim.place.code.rstrip("~") if claim.place else ""


def _is_as_narrow(part: Claim, whole: Claim) -> bool:
    """Whether the part names the same or a narrower kind (到位投资 of 投资), or the head of what it names (企业);
    sums of money need share their last word only."""
    if part.quantity.kind is Kind.MONEY:
        return part.subject[-2:] == whole.subject[-2:]
    return part.subject.endswith(whole.subject) or whole.subject.startswith(part.subject)


def _is_cumulative(claim: Claim) -> bool:
    lead = _lead(claim)
    return any(word in lead for word in _CUMULATIVE)


def _lead(claim: Claim) -> str:
    start = claim.span.start
    return claim.document.text[max(0, start - _LONGEST_LEAD) : start]


def names_all(claim: Claim) -> bool:
    """Whether the text says that the number is of all there are: 共有62个贫困县, 7746个贫困村全部退出.

    共有 speaks of all items of its sentence.
    """
    text, span = claim.document.text, claim.span
    floor = max(0, span.start - _LONGEST_SENTENCE)
    opening = max(floor - 1, *(text.rfind(mark, floor, span.start) for mark in "。！？\n")) + 1
    return bool(_ALL_BEFORE.search(text, opening, span.start) or _ALL_AFTER.match(text, span.end))


def _could_hold(whole: Claim, part: Claim, lexicon: Lexicon) -> bool:
    return (
        lexicon.interchangeable(whole.unit, part.unit)
        and not apart_in_time(whole, part)
        and whole.place == part.place
        and not shared_subject(whole.subject, part.subject, lexicon)
        and whole.sentence != part.sentence
    )
