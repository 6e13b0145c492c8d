"""Who is right where two contradict: ranks of sources in the settings, and facts that the house has checked itself."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
from pathlib import Path

import pytest
from desk import run, write

pytestmark = pytest.mark.usefixtures("desk")

GROVES = "2021年云南省共有古茶园5163处，已经挂牌。\n"
GROVES_SWAPPED = "2021年云南省共有古茶园5136处，陆续挂牌。\n"
FACT = "- {subject: 古茶园, place: 云南省, period: 2021年, value: 5163处, published: 某年鉴 2022年卷}\n"


def findings(*args: str) -> list[dict]:
    return json.loads(run("lint", "--format", "json", *args).stdout)["findings"]


def accused(*args: str) -> list[tuple[str, str]]:
    return [(Path(finding["path"]).as_posix(), finding["text"]) for finding in findings(*args)]


# Ranks


RANKS = 'sources = [{path = "communique/*", rank = 3}, {path = "press/*", rank = 2}]\n'


@pytest.mark.parametrize("settings", ["factcheck.toml", "pyproject.toml"])
def test_the_lower_source_is_accused_wherever_it_stands(settings: str):
    write(settings, RANKS if settings == "factcheck.toml" else f"[tool.factcheck]\n{RANKS}")
    for higher, lower in (("communique/a.txt", "press/b.txt"), ("press/b.txt", "drafts/c.txt")):
        write(higher, GROVES)
        write(lower, GROVES_SWAPPED)

        assert [(lower, "5136处")] == accused(higher, lower)
        assert [(lower, "5136处")] == accused(lower, higher)


def test_a_correction_is_offered_for_the_lower_source_only():
    write("factcheck.toml", RANKS)
    write("communique/a.txt", GROVES)
    write("draft.txt", GROVES_SWAPPED)

    (finding,) = findings("draft.txt", "communique")

    assert [("draft.txt", "5163处")] == [(repair["path"], repair["replacement"]) for repair in finding["repairs"]]


def test_a_draft_held_against_sources_is_accused_whatever_its_rank():
    write("factcheck.toml", RANKS)
    write("communique/a.txt", GROVES)
    write("press/b.txt", GROVES_SWAPPED)

    assert [("communique/a.txt", "5163处")] == accused("communique/a.txt", "--against", "press")


def test_patterns_count_from_the_file_that_sets_them(monkeypatch: pytest.MonkeyPatch):
    write("factcheck.toml", RANKS)
    write("communique/2021/a.txt", GROVES)
    write("drafts/c.txt", GROVES_SWAPPED)
    monkeypatch.chdir("drafts")

    assert [("c.txt", "5136处")] == accused("../communique/2021/a.txt", "c.txt")


@pytest.mark.parametrize(
    ("settings", "where", "said"),
    [
        ('lang = "zh"\n\nsauces = []\n', "factcheck.toml:3:1", "'sources'"),
        ('sources = [\n  {path = "a/*", rank = 1},\n  {path = "b/*", rang = 2},\n]\n', "factcheck.toml:3:", "'rank'"),
        ('[[sources]]\npfad = "a"\n', "factcheck.toml:2:1", "'pfad'"),
        ('sources = [{path = "a/*"}]\n', "factcheck.toml:1:1", "rank"),
        ('sources = [{path = "a/*", rank = "high"}]\n', "factcheck.toml:1:1", "rank"),
        ("sources = [{rank = 1}]\n", "factcheck.toml:1:1", "path"),
        ('sources = ["a"]\n', "factcheck.toml:1:1", "sources"),
        ("paths = [", "factcheck.toml", "TOML"),
    ],
)
def test_a_mistake_in_the_settings_exits_2_and_is_located(settings: str, where: str, said: str):
    write("factcheck.toml", settings)

    ran = run("lint", write("draft.txt", GROVES), code=2)

    assert where in ran.stderr
    assert said in ran.stderr


# House facts


def test_a_draft_that_contradicts_a_house_fact_is_accused_and_the_entry_quoted():
    write("house/facts/tea.yaml", f"# checked in May\n{FACT}")

    ran = run("lint", write("draft.txt", GROVES_SWAPPED), "--rules", "house", code=1)

    assert "draft.txt:1:14" in ran.stdout
    assert "tea.yaml:2:52" in ran.stdout
    assert "某年鉴 2022年卷" in ran.stdout
    assert "5136处 → 5163处" in ran.stdout


def test_house_facts_of_the_settings_are_in_force():
    write("factcheck.toml", 'rules = ["house"]\n')
    write("house/facts/tea.yaml", FACT)

    assert [("draft.txt", "5136处")] == accused(write("draft.txt", GROVES_SWAPPED))


def test_an_entry_may_stand_on_several_lines():
    write(
        "house/facts/tea.yaml",
        "- subject: 古茶园\n  place: 云南\n  value: '5163处'\n  published: 某年鉴\n",
    )

    (finding,) = findings(write("draft.txt", GROVES_SWAPPED), "--rules", "house")

    (related,) = finding["related"]
    assert (3, "5163处") == (related["line"], related["text"])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GROVES, id="the same"),
        pytest.param(GROVES_SWAPPED.replace("2021", "2022"), id="another year"),
        pytest.param(GROVES_SWAPPED.replace("云南", "贵州"), id="another province"),
        pytest.param(GROVES_SWAPPED.replace("古茶园", "茶园"), id="another thing"),
        pytest.param(GROVES_SWAPPED.replace("5136处", "5100多处"), id="rounded"),
        pytest.param("2021年云南省新挂牌古茶园77处。", id="only some of them"),
    ],
)
def test_a_draft_that_does_not_contradict_a_house_fact_is_passed_over(text: str):
    write("house/facts/tea.yaml", FACT)

    assert [] == accused(write("draft.txt", text), "--rules", "house")


def test_house_facts_outrank_every_source():
    write("factcheck.toml", 'rules = ["house"]\n' + RANKS)
    write("house/facts/tea.yaml", FACT)

    assert [("communique/a.txt", "5136处")] == accused(write("communique/a.txt", GROVES_SWAPPED))


def test_drafts_that_are_not_compared_are_held_against_house_facts_each():
    write("house/facts/tea.yaml", FACT)
    write("d/one.txt", GROVES_SWAPPED)
    write("d/two.txt", GROVES_SWAPPED.replace("5136", "5613"))

    found = accused("d", "--rules", "house", "--no-cross")

    assert [("d/one.txt", "5136处"), ("d/two.txt", "5613处")] == found


def test_the_archive_is_held_against_house_facts():
    write("house/facts/tea.yaml", FACT)
    write("a/one.txt", GROVES_SWAPPED)
    run("index", "a", "--store", "claims.db", code=0)

    ran = run("conflicts", "--store", "claims.db", "--rules", "house", "--format", "json", code=1)

    assert ["5136处"] == [finding["text"] for finding in json.loads(ran.stdout)["findings"]]


@pytest.mark.parametrize(
    ("entry", "where", "said"),
    [
        ("- {subjekt: 古茶园, place: 云南省, value: 5163处, published: x}", "1:4", "'subject'"),
        ("- {subject: 古茶园, value: 5163处, published: x}", "1:3", "'place'"),
        ("- {subject: 古茶园, place: 云南省, value: 5163处}", "1:3", "'published'"),
        ("- {subject: 古茶园, place: 云甫省, value: 5163处, published: x}", "1:25", "云南省"),
        ("- {subject: 古茶园, place: 云南省, value: 很多, published: x}", "1:37", "很多"),
        ("- {subject: 古茶园, place: 云南省, value: 5163, published: x}", "1:37", "5163"),
        ("- {subject: 古茶园, place: 云南省, period: 改天, value: 5163处, published: x}", "1:38", "改天"),
        ("- {subject: 园, place: 云南省, value: 5163处, published: x}", "1:13", "subject"),
        ("subject: 古茶园", "1:1", ""),
    ],
)
def test_a_mistake_in_a_facts_file_exits_2_and_is_located(entry: str, where: str, said: str):
    write("house/facts/tea.yaml", entry + "\n")

    ran = run("lint", write("draft.txt", GROVES), "--rules", "house", code=2)

    assert f"tea.yaml:{where}" in ran.stderr
    assert said in ran.stderr
