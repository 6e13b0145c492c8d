"""Parallel sentences: a total and, in the clauses, sentences or paragraphs behind it, its sectors in the same words.

第一产业…第二产业…第三产业…: labels that together leave nothing out; or 全市有学校9所。市区有学校5所。四县有学校4所。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.reading import is_level
from factcheck.relations.series import adds_up, is_slip_away, label_of, sum_of
from factcheck.relations.splits import changes_of, whole_of
from factcheck.relations.vocabulary import Vocabulary
from factcheck.rulebook import Rulebook

_FARTHEST_SECTOR = 400  # characters from one sector to the next
_MOST_WHOLES = 4  # totals tried
_FARTHEST_WHOLE = 30  # claims back to a total
_SHORTEST_FRAME, _LONGEST_FRAME = 2, 4  # characters of the words before the number that the items share
_FEWEST, _LONGEST_RUN = 3, 8  # sentences
_FEWEST_DIGITS = 2


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Sectors whose names leave nothing out, and numbers framed by the same words as their total."""
    levels = [c for c in reading.levels if c.quantity.kind is not Kind.PERCENTAGE_POINT]
    yield from _complementary(reading, levels, rulebook)
    yield from _framed(reading, levels, rulebook)


def _complementary(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    lexicon, text = rulebook.lexicon, reading.document.text
    standing = _names(lexicon).found_in(text)
    present = [names for names in _complements(lexicon) if standing.issuperset(names)]
    labels = ((label_of(claim), claim) for claim in levels if present)
    labelled = [(_SCOPE.sub("", label), claim) for label, claim in labels if not _NO_AMOUNT.search(label)]
    for names in present:
        for parts in _runs_of(names, labelled, lexicon):
            wholes = totals_before(reading, parts, lexicon)
            if found := whole_of(wholes, [parts], lexicon):
                whole, _, tries = found
                doubt = min(Fraction(1), rulebook.doubt("complements") * tries)
                yield sum_of(reading, whole, parts, Ground("complements", doubt))
                yield from changes_of(reading, whole, parts, rulebook)


@lru_cache(maxsize=4)
def _names(lexicon: Lexicon) -> Vocabulary:
    return Vocabulary(chain.from_iterable(_complements(lexicon)))


@lru_cache(maxsize=4)
def _complements(lexicon: Lexicon) -> list[list[str]]:
    return [entry.split("|") for entry in lexicon.words.get("complements", ())]


def _runs_of(names: Sequence[str], labelled: Sequence[tuple[str, Claim]], lexicon: Lexicon) -> Iterator[list[Claim]]:
    """Consecutive sectors, each name once, in any order, in one unit."""
    run: list[tuple[str, Claim]] = []
    for label, claim in labelled:
        name = _name_in(label, names)
        if not name:
            continue
        if run and (
            claim.span.start - run[-1][1].span.end > _FARTHEST_SECTOR
            or not lexicon.comparable(claim.unit, run[-1][1].unit)
        ):
            run = []
        run = [entry for entry in run if entry[0] != name] if name not in dict(run) else []
        run.append((name, claim))
        if len(run) == len(names):
            if _are_told_alike(run):
                yield [c for _, c in run]
            run = []


def _are_told_alike(run: Sequence[tuple[str, Claim]]) -> bool:
    """Whether the words between name and number are the same, or one says less than the other: 境内11家、境外6家."""
    told = {_VERBS.sub("", _SCOPE.sub("", label_of(claim))[len(name) :]) for name, claim in run}
    shortest, *others = sorted(told, key=len)
    return all(other.startswith(shortest) or other.endswith(shortest) for other in others)


def _name_in(label: str, names: Sequence[str]) -> str:
    """The sector that the words before a number begin with, behind 全市 and its like: 非国有 is not 国有."""
    return next((name for name in sorted(names, key=len, reverse=True) if label.startswith(name)), "")


_VERBS = expression("实现|完成|达到?|分别|约|共|[为有是]|累计|总?[额量值]|同期")
_NO_AMOUNT = expression("均|率|价|指数|[和及与]$|包括")
_SCOPE = expression(r"^(?:[①-⑳]|其中|全[国省市县区]|我[国省市县区])+")


def totals_before(reading: Reading, parts: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    """Totals before, nearest first: more than one part at least, for one digit may have made another too large."""
    first, least = parts[0], min(lexicon.value(part) for part in parts)
    found = [
        c
        for c in reversed(reading.before(first.span.start, _FARTHEST_WHOLE))
        if is_level(c) and lexicon.comparable(c.unit, first.unit) and lexicon.value(c) > least
    ]
    return found[:_MOST_WHOLES]


def _framed(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """Sentences of one paragraph that count in the same words, the first of them the total of the others."""
    lexicon = rulebook.lexicon
    for whole, *parts in _groups(reading, levels, lexicon):
        if adds_up(whole, parts, lexicon) or is_slip_away(whole, parts, lexicon):
            yield sum_of(reading, whole, parts, Ground("framed", rulebook.doubt("framed")))
            yield from changes_of(reading, whole, parts, rulebook)


def _groups(reading: Reading, levels: Sequence[Claim], lexicon: Lexicon) -> Iterator[list[Claim]]:
    """Numbers of one paragraph with the same words before them, in order."""
    groups: dict[tuple[int, str, str], list[Claim]] = {}
    for claim in levels:
        frame = claim.subject or label_of(claim)[-_LONGEST_FRAME:]
        if len(frame) < _SHORTEST_FRAME or _digits(claim) < _FEWEST_DIGITS or claim.direction:
            continue
        unit = lexicon.units.get(claim.unit or "")
        dimension = (claim.unit or "") if not unit or unit.dimension in ("thing", "loose") else unit.dimension
        paragraph = reading.outline.paragraph(claim.span.start).start
        groups.setdefault((paragraph, frame, dimension), []).append(claim)
    for group in groups.values():
        if _FEWEST <= len(group) <= _LONGEST_RUN and len({c.sentence for c in group}) == len(group):
            yield group


def _digits(claim: Claim) -> int:
    return sum(c.isdigit() for c in claim.quantity.text)
