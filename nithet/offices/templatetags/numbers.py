from django import template

register = template.Library()


@register.filter
def thousands(number: int | None) -> str:
    """2500 → “2,500”; nothing for None."""
    return "" if number is None else f"{number:,}"
