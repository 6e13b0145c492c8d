"""Totals that come last: 甲38.5、乙12.3、丙6.7，合计57.5."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Ground, Relation
from factcheck.outline import separation
from factcheck.relations.series import adds_up, is_item, is_slip_away, label_of, sum_of
from factcheck.rulebook import Rulebook

_TOTAL_BEFORE = expression(
    r"[两三四五六七八九十][周月年天日季](?:累计|共)[\u4e00-\u9fff]{0,3}$|(?:合计|共计|总计|合共|总共|一共|加起来|相加)(?:(?:增持|减持|持有|回购|质押|销售|完成|投入|投资|筹集|募集|发放|捐款)[\u4e00-\u9fff]{0,4})?(?:为|达|有|约|得)?$|(?:总成绩|总分|总得分|奖牌总数)[为达有]?$|[，；、]共$"
)
_OVER_SENTENCES = expression(r"(?:合计|共计|总计|合共|总共)(?:为|达|有|约|得)?$")
_SUMMED = expression("[共计加总]")  # in all words for a total
_FEWEST_PARTS = 2
_MOST_ITEMS = 24
_LONGEST_LEAD = 12  # characters before a total that say that it is one
_MOST_OVER_SENTENCES = 6
_FEWEST_DIGITS = 4  # shorter numbers are made up by too many others


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Totals said to be of what stands before them in the sentence."""
    if not _SUMMED.search(reading.labels):
        return
    text = reading.document.text
    for index, whole in enumerate(reading.claims):
        if index < _FEWEST_PARTS or whole.aspect is not Aspect.LEVEL or not _SUMMED.search(label_of(whole)):
            continue
        opening = reading.outline.sentences[whole.sentence].start
        lead = text[max(opening, whole.span.start - _LONGEST_LEAD) : whole.span.start]
        if not _TOTAL_BEFORE.search(lead):
            continue
        before = [c for c in reading.claims[max(0, index - _MOST_ITEMS) : index] if c.sentence == whole.sentence]
        parts = _backward(reading, whole, before, rulebook.lexicon)
        if len(parts) >= _FEWEST_PARTS:
            yield sum_of(reading, whole, parts, Ground("total", rulebook.doubt("total")))
        elif not parts and _OVER_SENTENCES.search(lead):
            yield from _over_sentences(reading, index, rulebook)


def _over_sentences(reading: Reading, index: int, rulebook: Rulebook) -> Iterator[Relation]:
    """甲回购8.6万股。…乙回购12.7万股。合计21.3万股: the last numbers of the unit, as many as make it up."""
    whole, lexicon = reading.claims[index], rulebook.lexicon
    if sum(char.isdigit() for char in whole.quantity.text) < _FEWEST_DIGITS:
        return
    before = [c for c in reading.claims[max(0, index - _MOST_ITEMS) : index] if is_item(c, whole, lexicon)]
    if before and reading.text_between(before[-1], whole).count("\n\n") > 1:
        return
    for agree in (adds_up, is_slip_away):
        for size in range(_FEWEST_PARTS, min(len(before), _MOST_OVER_SENTENCES) + 1):
            parts = before[-size:]
            if not _is_said_before(whole, parts) and agree(whole, parts, lexicon):
                doubt = min(Fraction(1), rulebook.doubt("total-over-sentences") * (size - 1))
                yield sum_of(reading, whole, parts, Ground("total-over-sentences", doubt))
                return


def _is_said_before(whole: Claim, parts: Sequence[Claim]) -> bool:
    return any(part.quantity.text == whole.quantity.text for part in parts)


def _backward(reading: Reading, whole: Claim, before: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    bracket = reading.outline.enclosing(whole.span.start)
    fitting = [c for c in before if is_item(c, whole, lexicon) and reading.outline.enclosing(c.span.start) == bracket]
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
