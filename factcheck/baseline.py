"""A baseline: the findings that a project has decided to live with, in a file that people can read and compare.

Findings are told by their fingerprints, which move with the text. An entry covers one finding of its file, or of
another one, once its own file is gone or does not hold it any more.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import msgspec

from factcheck.fingerprints import VERSION, fingerprint
from factcheck.model import Comparison, FactcheckError, Finding, Known, Report
from factcheck.reporters.printed import printed
from factcheck.reporters.serial import dump
from factcheck.reporters.wording import message


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    path: str
    rule: str
    number: str
    message: str
    fingerprint: str


class _File(msgspec.Struct, forbid_unknown_fields=True):
    version: Literal[1]
    fingerprints: str
    findings: list[_Entry]


def read_baseline(file: Path) -> tuple[Known, ...]:
    """The findings that a file keeps, their paths as seen from the current folder; raises FactcheckError where it is
    missing, no baseline, or of another version."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        raise FactcheckError(f"{file}: 没有这个基线；先用 --update-baseline 生成 (no such baseline)") from None
    except OSError as error:
        raise FactcheckError(f"{file}: 无法读取：{error.strerror} (unreadable)") from None
    try:
        read = msgspec.json.decode(data, type=_File)
    except msgspec.DecodeError as error:
        raise FactcheckError(f"{file}: 不是基线文件 (not a baseline): {error}") from None
    if read.fingerprints != VERSION:
        told = f"基线由另一版本写成；请用 --update-baseline 重新生成 (written by another version: {read.fingerprints})"
        raise FactcheckError(f"{file}: {told}")
    return tuple(
        Known(_shown(one.path, file), one.rule, one.number, one.message, one.fingerprint) for one in read.findings
    )


def compare(report: Report, baseline: Sequence[Known]) -> Report:
    """The report without the findings that the baseline holds, those that are suppressed compared too."""
    every = (*report.findings, *(one.finding for one in report.suppressed))
    left = _Left(baseline, _read(report))
    here = [finding for finding in every if left.has(finding)]
    known = set(map(id, here))
    moved = [finding for finding in every if id(finding) not in known and left.has_elsewhere(finding)]
    known |= set(map(id, moved))
    rules = {rule.id for rule in report.rules}
    return replace(
        report,
        findings=tuple(finding for finding in report.findings if id(finding) not in known),
        comparison=Comparison(tuple(f for f in every if id(f) in known), left.absent(rules)),
    )


def updated(report: Report, baseline: Sequence[Known]) -> tuple[Known, ...]:
    """The baseline as the report makes it: its findings, and what the baseline holds of other files and rules."""
    read, rules = _read(report), {rule.id for rule in report.rules}
    kept = (one for one in baseline if one.rule not in rules or not _may_miss(one, read))
    return (*kept, *map(_known, report.findings))


def write_baseline(file: Path, baseline: Iterable[Known]) -> None:
    """Writes a baseline, sorted, its paths as seen from the file; the same findings give the same bytes."""
    every = (_Entry(_kept(k.path, file), k.rule, k.number, k.message, k.fingerprint) for k in baseline)
    entries = sorted(every, key=msgspec.structs.astuple)
    told = {"version": 1, "fingerprints": VERSION, "findings": [msgspec.to_builtins(entry) for entry in entries]}
    try:
        file.write_text(dump(told), encoding="utf-8", newline="\n")
    except OSError as error:
        raise FactcheckError(f"{file}: 无法写入：{error.strerror} (cannot write)") from None


def _known(finding: Finding) -> Known:
    path = finding.accused.document.path
    return Known(path, finding.rule.id, printed(finding.accused), message(finding), fingerprint(finding))


class _Left:
    """The entries of a baseline that no finding has taken yet."""

    def __init__(self, baseline: Sequence[Known], read: Collection[str]) -> None:
        self._read = read
        self._by_place: dict[tuple[str, str], list[Known]] = defaultdict(list)
        for known in baseline:
            self._by_place[os.path.abspath(known.path), known.fingerprint].append(known)

    def has(self, finding: Finding) -> bool:
        """Takes an entry of the finding's own file, if there is one."""
        entries = self._by_place.get((os.path.abspath(finding.accused.document.path), fingerprint(finding)))
        return bool(entries and entries.pop())

    def has_elsewhere(self, finding: Finding) -> bool:
        """Takes an entry of a file that the finding may have moved out of."""
        wanted = fingerprint(finding)
        for (_, print_), entries in self._by_place.items():
            if entries and print_ == wanted and _may_miss(entries[0], self._read):
                return bool(entries.pop())
        return False

    def absent(self, rules: Collection[str]) -> tuple[Known, ...]:
        """The entries that this run should have found again: of its files, or of files that are gone."""
        left = [known for entries in self._by_place.values() for known in entries if known.rule in rules]
        gone = (known for known in left if _may_miss(known, self._read))
        return tuple(sorted(gone, key=lambda known: (known.path, known.rule, known.number, known.fingerprint)))


def _read(report: Report) -> set[str]:
    return {os.path.abspath(document.path) for document in report.documents}


def _may_miss(known: Known, read: Collection[str]) -> bool:
    """Whether a run that does not find an entry again tells that it is gone: it has read its file, or there is none."""
    return os.path.abspath(known.path) in read or not Path(known.path).exists()


def _shown(path: str, file: Path) -> str:
    """A path of a baseline as a run names it, which knows its files as seen from the current folder."""
    return path if os.path.isabs(path) else os.path.relpath(os.path.join(os.path.abspath(file.parent), path))


def _kept(path: str, file: Path) -> str:
    try:
        return os.path.relpath(os.path.abspath(path), os.path.abspath(file.parent)).replace(os.sep, "/")
    except ValueError:  # on another drive
        return path
