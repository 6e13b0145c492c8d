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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from factcheck.claims import Reading
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, FactcheckError, Ground, Kind, Relation
from factcheck.rulebook import NOTATION, Notation, Rulebook

_MARKS = {kind: chr(0xE000 + number) for number, kind in enumerate(Kind)}
_ANY = "".join(_MARKS.values())
_GAP_SIZE = 24
_GAP = f"[^。！？；（）\n{_ANY}]{{0,{_GAP_SIZE}}}?"
_TOKEN = re.compile(
    r"\{(?P<role>[a-z]+)\}|<(?P<cls>\w+)>|(?P<gap>…)|(?P<open>\[)|(?P<close>\])|(?P<bar>[(|)])|(?P<text>.)",
    re.S,
)
_PATIENCE = 2.0  # seconds for one form over one document
_NO_DOUBT = Fraction(1, 1000)  # the ground of a form that is wrong as such: never weighed, but a ground has a doubt


@dataclass(frozen=True, slots=True)
class _Form:
    """A compiled form, the role of its last number, and how far before that number it may begin."""

    pattern: re.Pattern[str]
    last: str
    reach: int


@dataclass(frozen=True, slots=True, eq=False)
class _Skeleton:
    """The text with one mark for each claim, which tells its kind, and where in it each claim stands."""

    text: str
    places: tuple[int, ...]
    claims: tuple[Claim, ...]

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
    for form in _forms(notation, lexicon):
        for match in _matches(form, notation, skeleton):
            place = max(map(match.start, match.re.groupindex))
            if place not in accused and (roles := _roles(match, notation, skeleton, reading)):
                accused.add(place)
                yield Relation(NOTATION, roles, ground)


def _matches(form: _Form, notation: Notation, skeleton: _Skeleton) -> Iterator[re.Match[str]]:
    """The matches of a form around the numbers that may end it; one that a user wrote may not take longer than
    `_PATIENCE`."""
    text = skeleton.text
    if notation.is_own:
        kinds = notation.kinds.get(form.last, frozenset(Kind))
        for place, claim in zip(skeleton.places, skeleton.claims, strict=True):
            if claim.quantity.kind in kinds and _is_like(notation, form.last, claim):
                yield from form.pattern.finditer(text, max(0, place - form.reach), place + form.reach)
        return
    import regex

    try:
        yield from regex.compile(form.pattern.pattern).finditer(text, timeout=_PATIENCE)
    except TimeoutError:
        raise _too_slow(notation) from None


def _roles(
    match: re.Match[str], notation: Notation, skeleton: _Skeleton, reading: Reading
) -> Mapping[str, tuple[Claim, ...]] | None:
    """The numbers of a match in the order of the text, unless the rule says that these are right."""
    found = {role: skeleton.at(match.start(role)) for role in match.re.groupindex if match[role]}
    if not all(_is_like(notation, role, claim) for role, claim in found.items()):
        return None
    sentence = reading.outline.sentences[next(reversed(found.values())).sentence].of(reading.document.text)
    if any(word in sentence for word in notation.unless):
        return None
    return {role: (claim,) for role, claim in found.items()}


def _is_like(notation: Notation, role: str, claim: Claim) -> bool:
    """Whether a number is printed as its slot asks."""
    pattern = notation.like.get(role)
    if pattern is None:
        return True
    if notation.is_own:
        return bool(re.search(pattern, claim.quantity.text))
    import regex

    try:
        return bool(regex.search(pattern, claim.quantity.text, timeout=_PATIENCE))
    except TimeoutError:
        raise _too_slow(notation) from None


def _too_slow(notation: Notation) -> FactcheckError:
    return FactcheckError(f"{notation.path}: 句式匹配太慢，请写得更具体 (pattern too slow): {notation.id}")


def _skeleton(reading: Reading) -> _Skeleton:
    source = reading.document.text
    pieces: list[str] = []
    places: list[int] = []
    position = length = 0
    for claim in reading.claims:
        piece = source[position : claim.span.start]
        places.append(length + len(piece))
        length += len(piece) + 1
        pieces += (piece, _MARKS[claim.quantity.kind])
        position = claim.span.end
    return _Skeleton("".join([*pieces, source[position:]]), tuple(places), reading.claims)


@lru_cache(maxsize=512)
def _forms(notation: Notation, lexicon: Lexicon) -> tuple[_Form, ...]:
    return tuple(_compiled(form, notation, lexicon) for form in notation.forms)


def _compiled(form: str, notation: Notation, lexicon: Lexicon) -> _Form:
    before = "".join(f"(?<!{re.escape(word)})" for word in notation.not_after)
    after = "".join(f"(?!{re.escape(word)})" for word in notation.not_before)
    tokens = list(_TOKEN.finditer(form))
    body = "".join(_part(token, notation, lexicon) for token in tokens)
    last = [token["role"] for token in tokens if token["role"]][-1]
    reach = sum(_size(token, lexicon) for token in tokens) + max(map(len, notation.not_before), default=0)
    return _Form(re.compile(before + body + after), last, reach)


def _part(token: re.Match[str], notation: Notation, lexicon: Lexicon) -> str:
    match token.lastgroup:
        case "role":
            kinds = notation.kinds.get(token["role"], frozenset(Kind))
            return f"(?P<{token['role']}>[{''.join(_MARKS[kind] for kind in Kind if kind in kinds)}])"
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
