"""The unit that begins at a position of a text."""

from __future__ import annotations

from collections import defaultdict

from factcheck.lexicon import Lexicon, Unit
from factcheck.model import Kind

LOOSE = "loose"
YUAN = "元"
_ENDS_SYMBOL = frozenset("$¥€£ ")
CURRENCIES = {"US$": "美元", "HK$": "港元", "NT$": "新台币", "$": "美元", "¥": "元", "€": "欧元", "£": "英镑"}


class Units:
    """Looks units up, longest first."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._named = lexicon.units
        longer: dict[str, list[Unit]] = defaultdict(list)
        for unit in sorted(lexicon.units.values(), key=lambda unit: -len(unit.name)):
            if len(unit.name) > 1:
                longer[unit.name[:2]].append(unit)
        self._longer = {head: tuple(units) for head, units in longer.items()}
        self._short = {name: unit for name, unit in lexicon.units.items() if len(name) == 1}

    def at(self, text: str, position: int, *, is_one_digit: bool = False) -> Unit | None:
        """The longest unit that begins at `position`; after a lone Chinese digit, firm units only (三网 is a name)."""
        for unit in self._longer.get(text[position : position + 2], ()):
            if text.startswith(unit.name, position) and _fits(unit, text, position + len(unit.name), is_one_digit):
                return unit
        unit_ = self._short.get(text[position : position + 1])
        return unit_ if unit_ and _fits(unit_, text, position + 1, is_one_digit) else None

    def per(self, text: str, position: int) -> str:
        """The rest of a compound unit that begins at `position`: /平方米 in 元/平方米."""
        if not text.startswith("/", position):
            return ""
        unit = self.at(text, position + 1)
        return "/" + unit.name if unit else ""

    def currency(self, text: str, position: int) -> tuple[Unit | None, int]:
        """The currency whose symbol ends at `position`, and where the symbol begins."""
        if text[position - 1 : position] not in _ENDS_SYMBOL:
            return None, position
        end = position - 1 if text[position - 1 : position] == " " else position
        for size in (3, 1):
            symbol = text[max(0, end - size) : end]
            if symbol in CURRENCIES:
                return self._named.get(CURRENCIES[symbol]), end - len(symbol)
        return None, position

    def currency_named_before(self, text: str, position: int) -> Unit | None:
        """The currency that 港币 and its like name right before an amount in 元: 港币两千元."""
        if text[position - 1 : position] not in ("币", "金"):
            return None
        names = (text[max(0, position - size) : position] for size in (3, 2))
        return next((unit for name in names if (unit := self._named.get(name)) and unit.kind is Kind.MONEY), None)


def gap(text: str, position: int) -> int:
    """The width of the space that may part a numeral from its unit."""
    return 1 if text.startswith(" ", position) else 0


def _fits(unit: Unit, text: str, end: int, is_one_digit: bool) -> bool:
    """Whether the characters after a unit leave it a unit: 两手 is none, 人 in 3人民币 neither."""
    if is_one_digit and (unit.dimension == LOOSE or unit.name in _NOUNS):
        return False
    after = text[end : end + 1]
    if unit.name.isascii():
        return not (unit.name.isalpha() and after.isascii() and after.isalnum())
    return not after or after not in _NOT_BEFORE.get(unit.name, "")


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
