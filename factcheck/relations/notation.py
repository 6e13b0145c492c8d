"""Ways of writing a number that a rule of `rules/notations/` holds to be wrong, as relations for that rule alone.

Forms are phrases with slots, as `patterns` reads them. The last number of a form is the one that is written wrongly;
each is spoken of once a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter

from factcheck.claims import Reading
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.patterns import Phrasebook, Skeleton, compiled, patience, skeleton, too_slow
from factcheck.relations.phrases import Phrase, Words, phrase
from factcheck.rulebook import NOTATION, Notation, Rulebook

FEWEST_CLAIMS = 1  # a form may have one number

_ANY_KIND = frozenset(Kind)
_NO_DOUBT = Fraction(1, 1000)  # the ground of a form that is wrong as such: never weighed, but a ground has a doubt


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The forms that rules of notation speak of."""
    shape = skeleton(reading)
    for notation, standing in groupby(_phrasebook(rulebook).standing(shape), itemgetter(0)):
        yield from _relations(notation, ((form, openings) for _, form, openings in standing), shape, reading)


def _relations(
    notation: Notation, forms: Iterable[tuple[Phrase, list[int]]], shape: Skeleton, reading: Reading
) -> Iterator[Relation]:
    accused: set[int] = set()
    for form, openings in forms:
        for match in _matches(form, openings, notation, shape):
            place = max(map(match.start, match.re.groupindex))
            if place in accused or _is_excused(notation, reading, shape.at(place).sentence):
                continue
            if roles := _roles(match, notation, shape):
                accused.add(place)
                yield Relation(NOTATION, roles, Ground(notation.id, notation.doubt or _NO_DOUBT))


def _is_excused(notation: Notation, reading: Reading, sentence: int) -> bool:
    """Whether a word in a sentence makes the form right."""
    text = reading.outline.sentences[sentence].of(reading.document.text)
    return any(word in text for word in notation.unless)


def _matches(form: Phrase, openings: list[int], notation: Notation, shape: Skeleton) -> Iterator[re.Match[str]]:
    try:
        if like := _like(notation, form.opener):
            openings = [at for at in openings if like(shape.claims[at].quantity.text)]
        yield from shape.matches(form, openings)
    except TimeoutError:
        raise too_slow(notation.path, notation.id) from None


def _roles(match: re.Match[str], notation: Notation, shape: Skeleton) -> Mapping[str, tuple[Claim, ...]] | None:
    """The numbers of a match in the order of the text, unless an edge of it is part of another word."""
    if shape.text.endswith(notation.not_after, 0, match.start()):
        return None
    if shape.text.startswith(notation.not_before, match.end()):
        return None
    found = {role: shape.at(match.start(role)) for role in match.re.groupindex if match[role]}
    if not all(_is_like(notation, role, claim) for role, claim in found.items()):
        return None
    return {role: (claim,) for role, claim in found.items()}


def _is_like(notation: Notation, role: str, claim: Claim) -> bool:
    """Whether a number is printed as its slot asks."""
    like = _like(notation, role)
    try:
        return like is None or bool(like(claim.quantity.text))
    except TimeoutError:
        raise too_slow(notation.path, notation.id) from None


def _like(notation: Notation, role: str) -> Callable[[str], object] | None:
    """What tells whether a number is printed as its slot asks; nothing where any will do."""
    pattern = notation.like.get(role)
    if pattern is None:
        return None
    search: Callable[..., object] = compiled(pattern, notation.is_own).search
    return search if notation.is_own else partial(search, **patience(notation.is_own))


@lru_cache(maxsize=8)
def _phrasebook(rulebook: Rulebook) -> Phrasebook[Notation]:
    return Phrasebook(_forms(rulebook))


def _forms(rulebook: Rulebook) -> Iterator[tuple[Notation, Phrase]]:
    """The forms of the rules of notation that are in force, rule by rule."""
    for rule_id, notation in rulebook.notations.items():
        if rule_id in rulebook.rules:
            yield from ((notation, form) for form in _phrases(notation, rulebook.lexicon.words))


def _phrases(notation: Notation, words: Words) -> Iterator[Phrase]:
    for form in notation.forms:
        yield phrase(
            form, words, lambda role: notation.kinds.get(role, _ANY_KIND), is_own=notation.is_own, likes=notation.like
        )
