"""Settings: `[tool.factcheck]` of the nearest pyproject.toml."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from factcheck.model import FactcheckError


@dataclass(frozen=True, slots=True)
class Config:
    """What a project sets for itself; paths are relative to the file that sets them."""

    paths: tuple[Path, ...] = ()
    rules: tuple[Path, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    lang: str = "zh"


def load_config(folder: Path) -> Config:
    """The settings that are in force in `folder`; raises FactcheckError for an unknown key or a wrong type."""
    for parent in (folder, *folder.parents):
        file = parent / "pyproject.toml"
        if file.is_file():
            return _read(file)
    return Config()


def _read(file: Path) -> Config:
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FactcheckError(f"{file}: 不是合法的 TOML (not TOML): {error}") from None
    table: dict[str, Any] = tables.get("tool", {}).get("factcheck", {})
    known = [field.name for field in fields(Config)]
    for key in table:
        if key not in known:
            close = difflib.get_close_matches(key, known, 1)
            hint = f"，是否想写 {close[0]!r}？" if close else f"；可用的键: {', '.join(known)}"
            raise FactcheckError(f"{file}: [tool.factcheck] 未知的键 (unknown key) {key!r}{hint}")
    lang = table.get("lang", "zh")
    if lang not in ("zh", "en"):
        raise FactcheckError(f"{file}: [tool.factcheck] lang 应为 zh 或 en (must be zh or en)")
    return Config(
        paths=tuple(file.parent / path for path in _strings(file, table, "paths")),
        rules=tuple(file.parent / path for path in _strings(file, table, "rules")),
        select=_strings(file, table, "select"),
        ignore=_strings(file, table, "ignore"),
        lang=lang,
    )


def _strings(file: Path, table: dict[str, Any], key: str) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise FactcheckError(f"{file}: [tool.factcheck] {key} 应为字符串列表 (must be a list of strings)")
    return tuple(value)
