"""What a heading says, and where its section says it again."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from factcheck.headings import headings
from factcheck.misprints import are_one_slip_apart
from factcheck.model import Claim, Kind
from factcheck.relations.mentions import (
    CLAUSE_MARK,
    FEWEST_DIGITS,
    FEWEST_STANDING_OUT,
    HALF,
    NEAR,
    SHORTEST_CLAUSE,
    Mention,
    View,
    contrast,
    digits,
    forms,
    is_any_slip,
    is_speed,
    names_agree,
    numeral_of,
    pairs,
    shared_end,
    telling_digits,
    units_agree,
)

MOST_BELOW = 80  # numbers of a section that its heading is held against
_FEWEST_TITLE_PAIRS = 3
_FEWEST_BY_THEMSELVES = 5  # digits of numbers that hardly ever come near one another by chance
_Tie = tuple[Claim, Claim, str]


def announced(view: View) -> Iterator[_Tie]:
    """What a heading says, and where its section says it again."""
    counted = set(view.claims)
    for heading in headings(view.reading.outline):
        above = [c for c in view.reading.between(heading.span) if c in counted]
        below = [c for c in view.reading.between(heading.section) if c in counted] if above else []
        start = heading.span.start
        titled = {numeral_of(c) for c in above}
        words = pairs(heading.span.of(view.reading.document.text), view.lexicon) if above else frozenset()
        for claim in above:
            words = title_words(view, start, claim) or words  # 亏损收窄94.75%至485万港元, 436.6万吨！
            yield from _told_below(view, claim, words, below[:MOST_BELOW], titled)
            start = claim.span.end


def title_words(view: View, start: int, claim: Claim) -> frozenset[str]:
    """What a heading says of a number: the words since the number before, and those that the number counts."""
    text, end = claim.document.text, claim.span.end
    behind = CLAUSE_MARK.split(text[end : end + NEAR])[0].split("  ")[0]  # and what stands apart is 来源
    return pairs(text[start : claim.span.start] + " " + behind, view.lexicon)


def _told_below(
    view: View, claim: Claim, words: frozenset[str], below: Sequence[Claim], titled: Container[str]
) -> Iterator[_Tie]:
    """The first number below that is the same, or else the one that it would be but for a slip."""
    telling = [c for c in below if may_tell(view, claim, c)]
    fitting = [c for c in telling if words & view.of(c).topic]
    numeral = numeral_of(claim)
    equal = next((c for c in fitting if numeral_of(c) == numeral), None)
    off = [c for c in fitting if covers(view.of(c).topic, words) and _is_slip(view.of(claim), view.of(c))]
    is_long = telling_digits(claim) >= _FEWEST_BY_THEMSELVES
    if not off and not equal and telling_digits(claim) >= FEWEST_STANDING_OUT:
        exact = telling if is_long else [c for c in fitting if c.amount.is_exact and claim.amount.is_exact]
        off = [c for c in exact if telling_digits(c) >= FEWEST_STANDING_OUT and is_any_slip(claim, c)]
    if not off and not equal and telling_digits(claim) >= FEWEST_DIGITS:
        named = [c for c in telling if c.amount.is_exact and names_agree(view.of(claim), view.of(c))]
        off = [c for c in named if is_any_slip(claim, c)] if len(named) == 1 else []
    off = [c for c in off if numeral_of(c) not in titled]  # what tells of another number of the heading
    equal = equal or next((c for c in telling if numeral_of(c) == numeral and _says(view, claim, c)), None)
    if equal:  # of a thing of another kind, perhaps, while what the heading says of its number stands by another
        off = [c for c in off if c.unit == claim.unit and _says(view, claim, c) and not _says(view, claim, equal)]
    told = max(off, key=lambda c: len(view.of(c).topic & words), default=equal)
    if told:
        yield claim, told, "headline"


def _says(view: View, title: Claim, below: Claim) -> bool:
    """Whether the words right before the number of a heading stand by the other too: 新增."""
    said = view.of(title).clause[-2:]
    return len(said) == 2 and said in view.of(below).near


def _is_slip(title: Mention, below: Mention) -> bool:
    """One keystroke; between single digits only where a clause leads to both."""
    a, b = title.claim, below.claim
    led = shared_end(title.clause, below.clause) >= SHORTEST_CLAUSE
    least = 1 if led else FEWEST_DIGITS
    return any(
        min(digits(x), digits(y)) >= least and are_one_slip_apart(x, y) for x, y in zip(forms(a), forms(b), strict=True)
    )


def covers(topic: frozenset[str], words: frozenset[str]) -> bool:
    shared = len(topic & words)
    return shared >= _FEWEST_TITLE_PAIRS or shared * HALF >= len(words)


def may_tell(view: View, claim: Claim, below: Claim) -> bool:
    """Whether a number below a heading may be the one in it."""
    if not units_agree(claim, below, view.lexicon) or not _aspects_agree(claim, below):
        return False
    return not contrast(view.of(claim), view.of(below))


def _aspects_agree(title: Claim, body: Claim) -> bool:
    """A heading may say 新增5例 of what the text says 新增病例5例, and 增速9% of 增长9%."""
    if title.quantity.kind is not Kind.PERCENT or title.aspect is body.aspect:
        return title.direction * body.direction >= 0
    return is_speed(title, body) or is_speed(body, title)
