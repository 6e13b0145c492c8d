"""Every numeral of a document, with unit, modifier and kind, and what looks like one but is not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from factcheck.lexicon import Lexicon, Unit
from factcheck.model import Amount, Document, Interval, Kind, Modifier, Quantity, Span
from factcheck.numerals import ARABIC, ARABIC_NUMERAL, CHINESE_NUMERAL, DIGITS, Numeral, amount, read_numeral
from factcheck.periods import DATE

_ADDRESS = (
    r"(?:https?|ftp)[:：]//[\x21-\x7e：]+|www\.[A-Za-z0-9_./?=&%#-]+|(?<![A-Za-z0-9_.+-])[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9.-]+"
    r"|(?<!\d)0\d{2,3}[-—]\d{7,8}(?!\d)|(?<![\d.])1[3-9]\d{9}(?!\d)|(?<!\d)[48]00-\d{3}-\d{4}(?!\d)"
)
_CODE = r"[A-Za-z][A-Za-z0-9]*(?:[-/.][A-Za-z0-9]+)*(?<=[0-9])[A-Za-z]*(?![A-Za-z0-9])|(?<![\d.])\d{16,}"
_MARKER = (
    r"(?m:^)[ \t\u3000]{0,20}(?:（\d{1,3}）|（[一二三四五六七八九十]{1,3}）|[一二三四五六七八九十]{1,3}、|\d{1,2}[、．]"
    r"|\d{1,2}\.(?!\d))"
)
_ORDINAL = rf"第(?:\d+|[{'零〇一二三四五六七八九十百千'}]+)"
_RATIO = r"(?<![\d:：])\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?){1,9}(?![\d:：])"
_PER = r"(?:百|千|万)分之"
_FRACTION = rf"(?:{CHINESE_NUMERAL}|\d+)分之(?:{ARABIC}|{CHINESE_NUMERAL})|(?<![\d/])\d{{1,3}}/\d{{1,3}}(?![\d/])"
_CURRENCY = {"US$": "美元", "HK$": "港元", "NT$": "新台币", "$": "美元", "¥": "元", "€": "欧元", "£": "英镑"}
_SIGN = rf"(?<![0-9A-Za-z)）.%\-])[+\-−](?=\d)|负(?=[\d{''.join(DIGITS)}十])"

_SCAN_TEMPLATE = (
    rf"(?P<address>{_ADDRESS})|(?P<marker>{_MARKER})|(?P<date>{DATE})|(?P<ordinal>{_ORDINAL})|(?P<ratio>{_RATIO})"
    rf"|(?P<per>{_PER}(?:{ARABIC_NUMERAL}|{CHINESE_NUMERAL}))|(?P<idiom>IDIOMS)|(?P<fraction>{_FRACTION})"
    rf"|(?P<number>(?:(?P<currency>(?:US|HK|NT)?\$|[¥€£])\s?)?(?:{_SIGN})?(?:{ARABIC_NUMERAL}|{CHINESE_NUMERAL}))|(?P<code>{_CODE})"
)
_QUOTES = str.maketrans("", "", "“”‘’「」『』\"'")
_RANGE_GAP = re.compile(r"\s*(?:[-—–－~～]{1,2}|至|到)\s*")
_SHARED_GAP = re.compile(r"[、，]|和|与|及|或|以及")
_PAIR_GAP = re.compile("[、，][^、，。；]{1,3}")
_FROM = re.compile(r"[从由自]")
_LONGEST_RETRIED = 24  # characters of a run of numeral characters that is no numeral
_PERSON_GAP = 12  # characters between a bare number and the people it counts (剩余3.4万建档立卡贫困人口)
_LOOSE_UNITS = "loose"
_AND_A_HALF = re.compile("个半(?=小时|月|星期|钟头|季度)")
_TENTH_AFTER = re.compile("[一二三四五六七八九半](?![个名家的])")
_HALF = re.compile(r"半(?![年月天日路数小径])")
_VILLAGE = re.compile(r"(?:[^，。、\s]{0,2})(?:村|庄|屯|寨|沟|滩|坪|店子|家渠)")


class Scanner:
    """Finds the quantities of documents; built once a lexicon, since its pattern holds the idioms."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        idioms = "|".join(map(re.escape, sorted(lexicon.idioms, key=lambda word: (-len(word), word))))
        self._scan = re.compile(_SCAN_TEMPLATE.replace("IDIOMS", idioms or "(?!)"))
        self._persons = re.compile("|".join(sorted(map(re.escape, lexicon.persons), key=len, reverse=True)) or "(?!)")

    def quantities(self, document: Document) -> tuple[Quantity, ...]:
        """The quantities of a document in the order of its text; no two overlap."""
        text = document.text
        found: list[Quantity] = []
        position = 0
        while match := self._scan.search(text, position):
            found.extend(self._read(text, match, found[-1].span.end if found else -1))
            position = max(match.end(), found[-1].span.end if found else 0)
        found = _merge_ranges(text, found, self.lexicon)
        found = self._share_units(text, found)
        found = _without_phrases(text, found)
        return tuple(self._imply_persons(text, q, found, i) for i, q in enumerate(found))

    def _read(self, text: str, match: re.Match[str], last: int) -> Iterator[Quantity]:
        start, end = match.span()
        match match.lastgroup:
            case "number":
                yield from self._number(text, match, last)
            case "per":
                yield from self._per(text, match)
            case "fraction":
                yield from self._fraction(text, match)
            case "ratio":
                yield from _ratio(text, start, end)
            case "date":
                yield _plain_quantity(text, start, end, Kind.DATE)
            case "ordinal":
                unit = self._unit(text, end, 9)
                yield _plain_quantity(text, start, end + (len(unit.name) if unit else 0), Kind.ORDINAL)
            case "idiom":
                yield _plain_quantity(text, start, end, Kind.OTHER, self.lexicon.idioms[match.group()])
            case "marker":
                stripped = start + len(match.group()) - len(match.group().lstrip())
                yield _plain_quantity(text, stripped, end, Kind.OTHER, "marker")
            case other:
                yield _plain_quantity(text, start, end, Kind.OTHER, other or "")

    def _number(self, text: str, match: re.Match[str], last: int) -> Iterator[Quantity]:
        printed = match["number"]
        symbol = (match["currency"] or "").strip()
        body = printed[len(match["currency"] or "") :].strip()
        negative = body[0] in "-−负" and match.start() != last
        if not negative:  # 3万元-5万元: a dash behind a quantity joins two of them
            body = body.lstrip("-−")
        numeral = read_numeral(body.lstrip("+-−负"))
        start, end = match.end() - len(body), match.end()
        if numeral is None:
            yield from self._retry(text, match.start(), body, start)
            return
        if negative:
            numeral = replace(numeral, value=-numeral.value, low=-numeral.high, high=-numeral.low)
        is_chinese = not any(c.isdigit() and c < "\x80" for c in body)
        if half := _AND_A_HALF.match(text, end):  # 两个半小时
            value = numeral.value + Fraction(1, 2)
            numeral = replace(numeral, value=value, low=value, high=value, step=Fraction(1, 2))
            end = half.end()
        unit = self.lexicon.units.get(_CURRENCY.get(symbol, "")) or self._unit(
            text, end, len(body) if is_chinese else 99
        )
        if unit is None and text[end : end + 1].isascii() and text[end : end + 1].isalpha():
            yield _plain_quantity(text, match.start(), end, Kind.OTHER, "code")
            return
        yield self._quantity(
            text, match.start() if symbol else start, start, end, numeral, unit, is_chinese, bool(symbol)
        )

    def _quantity(
        self,
        text: str,
        begin: int,
        start: int,
        end: int,
        numeral: Numeral,
        unit: Unit | None,
        is_chinese: bool,
        is_prefixed: bool,
    ) -> Quantity:
        if unit and unit.name in ("成", "折"):
            return self._tenths(text, start, end, numeral, unit)
        tail = end if is_prefixed or not unit else end + _gap(text, end) + len(unit.name)
        tail, numeral = _with_half(text, tail, numeral, unit)
        rate = self._per_unit(text, tail) if unit and not is_prefixed else ""
        modifier = self._modifier(text, begin, tail)
        if unit and unit.kind is Kind.DURATION and text[tail : tail + 1] == "多":  # 两年多
            modifier = Modifier.MORE_THAN
        kind = unit.kind if unit else Kind.NUMBER
        continuous = kind in _CONTINUOUS and "." not in text[start:end]
        note = self._note(text, begin, tail, text[start:end], unit, is_chinese)
        if unit and unit.name in self.lexicon.ranks and not note and is_chinese:
            note = "rank"
        name = unit.name if unit else None
        if unit and unit.kind is Kind.PERCENTAGE_POINT:
            name = "百分点"
            numeral = _times(numeral, unit.factor)
        elif unit and unit.kind is Kind.PERCENT:
            name = "%"
            numeral = _times(numeral, unit.factor)
        elif rate:
            name, kind = f"{name}{rate}", Kind.MEASURE
        return Quantity(
            Span(begin, tail + len(rate)), Span(start, end), text[begin : tail + len(rate)],
            amount(numeral, modifier, is_continuous=continuous), name, Kind.OTHER if note else kind, note,
        )  # fmt: skip

    def _retry(self, text: str, begin: int, body: str, start: int) -> Iterator[Quantity]:
        """A run of numeral characters that is no numeral as a whole may still end or begin with one (万5个)."""
        for size in range(min(len(body), _LONGEST_RETRIED) - 1, 0, -1):
            numeral = read_numeral(body[:size])
            if numeral:
                is_chinese = not body[0].isdigit() or body[0] > "\x7f"
                unit = self._unit(text, start + size, size if is_chinese else 99)
                yield self._quantity(text, start, start, start + size, numeral, unit, is_chinese, False)
                return

    def _unit(self, text: str, position: int, digits: int) -> Unit | None:
        """The longest unit that begins at `position`; after one Chinese digit, firm units only."""
        position += _gap(text, position)
        for size in range(min(self.lexicon.longest_unit, len(text) - position), 0, -1):
            unit = self.lexicon.units.get(text[position : position + size])
            if unit and _fits(unit, text, position + size, digits):
                return unit
        return None

    def _per_unit(self, text: str, position: int) -> str:
        """The rest of a compound unit: /平方米 in 元/平方米."""
        if text[position : position + 1] not in ("/", "每"):
            return ""
        unit = self._unit(text, position + 1, 99)
        return "/" + unit.name if unit and text[position] == "/" else ""

    def _modifier(self, text: str, start: int, end: int) -> Modifier:
        after = next((m for n in (4, 3, 2, 1) if (m := self.lexicon.after.get(text[end : end + n]))), None)
        if after and not (text[end : end + 1] in "起多余" and text[end + 1 : end + 2] not in "，。；、）的年 "):
            return after
        for _ in range(2):
            for size in range(min(self.lexicon.longest_before, start), 0, -1):
                word = text[start - size : start]
                if word in self.lexicon.before and _stands_alone(word, text, start - size):
                    return self.lexicon.before[word]
            filler = next(
                (w for w in (text[start - 2 : start], text[start - 1 : start]) if w in self.lexicon.between),
                "",
            )
            if not filler:
                break
            start -= len(filler)
        return Modifier.EXACT

    def _note(self, text: str, start: int, end: int, printed: str, unit: Unit | None, is_chinese: bool) -> str:
        """Why a numeral counts nothing, or an empty string where it counts."""
        if unit and text[end : end + 1] == "级" and unit.kind in (Kind.MEASURE, Kind.MONEY, Kind.COUNT):
            return "class"  # 53公斤级, 亿元级: a class is named, not an amount
        if not is_chinese:
            return "web noise" if unit is None and text[start : start + 1] == "+" else ""
        if unit is None:
            return "word" if len(printed) < 2 or _in_short_quotes(text, start) else ""
        if _in_short_quotes(text, start):
            return "slogan"
        if printed == "一" and unit.name in self.lexicon.indefinite:
            return "indefinite"
        if unit.kind is Kind.MEASURE and _VILLAGE.match(text, end) and text[start - 1 : start] in "县镇乡市区":
            return "place name"
        if printed[0] in "百千万亿" and len(printed) == 1:
            return "word"
        return ""

    def _tenths(self, text: str, start: int, end: int, numeral: Numeral, unit: Unit) -> Quantity:
        """七成, 七成五, 三成多, 八折 and 八五折, in percent."""
        if unit.name == "折" and numeral.value >= 10:
            unit = replace(unit, factor=Fraction(1))
        tail, extra = end + 1, Fraction(0)
        if half := _TENTH_AFTER.match(text, tail):
            digit = read_numeral(half.group()) if half.group() != "半" else None
            extra, tail = (digit.value if digit else Fraction(5)), tail + 1
        numeral = _times(numeral, unit.factor)
        step = Fraction(1) if extra else numeral.step
        numeral = replace(
            numeral,
            value=numeral.value + extra,
            low=numeral.low + extra,
            high=numeral.high + extra,
            step=step,
        )
        modifier = self._modifier(text, start, tail)
        return Quantity(
            Span(start, tail),
            Span(start, end),
            text[start:tail],
            amount(numeral, modifier, is_continuous=True),
            "%",
            Kind.PERCENT,
        )

    def _per(self, text: str, match: re.Match[str]) -> Iterator[Quantity]:
        """百分之五十, 千分之三, 万分之二, in percent."""
        start, end = match.span()
        numeral = read_numeral(match.group()[3:])
        if numeral is None:
            return
        factor = {"百": Fraction(1), "千": Fraction(1, 10), "万": Fraction(1, 100)}[match.group()[0]]
        points = text.startswith(("个百分点", "百分点"), end)
        value = amount(_times(numeral, factor), self._modifier(text, start, end), is_continuous=True)
        kind = Kind.PERCENTAGE_POINT if points else Kind.PERCENT
        yield Quantity(Span(start, end), Span(start + 3, end), match.group(), value, "百分点" if points else "%", kind)

    def _fraction(self, text: str, match: re.Match[str]) -> Iterator[Quantity]:
        """三分之二 and 1/3, as shares of one."""
        start, end = match.span()
        numeral = read_numeral(match.group())
        if numeral:
            value = amount(numeral, self._modifier(text, start, end))
            yield Quantity(Span(start, end), Span(start, end), match.group(), value, None, Kind.RATIO)

    def _share_units(self, text: str, found: list[Quantity]) -> list[Quantity]:
        """2.5和2.8个百分点, 266、373家, 由16.24%降到0: a bare number takes its neighbour's unit."""
        shared = list(found)
        for i in range(len(shared) - 2, -1, -1):
            here, after = shared[i], shared[i + 1]
            if (
                _is_bare(here)
                and after.unit
                and after.is_claim
                and _SHARED_GAP.fullmatch(text, here.span.end, after.span.start)
            ):
                shared[i] = _with_unit(here, after)
        for i in range(1, len(shared)):
            before, here = shared[i - 1], shared[i]
            if (
                _is_bare(here)
                and before.kind is Kind.PERCENT
                and _TO_ZERO.fullmatch(text, before.span.end, here.span.start)
            ):
                shared[i] = _with_unit(here, before)
        return shared

    def _imply_persons(self, text: str, quantity: Quantity, found: list[Quantity], index: int) -> Quantity:
        """剩余3.4万贫困人口: a scaled number before a word for people counts 人."""
        if not _is_bare(quantity) or quantity.text[-1] not in "百千万亿多余":
            return quantity
        limit = found[index + 1].span.start if index + 1 < len(found) else len(text)
        window = re.match(
            r"[^，。；、！？\n（）]*", text[quantity.span.end : min(limit, quantity.span.end + _PERSON_GAP)]
        )
        if window and self._persons.search(window.group()):
            return replace(quantity, unit="人", kind=Kind.COUNT)
        return quantity


_CONTINUOUS = frozenset({Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.MEASURE, Kind.MULTIPLE})
_TO_ZERO = re.compile(r"[^，。；%]{0,8}[到至为]")


def _gap(text: str, position: int) -> int:
    return 1 if text[position : position + 1] == " " else 0


def _fits(unit: Unit, text: str, end: int, digits: int) -> bool:
    """Whether the characters after a unit leave it a unit: 两手 is none, 人 in 3人民币 neither."""
    if digits == 1 and unit.dimension == _LOOSE_UNITS:
        return False
    after = text[end : end + 1]
    if unit.name.isascii() and unit.name.isalpha():
        return not (after.isascii() and after.isalnum())
    return (
        digits > 1 if unit.name in _NOUN_AFTER_ONE_DIGIT else not after or after not in _NOT_BEFORE.get(unit.name, "")
    )


# What makes of a unit the first half of a word: 分之, 成立, 度过.
_NOT_BEFORE = {
    "点": "零一二三四五六七八九钟半左",
    "分": "之类别布子析工享支行",
    "度": "过假",
    "成": "立员功为长熟果绩就交本年都",
    "倍": "增",
    "折": "叠射断扣磨腾返",
}
_NOUN_AFTER_ONE_DIGIT = frozenset("号口面方行")


def _with_half(text: str, end: int, numeral: Numeral, unit: Unit | None) -> tuple[int, Numeral]:
    """两个半小时 is read by its unit; 三年半 and 一倍半 add half of the last unit."""
    if not unit or unit.kind not in (Kind.DURATION, Kind.MULTIPLE) or not _HALF.match(text, end):
        return end, numeral
    half = Fraction(1, 2)
    return end + 1, replace(
        numeral, value=numeral.value + half, low=numeral.low + half, high=numeral.high + half, step=half
    )


def _times(numeral: Numeral, factor: Fraction) -> Numeral:
    if factor == 1:
        return numeral
    return replace(
        numeral,
        value=numeral.value * factor,
        low=numeral.low * factor,
        high=numeral.high * factor,
        step=numeral.step * factor,
    )


def _stands_alone(word: str, text: str, start: int) -> bool:
    """A one-character modifier is none as the end of a longer word: 亚太 is no 超, 附近 no 近, 通过 no 过."""
    if len(word) > 1:
        return True
    before = text[start - 1 : start]
    return not before or before not in {
        "近": "附最新亲贴",
        "过": "通超经不越难度",
        "上": "以网线市身晚早加会",
        "成": "完建达形组构分变生合造收养促",
        "超": "",
        "约": "节合预条公契",
    }.get(word, "")


def _in_short_quotes(text: str, start: int) -> bool:
    """“三个全覆盖”: a quotation of at most ten characters that starts with the numeral is a name."""
    if text[start - 1 : start] not in ("“", "「", "‘", "『", '"', "”"):
        return False
    rest = text[start : start + 12]
    return any(mark in rest for mark in '”」’』"“')


def _plain_quantity(text: str, start: int, end: int, kind: Kind, note: str = "") -> Quantity:
    return Quantity(Span(start, end), Span(start, end), text[start:end], _NO_AMOUNT, None, kind, note)


_NO_AMOUNT = Amount(None, Interval(None, None), Fraction(1))


def _ratio(text: str, start: int, end: int) -> Iterator[Quantity]:
    """The terms of 3.9：42.8：54.3, each a quantity; a clock time is a date."""
    terms = [(m.start(), m.end()) for m in re.finditer(r"\d+(?:\.\d+)?", text[start:end])]
    printed = [text[start + a : start + b] for a, b in terms]
    if _is_clock(printed):
        yield _plain_quantity(text, start, end, Kind.DATE)
        return
    for a, b in terms:
        span = Span(start + a, start + b)
        numeral = read_numeral(span.of(text))
        if numeral:
            yield Quantity(span, span, span.of(text), amount(numeral, is_continuous=True), None, Kind.RATIO)


def _is_clock(printed: list[str]) -> bool:
    hour, *rest = printed
    if not hour.isdigit() or len(hour) > 2 or int(hour) > 24 or len(rest) > 2:
        return False
    return all(len(part) == 2 and part.isdigit() and int(part) < 60 for part in rest)


def _is_bare(quantity: Quantity) -> bool:
    return quantity.kind is Kind.NUMBER and not quantity.note


def _without_phrases(text: str, found: list[Quantity]) -> list[Quantity]:
    """不落一户、不落一人 count nothing; nor does 三个完成 where “三个完成” is a slogan of the text."""
    slogans = {text[q.span.start : q.span.end + 2] for q in found if q.note == "slogan"}
    kept = []
    for index, quantity in enumerate(found):
        if quantity.is_claim and text[quantity.span.start : quantity.span.end + 2] in slogans:
            quantity = replace(quantity, kind=Kind.OTHER, note="slogan")
        elif _is_one(quantity) and any(
            _is_paired(text, quantity, other) for other in found[max(0, index - 1) : index + 2]
        ):
            quantity = replace(quantity, kind=Kind.OTHER, note="idiom")
        kept.append(quantity)
    return kept


def _is_one(quantity: Quantity) -> bool:
    return quantity.is_claim and quantity.text.startswith("一") and len(quantity.text) == 2


def _is_paired(text: str, one: Quantity, other: Quantity) -> bool:
    """Two 一 with a verb or two between: they stand for each and every."""
    first, last = sorted((one, other), key=lambda q: q.span)
    return one is not other and _is_one(other) and bool(_PAIR_GAP.fullmatch(text, first.span.end, last.span.start))


def _with_unit(bare: Quantity, neighbour: Quantity) -> Quantity:
    numeral = read_numeral(bare.text)
    if numeral is None:
        return bare
    value = amount(numeral, bare.amount.modifier, is_continuous=neighbour.kind in _CONTINUOUS)
    return replace(bare, amount=value, unit=neighbour.unit, kind=neighbour.kind)


def _merge_ranges(text: str, found: list[Quantity], lexicon: Lexicon) -> list[Quantity]:
    """3-5万元, 30%—40%: two numbers with a dash between are one range."""
    merged: list[Quantity] = []
    for quantity in found:
        if merged and (range_ := _range(text, merged[-1], quantity, lexicon)):
            merged[-1] = range_
        else:
            merged.append(quantity)
    return merged


def _range(text: str, first: Quantity, last: Quantity, lexicon: Lexicon) -> Quantity | None:
    if not first.is_claim or not last.is_claim or Kind.RATIO in (first.kind, last.kind) or first.amount.is_range:
        return None
    if first.unit not in (None, last.unit) or not _RANGE_GAP.fullmatch(text, first.span.end, last.span.start):
        return None
    if _FROM.search(text, max(0, first.span.start - 8), first.span.start) or first.amount.value is None:
        return None
    low, high = first.amount, last.amount
    if first.unit is None:
        low = _scaled_like(first, last)
    if low.value is None or high.value is None or not low.value <= high.value:
        return None
    bounds = Interval(low.interval.low, high.interval.high)
    value = Amount(None, bounds, high.step, high.modifier, True)
    span = Span(first.span.start, last.span.end)
    return replace(
        last, span=span, numeral=Span(first.numeral.start, last.numeral.end), text=span.of(text), amount=value
    )


def _scaled_like(first: Quantity, last: Quantity) -> Amount:
    """3-5万元 means 3万 to 5万 where 3 alone would be no range with 5万."""
    scale = re.search(r"[十百千万亿兆]+", last.text)
    if not scale or re.search(r"[十百千万亿兆]", first.text):
        return first.amount
    numeral = read_numeral(first.text + scale.group())
    return amount(numeral) if numeral else first.amount
