"""Starting a year, working on its tasks, and looking at its chart."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.ids import new_id
from nithet.cycles import access, words
from nithet.cycles.kin import KinPair, KinStep, Tie
from nithet.cycles.models import Answer, Run, Task
from nithet.cycles.plan import PlannedRun, Question, YearPlan
from nithet.cycles.services.tying import Tied
from nithet.cycles.windows import months_left
from nithet.offices.members import Member
from nithet.offices.models import Person, Unit
from nithet.thai.months import FISCAL_ORDER, month_name


def _lines(rows: int, hint: str = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": hint})


class NoteForm(forms.Form):
    # Made with the page, so that a note sent twice is one note.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_id)
    text = CleanCharField(
        label="สิ่งที่ได้ดำเนินการ",
        max_length=4000,
        widget=_lines(3, "เช่น ประชุมวางแผนร่วมกับครูผู้รับผิดชอบ 12 คน ได้ข้อสรุป 3 ข้อ"),
        error_messages={"required": "โปรดเขียนสิ่งที่ได้ดำเนินการ"},
    )
    on = ThaiDateField(label="วันที่ดำเนินการ", error_messages={"required": "โปรดระบุวันที่ดำเนินการ"})

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("วันที่ดำเนินการต้องไม่เกินวันนี้ โปรดแก้ไขวันที่")
        return day


class AttachForm(forms.Form):
    file = forms.FileField(
        label="ไฟล์หลักฐาน", error_messages={"required": "โปรดเลือกไฟล์", "empty": "ไฟล์นี้ว่างเปล่า โปรดเลือกไฟล์ใหม่"}
    )


class AssignForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="ผู้รับผิดชอบ",
        empty_label="เลือกผู้รับผิดชอบ",
        error_messages={"required": "โปรดเลือกผู้รับผิดชอบ", "invalid_choice": "โปรดเลือกบุคลากรในรายการ"},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]


MONTHS = [(str(m), month_name(m)) for m in FISCAL_ORDER]


class StartYearForm(forms.Form):
    """Which procedures run, and an answer for each thing the manuals leave unsaid."""

    procedures = forms.MultipleChoiceField(
        label="กระบวนงานที่จะดำเนินการในปีงบประมาณนี้",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "โปรดเลือกอย่างน้อย 1 กระบวนงาน"},
    )

    def __init__(
        self,
        *args: Any,
        plan: YearPlan,
        units: Sequence[Unit],
        people: Sequence[Person],
        kin: Sequence[KinPair] = (),
        takes_all: bool = True,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.plan, self.pairs = plan, kin
        offered = self.fields["procedures"]
        offered.choices = [(str(r.procedure.pk), _offered_words(r, plan)) for r in plan.runs]  # type: ignore[attr-defined]
        offered.initial = [value for value, _ in offered.choices] if takes_all else []  # type: ignore[attr-defined]
        self._unit_choices = [(str(u.pk), indented(u)) for u in units]
        self._people_choices = [("", "ไม่ระบุบุคคล"), *((str(p.pk), p.name) for p in people)]
        for question in plan.questions:
            self._ask(question)
        for step in (step for pair in kin for step in pair.steps):
            self.fields[step.key] = _tie_field(step)

    @property
    def kin(self) -> list[dict[str, Any]]:
        """Kin procedures with a choice for each two kin steps, for the page."""
        return [
            {"pair": pair, "steps": [{"step": step, "field": self[step.key]} for step in pair.steps],
             "is_open": self.is_bound}
            for pair in self.pairs
        ]  # fmt: skip

    def ties(self) -> list[Tied]:
        """What was chosen for kin steps of procedures that will both be in the year."""
        chosen: set[UUID] = set(self.cleaned_data["procedures"])
        both = [
            pair
            for pair in self.pairs
            if pair.second.pk in chosen and (pair.is_running or pair.first.pk in chosen)
        ]
        return [
            Tied(step.first.pk, step.second.pk, Tie(self.cleaned_data.get(step.key) or Tie.APART))
            for pair in both
            for step in pair.steps
        ]

    def _ask(self, question: Question) -> None:
        key = field_key(question)
        if question.kind == Answer.Question.WINDOW:
            months = [str(m) for m in question.suggestion["months"]]  # type: ignore[attr-defined]
            self.fields[f"{key}-first"] = _choice("ตั้งแต่เดือน", MONTHS, months[0])
            self.fields[f"{key}-last"] = _choice("ถึงเดือน", MONTHS, months[-1])
        else:
            self.fields[f"{key}-unit"] = _choice(
                "กลุ่มหรือกลุ่มงาน", self._unit_choices, question.suggestion["unit"]
            )
            roles = [("", "ทุกคนในกลุ่ม"), *((r.value, r.label) for r in access.WORKS)]
            self.fields[f"{key}-role"] = _choice("ตำแหน่ง", roles, question.suggestion["role"], required=False)
            self.fields[f"{key}-person"] = _choice("บุคคล", self._people_choices, "", required=False)

    def asked(self) -> Iterator[dict[str, Any]]:
        """Each question with its bound fields, for the page: by the procedure that asks first."""
        for title, questions in self._by_procedure():
            for question in questions:
                key = field_key(question)
                yield {
                    "question": question,
                    "procedure": title,
                    "fields": [self[name] for name in self.fields if name.startswith(f"{key}-")],
                }

    def _by_procedure(self) -> Iterator[tuple[str, list[Question]]]:
        left = list(self.plan.questions)
        for run in self.plan.runs:
            if mine := [one for one in left if run.procedure.pk in one.asked_by]:
                left = [one for one in left if one not in mine]
                yield run.procedure.title, mine
        if left:
            yield "", left

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for question in self.plan.questions:
            key = field_key(question)
            if question.kind == Answer.Question.WINDOW and not _span(data, key):
                self.add_error(
                    f"{key}-last", "เดือนสิ้นสุดต้องไม่มาก่อนเดือนเริ่มต้นในปีงบประมาณ (ต.ค.–ก.ย.) โปรดเลือกเดือนใหม่"
                )
        if "procedures" in data:
            data["procedures"] = [UUID(value) for value in data["procedures"]]
        return data

    def _window(self, question: Question, months: list[int]) -> dict[str, Any]:
        """A late start's suggestion, taken as it is, says nothing about the years to come."""
        year_be = self.plan.year.fiscal_year_be
        is_late = months_left(year_be, on=self.plan.on) != FISCAL_ORDER
        if is_late and months == question.suggestion["months"]:
            return {"months": months, "only_year": year_be}
        return {"months": months}

    def answers(self) -> Iterator[tuple[Question, dict[str, Any]]]:
        """What was asked by the chosen procedures; the others ask again on their day."""
        chosen = set(self.cleaned_data["procedures"])
        for question in (q for q in self.plan.questions if chosen.intersection(q.asked_by)):
            key = field_key(question)
            if question.kind == Answer.Question.WINDOW:
                yield question, self._window(question, _span(self.cleaned_data, key))
            else:
                yield (
                    question,
                    {part: self.cleaned_data[f"{key}-{part}"] for part in ("unit", "role", "person")},
                )


def _offered_words(run: PlannedRun, plan: YearPlan) -> str:
    """“งาน… (ช่วงเวลาผ่านไปแล้ว 2 งาน)”."""
    past = sum(task.window.due_on < plan.on and not task.is_container for task in run.tasks)
    return f"{run.procedure.title} (ช่วงเวลาผ่านไปแล้ว {past} งาน)" if past else run.procedure.title


def field_key(question: Question) -> str:
    """A short name for the fields of a wording."""
    return f"{question.kind}-{hashlib.sha256(question.key.encode()).hexdigest()[:10]}"


_TIES = {
    Tie.APART: "ทำแยกกัน",
    Tie.LINK: "เชื่อม: ใช้หลักฐานร่วมกัน",
    Tie.MERGE: "รวมเป็นงานเดียว",
}


def _tie_field(step: KinStep) -> forms.ChoiceField:
    choices = [(tie.value, words) for tie, words in _TIES.items() if tie != Tie.MERGE or step.can_merge]
    label = f"{step.first.title} กับ {step.second.title}"
    return forms.ChoiceField(
        label=label, choices=choices, initial=Tie.APART, required=False, widget=forms.RadioSelect
    )


def _choice(
    label: str, choices: Sequence[tuple[str, str]], initial: object, *, required: bool = True
) -> forms.Field:
    return forms.ChoiceField(label=label, choices=choices, initial=initial, required=required)


def indented(unit: Unit) -> str:
    return f"— {unit.name}" if unit.parent_id else unit.name


def _span(data: dict[str, Any], key: str) -> list[int]:
    return span_of(*(data.get(f"{key}-{end}") or "10" for end in ("first", "last")))


def span_of(first: str, last: str) -> list[int]:
    """Months from first to last in a fiscal year; empty where the last comes before the first."""
    begin, end = FISCAL_ORDER.index(int(first)), FISCAL_ORDER.index(int(last))
    return list(FISCAL_ORDER[begin : end + 1])


_STATES = {
    "late": "เกินกำหนด",
    "back": "ส่งคืนแก้ไข",
    "sub": "เสนอแล้ว รอพิจารณา",
    "open": "รอดำเนินการ หรือกำลังดำเนินการ",
    "wait": "ยังไม่ถึงกำหนดเริ่ม",
    "done": "เสร็จสิ้น",
    "void": "งดดำเนินการ",
}


class ChartFilter(forms.Form):
    """What the year chart shows. A choice that is not offered is taken as none."""

    unit = forms.ChoiceField(label="กลุ่ม", required=False)
    person = forms.ChoiceField(label="ผู้รับผิดชอบ", required=False)
    state = forms.ChoiceField(label="สถานะ", required=False, choices=[("", "ทุกสถานะ"), *_STATES.items()])
    mine = forms.BooleanField(label="เฉพาะงานของฉัน", required=False)

    def __init__(self, *args: Any, runs: Sequence[Run], people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = {str(r.unit_id): r.unit.short_name for r in runs}
        named = [(str(p.pk), p.name) for p in people]
        self.fields["unit"].choices = [("", "ทุกกลุ่ม"), *units.items()]  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", "ทุกคน"), *named]  # type: ignore[attr-defined]

    def apply(self, runs: Sequence[Run], member: Member) -> list[tuple[Run, list[Task]]]:
        """Runs with the tasks that fit; runs without any are left out while something is chosen."""
        self.is_valid()
        chosen = self.cleaned_data
        in_unit = [r for r in runs if chosen.get("unit") in (None, "", str(r.unit_id))]
        fitting = [(r, [t for t in _seen(r) if self._fits(t, chosen, member)]) for r in in_unit]
        return [(r, tasks) for r, tasks in fitting if tasks or not self.is_narrowed]

    @property
    def is_narrowed(self) -> bool:
        """After `apply`: whether anything was chosen."""
        return any(self.cleaned_data.values())

    def _fits(self, task: Task, chosen: dict[str, Any], member: Member) -> bool:
        if chosen.get("person") and str(task.assignee_id) != chosen["person"]:
            return False
        if chosen.get("mine") and task.assignee_id != member.person.pk:
            return False
        return not chosen.get("state") or chosen["state"] == _code(task, member)


def _code(task: Task, member: Member) -> str:
    return "late" if task.days_late(on=member.on) else words.standing(task, on=member.on).code


def _seen(run: Run) -> list[Task]:
    seen: list[Task] = run.seen  # type: ignore[attr-defined]
    return seen
