"""The gates that stand in the repository: the hook of pre-commit, the action of GitHub, the job of GitLab."""

# ruff: noqa: SIM300 -- the expected value comes first

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml
from desk import FACTCHECK, write

ROOT = Path(__file__).resolve().parent.parent
WRONG = "柳溪镇新栽苹果树4820棵（东坡3150棵、西坡1760棵）。\n"
RIGHT = "青田镇有茶园913亩（东坡315亩、西坡598亩）。\n"

pytestmark = pytest.mark.usefixtures("desk")
needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


def environment(**changes: str) -> dict[str, str]:
    """That of a runner: factcheck is found first, and git asks nobody."""
    path = os.pathsep.join([str(FACTCHECK.parent), os.environ.get("PATH", "")])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "INPUT_", "GIT_"))}
    return {**kept, "PATH": path, "PYTHONIOENCODING": "utf-8", "GIT_TERMINAL_PROMPT": "0", **changes}


def answer(*command: str | Path, **changes: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env=environment(**changes), check=False, timeout=300
    )


def in_yaml(name: str) -> Any:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))


# pre-commit


def hooked() -> subprocess.CompletedProcess[str]:
    """The hook as the repository declares it, run by pre-commit over all that is added here.

    It is run by the command that is installed, for an environment of its own would have to be downloaded.
    """
    if find_spec("pre_commit") is None or shutil.which("git") is None:
        pytest.skip("pre-commit and git are not installed (both belong to the development environment)")
    git = ("git", "-c", "user.name=desk", "-c", "user.email=desk@example.org", "-c", "commit.gpgsign=false")
    shutil.copy(ROOT / ".pre-commit-hooks.yaml", Path("hooks", ".pre-commit-hooks.yaml"))
    for command in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "x")):
        subprocess.run([*git, *command], cwd="hooks", check=True, env=environment())
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd="hooks", capture_output=True, check=True).stdout
    hook = {"id": "factcheck", "language": "system"}
    repo = {"repo": str(Path("hooks").absolute()), "rev": head.decode().strip(), "hooks": [hook]}
    write(".pre-commit-config.yaml", yaml.safe_dump({"repos": [repo]}))
    subprocess.run([*git, "init", "-q"], check=True, env=environment())
    subprocess.run([*git, "add", "--", ":!hooks"], check=True, env=environment())
    cache = str(Path("cache").absolute())
    return answer(sys.executable, "-m", "pre_commit", "run", "--all-files", "--verbose", PRE_COMMIT_HOME=cache)


def test_pre_commit_blocks_a_draft_that_contradicts_itself():
    Path("hooks").mkdir()
    write("稿/a.txt", WRONG)
    write("稿/b.md", RIGHT)
    write("notes.py", f"x = '{WRONG.strip()}'\n")
    ran = hooked()

    assert 1 == ran.returncode, ran.stdout + ran.stderr
    assert "factcheck 数字核对" in ran.stdout
    assert "稿/a.txt:1:" in ran.stdout
    assert "读了 2 篇" in ran.stdout


def test_pre_commit_lets_others_pass():
    Path("hooks").mkdir()
    write("稿/b.md", RIGHT)
    ran = hooked()

    assert 0 == ran.returncode, ran.stdout + ran.stderr
    assert "Passed" in ran.stdout


def test_the_hook_is_given_the_files_that_a_reader_knows():
    from factcheck.readers import readers

    (hook,) = in_yaml(".pre-commit-hooks.yaml")
    given = {suffix for suffix in readers() if re.search(hook["files"], f"稿{suffix}")}

    assert {".txt", ".md", ".html", ".docx", ".pdf", ".xlsx", ".csv", ".tsv"} <= given
    assert not re.search(hook["files"], "稿.py")


def test_the_hook_is_valid_by_pre_commit():
    if find_spec("pre_commit") is None:
        pytest.skip("pre-commit is not installed (it belongs to the development environment)")
    ran = answer(sys.executable, "-m", "pre_commit", "validate-manifest", ROOT / ".pre-commit-hooks.yaml")

    assert 0 == ran.returncode, ran.stdout + ran.stderr


# GitHub


def action(**inputs: str) -> tuple[subprocess.CompletedProcess[str], str]:
    """The last step of the action, run as a runner does, and the summary that it leaves."""
    told = in_yaml("action.yml")
    step = told["runs"]["steps"][-1]
    given = {name: inputs.pop(name.replace("-", "_"), of["default"]) for name, of in told["inputs"].items()}
    assert {} == inputs, "no such input"
    env = {name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda m: given[m[1]], of) for name, of in step["env"].items()}
    write("step.sh", step["run"])
    write("summary", "")
    bash = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "step.sh")  # as `shell: bash` is run there
    ran = answer(*bash, **env, GITHUB_STEP_SUMMARY=str(Path("summary").absolute()))
    return ran, Path("summary").read_text(encoding="utf-8")


@needs_bash
def test_the_action_annotates_findings_sums_them_up_and_fails():
    write("稿 件/a.txt", WRONG)
    ran, summary = action(paths="稿 件\n")

    assert 1 == ran.returncode, ran.stderr
    assert ran.stdout.startswith("::error file=稿 件/a.txt,line=1,")
    assert summary.startswith("## ")
    assert "parts-add-up" in summary


@needs_bash
def test_the_action_passes_what_agrees():
    write("a.txt", RIGHT)
    ran, summary = action(paths="a.txt")

    assert 0 == ran.returncode, ran.stderr
    assert "读了 1 篇" in summary


@needs_bash
def test_the_action_without_paths_checks_those_of_the_settings():
    write("factcheck.toml", 'paths = ["稿"]\n')
    write("稿/a.txt", WRONG)
    write("b.txt", WRONG)
    ran, _ = action()

    assert "读了 1 篇" in ran.stdout


@needs_bash
def test_the_action_takes_sources_a_baseline_a_threshold_and_more_arguments():
    write("稿.txt", "青海省累计建成高原牧业科技小院811家，覆盖各县。\n")
    write("来 源/a.txt", "青海省累计建成高原牧业科技小院881家，成效明显。\n")
    ran, _ = action(paths="稿.txt", against="来 源\n", sarif="out.sarif", args="--ignore\nrise-rate\n")
    assert 1 == ran.returncode, ran.stderr
    assert 1 == len(json.loads(Path("out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"])

    ran, _ = action(paths="稿.txt", against="来 源", fail_on="never")
    assert 0 == ran.returncode, ran.stderr
    ran, _ = action(paths="稿.txt", against="来 源", baseline="old.json", args="--update-baseline")
    assert 0 == ran.returncode, ran.stderr
    ran, _ = action(paths="稿.txt", against="来 源", baseline="old.json")
    assert 0 == ran.returncode, ran.stderr


@needs_bash
def test_nothing_that_an_input_of_the_action_says_is_run():
    write("a.txt", RIGHT)
    hostile = '$(touch ran) `touch ran`"; touch ran; #\n'
    for name in ("paths", "against", "baseline", "fail_on", "args"):
        action(**{"paths": "a.txt", name: hostile})

    assert not Path("ran").exists()
    scripts = [step["run"] for step in in_yaml("action.yml")["runs"]["steps"] if "run" in step]
    assert not any("${{" in script for script in scripts)


def test_the_action_names_all_that_a_composite_action_needs():
    told = in_yaml("action.yml")

    assert "composite" == told["runs"]["using"]
    assert all("description" in of for of in told["inputs"].values())
    assert all("shell" in step for step in told["runs"]["steps"] if "run" in step)
    assert any("$GITHUB_ACTION_PATH" in step.get("run", "") for step in told["runs"]["steps"])


# GitLab


@needs_bash
def test_the_job_of_gitlab_leaves_the_reports_that_it_names():
    write("稿/a.txt", WRONG)
    job = in_yaml(".gitlab/factcheck.gitlab-ci.yml")["factcheck"]
    install, lint = job["script"]
    ran = answer("bash", "-e", "-c", lint, FACTCHECK_PATHS="稿")

    assert install.startswith("pip install")
    assert 1 == ran.returncode, ran.stderr
    assert "parts-add-up" in ran.stdout
    reports = job["artifacts"]["reports"]
    (issue,) = json.loads(Path(reports["codequality"]).read_text(encoding="utf-8"))
    assert ("parts-add-up", "稿/a.txt") == (issue["check_name"], issue["location"]["path"])
    assert 'failures="1"' in Path(reports["junit"]).read_text(encoding="utf-8")
    assert "always" == job["artifacts"]["when"]


@needs_bash
def test_the_job_of_gitlab_installs_nothing_that_nobody_named():
    """A package of this name in a public index may be somebody else's."""
    install, _ = in_yaml(".gitlab/factcheck.gitlab-ci.yml")["factcheck"]["script"]
    ran = answer("bash", "-e", "-c", install.replace("pip", "echo"), FACTCHECK_PACKAGE="")

    assert 0 != ran.returncode
    assert "" == ran.stdout
