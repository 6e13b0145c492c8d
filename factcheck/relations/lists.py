"""Whole and parts by structure: brackets behind a total, lists behind 其中, totals behind their list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.outline import separation
from factcheck.rulebook import Rulebook

_AMONG = re.compile(r"其中[：，]?|当中[：，]?|(?<=[\u4e00-\u9fff])中，")
_TOTAL_BEFORE = re.compile(r"(?:合计|共计|总计|合共|总共|一共|加起来|相加)(?:为|达|有|约|得)?$|[，；]共(?:有|为|计)?$")
_REOPENS = re.compile(r"其中|合计|共计|总计|累计|此外|另外|另有|同比|而|但|截至|目前|今年|去年")
_FARTHEST_BRACKET = 14  # characters between a total's unit and the bracket that splits it: the noun counted
_LONGEST_LABEL = 30  # characters of one item's label in a list


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals and the lists that split them."""
    yield from _brackets(reading, rulebook)
    yield from _among(reading, rulebook)
    yield from _totals_last(reading, rulebook)


def _brackets(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """266家（北京235家、天津31家）; a single number in the bracket is a part or a restatement."""
    text = reading.document.text
    for bracket in reading.outline.brackets:
        whole = _owner(reading, bracket)
        inside = [c for c in reading.between(bracket) if reading.outline.enclosing(c.span.start) == bracket]
        if not whole or not inside or inside[0].quantity.kind is Kind.PERCENT:
            continue
        parts = series(reading, whole, inside, rulebook.lexicon)
        if not parts:
            continue
        head = text[bracket.start : parts[0].span.start]
        yield from _split(whole, parts, "bracket", rulebook, is_open=_is_open(text, bracket, head, rulebook.lexicon))


def _owner(reading: Reading, bracket: Span) -> Claim | None:
    """The number that a bracket splits: the last one before it, with at most its noun between."""
    before = reading.before(bracket.start - 1)
    if not before or before[-1].aspect not in (Aspect.LEVEL, Aspect.CHANGE):
        return None
    between = reading.document.text[before[-1].span.end : bracket.start - 1]
    return None if len(between) > _FARTHEST_BRACKET or re.search("[，。；：、）]", between) else before[-1]


def _among(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """30人，其中重伤6人、骨折11人: parts for sure, all of them perhaps."""
    text = reading.document.text
    for mark in _AMONG.finditer(text):
        bracket = reading.outline.enclosing(mark.start())
        end = bracket.end if bracket else reading.outline.paragraph(mark.start()).end
        after = [c for c in reading.between(Span(mark.end(), end)) if reading.outline.enclosing(c.span.start) == bracket]
        level = next((c for c in after if c.aspect is Aspect.LEVEL), None)
        if not level or separation(text, mark.end(), level.span.start) > 3:
            continue
        named = mark.group().startswith("中")
        whole = _whole_before(reading, mark.start(), level, bracket, rulebook.lexicon)
        if named and whole:
            whole = _named_whole(reading, mark.start(), whole)
        if not whole:
            continue
        parts = series(reading, whole, after, rulebook.lexicon)
        is_open = _is_open(text, Span(mark.start(), end), text[mark.end() : level.span.start], rulebook.lexicon)
        yield from _split(whole, parts, "among", rulebook, is_open)


def _whole_before(reading: Reading, position: int, part: Claim, bracket: Span | None, lexicon: Lexicon) -> Claim | None:
    """The nearest level of the part's unit before 其中, in this sentence or the one before."""
    start = reading.outline.paragraph(position).start
    sentence = reading.outline.sentence(position)
    for claim in reversed(reading.before(position)[-12:]):
        if claim.span.start < start or claim.sentence < sentence - 1:
            return None
        if claim.aspect is not Aspect.LEVEL or not lexicon.comparable(claim.unit, part.unit):
            continue
        if reading.outline.enclosing(claim.span.start) in (bracket, None):
            return claim
    return None


def _named_whole(reading: Reading, position: int, nearest: Claim) -> Claim | None:
    """62个贫困县中，… splits the number in its own clause; 确诊病例中，… looks back to what it names, which we leave."""
    between = reading.document.text[nearest.span.end : position]
    return None if re.search(r"[，。；：、（）]", between) else nearest


def _totals_last(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """甲38.5、乙12.3、丙6.7，合计57.5."""
    text = reading.document.text
    for index, whole in enumerate(reading.claims):
        opening = reading.outline.sentences[whole.sentence].start
        lead = text[max(opening, whole.span.start - 8) : whole.span.start]
        if whole.aspect is not Aspect.LEVEL or not _TOTAL_BEFORE.search(lead):
            continue
        before = [c for c in reading.claims[max(0, index - 24) : index] if c.sentence == whole.sentence]
        parts = _backward(reading, whole, before, rulebook.lexicon)
        if len(parts) >= 2:
            yield from _split(whole, parts, "total", rulebook, is_open=False)


def _backward(reading: Reading, whole: Claim, before: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    bracket = reading.outline.enclosing(whole.span.start)
    fitting = [
        c for c in before
        if c.aspect is Aspect.LEVEL and lexicon.comparable(c.unit, whole.unit) and reading.outline.enclosing(c.span.start) == bracket
    ]  # fmt: skip
    parts: list[Claim] = []
    strength = 0
    for claim in reversed(fitting):
        if parts:
            gap = separation(reading.document.text, claim.span.end, parts[0].span.start)
            if strength and gap > strength:
                break
            strength = strength or max(gap, 1)
        parts.insert(0, claim)
    return parts


def series(reading: Reading, whole: Claim, claims: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    """The coordinate items at the head of `claims`: levels in the whole's unit, held together by marks that
    never grow stronger than the first."""
    text = reading.document.text
    items: list[Claim] = []
    strength = 0
    for claim in claims:
        if claim.aspect is not Aspect.LEVEL and claim.aspect is not whole.aspect:
            continue
        if not lexicon.comparable(claim.unit, whole.unit):
            continue
        if items:
            gap = text[items[-1].span.end : claim.span.start]
            mark = separation(text, items[-1].span.end, claim.span.start) or 1
            if (strength and mark > strength) or mark > 4 or _REOPENS.search(gap) or len(gap) > _LONGEST_LABEL + 30:
                break
            strength = strength or mark
        items.append(claim)
    return items


def _split(whole: Claim, parts: Sequence[Claim], ground: str, rulebook: Rulebook, is_open: bool) -> Iterator[Relation]:
    """That each part lies within the whole, and, where the list closes, that the parts make it up."""
    if not parts:
        return
    yield Relation("within", {"whole": (whole,), "part": tuple(parts)}, Ground(f"{ground}-within", rulebook.doubt(f"{ground}-within")))
    if len(parts) >= 2 and not is_open and not _repeats(parts):
        yield Relation("whole-parts", {"whole": (whole,), "part": tuple(parts)}, Ground(ground, rulebook.doubt(ground)))


def _repeats(parts: Sequence[Claim]) -> bool:
    """A list that names one label twice splits the whole in two ways."""
    return any(a.subject and a.subject == b.subject for a, b in pairwise(parts)) and len(parts) == 2


def _is_open(text: str, region: Span, head: str, lexicon: Lexicon) -> bool:
    """Whether the list says that it does not name all."""
    stretch = text[region.start : min(region.end, region.start + 400)]
    stop = re.search("[。\n]", stretch)
    stretch = stretch[: stop.start()] if stop else stretch
    words = lexicon.words.get("open_list", ())
    return any(word in head for word in words) or bool(re.search(r"等(?![级于同值额比候待])", stretch))
