"""Who sees which imports: those who may bring in such a list themselves."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.core.models import Job
from nithet.offices.access import can_import, can_run_system
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.imports.registry import FAMILIES, kinds
from nithet.offices.members import Member
from nithet.offices.models import Import


def importable(member: Member) -> Sequence[ImportKind]:
    return [kind for kind in kinds() if can_import(member, kind.code)]


def can_import_lists(member: Member) -> Answer:
    """Some list of the whole office, and not only of one's own division."""
    is_some = any(not kind.is_own for kind in importable(member))
    return yes_if(is_some, "ตำแหน่งของท่านนำเข้ารายการของสำนักงานไม่ได้ โปรดติดต่อผู้ดูแลระบบของสำนักงาน")


def can_open_imports(member: Member) -> Answer:
    """The first kind that is theirs, or why none is."""
    answers = [can_import(member, kind.code) for kind in kinds()]
    return next((one for one in answers if one), answers[0] if answers else no("ยังไม่มีรายการชนิดใดให้นำเข้า"))


def visible_imports(member: Member) -> QuerySet[Import]:
    found = importable(member)
    shared = Q(kind__in=[kind.code for kind in found if not kind.is_own])
    own = Q(kind__in=[kind.code for kind in found if kind.is_own], made_by_id=member.pk)
    for family in FAMILIES:
        own |= Q(kind__startswith=family, made_by_id=member.pk)
    return Import.objects.filter(shared | own, office=member.office)


def can_steer(member: Member, job: Job) -> Answer:
    """To stop a pass and to take it up again: the right to bring in such a list, or to look after the system."""
    kind = Import.objects.filter(office=member.office, job=job).values_list("kind", flat=True).first()
    return YES if kind is None or can_run_system(member) else can_import(member, kind)


def follows_job(member: Member, job: Job | None) -> bool:
    """Whether the page of the job itself is there for them."""
    return job is not None and (job.made_by_id == member.pk or bool(can_run_system(member)))
