"""The words of an answer that say what it is about: segmented as search does, without those that every sentence has."""

from __future__ import annotations

import re

from nithet.thai.text import clean
from nithet.thai.words import segment

LONGEST = 2000
"""So many letters of an answer are looked at."""

_WORD = re.compile("[a-z\u0e01-\u0e2e\u0e40-\u0e44][a-z\u0e01-\u0e4e]+")
_LOOSE = re.compile("\u0e4d\u0e32|[\u200b-\u200f\uf700-\uf71a]")
_STOP = """
กว่า ก็ กับ กัน การ การที่ ก่อน ขณะ ขณะที่ ขอ ขอให้ ของ ขึ้น คง ครับ ครั้ง คราว ควร ความ คะ ค่ะ คือ จะ จาก จำนวน จึง ฉัน ช่วย ซึ่ง ณ ดังกล่าว ดังนั้น ด้วย ด้าน
ตน ตนเอง ตลอด ตลอดจน ตั้งแต่ ตาม ต่อ ต่าง ต้อง ต้องการ ถึง ถ้า ทั้ง ทั้งนี้ ทาง ที่ ทุก ท่าน ทำ ทำให้ นอกจาก นั้น นี้ นะ น่าจะ ใน บาง ประการ ผม ผู้
พร้อม พร้อมทั้ง พวก เพราะ เพื่อ เพื่อให้ มัก มา มาก มี มีการ เมื่อ แม้ ยัง ยิ่ง ร่วม ระหว่าง รวมทั้ง รวมถึง รับ เรา เรื่อง แล้ว และ ว่า ส่วน สามารถ สำหรับ สิ่ง สู่
หรือ หาก ให้ ให้แก่ อย่าง อยาก อยากให้ อยู่ ออก อาจ อีก อื่น เอง เอา โดย ได้ ใด ไป ไม่ ไม่มี ไว้ เข้า เคย เช่น เท่า เท่านั้น เนื่องจาก เป็น เป็นการ เลย แก่ แต่ แต่ละ
แบบ ใช้ ที่จะ ในการ ที่มี ได้รับ ของการ เป็นต้น พอ จน จริง ค่อนข้าง กล่าว ข้าง คน หนึ่ง สอง เพิ่ม เพิ่มเติม the of and to in is for on with are be an it
"""
STOP_WORDS = frozenset(_STOP.split())


def words_in(text: str) -> set[str]:
    """Each word once; letters and digits alone are none."""
    text = text[:LONGEST]
    if _LOOSE.search(text):
        text = clean(text)
    return {word for word in segment(text.lower()) if _WORD.fullmatch(word) and word not in STOP_WORDS}
