"""Quantities to claims: what each number is said of.

A claim's key is subject, place, period, aspect, status and unit. What the text does not say stays unknown.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter

from msgspec import Struct

from factcheck.gazetteer import Gazetteer
from factcheck.lexicon import Lexicon
from factcheck.model import Aspect, Claim, Document, Kind, Period, Place, Quantity, Span, Status
from factcheck.outline import Outline, outline
from factcheck.periods import RELATIVE, document_date, read_period, read_relative
from factcheck.reading import Reading as Reading

# A digit before a letter is part of a name (5G基站).
_LAST_CLAUSE_MARK = re.compile(r"(?s:.*)(?:[，,。；;！？、：\n（）()%“”《》]|\d(?![\dA-Za-z]))")
_SCOPE = re.compile(r"[市县区州省](?:(?<=[\d两二三四五六七八九十].)|(?<=[\d两二三四五六七八九十]个.))(?=[^、个]|$)")
_MASTHEAD = 400  # characters at the head, where publisher, headline and dateline stand
_LEFT_WINDOW = 24
_REMEMBERED = 4096  # phrases, of which seven in ten come again within as many
_RIGHT_WINDOW = 16
_MEASURED = frozenset({Kind.MONEY, Kind.MEASURE, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MULTIPLE, Kind.DURATION})
_RATED = frozenset({Kind.PERCENT, Kind.MULTIPLE})
OWN = "本地"  # the label of all that is said of 我省, 全市 or the home place by name
_HAS = re.compile("(?<![国所拥具没私共持])有(?![效关限机志色])")
_OWN_PLACE = re.compile(r"我[省市县区州国]|全[省市县区州国]|本[省市县区州]|该[省市县区州]")
_PHRASE_END = re.compile(r"[，,。；;！？、：\n（）()“”《》【】|\s%]|\d+(?![\dA-Za-z])")


class Reader:
    """Turns quantities into claims by the words around them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._stops = _alternation(lexicon.stops | lexicon.nouns)  # the longest first: a noun before the stop in it
        self._persons = _alternation(lexicon.persons)
        self._edges = _Endings(word for word in lexicon.edges if len(word) <= _LONGEST_EDGE)
        self._differences = _Endings(lexicon.words.get("difference", ()))
        self._falls = _Endings((*lexicon.words.get("fall", ()), "低", "慢", "负增长", "负增"))
        self._rises = _Endings((*lexicon.words.get("rise", ()), "高", "快", "多"))
        self._shares = _Endings(lexicon.words.get("share", ()))
        self._hedges = _alternation((*lexicon.words.get("planned", ()), *lexicon.words.get("estimated", ())))
        self._gazetteer = Gazetteer(lexicon.places, lexicon.shared_places)
        self._plans = frozenset(lexicon.words.get("planned", ()))
        self._trim = lru_cache(_REMEMBERED)(self._trimmed)  # what stands around numbers is often the same few words
        self._telling = self._falls.last | self._rises.last | self._shares.last | self._differences.last

    def read(self, document: Document, quantities: tuple[Quantity, ...]) -> Reading:
        """The reading of a document; linear in its text."""
        shape, date = outline(document), document_date(document.text)
        named = tuple(self._gazetteer.named(document.text))
        home = _home(document.text, named)
        hedges = [(hedge.start(), hedge.group()) for hedge in self._hedges.finditer(document.text)]
        context = _Context(document.text, shape, quantities, date, home, named, hedges)
        claims: list[Claim] = []
        last = Span(0, 0)
        for quantity in quantities:
            if quantity.is_claim:
                claims.append(self._claim(document, context, quantity, claims[-1] if claims else None, last))
            if quantity.kind is not Kind.OTHER or quantity.note == "plan":  # 零售 and 5G are part of what is said
                last = quantity.span
        return Reading(document, shape, quantities, tuple(claims), date, home)

    def _claim(
        self, document: Document, context: _Context, quantity: Quantity, previous: Claim | None, last: Span
    ) -> Claim:
        text, start = document.text, quantity.span.start
        sentence = bisect_right(context.openings, start) - 1
        opening = context.openings[sentence]
        clause = _clause_start(text, start)
        aspect, direction = self._aspect(text[max(opening, start - _LEFT_WINDOW) : start], quantity)
        subject, label = self._subject(context, quantity, text[max(opening, last.end, clause) : start])
        if not label and last.end > clause <= last.start:
            label = last.of(text)  # 四县有学校265所
        if not subject and previous and previous.sentence == sentence and _goes_on(text, previous.quantity, quantity):
            subject = previous.subject  # 从232.3万人减少到3.4万人: the second number counts what the first does
        return Claim(
            document,
            quantity,
            subject,
            context.place(start, opening),
            context.period(start, opening),
            aspect,
            self._status(context, opening, start),
            sentence,
            direction,
            label,
        )

    def _status(self, context: _Context, opening: int, start: int) -> Status:
        """What is aimed at or estimated is said so between the last comma and the number; a first reckoning
        (初步核算，) speaks of its whole sentence."""
        text, opening = context.text, max(opening, start - _STATUS_WINDOW)
        if context.hedges:
            comma = max(opening, text.rfind("，", opening, start), text.rfind("；", opening, start))
            if hedges := context.hedges_between(comma, start):
                return Status.PLANNED if not self._plans.isdisjoint(hedges) else Status.ESTIMATED
        is_first = context.has_first and _FIRST_RECKONING.search(text, opening, start)
        return Status.ESTIMATED if is_first else Status.ACTUAL

    def _aspect(self, left: str, quantity: Quantity) -> tuple[Aspect, int]:
        """Aspect and direction, told by the words that end where the number begins."""
        left, tail = _without_tail(left) if left[-1:] in _TAIL_CHARACTERS else (left, "")
        is_reached = tail != "" and any(word in tail for word in _REACHED)
        is_telling = left[-1:] in self._telling
        direction = self._direction(left) if is_telling else 0
        if quantity.unit in ("位", "名") and _RANKED.search(left):
            return Aspect.RANK, direction
        if quantity.kind is Kind.PERCENTAGE_POINT:
            return Aspect.POINTS, direction
        if is_reached and direction:  # 减少到3.4万 tells the level that was reached
            return Aspect.LEVEL, direction
        if quantity.kind in _RATED:
            if direction:
                return Aspect.RATE, direction
            is_share = self._shares.end(left) or ("占" in left and _SHARE_OF.search(left))
            return (Aspect.SHARE if is_share else Aspect.LEVEL), 0
        return (Aspect.CHANGE if is_telling and self._differences.end(left) else Aspect.LEVEL), direction

    def _direction(self, left: str) -> int:
        return -1 if self._falls.end(left) else 1 if self._rises.end(left) else 0

    def _subject(self, context: _Context, quantity: Quantity, left: str) -> tuple[str, str]:
        """The noun phrase that the number counts, behind a classifier (62个贫困县) or before it (贫困村7746个), and the
        label before that (渔业实现增加值)."""
        behind = "" if quantity.kind in _MEASURED else self._behind(context.text, context.shape, quantity.span.end)
        before, rest = self._before(left)
        if behind:
            return behind, self._label(before, context.home) or self._label(rest, context.home)
        return before, self._label(rest, context.home)

    def _label(self, phrase: str, home: Place | None) -> str:
        """The last words of a phrase that are more than function words; what names the home place is one label."""
        phrase = self._trim(phrase)
        if not phrase or phrase[-1] == "的":
            return ""
        place = self.lexicon.places.get(phrase)
        if _OWN_PLACE.search(phrase[-3:]) or (place and place == home):
            return OWN
        return place.name if place else phrase[-8:]

    def _behind(self, text: str, shape: Outline, start: int) -> str:
        start += text[start : start + 1] in "的多余"
        if text[start : start + 1] == "（" and (bracket := shape.enclosing(start + 1)):
            start = bracket.end + 1  # 266家（甲235家、乙31家）企业
        end = start + _RIGHT_WINDOW
        if mark := _PHRASE_END.search(text, start, end):
            end = mark.start()
        stop = self._stops.search(text, start, end)
        while stop and stop.group() in self.lexicon.nouns:
            stop = self._stops.search(text, stop.end(), end)
        if stop:
            end = stop.start()
        if self._persons.search(text, start, end):
            *_, person = self._persons.finditer(text, start, end)
            end = person.end()
        return text[start:end]

    def _before(self, phrase: str) -> tuple[str, str]:
        """The noun phrase that ends before the number, and what stands before it in the clause."""
        if not phrase:
            return "", ""
        cut = self._last_cut(self._stops, phrase, 0)
        if "有" in phrase:
            cut = self._last_cut(_HAS, phrase, cut)
        cut = self._behind_place(phrase, cut)
        return self._trim(phrase[cut:]), phrase[:cut]

    def _last_cut(self, pattern: re.Pattern[str], phrase: str, cut: int) -> int:
        """Where the last match from `cut` ends that leaves more than function words behind it; else `cut`."""
        nouns = self.lexicon.nouns
        for end in reversed([stop.end() for stop in pattern.finditer(phrase, cut) if stop.group() not in nouns]):
            if self._trim(phrase[end:]):
                return end
        return cut

    def _behind_place(self, phrase: str, start: int) -> int:
        """Where the places end that a phrase names from `start` (江苏省徐州市茶园): they are no part of the subject."""
        while size := self._gazetteer.at_head(phrase, start):
            start += size
        own = _OWN_PLACE.match(phrase, start)
        return own.end() if own else start

    def _trimmed(self, phrase: str) -> str:
        """Without the verbs and adverbs that stand between a noun and its number (贫困村达到7746个)."""
        phrase = self._edges.strip(phrase)
        return phrase.lstrip(_QUOTES) if phrase[:1] in _QUOTES else phrase


_Named = tuple[tuple[int, int, Place], ...]


class _Context:
    """What the text around a number is about; asked for one position after another, in order of the text."""

    def __init__(
        self,
        text: str,
        shape: Outline,
        quantities: tuple[Quantity, ...],
        date: str | None,
        home: Place | None,
        named: _Named,
        hedges: list[tuple[int, str]],
    ) -> None:
        self.text, self.shape, self.home = text, shape, home
        self.hedges, self.has_first = hedges, "初步" in text
        self.openings = shape.openings
        self._ahead = list(reversed(named))
        self._visible: list[tuple[int, Place, int]] = []  # where, which, and up to where: the end of its bracket
        self._scopes = [scope.end() for scope in _SCOPE.finditer(text)] if home else []
        self._part = Place(home.code + "~", f"{home.name}的部分地区") if home else None
        self._periods, self._lasting = _periods(text, quantities, date)

    def place(self, position: int, opening: int) -> Place | None:
        """The place named last in the sentence, outside closed brackets; behind 3市, some part of the home place."""
        scope = bisect_right(self._scopes, position)
        if scope and self._scopes[scope - 1] >= opening:
            return self._part
        if (self._ahead and self._ahead[-1][0] <= position) or (self._visible and self._visible[-1][2] <= position):
            self._advance(position, opening)
        if self._visible and self._visible[-1][0] >= opening:
            return self._visible[-1][1]
        return self.home

    def period(self, position: int, opening: int) -> Period | None:
        """The period named last in the sentence, or one that lasts from further up in the paragraph (今年以来)."""
        period = self._periods.last(position, opening)
        if period or not self._lasting.starts:
            return period
        return self._lasting.last(position, self.shape.paragraph(position).start)

    def hedges_between(self, start: int, end: int) -> list[str]:
        first, last = bisect_left(self.hedges, (start, "")), bisect_left(self.hedges, (end, ""))
        return [word for _, word in self.hedges[first:last]]

    def _advance(self, position: int, opening: int) -> None:
        """Sees the places up to a position; one in a bracket that has closed is never seen again, nor one of an
        earlier sentence."""
        while self._ahead and self._ahead[-1][0] <= position:
            start, _, place = self._ahead.pop()
            if start >= opening:
                bracket = self.shape.enclosing(start)
                self._visible.append((start, place, bracket.end if bracket else len(self.text)))
        while self._visible and self._visible[-1][2] <= position:
            self._visible.pop()


class _Trail(Struct, frozen=True):
    """Periods and where each is named, in order of the text."""

    starts: tuple[int, ...]
    periods: tuple[Period | None, ...]

    def last(self, position: int, opening: int) -> Period | None:
        """What is named nearest before a position, not before `opening`."""
        index = bisect_right(self.starts, position) - 1
        return self.periods[index] if index >= 0 and self.starts[index] >= opening else None


class _Endings:
    """Words by their last character, to tell which of them a stretch of text ends in, the longest first."""

    def __init__(self, words: Iterable[str]) -> None:
        known: dict[str, list[str]] = {}
        for word in sorted(set(words), key=len, reverse=True):
            known.setdefault(word[-1], []).append(word)
        self._words = {last: tuple(ending) for last, ending in known.items()}
        self.last = frozenset(known)

    def end(self, text: str) -> bool:
        words = self._words.get(text[-1:])
        return words is not None and text.endswith(words)

    def strip(self, text: str) -> str:
        """The text without the words at its end, one after another."""
        while words := self._words.get(text[-1:]):
            for word in words:
                if text.endswith(word):
                    text = text[: -len(word)]
                    break
            else:
                break
        return text


_LONGEST_EDGE = 4
_QUOTES = "“”‘’「」"
_MODIFIER_TAIL = re.compile(r"(?:了|约|近|逾|超|超过|达|达到|为|至少|不足|不到|将近|高达|仅|到|至)+$")
_TAIL_CHARACTERS = "了约近逾超过达到为至少不足将高仅"  # of the words of a tail
_SHARE_OF = re.compile(r"占[^，。；、\n]{1,24}的?(?:比[重例]|比)?(?:[为达约到的近]|超过|将近)*$")


def _without_tail(left: str) -> tuple[str, str]:
    """The text and the modifiers at its end (降至约)."""
    tail = _MODIFIER_TAIL.search(left, len(left.rstrip(_TAIL_CHARACTERS)))
    return (left[: tail.start()], tail.group()) if tail else (left, "")


def _clause_start(text: str, end: int) -> int:
    """Where the stretch without punctuation or digits that ends at `end` begins."""
    start = max(0, end - _LEFT_WINDOW)
    mark = _LAST_CLAUSE_MARK.match(text, start, end)
    return mark.end() if mark else start


def _goes_on(text: str, a: Quantity, b: Quantity) -> bool:
    """Whether the second number tells where the first rises or falls to."""
    if a.unit != b.unit or b.span.start - a.span.end >= _LEFT_WINDOW:
        return False
    return text[a.span.end : b.span.start].rstrip("约近")[-1:] in ("到", "至", "为")


def _home(text: str, named: _Named) -> Place | None:
    """The place that 我省 and 全市 mean: of the level the document speaks of itself at, the one it names most.

    Places named fewer than twice say nothing: unknown never conflicts.
    """
    if not named:
        return None
    own = _OWN_PLACE.search(text)
    ending = {"国": "国", "省": "省", "州": "州", "区": "区", "县": "县"}.get(own.group()[-1], "市") if own else ""
    counts: dict[str, int] = {}
    for start, _, place in named:
        if place.name.endswith(ending):
            counts[place.code] = counts.get(place.code, 0) + (2 if start < _MASTHEAD else 1)
    most = max(counts.values(), default=0)
    leading = [code for code, count in counts.items() if count == most]
    if most < 2 or len(leading) > 1:
        return None
    return next(place for _, _, place in named if place.code == leading[0])


_REACHED = ("到", "至", "为")
_STATUS_WINDOW = 60  # characters of a sentence looked back over for 预计 and 初步核算
_FIRST_RECKONING = re.compile("初步(?:核算|统计|测算|估算|预计|汇总|核实)")
_RANKED = re.compile("排名|位次|名次|位居|位列|名列|居全|居世界")


def _alternation(words: Iterable[str]) -> re.Pattern[str]:
    """Any of the words, the longest first; words that begin alike share a branch, which halves the branches to try."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(head)}(?:{'|'.join(rest)})" for head, rest in rests.items()) or "(?!)")


def _periods(text: str, quantities: tuple[Quantity, ...], date: str | None) -> tuple[_Trail, _Trail]:
    """Where each period is named, in order of the text; and those among them that last to the end of a paragraph."""
    printed = []
    for quantity in quantities:
        if quantity.kind is not Kind.DATE or _compares_with(text, quantity.span.start, quantity.span.end):
            continue
        if period := read_period(quantity.text, date):  # a time of day or a weekday names no other
            printed.append((quantity.span.start, period))
    if not date:  # which else gives the year
        printed = _with_years(text, printed)
    relative = [
        (found, found.start(), read_relative(found, date))
        for found in RELATIVE.finditer(text)
        if not _compares_with(text, *found.span())
    ]
    lasting = [(start, period) for found, start, period in relative if found.group().endswith("来")]
    named = printed + [(start, period) for _, start, period in relative]
    named.sort(key=itemgetter(0))
    return _trail(named), _trail(lasting)


def _with_years(text: str, printed: list[tuple[int, Period]]) -> list[tuple[int, Period]]:
    """A day without a year lies in the year printed last before it in its paragraph, where nothing else says."""
    known: list[tuple[int, Period]] = []
    last, where = "", 0
    for start, period in printed:
        if period.start[0] != "0":
            last, where = period.end[:4], start
        elif last and "\n" not in text[where:start]:
            period = Period(last + period.start[4:], last + period.end[4:])
        known.append((start, period))
    return known


def _compares_with(text: str, start: int, end: int) -> bool:
    """Whether a time is one that another is held against (比2021年, 与去年同期相比), not that of the number."""
    return start > 0 and (text[start - 1] in "比较" or text.startswith("相比", end))


def _trail(entries: list[tuple[int, Period | None]]) -> _Trail:
    starts, periods = zip(*entries, strict=True) if entries else ((), ())
    return _Trail(starts, periods)
