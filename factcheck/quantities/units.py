"""The unit that begins at a position of a text."""

from __future__ import annotations

from collections import defaultdict
from string import ascii_letters, digits
from typing import NamedTuple

from factcheck.lexicon import Lexicon, Unit
from factcheck.model import Kind
from factcheck.numeral_patterns import DIGITS, SCALES, VAGUE_TAILS

LOOSE = "loose"
YUAN = "元"
ENDS_SYMBOL = frozenset("$¥€£ ")
ENDS_CURRENCY = frozenset("币金元")  # 港币, 美金, 港元
_FIGURES = frozenset([*digits, *DIGITS, *SCALES, *VAGUE_TAILS])
CURRENCIES = {"US$": "美元", "HK$": "港元", "NT$": "新台币", "$": "美元", "¥": "元", "€": "欧元", "£": "英镑"}


class _Known(NamedTuple):
    """A unit, what never follows it, and whether it is one after a lone Chinese digit, too."""

    name: str
    unit: Unit
    never_before: frozenset[str]
    is_firm: bool


class Units:
    """Looks units up, longest first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._named = lexicon.units
        longer: dict[str, list[_Known]] = defaultdict(list)
        self._goes_on: dict[str, set[str]] = defaultdict(set)  # from the head of a unit to the rest of it
        for unit in sorted(lexicon.units.values(), key=lambda unit: -len(unit.name)):
            if len(unit.name) > 1:
                longer[unit.name[:2]].append(_known(unit))
            for end in range(1, len(unit.name)):
                self._goes_on[unit.name[:end]].add(unit.name[end])
        self._longer = {head: tuple(units) for head, units in longer.items()}
        self._short = {name: _known(unit) for name, unit in lexicon.units.items() if len(name) == 1}

    @property
    def heads(self) -> frozenset[str]:
        """The first two characters of longer units, and the units of one character."""
        return frozenset({*self._longer, *self._short})

    def never_before(self, name: str) -> frozenset[str]:
        """What makes of a unit another or a word: 月 behind 个, 庭 behind 家, and 个 behind 个 itself."""
        return _known(self._named[name]).never_before | self._goes_on.get(name, frozenset()) | {name[0]}

    def is_firm(self, unit: Unit) -> bool:
        return _known(unit).is_firm

    def around(self, text: str, start: int, behind: int, is_one_digit: bool) -> tuple[Unit | None, int, int]:
        """The unit of a numeral from `start`, a symbol before it or what stands at `behind`; where it all begins and
        ends."""
        begin, tail, unit = start, behind, None
        if (before := text[start - 1 : start]) in ENDS_SYMBOL:
            unit, begin = self.currency(text, start)
        if unit is None:
            position = behind + 1 if text.startswith(" ", behind) else behind  # which may part a numeral from its unit
            if unit := self.at(text, position, is_one_digit):
                tail = position + len(unit.name)
        if before in ENDS_CURRENCY and (unit is None or (unit.base == YUAN and before != YUAN)):
            unit = self.currency_named_before(text, start) or unit
        return unit, begin, tail

    def at(self, text: str, position: int, is_one_digit: bool = False) -> Unit | None:
        """The longest unit that begins at `position`; after a lone Chinese digit, firm units only (三网 is a name)."""
        head = text[position : position + 2]
        if (longer := self._longer.get(head)) and (unit := _longest(longer, text, position, is_one_digit)):
            return unit
        if known := self._short.get(head[:1]):
            _, unit, never_before, is_firm = known
            if (is_firm or not is_one_digit) and head[1:] not in never_before:
                return unit
        return None

    def per(self, text: str, position: int) -> str:
        """The rest of a compound unit that begins at `position`: /平方米 in 元/平方米."""
        if not text.startswith("/", position):
            return ""
        unit = self.at(text, position + 1)
        return "/" + unit.name if unit else ""

    def currency(self, text: str, position: int) -> tuple[Unit | None, int]:
        """The currency whose symbol ends at `position`, and where the symbol begins."""
        end = position - 1 if text[position - 1 : position] == " " else position
        for size in (3, 1):
            symbol = text[max(0, end - size) : end]
            if symbol in CURRENCIES:
                return self._named.get(CURRENCIES[symbol]), end - len(symbol)
        return None, position

    def currency_named_before(self, text: str, position: int) -> Unit | None:
        """The currency that 港币 and its like name right before an amount, with 元 or without: 港币两千元, 港元20."""
        for size in (3, 2):
            unit = self._named.get(text[max(0, position - size) : position])
            if unit and unit.kind is Kind.MONEY:  # behind a figure it is the unit of that: 5港元20
                return None if text[position - size - 1 : position - size] in _FIGURES else unit
        return None


def _longest(units: tuple[_Known, ...], text: str, position: int, is_one_digit: bool) -> Unit | None:
    for name, unit, never_before, is_firm in units:
        if text.startswith(name, position) and (is_firm or not is_one_digit):
            end = position + len(name)
            if text[end : end + 1] not in never_before:
                return unit
    return None


def _known(unit: Unit) -> _Known:
    never_before = _LATIN if unit.name.isascii() and unit.name.isalpha() else frozenset(_NOT_BEFORE.get(unit.name, ""))
    return _Known(unit.name, unit, never_before, unit.dimension != LOOSE and unit.name not in _NOUNS)


_LATIN = frozenset(ascii_letters + digits)
# What makes of a unit the first half of a word: 分之, 成立, 度过.
_NOT_BEFORE = {
    "点": "零一二三四五六七八九钟半左",
    "分": "之类别布子析工享支行",
    "成": "立员功为长熟果绩就交本年都",
    "倍": "增",
    "折": "叠射断扣磨腾返",
    "打": "击造工开算破通响赢断下好牢包压扮听扫拼印黑假架仗动电车招",
    "地": "区方产铁下质图面位理点址带块",
    "厘": "清定金毫革",
    "毛": "利收衣泽巾病主孩料",
    "本": "地市省县区国月年周次报届人身校院公案期科土金币能质",
    "位": "数置于居列",
    "人": "民才大均",
    "家": "庭长属具电用乡",
    "台": "湾胞商资阶风",
    "口": "径岸头号岛",
    "部": "分门署长委队落",
    "项": "目",
    "场": "所地馆",
    "座": "谈",
    "名": "单誉列义",
    "种": "植粮养族子田",
    "头": "部",
    "批": "发评",
    "条": "件例款约",
    "期": "间货权待望刊",
    "次": "数日序",
    "层": "面级次",
    "包": "括含",
    "片": "区",
    "套": "餐现",
    "队": "伍员长",
    "组": "织成合长建",
    "类": "似别型",
    "度": "过假",
}
_NOUNS = frozenset("号口面方行")  # after one Chinese digit these are nouns: 三方, 四面
