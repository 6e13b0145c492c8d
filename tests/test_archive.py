"""The archive: what is kept, what survives, what a look-up answers, and what contradicts inside."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from dataclasses import fields
from pathlib import Path

import pytest
from desk import FACTCHECK, run, write

from factcheck.archive import keeping, store
from factcheck.archive.indexing import Outcome, index_files
from factcheck.archive.joins import JOINS, blocks
from factcheck.archive.rows import Row, places_inside
from factcheck.archive.store import Size, is_store, reading, writing
from factcheck.archive.values import in_order, sweep, value_of
from factcheck.model import Document, FactcheckError
from factcheck.pipeline import read_document
from factcheck.readers import read_bytes
from factcheck.readers.cleaning import clean
from factcheck.rulebook import Rulebook
from factcheck.sources.places import enclosing

pytestmark = pytest.mark.usefixtures("desk")

HUTS = "青海省累计建成高原牧业科技小院811家，覆盖各县。\n"
HUTS_SWAPPED = "青海省累计建成高原牧业科技小院881家，成效明显。\n"
GROVES = "2021年云南省共有古茶园5163处，已经挂牌。\n"
GROVES_SWAPPED = "2021年云南省共有古茶园5136处，陆续挂牌。\n"
GROVES_LATER = "2022年云南省共有古茶园5136处，陆续挂牌。\n"


def index(*paths: str) -> None:
    run("index", *paths, "--store", "claims.db", code=0)


def found(*args: str) -> list[tuple[str, str, set[str]]]:
    """Where each finding falls, on which number, and beside which others."""
    ran = run(*args, "--format", "json")
    return [
        (finding["path"], finding["text"], {other["text"] for other in finding["related"]})
        for finding in json.loads(ran.stdout)["findings"]
    ]


def against(draft: str, *options: str) -> list[tuple[str, str, set[str]]]:
    return found("lint", draft, "--against", "claims.db", *options)


def conflicts(*options: str) -> list[tuple[str, str, set[str]]]:
    return found("conflicts", "--store", "claims.db", *options)


def size() -> Size:
    with reading(Path("claims.db")) as kept:
        return kept.size()


def orphans() -> int:
    """Rows that belong to nothing."""
    connection = sqlite3.connect("claims.db")
    counts = [
        "SELECT count(*) FROM documents WHERE id NOT IN (SELECT document FROM files)",
        "SELECT count(*) FROM files WHERE document NOT IN (SELECT id FROM documents)",
        "SELECT count(*) FROM claims WHERE document NOT IN (SELECT id FROM documents)",
        "SELECT count(*) FROM changes WHERE document NOT IN (SELECT id FROM documents)",
    ]
    total = sum(connection.execute(count).fetchone()[0] for count in counts)
    connection.close()
    return total


# What is kept


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HUTS, id="plain"),
        pytest.param("云南省　共有（gòng yǒu）古茶园 5163 处，\r\n已经挂牌。\r\n", id="with stretches left out"),
        pytest.param("江西省貧困人口從１８６．４萬人減少到2.1萬人，佔三分之一。", id="Traditional and full width"),
        pytest.param("", id="empty"),
    ],
)
def test_a_document_and_its_claims_come_back_as_they_were(text: str, rulebook: Rulebook):
    read = read_document(clean(text, "x"), rulebook)

    kept = keeping.unpack(keeping.pack(read), "x")

    _assert_same(read.document, kept.document)
    for number, claim in enumerate(read.claims):
        for name in keeping.CLAIM_FIELDS:
            assert getattr(claim, name) == getattr(kept.claim(number), name)


def _assert_same(document: Document, kept: Document) -> None:
    for field in fields(Document):
        if field.name != "origins":
            assert getattr(document, field.name) == getattr(kept, field.name), field.name
    assert list(document.origins) == list(kept.origins)


def test_a_document_of_another_format_comes_back_with_all_that_leads_into_its_file(rulebook: Rulebook):
    page = "<p>云南省&nbsp;共有</p><table><tr><td>古茶园</td><td>51&#54;3处</td></tr></table>"
    read = read_document(read_bytes(page.encode(), "a.html"), rulebook)

    _assert_same(read.document, keeping.unpack(keeping.pack(read), "a.html").document)


def test_what_is_kept_of_a_claim_changes_only_with_the_schema():
    kept = (
        "quantity", "subject", "place", "period", "aspect", "status", "sentence", "direction", "label", "alternatives",
    )  # fmt: skip

    assert (2, kept) == (store.SCHEMA, keeping.CLAIM_FIELDS)


def test_a_light_reading_brings_what_leads_up_to_its_claims(rulebook: Rulebook):
    read = read_document(clean("全县有学校31所。云南省古茶园由4980处增加到5163处，另有茶厂77家。"), rulebook)

    light = keeping.unpack(keeping.pack(read), "x").reading([2])

    assert ["4980处", "5163处"] == [claim.quantity.text for claim in light.claims]


# Bringing the store in line with files


def test_an_unchanged_file_is_not_read_again(rulebook: Rulebook):
    path = write("a/huts.txt", HUTS)
    with writing(Path("claims.db")) as kept:
        assert Outcome(1, 0, 0, ()) == index_files(kept, [path], [Path("a")], rulebook)
        assert Outcome(0, 1, 0, ()) == index_files(kept, [path], [Path("a")], rulebook)


def test_a_renamed_file_is_no_new_fact():
    write("a/huts.txt", HUTS)
    index("a")
    Path("a/huts.txt").rename("a/renamed.txt")

    index("a")

    assert Size(1, 1, 1) == size()
    with reading(Path("claims.db")) as kept:
        assert [str(Path("a/renamed.txt").absolute())] == list(kept.paths())


def test_a_copy_is_no_second_fact_and_outlives_the_first():
    write("a/huts.txt", HUTS)
    write("b/huts.txt", HUTS)
    index("a", "b")
    assert Size(2, 1, 1) == size()

    Path("a/huts.txt").unlink()
    write("a/other.txt", GROVES)
    index("a")

    assert Size(2, 2, 2) == size()
    assert 0 == orphans()


def test_a_changed_file_says_only_what_it_says_now():
    write("a/huts.txt", HUTS)
    index("a")
    write("a/huts.txt", HUTS_SWAPPED)
    index("a")
    write("draft.txt", HUTS_SWAPPED)

    assert Size(1, 1, 1) == size()
    assert [] == against("draft.txt")
    assert 0 == orphans()


def test_a_removed_file_leaves_nothing_behind():
    write("a/huts.txt", HUTS)
    write("a/groves.txt", GROVES + "云南省贫困人口从186.4万人减少到2.1万人。")
    index("a")
    Path("a/groves.txt").unlink()

    index("a")

    assert Size(1, 1, 1) == size()
    assert 0 == orphans()


def test_a_file_that_is_named_and_gone_is_forgotten():
    write("a/huts.txt", HUTS)
    write("a/groves.txt", GROVES)
    index("a/huts.txt", "a/groves.txt")
    Path("a/groves.txt").unlink()

    index("a/huts.txt", "a/groves.txt")

    assert Size(1, 1, 1) == size()


def test_a_folder_out_of_reach_forgets_nothing_and_exits_2():
    write("a/huts.txt", HUTS)
    index("a")
    Path("a").rename("elsewhere")

    run("index", "a", "--store", "claims.db", code=2)

    assert Size(1, 1, 1) == size()


def test_a_file_that_cannot_be_read_exits_2_and_the_others_are_kept():
    write("a/huts.txt", HUTS)
    Path("a/hollow.txt").write_bytes(b"\x00\xff\xfe\xfa" * 50)

    ran = run("index", "a", "--store", "claims.db")

    assert 2 == ran.returncode
    assert "hollow.txt" in ran.stderr
    assert Size(1, 1, 1) == size()


def test_the_store_itself_is_not_indexed():
    write("huts.txt", HUTS)
    index(".")
    index(".")

    assert Size(1, 1, 1) == size()


def test_several_processes_keep_what_one_does():
    for number in range(20):
        write(f"a/{number}.txt", f"20{number + 10}年云南省共有古茶园{5000 + number}处。\n")

    run("index", "a", "--store", "claims.db", "--jobs", "2", code=0)

    assert Size(20, 20, 20) == size()


def test_words_of_ones_own_read_the_files_anew():
    write("a/huts.txt", HUTS)
    index("a")
    write("house/lexicon/units.yaml", "count:\n  thing: 爿\n")

    ran = run("index", "a", "--store", "claims.db", "--rules", "house", code=0)

    assert "新收 1 篇" in ran.stdout
    assert Size(1, 1, 1) == size()


# Crashes, readers and writers


def _begin_indexing(folder: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([FACTCHECK, "index", folder, "--store", "claims.db"], stdout=subprocess.DEVNULL)


def _wait_for_documents(count: int) -> None:
    while True:
        try:
            if size().documents >= count:
                return
        except FactcheckError:  # not made yet
            pass
        time.sleep(0.01)


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL")
def test_a_run_that_is_killed_loses_nothing_committed_and_the_next_completes_it():
    for number in range(400):
        write(f"a/{number:03}.txt", f"20{number % 40 + 10}年云南省共有古茶园{5000 + number}处。\n" * 3)
    process = _begin_indexing("a")
    _wait_for_documents(20)
    process.send_signal(signal.SIGKILL)
    process.wait()
    before = size().documents

    assert "ok" == sqlite3.connect("claims.db").execute("PRAGMA integrity_check").fetchone()[0]
    assert 0 == orphans()
    ran = run("index", "a", "--store", "claims.db", code=0)

    assert before < 400
    assert f"新收 {400 - before} 篇，未变 {before} 篇" in ran.stdout
    assert Size(400, 400, 1200) == size()


def _forget_and_misname(kept: store.Store, path: Path) -> None:
    kept.forget(str(path.absolute()))
    kept.name("nowhere", 4711)


def test_a_transaction_that_fails_leaves_the_store_as_it_was(rulebook: Rulebook):
    path = write("a/huts.txt", HUTS)
    with writing(Path("claims.db")) as kept:
        index_files(kept, [path], [], rulebook)
        with pytest.raises(sqlite3.IntegrityError), kept.transaction():
            _forget_and_misname(kept, path)

    assert Size(1, 1, 1) == size()


def test_several_read_while_one_writes(rulebook: Rulebook):
    files = [write(f"a/{year}.txt", f"20{year}年云南省共有古茶园{5000 + year}处。\n") for year in range(10, 70)]
    with writing(Path("claims.db")) as kept:
        index_files(kept, files[:1], [], rulebook)
    seen: list[list[int]] = [[], [], []]
    is_done = threading.Event()

    def look(counts: list[int]) -> None:
        while not is_done.is_set():
            counts.append(size().documents)

    readers = [threading.Thread(target=look, args=(counts,)) for counts in seen]
    for reader in readers:
        reader.start()
    with writing(Path("claims.db")) as kept:
        index_files(kept, files, [], rulebook)
    is_done.set()
    for reader in readers:
        reader.join()

    assert 60 == size().documents
    assert all(counts and counts == sorted(counts) for counts in seen)


def test_an_open_writer_does_not_stop_a_lint():
    write("a/huts.txt", HUTS)
    index("a")
    write("draft.txt", HUTS_SWAPPED)
    with writing(Path("claims.db")) as kept, kept.transaction():
        kept.forget("nothing")

        assert [("draft.txt", "881家", {"811家"})] == against("draft.txt")


# What is no store


def test_bytes_that_are_no_database_exit_2_and_are_named():
    write("draft.txt", HUTS)
    Path("claims.db").write_bytes(b"no database at all" * 400)

    for command in (("lint", "draft.txt", "--against"), ("conflicts", "--store"), ("index", "draft.txt", "--store")):
        assert "claims.db" in run(*command, "claims.db", code=2).stderr


def test_a_damaged_store_exits_2():
    write("a/huts.txt", HUTS)
    index("a")
    data = bytearray(Path("claims.db").read_bytes())
    data[100:] = b"\x5a" * (len(data) - 100)
    Path("claims.db").write_bytes(data)

    run("lint", "a/huts.txt", "--against", "claims.db", code=2)


def test_a_document_that_is_damaged_in_the_store_exits_2():
    write("a/huts.txt", HUTS)
    index("a")
    with sqlite3.connect("claims.db") as connection:
        connection.execute("UPDATE documents SET packed = x'00'")
    connection.close()
    write("draft.txt", HUTS_SWAPPED)

    assert "damaged" in run("lint", "draft.txt", "--against", "claims.db", code=2).stderr


def test_another_programs_database_is_refused_and_left_alone():
    with sqlite3.connect("claims.db") as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    write("draft.txt", HUTS)

    assert "another program" in run("index", "draft.txt", "--store", "claims.db", code=2).stderr
    assert "another program" in run("lint", "draft.txt", "--against", "claims.db", code=2).stderr


def test_a_store_of_a_newer_factcheck_is_refused():
    write("draft.txt", HUTS)
    index("draft.txt")
    with sqlite3.connect("claims.db") as connection:
        connection.execute(f"PRAGMA user_version = {store.SCHEMA + 1}")
    connection.close()

    for command in (("lint", "draft.txt", "--against"), ("conflicts", "--store"), ("index", "draft.txt", "--store")):
        assert "newer factcheck" in run(*command, "claims.db", code=2).stderr


def test_an_older_store_is_brought_up_to_date_when_written(monkeypatch: pytest.MonkeyPatch):
    with writing(Path("claims.db")):
        pass
    monkeypatch.setattr(store, "SCHEMA", store.SCHEMA + 1)
    adding = "ALTER TABLE documents ADD COLUMN desk TEXT"
    monkeypatch.setattr(store, "MIGRATIONS", {store.SCHEMA - 1: lambda connection: connection.execute(adding)})

    with pytest.raises(FactcheckError, match="older store"), reading(Path("claims.db")):
        pass
    with writing(Path("claims.db")) as kept:
        assert 0 == kept.size().documents
    with reading(Path("claims.db")) as kept:
        assert 0 == kept.size().documents


def test_claims_filed_by_their_nouns_are_filed_by_their_keys_and_read_anew_when_next_indexed():
    write("a/groves.txt", GROVES)
    write("a/swapped.txt", GROVES_SWAPPED)
    index("a")
    with sqlite3.connect("claims.db") as connection:
        connection.executescript(
            "DROP TABLE claims; CREATE TABLE claims (subject TEXT, document INTEGER); PRAGMA user_version = 1;"
        )
    connection.close()

    assert "older store" in run("conflicts", "--store", "claims.db", code=2).stderr
    with writing(Path("claims.db")) as kept:
        assert Size(2, 2, 2) == kept.size()
    assert 1 == len(conflicts())
    assert "新收 2 篇" in run("index", "a", "--store", "claims.db", code=0).stdout


def test_each_older_schema_has_a_migration():
    assert set(range(1, store.SCHEMA)) == set(store.MIGRATIONS)


def test_a_missing_store_exits_2():
    write("draft.txt", HUTS)

    assert "factcheck index" in run("lint", "draft.txt", "--against", "claims.db", code=2).stderr
    run("conflicts", "--store", "claims.db", code=2)
    assert not Path("claims.db").exists()


def test_an_empty_store_exits_2_when_searched():
    with writing(Path("claims.db")):
        pass

    run("conflicts", "--store", "claims.db", code=2)


def test_a_store_is_known_by_its_content_or_its_name():
    with writing(Path("claims.kept")):
        pass

    assert is_store(Path("claims.kept"))
    assert is_store(Path("missing.db"))
    assert not is_store(write("draft.txt", HUTS))
    assert not is_store(Path("missing.txt"))


def test_a_store_that_cannot_be_written_answers_all_the_same():
    write("a/huts.txt", HUTS)
    run("index", "a", "--store", "kept/claims.db", code=2)  # the folder is not made for the user
    Path("kept").mkdir()
    run("index", "a", "--store", "kept/claims.db", code=0)
    write("draft.txt", HUTS_SWAPPED)
    before = Path("kept/claims.db").read_bytes()
    os.chmod("kept/claims.db", stat.S_IREAD)
    os.chmod("kept", stat.S_IREAD | stat.S_IEXEC)
    try:
        assert [("draft.txt", "881家", {"811家"})] == found("lint", "draft.txt", "--against", "kept/claims.db")
    finally:
        os.chmod("kept", stat.S_IRWXU)
    assert before == Path("kept/claims.db").read_bytes()


# Look-ups


def test_a_draft_that_contradicts_the_archive_is_accused_and_the_archive_quoted():
    write("a/huts.txt", HUTS)
    index("a")
    Path("a/huts.txt").unlink()
    write("draft.txt", HUTS_SWAPPED)

    ran = run("lint", "draft.txt", "--against", "claims.db", code=1)

    assert "draft.txt:1:16" in ran.stdout
    assert HUTS.strip() in ran.stdout
    assert "读了 1 篇：1 个数字，1 个有据可核" in ran.stdout


def test_no_correction_is_offered_for_the_archive():
    write("a/huts.txt", HUTS)
    index("a")
    write("draft.txt", HUTS_SWAPPED)

    (finding,) = json.loads(run("lint", "draft.txt", "--against", "claims.db", "-f", "json").stdout)["findings"]

    assert ["811家"] == [repair["replacement"] for repair in finding["repairs"]]


def test_a_draft_agrees_with_its_own_last_version():
    write("draft.txt", HUTS)
    index("draft.txt")
    write("draft.txt", HUTS_SWAPPED)

    assert [] == against("draft.txt")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(GROVES, id="the same"),
        pytest.param(GROVES_LATER, id="another year"),
        pytest.param(GROVES_SWAPPED.replace("云南", "贵州"), id="another province"),
        pytest.param(GROVES_SWAPPED.replace("云南省", "我省"), id="an unknown province"),
        pytest.param(GROVES_SWAPPED.replace("古茶园", "古驿站"), id="another thing"),
        pytest.param(GROVES_SWAPPED.replace("共有", "计划建成"), id="planned"),
        pytest.param(GROVES_SWAPPED.replace("处", "公顷"), id="another unit"),
        pytest.param(GROVES_SWAPPED.replace("5136处", "约5100处"), id="rounded"),
        pytest.param(GROVES_SWAPPED.replace("2021年", ""), id="no year"),
        pytest.param(GROVES_SWAPPED.replace("2021年", "12月"), id="a month of no year"),
    ],
)
def test_a_draft_that_speaks_of_something_else_is_passed_over(text: str):
    write("a/groves.txt", GROVES)
    index("a")
    write("draft.txt", text)

    assert [] == against("draft.txt")


def test_a_draft_that_names_no_time_contradicts_no_year_of_the_archive():
    write("a/one.txt", GROVES)
    write("a/two.txt", GROVES.replace("2021", "2023"))
    index("a")
    write("draft.txt", GROVES_SWAPPED.replace("2021年", ""))

    assert [] == against("draft.txt")


def test_a_draft_of_the_same_year_is_accused():
    write("a/groves.txt", GROVES)
    write("a/later.txt", GROVES_LATER)
    index("a")
    write("draft.txt", GROVES_SWAPPED)

    assert [("draft.txt", "5136处", {"5163处"})] == against("draft.txt")


def test_a_city_is_held_against_its_province_in_the_archive():
    write("a/groves.txt", GROVES)
    index("a")
    write("draft.txt", "2021年普洱市共有古茶园9471处，全部挂牌。\n")

    assert [("draft.txt", "9471处", {"5163处"})] == against("draft.txt")


def test_a_province_is_held_against_its_cities_in_the_archive():
    write("a/city.txt", "2021年普洱市共有古茶园9471处，全部挂牌。\n")
    index("a")
    write("draft.txt", GROVES)

    assert [("draft.txt", "5163处", {"9471处"})] == against("draft.txt")


@pytest.mark.parametrize(("elsewhere", "expected"), [("184.3万", []), ("148.3万", ["148.3万"])])
def test_a_difference_is_held_against_a_fall_in_the_archive(elsewhere: str, expected: list[str]):
    write("a/fall.txt", "江西省贫困人口从186.4万人减少到2.1万人。\n")
    index("a")
    write("draft.txt", f"江西省对{elsewhere}贫困人口分类帮扶。\n")

    assert expected == [text for _, text, _ in against("draft.txt")]


def test_what_the_archive_tells_with_many_values_is_no_reference():
    for number, huts in enumerate((811, 1034, 977, 655, 702)):
        write(f"a/{number}.txt", HUTS.replace("811", str(huts)))
    index("a")
    write("draft.txt", HUTS_SWAPPED)

    assert [] == against("draft.txt")


def test_files_and_stores_are_sources_side_by_side():
    write("a/huts.txt", HUTS)
    index("a")
    write("b/groves.txt", GROVES)
    write("d/one.txt", HUTS_SWAPPED)
    write("d/two.txt", GROVES_SWAPPED)

    assert ["881家", "5136处"] == [text for _, text, _ in against("d", "--against", "b")]


def test_without_cross_checking_drafts_are_held_against_the_archive_only():
    write("a/huts.txt", HUTS)
    index("a")
    write("d/one.txt", HUTS_SWAPPED)
    write("d/two.txt", GROVES)
    write("d/three.txt", GROVES_SWAPPED)

    assert [(str(Path("d/one.txt")), "881家", {"811家"})] == against("d", "--no-cross")


# Conflicts


def test_the_archive_contradicts_itself():
    write("a/one.txt", GROVES)
    write("a/two.txt", GROVES_SWAPPED)
    index("a")

    ran = run("conflicts", "--store", "claims.db", code=1)

    assert "5136处" in ran.stdout
    assert "5163处" in ran.stdout


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(GROVES_LATER, id="another year"),
        pytest.param(GROVES_SWAPPED.replace("云南", "贵州"), id="another province"),
        pytest.param(GROVES_SWAPPED.replace("5136", "约5100"), id="rounded"),
        pytest.param(GROVES.replace("已经", "都已"), id="the same in other words"),
    ],
)
def test_an_archive_that_only_seems_to_contradict_itself_is_quiet(other: str):
    write("a/one.txt", GROVES)
    write("a/two.txt", other)
    index("a")

    assert [] == conflicts()
    run("conflicts", "--store", "claims.db", code=0)


def test_the_source_that_stands_alone_is_accused():
    for number, text in enumerate((GROVES, GROVES.replace("已经", "均已"), GROVES.replace("已经", "都已"))):
        write(f"a/{number}.txt", text)
    write("a/alone.txt", GROVES_SWAPPED)
    index("a")

    assert [(str(Path("a/alone.txt")), "5136处", {"5163处"})] == conflicts()


def test_the_source_of_lower_rank_is_accused_though_more_say_so():
    write("communique/1.txt", GROVES_SWAPPED)
    write("press/1.txt", GROVES)
    write("press/2.txt", GROVES.replace("已经", "均已"))
    write("factcheck.toml", 'sources = [{path = "communique/*", rank = 3}, {path = "press/*", rank = 2}]\n')
    index("communique", "press")

    ((path, text, _),) = conflicts()

    assert "5163处" == text
    assert "press" == Path(path).parent.name


def test_figures_of_an_unknown_day_contradict_nothing():
    write("a/one.txt", HUTS)
    write("a/two.txt", HUTS_SWAPPED)
    index("a")

    assert [] == conflicts("--possible")


def test_figures_of_documents_of_one_day_contradict_one_another():
    write("a/one.txt", f"某报 2021年5月6日\n{HUTS}")
    write("a/two.txt", f"某报 2021年5月6日\n{HUTS_SWAPPED}")
    index("a")

    assert 1 == len(conflicts())


def test_the_surest_then_the_highest_then_the_newest_come_first():
    halls = "{year}年湖北省共有{thing}{count}座，{end}。\n"
    told = (("戏楼", 2018, (3127, 3172)), ("碑亭", 2020, (4618, 4681)), ("石桥", 2019, (5906, 5960)))
    for thing, year, counts in told:
        folder = "communique" if thing == "石桥" else "press"
        for end, count in zip(("已经修好", "陆续开放"), counts, strict=True):
            write(f"{folder}/{thing}{end}.txt", halls.format(year=year, thing=thing, count=count, end=end))
    write("press/亭1.txt", "2022年湖北省共有凉亭12座，已经修好。\n")
    write("press/亭2.txt", "2022年湖北省共有凉亭13座，陆续开放。\n")
    write("factcheck.toml", 'sources = [{path = "communique/*", rank = 3}]\n')
    index("communique", "press")

    things = [next(thing for thing in ("戏楼", "碑亭", "石桥", "凉亭") if thing in line)
              for line in _quoted(run("conflicts", "--store", "claims.db", "--possible").stdout)]  # fmt: skip

    assert ["石桥", "碑亭", "戏楼"] == [thing for thing in dict.fromkeys(things) if thing != "凉亭"]
    assert "凉亭" not in things or "凉亭" == things[-1]


def _quoted(report: str) -> list[str]:
    return [line for line in report.splitlines() if line.startswith("1 | ")]


class Counted(float):
    """A bound that counts what it is compared with."""

    comparisons = 0

    def __lt__(self, other: float) -> bool:
        Counted.comparisons += 1
        return super().__lt__(other)

    def __le__(self, other: float) -> bool:
        Counted.comparisons += 1
        return super().__le__(other)

    __hash__ = float.__hash__


MANY = 20_000  # claims of one key, of which two hundred million pairs could be made


def told(number: int, low: float, high: float) -> Row:
    """What the document with a number tells of the tea gardens of Yunnan in 2021."""
    thing = ("古茶园", "thing", "古茶园", "处", "", "530000", "2021-01-01", "2021-12-31", "level", "actual")
    return Row(*thing, low, high, True, True, 0, document=number.to_bytes(4, "big"))


@pytest.mark.parametrize("step", [0, 7], ids=["of one value", "of as many values"])
def test_a_key_with_very_many_claims_is_sorted_and_swept_not_paired(step: int):
    Counted.comparisons = 0
    rows = [told(number, Counted(number * step % MANY), Counted(number * step % MANY)) for number in range(MANY)]

    values = sweep(in_order(map(value_of, rows)))

    assert MANY == sum(value.support for value in values)
    assert Counted.comparisons < 40 * MANY  # twice, for pairs of bounds, what sorting so many takes: 15 each


def test_a_lone_voice_among_very_many_is_held_against_one_of_them():
    rows = [told(number, 5163.0, 5163.0) for number in range(MANY)]
    rows = [told(MANY, 5136.0, 5136.0), *rows]

    ((_, (alone, most)),) = blocks(JOINS[0], map(value_of, rows))

    assert (True, False) == (alone.is_lone, most.is_lone)


def test_a_key_with_very_many_values_and_none_that_most_tell_is_no_fact():
    rows = [told(number, float(number), float(number)) for number in range(MANY)]

    assert [] == list(blocks(JOINS[0], map(value_of, rows)))


def test_a_chain_of_roundings_does_not_join_what_is_apart():
    rows = [told(number, low, high) for number, (low, high) in enumerate(((0, 4), (3, 6), (5, 9)))]

    assert [(3, 4), (5, 9)] == [(value.low, value.high) for value in sweep(map(value_of, rows))]


@pytest.mark.parametrize(
    ("code", "around", "inside", "outside"),
    [
        ("130000", ("100000",), ("130100", "130702"), ("130000", "140100")),
        ("130700", ("130000", "100000"), ("130702",), ("130700", "130800", "130000")),
        ("130702", ("130700", "130000", "100000"), (), ("130702", "130703")),
        ("100000", (), ("110000", "130702"), ()),
    ],
)
def test_places_lie_in_one_another_by_their_codes(code, around, inside, outside):
    first, last = places_inside(code)

    assert around == tuple(enclosing(code))
    assert all(first <= place <= last for place in inside)
    assert not any(first <= place <= last for place in outside)
