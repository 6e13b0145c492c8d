"""Phrases with slots: how they are read, and what must stand in a text before one is tried."""

from __future__ import annotations

import re
from itertools import chain

from factcheck.model import Kind
from factcheck.pipeline import read_document
from factcheck.readers.cleaning import clean
from factcheck.relations import notation, wording
from factcheck.relations.patterns import Phrasebook, skeleton
from factcheck.relations.phrases import Phrase, phrase
from factcheck.relations.vocabulary import Vocabulary
from factcheck.rulebook import load_rulebook

WORDS = {"fall": ("下降", "降"), "about": ("约", "近")}


def made(pattern: str) -> Phrase:
    return phrase(pattern, WORDS, lambda role: frozenset({Kind.COUNT, Kind.PERCENT}), is_own=True)


def words_of(pattern: str) -> list[tuple[int, str]]:
    return [(anchor.number, " ".join(anchor.words)) for anchor in made(pattern).anchors]


def found(pattern: str, text: str) -> list[str]:
    shape = skeleton(read_document(clean(text), load_rulebook()))
    standing = Phrasebook([("asked", made(pattern))]).standing(shape)
    matches = chain.from_iterable(shape.matches(asked, openings) for _, asked, openings in standing)
    return [shape.at(match.start("new")).quantity.text for match in matches]


def test_a_phrase_is_looked_for_only_where_its_words_stand_the_fewest_first() -> None:
    assert words_of("从{old}<about>，(已经|尚未)<fall>{new}") == [(0, "从"), (1, "降"), (1, "约 近"), (1, "已经 尚未")]
    assert words_of("{old}(下调到|下调至){new}") == [(1, "下调到 下调至")]
    assert not found("{old}(下调到|下调至){new}", "由30家增加到40家")
    assert found("{old}(下调到|下调至){new}", "由30家下调到20家") == ["20家"]


def test_a_choice_that_may_be_empty_is_no_anchor() -> None:
    assert words_of("{old}(约|)到{new}") == [(1, "到")]
    assert words_of("{old}(约|)[到]{new}") == []
    assert found("{old}(约|)到{new}", "由30家到20家") == ["20家"]


def test_a_phrase_asks_for_the_characters_beside_its_numbers() -> None:
    old, new = made("[从]{old}，…[了](增至|降到){new}").numbers
    assert (old.before, old.behind) == (None, {"，"})
    assert (new.before, new.behind) == ({"至", "到"}, None)
    assert not found("{old}，…降到{new}", "由30家，其后又降到了20家")
    assert found("{old}，…降到[了]{new}", "由30家，其后又降到了20家") == ["20家"]


def test_numbers_of_two_sentences_make_a_phrase_that_names_the_mark_between_them() -> None:
    assert [number.is_near for number in made("{old}…{new}").numbers] == [False, True]
    assert found("{old}。如今…{new}", "当初30家。如今仅有20家") == ["20家"]
    assert not found("{old}…如今…{new}", "当初30家。如今仅有20家")


def test_a_phrase_may_name_more_numbers_than_there_are() -> None:
    four = "从{a}降到{new}，再降到{b}，又降到{c}，(终于|总算)见底"
    assert not found(four, "从90家降到80家，再降到70家")
    assert not found(four, "从90家降到80家，再降到70家，又降到60家")
    assert found(four, "从90家降到80家，再降到70家，又降到60家，总算见底") == ["80家"]


def test_every_phrase_that_ships_is_found_wherever_a_bare_search_finds_it() -> None:
    rulebook = load_rulebook()
    kept = [*rulebook.rules.values(), *rulebook.wordings]
    texts = [text for of in kept for example in (*of.passing, *of.failing) for text in example.sources]
    shapes = [skeleton(read_document(clean(text), rulebook)) for text in texts]
    for phrases in (list(wording._phrases(rulebook)), list(notation._forms(rulebook))):
        book = Phrasebook([(str(n), asked) for n, (_, asked) in enumerate(phrases) if not asked.like])
        for shape in shapes:
            met = {(n, m.span()) for n, asked, openings in book.standing(shape) for m in shape.matches(asked, openings)}
            for n, (_, asked) in enumerate(phrases):
                if not asked.like:
                    assert {m.span() for m in re.finditer(asked.source, shape.text)} == {
                        s for k, s in met if k == str(n)
                    }


def test_a_phrase_is_found_as_often_as_it_stands_there() -> None:
    text = "甲县由30家下调到20家，" + "别的不变，" * 40 + "乙县由50家下调到40家，丙县由60家下调到35家。"
    assert found("{old}(下调到|下调至){new}", text) == ["20家", "40家", "35家"]


def test_slots_in_brackets_may_stay_empty() -> None:
    read = made("{old}到{new}[，降{rate}]")
    assert len(read.numbers) == 2
    assert read.opener == "old"
    assert made("[由{old}]到{new}").opener == ""
    assert found("[由{old}]到{new}", "由30家到20家，后来又到15家") == ["20家", "15家"]


def test_a_gap_leaps_over_no_number_and_no_sentence() -> None:
    rulebook = load_rulebook()
    found = re.compile(made("{old}…到{new}").source)
    for text, is_found in (("由30家慢慢到40家", True), ("由30家经35家到40家", True), ("由30家。到40家", False)):
        shape = skeleton(read_document(clean(text, "draft.txt"), rulebook))
        match = found.search(shape.text)
        assert bool(match) is is_found
        if match:
            assert shape.at(match.start("new")).quantity.text == "40家"


def test_a_ratio_to_one_is_one_number() -> None:
    shape = skeleton(read_document(clean("城乡收入比由5：1缩小到2.6：1。", "draft.txt"), load_rulebook()))
    assert [claim.quantity.text for claim in shape.claims] == ["5", "2.6"]


def test_words_within_words_are_found_too() -> None:
    vocabulary = Vocabulary(["下", "下降", "下降到", "降到了"])
    assert vocabulary.found_in("价格下降到了谷底") == {"下", "下降", "下降到", "降到了"}
    assert vocabulary.found_in("价格平稳") == frozenset()
    assert Vocabulary(()).found_in("价格下降") == frozenset()
