"""Where other parsers' own test suites read a number otherwise than a Chinese editor does: our reading, and why.

The texts are those of the suites of cn2an, JioNLP and Recognizers-Text, as far as they are bare numerals and phrases.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.model import Quantity

OTHERWISE = [
    # text, what we read, why
    ("一一", ["一一"], "the word for “one by one”; a digit string has a length that says so (二〇二〇)"),
    ("一二三", ["一二三"], "names (一二三产业), never 123"),
    ("负一一", ["一一"], "as above"),
    ("拾", [], "a verb (拾取) where no other numeral stands beside"),
    ("八到九百亿泰铢", ["八到九百亿泰铢"], "800 to 900 hundred million: the scale is said once, at the end"),
    ("从8500到3万港元", ["8500", "3万港元"], "从…到… may be a change, which rules want to see as two numbers"),
    ("-2.5 M", ["2.5"], "M alone is a unit (metres, megabytes) or a size"),
    ("2222.2222.22222.222", ["2222.2222", "22222.222"], "no number at all; whatever is read, no rule can use it"),
    ("-1.1^--23", ["1.1", "23"], "no notation of a power"),
    ("1991年1月16日20点", ["1991年1月16日", "20点"], "a date and a time, not four numbers"),
    ("从四川到五台山", ["四川", "五台"], "names of places"),
    ("叁是另一种写法", ["叁", "另一"], "另一 is one word"),
    ("7 2 折", ["7", "2折"], "two digits with a space between are two numbers"),
    ("百分之15K", ["百分之15"], "no editor prints thousands of percent with a K"),
    ("5-20%", ["5-20%"], "one range, not one of its ends"),
]


@pytest.mark.parametrize(("text", "printed", "reason"), OTHERWISE, ids=[text for text, _, _ in OTHERWISE])
def test_a_number_is_read_as_an_editor_reads_it(
    read: Callable[[str], tuple[Quantity, ...]], text: str, printed: list[str], reason: str
) -> None:
    assert printed == [quantity.text for quantity in read(text)], reason


def test_the_scale_said_once_counts_for_both_ends(only: Callable[[str], Quantity]) -> None:
    ends = only("八到九百亿泰铢").amount.interval
    assert (ends.low, ends.high) == (80_000_000_000, 90_000_000_000)
