"""The XML of a filled form under another name: what came apart becomes an edit, or a submission of its own. Knows no Django."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lxml import etree

from nithet.forms.checking.instance import read_instance

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def renamed(
    xml: bytes, *, instance_id: str, replaces: str = "", files: Mapping[str, str] | None = None
) -> bytes:
    """`replaces`: the name of what it is an edit of; `files`: names of files that are called otherwise now."""
    instance = read_instance(xml)
    meta = _meta(instance.root)
    for child in list(meta):
        if etree.QName(child).localname == "deprecatedID":
            meta.remove(child)
    named = next(child for child in meta if etree.QName(child).localname == "instanceID")
    named.text = instance_id
    if replaces:
        beside = etree.SubElement(meta, named.tag.replace("instanceID", "deprecatedID"))
        beside.text = replaces
    if files:
        _rename_files(instance.root, files)
    written: bytes = etree.tostring(instance.root, encoding="UTF-8", xml_declaration=True)
    return written


def _meta(root: Element) -> Element:
    return next(child for child in root if etree.QName(child).localname == "meta")


def _rename_files(root: Element, files: Mapping[str, str]) -> None:
    """An answer that is the name of a file stands in an element of its own."""
    for element in root.iter():
        if not len(element) and (name := files.get((element.text or "").strip())):
            element.text = name
