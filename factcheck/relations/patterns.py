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
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from factcheck.claims import Reading
from factcheck.model import Claim, FactcheckError, Kind

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
_PATIENCE = 2.0  # seconds for one phrase of a user over one stretch of a document
_NEVER = "(?!)"  # matches nowhere
_MOST_ANCHORS = 64  # words of one part; where any of so many will do, one nearly always stands there

Words = Mapping[str, tuple[str, ...]]
Kinds = Callable[[str], frozenset[Kind]]
Origin = TypeVar("Origin")  # the wording or the rule that a phrase comes from


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """The text with one mark for each claim, which tells its kind, and where in it each claim stands; `marks` are those
    of the claims alone, `words` those of a vocabulary that stand in the text."""

    text: str
    marks: str
    places: tuple[int, ...]
    claims: tuple[Claim, ...]
    words: frozenset[str]
    _opening: dict[str, list[int]] = field(default_factory=dict)

    def matches(self, made: Phrase, may_open: Callable[[str], object] | None = None) -> Iterator[re.Match[str]]:
        """The matches of a phrase that begin with a number that may open it, as it is printed; a look for numbers that
        may fill its slots is many times faster than a search for it. Raises TimeoutError where the phrase of a user
        takes too long."""
        openings = self._openings(made.kinds)
        if may_open:
            openings = [at for at in openings if may_open(self.claims[at].quantity.text)]
        anchors = [anchor & self.words for anchor in made.anchors]
        for start, end in _windows([self.places[at] for at in openings], made):
            if self._have_all(anchors, start, end):
                yield from compiled(made.source, made.is_own).finditer(self.text, start, end, **patience(made.is_own))

    def standing(self, phrases: Iterable[tuple[Origin, Phrase]]) -> Iterator[tuple[Origin, Phrase]]:
        """The phrases, each with where it comes from, whose words and first numbers stand here."""
        words = self.words
        for origin, made in phrases:
            for anchor in made.anchors:
                if anchor.isdisjoint(words):
                    break
            else:
                if self._openings(made.kinds):
                    yield origin, made

    def _have_all(self, anchors: Iterable[frozenset[str]], start: int, end: int) -> bool:
        """Whether a word of each anchor stands in a stretch of the text."""
        find = self.text.find
        for anchor in anchors:
            for word in anchor:
                if find(word, start, end) >= 0:
                    break
            else:
                return False
        return True

    def at(self, place: int) -> Claim:
        return self.claims[bisect_left(self.places, place)]

    def _openings(self, kinds: str) -> list[int]:
        """The claims that may fill the first slot of a phrase, by the kinds of those that follow."""
        known = self._opening.get(kinds)
        if known is None:
            known = self._opening[kinds] = [match.start() for match in compiled(kinds, True).finditer(self.marks)]
        return known


def _windows(openings: Iterable[int], made: Phrase) -> Iterator[tuple[int, int]]:
    """The stretches of a text that a phrase may take around its first number; none overlaps the next."""
    start = end = 0
    for place in openings:
        if place - made.lead >= end:
            if end:
                yield start, end
            start = place - made.lead
        end = place + made.rest
    if end:
        yield start, end


class Vocabulary:
    """Words that phrases ask for, found in one pass whatever their number; a character by itself is found faster alone,
    and where two characters begin none of the words, they are passed over."""

    def __init__(self, words: Iterable[str]) -> None:
        known = frozenset(words)
        self._characters = tuple(sorted(word for word in known if len(word) == 1))
        longer = sorted((word for word in known if len(word) > 1), key=len, reverse=True)
        self._within = {word: [word[:end] for end in range(2, len(word) + 1) if word[:end] in known] for word in longer}
        self._pattern = re.compile(f"(?={_heads(longer)})(?=({_branches(longer)}))" if longer else _NEVER)

    def found_in(self, text: str) -> frozenset[str]:
        """The words that stand in a text."""
        found = {character for character in self._characters if character in text}
        for longest in set(self._pattern.findall(text)):
            found.update(self._within[longest])
        return frozenset(found)


def _heads(words: Iterable[str]) -> str:
    """The first two characters of any of the words, whichever go together."""
    firsts, seconds = ("".join(map(re.escape, sorted({word[at] for word in words}))) for at in (0, 1))
    return f"[{firsts}][{seconds}]"


def _branches(words: Iterable[str]) -> str:
    """Any of the words, in their order; those that begin alike share a branch."""
    by_initial: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_initial[word[0]].append(re.escape(word[1:]))
    return "|".join(f"{re.escape(initial)}(?:{'|'.join(rest)})" for initial, rest in sorted(by_initial.items()))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A pattern as the source of a regular expression, with what must be there if it is to match at all.

    No gap leaps over a number, so that the slots are filled by neighbours. `slots` are those outside of all brackets,
    in order, `opener` is the first of all, or nothing where it stands in brackets; of each of the `anchors` a word must
    stand in the text; `kinds` tells what numbers it begins with; `lead` and `rest` are the most characters that a match
    may take before its first number, and from there on; `is_own` tells whether it ships with factcheck.
    """

    source: str
    slots: tuple[str, ...]
    opener: str
    anchors: tuple[frozenset[str], ...]
    kinds: str
    lead: int
    rest: int
    is_own: bool


def skeleton(reading: Reading, vocabulary: Vocabulary, is_left_out: Callable[[Claim], bool] | None = None) -> Skeleton:
    """The skeleton of a document; claims that are left out stay text. 5：1 is one number, five times one."""
    source = reading.document.text
    pieces: list[str] = []
    places: list[int] = []
    claims: list[Claim] = []
    position = length = 0
    for claim in reading.claims:
        quantity = claim.quantity
        kind, span = quantity.kind, quantity.span
        if kind is Kind.RATIO and claims and _is_to_one(source, claims[-1], claim):
            position = span.end
            continue
        if kind is Kind.DURATION and is_left_out and is_left_out(claim):
            continue
        piece = source[position : span.start]
        length += len(piece)
        places.append(length)
        length += 1
        pieces += (piece, _MARKS[kind])
        claims.append(claim)
        position = span.end
    text = "".join([*pieces, source[position:]])
    return Skeleton(text, "".join(pieces[1::2]), tuple(places), tuple(claims), vocabulary.found_in(text))


def _is_to_one(text: str, before: Claim, claim: Claim) -> bool:
    if before.quantity.kind is not Kind.RATIO or claim.amount.value != 1:
        return False
    return text[before.span.end : claim.span.start] in ("：", ":", "∶", "比")


def phrase(pattern: str, words: Words, kinds: Kinds, *, is_own: bool) -> Phrase:
    """A pattern compiled; `kinds` says what may fill a slot, `is_own` whether it ships with factcheck."""
    tokens = list(_TOKEN.finditer(pattern))
    outside = tuple(_outside(tokens))
    slots = tuple(token["role"] for token in outside if token["role"])
    before, first = next((number, token) for number, token in enumerate(tokens) if token["role"])
    sizes = [_size(token, words) for token in tokens]
    return Phrase(
        _body(tokens, words, kinds),
        slots,
        first["role"] if first in outside else "",
        tuple(map(frozenset, _anchors(tokens, words))),
        _opening_kinds(tokens, kinds),
        sum(sizes[:before]),
        sum(sizes[before:]),
        is_own,
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


def _opening_kinds(tokens: Sequence[re.Match[str]], kinds: Kinds) -> str:
    """The first numbers of the pattern, up to one in brackets, as a regular expression over the marks of claims, which
    leaves them free for another match."""
    depth, opening = 0, ""
    for token in tokens:
        depth += _DEPTHS.get(token.group(), 0)
        if token["role"] and depth:
            break
        if token["role"]:
            opening += _any_mark(kinds(token["role"]))
    return f"(?={opening})."


def _any_mark(kinds: frozenset[Kind]) -> str:
    return f"[{''.join(_MARKS[kind] for kind in Kind if kind in kinds)}]"


def _part(token: re.Match[str], words: Words, kinds: Kinds) -> str:
    match token.lastgroup:
        case "role":
            return f"(?P<{token['role']}>{_any_mark(kinds(token['role']))})"
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


def _anchors(tokens: Sequence[re.Match[str]], words: Words) -> list[tuple[str, ...]]:
    """The words of each part that has words of its own, the rarest first: a class, or the choices of a round bracket
    that all begin with words."""
    groups = [words[token["cls"]] for token in _outside(tokens) if token["cls"]]
    groups += [group for group in _choices(tokens, words) if group]
    return sorted((group for group in dict.fromkeys(groups) if len(group) <= _MOST_ANCHORS), key=_commonness)


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


def too_slow(path: Path, name: str) -> FactcheckError:
    """What is said of a pattern that took longer."""
    return FactcheckError(f"{path}: 句式匹配太慢，请写得更具体 (pattern too slow): {name}")


def patience(is_own: bool) -> dict[str, float]:
    """The time limit of a pattern as its methods take it: only those that users wrote need one."""
    return {} if is_own else {"timeout": _PATIENCE}
