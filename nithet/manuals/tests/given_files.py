"""Files as people bring them in, and the addresses of their pages."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from nithet.manuals.tests.factories import TEXT
from nithet.manuals.tests.making_docx import docx_of


def at(name: str, *args: object) -> str:
    return reverse(f"manuals:{name}", args=["satit1", *args])


def word(name: str = "คู่มือ สื่อ.docx", text: str = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, docx_of(text))


def scan(pages: int = 2) -> bytes:
    """A PDF of pictures without any text."""
    file = io.BytesIO()
    first, *more = [Image.new("L", (200, 280), 255) for _ in range(pages)]
    first.save(file, "PDF", save_all=True, append_images=more)
    return file.getvalue()
