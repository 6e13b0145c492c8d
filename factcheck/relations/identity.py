"""Relations by identity: one fact printed twice, and a kind of thing inside the kind that it belongs to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.misprints import misprints
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Status
from factcheck.relations.series import is_mean
from factcheck.rulebook import Rulebook

# Characters of shared surroundings, and the ground on which two numbers are then taken for one fact.
_LIKENESS = ((7, "restated-verbatim"), (5, "restated"), (3, "restated-loosely"), (2, "restated-faintly"))
_MOST_MENTIONS = 12  # of one numeral; more say that it is no particular fact
_SHORTEST_KIND = 3  # characters of a name for a kind: 贫困县; of two, many are verbs (成交)
_FEWEST_DIGITS = 2
_SURROUNDINGS = 8
_LONGEST_ROW, _LONGEST_SENTENCE = 2000, 400  # characters looked back over
_BOOKKEEPING = expression("(?:计划|任务|工作|总数|总量|总额|数量|人数)+$")
_REMAINS = expression("(?:剩余|剩下|余下|仅剩|尚余|尚剩)$")
_CUMULATIVE = expression("累计|总共|合计|以来|年来")
_ALL_BEFORE = expression("共有|总共|一共|合计有|原有")
_ALL_AFTER = expression(r"[^，。；、\d]{0,10}?(?:全部|悉数|均已|都已|也都|全都|一个不)")
_COUNTED = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT)


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Subsets by subject."""
    stated = [c for c in reading.claims if is_statement(c)]
    yield from _subsets(stated, rulebook)


def is_statement(claim: Claim) -> bool:
    return (
        claim.aspect in (Aspect.LEVEL, Aspect.SHARE)
        and claim.status is not Status.PLANNED
        and claim.quantity.kind in _COUNTED
        and claim.amount.value is not None
        and not in_table_row(claim)
    )


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
    if _REMAINS.search(clause_before(a)) or _REMAINS.search(clause_before(b)):
        return False  # 剩余3.4万 takes up the number that was left at the end of another time
    if a.period != b.period and any(c.period and c.period.start == c.period.end for c in (a, b)):
        return True  # what happened on one day
    return bool(a.period and b.period and not a.period.contains(b.period) and not b.period.contains(a.period))


def surroundings_shared(a: Claim, b: Claim, lexicon: Lexicon) -> int:
    """How many characters beside the two numbers say the same: what follows, what precedes, or the subject.

    What precedes counts only back to the start of a clause: 市区有学校300所 and 全市有学校565所 are two facts.
    """
    if (a.label and b.label and a.label != b.label) or _both_among(a, b):
        return 0
    behind = _common(_after(a), _after(b))
    before = _shared_before(a, b)
    named = len(shared_subject(a.subject, b.subject, lexicon))
    return max(behind + min(before, 4) if behind >= 2 else before, named, _label_shared(a, b), _label_shared(b, a))


def _both_among(a: Claim, b: Claim) -> bool:
    """Parts behind two 其中 belong to two wholes."""
    return "其中" in clause_before(a) and "其中" in clause_before(b)


def _shared_before(a: Claim, b: Claim) -> int:
    one, other = clause_before(a), clause_before(b)
    if "其中" in one or "其中" in other:
        return 0
    shared = _common(reversed(one), reversed(other))
    return shared if shared == min(len(one), len(other)) else 0


def clause_before(claim: Claim) -> str:
    """The words between the last mark and the number; what opens a bracket belongs to the words before that."""
    text, end = claim.document.text, claim.span.start
    return re.split(r"[，。；：、！？）\s“”\d%|]", text[max(0, end - 24) : end])[-1]


def shared_subject(a: str, b: str, lexicon: Lexicon) -> str:
    """The shared name where two subjects are one or declared equivalent, else empty."""
    a, b = sorted((plain_subject(a), plain_subject(b)), key=len)
    if len(a) < 2:
        return ""
    return a if lexicon.equivalents.get(a, a) == lexicon.equivalents.get(b, b) else ""


def plain_subject(subject: str) -> str:
    """The thing counted, without 计划, 总数 and their like behind it."""
    return _BOOKKEEPING.sub("", subject)


def _label_shared(a: Claim, b: Claim) -> int:
    """因病10900人 beside 10900名因病致贫人口: the label of one at the head of what the other counts."""
    return len(a.subject) + 2 if len(a.subject) >= 2 and _after(b).startswith(a.subject) else 0


def _after(claim: Claim) -> str:
    return claim.document.text[claim.span.end : claim.span.end + _SURROUNDINGS]


def _common(a: Iterable[str], b: Iterable[str]) -> int:
    length = 0
    for x, y in zip(a, b, strict=False):
        if x != y or not "\u4e00" <= x <= "\u9fff":
            break
        length += 1
    return length


def _subsets(claims: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """206个深度贫困村 beside 7746个贫困村, 266家 this year beside 373家 in five: what is named more narrowly, in
    kind or in time, cannot be more."""
    named: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if len(claim.subject) >= 2 and claim.quantity.kind in (Kind.COUNT, Kind.MONEY):
            named[claim.subject].append(claim)
    for subject, parts in named.items():
        yield from _narrower_kind(
            parts,
            [w for cut in range(1, len(subject) - _SHORTEST_KIND + 1) for w in named.get(subject[cut:], ())],
            rulebook,
        )
    yield from _narrower_time(named, rulebook)


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
    ground = Ground("period-within", rulebook.doubt("period-within"))
    told = [c for claims in named.values() for c in claims if c.period and c.period.start != c.period.end]
    timed = [claim for claim in told if not is_mean(claim)]
    alike: dict[str, list[Claim]] = defaultdict(list)
    for claim in timed:
        for key in dict.fromkeys((claim.subject[:2], claim.subject[-2:])):
            alike[key].append(claim)
    for whole in timed:
        if not _CUMULATIVE.search(_lead(whole)):
            continue
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


def _lead(claim: Claim) -> str:
    return claim.document.text[max(0, claim.span.start - 60) : claim.span.start]


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
