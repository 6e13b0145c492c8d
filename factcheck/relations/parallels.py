"""Parallel sentences: a total and, in the clauses, sentences or paragraphs behind it, its sectors in the same words.

第一产业…第二产业…第三产业…: labels that together leave nothing out; or 全市有学校9所。市区有学校5所。四县有学校4所。
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.reading import is_level
from factcheck.relations.series import adds_up, is_slip_away, label_of, sum_of
from factcheck.relations.splits import changes_of, whole_of
from factcheck.rulebook import Rulebook

_FARTHEST_SECTOR = 400  # characters from one sector to the next
_MOST_WHOLES = 4  # totals tried
_FARTHEST_WHOLE = 30  # claims back to a total
_SHORTEST_FRAME, _LONGEST_FRAME = 2, 4  # characters of the words before the number that the items share
_FEWEST, _LONGEST_RUN = 3, 8  # sentences; and numbers, for a total has two parts at least
_FEWEST_DIGITS = 2


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Sectors whose names leave nothing out, and numbers framed by the same words as their total."""
    levels = [c for c in reading.levels if c.quantity.kind is not Kind.PERCENTAGE_POINT]
    if len(levels) >= _FEWEST:
        yield from _complementary(reading, levels, rulebook)
        yield from _framed(reading, levels, rulebook)


def _complementary(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    lexicon = rulebook.lexicon
    labelled = _names(lexicon).labelled(levels)
    for names in _names(lexicon).all_in([label for label, _ in labelled]) if labelled else ():
        for parts in _runs_of(names, labelled, lexicon):
            wholes = totals_before(reading, parts, lexicon)
            if found := whole_of(wholes, [parts], lexicon):
                whole, _, tries = found
                doubt = min(Fraction(1), rulebook.doubt("complements") * tries)
                yield sum_of(reading, whole, parts, Ground("complements", doubt))
                yield from changes_of(reading, whole, parts, rulebook)


class _Names:
    """The sectors that leave nothing out together, set by set."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._sets = [entry.split("|") for entry in lexicon.words.get("complements", ())]
        self._names = tuple({name for names in self._sets for name in names if name})
        self._initials = frozenset(name[0] for name in (*self._names, *_OF_ALL))

    def labelled(self, levels: Sequence[Claim]) -> list[tuple[str, Claim]]:
        """The amounts of sectors, each with the words from the sector's name to the number."""
        led = [(label, c) for c in levels if (label := label_of(c))[:1] in self._initials]
        bare = [(_SCOPE.sub("", label), claim) for label, claim in led if not _NO_AMOUNT.search(label)]
        return [(label, claim) for label, claim in bare if label.startswith(self._names)]

    def all_in(self, labels: Sequence[str]) -> list[list[str]]:
        """The sets each of whose names begins a label."""
        found = {name for label in labels for name in self._names if label.startswith(name)}
        return [names for names in self._sets if found.issuperset(names)]


_names = lru_cache(maxsize=4)(_Names)


def _runs_of(names: Sequence[str], labelled: Sequence[tuple[str, Claim]], lexicon: Lexicon) -> Iterator[list[Claim]]:
    """Consecutive sectors, each name once, in any order, in one unit."""
    run: list[tuple[str, Claim]] = []
    for label, claim in labelled:
        name = _name_in(label, names)
        if not name:
            continue
        if run and (
            claim.span.start - run[-1][1].span.end > _FARTHEST_SECTOR
            or not lexicon.comparable(claim.unit, run[-1][1].unit)
        ):
            run = []
        run = [entry for entry in run if entry[0] != name] if name not in dict(run) else []
        run.append((name, claim))
        if len(run) == len(names):
            if _are_told_alike(run):
                yield [c for _, c in run]
            run = []


def _are_told_alike(run: Sequence[tuple[str, Claim]]) -> bool:
    """Whether the words between name and number are the same, or one says less than the other: 境内11家、境外6家."""
    told = {_VERBS.sub("", _SCOPE.sub("", label_of(claim))[len(name) :]) for name, claim in run}
    shortest, *others = sorted(told, key=len)
    return all(other.startswith(shortest) or other.endswith(shortest) for other in others)


def _name_in(label: str, names: Sequence[str]) -> str:
    """The sector that the words before a number begin with, behind 全市 and its like: 非国有 is not 国有."""
    return next((name for name in sorted(names, key=len, reverse=True) if label.startswith(name)), "")


_VERBS = expression("实现|完成|达到?|分别|约|共|[为有是]|累计|总?[额量值]|同期")
_NO_AMOUNT = expression("均|率|价|指数|[和及与]$|包括")
_OF_ALL = ("其中", *(scope + place for scope in "全我" for place in "国省市县区"), *"①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_SCOPE = expression(f"^(?:{'|'.join(_OF_ALL)})+")


def totals_before(reading: Reading, parts: Sequence[Claim], lexicon: Lexicon) -> list[Claim]:
    """Totals before, nearest first: more than one part at least, for one digit may have made another too large."""
    first, least = parts[0], min(lexicon.value(part) for part in parts)
    found = [
        c
        for c in reversed(reading.before(first.span.start, _FARTHEST_WHOLE))
        if is_level(c) and lexicon.comparable(c.unit, first.unit) and lexicon.value(c) > least
    ]
    return found[:_MOST_WHOLES]


def _framed(reading: Reading, levels: Sequence[Claim], rulebook: Rulebook) -> Iterator[Relation]:
    """Sentences of one paragraph that count in the same words, the first of them the total of the others."""
    lexicon = rulebook.lexicon
    for whole, *parts in _groups(reading, levels, lexicon):
        if adds_up(whole, parts, lexicon) or is_slip_away(whole, parts, lexicon):
            yield sum_of(reading, whole, parts, Ground("framed", rulebook.doubt("framed")))
            yield from changes_of(reading, whole, parts, rulebook)


def _groups(reading: Reading, levels: Sequence[Claim], lexicon: Lexicon) -> Iterator[list[Claim]]:
    """Numbers of one paragraph with the same words before them, in order."""
    groups: dict[tuple[int, str, str], list[Claim]] = {}
    frames = [claim.subject or label_of(claim)[-_LONGEST_FRAME:] for claim in levels]
    if len(frames) - len({*frames}) < _FEWEST - 1:
        return  # no frame stands often enough
    for frame, claim in zip(frames, levels, strict=True):
        if len(frame) < _SHORTEST_FRAME or claim.direction or _digits(claim) < _FEWEST_DIGITS:
            continue
        unit = lexicon.units.get(claim.unit or "")
        dimension = (claim.unit or "") if not unit or unit.dimension in ("thing", "loose") else unit.dimension
        paragraph = reading.outline.paragraph(claim.span.start).start
        groups.setdefault((paragraph, frame, dimension), []).append(claim)
    for group in groups.values():
        if _FEWEST <= len(group) <= _LONGEST_RUN and len({c.sentence for c in group}) == len(group):
            yield group


def _digits(claim: Claim) -> int:
    return sum(c.isdigit() for c in claim.quantity.text)
