"""Rules, wordings and lexicon: YAML folders to one `Rulebook`, or an error with file:line:column."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import msgspec

from factcheck.datafiles import DataFile
from factcheck.equations import Equation, EquationError, parse_equation
from factcheck.lexicon import Lexicon, load_lexicon
from factcheck.model import Example, FactcheckError, Rule, Severity

# The kinds of relations and the roles that their claims fill.
RELATIONS: Mapping[str, frozenset[str]] = {
    "whole-parts": frozenset({"whole", "part"}),
    "within": frozenset({"whole", "part"}),
    "shares": frozenset({"share"}),
    "share": frozenset({"share", "part", "whole"}),
    "rise": frozenset({"old", "new", "difference", "rate"}),
    "fall": frozenset({"old", "new", "difference", "rate"}),
    "multiple": frozenset({"new", "old", "times"}),
    "yearly-growth": frozenset({"old", "new", "yearly"}),
    "yearly-rate": frozenset({"total", "yearly"}),
    "yearly-amount": frozenset({"old", "new", "yearly"}),
    "average": frozenset({"average", "total", "count"}),
    "average-whole": frozenset({"average", "total", "count"}),
    "average-of-years": frozenset({"average", "total"}),
    "balance": frozenset({"income", "outgo", "surplus"}),
    "index-rise": frozenset({"index", "rate"}),
    "index-fall": frozenset({"index", "rate"}),
    "contributions": frozenset({"total", "up", "down"}),
    "contributions-signed": frozenset({"total", "up", "down"}),
    "points": frozenset({"a", "b", "difference"}),
    "points-turn": frozenset({"a", "b", "difference"}),
    "points-common": frozenset({"a", "b", "difference", "other"}),
    "same": frozenset({"value", "other"}),
    "same-across": frozenset({"value", "other"}),
    "within-place": frozenset({"whole", "part"}),
    "difference-across": frozenset({"a", "b", "difference"}),
}


class _Example(msgspec.Struct, forbid_unknown_fields=True):
    text: str = ""
    sources: list[str] = []
    marks: list[str] = []


class _Rule(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    relation: str | list[str]
    expect: str
    severity: str
    message: str
    message_en: str
    explain: str
    pass_: list[str | _Example] = msgspec.field(name="pass")
    fail: list[_Example]


class _Wording(msgspec.Struct, forbid_unknown_fields=True):
    relation: str
    doubt: str
    patterns: list[str]


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases that tie the numbers in their slots: `由{old}<fall_to>{new}`."""

    id: str
    relation: str
    doubt: Fraction
    patterns: tuple[str, ...]
    path: Path
    is_own: bool = True  # shipped with factcheck, its patterns known to be fast


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything that is data: the rules by id with their equations, the wordings, the lexicon."""

    rules: Mapping[str, Rule]
    equations: Mapping[str, Equation]
    wordings: tuple[Wording, ...]
    lexicon: Lexicon
    doubts: Mapping[str, Fraction]
    extra: tuple[Path, ...] = ()

    def only(self, select: Collection[str], ignore: Collection[str]) -> Rulebook:
        """The rulebook with the selected rules (all, if none is named) less the ignored ones."""
        kept = {i: rule for i, rule in self.rules.items() if (not select or i in select) and i not in ignore}
        return replace(self, rules=kept)

    def rules_for(self, relation: str) -> list[Rule]:
        """The rules that relations of a kind must keep."""
        return [rule for rule in self.rules.values() if relation in rule.relations]

    def doubt(self, ground: str) -> Fraction:
        """How often a structural ground is not meant so, from `doubts.yaml`."""
        return self.doubts[ground]


def own_rules() -> Path:
    """The folder of the rules that ship with factcheck: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "_rules", package.parent / "rules"):
        if (folder / "checks").is_dir():
            return folder
    raise FactcheckError("找不到随软件安装的 rules/ 目录，请重新安装 factcheck (shipped rules are missing)")


@cache
def load_rulebook(extra: tuple[Path, ...] = ()) -> Rulebook:
    """The shipped rules and those of `extra` folders, which may add to or replace them by id.

    Raises DataFileError (file:line:column) for any mistake.
    """
    folders = (own_rules(), *extra)
    lexicon = load_lexicon(tuple(folder / "lexicon" for folder in folders))
    rules: dict[str, Rule] = {}
    equations: dict[str, Equation] = {}
    wordings: dict[str, Wording] = {}
    doubts: dict[str, Fraction] = {}
    for folder in folders:
        if not folder.is_dir():
            raise FactcheckError(f"{folder}: 没有这个规则目录 (no such rules folder)")
        for path in _yaml(folder / "checks"):
            rules[path.stem], equations[path.stem] = read_rule(path)
        for path in _yaml(folder / "wordings"):
            wordings[path.stem] = _read_wording(path, lexicon, is_own=folder == folders[0])
        for path in _yaml(folder / "lexicon"):
            if path.stem == "doubts":
                doubts.update(_read_doubts(path))
    return Rulebook(rules, equations, tuple(wordings.values()), lexicon, doubts, extra)


def read_rule(path: Path) -> tuple[Rule, Equation]:
    """One rule file; raises DataFileError at the line and column of its first mistake."""
    file = DataFile(path)
    read = file.convert(_Rule)
    relations = (read.relation,) if isinstance(read.relation, str) else tuple(read.relation)
    for relation in relations:
        if relation not in RELATIONS:
            raise file.error(("relation",), f"未知的关系 (unknown relation) {relation!r}；可用: {', '.join(RELATIONS)}")
    if read.severity not in set(Severity):
        raise file.error(("severity",), f"未知的等级 (unknown severity) {read.severity!r}；可用: {', '.join(Severity)}")
    equation = _read_equation(file, read.expect, relations)
    for name, examples in (("pass", read.pass_), ("fail", read.fail)):
        if not examples:
            raise file.error((name,), "至少要有一个例子 (at least one example is needed)")
    rule = Rule(
        path.stem, relations, read.expect, Severity(read.severity), read.message.strip(), read.message_en.strip(),
        read.explain.strip(), _examples(file, "pass", read.pass_), _examples(file, "fail", read.fail), str(path),
    )  # fmt: skip
    return rule, equation


def _read_equation(file: DataFile, text: str, relations: Sequence[str]) -> Equation:
    try:
        equation = parse_equation(text)
    except EquationError as error:
        raise file.error(("expect",), f"第 {error.column} 个字符: {error}") from None
    for relation in relations:
        if unknown := sorted(equation.roles - RELATIONS[relation]):
            known = ", ".join(sorted(RELATIONS[relation]))
            raise file.error(("expect",), f"关系 {relation} 没有角色 (no role) {', '.join(unknown)}；可用: {known}")
    return equation


def _examples(file: DataFile, name: str, entries: Sequence[str | _Example]) -> tuple[Example, ...]:
    read = []
    for index, entry in enumerate(entries):
        if isinstance(entry, str):
            entry = _Example(text=entry)
        sources = tuple(entry.sources) or (entry.text,)
        if not all(sources) or (name == "fail" and not entry.marks):
            raise file.error((name, index), "例子要有 text 或 sources，fail 的例子还要有 marks (incomplete example)")
        read.append(Example(sources, tuple(entry.marks), file.line((name, index))))
    return tuple(read)


_CLASS = re.compile(r"<(\w+)>")
_SLOT = re.compile(r"\{([^{}]*)\}")


def _read_wording(path: Path, lexicon: Lexicon, is_own: bool) -> Wording:
    file = DataFile(path)
    read = file.convert(_Wording)
    if read.relation not in RELATIONS:
        raise file.error(
            ("relation",), f"未知的关系 (unknown relation) {read.relation!r}；可用: {', '.join(RELATIONS)}"
        )
    if not read.patterns:
        raise file.error(("patterns",), "至少要有一个句式 (at least one pattern is needed)")
    for index, pattern in enumerate(read.patterns):
        if not _is_balanced(pattern):
            raise file.error(("patterns", index), f"括号不配对 (unbalanced brackets): {pattern}")
        for name in _CLASS.findall(pattern):
            if name not in lexicon.words:
                raise file.error(("patterns", index), f"words.yaml 里没有词类 (no word class) <{name}>")
        slots = _SLOT.findall(pattern)
        if unknown := sorted(set(slots) - RELATIONS[read.relation]) or ([] if slots else ["?"]):
            raise file.error(("patterns", index), f"关系 {read.relation} 没有角色 (no role) {', '.join(unknown)}")
    doubt = _fraction(file, ("doubt",), read.doubt)
    return Wording(path.stem, read.relation, doubt, tuple(read.patterns), path, is_own)


def _is_balanced(pattern: str) -> bool:
    open_ = []
    for char in re.sub(r"\{[^{}]*\}|<\w+>", "", pattern):
        if char in "([":
            open_.append(char)
        elif char in ")]" and (not open_ or open_.pop() + char not in ("()", "[]")):
            return False
    return not open_


def _read_doubts(path: Path) -> dict[str, Fraction]:
    file = DataFile(path)
    return {name: _fraction(file, (name,), text) for name, text in file.convert(dict[str, str]).items()}


def _fraction(file: DataFile, keys: tuple[str | int, ...], text: str) -> Fraction:
    try:
        value = Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise file.error(keys, f"不是数 (not a number): {text}") from None
    if not 0 < value <= 1:
        raise file.error(keys, f"应在 0 与 1 之间 (must lie between 0 and 1): {text}")
    return value


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []
