"""Ways of writing a number that a rule of `rules/notations/` holds to be wrong, as relations for that rule alone.

Forms are read like the patterns of wordings, on a skeleton of the text in which every claim is one character:

    {role}   one number          <class>  any word of a class in words.yaml
    …        up to 24 characters of the same sentence without a number
    [x]      x or nothing        (x|y)    either

The last number of a form is the one that is written wrongly; each is spoken of once a rule.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, FactcheckError, Ground, Kind, Relation
from factcheck.rulebook import NOTATION, Notation, Rulebook

Pattern = Any  # of re, or of regex where a user wrote it: only that one can be timed

_MARKS = {kind: chr(0xE000 + number) for number, kind in enumerate(Kind)}
_ANY = "".join(_MARKS.values())
_GAP_SIZE = 24
_GAP = f"[^。！？；（）\n{_ANY}]{{0,{_GAP_SIZE}}}?"
_TOKEN = re.compile(
    r"\{(?P<role>[a-z]+)\}|<(?P<cls>\w+)>|(?P<gap>…)|(?P<open>\[)|(?P<close>\])|(?P<bar>[(|)])|(?P<text>.)",
    re.S,
)
_DEPTHS = {"(": 1, "[": 1, ")": -1, "]": -1}
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
    """A form as a regular expression, its slots, and how far from its last number it may reach.

    No gap leaps over a number, so that the slots of a form are filled by neighbours: `slots` are all that must
    be, in order. Where some stand in brackets only the last is known.
    """

    pattern: str  # compiled when a number is there that may end it
    slots: tuple[_Slot, ...]
    reach: int


@dataclass(frozen=True, slots=True, eq=False)
class _Skeleton:
    """The text with one mark for each claim, which tells its kind, and where in it each claim stands."""

    text: str
    places: tuple[int, ...]
    claims: tuple[Claim, ...]
    by_kind: Mapping[Kind, Sequence[int]]

    def at(self, place: int) -> Claim:
        return self.claims[bisect_left(self.places, place)]


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """The forms that rules of notation speak of."""
    skeleton = _skeleton(reading)
    for rule_id, notation in rulebook.notations.items():
        if rule_id in rulebook.rules:
            yield from _relations(notation, skeleton, reading, rulebook.lexicon)


def _relations(notation: Notation, skeleton: _Skeleton, reading: Reading, lexicon: Lexicon) -> Iterator[Relation]:
    ground = Ground(notation.id, notation.doubt or _NO_DOUBT)
    accused: set[int] = set()
    excused = cache(lambda sentence: _is_excused(notation, reading, sentence))
    for form in _forms(notation, lexicon):
        for match in _matches(form, notation, skeleton):
            place = max(map(match.start, match.re.groupindex))
            if place in accused or excused(skeleton.at(place).sentence):
                continue
            if roles := _roles(match, notation, skeleton):
                accused.add(place)
                yield Relation(NOTATION, roles, ground)


def _is_excused(notation: Notation, reading: Reading, sentence: int) -> bool:
    """Whether a word in a sentence makes the form right."""
    text = reading.outline.sentences[sentence].of(reading.document.text)
    return any(word in text for word in notation.unless)


def _matches(form: _Form, notation: Notation, skeleton: _Skeleton) -> Iterator[re.Match[str]]:
    """The matches of a form around the numbers that may end it; one that a user wrote may not take longer than
    `_PATIENCE`."""
    if notation.is_own:
        for place in _ends(form, skeleton):
            pattern = _pattern(form.pattern, True)
            yield from pattern.finditer(skeleton.text, max(0, place - form.reach), place + form.reach)
        return
    try:
        yield from _pattern(form.pattern, False).finditer(skeleton.text, timeout=_PATIENCE)
    except TimeoutError:
        raise _too_slow(notation) from None


def _ends(form: _Form, skeleton: _Skeleton) -> Iterator[int]:
    """Where the numbers stand that may be the last of a form."""
    for kind in sorted(form.slots[-1].kinds):
        for index in skeleton.by_kind.get(kind, ()):
            first = index - len(form.slots) + 1
            if first >= 0 and all(map(_fills, form.slots, skeleton.claims[first : index + 1])):
                yield skeleton.places[index]


def _fills(slot: _Slot, claim: Claim) -> bool:
    return claim.quantity.kind in slot.kinds and (slot.like is None or bool(slot.like.search(claim.quantity.text)))


def _roles(match: re.Match[str], notation: Notation, skeleton: _Skeleton) -> Mapping[str, tuple[Claim, ...]] | None:
    """The numbers of a match in the order of the text, unless an edge of it is part of another word."""
    if skeleton.text.endswith(notation.not_after, 0, match.start()):
        return None
    if skeleton.text.startswith(notation.not_before, match.end()):
        return None
    found = {role: skeleton.at(match.start(role)) for role in match.re.groupindex if match[role]}
    if not all(_is_like(notation, role, claim) for role, claim in found.items()):
        return None
    return {role: (claim,) for role, claim in found.items()}


def _is_like(notation: Notation, role: str, claim: Claim) -> bool:
    """Whether a number is printed as its slot asks."""
    pattern = notation.like.get(role)
    if pattern is None:
        return True
    try:
        return bool(_pattern(pattern, notation.is_own).search(claim.quantity.text, **_limit(notation)))
    except TimeoutError:
        raise _too_slow(notation) from None


def _limit(notation: Notation) -> dict[str, float]:
    return {} if notation.is_own else {"timeout": _PATIENCE}


@lru_cache(maxsize=512)
def _pattern(pattern: str, is_own: bool) -> Pattern:
    """A pattern that ships with factcheck, or one of a user, which needs a time limit."""
    if is_own:
        return re.compile(pattern)
    import regex

    return regex.compile(pattern)


def _too_slow(notation: Notation) -> FactcheckError:
    return FactcheckError(f"{notation.path}: 句式匹配太慢，请写得更具体 (pattern too slow): {notation.id}")


def _skeleton(reading: Reading) -> _Skeleton:
    source = reading.document.text
    pieces: list[str] = []
    places: list[int] = []
    by_kind: dict[Kind, list[int]] = {}
    position = length = 0
    for index, claim in enumerate(reading.claims):
        by_kind.setdefault(claim.quantity.kind, []).append(index)
        piece = source[position : claim.span.start]
        places.append(length + len(piece))
        length += len(piece) + 1
        pieces += (piece, _MARKS[claim.quantity.kind])
        position = claim.span.end
    return _Skeleton("".join([*pieces, source[position:]]), tuple(places), reading.claims, by_kind)


@lru_cache(maxsize=512)
def _forms(notation: Notation, lexicon: Lexicon) -> tuple[_Form, ...]:
    return tuple(_compiled(form, notation, lexicon) for form in notation.forms)


def _compiled(form: str, notation: Notation, lexicon: Lexicon) -> _Form:
    tokens = list(_TOKEN.finditer(form))
    reach = sum(_size(token, lexicon) for token in tokens)
    return _Form(_body(tokens, notation, lexicon), _slots(tokens, notation), reach)


def _body(tokens: Sequence[re.Match[str]], notation: Notation, lexicon: Lexicon) -> str:
    """The form as a regular expression. What leads up to a number is atomic: it ends at the next number however it
    is read, so that trying it another way is in vain, and slow on hostile text."""
    depth, done, part = 0, "", ""
    for token in tokens:
        depth += _DEPTHS.get(token.group(), 0)
        part += _part(token, notation, lexicon)
        if token["role"] and not depth:
            done, part = f"{done}(?>{part})", ""
    return done + part


def _slots(tokens: Sequence[re.Match[str]], notation: Notation) -> tuple[_Slot, ...]:
    """The slots of a form in order; of those in brackets, which may be empty, only the last."""
    depth, in_brackets = 0, False
    for token in tokens:
        depth += _DEPTHS.get(token.group(), 0)
        in_brackets |= bool(token["role"]) and depth > 0
    slots = [_slot(token["role"], notation) for token in tokens if token["role"]]
    return tuple(slots[-1:] if in_brackets else slots)


def _slot(role: str, notation: Notation) -> _Slot:
    like = notation.like.get(role)
    kinds = notation.kinds.get(role, frozenset(Kind))
    return _Slot(role, kinds, _pattern(like, notation.is_own) if like else None)


def _part(token: re.Match[str], notation: Notation, lexicon: Lexicon) -> str:
    match token.lastgroup:
        case "role":
            slot = _slot(token["role"], notation)
            return f"(?P<{slot.role}>[{''.join(_MARKS[kind] for kind in Kind if kind in slot.kinds)}])"
        case "cls":
            return "(?:" + "|".join(map(re.escape, lexicon.words[token["cls"]])) + ")"
        case "gap":
            return _GAP
        case "open" | "close":
            return "(?:" if token["open"] else ")?"
        case "bar":
            return "(?:" if token["bar"] == "(" else token["bar"]
        case _:
            return re.escape(token["text"])


def _size(token: re.Match[str], lexicon: Lexicon) -> int:
    """The most characters that a part of a form may take."""
    match token.lastgroup:
        case "gap":
            return _GAP_SIZE
        case "cls":
            return max(map(len, lexicon.words[token["cls"]]), default=0)
        case _:
            return 1
