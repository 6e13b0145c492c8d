"""What is named more narrowly cannot be more: new of cumulative, a month of the year so far, outcomes of those met."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Kind, Relation
from factcheck.outline import separation
from factcheck.relations.series import STRONGEST_LIST_MARK, label_of, within
from factcheck.rulebook import Rulebook

_FEWEST = 2  # of which one holds the other
_SHORTEST_FRAME = 3  # characters that lead to a month's number and to the year's
_EVER, _TRADE = "累计", "进出口"
_NEW = expression("新增|当[日天]|今[日天]|本[周月日]")
_CUMULATIVE = expression("累计|截至|总数|历年|迄今|至今|以来")
_UNDONE = expression("解除|排除|诊断|减|转")
_REMAINS = expression("余额|待还|未还|在贷|存续")
_NEW_OR_UNTIL = expression("新增|新建|截至|累计")
_STOCK = expression("均|每|价|指数|余额|末|温|存栏|人口|平均|最|市值|储备|在册|保有")
_PERIOD_WORDS = expression("累计|新增|报告|当[日天]|全[国省市区县]|截至|现有|已|共|总|约|达|到|为|了|有")
_GENERIC = ("病例", "人数", "总数", "数量", "金额", "笔数")  # all of two characters
_STAGE = "(?:目前)?(?:已|现有|尚[有在]|仍|正在|当[日天]|累计|其中|共)?"
_BECAME = (
    "治愈|出院|死亡|解除|废止|修订|宣布失效|失效|修改|保留|重症|危重|受伤|失踪|获救|合格|不合格|通过(?![\u4e00-\u9fff]{3})|未通过|办结|移送|给予|整改|关停"
    "|结案|立案|在院|排除|转为|诊断|尚在|正在|现有|尚有"
)
_OUTCOME = expression(f"{_STAGE}(?:{_BECAME})")
_OF_OUTCOMES = frozenset(_STAGE + _BECAME)  # the characters of which one opens an outcome
_ANOTHER_TOTAL = expression("累计|新增|全[国球省市]|密切接触")
_CASES_IN_ALL = expression(
    "累计(?:报告|确诊|发现)?(?!.{0,30}(?:治愈|出院|死亡|疑似|接触|解除|检测|排除)).{0,30}(?:病例|确诊)"
)
_RELEASED = expression("解除(?:质押|冻结|担保|限售)")  # of shares pledged before, not of those just pledged
_HAS = expression("[\u4e00-\u9fff]{1,12}，(?:已|就|其中|当中)?有")
_SAYS_WHERE = expression(
    "[在属位为是来达已超未均都不获被]|处于|分布|集中|参|通过|完成|重叠|重合|相同|落在"
)  # 有3个通过, not 有3个码头
_OF_THOSE = ("有", "其中", "其中的")  # one of which leads to the part
_IN_THOSE = expression("[^。；\n]{0,60}[在对把将给就由]其中的?")  # 10大站点中，甲在其中7个设点
_RANKED = frozenset("大强佳优")  # 十大站点, 百强企业: so many of what is counted otherwise elsewhere
_EXPORTS, _IMPORTS = expression("(?<!进)出口"), expression("进口")
_BALANCE = expression("顺差|逆差|差额")
_SHORTEST_NOUN = 2
_MOST_ALIKE = 12
_FARTHEST_TIME = 400  # characters before a number in which its time is named; few sentences are longer


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Parts by their name or their time."""
    levels = [c for c in reading.levels if c.quantity.kind is not Kind.PERCENTAGE_POINT]
    if len(levels) < _FEWEST:
        return
    yield from _new_of_cumulative(reading, levels, rulebook)
    yield from _month_of_year(levels, rulebook)
    yield from _outcomes(reading, levels, rulebook)
    if _EVER in reading.document.text:
        yield from _outcomes_of_all(reading, levels, rulebook)
        yield from _remaining(levels, rulebook)
    yield from _has(reading, levels, rulebook)
    if _TRADE in reading.document.text:
        yield from _trade(levels, rulebook)


def _trade(levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """进出口由32亿增加到62亿，出口由18亿增加到32亿: each of the exports within the trade in its place."""
    by_sentence: dict[int, list[Claim]] = defaultdict(list)
    for claim in levels:
        if "口" in label_of(claim) and claim.quantity.kind is Kind.MONEY:
            by_sentence[claim.sentence].append(claim)
    for claims in by_sentence.values():
        wholes = [c for c in claims if _TRADE in label_of(c)]
        for name in (_EXPORTS, _IMPORTS):
            parts = [c for c in claims if c not in wholes and name.search(label_of(c))]
            if len(parts) == len(wholes) and not _BALANCE.search("".join(map(label_of, claims))):
                for whole, part in zip(wholes, parts, strict=True):
                    if whole.span.end < part.span.start:
                        yield within(whole, [part], "trade-within", rulebook)


def _has(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """10个票站，有7个在城东: so many of those just counted."""
    text = reading.document.text
    for whole, part in pairwise(levels):
        if whole.sentence != part.sentence or whole.quantity.kind is not Kind.COUNT or not _counts_alike(whole, part):
            continue
        gap = text[whole.quantity.span.end : part.quantity.span.start]
        if not gap.endswith(_OF_THOSE):
            continue
        is_of_those = _HAS.fullmatch(gap) and _SAYS_WHERE.match(text, part.span.end)
        if is_of_those or _IN_THOSE.fullmatch(gap):
            yield within(whole, [part], "has-within", rulebook)


def _counts_alike(whole: Claim, part: Claim) -> bool:
    return whole.unit == part.unit or (whole.unit in _RANKED and part.quantity.kind is Kind.COUNT)


def _new_of_cumulative(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """新增治愈出院5例 within 累计治愈出院35例."""
    text, lexicon = reading.document.text, rulebook.lexicon
    counts = [c for c in levels if c.quantity.kind is Kind.COUNT]
    are_apart = counts and counts[0].sentence != counts[-1].sentence
    if not are_apart or not _NEW.search(text) or not _CUMULATIVE.search(text):
        return
    new = {c for c in counts if _NEW.search(label_of(c))}
    units = {c.quantity.unit for c in new}
    comparable = {unit for unit in reading.units if any(lexicon.comparable(unit, other) for other in units)}
    named: dict[str, list[Claim]] = defaultdict(list)
    for claim in counts:
        if claim.quantity.unit in comparable and (noun := _noun(claim)) and not _UNDONE.search(label_of(claim)):
            named[noun].append(claim)
    for alike in named.values():
        parts = [c for c in alike if c in new]
        totals = [c for c in alike if _is_cumulative(reading, c)][:_MOST_ALIKE] if parts else []
        for part in parts:
            wholes = [c for c in totals if _fits(c, part, lexicon)]
            if wholes:
                yield within(max(wholes, key=lexicon.value), [part], "new-within", rulebook)


def _noun(claim: Claim) -> str:
    """The last characters that name what is counted, without 新增, 累计 and 病例: 治愈出院."""
    plain = _PERIOD_WORDS.sub("", label_of(claim))
    if plain.endswith(_GENERIC):
        plain = plain[: -len(_GENERIC[0])] or plain
    return plain[-_SHORTEST_NOUN:] if len(plain) >= _SHORTEST_NOUN else ""


def _is_cumulative(reading: Reading, claim: Claim) -> bool:
    if _NEW.search(label_of(claim)):
        return False
    opening = reading.outline.sentences[max(0, claim.sentence - 1)].start  # 截至… may stand a sentence before
    floor = max(opening, claim.span.start - _FARTHEST_TIME)
    return bool(_CUMULATIVE.search(claim.document.text, floor, claim.span.start))


def _fits(whole: Claim, part: Claim, lexicon: Lexicon) -> bool:
    return whole.sentence != part.sentence and lexicon.comparable(whole.unit, part.unit) and _may_hold(whole, part)


def _may_hold(whole: Claim, part: Claim) -> bool:
    """Whether the places do not exclude one another; a place named in a list before may still be read as its own."""
    a, b = whole.place, part.place
    return a is None or b is None or a == b or a.contains(b) or b.contains(a)


def _month_of_year(levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """9月份新设企业2153家 within 前9个月新设企业18980家: flows, not stocks or prices."""
    timed = [claim for claim in levels if claim.period]
    periods = [claim.period for claim in timed]
    if periods.count(periods[0] if periods else None) == len(periods):
        return
    framed: dict[str, list[Claim]] = defaultdict(list)
    for claim in timed:
        label, start = label_of(claim), claim.span.start
        if len(label) < _SHORTEST_FRAME or "/" in (claim.unit or "") or _STOCK.search(label):
            continue
        frame = _PERIOD_WORDS.sub("", label)[-4:]
        if len(frame) >= _SHORTEST_FRAME and not _NEW_OR_UNTIL.search(claim.document.text, max(0, start - 24), start):
            framed[frame].append(claim)
    for alike in framed.values():
        for part in alike[:_MOST_ALIKE]:
            wholes = [c for c in alike[:_MOST_ALIKE] if _is_longer(c, part, rulebook.lexicon)]
            if wholes:
                yield within(max(wholes, key=rulebook.lexicon.value), [part], "month-within", rulebook)


def _is_longer(whole: Claim, part: Claim, lexicon: Lexicon) -> bool:
    """Whether the whole's time holds the part's: a stretch, not a day, of a stretch that is longer."""
    if not whole.period or not part.period or whole.period == part.period or part.period.start == part.period.end:
        return False
    return (
        whole.period.contains(part.period)
        and lexicon.comparable(whole.unit, part.unit)
        and _may_hold(whole, part)
        and whole.status is part.status
    )


def _is_first(levels: Sequence[Claim], index: int, lexicon: Lexicon) -> bool:
    """Whether no number of its unit stands before it in its sentence, or before it since a semicolon."""
    whole = levels[index]
    text = whole.document.text
    before = [c for c in levels[max(0, index - _MOST_ALIKE) : index] if c.sentence == whole.sentence]
    alike = [c for c in before if lexicon.comparable(c.unit, whole.unit)]
    return not alike or separation(text, alike[-1].span.end, whole.span.start) >= STRONGEST_LIST_MARK


def _remaining(levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """累计借出52亿元，余额7亿元: what is still open of what was ever lent."""
    for index, part in enumerate(levels):
        if not _REMAINS.search(label_of(part)):
            continue
        for whole in reversed(levels[max(0, index - 4) : index]):
            if whole.sentence == part.sentence and whole.unit == part.unit and _EVER in label_of(whole):
                yield within(whole, [part], "outcome-within", rulebook)
                break


def _outcomes_of_all(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """累计确诊病例1268例，其中…。已治愈640例，死亡12例。目前仍在院治疗616例: till another total."""
    whole: Claim | None = None
    for claim in levels:
        label = label_of(claim)
        if not whole and _EVER not in label:
            continue
        if whole and reading.outline.paragraph(claim.span.start) != reading.outline.paragraph(whole.span.start):
            whole = None
        if _ANOTHER_TOTAL.search(label):
            whole = claim if _CASES_IN_ALL.search(label) and claim.quantity.kind is Kind.COUNT else None
        elif whole and claim.sentence != whole.sentence and _became(reading, whole, claim):
            yield within(whole, [claim], "outcome-within", rulebook)


def _became(reading: Reading, whole: Claim, claim: Claim) -> bool:
    """Whether a number outside brackets tells what came of some of those counted."""
    label = label_of(claim)
    is_outcome = bool(_OUTCOME.match(label)) and "疑似" not in label and not reading.outline.enclosing(claim.span.start)
    return is_outcome and whole.unit == claim.unit and _may_hold(whole, claim)


def _outcomes(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """清理文件756件，废止71件，修订80件: what became of them, clause by clause."""
    outcomes = {c for c in levels if (label := label_of(c))[:1] in _OF_OUTCOMES and _OUTCOME.match(label)}
    for index, whole in enumerate(levels) if outcomes else ():
        following = levels[index + 1 : index + 8]
        if whole in outcomes or outcomes.isdisjoint(following):
            continue
        parts = _outcomes_of(reading, whole, following, outcomes, rulebook.lexicon)
        if parts and _is_outset(reading, whole) and _is_first(levels, index, rulebook.lexicon):
            yield within(whole, parts, "outcome-within", rulebook)


def _is_outset(reading: Reading, whole: Claim) -> bool:
    return not _OUTCOME.search(label_of(whole)) and not reading.outline.enclosing(whole.span.start)


def _outcomes_of(
    reading: Reading, whole: Claim, following: Sequence[Claim], outcomes: Container[Claim], lexicon: Lexicon
) -> list[Claim]:
    """The outcomes right behind a number, other units and brackets aside."""
    text, end = reading.document.text, whole.quantity.span.end
    parts: list[Claim] = []
    for claim in following:
        start = claim.quantity.span.start
        if claim.sentence != whole.sentence or separation(text, end, start) >= STRONGEST_LIST_MARK:
            break
        if not lexicon.comparable(whole.quantity.unit, claim.quantity.unit) or reading.outline.enclosing(start):
            continue
        if claim not in outcomes or "疑似" in label_of(claim) or _RELEASED.search(label_of(claim)):
            break
        parts.append(claim)
    return parts
