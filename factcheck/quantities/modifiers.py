"""The words around a quantity that move its bounds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from factcheck.lexicon import Lexicon
from factcheck.model import Modifier

_EXACT = Modifier.EXACT
_MOST_BETWEEN = 2  # words such as 达 and 有 between a modifier and its number: 约有达3000人


class Modifiers:
    """Reads the modifier before or behind a quantity; the one behind wins, as it was written last."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._before = _by_end(lexicon.before)
        self._between = _by_end(dict.fromkeys(lexicon.between))
        self._after = _by_start(lexicon.after)
        self.begins = frozenset({*self._after, _INCLUSIVE[0][0], _INCLUSIVE[1][0]})
        self.ends = frozenset({*self._before, *self._between})

    def around(self, text: str, start: int, end: int) -> Modifier:
        """What the words before `start` and behind `end` say."""
        if text[end : end + 1] in self.begins and (behind := self._behind(text, end)):
            return behind
        if text[start - 1 : start] in self.ends and (ahead := self._ahead(text, start)):
            return ahead
        return _EXACT

    def _behind(self, text: str, end: int) -> Modifier | None:
        if text.startswith(_INCLUSIVE, end):
            end += len(_INCLUSIVE[0])
        for word, modifier in self._after.get(text[end : end + 1], ()):
            if text.startswith(word, end):
                return None if len(word) == 1 and text[end + 1 : end + 2] not in _MAY_FOLLOW else modifier
        return None

    def _ahead(self, text: str, start: int) -> Modifier | None:
        for _ in range(_MOST_BETWEEN):
            last = text[start - 1 : start]
            for word, modifier in self._before.get(last, ()):
                if modifier and text.endswith(word, 0, start) and _stands_alone(word, text, start - len(word)):
                    return modifier
            for filler, _nothing in self._between.get(last, ()):
                if text.endswith(filler, 0, start):
                    start -= len(filler)
                    break
            else:
                return None
        return None


_INCLUSIVE = ("（含）", "(含)")  # 50万元（含）以上
_Words = Mapping[str, tuple[tuple[str, Modifier | None], ...]]
_MAY_FOLLOW = frozenset("，。；、！？）)”的年 \n\t") | {""}  # behind 起, 多, 余, 许 where they end a quantity


def _by_end(words: Mapping[str, Modifier | None]) -> _Words:
    return _grouped((word[-1], word, modifier) for word, modifier in words.items())


def _by_start(words: Mapping[str, Modifier]) -> _Words:
    return _grouped((word[0], word, modifier) for word, modifier in words.items())


def _grouped(entries: Iterable[tuple[str, str, Modifier | None]]) -> _Words:
    groups: dict[str, list[tuple[str, Modifier | None]]] = defaultdict(list)
    for letter, word, modifier in sorted(entries, key=lambda entry: -len(entry[1])):
        groups[letter].append((word, modifier))
    return {letter: tuple(group) for letter, group in groups.items()}


def _stands_alone(word: str, text: str, start: int) -> bool:
    """A one-character modifier is none as the end of a longer word: 附近 is no 近, 通过 no 过."""
    before = text[start - 1 : start]
    return not before or before not in _NOT_AFTER.get(word, "")


_NOT_AFTER = {
    "近": "附最新亲贴临邻靠远",
    "过": "通超经不越难度",
    "上": "以网线市身晚早加会",
    "成": "完建达形组构分变生合造收养促赞集落",
    "约": "节合预条公契签特",
}
