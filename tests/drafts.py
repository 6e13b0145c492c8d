"""Drafts put together at random from what copy is made of: numbers, units, words that tie, marks, and trouble."""

from __future__ import annotations

import re
from functools import cache

from factcheck.rulebook import load_rulebook


def _parted(text: str) -> tuple[str, ...]:
    return tuple(text.split())


NUMBERS = (
    *_parted("0 3 12 266 4820 3.4万 1,200 ９８ 33.3 0.5 100 100.0 1e9 -7 3-5 3～5 ½ 三百五十 十几 廿 七成 七成五"),
    *_parted("三分之二 百分之五 半 两 数千 上百万 1/3 3:2 1：1.5：2 ① 2019 2月30 12月31 00 007 万亿 兆 零"),
    *("7" * 40, "0." + "3" * 40, "九" * 30),
)
MARKS = (
    *_parted("， 。 ； 、 ： （ ） ( ) “ ” 《 》 【 】 ！ ？ … — - ~ | # * [red] </p> &#22235; ```"),
    *("\t", "\n", " ", "\u3000", "\u200b", "\u202e", "\ufeff", "\x1b[31m", "\x00", "\x85", "\u2028"),
)
WORDS = (
    *_parted("其中 共 合计 占 分别 分别为 从 由 增长到 下降至 下降 增长 比上年 同比 等 第 约 近 超过 余 以上 左右"),
    *_parted("多 人均 平均每 累计 新增 截至 全市 我省 河北省 北京市 甲乡 乙村 企业 苹果树 总额 个百分点 翻一番 倍 折"),
    *_parted("星期三 为期 男 女 出口 进口 顺差 人口 排名 位居 计划 预计 去年 本月 一季度 年末 岁"),
)
TIES = _parted("（其中 ，其中 、 和 ，占 ，比上年增长 ，增加 ，下降 ，分别为 ，共 ，合计 ，为期 ，每")


@cache
def fragments() -> tuple[str, ...]:
    """Everything that a draft is put together from: the pieces above, all units and all words that rules name."""
    lexicon = load_rulebook().lexicon
    named = (word for words in lexicon.words.values() for word in words)
    return tuple(dict.fromkeys((*NUMBERS, *MARKS, *WORDS, *TIES, *lexicon.units, *named, *literals())))


@cache
def literals() -> tuple[str, ...]:
    """The stretches of plain text in the patterns of wordings and the forms of notations."""
    rulebook = load_rulebook()
    patterns = [p for wording in rulebook.wordings for p in wording.patterns]
    patterns += [form for notation in rulebook.notations.values() for form in notation.forms]
    pieces = (piece for p in patterns for piece in re.split(r"\{\w*\}|<\w+>|[…‥\[\]()|]", p))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))
