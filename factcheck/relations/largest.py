"""The largest one is among the ten largest: 前十大客户和最大单一客户占比分别为21%和4%.

Or one after the other: 前五大客户占30%，其中第一大客户占12%.
"""

from __future__ import annotations

from collections.abc import Iterator

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, Kind, Relation
from factcheck.relations.series import within
from factcheck.rulebook import Rulebook

_TOP = r"(?:前[二三四五六七八九十百\d]{1,3}(?:大|名|家)|最大[三四五六七八九十]{1,2}[家户名])"
_ONE = r"(?:最大(?:的)?(?:单一|一[家户名])|单一最大|第一大)"
_THE_LARGEST = expression(_ONE)
_NOUN = "(?P<noun>[\u4e00-\u9fff]{2})"  # of what they are the largest
_NAMED = r"[^，。；、和及与\d]{0,12}"
_TOP_FIRST = expression(rf"{_TOP}{_NOUN}{_NAMED}[和及与、]{_ONE}(?P=noun)[^，。；\d]{{0,24}}分别[^，。；\d]{{0,6}}\Z")
_ONE_FIRST = expression(rf"{_ONE}{_NOUN}{_NAMED}[和及与、]{_TOP}(?P=noun)[^，。；\d]{{0,24}}分别[^，。；\d]{{0,6}}\Z")
_OF_TOP = expression(rf"{_TOP}{_NOUN}[^，。；\d]{{0,40}}\Z")
_OF_ONE = expression(rf"{_ONE}{_NOUN}[^，。；\d]{{0,40}}\Z")
_JOINED = expression("[和及与、]")
_LONGEST_CLAUSE = 60
_KINDS = frozenset({Kind.PERCENT, Kind.MONEY})
_FARTHEST = 3  # numbers from the one to the other


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The largest within the several largest, told of in one list or one after the other."""
    text = reading.document.text
    if _KINDS.isdisjoint(reading.kinds) or "前" not in text or not _THE_LARGEST.search(text):
        return
    for index, claim in enumerate(reading.claims):
        if claim.quantity.kind not in _KINDS:
            continue
        clause = text[max(0, claim.span.start - _LONGEST_CLAUSE) : claim.span.start]
        following = reading.claims[index + 1 : index + 1 + _FARTHEST]
        for whole, part in _pairs(reading, claim, clause, following):
            yield within(whole, [part], "largest-within", rulebook)


def _pairs(reading: Reading, claim: Claim, clause: str, following: tuple[Claim, ...]) -> Iterator[tuple[Claim, Claim]]:
    second = following[0] if following and _JOINED.fullmatch(reading.text_between(claim, following[0])) else None
    if second and second.unit == claim.unit and _TOP_FIRST.search(clause):
        yield claim, second
    elif second and second.unit == claim.unit and _ONE_FIRST.search(clause):
        yield second, claim
    elif (top := _OF_TOP.search(clause)) and not _OF_ONE.search(clause):
        text = reading.document.text
        for other in following:
            one = _OF_ONE.search(text[claim.span.end : other.span.start])
            if one and one["noun"] == top["noun"] and other.sentence == claim.sentence and other.unit == claim.unit:
                yield claim, other
                return
