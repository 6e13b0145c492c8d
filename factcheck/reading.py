"""A document read through: what each number in it is said of."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

from factcheck.model import Aspect, Claim, Document, Kind, Place, Quantity, Span
from factcheck.outline import Outline

ADDITIVE = (Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENTAGE_POINT)


_LAST_LABEL_MARK = re.compile(r"(?s:.*)[，,；;。：:、！？\n（(）)“”\s]")
_LONGEST_LABEL = 30


@lru_cache(maxsize=2048)  # asked by nearly every way of tying numbers, of the claims of one document after another
def label_of(claim: Claim) -> str:
    """The words from the last mark, or the number before it, to the number: 第一产业实现增加值."""
    end = claim.quantity.span.start
    said = claim.document.text[max(0, end - _LONGEST_LABEL) : end]
    mark = _LAST_LABEL_MARK.match(said)
    return said[mark.end() :] if mark else said


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

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(claim.span.start for claim in self.claims)

    @cached_property
    def kinds(self) -> frozenset[Kind]:
        """The kinds of number among the claims."""
        return frozenset([claim.quantity.kind for claim in self.claims])

    @cached_property
    def units(self) -> frozenset[str | None]:
        """The units of the claims."""
        return frozenset([claim.quantity.unit for claim in self.claims])

    @cached_property
    def levels(self) -> tuple[Claim, ...]:
        """The amounts that may be added to others of their unit."""
        return tuple([claim for claim in self.claims if is_level(claim)])

    @cached_property
    def labels(self) -> str:
        """The words before each number, on a line each: a tenth of the text, and all that most ties go by."""
        return "\n".join(map(label_of, self.claims))

    @cached_property
    def at(self) -> dict[int, Claim]:
        """The claims by where they start."""
        return dict(zip(self.starts, self.claims, strict=True))

    def between(self, span: Span) -> tuple[Claim, ...]:
        """The claims that start inside a span."""
        return self.claims[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def before(self, position: int, most: int) -> tuple[Claim, ...]:
        """The last claims that start before a position, in order of the text, at most so many."""
        end = bisect_left(self.starts, position)
        return self.claims[max(0, end - most) : end]

    def text_between(self, a: Claim, b: Claim) -> str:
        return self.document.text[a.span.end : b.span.start]
