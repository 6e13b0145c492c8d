"""Every numeral of a document, with unit, modifier and kind, and what looks like one but is not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from string import ascii_letters, digits

from msgspec import Struct
from msgspec.structs import replace

from factcheck.lexicon import Lexicon, Unit
from factcheck.model import Document, Kind, Modifier, Quantity, Span
from factcheck.numeral_patterns import (
    ARABIC_NUMERAL,
    BIG_SCALES,
    CHINESE_NUMERAL,
    DIGITS,
    FRACTION,
    PLAIN_NUMERAL,
    SMALL_SCALES,
    TENS,
    VAGUE_DIGITS,
)
from factcheck.numerals import LONGEST_NUMERAL, read_numeral
from factcheck.periods import DATE
from factcheck.quantities import lookalikes, notations
from factcheck.quantities.build import NO_AMOUNT, ONE, amount_in, code, lookalike, uncounted
from factcheck.quantities.coordination import joined
from factcheck.quantities.idioms import Idioms
from factcheck.quantities.lookalikes import BEFORE_MARKER, LOOKALIKE
from factcheck.quantities.modifiers import Modifiers
from factcheck.quantities.plain import ENDS_SIGN, Glances
from factcheck.quantities.units import LOOSE, Units

_NUMERALS = frozenset([*DIGITS, *SMALL_SCALES, *BIG_SCALES, *TENS, *VAGUE_DIGITS, "半"])
_CHARACTERS = "".join(sorted(_NUMERALS))

# Where a quantity or a lookalike may begin; all else is skipped at the speed of the pattern engine, which the one class
# of characters at its head allows (0-9, since \d asks Unicode about each character). Words like 去 and 前 begin a date
# only before some others.
_DATE_WORDS = "前头首上下今去明本当民星礼周近最过未元"
_BEGINS_DATE = (
    rf"(?<=[{_DATE_WORDS}])(?=[年半季国期拜日去来近\d{_CHARACTERS}])(?:(?<=[前头])(?=[\d{_CHARACTERS}])|(?<=[上下])(?=半年)"
    rf"|(?<=[今去上前明本当])(?=年[\d{_CHARACTERS}第前头首上下])|(?<=首)(?=季)|(?<=民)(?=国)|(?<=星)(?=期)|(?<=礼)(?=拜)"
    rf"|(?<=周)(?=[一二三四五六日])|(?<=近)(?<![\u4e00-\u9fff].)(?=[\d{_CHARACTERS}])|(?<=最)(?=近)|(?<=过)(?=去)|(?<=未)(?=来)"
    r"|(?<=元)(?=年))"
)
# Words in Latin letters go on with a digit, a mark of an address or the space before a model's number, or are words.
_BEGINS_CODE = r"(?<=[A-Za-z])(?<![A-Za-z].)(?=[A-Za-z]*(?:[0-9:：@_+]|[./\-—][A-Za-z0-9]|\s\d))"
_CANDIDATE = re.compile(
    rf"[0-9{_CHARACTERS}第对.{_DATE_WORDS}A-Za-z]"
    rf"(?:(?<![{_DATE_WORDS}对.A-Za-z])|{_BEGINS_CODE}|{_BEGINS_DATE}|(?<=对)(?=折)|(?<=\.)(?<![\d.]\.)(?=\d))"
)
_DATE = re.compile(DATE)
_PER = re.compile(r"(?P<per>[百千万]\s?|万\s?万\s?)分\s?之\s*")
_NUMBER = re.compile(rf"{PLAIN_NUMERAL}|{ARABIC_NUMERAL}|{CHINESE_NUMERAL}")
_ORDINAL = re.compile(r"第\s?(?P<number>\d+[十百千万]*|[零〇一二三四五六七八九十百千万]+)")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?){1,9}(?![\d:：])")
_SAID_RATIO = re.compile(r"\d{1,3}(?:\.\d+)?(?:比\d{1,3}(?:\.\d+)?){1,3}(?![^\n，。、；）”的左混配搭之])")
_DISCOUNT = re.compile("对折|半[折成](?![为立员功])")
_OF_DATES = frozenset("年月日号时点季")  # behind a numeral that can begin nothing but a date
_GOES_ON = frozenset(" -—–－~～至到./:：比分又@〕]）)度°旬")  # behind a numeral that may begin more
_FEWEST_OF_ADDRESS = 7  # characters of a telephone number
_NO_SIGN_AFTER = re.compile(r"[0-9A-Za-z)）.%\-−—–]")
_MINUS = frozenset("-−")
_LONGEST_RETRIED = 24  # characters of a run of numeral characters that is no numeral
_PERSON_GAP = 12  # characters between a bare number and the people it counts (剩余3.4万建档立卡贫困人口)
_CLAUSE = re.compile(r"[^，。；、！？\n（）]*")
_HALF_BEHIND = re.compile(r"半(?![年月天日路数小径])")
_INSIDE_UNIT = re.compile("个(?P<word>半|多)(?=小时|月|星期|钟头|季度|世纪|百分点)")
_AFTER_NUMBER = frozenset({"个", *(road[0] for road in lookalikes.ROADS)})  # where it may be more than a unit
_TENTHS = frozenset("成折")
_VILLAGE = re.compile(r"(?:[^，。、\s]{0,2})(?:村|庄|屯|寨|沟|滩|坪|店子|家渠)")


@cache
def _fraction_pattern() -> re.Pattern[str]:
    """Made when first asked for: most texts have no fraction, and it takes a while."""
    return re.compile(FRACTION)


class Scanner:
    """Finds the quantities of documents; built once a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._units = Units(lexicon)
        self._modifiers = Modifiers(lexicon)
        self._idioms = Idioms(lexicon, _NUMERALS)
        self._glances = Glances(lexicon, self._units, self._modifiers)
        self._readers = self._by_first_character()
        self._persons = re.compile("|".join(sorted(map(re.escape, lexicon.persons), key=len, reverse=True)) or "(?!)")

    def quantities(self, document: Document) -> tuple[Quantity, ...]:
        """The quantities of a document in the order of its text; no two overlap."""
        text = document.text
        found: list[Quantity] = []
        position, free, search, readers = 0, 0, _CANDIDATE.search, self._readers
        while candidate := search(text, position):
            start = candidate.start()
            if read := readers[text[start]](text, start, free):
                found += read
                position = free = read[-1].span.end
            else:
                position = start + 1
        found = joined(text, found)
        self._imply_persons(text, found)
        return tuple(found)

    def _by_first_character(self) -> Mapping[str, _Read]:
        """What reads a candidate: nothing of it before `free`, an empty list where nothing begins there."""
        readers: dict[str, _Read] = dict.fromkeys(f"{digits}.", self._numeral)
        readers |= dict.fromkeys(_NUMERALS, self._word)
        readers |= dict.fromkeys(_DATE_WORDS, self._date)
        readers |= dict.fromkeys(ascii_letters, self._latin)
        return readers | {"第": self._numbered, "零": self._zero, "半": self._half, "对": self._discount}

    def _word(self, text: str, start: int, free: int) -> list[Quantity]:
        """What a Chinese numeral begins: an idiom before all else."""
        return self._idiom(text, start, free) or self._numeral(text, start, free)

    def _idiom(self, text: str, start: int, free: int) -> list[Quantity]:
        idiom = self._idioms.at(text, start, free)
        if idiom is None or _is_doubling(text, start):
            return []
        plan = self._date(text, start, free) if idiom.note == "plan" else []  # “十四五”期间
        return plan or [idiom]

    def _zero(self, text: str, start: int, free: int) -> list[Quantity]:
        """零下5℃ begins the sign of the number behind."""
        return [] if text.startswith("零下", start) else self._word(text, start, free)

    def _numbered(self, text: str, start: int, free: int) -> list[Quantity]:
        if idiom := self._idiom(text, start, free):
            return idiom
        is_quarter = text.startswith("季度", start + 2)
        return self._date(text, start, free) if is_quarter else self._ordinal(text, start)

    def _half(self, text: str, start: int, free: int) -> list[Quantity]:
        return self._idiom(text, start, free) or self._discount(text, start, free) or self._numeral(text, start, free)

    def _discount(self, text: str, start: int, free: int) -> list[Quantity]:
        word = _DISCOUNT.match(text, start)
        discount = notations.discount_of_a_word(text, word) if word else None
        return [discount] if discount else []

    def _latin(self, text: str, start: int, free: int) -> list[Quantity]:
        """An address or a code with a digit in it."""
        found = LOOKALIKE.match(text, start)
        if not found or not _DIGIT.search(text, start, found.end()):
            return []
        return [uncounted(text, start, found.end(), note=found.lastgroup or "")]

    def _numeral(self, text: str, start: int, free: int) -> list[Quantity]:
        number = _NUMBER.match(text, start)
        end = number.end() if number else start + 1
        if start == 0 or text[start - 1] in BEFORE_MARKER:
            marker = lookalikes.marker(text, start)
            if marker and marker.start >= free:
                return [lookalike(text, marker)]
        special: list[Quantity] = []
        if (after := text[end : end + 1]) in _GOES_ON or end - start >= _FEWEST_OF_ADDRESS:
            special = self._special(text, start, end, free)
        elif after in _OF_DATES:
            special = self._date(text, start, free)
        if special or number is None:
            return special
        plain = self._glances.at(text, start, end)
        return [plain] if plain else self._number(text, start, end, free)

    def _special(self, text: str, start: int, end: int, free: int) -> list[Quantity]:
        """What a numeral begins that is more than a numeral with its unit."""
        if end - start > LONGEST_NUMERAL:
            return [uncounted(text, start, end, note="code")]
        if per := _PER.match(text, start):
            number = _NUMBER.match(text, per.end())
            share = notations.per(text, per, number, self._modifiers) if number else None
            return [share] if share else []
        if (address := LOOKALIKE.match(text, start)) and not _is_part_of_number(text, start):
            return [uncounted(text, start, address.end(), note=address.lastgroup or "")]
        if found := lookalikes.score(text, start) or lookalikes.coordinate(text, start):
            return [lookalike(text, found)]
        ratio = _RATIO.match(text, start) or _SAID_RATIO.match(text, start)
        if ratio and not _is_part_of_number(text, start):
            return notations.ratio(text, start, ratio.end())
        return self._date(text, start, free) or (self._fraction(text, start, free) if _may_divide(text, start) else [])

    def _date(self, text: str, start: int, free: int) -> list[Quantity]:
        found = _DATE.match(text, start)
        return [uncounted(text, start, found.end(), Kind.DATE)] if found else []

    def _fraction(self, text: str, start: int, free: int) -> list[Quantity]:
        found = _fraction_pattern().match(text, start)
        if not found:
            return []
        sign = -ONE if _is_negative(text, start, free) else ONE
        share = notations.fraction(text, start, found.end(), sign, self._modifiers)
        return [share] if share else []

    def _ordinal(self, text: str, start: int) -> list[Quantity]:
        """第三名 and 第二十三条, with their number and what is numbered; no claim."""
        found = _ORDINAL.match(text, start)
        amount = amount_in(None, found["number"], Modifier.EXACT) if found else None
        if not found or not amount:
            return []
        unit = self._units.at(text, found.end())
        span = Span(start, found.end() + (len(unit.name) if unit else 0))
        name = unit.name if unit else None
        return [Quantity(span, Span(*found.span("number")), span.of(text), amount, name, Kind.ORDINAL)]

    def _number(self, text: str, start: int, end: int, free: int) -> list[Quantity]:
        printed = text[start:end]
        if not printed.isdecimal() and read_numeral(printed) is None:
            return self._shorter(text, start, end)
        behind, inside = end, ""
        if text[end : end + 1] in _AFTER_NUMBER:
            if text.startswith(lookalikes.ROADS, end):
                return [code(text, start, end)]
            if text.startswith("个亿", end):  # 两个亿
                printed, behind, end = printed + "亿", end + 2, end + 2
            elif inner := _INSIDE_UNIT.match(text, end):  # 三个半月, 四个多月
                behind, inside = inner.end(), inner["word"]
        is_word = printed[0] > "9"  # written in Chinese numerals
        is_one_digit = is_word and end - start == 1 and printed != "十"
        unit, begin, tail = self._units.around(text, start, behind, is_one_digit)
        if unit is None:
            if printed in VAGUE_DIGITS:  # 数据, 几乎
                return []
            if named := self._code(text, start, end):
                return [named]
        elif unit.name in _TENTHS:
            share = notations.tenths(text, start, end, unit, self._modifiers)
            return [share] if share else []
        return [self._quantity(text, _Parts(begin, start, end, tail, printed, unit, is_word, inside), free)]

    def _quantity(self, text: str, parts: _Parts, free: int) -> Quantity:
        begin, start, tail, unit = parts.begin, parts.start, parts.tail, parts.unit
        kind, name = (unit.kind, unit.base) if unit else (_BARE, None)
        has_half = parts.inside == "半"
        behind = text[tail : tail + 1]
        if behind == "半" and kind in _HALVED and _HALF_BEHIND.match(text, tail):  # 三年半, 一倍半
            has_half, tail = True, tail + 1
            behind = text[tail : tail + 1]
        modifier = self._modifiers.around(text, begin, tail)
        if parts.inside == "多" or (behind == "多" and kind is Kind.DURATION):  # 四个多月, 两年多
            modifier = Modifier.MORE_THAN
        is_negative = text[start - 1 : start] in ENDS_SIGN and _is_negative(text, start, free)
        amount = amount_in(unit, parts.printed, modifier, is_negative, has_half) or NO_AMOUNT
        if behind == "/" and unit and (rate := self._units.per(text, tail)):
            name, kind, tail = f"{name}{rate}", Kind.MEASURE, tail + len(rate)
            behind = text[tail : tail + 1]
        if parts.is_word or behind == "级" or text.startswith("每", begin - 1):
            note = self._note(text, parts, tail, modifier)
            kind = Kind.OTHER if note else kind
        else:
            note = ""
        return Quantity(Span(begin, tail), Span(start, parts.end), text[begin:tail], amount, name, kind, note)

    def _shorter(self, text: str, start: int, end: int) -> list[Quantity]:
        """A run of numeral characters that is no numeral as a whole may still begin with one (万5个)."""
        for stop in range(min(end, start + _LONGEST_RETRIED) - 1, start, -1):
            if read_numeral(text[start:stop]):
                return self._number(text, start, stop, start)
        return []

    def _code(self, text: str, start: int, end: int) -> Quantity | None:
        after = text[end : end + 1]
        is_padded = text[start] == "0" and text[start:end].isdigit() and end - start > 1  # 08333
        if is_padded or (after.isascii() and after.isalpha()):  # 5G
            return code(text, start, end)
        return code(text, start, end) if lookalikes.is_labelled_code(text, start, end) else None

    def _note(self, text: str, parts: _Parts, tail: int, modifier: Modifier) -> str:
        """Why a numeral counts nothing, or an empty string where it counts."""
        unit, start = parts.unit, parts.begin
        if unit and unit.kind in _CLASSED and text.startswith("级", tail):
            return "class"  # 53公斤级, 亿元级: a class is named, not an amount
        if unit and unit.kind in _CLASSED and text.startswith("每", start - 1):
            return "base"  # 每100户拥有汽车43辆: what the rate is of, and no count
        if not parts.is_word:
            return ""
        if unit is None:
            is_name = len(parts.printed) < 2 or lookalikes.in_short_quotes(text, start)
            return "word" if is_name else ""
        if lookalikes.in_short_quotes(text, start):
            return "slogan"
        if parts.printed == "一" and (unit.name in self.lexicon.indefinite or text.startswith(unit.name, tail)):
            return "indefinite"  # 一批干部, 一轮轮走访
        if unit.kind is Kind.MEASURE and text[start - 1 : start] in _TOWNS and _VILLAGE.match(text, tail):
            return "place name"
        if parts.printed in _LONE_SCALES and modifier is Modifier.EXACT:
            return "word"
        is_rank = unit.name in self.lexicon.ranks and (len(parts.printed) == 1 or unit.dimension == LOOSE)
        return "rank" if is_rank else ""

    def _imply_persons(self, text: str, found: list[Quantity]) -> None:
        """剩余3.4万贫困人口: a scaled number before a word for people counts 人."""
        bare = [index for index, quantity in enumerate(found) if quantity.kind is _BARE and not quantity.note]
        for index in bare:
            quantity = found[index]
            if quantity.text[-1] not in _SCALED_ENDS:
                continue
            limit = found[index + 1].span.start if index + 1 < len(found) else len(text)
            window = _CLAUSE.match(text, quantity.span.end, min(limit, quantity.span.end + _PERSON_GAP))
            if window and self._persons.search(window.group()):
                found[index] = replace(quantity, unit="人", kind=Kind.COUNT)


class _Parts(Struct, frozen=True, gc=False):
    """A numeral in the text with its unit: where currency symbol, numeral and unit begin and end."""

    begin: int
    start: int
    end: int
    tail: int
    printed: str
    unit: Unit | None
    is_word: bool
    inside: str  # 半 or 多, said inside the unit: 三个半月


_Read = Callable[[str, int, int], list[Quantity]]
_BARE = Kind.NUMBER
_HALVED = frozenset({Kind.DURATION, Kind.MULTIPLE})
_CLASSED = frozenset({Kind.MEASURE, Kind.MONEY, Kind.COUNT})
_TOWNS = frozenset("县镇乡市区")
_LONE_SCALES = frozenset("百千万亿")
_SCALED_ENDS = frozenset("百千万亿多余")
_DIGIT = re.compile("[0-9]")


def _is_negative(text: str, start: int, free: int) -> bool:
    """Behind 负, 零下, or a minus that joins no two numbers."""
    before = text[start - 1 : start]
    if before in _MINUS:
        return start == 1 or (start - 1 > free and not _NO_SIGN_AFTER.match(text, start - 2))
    return before == "负" or (before == "下" and text.startswith("零下", start - 2))


def _is_part_of_number(text: str, start: int) -> bool:
    """Whether a digit, a dot or a colon stands right before."""
    return text[start - 1 : start] in _NUMBER_BEFORE


def _may_divide(text: str, start: int) -> bool:
    """Whether a stroke or 分之 stands so near that the numeral may be a fraction's."""
    near = text[start : start + _LONGEST_DIVISOR]
    return "/" in near or "分" in near


_LONGEST_DIVISOR = 36  # characters of a whole number, 又 and a divisor with spaces between


def _is_doubling(text: str, start: int) -> bool:
    """翻一番, 翻了近两番: here 一番 is no idiom."""
    return text.startswith("番", start + 1) and "翻" in text[max(0, start - _DOUBLING_WINDOW) : start]


_DOUBLING_WINDOW = 4  # characters from 翻 to its number: 翻了将近一番
_NUMBER_BEFORE = frozenset("0123456789.:：")
