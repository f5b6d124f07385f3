"""Bytes to text: UTF-8 with or without BOM, UTF-16 with BOM, and the Thai code pages TIS-620 and CP874."""

import codecs
import re
from pathlib import PurePath

from nithet.manuals.reading.errors import UnreadableManualError

MAX_BYTES = 20 * 1024 * 1024
_ODD_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_BINARY_HEADS = (
    b"PK\x03\x04",
    b"%PDF",
    b"\xd0\xcf\x11\xe0",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_ODD_SHARE = 0.002
_THAI_SHARE = 0.3


def refuse_large(size: int) -> None:
    """Raise for a file that is too large, before it is read."""
    if size > MAX_BYTES:
        raise UnreadableManualError("too-large", limit=MAX_BYTES // (1024 * 1024))


def decode(data: bytes, *, name: str) -> str:
    """The text of a file. Raises `UnreadableManualError` for what is empty, too large, or no text."""
    refuse_large(len(data))
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise UnreadableManualError("empty")
    suffix = PurePath(name).suffix or ".txt"
    if data.startswith(_BINARY_HEADS):
        raise UnreadableManualError("binary", suffix=suffix)
    text = _unicode(data)
    if text is None:
        text = _thai_code_page(data, suffix=suffix)
    if _is_noise(text):
        raise UnreadableManualError("binary", suffix=suffix)
    return text


def _unicode(data: bytes) -> str | None:
    try:
        if data.startswith(_UTF16):
            return data.decode("utf-16")
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _thai_code_page(data: bytes, *, suffix: str) -> str:
    """Text in the Thai code page; a binary file shows itself by bytes that are no letters there."""
    text = data.decode("cp874", errors="replace")
    if _is_noise(text):
        raise UnreadableManualError("binary", suffix=suffix)
    if text.count("�") > len(text) * _ODD_SHARE or _thai_share(text) < _THAI_SHARE:
        raise UnreadableManualError("encoding")
    return text


def _is_noise(text: str) -> bool:
    return len(_ODD_CONTROLS.findall(text)) > max(2, len(text) * _ODD_SHARE)


def _thai_share(text: str) -> float:
    letters = [one for one in text if not one.isspace()]
    return sum("ก" <= one <= "๛" for one in letters) / max(1, len(letters))
