"""Lists behind 其中: 46人，其中老人9人、孩子13人. Parts for sure, all of them perhaps."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Kind, Relation, Span
from factcheck.outline import separation
from factcheck.reading import is_level
from factcheck.relations.series import (
    LONGEST_LIST,
    STRONGEST_LIST_MARK,
    adds_up,
    are_in_order,
    are_named_together,
    are_places,
    is_mean,
    is_open,
    is_slip_away,
    label_of,
    series,
    split,
    sum_of,
    within,
)
from factcheck.rulebook import Rulebook

# It opens with one class, so that the search skips from one character that may begin a mark to the next.
_AMONG = expression(
    r"[其当中详明分构](?:(?<=[其当])中(?<![^，。；：、（）\s]..)(?!最|之一|的|一[个项])[：，]?\s*"
    r"|(?:(?<=中)(?<=[\u4e00-\u9fff].)[，：]"
    r"|(?:(?<=详)情|(?<=明)细|(?<=分)布|(?<=构)成)(?<=[\u4e00-\u9fff]..)[：:])\s*)"
)
_NAMED_AMONG = expression(r"\s*(?P<noun>[\u4e00-\u9fff]{2,14}?)中[，：]?(?:包括)?[，：]?")
_SELECTS = expression("有")
_PREDICATE = expression("有|为|是|曾|系")
_ATTRIBUTE = expression("最|拥有|设有|共有|含有|各有")
_NOUN_AT_END = expression(r"[\u4e00-\u9fff]{2,14}$")
_STATE = expression("累计|新增|现有")  # of one noun, three totals
_BOOKED = ("病例", "人数", "总数", "总额", "数量")  # all of two characters
_BOOKKEEPING = expression(f"(?:{'|'.join(_BOOKED)})$")
_VERB = expression(r"[\u4e00-\u9fff][\u4e00-\u9fff](?<![市巿县区州省镇乡村旗占有达为约共到至])")
_REACHED = expression("[到至为](?:[约近逾超]|20\\d{2}年的)?$")
_JOINED = expression("[和与及、]")
_GROWTH = expression(r"，(?:同比|比上年|环比)[^，。；\n]{2,14}")
_AMONG_THOSE = expression("(?<![初高其])中(?=[，：、]|[\u4e00-\u9fff])")
_PARTS = expression("[，。；：、（）]")
_BESIDE = 12
_FUNCTION_WORDS = "的了是为达到约近共有计总其中最多大额金"
_FEWEST_SHARED = 2
_FEWEST = 2  # claims: a total and what is singled out of it
_GROWS_BY_LENDING = expression("贷款|存款|债券|票据")  # a stock whose yearly flow is told as its increase
_FEWEST_DIGITS = 3
_LONGEST_RISE = 24  # characters from an old level to the new one
_CLOSE = 5  # a list within a fifth of a total is of that total
_FARTHEST_WHOLE = 4  # totals that 其中 may reach over
_FARTHEST_NAMED = 40  # claims back to a total that is named by its noun
_MOST_COMPANIONS = 4  # 其中乘用车生产…，销售…: numbers behind 其中 that each look back to a total of their own


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals and what 其中, 当中 or 在…中 singles out of them."""
    text = reading.document.text
    for mark in _marks(reading):
        bracket = reading.outline.enclosing(mark.start())
        end = bracket.end if bracket else reading.outline.paragraph(mark.end()).end
        end = min(end, mark.end() + LONGEST_LIST)
        after = reading.between(Span(mark.end(), end))
        levels = (c for c in after if c.aspect is Aspect.LEVEL and c.quantity.kind is not Kind.DURATION)
        level = next((c for c in levels if _is_inside(reading, c, bracket)), None)
        if not level or separation(text, mark.end(), level.span.start) >= STRONGEST_LIST_MARK:
            yield from _increase(reading, mark, after, bracket, rulebook)
        elif not _ATTRIBUTE.search(text, mark.end(), level.span.start):  # 其中最大的设有16个: a property of one
            yield from _relations(reading, mark, after, level, bracket, end, rulebook)
        elif level.quantity.kind is Kind.MONEY:
            yield from _largest(reading, mark, level, bracket, rulebook)


def _marks(reading: Reading) -> Iterator[re.Match[str]]:
    """The places of 其中 that a number follows in the same clause or one behind a comma."""
    text = reading.document.text
    for mark in _AMONG.finditer(text) if len(reading.claims) >= _FEWEST else ():
        starts, end = reading.starts, mark.end()
        index = bisect_left(starts, end)
        if index < len(starts) and separation(text, end, starts[index]) < STRONGEST_LIST_MARK:
            yield mark


def _is_inside(reading: Reading, claim: Claim, bracket: Span | None) -> bool:
    return reading.outline.enclosing(claim.quantity.span.start) == bracket


def _increase(
    reading: Reading, mark: re.Match[str], after: Sequence[Claim], bracket: Span | None, rulebook: Rulebook
) -> Iterator[Relation]:
    """融资规模为1.8万亿元。其中，贷款增加7428亿元: what was newly lent, of what all came to.

    其中甲公司增加4亿元 is none: it may be more than all grew by.
    """
    part = next((c for c in after if _is_inside(reading, c, bracket)), None)
    if not part or part.aspect is not Aspect.CHANGE or part.direction < 0:
        return
    if not _GROWS_BY_LENDING.search(label_of(part)):
        return
    if part.quantity.kind is not Kind.MONEY or separation(reading.document.text, mark.end(), part.span.start) > 2:
        return
    wholes = [c for c in _wholes_before(reading, mark.start(), part, bracket, rulebook.lexicon) if is_level(c)]
    if len(wholes) == 1 and not wholes[0].direction:
        yield within(wholes[0], [part], "increase-within", rulebook)


def _largest(
    reading: Reading, mark: re.Match[str], part: Claim, bracket: Span | None, rulebook: Rulebook
) -> Iterator[Relation]:
    """36户共欠缴税款8亿元，其中最多的一户欠税2.1亿元: named by the same characters as the total."""
    named = set(label_of(part)) - set(_FUNCTION_WORDS)
    for whole in _wholes_before(reading, mark.start(), part, bracket, rulebook.lexicon)[:1]:
        if len(named & set(label_of(whole))) >= _FEWEST_SHARED and is_level(whole):
            yield within(whole, [part], "among-within", rulebook)


def _relations(
    reading: Reading,
    mark: re.Match[str],
    after: Sequence[Claim],
    level: Claim,
    bracket: Span | None,
    end: int,
    rulebook: Rulebook,
) -> Iterator[Relation]:
    text, lexicon = reading.document.text, rulebook.lexicon
    candidates = _wholes_of(reading, mark, level, bracket, lexicon)
    if not candidates:
        return
    after = [c for c in after if _is_inside(reading, c, bracket)]
    whole, parts = _best_split(reading, candidates[:_FARTHEST_WHOLE], after, lexicon)
    if other := _made_up(reading, mark, level, after, bracket, (whole, parts), lexicon):
        whole, parts = other
    if (parts and is_mean(parts[0])) or (is_mean(whole) and whole.unit == level.unit):
        return
    if _looks_farther(reading, mark, candidates, level, bracket, lexicon):
        return
    opens = _selects(text, mark, level) or is_open(
        text, mark.start(), end, text[mark.end() : level.span.start], lexicon
    )
    is_named = not mark.group().startswith(("其中", "当中"))
    nearest = candidates[0]
    if parts and not is_named and nearest is not whole and _is_beside(reading, nearest, mark, parts[0]):
        yield within(nearest, parts[:1], "among-nearest", rulebook)
    ground = _ground(whole, parts, lexicon, is_named=is_named)
    yield from split(reading, whole, parts, ground, rulebook, is_open=opens)
    if is_named and len(parts) == 1 and are_places(parts, lexicon) and _ends_clause(text, parts[0]):
        yield sum_of(reading, whole, parts, Ground("one-place", rulebook.doubt("one-place")))
    if not is_named:
        yield from _grown(reading, candidates, after, rulebook)
        yield from _paired(reading, candidates, after, rulebook)
        listed = parts[:1] if _of_verb(candidates, level) else parts  # each verb has its own total, or none has
        yield from _companions(reading, mark, [c for c in after if c not in listed], whole, bracket, rulebook)


def _ground(whole: Claim, parts: Sequence[Claim], lexicon: Lexicon, *, is_named: bool) -> str:
    if are_places(parts, lexicon):
        return "by-place"
    if are_in_order(parts):
        return "by-order"
    if are_named_together(whole, parts):
        return "named-together"
    return "among-of" if is_named else "among"


def _looks_farther(
    reading: Reading,
    mark: re.Match[str],
    candidates: Sequence[Claim],
    level: Claim,
    bracket: Span | None,
    lexicon: Lexicon,
) -> bool:
    """Whether 当中有642宗 opens a sentence, and only totals farther up its paragraph are large enough."""
    text, value = reading.document.text, lexicon.value(level)
    opening = reading.outline.sentences[reading.outline.sentence(mark.start())].start
    if text[opening : mark.start()].strip() or not _SELECTS.match(text, mark.end()):
        return False
    if any(lexicon.value(whole) >= value for whole in candidates):
        return False
    paragraph = reading.outline.paragraph(mark.start()).start
    farther = _all_before(reading, mark.start(), level, bracket, lexicon)
    return any(c.span.start >= paragraph and lexicon.value(c) >= value for c in farther)


def _selects(text: str, mark: re.Match[str], level: Claim) -> bool:
    """Whether 其中 singles some out: 其中有5例; 其中5例曾外出、7例为亲属, who may be the same."""
    is_first = level.span.start == mark.end()
    return bool(_SELECTS.match(text, mark.end()) or (is_first and _PREDICATE.match(text, level.span.end)))


def _is_beside(reading: Reading, whole: Claim, mark: re.Match[str], part: Claim) -> bool:
    """Whether nothing but the thing counted and its growth stands between a total and 其中."""
    gap = _bare(reading.document.text[whole.span.end : mark.start()])
    return whole.unit == part.unit and len(gap) <= _BESIDE and not re.search("[。；\n]", gap)


def _bare(gap: str) -> str:
    return _GROWTH.sub("", gap)


def _ends_clause(text: str, claim: Claim) -> bool:
    return text[claim.span.end : claim.span.end + 1] in ("；", "。", "\n", "")


def _best_split(
    reading: Reading, candidates: Sequence[Claim], after: Sequence[Claim], lexicon: Lexicon
) -> tuple[Claim, list[Claim]]:
    """The nearest total that the parts make up, else come near to, else fit into: 其中 may look further back."""
    splits: list[tuple[Claim, list[Claim]]] = []
    for whole in candidates:
        parts = series(reading, whole, after, lexicon)
        splits.append((whole, parts))
        if len(parts) >= 2 and adds_up(whole, parts, lexicon):
            return whole, parts
    parts = splits[0][1]
    total = sum((lexicon.value(part) for part in parts), Fraction(0))
    gaps = [(abs(lexicon.value(whole) - total), i) for i, whole in enumerate(candidates)]
    close = [entry for entry in gaps if len(parts) >= 2 and entry[0] * _CLOSE <= total]
    if close:
        return splits[min(close)[1]]
    return next((entry for entry in splits if lexicon.value(entry[0]) >= total), splits[0])


def _made_up(
    reading: Reading,
    mark: re.Match[str],
    level: Claim,
    after: Sequence[Claim],
    bracket: Span | None,
    known: tuple[Claim, list[Claim]],
    lexicon: Lexicon,
) -> tuple[Claim, list[Claim]] | None:
    """收到提案3620件，立案2984件，其中委员提案2610件、…: a nearer total than that of the parts' own words, which they
    make up, or would but for one keystroke."""
    if len(known[1]) < 2 or not mark.group().startswith(("其中", "当中")) or adds_up(*known, lexicon):
        return None
    nearer = [
        c
        for c in _wholes_before(reading, mark.start(), level, bracket, lexicon)
        if c.span > known[0].span and _holds_all(c, known[1], lexicon)
    ]
    splits = [(whole, series(reading, whole, after, lexicon)) for whole in nearer[:_FARTHEST_WHOLE]]
    for agree in (adds_up, is_slip_away):
        if agree is is_slip_away and is_slip_away(*known, lexicon):
            return None
        found = next((entry for entry in splits if len(entry[1]) >= 2 and agree(*entry, lexicon)), None)
        if found:
            return found
    return None


def _holds_all(whole: Claim, parts: Sequence[Claim], lexicon: Lexicon) -> bool:
    """Whether each part is less than a total of so many digits that hardly any other is one keystroke off."""
    digits = sum(char.isdigit() for char in whole.quantity.text)
    return digits >= _FEWEST_DIGITS and all(lexicon.value(part) < lexicon.value(whole) for part in parts)


def _companions(
    reading: Reading,
    mark: re.Match[str],
    rest: Sequence[Claim],
    known: Claim,
    bracket: Span | None,
    rulebook: Rulebook,
) -> Iterator[Relation]:
    """生产25万辆，销售24万辆，其中轿车生产22万辆，销售21万辆: each verb has its own total."""
    text = reading.document.text
    levels = [c for c in rest if is_level(c) and not c.direction][:_MOST_COMPANIONS]
    for part in levels:
        if separation(text, mark.end(), part.span.start) >= STRONGEST_LIST_MARK:
            return
        wholes = _of_verb(_wholes_before(reading, mark.start(), part, bracket, rulebook.lexicon), part)
        if wholes and wholes[0] is not known:
            yield within(wholes[0], [part], "among-within", rulebook)


def _grown(
    reading: Reading, candidates: Sequence[Claim], after: Sequence[Claim], rulebook: Rulebook
) -> Iterator[Relation]:
    """公路由12万公里增加到17万公里，其中高速公路由1万公里增加到2万公里: before within before, after within after."""
    if len(after) < 2 or len(candidates) < 2 or not _leads_to(reading, after[0], after[1]):
        return
    new, old = candidates[:2]
    if _leads_to(reading, old, new):
        yield within(old, [after[0]], "among-within", rulebook)
        yield within(new, [after[1]], "among-within", rulebook)


def _paired(
    reading: Reading, candidates: Sequence[Claim], after: Sequence[Claim], rulebook: Rulebook
) -> Iterator[Relation]:
    """产销218万辆和217万辆，其中轿车产销187万辆和186万辆: the first within the first, the second within the second."""
    if len(after) < 2 or len(candidates) < 2 or not _are_joined(reading, after[0], after[1]):
        return
    second, first = candidates[:2]
    if _are_joined(reading, first, second) and _of_verb([first], after[0]):
        yield within(first, [after[0]], "among-within", rulebook)
        yield within(second, [after[1]], "among-within", rulebook)


def _are_joined(reading: Reading, a: Claim, b: Claim) -> bool:
    return bool(_JOINED.fullmatch(reading.text_between(a, b)))


def _leads_to(reading: Reading, old: Claim, new: Claim) -> bool:
    gap = reading.text_between(old, new)
    return old.sentence == new.sentence and len(gap) <= _LONGEST_RISE and bool(_REACHED.search(gap))


def _of_verb(candidates: Sequence[Claim], part: Claim) -> list[Claim]:
    """The totals whose words before the number end as those of the part do."""
    verb = label_of(part)[-2:]
    return [] if not _VERB.fullmatch(verb) else [c for c in candidates if label_of(c).endswith(verb)]


def _wholes_of(
    reading: Reading, mark: re.Match[str], level: Claim, bracket: Span | None, lexicon: Lexicon
) -> list[Claim]:
    """The totals that 其中 may look back to, nearest first; behind 确诊病例中， those of that noun."""
    text = reading.document.text
    candidates = _wholes_before(reading, mark.start(), level, bracket, lexicon)
    if not mark.group().startswith(("其中", "当中")):
        if candidates and not _PARTS.search(text, candidates[0].span.end, mark.start()):
            return candidates[:1] if candidates[0].quantity.kind is not Kind.MEASURE else []  # 62个贫困县中，
        noun = _NOUN_AT_END.search(text[max(0, mark.start() - 14) : mark.start()])
        return _of_noun(_all_before(reading, mark.start(), level, bracket, lexicon), noun.group()) if noun else []
    if named := _NAMED_AMONG.match(text, mark.end(), level.span.start):
        return _of_noun(candidates, named["noun"])
    if _AMONG_THOSE.search(text, level.span.end, level.span.end + 10):
        return []  # 其中：新增4例确诊病例中，…: the number is the whole of what follows
    alike = [c for c in candidates if c.subject and c.subject == level.subject and c.quantity.kind is Kind.MONEY]
    return alike or _of_verb(candidates, level) or candidates


def _of_noun(candidates: Sequence[Claim], noun: str) -> list[Claim]:
    """The totals whose clause ends with the noun or that count it, nearest first: 死亡病例中 looks back to 死亡2例."""
    state = _STATE.search(noun)
    stem = _BOOKKEEPING.sub("", _STATE.sub("", noun)).replace("报告", "") or noun
    stem, noun = stem[-4:], noun[-4:]
    named = []
    for claim in candidates:
        text, span = claim.document.text, claim.quantity.span
        words = text[max(0, span.start - 14) : span.start]
        if stem not in words and not text.startswith(noun, span.end):
            continue
        words = words.rstrip("：: 为达约共有")
        if state and state.group() not in words and state.group() not in label_of(claim):
            continue
        tail = words[: -len(_BOOKED[0])] if words.endswith(_BOOKED) else words
        if tail.endswith(stem) or text.startswith(noun, span.end):
            named.append(claim)
    return named


def _all_before(reading: Reading, position: int, part: Claim, bracket: Span | None, lexicon: Lexicon) -> list[Claim]:
    """The levels of the part's unit further up, nearest first."""
    units = _comparable(reading, part.unit, lexicon)
    return [
        claim
        for claim in reversed(reading.before(position, _FARTHEST_NAMED))
        if claim.quantity.unit in units and _is_visible(reading, claim, bracket)
    ]


def _comparable(reading: Reading, unit: str | None, lexicon: Lexicon) -> set[str | None]:
    """The units of a document that compare with a unit."""
    return {other for other in reading.units if lexicon.comparable(other, unit)}


def _is_visible(reading: Reading, claim: Claim, bracket: Span | None) -> bool:
    is_amount = claim.aspect is Aspect.LEVEL or label_of(claim).endswith("新增")  # what is new can be split
    return is_amount and reading.outline.enclosing(claim.span.start) in (bracket, None)


def _wholes_before(reading: Reading, position: int, part: Claim, bracket: Span | None, lexicon: Lexicon) -> list[Claim]:
    """The levels of the part's unit in this sentence and the one before, nearest first."""
    units = _comparable(reading, part.unit, lexicon)
    alike = [claim for claim in reversed(reading.before(position, 12)) if claim.quantity.unit in units]
    start = _sentence_before(reading, position) if alike else position
    return [c for c in alike if c.quantity.span.start >= start and _is_visible(reading, c, bracket)]


def _sentence_before(reading: Reading, position: int) -> int:
    """Where the sentence before that of `position` begins, over a paragraph's end where 其中 opens the next."""
    text, sentences = reading.document.text, reading.outline.sentences
    index = reading.outline.sentence(position)
    opens = not text[sentences[index].start : position].strip()
    paragraph = 0 if opens else reading.outline.paragraph(position).start
    index -= 1
    while index > 0 and not sentences[index].of(text).strip():
        index -= 1
    return max(paragraph, sentences[max(0, index)].start)
