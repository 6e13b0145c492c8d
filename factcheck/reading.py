"""A document read through: what each number in it is said of."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from factcheck.model import Claim, Document, Place, Quantity, Span
from factcheck.outline import Outline


@dataclass(frozen=True)
class Reading:
    """A document read through: its outline, all quantities, and the claims among them, in order of the text."""

    document: Document
    outline: Outline
    quantities: tuple[Quantity, ...]
    claims: tuple[Claim, ...]
    date: str | None
    place: Place | None

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(claim.span.start for claim in self.claims)

    def between(self, span: Span) -> tuple[Claim, ...]:
        """The claims that start inside a span."""
        return self.claims[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def before(self, position: int, most: int) -> tuple[Claim, ...]:
        """The last claims that start before a position, in order of the text, at most so many."""
        end = bisect_left(self.starts, position)
        return self.claims[max(0, end - most) : end]

    def text_between(self, a: Claim, b: Claim) -> str:
        return self.document.text[a.span.end : b.span.start]
