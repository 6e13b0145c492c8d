"""Settings: factcheck.toml, or `[tool.factcheck]` of pyproject.toml, whichever stands nearest.

paths = ["copy"]                            what is checked where no path is given
rules = ["house"]                           folders of one's own rules, words and facts
select = []                                 rules to use; all, if none is named
ignore = []                                 rules not to use
lang = "zh"                                 or "en"
timeout = 10                                seconds for one draft; 0 sets no limit
sources = [{path = "communique/*", rank = 3}]   the higher source is right where two contradict
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from factcheck.model import FactcheckError
from factcheck.patience import DEFAULT as PATIENCE
from factcheck.ranks import HIGHEST, SourceRank

_OWN, _SHARED = "factcheck.toml", "pyproject.toml"
_SOURCE_KEYS = ("path", "rank")
_DAY = 86_400  # seconds


@dataclass(frozen=True, slots=True)
class Config:
    """What a project sets for itself; paths are relative to the file that sets them."""

    paths: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    lang: str = "zh"
    timeout: float = PATIENCE
    sources: tuple[SourceRank, ...] = ()


def load_config(folder: Path) -> Config:
    """The settings that are in force in `folder`; raises FactcheckError for an unknown key or a wrong type."""
    for parent in (folder, *folder.parents):
        for name in (_OWN, _SHARED):
            if (parent / name).is_file():
                return _Settings(parent / name).config()
    return Config()


class _Settings:
    """One file of settings; its errors say where."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self._text = file.read_text(encoding="utf-8")
            tables = tomllib.loads(self._text)
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise FactcheckError(f"{file}: 不是合法的 TOML (not TOML): {error}") from None
        is_shared = file.name == _SHARED
        self._table: dict[str, Any] = tables.get("tool", {}).get("factcheck", {}) if is_shared else tables
        self._title = "[tool.factcheck] " if is_shared else ""

    def config(self) -> Config:
        """The settings; raises FactcheckError at the first that is wrong."""
        self._check_keys(self._table, [field.name for field in fields(Config)])
        lang = self._table.get("lang", "zh")
        if lang not in ("zh", "en"):
            raise self._error("lang", "应为 zh 或 en (must be zh or en)")
        parent = self.file.parent
        return Config(
            paths=tuple(parent / path for path in self._strings("paths")),
            rules=tuple(parent / path for path in self._strings("rules")),
            select=self._strings("select"),
            ignore=self._strings("ignore"),
            lang=lang,
            timeout=self._seconds("timeout"),
            sources=tuple(self._source(entry) for entry in self._list("sources", dict, "表 {path, rank}")),
        )

    def _source(self, entry: dict[str, Any]) -> SourceRank:
        self._check_keys(entry, _SOURCE_KEYS)
        path, rank = entry.get("path"), entry.get("rank")
        if not isinstance(path, str):
            raise self._error("sources", "每项要有 path，是字符串 (each needs a path)")
        if type(rank) is not int or abs(rank) >= HIGHEST:
            raise self._error("sources", f"{path!r} 要有 rank，是整数 (needs a rank, a whole number)")
        return SourceRank(self.file.parent, path, rank)

    def _seconds(self, key: str) -> float:
        value = self._table.get(key, PATIENCE)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _DAY:
            raise self._error(key, "应为 0 到 86400 的秒数 (must be a number of seconds)")
        return float(value)

    def _strings(self, key: str) -> tuple[str, ...]:
        return tuple(self._list(key, str, "字符串"))

    def _list(self, key: str, kind: type, named: str) -> list[Any]:
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
            raise self._error(key, f"应为{named}的列表 (must be a list)")
        return value

    def _check_keys(self, table: dict[str, Any], known: Iterable[str]) -> None:
        for key in table:
            if key not in known:
                close = difflib.get_close_matches(key, known, 1)
                hint = f"，是否想写 {close[0]!r}？" if close else f"；可用的键: {', '.join(known)}"
                raise self._error(key, f"未知的键 (unknown key) {key!r}{hint}", is_named=True)

    def _error(self, key: str, problem: str, is_named: bool = False) -> FactcheckError:
        line, column = self._place(key)
        said = problem if is_named else f"{key} {problem}"
        return FactcheckError(f"{self.file}:{line}:{column}: {self._title}{said}")

    def _place(self, key: str) -> tuple[int, int]:
        """Where a key is set: the parser tells no places, so the first place that looks so behind the table's head."""
        head = re.search(r"^\s*\[tool\.factcheck[].]", self._text, re.MULTILINE) if self._title else None
        start = head.start() if head else 0
        name = re.escape(key)
        found = re.compile(rf"(?<![\w-])[\"']?{name}[\"']?\s*=|\[\[?[\w.]*\b{name}\]").search(self._text, start)
        at = found.start() if found else start
        return self._text.count("\n", 0, at) + 1, at - self._text.rfind("\n", 0, at)
