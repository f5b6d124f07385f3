"""Two spellings of one name are told from two names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.thai.likeness import likely_same, likely_same_school, likeness_key, school_key
from nithet.thai.people import split_title

SAME = [
    ("ณัฐวุฒิ แสงทอง", "ณัฐวุฒ แสงทอง"),
    ("สมชาย ใจดี", "สมชาย ใจดิ"),
    ("นายสมชาย ใจดี", "สมชาย  ใจดี"),
    ("ว่าที่ร้อยตรีสมชาย ใจดี", "นายสมชาย ใจดี"),
    ("ธนพงษ์ ใจดี", "ธนพงศ์ ใจดี"),
    ("ศิริพร ทองดี", "สิริพร ทองดี"),
    ("กฤษฎา ใจงาม", "กฤษดา ใจงาม"),
    ("ประสิทธิ์ ดีงาม", "ประสิทธ์ ดีงาม"),
    ("วรรณา ศรีสุข", "วันนา ศรีสุข"),
    ("ชัยวัฒน์ มั่นคง", "ไชยวัฒน์ มั่นคง"),
    ("ภัทรา มั่นคง", "พัทรา มั่นคง"),
    ("สุภาวดี แก้วใส", "สุภาวดี แก้วไส"),
    ("จันทร์เพ็ญ คำแสน", "จันเพ็ญ คำแสน"),
    ("ญาณี คำแสน", "ยาณี คำแสน"),
    ("ธนวัฒน์ พลเดช", "ธนวัตน์ พลเดช"),
    ("อำไพ ทองคำ", "อัมไพ ทองคำ"),
    ("กิตติ ทองคำ", "กิติ ทองคำ"),
    ("วิไลลักษณ์ บุญมา", "วิไลลักษ์ บุญมา"),
    ("พิมพ์ชนก เพ็ชรดี", "พิมพ์ชนก เพชรดี"),
    ("สมศักดิ์ แสนสุข", "สมศักดิ์ แสนสขุ"),
]
DIFFERENT = [
    ("สมชาย ใจดี", "สมชัย ใจดี"),
    ("สมชาย ใจดี", "สมหญิง ใจดี"),
    ("สมพร ใจดี", "สมพงษ์ ใจดี"),
    ("สมพร ใจดี", "สมศร ใจดี"),
    ("วิชัย ใจดี", "วินัย ใจดี"),
    ("อรุณ ใจดี", "อรุณี ใจดี"),
    ("นิภา ใจดี", "นิภาพร ใจดี"),
    ("มาลี ใจดี", "มารี ใจดี"),
    ("มาลี ใจดี", "มาลัย ใจดี"),
    ("สุดา ใจดี", "สุดี ใจดี"),
    ("สุนีย์ ใจดี", "สุรีย์ ใจดี"),
    ("สุมาลี ใจดี", "สุนาลี ใจดี"),
    ("วันทา ใจดี", "วันดา ใจดี"),
    ("ดา ใจดี", "ตา ใจดี"),
    ("สมชาย ใจดี", "สมชาย ใจมั่น"),
    ("สมชาย", "ใจดี"),
]
SAME_SCHOOL = [
    ("โรงเรียนบ้านทุ่ง", "ร.ร.บ้านทุ่ง"),
    ("โรงเรียนบ้านทุ่ง", "บ้านทุ่ง(มิตรภาพ)"),
    ("รร.บ้านทุ่ง", "บ้าน ทุ่ง"),
    ("โรงเรียนบ.ทุ่ง", "โรงเรียนบ.ทุ่ง (มิตรภาพ)"),
    ("บ้านทุ่ง (มิตรภาพ)", "โรงเรียนบ้านทุ่ง ( มิตรภาพ )"),
    ("โรงเรียนบ้านโนนสูง", "โรงเรียนบ้านโนนสุง"),
    ("โรงเรียนวัดโพธิ์ศรี", "โรงเรียนวัดโพธิศรี"),
    ("โรงเรียนชุมชนบ้านหนองหาน", "โรงเรียนชุมชนบ้านหนองหาร"),
    ("โรงเรียนประชาสรรค์ ๑๒", "ประชาสรรค์ 12"),
]
OTHER_SCHOOL = [
    ("โรงเรียนบ้านหนองแวง", "โรงเรียนบ้านหนองแสง"),
    ("โรงเรียนบ้านดง", "โรงเรียนบ้านดงน้อย"),
    ("โรงเรียนบ้านทุ่ง (มิตรภาพ)", "โรงเรียนบ้านทุ่ง (ประชาสรรค์)"),
    ("โรงเรียนประชาสรรค์ 12", "โรงเรียนประชาสรรค์ 13"),
    ("โรงเรียนบ้านทุ่ง", "โรงเรียนวัดทุ่ง"),
    ("โรงเรียนบ้านนาดี", "โรงเรียนบ้านนาคำ"),
    ("โรงเรียนอนุบาลบ้านทุ่ง", "โรงเรียนบ้านทุ่ง"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_two_spellings_may_be_one_person(one: str, other: str) -> None:
    assert likely_same(one, other)
    assert likely_same(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_of_two_persons_are_two(one: str, other: str) -> None:
    assert not likely_same(one, other)
    assert not likely_same(other, one)


@pytest.mark.parametrize(("one", "other"), SAME_SCHOOL)
def test_two_spellings_may_be_one_school(one: str, other: str) -> None:
    assert likely_same_school(one, other)
    assert likely_same_school(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER_SCHOOL)
def test_names_of_two_schools_are_two(one: str, other: str) -> None:
    assert not likely_same_school(one, other)
    assert not likely_same_school(other, one)


def test_most_spellings_of_a_person_share_one_key() -> None:
    keys = [[likeness_key(*split_title(name)[1:]) for name in pair] for pair in SAME]
    found = sum(one == other for one, other in keys)
    assert found >= len(SAME) * 0.8


def test_most_spellings_of_a_school_share_one_key() -> None:
    found = sum(school_key(one) == school_key(other) for one, other in SAME_SCHOOL)
    assert found >= len(SAME_SCHOOL) - 1


@given(st.text(alphabet="กขศษสณนญย์่้ิีัาเแไใ รมพธ1", max_size=20))
def test_a_name_is_like_itself(name: str) -> None:
    assert likely_same(name, name)
    assert likely_same_school(name, name)
