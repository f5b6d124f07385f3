"""Small real files to attach: a page with Thai words as PDF, a drawn picture as PNG, a plain text."""

from __future__ import annotations

from io import BytesIO
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from nithet.thai.drawing import wrap
from nithet.thai.measure import font_path, text_width

PAGE, MARGIN, SIZE, LEADING = (595, 842), 60, 17, 30
PICTURE = (640, 400)


def paper(kind: str, name: str, lines: list[str]) -> SimpleUploadedFile:
    """A file that says what it is: the lines are on it (of a picture, they choose what is drawn)."""
    content = {"pdf": _pdf, "png": _png, "txt": _txt}[kind](lines)
    return SimpleUploadedFile(f"{name}.{kind}", content, content_type="application/octet-stream")


def _txt(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


def _pdf(lines: list[str]) -> bytes:
    page = Image.new("L", PAGE, 255)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(font_path()), SIZE)
    top = MARGIN
    for line in lines:
        for row in wrap(line, PAGE[0] - 2 * MARGIN, lambda text: text_width(text, SIZE)):
            draw.text((MARGIN, top), row, fill=20, font=font)
            top += LEADING
        top += LEADING // 3
    return _saved(page, "PDF")


def _png(lines: list[str]) -> bytes:
    """Hills under a sun: no photograph, no person."""
    chance = Random("".join(lines))  # noqa: S311  invention, not secrecy
    picture = Image.new("RGB", PICTURE, (222, 238, 246))
    draw = ImageDraw.Draw(picture)
    x, y = chance.randint(80, 560), chance.randint(50, 120)
    draw.ellipse((x - 34, y - 34, x + 34, y + 34), fill=(250, 204, 92))
    for depth, colour in enumerate(((160, 200, 170), (96, 160, 130), (14, 110, 104))):
        base = 230 + depth * 60
        tops = [(edge, base - chance.randint(0, 90)) for edge in range(0, PICTURE[0] + 80, 80)]
        draw.polygon([(0, PICTURE[1]), *tops, PICTURE], fill=colour)
    return _saved(picture, "PNG")


def _saved(image: Image.Image, kind: str) -> bytes:
    content = BytesIO()
    image.save(content, kind)
    return content.getvalue()
