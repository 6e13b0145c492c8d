"""Where in a text phrases with slots may match: a skeleton of it in which every claim is one character, and a book of
the phrases by what they ask of the numbers that they begin with."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import chain
from operator import or_
from pathlib import Path
from typing import Any, Generic, TypeVar

from msgspec import Struct

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Claim, FactcheckError, Kind
from factcheck.relations.phrases import MARKS, Anchor, Number, Phrase

Pattern = Any  # of re, or of regex where a user wrote it: only that one can be timed

_PATIENCE = 2.0  # seconds for one phrase of a user over one stretch of a document

Origin = TypeVar("Origin")  # the wording or the rule that a phrase comes from


class Skeleton(Struct, frozen=True, eq=False, dict=True):
    """A text in which every claim is one character that tells its kind: where each begins and ends as printed."""

    source: str
    claims: tuple[Claim, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @cached_property
    def places(self) -> tuple[int, ...]:
        """Where in the skeleton each claim stands."""
        return self._drawn[0]

    @cached_property
    def text(self) -> str:
        return self._drawn[1]

    @cached_property
    def _drawn(self) -> tuple[tuple[int, ...], str]:
        pieces: list[str] = []
        places: list[int] = []
        position = length = 0
        for claim, start, end in zip(self.claims, self.starts, self.ends, strict=True):
            pieces += (self.source[position:start], MARKS[claim.quantity.kind])
            length += start - position
            places.append(length)
            length += 1
            position = end
        return tuple(places), "".join([*pieces, self.source[position:]])

    def matches(self, made: Phrase, openings: Iterable[int]) -> Iterator[re.Match[str]]:
        """The matches of a phrase that begin with one of some claims. Raises TimeoutError where the phrase of a user
        takes too long."""
        for start, end in _windows([self.places[at] for at in openings], made):
            yield from compiled(made.source, made.is_own).finditer(self.text, start, end, **patience(made.is_own))

    def at(self, place: int) -> Claim:
        return self.claims[bisect_left(self.places, place)]


def _windows(openings: Iterable[int], made: Phrase) -> Iterator[tuple[int, int]]:
    """The stretches of a text that a phrase may take around its first number; none overlaps the next."""
    start = end = 0
    for place in openings:
        if place - made.lead >= end:
            if end:
                yield start, end
            start = max(0, place - made.lead)
        end = place + made.rest
    if end:
        yield start, end


def skeleton(reading: Reading, is_left_out: Callable[[Claim], bool] | None = None) -> Skeleton:
    """The skeleton of a document; claims that are left out stay text. 5：1 is one number, five times one."""
    source, claims, kinds = reading.document.text, reading.claims, reading.kinds
    if is_left_out and Kind.DURATION in kinds:
        claims = tuple([c for c in claims if c.quantity.kind is not Kind.DURATION or not is_left_out(c)])
    if Kind.RATIO in kinds:
        return Skeleton(source, *_with_ratios_to_one(source, claims))
    starts = reading.starts if claims is reading.claims else tuple([claim.quantity.span.start for claim in claims])
    return Skeleton(source, claims, starts, tuple([claim.quantity.span.end for claim in claims]))


def _with_ratios_to_one(
    text: str, claims: Iterable[Claim]
) -> tuple[tuple[Claim, ...], tuple[int, ...], tuple[int, ...]]:
    """Claims and where each starts and ends."""
    kept: list[Claim] = []
    ends: list[int] = []
    for claim in claims:
        if kept and _is_to_one(text, kept[-1], claim):
            ends[-1] = claim.span.end
        else:
            kept.append(claim)
            ends.append(claim.span.end)
    return tuple(kept), tuple(claim.span.start for claim in kept), tuple(ends)


def _is_to_one(text: str, before: Claim, claim: Claim) -> bool:
    if before.quantity.kind is not Kind.RATIO or claim.quantity.kind is not Kind.RATIO or claim.amount.value != 1:
        return False
    return text[before.span.end : claim.span.start] in ("：", ":", "∶", "比")


_FIRST = 3  # numbers of a phrase that are looked at together
_MOST_FITS = 8192  # ways for numbers to stand that are remembered; a thousand texts show some two thousand
# Tells whether something stands where a phrase asks for it that begins with a claim.
_Look = Callable[[Skeleton, int], object]


class Phrasebook(Generic[Origin]):
    """Phrases by what they ask of the numbers that they begin with, and of the text around those."""

    def __init__(self, phrases: Iterable[tuple[Origin, Phrase]]) -> None:
        self._phrases = tuple(phrases)
        made = [phrase for _, phrase in self._phrases]
        numbers = tuple(dict.fromkeys(number for phrase in made for number in phrase.numbers))
        self._fit = _Fit(numbers)
        bits = {number: 1 << at for at, number in enumerate(numbers)}
        needs = [[bits[number] for number in phrase.numbers[:_FIRST]] for phrase in made]
        self._by_first = [(first, [at for at, of in enumerate(needs) if of[:1] == [first]]) for first in bits.values()]
        self._unasked = [at for at, of in enumerate(needs) if not of]  # phrases whose numbers may all be left out
        self._others = [of[1:] for of in needs]
        self._asked = [reduce(or_, (of[at] for of in needs if at < len(of)), 0) for at in range(_FIRST)]
        self._farthest = max((phrase.rest for phrase in made), default=0)  # from one number to the next
        self._fewest = min((len(phrase.numbers) for phrase in made), default=0)
        self._looks = {anchor: _beside(anchor) for phrase in made for anchor in phrase.anchors}
        self._groups_of = lru_cache(maxsize=_MOST_FITS)(self._groups)

    def standing(self, shape: Skeleton) -> Iterator[tuple[Origin, Phrase, list[int]]]:
        """The phrases that may stand in a text, in their order, each with the claims that it may begin with."""
        if len(shape.claims) < self._fewest:
            return
        found: dict[int, list[int]] = defaultdict(list)
        fits, groups_of = self._fits(shape), self._groups_of
        first, second, third = self._asked
        for at in range(len(shape.claims)):
            for look, members in groups_of(fits[at] & first, fits[at + 1] & second, fits[at + 2] & third):
                if look(shape, at):
                    for number, others in members:
                        if all(other(shape, at) for other in others):
                            found[number].append(at)
        for number in sorted(found):
            yield *self._phrases[number], found[number]

    def _fits(self, shape: Skeleton) -> list[int]:
        """What each claim fits, and nothing behind the last. Of the marks that end a sentence only the commonest are
        looked for: that is enough to tell most numbers of two sentences apart."""
        text, find, farthest, fit = shape.source, shape.source.find, self._farthest, self._fit.of
        fits, last = [], -farthest
        for claim, start, end in zip(shape.claims, shape.starts, shape.ends, strict=True):
            is_near = start - last < farthest and find("。", last, start) < 0 and find("\n", last, start) < 0
            fits.append(fit(claim.quantity.kind, text[start - 1 : start], text[end : end + 1], is_near))
            last = end
        return fits + [0] * _FIRST

    def _groups(self, *fits: int) -> list[tuple[_Look, list[tuple[int, list[_Look]]]]]:
        """The phrases that may begin with a claim that fits this, before others that fit that: by what all of a group
        ask for, each by its number, with what else it asks for."""
        groups: dict[Anchor | None, list[int]] = defaultdict(list)
        fitting = (numbers for first, numbers in self._by_first if first & fits[0])
        for number in chain(self._unasked, *fitting):
            if all(need & fit for need, fit in zip(self._others[number], fits[1:], strict=False)):
                anchors = self._phrases[number][1].anchors
                groups[anchors[0] if anchors else None].append(number)
        return [(self._looks[a] if a else self._printed(g), self._members(g)) for a, g in groups.items()]

    def _members(self, group: Iterable[int]) -> list[tuple[int, list[_Look]]]:
        return [(number, [self._looks[anchor] for anchor in self._phrases[number][1].anchors[1:]]) for number in group]

    def _printed(self, group: Iterable[int]) -> _Look:
        """Tells whether a number is printed as any of some phrases asks."""
        likes = [self._phrases[number][1].like for number in group]
        if not all(likes):
            return lambda shape, at: True
        search = re.compile("|".join(f"(?:{like})" for like in likes)).search
        return lambda shape, at: search(shape.claims[at].quantity.text)


class _Fit:
    """What phrases ask of their numbers, a bit for each: those that a number may be are found by what it is and what
    stands beside it, each looked up by itself."""

    def __init__(self, numbers: Sequence[Number]) -> None:
        bits = [(1 << at, number) for at, number in enumerate(numbers)]
        self._kinds = {kind: sum(bit for bit, number in bits if kind in number.kinds) for kind in Kind}
        self._before, self._any_before = _edges([(bit, number.before) for bit, number in bits])
        self._behind, self._any_behind = _edges([(bit, number.behind) for bit, number in bits])
        self._far = sum(bit for bit, number in bits if not number.is_near)

    def of(self, kind: Kind, before: str, behind: str, is_near: bool) -> int:
        """The numbers that one of a kind may be, by the characters beside it and whether its sentence goes on."""
        fit = self._kinds[kind] & self._before.get(before, self._any_before)
        fit &= self._behind.get(behind, self._any_behind)
        return fit if is_near else fit & self._far


def _edges(asked: Sequence[tuple[int, frozenset[str] | None]]) -> tuple[dict[str, int], int]:
    """The bits that each character fits which any of them asks for, and those that all other characters fit."""
    open_ = sum(bit for bit, chars in asked if chars is None)
    by_char: dict[str, int] = {}
    for bit, chars in asked:
        for char in chars or ():
            by_char[char] = by_char.get(char, open_) | bit
    return by_char, open_


def _beside(anchor: Anchor) -> _Look:
    """Tells whether a word of an anchor stands beside the numbers that begin with a claim."""
    number, reach = anchor.number, anchor.reach
    words = expression("|".join(map(re.escape, anchor.words)))

    def before(shape: Skeleton, at: int) -> object:
        start, end = shape.ends[at - 1] if at else 0, shape.starts[at]
        return words.search(shape.source, start if end - start <= reach else end - reach, end)

    def behind(shape: Skeleton, at: int) -> object:
        at += number
        if at > len(shape.ends):
            return None
        start, end = shape.ends[at - 1], shape.starts[at] if at < len(shape.starts) else len(shape.source)
        return words.search(shape.source, start, end if end - start <= reach else start + reach)

    return behind if number else before


@lru_cache(maxsize=1024)
def compiled(source: str, is_own: bool) -> Pattern:
    """A pattern that ships with factcheck, or one of a user, which needs a time limit."""
    if is_own:
        return re.compile(source)
    import regex

    return regex.compile(source)


def too_slow(path: Path, name: str) -> FactcheckError:
    """What is said of a pattern that took longer."""
    return FactcheckError(f"{path}: 句式匹配太慢，请写得更具体 (pattern too slow): {name}")


def patience(is_own: bool) -> dict[str, float]:
    """The time limit of a pattern as its methods take it: only those that users wrote need one."""
    return {} if is_own else {"timeout": _PATIENCE}
