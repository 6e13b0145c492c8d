"""The shape of the JSON report; `factcheck/schemas/report.schema.json` is generated from it.

Keys are added within a schema version, never taken away or given another meaning.
"""

from __future__ import annotations

from typing import Annotated, Literal, NotRequired, TypedDict

from msgspec import Meta

SCHEMA_VERSION = "1"

Count = Annotated[int, Meta(ge=0)]
From1 = Annotated[int, Meta(ge=1)]


class Checks(TypedDict):
    """How many checks came out how."""

    holds: Count
    fails: Count
    undecided: Count


class Summary(TypedDict):
    """What was read, tied, checked and found."""

    documents: Count
    numbers: Count
    tied: Annotated[int, Meta(ge=0, description="numbers that some decided check speaks of")]
    checks: Checks
    errors: Annotated[int, Meta(ge=0, description="findings and notices of this severity; so below")]
    warnings: Count
    infos: Count
    suppressed: Annotated[int, Meta(ge=0, description="findings that are let stand for a reason, and not listed")]
    unchanged: Annotated[int, Meta(ge=0, description="findings that the baseline holds, and not listed")]
    absent: Annotated[int, Meta(ge=0, description="entries of the baseline that are not found any more")]
    elsewhere: Annotated[int, Meta(ge=0, description="findings that no changed line has a part in, and not listed")]


class Tool(TypedDict):
    """Who made the report."""

    name: str
    version: str


class Landmarked(TypedDict):
    """The part of a file that a reader tells a place by: a paragraph, a page, a cell."""

    landmark: NotRequired[str]
    box: NotRequired[
        Annotated[list[float], Meta(min_length=4, max_length=4, description="left, bottom, right, top in points")]
    ]


class Number(Landmarked):
    """A number as printed, and where: lines and columns from 1, offsets from 0, all in code points of the text."""

    path: str
    line: From1
    column: From1
    end_line: From1
    end_column: From1
    start: Count
    end: Count
    text: str


class Related(Number):
    """A number that the accused one is held against."""

    role: Annotated[str, Meta(description="its role in the rule's equation; empty where it has none")]


class Change(Landmarked):
    """A correction that would make the numbers agree."""

    path: str
    line: From1
    column: From1
    text: str
    replacement: str
    slip: Annotated[str, Meta(description="digit, swap, drop, double, point, unit, computed …")]


class Accusation(Number):
    """A number that a person should look at, and why."""

    rule: str
    severity: Literal["error", "warning", "info"]
    confidence: Literal["certain", "likely", "possible"]
    message: str
    related: list[Related]
    arithmetic: Annotated[str, Meta(description="a failed check a line")]
    repairs: list[Change]
    fingerprint: Annotated[
        str, Meta(pattern="^[0-9a-f]{32}:[0-9]+$", description="the same wherever in its document the text moves")
    ]


class Written(TypedDict):
    """Where a suppression is written."""

    path: str
    line: From1
    column: From1


class LetStand(TypedDict):
    """A finding that is let stand, and why."""

    rule: str
    path: str
    line: From1
    column: From1
    text: str
    reason: str
    by: Written


class Remark(TypedDict):
    """What is wrong with a suppression."""

    id: str
    severity: Literal["error", "warning", "info"]
    message: str
    path: str
    line: NotRequired[From1]
    column: NotRequired[From1]
    landmark: NotRequired[str]


class NotRead(TypedDict):
    """A source, or a part of one, that could not be checked."""

    path: str
    reason: str


class JsonReport(TypedDict):
    """The report of `factcheck lint --format json`."""

    schema_version: Literal["1"]
    tool: Tool
    summary: Summary
    findings: list[Accusation]
    suppressed: list[LetStand]
    notices: list[Remark]
    unread: list[NotRead]
