"""The cache never changes what is said: not when it is old, damaged, full, shared, or written by somebody else."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import contextlib
import os
import pickle
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from desk import FACTCHECK, run, write

from factcheck.cache import Cache, digest_of, version_of
from factcheck.cli.inputs import default_folder
from factcheck.model import Report
from factcheck.pipeline import check_paths
from factcheck.rulebook import load_rulebook

WRONG = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
RIGHT = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。\n"
FORMATS = ["text", "json", "sarif", "html", "github", "gitlab", "rdjson", "junit", "markdown"]
FILE = Path("cache/reports-1.sqlite")

pytestmark = pytest.mark.usefixtures("desk")


def lint(*args: str) -> str:
    """The report, with a cache in the folder `cache`."""
    return run("lint", "--cache-dir", "cache", "--format", "json", *args).stdout


def every_format(*args: str) -> list[bytes]:
    """The reports of one run in all formats."""
    outputs = [arg for name in FORMATS for arg in ("--format", name, "--output", f"report.{name}")]
    run("lint", *outputs, *args)
    return [Path(f"report.{name}").read_bytes() for name in FORMATS]


def entries() -> int:
    with sqlite3.connect(FILE) as known:
        (count,) = known.execute("SELECT count(*) FROM entries").fetchone()
    known.close()
    return int(count)


@pytest.fixture
def drafts() -> list[str]:
    texts = (WRONG, RIGHT, "茶叶产量由30吨增加到40吨，增长25%。\n", "")
    return [str(write(f"draft{number}.txt", text)) for number, text in enumerate(texts)]


@pytest.mark.parametrize("cross", [[], ["--no-cross"]])
def test_a_second_run_says_the_same_byte_for_byte_in_every_format(drafts, cross):
    fresh = every_format("--no-cache", *cross, *drafts)
    first = every_format("--cache-dir", "cache", *cross, *drafts)
    second = every_format("--cache-dir", "cache", *cross, *drafts)

    assert fresh == first == second
    assert (1 if not cross else 4) == entries()


@pytest.mark.parametrize("shown", ["--explain", "--coverage"])
def test_what_the_cache_does_not_hold_is_told_all_the_same(drafts, shown):
    fresh = run("lint", shown, "--no-cache", *drafts).stdout
    run("lint", "--cache-dir", "cache", *drafts)

    assert fresh == run("lint", shown, "--cache-dir", "cache", *drafts).stdout


@pytest.mark.parametrize("cross", [[], ["--no-cross"]])
def test_a_changed_file_is_checked_anew_whatever_its_date(drafts, cross):
    lint(*cross, *drafts)
    stamp = os.stat(drafts[0])
    write(drafts[0], RIGHT)
    os.utime(drafts[0], ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    assert run("lint", "--no-cache", "--format", "json", *cross, *drafts).stdout == lint(*cross, *drafts)


def test_dates_before_the_epoch_and_in_the_far_future_change_nothing(drafts):
    first = lint(*drafts)
    for path, seconds in zip(drafts, (0, 1, 4_000_000_000, -86_400), strict=True):
        os.utime(path, (seconds, seconds))

    assert first == lint(*drafts)


def test_a_renamed_file_is_told_by_its_new_name(drafts):
    lint(drafts[0])
    Path(drafts[0]).rename("other.txt")

    assert '"path": "other.txt"' in lint("other.txt")


def test_other_rules_are_other_reports(drafts):
    assert "parts-add-up" in lint(*drafts)
    assert "parts-add-up" not in lint("--ignore", "parts-add-up", *drafts)
    assert "parts-add-up" in lint(*drafts)


def test_a_change_of_ones_own_rules_makes_reports_void():
    write("house/lexicon/units.yaml", "count:\n  thing: 棵\n")
    one = version_of(load_rulebook.__wrapped__((Path("house"),)))
    write("house/lexicon/units.yaml", "count:\n  thing: 棵 株\n")
    other = version_of(load_rulebook.__wrapped__((Path("house"),)))

    assert one != other != version_of(load_rulebook())


def test_nothing_is_written_where_nobody_wants_it(drafts):
    run("lint", "--no-cache", "--cache-dir", "cache", *drafts)

    assert not Path("cache").exists()


def test_a_damaged_cache_is_made_anew(drafts):
    first = lint(*drafts)
    for damage in (b"", b"no database at all" * 99, FILE.read_bytes()[:3000], FILE.read_bytes()[:-4096]):
        for path in Path("cache").iterdir():
            path.unlink()
        FILE.write_bytes(damage)

        assert first == lint(*drafts)
        assert first == lint(*drafts)
        assert 1 <= entries()


def test_bytes_that_have_changed_are_not_believed(drafts):
    first = lint(*drafts)
    with sqlite3.connect(FILE) as known:
        ((value,),) = known.execute("SELECT value FROM entries").fetchall()
        known.execute("UPDATE entries SET value = ?", (value[:400] + b"\x00" + value[401:],))
    known.close()

    assert first == lint(*drafts)


class Trap:
    """What would run a command where it is unpacked."""

    def __reduce__(self):
        return os.system, ("echo sprung > sprung",)


@pytest.mark.parametrize("value", [Trap(), [], "report", 5])
def test_a_cache_that_somebody_else_wrote_runs_nothing(value):
    draft = write("draft.txt", WRONG)
    rulebook = load_rulebook()
    with Cache(Path("cache"), rulebook) as cache:
        digest = digest_of(draft, draft.read_bytes())
        cache._shelf.put(cache._key(digest), pickle.dumps(value))

    with Cache(Path("cache"), rulebook) as cache:
        assert None is cache.report_on(draft)
    assert not Path("sprung").exists()


@pytest.mark.parametrize("folder", ["/proc/nowhere", "draft.txt/cache"])
def test_a_folder_that_nobody_can_write_to_does_not_keep_drafts_from_being_checked(folder):
    write("draft.txt", WRONG)

    assert "parts-add-up" in run("lint", "--cache-dir", folder, "draft.txt", code=1).stdout


def test_many_runs_at_once_share_a_cache(drafts):
    fresh = run("lint", "--no-cross", "--no-cache", "--format", "json", *drafts).stdout
    command = [FACTCHECK, "lint", "--no-cross", "--cache-dir", "cache", "--format", "json", *drafts]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") for _ in range(6)]

    assert [fresh] * 6 == [ran.communicate()[0] for ran in running]
    assert 4 == entries()


def test_a_cache_that_is_held_by_another_run_is_done_without(drafts, monkeypatch):
    monkeypatch.setattr("factcheck.cache._PATIENCE", 0.1)
    lint(*drafts)
    rulebook, files = load_rulebook(), [Path(path) for path in drafts]
    with sqlite3.connect(FILE, isolation_level=None) as held:
        held.execute("BEGIN EXCLUSIVE")
        with Cache(Path("cache"), rulebook) as cache:
            report = check_paths(files, rulebook, brief=True, cache=cache)
    held.close()

    assert 2 == len(report.findings)


def test_what_was_used_longest_ago_makes_room():
    rulebook = load_rulebook()
    report = Report((), (), (), (), counted=replace(Report((), (), (), ()).counted, claims=1))
    digests = [bytes([number]) * 32 for number in range(60)]
    for start in range(0, 60, 20):
        with Cache(Path("cache"), rulebook, most=4000) as cache:
            cache.report(digests[0])
            for digest in digests[start : start + 20]:
                cache.remember(digest, report)

    with Cache(Path("cache"), rulebook) as cache:
        known = [digest for digest in digests if cache.report(digest)]

    assert digests[0] in known
    assert digests[-1] in known
    assert digests[1] not in known
    with sqlite3.connect(FILE) as kept:
        ((size,),) = kept.execute("SELECT sum(size) FROM entries").fetchall()
    kept.close()
    assert size <= 4000


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs a small disk of its own")
def test_on_a_full_disk_drafts_are_checked(tmp_path):
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "none", small], check=False).returncode:
        pytest.skip("this machine mounts no disk")
    try:
        with contextlib.suppress(OSError), (small / "filler").open("wb", buffering=0) as filler:
            while filler.write(b"x" * 1024):
                pass
        draft = str(write("draft.txt", WRONG))
        assert "parts-add-up" in run("lint", "--cache-dir", str(small), draft, code=1).stdout
        assert "parts-add-up" in run("lint", "--cache-dir", str(small), draft, code=1).stdout
        assert "No space left" in run("lint", "--no-cache", "--output", str(small / "report.txt"), draft, code=2).stderr
    finally:
        subprocess.run(["umount", small], check=False)


@pytest.mark.parametrize(
    ("platform", "variable", "folder"),
    [
        ("linux", "XDG_CACHE_HOME", "home/factcheck"),
        ("linux", "", "home/.cache/factcheck"),
        ("darwin", "", "home/Library/Caches/factcheck"),
        ("win32", "LOCALAPPDATA", "home/factcheck/Cache"),
        ("win32", "", "home/AppData/Local/factcheck/Cache"),
        ("linux", "FACTCHECK_CACHE_DIR", "home"),
    ],
)
def test_the_cache_lies_where_the_platform_keeps_caches_or_where_it_is_told_to(
    platform, variable, folder, monkeypatch, tmp_path
):
    for name in ("FACTCHECK_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "home")
    if variable:
        monkeypatch.setenv(variable, str(tmp_path / "home"))

    assert tmp_path / folder == default_folder()


def test_few_and_short_drafts_are_not_worth_a_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("FACTCHECK_CACHE_DIR", str(tmp_path / "own"))
    run("lint", str(write("draft.txt", RIGHT)), code=0)
    assert [".msgpack"] == [file.suffix for file in (tmp_path / "own").iterdir()]  # the rules alone

    run("lint", str(write("long.txt", RIGHT * 900)), code=0)
    assert (tmp_path / "own").exists()
