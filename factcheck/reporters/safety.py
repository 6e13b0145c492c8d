"""Drafts are hostile: every character of theirs that reaches an output is visible, and none is obeyed.

Escapes, C1 controls, direction overrides, zero-width characters and lone surrogates become a substitute one
cell wide. What is left is additive: the width of a text is the sum of the widths of its characters.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

SUBSTITUTE = "\ufffd"
_MOST_MARKS = 2  # on one character: pinyin needs two, more of them overprint the neighbouring lines
# Letters and marks that print nothing, though their category says otherwise.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
# They choose the shape of the character before them and have no width.
_VARIATION_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef\u180b-\u180f]")
_SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def harmless(text: str) -> str:
    """`text` as it may be shown.

    >>> harmless("\\x1b[31m 3.4\\u202e万")
    '␛[31m 3.4�万'
    """
    return "".join(harmless_characters(text))


def harmless_characters(text: str) -> list[str]:
    """What to show for each character of `text`; an empty string for one that only shapes its neighbour."""
    shown, marks = [], 0
    for char in text:
        marks = marks + 1 if char > "\u02ff" and unicodedata.category(char)[0] == "M" else 0
        shown.append(_shown(char) if marks <= _MOST_MARKS else "")
    return shown


@lru_cache(8192)
def _shown(char: str) -> str:
    if " " <= char <= "~" or char == "\u3000":
        return char
    if char < " " or char == "\x7f":
        return chr(0x2400 + ord(char)) if char < " " else "␡"
    if _VARIATION_SELECTORS.match(char):
        return ""
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category in _HIDDEN or char in _BLANK:
        return SUBSTITUTE
    from rich.cells import cell_len  # loads rich: only for characters outside ASCII

    return char if cell_len(char) or category[0] == "M" or char in _SKIN_TONES else SUBSTITUTE
