"""Rules, wordings and lexicon: YAML folders to one `Rulebook`, or an error with file:line:column."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, cached_property
from math import prod
from pathlib import Path
from typing import Any

from factcheck.datafiles import DataFile, read_fraction
from factcheck.equations import Equation, EquationError, parse_equation
from factcheck.lexicon import Lexicon, load_lexicon
from factcheck.model import Example, FactcheckError, Kind, Rule, Severity
from factcheck.shapes import NOTATION as NOTATION
from factcheck.shapes import RELATIONS as RELATIONS
from factcheck.shapes import CheckFile, ExampleEntry, NotationFile, RuleFile, WordingFile


@dataclass(frozen=True, slots=True)
class Wording:
    """Phrases that tie the numbers in their slots: `由{old}<fall_to>{new}`."""

    id: str
    relation: str
    doubt: Fraction
    patterns: tuple[str, ...]
    path: Path
    is_own: bool = True  # shipped with factcheck, its patterns known to be fast
    passing: tuple[Example, ...] = ()
    failing: tuple[Example, ...] = ()
    lines: tuple[int, ...] = ()  # of the patterns in the file


@dataclass(frozen=True, slots=True, eq=False)
class Notation:
    """Where the forms of a rule of notation are looked for: `(约|大约){number}(左右|上下)`.

    `kinds` and `like` say what may fill a slot, `not_after` and `not_before` which characters beside a form make
    its edge part of another word (节约, 附近), `unless` which words in its sentence make it right. `doubt` is None
    where the form is wrong whatever the numbers say.
    """

    id: str
    forms: tuple[str, ...]
    kinds: Mapping[str, frozenset[Kind]]
    like: Mapping[str, str]
    not_after: tuple[str, ...]
    not_before: tuple[str, ...]
    unless: tuple[str, ...]
    doubt: Fraction | None
    path: Path
    is_own: bool = True
    lines: tuple[int, ...] = ()  # of the forms in the file


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything that is data: the rules by id with their equations, the wordings, the lexicon.

    `conditions` are the equations under which a rule of notation speaks at all, by id.
    """

    rules: Mapping[str, Rule]
    equations: Mapping[str, Equation]
    wordings: tuple[Wording, ...]
    lexicon: Lexicon
    doubts: Mapping[str, Fraction]
    extra: tuple[Path, ...] = ()
    notations: Mapping[str, Notation] = field(default_factory=dict)
    conditions: Mapping[str, Equation] = field(default_factory=dict)

    def only(self, select: Collection[str], ignore: Collection[str]) -> Rulebook:
        """The rulebook with the selected rules (all, if none is named) less the ignored ones."""
        kept = {i: rule for i, rule in self.rules.items() if (not select or i in select) and i not in ignore}
        return replace(self, rules=kept)

    def __reduce__(self) -> tuple[Any, ...]:
        """A rulebook travels to another process as the folders that it comes from and its rules, which may be fewer."""
        return _with_rules, (self.extra, tuple(self.rules.values()))

    def weighing(self, severities: Mapping[str, Severity]) -> Rulebook:
        """The rulebook with other severities for some rules."""
        rules = {i: replace(rule, severity=severities.get(i, rule.severity)) for i, rule in self.rules.items()}
        return replace(self, rules=rules) if severities else self

    def rules_for(self, relation: str, ground: str) -> Sequence[Rule]:
        """The rules that a relation of a kind must keep; a form of notation keeps the rule that it comes from."""
        if relation == NOTATION:
            return [self.rules[ground]] if ground in self.rules else []
        return self._by_relation.get(relation, ())

    @cached_property
    def _by_relation(self) -> Mapping[str, Sequence[Rule]]:
        kinds = dict.fromkeys(kind for rule in self.rules.values() for kind in rule.relations)
        return {kind: [rule for rule in self.rules.values() if kind in rule.relations] for kind in kinds}

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
    conditions: dict[str, Equation] = {}
    notations: dict[str, Notation] = {}
    wordings: dict[str, Wording] = {}
    doubts: dict[str, Fraction] = {}
    for folder in folders:
        if not folder.is_dir():
            raise FactcheckError(f"{folder}: 没有这个规则目录 (no such rules folder)")
        for path in _yaml(folder / "checks"):
            rules[path.stem], equations[path.stem] = read_rule(path)
            notations.pop(path.stem, None)
            conditions.pop(path.stem, None)
        for path in _yaml(folder / "notations"):
            rule, notations[path.stem], when = read_notation(path, lexicon, is_own=folder == folders[0])
            rules[rule.id], equations[rule.id] = rule, parse_equation(rule.expect or _NEVER)
            conditions[rule.id] = when
        for path in _yaml(folder / "wordings"):
            wordings[path.stem] = _read_wording(path, lexicon, is_own=folder == folders[0])
        for path in _yaml(folder / "lexicon"):
            if path.stem == "doubts":
                doubts.update(_read_doubts(path))
    return Rulebook(rules, equations, tuple(wordings.values()), lexicon, doubts, extra, notations, conditions)


@cache
def _with_rules(extra: tuple[Path, ...], rules: tuple[Rule, ...]) -> Rulebook:
    return replace(load_rulebook(extra), rules={rule.id: rule for rule in rules})


def read_rule(path: Path) -> tuple[Rule, Equation]:
    """One rule file; raises DataFileError at the line and column of its first mistake."""
    file = DataFile(path)
    read = file.convert(CheckFile)
    relations = (read.relation,) if isinstance(read.relation, str) else tuple(read.relation)
    for relation in relations:
        if relation not in RELATIONS or relation == NOTATION:
            known = ", ".join(kind for kind in RELATIONS if kind != NOTATION)
            raise file.error(("relation",), f"未知的关系 (unknown relation) {relation!r}；可用: {known}")
    equation = _read_equation(file, "expect", read.expect, relations)
    return _rule(file, read, relations, read.expect), equation


_NEVER, _ALWAYS = "0 == 1", "0 == 0"


def read_notation(path: Path, lexicon: Lexicon, is_own: bool = False) -> tuple[Rule, Notation, Equation]:
    """One rule of notation with its forms and the condition under which it speaks; raises DataFileError."""
    file = DataFile(path)
    read = file.convert(NotationFile)
    _check_patterns(file, "forms", read.forms, NOTATION, lexicon)
    used = {name for form in read.forms for name in _SLOT.findall(form)}
    for name in read.slots:
        if name not in used:
            raise file.error(("slots", name), f"句式里没有这个数 (no such slot): {name}")
    for key, text in (("when", read.when), ("expect", read.expect)):
        if text:
            _read_equation(file, key, text, (NOTATION,))
    notation = Notation(
        path.stem,
        tuple(read.forms),
        {name: _read_kinds(file, name, slot.kinds) for name, slot in read.slots.items() if slot.kinds},
        {name: _read_like(file, name, slot.like, is_own) for name, slot in read.slots.items() if slot.like},
        _read_words(file, "not-after", read.not_after, lexicon),
        _read_words(file, "not-before", read.not_before, lexicon),
        _read_words(file, "unless", read.unless, lexicon),
        _fraction(file, ("doubt",), read.doubt) if read.doubt else None,
        path,
        is_own,
        _lines(file, "forms", read.forms),
    )
    rule = replace(_rule(file, read, (NOTATION,), read.expect), forms=notation.forms, when=read.when)
    return rule, notation, parse_equation(read.when or _ALWAYS)


def _read_words(file: DataFile, key: str, text: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Words parted by spaces; <class> stands for all the words of a class."""
    words: list[str] = []
    for word in text.split():
        name = _CLASS.fullmatch(word)
        if name and name[1] not in lexicon.words:
            raise file.error((key,), f"words.yaml 里没有词类 (no word class) {word}")
        words += lexicon.words[name[1]] if name else (word,)
    return tuple(words)


def _read_kinds(file: DataFile, slot: str, text: str) -> frozenset[Kind]:
    if unknown := sorted(set(text.split()) - set(Kind)):
        place = ("slots", slot, "kinds")
        raise file.error(place, f"未知的数字种类 (unknown kind) {', '.join(unknown)}；可用: {', '.join(Kind)}")
    return frozenset(map(Kind, text.split()))


def _read_like(file: DataFile, slot: str, text: str, is_own: bool) -> str:
    place = ("slots", slot, "like")
    repeats = prod(int(times[:9] or 1) for times in _REPEAT.findall(text[:_LONGEST_PHRASE]))
    if len(text) > _LONGEST_PHRASE or repeats > _MOST_REPEATS or text.count("(") > _MOST_GROUPS:
        raise file.error(place, f"超过 {_LONGEST_PHRASE} 个字符，或重复过多 (pattern too long, or repeats too much)")
    try:
        _compile(text, is_own)
    except Exception as error:  # each module of patterns has its own
        raise file.error(place, f"不是正则表达式 (not a pattern): {error}") from None
    return text


def _compile(text: str, is_own: bool) -> None:
    """Compiles a pattern with the module that is going to match it."""
    if is_own:
        re.compile(text)
        return
    import regex

    regex.compile(text)


def _rule(file: DataFile, read: RuleFile, relations: tuple[str, ...], expect: str) -> Rule:
    if read.severity not in set(Severity):
        raise file.error(("severity",), f"未知的等级 (unknown severity) {read.severity!r}；可用: {', '.join(Severity)}")
    for name, examples in (("pass", read.pass_), ("fail", read.fail)):
        if not examples:
            raise file.error((name,), "至少要有一个例子 (at least one example is needed)")
    return Rule(
        file.path.stem, relations, expect, Severity(read.severity), read.message.strip(), read.message_en.strip(),
        read.explain.strip(), _examples(file, "pass", read.pass_), _examples(file, "fail", read.fail), str(file.path),
    )  # fmt: skip


def _read_equation(file: DataFile, key: str, text: str, relations: Sequence[str]) -> Equation:
    try:
        equation = parse_equation(text)
    except EquationError as error:
        raise file.error((key,), f"第 {error.column} 个字符: {error}") from None
    for relation in relations:
        if unknown := sorted(equation.roles - RELATIONS[relation]):
            known = ", ".join(sorted(RELATIONS[relation]))
            raise file.error((key,), f"关系 {relation} 没有角色 (no role) {', '.join(unknown)}；可用: {known}")
    return equation


def _examples(file: DataFile, name: str, entries: Sequence[str | ExampleEntry]) -> tuple[Example, ...]:
    read = []
    for index, entry in enumerate(entries):
        if isinstance(entry, str):
            entry = ExampleEntry(text=entry)
        sources = tuple(entry.sources) or (entry.text,)
        if not all(sources) or (name == "fail" and not entry.marks):
            raise file.error((name, index), "例子要有 text 或 sources，fail 的例子还要有 marks (incomplete example)")
        read.append(Example(sources, tuple(entry.marks), file.line((name, index))))
    return tuple(read)


_CLASS = re.compile(r"<(\w+)>")
_SLOT = re.compile(r"\{([^{}]*)\}")
# Four times what the longest phrase that ships takes, and three times its brackets; nobody can read more.
_LONGEST_PHRASE, _DEEPEST_BRACKETS, _MOST_PHRASES = 800, 10, 200
_REPEAT = re.compile(r"\{(?:\d*,)?(\d*)\}")
_MOST_GROUPS = 100  # one inside another, they exhaust the stack
_MOST_REPEATS = 10_000  # repeats inside repeats are written out when they are compiled, and fill the memory


def _read_wording(path: Path, lexicon: Lexicon, is_own: bool) -> Wording:
    file = DataFile(path)
    read = file.convert(WordingFile)
    if read.relation not in RELATIONS:
        raise file.error(
            ("relation",), f"未知的关系 (unknown relation) {read.relation!r}；可用: {', '.join(RELATIONS)}"
        )
    _check_patterns(file, "patterns", read.patterns, read.relation, lexicon)
    doubt = _fraction(file, ("doubt",), read.doubt)
    return Wording(
        path.stem, read.relation, doubt, tuple(read.patterns), path, is_own, _examples(file, "pass", read.pass_),
        _examples(file, "fail", read.fail), _lines(file, "patterns", read.patterns),
    )  # fmt: skip


def _lines(file: DataFile, key: str, phrases: Sequence[str]) -> tuple[int, ...]:
    return tuple(file.line((key, index)) for index in range(len(phrases)))


def _check_patterns(file: DataFile, key: str, patterns: Sequence[str], relation: str, lexicon: Lexicon) -> None:
    """Raises DataFileError where a pattern is unbalanced, or names a class or a role that there is not."""
    if not patterns:
        raise file.error((key,), "至少要有一个句式 (at least one pattern is needed)")
    if len(patterns) > _MOST_PHRASES:
        raise file.error((key,), f"句式超过 {_MOST_PHRASES} 个，请分成几个文件 (too many patterns)")
    for index, pattern in enumerate(patterns):
        if len(pattern) > _LONGEST_PHRASE:
            raise file.error((key, index), f"句式超过 {_LONGEST_PHRASE} 个字符 (pattern too long)")
        if not _is_balanced(pattern):
            raise file.error((key, index), f"括号不配对，或套得太深 (unbalanced brackets, or too many): {pattern}")
        for name in _CLASS.findall(pattern):
            if name not in lexicon.words:
                raise file.error((key, index), f"words.yaml 里没有词类 (no word class) <{name}>")
        slots = _SLOT.findall(pattern)
        if unknown := sorted(set(slots) - RELATIONS[relation]) or ([] if slots else ["?"]):
            raise file.error((key, index), f"关系 {relation} 没有角色 (no role) {', '.join(unknown)}")
        if len(set(slots)) < len(slots):
            raise file.error((key, index), f"同一个角色写了两次 (a role stands twice): {pattern}")


def _is_balanced(pattern: str) -> bool:
    """Whether brackets come in pairs, and not one in another without end."""
    open_ = []
    for char in re.sub(r"\{[^{}]*\}|<\w+>", "", pattern):
        if char in "([":
            open_.append(char)
            if len(open_) > _DEEPEST_BRACKETS:
                return False
        elif char in ")]" and (not open_ or open_.pop() + char not in ("()", "[]")):
            return False
    return not open_


def _read_doubts(path: Path) -> dict[str, Fraction]:
    file = DataFile(path)
    return {name: _fraction(file, (name,), text) for name, text in file.convert(dict[str, str]).items()}


def _fraction(file: DataFile, keys: tuple[str | int, ...], text: str) -> Fraction:
    value = read_fraction(text)
    if value is None:
        raise file.error(keys, f"不是数 (not a number): {text[:20]}")
    if not 0 < value <= 1:
        raise file.error(keys, f"应在 0 与 1 之间 (must lie between 0 and 1): {text}")
    return value


def _yaml(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yaml")) if folder.is_dir() else []
