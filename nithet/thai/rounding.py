"""Rounding of averages and shares: half up on decimals (domain.md §2.3), never on binary floats."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext


def round_half_up(value: Decimal | int | str, places: int = 2) -> Decimal:
    """The value with so many decimal places; a half goes away from zero: 4.505 → 4.51, 4.504 → 4.50.

    Raises TypeError for a float, which may already have lost the half (4.505 is stored as 4.50499…),
    and ValueError for text that is no finite number.
    """
    if isinstance(value, bool) or not isinstance(value, (Decimal, int, str)):
        raise TypeError(
            f"round_half_up takes Decimal, int or str: a {type(value).__name__} may have lost the half"
        )
    number = _finite(value)
    with localcontext() as context:
        context.prec = max(28, len(number.as_tuple().digits) + abs(number.adjusted()) + abs(places) + 2)
        return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _finite(value: Decimal | int | str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"not a number: {value!r}") from error
    if not number.is_finite():
        raise ValueError(f"not a finite number: {value!r}")
    return number
