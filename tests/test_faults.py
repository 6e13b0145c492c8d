"""Whatever breaks around it (a disk, a pipe, a process, patience), nothing is lost and the exit code is right."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from desk import FACTCHECK, run, write

from factcheck import workers
from factcheck.model import Unread
from factcheck.patience import Patience, TooComplex, look_at_the_time
from factcheck.pipeline import check_paths
from factcheck.rulebook import load_rulebook

WRONG = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
RIGHT = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1670棵）。\n"
MONSTER = "占3%、" * 200_000
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
FORKED = pytest.mark.skipif(
    multiprocessing.get_start_method() != "fork", reason="the fault is put into this process and inherited"
)

pytestmark = pytest.mark.usefixtures("desk")


def python(code: str, *args: str) -> subprocess.CompletedProcess[str]:
    """A run of the command line in which some fault has been put beforehand."""
    start = "import sys\nfrom factcheck.cli import main\nimport factcheck.pipeline as pipeline\n"
    command = [sys.executable, "-c", f"{start}{code}\nmain(sys.argv[1:])", *args]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=120, check=False)


def paths(found: str, part: str) -> list[str]:
    return [one["path"] for one in json.loads(found)[part]]


# Time


@POSIX
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_draft_that_takes_too_long_is_said_to_be_unchecked_and_the_others_are_checked(jobs):
    drafts = [write("monster.txt", MONSTER), *(write(f"draft{i}.txt", WRONG) for i in range(4))]

    ran = run("lint", "--timeout", "1", "--jobs", jobs, "--format", "json", *map(str, drafts), code=2)

    assert ["monster.txt"] == paths(ran.stdout, "unread")
    assert "too complex" in json.loads(ran.stdout)["unread"][0]["reason"]
    assert [f"draft{i}.txt" for i in range(4)] == paths(ran.stdout, "findings")


@POSIX
def test_the_settings_set_the_time_too():
    write("factcheck.toml", "timeout = 0.2\n")

    assert "过于复杂" in run("lint", str(write("monster.txt", MONSTER)), code=2).stdout


@pytest.mark.parametrize("wrong", ["'long'", "-1", "true", "1e9"])
def test_a_time_that_is_none_is_named(wrong):
    write("factcheck.toml", f"timeout = {wrong}\n")

    assert "factcheck.toml:1" in run("lint", str(write("draft.txt", RIGHT)), code=2).stderr


@POSIX
def test_listing_the_numbers_ends_in_time_too():
    ran = run("claims", "--timeout", "0.05", "--format", "jsonl", str(write("monster.txt", MONSTER)), code=2)

    assert "过于复杂" in ran.stderr


@POSIX
def test_an_alarm_cuts_into_a_pattern():
    import re

    with pytest.raises(TooComplex), Patience(0.05):
        re.match("(a+)+$", "a" * 60 + "b")


def test_where_no_alarm_rings_the_time_is_looked_at():
    def late() -> bool:
        try:
            with Patience(0.001):
                while True:
                    look_at_the_time()
        except TooComplex:
            return True

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(late).result()


def test_in_another_thread_a_draft_that_takes_too_long_is_said_to_be_unchecked():
    write("monster.txt", "由3家增加到4家，" * 20_000)
    told: list[Unread] = []
    path = Path("monster.txt")
    other = threading.Thread(target=lambda: told.extend(check_paths([path], load_rulebook(), timeout=0.01).unread))
    other.start()
    other.join()

    assert ["monster.txt"] == [unread.path for unread in told]
    assert "too complex" in told[0].reason


@POSIX
def test_nobody_elses_alarm_is_taken():
    import signal

    signal.setitimer(signal.ITIMER_REAL, 100)
    try:
        with Patience(5):
            look_at_the_time()
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 100
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


@POSIX
def test_drafts_that_take_too_long_to_compare_are_checked_each_by_itself():
    drafts = [write(f"draft{i}.txt", WRONG) for i in range(2)]
    slow = """
def compared(*args):
    while True:
        pass
pipeline._compared = compared
"""
    ran = python(slow, "lint", "--timeout", "1", "--format", "json", *map(str, drafts))

    assert 2 == ran.returncode, ran.stderr
    assert ["draft0.txt", "draft1.txt"] == paths(ran.stdout, "findings")
    assert "not compared" in json.loads(ran.stdout)["unread"][0]["reason"]


# Processes

BOMB = """
import os, signal, time
read = pipeline.read_document
def bomb(document, rulebook):
    if "bomb" in document.path:
        {act}
    return read(document, rulebook)
pipeline.read_document = bomb
"""


@FORKED
@pytest.mark.parametrize(
    ("act", "reason"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "killed"),
        ("os._exit(0)", "killed"),
        ("signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM]); time.sleep(60)", "hung"),
    ],
)
def test_a_process_that_dies_or_hangs_costs_its_own_file_only(act, reason):
    write("bomb.txt", WRONG)
    drafts = [str(write(f"draft{i}.txt", WRONG)) for i in range(6)]
    quick = "import factcheck.workers; factcheck.workers._GRACE = 2\n"
    seconds = "1" if reason == "hung" else "30"

    ran = python(
        quick + BOMB.format(act=act),
        *("lint", "--no-cross", "--jobs", "2", "--timeout", seconds, "--format", "json", "bomb.txt", *drafts),
    )

    assert 2 == ran.returncode, ran.stderr
    assert "" == ran.stderr
    assert ["bomb.txt"] == paths(ran.stdout, "unread")
    assert reason in ran.stdout
    assert drafts == paths(ran.stdout, "findings")


def test_a_process_answers_until_the_one_that_started_it_hangs_up():
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=workers._serve, args=(there, Path.exists))
    process.start()
    there.close()

    answers = []
    for name in (".", "nowhere"):
        here.send(Path(name))
        answers.append(pickle.loads(here.recv_bytes()))
    here.close()
    process.join(30)

    assert [True, False] == answers
    assert 0 == process.exitcode


@FORKED
@pytest.mark.parametrize("bombs", [{0}, {3, 4, 5}, {0, 39}, {38, 39}])
def test_of_many_files_only_those_are_lost_in_whose_midst_a_process_died(bombs):
    drafts = [str(write(f"{'bomb' if n in bombs else 'draft'}{n:02}.txt", WRONG)) for n in range(40)]

    ran = python(BOMB.format(act="os._exit(3)"), "lint", "--no-cross", "--jobs", "2", "--format", "json", *drafts)

    assert 2 == ran.returncode, ran.stderr
    assert [draft for draft in drafts if "bomb" in draft] == paths(ran.stdout, "unread")
    assert [draft for draft in drafts if "bomb" not in draft] == paths(ran.stdout, "findings")


@FORKED
def test_when_every_process_dies_every_file_is_named():
    drafts = [str(write(f"bomb{i}.txt", WRONG)) for i in range(5)]

    ran = python(BOMB.format(act="os._exit(3)"), "lint", "--jobs", "2", "--format", "json", *drafts)

    assert 2 == ran.returncode, ran.stderr
    assert drafts == paths(ran.stdout, "unread")


@FORKED
def test_a_fault_of_factcheck_itself_costs_the_file_only():
    drafts = [str(write(name, WRONG)) for name in ("bomb.txt", "draft.txt")]

    ran = python(BOMB.format(act="raise ValueError('unforeseen')"), "lint", "--format", "json", *drafts)

    assert 2 == ran.returncode, ran.stderr
    assert ["bomb.txt"] == paths(ran.stdout, "unread")
    assert "unforeseen" in ran.stdout
    assert ["draft.txt"] == paths(ran.stdout, "findings")


def test_answers_come_in_order_whoever_is_first():
    files = [Path(f"{number}.txt") for number in range(40)]

    assert [path.stem for path in files] == list(workers.answers(_stem, files, 3, 10))


def _stem(path: Path) -> str:
    return path.stem


@FORKED
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupt_ends_the_run_at_once_with_130_and_no_traceback(jobs):
    for number in range(8):
        write(f"bomb{number}.txt", WRONG)
    act = "os.kill(main_process, signal.SIGINT); time.sleep(60 if os.getpid() != main_process else 1)"

    ran = python("import os\nmain_process = os.getpid()\n" + BOMB.format(act=act), "lint", "--jobs", jobs, ".")

    assert 130 == ran.returncode
    assert "" == ran.stdout
    assert "interrupted" in ran.stderr
    assert "Traceback" not in ran.stderr


# Output


@POSIX
@pytest.mark.parametrize("format_", ["text", "json", "github"])
def test_a_reader_that_goes_away_is_met_with_silence(format_):
    write("draft.txt", WRONG * 2000)
    with subprocess.Popen(
        [FACTCHECK, "lint", "--timeout", "0", "--format", format_, "draft.txt"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.close()
        assert b"" == ran.stderr.read()
    assert ran.returncode in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("args", [["--format", "text"], ["--format", "json"], ["--output", "/dev/full"]])
def test_a_full_disk_exits_2_and_says_so(args):
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [FACTCHECK, "lint", *args, write("draft.txt", WRONG)], stdout=full, stderr=subprocess.PIPE, check=False
        )

    assert 2 == ran.returncode
    assert b"No space left" in ran.stderr
    assert b"internal error" not in ran.stderr
    assert b"Traceback" not in ran.stderr


# Folders


def test_one_unreadable_file_among_a_thousand_is_named_and_the_others_are_checked():
    for number in range(999):
        write(f"copy/{number:03}.txt", RIGHT if number else WRONG)
    Path("copy/500.txt").write_bytes(b"\x00\x01\x02\xff" * 9)

    ran = run("lint", "--no-cross", "--format", "json", "copy", code=2)

    assert [str(Path("copy/500.txt"))] == paths(ran.stdout, "unread")
    assert [str(Path("copy/000.txt"))] == paths(ran.stdout, "findings")
    assert 998 == json.loads(ran.stdout)["summary"]["documents"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root and Windows read everything")
def test_a_locked_folder_inside_another_is_named_and_the_others_are_checked():
    write("copy/locked/draft.txt", RIGHT)
    write("copy/open/draft.txt", WRONG)
    Path("copy/locked").chmod(0)
    try:
        ran = run("lint", "--format", "json", "copy", code=2)
    finally:
        Path("copy/locked").chmod(0o700)

    assert [str(Path("copy/locked"))] == paths(ran.stdout, "unread")
    assert 1 == len(paths(ran.stdout, "findings"))


def test_memory_for_files_without_findings_holds_no_text():
    drafts = [write(f"draft{i}.txt", RIGHT) for i in range(3)]

    report = check_paths(drafts, load_rulebook(), cross=False, brief=True)

    assert [("", ())] * 3 == [(document.text, tuple(document.origins)) for document in report.documents]
    assert (9, 9) == (report.tally().claims, report.tied())
    assert () == report.claims
