"""Suppressions that a draft itself speaks, in asides.

    [factcheck: ignore parts-add-up -- 名单有重复]    alone on its line: the next line of text, or the table there;
                                                      behind or within a line: that line
    [factcheck: ignore-line …] [factcheck: ignore-next-line …]    the one or the other, wherever it stands
    [factcheck: ignore-start …] … [factcheck: ignore-end]         what stands between them
    [factcheck: ignore-file …]                                    the whole draft
    【factcheck：忽略 …】, 忽略本行, 忽略下一行, 忽略开始, 忽略结束, 忽略全文    the same in Chinese

A line is one as factcheck reads it: a paragraph, or a row of a table.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct

from factcheck.model import Aside, Document, Notice, Span, Suppression
from factcheck.suppressions.scoped import NOT_UNDERSTOOD, UNKNOWN_RULE, WITHOUT_REASON, Scoped, suggestion

_VERB = re.compile(
    r"\s*(?:ignore(?P<scope>-line|-next-line|-file|-start|-end)?(?![\w-])"
    r"|忽略(?P<said>本行|下一行|下行|全文|本文|开始|結束|结束|開始)?)"
)
_WORD = re.compile(r"[\s,，、]*((?:\w|-(?!-))+)")
_ID = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_LEAD = re.compile(r"[\s\-—–:：,，、。]*(?:(?:理由|原因)[:：])?\s*")
_START, _END = "-start", "-end"
_SCOPES = {
    "": "", "本行": "-line", "下一行": "-next-line", "下行": "-next-line", "全文": "-file", "本文": "-file",
    "开始": _START, "開始": _START, "结束": _END, "結束": _END,
}  # fmt: skip
_CLOSING = "]］】>"
_FORM, _FORM_EN = "应写成 [factcheck: ignore 规则 -- 理由]", "write [factcheck: ignore RULE -- reason]"


class _Said(Struct, frozen=True, eq=False):
    """An aside as it is understood; `scope` is None where its first word is not."""

    aside: Aside
    scope: str | None
    rules: tuple[str, ...] = ()
    reason: str = ""


def find_spoken(document: Document, known: Collection[str]) -> Iterator[Scoped | Notice]:
    """The suppressions in a document, and notices of those that have no effect; `known` are the ids of rules."""
    said = [_understood(aside, known) for aside in document.asides]
    ends = dict(_paired(said))
    closing = set(map(id, ends.values()))
    for one in said:
        if id(one) not in closing:
            yield from _read(one, ends.get(one), document, known)


def _understood(aside: Aside, known: Collection[str]) -> _Said:
    verb = _VERB.match(aside.text)
    if verb is None:
        return _Said(aside, None)
    scope = verb["scope"] or _SCOPES[verb["said"] or ""]
    return _Said(aside, scope, *_rules_and_reason(aside.text[verb.end() :], known))


def _paired(said: Sequence[_Said]) -> Iterator[tuple[_Said, _Said]]:
    """Each start with its end, which closes the last start that is open."""
    open_: list[_Said] = []
    for one in said:
        if one.scope == _START:
            open_.append(one)
        elif one.scope == _END and open_:
            yield open_.pop(), one


def _read(one: _Said, end: _Said | None, document: Document, known: Collection[str]) -> Iterator[Scoped | Notice]:
    aside = one.aside
    said = Suppression(one.rules, one.reason, document.path, *_place(aside, document))
    where = document.landmark(aside.start) if document.is_extracted else None
    scoped = Scoped(document, _covered(one, end, document), said, where, not document.is_extracted)
    if problem := _problem(one, end, document):
        yield scoped.notice(*problem)
        return
    yield scoped
    yield from _unknown(scoped, known)


def _problem(one: _Said, end: _Said | None, document: Document) -> tuple[str, str, str] | None:
    """Why an aside has no effect, in Chinese and in English."""
    if one.scope is None:
        return NOT_UNDERSTOOD, f"看不懂这条说明；{_FORM}", f"not understood; {_FORM_EN}"
    if document.source[one.aside.end - 1] not in _CLOSING:
        return NOT_UNDERSTOOD, f"没有右括号；{_FORM}", f"the bracket is not closed; {_FORM_EN}"
    if one.scope == _END:
        return NOT_UNDERSTOOD, "前面没有 ignore-start", "no ignore-start stands before it"
    if not one.rules:
        return NOT_UNDERSTOOD, f"没有写明忽略哪条规则；{_FORM}", f"no rule is named; {_FORM_EN}"
    if not one.reason:
        return WITHOUT_REASON, f"没有写理由，不起作用；{_FORM}", f"without a reason it has no effect; {_FORM_EN}"
    if one.scope == _START and end is None:
        return NOT_UNDERSTOOD, "后面没有 ignore-end，不起作用", "without an ignore-end it has no effect"
    return None


def _unknown(scoped: Scoped, known: Collection[str]) -> Iterator[Notice]:
    for rule in scoped.suppression.rules:
        if rule not in known:
            hint, hint_en = suggestion(rule, known)
            yield scoped.notice(UNKNOWN_RULE, f"没有规则 {rule}{hint}", f"no rule {rule}{hint_en}")


def _rules_and_reason(text: str, known: Collection[str]) -> tuple[tuple[str, ...], str]:
    """The ids at the head of a text, and what comes behind them.

    >>> _rules_and_reason(" parts-add-up、same-fact——名单有重复", ())
    (('parts-add-up', 'same-fact'), '名单有重复')
    """
    rules: dict[str, None] = {}
    position = 0
    while (word := _WORD.match(text, position)) and (word[1] in known or _ID.fullmatch(word[1])):
        rules[word[1]] = None
        position = word.end()
    return tuple(rules), _LEAD.sub("", " ".join(text[position:].split()), count=1)


def _covered(one: _Said, end: _Said | None, document: Document) -> Span:
    """The stretch of the clean text that an aside speaks of."""
    text, scope, at = document.text, one.scope or "", bisect_left(document.origins, one.aside.start)
    if scope == "-file":
        return Span(0, len(text))
    if scope == _START:
        return Span(at, bisect_left(document.origins, end.aside.start) if end else at)
    is_within = at > 0 and text[at - 1] != "\n"
    if scope == "-line" or (not scope and is_within):
        inside = at - is_within
        return Span(text.rfind("\n", 0, inside) + 1, _line_end(text, inside))
    return _next_line(text, _line_end(text, at) if is_within else at)


def _next_line(text: str, at: int) -> Span:
    """The next line that is not blank; of a table all rows, since nothing can be written between them."""
    filled = _FILLED.search(text, at)
    start = max(at, text.rfind("\n", at, filled.start()) + 1) if filled else len(text)
    end = _line_end(text, start)
    while "\t" in text[start:end] and "\t" in text[end + 1 : _line_end(text, end + 1)]:
        start_of_next = end + 1
        end = _line_end(text, start_of_next)
    return Span(start, end)


_FILLED = re.compile(r"\S")


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _place(aside: Aside, document: Document) -> tuple[int, int]:
    """The line and column at which an aside stands."""
    line = bisect_right(document.line_starts, aside.start)
    return line, aside.start - document.line_starts[line - 1] + 1
