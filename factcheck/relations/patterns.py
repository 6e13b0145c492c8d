"""Phrases with slots, as `rules/wordings/` and `rules/notations/` write them, made into regular expressions over a
skeleton of the text in which every claim is one character:

    {role}   one number          <class>  any word of a class in words.yaml
    …        up to 24 characters of the same sentence without a number
    ‥        the same, without any mark: of one clause
    [x]      x or nothing        (x|y)    either
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from factcheck.claims import Reading
from factcheck.model import Claim, Kind

Pattern = Any  # of re, or of regex where a user wrote it: only that one can be timed

_MARKS = {kind: chr(0xE000 + number) for number, kind in enumerate(Kind)}
_ANY = "".join(_MARKS.values())
_GAP_SIZE = 24
_GAP = f"[^。！？；（）\n{_ANY}]{{0,{_GAP_SIZE}}}?"
_CLAUSE = f"[^，。！？；：、（）\n{_ANY}]{{0,{_GAP_SIZE}}}?"
_TOKEN = re.compile(
    r"\{(?P<role>[a-z]+)\}|<(?P<cls>\w+)>|(?P<gap>…)|(?P<clause>‥)|(?P<open>\[)|(?P<close>\])|(?P<bar>[(|)])|(?P<text>.)",
    re.S,
)
_DEPTHS = {"(": 1, "[": 1, ")": -1, "]": -1}
_MOST_ANCHORS = 64  # words looked for before a pattern is tried; more would cost as much as trying it

Words = Mapping[str, tuple[str, ...]]
Kinds = Callable[[str], frozenset[Kind]]


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """The text with one mark for each claim, which tells its kind, and where in it each claim stands."""

    text: str
    places: tuple[int, ...]
    claims: tuple[Claim, ...]
    by_kind: Mapping[Kind, Sequence[int]]
    _known: dict[tuple[str, ...], bool] = field(default_factory=dict)

    def may_match(self, made: Phrase) -> bool:
        """Whether a word stands here that a phrase asks for; phrases share their words, and a look is cheap."""
        known = self._known.get(made.anchors)
        if known is None:
            known = self._known[made.anchors] = made.may_match(self.text)
        return known

    def at(self, place: int) -> Claim:
        return self.claims[bisect_left(self.places, place)]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern as the source of a regular expression, with what must be there if it is to match at all.

    No gap leaps over a number, so that the slots are filled by neighbours. `slots` are those outside of all brackets,
    in order, `all_slots` every one; `anchors` are words of which one must stand in the text (none: not known); `reach`
    is the most characters that a match may take.
    """

    source: str
    slots: tuple[str, ...]
    all_slots: tuple[str, ...]
    anchors: tuple[str, ...]
    reach: int

    def may_match(self, text: str) -> bool:
        """Whether one of the words stands in a text; a hundred times faster than a search."""
        return not self.anchors or any(word in text for word in self.anchors)


def skeleton(reading: Reading, is_left_out: Callable[[Claim], bool] = lambda claim: False) -> Skeleton:
    """The skeleton of a document; claims that are left out stay text. 5：1 is one number, five times one."""
    source = reading.document.text
    pieces: list[str] = []
    places: list[int] = []
    claims: list[Claim] = []
    by_kind: dict[Kind, list[int]] = {}
    position = length = 0
    for claim in reading.claims:
        kind = claim.quantity.kind
        if kind is Kind.RATIO and claims and _is_to_one(source, claims[-1], claim):
            position = claim.span.end
            continue
        if kind is Kind.DURATION and is_left_out(claim):
            continue
        by_kind.setdefault(kind, []).append(len(claims))
        piece = source[position : claim.span.start]
        length += len(piece)
        places.append(length)
        length += 1
        pieces += (piece, _MARKS[kind])
        claims.append(claim)
        position = claim.span.end
    return Skeleton("".join([*pieces, source[position:]]), tuple(places), tuple(claims), by_kind)


def _is_to_one(text: str, before: Claim, claim: Claim) -> bool:
    if before.quantity.kind is not Kind.RATIO or claim.amount.value != 1:
        return False
    return text[before.span.end : claim.span.start] in ("：", ":", "∶", "比")


def phrase(pattern: str, words: Words, kinds: Kinds) -> Phrase:
    """A pattern compiled; `kinds` says what may fill a slot."""
    tokens = list(_TOKEN.finditer(pattern))
    outside = tuple(_outside(tokens))
    slots = tuple(token["role"] for token in outside if token["role"])
    return Phrase(
        _body(tokens, words, kinds),
        slots,
        tuple(token["role"] for token in tokens if token["role"]),
        _anchors(tokens, words),
        sum(_size(token, words) for token in tokens),
    )


def _outside(tokens: Sequence[re.Match[str]]) -> Iterator[re.Match[str]]:
    """The tokens outside of all brackets."""
    depth = 0
    for token in tokens:
        depth += _DEPTHS.get(token.group(), 0)
        if not depth:
            yield token


def _body(tokens: Sequence[re.Match[str]], words: Words, kinds: Kinds) -> str:
    """The pattern as a regular expression. What leads up to a number is atomic: it ends at the next number however it
    is read, so that trying it another way is in vain, and slow on hostile text."""
    depth, done, part = 0, "", ""
    for token in tokens:
        depth += _DEPTHS.get(token.group(), 0)
        part += _part(token, words, kinds)
        if token["role"] and not depth:
            done, part = f"{done}(?>{part})", ""
    return done + part


def _part(token: re.Match[str], words: Words, kinds: Kinds) -> str:
    match token.lastgroup:
        case "role":
            return f"(?P<{token['role']}>[{''.join(_MARKS[kind] for kind in Kind if kind in kinds(token['role']))}])"
        case "cls":
            return any_of(words[token["cls"]])
        case "gap":
            return _GAP
        case "clause":
            return _CLAUSE
        case "open" | "close":
            return "(?:" if token["open"] else ")?"
        case "bar":
            return "(?:" if token["bar"] == "(" else token["bar"]
        case _:
            return re.escape(token["text"])


def any_of(words: Sequence[str]) -> str:
    """Any of the words; looking at the first character alone first is several times faster."""
    initials = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{initials}])(?:" + "|".join(map(re.escape, words)) + ")"


def _size(token: re.Match[str], words: Words) -> int:
    """The most characters that a part of a pattern may take."""
    match token.lastgroup:
        case "gap" | "clause":
            return _GAP_SIZE
        case "cls":
            return max(map(len, words[token["cls"]]), default=0)
        case _:
            return 1


def _anchors(tokens: Sequence[re.Match[str]], words: Words) -> tuple[str, ...]:
    """The words of the part that is rarest: a class, or the choices of a round bracket that all begin with words."""
    groups = [words[token["cls"]] for token in _outside(tokens) if token["cls"]]
    groups += [group for group in _choices(tokens, words) if group]
    fitting = [group for group in groups if len(group) <= _MOST_ANCHORS]
    return min(fitting, key=_commonness, default=())


def _commonness(words: Sequence[str]) -> tuple[int, int]:
    """Words of one character stand in nearly every text."""
    return sum(len(word) == 1 for word in words), len(words)


def _choices(tokens: Sequence[re.Match[str]], words: Words) -> Iterator[tuple[str, ...]]:
    """For each round bracket outside of all others, the words that its choices begin with; none where one is empty."""
    depth, choices, is_round = 0, [""], False
    found: list[str] = []
    is_open = False
    for token in tokens:
        char = token.group()
        depth += _DEPTHS.get(char, 0)
        if char == "(" and depth == 1:
            found, choices, is_round, is_open = [], [""], True, True
        elif not depth and char == ")" and is_round:
            found += choices
            is_round = False
            yield tuple(found) if all(found) else ()
        elif is_round and depth == 1 and char == "|":
            found += choices
            choices, is_open = [""], True
        elif is_round and depth == 1 and is_open and token["text"]:
            choices = [choice + char for choice in choices]
        elif is_round and depth == 1 and is_open and token["cls"]:
            choices, is_open = [choice + word for choice in choices for word in words[token["cls"]]], False
        else:
            is_open = False


@lru_cache(maxsize=1024)
def compiled(source: str, is_own: bool) -> Pattern:
    """A pattern that ships with factcheck, or one of a user, which needs a time limit."""
    if is_own:
        return re.compile(source)
    import regex

    return regex.compile(source)
