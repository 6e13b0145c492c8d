"""Whole and parts by structure: brackets behind a total, lists behind 其中, totals behind their list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.outline import separation
from factcheck.rulebook import Rulebook

_AMONG = re.compile(
    r"(?:^|(?<=[，。；：、（）\s]))(?:其中|当中)(?!最|之一|的|一[个项])[：，]?|(?<=[\u4e00-\u9fff])中[，：]",
    re.M,
)
_SPLIT = re.compile(r"(?:^|(?<=[。；，\s]))(?:按|分|从)[^，。；\d]{1,10}(?:分|看|来看|划分|计)[，：]", re.M)
_NAMED_AMONG = re.compile(r"\s*(?P<noun>[\u4e00-\u9fff]{2,14}?)中[，：]?(?:包括)?[，：]?")
_SELECTS = re.compile("有")
_TOTAL_BEFORE = re.compile(r"(?:合计|共计|总计|合共|总共|一共|加起来|相加)(?:为|达|有|约|得)?$|[，；、]共$")
_TOTAL_INSIDE = re.compile(r"(?:合计|共计|总计|总共|共)[约有为]?$")
_OTHER_TIME = re.compile(r"累计|此前|最初|原|曾|上年|去年|同期|前年|同比|环比|年|届")
_REOPENS = re.compile(r"其中|合计|共计|总计|累计|此外|同比|而|但|截至|目前|今年|去年|中[，：]")
_RESTARTS = re.compile(r"另外|另有|其余|余下|其他")
_ATTRIBUTE = re.compile("最|拥有|设有|共有|含有|各有")
_EACH = re.compile(r"[各每](?:新增|有|报告|增加)?$")
_ADDITIVE = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENTAGE_POINT)
_FARTHEST_BRACKET = 14  # characters between a total's unit and the bracket that splits it: the noun counted
_LONGEST_LIST = 1500  # characters that a list may take
_LONGEST_GAP = 60  # characters from one item of a list to the next, its growth rates included
_CLOSE = 5  # a list within a fifth of a total is of that total
_FARTHEST_SPLIT = 40  # claims of a paragraph that 按…分 may reach back over
_FARTHEST_WHOLE = 4  # totals that 其中 may reach over
_STRONGEST_LIST_MARK = 3  # a list ends with its sentence


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals and the lists that split them."""
    yield from _brackets(reading, rulebook)
    yield from _among(reading, rulebook)
    yield from _totals_last(reading, rulebook)
    yield from _splits(reading, rulebook)


def _splits(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """零售总额803亿元。按地域分，城镇747亿元；乡村56亿元: the total may stand anywhere before in the paragraph."""
    text = reading.document.text
    for mark in _SPLIT.finditer(text):
        paragraph = reading.outline.paragraph(mark.start())
        sentence = reading.outline.sentence(mark.end())
        after = [c for c in reading.between(Span(mark.end(), paragraph.end)) if c.sentence == sentence]
        level = next((c for c in after if _is_level(c)), None)
        if not level:
            continue
        before = [c for c in reversed(reading.before(mark.start(), _FARTHEST_SPLIT)) if c.span.start >= paragraph.start]
        wholes = [c for c in before if _is_level(c) and rulebook.lexicon.comparable(c.unit, level.unit)]
        for whole in wholes[:_FARTHEST_WHOLE]:
            parts = series(reading, whole, after, rulebook.lexicon)
            if len(parts) >= 2 and _gap(whole, parts, rulebook.lexicon) * _CLOSE <= rulebook.lexicon.value(whole):
                yield _sum(reading, whole, parts, Ground("split", rulebook.doubt("split")))
                break


def _is_level(claim: Claim) -> bool:
    return claim.aspect is Aspect.LEVEL and claim.quantity.kind in _ADDITIVE


def _brackets(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """266家（北京235家、天津31家）; a single number in the bracket is a part."""
    text = reading.document.text
    for bracket in reading.outline.brackets:
        whole = _owner(reading, bracket)
        inside = [c for c in reading.between(bracket) if reading.outline.enclosing(c.span.start) == bracket]
        if not whole or not inside:
            continue
        parts = series(reading, whole, inside, rulebook.lexicon)
        if len(parts) == 1 and parts[0].unit != whole.unit and whole.quantity.kind is Kind.MEASURE:
            yield Relation(
                "same",
                {"value": (whole,), "other": (parts[0],)},
                Ground("conversion", rulebook.doubt("conversion")),
            )
            continue
        if not parts or _TOTAL_INSIDE.search(text[bracket.start : parts[0].span.start]):
            continue
        if text[bracket.start] == "即" or _OTHER_TIME.search(bracket.of(text)):
            continue
        is_open = _is_open(text, bracket, text[bracket.start : parts[0].span.start], rulebook.lexicon)
        yield from _split(reading, whole, parts, "bracket", rulebook, is_open)


def _owner(reading: Reading, bracket: Span) -> Claim | None:
    """The number that a bracket splits: the last one before it, with at most its noun between."""
    before = reading.before(bracket.start - 1, 1)
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
        end = min(end, mark.end() + _LONGEST_LIST)
        after = [
            c for c in reading.between(Span(mark.end(), end)) if reading.outline.enclosing(c.span.start) == bracket
        ]
        level = next((c for c in after if c.aspect is Aspect.LEVEL), None)
        if not level or separation(text, mark.end(), level.span.start) >= _STRONGEST_LIST_MARK:
            continue
        if _ATTRIBUTE.search(text, mark.end(), level.span.start):
            continue  # 其中最大的设有16个: a property of one of them
        candidates = _wholes_of(reading, mark, level, bracket, rulebook.lexicon)
        if not candidates:
            continue
        whole = _fitting_whole(candidates, series(reading, candidates[0], after, rulebook.lexicon), rulebook.lexicon)
        parts = series(reading, whole, after, rulebook.lexicon)
        head = text[mark.end() : level.span.start]
        is_open = bool(_SELECTS.match(text, mark.end())) or _is_open(
            text, Span(mark.start(), end), head, rulebook.lexicon
        )
        ground = "among-of" if mark.group().startswith("中") else "among"
        yield from _split(reading, whole, parts, ground, rulebook, is_open)


def _fitting_whole(candidates: Sequence[Claim], parts: Sequence[Claim], lexicon: Lexicon) -> Claim:
    """The nearest total that the parts make up, else that they fit into: 其中 may look further back."""
    total = sum((lexicon.value(part) for part in parts), Fraction(0))
    nearest = candidates[:_FARTHEST_WHOLE]
    gaps = [(abs(lexicon.value(c) - total), c) for c in nearest]
    close = [entry for entry in gaps if entry[0] * _CLOSE <= total]
    if close:
        return min(close, key=lambda entry: entry[0])[1]
    return next((c for c in nearest if lexicon.value(c) >= total), candidates[0])


def _wholes_of(
    reading: Reading, mark: re.Match[str], level: Claim, bracket: Span | None, lexicon: Lexicon
) -> list[Claim]:
    """The totals that 其中 may look back to, nearest first; behind 确诊病例中， those of that noun."""
    text = reading.document.text
    candidates = _wholes_before(reading, mark.start(), level, bracket, lexicon)
    if mark.group().startswith("中"):
        if candidates and not re.search(r"[，。；：、（）]", text[candidates[0].span.end : mark.start()]):
            return candidates[:1]  # 62个贫困县中，
        noun = re.search(r"[\u4e00-\u9fff]{2,14}$", text[max(0, mark.start() - 14) : mark.start()])
        return _of_noun(candidates, noun.group()) if noun else []
    if named := _NAMED_AMONG.match(text, mark.end(), level.span.start):
        return _of_noun(candidates, named["noun"])
    if "中" in text[level.span.end : level.span.end + 10]:
        return []  # 其中：新增4例确诊病例中，…: the number is the whole of what follows
    alike = [c for c in candidates if c.subject and c.subject == level.subject and c.quantity.kind is Kind.MONEY]
    return alike or candidates


def _of_noun(candidates: Sequence[Claim], noun: str) -> list[Claim]:
    """The totals whose clause ends with the noun or that count it, nearest first."""
    named = []
    for claim in candidates:
        text, span = claim.document.text, claim.span
        if text[: span.start].rstrip("为达约共有").endswith(noun[-4:]) or text.startswith(noun[-4:], span.end):
            named.append(claim)
    return named


def _wholes_before(reading: Reading, position: int, part: Claim, bracket: Span | None, lexicon: Lexicon) -> list[Claim]:
    """The levels of the part's unit in this sentence and the one before, nearest first."""
    start = reading.outline.paragraph(position).start
    sentence = reading.outline.sentence(position)
    found = []
    for claim in reversed(reading.before(position, 12)):
        if claim.span.start < start or claim.sentence < sentence - 1:
            break
        visible = reading.outline.enclosing(claim.span.start) in (bracket, None)
        if visible and claim.aspect is Aspect.LEVEL and lexicon.comparable(claim.unit, part.unit):
            found.append(claim)
    return found


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
            yield _sum(reading, whole, parts, Ground("total", rulebook.doubt("total")))


def _backward(reading: Reading, whole: Claim, before: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    bracket = reading.outline.enclosing(whole.span.start)
    fitting = [c for c in before if _is_item(c, whole, lexicon) and reading.outline.enclosing(c.span.start) == bracket]
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
    """The coordinate items at the head of `claims`, levels in the whole's unit.

    The marks between them never grow stronger than the first, unless the list comes nearer to its whole by going
    on to the end of the sentence (甲5例、乙3例，外地来的2例).
    """
    fitting = [c for c in claims if _is_item(c, whole, lexicon)]
    strict = _held_together(reading, fitting, strictly=True)
    going_on = _held_together(reading, fitting, strictly=False)
    return min((strict, going_on), key=lambda items: _gap(whole, items, lexicon))


def _gap(whole: Claim, items: Sequence[Claim], lexicon: Lexicon) -> Fraction:
    return abs(lexicon.value(whole) - sum((lexicon.value(item) for item in items), Fraction(0)))


def _held_together(reading: Reading, claims: Sequence[Claim], *, strictly: bool) -> list[Claim]:
    text = reading.document.text
    items: list[Claim] = []
    strength = 0 if strictly else _STRONGEST_LIST_MARK
    for claim in claims:
        if items:
            gap = text[items[-1].span.end : claim.span.start]
            mark = separation(text, items[-1].span.end, claim.span.start) or 1
            if mark > (strength or _STRONGEST_LIST_MARK) or _REOPENS.search(gap) or len(gap) > _LONGEST_GAP:
                break
            if strictly and _RESTARTS.search(gap):
                break
            strength = strength or mark
        items.append(claim)
    return items


def _is_item(claim: Claim, whole: Claim, lexicon: Lexicon) -> bool:
    """A level of the whole's own unit, or a change where the whole is one; not a level reached by rising or falling."""
    is_level = claim.aspect is Aspect.LEVEL and not claim.direction
    alike = is_level or claim.aspect is whole.aspect is Aspect.CHANGE
    return alike and claim.quantity.kind in _ADDITIVE and lexicon.comparable(claim.unit, whole.unit)


def _split(
    reading: Reading, whole: Claim, parts: Sequence[Claim], ground: str, rulebook: Rulebook, is_open: bool
) -> Iterator[Relation]:
    """That each part lies within the whole, and, where the list closes, that the parts make it up."""
    if not parts:
        return
    firm = "bracket-within" if ground == "bracket" else "among-within"
    near = [
        p for p in parts if separation(reading.document.text, parts[0].span.end, p.span.start) < _STRONGEST_LIST_MARK
    ]
    yield Relation("within", {"whole": (whole,), "part": tuple(near)}, Ground(firm, rulebook.doubt(firm)))
    if len(parts) >= 2 and not is_open:
        yield _sum(reading, whole, parts, Ground(ground, rulebook.doubt(ground)))


def _sum(reading: Reading, whole: Claim, parts: Sequence[Claim], ground: Ground) -> Relation:
    """甲、乙各1例 counts once for each that is named."""
    counted = tuple(part for part in parts for _ in range(_members(reading, part)))
    return Relation("whole-parts", {"whole": (whole,), "part": counted}, ground)


def _members(reading: Reading, part: Claim) -> int:
    text = reading.document.text
    clause = re.split("[，。；：）（]|(?<=[例人个家名户])、", text[max(0, part.span.start - 60) : part.span.start])[-1]
    each = _EACH.search(clause)
    return 1 + len(re.findall("[、和及与]", clause[: each.start()])) if each else 1


def _is_open(text: str, region: Span, head: str, lexicon: Lexicon) -> bool:
    """Whether the list says that it does not name all."""
    stretch = text[region.start : min(region.end, region.start + 400)]
    stop = re.search("[。\n]", stretch)
    stretch = stretch[: stop.start()] if stop else stretch
    words = lexicon.words.get("open_list", ())
    return (
        any(word in head for word in words)
        or head.startswith("含")
        or bool(re.search(r"等(?![级于同值额比候待])", stretch))
    )
