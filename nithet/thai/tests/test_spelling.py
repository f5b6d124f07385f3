"""Slips of typing and scanning: told only where one letter makes a word of the dictionary."""

import pytest

from nithet.thai.spelling import likely_slips, nearest_word


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("ปฎิบัติงานตามแผน", "ปฎิบัติงาน", "ปฏิบัติงาน"),
        ("จัดทำเน้ือหาสาระ", "เน้ือหาสาระ", "เนื้อหาสาระ"),
        ("พัฒนานวัตรกรรม", "นวัตรกรรม", "นวัตกรรม"),
        ("กำหนดวัตถุประสงศ์", "วัตถุประสงศ์", "วัตถุประสงค์"),
        ("สร้างเครื่อข่าย", "เครื่อข่าย", "เครือข่าย"),
    ],
)
def test_a_slip_is_told_with_the_word_that_is_meant(text: str, written: str, meant: str) -> None:
    assert (written, meant) in likely_slips(text)


@pytest.mark.parametrize(
    "text", ["ปฏิบัติงานตามแผน", "โรงเรียนบ้านหนองแวงวิทยา", "สพป. DLTV 2569", "", "ก.ต.ป.น.", "ตรวจสอบและรายงานผล"]
)
def test_good_words_and_names_are_no_slips(text: str) -> None:
    assert likely_slips(text) == ()


def test_a_word_of_the_dictionary_and_a_short_one_have_no_nearest() -> None:
    assert nearest_word("ปฏิบัติงาน") == ""
    assert likely_slips("ผุ้") == ()
