"""Student's t distribution, in floats: only p values and bounds of intervals come from here, never a figure of the data.

The incomplete beta function by its continued fraction, after Press and others, Numerical Recipes (2007), §6.4, as Lentz evaluates it.
"""

from functools import lru_cache
from math import exp, lgamma, log

_TINY = 1e-300
_ENOUGH = 1e-15
_STEPS = 10_000


def two_sided_p(t: float, df: int) -> float:
    """How likely a t so far from 0 or farther is by chance: I(df/(df+t²); df/2, 1/2)."""
    return _incomplete_beta(df / 2, 0.5, df / (df + t * t)) if t else 1.0


@lru_cache(maxsize=1000)
def critical_t(confidence: float, df: int) -> float:
    """The t that is exceeded on either side with probability 1 − confidence together."""
    low, high = 0.0, 1.0
    while two_sided_p(high, df) > 1 - confidence:
        high *= 2
    for _ in range(200):
        middle = (low + high) / 2
        if two_sided_p(middle, df) > 1 - confidence:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _incomplete_beta(a: float, b: float, x: float) -> float:
    """I(x; a, b), of the two equal expressions the one that converges fast."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, _STEPS + 1):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            value *= d * c
        if abs(d * c - 1) < _ENOUGH:
            break
    return value


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
