"""Settings: factcheck.toml, or `[tool.factcheck]` of pyproject.toml, whichever stands nearest.

paths = ["copy"]                            what is checked where no path is given
rules = ["house"]                           folders of one's own rules, words and facts
facts = ["facts"]                           folders of house facts alone
select = []                                 rules to use; all, if none is named
ignore = []                                 rules not to use
severities = {same-fact = "warning"}        of single rules, instead of their own
per-file = [{files = ["minutes/*"], ignore = ["same-fact"]}]    also select and severities
sources = [{path = "communique/*", rank = 3}]   the higher source is right where two contradict
suppressions = "factcheck-ignore.yaml"      what is let stand in drafts that cannot say so themselves
baseline = "factcheck-baseline.json"        old findings, which are not reported
timeout = 10                                seconds for one draft; 0 sets no limit
fail-on = "warning"                         the least severity that makes a run fail; never, if nothing is to
lang = "zh"                                 or "en"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from factcheck.model import FactcheckError, Severity
from factcheck.patience import DEFAULT as PATIENCE
from factcheck.perfile import PerFile
from factcheck.ranks import HIGHEST, SourceRank

_OWN, _SHARED = "factcheck.toml", "pyproject.toml"
KEYS = (
    "paths", "rules", "facts", "select", "ignore", "severities", "per-file", "sources", "suppressions", "baseline",
    "timeout", "fail-on", "lang",
)  # fmt: skip
FAIL_ON = ("error", "warning", "info", "never")
_PER_FILE_KEYS = ("files", "select", "ignore", "severities")
_SOURCE_KEYS = ("path", "rank")
_DAY = 86_400  # seconds

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Config:
    """What a project sets for itself; paths are relative to the file that sets them.

    `places` tells for each key that is set the line and column in `file`, `named` where each rule is spoken of.
    """

    paths: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    facts: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    per_file: tuple[PerFile, ...] = ()
    sources: tuple[SourceRank, ...] = ()
    suppressions: Path | None = None
    baseline: Path | None = None
    timeout: float = PATIENCE
    fail_on: str = "warning"
    lang: str = "zh"
    file: Path | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    named: tuple[tuple[str, str], ...] = ()

    def check_rules(self, known: Collection[str]) -> None:
        """Raises FactcheckError, located, where a rule is spoken of that there is not."""
        for rule, where in self.named:
            if rule not in known:
                close = _close(rule, sorted(known))
                hint = f"，是否想写 {close!r}？" if close else "；用 factcheck rule 列出全部规则"
                raise FactcheckError(f"{where}没有这条规则 (no such rule) {rule!r}{hint}")


def _close(name: str, known: Sequence[str]) -> str:
    """The known name that is likely meant; empty, if none."""
    import difflib  # slow to load, and only mistakes need it

    return next(iter(difflib.get_close_matches(name, known, 1)), "")


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
        self._title = "[tool.factcheck] " if is_shared else ""
        self._named: list[tuple[str, str]] = []
        content = tables.get("tool", {}).get("factcheck", {}) if is_shared else tables
        if not isinstance(content, dict):
            raise self.error(self.at(self._head()), "", "应为表 (must be a table)")
        self._root = _Table(self, content, self._head())

    def config(self) -> Config:
        """The settings; raises FactcheckError at the first that is wrong."""
        root, parent = self._root, self.file.parent
        root.check_keys(KEYS)
        return Config(
            paths=tuple(parent / path for path in root.strings("paths")),
            rules=tuple(parent / path for path in root.strings("rules")),
            facts=tuple(parent / path for path in root.strings("facts")),
            select=root.rules("select"),
            ignore=root.rules("ignore"),
            severities=root.severities(),
            per_file=tuple(self._per_file(table) for table in root.tables("per-file", "表 {files, ignore, …}")),
            sources=tuple(self._source(table) for table in root.tables("sources", "表 {path, rank}")),
            suppressions=root.path("suppressions"),
            baseline=root.path("baseline"),
            timeout=root.seconds("timeout"),
            fail_on=root.one_of("fail-on", FAIL_ON),
            lang=root.one_of("lang", ("zh", "en")),
            file=self.file,
            places={key: root.place(key) for key in root.content},
            named=tuple(self._named),
        )

    def _per_file(self, table: _Table) -> PerFile:
        table.check_keys(_PER_FILE_KEYS)
        files = table.strings("files")
        if not files:
            raise self.error(table.start_place(), "per-file", "每项要有 files，是哪些稿件 (each needs files)")
        return PerFile(self.file.parent, files, table.rules("select"), table.rules("ignore"), table.severities())

    def _source(self, table: _Table) -> SourceRank:
        table.check_keys(_SOURCE_KEYS)
        path, rank = table.content.get("path"), table.content.get("rank")
        if not isinstance(path, str):
            raise self.error(table.start_place(), "sources", "每项要有 path，是字符串 (each needs a path)")
        if type(rank) is not int or abs(rank) >= HIGHEST:
            told = f"{path!r} 要有 rank，是整数 (needs a rank, a whole number)"
            raise self.error(table.start_place(), "sources", told)
        return SourceRank(self.file.parent, path, rank)

    def error(self, place: Place, key: str, problem: str) -> FactcheckError:
        return FactcheckError(f"{self.where(place)}{key} {problem}".replace("  ", " "))

    def where(self, place: Place) -> str:
        return f"{self.file}:{place[0]}:{place[1]}: {self._title}"

    def name(self, rule: str, offset: int) -> None:
        """Keeps in mind that a rule is spoken of, and where."""
        found = re.compile(rf"[\"']?{re.escape(rule)}(?![\w-])").search(self._text, offset)
        self._named.append((rule, self.where(self.at(found.start() if found else offset))))

    def at(self, offset: int) -> Place:
        return self._text.count("\n", 0, offset) + 1, offset - self._text.rfind("\n", 0, offset)

    def find(self, key: str, start: int) -> int:
        """Where a key is set: the parser tells no places, so it is the first place that looks so from `start`."""
        name = re.escape(key)
        pattern = rf"(?<![\w-])[\"']?{name}[\"']?(?=\s*=|\.\w)|(?<=\[)[\w.-]*(?<![\w-]){name}(?=\])"
        found = re.compile(pattern).search(self._text, start)
        return found.start() if found else start

    def entry(self, key: str, index: int, start: int) -> int:
        """Where the entry of a list of tables begins."""
        heads = re.compile(rf"(?<![^\n])[ \t]*\[\[[\w.]*(?<![\w-]){re.escape(key)}\]\]", re.MULTILINE)
        found = [head.start() for head in heads.finditer(self._text, start)]
        return found[index] if index < len(found) else self.find(key, start)

    def _head(self) -> int:
        head = re.search(r"^\s*\[\[?tool\.factcheck[].]", self._text, re.MULTILINE) if self._title else None
        return head.start() if head else 0


class _Table:
    """A table of the settings and where it begins; reads values and says where one is wrong."""

    def __init__(self, settings: _Settings, content: dict[str, Any], start: int) -> None:
        self.settings, self.content, self._start = settings, content, start

    def start_place(self) -> Place:
        return self.settings.at(self._start)

    def place(self, key: str) -> Place:
        return self.settings.at(self.settings.find(key, self._start))

    def strings(self, key: str) -> tuple[str, ...]:
        return tuple(self._list(key, str, "字符串"))

    def rules(self, key: str) -> tuple[str, ...]:
        """Ids of rules; that there are such rules is checked when these are loaded."""
        ids = self.strings(key)
        for rule in ids:
            self.settings.name(rule, self.settings.find(key, self._start))
        return ids

    def severities(self) -> dict[str, Severity]:
        table = self.content.get("severities", {})
        if not isinstance(table, dict):
            raise self._error("severities", '应为表 {规则 = "warning"} (must be a table)')
        for rule, severity in table.items():
            self.settings.name(rule, self.settings.find("severities", self._start))
            if severity not in tuple(Severity):
                raise self._error(rule, f"应为 {'、'.join(Severity)} 之一 (must be one of these)，不是 {severity!r}")
        return {rule: Severity(severity) for rule, severity in table.items()}

    def tables(self, key: str, named: str) -> list[_Table]:
        entries = self._list(key, dict, named)
        starts = (self.settings.entry(key, index, self._start) for index in range(len(entries)))
        return [_Table(self.settings, entry, start) for entry, start in zip(entries, starts, strict=True)]

    def path(self, key: str) -> Path | None:
        value = self.content.get(key)
        if value is not None and not isinstance(value, str):
            raise self._error(key, "应为文件的路径 (must be the path of a file)")
        return self.settings.file.parent / value if value else None

    def seconds(self, key: str) -> float:
        value = self.content.get(key, PATIENCE)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _DAY:
            raise self._error(key, "应为 0 到 86400 的秒数 (must be a number of seconds)")
        return float(value)

    def one_of(self, key: str, values: Sequence[str]) -> str:
        value = self.content.get(key, getattr(Config(), key.replace("-", "_")))
        if value not in values:
            raise self._error(key, f"应为 {'、'.join(values)} 之一 (must be one of these)")
        return str(value)

    def check_keys(self, known: Sequence[str]) -> None:
        for key in self.content:
            if key not in known:
                close = _close(key, known)
                hint = f"，是否想写 {close!r}？" if close else f"；可用的键: {', '.join(known)}"
                raise self.settings.error(self.place(key), "", f"未知的键 (unknown key) {key!r}{hint}")

    def _list(self, key: str, kind: type, named: str) -> list[Any]:
        value = self.content.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, kind) for item in value):
            raise self._error(key, f"应为{named}的列表 (must be a list)")
        return value

    def _error(self, key: str, problem: str) -> FactcheckError:
        return self.settings.error(self.place(key), key, problem)
