"""A document read through: what each number in it is said of."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from factcheck.model import Aspect, Claim, Document, Kind, Place, Quantity, Span
from factcheck.once import once
from factcheck.outline import Outline

ADDITIVE = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENTAGE_POINT)
_LAST_LABEL_MARK = re.compile(r"(?s:.*)[，,；;。：:、！？\n（(）)“”\s]")
_LONGEST_LABEL = 30


@lru_cache(maxsize=2048)  # asked by nearly every way of tying numbers, of the claims of one document after another
def label_of(claim: Claim) -> str:
    """The words from the last mark, or the number before it, to the number: 第一产业实现增加值."""
    text, end = claim.document.text, claim.quantity.span.start
    start = end - _LONGEST_LABEL if end > _LONGEST_LABEL else 0
    mark = _LAST_LABEL_MARK.match(text, start, end)
    return text[mark.end() if mark else start : end]


def is_level(claim: Claim) -> bool:
    """Whether a claim tells an amount that may be added to others of its unit."""
    return claim.aspect is Aspect.LEVEL and claim.quantity.kind in ADDITIVE and claim.amount.value is not None


@dataclass(frozen=True)
class Reading:
    """A document read through: its outline, all quantities, and the claims among them, in order of the text.

    What most ways of tying numbers ask for is found once, when it is first asked for.
    """

    document: Document
    outline: Outline
    quantities: tuple[Quantity, ...]
    claims: tuple[Claim, ...]
    date: str | None
    place: Place | None

    @once
    def starts(self) -> tuple[int, ...]:
        return tuple(claim.span.start for claim in self.claims)

    @once
    def kinds(self) -> frozenset[Kind]:
        """The kinds of number among the claims."""
        return frozenset([claim.quantity.kind for claim in self.claims])

    @once
    def units(self) -> frozenset[str | None]:
        """The units of the claims."""
        return frozenset([claim.quantity.unit for claim in self.claims])

    @once
    def levels(self) -> tuple[Claim, ...]:
        """The amounts that may be added to others of their unit."""
        return tuple([claim for claim in self.claims if is_level(claim)])

    @once
    def percents(self) -> tuple[Claim, ...]:
        if Kind.PERCENT not in self.kinds:
            return ()
        return tuple([claim for claim in self.claims if claim.quantity.kind is Kind.PERCENT])

    @once
    def labels(self) -> str:
        """The words before each number, on a line each: a tenth of the text, and all that most ties go by."""
        return "\n".join(map(label_of, self.claims))

    @once
    def at(self) -> dict[int, Claim]:
        """The claims by where they start."""
        return dict(zip(self.starts, self.claims, strict=True))

    @once
    def apart(self) -> tuple[Claim, ...]:
        """The claims of a text of several lines that stand behind white space or a bar, or a character away from it:
        those in the cells of tables are among them, and few of the numbers of prose."""
        text = self.document.text
        if "\n" not in text:
            return ()
        return tuple(
            [c for c, at in zip(self.claims, self.starts, strict=True) if at < 2 or _ends_apart(text[at - 2 : at])]
        )

    @once
    def leading(self) -> tuple[Claim, ...]:
        """The first of them in their line, with a character before them at most."""
        text, last = self.document.text, 0
        found = []
        for claim in self.apart:
            start = claim.span.start
            line = text.rfind("\n", last, start) + 1  # no farther back than the claim before: lines may be long
            if (line or not last) and len(text[line:start].lstrip()) <= 1:
                found.append(claim)
            last = start
        return tuple(found)

    def between(self, span: Span) -> tuple[Claim, ...]:
        """The claims that start inside a span."""
        return self.claims[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def before(self, position: int, most: int) -> tuple[Claim, ...]:
        """The last claims that start before a position, in order of the text, at most so many."""
        end = bisect_left(self.starts, position)
        return self.claims[max(0, end - most) : end]

    def text_between(self, a: Claim, b: Claim) -> str:
        return self.document.text[a.span.end : b.span.start]


def _ends_apart(before: str) -> bool:
    return not before.isprintable() or " " in before or "|" in before  # of white space the blank alone is printable
