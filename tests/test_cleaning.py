"""Damaged text to clean text, and where each number of it stood in the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model import Document, Location, Span
from factcheck.readers.cleaning import Origins, clean, fold

COLUMNS = (
    "今年，全乡新建蔬菜大棚62\n\n个，分布在九个行政村里，\n\n带动农户一千二百多家。种\n\n"
    "菜的农户，年均增收约1.2\n\n万元，比去年有明显提高，\n\n受到了种植户一致的欢迎。"
)
JOINED = (
    "今年，全乡新建蔬菜大棚62个，分布在九个行政村里，带动农户一千二百多家。种"
    "菜的农户，年均增收约1.2万元，比去年有明显提高，受到了种植户一致的欢迎。"
)


def located(document: Document, printed: str) -> Location:
    start = document.text.index(printed)
    return document.locate(Span(start, start + len(printed)))


def in_source(document: Document, printed: str) -> str:
    place = located(document, printed)
    return document.source[place.start : place.end]


def test_a_column_break_between_a_number_and_its_unit_is_joined() -> None:
    assert clean(COLUMNS).text == JOINED


def test_columns_broken_by_carriage_returns_are_joined_alike() -> None:
    assert clean(COLUMNS.replace("\n", "\r\n")).text == JOINED


@pytest.mark.parametrize(
    ("cleaned", "source"),
    [
        ("水井\n\n62个，水塘\n\n15口。", "水井\n\n62\n\n个，水塘\n\n15口。"),
        ("到位资金\n1.2亿元。", "到位资金\n1.2\n亿元。"),
        ("占比\n45%左右", "占比\n45\n%左右"),
        ("帮扶\n约3600户茶农", "帮扶\n约3600\n户茶农"),
    ],
)
def test_a_number_alone_on_its_line_is_joined_to_its_unit(cleaned: str, source: str) -> None:
    assert cleaned == clean(source).text


@pytest.mark.parametrize(
    "source",
    [
        "果园面积扩大到1200亩\n本报讯：镇里的果园今年又添新苗，农户的收入稳步增长，日子越过越好。",
        "大棚增至62个\n\n62个大棚分布在九个村，每村至少有五个，最多的村有十一个。",
        "原标题：某公司上半年净亏损3164万元    来源：某某网\n某某网三十日讯，某公司发布半年报。\n营业收入16.8亿元。",
        "教学楼竣工\n全镇1200名学生搬进新校舍，图书馆和操场也将在下个月陆续开放，师生都很高兴。",
    ],
)
def test_a_headline_is_not_joined_to_its_paragraph(source: str) -> None:
    assert source == clean(source).text


@pytest.mark.parametrize(
    "source",
    [
        "村名\n户数\n东村\n62\n西村\n15\n合计\n77",
        "村名\t户数\n东村\t62\n西村\t15\n合计\t77",
        "东村：62户\n西村：15户\n合计：77户",
        "| 村名 | 户数 |\n| 东村 | 62 |\n| 西村 | 15 |",
    ],
)
def test_the_lines_of_a_table_stay_apart(source: str) -> None:
    assert source.count("\n") == clean(source).text.count("\n")


@pytest.mark.parametrize(
    "source",
    [
        "一、修建水渠三条，\n二、栽种果树九百棵，\n三、整修道路二公里，\n四、架设路灯六十盏。",
        "（一）修建水渠三条\n（二）栽种果树九百棵\n（三）整修道路二公里\n（四）架设路灯六十盏",
        "1.修建水渠三条多\n2.栽种果树九百棵\n3.整修道路二公里\n4.架设路灯六十盏",
        "●修建水渠三条多\n●栽种果树九百棵\n●整修道路二公里\n●架设路灯六十盏",
    ],
)
def test_the_items_of_a_list_stay_apart(source: str) -> None:
    assert source == clean(source).text


@pytest.mark.parametrize(
    ("cleaned", "source"),
    [
        ("新建大棚62个，翻修温室15个。", "新建大棚62個(gè)，翻修温室15個（gè）。"),
        ("全乡共有1200名学生。", "全乡(xiāng)共有1200名（míng）学生。"),
        ("增速（GDP）为6.1%", "增速(GDP)为6.1%"),
        ("面积（约）12亩", "面积(约)12亩"),
    ],
)
def test_pinyin_in_brackets_goes_and_other_brackets_stay(cleaned: str, source: str) -> None:
    assert cleaned == clean(source).text


@pytest.mark.parametrize(
    ("cleaned", "source"),
    [
        ("全乡共有学生1200名，教师86名。", "全 乡 共 有 学 生 1200 名 ， 教 师 86 名 。"),
        ("入学2017名，均分77.06分", "入学 2017 名，均分 77.06 分"),
        ("投资113,357.95万元", "投资113,357.95  万元"),
        ("共1200户", "共1\u2009200户"),
        ("共1200户", "共1\u00a0200\u00a0户"),
        ("全乡62个村", "全\ufeff乡\u200b62\u200b个村"),
    ],
)
def test_spaces_that_say_nothing_go(cleaned: str, source: str) -> None:
    assert cleaned == clean(source).text


def test_english_words_keep_their_spaces() -> None:
    assert clean("发布 Open Data 平台").text == "发布 Open Data 平台"


@pytest.mark.parametrize(
    ("folded", "source"),
    [
        ("747个，占12.5%", "７４７個，占１２．５％"),
        ("1，234户", "１，２３４戶"),
        ("贫困户1,200户，占总数", "貧困戶1,200戶,佔總數"),
        ("乙方：3元", "乙方:3元"),
        ("比分3:2，12:30开赛", "比分3:2,12:30開賽"),
        ("A4纸", "Ａ４纸"),
        ("¥88+$3", "￥88＋＄3"),
        ("涨幅%", "涨幅﹪"),
    ],
)
def test_folding_goes_character_by_character(folded: str, source: str) -> None:
    assert folded == fold(source)
    assert len(source) == len(folded)


def test_every_full_width_digit_folds_to_its_value() -> None:
    assert fold("０１２３４５６７８９") == "0123456789"


@pytest.mark.parametrize("char", ["\ue000", "\uf8ff", "\ud800", "\x00", "\x07", "\x1b", "\x7f"])
def test_characters_that_cannot_be_printed_become_spaces(char: str) -> None:
    assert fold(f"全乡{char}62{char}个") == "全乡 62 个"


def test_tags_of_pasted_web_copy_become_spaces() -> None:
    assert fold("全乡<br/>62个<b>村") == "全乡     62个   村"


def test_a_comparison_is_no_tag() -> None:
    assert fold("甲<3，乙>5") == "甲<3，乙>5"


@pytest.mark.parametrize(
    ("cleaned", "source"),
    [
        ("守住成果\n全乡62个村达标。", "守住成果守住成果\n全乡62个村达标。"),
        ("建成大棚62个\n正文。", "建成大棚62个建成大棚62个\n正文。"),
        ("守住成果再接再厉\n正文。", "守住成果守住成果再接再厉再接再厉\n正文。"),
        ("研究研究\n正文。", "研究研究\n正文。"),
    ],
)
def test_a_headline_set_in_shadow_is_read_once(cleaned: str, source: str) -> None:
    assert cleaned == clean(source).text


def test_a_circled_number_does_not_run_into_the_year() -> None:
    document = clean("⑤2020年建成62个大棚。")
    assert document.text == "⑤2020年建成62个大棚。"
    assert in_source(document, "2020") == "2020"


@pytest.mark.parametrize(
    ("source", "printed", "original", "line", "column"),
    [
        (COLUMNS, "62个", "62\n\n个", 1, 12),
        (COLUMNS, "1.2万元", "1.2\n\n万元", 7, 11),
        (COLUMNS.replace("\n", "\r\n"), "1.2万元", "1.2\r\n\r\n万元", 7, 11),
        (COLUMNS, "一千二百多家", "一千二百多家", 5, 5),
        ("水井\n\n62\n\n个，水塘", "62个", "62\n\n个", 3, 1),
        ("新建大棚62個(gè)，温室15個（gè）。", "15个", "15個", 1, 15),
        ("全 乡 共 有 1200 名 ， 教 师 86 名 。", "86名", "86 名", 1, 22),
        ("共７４７個，占１２．５％。", "12.5%", "１２．５％", 1, 8),
        ("\ue003全乡62个村，\ue004共\ue0051200户", "1200户", "1200户", 1, 12),
        ("守住成果守住成果\n全乡62个村达标。", "62个", "62个", 2, 3),
        ("⑤2020年建成62个大棚", "62个", "62个", 1, 9),
        ("东乡62户。\r\n\r\n西乡15户。\r\n", "15户", "15户", 3, 3),
        ("东乡62户。\r西乡15户。", "15户", "15户", 2, 3),
        ("投资357.95  万元", "357.95万元", "357.95  万元", 1, 3),
        ("全鄉1,200戶", "1,200户", "1,200戶", 1, 3),
        ("全乡\u200b62\u200b个村", "62个", "62\u200b个", 1, 4),
        ("全乡<br/>62个", "62个", "62个", 1, 8),
        ("全乡\ud80062个", "62个", "62个", 1, 4),
    ],
)
def test_a_number_is_located_where_the_source_has_it(
    source: str, printed: str, original: str, line: int, column: int
) -> None:
    document = clean(source)
    assert original == in_source(document, printed)
    assert (line, column) == (located(document, printed).line, located(document, printed).column)


def test_a_number_across_a_break_ends_on_its_last_line() -> None:
    place = located(clean("水井\n\n62\n\n个，水塘"), "62个")
    assert (place.line, place.end_line, place.end_column) == (3, 5, 2)


def test_a_source_line_comes_without_its_break() -> None:
    document = clean("东乡62户。\r\n\r\n西乡15户。\r\n")
    assert [document.source_line(number) for number in (1, 2, 3)] == ["东乡62户。", "", "西乡15户。"]


@pytest.mark.parametrize("source", ["东乡62户。\n西乡15户。", "东乡62户，西乡15户。", ""])
def test_sound_text_is_left_as_it_is(source: str) -> None:
    document = clean(source)
    assert (source, list(range(len(source)))) == (document.text, list(document.origins))


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 5)), max_size=8))
def test_origins_answer_like_the_list_they_stand_for(stretches: list[tuple[bool, int]]) -> None:
    """A stretch of the source is kept or dropped; kept neighbours may be told apart."""
    expected, begins, shifts, position = [], [], [], 0
    for is_kept, size in stretches:
        if is_kept:
            begins.append(len(expected))
            shifts.append(position - len(expected))
            expected += range(position, position + size)
        position += size
    origins = Origins(len(expected), tuple(begins), tuple(shifts))
    assert expected == list(origins)
    assert [expected[-i] for i in range(1, len(expected) + 1)] == [origins[-i] for i in range(1, len(expected) + 1)]
    assert expected[1:-1] == origins[1:-1]


def test_origins_end_where_the_text_does() -> None:
    with pytest.raises(IndexError):
        Origins(2, (0,), (7,))[2]


@given(st.text(alphabet="甲１Ａａ％(),;:.3\u00a0\u2009\r\x85\x07\ue000\ud800<b>/镕—", max_size=40))
def test_folding_a_text_folds_each_of_its_characters(text: str) -> None:
    """Commas, colons and tags look at their neighbours; everything else folds alone."""
    apart = "".join(map(fold, text))
    assert all(a == b for a, b in zip(apart, fold(text), strict=True) if b not in "，：,: " and a not in "，：")


def test_a_rare_character_without_a_simplified_form_leaves_the_text_alone() -> None:
    assert fold("朱镕在乾县栽树62棵") == "朱镕在乾县栽树62棵"


def test_a_column_of_lines_is_read_whatever_its_first_width() -> None:
    lines = ["全乡今年栽下苹果树四千", "八百二十棵，其中东村三", "千一百二十棵，西村一千", "七百棵。"]
    assert "".join(lines) == clean("\n".join(lines)).text
