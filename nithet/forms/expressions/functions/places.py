"""Functions of places: the area that points enclose, and the way along them, in metres."""

from __future__ import annotations

import math
from itertools import pairwise

from nithet.forms.expressions.functions.declaring import Function
from nithet.forms.expressions.values import NAN, Value, text_number, to_text

RADIUS = 6_378_100
"""Of the earth at the equator, in metres, as browsers reckon."""

Point = tuple[float, float]


def area(value: Value, *others: Value) -> float:
    points = _points(value, *others)
    if points is None:
        return NAN
    total = 0.0
    if len(points) > 2:
        for (lat, lon), (next_lat, next_lon) in zip(points, [*points[1:], points[0]], strict=True):
            lats = 2 + math.sin(math.radians(lat)) + math.sin(math.radians(next_lat))
            total += math.radians(next_lon - lon) * lats
    return _centimetres(total * RADIUS * RADIUS / 2)


def distance(value: Value, *others: Value) -> float:
    points = _points(value, *others)
    if points is None:
        return NAN
    return _centimetres(sum(_between(*pair) for pair in pairwise(points)))


def _between(one: Point, other: Point) -> float:
    lat, other_lat = math.radians(one[0]), math.radians(other[0])
    cosine = math.sin(lat) * math.sin(other_lat) + math.cos(lat) * math.cos(other_lat) * math.cos(
        math.radians(one[1] - other[1])
    )
    return math.acos(max(-1.0, min(1.0, cosine))) * RADIUS


def _centimetres(metres: float) -> float:
    return abs(math.floor(metres * 100 + 0.5)) / 100


def _points(value: Value, *others: Value) -> list[Point] | None:
    """None where one of them is no point of the earth."""
    points = []
    for text in _texts(value, *others):
        numbers = [text_number(number) if number else NAN for number in text.split(" ")]
        if len(numbers) < 2 or not (-90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180):
            return None
        if any(math.isnan(number) for number in numbers[2:4]):
            return None
        points.append((numbers[0], numbers[1]))
    return points


def _texts(value: Value, *others: Value) -> list[str]:
    if others:
        texts = [to_text(one) for one in (value, *others)]
    elif isinstance(value, list) and len(value) > 1:
        texts = [node.text_value() for node in value]
    else:
        texts = to_text(value).split(";")
    return [text.strip() for text in texts]


FUNCTIONS = {
    "area": Function(area, 1, 1),
    "distance": Function(distance, 1, None),
}
