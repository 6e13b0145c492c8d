"""Things listed by name and how many they are said to be: 甲县、乙县、丙县3个县; 两部作品《甲》《乙》.

A name counts one wherever 、 parts it from the next; whether 和 parts two names or stands inside one, the text does
not say, so that it may count either way. Lists with 等 name at most as many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from factcheck.claims import Reading
from factcheck.expressions import expression
from factcheck.model import Amount, Aspect, Claim, Ground, Interval, Kind, Quantity, Relation, Span, Status
from factcheck.rulebook import Rulebook

FEWEST_CLAIMS = 0  # titles are held against a count that may be part of a word

_PARTING = expression("、")
_JOINING = expression("以及|[和及与]")
_CLAUSE_MARK = expression(r"[，,。；;：:！？\n\s]")
_ONE = Amount(Fraction(1), Interval(Fraction(1), Fraction(1)), Fraction(1))
_LONGEST_LIST = 160  # characters
_FEWEST, _MOST = 2, 24
_SUREST = 3  # names
_ANOTHER_COUNT = expression(r"\d|[两二三四五六七八九十](?=[个省市县区国地])")
_KINDS, _LONGER_KINDS, _HOUSES = "省市县区镇乡村州盟旗国地", "街道|自治区|直辖市", "大学|学院|医院"
_COUNTED = expression(rf"个?(?:[{_KINDS}]|{_LONGER_KINDS})+(?![长级\u0061-z])|所?(?:{_HOUSES})")
_COUNTED_OPENS = frozenset([*"个所", *_KINDS, *[word[0] for word in f"{_LONGER_KINDS}|{_HOUSES}".split("|")]])
_PLACE = expression(rf"[{_KINDS}道学院]")
_NAME = expression(r"[\u4e00-\u9fff]{1,8}")
_SHORT_NAME = 4
_COLON_LIST = expression(r"[\u4e00-\u9fff]{1,8}[：:](?P<list>[\u4e00-\u9fff、]{3,160})(?=[。；\n]|$)")
_OPEN = expression("等|主要|包括|如")
_ETC = expression("等[共一]?$")
_TITLES = expression(r"《[^《》\n]{1,30}》[、和及与]?(?:《[^《》\n]{1,30}》[、和及与]?){1,23}")
_TITLE = expression("《[^《》]*》")
_SAID_BEFORE_TITLES = 12  # characters from 三部 to the first title
_REACH = _SAID_BEFORE_TITLES + 1


@dataclass(frozen=True, slots=True)
class Names:
    """The stretches that 、 parts, and in how many of them 和 may part two names more."""

    spans: tuple[Span, ...]
    ambiguous: int

    def fit(self, count: int) -> bool:
        return len(self.spans) <= count <= len(self.spans) + self.ambiguous


def find(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """Counts with the list of names before them or behind a colon, or of titles behind them."""
    text = reading.document.text
    for quantity in [q for q in reading.quantities if text[q.numeral.end : q.numeral.end + 1] in _COUNTED_OPENS]:
        if _COUNTED.match(text, quantity.numeral.end) and _is_small_count(quantity):
            said = _claimed(reading, quantity) or one(reading, quantity.span, quantity.amount)
            yield from _listed_before(reading, said, rulebook)
            yield from _listed_behind(reading, said, rulebook)
    if "《" in text and any(text.find("《", c.span.end, c.span.end + _REACH) >= 0 for c in _of_works(reading)):
        yield from _titles(reading, rulebook)


def _claimed(reading: Reading, quantity: Quantity) -> Claim | None:
    claim = reading.at.get(quantity.span.start)
    return claim if claim and claim.span == quantity.span else None


def _is_small_count(quantity: Quantity) -> bool:
    """Two to two dozen things, 三 of 三省 too."""
    value = quantity.amount.value
    is_count = quantity.kind is Kind.COUNT or (quantity.kind is Kind.OTHER and quantity.note == "word")
    if not is_count or not quantity.amount.is_exact or value is None:
        return False
    return _FEWEST * value.denominator <= value.numerator <= _MOST * value.denominator


def _listed_before(reading: Reading, said: Claim, rulebook: Rulebook) -> Iterator[Relation]:
    """甲、乙、丙三省, 甲县、乙县和丙区3个县区: the names run up to the count."""
    text, end = reading.document.text, said.span.start
    if not _counted(reading, said) or text[end - 1 : end] in "第每各前后近这那":
        return
    start = clause_start(text, end)
    etc = _ETC.search(text, start, end)
    names = names_in(text, Span(start, etc.start() if etc else end))
    if not names or not _are_alike(text, names, _kinds(reading, said)):
        return
    if etc or names.fit(int(said.amount.value or 0)) or _is_sure(reading, said, names):
        yield _listing("at-most-listed" if etc else "listed", reading, said, names, rulebook)


def _is_sure(reading: Reading, said: Claim, names: Names) -> bool:
    """Whether the list before a count that it does not fit is of what is counted: the first of its names may end
    another phrase (有关单位、甲、乙两省), the last be a verb (全长20公里、穿越两省), and a count in it counts apart."""
    text, list_ = reading.document.text, Span(names.spans[0].start, names.spans[-1].end)
    counts = _ANOTHER_COUNT.search(text, list_.start, list_.end) is not None
    is_led = not names.spans[0].of(text).endswith(tuple(_kinds(reading, said)))
    one_more = is_led and len(names.spans) - 1 == said.amount.value
    return len(names.spans) >= _SUREST and not counts and not one_more


def _listed_behind(reading: Reading, said: Claim, rulebook: Rulebook) -> Iterator[Relation]:
    """三个县：甲县、乙县、丙县。"""
    text = reading.document.text
    behind = _COLON_LIST.match(text, said.span.end)
    if not behind or not _counted(reading, said) or _OPEN.search(behind.group()):
        return
    names = names_in(text, Span(*behind.span("list")))
    if names and _are_alike(text, names, _kinds(reading, said)):
        yield _listing("listed", reading, said, names, rulebook)


def _listing(kind: str, reading: Reading, said: Claim, names: Names, rulebook: Rulebook) -> Relation:
    count = int(said.amount.value or 0)
    roles = {"said": (said,), "named": named(reading, names, count)}
    return Relation(kind, roles, Ground(kind, rulebook.doubt(kind)))


def _counted(reading: Reading, said: Claim) -> str:
    """What is counted: the unit and the word behind."""
    start = said.quantity.numeral.end
    found = _COUNTED.match(reading.document.text, start)
    return found.group() if found else ""


def clause_start(text: str, end: int) -> int:
    """Where the clause begins that runs up to `end`."""
    start = max(0, end - _LONGEST_LIST)
    marks = list(_CLAUSE_MARK.finditer(text, start, end))
    return marks[-1].end() if marks else start


def names_in(text: str, span: Span) -> Names | None:
    """The names in a stretch, two at least; None where there is no list."""
    cuts = [found.start() for found in _PARTING.finditer(text, span.start, span.end)]
    if not cuts and not _JOINING.search(text, span.start, span.end):
        return None
    bounds = zip((span.start, *(cut + 1 for cut in cuts)), (*cuts, span.end), strict=True)
    spans = tuple(Span(a, b) for a, b in bounds)
    return Names(spans, sum(len(_JOINING.findall(s.of(text))) for s in spans)) if all(map(_is_filled, spans)) else None


def _is_filled(span: Span) -> bool:
    return span.start < span.end


def _kinds(reading: Reading, said: Claim) -> str:
    """The characters that the names may end with: 县 and 区 behind 3个县区."""
    return "".join(_PLACE.findall(_counted(reading, said)))


def _are_alike(text: str, names: Names, kinds: str) -> bool:
    """Whether all but the first, which its sentence leads into, are short names, all with the kind counted at
    their end, or none."""
    first, *others = (span.of(text) for span in names.spans)
    pieces = [piece for body in others for piece in _JOINING.split(body)]
    if not kinds or not all(_NAME.fullmatch(piece) for piece in pieces):
        return False
    ends = tuple(kinds)
    if first.endswith(ends):
        return all(piece.endswith(ends) for piece in pieces)
    return all(len(piece) <= _SHORT_NAME and not piece.endswith(ends) for piece in pieces)


def named(reading: Reading, names: Names, count: int) -> tuple[Claim, ...]:
    """One claim a name; where 和 may part two names, as many are parted as come nearest to `count`."""
    spare = count - len(names.spans)
    spans: list[Span] = []
    for span in names.spans:
        pieces = _pieces(reading.document.text, span, spare)
        spare -= len(pieces) - 1
        spans.extend(pieces)
    return tuple(one(reading, span) for span in spans)


def _pieces(text: str, span: Span, most: int) -> Sequence[Span]:
    pieces: list[Span] = []
    start = span.start
    for joint in _JOINING.finditer(text, span.start, span.end):
        if len(pieces) < most:
            pieces.append(Span(start, joint.start()))
            start = joint.end()
    return [*pieces, Span(start, span.end)]


def one(reading: Reading, span: Span, amount: Amount = _ONE) -> Claim:
    """A claim of something named without a number, which counts one, or of a count that is part of a word."""
    quantity = Quantity(span, span, span.of(reading.document.text), amount, None, Kind.OTHER)
    sentence = reading.outline.sentence(span.start)
    return Claim(reading.document, quantity, "", None, None, Aspect.LEVEL, Status.ACTUAL, sentence)


def _titles(reading: Reading, rulebook: Rulebook) -> Iterator[Relation]:
    """三部作品《甲》《乙》《丙》, with no 等 behind."""
    document = reading.document
    for run in _TITLES.finditer(document.text):
        said = _said_before(reading, run.start())
        if said and not re.match("等|及|和|》|、|与|以|的", document.text[run.end() : run.end() + 1]):
            spans = [
                Span(run.start() + t.start(), run.start() + t.end()) for t in re.finditer("《[^《》]*》", run.group())
            ]
            roles = {"said": (said,), "named": tuple(one(reading, span) for span in spans)}
            yield Relation("listed", roles, Ground("listed", rulebook.doubt("listed")))


def _of_works(reading: Reading) -> Sequence[Claim]:
    return [c for c in reading.claims if c.quantity.unit in _WORKS]


def _said_before(reading: Reading, position: int) -> Claim | None:
    before = reading.before(position, 1)
    if not before or not _is_small_count(before[0].quantity) or before[0].unit not in _WORKS:
        return None
    between = reading.document.text[before[0].span.end : position]
    is_near = len(between) <= _SAID_BEFORE_TITLES and re.fullmatch("[\u4e00-\u9fff]*[：:]?", between)
    return before[0] if is_near and not re.search("如|例|中|之|的一|包括", between) else None


_WORKS = frozenset({"部", "本", "篇", "首", "件", "项", "个"})
