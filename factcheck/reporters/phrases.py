"""Every phrase that reports say by themselves, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Phrases(Struct, frozen=True):
    """The phrases of one language; `{}` slots are filled with `str.format`."""

    severities: Mapping[str, str]
    confidences: Mapping[str, str]
    verdicts: Mapping[str, str]
    reasons: Mapping[str, str]  # why two numbers are not of one fact
    slips: Mapping[str, str]
    should: Mapping[str, str]  # after a comparison that fails
    confidence: str
    arithmetic: str
    repair: str
    any_repair: str
    change: str
    at_place: str
    here: str
    rule: str
    more_places: str
    more_repairs: str
    more_checks: str
    rounding: str
    approximation: str
    either: str
    another: str
    bracket: str
    comma: str
    enumeration: str
    checks: str
    unbounded: str  # why a check was left undecided
    unasserted: str  # why a failed check is no finding
    untied: str
    read: str
    let_stand: str
    in_baseline: str
    absent: str
    elsewhere: str
    is_let_stand: str
    is_in_baseline: str
    is_elsewhere: str
    unread: str
    agrees: str
    nothing_tied: str
    nothing_new: str
    title: str
    numbers_agree: str
    not_shown: str
    in_the_log: str
    findings: str
    all_rules: str
    all_severities: str
    previous: str
    following: str
    close: str
    theme: str
    about_rule: str
    ignore: str
    nothing_shown: str
    without_findings: str
    keys: str


CHINESE = Phrases(
    severities={"error": "错误", "warning": "警告", "info": "提示"},
    confidences={"certain": "确定", "likely": "很可能", "possible": "可能"},
    verdicts={"holds": "成立", "fails": "不符", "undecided": "未定"},
    reasons={"period": "时间不同或不明", "scope": "地区范围不同或不明", "definition": "口径不同"},
    slips={
        "digit": "一位数字之差",
        "swap": "两位对调",
        "drop": "漏一位",
        "double": "一位重打",
        "extra": "多一位",
        "point": "小数点移位",
        "unit": "万/亿单位之差",
        "computed": "按另外的数算出",
    },
    should={"<": "应小于", "<=": "应不大于", ">": "应大于", ">=": "应不小于"},
    confidence="把握：{}",
    arithmetic="算式：{}",
    repair="改法：{}",
    any_repair="下列任一处改动都能使之相符",
    change="{old} → {new}（{why}）",
    at_place="{slip}，在{place}",
    here="第{line}行",
    rule="规则：{}",
    more_places="……另有 {} 处",
    more_repairs="……另有 {} 种改法",
    more_checks="……另有 {} 项核对同样不符",
    rounding="已计入四舍五入",
    approximation="已计入约数",
    either="或",
    another="别的数",
    bracket="（{}）",
    comma="，",
    enumeration="、",
    checks="核对明细",
    unbounded="有数没有上限或下限，无从比较",
    unasserted="不足以认定有误",
    untied="没有旁证的数字",
    read=(
        "读了 {documents} 篇：{numbers} 个数字，{tied} 个有据可核；"
        "核对 {checks} 项：{holds} 项成立，{fails} 项不符，{undecided} 项无法判断"
    ),
    let_stand="；另有 {} 处按说明不报",
    in_baseline="；另有 {} 处是基线里的旧账",
    absent="；基线里有 {} 处已不再出现",
    elsewhere="；另有 {} 处与改动的行无关",
    is_let_stand="按说明不报：{}",
    is_in_baseline="基线里的旧账",
    is_elsewhere="与改动的行无关",
    unread="未能检查 {}：",
    agrees="没有发现互相矛盾的数字。能互相印证的都对得上，但这不等于数字属实：没有旁证的数字仍须另行核实。",
    nothing_tied="没有找到可以互相印证的数字，因此无从判断对错：没有报错不等于没有差错。",
    nothing_new="没有新的发现。",
    title="数字核对",
    numbers_agree="数字核对",
    not_shown="另有 {} 处未能逐一标出",
    in_the_log="factcheck：全部 {} 处发现",
    findings="发现",
    all_rules="全部规则",
    all_severities="等级",
    previous="上一处",
    following="下一处",
    close="关闭",
    theme="明暗",
    about_rule="规则说明",
    ignore="忽略 {}：在 -- 后写明理由",
    nothing_shown="没有符合筛选条件的发现。",
    without_findings="没有发现的文稿",
    keys="点数字看依据；按 j、k 换上下处，按 Esc 取消",
)

ENGLISH = Phrases(
    severities={"error": "error", "warning": "warning", "info": "info"},
    confidences={"certain": "certain", "likely": "likely", "possible": "possible"},
    verdicts={"holds": "holds", "fails": "fails", "undecided": "undecided"},
    reasons={
        "period": "another or unknown period",
        "scope": "another or unknown place",
        "definition": "another definition",
    },
    slips={
        "digit": "one digit differs",
        "swap": "two digits swapped",
        "drop": "a digit dropped",
        "double": "a digit struck twice",
        "extra": "a digit too many",
        "point": "decimal point moved",
        "unit": "万 and 亿 confused",
        "computed": "computed from the other numbers",
    },
    should={
        "<": "should be less",
        "<=": "should not be more",
        ">": "should be more",
        ">=": "should not be less",
    },
    confidence="confidence: {}",
    arithmetic="arithmetic: {}",
    repair="repair: {}",
    any_repair="any one of these changes makes the numbers agree",
    change="{old} → {new} ({why})",
    at_place="{slip}, {place}",
    here="line {line}",
    rule="rule: {}",
    more_places="… and {} more",
    more_repairs="… and {} more repairs",
    more_checks="… and {} more checks that fail",
    rounding="rounding allowed for",
    approximation="approximation allowed for",
    either=" or ",
    another="another number",
    bracket=" ({})",
    comma=", ",
    enumeration=", ",
    checks="Checks",
    unbounded="a number without bounds cannot be compared",
    unasserted="not enough to call it a mistake",
    untied="Numbers that nothing bears out",
    read=(
        "Documents read: {documents}; numbers: {numbers}, of which tied to others: {tied}; "
        "checks: {checks}, of which {holds} hold, {fails} fail, {undecided} undecided"
    ),
    let_stand="; suppressed: {}",
    in_baseline="; in the baseline: {}",
    absent="; in the baseline and gone: {}",
    elsewhere="; not on changed lines: {}",
    is_let_stand="suppressed: {}",
    is_in_baseline="in the baseline",
    is_elsewhere="not on changed lines",
    unread="not checked: {}: ",
    agrees=(
        "No numbers contradict one another. Those that can be held against each other agree, which does not "
        "make them true: numbers without a second mention still need checking."
    ),
    nothing_tied=("No numbers could be held against one another, so nothing was decided: silence is no clean bill."),
    nothing_new="Nothing new.",
    title="Number check",
    numbers_agree="number check",
    not_shown="{} more that could not be marked one by one",
    in_the_log="factcheck: all {} findings",
    findings="findings",
    all_rules="all rules",
    all_severities="severity",
    previous="previous",
    following="next",
    close="close",
    theme="light or dark",
    about_rule="About the rule",
    ignore="ignore {}: write the reason behind --",
    nothing_shown="No finding passes the filters.",
    without_findings="Documents without findings",
    keys="click a number for the evidence; j, k: next, previous; Esc: close",
)


def phrases(lang: str) -> Phrases:
    """The phrases of `lang`; Chinese for any language but English."""
    return ENGLISH if lang == "en" else CHINESE
