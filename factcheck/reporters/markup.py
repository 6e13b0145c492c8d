"""HTML built so that nothing from outside is ever obeyed: whatever is not `Markup` is text, and is escaped."""

from __future__ import annotations

from html import escape

from factcheck.reporters.safety import harmless


class Markup(str):
    """HTML that was built here."""

    __slots__ = ()


Content = str | Markup | None
_VOID = frozenset({"meta", "br"})


def tag(name: str, /, *content: Content, **attributes: str | int | bool | None) -> Markup:
    """An element. Attributes that are None or False are left out; `class_` is class, `data_f` data-f.

    >>> tag("p", "1 < 2", tag("br"), class_="a", data_f=3, hidden=True)
    '<p class="a" data-f="3" hidden>1 &lt; 2<br></p>'
    """
    listed = "".join(_attribute(key, value) for key, value in attributes.items() if value not in (None, False))
    inner = "" if name in _VOID else f"{joined(*content)}</{name}>"
    return Markup(f"<{name}{listed}>{inner}")


def joined(*content: Content) -> Markup:
    """Pieces one after another, text escaped."""
    return Markup("".join(piece if isinstance(piece, Markup) else _text(piece) for piece in content if piece))


def _text(text: str) -> str:
    return escape("\n".join(map(harmless, text.split("\n"))))


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{_text(str(value))}"'
