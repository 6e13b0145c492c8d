"""Quantities to claims: what each number is said of.

A claim's key is subject, place, period, aspect, status and unit. What the text does not say stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Document, Kind, Period, Place, Quantity, Span, Status
from factcheck.outline import Outline, outline
from factcheck.periods import RELATIVE, document_date, read_period, read_relative

T = TypeVar("T")

_CLAUSE_MARK = re.compile(r"[，,。；;！？、：\n（）()\d%“”《》]")
_SCOPE = re.compile(r"(?:\d{1,3}|[两二三四五六七八九十]{1,3})个?[市县区州省](?=[^、个]|$)")
_MASTHEAD = 400  # characters at the head, where publisher, headline and dateline stand
_LEFT_WINDOW = 24
_RIGHT_WINDOW = 16
_MEASURED = frozenset({Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE, Kind.DURATION})
OWN = "本地"  # the label of all that is said of 我省, 全市 or the home place by name
_HAS = re.compile("(?<![国所拥具没私共持])有(?![效关限机志色])")
_OWN_PLACE = re.compile(r"我[省市县区州国]|全[省市县区州国]|本[省市县区州]|该[省市县区州]")
_PHRASE_END = re.compile(r"[，,。；;！？、：\n（）()“”《》【】|\s\d%]")


@dataclass(frozen=True, slots=True)
class _Context:
    """What the text around a number is about, in order of the text."""

    home: Place | None
    places: tuple[tuple[int, Place, int], ...]  # where, which, and how far it is visible: to the end of its bracket
    periods: tuple[tuple[int, Period | None], ...]
    lasting: tuple[tuple[int, Period | None], ...]  # 今年以来, 5年来: they hold to the end of the paragraph
    scopes: tuple[tuple[int, bool], ...]

    def place(self, text: str, position: int, opening: int) -> Place | None:
        """The place named last in the sentence, outside closed brackets; behind 3市, some part of the home place."""
        if self.home and _last(self.scopes, position, opening):
            return Place(self.home.code + "~", f"{self.home.name}的部分地区")
        index = bisect_right(self.places, position, key=lambda entry: entry[0]) - 1
        while index >= 0 and self.places[index][0] >= opening:
            _, place, visible_until = self.places[index]
            if position < visible_until:
                return place
            index -= 1
        return self.home


@dataclass(frozen=True)
class Reading:
    """A document read through: its outline, all quantities, and the claims among them, in order of the text."""

    document: Document
    outline: Outline
    quantities: tuple[Quantity, ...]
    claims: tuple[Claim, ...]
    date: str | None
    place: Place | None

    @cached_property
    def starts(self) -> tuple[int, ...]:
        return tuple(claim.span.start for claim in self.claims)

    def between(self, span: Span) -> tuple[Claim, ...]:
        """The claims that start inside a span."""
        return self.claims[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)]

    def before(self, position: int, most: int) -> tuple[Claim, ...]:
        """The last claims that start before a position, in order of the text, at most so many."""
        end = bisect_left(self.starts, position)
        return self.claims[max(0, end - most) : end]

    def text_between(self, a: Claim, b: Claim) -> str:
        return self.document.text[a.span.end : b.span.start]


class Reader:
    """Turns quantities into claims by the words around them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._stops = _alternation(lexicon.stops)
        self._persons = _alternation(lexicon.persons)
        self._differences = _ending(lexicon.words.get("difference", ()))
        self._falls = _ending((*lexicon.words.get("fall", ()), "低", "慢"))
        self._rises = _ending((*lexicon.words.get("rise", ()), "高", "快", "多"))
        self._shares = _ending(lexicon.words.get("share", ()))
        self._share_of = re.compile(r"占[^，。；、\n]{1,24}的?(?:比[重例]|比)?(?:[为达约到的近]|超过|将近)*$")
        self._planned = _alternation(lexicon.words.get("planned", ()))

    def read(self, document: Document, quantities: tuple[Quantity, ...]) -> Reading:
        """The reading of a document; linear in its text."""
        shape = outline(document)
        date = document_date(document.text)
        places = self._places(shape)
        home = self._home(document.text, places)
        periods, lasting = _periods(document.text, quantities, date)
        context = _Context(home, places, periods, lasting, _scopes(document.text))
        claims: list[Claim] = []
        last = Span(0, 0)
        for quantity in quantities:
            if quantity.is_claim:
                claims.append(self._claim(document, shape, quantity, context, claims[-1:], last))
            last = quantity.span
        return Reading(document, shape, quantities, tuple(claims), date, home)

    def _claim(
        self,
        document: Document,
        shape: Outline,
        quantity: Quantity,
        context: _Context,
        previous: list[Claim],
        last: Span,
    ) -> Claim:
        text, start = document.text, quantity.span.start
        sentence = shape.sentence(start)
        opening = shape.sentences[sentence].start
        aspect, direction = self._aspect(text, quantity, opening)
        clause = max(opening, _clause_start(text, start))
        status = Status.PLANNED if self._planned.search(text, clause, start) else Status.ACTUAL
        subject, label = self._subject(text, shape, quantity, max(opening, last.end), context.home)
        if not label and last.end > _clause_start(text, start) <= last.start:
            label = last.of(text)  # 四县有学校265所
        if (
            not subject
            and previous
            and previous[0].sentence == sentence
            and _goes_on(text, previous[0].quantity, quantity)
        ):
            subject = previous[0].subject  # 从232.3万人减少到3.4万人: the second number counts what the first does
        period = _last(context.periods, start, opening) or _last(context.lasting, start, shape.paragraph(start).start)
        return Claim(
            document,
            quantity,
            subject,
            context.place(text, start, opening),
            period,
            aspect,
            status,
            sentence,
            direction,
            label,
        )

    def _aspect(self, text: str, quantity: Quantity, opening: int) -> tuple[Aspect, int]:
        left = text[max(opening, quantity.span.start - _LEFT_WINDOW) : quantity.span.start]
        tail = _MODIFIER_TAIL.search(left)
        left, is_reached = (left[: tail.start()], bool(_REACHED.search(tail.group()))) if tail else (left, False)
        direction = -1 if self._falls.search(left) else 1 if self._rises.search(left) else 0
        if quantity.unit in ("位", "名") and _RANKED.search(left):
            return Aspect.RANK, direction
        if quantity.kind is Kind.PERCENTAGE_POINT:
            return Aspect.POINTS, direction
        if is_reached and direction:  # 减少到3.4万 tells the level that was reached
            return Aspect.LEVEL, direction
        if quantity.kind in (Kind.PERCENT, Kind.MULTIPLE):
            if direction:
                return Aspect.RATE, direction
            is_share = self._shares.search(left) or self._share_of.search(left)
            return (Aspect.SHARE if is_share else Aspect.LEVEL), 0
        return (Aspect.CHANGE if self._differences.search(left) else Aspect.LEVEL), direction

    def _subject(
        self, text: str, shape: Outline, quantity: Quantity, opening: int, home: Place | None
    ) -> tuple[str, str]:
        """The noun phrase that the number counts, behind a classifier (62个贫困县) or before it (贫困村7746个), and the
        label before that (渔业实现增加值)."""
        behind = "" if quantity.kind in _MEASURED else self._behind(text, shape, quantity.span.end)
        before, rest = self._before(text, quantity.span.start, opening)
        if behind:
            return behind, self._label(before, home) or self._label(rest, home)
        return before, self._label(rest, home)

    def _label(self, phrase: str, home: Place | None) -> str:
        """The last words of a phrase that are more than function words; what names the home place is one label."""
        phrase = self._trim(phrase)
        if phrase.endswith("的"):
            return ""
        place = self.lexicon.places.get(phrase)
        if _OWN_PLACE.search(phrase[-3:]) or (place and place == home):
            return OWN
        return place.name if place else phrase[-8:]

    def _behind(self, text: str, shape: Outline, start: int) -> str:
        start += text[start : start + 1] in "的多余"
        if text[start : start + 1] == "（" and (bracket := shape.enclosing(start + 1)):
            start = bracket.end + 1  # 266家（甲235家、乙31家）企业
        window = text[start : start + _RIGHT_WINDOW]
        end = _PHRASE_END.search(window)
        phrase = window[: end.start()] if end else window
        stop = self._stops.search(phrase)
        phrase = phrase[: stop.start()] if stop else phrase
        people = list(self._persons.finditer(phrase))
        return phrase[: people[-1].end()] if people else phrase

    def _before(self, text: str, end: int, opening: int) -> tuple[str, str]:
        """The noun phrase that ends before the number, and what stands before it in the clause."""
        window = text[max(opening, end - _LEFT_WINDOW) : end]
        phrase = window[_clause_start(window, len(window)) :]
        cut = 0
        for pattern in (self._stops, _HAS):
            for stop in pattern.finditer(phrase, cut):
                if stop.end() < len(phrase) and not self._only_stops(phrase[stop.end() :]):
                    cut = stop.end()
        cut += self._place_at_head(phrase[cut:])
        return self._trim(phrase[cut:]), phrase[:cut]

    def _place_at_head(self, phrase: str) -> int:
        """How much of a phrase names the place first (河北省贫困人口): the place is no part of the subject."""
        own = _OWN_PLACE.match(phrase)
        if own:
            return own.end()
        sizes = (size for size in self.lexicon.place_sizes if size < len(phrase))
        return next((size for size in sizes if phrase[:size] in self.lexicon.places), 0)

    def _trim(self, phrase: str) -> str:
        """Without the verbs and adverbs that stand between a noun and its number (贫困村达到7746个)."""
        while phrase:
            tail = next((word for n in (4, 3, 2, 1) if (word := phrase[-n:]) in self.lexicon.edges), "")
            if not tail:
                break
            phrase = phrase[: -len(tail)]
        return phrase.lstrip("“”‘’「」")

    def _only_stops(self, phrase: str) -> bool:
        return not self._trim(phrase)

    def _home(self, text: str, places: tuple[tuple[int, Place, int], ...]) -> Place | None:
        """The place that 我省 and 全市 mean: of the level the document speaks of itself at, the one it names most.

        Places named fewer than twice say nothing: unknown never conflicts.
        """
        own = _OWN_PLACE.search(text)
        ending = {"国": "国", "省": "省", "州": "州", "区": "区", "县": "县"}.get(own.group()[-1], "市") if own else ""
        counts: Counter[Place] = Counter()
        for at, place, _ in places:
            if place.name.endswith(ending):
                counts[place] += 2 if at < _MASTHEAD else 1
        ranked = counts.most_common(2)
        if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return ranked[0][0]

    def _places(self, shape: Outline) -> tuple[tuple[int, Place, int], ...]:
        """Where each place is named, longest name first; names do not overlap."""
        text, found, free = shape.text, [], 0
        for start in self._place_starts.finditer(text):
            at = start.start()
            if at < free:
                continue
            for size in self.lexicon.place_sizes:
                name = text[at : at + size]
                if (place := self.lexicon.places.get(name)) and self._is_meant(name, place, text, at):
                    bracket = shape.enclosing(at)
                    found.append((at, place, bracket.end if bracket else len(text)))
                    free = at + size
                    break
        return tuple(found)

    def _is_meant(self, name: str, place: Place, text: str, at: int) -> bool:
        """Short names of counties are ordinary words as often (搬迁安置): they count beside the full name only."""
        if name == "中国":
            return text[at - 1 : at] != "其"
        return name == place.name or len(place.prefix) < 6 or place.name in text

    @cached_property
    def _place_starts(self) -> re.Pattern[str]:
        initials = "".join(sorted({name[0] for name in self.lexicon.places}))
        return re.compile(f"[{initials}]" if initials else "(?!)")


_MODIFIER_TAIL = re.compile(r"(?:了|约|近|逾|超|超过|达|达到|为|至少|不足|不到|将近|高达|仅|到|至)+$")


def _clause_start(text: str, end: int) -> int:
    """Where the stretch without punctuation or digits that ends at `end` begins."""
    start = end
    while start and end - start < _LEFT_WINDOW and not _CLAUSE_MARK.match(text, start - 1):
        start -= 1
    return start


def _goes_on(text: str, a: Quantity, b: Quantity) -> bool:
    """Whether the second number tells where the first rises or falls to."""
    gap = text[a.span.end : b.span.start]
    return a.unit == b.unit and len(gap) < _LEFT_WINDOW and gap.rstrip("约近")[-1:] in ("到", "至", "为")


def _scopes(text: str) -> tuple[tuple[int, bool], ...]:
    return tuple((m.end(), True) for m in _SCOPE.finditer(text))


_REACHED = re.compile("[到至为]")
_RANKED = re.compile("排名|位次|名次|位居|位列|名列|居全|居世界")


def _alternation(words: object) -> re.Pattern[str]:
    ordered = sorted(map(re.escape, words), key=lambda w: (-len(w), w))  # type: ignore[call-overload]
    return re.compile("|".join(ordered) or "(?!)")


def _ending(words: tuple[str, ...]) -> re.Pattern[str]:
    """The words at the very end of a stretch of text."""
    ordered = sorted(map(re.escape, set(words)), key=lambda w: (-len(w), w))
    return re.compile(f"(?:{'|'.join(ordered) or '(?!)'})$")


_Periods = tuple[tuple[int, Period | None], ...]


def _periods(text: str, quantities: tuple[Quantity, ...], date: str | None) -> tuple[_Periods, _Periods]:
    """Where each period is named, in order of the text; and those among them that last to the end of a paragraph."""
    dates = ((q.span.start, read_period(q.text, date)) for q in quantities if q.kind is Kind.DATE)
    printed = [(start, period) for start, period in dates if period]  # a time of day or a weekday names no other period
    relative = [(m.start(), read_relative(m, date)) for m in RELATIVE.finditer(text)]
    lasting = [(m.start(), read_relative(m, date)) for m in RELATIVE.finditer(text) if m.group().endswith("来")]
    return tuple(sorted(printed + relative, key=lambda entry: entry[0])), tuple(lasting)


def _last(entries: tuple[tuple[int, T], ...], position: int, opening: int) -> T | None:
    """The entry nearest before a position, not before `opening`."""
    index = bisect_right(entries, position, key=lambda entry: entry[0]) - 1
    return entries[index][1] if index >= 0 and entries[index][0] >= opening else None
