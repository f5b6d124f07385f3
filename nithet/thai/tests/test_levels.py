import pytest

from nithet.thai.levels import parse_levels


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("อ.2 – ป.6", ("k2", "p6")),
        ("อนุบาล 2 – ประถมศึกษาปีที่ 6", ("k2", "p6")),
        ("อนุบาลปีที่ 2 - ประถมศึกษาปีที่ 6", ("k2", "p6")),
        ("อ.๑-ม.๓", ("k1", "m3")),
        ("อนุบาล2-มัธยมศึกษาปีที่3", ("k2", "m3")),
        ("อ2ถึงป6", ("k2", "p6")),
        ("ป.1-ป.6", ("p1", "p6")),
        ("ม.6 ลงไปถึง ม.1", ("m1", "m6")),
        ("ป.4", ("p4", "p4")),
        ("ขยายโอกาส", None),
        ("ป.9", None),
        ("", None),
    ],
)
def test_levels_are_read_as_offices_write_them(text: str, ends: tuple[str, str] | None) -> None:
    assert parse_levels(text) == ends
