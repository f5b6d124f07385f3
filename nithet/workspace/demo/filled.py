"""Forms of the demo office, and what schools have filled into them. Invented, and the same each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from nithet.core.clock import travelled
from nithet.forms.answers import Answers, Value
from nithet.forms.checking.writing import write_instance
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition
from nithet.forms.known import known_to
from nithet.forms.models import Form, FormVersion
from nithet.forms.services.making import begin_from_shipped
from nithet.forms.services.publishing import publish
from nithet.forms.services.receiving import receive
from nithet.offices.models import Appointment, Office, Role, Unit
from nithet.thai.calendar import add_working_days
from nithet.thai.dates import BANGKOK
from nithet.workspace.demo.acting import Staff

SEED = 2570
# Code, division, who makes it, days before today on which it is published.
FORMS = (
    ("media_need_survey", "supervision", "supervisor", 26),
    ("supervision_visit", "supervision", "supervisor2", 24),
    ("course_satisfaction", "supervision", "supervisor", 12),
    ("website_feedback", "dlict", "computer", 22),
    ("service_improvement", "dlict", "computer", 20),
)
TEACHERS = 38
_PROBLEMS = (
    "อินเทอร์เน็ตในห้องเรียนไม่เสถียร",
    "อุปกรณ์มีไม่พอกับจำนวนผู้เรียน",
    "สื่อเดิมชำรุดและไม่มีงบประมาณซ่อม",
    "ไม่มีเวลาผลิตสื่อเพราะครูไม่ครบชั้น",
)
_SUGGESTIONS = (
    "ขอให้จัดอบรมการผลิตสื่อวีดิทัศน์สั้น",
    "ขอให้ศูนย์สื่อจัดส่งสื่อถึงโรงเรียนพื้นที่สูง",
    "ควรมีคลังสื่อกลางที่ค้นตามตัวชี้วัดได้",
    "ควรแลกเปลี่ยนสื่อระหว่างโรงเรียนในกลุ่มทุกภาคเรียน",
)
_WANTED = ("ขอให้ค้นหาแบบฟอร์มได้ง่ายขึ้น", "ขอให้เพิ่มปฏิทินการอบรม", "ขอให้ปรับหน้าเว็บให้อ่านบนโทรศัพท์ได้สะดวก")


@dataclass
class Forms:
    """The forms are published and filled as everybody does it: by the services, on their days."""

    office: Office
    staff: Staff
    first: date
    on: date

    def perform(self) -> int:
        """How many forms were filled."""
        versions = {
            code: version
            for code, unit, maker, days in FORMS
            if (version := self._publish(code, unit, maker, days))
        }
        return sum(
            fill(versions[code])
            for code, fill in (("media_need_survey", self._needs), ("website_feedback", self._feedback))
            if code in versions
        )

    def _publish(self, code: str, unit: str, maker: str, days: int) -> FormVersion | None:
        """None in the first days of a year, when nobody has come to it yet."""
        moment = self._moment(days, 10)
        if moment.date() >= self.on:
            return None
        by = self.staff.member(maker, moment.date())
        with travelled(moment):
            division = Unit.objects.get(office=self.office, code=unit)
            form: Form = begin_from_shipped(code, unit=division, by=by)
            return publish(form, by=by)

    def _needs(self, version: FormVersion) -> int:
        """A teacher a school; the demo's own teacher is the last of them."""
        teachers = self._teachers(TEACHERS)
        own = self.staff.member("teacher", self.on)
        received = sum(
            self._receive(version, needs_answers, number, teacher) for number, teacher in enumerate(teachers)
        )
        return received + self._receive(version, needs_answers, TEACHERS, own.appointments[0], is_own=True)

    def _feedback(self, version: FormVersion) -> int:
        return sum(
            self._receive(version, feedback_answers, number, teacher)
            for number, teacher in enumerate(self._teachers(12, begin=60))
        )

    def _teachers(self, count: int, begin: int = 0) -> Iterable[Appointment]:
        """One of each school, in the order of the register."""
        serving = (
            Appointment.objects.active(on=self.on)
            .filter(office=self.office, role=Role.TEACHER, school__isnull=False)
            .exclude(person__user__isnull=False)
            .select_related("person", "school")
            .order_by("school__smis_code", "pk")
        )
        return list({one.school_id: one for one in serving}.values())[begin : begin + count]

    def _receive(
        self,
        version: FormVersion,
        fill: Callable[[Definition, random.Random], Iterator[tuple[str, Value]]],
        number: int,
        who: Appointment,
        *,
        is_own: bool = False,
    ) -> int:
        """One filled form; none where its day has not come."""
        moment = self._moment(16 - number % 14, 8 + number % 9)
        if moment.date() >= self.on or moment < version.published_at:
            return 0
        member = self.staff.member("teacher", moment.date())
        made = compiled(version)
        chance = random.Random(SEED + number)  # noqa: S311  invents answers, guards nothing
        answers: Answers = dict(known_to(member, made.definition).values)
        if not is_own:
            answers |= {
                "heading/filled_by": who.person.name,
                "heading/position": who.position_title or who.get_role_display(),
            }
            answers["heading/school"] = who.school.smis_code if who.school else ""
        answers |= dict(fill(made.definition, chance))
        name = version.form.name
        key = f"uuid:{uuid5(NAMESPACE_URL, f'{self.office.pk} {name} {number}')}"
        xml = write_instance(
            made.definition, answers, form_name=name, version=str(version.number), instance_id=key
        )
        with travelled(moment):
            receive(
                version,
                xml=xml,
                files={},
                at=moment,
                by=member if is_own else None,
                sender="" if is_own else who.person.name,
            )
        return 1

    def _moment(self, days: int, hour: int) -> datetime:
        day = add_working_days(max(self.on - timedelta(days=days), self.first), 0)
        return datetime.combine(day, time(hour, 10), tzinfo=BANGKOK)


def needs_answers(definition: Definition, chance: random.Random) -> Iterator[tuple[str, Value]]:
    """Schools have less than they wish for, of devices and service the least; and some have less of everything."""
    has = chance.gauss(3.6, 0.5)
    for question in definition.questions():
        lean = 0.8 if question.path.startswith(("availability", "support")) else 0.3
        if question.name == "actual":
            yield question.path, str(max(1, min(5, round(chance.gauss(has - lean, 0.6)))))
        elif question.name == "desired":
            yield question.path, str(max(3, min(5, round(chance.gauss(4.6, 0.5)))))
    yield "respondent/years_of_service", chance.randint(1, 34)
    yield "respondent/learning_areas", [chance.choice(("thai", "mathematics", "science", "foreign_language"))]
    yield "respondent/grades", [chance.choice(("p1", "p2", "p3", "p4", "p5", "p6"))]
    lacking = chance.sample(("app", "video", "cai", "print", "activity_set", "board_game"), 3)
    yield from ((f"lacking/lacking_{place}", name) for place, name in enumerate(lacking, start=1))
    if chance.random() < 0.6:
        yield "problems", chance.choice(_PROBLEMS)
    if chance.random() < 0.6:
        yield "suggestions", chance.choice(_SUGGESTIONS)


def feedback_answers(definition: Definition, chance: random.Random) -> Iterator[tuple[str, Value]]:
    for question in definition.questions():
        if question.list_name == "lk5":
            yield question.path, str(max(1, min(5, round(chance.gauss(3.9, 0.8)))))
    yield "visitor_type", "school_staff"
    yield "page_or_topic", chance.choice(("ข่าวประชาสัมพันธ์", "คลังสื่อ", "แบบฟอร์มดาวน์โหลด"))
    yield "improvement_wanted", chance.choice(_WANTED)
