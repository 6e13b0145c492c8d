"""How numbers are written in Chinese copy: the characters of numerals, and patterns that find them.

A pattern finds what looks like a numeral; `read_numeral` decides whether it is one. All of them are linear:
repeats are bounded, and what may follow is told by the character before.
"""

from __future__ import annotations

DIGITS = {
    **dict(zip("零一二三四五六七八九", range(10), strict=True)),
    **dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    "○": 0,  # a circle is typed for 〇
    "两": 2,
    "俩": 2,
    "仨": 3,
    "幺": 1,
    "弌": 1,
    "弍": 2,
    "弎": 3,
}
SMALL_SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG_SCALES = {"万": 10**4, "亿": 10**8, "兆": 10**12}
TENS = {"廿": 20, "卅": 30, "卌": 40}
LETTER_SCALES = {"k": "千", "w": "万"}  # 15k, 30w; upper case makes names and units of them
PAIR_DIGITS = "两俩仨"  # say how many, and never stand in a number of several digits
SCALES = "".join([*SMALL_SCALES, *BIG_SCALES])
VAGUE_DIGITS = "几数"
VAGUE_TAILS = "多余来"

_PLAIN_DIGITS = "零〇一二三四五六七八九"
_COUNTED = "一二三四五六七八九"
# 陆地, 队伍, 拾取, 放肆: these are numerals only beside others
_BANKERS = "壹贰叁肆伍陆柒捌玖弌弍弎"
_NEVER_WORDS = "壹贰叁柒捌"
_GAP = " {0,2}"  # never a line break: 三 at the end of a line and 四 below it are two
# 千瓦, 兆赫, 百分点, 百强: here the scale belongs to the word behind
_AFTER_THOUSAND = "克(?!拉)|[瓦卡伏帕焦赫]"
_AFTER_HUNDRED = "[帕强姓货度]|分[点比]"
_NO_UNIT = f"(?!千(?:{_AFTER_THOUSAND})|兆[瓦赫帕焦]|百(?:{_AFTER_HUNDRED}))"
_SCALE = f"{_NO_UNIT}[{SCALES}]"
_TAIL = "(?:多(?![于边样半媒])|余(?![额下款])|来(?![自源到临华京访]))"

# Each alternative begins with a character, so that a search turns most of a text down at once.
# 1,234.5; 29 338 605 only before a word, since columns of a table stand apart by spaces too; .5
_WHOLE = r"\d(?:\d{0,2}(?:[,，]\d{3})+(?!\d)|\d{0,2}(?: \d{3}){2,5}(?=[\u4e00-\u9fff])|\d*)"
_BARE_DECIMAL = r"\.(?<![0-9A-Za-z.。）]\.)(?<!\d \.)\d+"
ARABIC = rf"(?:{_WHOLE}(?:\.\d+)?|{_BARE_DECIMAL})"

# 2e5, 21.2E0 (a bare 2E5 is a code), 3×10^8, 2^-1
_EXPONENT = (
    r"(?:(?:e[+\-−]?|E[+\-−]|(?:(?<=\.\d)|(?<=\.\d\d))E)\d{1,2}(?![0-9A-Za-z.])|(?:×10)?\^[+\-−]?\d{1,2}(?![0-9.]))"
)
_LETTER = "[kw](?![A-Za-z0-9])"
# 1万600 is one number; 3万2020年 is two, and so are 20万5G, 132万65岁 and 3亿2020-10-31
_CLOSED = rf"(?!\d|[.,，]\d|[年月日号时岁后%％‰A-Z]|[-/]\d{{1,2}}[-/]|{_GAP}[{SCALES}])"


def _behind(scales: str, part: str, lesser: str, rest: str) -> str:
    """What may go on behind a scale: a part with a lesser scale of its own, or figures for all the places below."""
    return rf"(?<=[{scales}])(?:{_GAP}零?(?:{part}|[{_COUNTED}两])(?={_GAP}[{lesser}])|(?:{rest}){_CLOSED})"


_AFTER_SCALE = "|".join(
    (
        rf"(?:{_GAP}{_SCALE}",
        _behind("亿兆", r"\d{1,4}(?:\.\d{1,8})?", "十百千万", r"\d{4,8}|零\d{1,7}"),
        _behind("万", r"\d{1,2}", "百千", r"\d{3,4}|零\d{1,3}"),
        _behind("千仟", r"\d", "十百", r"\d{3}|零\d{1,2}"),
        _behind("百佰", r"\d", "十", r"\d{2}|零\d"),
        rf"(?<=十)(?:\d{_CLOSED}|[{_COUNTED}])",
        rf"零(?:\d{{1,3}}(?={_GAP}[万亿])|[{_COUNTED}](?:{_GAP}十[{_COUNTED}]?)?))",
    )
)
_FIRST_SCALE = rf"{_GAP}(?:[{VAGUE_TAILS}几]{_GAP})?(?![十拾]){_SCALE}"
_VAGUE_INSIDE = f"[{VAGUE_TAILS}](?=[万亿兆])"  # 3万多亿
# 3.4万, 30多万, 3万多亿, 1万600, 10亿5千万, 100万三千, 15k
ARABIC_NUMERAL = (
    rf"(?:{_WHOLE}(?:\.\d+(?:{_EXPONENT}|{_GAP}{_LETTER}|{_FIRST_SCALE}(?:{_GAP}{_SCALE}|{_VAGUE_INSIDE}){{0,3}})?"
    rf"|{_EXPONENT}|{_GAP}{_LETTER}|{_FIRST_SCALE}(?:{_VAGUE_INSIDE}|{_AFTER_SCALE}){{0,24}})?"
    rf"|{_BARE_DECIMAL})(?:{_TAIL}|(?<=0)几(?![乎何率]))?"
)

# Digits with decimals, 万 or 亿 and 多 behind, or one Chinese digit, where nothing goes on: most numerals are such, and
# what the patterns below tell apart need not be tried for them.
PLAIN_NUMERAL = (
    rf"(?:[0-9]{{1,8}}+(?:\.[0-9]{{1,4}}+)?(?:万亿?|亿)?{_TAIL}?|[{_COUNTED}两十])"
    rf"(?![\d.eE^×kw {''.join(DIGITS)}{SCALES}{''.join(TENS)}{VAGUE_DIGITS}{VAGUE_TAILS}点]|[,，]\d)"
)

_MANY = "(?<![总人户指基系岁票多少半无负整复倍度]数)(?=[十百千万亿])"  # 总数十万
_BESIDE = f"(?={_GAP}[{_BANKERS}{SCALES}零点又元圆]|分之)"
# Two digits apart are two numbers; what stands beside a scale is one: 一 百 五 十
_JOIN = rf"(?:(?<=[{SCALES}]) {{1,2}}| {{1,2}}(?=[{SCALES}零余多]))?"
_TENS = "".join(TENS)
_LATER = (
    rf"(?:{_SCALE}|[{_PLAIN_DIGITS}{_BANKERS}幺{_TENS}]|几(?![乎何率])|(?<=十)数(?![据字学控码量值目])"
    rf"|两(?={_GAP}[百千万亿三])|(?<=[一三])两|(?<=[{_PLAIN_DIGITS}○])○|[{VAGUE_TAILS}](?={_GAP}[{SCALES}]))"
)
_DECIMALS = (
    rf"(?:{_GAP}点{_GAP}(?:[{_PLAIN_DIGITS}{_BANKERS}]{{1,40}}(?![{_PLAIN_DIGITS}十拾点滴刻]|百(?![万亿]))"
    rf"(?:{_SCALE}){{0,3}}|(?<=[百千万亿]点)\d{{1,20}}))"
)
_BEGINS = (
    rf"[{_PLAIN_DIGITS}{PAIR_DIGITS}{_BANKERS}{_TENS}{SCALES}{VAGUE_DIGITS}半幺]"
    rf"(?:(?<=[{_PLAIN_DIGITS}{PAIR_DIGITS}{_NEVER_WORDS}{_TENS}十])|(?<=百)(?!分之|{_AFTER_HUNDRED})|(?<=千)(?!分之|{_AFTER_THOUSAND})|(?<=几)(?![乎何率])"
    rf"|(?<=[{_BANKERS}佰仟拾]){_BESIDE}|(?<=分之[{_BANKERS}])|(?<=拾)(?<![收捡]拾)(?={_GAP}[{_COUNTED}])|(?<=幺)(?=[{_PLAIN_DIGITS}])"
    rf"|(?<=数){_MANY}|(?<=半)(?=[百千万亿])|(?<=[万亿])(?=余(?![{_PLAIN_DIGITS}额下款]))|(?<=万)(?=八千|{_GAP}万?{_GAP}分{_GAP}之))"
)
# 三百五十六万, 一点二万亿, 十几万, 三百多万, 半百, 万余
CHINESE_NUMERAL = (
    rf"{_BEGINS}(?:{_JOIN}{_LATER}){{0,60}}{_DECIMALS}?(?:(?<=[{SCALES}{_TENS}几]){_TAIL}(?![{_PLAIN_DIGITS}]))?"
)

_ANY = "".join([*DIGITS, *SCALES, *TENS, "几"])
_SHORT = rf"[\d{_ANY}](?:{_GAP}[\d{_ANY}]){{0,15}}"
_TOP = rf"(?:负{_GAP})?(?:{ARABIC_NUMERAL}|{CHINESE_NUMERAL}|[{_BANKERS}])"
# 三分之二, 三百五十又3分之1, 负3分之负一百五十七, 1 4/3
FRACTION = (
    rf"(?:{_SHORT}(?:{_GAP}又{_GAP}{_SHORT})?{_GAP}分{_GAP}之{_GAP}{_TOP}"
    rf"|\d(?<![\d./]\d)\d{{0,2}}(?:[ 又]\d{{1,3}})?/\d{{1,3}}(?![\d/.]))"
)
NUMERAL = rf"(?:{FRACTION}|{ARABIC_NUMERAL}|{CHINESE_NUMERAL})"
