"""The straight lines and filled areas that a page of a PDF draws, and how much of it pictures cover."""

import itertools
from collections.abc import Iterator
from ctypes import c_float, c_int, c_uint

import pypdfium2.raw as pdfium

from nithet.manuals.sources.layout_rules import Area, Rule, Shapes
from nithet.manuals.sources.pdf_text import Frame

_THIN = 2.8
_SHORTEST = 4.0
_STRAIGHT = 0.8
_MOST_POINTS = 4000
_MOST_OBJECTS = 60_000
_MOST_NESTED = 4
_WHITE = 250
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)
_Point = tuple[float, float]


def shapes_of(page: pdfium.FPDF_PAGE, frame: Frame) -> Shapes:
    """Rules and areas of a page, as seen."""
    shapes = Shapes()
    for number, (item, matrix) in enumerate(_objects(page)):
        if number > _MOST_OBJECTS:
            break
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            shapes.drawn += 1
            _read_path(shapes, item, matrix, frame)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE and (bounds := _bounds(item)):
            area = _area(bounds, matrix, frame)
            shapes.pictured += max(0.0, area.x1 - area.x0) * max(0.0, area.y1 - area.y0)
    return shapes


def _objects(page: pdfium.FPDF_PAGE) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    """Paths and pictures of a page, those inside of other objects too, with what turns their points to the page's."""
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, at)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _inner(item, _SAME, 1)
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield item, _SAME


def _inner(
    form: pdfium.FPDF_PAGEOBJECT, outer: Matrix, depth: int
) -> Iterator[tuple[pdfium.FPDF_PAGEOBJECT, Matrix]]:
    matrix = _times(_matrix(form), outer)
    for at in range(pdfium.FPDFFormObj_CountObjects(form) if depth <= _MOST_NESTED else 0):
        item = pdfium.FPDFFormObj_GetObject(form, at)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _inner(item, matrix, depth + 1)
        elif kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield item, matrix


def _read_path(shapes: Shapes, path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, frame: Frame) -> None:
    """Thin shapes are rules; a stroked path gives its straight sides, a filled one its area."""
    bounds = _bounds(path)
    if bounds is None:
        return
    whole = _area(bounds, matrix, frame)
    mode, stroke = c_int(), c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, mode, stroke) or not (mode.value or stroke.value):
        return
    if whole.x1 - whole.x0 <= _THIN or whole.y1 - whole.y0 <= _THIN:
        if stroke.value or _is_inked(path):
            _add_thin(shapes, whole)
        return
    is_filled = bool(mode.value) and _is_inked(path)
    if not stroke.value and not is_filled:
        return
    for points in _subpaths(path, _times(_matrix(path), matrix), frame):
        _read_subpath(shapes, points, is_stroked=bool(stroke.value), is_filled=is_filled)


def _read_subpath(shapes: Shapes, points: list[_Point], *, is_stroked: bool, is_filled: bool) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    area = Area(min(xs), min(ys), max(xs), max(ys))
    if area.x1 - area.x0 <= _THIN or area.y1 - area.y0 <= _THIN:
        _add_thin(shapes, area)
        return
    if is_filled:
        shapes.areas.append(area)
    if is_stroked:
        for (x0, y0), (x1, y1) in itertools.pairwise(points):
            if abs(x0 - x1) <= _STRAIGHT or abs(y0 - y1) <= _STRAIGHT:
                _add_thin(shapes, Area(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))


def _add_thin(shapes: Shapes, area: Area) -> None:
    if area.x1 - area.x0 >= area.y1 - area.y0:
        if area.x1 - area.x0 >= _SHORTEST:
            shapes.level.append(Rule((area.y0 + area.y1) / 2, area.x0, area.x1))
    elif area.y1 - area.y0 >= _SHORTEST:
        shapes.upright.append(Rule((area.x0 + area.x1) / 2, area.y0, area.y1))


def _subpaths(path: pdfium.FPDF_PAGEOBJECT, matrix: Matrix, frame: Frame) -> Iterator[list[_Point]]:
    """The corners of each part of a path; curves count by their ends."""
    count = pdfium.FPDFPath_CountSegments(path)
    points: list[_Point] = []
    x, y = c_float(), c_float()
    for at in range(count if count <= _MOST_POINTS else 0):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(frame.place(*_apply(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _is_inked(path: pdfium.FPDF_PAGEOBJECT) -> bool:
    """Whether it is filled with something other than white or nothing."""
    colour = [c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(path, *colour):
        return True
    red, green, blue, alpha = (one.value for one in colour)
    return alpha > 0 and min(red, green, blue) < _WHITE


def _bounds(item: pdfium.FPDF_PAGEOBJECT) -> tuple[float, float, float, float] | None:
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    if not pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
        return None
    return left.value, bottom.value, right.value, top.value


def _area(bounds: tuple[float, float, float, float], matrix: Matrix, frame: Frame) -> Area:
    corners = [(bounds[0], bounds[1]), (bounds[2], bounds[3])]
    (xa, ya), (xb, yb) = (frame.place(*_apply(matrix, x, y)) for x, y in corners)
    return Area(min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))


def _matrix(item: pdfium.FPDF_PAGEOBJECT) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(item, found):
        return _SAME
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    if outer is _SAME:
        return inner
    a, b, c, d, e, f = inner
    oa, ob, oc, od, oe, of = outer
    return (
        *(a * oa + b * oc, a * ob + b * od),
        *(c * oa + d * oc, c * ob + d * od),
        *(e * oa + f * oc + oe, e * ob + f * od + of),
    )


def _apply(matrix: Matrix, x: float, y: float) -> _Point:
    if matrix is _SAME:
        return x, y
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
