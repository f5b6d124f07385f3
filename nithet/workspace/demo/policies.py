"""Policies and focus points of the demo office's year, as its planning officer pasted them. Invented."""

from __future__ import annotations

from nithet.cycles.models import PolicyFocus
from nithet.cycles.policy_lines import read_policies
from nithet.cycles.services.policies import add_policies
from nithet.offices.members import Member

_TEXTS = {
    PolicyFocus.Source.MINISTRY: """1. ลดภาระงานที่ไม่เกี่ยวกับการสอน
ใช้ข้อมูลที่มีอยู่แล้วแทนการขอข้อมูลซ้ำจากโรงเรียน
2. ผู้เรียนเข้าถึงสื่อและแหล่งเรียนรู้ได้ทุกที่ทุกเวลา
3. สถานศึกษาปลอดภัย""",
    PolicyFocus.Source.OBEC: """1. ยกระดับการอ่านและการคิดของผู้เรียน
2. จัดการศึกษาทางไกลให้โรงเรียนขนาดเล็กที่ครูไม่ครบชั้น
3. พัฒนาครูให้ใช้เทคโนโลยีเพื่อการเรียนรู้
4. นิเทศภายในโรงเรียนอย่างต่อเนื่อง""",
    PolicyFocus.Source.AREA: """1. ทุกโรงเรียนได้รับการนิเทศอย่างน้อยภาคเรียนละ 2 ครั้ง
2. ศูนย์สื่อของเขตให้บริการโรงเรียนพื้นที่สูงก่อน""",
}


def set_policies(year_be: int, *, by: Member) -> int:
    return sum(
        add_policies(read_policies(text), year_be=year_be, source=source, by=by)
        for source, text in _TEXTS.items()
    )
