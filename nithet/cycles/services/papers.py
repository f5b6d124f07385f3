"""ผลการพิจารณาตามหนังสือที่ลงนามแล้ว: signed on paper, written down by the clerk with the scan, in the decider's name."""

from __future__ import annotations

from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction

from nithet.core import files
from nithet.core.clock import now
from nithet.core.models import StoredFile
from nithet.cycles import access
from nithet.cycles.errors import FileRefusedError, PaperError
from nithet.cycles.models import Decision, Task
from nithet.cycles.services.deciding import Hand, Said, check, settle, too_late
from nithet.offices.members import Member, member_of
from nithet.offices.models import Person
from nithet.thai.dates import BANGKOK, bangkok_day, format_date

# What a scan may be.
SCANS = frozenset({"application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic"})


def record_paper(
    decision: Decision,
    outcome: str,
    *,
    decider: Person,
    decided_on: date,
    scan: files.Upload,
    opinion: str = "",
    conditions: str = "",
    reason: str = "",
    by: Member,
) -> Task:
    """`outcome`: given, returned or refused. Whoever signed must have held the station on that day."""
    access.can_record_paper(by, decision).or_refuse()
    signer = _signer(decision, decider, decided_on, by)
    state = Decision.State(outcome)
    said = Said(state, opinion if state == Decision.State.GIVEN else reason, conditions)
    # Before the file is kept: a refused one leaves nothing behind.
    check(decision, said, decision.round.task)
    if not Decision.objects.filter(pk=decision.pk, state=Decision.State.CURRENT).exists():
        raise too_late(decision)
    stored = _stored(decision, scan)
    with transaction.atomic():
        hand = Hand(signer, _moment(decision, decided_on, by), recorded_by=by, scan=stored)
        return settle(decision, said, hand)


def _signer(decision: Decision, decider: Person, on: date, by: Member) -> Member:
    first = bangkok_day(decision.round.submitted_at)
    if not first <= on <= by.on:
        shown = format_date(first, "short")
        raise PaperError(why=f"วันที่ลงนามต้องตั้งแต่วันที่เสนอ ({shown}) ถึงวันนี้ โปรดตรวจวันที่ในหนังสือ")
    member = member_of(decider.user, by.office.code, on=on) if decider.user else None
    if member is None or access.held_rung(member, decision) is None:
        raise PaperError(
            why=f"{decider.name} ไม่ได้ดำรงตำแหน่งที่พิจารณาเรื่องนี้ในวันที่ลงนาม โปรดเลือกผู้ลงนามหรือตรวจวันที่ในหนังสือ"
        )
    if not (answer := access.can_decide(member, decision)):
        raise PaperError(why=answer.why)
    return member


def _stored(decision: Decision, scan: files.Upload) -> StoredFile:
    try:
        return files.store(decision.office_id, scan, max_bytes=settings.EVIDENCE_MAX_BYTES, check=_check_scan)
    except files.UnfitFileError as unfit:
        raise FileRefusedError(why=unfit.why) from unfit


def _check_scan(content_type: str) -> None:
    if content_type not in SCANS:
        raise files.UnfitFileError("ภาพสแกนของหนังสือต้องเป็นไฟล์ PDF หรือรูปภาพ โปรดเลือกไฟล์ใหม่")


def _moment(decision: Decision, decided_on: date, by: Member) -> datetime:
    """A paper tells the day only: noon of it, but never before it was submitted."""
    if decided_on == by.on:
        return now()
    return max(decision.round.submitted_at, datetime.combine(decided_on, time(12), tzinfo=BANGKOK))
