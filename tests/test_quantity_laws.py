"""Laws of quantities: what is written in any notation, with any unit, reads back to the same value and unit."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from factcheck.lexicon import Unit
from factcheck.model import Kind, Modifier, Quantity
from factcheck.pipeline import read_document
from factcheck.quantities import Scanner
from factcheck.readers.cleaning import clean
from factcheck.rulebook import load_rulebook

law = settings(max_examples=200, deadline=None)
RULEBOOK = load_rulebook()
LEXICON = RULEBOOK.lexicon

DIGITS = "零一二三四五六七八九"
FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
FULL_WIDTH = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")
TRADITIONAL = str.maketrans("万亿", "萬億")

# 日, 月, 号, 点 and 分 make dates and fractions, and 1000年度 is a year; 成 and 折 have notations of their own; before
# 千, 百, 万 and 兆 a number ends in a scale; 番 stands behind 翻 only.
UNITS = [
    unit
    for unit in LEXICON.units.values()
    if unit.name not in ("日", "月", "号", "点", "分", "成", "折", "番", "世纪", "页")
    and unit.name[0] not in "百千万兆时刻年"
    and unit.dimension != "loose"
]


def only(text: str) -> Quantity:
    (quantity,) = read_document(clean(text), RULEBOOK).quantities
    return quantity


def thousands(number: int) -> str:
    """A number below 10,000 in Chinese: 1024 is 一千零二十四."""
    out, is_gap = "", False
    for power, scale in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            out += ("零" if is_gap and out else "") + DIGITS[digit] + scale
        is_gap = not digit
    return out


def in_chinese(number: int) -> str:
    """A number below 10^12 in Chinese, every place named."""
    sections = [(number // 10**8, "亿"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    out = ""
    for section, scale in sections:
        if section:
            out += ("零" if out and section < 1000 else "") + thousands(section) + scale
        elif out and not out.endswith("零") and number % 10**4:
            out += ""
    return out or "零"


counts = st.integers(1, 10**8 - 1)
units = st.sampled_from(UNITS)


def agrees(value: Fraction | int, unit: Unit, text: str) -> None:
    quantity = only(f"共有{text}。")
    assert (value * unit.conversion, unit.base, unit.kind) == (quantity.amount.value, quantity.unit, quantity.kind)


@law
@given(counts, units, st.sampled_from(["{}", "{:,}"]), st.booleans())
def test_an_arabic_number_reads_back_with_its_unit(count: int, unit: Unit, form: str, is_wide: bool) -> None:
    printed = form.format(count)
    agrees(count, unit, (printed.translate(FULL_WIDTH) if is_wide else printed) + unit.name)


@law
@given(st.integers(1, 99_999), st.integers(1, 3), st.sampled_from(["万", "亿", "万亿", "千万"]), units, st.booleans())
def test_a_decimal_in_a_scale_reads_back_with_its_unit(
    digits: int, places: int, scale: str, unit: Unit, is_traditional: bool
) -> None:
    power = {"万": 10**4, "亿": 10**8, "万亿": 10**12, "千万": 10**7}[scale]
    value = Fraction(digits, 10**places)
    whole, rest = divmod(digits, 10**places)
    printed = f"{whole}.{rest:0{places}}{scale}{unit.name}"
    agrees(value * power, unit, printed.translate(TRADITIONAL) if is_traditional else printed)


@law
@given(st.integers(11, 10**10), units, st.booleans())
def test_a_number_in_chinese_reads_back_with_its_unit(count: int, unit: Unit, is_financial: bool) -> None:
    assume(unit.name != "两")
    printed = in_chinese(count)
    agrees(count, unit, (printed.translate(FINANCIAL) if is_financial else printed) + unit.name)


@law
@given(st.integers(1, 9999), st.sampled_from([("百", 100), ("千", 1000), ("万", 10_000)]))
def test_a_share_in_words_reads_back_in_percent(part: int, of: tuple[str, int]) -> None:
    quantity = only(f"占{of[0]}分之{thousands(part)}。")
    assert (Fraction(part * 100, of[1]), "%", Kind.PERCENT) == (
        quantity.amount.value,
        quantity.unit,
        quantity.kind,
    )


@law
@given(st.integers(2, 99), st.integers(1, 99))
def test_a_fraction_in_words_reads_back(below: int, above: int) -> None:
    quantity = only(f"有{thousands(below)}分之{thousands(above)}。")
    assert (Fraction(above, below), Kind.RATIO) == (quantity.amount.value, quantity.kind)


@law
@given(counts, counts, units, st.sampled_from("-—–~～至到"))
def test_a_range_reads_back_to_its_ends(one: int, other: int, unit: Unit, dash: str) -> None:
    low, high = sorted((one, other))
    assume(low < high)
    quantity = only(f"约有{low}{unit.name}{dash}{high}{unit.name}。")
    ends = quantity.amount.interval
    assert (low * unit.conversion, high * unit.conversion, unit.base) == (ends.low, ends.high, quantity.unit)


@law
@given(
    counts,
    units,
    st.sampled_from(
        [
            ("约{}", Modifier.ABOUT),
            ("{}左右", Modifier.ABOUT),
            ("超过{}", Modifier.MORE_THAN),
            ("{}以上", Modifier.MORE_THAN),
            ("近{}", Modifier.LESS_THAN),
            ("不足{}", Modifier.LESS_THAN),
            ("{}以下", Modifier.LESS_THAN),
            ("{}", Modifier.EXACT),
        ]
    ),
)
def test_a_modifier_is_read_with_any_unit(count: int, unit: Unit, form: tuple[str, Modifier]) -> None:
    assert form[1] is only(f"今天{form[0].format(f'{count}{unit.name}')}。").amount.modifier


class _NoGlances:
    def at(self, text: str, start: int, end: int) -> None:
        """Nothing is plain."""


QUICK, CAREFUL = Scanner(LEXICON), Scanner(LEXICON)
CAREFUL._glances = _NoGlances()
BEFORE = ["", "共", "约", "达到", "上", "港币", "$", "“", "每", "（", "-", "零下", "国道", "编号：", "村", " ", "\n"]
NUMERALS = ["3", "07", "1234", "3.4万", "20亿", "7000多", "1,502", "15k", *"一三十两几半百", "三百", "数十", "六百多"]
BEHIND = ["", "以上", "（含）以上", "前", "左右", "多", "半", "级", "/吨", "亿", "庭", "之", "人", "。", "（5）", "A"]


@given(
    st.sampled_from(BEFORE), st.sampled_from(NUMERALS), st.sampled_from(["", *LEXICON.units]), st.sampled_from(BEHIND)
)
@settings(max_examples=2000, deadline=None)
def test_what_is_read_at_a_glance_is_read_alike_with_care(before: str, numeral: str, unit: str, behind: str) -> None:
    document = clean(f"{before}{numeral}{unit}{behind}")

    assert CAREFUL.quantities(document) == QUICK.quantities(document)
