"""Places named in a text, found from the few characters that can begin or end a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from factcheck.model import Place

_Shared = Mapping[str, tuple[Place, ...]]
_Stretch = tuple[
    int, int
]  # where a name starts, and minus its length: of those that start alike the longest sorts first


class Gazetteer:
    """Finds the names of `places`: those of provinces and cities by their first two characters, those of counties,
    which are ten times as many, by their last two.

    Short and former names of counties are ordinary words as often (搬迁安置): they count beside the full name only.
    A name of one character (京) is part of too many words and is not looked for. A full name that several counties
    share (鼓楼区) is the one in a city, or else a province, that the text names other places of.
    """

    def __init__(self, places: Mapping[str, Place], shared: _Shared | None = None) -> None:
        self._shared = shared or {}
        self._places = {name: place for name, place in places.items() if len(name) > 1}
        self._wide: set[str] = set()
        self._counties: dict[str, list[str]] = {}  # full name to all names
        for name, place in self._places.items():
            if place.code.endswith("00"):
                self._wide.add(name)
            else:
                self._counties.setdefault(place.name, []).append(name)
        for name in self._shared:
            self._counties.setdefault(name, []).append(name)
        self._heads = _lengths((name[:2], len(name)) for name in (*self._places, *self._shared))
        self._wide_heads = _lengths((name[:2], len(name)) for name in self._wide)
        self._head = re.compile("(?=".join(_any_of(name[i : i + 1] for name in self._wide) for i in (0, 1)) + ")")
        self._endings = _lengths((name[-2:], len(name)) for name in self._counties)
        self._tail = re.compile(_any_of(name[-1:] for name in self._counties))

    def named(self, text: str) -> Iterator[tuple[int, int, Place]]:
        """Start, end and place of each name in order of the text, the longest name first; names do not overlap."""
        stretches = sorted({*self._wide_names(text), *self._county_names(text)})
        names = [(start, text[start : start - minus]) for start, minus in stretches]
        alone: set[str] = set()  # the places that a name tells without those beside it
        if not self._shared.keys().isdisjoint(name for _, name in names):
            alone = {place.code for _, name in names if (place := self._places.get(name))}
        free = 0
        for start, name in names:
            if start >= free and (place := self._places.get(name) or _among(self._shared[name], alone)):
                free = start + len(name)
                yield start, free, place

    def at_head(self, phrase: str, start: int = 0) -> int:
        """The length of the longest name that a phrase, read from `start`, begins with and goes on behind; 0 if none.

        What a place is may stand behind its short name (延边州), unless that begins a word (海南区域).
        """
        for size in self._heads.get(phrase[start : start + 2], ()):
            name, end = phrase[start : start + size], start + size
            if end < len(phrase) and (name in self._places or name in self._shared):
                return size + bool(_RANK.match(phrase, end) and name[-1] not in _RANKS)
        return 0

    def _wide_names(self, text: str) -> Iterator[_Stretch]:
        for head in self._head.finditer(text):
            start = head.start()
            for size in self._wide_heads.get(text[start : start + 2], ()):
                name = text[start : start + size]
                if name in self._wide and not (name == "中国" and text[start - 1 : start] == "其"):  # 其中国有企业
                    yield start, -size

    def _county_names(self, text: str) -> Iterator[_Stretch]:
        seen: set[str] = set()
        for tail in self._tail.finditer(text):
            end = tail.end()
            for size in self._endings.get(text[end - 2 : end], ()):
                name = text[max(0, end - size) : end]
                if name in self._counties:
                    seen.add(name)
                    if name in self._shared or (name in self._places and self._places[name].name == name):
                        yield end - size, -size
        for other in {other for name in seen for other in self._counties[name] if other != name}:
            yield from _occurrences(text, other)


def _among(candidates: tuple[Place, ...], named: set[str]) -> Place | None:
    """The one of several places of one name that lies where other places that are named lie."""
    for digits in (4, 2):
        around = {code[:digits] for code in named}
        near = [place for place in candidates if place.code[:digits] in around]
        if near:
            return near[0] if len(near) == 1 else None
    return None


_RANKS = "省市县区州盟旗国"
_RANK = re.compile(f"[{_RANKS[:-1]}](?=.)(?!场|区|域|级|内|外|属|直|间|里)")


def _occurrences(text: str, name: str) -> Iterator[_Stretch]:
    start = text.find(name)
    while start >= 0:
        yield start, -len(name)
        start = text.find(name, start + 1)


def _lengths(names: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    """For each pair of characters the lengths of the names that have it, longest first."""
    lengths: dict[str, set[int]] = {}
    for pair, length in names:
        lengths.setdefault(pair, set()).add(length)
    return {pair: tuple(sorted(known, reverse=True)) for pair, known in lengths.items()}


def _any_of(characters: Iterable[str]) -> str:
    known = "".join(map(re.escape, sorted(set(characters) - {""})))
    return f"[{known}]" if known else "(?!)"
