"""YAML data files whose errors say file:line:column.

Scalars stay text as written (YAML would turn 1_000 and 12:30 into other numbers); msgspec holds the shape.
"""

from __future__ import annotations

import re
import stat
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import msgspec

from factcheck.model import FactcheckError

T = TypeVar("T")


class DataFileError(FactcheckError):
    """A mistake in a rule, wording or lexicon file, with its place."""

    def __init__(self, path: Path, line: int, column: int, message: str) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}")


# The longest file that ships has 8 KB, the deepest 4 levels; lists of facts may be long, and can be split.
_LARGEST_FILE = 2**19
_DEEPEST, _SAFELY_DEEP = 50, 1000
_MOST_VALUES = 100_000
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15}|/\d{1,15})?")
_OVER_NOTHING = re.compile(r"/0+$")
_UNKNOWN = re.compile(r"unknown field `(?P<field>[^`]+)`")
_MISSING = re.compile(r"missing required field `(?P<field>[^`]+)`")
_AT = re.compile(r" - at `(?P<path>[^`]+)`$")
_STEP = re.compile(r"\.(\w[\w-]*)|\[(\d+|\.\.\.)\]")


class DataFile:
    """One parsed file: its plain content, and where each part of it stands."""

    def __init__(self, path: Path) -> None:
        import yaml  # slow to load, and a run that finds the rules kept never needs it

        self.path = path
        self.text = _text(path)
        self._left = _MOST_VALUES
        try:
            if _may_be_deep(self.text):
                self._refuse_deep()
            self.root: Any = yaml.compose(self.text, Loader=_loader(yaml))
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = getattr(error, "problem", None) or str(error).splitlines()[0]
            raise DataFileError(path, line, column, f"不是合法的 YAML (not YAML): {problem}") from None
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
        return self._at(node, message) if node is not None else DataFileError(self.path, 1, 1, message)

    def line(self, keys: tuple[str | int, ...]) -> int:
        """The line of the value that `keys` lead to."""
        return int(self._node(keys).start_mark.line) + 1

    def place(self, keys: tuple[str | int, ...]) -> tuple[int, int]:
        """Line and column of the value that `keys` lead to."""
        mark = self._node(keys).start_mark
        return mark.line + 1, mark.column + 1

    def _refuse_deep(self) -> None:
        """The composer goes down level by level, and the machine's own stack ends before Python's does."""
        import yaml

        depth = 0
        for event in yaml.parse(self.text, Loader=_loader(yaml)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                raise self._at(event, "嵌套过深 (nested too deeply)")

    def _plain(self, node: Any) -> Any:
        self._left -= 1
        if self._left < 0:
            raise self._at(node, f"值超过 {_MOST_VALUES} 个，或别名层层展开 (too many values)")
        match node and node.id:
            case None:
                return {}
            case "mapping":
                return {self._key(k): self._plain(v) for k, v in node.value}
            case "sequence":
                return [self._plain(child) for child in node.value]
            case _:
                return node.value

    def _key(self, node: Any) -> str:
        if node.id != "scalar":
            raise self._at(node, "键应是一个词 (a key must be a word)")
        return str(node.value)

    def _at(self, part: Any, message: str) -> DataFileError:
        """An error at a node or an event of the parser."""
        return DataFileError(self.path, part.start_mark.line + 1, part.start_mark.column + 1, message)

    def _node(self, keys: tuple[str | int, ...]) -> Any:
        node = self.root
        for key in keys:
            if node.id == "mapping":
                node = next((v for k, v in node.value if k.value == key), node)
            elif node.id == "sequence" and isinstance(key, int) and key < len(node.value):
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


def _loader(yaml: ModuleType) -> Any:
    """The fast one, where the library was built with it."""
    return getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_fraction(text: str) -> Fraction | None:
    """The number in a text, None where it is none; Fraction itself would work at 1e999999999 for ever.

    >>> read_fraction("0.25"), read_fraction("2000/3"), read_fraction("1/0")
    (Fraction(1, 4), Fraction(2000, 3), None)
    """
    return None if not _NUMBER.fullmatch(text) or _OVER_NOTHING.search(text) else Fraction(text)


def _text(path: Path) -> str:
    """The text of a file that is one, and of a size that a person may have written."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise DataFileError(path, 1, 1, "不是普通文件 (not a regular file)")
        if status.st_size > _LARGEST_FILE:
            raise DataFileError(path, 1, 1, f"文件超过 {_LARGEST_FILE // 1024} KB，请拆分 (file too large)")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, 1, 1, f"无法读取 (unreadable): {error}") from None


def _may_be_deep(text: str) -> bool:
    """Whether a file could be nested deeper than is safe: each level takes a bracket, a mark or a line of its own."""
    return sum(map(text.count, "[{-?\n")) > _SAFELY_DEEP


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
