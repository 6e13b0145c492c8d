"""Where a text names places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factcheck.gazetteer import Gazetteer
from factcheck.model import Place
from factcheck.rulebook import load_rulebook

CHINA = Place("100000", "中国")
HEBEI = Place("130000", "河北省")
CITY = Place("130100", "北川市")
COUNTY = Place("130121", "东安县")
RENAMED = Place("130122", "北川区")
PLACES = {
    "中国": CHINA,
    "河北省": HEBEI,
    "河北": HEBEI,
    "北川市": CITY,
    "北川": CITY,
    "东安县": COUNTY,
    "东安": COUNTY,
    "北川区": RENAMED,
    "川东县": RENAMED,
    "安": COUNTY,
}
FRAGMENTS = (*PLACES, "其", "县", "市", "东", "北", "川", "，", "河", "3个")


def named(text: str, places: Mapping[str, Place] = PLACES) -> list[tuple[str, Place]]:
    return [(text[start:end], place) for start, end, place in Gazetteer(places).named(text)]


def scanned(text: str, places: Mapping[str, Place]) -> Iterator[tuple[int, int, Place]]:
    """The same, by trying every length at every character."""
    start = 0
    while start < len(text):
        for size in sorted({len(name) for name in places}, reverse=True):
            place = places.get(text[start : start + size])
            if place and 1 < size <= len(text) - start and is_meant(text, start, start + size, place):
                yield start, start + size, place
                start += size - 1
                break
        start += 1


def is_meant(text: str, start: int, end: int, place: Place) -> bool:
    name = text[start:end]
    if name == "中国":
        return text[start - 1 : start] != "其"
    return name == place.name or place.code.endswith("00") or place.name in text


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([("河北省", HEBEI), ("北川市", CITY)], "河北省北川市有学校62所"),
        ([("河北", HEBEI)], "河北有学校62所"),
        ([("北川区", RENAMED)], "北川区有学校62所"),
        ([], "东安排学校62所"),
        ([("东安", COUNTY), ("东安县", COUNTY)], "东安有学校62所，占东安县的一半"),
        ([("川东县", RENAMED), ("北川区", RENAMED)], "川东县后来是北川区"),
        ([], "川东县有学校62所"),
        ([("中国", CHINA)], "中国有企业62家，其中国有企业15家"),
        ([], ""),
    ],
)
def test_names_are_found_longest_first_and_short_names_of_counties_beside_the_full(
    expected: list[tuple[str, Place]], text: str
) -> None:
    assert expected == named(text)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_names_are_found_as_by_trying_every_length_at_every_character(text: str) -> None:
    assert list(scanned(text, PLACES)) == list(Gazetteer(PLACES).named(text))


@given(st.lists(st.sampled_from([*load_rulebook().lexicon.places, "其", "的"]), max_size=4).map("".join))
def test_the_shipped_names_are_found_as_by_trying_every_length(text: str) -> None:
    places = load_rulebook().lexicon.places
    assert list(scanned(text, places)) == list(SHIPPED.named(text))


SHIPPED = Gazetteer(load_rulebook().lexicon.places)


def test_without_places_nothing_is_found() -> None:
    assert named("河北省北川市", {}) == []


@pytest.mark.parametrize(
    ("size", "phrase"),
    [(3, "河北省贫困人口"), (2, "河北贫困人口"), (2, "河北省"), (0, "河北"), (0, "贫困人口"), (0, "")],
)
def test_the_head_of_a_phrase_is_the_longest_name_that_leaves_something(size: int, phrase: str) -> None:
    assert size == Gazetteer(PLACES).at_head(phrase)
