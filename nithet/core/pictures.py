"""Pictures: made small for a page, and without the place where they were taken when they are given away."""

from __future__ import annotations

import zlib
from io import BytesIO
from typing import BinaryIO

import pi_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from nithet.core.heic import plain_heic

PICTURES = frozenset({"image/jpeg", "image/png", "image/webp", "image/heic"})
SMALL = (360, 360)
MOST_PIXELS = 80_000_000
_DAMAGES = (
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    RuntimeError,
    ValueError,
    SyntaxError,
    EOFError,
    zlib.error,
)
# Only the picture itself: neither what is stored small beside it nor its depths.
pi_heif.register_heif_opener(thumbnails=False, depth_images=False)


def small_picture(content: BinaryIO) -> bytes | None:
    """The picture as a small JPEG, upright, without anything that cameras write beside it; None where it is damaged."""
    try:
        with Image.open(content) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return None
            # A JPEG is read at a fraction of its size.
            picture.draft("RGB", (SMALL[0] * 2, SMALL[1] * 2))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail(SMALL)
            return _as_jpeg(upright)
    except _DAMAGES:
        return None


def _as_jpeg(picture: Image.Image) -> bytes:
    """On white where it is transparent; a new picture carries no notes of the old one."""
    coloured = picture.convert("RGBA")
    plain = Image.new("RGB", coloured.size, "white")
    plain.paste(coloured, mask=coloured.getchannel("A"))
    out = BytesIO()
    plain.save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def without_position(content: bytes, content_type: str) -> bytes:
    """The same picture, point by point, without what a camera wrote about place, person and device.

    How a phone was held is among it, and is kept. What cannot be understood stays as it is.
    """
    try:
        match content_type:
            case "image/jpeg":
                return _plain_jpeg(content)
            case "image/png":
                return _plain_png(content)
            case "image/webp":
                return _plain_webp(content)
            case "image/heic":
                return plain_heic(content)
    except (IndexError, *_DAMAGES):
        pass
    return content


_SOI, _SOS = b"\xff\xd8", 0xDA
# Segments of notes: APP1 (Exif, XMP), APP13 (IPTC).
_NOTES = frozenset({0xE1, 0xED})
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112


def _plain_jpeg(content: bytes) -> bytes:
    kept, place, turned = [_SOI], 2, _turned(content)
    if turned:
        kept.append(b"\xff\xe1" + (len(turned) + 2).to_bytes(2, "big") + turned)
    while content[place + 1] != _SOS:
        if content[place] != 0xFF:
            return content
        end = place + 2 + int.from_bytes(content[place + 2 : place + 4], "big")
        if end <= place + 2 or end > len(content):
            return content
        if content[place + 1] not in _NOTES:
            kept.append(content[place:end])
        place = end
    return b"".join([*kept, content[place:]])


def _turned(content: bytes) -> bytes:
    """Notes that say only how the picture is to be turned; none where it stands upright."""
    with Image.open(BytesIO(content)) as picture:
        orientation = picture.getexif().get(_ORIENTATION, 1)
    if orientation == 1:
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = orientation
    told = exif.tobytes()
    return told if told.startswith(_EXIF) else _EXIF + told


_PNG_HEAD = 8
_PNG_NOTES = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt"})


def _plain_png(content: bytes) -> bytes:
    kept, place = [content[:_PNG_HEAD]], _PNG_HEAD
    while place < len(content):
        end = place + 12 + int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] not in _PNG_NOTES:
            kept.append(content[place:end])
        place = end
    return b"".join(kept)


_WEBP_HEAD = 12
_WEBP_NOTES = frozenset({b"EXIF", b"XMP "})
# In the flags of VP8X: there is XMP, there is Exif.
_WEBP_FLAGS = 0x04 | 0x08


def _plain_webp(content: bytes) -> bytes:
    kept, place = [], _WEBP_HEAD
    while place < len(content):
        size = int.from_bytes(content[place + 4 : place + 8], "little")
        end = place + 8 + size + size % 2
        name, chunk = content[place : place + 4], content[place:end]
        if name == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~_WEBP_FLAGS & 0xFF]) + chunk[9:]
        if name not in _WEBP_NOTES:
            kept.append(chunk)
        place = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body
