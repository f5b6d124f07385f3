"""Writing SVG: elements from names and attributes, every text escaped, no style attribute anywhere."""

import html
import re
from collections.abc import Mapping

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_PLAIN_ADDRESS = re.compile(r"https?://|/(?!/)|[#?]")


class Svg(str):
    """Finished markup: a template prints it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def element(name: str, attributes: Mapping[str, object], *children: str) -> str:
    """One element around children that are already markup; attributes that are None or "" are left out."""
    written = "".join(
        f' {key}="{escaped(value)}"' for key, value in attributes.items() if value is not None and value != ""
    )
    return f"<{name}{written}>{''.join(children)}</{name}>" if children else f"<{name}{written}/>"


def escaped(value: object) -> str:
    """The value as text of an element or attribute; characters that XML forbids are dropped."""
    text = number(value) if isinstance(value, float) else str(value)
    return html.escape(_NOT_IN_XML.sub("", text))


def number(value: float, digits: int = 1) -> str:
    """A coordinate, without needless zeros."""
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def group_or_link(href: str | None, attributes: Mapping[str, object], *children: str) -> str:
    """A link where there is an address of our own or of the web, a plain group otherwise."""
    if href and _PLAIN_ADDRESS.match(href):
        return element("a", {"href": href, **attributes}, *children)
    return element("g", attributes, *children)


def name_for_id(text: str) -> str:
    """A name that can stand in an id and in url(#…)."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", text)
