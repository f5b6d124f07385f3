"""Evidence: counted as it stands, matched as it was offered, and with something behind it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from django.db import models

from nithet.core.models import StoredFile
from nithet.cycles.agreement.year import Found, Year
from nithet.cycles.models import Evidence, LetterAsk, Task, WebLink, WorkLogEntry
from nithet.cycles.models.letters import ANSWER_KIND
from nithet.cycles.services.counting import COUNTERS, count, shown_of
from nithet.cycles.services.offering import unsettled


def counters(year: Year) -> Found:
    """What is kept on write is what a count of the evidence gives."""
    tasks = list(Task.objects.filter(run__cycle=year.cycle))
    kept = {task.pk: tuple(getattr(task, name) for name in COUNTERS) for task in tasks}
    count(tasks, shown_of([task.pk for task in tasks]))
    for task in tasks:
        now = tuple(getattr(task, name) for name in COUNTERS)
        if now != kept[task.pk]:
            yield task, f"บันทึกไว้ {kept[task.pk][:2]} นับได้ {now[:2]}"


def matched(year: Year) -> Found:
    """What registers have offered is evidence of the tasks that it fits, with the same facts."""
    for change in unsettled(list(year.tasks.values())):
        title = change.offer.title if change.offer else change.row.title if change.row else ""
        yield change.task, f"หลักฐาน “{title}” ไม่ตรงกับที่ส่วนงานบันทึกไว้"


def objects_of_evidence(year: Year) -> Found:
    """Behind what stands as evidence there is a file, a link, an entry, an answer of the same office."""
    kinds: Mapping[str, models.QuerySet[models.Model]] = {
        Evidence.Kind.FILE: StoredFile.objects.filter(office_id=year.cycle.office_id),
        Evidence.Kind.LINK: WebLink.objects.filter(office=year.cycle.office_id),
        Evidence.Kind.WORK_LOG: WorkLogEntry.objects.filter(office=year.cycle.office_id),
        ANSWER_KIND: LetterAsk.objects.filter(
            office=year.cycle.office_id, voided_at=None, answered_at__isnull=False
        ),
    }
    for kind, rows in kinds.items():
        shown = [one for one in year.evidence if one.kind == kind]
        there = (
            set(rows.filter(pk__in={one.object_id for one in shown}).values_list("pk", flat=True))
            if shown
            else ()
        )
        for one in shown:
            if one.object_id not in there:
                yield year.tasks[one.task_id], f"หลักฐาน “{one.title}” ไม่มีข้อมูลเบื้องหลัง"


def answers(year: Year) -> Found:
    """What a letter's asks say stands as evidence of its work, and it wants as many as are asked."""
    asks = LetterAsk.objects.filter(letter__run__cycle=year.cycle, voided_at=None)
    shown = {(one.task_id, one.object_id) for one in year.evidence if one.kind == ANSWER_KIND}
    asked: dict[UUID, int] = defaultdict(int)
    for ask in asks.select_related("letter"):
        task = year.by_run[ask.letter.run_id][0]
        asked[task.pk] += 1
        if ask.answered_at and (task.pk, ask.pk) not in shown:
            yield task, "มีคำตอบที่ไม่ได้นับเป็นหลักฐาน"
    for pk, total in asked.items():
        if year.tasks[pk].planned != total:
            yield year.tasks[pk], f"ขอคำตอบ {total} ราย แต่กำหนดไว้ {year.tasks[pk].planned}"
