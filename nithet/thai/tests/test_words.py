"""Words are found as one looks for them, names stand as in the dictionary."""

import random
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nithet.thai.words import search_key, segment, sort_key

ANY = st.one_of(
    st.text(max_size=40),
    st.text(alphabet="กขนมรสเแไาำะัิี่้์็ๆฯ ๑1.-ab", max_size=40),
)

IN_ORDER = [
    "",
    "1 โรงเรียน",
    "2",
    "10",
    "DLTV",
    "dltv 2",
    "กก",
    "กมล",
    "กรรณิการ์",
    "กัญญา",
    "กานดา",
    "กิตติ",
    "กุหลาบ",
    "เก",
    "เกตุ",
    "เก่า",
    "เก้า",
    "แก้ว",
    "โกวิท",
    "ไกรสร",
    "ขจร",
    "ขวัญใจ",
    "ไข่มุก",
    "คมสัน",
    "เฉลิม",
    "ชูใจ",
    "โชติ",
    "ณรงค์",
    "ทรงศักดิ์",
    "ธีระ",
    "นที",
    "นิภา",
    "เนตร",
    "ปรีชา",
    "เพ็ญ",
    "รัตนา",
    "ฤดี",
    "ฤทัย",
    "ลำดวน",
    "วิภา",
    "แววดาว",
    "สม ใจดี",
    "สมชาย",
    "สมชาย ใจดี",
    "สมชาย ใจเย็น",
    "สมหญิง",
    "เสาวนีย์",
    "หทัย",
    "อรุณ",
    "เอก",
    "ไอรดา",
    "ฮัสนา",
]


def test_words_of_the_trade_are_whole() -> None:
    words = segment("ศึกษานิเทศก์ดำเนินงานนิเทศภายในสถานศึกษา ภาคเรียนที่ 1/2569")
    assert {"ศึกษานิเทศก์", "สถานศึกษา", "ภาคเรียน", "นิเทศ"} <= set(words)
    assert words[-3:] == ["1", "/", "2569"]


@settings(deadline=None)  # the first call reads the word list
@given(ANY)
def test_segments_give_the_text_again(text: str) -> None:
    assert "".join(segment(text)) == text
    assert all(segment(text))


def test_a_long_text_without_spaces_is_segmented() -> None:
    text = "การนิเทศภายในสถานศึกษา" * 2000  # nlpo3 loses text in its “safe” mode
    assert "".join(segment(text)) == text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("นิเทศ", "แผนการนิเทศภายในสถานศึกษา"),
        ("เขต ๒", "สพป.เชียงราย เขต 2"),
        ("สพป", "สพป.เชียงราย เขต 2"),
        ("dltv", "โครงการ DLTV ปี 2569"),
        ("น\u0e4d\u0e49า", "ระบบน้ำของโรงเรียน"),
        ("1/2569", "ภาคเรียนที่ ๑/๒๕๖๙"),
    ],
)
def test_a_question_finds_its_text(question: str, text: str) -> None:
    assert f" {search_key(question)} " in f" {search_key(text)} "


def test_a_search_key_holds_words_only() -> None:
    assert search_key(" “คู่มือ” (ฉบับที่ ๒)\n– DLIT_ICT ") == "คู่มือ ฉบับ ที่ 2 dlit ict"
    assert search_key("… – !") == ""


@settings(deadline=None)  # the first call reads the word list
@given(ANY)
def test_a_search_key_is_its_own_search_key_in_parts(text: str) -> None:
    key = search_key(text)
    assert key == " ".join(key.split())


def test_names_are_sorted_as_in_the_dictionary() -> None:
    shuffled = random.Random(2569).sample(IN_ORDER, len(IN_ORDER))  # noqa: S311 - a test, no secret
    assert sorted(shuffled, key=sort_key) == IN_ORDER
    assert sorted(shuffled, key=lambda name: sort_key(name).encode()) == IN_ORDER


@pytest.mark.parametrize(
    ("lower", "higher"),
    [
        ("กา", "ก่า"),
        ("ก่า", "ก้า"),
        ("ก้า", "ก๊า"),
        ("ก๊า", "ก๋า"),
        ("ก๋า", "กาก"),
        ("เก่า", "เก้า"),
        ("เก้า", "เกาะ"),
        ("ตก", "ตั้ง"),
        ("บ้าน 2", "บ้าน 10"),
        ("บ้าน ๙", "บ้าน 10"),
        ("ก", "é"),
    ],
)
def test_marks_count_only_between_equal_letters(lower: str, higher: str) -> None:
    assert sort_key(lower) < sort_key(higher)


def test_what_is_not_a_letter_counts_nothing() -> None:
    assert sort_key("โรงเรียนบ้าน(เก่า)") == sort_key("โรงเรียนบ้านเก่า")
    assert sort_key("Dltv ๒") == sort_key("DLTV  2")


@settings(deadline=None)  # the first call reads the word list
@given(ANY)
def test_a_sort_key_is_plain_and_not_too_long(text: str) -> None:
    key = sort_key(text)
    assert not set(key) - set("0123456789abcdefghijklmnopqrstuvwxyz")
    assert len(key) <= 6 * len(text) + 2


def test_pythainlp_itself_is_not_imported() -> None:
    code = (
        "import sys; from nithet.thai.words import segment; segment('ก'); print('pythainlp' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "False"
