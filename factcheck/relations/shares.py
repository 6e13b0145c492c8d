"""Shares of one whole: percentages that make 100, parts beside their share, infographics of labels and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby

from factcheck.claims import Reading
from factcheck.equations import divide, multiply
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Relation
from factcheck.outline import separation
from factcheck.rulebook import Rulebook

_SHARES_SPOKEN_OF = re.compile(r"占|比[重例]|构成|份额|之比|比为|比是|结构|权重")
_BASE = re.compile(r"占([^，。；、占]{2,20}?)的(?:比[重例])?(?:[约为达近]|超过)*\Z")
_REST = re.compile("其他|其它|其余|剩余|余下|另有|不详")
_LONGEST_LINE = 24  # characters of one line of an infographic or plain-text table
_FEWEST_LINES = 3
_FARTHEST_WHOLE = 12  # candidates looked at for the whole of a share, nearest first
_HUNDRED = Fraction(100)


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Shares that make 100, and shares held against parts and whole."""
    for paragraph in reading.outline.paragraphs:
        claims = reading.between(paragraph)
        yield from _hundreds(reading, claims, rulebook)
    yield from _ratios(reading, rulebook)
    yield from _parts_with_shares(reading, rulebook)
    for block in _blocks(reading):
        yield from _infographic(reading, block, rulebook)


def _hundreds(reading: Reading, claims: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """占46.5%、…占13.5%: a coordinate list of shares, if it comes near 100 at all."""
    shares = [c for c in claims if c.quantity.kind is Kind.PERCENT and c.aspect in (Aspect.SHARE, Aspect.LEVEL)]
    for run in _runs(shares):
        head = reading.document.text[max(0, run[0].span.start - 60) : run[-1].span.end]
        if len(run) < 2 or not _SHARES_SPOKEN_OF.search(head) or not _comes_near_hundred(run):
            continue
        if _is_open(reading, run, rulebook.lexicon) or _have_other_bases(reading, run):
            continue
        ground = "shares" if _is_closed(reading, run) else "shares-open"
        yield Relation("shares", {"share": tuple(run)}, Ground(ground, rulebook.doubt(ground)))


def _have_other_bases(reading: Reading, run: Sequence[Claim]) -> bool:
    """占其持股总数的51%，占公司总股本的17%: shares of two wholes."""
    text = reading.document.text
    if len({reading.outline.enclosing(c.span.start) for c in run}) > 1:
        return True  # each in a bracket of its own, behind another total
    bases = [m[1] for c in run if (m := _BASE.search(text, max(0, c.span.start - 24), c.span.start))]
    return len(set(bases)) > 1


def _is_closed(reading: Reading, run: Sequence[Claim]) -> bool:
    """Whether the list says that nothing is left: an item 其他 or 其余, or a sum above 100 that leaves no room."""
    text = reading.document.text[run[0].span.start : run[-1].span.end]
    return bool(_REST.search(text)) or sum((c.amount.value or Fraction(0) for c in run), Fraction(0)) > _HUNDRED


def _runs(shares: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The shares of each sentence of a paragraph."""
    for _, run in groupby(shares, key=lambda share: share.sentence):
        printed = [share for share in run if share.amount.value is not None]
        if printed:
            yield printed


def _comes_near_hundred(run: Sequence[Claim]) -> bool:
    """One digit of one share may be wrong; a list that is off by more than that share is no list of shares."""
    total = sum((c.amount.value or Fraction(0) for c in run), Fraction(0))
    slack = max((c.amount.value or Fraction(0) for c in run), default=Fraction(0)) if len(run) > 2 else Fraction(10)
    return all((c.amount.value or Fraction(0)) <= _HUNDRED for c in run) and abs(total - _HUNDRED) <= min(
        slack, Fraction(30)
    )


def _is_open(reading: Reading, run: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether the list says that it does not name all, in the label of its first item or at its end."""
    text = reading.document.text
    label = re.split("[，。；：]", text[max(0, run[0].span.start - 16) : run[0].span.start])[-1]
    words = ("其中", *lexicon.words.get("open_list", ()))
    return any(word in label for word in words) or text.startswith("等", run[-1].span.end)


def _ratios(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """3.9：42.8：54.3, where it is called a structure of shares."""
    text = reading.document.text
    run: list[Claim] = []
    for claim in (*reading.claims, None):
        if (
            claim
            and claim.quantity.kind is Kind.RATIO
            and (not run or text[run[-1].span.end : claim.span.start] in (":", "："))
        ):
            run.append(claim)
            continue
        lead = text[max(0, run[0].span.start - 30) : run[0].span.start] if run else ""
        if len(run) >= 2 and _SHARES_SPOKEN_OF.search(lead) and _comes_near_hundred(run):
            yield Relation("shares", {"share": tuple(run)}, Ground("shares", rulebook.doubt("shares")))
        run = [claim] if claim and claim.quantity.kind is Kind.RATIO else []


def _parts_with_shares(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """1312.1万人，占常住人口的62%: the whole is the nearest earlier level that agrees, with the others of its list."""
    wholes_seen: list[Claim] = []
    for index, share in enumerate(reading.claims):
        if share.quantity.kind is not Kind.PERCENT or share.aspect is not Aspect.SHARE:
            continue
        part = _part_of(reading, index)
        if not part:
            continue
        candidates = _wholes(reading, part, index, rulebook.lexicon)
        agreeing = [whole for whole in candidates if _agrees(share, part, whole, rulebook.lexicon)]
        whole = agreeing[0] if agreeing else _asserted(reading, share, candidates, wholes_seen)
        if whole:
            wholes_seen.append(whole)
            roles = {"share": (share,), "part": (part,), "whole": (whole,)}
            yield Relation("share", roles, Ground("share", rulebook.doubt("share")))


def _part_of(reading: Reading, index: int) -> Claim | None:
    """The level just before a share, in its own sentence and with no other share between."""
    share = reading.claims[index]
    for claim in reversed(reading.claims[max(0, index - 3) : index]):
        if claim.sentence != share.sentence or claim.aspect is Aspect.SHARE:
            return None
        if claim.aspect is Aspect.LEVEL and claim.quantity.kind in (Kind.COUNT, Kind.MONEY, Kind.MEASURE):
            gap = reading.document.text[claim.span.end : share.span.start]
            return claim if len(gap) <= 30 and separation(gap, 0, len(gap)) <= 2 else None
    return None


def _wholes(reading: Reading, part: Claim, index: int, lexicon: Lexicon) -> list[Claim]:
    """Earlier levels of the part's unit that are larger, nearest first."""
    found = []
    for claim in reversed(reading.claims[max(0, index - 60) : index]):
        if claim is part or claim.aspect is not Aspect.LEVEL or not lexicon.comparable(claim.unit, part.unit):
            continue
        if lexicon.value(claim) > lexicon.value(part):
            found.append(claim)
            if len(found) == _FARTHEST_WHOLE:
                break
    return found


def _asserted(reading: Reading, share: Claim, candidates: Sequence[Claim], seen: Sequence[Claim]) -> Claim | None:
    """Where no candidate agrees: the whole of the share before in the same paragraph, else the one that 占…的 names."""
    paragraph = reading.outline.paragraph(share.span.start)
    if seen and seen[-1] in candidates and paragraph.contains(seen[-1].span):
        return seen[-1]
    lead = reading.document.text[max(paragraph.start, share.span.start - 20) : share.span.start]
    nearest = candidates[0] if candidates else None
    if (
        nearest
        and nearest.sentence == share.sentence
        and "其中" in reading.document.text[nearest.span.end : share.span.start]
    ):
        return nearest
    named = re.search(r"占([^，。；占]{2,14}?)的?(?:比[重例])?(?:[约为达近]|超过)*$", lead)
    if not named:
        return None
    return next(
        (c for c in candidates if len(c.subject) >= 2 and (c.subject in named[1] or named[1] in c.subject)),
        None,
    )


def _agrees(share: Claim, part: Claim, whole: Claim, lexicon: Lexicon) -> bool:
    ratio = multiply(divide(_interval(part, lexicon), _interval(whole, lexicon)), Interval(_HUNDRED, _HUNDRED))
    said = share.amount.interval
    return _meet(ratio, said)


def _meet(a: Interval, b: Interval) -> bool:
    above = a.low is None or b.high is None or a.low <= b.high
    below = a.high is None or b.low is None or b.low <= a.high
    return above and below and (a.low is not None or a.high is not None)


def _interval(claim: Claim, lexicon: Lexicon) -> Interval:
    factor = lexicon.factor(claim.unit)
    return multiply(claim.amount.interval, Interval(factor, factor))


def _blocks(reading: Reading) -> Iterator[list[list[Claim]]]:
    """Consecutive short lines that hold one share, one count, or both: an infographic or a table in plain text."""
    block: list[list[Claim]] = []
    for line in (*reading.outline.paragraphs, None):
        claims = list(reading.between(line)) if line else []
        short = line is not None and line.end - line.start <= _LONGEST_LINE
        if short and claims and len(claims) <= 2 and _one_of_each(claims):
            block.append(claims)
        elif block:
            if len(block) >= _FEWEST_LINES:
                yield block
            block = []


def _one_of_each(claims: Sequence[Claim]) -> bool:
    return sum(c.quantity.kind is Kind.PERCENT for c in claims) <= 1 and sum(_is_amount(c) for c in claims) <= 1


def _is_amount(claim: Claim) -> bool:
    return claim.quantity.kind in (Kind.COUNT, Kind.MONEY, Kind.MEASURE)


def _infographic(reading: Reading, block: list[list[Claim]], rulebook: Rulebook) -> Iterator[Relation]:
    """致贫原因 1.42万人 / 14.17% 因残2017人 / 3.82% 因学544人 …: shares make 100, counts the total before them."""
    shares = [c for line in block for c in line if c.quantity.kind is Kind.PERCENT]
    amounts = [c for line in block for c in line if _is_amount(c)]
    if len(shares) < _FEWEST_LINES:
        return
    is_split = _comes_near_hundred(shares)
    if is_split:
        yield Relation("shares", {"share": tuple(shares)}, Ground("shares", rulebook.doubt("shares")))
    whole = _heading_total(amounts, is_split, rulebook.lexicon)
    if not whole:
        return
    parts = [c for c in amounts if c is not whole]
    yield Relation(
        "whole-parts", {"whole": (whole,), "part": tuple(parts)}, Ground("bracket", rulebook.doubt("bracket"))
    )
    for line in block:
        share = next((c for c in line if c.quantity.kind is Kind.PERCENT), None)
        part = next((c for c in line if _is_amount(c) and c is not whole), None)
        if share and part:
            yield Relation(
                "share",
                {"share": (share,), "part": (part,), "whole": (whole,)},
                Ground("share", rulebook.doubt("share")),
            )


def _heading_total(amounts: Sequence[Claim], is_split: bool, lexicon: Lexicon) -> Claim | None:
    """The first amount of the block, if its shares make 100 or the other amounts come to about it."""
    if len(amounts) < _FEWEST_LINES or any(not lexicon.comparable(amounts[0].unit, c.unit) for c in amounts[1:]):
        return None
    whole, parts = amounts[0], amounts[1:]
    total = sum((lexicon.value(part) for part in parts), Fraction(0))
    largest = max(lexicon.value(part) for part in parts)
    return whole if is_split or abs(total - lexicon.value(whole)) <= largest else None
