"""What is left when some are done: 贫困户86户312人，脱贫72户265人，剩余14户47人.

Pairs count households and their people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.lexicon import Lexicon
from factcheck.model import Claim, Ground, Kind, Relation
from factcheck.reading import is_level
from factcheck.relations.series import adds_up, is_slip_away, label_of, sum_of, within
from factcheck.rulebook import Rulebook

_REST = expression(
    "其余|剩余|剩下|还剩|尚余|余下|仅剩|还差|尚差|还欠|尚欠|自付|自费|自掏腰包"
    "|(?:自己|个人)(?:只|还|仍|仅)?(?:要|需|须|得)?(?:再)?(?:花|付|掏|出|承担|负担)"
)
_LEFT_BEHIND = expression(
    "(?:仍|尚|还)?(?:被困|失联|失踪|下落不明|在逃|待(?:处理|审|办|整改|核)|未(?:结|到|办结|审结|完成|整改|核实))"
)
_MORE = expression("[^。；\\n]{0,40}(?:另外|另有|此外|还有)")
_NEAR = 48  # characters behind a rest in which others are added
_AMONG = expression("其中|含")
_BESIDE = expression("[、，]?(?:共)?")
_UNITS = ("户", "人")
_FARTHEST = 6  # pairs or numbers looked back over
_LAST_SENTENCE = 1
_ONE_DIGIT = Fraction(9)  # any small number is one keystroke from any other
_SIZES = (2, 3, 4)  # numbers before a rest: the whole and one to three parts


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Rests held against all and done, and the people of some households against those of all."""
    if reading.units.issuperset(_UNITS):
        yield from _of_pairs(reading, rulebook)
    if len(reading.levels) <= _SIZES[0]:
        return
    if _REST.search(reading.labels) or any(map(_is_left_behind, reading.levels)):
        yield from _rests(reading.levels, reading, rulebook)


_Pair = tuple[Claim, Claim]


def _of_pairs(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """328户1246人，其中贫困户86户312人: households within households, people within people."""
    pairs = list(_pairs(reading))
    for whole, part in pairwise(pairs):
        near = part[0].sentence - whole[0].sentence <= _LAST_SENTENCE
        if near and _AMONG.search(reading.document.text, whole[1].span.end, part[0].span.start):
            for all_, some in zip(whole, part, strict=True):
                yield within(all_, [some], "pair-within", rulebook)
    yield from _sums_of_pairs(reading, pairs, rulebook)
    for index, rest in enumerate(pairs):
        if _REST.search(label_of(rest[0])) and index >= 2:
            yield from _rest_of_pair(reading, pairs[max(0, index - _FARTHEST) : index], rest, rulebook)


def _sums_of_pairs(reading: Reading, pairs: Sequence[_Pair], rulebook: Rulebook) -> Iterator[Relation]:
    """搬迁124户481人，其中集中96户372人，分散28户109人: where one of the two adds up, both should."""
    ground = Ground("pairs-added", rulebook.doubt("pairs-added"))
    for index, whole in enumerate(pairs):
        parts = [p for p in pairs[index + 1 : index + 1 + _FARTHEST] if p[0].sentence == whole[0].sentence]
        if len(parts) < 2 or not _AMONG.search(reading.document.text, whole[1].span.end, parts[0][0].span.start):
            continue
        columns = [(all_, [part[i] for part in parts]) for i, all_ in enumerate(whole)]
        if any(adds_up(all_, some, rulebook.lexicon) for all_, some in columns):
            yield from (sum_of(reading, all_, some, ground) for all_, some in columns)


def _pairs(reading: Reading) -> Iterator[_Pair]:
    for first, second in pairwise(reading.claims):
        is_pair = (first.unit, second.unit) == _UNITS and is_level(first) and is_level(second)
        if is_pair and _BESIDE.fullmatch(reading.text_between(first, second)):
            yield first, second


def _rest_of_pair(reading: Reading, before: Sequence[_Pair], rest: _Pair, rulebook: Rulebook) -> Iterator[Relation]:
    """Where the households or the people of two pairs before make up all, both should."""
    done = before[-1]
    for all_ in reversed(before[:-1]):
        held = [adds_up(a, [d, r], rulebook.lexicon) for a, d, r in zip(all_, done, rest, strict=True)]
        if any(held):
            ground = Ground("remainder", rulebook.doubt("remainder"))
            yield from (sum_of(reading, a, [d, r], ground) for a, d, r in zip(all_, done, rest, strict=True))
            return


def _rests(levels: Sequence[Claim], reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """共126处，已整改98处，剩余28处: the numbers of the unit before, whole and what became of some."""
    for index, rest in enumerate(levels):
        if not _is_called_rest(rest) or rest.quantity.kind is Kind.PERCENTAGE_POINT:
            continue
        if _MORE.match(rest.document.text, rest.span.end, rest.span.end + _NEAR):
            continue
        before = [c for c in levels[max(0, index - _FARTHEST) : index] if _is_of(c, rest, rulebook.lexicon)]
        runs = (before[-size:] for size in _SIZES)
        found = next((run for run in runs if _fits(run, rest, rulebook.lexicon)), None)
        if found:
            all_, *done = found
            yield sum_of(reading, all_, [*done, rest], Ground("remainder", rulebook.doubt("remainder")))


def _is_called_rest(claim: Claim) -> bool:
    """剩余27人, or 27人被困; not 其余每村3人."""
    label = label_of(claim)
    if _is_left_behind(claim):
        return not _AMONG.search(label)
    return bool(_REST.search(label)) and "每" not in label


def _is_left_behind(claim: Claim) -> bool:
    return bool(_LEFT_BEHIND.match(claim.document.text, claim.quantity.span.end))


def _is_of(claim: Claim, rest: Claim, lexicon: Lexicon) -> bool:
    return lexicon.comparable(claim.unit, rest.unit) and rest.sentence - claim.sentence <= _LAST_SENTENCE


def _fits(before: Sequence[Claim], rest: Claim, lexicon: Lexicon) -> bool:
    if len(before) < _SIZES[0]:
        return False
    all_, *done = before
    if adds_up(all_, [*done, rest], lexicon):
        return True
    largest = max(lexicon.value(part) for part in (*done, rest))
    is_large = lexicon.value(all_) > max(largest, _ONE_DIGIT)
    return is_large and len(before) == _SIZES[0] and is_slip_away(all_, [*done, rest], lexicon)
