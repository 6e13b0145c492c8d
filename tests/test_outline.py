"""Sentences, paragraphs and brackets of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.model import Document, Span
from factcheck.outline import STRENGTH, Outline, outline, separation

TEXTS = st.text(alphabet="甲乙3。！”）（【】()\n，、；和", max_size=60)
PAIRS = {"（": "）", "(": ")", "【": "】", "[": "]", "〔": "〕"}


def shape(text: str) -> Outline:
    return outline(Document("-", text, text, range(len(text))))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (["东乡62户。", "西乡15户。"], "东乡62户。西乡15户。"),
        (["他说“够了！”", "又走了。"], "他说“够了！”又走了。"),
        (["东乡\n\n", "西乡"], "东乡\n\n西乡"),
        (["东乡？！", "\n", "西乡"], "东乡？！\n西乡"),
        ([""], ""),
    ],
)
def test_a_sentence_goes_to_its_mark_and_closing_quotes(expected: list[str], text: str) -> None:
    assert expected == [span.of(text) for span in shape(text).sentences]


def test_paragraphs_keep_their_line_breaks() -> None:
    assert [span.of("东乡。西乡。\n\n南乡") for span in shape("东乡。西乡。\n\n南乡").paragraphs] == [
        "东乡。西乡。\n\n",
        "南乡",
    ]


@given(TEXTS)
def test_sentences_and_paragraphs_tile_the_text(text: str) -> None:
    outlined = shape(text)
    for spans in (outlined.sentences, outlined.paragraphs):
        assert text == "".join(span.of(text) for span in spans)
    assert tuple(span.start for span in outlined.sentences) == outlined.openings


@given(TEXTS)
def test_every_position_lies_in_its_sentence_and_its_paragraph(text: str) -> None:
    outlined = shape(text)
    for position in range(len(text)):
        for span in (outlined.sentences[outlined.sentence(position)], outlined.paragraph(position)):
            assert span.start <= position < span.end


@given(TEXTS)
def test_the_enclosing_bracket_is_the_last_opened_of_those_around(text: str) -> None:
    outlined = shape(text)
    for position in range(len(text) + 1):
        around = [span for span in outlined.brackets if span.start <= position < span.end]
        assert (around[-1] if around else None) == outlined.enclosing(position)


def test_a_bracket_with_many_brackets_inside_still_encloses_what_follows_them() -> None:
    text = "全县（" + "甲村（1组）、" * 20 + "乙村62户）"
    assert Span(3, len(text) - 1) == shape(text).enclosing(text.index("62户"))


@given(TEXTS)
def test_the_separation_is_the_strongest_mark_outside_brackets(text: str) -> None:
    depth, outside = 0, []
    for char in text:
        depth = depth + 1 if char in PAIRS else max(0, depth - 1) if char in PAIRS.values() else depth
        outside.append(STRENGTH.get(char, 0) if not depth else 0)
    assert max(outside, default=0) == separation(text, 0, len(text))
