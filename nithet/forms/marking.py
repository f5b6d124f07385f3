"""The signs that labels and hints of an XLSForm may carry: bold, slanted, links, headings, lists, new lines.

Everything is written as text first, so that no letter of a label is markup; then the signs become elements.
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urlsplit

from lxml.etree import XPath
from lxml.etree import _Element as Element

_SIGNS = re.compile(r"[*_\[#\n]|^\s*[-+] ", re.MULTILINE)
_HEADING = re.compile(r"^\s*(#{1,6})\s?([^#\n][^\n]*?)#*$", re.MULTILINE)
_LIST = re.compile(r"(?:^[*+-] .*(?:\n|$))+", re.MULTILINE)
_NUMBERED = re.compile(r"(?:^\d+\. .*(?:\n|$))+", re.MULTILINE)
_PLACE = re.compile("\ue0f5(\\d+)\ue0f5")
_LINK = re.compile(r"\[([^\]\n]*)\]\(([^)\s]+)\)")
_INLINE = (
    (re.compile(r"(__|\*\*)(?P<inner>.+?)\1"), "strong"),
    (re.compile(r"(?<![\w*])([_*])(?P<inner>[^\s_*][^_*\n]*)\1(?!\w)"), "em"),
)
_SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_NO_ELEMENTS = frozenset({
    "script", "style", "iframe", "object", "embed", "link", "meta", "base", "svg", "math", "template", "frame", "applet",
})  # fmt: skip
_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "xlink:href", "srcdoc", "poster", "background"}
)


def mark(text: str) -> str | None:
    """The text as HTML, or None where it is plain and may stay as it is."""
    if not _SIGNS.search(text):
        return None
    links: list[str] = []
    marked = _LINK.sub(lambda found: _link(found, links), escape(text, quote=True))
    for sign, element in _INLINE:
        marked = sign.sub(rf"<{element}>\g<inner></{element}>", marked)
    marked = _HEADING.sub(lambda found: f"<strong>{found[2].strip()}</strong>", marked)
    marked = _LIST.sub(lambda found: _listed(found[0], "ul", r"^[*+-] "), marked)
    marked = _NUMBERED.sub(lambda found: _listed(found[0], "ol", r"^\d+\. "), marked)
    marked = marked.strip().replace("\n", "<br/>")
    return _PLACE.sub(lambda found: links[int(found[1])], marked) if links else marked


def _link(found: re.Match[str], links: list[str]) -> str:
    """Kept apart, so that no sign within an address is read. Any but a link to a page stays the text that was written."""
    is_safe = _is_safe(unescape(found[2]))
    links.append(
        f'<a href="{found[2]}" rel="noopener" target="_blank">{found[1]}</a>' if is_safe else found[0]
    )
    return f"\ue0f5{len(links) - 1}\ue0f5"


def _is_safe(address: str) -> bool:
    try:
        return urlsplit(address).scheme.lower() in _SAFE_SCHEMES
    except ValueError:
        return False


def _listed(text: str, name: str, sign: str) -> str:
    items = "".join(f"<li>{re.sub(sign, '', line)}</li>" for line in text.strip("\n").split("\n"))
    return f"<{name}>{items}</{name}>"


_FOREIGN = XPath(
    "//comment() | //processing-instruction() | " + " | ".join(f"//{name}" for name in sorted(_NO_ELEMENTS))
)
_RISKY = XPath(
    "//@*[starts-with(translate(name(), 'ON', 'on'), 'on') or "
    + " or ".join(f"name()='{name}'" for name in sorted(_ADDRESSES))
    + "]"
)


_MAY_RUN = re.compile(
    rf"<(?:{'|'.join(sorted(_NO_ELEMENTS))})\b|\s(?:on\w+|{'|'.join(sorted(_ADDRESSES))})\s*=", re.IGNORECASE
)


def may_run(page: str) -> bool:
    """Whether there is anything in a page to look at: the way through the wall takes longer than a glance."""
    return bool(_MAY_RUN.search(page))


def strip_scripts(page: Element) -> None:
    """A second wall: whatever came through, no element, attribute or address that runs something leaves here."""
    for element in _FOREIGN(page):
        if element.getparent() is not None:
            _remove(element)
    for value in _RISKY(page):
        if value.attrname.lower() not in _ADDRESSES or not _is_address(value):
            del value.getparent().attrib[value.attrname]


def _is_address(value: str) -> bool:
    """To a page, or to a file of the form (`jr://images/…`)."""
    scheme = value.partition(":")[0].strip().lower() if ":" in value else ""
    return not scheme or scheme in _SAFE_SCHEMES or scheme == "jr"


def _remove(element: Element) -> None:
    """Without the text that follows it going along."""
    parent, previous = element.getparent(), element.getprevious()
    if element.tail:
        if previous is not None:
            previous.tail = (previous.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)
