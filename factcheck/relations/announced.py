"""What a heading says, and where its section says it again."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence, Set, Sized

from factcheck.headings import headings, may_be_in_headings
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
    shared_end,
    telling_digits,
    units_agree,
)

MOST_BELOW = 80  # numbers of a section that its heading is held against
_FEWEST_TITLE_PAIRS = 3
_FEWEST_BY_THEMSELVES = 5  # digits of numbers that hardly ever come near one another by chance
_PAIR = 2
_Tie = tuple[Claim, Claim, str]


def announced(view: View) -> Iterator[_Tie]:
    """What a heading says, and where its section says it again."""
    outline = view.reading.outline
    starts = view.starts[:-1]  # the last number has none below it
    for heading in headings(outline) if may_be_in_headings(outline, starts) else ():
        above = view.between(heading.span)
        below = view.between(heading.section)[:MOST_BELOW] if above else ()
        start = heading.span.start
        titled = {numeral_of(c) for c in above}
        words = view.pairs(heading.span.of(outline.text)) if below else frozenset()
        for claim in above if below else ():
            words = title_words(view, start, claim) or words  # 亏损收窄12.4%至386万元, 512.8万吨！
            yield from _told_below(view, claim, words, below, titled)
            start = claim.span.end


def title_words(view: View, start: int, claim: Claim) -> Set[str]:
    """What a heading says of a number: the words since the number before, and those that the number counts."""
    text, end = claim.document.text, claim.span.end
    behind = CLAUSE_MARK.split(text[end : end + NEAR])[0].split("  ")[0]  # and what stands apart is 来源
    return view.pairs(text[start : claim.span.start] + " " + behind)


def _told_below(
    view: View, claim: Claim, words: Set[str], below: Sequence[Claim], titled: Container[str]
) -> Iterator[_Tie]:
    """The first number below that is the same, or else the one that it would be but for a slip."""
    numeral = numeral_of(claim)
    of_its_unit = [c for c in below if units_agree(claim, c, view.lexicon)]
    same = [c for c in of_its_unit if numeral_of(c) == numeral and may_tell(view, claim, c)]
    fitting = next((c for c in same if view.of(c).says(words)), None)
    equal = fitting or next((c for c in same if _says(view, claim, c)), None)
    if equal and (_says(view, claim, equal) or not _is_telling(view, claim)):
        yield claim, equal, "headline"
        return
    slips = [c for c in of_its_unit if is_any_slip(claim, c) and may_tell(view, claim, c)]
    off = _off(view, claim, words, slips) or ([] if fitting else _off_by_name(view, claim, words, slips, below))
    off = [c for c in off if numeral_of(c) not in titled]  # what tells of another number of the heading
    if equal:  # of a thing of another kind, perhaps, while what the heading says of its number stands by another
        off = [c for c in off if c.unit == claim.unit and _says(view, claim, c)]
    told = max(off, key=lambda c: len(view.of(c).says(words)), default=equal)
    if told:
        yield claim, told, "headline"


def _off(view: View, claim: Claim, words: Set[str], slips: Sequence[Claim]) -> list[Claim]:
    """Those numbers below that a slip parts from one of a heading of which most of its words are said."""
    title = view.of(claim) if slips else None
    told = [c for c in slips if (said := view.of(c).says(words)) and covers(said, words)]
    return [c for c in told if title and _is_slip(title, view.of(c))]


def _off_by_name(
    view: View, claim: Claim, words: Set[str], slips: Sequence[Claim], below: Sequence[Claim]
) -> list[Claim]:
    """Those of which any of its words is said where both tell much; or else the only one that is named as it is."""
    telling = telling_digits(claim)
    if not slips or telling < FEWEST_DIGITS:
        return []
    if telling >= FEWEST_STANDING_OUT:
        long = [c for c in slips if telling_digits(c) >= FEWEST_STANDING_OUT]
        exact = [c for c in long if c.amount.is_exact and claim.amount.is_exact]
        if off := long if telling >= _FEWEST_BY_THEMSELVES else [c for c in exact if view.of(c).says(words)]:
            return off
    exact = [c for c in below if c.amount.is_exact and may_tell(view, claim, c)]
    named = [c for c in exact if names_agree(view.of(claim), view.of(c))]
    return [c for c in named if c in slips] if len(named) == 1 else []


def _says(view: View, title: Claim, below: Claim) -> bool:
    """Whether the words right before the number of a heading stand by the other too: 新增."""
    return _is_telling(view, title) and view.of(title).clause[-_PAIR:] in view.of(below).near


def _is_telling(view: View, title: Claim) -> bool:
    return len(view.of(title).clause) >= _PAIR


def _is_slip(title: Mention, below: Mention) -> bool:
    """One keystroke; between single digits only where a clause leads to both."""
    a, b = title.claim, below.claim
    led = shared_end(title.clause, below.clause) >= SHORTEST_CLAUSE
    least = 1 if led else FEWEST_DIGITS
    return any(
        min(digits(x), digits(y)) >= least and are_one_slip_apart(x, y) for x, y in zip(forms(a), forms(b), strict=True)
    )


def covers(said: Sized, words: Sized) -> bool:
    """Whether so much of the words of a heading is said of a number that it may be the heading's."""
    return len(said) >= _FEWEST_TITLE_PAIRS or len(said) * HALF >= len(words)


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
