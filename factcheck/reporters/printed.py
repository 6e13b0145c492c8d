"""Claims as their sources print them."""

from __future__ import annotations

from factcheck.model import Claim, Span
from factcheck.reporters.safety import harmless


def printed(claim: Claim) -> str:
    """Number and unit in the source's own characters, without line breaks, loose spaces and pinyin."""
    return harmless(_source_of(claim, claim.span.start, claim.span.end))


def plain_numeral(claim: Claim) -> str:
    """The number alone as it was read: half-width digits, Simplified scales (萬 is 万)."""
    return claim.quantity.numeral.of(claim.document.text)


def reprinted(claim: Claim, numeral: str) -> str:
    """Number and unit as they would be with another numeral: 235 in place of 253 makes 253家 235家."""
    span, inner = claim.span, claim.quantity.numeral
    before, after = _source_of(claim, span.start, inner.start), _source_of(claim, inner.end, span.end)
    return harmless(before + numeral + after)


def _source_of(claim: Claim, start: int, end: int) -> str:
    return claim.document.printed(Span(start, end))
