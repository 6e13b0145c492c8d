"""YAML data files whose errors say file:line:column.

Scalars stay text as written (YAML would turn 1_000 and 12:30 into other numbers); msgspec holds the shape.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from factcheck.model import FactcheckError

T = TypeVar("T")


class DataFileError(FactcheckError):
    """A mistake in a rule, wording or lexicon file, with its place."""

    def __init__(self, path: Path, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}")


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_UNKNOWN = re.compile(r"unknown field `(?P<field>[^`]+)`")
_MISSING = re.compile(r"missing required field `(?P<field>[^`]+)`")
_AT = re.compile(r" - at `(?P<path>[^`]+)`$")
_STEP = re.compile(r"\.(\w[\w-]*)|\[(\d+|\.\.\.)\]")


class DataFile:
    """One parsed file: its plain content, and where each part of it stands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise DataFileError(path, 1, 1, f"无法读取 (unreadable): {error}") from None
        self.text = text
        try:
            self.root = yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            raise DataFileError(path, line, column, f"不是合法的 YAML (not YAML): {problem}") from None
        except RecursionError:
            raise DataFileError(path, 1, 1, "嵌套过深 (nested too deeply)") from None
        try:
            self.content = self._plain(self.root)
        except RecursionError:
            raise DataFileError(path, 1, 1, "别名绕回自身，或嵌套过深 (endless alias, or nested too deeply)") from None

    def convert(self, shape: type[T]) -> T:
        """The content as `shape`; raises DataFileError at the place that does not fit."""
        try:
            return msgspec.convert(self.content, shape)
        except msgspec.ValidationError as error:
            raise self._located(str(error), shape) from None

    def error(self, keys: tuple[str | int, ...], message: str) -> DataFileError:
        """An error at the value that `keys` lead to."""
        node = self._node(keys)
        if node is None:
            return DataFileError(self.path, 1, 1, message)
        return DataFileError(self.path, node.start_mark.line + 1, node.start_mark.column + 1, message)

    def line(self, keys: tuple[str | int, ...]) -> int:
        """The line of the value that `keys` lead to."""
        return int(self._node(keys).start_mark.line) + 1

    def place(self, keys: tuple[str | int, ...]) -> tuple[int, int]:
        """Line and column of the value that `keys` lead to."""
        mark = self._node(keys).start_mark
        return mark.line + 1, mark.column + 1

    def _plain(self, node: Any) -> Any:
        match node:
            case None:
                return {}
            case yaml.MappingNode():
                return {str(k.value): self._plain(v) for k, v in node.value}
            case yaml.SequenceNode():
                return [self._plain(child) for child in node.value]
            case _:
                return node.value

    def _node(self, keys: tuple[str | int, ...]) -> Any:
        node = self.root
        for key in keys:
            if isinstance(node, yaml.MappingNode):
                node = next((v for k, v in node.value if k.value == key), node)
            elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
                node = node.value[key]
        return node

    def _located(self, problem: str, shape: type) -> DataFileError:
        at = _AT.search(problem)
        steps = _STEP.findall(at["path"]) if at else []
        keys = tuple(name or (int(index) if index.isdigit() else 0) for name, index in steps)
        if unknown := _UNKNOWN.search(problem):
            return self._unknown_key(keys, unknown["field"], shape)
        if missing := _MISSING.search(problem):
            return self.error(keys, f"缺少键 {missing['field']!r} (missing key)")
        return self.error(keys, f"内容不合格式 (wrong shape): {_AT.sub('', problem)}")

    def _unknown_key(self, keys: tuple[str | int, ...], field: str, shape: type) -> DataFileError:
        node = self._node(keys)
        mark = next(
            (k.start_mark for k, _ in getattr(node, "value", []) if getattr(k, "value", None) == field),
            node.start_mark,
        )
        import difflib  # slow to load, and only mistakes need it

        known = _field_names(shape, keys)
        close = difflib.get_close_matches(field, known, 1)
        hint = f"，是否想写 {close[0]!r}？" if close else f"；可用的键: {', '.join(known)}"
        return DataFileError(self.path, mark.line + 1, mark.column + 1, f"未知的键 (unknown key) {field!r}{hint}")


def _field_names(shape: type, keys: tuple[str | int, ...]) -> list[str]:
    """The fields of the structure that `keys` lead to inside `shape`."""
    import msgspec.inspect

    info: Any = msgspec.inspect.type_info(shape)
    for key in keys:
        info = _struct_of(info)
        if isinstance(info, msgspec.inspect.StructType):
            info = next((field.type for field in info.fields if field.encode_name == key), info)
        elif isinstance(info, msgspec.inspect.ListType):
            info = info.item_type
        elif isinstance(info, msgspec.inspect.DictType):
            info = info.value_type
    info = _struct_of(info)
    return [field.encode_name for field in info.fields] if isinstance(info, msgspec.inspect.StructType) else []


def _struct_of(info: Any) -> Any:
    """The structure, list or mapping that is told of, or that stands in a union (an example may be a text, too)."""
    import msgspec.inspect

    if isinstance(info, msgspec.inspect.Metadata):
        return _struct_of(info.type)
    if not isinstance(info, msgspec.inspect.UnionType):
        return info
    kinds = (msgspec.inspect.StructType, msgspec.inspect.ListType)
    return next((t for t in map(_struct_of, info.types) if isinstance(t, kinds)), info)
