"""Percentages that make 100: shares in a list, ratios such as 12.1：41.3：46.6, shares told sentence by sentence."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Context
from fractions import Fraction
from itertools import groupby, pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.misprints import misprints
from factcheck.model import Aspect, Claim, Ground, Kind, Modifier, Relation
from factcheck.rulebook import Rulebook

SPOKEN_OF = expression(r"占|持股|受访|被访|得票率|支持率|比[重例]|构成|份额|之比|[值业]比[为是]|结构|权重")
_BASE = expression(r"占([^，。；、占]{2,20}?)的(?:比[重例])?(?:[约为达近]|超过)*\Z")
_STRUCTURE = expression("比重|结构|构成|占比")
_REST = expression("其他|其它|其余|剩余|余下|另有|不详")
_HALVES = expression("男.{0,30}女|城镇.{0,30}[乡农]|前者.{0,30}后者", re.S)
_CLAUSE_MARK = expression(r"[，。；：、！？（）|\n\d%]")
_SUBSET = expression("其中|当中|含")
_NAMED_SHARE = expression("(?:得票率|贡献率|占比|比重|比例|份额)[约为达到至]{0,2}$")
SHARES = frozenset({Kind.PERCENT, Kind.RATIO})
_HUNDRED = Fraction(100)
_LEAD = 60  # characters before a list in which it may be called one of shares
_FARTHEST_OFF = Fraction(30)
_TWO_APART = Fraction(10)
_FEWEST_CALLED = 3
_EXACT = Context(prec=40)  # digits, more than a share is ever printed with
_SAME_WORDS = 4  # characters before each share of a series


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Shares of one whole that are all told."""
    if SHARES.isdisjoint(reading.kinds):
        return
    seen: set[frozenset[Claim]] = set()
    for run, ground in _all(reading, rulebook.lexicon):
        if frozenset(run) not in seen:
            seen.add(frozenset(run))
            yield Relation("shares", {"share": tuple(run)}, Ground(ground, rulebook.doubt(ground)))


def _all(reading: Reading, lexicon: Lexicon) -> Iterator[tuple[Sequence[Claim], str]]:
    for _, told in groupby(reading.percents, lambda share: reading.outline.paragraph(share.span.start)):
        claims = list(told)
        if len(claims) >= 2:
            yield from _lists(reading, claims, lexicon)
            yield from _series(reading, claims)
            yield from _bracketed(reading, claims)
    for run in ratios(reading):
        structure = len(run) >= _FEWEST_CALLED or _STRUCTURE.search(reading.document.text, *_lead_of(run))
        if structure and (comes_near_hundred(run) or _is_one_slip_off(run)):
            yield run, "ratio"


def _lead_of(run: Sequence[Claim]) -> tuple[int, int]:
    return max(0, run[0].span.start - 12), run[0].span.start


def _lists(reading: Reading, claims: Sequence[Claim], lexicon: Lexicon) -> Iterator[tuple[Sequence[Claim], str]]:
    """占46.5%、…占13.5%: a coordinate list of shares, if it comes near 100 at all."""
    shares = [c for c in claims if _is_share(c)]
    for run in _runs(reading, shares):
        run = [run[0], *(b for a, b in pairwise(run) if not _SUBSET.search(reading.text_between(a, b)))]
        if len(run) < 2:
            continue
        head = reading.document.text[max(0, run[0].span.start - _LEAD) : run[-1].span.end]
        if not SPOKEN_OF.search(head) or _is_open(reading, run, lexicon):
            continue
        closed = _is_closed(reading, run)
        if not (comes_near_hundred(run) or (_says_all(reading, run) and _is_one_slip_off(run))):
            continue
        if _have_other_bases(reading, run) or not all(map(_is_part, run)):
            continue
        yield run, "shares" if closed else "shares-open"


def _is_share(claim: Claim) -> bool:
    return claim.quantity.kind is Kind.PERCENT and claim.aspect in (Aspect.SHARE, Aspect.LEVEL)


def _series(reading: Reading, claims: Sequence[Claim]) -> Iterator[tuple[Sequence[Claim], str]]:
    """甲的贡献率为57%。…乙的贡献率为35%。…丙的贡献率为8%: shares of one name over the sentences of a paragraph."""
    named: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims if len(claims) >= _FEWEST_CALLED else ():
        clause = _clause(claim)
        if _is_share(claim) and claim.amount.value is not None and (name := _NAMED_SHARE.search(clause)):
            named[clause[: name.end()].rstrip("约为达到至")[-_SAME_WORDS:]].append(claim)
    for run in named.values():
        apart = len({c.sentence for c in run}) > 1
        if apart and len(run) >= _FEWEST_CALLED and (comes_near_hundred(run) or _is_one_slip_off(run)):
            yield run, "shares-series"


def _bracketed(reading: Reading, claims: Sequence[Claim]) -> Iterator[tuple[Sequence[Claim], str]]:
    """| 甲 | 1312（62%） | 803（38%） |: shares alone in brackets behind their parts, in one row of a table."""
    alone = [c for c in claims if _is_share(c) and c.amount.value is not None and part_before_bracket(reading, c)]
    for _, group in groupby(alone, key=lambda share: share.sentence):
        run = list(group)
        is_row = reading.document.text[reading.outline.paragraph(run[0].span.start).start] == "|"
        if is_row and len(run) >= 2 and (comes_near_hundred(run) or _is_one_slip_off(run)):
            yield run, "shares-bracketed"


def part_before_bracket(reading: Reading, share: Claim) -> Claim | None:
    """The number right before a bracket that holds a share and nothing else: 7743人（87%）."""
    text, bracket = reading.document.text, reading.outline.enclosing(share.span.start)
    if not bracket or bracket.of(text).strip().lstrip("占约为") != share.quantity.text:
        return None
    before = reading.before(bracket.start - 1, 1)
    is_beside = before and not text[before[-1].span.end : bracket.start - 1].strip()
    return before[-1] if is_beside and before[-1].quantity.kind is not Kind.PERCENT else None


def _have_other_bases(reading: Reading, run: Sequence[Claim]) -> bool:
    """占其持股总数的51%，占公司总股本的17%: shares of two wholes."""
    text = reading.document.text
    if len({reading.outline.enclosing(c.span.start) for c in run}) > 1:
        return True  # each in a bracket of its own, behind another total
    bases = [m[1] for c in run if (m := _BASE.search(text, max(0, c.span.start - 24), c.span.start))]
    return len(set(bases)) > 1


def _is_closed(reading: Reading, run: Sequence[Claim]) -> bool:
    """Whether nothing is left: all is named, or a sum above 100 leaves no room."""
    return _says_all(reading, run) or _total(run) > _HUNDRED


def _says_all(reading: Reading, run: Sequence[Claim]) -> bool:
    """An item 其他 or 其余, men and women, or three shares and more that are each called one."""
    text = reading.document.text[max(0, run[0].span.start - 24) : run[-1].span.end]
    called = len(run) >= _FEWEST_CALLED and all(c.aspect is Aspect.SHARE for c in run)
    return called or bool(_REST.search(text) or (len(run) == 2 and _HALVES.search(text)))


def _is_part(share: Claim) -> bool:
    """90%以上 and 100% are rates that something reaches, not parts of one whole."""
    return (share.amount.value or 0) < _HUNDRED and share.amount.modifier is not Modifier.MORE_THAN


def _runs(reading: Reading, shares: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The shares of each sentence of a paragraph; those outside brackets by themselves where there are some."""
    for _, run in groupby(shares, key=lambda share: share.sentence):
        printed = [share for share in run if share.amount.value is not None]
        outside = [share for share in printed if not reading.outline.enclosing(share.span.start)]
        if printed:
            yield outside if len(outside) > 1 else printed


def _total(run: Sequence[Claim]) -> Fraction:
    return sum((c.amount.value or Fraction(0) for c in run), Fraction(0))


def comes_near_hundred(run: Sequence[Claim]) -> bool:
    """One digit of one share may be wrong; a list that is off by more than that share is no list of shares."""
    values = [c.amount.value or Fraction(0) for c in run]
    slack = max(values, default=Fraction(0)) if len(run) > 2 else _TWO_APART
    return all(value <= _HUNDRED for value in values) and abs(_total(run) - _HUNDRED) <= min(slack, _FARTHEST_OFF)


def _is_one_slip_off(run: Sequence[Claim]) -> bool:
    """Whether one keystroke in one of the shares accounts for all that the sum is off."""
    total = _total(run)
    return any(_may_be(c, _HUNDRED - total + (c.amount.value or Fraction(0))) for c in run)


def _may_be(claim: Claim, value: Fraction) -> bool:
    printed = claim.quantity.numeral.of(claim.document.text)
    wanted = (value, value + claim.amount.step, value - claim.amount.step)
    shown = {_bare(f"{_EXACT.divide(w.numerator, w.denominator):f}") for w in wanted}
    return value > 0 and any(_bare(text) in shown and _plain(text) in wanted for text, _ in misprints(printed))


def _bare(numeral: str) -> str:
    """A decimal without zeros that say nothing, by which numerals are told apart faster than by their values."""
    return (numeral.rstrip("0").rstrip(".") if "." in numeral else numeral).lstrip("0")


def _plain(numeral: str) -> Fraction | None:
    return Fraction(numeral) if re.fullmatch(r"\d{1,15}(?:\.\d{1,15})?", numeral) else None


def _clause(claim: Claim) -> str:
    text, start = claim.document.text, claim.span.start
    return _CLAUSE_MARK.split(text[max(0, start - 24) : start])[-1]


def _is_open(reading: Reading, run: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether the list says that it does not name all, in the label of its first item or at its end."""
    text = reading.document.text
    label = re.split("[，。；：]", text[max(0, run[0].span.start - 16) : run[0].span.start])[-1]
    words = ("其中", *lexicon.words.get("open_list", ()))
    return any(word in label for word in words) or text.startswith("等", run[-1].span.end)


def ratios(reading: Reading) -> Iterator[list[Claim]]:
    """3.9：42.8：54.3, where it is called a structure of shares."""
    if Kind.RATIO not in reading.kinds:
        return
    text = reading.document.text
    run: list[Claim] = []
    for claim in (*reading.claims, None):
        if claim and claim.quantity.kind is Kind.RATIO and (not run or _goes_on(text, run[-1], claim)):
            run.append(claim)
            continue
        lead = text[max(0, run[0].span.start - 30) : run[0].span.start] if run else ""
        if len(run) >= 2 and SPOKEN_OF.search(lead):
            yield run
        run = [claim] if claim and claim.quantity.kind is Kind.RATIO else []


def _goes_on(text: str, a: Claim, b: Claim) -> bool:
    return text[a.span.end : b.span.start].strip() in (":", "：")
