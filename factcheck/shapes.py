"""What data files hold: the shape that each is read as, and what an editor is told of it.

`python tests/renew_schemas.py` writes the JSON Schemas of these shapes; `convert` in `datafiles` reads files as them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec

from factcheck.model import Kind, Modifier, Severity

# The kinds of relations and the roles that their claims fill.
RELATIONS: Mapping[str, frozenset[str]] = {
    "whole-parts": frozenset({"whole", "part"}),
    "within": frozenset({"whole", "part"}),
    "sides": frozenset({"left", "right"}),
    "listed": frozenset({"said", "named"}),
    "at-most-listed": frozenset({"said", "named"}),
    "respectively": frozenset({"named", "value"}),
    "shares": frozenset({"share"}),
    "share": frozenset({"share", "part", "whole"}),
    "rise": frozenset({"old", "new", "difference", "rate"}),
    "fall": frozenset({"old", "new", "difference", "rate"}),
    "multiple": frozenset({"new", "old", "times"}),
    "product": frozenset({"product", "factor", "times"}),
    "yearly-growth": frozenset({"old", "new", "yearly"}),
    "yearly-rate": frozenset({"total", "yearly"}),
    "yearly-amount": frozenset({"old", "new", "yearly"}),
    "average": frozenset({"average", "total", "count"}),
    "average-whole": frozenset({"average", "total", "count"}),
    "average-of-years": frozenset({"average", "total"}),
    "price-range": frozenset({"lowest", "highest", "total", "count"}),
    "rates-of-parts": frozenset({"whole", "part"}),
    "rates-of-some-parts": frozenset({"whole", "part"}),
    "stock": frozenset({"opening", "inflow", "outflow", "closing"}),
    "balance": frozenset({"income", "outgo", "surplus"}),
    "index-rise": frozenset({"index", "rate"}),
    "index-fall": frozenset({"index", "rate"}),
    "contributions": frozenset({"total", "up", "down"}),
    "contributions-signed": frozenset({"total", "up", "down"}),
    "points": frozenset({"a", "b", "difference"}),
    "points-turn": frozenset({"a", "b", "difference"}),
    "points-common": frozenset({"a", "b", "difference", "other"}),
    "shares-of-one-whole": frozenset({"part", "share", "other_part", "other_share"}),
    "same": frozenset({"value", "other"}),
    "same-across": frozenset({"value", "other"}),
    "within-place": frozenset({"whole", "part"}),
    "within-time": frozenset({"whole", "part"}),
    "members-across": frozenset({"whole", "part"}),
    "running-total": frozenset({"total", "before", "new"}),
    "running-total-corrected": frozenset({"total", "before", "new", "correction"}),
    "difference-across": frozenset({"a", "b", "difference"}),
    "date": frozenset({"day", "days"}),
    "weekday": frozenset({"weekday", "date"}),
    "dates": frozenset({"first", "last", "length"}),
    "heads": frozenset({"share", "heads"}),
    "age": frozenset({"age", "born", "year"}),
    "anniversary": frozenset({"age", "born", "year"}),
    "ranked": frozenset({"higher", "lower"}),
    "notation": frozenset({"number", "old", "new", "difference", "rate", "share"}),
}
NOTATION = "notation"  # the relations of the rules in notations/: each is held against its own rule alone


def _told(text: str, **schema: Any) -> msgspec.Meta:
    """What an editor shows beside a key, and what else its schema says; `convert` itself asks for no more than text,
    and what a text must be is told with its place below."""
    return msgspec.Meta(description=text, extra_json_schema=schema)


_OneRelation = Annotated[
    str,
    _told(
        "数与数的关系，其后是它的角色。 A tie between numbers; beside it the roles that its equation may name.",
        enum=[kind for kind in RELATIONS if kind != NOTATION],
        enumDescriptions=[" ".join(sorted(roles)) for kind, roles in RELATIONS.items() if kind != NOTATION],
    ),
]
_DOUBT = _told(
    "正确的文稿里，有这种写法而算式仍不成立的比例，大于 0、不大于 1。"
    " How often right copy says so and means something else."
)
_BY_MODIFIER = {"propertyNames": {"enum": [modifier.value for modifier in Modifier]}}
_PATTERN_SYNTAX = (
    "{role} 一个数；<class> words.yaml 里一类词中的任一个；… 同句里不超过 24 个字、没有数；‥ 同上，且在同一分句；"
    "[x] 可有可无；(x|y) 二者之一。"
    " A number, a word of a class, a gap in the sentence, a gap in the clause, optional, either."
)


class ExampleEntry(msgspec.Struct, forbid_unknown_fields=True):
    text: Annotated[str, _told("一段文字。 One text.")] = ""
    sources: Annotated[list[str], _told("互为来源的几篇。 Several texts, linted as sources of one another.")] = []
    marks: Annotated[
        list[str], _told("会被标出的每个数，照原文写，连单位。 Every number marked, as printed, with its unit.")
    ] = []


_Passing = Annotated[
    list[str | ExampleEntry], _told("不该报的文字；一条误报先写在这里。 Texts on which nothing may be said.")
]
_Failing = Annotated[
    list[ExampleEntry], _told("应当报的文字，marks 列出被标出的每个数。 Texts with a slip, and every number marked.")
]


class RuleFile(msgspec.Struct, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    severity: Annotated[
        str, _told("错误、警告或提示。 How much a finding matters.", enum=[severity.value for severity in Severity])
    ]
    message: Annotated[
        str,
        _told(
            "报告里的话：{role} 印出这个角色的数，{sum(role)} 它们的和，{left} {right} 算式两边，{gap} 相差，"
            "{expected} 能吻合的数。"
            " The report's words, with the numbers of a role, their sum, both sides, the gap, what would fit."
        ),
    ]
    message_en: Annotated[str, _told("同上，英文。 The same in English.")]
    explain: Annotated[str, _told("为什么，以及什么时候不算错。 Why, and when it is no mistake.")]
    pass_: _Passing = msgspec.field(name="pass")
    fail: _Failing


class CheckFile(RuleFile, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    relation: Annotated[_OneRelation | list[_OneRelation], _told("规则管的一种或几种关系。 The ties it speaks of.")]
    expect: Annotated[
        str,
        _told(
            "应当成立的算式：一个比较 == <= < >= >，角色名，+ - * /，sum min max abs len compound。"
            " One comparison of terms over roles.",
            examples=["whole == sum(part)", "abs(new - old) == difference"],
        ),
    ]


class SlotEntry(msgspec.Struct, forbid_unknown_fields=True):
    kinds: Annotated[str, _told(f"数的种类，空格隔开 (kinds, parted by spaces): {' '.join(Kind)}")] = ""
    like: Annotated[str, _told("数的写法，正则表达式。 How the number is printed, a regular expression.")] = ""


class NotationFile(RuleFile, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    forms: Annotated[list[str], _told(f"有错的写法。 Forms that are wrong. {_PATTERN_SYNTAX}")]
    slots: Annotated[dict[str, SlotEntry], _told("写法里的数各须怎样。 What may fill each slot.")] = {}
    not_after: Annotated[str, _told("前面紧挨着这些字就不算。 Not directly after these.")] = ""
    not_before: Annotated[str, _told("后面紧挨着这些字就不算。 Not directly before these.")] = ""
    unless: Annotated[str, _told("同句里有这些词就不算。 Not beside these words in the sentence.")] = ""
    when: Annotated[str, _told("这个算式成立才报。 Speaks only where this equation holds.")] = ""
    expect: Annotated[
        str, _told("应当成立的算式；没有，写法本身就错。 What should hold; without it the form is wrong.")
    ] = ""
    doubt: Annotated[str, _DOUBT] = ""


class WordingFile(msgspec.Struct, forbid_unknown_fields=True):
    relation: _OneRelation
    doubt: Annotated[str, _DOUBT]
    patterns: Annotated[list[str], _told(f"句式。 Phrases with slots. {_PATTERN_SYNTAX}")]
    pass_: _Passing = msgspec.field(name="pass", default_factory=list)
    fail: _Failing = []


class ModifiersFile(msgspec.Struct, forbid_unknown_fields=True):
    before: Annotated[dict[str, str], _told("紧靠数字前面的词。 Words directly before a number.", **_BY_MODIFIER)]
    after: Annotated[dict[str, str], _told("紧靠单位后面的词。 Words directly behind its unit.", **_BY_MODIFIER)]
    between: Annotated[str, _told("可夹在词与数字之间的字。 What may stand between such a word and the number.")]


class IdiomsFile(msgspec.Struct, forbid_unknown_fields=True):
    function_words: Annotated[str, _told("含数字而不计数的词。 Words with a numeral in them that count nothing.")]
    plans: Annotated[str, _told("规划的名称。 Names of plan periods.")]
    events: Annotated[str, _told("会议等的名称。 Names of congresses and the like.")]
    indefinite: Annotated[str, _told("“一”在其前只是泛指。 一 before these counts nothing.")]
    ranks: Annotated[str, _told("数字在其前是等级。 A numeral before these is a rank.")]


class SubjectsFile(msgspec.Struct, forbid_unknown_fields=True):
    persons: Annotated[str, _told("指人的名词，数字可不带单位。 Nouns for people: their number needs no unit.")]
    stops: Annotated[str, _told("名词短语到此为止的词。 Words where the noun phrase beside a number ends.")]
    edges: Annotated[str, _told("不属于名词短语、紧靠数字的词。 Words at its edge that are no part of it.")]
    nouns: Annotated[str, _told("名词，内有上列的词也不拆开。 Nouns that are not cut at such words.")] = ""
    nameless: Annotated[str, _told("单独不成名目的名词。 Nouns that alone name no one thing.")] = ""
    equivalents: Annotated[
        list[list[str]], _told("同一事物的不同名称。 Different names of one thing, a group each.")
    ] = []


class FactEntry(msgspec.Struct, forbid_unknown_fields=True):
    subject: Annotated[str, _told("数的是什么，至少两个字。 What is counted.")]
    place: Annotated[str, _told("哪里，如云南省。 Where.")]
    value: Annotated[str, _told("多少，连单位，如 5163处。 How many, with the unit.")]
    published: Annotated[str, _told("出处。 Where it is printed.")]
    period: Annotated[str, _told("何时，如 2019年底、2020年6月。 When.")] = ""


_UNITS = _told("单位，空格隔开；同一量纲的可换算：公顷=15。 Units parted by spaces, with factors to the first.")
_WORDS = _told("一类词，空格隔开；句式里写 <类名>。 Words of a class, for <class> in phrases.")

# What each kind of file holds, by the name of its schema, and the files that are read so below a folder of rules.
SHAPES: Mapping[str, Any] = {
    "check": CheckFile,
    "notation": NotationFile,
    "wording": WordingFile,
    "facts": list[FactEntry],
    "units": dict[Annotated[str, _told("数字的种类。 Kind.", enum=list(Kind))], dict[str, Annotated[str, _UNITS]]],
    "modifiers": ModifiersFile,
    "idioms": IdiomsFile,
    "subjects": SubjectsFile,
    "words": dict[str, Annotated[str, _WORDS]],
    "doubts": dict[str, Annotated[str, _DOUBT]],
}
FILES: Mapping[str, str] = {
    "check": "checks/*.yaml",
    "notation": "notations/*.yaml",
    "wording": "wordings/*.yaml",
    "facts": "facts/*.yaml",
    **{name: f"lexicon/{name}.yaml" for name in ("units", "modifiers", "idioms", "subjects", "words", "doubts")},
}
