"""Share of a whole: 1312人，占全部的62%, with the whole in the clause, a sentence, a paragraph or a section away.

A share is read with the part that it is of; the whole is then the number that agrees with it, or that agrees with the
other shares told beside it, or that the words 占…的 name. Only the last three say what to hold a wrong share against.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, islice, pairwise

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.equations import divide, multiply
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.misprints import misprints
from factcheck.model import Aspect, Claim, Ground, Interval, Kind, Relation, Span
from factcheck.numerals import reprint
from factcheck.outline import separation
from factcheck.relations.hundreds import SHARES, part_before_bracket, ratios
from factcheck.relations.series import label_of
from factcheck.rulebook import Rulebook

_AMOUNTS = (Kind.COUNT, Kind.MONEY, Kind.MEASURE)
_HUNDRED = Interval(Fraction(100), Fraction(100))
_FARTHEST_WHOLE = 14  # candidates looked at for the whole of a share, nearest first
_FARTHEST_LATER = 4  # and behind it, in its own paragraph
_FARTHEST_BACK = 60  # claims that are gone back over
_LONGEST_GAP = 60  # characters from a part to its share, a growth rate between them included
_MARKS = expression(r"[，。；：、！？（）|\n\d%]")
_BASE = expression(
    r"占(?:了|到)?(?P<name>[^，。；、占\n]{2,24}?)的?(?:比[重例]|份额)?(?:合计|[约为达到近]|超过|将近|高达)*$"
)
_LABELLED = expression(r"(?P<label>[\u4e00-\u9fff]{2,20}?)(?:所占|占|的?比[重例]|的?份额)")
_POINTS = expression("上述|前述|该|此次|这")
_RATE = expression(r"(?P<stem>[\u4e00-\u9fff]{2})率[约为达到至高仅]*$")
_RESPECTIVELY = expression(r"分别占|占比分别|比[重例]分别")
_FROM_TO = expression(
    r"占(?P<name>[^，。；、占\d\n]{2,24}?)的?(?:比[重例]|份额)[由从自]\d{1,3}(?:\.\d{1,3})?%[^，。；\d]{1,6}[到至为]$"
)
_BULK = expression(
    "总量|总数|总额|总值|总体|总|全部|同期|全[国省市县区州]|我[国省市]|本[省市公]|累计|规模|合计|人数|数量"
)
_THAT_IS = expression(r"[，（]即[^，。；：（）\d]{0,16}")
_VERB_AT_END = expression("[均为达有约是近超]+$")
_WHOLE_HUNDRED, _ONE_MISPRINT = Fraction(100), Fraction(30)  # a first digit changed by three
_AMONG = expression(r"\s{0,4}(?:其中|当中)")
_PAIR = ("户", "人")
_GRADES = frozenset("级岁类等")  # 取得3级以上 counts nothing that could be a part
_JOINED_BEFORE = expression(r"\d[\d.,]{0,12}[万亿]{0,2}[\u4e00-\u9fff]{1,3}[和与及]\Z")
_HELD, _HOLDS = expression("所持|持有?股"), expression("持有|持股")  # 其所持股份 is what somebody holds
_PLEDGED = expression("质押|冻结|[增减]持|回购|解除")
_HAN_PAIR = expression("(?=([\u4e00-\u9fff]{2}))")
_SEGMENT_MARK = expression("[。！？\n]")
_FULL_NAME = 4  # characters of a name that is hardly met twice
_COVERED = 4, 5  # of the characters of a whole's name that stand beside it
_LABEL_COVERED = 3, 5  # of the pairs of characters of a part's name that do


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """A share and its part; `name` is what 占…的 calls the whole, or how the only amounts end that may be it."""

    share: Claim
    part: Claim
    name: str = ""
    only_named: bool = False


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Shares held against part and whole."""
    if SHARES.isdisjoint(reading.kinds):
        return
    by_paragraph: dict[int, list[_Item]] = defaultdict(list)
    for item in _items(reading, rulebook.lexicon):
        by_paragraph[reading.outline.paragraph(item.share.span.start).start].append(item)
    for items in by_paragraph.values():
        for item, whole, ground in _with_wholes(reading, items, rulebook.lexicon):
            roles = {"share": (item.share,), "part": (item.part,), "whole": (whole,)}
            yield Relation("share", roles, Ground(ground, rulebook.doubt(ground)))


def _items(reading: Reading, lexicon: Lexicon) -> Iterator[_Item]:
    """The shares of a document with their parts."""
    for index, share in enumerate(reading.claims):
        if share.quantity.kind is not Kind.PERCENT or share.amount.value is None:
            continue
        lead = reading.document.text[max(0, share.span.start - 40) : share.span.start]
        is_told = "占" in lead
        named = _BASE.search(lead) if is_told else None
        if is_told and (risen := _FROM_TO.search(lead)):
            if index and (part := _part_before(reading, index - 1)):
                yield _Item(share, part, risen["name"])
        elif share.aspect is Aspect.SHARE or named:
            part = _part_before(reading, index) or _part_of_label(reading, index, lead)
            if part:
                yield _of_households(reading, _Item(share, part, named["name"] if named else ""), lexicon)
            elif part := _part_behind(reading, index):
                yield _Item(share, part, _VERB_AT_END.sub("", label_of(part))[-2:], only_named=True)
        elif (part := part_before_bracket(reading, share)) or (
            "率" in lead and (rate := _RATE.search(lead)) and (part := _counted_by(reading, index, rate["stem"]))
        ):
            yield _Item(share, part)
    yield from _of_ratios(reading, lexicon)
    yield from _aligned(reading)


def _of_households(reading: Reading, item: _Item, lexicon: Lexicon) -> _Item:
    """186户612人，占43.7%: of the households, where only they agree with a whole."""
    before = reading.before(item.part.span.start, 1)
    if not before or (before[0].unit, item.part.unit) != _PAIR or before[0].span.end < item.part.span.start - 1:
        return item
    households = _Item(item.share, before[0], item.name)
    agree = [bool(_agreeing(i, _candidates(reading, i, lexicon), lexicon)) for i in (households, item)]
    return households if agree == [True, False] else item


def _part_before(reading: Reading, index: int) -> Claim | None:
    """The amount just before a share, in its own sentence and with no other share between."""
    share = reading.claims[index]
    for claim in reversed(reading.claims[max(0, index - 4) : index]):
        if claim.sentence != share.sentence or claim.aspect is Aspect.SHARE:
            return None
        if claim.unit in _GRADES:
            continue
        if claim.aspect in (Aspect.LEVEL, Aspect.CHANGE) and claim.quantity.kind in _AMOUNTS:
            gap = reading.document.text[claim.span.end : share.span.start]
            near = len(gap) <= _LONGEST_GAP and separation(gap, 0, len(gap)) <= 2
            return claim if near and not _tells_of_another(gap) else None
    return None


def _part_behind(reading: Reading, index: int) -> Claim | None:
    """占比为3%，即贷款余额为156万元: the amount that a share comes to."""
    share, *behind = reading.claims[index : index + 3]
    behind = [c for c in behind if c.unit != "大"]  # 即前十大客户的余额均为80万元
    is_amount = behind and behind[0].aspect is Aspect.LEVEL and behind[0].quantity.kind in _AMOUNTS
    return behind[0] if is_amount and _THAT_IS.fullmatch(reading.text_between(share, behind[0])) else None


def _tells_of_another(gap: str) -> bool:
    """Whether a clause between part and share has a subject of its own before 占: 5亿元，其中甲占3%."""
    clause = re.split("[，。；：（）]", gap)[-1]
    head = clause.split("占")[0] if "占" in clause else re.split("比[重例]", clause)[0]
    return (
        len(re.sub("[^\u4e00-\u9fff]", "", head)) >= 2
        and "，" in gap
        and not re.match("合计|总共|约|共|已|仅|也|均|就", head)
    )


def _part_of_label(reading: Reading, index: int, lead: str) -> Claim | None:
    """委托贷款余额占比7.6%: the amount that was told of what stands before 占."""
    clause = re.split(r"[，。；：、！？（）|\n\d%]", lead)[-1]
    named = _LABELLED.match(clause)
    found = _of_label(reading, index, named["label"]) if named else None
    return found or (_pointed_at(reading, index) if named and _POINTS.match(clause) else None)


def _pointed_at(reading: Reading, index: int) -> Claim | None:
    """上述股份占其所持股份的9.02%: the only amount of the sentence before."""
    share = reading.claims[index]
    before = [c for c in reading.before(share.span.start, _FARTHEST_LATER) if share.sentence - c.sentence == 1]
    amounts = [c for c in before if c.aspect is Aspect.LEVEL and c.quantity.kind in _AMOUNTS]
    return amounts[0] if len(amounts) == 1 else None


def _of_label(reading: Reading, index: int, label: str) -> Claim | None:
    """The amount before a place in whose clause the most of a label stands, the nearest of several."""
    pairs = set(_HAN_PAIR.findall(label))
    best, most = None, 0
    for claim in reversed(reading.claims[max(0, index - _FARTHEST_BACK) : index]):
        if claim.aspect in (Aspect.LEVEL, Aspect.CHANGE) and claim.quantity.kind in _AMOUNTS:
            covered = len(pairs & set(_HAN_PAIR.findall(_clause(claim))))
            if covered > most and covered * _LABEL_COVERED[1] >= len(pairs) * _LABEL_COVERED[0]:
                best, most = claim, covered
    return best


def _counted_by(reading: Reading, index: int, stem: str) -> Claim | None:
    """抽检500批次，合格486批次，合格率97.2%: the amount in the sentence whose words hold the stem of the rate."""
    share = reading.claims[index]
    for claim in reversed(reading.claims[max(0, index - 4) : index]):
        if claim.sentence != share.sentence:
            return None
        if claim.aspect is Aspect.LEVEL and claim.quantity.kind in _AMOUNTS and _counts_of(stem, claim):
            return claim
    return None


def _counts_of(stem: str, claim: Claim) -> bool:
    """Whether a number counts what a rate is of; 不合格 are not what 合格率 is of."""
    clause = _clause(claim)
    return stem in clause and clause[clause.find(stem) - 1 : clause.find(stem)] not in ("不", "未", "非")


def _clause(claim: Claim) -> str:
    """The words before a number and behind it; 产销218万辆和217万辆 tells both of the second."""
    text, span = claim.document.text, claim.span
    before = _JOINED_BEFORE.sub("", text[max(0, span.start - 36) : span.start])[-24:]
    said = _MARKS.split(before)[-1] + " " + _MARKS.split(text[span.end : span.end + 10])[0]
    return said.replace("产销", "生产销售")


def _of_ratios(reading: Reading, lexicon: Lexicon) -> Iterator[_Item]:
    """三次产业增加值…亿元、…亿元、…亿元，结构为3.9：59.5：36.6: as many amounts before it as it has terms."""
    for run in ratios(reading):
        start = reading.outline.paragraph(run[0].span.start).start
        before = [c for c in reading.before(run[0].span.start, _FARTHEST_BACK) if c.span.start >= start]
        amounts = [c for c in before if c.aspect is Aspect.LEVEL and c.quantity.kind in _AMOUNTS]
        parts = amounts[-len(run) :]
        if len(parts) == len(run) and all(lexicon.comparable(parts[0].unit, p.unit) for p in parts):
            pairs = _in_order(run, parts, lexicon)
            if _are_percent(run) if len(pairs) == 2 else _in_proportion(pairs, lexicon):
                yield from (_Item(share, part) for share, part in pairs)


def _are_percent(run: Sequence[Claim]) -> bool:
    """Whether two terms come near 100, one misprint allowed for: 1：60 is how many fall on one."""
    return abs(sum((c.amount.value or Fraction(0) for c in run), -_WHOLE_HUNDRED)) <= _ONE_MISPRINT


def _in_order(run: Sequence[Claim], parts: Sequence[Claim], lexicon: Lexicon) -> list[tuple[Claim, Claim]]:
    """Shares and parts one by one, or largest by largest where that is how more of them fit."""
    straight = list(zip(run, parts, strict=True))
    ranked = list(
        zip(
            sorted(run, key=lambda c: c.amount.value or 0),
            sorted(parts, key=lexicon.value),
            strict=True,
        )
    )
    return max((straight, ranked), key=lambda pairs: _in_proportion(pairs, lexicon))


def _in_proportion(pairs: Sequence[tuple[Claim, Claim]], lexicon: Lexicon) -> int:
    """How many two of the pairs imply one whole."""
    wholes = [_implied(_Item(share, part), lexicon) for share, part in pairs]
    return sum(_meet(a, b) for a, b in combinations(wholes, 2))


def _aligned(reading: Reading) -> Iterator[_Item]:
    """甲、乙、丙分别占总量的a、b、c: as many shares as names, each with the amount told of its name before."""
    text = reading.document.text
    for mark in _RESPECTIVELY.finditer(text) if "分别" in text else ():
        sentence = reading.outline.sentences[reading.outline.sentence(mark.start())]
        shares = _coordinate_shares(reading, mark.end(), sentence.end)
        names = re.split("[、和与及]", re.split("[，。；：\n]", text[sentence.start : mark.start()])[-1])[
            -len(shares) :
        ]
        if len(shares) < 2 or len(names) != len(shares):
            continue
        name = re.split("[的\\d]", text[mark.end() : shares[0].span.start])[0]
        index = reading.claims.index(shares[0])
        for share, label in zip(shares, names, strict=True):
            if part := _of_label(reading, index, label[:4]):
                yield _Item(share, part, name)


def _coordinate_shares(reading: Reading, start: int, end: int) -> list[Claim]:
    shares: list[Claim] = []
    for claim in reading.before(end, 16):
        if claim.span.start < start:
            continue
        gap = reading.text_between(shares[-1], claim) if shares else ""
        if claim.quantity.kind is not Kind.PERCENT or gap.strip() not in ("", "、", "和", "，", "及", "与"):
            break
        shares.append(claim)
    return shares


_Found = tuple[_Item, Claim, str]


def _with_wholes(reading: Reading, items: Sequence[_Item], lexicon: Lexicon) -> Iterator[_Found]:
    """The whole of each share of a paragraph, where there is one to hold it against."""
    candidates = {item: _candidates(reading, item, lexicon) for item in items}
    agreeing = {item: _agreeing(item, candidates[item], lexicon) for item in items}
    chosen: dict[_Item, Claim] = {}
    for item in items:
        if agreeing[item] and not _named_otherwise(item, candidates[item], agreeing[item]):
            chosen[item] = _likeliest(item, agreeing[item], agreeing)
    for item, whole in chosen.items():
        yield item, whole, "share"
    open_ = [item for item in items if item not in chosen]
    misprinted = _misprinted_whole(open_, candidates, lexicon)
    for item in open_:
        yield from _asserted(reading, item, candidates[item], chosen, open_, misprinted, lexicon)


def _named_otherwise(item: _Item, candidates: Sequence[Claim], agreeing: Sequence[Claim]) -> bool:
    """Whether the name of the whole stands word for word beside a number before, and beside none that agrees."""
    if len(item.name) < _FULL_NAME or any(_is_named(item.name, whole) for whole in agreeing):
        return False
    return any(item.name in _clause(whole) for whole in candidates if whole.span < item.share.span)


def _likeliest(item: _Item, wholes: Sequence[Claim], agreeing: dict[_Item, list[Claim]]) -> Claim:
    """The whole that is named, then the one that agrees with most shares, then the nearest."""
    return max(wholes, key=lambda w: (_is_named(item.name, w), sum(w in others for others in agreeing.values())))


def _asserted(
    reading: Reading,
    item: _Item,
    candidates: Sequence[Claim],
    chosen: dict[_Item, Claim],
    open_: Sequence[_Item],
    misprinted: dict[_Item, Claim],
    lexicon: Lexicon,
) -> Iterator[_Found]:
    """What a share is held against that agrees with nothing."""
    called = [w for w in candidates if _is_named(item.name, w)]
    called = [w for w in called if lexicon.value(w) >= lexicon.value(item.part)] or called
    slips = {w for w in called if _is_slip(item, w, lexicon)}
    agreed = set(chosen.values())
    named = max(
        (w for w in called if w.span < item.share.span or w in slips),
        key=lambda w: (
            w in slips and w.period == item.part.period,
            w in slips,
            w in agreed,
            _named_in_full(item.name, w),
        ),
        default=None,
    )
    rivals = {o.part for o in (*chosen, *open_) if o.name == item.name and item.name}  # shares of the same whole
    named = None if named in rivals else named
    sibling = _of_siblings(item, chosen, lexicon)
    if item in misprinted:
        yield item, misprinted[item], "share-siblings"
    elif named and (not sibling or item.name):
        yield item, named, "share-named"
    elif sibling:
        yield item, sibling, "share-siblings"
    elif (whole := _owner(reading, item, candidates, lexicon)) and whole not in rivals:
        yield item, whole, "share-among"


def _of_siblings(item: _Item, chosen: dict[_Item, Claim], lexicon: Lexicon) -> Claim | None:
    """The whole of the nearest share of the paragraph that calls its whole the same."""
    alike = [o for o in chosen if o.name == item.name and lexicon.comparable(chosen[o].unit, item.part.unit)]
    nearest = min(alike, key=lambda o: abs(o.share.span.start - item.share.span.start), default=None)
    return chosen[nearest] if nearest and chosen[nearest] is not item.part else None


def _owner(reading: Reading, item: _Item, candidates: Sequence[Claim], lexicon: Lexicon) -> Claim | None:
    """200人，其中男性120人，占60%; 抽检500批次，合格486批次，合格率97.2%: the amount right before the part."""
    if not candidates or candidates[0].span > item.part.span:
        return None
    if candidates[0].sentence != item.part.sentence:
        return _owner_before(reading, item, candidates, lexicon)
    gap = reading.text_between(candidates[0], item.part)
    is_rate = not item.share.quantity.text.endswith("‰") and _RATE.search(
        _before(item.share)
    )  # 死亡率为7‰: of all that live
    return candidates[0] if "其中" in gap or is_rate else None


def _owner_before(reading: Reading, item: _Item, candidates: Sequence[Claim], lexicon: Lexicon) -> Claim | None:
    """共有学生860人、教师92人。其中310名学生住校，占学生的36%: of the sentence before, that of the name's noun."""
    opening = reading.outline.sentences[item.part.sentence].start
    noun = _BULK.sub("", item.name)[-2:]
    if not _AMONG.match(reading.document.text, opening) or len(noun) < 2 or item.part.sentence != item.share.sentence:
        return None
    return next(
        (
            c
            for c in candidates
            if c.sentence == item.part.sentence - 1
            and noun in _clause(c)
            and lexicon.value(c) > lexicon.value(item.part)
        ),
        None,
    )


def _before(claim: Claim) -> str:
    return claim.document.text[max(0, claim.span.start - 12) : claim.span.start]


def _candidates(reading: Reading, item: _Item, lexicon: Lexicon) -> list[Claim]:
    """Amounts of the part's unit and kind, nearest first; a few behind the share in its own paragraph, and of what
    somebody holds in the next."""
    at = item.share.span.start
    back = reversed(reading.before(at, _FARTHEST_BACK))
    earlier = islice(_that_may_hold(back, item, lexicon), _FARTHEST_WHOLE)
    end = reading.outline.paragraph(at).end
    if _HELD.search(item.name):
        end = reading.outline.paragraph(end).end
    following = reading.between(Span(at + 1, end))[: 2 * _FARTHEST_LATER]
    return [*earlier, *islice(_that_may_hold(following, item, lexicon), _FARTHEST_LATER)]


def _that_may_hold(claims: Iterable[Claim], item: _Item, lexicon: Lexicon) -> Iterator[Claim]:
    aspect, printed, unit = item.part.aspect, item.part.quantity.text, item.part.unit
    for whole in claims:
        other = whole.quantity
        is_alike = whole.aspect is aspect and other.text != printed and lexicon.comparable(other.unit, unit)
        if is_alike and whole is not item.part and (not item.only_named or _is_named(item.name, whole)):
            yield whole


def _is_slip(item: _Item, whole: Claim, lexicon: Lexicon) -> bool:
    """Whether one misprint in one of the three is all that keeps a whole from agreeing."""
    shares = (_Item(claim, item.part) for claim in _reprints(item.share))
    parts = (_Item(item.share, claim) for claim in _reprints(item.part))
    return any(_agreeing(changed, (whole,), lexicon) for changed in (*shares, *parts)) or _is_slip_for(
        whole, (item,), lexicon
    )


def _reprints(claim: Claim) -> Iterator[Claim]:
    printed = claim.quantity.numeral.of(claim.document.text)
    for text, _ in misprints(printed):
        if amount := reprint(claim.amount, printed, text):
            yield replace(claim, quantity=replace(claim.quantity, amount=amount))


def _named_in_full(name: str, whole: Claim) -> int:
    """How many pairs of characters of a name stand beside an amount, 总值 and its like counted in."""
    return len(set(_HAN_PAIR.findall(name)) & set(_HAN_PAIR.findall(_clause(whole))))


def _is_named(name: str, whole: Claim) -> bool:
    """Whether the words beside an amount are those by which a share calls its whole; 增量 is what something grew by."""
    name = _BULK.sub("", name)
    if name.endswith("增量") and whole.aspect is Aspect.CHANGE and len(name) > 2:
        return name[:-2] in _sentence_before(whole)
    if len(name) < 2:
        return False
    text, span = whole.document.text, whole.span
    clause = _clause(whole)
    if _HELD.search(name):
        return bool(_HOLDS.search(clause)) and not _PLEDGED.search(clause)
    stretch = _SEGMENT_MARK.split(text[max(0, span.start - 40) : span.start])[-1] + clause
    covered = sum(char in stretch for char in name)
    return name[-2:] in clause and covered * _COVERED[1] >= len(name) * _COVERED[0]


def _sentence_before(claim: Claim) -> str:
    text, start = claim.document.text, claim.span.start
    return _SEGMENT_MARK.split(text[max(0, start - 60) : start])[-1]


def _misprinted_whole(
    items: Sequence[_Item], candidates: dict[_Item, list[Claim]], lexicon: Lexicon
) -> dict[_Item, Claim]:
    """The whole that all shares of a paragraph would fit but for one slip in it: each implies the same other value."""
    found: dict[_Item, Claim] = {}
    for a, b in pairwise(items):
        if not _meet(_implied(a, lexicon), _implied(b, lexicon)):
            continue
        for whole in candidates[a]:
            if whole is not b.part and whole in candidates[b] and _is_slip_for(whole, (a, b), lexicon):
                found.setdefault(a, whole)
                found.setdefault(b, whole)
                break
    return found


def _is_slip_for(whole: Claim, items: Sequence[_Item], lexicon: Lexicon) -> bool:
    printed = whole.quantity.numeral.of(whole.document.text)
    factor = Interval(lexicon.factor(whole.unit), lexicon.factor(whole.unit))
    implied = [_implied(item, lexicon) for item in items]
    for text, _ in misprints(printed):
        amount = reprint(whole.amount, printed, text)
        if amount and all(_meet(multiply(amount.interval, factor), wanted) for wanted in implied):
            return True
    return False


def _implied(item: _Item, lexicon: Lexicon) -> Interval:
    """The wholes of which the part is the share."""
    return multiply(divide(_interval(item.part, lexicon), item.share.amount.interval), _HUNDRED)


def _agreeing(item: _Item, wholes: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    """The wholes of which the part may be the share."""
    least = lexicon.value(item.part)
    larger = [whole for whole in wholes if lexicon.value(whole) >= least]
    implied = _implied(item, lexicon) if larger else _HUNDRED
    return [whole for whole in larger if _meet(implied, _interval(whole, lexicon))]


def _meet(a: Interval, b: Interval) -> bool:
    above = a.low is None or b.high is None or a.low <= b.high
    below = a.high is None or b.low is None or b.low <= a.high
    return above and below and (a.low is not None or a.high is not None)


def _interval(claim: Claim, lexicon: Lexicon) -> Interval:
    factor = lexicon.factor(claim.unit)
    interval = claim.amount.interval
    if factor == 1 and interval.low is not None and interval.high is not None:
        return interval
    return multiply(interval, Interval(factor, factor))
