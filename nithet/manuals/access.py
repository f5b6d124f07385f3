"""Who sees which manuals, and who may do what with them (`offices/rights.py`)."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.manuals.models import Manual, ManualSource, ManualUpload, ManualVersion, Procedure
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.rights import Level, Matter


def sees_manuals(member: Member) -> bool:
    """Teachers and school staff see none."""
    return rights.holds(member, Matter.MANUALS, Level.ALL)


def visible_manuals(member: Member) -> QuerySet[Manual]:
    return Manual.objects.filter(office=member.office) if sees_manuals(member) else Manual.objects.none()


def visible_versions(member: Member) -> QuerySet[ManualVersion]:
    versions = ManualVersion.objects.filter(office=member.office)
    return versions if sees_manuals(member) else versions.none()


def visible_procedures(member: Member) -> QuerySet[Procedure]:
    procedures = Procedure.objects.filter(office=member.office)
    return procedures if sees_manuals(member) else procedures.none()


def visible_uploads(member: Member) -> QuerySet[ManualUpload]:
    """What one has brought in oneself, read or not."""
    uploads = ManualUpload.objects.filter(office=member.office, made_by=member.user)
    return uploads if sees_manuals(member) else uploads.none()


def visible_sources(member: Member) -> QuerySet[ManualSource]:
    """The files of manuals that one sees; those not read yet only of one's own."""
    sources = ManualSource.objects.filter(office=member.office)
    seen = Q(version__isnull=False) | Q(upload__made_by=member.user)
    return sources.filter(seen) if sees_manuals(member) else sources.none()


def can_upload(member: Member) -> Answer:
    return yes_if(
        rights.holds(member, Matter.MANUAL_WORK, Level.NAMED),
        "เฉพาะบุคลากรของสำนักงานเท่านั้นที่นำเข้าคู่มือได้ โปรดติดต่อสำนักงานเขตพื้นที่การศึกษา",
    )


def can_change(member: Member, version: ManualVersion) -> Answer:
    """Name it, give it to a unit, discard it: who made it, who leads its division, the director."""
    unit = version.manual.unit
    if unit:
        leads = rights.holds_in(member, Matter.MANUAL_WORK, unit)
    else:
        leads = rights.holds(member, Matter.MANUAL_WORK, Level.ALL)
    return yes_if(
        leads or version.made_by_id == member.user.pk,
        "เฉพาะผู้นำเข้า ผู้อำนวยการกลุ่มเจ้าของคู่มือ หรือผู้อำนวยการสำนักงานเขตเท่านั้นที่แก้ไขหรือยกเลิกฉบับร่างได้ โปรดติดต่อผู้นำเข้า",
    )


def can_propose(member: Member, version: ManualVersion) -> Answer:
    """Who made it, and whoever serves in its division: it is their work, whatever their role."""
    unit = version.manual.unit
    serves = member.serves_in(unit) if unit else rights.holds(member, Matter.MANUAL_WORK, Level.NAMED)
    return yes_if(
        serves or version.made_by_id == member.user.pk,
        "เฉพาะผู้นำเข้าคู่มือหรือบุคลากรของกลุ่มเจ้าของคู่มือเท่านั้นที่เสนอขอความเห็นชอบได้ โปรดติดต่อกลุ่มเจ้าของคู่มือ",
    )


def can_withdraw(member: Member, version: ManualVersion) -> Answer:
    return yes_if(version.proposed_by_id == member.user.pk, "เฉพาะผู้เสนอคู่มือเท่านั้นที่ถอนเรื่องคืนได้ โปรดติดต่อผู้เสนอ")


def decides(member: Member) -> bool:
    """Whether proposals of manuals lie before this member."""
    return rights.holds(member, Matter.DECIDE, Level.ALL)


def can_decide(member: Member, version: ManualVersion) -> Answer:
    """Endorse or send back: the director in any capacity, and never one's own proposal."""
    if not decides(member):
        return no("เฉพาะผู้อำนวยการสำนักงานเขตหรือผู้รักษาราชการแทนเท่านั้นที่ให้ความเห็นชอบคู่มือได้ โปรดรอผลการพิจารณา")
    if version.proposed_by_id == member.user.pk:
        return no("ผู้เสนอคู่มือให้ความเห็นชอบคู่มือของตนเองไม่ได้ โปรดถอนเรื่องคืนแล้วให้บุคลากรในกลุ่มเป็นผู้เสนอ")
    return YES


def published_versions() -> QuerySet[ManualVersion]:
    """Published to all: they stand outside the offices. Only editions in force, whoever reads."""
    return ManualVersion.objects.filter(state=ManualVersion.State.ADOPTED, published_at__isnull=False)


def comparable_versions(member: Member) -> QuerySet[ManualVersion]:
    """Those of the own office, and what other offices have published."""
    own = visible_versions(member)
    return own | published_versions() if sees_manuals(member) else own


def can_publish(member: Member, version: ManualVersion) -> Answer:
    """Show an edition to all other offices, or take it back."""
    unit = version.manual.unit
    of_unit = unit is not None and rights.holds_in(member, Matter.PUBLISH, unit)
    return yes_if(
        of_unit or rights.holds(member, Matter.PUBLISH, Level.ALL),
        "เฉพาะผู้อำนวยการสำนักงานเขต รองผู้อำนวยการที่กำกับดูแล หรือผู้อำนวยการกลุ่มเจ้าของคู่มือเท่านั้นที่เผยแพร่คู่มือหรือถอนการเผยแพร่ได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def can_correct_family(member: Member, procedure: Procedure) -> Answer:
    """Say which work a procedure is kin of: whoever leads its division."""
    unit = procedure.version.manual.unit
    leads = unit is not None and rights.holds_in(member, Matter.MANUAL_WORK, unit)
    return yes_if(
        leads or rights.holds(member, Matter.MANUAL_WORK, Level.ALL),
        "เฉพาะผู้อำนวยการกลุ่มเจ้าของคู่มือหรือผู้อำนวยการสำนักงานเขตเท่านั้นที่แก้ประเภทงานได้ โปรดติดต่อผู้อำนวยการกลุ่ม",
    )


def may_start_year(member: Member) -> bool:
    """Whether to show the way on to starting the year; `cycles.access` guards the page itself."""
    return rights.holds(member, Matter.YEAR, Level.OWN)
