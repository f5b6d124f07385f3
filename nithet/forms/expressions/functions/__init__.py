"""The functions that forms may use: those of XPath and of ODK's XForms that browsers and phones know."""

from __future__ import annotations

from nithet.forms.expressions.functions import dates, numbers, places, sets, texts
from nithet.forms.expressions.functions.declaring import Function

FUNCTIONS: dict[str, Function] = {
    **texts.FUNCTIONS,
    **numbers.FUNCTIONS,
    **dates.FUNCTIONS,
    **sets.FUNCTIONS,
    **places.FUNCTIONS,
}
