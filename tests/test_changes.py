"""`lint --diff`, `--watch` and `--statistics`: what a change touches, again at every change, and how much there is."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import FACTCHECK, here, write
from documents import docx, p

pytestmark = pytest.mark.usefixtures("desk")
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")

APPLES = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
PONDS = "白石镇新建鱼塘352口（东坡215口、西坡173口）。\n"
TEA = "青田镇有茶园913亩（东坡315亩、西坡598亩）。\n"


def git(*args: str) -> None:
    named = ("-c", "user.name=desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *named, *args], check=True, capture_output=True)


def commit(**files: str) -> None:
    """A repository with files whose names end in .txt."""
    if not Path(".git").exists():
        git("init", "--quiet")
    for name, text in files.items():
        write(f"{name}.txt", text)
    git("add", ".")
    git("commit", "--quiet", "--message", "x")


def told(*args: str) -> dict[str, Any]:
    return json.loads(here("lint", "--no-cross", "--format", "json", *args).stdout)


def accused(*args: str) -> list[str]:
    return [finding["text"] for finding in told(*args)["findings"]]


# --diff


@needs_git
def test_only_what_stands_on_changed_lines_is_reported():
    commit(a=APPLES + TEA)
    write("a.txt", APPLES + TEA + PONDS)

    assert ["1760棵", "173口"] == accused("a.txt")
    assert ["173口"] == accused("a.txt", "--diff")
    assert ["173口"] == accused("--diff=HEAD", "a.txt")


@needs_git
def test_what_stands_elsewhere_is_counted_and_not_called_right():
    commit(a=APPLES + TEA)
    ran = here("lint", "a.txt", "--diff", code=0)

    assert "另有 1 处与改动的行无关" in ran.stdout
    assert "没有发现互相矛盾" not in ran.stdout
    assert 1 == told("a.txt", "--diff")["summary"]["elsewhere"]


@needs_git
def test_a_changed_number_brings_up_the_one_that_it_contradicts():
    commit(a="柳溪镇有农户5230户，比上年多。\n\n柳溪镇有农户5230户，比上年多。\n")
    write("a.txt", "柳溪镇有农户5320户，比上年多。\n\n柳溪镇有农户5230户，比上年多。\n")

    assert 1 == len(accused("a.txt", "--diff"))


@needs_git
def test_a_file_that_git_does_not_know_yet_is_new_from_end_to_end():
    commit(a=TEA)
    write("新 稿:(1).txt", APPLES)

    assert ["1760棵"] == accused("新 稿:(1).txt", "a.txt", "--diff")


@needs_git
def test_changes_count_from_any_revision():
    commit(a=TEA)
    commit(a=TEA + APPLES)
    commit(a=TEA + APPLES + PONDS)

    assert [[], ["173口"], ["1760棵", "173口"]] == [accused("a.txt", f"--diff=HEAD~{n}") for n in range(3)]


@needs_git
def test_a_word_file_that_changed_is_new_from_end_to_end():
    Path("a.docx").write_bytes(docx(p(APPLES)))
    commit(b=TEA)
    assert [] == accused("a.docx", "--diff")

    Path("a.docx").write_bytes(docx(p(APPLES) + p(TEA)))
    assert ["1760棵"] == accused("a.docx", "--diff")


@needs_git
def test_lines_are_counted_as_git_counts_them():
    commit(a=f"一\r二\r\n三\x0b四\n{APPLES}{TEA}")
    write("a.txt", f"一\r二\r\n三\x0b四\n{APPLES}{TEA}{PONDS}")
    Path("a.txt").write_bytes(f"一\r二\r\n三\x0b四\n{APPLES}{TEA}{PONDS}".encode())

    assert ["173口"] == accused("a.txt", "--diff")


@needs_git
def test_a_suppression_is_called_unused_only_where_it_changed():
    aside = "[factcheck: ignore parts-add-up -- 已核]\n"
    commit(a=TEA + aside + TEA)
    assert [] == told("a.txt", "--diff")["notices"]

    write("a.txt", TEA + aside + TEA + aside + TEA)
    assert [4] == [notice["line"] for notice in told("a.txt", "--diff")["notices"]]


@needs_git
def test_files_of_several_repositories_are_each_compared_with_their_own(monkeypatch):
    for name in ("甲", "乙"):
        Path(name).mkdir()
        monkeypatch.chdir(name)
        commit(a=APPLES)
        monkeypatch.chdir("..")
    write("乙/a.txt", APPLES + PONDS)

    assert ["173口"] == accused("甲/a.txt", "乙/a.txt", "--diff")


@needs_git
def test_a_path_behind_diff_is_the_draft_and_not_the_revision():
    commit(a=APPLES)
    write("b.txt", PONDS)

    assert ["173口"] == accused("--diff", "b.txt")


@needs_git
@pytest.mark.parametrize("revision", ["no-such", "HEAD~99", "HEAD:a.txt", "a b"])
def test_a_revision_that_there_is_not_exits_2_and_is_named(revision):
    commit(a=APPLES)

    assert revision in here("lint", "a.txt", f"--diff={revision}", code=2).stderr


@needs_git
def test_no_revision_is_taken_for_an_option():
    """The option reader takes it for one of ours; git never sees it."""
    commit(a=APPLES)
    here("lint", "a.txt", "--diff=-O/etc/passwd", code=2)

    assert {"a.txt", "pyproject.toml", ".git"} == {path.name for path in Path().iterdir()}


@needs_git
def test_nothing_that_a_repository_sets_up_is_run():
    commit(a=APPLES)
    command = f"{sys.executable} -c \"open('ran', 'w')\""
    for name in ("diff.external", "core.fsmonitor", "core.pager", "diff.x.command", "diff.x.textconv"):
        git("config", name, command)
    write(".gitattributes", "*.txt diff=x\n")
    write("a.txt", APPLES + PONDS)

    assert ["173口"] == accused("a.txt", "--diff")
    assert not Path("ran").exists()


@needs_git
def test_a_hook_of_git_may_ask_for_changes(monkeypatch):
    """It tells its children where the repository is, as seen from its top."""
    commit(**{"稿/a": APPLES})
    write("稿/a.txt", APPLES + PONDS)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")

    assert ["173口"] == accused("稿", "--diff")


@needs_git
def test_settings_of_git_do_not_widen_what_has_changed():
    commit(a=TEA + APPLES + TEA)
    git("config", "diff.interHunkContext", "9")
    git("config", "diff.context", "9")
    write("a.txt", "一\n" + TEA + APPLES + TEA + "二\n")

    assert [] == accused("a.txt", "--diff")


def test_outside_a_repository_it_exits_2_and_says_so(monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(Path.cwd().parent))
    ran = here("lint", "--diff=HEAD", str(write("a.txt", APPLES)), code=2)

    assert "git" in ran.stderr
    assert "不在 git 仓库里" in ran.stderr or "没有找到 git" in ran.stderr


def test_without_git_it_exits_2_and_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert "没有找到 git" in here("lint", "--diff=HEAD", str(write("a.txt", APPLES)), code=2).stderr


@needs_git
def test_an_update_of_the_baseline_takes_no_part_of_the_findings():
    commit(a=APPLES)

    here("lint", "a.txt", "--diff", "--baseline", "old.json", "--update-baseline", code=2)
    assert not Path("old.json").exists()


# --statistics


def test_statistics_count_the_findings_of_each_rule_the_most_frequent_first():
    write("a.txt", APPLES + TEA + PONDS + "[factcheck: ignore same-fact]\n")
    lines = here("lint", "--statistics", "a.txt", code=1).stdout.splitlines()

    assert ["2  错误  parts-add-up", "1  错误  suppression-without-reason", ""] == [line.strip() for line in lines[:3]]
    assert "-->" not in "".join(lines)
    assert "读了 1 篇" in "".join(lines)


def test_statistics_are_of_the_text_format_alone():
    assert "--statistics" in here("lint", "--statistics", "-f", "json", str(write("a.txt", TEA)), code=2).stderr


def test_without_findings_there_is_nothing_to_count():
    assert here("lint", str(write("a.txt", TEA))).stdout == here("lint", "--statistics", "a.txt", code=0).stdout


# Bytes


@pytest.mark.parametrize(
    "format_", ["text", "html", "markdown", "json", "sarif", "github", "gitlab", "rdjson", "junit"]
)
def test_the_same_drafts_give_the_same_bytes_in_whatever_order_they_are_named(format_):
    drafts = [str(write(name, text)) for name, text in (("a.txt", APPLES + PONDS), ("b.txt", PONDS + APPLES))]
    for name, order in (("1", drafts), ("2", drafts)):
        here("lint", "--no-cross", "--format", format_, "--output", f"{name}.out", *order)

    assert Path("1.out").read_bytes() == Path("2.out").read_bytes()


# --watch


class Watched:
    """A lint that watches, and what it has printed so far."""

    def __init__(self, *args: str) -> None:
        env = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8"}
        self._out = Path("out.log").open("wb")  # noqa: SIM115 -- open as long as the process runs
        self.process = subprocess.Popen(
            [FACTCHECK, "lint", "--watch", *args], stdout=self._out, stderr=subprocess.STDOUT, env=env
        )

    def wait_for(self, text: str, times: int = 1) -> None:
        """Until the text has been printed so often; the generous limit only ends a run that hangs."""
        limit = time.monotonic() + 60
        while self.said().count(text) < times:
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < limit, self.said()
            time.sleep(0.05)

    def said(self) -> str:
        return Path("out.log").read_text(encoding="utf-8")

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=60)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._out.close()


@pytest.fixture
def watched() -> Iterator[Watched]:
    write("factcheck.toml", 'lang = "zh"\n')
    write("稿/a.txt", TEA)
    watched = Watched("--statistics", "稿")
    yield watched
    watched.close()


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt cannot be sent to one process alone")
def test_a_watched_draft_is_checked_again_at_every_change_until_it_is_interrupted(watched):
    watched.wait_for("守望", 1)
    assert "parts-add-up" not in watched.said()

    write("稿/a.txt", APPLES)
    watched.wait_for("守望", 2)
    assert "1  错误  parts-add-up" in watched.said()

    write("稿/新.txt", PONDS)
    watched.wait_for("2  错误  parts-add-up")
    watched.wait_for("守望", 3)

    write("factcheck.toml", 'ingore = ["parts-add-up"]\n')
    watched.wait_for("'ignore'")
    watched.wait_for("守望", 4)

    write("factcheck.toml", 'ignore = ["parts-add-up"]\n')
    watched.wait_for("守望", 5)
    assert 0 == watched.interrupt()
    assert "Traceback" not in watched.said()
    assert "Aborted" not in watched.said()


@pytest.mark.skipif(sys.platform == "win32", reason="an interrupt cannot be sent to one process alone")
def test_a_report_that_is_written_beside_the_drafts_is_no_change():
    write("稿/a.txt", APPLES)
    watched = Watched("稿", "--format", "markdown", "--output", "稿/报告.md")
    try:
        watched.wait_for("守望", 1)
        write("稿/a.txt", APPLES + PONDS)
        watched.wait_for("守望", 2)
        time.sleep(1.2)  # two looks at the files
        assert 2 == watched.said().count("守望")
        assert "读了 1 篇" in Path("稿/报告.md").read_text(encoding="utf-8")
        assert 0 == watched.interrupt()
    finally:
        watched.close()


def test_standard_input_cannot_be_watched():
    assert "标准输入" in here("lint", "--watch", "-", code=2).stderr
