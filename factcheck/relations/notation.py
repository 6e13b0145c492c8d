"""Ways of writing a number that a rule of `rules/notations/` holds to be wrong, as relations for that rule alone.

Forms are phrases with slots, as `patterns` reads them. The last number of a form is the one that is written wrongly;
each is spoken of once a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, FactcheckError, Ground, Kind, Relation
from factcheck.relations.patterns import Pattern, Phrase, Skeleton, compiled, phrase, skeleton
from factcheck.rulebook import NOTATION, Notation, Rulebook

_PATIENCE = 2.0  # seconds for one form over one document
_NO_DOUBT = Fraction(1, 1000)  # the ground of a form that is wrong as such: never weighed, but a ground has a doubt


@dataclass(frozen=True, slots=True)
class _Slot:
    """What may fill a slot: numbers of some kinds, printed in some way."""

    role: str
    kinds: frozenset[Kind]
    like: Pattern | None


@dataclass(frozen=True, slots=True)
class _Form:
    """A form, and the slots that must be filled by neighbours, in order; of those in brackets only the last."""

    phrase: Phrase
    slots: tuple[_Slot, ...]


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The forms that rules of notation speak of."""
    shape = skeleton(reading)
    for rule_id, notation in rulebook.notations.items():
        if rule_id in rulebook.rules:
            yield from _relations(notation, shape, reading, rulebook.lexicon)


def _relations(notation: Notation, shape: Skeleton, reading: Reading, lexicon: Lexicon) -> Iterator[Relation]:
    ground = Ground(notation.id, notation.doubt or _NO_DOUBT)
    accused: set[int] = set()
    excused = cache(lambda sentence: _is_excused(notation, reading, sentence))
    for form in _forms(notation, lexicon):
        if not shape.may_match(form.phrase):
            continue
        for match in _matches(form, notation, shape):
            place = max(map(match.start, match.re.groupindex))
            if place in accused or excused(shape.at(place).sentence):
                continue
            if roles := _roles(match, notation, shape):
                accused.add(place)
                yield Relation(NOTATION, roles, ground)


def _is_excused(notation: Notation, reading: Reading, sentence: int) -> bool:
    """Whether a word in a sentence makes the form right."""
    text = reading.outline.sentences[sentence].of(reading.document.text)
    return any(word in text for word in notation.unless)


def _matches(form: _Form, notation: Notation, shape: Skeleton) -> Iterator[re.Match[str]]:
    """The matches of a form around the numbers that may end it; one that a user wrote may not take longer than
    `_PATIENCE`."""
    if notation.is_own:
        for place in _ends(form, shape):
            pattern = compiled(form.phrase.source, True)
            yield from pattern.finditer(shape.text, max(0, place - form.phrase.reach), place + form.phrase.reach)
        return
    try:
        yield from compiled(form.phrase.source, False).finditer(shape.text, timeout=_PATIENCE)
    except TimeoutError:
        raise _too_slow(notation) from None


def _ends(form: _Form, shape: Skeleton) -> Iterator[int]:
    """Where the numbers stand that may be the last of a form."""
    for kind in sorted(form.slots[-1].kinds):
        for index in shape.by_kind.get(kind, ()):
            first = index - len(form.slots) + 1
            if first >= 0 and all(map(_fills, form.slots, shape.claims[first : index + 1])):
                yield shape.places[index]


def _fills(slot: _Slot, claim: Claim) -> bool:
    return claim.quantity.kind in slot.kinds and (slot.like is None or bool(slot.like.search(claim.quantity.text)))


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
        return bool(compiled(pattern, notation.is_own).search(claim.quantity.text, **_limit(notation)))
    except TimeoutError:
        raise _too_slow(notation) from None


def _limit(notation: Notation) -> dict[str, float]:
    return {} if notation.is_own else {"timeout": _PATIENCE}


def _too_slow(notation: Notation) -> FactcheckError:
    return FactcheckError(f"{notation.path}: 句式匹配太慢，请写得更具体 (pattern too slow): {notation.id}")


@lru_cache(maxsize=512)
def _forms(notation: Notation, lexicon: Lexicon) -> tuple[_Form, ...]:
    return tuple(_compiled(form, notation, lexicon) for form in notation.forms)


def _compiled(form: str, notation: Notation, lexicon: Lexicon) -> _Form:
    made = phrase(form, lexicon.words, lambda role: _slot(role, notation).kinds)
    roles = made.slots if made.slots == made.all_slots else made.all_slots[-1:]
    return _Form(made, tuple(_slot(role, notation) for role in roles))


def _slot(role: str, notation: Notation) -> _Slot:
    like = notation.like.get(role)
    kinds = notation.kinds.get(role, frozenset(Kind))
    return _Slot(role, kinds, compiled(like, notation.is_own) if like else None)
