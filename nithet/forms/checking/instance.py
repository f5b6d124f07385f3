"""One filled form as it comes in: XML, read without trust, and its answers typed.

Nothing is fetched, no entity is resolved, and what is too large or is no form at all is refused with words that tell
what to do. What can be read is kept, whatever it says; what fits no question is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from nithet.forms.answers import Answers
from nithet.forms.checking.findings import Finding, misplaced
from nithet.forms.checking.kinds import typed
from nithet.forms.definition import FILE_KINDS, Definition, Group, Item, Kind, Question

LARGEST = 2 * 1024 * 1024
LONGEST_ID = 80
MOST_LINES = 2000
"""Lines of repeats in one filled form, all together."""
MOST_PROBLEMS = 100

_WORDS = {
    "too-large": "ข้อมูลของแบบฟอร์มใหญ่เกิน 2 เมกะไบต์ (ไม่รวมไฟล์แนบ) โปรดตรวจสอบว่าส่งถูกแบบฟอร์ม",
    "malformed": "อ่านข้อมูลของแบบฟอร์มไม่ได้ เพราะไฟล์ไม่สมบูรณ์หรือไม่ใช่ XML โปรดส่งใหม่อีกครั้ง",
    "entities": "ข้อมูลของแบบฟอร์มมีคำสั่ง DOCTYPE ซึ่งรับไม่ได้ โปรดส่งจากโปรแกรมกรอกแบบฟอร์มโดยตรง",
    "no-form": "ข้อมูลที่ส่งมาไม่ได้บอกว่าเป็นแบบฟอร์มใด โปรดส่งจากโปรแกรมกรอกแบบฟอร์มโดยตรง",
    "no-instance-id": "ข้อมูลที่ส่งมาไม่มีรหัสประจำชุด (instanceID) โปรดส่งจากโปรแกรมกรอกแบบฟอร์มโดยตรง",
    "other-form": "ข้อมูลที่ส่งมาเป็นของแบบฟอร์มอื่น โปรดเปิดแบบฟอร์มที่ต้องการแล้วส่งใหม่",
    "too-many-lines": "มีรายการเกิน 2,000 รายการในแบบฟอร์มเดียว โปรดแบ่งส่งหลายครั้ง",
}


class UnfitInstanceError(ValueError):
    """What was sent is no filled form; `words` say so in Thai."""

    def __init__(self, code: str) -> None:
        self.code, self.words = code, _WORDS[code]
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class Instance:
    """`form_name` and `version` as the filled form says them; `root` is the element around the answers."""

    form_name: str
    version: str
    instance_id: str
    deprecated_id: str
    root: etree._Element = field(repr=False)


def read_instance(xml: bytes, *, form_name: str | None = None) -> Instance:
    """Raises `UnfitInstanceError`; also where the filled form is not the one that `form_name` names."""
    root = _root(xml)
    told = root.get("id") or etree.QName(root).namespace or ""
    if not told:
        raise UnfitInstanceError("no-form")
    if form_name is not None and told != form_name:
        raise UnfitInstanceError("other-form")
    ids = _ids(root)
    instance_id = ids.get("instanceID", "")
    if not instance_id or len(instance_id) > LONGEST_ID:
        raise UnfitInstanceError("no-instance-id")
    return Instance(told, root.get("version") or "", instance_id, ids.get("deprecatedID", ""), root)


def _root(xml: bytes) -> etree._Element:
    if len(xml) > LARGEST:
        raise UnfitInstanceError("too-large")
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise UnfitInstanceError("entities")
    try:
        # Parsers keep what they met; a new one each time costs little and shares nothing between requests.
        root = etree.fromstring(xml, parser=_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnfitInstanceError("malformed") from error
    if root is None:
        raise UnfitInstanceError("malformed")
    return root


def _parser() -> etree.XMLParser:
    """UTF-8 only: in another encoding what is refused above could not be seen."""
    return etree.XMLParser(
        encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip


def _ids(root: etree._Element) -> Mapping[str, str]:
    """instanceID and deprecatedID of the element meta, whatever their namespace."""
    for element in root:
        if etree.QName(element).localname == "meta":
            return {etree.QName(child).localname: (child.text or "").strip() for child in element}
    return {}


@dataclass(slots=True)
class _Read:
    file_names: list[str] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    lines: int = 0

    def tell(self, finding: Finding) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(finding)


def answers_of(instance: Instance, definition: Definition) -> tuple[Answers, list[str], list[Finding]]:
    """The answers, the names of the files that they name, and what fits no question of the form."""
    read = _Read()
    answers: Answers = {}
    _read_items(definition.items, instance.root, "", (), answers, read)
    return answers, list(dict.fromkeys(read.file_names)), read.problems


def _read_items(
    items: tuple[Item, ...],
    element: etree._Element,
    path: str,
    place: tuple[int, ...],
    answers: Answers,
    read: _Read,
) -> None:
    known = {item.name: item for item in items}
    others = set(_others(items))
    lines: dict[str, int] = {}
    for child in element:
        name = child.tag.rpartition("}")[2]
        item = known.get(name)
        if item is None:
            _read_other(child, name, path, place, answers, read, is_known=name in others)
        elif isinstance(item, Question):
            _read_question(item, child, place, answers, read)
        elif item.is_repeat:
            number = lines[name] = lines.get(name, -1) + 1
            _read_line(item, child, (*place, number), answers, read)
        else:
            _read_items(item.items, child, item.path, place, answers, read)


def _read_line(
    group: Group, element: etree._Element, place: tuple[int, ...], answers: Answers, read: _Read
) -> None:
    read.lines += 1
    if read.lines > MOST_LINES:
        raise UnfitInstanceError("too-many-lines")
    line: Answers = {}
    _read_items(group.items, element, group.path, place, line, read)
    answers.setdefault(group.path, []).append(line)  # type: ignore[union-attr, arg-type]


def _read_question(
    question: Question, element: etree._Element, place: tuple[int, ...], answers: Answers, read: _Read
) -> None:
    if len(element) or question.path in answers:
        read.tell(misplaced(question.path, place, question))
    text = element.text or ""
    if not text.strip() or question.path in answers:
        return
    answers[question.path] = typed(question.kind, text)
    if question.kind in FILE_KINDS:
        read.file_names.append(text.strip())


def _others(items: tuple[Item, ...]) -> Iterator[str]:
    """What XForms have beside the questions: facts of the form, and how often a repeat is asked."""
    yield "meta"
    for item in items:
        if isinstance(item, Group) and item.is_repeat:
            yield f"{item.name}_count"
        elif isinstance(item, Question) and item.has_other:
            yield f"{item.name}_other"


def _read_other(
    element: etree._Element,
    name: str,
    path: str,
    place: tuple[int, ...],
    answers: Answers,
    read: _Read,
    *,
    is_known: bool,
) -> None:
    whole = f"{path}/{name}" if path else name
    text = (element.text or "").strip()
    if is_known:
        if name.endswith("_other") and text:
            answers[whole] = typed(Kind.TEXT, element.text or "")
        return
    if text or len(element):
        read.tell(misplaced(whole, place))
