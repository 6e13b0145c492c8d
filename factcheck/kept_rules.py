"""The rulebook as an earlier run read it, which takes a fifth of the time that its hundred files of YAML take.

In the folder of caches stands one file for each set of folders with rules. It holds nouns, which msgspec checks as it
makes them, and nothing that could run: what somebody else wrote can at worst tell lies. Whatever is wrong with it, the
rules are read from where they stand.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

import msgspec

from factcheck.equations import Equation, parse_equation
from factcheck.lexicon import Lexicon
from factcheck.model import Place, Rule
from factcheck.rulebook import Notation, Rulebook, Wording, load_rulebook, own_rules

_MOST = 16  # sets of folders that are kept; each takes half a megabyte
_READ = ("", "checks", "notations", "wordings", "lexicon")  # what rules stand in below their folder, which may be none
_PACKAGE = os.path.dirname(__file__)


class _Kept(msgspec.Struct, array_like=True):
    """A rulebook whose equations are texts still, and what it was made of."""

    stamp: str
    rules: dict[str, Rule]
    equations: dict[str, str]
    conditions: dict[str, str]
    wordings: tuple[Wording, ...]
    notations: dict[str, Notation]
    doubts: dict[str, Fraction]
    lexicon: Lexicon
    places: dict[str, Place]
    shared_places: dict[str, tuple[Place, ...]]
    members: dict[str, frozenset[str]]


@cache
def kept_rulebook(extra: tuple[Path, ...], folder: Path) -> Rulebook:
    """What `load_rulebook` gives: as `folder` knows it if no file has changed since, else read, and made known there.

    Raises DataFileError as that does.
    """
    folders = (own_rules(), *extra)
    file, stamp = folder / _name(folders), _stamp(folders)
    kept = _kept(file)
    if kept is not None and kept.stamp == stamp:
        return _opened(kept, extra)
    rulebook = load_rulebook(extra)
    with suppress(OSError):
        _keep(file, _closed(rulebook, stamp))
    return rulebook


def _name(folders: Iterable[Path]) -> str:
    """One for each set of folders, as a rule; where two share one, neither is kept for long."""
    whence = [_PACKAGE, *map(os.path.abspath, folders)]
    return f"rules-{crc32(os.fsencode(os.pathsep.join(whence))):08x}.msgpack"


def _stamp(folders: Iterable[Path]) -> str:
    """What a rulebook comes of: each file of rules and of code, its size, and when it was written last."""
    read = [os.path.join(folder, name) for folder in folders for name in _READ]
    return repr([_statuses(folder) for folder in (*read, _PACKAGE)])


def _statuses(folder: str) -> list[tuple[str, int, int]] | None:
    try:
        with os.scandir(folder) as entries:
            files = [(file.path, file.stat()) for file in entries if file.name.endswith((".yaml", ".tsv", ".py"))]
    except OSError:
        return None
    return sorted((path, status.st_size, status.st_mtime_ns) for path, status in files)


def _kept(file: Path) -> _Kept | None:
    try:
        return msgspec.msgpack.decode(file.read_bytes(), type=_Kept, dec_hook=_made)
    except (OSError, ValueError, TypeError, RecursionError):  # msgspec's own are ValueErrors
        return None


def _keep(file: Path, kept: _Kept) -> None:
    """Writes it so that no other run ever sees a part, and forgets what has been kept longest."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    new = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        new.write_bytes(msgspec.msgpack.encode(kept, enc_hook=str))
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    for old in sorted(file.parent.glob("rules-*"), key=lambda one: one.stat().st_mtime_ns)[:-_MOST]:
        old.unlink(missing_ok=True)


def _closed(rulebook: Rulebook, stamp: str) -> _Kept:
    return _Kept(
        stamp, dict(rulebook.rules), _texts(rulebook.equations), _texts(rulebook.conditions), rulebook.wordings,
        dict(rulebook.notations), dict(rulebook.doubts), rulebook.lexicon, dict(rulebook.lexicon.places),
        dict(rulebook.lexicon.shared_places), dict(rulebook.lexicon.members),
    )  # fmt: skip


def _opened(kept: _Kept, extra: tuple[Path, ...]) -> Rulebook:
    # where the cached properties of a lexicon keep what they have read
    vars(kept.lexicon).update(places=kept.places, shared_places=kept.shared_places, members=kept.members)
    return Rulebook(
        kept.rules, _Equations(kept.equations), kept.wordings, kept.lexicon, kept.doubts, extra, kept.notations,
        _Equations(kept.conditions),
    )  # fmt: skip


def _texts(equations: Mapping[str, Equation]) -> dict[str, str]:
    return {rule: equation.text for rule, equation in equations.items()}


class _Equations(Mapping[str, Equation]):
    """Equations by the rules that they are of, each parsed when it is first asked for."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._parsed: dict[str, Equation] = {}

    def __getitem__(self, rule: str) -> Equation:
        known = self._parsed.get(rule)
        if known is None:
            known = self._parsed[rule] = parse_equation(self._texts[rule])
        return known

    def __contains__(self, rule: object) -> bool:
        return rule in self._texts

    def get(self, rule: str, default: Any = None) -> Any:
        return self[rule] if rule in self._texts else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __len__(self) -> int:
        return len(self._texts)


def _made(kind: type, told: Any) -> Any:
    """What msgspec cannot make itself, from its text."""
    if kind in (Path, Fraction):
        return kind(told)
    raise TypeError(kind)
