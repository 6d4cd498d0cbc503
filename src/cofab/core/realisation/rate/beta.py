"""The beta distribution, as far as credit needs it: its mean and a lower quantile.

Source: Press et al., Numerical Recipes, 6.4 (continued fraction by Lentz's method).
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p

_TINY = 1e-300
_STEPS = 500
_PRECISE = 1e-15


def cumulative(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b); a, b > 0, x in [0, 1]."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, _inverse(1.0 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d, c = _inverse(1.0 + even * d), _away(1.0 + even / c)
        total *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d, c = _inverse(1.0 + odd * d), _away(1.0 + odd / c)
        total *= d * c
        if abs(d * c - 1.0) < _PRECISE:
            break
    return total


def _away(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def _inverse(value: float) -> float:
    return 1.0 / _away(value)


def lower_ppm(good_ppm: int, bad_ppm: int, quantile_ppm: int) -> int:
    """Return the quantile of Beta(good, bad) in ppm, rounded down; parameters in millionths, above zero."""
    a, b, wanted = good_ppm / 1e6, bad_ppm / 1e6, quantile_ppm / 1e6
    low, high = 0, 1_000_000
    while high - low > 1:
        middle = (low + high) // 2
        if cumulative(middle / 1e6, a, b) <= wanted:
            low = middle
        else:
            high = middle
    return low
