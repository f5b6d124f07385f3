"""An XForm as the page and the model of enketo, by the two style sheets of enketo-transformer.

What its JavaScript does around the style sheets is done here too, as far as our forms use it. No text of a form becomes
markup but the few signs of Markdown that XLSForm knows (`marking.py`), and what leaves here holds no script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lxml import etree, html
from lxml.etree import _Element as Element

from nithet.forms.marking import mark, may_run, strip_scripts

_FOLDER = Path(__file__).parents[2] / "frontend" / "dist" / "xsl"
_XF = {"xf": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}
_ITEMSET = re.compile(r"""instance\(['"]([^'"]+)['"]\)((?:/[\w.-]+)*)""")
_LANGUAGE = re.compile(r"^[^(]+\((.*)\)\s*$")
_OUTPUT = "\ue0f4"


class NotBuiltError(RuntimeError):
    """The style sheets are made with the front end."""


@dataclass(frozen=True, slots=True)
class Drawn:
    html: str
    model: str
    release: str


def transformed(xform: str) -> Drawn:
    """Page and model as strings, as enketo-core takes them."""
    form_sheet, model_sheet, release = _sheets()
    document = etree.fromstring(xform.encode(), _parser())
    _tell_itemsets(document)
    page = form_sheet(document).getroot()
    _join_actions(page)
    _name_appearances(page)
    _name_languages(page)
    mark_labels(page)
    model = model_sheet(document).getroot()
    drawn = html.tostring(page, encoding="unicode")
    if may_run(drawn):
        strip_scripts(page)
        drawn = html.tostring(page, encoding="unicode")
    return Drawn(
        _inside(drawn),
        _inside(etree.tostring(model, encoding="unicode")),
        release,
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


@lru_cache(maxsize=1)
def _sheets() -> tuple[etree.XSLT, etree.XSLT, str]:
    try:
        form, model = (
            etree.XSLT(etree.parse(_FOLDER / name, _parser())) for name in ("form.xsl", "model.xsl")
        )
        return form, model, (_FOLDER / "release.txt").read_text().strip()
    except OSError as error:
        raise NotBuiltError(f"{_FOLDER} is missing: run `make build` once") from error


def _inside(text: str) -> str:
    """What stands within the outermost element."""
    return text[text.index(">") + 1 : text.rindex("<")].strip()


# Before the style sheets


def _tell_itemsets(document: Element) -> None:
    """Where the values and labels of a list stand, which XSLT cannot say by itself."""
    lists = {one.get("id"): one for one in document.iterfind("h:head/xf:model/xf:instance[@id]", _XF)}
    for itemset in document.iter(f"{{{_XF['xf']}}}itemset"):
        label = itemset.findtext("xf:label", "", _XF) or _ref(itemset, "label")
        itemset.set("valueRef", _ref(itemset, "value"))
        itemset.set("labelRef", label)
        found = _ITEMSET.search(itemset.get("nodeset", ""))
        if found is None:
            continue
        path = found[2].replace("/", "/xf:")
        itemset.set("itextPath", f'/h:html/h:head/xf:model/xf:instance[@id="{found[1]}"]{path}')
        if (name := re.search(r"itext\((.*)\)", label)) and found[1] in lists:
            items = lists[found[1]].iterfind(f".{path}/xf:{name[1]}", _XF)
            itemset.extend([_copy(item) for item in items])


def _ref(itemset: Element, name: str) -> str:
    found = itemset.find(f"xf:{name}", _XF)
    return found.get("ref", "") if found is not None else ""


def _copy(element: Element) -> Element:
    copy: Element = etree.fromstring(etree.tostring(element, with_tail=False), _parser())
    return copy


# After them


_ACTIONS = {name: etree.XPath(f"//input[@data-{name}]") for name in ("setgeopoint", "setvalue")}
_FIELDS = etree.XPath("//*[@name and not(@type='hidden')]")
_APPEARANCES = etree.XPath("//*[@data-appearances]")
_LABELS = etree.XPath("//span[contains(@class, 'question-label') or contains(@class, 'or-hint')]")


def _join_actions(page: Element) -> None:
    """A question that is also set by an action is one field, not two of the same name."""
    for action, find in _ACTIONS.items():
        fields = find(page)
        asked = _asked(page) if fields else {}
        for field in fields:
            label = field.getparent()
            if any("question" in around.get("class", "") for around in label.iterancestors()):
                label.getparent().replace(label, field)
            elif (question := asked.get(field.get("name"))) is not None:
                _join(question, field, action)
                label.getparent().remove(label)


def _join(question: Element, field: Element, action: str) -> None:
    """What is set at the beginning and with each new line is set at both."""
    events = dict.fromkeys([*question.get("data-event", "").split(), *field.get("data-event", "").split()])
    question.set(f"data-{action}", field.get(f"data-{action}"))
    question.set("data-event", " ".join(events))


def _asked(page: Element) -> dict[str, Element]:
    """The first field of each name that people fill in."""
    found: dict[str, Element] = {}
    for field in _FIELDS(page):
        above = field.getparent()
        is_question = above is not None and "question" in above.get("class", "")
        is_option = above is not None and "option-wrapper" in (_class_of(above.getparent()))
        if is_question or is_option:
            found.setdefault(field.get("name"), field)
    return found


def _class_of(element: Element | None) -> str:
    return str(element.get("class", "")) if element is not None else ""


def _name_appearances(page: Element) -> None:
    for element in _APPEARANCES(page):
        is_choice = element.attrib.pop("data-appearances-select-type", None) is not None
        words = element.attrib.pop("data-appearances").strip().lower().split()
        classes = [name for word in words for name in _classes_of(word, is_choice=is_choice)]
        kept = [name for name in element.get("class", "").split() if name != "or-appearances-placeholder"]
        element.set("class", " ".join([*kept, *classes]))


def _classes_of(appearance: str, *, is_choice: bool) -> Iterator[str]:
    yield f"or-appearance-{appearance}"
    if not is_choice:
        return
    if appearance == "horizontal":
        yield "or-appearance-columns"
    elif appearance == "horizontal-compact":
        yield "or-appearance-columns-pack"
    elif appearance == "compact":
        yield "or-appearance-columns-pack"
        yield "or-appearance-no-buttons"
    elif appearance.startswith("compact-"):
        yield appearance.removeprefix("compact-")
        yield "or-appearance-no-buttons"


def _name_languages(page: Element) -> None:
    """“ไทย (th)” is a name for people; the page says th."""
    tags: dict[str, str] = {}
    for option in page.xpath('./form/select[@id="form-languages"]/option'):
        source = option.text or ""
        tags[source] = tag = found[1].strip() if (found := _LANGUAGE.match(source)) else source.strip()
        option.set("value", tag)
        option.set("data-dir", "ltr")
        option.text = source.partition("(")[0].strip()
    for element in page.xpath("./form//*[@lang]") if tags else ():
        element.set("lang", tags.get(element.get("lang"), element.get("lang")))
    for chooser in page.xpath("./form/*[@data-default-lang]"):
        told = chooser.get("data-default-lang")
        chooser.set("data-default-lang", tags.get(told, told))


def mark_labels(page: Element) -> None:
    """Labels and hints as Markdown; the values that they show of other questions stay in their places."""
    for span in _LABELS(page):
        outputs = list(span)
        text = (span.text or "") + "".join(_OUTPUT + (output.tail or "") for output in outputs)
        marked = mark(text)
        if marked is None:
            continue
        _fill(span, marked, outputs)


def _fill(span: Element, marked: str, outputs: list[Element]) -> None:
    places = iter(outputs)
    for output in outputs:
        span.remove(output)
        output.tail = None
    whole = re.sub(_OUTPUT, lambda _: etree.tostring(next(places), encoding="unicode"), marked)
    fragment = etree.fromstring(f"<span>{whole}</span>", _parser())
    span.text = fragment.text
    span.extend(list(fragment))
