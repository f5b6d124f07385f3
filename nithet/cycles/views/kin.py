"""Tasks of kin steps: parting what was merged, using what a linked task has shown."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from nithet.cycles import access
from nithet.cycles.services import tying
from nithet.cycles.views.tasks import task_or_404, told
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def task_part(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = tying.part_tasks(task_or_404(request, pk), by=request.member)
    return told(request, task, "แยกเป็นงานของตนเองแล้ว")


@member_page
@require_POST
def evidence_use(request: MemberRequest, pk: UUID, evidence: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_work(request.member, task).or_refuse()
    shown = get_object_or_404(tying.linked_evidence(task), pk=evidence)
    tying.use_evidence(task, shown, by=request.member)
    return told(request, task, "ใช้หลักฐานร่วมกันแล้ว")
