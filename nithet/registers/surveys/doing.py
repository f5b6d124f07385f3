"""A survey and an evaluation as an office would do them: a round that schools answer, then its result. Invented."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.cycles.models import Task
from nithet.forms.answers import Answers, Value
from nithet.forms.asked import Asked, Sender
from nithet.forms.checking.examples import valid
from nithet.forms.checking.writing import write_instance
from nithet.forms.choosing import Choice
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition, Kind
from nithet.forms.known import known_to
from nithet.forms.models import Form, FormVersion, Round, RoundTarget
from nithet.forms.queries.results import RoundResults
from nithet.forms.services.answering import receive_answer
from nithet.forms.services.making import begin_from_shipped, current_version
from nithet.forms.services.publishing import publish
from nithet.forms.services.rounds.closing import close_round
from nithet.forms.services.rounds.making import Plan, make_round
from nithet.forms.services.rounds.opening import open_round
from nithet.offices.members import Member
from nithet.offices.models import School
from nithet.registers.generic.doing import Work
from nithet.registers.surveys.access import can_keep_findings
from nithet.registers.surveys.findings import record_needs, record_suggestion, text_items
from nithet.registers.surveys.models import RoundTask
from nithet.thai.dates import bangkok_day

_FORM = {Round.Use.SURVEY: "network_need", Round.Use.EVALUATE: "internal_supervision_eval"}
_TITLE = {Round.Use.SURVEY: "สำรวจสภาพและความต้องการ", Round.Use.EVALUATE: "ประเมินผลการดำเนินงาน"}
_TEXTS = (
    "ควรแจ้งกำหนดการล่วงหน้าอย่างน้อยสองสัปดาห์",
    "ขอให้จัดอบรมการใช้สื่อใหม่ทุกภาคเรียน",
    "ควรมีผู้ประสานงานประจำกลุ่มโรงเรียน",
)
_SUGGESTED = "จัดทำปฏิทินและผู้ประสานงานของกลุ่มโรงเรียน"
_SCHOOLS = 10
_NAMED = tuple((f"ผู้ตอบสมมุติคนที่ {number}", "") for number in range(1, 6))
_SENDER = Sender("นางสาวสมมุติ สาธิต", "ครูวิชาการ")


def survey(work: Work) -> None:
    _asked(work, Round.Use.SURVEY)


def evaluate(work: Work) -> None:
    _asked(work, Round.Use.EVALUATE)


def _asked(work: Work, use: Round.Use) -> None:
    """As many rounds as the window asks for, each asked, answered and closed."""
    task = work.task
    if RoundTask.objects.filter(task=task, round__use=use).count() >= task.planned:
        return
    round_ = _opened(work, use)
    targets = list(RoundTarget.objects.filter(round=round_).select_related("school").order_by("pk"))
    for number, target in enumerate(targets[: round_.wanted_of(len(targets))]):
        target.round = round_
        receive_answer(
            Asked(round_, target),
            xml=_filled(round_.version, target, number, work.by),
            files={},
            at=now(),
            sender=_SENDER,
        )
    close_round(round_, why="โรงเรียนตอบครบตามที่ต้องการแล้ว", by=work.by)


def _opened(work: Work, use: Round.Use) -> Round:
    task, today = work.task, bangkok_day(now())
    schools = School.objects.filter(office=task.office_id).active(on=today).order_by("sort_key", "pk")
    chosen = tuple(str(pk) for pk in schools.values_list("pk", flat=True)[:_SCHOOLS])
    # An office that has no school yet asks people by their names.
    audience = Round.Audience.SCHOOLS if chosen else Round.Audience.NAMED
    choice = Choice(schools=chosen, names=() if chosen else _NAMED, again="ถามเพื่อใช้กับงานนี้โดยเฉพาะ")
    plan = Plan(
        title=f"{_TITLE[use]} ({task.run.title})"[:300], unit=task.unit, opens_on=min(work.on, today), closes_on=today,
        use=use, audience=audience, choice=choice,
    )  # fmt: skip
    made = make_round(_form(task, use, work), plan, key=new_id(), by=work.by, task=task.pk)
    return open_round(made, revision=made.revision, by=work.by)


def _form(task: Task, use: Round.Use, work: Work) -> Form:
    """The division's own, which is published when it is first asked with."""
    known = Form.objects.filter(office=task.office_id, unit=task.unit, name__startswith=_FORM[use])
    for form in known:
        if form.retired_at is None and current_version(form):
            return form
    form = begin_from_shipped(_FORM[use], unit=task.unit, by=work.by)
    publish(form, by=work.by)
    return form


def _filled(version: FormVersion, target: RoundTarget, number: int, by: Member) -> bytes:
    definition = compiled(version).definition
    chance = random.Random(f"{target.round.title} {number}")  # noqa: S311  invents answers, guards nothing
    answers: Answers = dict(known_to(by, definition).values)
    if any(question.calculation for question in definition.questions()):
        # What is reckoned out of other answers has to agree with them.
        typed = [one.path for one in definition.questions() if one.kind == Kind.TEXT and not one.calculation]
        drawn = valid(definition, seed=number)
        answers |= {path: value for path, value in drawn.items() if path not in {*answers, *typed}}
        answers |= {path: chance.choice(_TEXTS) for path in typed if not path.startswith("heading/")}
    else:
        answers |= dict(_answers(definition, chance))
    answers |= {"heading/filled_by": _SENDER.name, "heading/position": _SENDER.position}
    if target.school:
        answers["heading/school"] = target.school.smis_code
    key = f"uuid:{uuid5(NAMESPACE_URL, str(target.pk))}"
    return write_instance(
        definition, answers, form_name=version.form.name, version=str(version.number), instance_id=key
    )


def _answers(definition: Definition, chance: random.Random) -> Iterator[tuple[str, Value]]:
    """Schools have less than they wish for. What is asked in lines stays empty."""
    repeats = tuple(f"{repeat.path}/" for repeat in definition.repeats())
    for question in definition.questions():
        if question.path.startswith((*repeats, "heading/")) or question.calculation or question.readonly:
            continue
        choices = [one.name for one in definition.choices(question)]
        if question.kind == Kind.SELECT_ONE and choices:
            yield question.path, _chosen(question.name, choices, chance)
        elif question.kind == Kind.SELECT_MULTIPLE and choices:
            yield question.path, chance.sample(choices, min(2, len(choices)))
        elif question.kind == Kind.INTEGER:
            yield question.path, chance.randint(1, 20)
        elif question.kind == Kind.TEXT and chance.random() < 0.5:
            yield question.path, chance.choice(_TEXTS)


def _chosen(name: str, choices: list[str], chance: random.Random) -> str:
    numbers = sorted(int(one) for one in choices if one.isdigit())
    if not numbers:
        return chance.choice(choices)
    middle = numbers[-1] - (0.4 if name == "desired" else 1.4)
    return str(max(numbers[0], min(numbers[-1], round(chance.gauss(middle, 0.8)))))


def take_out(by: Member, on: date, number: int) -> None:
    """Needs and a suggestion out of the first result that the member looks after, once."""
    rounds = Round.objects.filter(office=by.office, state=Round.State.CLOSED, closes_on__lte=on, needs=None)
    for round_ in rounds.select_related("unit", "office", "version", "form").order_by("opens_on", "pk"):
        if not can_keep_findings(by, round_):
            continue
        results = RoundResults(round_, on=on)
        paths = [one.item.path for _, one, needed in results.results.needs() if needed.is_need]
        if paths:
            record_needs(results, paths, by=by)
            _suggest(results, by)
            return


def _suggest(results: RoundResults, by: Member) -> None:
    for one in text_items(results)[-1:]:
        facts = {
            "title": _SUGGESTED,
            "theme": "การนิเทศ",
            "owner": by.person,
            "due_on": by.on + timedelta(days=60),
        }
        chosen = results.texts(one.item.path)[:3]
        record_suggestion(results.round, one.item.path, chosen, facts, by=by, key=new_id())


DOERS = {"survey": survey, "evaluate": evaluate}
BESIDES = (take_out,)
