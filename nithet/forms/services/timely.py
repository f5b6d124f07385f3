"""Whether a round takes an answer: asked when it comes, and again of the round as it stands when it is stored."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from nithet.forms.asked import Asked, Door
from nithet.forms.errors import NotTakingError
from nithet.forms.models import Round
from nithet.thai.dates import bangkok_day

WHY = {
    Door.VOID: "“{round}” ยกเลิกแล้ว จึงไม่รับคำตอบ หากมีข้อสงสัย โปรดติดต่อกลุ่มที่ขอข้อมูล",
    Door.SOON: "“{round}” ยังไม่เปิดรับข้อมูล โปรดตอบในช่วงวันที่กำหนด คำตอบของท่านยังอยู่ในเครื่องนี้",
    Door.OVER: "“{round}” ปิดรับข้อมูลแล้ว และเป็นแบบไม่ระบุตัวผู้ตอบ จึงรับคำตอบเพิ่มหลังปิดรับไม่ได้",
    Door.EXCUSED: "ท่านได้รับการยกเว้นจาก “{round}” ซึ่งเป็นแบบไม่ระบุตัวผู้ตอบ จึงไม่ได้เก็บคำตอบไว้",
}


def refuse_untimely(asked: Asked, at: datetime) -> None:
    """An anonymous answer cannot be kept apart as late or excused: that would tell whose it is."""
    door = asked.door(on=bangkok_day(at))
    refused = (Door.VOID, Door.SOON, *((Door.OVER, Door.EXCUSED) if asked.round.is_anonymous else ()))
    if door in refused:
        raise NotTakingError(why=WHY[door].format(round=asked.round.title))


def refuse_untimely_now(asked: Asked, at: datetime) -> None:
    """In the transaction that stores it: since `asked` was read somebody may have closed, voided or excused."""
    asked.round.refresh_from_db(fields=["state", "opens_on", "closes_on"])
    if asked.target is not None:
        asked.target.refresh_from_db(fields=["standing"])
    refuse_untimely(asked, at)


def hold_state(round_: Round) -> None:
    """Nobody closes the round until the transaction ends; answers do not wait for each other."""
    if connection.features.has_select_for_update:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM forms_round WHERE id = %s FOR SHARE", [round_.pk])
