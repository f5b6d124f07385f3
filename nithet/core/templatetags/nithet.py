"""Tags and filters of every page (a builtin library: no `load` needed). Nothing here changes what is stored."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.core.exceptions import ValidationError
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxInput, ChoiceField, Field, FileInput
from django.forms.widgets import Select
from django.template.context import Context
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError

from nithet.thai import dates, drawing

register = template.Library()

# The class, the sign and the usual words of each state; other parts of the code may use longer names.
STATE_WORDS = {
    "wait": "ยังไม่ถึงกำหนดเริ่ม",
    "open": "รอดำเนินการ",
    "sub": "เสนอแล้ว รอพิจารณา",
    "back": "ส่งคืนแก้ไข",
    "done": "เสร็จสิ้น",
    "late": "เกินกำหนด",
    "void": "งดดำเนินการ",
}
STATE_ALIASES = {
    "waiting": "wait",
    "submitted": "sub",
    "returned": "back",
    "overdue": "late",
    "skipped": "void",
    "voided": "void",
}
# A fiscal year begins in October. Each month: its number, its letter in a cell, its short name.
MONTHS = [
    (10, "ต", "ต.ค."),
    (11, "พ", "พ.ย."),
    (12, "ธ", "ธ.ค."),
    (1, "ม", "ม.ค."),
    (2, "ก", "ก.พ."),
    (3, "มี", "มี.ค."),
    (4, "เม", "เม.ย."),
    (5, "พ", "พ.ค."),
    (6, "มิ", "มิ.ย."),
    (7, "ก", "ก.ค."),
    (8, "ส", "ส.ค."),
    (9, "ก", "ก.ย."),
]


@register.simple_tag
def asset(path: str, **attributes: str) -> SafeString:
    """The tags that load a built entry; nothing where the front end has not been built."""
    try:
        tags: str = DjangoViteAssetLoader.instance().generate_vite_asset(path, **attributes)
    except (DjangoViteManifestError, DjangoViteAssetNotFoundError):
        return SafeString("")
    return mark_safe(tags)  # noqa: S308  (django-vite escapes what it writes)


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """A line icon of the sprite, `{% icon "printer" %}`; it only accompanies words."""
    return format_html(
        '<svg class="ic{}" aria-hidden="true"><use href="#i-{}"/></svg>', f" {extra}" if extra else "", name
    )


@register.simple_tag
def sign(code: str) -> SafeString:
    """The sign of a state alone, for a place that has the words already."""
    return format_html('<svg class="sg" aria-hidden="true"><use href="#s-{}"/></svg>', state_code(code))


@register.simple_tag
@lru_cache(maxsize=1024, typed=True)  # by type: words that are safe as they are equal those that are not
def state(code: str, label: str = "") -> SafeString:
    """A state: colour, sign and words, `{% state task.state task.state_words %}`. Lists say the same few again and again."""
    short = state_code(code)
    words = label or STATE_WORDS[short]
    return format_html('<span class="st st-{}">{}<span>{}</span></span>', short, sign(short), words)


@register.filter
def state_code(code: str) -> str:
    """The short code used in classes (st-…, f-…) and signs for any name of a state."""
    short = STATE_ALIASES.get(str(code), str(code))
    return short if short in STATE_WORDS else "wait"


@register.filter
def thaidate(value: date | datetime | None, style: dates.DateStyle = "short") -> str:
    """A day in the Buddhist era: full, long, short or brief."""
    if not value:
        return ""
    day = dates.bangkok_day(value) if isinstance(value, datetime) else value
    return dates.format_date(day, style)


@register.filter
def thaitime(value: datetime | None) -> str:
    """The time of day of a moment in Bangkok, "09.30 น."."""
    return dates.format_time(value) if value else ""


@register.filter(is_safe=True)
@stringfilter
def bind(text: str) -> str:
    """Keep Thai compounds, numbers and units together on a line. Only for plain words about to be drawn."""
    return drawing.bind(text).replace(" · ", "\u00a0· ")


@register.inclusion_tag("core/bar.html")
def bar(
    done: float, total: float, words: str = "", unit: str = "", *, percent: bool = True
) -> dict[str, Any]:
    """Progress with its words: `{% bar 21 24 "ตรวจแล้ว" "โรงเรียน" %}`."""
    share = Decimal(str(done)) * 100 / Decimal(str(total)) if total else None
    return {
        "done": done,
        "total": total,
        "words": words,
        "unit": unit,
        "percent": _percent(share) if percent and share is not None else None,
        "is_full": share is not None and share >= 100,
    }


def _percent(share: Decimal) -> str:
    """87.5, and 0 or 50 where nothing stands behind the point."""
    return str(share.quantize(Decimal("0.1"), ROUND_HALF_UP)).removesuffix(".0")


@register.inclusion_tag("core/months.html")
def months_strip(on: Iterable[int], disputed: Iterable[int] = ()) -> dict[str, Any]:
    """The twelve months of a fiscal year, ต.ค. first; both arguments are calendar months (1 = ม.ค.)."""
    agreed, asked = set(on or ()), set(disputed or ())
    cells = [
        {"letter": letter, "name": name, "kind": "q" if number in asked else "on" if number in agreed else ""}
        for number, letter, name in MONTHS
    ]
    return {
        "cells": cells,
        "agreed": [cell["name"] for cell in cells if cell["kind"] == "on"],
        "asked": [cell["name"] for cell in cells if cell["kind"] == "q"],
    }


@register.inclusion_tag("core/pager.html", takes_context=True)
def pager(context: Context, page: "Page[Any]") -> dict[str, Any]:
    """The way to the previous and next page, keeping the filters of the address."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("core/typed.html", takes_context=True)
def typed(context: Context) -> dict[str, list[str]]:
    """What a person wrote in a form that is not taken any more, to be copied from the page: never a password."""
    request = context.get("request")
    sent = request.POST.lists() if request and request.method == "POST" else ()
    values = [value.strip() for name, some in sent if "password" not in name for value in some]
    return {"words": [value for value in values if " " in value or not value.isascii()]}


@register.simple_tag
def field(bound: BoundField, label: str = "", hint: str = "") -> SafeString:
    """A form field with its label, hint and errors: `{% field form.reason %}`."""
    widget = bound.field.widget
    is_box = isinstance(widget, CheckboxInput)
    hint = hint or str(bound.help_text or "")
    described = [f"{bound.auto_id}_helptext"] * bool(hint) + [f"{bound.auto_id}_error"] * bool(bound.errors)
    attributes: dict[str, str | bool] = _css(bound)
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if bound.errors:
        attributes["aria-invalid"] = "true"
    facts = {
        "bound": bound,
        "errors": error_words(bound),
        "label": label or bound.label,
        "hint": hint,
        "control": bound.as_widget(attrs=attributes),
        "is_box": is_box,
        "is_many": bool(widget.use_fieldset),
        "is_file": isinstance(widget, FileInput),
    }
    return render_to_string("core/field.html", facts)


# Plainer than Django's own words; a form that says its own keeps them.
PLAIN_ERRORS = {"required": "โปรดกรอกข้อมูลนี้", "invalid_choice": "โปรดเลือกจากรายการที่กำหนด"}
NOT_CHOSEN = "โปรดเลือกจากรายการ"


def error_words(bound: BoundField) -> list[str]:
    """The errors of a field in words for the person."""
    return [words for error in bound.errors.as_data() for words in _error_words(error, bound)]


def _error_words(error: ValidationError, bound: BoundField) -> list[str]:
    plain = PLAIN_ERRORS.get(error.code or "")
    if error.code == "required" and isinstance(bound.field.widget, Select):
        plain = NOT_CHOSEN
    usual = {**Field.default_error_messages, **ChoiceField.default_error_messages}.get(error.code or "")
    return [plain] if plain and str(error.message) == str(usual) else error.messages


def _css(bound: BoundField) -> dict[str, str | bool]:
    """The class of a control, besides those that the form gives itself."""
    widget = bound.field.widget
    if isinstance(widget, CheckboxInput) or widget.use_fieldset:
        return {}
    kind = "in in-select" if isinstance(widget, Select) else "in"
    return {"class": f"{kind} {widget.attrs.get('class', '')}".strip()}


@register.inclusion_tag("core/error_summary.html")
def error_summary(form: BaseForm, title: str = "ยังบันทึกไม่ได้") -> dict[str, Any]:
    """All errors of a form on top of it, each with a link to its field."""
    fields = [(bound, words) for bound in form for words in error_words(bound)]
    general = list(form.non_field_errors()) if form.is_bound else []
    return {"title": title, "fields": fields, "general": general, "count": len(fields) + len(general)}


@register.inclusion_tag("core/back.html")
def back(url: str, label: str = "กลับ") -> dict[str, Any]:
    """The arrow on the top line of a phone's inner page."""
    return {"url": url, "label": label}
