import pytest

from nithet.thai.positions import PositionError, parse_position

HERE = "18.123400, 98.567800"


@pytest.mark.parametrize(
    "typed",
    [
        "18.1234, 98.5678",
        " (18.1234,98.5678) ",
        "18.1234 98.5678",
        "๑๘.๑๒๓๔, ๙๘.๕๖๗๘",
        "18.1234°N, 98.5678°E",
        "https://www.google.com/maps?q=18.1234,98.5678",
        "https://www.google.com/maps/search/?api=1&query=18.1234%2C98.5678",
        "https://www.google.com/maps/@18.1234,98.5678,17z",
        "https://www.google.com/maps/place/18.1234,+98.5678/@17.9,99.1,12z",
        "https://www.google.com/maps/place/x/@17.9,99.1,12z/data=!3m1!4b1!4m5!3m4!8m2!3d18.1234!4d98.5678",
        "https://www.openstreetmap.org/?mlat=18.1234&mlon=98.5678#map=15/17.9/99.1",
        "geo:18.1234,98.5678",
    ],
)
def test_a_position_is_read_as_people_copy_it(typed: str) -> None:
    assert str(parse_position(typed)) == HERE


def test_degrees_minutes_and_seconds_are_read() -> None:
    assert str(parse_position("18°07'24.2\"N 98°34'04.1\"E")) == "18.123389, 98.567806"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("98.5678, 18.1234", "สลับกัน"),
        ("51.5074, -0.1278", "นอกประเทศไทย"),
        ("https://maps.app.goo.gl/AbCdEf123", "ลิงก์ย่อ"),
        ("หน้าวัด", "อ่านพิกัดไม่ได้"),
        ("18.1234", "อ่านพิกัดไม่ได้"),
        ("", "อ่านพิกัดไม่ได้"),
    ],
)
def test_what_is_no_position_in_thailand_is_told_how_to_type(typed: str, words: str) -> None:
    with pytest.raises(PositionError, match=words):
        parse_position(typed)
