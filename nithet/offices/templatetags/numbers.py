import re

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def thousands(number: int | None) -> str:
    """2500 → “2,500”; nothing for None."""
    return "" if number is None else f"{number:,}"


_CODE = re.compile(r"(?=\S*[\d๐-๙])\S{1,24}")


@register.filter
def unbroken(value: str) -> SafeString | str:
    """A code or a number in a table keeps to one line; words break where they may."""
    return format_html('<span class="nw">{}</span>', value) if _CODE.fullmatch(str(value)) else value
