"""分别 gives each thing named before it a value of its own: 甲、乙、丙分别增长3%、5%、8%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, Ground, Relation, Span
from factcheck.relations.listed import Names, clause_start, named, names_in
from factcheck.rulebook import Rulebook

_EACH = ("分别", "各自")
_RESPECTIVELY = expression("|".join(_EACH))
_VALUE_FOLLOWS = expression(r"[\u4e00-\u9fff]{0,8}")
_JOINED = expression(r"(?:[、和及与]|以及)")
_ENDS = expression(r"[。；;\n]|，|\Z")
_MOST_VALUES = 12
_LONGEST_REST = 80  # characters of the sentence behind the values in which others may follow
# A number among the names, or a word that may set two lists of names against one another.
_ANOTHER_WAY = expression(
    r"\d|[、和及与][^的]*的|[两二三四五六七八九十](?=[个省市县区国地类种项大])|等|各|其中|之[和间]|比|较|“|（"
)
_FEWEST = 2


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The names before 分别 and the values behind it, where it is plain which they are."""
    text = reading.document.text
    if not any(word in text for word in _EACH):
        return
    ground = Ground("as-many", rulebook.doubt("as-many"))
    for mark in _RESPECTIVELY.finditer(text):
        values = _values(reading, mark.end())
        names = _antecedents(text, mark.start()) if len(values) >= _FEWEST else None
        if names and (names.fit(len(values)) or _is_sure(names, len(values))):
            roles = {
                "named": named(reading, names, len(values)),
                "value": tuple(replace(value) for value in values),  # their number, not what they say, is held
            }
            yield Relation("respectively", roles, ground)


def _is_sure(names: Names, count: int) -> bool:
    """Whether the names are a list by 、, and not each of them given two values or three."""
    return len(names.spans) >= _FEWEST and count % len(names.spans) != 0


def _values(reading: Reading, start: int) -> Sequence[Claim]:
    """The coordinate values behind 分别, where no further one of their kind follows in the sentence."""
    text = reading.document.text
    run: list[Claim] = []
    for claim in reading.between(Span(start, start + _LONGEST_REST + 12 * _MOST_VALUES)):
        gap = text[run[-1].span.end if run else start : claim.span.start]
        if not (_JOINED if run else _VALUE_FOLLOWS).fullmatch(gap):
            break
        run.append(claim)
    kinds = {claim.quantity.kind for claim in run}
    if len(run) > _MOST_VALUES or len(kinds) != 1 or not _ENDS.match(text, run[-1].span.end):
        return ()
    rest = re.split("[。；;\n]", text[run[-1].span.end : run[-1].span.end + _LONGEST_REST])[0]
    behind = reading.between(Span(run[-1].span.end, run[-1].span.end + len(rest)))
    return () if any(claim.quantity.kind in kinds for claim in behind) else run


def _antecedents(text: str, end: int) -> Names | None:
    start = clause_start(text, end)
    names = names_in(text, Span(start, end))
    return None if names is None or _ANOTHER_WAY.search(text, start, end) else names
