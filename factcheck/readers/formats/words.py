"""What readers of marked-up text share about characters."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")


def words(text: str) -> frozenset[str]:
    """The words of a text that is parted by blanks."""
    return frozenset(text.split())


def raised(text: str) -> str:
    """Superscript as characters of its own: the note mark in 增长5%³ is no digit of the number.

    >>> raised("12")
    '¹²'
    """
    return text.translate(_RAISED)
