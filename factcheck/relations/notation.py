"""Ways of writing a number that a rule of `rules/notations/` holds to be wrong, as relations for that rule alone.

Forms are phrases with slots, as `patterns` reads them. The last number of a form is the one that is written wrongly;
each is spoken of once a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache

from factcheck.claims import Reading
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.relations.patterns import (
    Phrase,
    Skeleton,
    Vocabulary,
    Words,
    compiled,
    patience,
    phrase,
    skeleton,
    too_slow,
)
from factcheck.rulebook import NOTATION, Notation, Rulebook

_ANY_KIND = frozenset(Kind)
_NO_DOUBT = Fraction(1, 1000)  # the ground of a form that is wrong as such: never weighed, but a ground has a doubt


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The forms that rules of notation speak of."""
    shape = skeleton(reading, _vocabulary(rulebook))
    for notation, forms in _forms(rulebook):
        if standing := [form for form in forms if shape.may_have(form)]:
            yield from _relations(notation, standing, shape, reading)


def _relations(notation: Notation, forms: Sequence[Phrase], shape: Skeleton, reading: Reading) -> Iterator[Relation]:
    accused: set[int] = set()
    for form in forms:
        for match in _matches(form, notation, shape):
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


def _matches(form: Phrase, notation: Notation, shape: Skeleton) -> Iterator[re.Match[str]]:
    try:
        yield from shape.matches(form, lambda claim: _is_like(notation, form.opener, claim))
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
    pattern = notation.like.get(role)
    if pattern is None:
        return True
    try:
        return bool(compiled(pattern, notation.is_own).search(claim.quantity.text, **patience(notation.is_own)))
    except TimeoutError:
        raise too_slow(notation.path, notation.id) from None


@lru_cache(maxsize=8)
def _vocabulary(rulebook: Rulebook) -> Vocabulary:
    return Vocabulary(word for _, forms in _forms(rulebook) for f in forms for anchor in f.anchors for word in anchor)


@lru_cache(maxsize=8)
def _forms(rulebook: Rulebook) -> list[tuple[Notation, tuple[Phrase, ...]]]:
    """The forms of the rules of notation that are in force."""
    notations = [notation for rule_id, notation in rulebook.notations.items() if rule_id in rulebook.rules]
    return [(notation, tuple(_phrases(notation, rulebook.lexicon.words))) for notation in notations]


def _phrases(notation: Notation, words: Words) -> Iterator[Phrase]:
    for form in notation.forms:
        yield phrase(form, words, lambda role: notation.kinds.get(role, _ANY_KIND), is_own=notation.is_own)
