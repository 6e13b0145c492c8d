"""Bytes to text: marks, encodings, and the data that is refused with file and line."""

from __future__ import annotations

import codecs

import pytest

from factcheck.model import FactcheckError
from factcheck.readers import read_bytes, read_file
from factcheck.readers.decoding import decode
from factcheck.readers.formats.extracts import LONGEST_LINE

MAINLAND = "全县共有茶农一千二百户。\n今年又增加三十户，户均茶园4.5亩。"
HONG_KONG = "立法會共有議員七十名，其中三十五名由地方選區選出。\n今年會議共舉行四十二次。"
CANTONESE = "佢哋話會有七十個人嚟睇戲，唔該借借。"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
        ("gb18030", b""),
    ],
)
def test_an_encoding_is_recognised_and_its_mark_is_no_text(encoding: str, mark: bytes) -> None:
    assert (MAINLAND, encoding) == decode(mark + MAINLAND.encode(encoding), "稿.txt")


@pytest.mark.parametrize("text", [HONG_KONG, CANTONESE])
def test_hong_kong_text_in_big5_is_not_taken_for_gb18030(text: str) -> None:
    assert (text, "big5hkscs") == decode(text.encode("big5hkscs"), "稿.txt")


@pytest.mark.parametrize("text", ["今年新增三十户", "12万元", "甲：12"])
def test_a_few_characters_are_enough_to_tell_gb18030(text: str) -> None:
    assert (text, "gb18030") == decode(text.encode("gbk"), "稿.txt")


@pytest.mark.parametrize("text", ["统计数字为12。", "人口三万，是大县。", "12\r\n34"])
def test_short_utf8_is_never_taken_for_a_legacy_encoding(text: str) -> None:
    assert (text, "utf-8") == decode(text.encode(), "稿.txt")


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_an_empty_file_is_an_empty_text(data: bytes) -> None:
    document = read_bytes(data, "空.txt")
    assert (document.text, len(document.origins)) == ("", 0)


@pytest.mark.parametrize(
    ("data", "place", "cause"),
    [
        (b"abc\n\x00def\n", "稿.txt:2:", "binary data"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "稿.txt:3:", "binary data"),
        (b"one\ntwo\xed\xa0\x80", "稿.txt:2:", "lone surrogate"),
        (b"\xed\xbf\xbf", "稿.txt:1:", "lone surrogate"),
        (b"\xff\xff\xff", "稿.txt:1:", "undecidable encoding"),
        (b"one\n\x80\x81\x82\n\x83", "稿.txt:2:", "undecidable encoding"),
        ("café résumé".encode("latin-1"), "稿.txt:1:", "undecidable encoding"),
        (codecs.BOM_UTF16_LE + b"a", "稿.txt:1:", "damaged utf-16-le"),
        (codecs.BOM_UTF16_LE + "甲\n乙".encode("utf-16-le") + b"\x00", "稿.txt:2:", "damaged utf-16-le"),
        (codecs.BOM_UTF8 + "甲\n乙".encode()[:-1], "稿.txt:2:", "damaged utf-8"),
    ],
)
def test_what_is_no_text_is_refused_with_file_line_and_cause(data: bytes, place: str, cause: str) -> None:
    with pytest.raises(FactcheckError) as refusal:
        decode(data, "稿.txt")
    assert str(refusal.value).startswith(place)
    assert cause in str(refusal.value)


def test_text_cut_inside_a_character_is_refused_at_its_last_line() -> None:
    with pytest.raises(FactcheckError, match=r"^稿.txt:3: "):
        decode("第一行。\n第二行。\n共有三十户".encode()[:-1], "稿.txt")


def test_a_line_beyond_all_drafts_is_refused_with_its_number() -> None:
    with pytest.raises(FactcheckError, match=r"^稿.txt:2: .*line too long"):
        read_bytes(b"a\n" + b"b" * (LONGEST_LINE + 1), "稿.txt")


def test_an_unknown_suffix_is_read_as_plain_text() -> None:
    assert read_bytes("共有12户。".encode(), "稿.draft").text == "共有12户。"


def test_a_missing_file_is_named(tmp_path) -> None:
    with pytest.raises(FactcheckError, match=r"没有.txt: .*no such file"):
        read_file(tmp_path / "没有.txt")


def test_a_folder_is_no_file(tmp_path) -> None:
    with pytest.raises(FactcheckError, match="unreadable"):
        read_file(tmp_path)


def test_the_encoding_stays_with_the_document() -> None:
    assert read_bytes(MAINLAND.encode("gb18030"), "稿.txt").encoding == "gb18030"
