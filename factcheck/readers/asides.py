"""Asides: what a draft says to factcheck itself. They are no text of the draft, and no number in them is a claim.

    [factcheck: ignore parts-add-up -- 名单有重复]        in any text, on a line of its own or at a line's end
    【factcheck：忽略 parts-add-up——名单有重复】          the same in Chinese
    <!-- factcheck: ignore parts-add-up -- 名单有重复 -->  in Markdown and HTML, where it is not shown

What they say is read in `factcheck.suppressions`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from factcheck.model import Aside

_NAMES = ("factcheck", "Factcheck", "FactCheck", "FACTCHECK")
_LAST_LETTERS = "".join({name[-1] for name in _NAMES})
# 【FactCheck：网传……】 may be the head of a column: written so, only the word for ignoring makes it an aside
_NAME = r"(?:factcheck|(?i:factcheck)(?=\s{0,3}[:：]\s{0,3}(?:ignore|忽略)))"
_ASIDE = re.compile(
    rf"<!--\s{{0,80}}{_NAME}\s{{0,3}}[:：](?P<comment>(?s:.){{0,2000}}?)-->"
    # an aside that is never closed reaches to the end of its line: its figures are no claims even so
    rf"|[\[［]{_NAME}[ \u3000]{{0,3}}[:：]"
    r"(?P<square>(?:[^\[\]［］\r\n]|[\[［][^\[\]［］\r\n]{0,100}[\]］]){0,500})"
    r"(?:[\]］]|(?=[\r\n]|\Z))"
    rf"|【{_NAME}[ \u3000]{{0,3}}[:：]"
    r"(?P<lens>[^【】\r\n]{0,500})(?:】|(?=[\r\n]|\Z))"
)
_BLANKS = " \t\u3000\u00a0"
_BREAKS = "\r\n"


def find_asides(text: str) -> tuple[Aside, ...]:
    """The asides of a text, in order.

    >>> find_asides("共5人[factcheck: 忽略 same-fact：已核]。")
    (Aside(start=3, end=31, text=' 忽略 same-fact：已核'),)
    """
    # a letter is found sooner than a name, and most texts have none
    if not has_any(text, _LAST_LETTERS) or not has_any(text, _NAMES):
        return ()
    return tuple(
        Aside(*found.span(), found["comment"] or found["square"] or found["lens"] or "")
        for found in _ASIDE.finditer(text)
    )


def has_any(text: str, parts: Iterable[str]) -> bool:
    """Whether some of the parts stand in the text; most texts have none."""
    for part in parts:  # noqa: SIM110 - `any` takes twice the time
        if part in text:
            return True
    return False


def stretches(text: str, asides: Iterable[Aside]) -> list[tuple[int, int]]:
    """What is to be left out of a text: each aside with the blanks before it; one that has its line to itself, with the
    line."""
    return [_stretch(text, aside) for aside in asides]


def blanked(text: str, asides: Iterable[Aside]) -> str:
    """The text with blanks in place of asides, every other character where it was."""
    pieces, position = [], 0
    for aside in asides:
        pieces += [text[position : aside.start], re.sub(r"[^\r\n]", " ", text[aside.start : aside.end])]
        position = aside.end
    return "".join([*pieces, text[position:]])


def _stretch(text: str, aside: Aside) -> tuple[int, int]:
    start, end = aside.start, aside.end
    while start and text[start - 1] in _BLANKS:
        start -= 1
    after = end
    while after < len(text) and text[after] in _BLANKS:
        after += 1
    if (start and text[start - 1] not in _BREAKS) or (after < len(text) and text[after] not in _BREAKS):
        return start, end
    return start, after + (2 if text.startswith("\r\n", after) else 1)
