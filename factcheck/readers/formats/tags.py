"""The tags of an HTML page with their offsets.

Written by hand, since every character is looked at once however broken the page is; the parser of the standard
library starts over behind each tag that never ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag from `<` to `>`; `is_end` for `</p>`. An unclosed one reaches to the end of the page."""

    name: str
    start: int
    end: int
    is_end: bool
    attributes: Mapping[str, str]
    is_closed: bool = True


_OPENING = re.compile(r"<!--|<([/!?]?)([a-zA-Z]?)")
_NAME = re.compile(r"[^\s/>]+")
_ATTRIBUTE = re.compile(r"""[\s/]*([^\s=/>"']*)[\s]*(=?)\s*(["']?)""")
_BARE = re.compile(r"[^\s>]*")
# Their content is no markup up to their own end tag.
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})


def find_tags(source: str) -> Iterator[Tag]:
    """The tags in order. Comments, doctypes and the content of scripts are tags too, named `!`."""
    position = 0
    while (opening := _OPENING.search(source, position)) is not None:
        tag = _tag(source, opening)
        position = tag.end if tag else opening.end()
        if tag:
            yield tag
            if tag.name in _RAW and not tag.is_end and tag.end < len(source):
                raw = _raw(source, tag)
                yield raw
                position = raw.end


def _tag(source: str, opening: re.Match[str]) -> Tag | None:
    """The tag that opens here, or None where `<` is only a character."""
    if opening.group() == "<!--":
        return _up_to("-->", source, opening.start(), opening.start() + 2)
    mark, letter = opening.groups()
    if mark in ("!", "?"):
        return _up_to(">", source, opening.start(), opening.end())
    if not letter:
        return None
    name = _NAME.match(source, opening.end() - 1)
    assert name  # its first letter has been seen
    attributes, end = _attributes(source, name.end())
    is_closed = end > 0
    return Tag(
        name.group().lower(), opening.start(), end if is_closed else len(source), mark == "/", attributes, is_closed
    )


def _up_to(mark: str, source: str, start: int, after: int) -> Tag:
    end = source.find(mark, after)
    return Tag("!", start, len(source) if end < 0 else end + len(mark), False, {}, end >= 0)


def _attributes(source: str, position: int) -> tuple[dict[str, str], int]:
    """The attributes up to `>`, and where the tag ends; 0 where it never does."""
    attributes: dict[str, str] = {}
    while position < len(source):
        part = _ATTRIBUTE.match(source, position)
        assert part  # every part of it may be empty
        position, value = part.end(), ""
        if part[3] and part[2]:
            end = source.find(part[3], position)
            if end < 0:
                return attributes, 0
            value, position = source[position:end], end + 1
        elif part[2]:
            bare = _BARE.match(source, position)
            value, position = (bare.group(), bare.end()) if bare else ("", position)
        if part[1] and len(attributes) < _MOST_ATTRIBUTES:
            attributes.setdefault(part[1].lower(), unescape(value[:_LONGEST_VALUE]))
        if source.startswith(">", position):
            return attributes, position + 1
    return attributes, 0


_MOST_ATTRIBUTES, _LONGEST_VALUE = 64, 1024  # what is asked for is short and comes early


def _raw(source: str, tag: Tag) -> Tag:
    """What stands between a script's tag and its end tag."""
    end = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(source, tag.end)
    return Tag("!", tag.end, end.start() if end else len(source), False, {}, end is not None)
