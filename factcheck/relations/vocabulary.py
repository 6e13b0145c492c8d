"""Which of many words stand in a text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_NEVER = "(?!)"  # matches nowhere


class Vocabulary:
    """Words that are found in one pass whatever their number; a character by itself is found faster alone,
    and where two characters begin none of the words, they are passed over."""

    def __init__(self, words: Iterable[str]) -> None:
        known = frozenset(words)
        self._characters = tuple(sorted(word for word in known if len(word) == 1))
        longer = sorted((word for word in known if len(word) > 1), key=len, reverse=True)
        self._within = {word: [word[:end] for end in range(2, len(word) + 1) if word[:end] in known] for word in longer}
        self._pattern = re.compile(f"(?={_heads(longer)})(?=({_branches(longer)}))" if longer else _NEVER)

    def found_in(self, text: str) -> frozenset[str]:
        """The words that stand in a text."""
        found = {character for character in self._characters if character in text}
        for longest in set(self._pattern.findall(text)):
            found.update(self._within[longest])
        return frozenset(found)


def _heads(words: Iterable[str]) -> str:
    """The first two characters of any of the words, whichever go together."""
    firsts, seconds = ("".join(map(re.escape, sorted({word[at] for word in words}))) for at in (0, 1))
    return f"[{firsts}][{seconds}]"


def _branches(words: Iterable[str]) -> str:
    """Any of the words, in their order; those that begin alike share a branch."""
    by_initial: dict[str, list[str]] = defaultdict(list)
    for word in words:
        by_initial[word[0]].append(re.escape(word[1:]))
    return "|".join(f"{re.escape(initial)}(?:{'|'.join(rest)})" for initial, rest in sorted(by_initial.items()))
