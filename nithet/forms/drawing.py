"""A version of a form, ready for the page: its HTML, and its model with what is known and the lists that stand beside it.

The renderer of the browser takes these two and gives XML and files; another renderer would take the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml import html as markup
from lxml.etree import _Element as Element

from nithet.forms.lists import Line
from nithet.forms.unnamed import question_of

_CSV = re.compile(r"^jr://(?:file|file-csv)/(.+\.csv)$")
_MEDIA = re.compile(r"""(src|href)="jr://(?:images|audio|video|file)/([^"]+)\"""")
FROM_REGISTER = "ข้อมูลจากทะเบียนโรงเรียน แก้ไขได้หากไม่ตรงกับปัจจุบัน"
Lists = Callable[[str], Iterable[Line]]


@dataclass(frozen=True, slots=True)
class Drawn:
    html: str
    model: str


def draw(
    html: str,
    model: str,
    *,
    known: Mapping[str, str],
    lists: Lists,
    media: Mapping[str, str] | None = None,
    noted: Collection[str] = (),
) -> Drawn:
    """`known`: path → text; `lists`: the lines of a file by its name; `media`: name → address of what labels show; `noted`: known
    answers that whoever fills it should look at.
    """
    tree = etree.fromstring(model.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    _fill(_instance(tree), known)
    for instance in tree.iter("{*}instance"):
        if found := _CSV.match(instance.get("src", "")):
            _take_in(instance, lists(found[1]))
    html = with_notes(html, noted) if noted else html
    return Drawn(_with_media(html, media or {}), etree.tostring(tree, encoding="unicode"))


def _instance(tree: Element) -> Element:
    """The answers' own tree: what stands in the first instance."""
    first = next(tree.iter("{*}instance"))
    return first[0]


def _fill(root: Element, known: Mapping[str, str]) -> None:
    for path, text in known.items():
        node: Element | None = root
        for name in path.split("/"):
            node = None if node is None else next((child for child in node if _name(child) == name), None)
        if node is not None and not len(node):
            node.text = xml_text(text)


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _take_in(instance: Element, lines: Iterable[Line]) -> None:
    """The list where enketo looks for one that stands inside the model: root/item."""
    del instance.attrib["src"]
    for child in list(instance):
        instance.remove(child)
    root = etree.SubElement(instance, "root")
    for line in lines:
        item = etree.SubElement(root, "item")
        for column, text in line.items():
            if re.fullmatch(r"[A-Za-z_][\w.-]*", column, re.ASCII):
                etree.SubElement(item, column).text = xml_text(text)


def with_notes(html: str, paths: Collection[str]) -> str:
    """Each of these questions says where its answer comes from."""
    form = markup.fragment_fromstring(html)
    noted: set[str] = set()
    for field in form.xpath(".//*[@name]"):
        _, _, path = field.get("name", "").lstrip("/").partition("/")
        if path in paths and path not in noted and (question := question_of(field)) is not None:
            noted.add(path)
            for label in question.xpath("(.//span[contains(@class, 'question-label')])[1]"):
                note = markup.Element("span", {"class": "or-hint active"})
                note.text, note.tail, label.tail = FROM_REGISTER, label.tail, None
                label.addnext(note)
    written: str = markup.tostring(form, encoding="unicode")
    return written


_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Without what XML cannot carry."""
    return _UNWRITABLE.sub("", text)


def _with_media(html: str, media: Mapping[str, str]) -> str:
    """A picture whose file is missing is left without an address, so that nothing is asked for in vain."""
    return _MEDIA.sub(lambda found: f'{found[1]}="{media[found[2]]}"' if found[2] in media else "", html)
