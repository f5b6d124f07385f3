"""Pictures made small, and given away without the place where they were taken."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pillow_heif import from_pillow

from nithet.core.heic import is_heic, plain_heic
from nithet.core.pictures import MOST_PIXELS, SMALL, small_picture, without_position

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIC"}
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><photoshop:City>a town</photoshop:City></x:xmpmeta>'


def a_picture(kind: str = "image/jpeg", *, size: tuple[int, int] = (900, 600), turned: int = 1) -> bytes:
    exif = Image.Exif()
    exif[MAKER] = "กล้องของผู้ถ่าย"
    exif[ORIENTATION] = turned
    exif.get_ifd(GPS).update({1: "N", 2: (18.0, 47.0, 0.0), 3: "E", 4: (98.0, 59.0, 0.0)})
    out = BytesIO()
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    if kind == "image/heic":
        # How it is held is told by the picture itself there, not by what stands beside it.
        from_pillow(picture).save(out, exif=exif.tobytes(), xmp=XMP)
        return out.getvalue()
    picture.save(out, FORMATS[kind], exif=exif.tobytes())
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", FORMATS)
def test_a_picture_leaves_without_its_place_and_looks_the_same(kind: str) -> None:
    content = a_picture(kind)
    assert opened(content).getexif().get_ifd(GPS)
    plain = without_position(content, kind)
    assert not opened(plain).getexif().get_ifd(GPS)
    assert MAKER not in opened(plain).getexif()
    assert opened(plain).tobytes() == opened(content).tobytes()
    assert without_position(plain, kind) == plain


def test_how_the_phone_was_held_is_kept() -> None:
    plain = without_position(a_picture(turned=6), "image/jpeg")
    exif = opened(plain).getexif()
    assert (exif[ORIENTATION], exif.get_ifd(GPS)) == (6, {})


@pytest.mark.parametrize("kind", FORMATS)
def test_what_is_cut_off_stays_as_it_is_or_is_shortened_without_an_error(kind: str) -> None:
    content = a_picture(kind, size=(40, 30))
    for length in range(0, len(content), 7):
        assert isinstance(without_position(content[:length], kind), bytes)


@given(st.binary(max_size=300), st.sampled_from(sorted(FORMATS)))
def test_any_bytes_are_survived(tail: bytes, kind: str) -> None:
    starts = {
        "image/jpeg": b"\xff\xd8\xff\xe1",
        "image/png": b"\x89PNG\r\n\x1a\n",
        "image/webp": b"RIFF0000WEBPVP8X",
        "image/heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\1\0meta\0\0\0\0",
    }
    assert isinstance(without_position(starts[kind] + tail, kind), bytes)
    assert small_picture(BytesIO(starts[kind] + tail)) is None


@pytest.mark.parametrize("kind", FORMATS)
def test_a_small_picture_is_upright_and_tells_nothing_else(kind: str) -> None:
    small = small_picture(BytesIO(a_picture(kind, turned=6)))
    assert small
    picture = opened(small)
    assert max(picture.size) == max(SMALL)
    assert picture.height > picture.width
    assert not picture.getexif()
    assert len(small) < 40_000


def test_a_heic_leaves_without_the_notes_of_any_programme() -> None:
    content = a_picture("image/heic")
    plain = without_position(content, "image/heic")
    assert XMP in content
    assert b"photoshop" not in plain
    assert len(plain) == len(content)


def test_places_without_bytes_are_not_counted_one_by_one() -> None:
    one = b"\0\1" + b"\0\0" + b"\xff\xff"
    iloc = b"iloc" + b"\0\0\0\0" + b"\0\0" + b"\xff\xff" + one * 0xFFFF
    iloc = (len(iloc) + 4).to_bytes(4, "big") + iloc
    meta = b"meta" + b"\0\0\0\0" + iloc
    with pytest.raises(ValueError, match="extents"):
        plain_heic((len(meta) + 4).to_bytes(4, "big") + meta)


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", True),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heix", True),
        (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", False),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp41", False),
        (b"\xff\xd8\xff\xe0", False),
        (b"", False),
    ],
)
def test_a_heic_is_told_by_its_content(head: bytes, is_one: bool) -> None:
    assert is_heic(head) is is_one


def test_a_picture_too_large_to_open_safely_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nithet.core.pictures.MOST_PIXELS", 900 * 600 - 1)
    assert MOST_PIXELS > 900 * 600
    assert small_picture(BytesIO(a_picture())) is None
