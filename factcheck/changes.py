"""Changes: which lines of files are others than at a revision, as git tells it."""

from __future__ import annotations

import os
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from factcheck.model import Claim, Comparison, FactcheckError, Finding, Notice, Report

_HUNK = re.compile(rb"^@@ -\S+ \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_MOST_PATHS = 500  # in one call; systems limit how long a command may be


@dataclass(frozen=True, slots=True)
class Changes:
    """For each file its changed lines; None where all of it is new, or it has no lines."""

    lines: Mapping[str, tuple[range, ...] | None]

    def touch(self, claim: Claim) -> bool:
        """Whether a number stands on a changed line."""
        path = claim.document.path
        ranges = self.lines.get(path, ())
        if ranges is None or (ranges and claim.document.is_extracted):
            return True
        line = _line_of(claim)
        return any(line in changed for changed in ranges)


def find_changes(paths: Iterable[Path], revision: str) -> Changes:
    """What has changed in files since a revision, what is not committed included.

    Raises FactcheckError outside a repository, without git, and where there is no such revision.
    """
    changed: dict[str, tuple[range, ...] | None] = {}
    for top, files in _by_repository(paths).items():
        commit = _commit(top, revision)
        for names in _batched(list(files)):
            changed |= {files[name]: lines for name, lines in _changed(top, commit, names)}
    return Changes(changed)


def is_revision(revision: str, folder: Path) -> bool:
    """Whether git knows a revision; raises FactcheckError outside a repository."""
    return _resolved(_top(folder), revision) is not None


def since(report: Report, changes: Changes) -> Report:
    """The report with those findings only that some number on a changed line takes part in."""

    def is_new(finding: Finding) -> bool:
        return any(changes.touch(claim) for claim in (finding.accused, *finding.others))

    return replace(
        report,
        findings=tuple(finding for finding in report.findings if is_new(finding)),
        elsewhere=tuple(finding for finding in report.findings if not is_new(finding)),
        suppressed=tuple(one for one in report.suppressed if is_new(one.finding)),
        comparison=report.comparison and Comparison(tuple(filter(is_new, report.comparison.unchanged))),
        notices=tuple(notice for notice in report.notices if _is_on_changed_line(notice, changes)),
    )


def _is_on_changed_line(notice: Notice, changes: Changes) -> bool:
    """A notice counts where its line changed; one of a file that is no draft always does."""
    ranges = changes.lines.get(notice.path)
    return ranges is None or notice.line is None or any(notice.line in changed for changed in ranges)


def _line_of(claim: Claim) -> int:
    """The line as git counts, for which only a line feed ends one."""
    return claim.document.source.count("\n", 0, claim.location.start) + 1


def _by_repository(paths: Iterable[Path]) -> Mapping[Path, dict[str, str]]:
    """For each repository the files as it names them, and as the run does."""
    tops: dict[Path, Path] = {}
    found: dict[Path, dict[str, str]] = defaultdict(dict)
    for path in paths:
        folder = path.absolute().parent.resolve()
        if folder not in tops:
            tops[folder] = _top(folder)
        name = (folder / path.name).relative_to(tops[folder]).as_posix()
        found[tops[folder]][name] = str(path)
    return found


def _top(folder: Path) -> Path:
    told = os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\r\n"))
    return Path(told).resolve()


def _commit(top: Path, revision: str) -> str:
    commit = _resolved(top, revision)
    if commit is None:
        told = f"--diff {revision}: git 里没有这个版本；版本写在前，稿件写在后 (no such revision)"
        raise FactcheckError(told)
    return commit


def _resolved(top: Path, revision: str) -> str | None:
    """The name of a commit; never an option, whatever it begins with."""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    ran = _run(top, *asked)
    return ran.stdout.decode("ascii").strip() if ran.returncode == 0 else None


def _changed(top: Path, commit: str, names: Sequence[str]) -> Iterator[tuple[str, tuple[range, ...] | None]]:
    tracked = set(_names(_git(top, "ls-files", "-z", "--", *names)))
    differing = set(_names(_git(top, "diff", *_PLAIN, "--name-only", "-z", commit, "--", *names)))
    for name in names:
        if name not in tracked:
            yield name, None
        else:
            diff = _git(top, "diff", *_PLAIN, "--unified=0", commit, "--", name) if name in differing else b""
            yield name, _ranges(diff)


_PLAIN = (
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--ignore-submodules",
    "--inter-hunk-context=0",
)


def _ranges(diff: bytes) -> tuple[range, ...] | None:
    """The lines that a diff adds or changes; None of a file that has none."""
    if b"\nBinary files " in diff or diff.startswith(b"Binary files "):
        return None
    hunks = ((int(start), int(count or 1)) for start, count in _HUNK.findall(diff))
    return tuple(range(start, start + count) for start, count in hunks if count)


def _names(told: bytes) -> list[str]:
    return [os.fsdecode(name) for name in told.split(b"\0") if name]


def _batched(names: Sequence[str]) -> Iterator[Sequence[str]]:
    yield from (names[start : start + _MOST_PATHS] for start in range(0, len(names), _MOST_PATHS))


def _git(folder: Path, *args: str) -> bytes:
    """What git answers; raises FactcheckError with its own words where it cannot."""
    ran = _run(folder, *args)
    if ran.returncode:
        said = ran.stderr.decode("utf-8", "replace").strip().splitlines()
        told = said[0].removeprefix("fatal: ") if said else f"git {args[0]} → {ran.returncode}"
        if "not a git repository" in told:
            raise FactcheckError(f"{folder}: 不在 git 仓库里，无法用 --diff (not inside a git repository)")
        raise FactcheckError(f"{folder}: git 说 (git says): {told}")
    return ran.stdout


_OF_HOOKS = frozenset(("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"))


def _run(folder: Path, *args: str) -> subprocess.CompletedProcess[bytes]:
    """Git in a folder: it asks nothing, obeys no pattern in a path, and runs nothing that the repository names.

    What a hook is told of its repository counts from the repository's top, and would mislead git elsewhere.
    """
    command = ["git", "--literal-pathspecs", "--no-pager", "-c", "core.fsmonitor=false"]
    kept = {name: value for name, value in os.environ.items() if name not in _OF_HOOKS}
    env = {**kept, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        return subprocess.run([*command, *args], cwd=folder, env=env, capture_output=True, check=False)
    except FileNotFoundError:
        raise FactcheckError("没有找到 git，无法用 --diff；请先安装 git (git is not installed)") from None
