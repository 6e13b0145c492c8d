"""What rates are counted per."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import pytest
from linted import rulebook

from factcheck.bases import base_of
from factcheck.listings import as_table
from factcheck.pipeline import read_document
from factcheck.readers.cleaning import clean


@pytest.mark.parametrize(
    ("text", "bases"),
    [
        ("每百户拥有汽车37.3辆。", ["百户"]),
        ("每千人拥有医生3.2名。", ["千人"]),
        ("全镇人均收入3.1万元，户均养羊12只。", ["人", "户"]),
        ("日均客流2.4万人次。", ["日"]),
        ("每亩增收800元，全村增收96万元。", ["亩", ""]),
        ("均价每平方米8200元。", ["平方米"]),
        ("人均收入增长5%。", [""]),
        ("每百户拥有汽车比上年增加2辆。", ["百户"]),
        ("平均分布在12个村。", [""]),
    ],
)
def test_a_rate_says_what_it_is_counted_per(text: str, bases: list[str]) -> None:
    assert bases == [base_of(claim) for claim in read_document(clean(text), rulebook()).claims]


def test_a_list_for_people_writes_a_rate_as_people_do() -> None:
    ((_, (header, row)),) = as_table([read_document(clean("每百户拥有汽车37.3辆。"), rulebook())])

    assert "辆/百户" == row[header.index("unit")]
