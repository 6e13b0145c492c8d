"""What a comment says: the message, the arithmetic, the corrections, and where the other numbers stand."""

from __future__ import annotations

from factcheck.model import Claim, Finding
from factcheck.reporters.phrases import phrases
from factcheck.reporters.printed import printed
from factcheck.reporters.wording import evidence, landmark_of, message, place

_MOST_OTHERS = 20  # a comment is read in the margin
_ACCUSED = {"zh": "{number}：{message}", "en": "{number}: {message}"}
_OTHERS = {"zh": "相关数字：{}", "en": "Related numbers: {}"}


def note_of(finding: Finding, lang: str = "zh") -> tuple[str, ...]:
    """The paragraphs of a comment."""
    return (
        _head(finding, lang),
        _ACCUSED[lang].format(number=_number(finding.accused, lang), message=message(finding, lang)),
        *evidence(finding, lang),
        *_others(finding, lang),
    )


def _head(finding: Finding, lang: str) -> str:
    """How grave and how sure it is, and by which rule."""
    spoken = phrases(lang)
    sure = spoken.bracket.format(spoken.confidences[finding.confidence.value])
    return f"{spoken.severities[finding.severity.value]}{sure} {finding.rule.id}"


def _number(claim: Claim, lang: str) -> str:
    """A number with its place: a comment may stand in the body for what a footnote says."""
    return printed(claim) + landmark_of(claim.location, lang, phrases(lang).bracket)


def _others(finding: Finding, lang: str) -> tuple[str, ...]:
    spoken, others = phrases(lang), finding.others
    if not others:
        return ()
    told = [_other(claim, finding.accused, lang) for claim in others[:_MOST_OTHERS]]
    more = (spoken.more_places.format(len(others) - _MOST_OTHERS),) if len(others) > _MOST_OTHERS else ()
    return (_OTHERS[lang].format(spoken.enumeration.join((*told, *more))),)


def _other(claim: Claim, accused: Claim, lang: str) -> str:
    """A number, with its file where that is another."""
    if claim.document is accused.document:
        return _number(claim, lang)
    return printed(claim) + phrases(lang).bracket.format(place(claim, lang))
