"""What a reading knows of its numbers: which may stand in tables, and what is found but once."""

from __future__ import annotations

import pytest
from linted import rulebook

from factcheck.pipeline import read_document
from factcheck.readers.cleaning import clean
from factcheck.reading import Reading
from factcheck.tables import find_tables, has_rules


def read(text: str) -> Reading:
    return read_document(clean(text, "draft"), rulebook())


def test_the_numbers_of_prose_do_not_stand_apart():
    assert read("东乡有62户，西乡有15户。\n南乡有8户。").apart == ()


@pytest.mark.parametrize("text", ["东乡\n62\n西乡\n15", "东乡\n  62户\n西乡\n约15户", "东乡\n　62户\n西乡\n15户"])
def test_numbers_in_lines_of_their_own_lead_them(text: str):
    assert [claim.quantity.numeral.of(text) for claim in read(text).leading] == ["62", "15"]


def test_a_number_behind_words_or_another_number_leads_no_line():
    assert read("东乡\n全乡 62户 15人").leading == ()


def test_percents_are_those_claims_that_are_percentages():
    assert [claim.quantity.text for claim in read("男性62人，占40%，女性93人，占60%。").percents] == ["40%", "60%"]


@pytest.mark.parametrize(
    "text",
    [
        "地区\t户数\n东乡\t62\n西乡\t15",
        "| 地区 | 户数 |\n| 东乡 | 62 |\n| 西乡 | 15 |",
        "东乡  62\n西乡  15",
        "　　东乡　　62\n　　西乡　　15",
    ],
)
def test_a_text_with_a_table_is_told_to_have_rules(text: str):
    assert find_tables(text)
    assert has_rules(text)


@pytest.mark.parametrize(
    "text", ["　　东乡有62户。\n　　西乡有15户。", "东乡有62户。    西乡有15户。", "东乡62户  \n西乡15户"]
)
def test_indented_and_trailing_blanks_are_no_rules(text: str):
    assert not has_rules(text)


def test_what_is_found_once_is_kept():
    reading = read("东乡有62户。")
    assert reading.kinds is reading.kinds
