"""Rules as an earlier run read them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from factcheck.datafiles import DataFileError
from factcheck.kept_rules import kept_rulebook
from factcheck.model import FactcheckError
from factcheck.rulebook import Rulebook, load_rulebook

RULE = """\
relation: whole-parts
expect: whole == sum(part)
severity: warning
message: 分项合计{sum(part)}，总数{whole}
message-en: the parts make {sum(part)}, not {whole}
explain: 分项之和应等于总数。
pass:
  - 栽树50棵（松树20棵、柏树30棵）。
fail:
  - text: 栽树50棵（松树20棵、柏树13棵）。
    marks: [50棵, 20棵, 13棵]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with a rule of one's own."""
    file = tmp_path / "house" / "checks" / "trees-add-up.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(RULE, encoding="utf-8")
    return tmp_path / "house"


def kept(folder: Path, *extra: Path) -> Rulebook:
    """The rulebook of a run that remembers only what is in the folder."""
    kept_rulebook.cache_clear()
    load_rulebook.cache_clear()
    return kept_rulebook(extra, folder)


def everything(rulebook: Rulebook) -> dict[str, object]:
    """What a rulebook holds, in figures and texts that can be compared."""
    lexicon = {name: value for name, value in vars(rulebook.lexicon).items() if name != "units"}
    return {
        "rules": list(rulebook.rules.items()),
        "equations": [(rule, one.text, one.roles, one.comparison) for rule, one in rulebook.equations.items()],
        "conditions": [(rule, one.text, one.roles, one.comparison) for rule, one in rulebook.conditions.items()],
        "wordings": rulebook.wordings,
        "notations": [repr(notation) for notation in rulebook.notations.values()],
        "doubts": list(rulebook.doubts.items()),
        "units": list(map(repr, rulebook.lexicon.units.values())),
        "lexicon": lexicon,
        "places": (rulebook.lexicon.places, rulebook.lexicon.shared_places, rulebook.lexicon.members),
        "extra": rulebook.extra,
    }


@pytest.mark.parametrize("run", ["first", "second"])
def test_what_is_kept_is_what_the_files_say(folder, house, run):
    if run == "second":
        kept(folder, house)

    told = everything(kept(folder, house))

    wanted = everything(load_rulebook((house,)))
    for one in (told, wanted):  # the order of a set is nobody's
        one["notations"] = sorted("".join(sorted(text)) for text in one["notations"])
        one["lexicon"] = {name: value for name, value in one["lexicon"].items() if name in wanted["lexicon"]}
    assert wanted == told


def test_a_second_run_reads_no_yaml(folder):
    kept(folder)
    script = (
        "import sys; from pathlib import Path; from factcheck.kept_rules import kept_rulebook;"
        "assert kept_rulebook((), Path(sys.argv[1])).rules; assert 'yaml' not in sys.modules"
    )

    subprocess.run([sys.executable, "-c", script, str(folder)], check=True)


def test_a_changed_rule_is_read_anew(folder, house):
    file = house / "checks" / "trees-add-up.yaml"
    assert kept(folder, house).rules["trees-add-up"].severity == "warning"
    file.write_text(RULE.replace("severity: warning", "severity: info"), encoding="utf-8")

    assert kept(folder, house).rules["trees-add-up"].severity == "info"


def test_a_rule_that_is_gone_is_forgotten(folder, house):
    assert "trees-add-up" in kept(folder, house).rules
    (house / "checks" / "trees-add-up.yaml").unlink()

    assert "trees-add-up" not in kept(folder, house).rules


def test_a_mistake_is_told_however_good_the_rule_was_before(folder, house):
    kept(folder, house)
    (house / "checks" / "trees-add-up.yaml").write_text(RULE + "wrong: 1\n", encoding="utf-8")

    with pytest.raises(DataFileError, match=r"trees-add-up\.yaml:12:1"):
        kept(folder, house)


def test_a_folder_that_is_gone_is_missed(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    kept(folder, tmp_path / "empty")
    (tmp_path / "empty").rmdir()

    with pytest.raises(FactcheckError, match="no such rules folder"):
        kept(folder, tmp_path / "empty")


@pytest.mark.parametrize("damage", [b"", b"\x91", b"\xff" * 9, b"\x98" + b"\xc0" * 8, b"\x91" * 100_000])
def test_a_damaged_file_is_made_anew(folder, damage):
    rules = kept(folder).rules
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage)

    assert rules == kept(folder).rules
    assert len(whole) == len(file.read_bytes())


def test_half_a_file_is_made_anew(folder):
    rules = kept(folder).rules
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:50_000])

    assert rules == kept(folder).rules


def test_where_nothing_can_be_written_the_rules_are_read(folder):
    folder.write_text("no folder", encoding="utf-8")

    assert kept(folder).rules


def test_what_was_written_longest_ago_makes_room(folder, tmp_path):
    for number in range(20):
        (tmp_path / str(number)).mkdir()
        kept(folder, tmp_path / str(number))
        for file in folder.iterdir():
            os.utime(file, ns=(file.stat().st_atime_ns, file.stat().st_mtime_ns - 10**9))

    assert len(list(folder.iterdir())) == 16
