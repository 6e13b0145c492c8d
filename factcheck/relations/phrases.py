"""Phrases with slots, as `rules/wordings/` and `rules/notations/` write them, read into regular expressions over a
skeleton of the text in which every claim is one character:

    {role}   one number          <class>  any word of a class in words.yaml
    …        up to 24 characters of the same sentence without a number
    ‥        the same, without any mark: of one clause
    [x]      x or nothing        (x|y)    either
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from msgspec import Struct

from factcheck.model import Kind

# In this order the kinds that may fill a slot are one stretch of marks or two, which the pattern engine compiles in a
# tenth of the time that it takes for characters strewn about.
_LINED_UP = (
    Kind.RATIO, Kind.DURATION, Kind.NUMBER, Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.MULTIPLE,
    Kind.PERCENTAGE_POINT,
)  # fmt: skip
MARKS = {kind: chr(0xE000 + number) for number, kind in enumerate(dict.fromkeys((*_LINED_UP, *Kind)))}
_STOPS, _COMMAS = "。！？；（）\n", "，：、"  # what no gap leaps over, and what none within a clause does besides
_ANY = "".join(MARKS.values())
_GAP_SIZE = 24
_GAPS = {"…": f"[^{_STOPS}{_ANY}]{{0,{_GAP_SIZE}}}?", "‥": f"[^{_STOPS}{_COMMAS}{_ANY}]{{0,{_GAP_SIZE}}}?"}
_TOKEN = re.compile(
    r"\{(?P<role>[a-z]+)\}|<(?P<cls>\w+)>|(?P<gap>[…‥])|(?P<open>[(\[])|(?P<bar>\|)|(?P<close>[)\]])"
    r"|(?P<text>[^{<…‥()\[\]|]+|.)",
    re.S,
)

Words = Mapping[str, tuple[str, ...]]
Kinds = Callable[[str], frozenset[Kind]]


class _Slot(Struct, frozen=True):
    role: str


class _Gap(Struct, frozen=True):
    sign: str


class _Text(Struct, frozen=True):
    words: tuple[str, ...]  # any of which may stand here
    is_class: bool = False


class _Choice(Struct, frozen=True):
    branches: tuple[_Parts, ...]
    is_optional: bool


class _Bar(Struct, frozen=True):
    """A bar outside of all brackets."""


_Part = _Slot | _Gap | _Text | _Choice | _Bar
_Parts = tuple[_Part, ...]


class Number(NamedTuple):
    """What a phrase asks of a number: its kind, the character right before it and that behind it, where these must be
    one of a few, and whether it must stand in one sentence with the number before."""

    kinds: frozenset[Kind]
    before: frozenset[str] | None
    behind: frozenset[str] | None
    is_near: bool


class Anchor(NamedTuple):
    """Words of which one must stand in the stretch that leads to a number of a phrase, within so many characters."""

    number: int
    reach: int
    words: tuple[str, ...]


class Phrase(Struct, frozen=True, eq=False, dict=True):
    """A pattern, and what must be there if it is to match at all.

    No gap leaps over a number, so that the slots are filled by neighbours. `opener` is the first slot, or nothing where
    it stands in brackets, and `like` how its number is printed, where the phrase ships with factcheck; `numbers` and
    `anchors` tell what is asked of the first numbers, up to one in brackets, and of the text around them; `lead` and
    `rest` are the most characters that a match may take before its first number, and from there on.
    """

    parts: _Parts
    kinds: Kinds
    opener: str
    like: str
    numbers: tuple[Number, ...]
    anchors: tuple[Anchor, ...]
    lead: int
    rest: int
    is_own: bool

    @cached_property
    def source(self) -> str:
        """A regular expression over the skeleton; few phrases ever need it."""
        return _body(self.parts, self.kinds)


def phrase(pattern: str, words: Words, kinds: Kinds, *, is_own: bool, likes: Mapping[str, str] | None = None) -> Phrase:
    """A pattern read; `kinds` says what may fill a slot, `likes` how it is printed, `is_own` whether the pattern ships
    with factcheck."""
    parts = _parts(pattern, words)
    first = next(number for number, part in enumerate(parts) if _has_slot(part))
    opener = parts[first]
    role = opener.role if isinstance(opener, _Slot) else ""
    stretches = list(_stretches(parts))
    return Phrase(
        parts,
        kinds,
        role,
        (likes or {}).get(role, "") if is_own else "",
        tuple(_numbers(parts, stretches, kinds)),
        tuple(sorted(_anchors(stretches), key=lambda anchor: len(anchor.words))),
        _size(stretches[0]) if len(stretches) > 1 else _size(parts),
        _size(parts[first:]),
        is_own,
    )


def _parts(pattern: str, words: Words) -> _Parts:
    branches = _branches(_TOKEN.finditer(pattern), words)
    return (*branches[0], *chain.from_iterable((_Bar(), *branch) for branch in branches[1:]))


def _branches(tokens: Iterator[re.Match[str]], words: Words) -> tuple[_Parts, ...]:
    """What bars part, up to the bracket that closes."""
    branches: list[list[_Part]] = [[]]
    for token in tokens:
        if token["close"]:
            break
        if token["bar"]:
            branches.append([])
        else:
            branches[-1].append(_part(token, tokens, words))
    return tuple(map(tuple, branches))


def _part(token: re.Match[str], tokens: Iterator[re.Match[str]], words: Words) -> _Part:
    match token.lastgroup:
        case "role":
            return _Slot(token["role"])
        case "cls":
            return _Text(words[token["cls"]], is_class=True)
        case "gap":
            return _Gap(token["gap"])
        case "open":
            return _Choice(_branches(tokens, words), token["open"] == "[")
        case _:
            return _Text((token["text"],))


def _body(parts: _Parts, kinds: Kinds) -> str:
    """The parts as a regular expression. What leads up to a number is atomic: it ends at the next number however it
    is read, so that trying it another way is in vain, and slow on hostile text."""
    done, part = "", ""
    for one in parts:
        part += _source(one, kinds)
        if isinstance(one, _Slot):
            done, part = f"{done}(?>{part})", ""
    return done + part


def _source(part: _Part, kinds: Kinds) -> str:
    match part:
        case _Slot(role):
            return f"(?P<{role}>[{''.join(MARKS[kind] for kind in Kind if kind in kinds(role))}])"
        case _Gap(sign):
            return _GAPS[sign]
        case _Text(words, is_class):
            return any_of(words) if is_class else re.escape(words[0])
        case _Choice(branches, is_optional):
            either = "|".join("".join(_source(one, kinds) for one in branch) for branch in branches)
            return f"(?:{either})?" if is_optional else f"(?:{either})"
        case _Bar():
            return "|"


@lru_cache(maxsize=256)  # a class stands in many phrases
def any_of(words: tuple[str, ...]) -> str:
    """Any of the words; looking at the first character alone first is several times faster."""
    initials = "".join(sorted({re.escape(word[0]) for word in words}))
    return f"(?=[{initials}])(?:" + "|".join(map(re.escape, words)) + ")"


def _has_slot(part: _Part) -> bool:
    match part:
        case _Slot():
            return True
        case _Choice(branches, _):
            return any(map(_has_slot, chain.from_iterable(branches)))
        case _:
            return False


def _size(parts: Iterable[_Part]) -> int:
    """The most characters that parts may take."""
    return sum(map(_longest, parts))


def _longest(part: _Part) -> int:
    match part:
        case _Text(words, _):
            return _longest_of(words)
        case _Choice(branches, _):
            return max(map(_size, branches))
        case _Gap():
            return _GAP_SIZE
        case _:
            return 1


@lru_cache(maxsize=256)
def _longest_of(words: tuple[str, ...]) -> int:
    return max(map(len, words), default=0)


def _stretches(parts: _Parts) -> Iterator[_Parts]:
    """What leads to each number, up to one that may be left out; and what stands behind the last of them."""
    stretch: list[_Part] = []
    for part in parts:
        if isinstance(part, _Slot) and not any(isinstance(part, _Bar) for part in parts):
            yield tuple(stretch)
            stretch = []
        elif _has_slot(part):
            break
        else:
            stretch.append(part)
    yield tuple(stretch)


def _numbers(parts: _Parts, stretches: Sequence[_Parts], kinds: Kinds) -> Iterator[Number]:
    """What is asked of the numbers between the stretches."""
    slots = (part for part in parts if isinstance(part, _Slot))
    for at, (slot, (before, behind)) in enumerate(zip(slots, pairwise(stretches), strict=False)):
        is_near = at > 0 and not any(map(_may_stop, before))
        yield Number(kinds(slot.role), _edge(before[::-1], -1), _edge(behind, 0), is_near)


def _may_stop(part: _Part) -> bool:
    """Whether a mark may stand in a part that no gap leaps over."""
    match part:
        case _Text(words, _):
            return _hold_a_stop(words)
        case _Choice(branches, _):
            return any(map(_may_stop, chain.from_iterable(branches)))
        case _:
            return False


@lru_cache(maxsize=256)
def _hold_a_stop(words: tuple[str, ...]) -> bool:
    return any(map(_STOPS.__contains__, chain.from_iterable(words)))


def _edge(parts: Iterable[_Part], at: int) -> frozenset[str] | None:
    """The characters of which one must stand at the edge of parts, from the edge inwards; none where any may."""
    found: set[str] = set()
    for part in parts:
        match part:
            case _Text(words, _):
                return frozenset([*found, *(word[at] for word in words)])
            case _Choice(branches, is_optional):
                for branch in filter(None, branches):
                    edge = _edge(branch[::-1] if at else branch, at)
                    if edge is None:
                        return None
                    found |= edge
                if not is_optional and all(branches):
                    return frozenset(found)
            case _:
                return None
    return None


def _anchors(stretches: Sequence[_Parts]) -> Iterator[Anchor]:
    """The words that must stand beside the first numbers, part by part."""
    for at, stretch in enumerate(stretches if len(stretches) > 1 else ()):
        yield from (Anchor(at, _size(stretch), words) for part in stretch if (words := _asked(part)))


def _asked(part: _Part) -> tuple[str, ...]:
    """Words of which one must stand where a part does; none where a mark alone may, or nothing."""
    match part:
        case _Text(words, _) if not any(word in _STOPS + _COMMAS for word in words):
            return _least(words)
        case _Choice(branches, is_optional) if not is_optional:
            asked = [min(filter(None, map(_asked, branch)), key=len, default=()) for branch in branches]
            return _least(tuple(chain.from_iterable(asked))) if all(asked) else ()
        case _:
            return ()


@lru_cache(maxsize=256)
def _least(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words without those that hold another of them."""
    known = tuple(dict.fromkeys(words))
    return tuple(word for word in known if not any(other in word for other in known if other != word))
