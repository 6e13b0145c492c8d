"""Items under 包括： on lines of their own, each within the total before.

总开支3620亿元。开支包括：… 教育：经常开支540亿元 …
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, Kind, Relation, Span
from factcheck.reading import is_level
from factcheck.relations.series import is_mean, label_of, within
from factcheck.rulebook import Rulebook

_OPENS = r"(?:包括|如下|明细|分布)(?:了|有)?：[ \t]{0,4}\n"
_OPENING = expression(_OPENS)
_HEAD = expression(r"(?P<noun>[\u4e00-\u9fff]{2})(?:主要|具体|分别)?" + _OPENS)
_HEADING = expression(r"\s{0,4}(?:#|[一二三四五六七八九十]、)")
_FARTHEST_WHOLE = 6  # numbers back to the total
_LONGEST_NAME = 16
_MOST_LINES, _LONGEST = 60, 3000  # of a list: lines, characters
_SEVERAL_YEARS = expression("[三四五六七八九十\\d]年(?:内|间|共|合计|累计)")


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The first amount of each line, if it is named as the total is."""
    text = reading.document.text
    if Kind.MONEY not in reading.kinds or "：" not in text or not _OPENING.search(text):
        return
    for head in _HEAD.finditer(text):
        if whole := _whole(reading, head):
            for part in _items(reading, head.end(), head["noun"], whole, rulebook):
                yield within(whole, [part], "itemized-within", rulebook)


def _whole(reading: Reading, head: re.Match[str]) -> Claim | None:
    """The nearest amount before that is called what the list is of: 总开支 of 开支包括."""
    text = reading.document.text
    for claim in reversed(reading.before(head.start(), _FARTHEST_WHOLE)):
        said = text[max(0, claim.span.start - _LONGEST_NAME) : claim.span.start].split("\n")[-1]
        is_amount = claim.quantity.kind is Kind.MONEY and is_level(claim) and not is_mean(claim)
        if is_amount and "总" + head["noun"] in said:
            return claim
    return None


def _items(reading: Reading, start: int, noun: str, whole: Claim, rulebook: Rulebook) -> Iterator[Claim]:
    first = reading.outline.paragraphs.index(reading.outline.paragraph(start))
    for line in reading.outline.paragraphs[first : first + _MOST_LINES]:
        body = line.of(reading.document.text)
        if line.start - start > _LONGEST or _HEADING.match(body):
            return
        claims = [c for c in reading.between(Span(line.start, line.end)) if c.quantity.kind is Kind.MONEY][:1]
        for claim in claims:
            is_part = is_level(claim) and noun in label_of(claim) and not _SEVERAL_YEARS.search(body)
            if is_part and rulebook.lexicon.comparable(claim.unit, whole.unit):
                yield claim
