"""What the demo office asked of its schools and people: needs, still open; a training judged; a website, without names."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from nithet.core.clock import travelled
from nithet.forms.answers import Answers, Value
from nithet.forms.asked import Asked, Sender
from nithet.forms.checking.writing import write_instance
from nithet.forms.choosing import Choice
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition
from nithet.forms.known import known_of
from nithet.forms.models import Form, Round, RoundTarget
from nithet.forms.queries.answering import filler_of
from nithet.forms.queries.rounds import in_order
from nithet.forms.services.answering import receive_answer
from nithet.forms.services.rounds.closing import close_over
from nithet.forms.services.rounds.making import Plan, make_round
from nithet.forms.services.rounds.opening import open_round
from nithet.offices.models import Office, Role, School
from nithet.thai.calendar import add_working_days
from nithet.thai.dates import BANGKOK
from nithet.workspace.demo.acting import Staff
from nithet.workspace.demo.filled import SEED, feedback_answers, needs_answers

Fill = Callable[[Definition, random.Random], Iterator[tuple[str, Value]]]
_LIKED = ("ได้ลงมือทำจริง", "วิทยากรตอบคำถามชัดเจน", "ตัวอย่างใช้กับห้องเรียนได้ทันที")
_WISHES = ("ขอให้จัดอบรมรุ่นต่อไปในวันหยุด", "ควรเพิ่มเวลาปฏิบัติ", "ขอเอกสารประกอบเป็นไฟล์", "ขอให้มีพี่เลี้ยงติดตามหลังอบรม")


@dataclass(frozen=True, slots=True)
class _Asking:
    """A round of the demo: its form, who asks, days before today on which it opens and closes, and how many answer."""

    form: str
    by: str
    title: str
    purpose: str
    opens: int
    closes: int
    share: float
    fill: Fill
    use: str = Round.Use.SURVEY
    audience: str = Round.Audience.SCHOOLS
    roles: tuple[str, ...] = ()
    schools: int = 0
    is_anonymous: bool = False


def _training(definition: Definition, chance: random.Random) -> Iterator[tuple[str, Value]]:
    """Who is pleased is pleased with most of it."""
    pleased = chance.gauss(4.2, 0.6)
    for question in definition.questions():
        if question.list_name == "lk5":
            yield question.path, str(max(2, min(5, round(chance.gauss(pleased, 0.4)))))
    yield "course_title", "การผลิตสื่อวีดิทัศน์สั้นเพื่อการเรียนรู้"
    if chance.random() < 0.5:
        yield "liked_most", chance.choice(_LIKED)
    if chance.random() < 0.5:
        yield "suggestions", chance.choice(_WISHES)


ASKED = (
    _Asking(
        "media_need_survey", "supervisor", "สำรวจสภาพการใช้และความต้องการสื่อของโรงเรียน ภาคเรียนที่ 2",
        "ใช้จัดลำดับความต้องการจำเป็น เพื่อวางแผนสนับสนุนสื่อและการอบรมในปีงบประมาณหน้า",
        9, -6, 0.8, needs_answers,
    ),
    _Asking(
        "course_satisfaction", "supervisor", "ประเมินความพึงพอใจต่อการอบรมผลิตสื่อวีดิทัศน์",
        "ใช้ปรับปรุงการอบรมรุ่นต่อไป", 8, 3, 0.85, _training,
        use=Round.Use.EVALUATE, audience=Round.Audience.PEOPLE, roles=(Role.TEACHER,), schools=6,
    ),
    _Asking(
        "website_feedback", "computer", "ความเห็นของบุคลากรต่อเว็บไซต์ของสำนักงาน",
        "ใช้ปรับปรุงเว็บไซต์ ตอบตามความเป็นจริงได้ ไม่มีผู้ใดทราบว่าคำตอบใดเป็นของใคร", 18, 7, 0.6, feedback_answers,
        audience=Round.Audience.PEOPLE, roles=(Role.SUPERVISOR, Role.CLERK, Role.HEAD, Role.SECTION_HEAD),
        is_anonymous=True,
    ),
)  # fmt: skip


@dataclass
class Rounds:
    """Made, opened, answered and closed by the services, on their days."""

    office: Office
    staff: Staff
    first: date
    on: date

    def perform(self) -> int:
        """How many answers came."""
        return sum(self._perform(asking) for asking in ASKED)

    def _perform(self, asking: _Asking) -> int:
        """None in the first days of a year, when the form is not there yet."""
        opens = self._day(asking.opens)
        form = self._form(asking, opens)
        if form is None or opens >= self.on:
            return 0
        round_ = self._open(form, asking, opens)
        targets = list(in_order(RoundTarget.objects.filter(round=round_)))
        chance = random.Random(SEED + asking.opens)  # noqa: S311  invents answers, guards nothing
        answering = chance.sample(targets, round(len(targets) * asking.share))
        for number, target in enumerate(answering):
            self._answer(asking, Asked(round_, target), number, chance)
        if round_.closes_on < self.on:
            with travelled(_at(round_.closes_on + timedelta(days=1), 0)):
                close_over(on=round_.closes_on + timedelta(days=1))
        return len(answering)

    def _form(self, asking: _Asking, opens: date) -> Form | None:
        """The division's own that was given out by then."""
        units = self.staff.member(asking.by, opens).divisions_as()
        forms = Form.objects.filter(office=self.office, template=asking.form, unit__in=units)
        return forms.filter(versions__published_at__lt=_at(opens, 9)).order_by("-made_at", "-pk").first()

    def _open(self, form: Form, asking: _Asking, opens: date) -> Round:
        by = self.staff.member(asking.by, opens)
        if form.unit is None:
            raise LookupError(f"{form.name} belongs to no unit")
        plan = Plan(
            title=asking.title, unit=form.unit, opens_on=opens, closes_on=self.on - timedelta(days=asking.closes),
            purpose=asking.purpose, use=asking.use, audience=asking.audience, is_anonymous=asking.is_anonymous,
            choice=Choice(roles=asking.roles, schools=self._schools(asking.schools)), cutoff={"kind": "group"},
        )  # fmt: skip
        key: UUID = uuid5(NAMESPACE_URL, f"{self.office.pk} round {asking.form}")
        with travelled(_at(opens, 9)):
            made = make_round(form, plan, key=key, by=by)
            return open_round(made, revision=made.revision, by=by)

    def _schools(self, count: int) -> tuple[str, ...]:
        schools = School.objects.filter(office=self.office).active(on=self.on).order_by("smis_code")[:count]
        return tuple(str(school.pk) for school in schools) if count else ()

    def _answer(self, asking: _Asking, asked: Asked, number: int, chance: random.Random) -> None:
        """Most come in the first days."""
        round_ = asked.round
        last = min(round_.closes_on, self.on - timedelta(days=1))
        days = max((last - round_.opens_on).days, 0)
        day = round_.opens_on + timedelta(days=min(int(chance.expovariate(0.4)), days))
        moment = _at(day, 10 + number % 8, number % 60)
        sender = _sender(asked, number)
        definition = compiled(round_.version).definition
        answers: Answers = dict(known_of(filler_of(asked, sender, on=day), definition).values)
        answers |= dict(asking.fill(definition, chance))
        key = uuid5(NAMESPACE_URL, f"{self.office.pk} {asking.form} round {number}")
        xml = write_instance(
            definition, answers, form_name=round_.form.name, version=str(round_.version.number), instance_id=f"uuid:{key}"
        )  # fmt: skip
        with travelled(moment):
            receive_answer(asked, xml=xml, files={}, at=moment, sender=sender)

    def _day(self, days: int) -> date:
        return add_working_days(max(self.on - timedelta(days=days), self.first), 0)


_SENDERS: Sequence[tuple[str, str]] = (
    ("นางสาวใบหม่อน สาธิตกุล", "ธุรการโรงเรียน"),
    ("นายภูผา สาธิตวงศ์", "รองผู้อำนวยการโรงเรียน"),
    ("นางลำธาร สาธิตพร", "ครูวิชาการ"),
)


def _sender(asked: Asked, number: int) -> Sender:
    if asked.school is not None:
        return Sender(*_SENDERS[number % len(_SENDERS)])
    return Sender() if asked.round.is_anonymous else Sender(asked.name, "ครู")


def _at(day: date, hour: int, minute: int = 20) -> datetime:
    return datetime.combine(day, time(hour, minute), tzinfo=BANGKOK)
