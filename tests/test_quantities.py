"""Every numeral of a text: value, unit, kind and modifier; and what looks like one but counts nothing."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import pytest

from factcheck.model import Kind, Modifier, Quantity
from factcheck.quantities.lookalikes import LOOKALIKE

Read = Callable[[str], tuple[Quantity, ...]]
Only = Callable[[str], Quantity]

COUNT, MONEY, MEASURE, PERCENT = Kind.COUNT, Kind.MONEY, Kind.MEASURE, Kind.PERCENT


@pytest.mark.parametrize(
    ("value", "unit", "kind", "text"),
    [
        ("62", "个", COUNT, "全乡有62个村"),
        ("1234", "户", COUNT, "惠及1,234户"),
        ("1234", "户", COUNT, "惠及１，２３４戶"),
        ("123", "个", COUNT, "全市一百二十三个村"),
        ("23", "人", COUNT, "到会廿三人"),
        ("34000", "人", COUNT, "安置3.4万人"),
        ("20000", "名", COUNT, "服务2万名群众"),
        ("18", "岁", COUNT, "年满18岁"),
        ("1250000000", "元", MONEY, "财政收入12.5亿元"),
        ("1000", "元", MONEY, "收款壹仟元"),
        ("300", "美元", MONEY, "每人补贴300美元"),
        ("500", "港元", MONEY, "票价HK$500"),
        ("20", "美元", MONEY, "票价US$20"),
        ("20", "港元", MONEY, "票价港元20"),
        ("3500", "美元", MONEY, "标价美元3,500"),
        ("320000000", "美元", MONEY, "出口额为$3.2亿"),
        ("88.5", "元", MONEY, "票价¥88.5"),
        ("34000", "公斤", MEASURE, "卖出苹果3.4万公斤"),
        ("800", "亩", MEASURE, "流转土地800亩"),
        ("12.5", "公顷", MEASURE, "造林12.5公顷"),
        ("5", "元/平方米", MEASURE, "租金为5元/平方米"),
        ("80", "公里/小时", MEASURE, "限速80公里/小时"),
        ("98.6", "%", PERCENT, "合格率98.6%"),
        ("98.6", "%", PERCENT, "合格率９８．６％"),
        ("0.3", "%", PERCENT, "误差3‰"),
        ("50", "%", PERCENT, "完成百分之五十"),
        ("3.5", "%", PERCENT, "增长百分之三点五"),
        ("0.3", "%", PERCENT, "误差千分之三"),
        ("-3", "%", PERCENT, "增速为负3%"),
        ("70", "%", PERCENT, "七成受访者"),
        ("80", "%", PERCENT, "打八折出售"),
        ("20", "%", PERCENT, "两成农户"),
        ("3.5", "倍", Kind.MULTIPLE, "是去年的3.5倍"),
        ("2", "倍", Kind.MULTIPLE, "增长两倍"),
        ("0.25", "百分点", Kind.PERCENTAGE_POINT, "下调25个基点"),
        ("2/3", None, Kind.RATIO, "三分之二的村"),
        ("1/3", None, Kind.RATIO, "1/3的农户"),
        ("3", "天", Kind.DURATION, "工期3天"),
        ("3", "个月", Kind.DURATION, "用了三个月"),
        ("2.5", "年", Kind.DURATION, "前后两年半"),
        ("48", "小时", Kind.DURATION, "历时48小时"),
        ("62", None, Kind.NUMBER, "得分62"),
        ("24", "个", COUNT, "订做两打"),
        ("123.11", "元", MONEY, "付款123元1角1分"),
        ("10.3", "元", MONEY, "付款十块三毛"),
        ("0.5", "元", MONEY, "票价5角"),
        ("200000000", "元", MONEY, "投资两个亿元"),
        ("2000", "港元", MONEY, "付港币两千元"),
        ("3000", "新台币", MONEY, "付新台币3000"),
        ("-15", "℃", MEASURE, "气温零下15℃"),
        ("-0.2", "%", PERCENT, "增速-0.2%"),
        ("4.5", "%", PERCENT, "股息4.5厘"),
        ("50", "%", PERCENT, "打对折"),
        ("38", "%", PERCENT, "打三八折"),
        ("5", "%", PERCENT, "让利半成"),
        ("0.000007", "%", PERCENT, "误差万万分之七"),
        ("1", "番", Kind.MULTIPLE, "产值翻了近一番"),
        ("2", "番", Kind.MULTIPLE, "产值翻两番"),
        ("1.5", "倍", Kind.MULTIPLE, "增长一倍半"),
        ("3.5", "月", Kind.DURATION, "用了三个半月"),
        ("3", "地", COUNT, "京津冀三地"),
    ],
)
def test_a_quantity_has_value_unit_and_kind(only: Only, value: str, unit: str | None, kind: Kind, text: str) -> None:
    quantity = only(text)
    assert (Fraction(value), unit, kind) == (quantity.amount.value, quantity.unit, quantity.kind)
    assert quantity.is_claim


def test_percentage_points_are_no_percent(read: Read) -> None:
    quantity = read("提高2.5个百分点。")[0]
    assert (Fraction("2.5"), "百分点", Kind.PERCENTAGE_POINT) == (
        quantity.amount.value,
        quantity.unit,
        quantity.kind,
    )


def test_a_quantity_spans_numeral_and_unit(only: Only) -> None:
    quantity = only("全乡安置3.4万人就业")
    assert (
        quantity.text,
        (quantity.span.start, quantity.span.end),
        (quantity.numeral.start, quantity.numeral.end),
    ) == ("3.4万人", (4, 9), (4, 8))


def test_a_tenth_with_its_half_is_five_percent_finer(read: Read) -> None:
    quantity = read("三成五反对")[0]
    assert ("三成五", 35, Fraction("34.5"), Fraction("35.5")) == (
        quantity.text,
        quantity.amount.value,
        quantity.amount.interval.low,
        quantity.amount.interval.high,
    )


@pytest.mark.parametrize(
    ("modifier", "low", "high", "text"),
    [
        (Modifier.EXACT, 3000, 3000, "全县3000人"),
        (Modifier.EXACT, 3000, 3000, "全县达3000人"),
        (Modifier.ABOUT, 2700, 3300, "全县约3000人"),
        (Modifier.ABOUT, 2700, 3300, "全县大约有3000人"),
        (Modifier.ABOUT, 2700, 3300, "全县3000人左右"),
        (Modifier.ABOUT, 2700, 3300, "全县3000人上下"),
        (Modifier.MORE_THAN, 3000, None, "全县3000人以上"),
        (Modifier.MORE_THAN, 3000, None, "全县超过3000人"),
        (Modifier.MORE_THAN, 3000, None, "全县逾3000人"),
        (Modifier.MORE_THAN, 3000, None, "全县不低于3000人"),
        (Modifier.MORE_THAN, 3000, None, "全县至少有3000人"),
        (Modifier.MORE_THAN, 3000, 4000, "全县3000余人"),
        (Modifier.MORE_THAN, 3000, 4000, "全县3000多人"),
        (Modifier.MORE_THAN, 20000, 30000, "全县2万多亩"),
        (Modifier.MORE_THAN, 10, 20, "全县十几个"),
        (Modifier.MORE_THAN, 1000, 10000, "全县数千人"),
        (Modifier.LESS_THAN, 2400, 3000, "全县近3000人"),
        (Modifier.LESS_THAN, 2400, 3000, "全县不足3000人"),
        (Modifier.LESS_THAN, 2400, 3000, "全县不超过3000人"),
        (Modifier.LESS_THAN, 2400, 3000, "全县3000人以下"),
        (Modifier.EXACT, 3000, 3000, "附近3000人"),
        (Modifier.EXACT, 3000, 3000, "通过3000人"),
        (Modifier.EXACT, 3000, 3000, "预约3000人"),
    ],
)
def test_words_around_a_quantity_move_its_bounds(
    only: Only, modifier: Modifier, low: int, high: int | None, text: str
) -> None:
    found = only(text).amount
    assert (modifier, low, high) == (found.modifier, found.interval.low, found.interval.high)


@pytest.mark.parametrize(
    ("low", "high", "unit", "text"),
    [
        ("30000", "50000", "元", "投资3-5万元"),
        ("30", "40", "%", "占比30%—40%"),
        ("18", "35", "岁", "年龄18至35岁"),
        ("20", "30", "人", "每班20—30人"),
        ("1200", "1500", "吨", "年产1200～1500吨"),
        ("100", "200", "元", "每亩100元到200元"),
    ],
)
def test_two_numbers_with_a_dash_between_are_one_range(only: Only, low: str, high: str, unit: str, text: str) -> None:
    quantity = only(text)
    assert (None, unit, True) == (quantity.amount.value, quantity.unit, quantity.amount.is_range)
    assert (Fraction(low), Fraction(high)) == (quantity.amount.interval.low, quantity.amount.interval.high)


@pytest.mark.parametrize(
    ("low", "high", "text"),
    [
        (20000, 30000, "两到三万人"),
        (70000000, 90000000, "七千到九千万人"),
        (30000000, 50000000, "3-5千万人"),
        (8500, 30000, "8500至3万人"),
        (180000, 300000, "十八至三十万人"),
        (10000, 50000, "1万(含)-5万人"),
        (10000, 50000, "1万人--5万人"),
    ],
)
def test_a_scale_said_once_holds_for_both_ends_of_a_range(only: Only, low: int, high: int, text: str) -> None:
    interval = only(text).amount.interval
    assert (low, high) == (interval.low, interval.high)


@pytest.mark.parametrize("text", ["价格从3万元到5万元", "由30户到50户", "50至30户"])
def test_from_one_number_to_another_is_no_range(read: Read, text: str) -> None:
    assert len(read(text)) == 2


@pytest.mark.parametrize(
    ("units", "text"),
    [
        (["家", "家"], "新增266、373家企业"),
        (["家", "家", "家"], "新增266、373和415家企业"),
        (["%", "%"], "失业率由16.24%降到0"),
        (["%", "%"], "增长2.5%和2.8%"),
        ([None, "户"], "得分62。共15户"),
    ],
)
def test_a_bare_number_takes_the_unit_of_its_neighbour(read: Read, units: list[str | None], text: str) -> None:
    assert units == [quantity.unit for quantity in read(text)]


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("人", "剩余3.4万贫困人口"),
        ("人", "3万多在校学生"),
        (None, "3.4万，贫困人口"),
        (None, "得分34，人口多"),
    ],
)
def test_a_scaled_number_before_people_counts_people(only: Only, unit: str | None, text: str) -> None:
    assert unit == only(text).unit


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        (["3", "2"], "男女比例为3:2"),
        (["3", "2"], "男女比例为3：2"),
        (["3.9", "42.8", "54.3"], "结构为3.9：42.8：54.3"),
    ],
)
def test_each_term_of_a_ratio_is_a_quantity(read: Read, terms: list[str], text: str) -> None:
    found = read(text)
    assert [(term, Kind.RATIO) for term in terms] == [(q.text, q.kind) for q in found]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2020年10月31日",
            "10月31日",
            "2020-10-31",
            "2019年底",
            "1—8月",
            "上半年",
            "三季度",
            "9:30",
            "12：30：05",
        ),
        *("2016—2020年", "二〇一九年", "前10个月", "2019年上半年", "7月3日至7月12日"),
    ],
)
def test_a_date_counts_nothing(only: Only, text: str) -> None:
    quantity = only(f"会议定于{text}")
    assert (text, Kind.DATE, False) == (quantity.text, quantity.kind, quantity.is_claim)


@pytest.mark.parametrize("text", ["第3名", "第十二届", "第12号", "第二百零一次"])
def test_an_ordinal_counts_nothing(only: Only, text: str) -> None:
    quantity = only(f"获得{text}")
    assert (text, Kind.ORDINAL, False) == (quantity.text, quantity.kind, quantity.is_claim)


@pytest.mark.parametrize(
    ("note", "printed", "text"),
    [
        ("slogan", "三个", "“三个全覆盖”工作"),
        ("slogan", "两个", "落实「两个责任」"),
        ("idiom", "一心一意", "一心一意抓落实"),
        ("idiom", "千方百计", "千方百计增收"),
        ("idiom", "一带一路", "走进一带一路"),
        ("plan", "十三五", "谋划十三五工作"),
        ("event", "十九大", "十九大精神"),
        ("indefinite", "一批", "培养一批干部"),
        ("marker", "一、", "一、总体要求"),
        ("marker", "（三）", "（三）主要措施"),
        ("marker", "1.", "1.加强领导"),
        ("marker", "2、", "2、落实责任"),
        ("address", "010-62345678", "电话010-62345678"),
        ("address", "13812345678", "手机13812345678"),
        ("address", "400-123-4567", "热线400-123-4567"),
        ("address", "https：//example.cn/a/2020/12.html", "见https://example.cn/a/2020/12.html"),
        ("address", "www.example.cn/3", "见 www.example.cn/3"),
        ("address", "a12@b3.com", "邮箱:a12@b3.com"),
        ("code", "GB/T2260-2007", "标准GB/T2260-2007"),
        ("code", "A12345", "车牌A12345"),
        ("code", "COVID-19", "抗击COVID-19"),
        ("code", "Z123", "乘坐Z123次列车"),
        ("code", "5", "建设5G网络"),
        ("word", "二", "二级医院"),
        ("code", "GB/T 15835—2011", "依据GB/T 15835—2011"),
        ("code", "2016〕10号", "国发〔2016〕10号"),
        ("code", "108", "沿108国道"),
        ("code", "108", "沿国道108"),
        ("code", "100000", "邮编：100000"),
        ("coordinate", "39度54分", "北纬39度54分"),
    ],
)
def test_what_only_looks_like_a_number_counts_nothing(only: Only, note: str, printed: str, text: str) -> None:
    quantity = only(text)
    assert (printed, note, Kind.OTHER, False) == (
        quantity.text,
        quantity.note,
        quantity.kind,
        quantity.is_claim,
    )


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(250, None, "第二百五十"), (23, "条", "第二十三条"), (30000, None, "第3万回"), (12, "号", "12号楼")],
)
def test_an_ordinal_keeps_its_number(only: Only, value: int, unit: str | None, text: str) -> None:
    quantity = only(text)
    assert (value, unit, Kind.ORDINAL, False) == (
        quantity.amount.value,
        quantity.unit,
        quantity.kind,
        quantity.is_claim,
    )


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("25：20", "主队以25：20战胜客队"),
        ("三比一", "比分为三比一"),
        ("3比1", "以3比1击败对手"),
        ("3比1", "比赛3比1结束"),
        ("2比0", "半场2比0"),
    ],
)
def test_a_score_is_neither_ratio_nor_count(only: Only, printed: str, text: str) -> None:
    quantity = only(text)
    assert (printed, Kind.SCORE, False) == (quantity.text, quantity.kind, quantity.is_claim)


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        (["3", "1"], "男女比例为3比1"),
        (["2", "15"], "水和灰按2比15混合"),
        (["1.2", "1"], "城乡收入之比是1.2比1。"),
        (["3", "1"], "比赛报名的男女比例为3比1"),
    ],
)
def test_a_proportion_said_with_its_terms_is_a_ratio(read: Read, terms: list[str], text: str) -> None:
    assert [(term, Kind.RATIO) for term in terms] == [(q.text, q.kind) for q in read(text)]


@pytest.mark.parametrize("text", ["今年完成5比3多", "3比1大", "8比5高"])
def test_a_comparison_is_no_ratio(read: Read, text: str) -> None:
    assert Kind.RATIO not in [quantity.kind for quantity in read(text)]


@pytest.mark.parametrize(
    ("base", "text"),
    [("100户", "平均每100户拥有汽车43辆"), ("10万人", "每10万人中有大学生1500名"), ("1000元", "每1000元产值耗电60度")],
)
def test_what_a_rate_is_told_for_counts_nothing(read: Read, base: str, text: str) -> None:
    told, rate = read(text)
    assert (base, "base", False, True) == (told.text, told.note, told.is_claim, rate.is_claim)


@pytest.mark.parametrize("text", ["投资5亿美元20个项目", "补贴300港元20人"])
def test_the_unit_of_one_amount_is_no_currency_of_the_next(read: Read, text: str) -> None:
    assert [quantity.kind for quantity in read(text)] == [MONEY, COUNT]


@pytest.mark.parametrize("printed", ["近三年", "近10年来", "最近五年", "过去十年", "过去的5年", "未来三年", "元年"])
def test_a_stretch_of_years_is_a_period_and_no_amount(read: Read, printed: str) -> None:
    before = "贞观" if printed == "元年" else "，"
    assert [(printed, Kind.DATE)] == [(q.text, q.kind) for q in read(f"{before}{printed}，建成不少学校")]


@pytest.mark.parametrize("text", ["从业近30年", "近30年的历史", "近五年半", "近两年多", "亿元年薪5年"])
def test_how_long_something_lasted_stays_a_duration(only: Only, text: str) -> None:
    assert Kind.DURATION is only(text).kind


def test_a_modifier_stands_behind_a_bracketed_word_too(only: Only) -> None:
    assert only("奖金50万元（含）以上").amount.modifier is Modifier.MORE_THAN


@pytest.mark.parametrize("part", ["a.", "a-", "www.", "http://", "a/"])
def test_a_run_of_words_is_looked_at_piece_by_piece(part: str) -> None:
    """However long it runs: each of its words is tried in turn, and would else be read to the end each time."""
    found = LOOKALIKE.match(part * 50_000)
    assert found is None or len(found.group()) <= 2048


def test_a_long_quotation_is_no_slogan(only: Only) -> None:
    assert only("他说：“三个村的茶农今年都已经住上了宽敞明亮的新房”。").is_claim


def test_list_markers_stand_only_at_the_start_of_a_line(read: Read) -> None:
    assert [q.note for q in read("一、总体要求\n2、增收36元")] == ["marker", "marker", ""]


@pytest.mark.parametrize("text", ["", "没有统计。", "，。；\n\n", "　", "[red][/附件]"])
def test_a_text_without_numbers_has_no_quantities(read: Read, text: str) -> None:
    assert read(text) == ()


def test_quantities_come_in_the_order_of_the_text(read: Read) -> None:
    found = read("62个村、1200户、3.4万人，人均收入1.5万元，增长6.1%。")
    assert [quantity.text for quantity in found] == ["62个", "1200户", "3.4万人", "1.5万元", "6.1%"]
