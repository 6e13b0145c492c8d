"""Share quotes in brackets: 某公司（8.52，0.07，0.83%） prints the price, how much it moved and by how many percent."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, Ground, Interval, Relation, Span
from factcheck.rulebook import Rulebook

_QUOTE = expression(
    r"（(?P<new>\d{1,6}\.\d{2,3})[，、]\s?(?P<sign>[-+−]?)(?P<difference>\d{1,5}\.\d{2,3})[，、]\s?(?P<again>[-+−]?)"
    r"(?P<rate>\d{1,3}\.\d{1,2})%）"
)
_DOWN = "-−"


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Each quote as a rise or a fall; the percentage takes the sign of the difference."""
    text = reading.document.text
    if "%）" not in text:
        return
    ground = Ground("quote", rulebook.doubt("quote"))
    for quote in _QUOTE.finditer(text):
        at = {claim.quantity.numeral.start: claim for claim in reading.between(Span(*quote.span()))}
        claims = [at.get(quote.start(role)) for role in ("new", "difference", "rate")]
        if None in claims or not all(c and c.amount.value for c in claims):
            continue
        is_down = quote["sign"] in tuple(_DOWN) and quote["again"] in tuple(_DOWN)
        if is_down or (quote["sign"] in ("", "+") and quote["again"] in ("", "+")):
            roles = {role: (_unsigned(c),) for role, c in zip(("new", "difference", "rate"), claims, strict=True) if c}
            yield Relation("fall" if is_down else "rise", roles, ground)


def _unsigned(claim: Claim) -> Claim:
    """As it stands in the text of a fall: 下跌0.24元, not 上涨-0.24元."""
    if (claim.amount.value or 0) >= 0:
        return claim
    low, high = claim.amount.interval.low, claim.amount.interval.high
    interval = Interval(None if high is None else -high, None if low is None else -low)
    amount = replace(claim.amount, value=-(claim.amount.value or 0), interval=interval)
    return replace(claim, quantity=replace(claim.quantity, amount=amount))
