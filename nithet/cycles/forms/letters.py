"""A letter as it comes in, whom it asks, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.dateparse import parse_datetime

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.forms import ReasonForm
from nithet.core.ids import new_id
from nithet.cycles import words
from nithet.cycles.access import letters as access
from nithet.cycles.models import Letter, LetterAsk
from nithet.cycles.services.asking import Typed
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Cluster, School, Unit
from nithet.offices.queries import people_serving, units_of

MOST_FILES = 10
LONGEST = timedelta(days=730)
FILES_HINT = "PDF Word Excel PowerPoint รูปภาพ ข้อความ หรือ ZIP ไม่เกิน 50 MB ต่อไฟล์ เลือกได้หลายไฟล์"
SCHOOLS_BY = {
    "": "ไม่ถามโรงเรียน",
    "all": "ทุกโรงเรียน",
    "clusters": "ตามกลุ่มโรงเรียน",
    "small": "โรงเรียนขนาดเล็ก",
    "highland": "โรงเรียนพื้นที่สูง",
    "list": "เลือกรายโรงเรียน",
}


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """None, one or several files."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"แนบได้ครั้งละไม่เกิน {MOST_FILES} ไฟล์ โปรดรวมไฟล์หรือแนบเป็นหลายครั้ง")
        return [super(FilesField, self).clean(one, initial) for one in given]


def _files(label: str) -> FilesField:
    return FilesField(
        label=label,
        required=False,
        help_text=FILES_HINT,
        error_messages={"empty": "มีไฟล์ว่างเปล่า โปรดตรวจสอบแล้วเลือกไฟล์ใหม่"},
    )


def _lines(rows: int, hint: str = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": hint})


class PasteForm(forms.Form):
    text = CleanCharField(
        label="ข้อความในหนังสือ",
        max_length=20_000,
        widget=_lines(12, "วางข้อความจากหนังสือ บันทึกข้อความ หรือข้อความ LINE ทั้งฉบับ"),
        error_messages={"required": "โปรดวางข้อความในหนังสือ หรือเลือกกรอกเอง"},
    )


class AskedForm(forms.Form):
    """Which schools, units and people are asked."""

    schools_by = forms.ChoiceField(
        label="โรงเรียนที่ต้องตอบ", required=False, choices=list(SCHOOLS_BY.items()), widget=forms.RadioSelect
    )
    clusters = forms.MultipleChoiceField(
        label="กลุ่มโรงเรียน", required=False, widget=forms.CheckboxSelectMultiple
    )
    schools = forms.MultipleChoiceField(label="โรงเรียน", required=False, widget=forms.CheckboxSelectMultiple)
    units = forms.MultipleChoiceField(
        label="กลุ่มของสำนักงานที่ต้องตอบ", required=False, widget=forms.CheckboxSelectMultiple
    )
    people = forms.MultipleChoiceField(
        label="บุคลากรที่ต้องตอบ", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, member: Member, schools: Sequence[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        office = member.office
        self.member, self.all_schools = member, schools
        self.all_units = list(units_of(office))
        self.all_people = list(people_serving(office, on=member.on).order_by("sort_key", "pk"))
        clusters = {one.cluster.pk: one.cluster for one in schools if one.cluster}
        self.all_clusters: list[Cluster] = sorted(clusters.values(), key=lambda one: (one.position, one.name))
        self._offer("clusters", [(str(one.pk), one.name) for one in self.all_clusters])
        self._offer("schools", [(str(one.pk), one.name) for one in schools])
        self._offer("units", [(str(one.pk), one.short_name) for one in self.all_units])
        self._offer("people", [(str(one.pk), one.name) for one in self.all_people])

    def _offer(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        by = data.get("schools_by", "")
        if by == "clusters" and not data.get("clusters"):
            self.add_error("clusters", "โปรดเลือกกลุ่มโรงเรียนอย่างน้อย 1 กลุ่ม")
        if by == "list" and not data.get("schools"):
            self.add_error("schools", "โปรดเลือกโรงเรียนอย่างน้อย 1 แห่ง")
        return data

    def asked(self) -> AskedOf:
        chosen = self.cleaned_data
        return AskedOf(
            schools=[one for one in self.all_schools if self._is_asked(one)],
            units=[one for one in self.all_units if str(one.pk) in chosen["units"]],
            people=[one for one in self.all_people if str(one.pk) in chosen["people"]],
        )

    def _is_asked(self, school: School) -> bool:
        chosen = self.cleaned_data
        match chosen["schools_by"]:
            case "all":
                return True
            case "clusters":
                return str(school.cluster_id) in chosen["clusters"]
            case "small":
                return school.is_small
            case "highland":
                return school.is_highland
            case "list":
                return str(school.pk) in chosen["schools"]
        return False


class ReceiveForm(AskedForm):
    """รับงานแทรก: all that is known of the letter, who does it, and whom it asks."""

    # Made with the page, so that a letter sent twice is one.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_id)
    text = CleanCharField(label="ข้อความในหนังสือ", required=False, max_length=20_000, widget=_lines(6))
    subject = CleanCharField(label="เรื่อง", max_length=500, error_messages={"required": "โปรดพิมพ์ชื่อเรื่อง"})
    due_on = ThaiDateField(label="ครบกำหนดวันที่", error_messages={"required": "โปรดระบุวันครบกำหนด"})
    from_whom = CleanCharField(label="จาก", required=False, max_length=200)
    number = CleanCharField(label="เลขที่หนังสือ", required=False, max_length=80)
    dated_on = ThaiDateField(label="ลงวันที่", required=False)
    received_on = ThaiDateField(label="วันที่รับ", error_messages={"required": "โปรดระบุวันที่รับ"})
    urgency = forms.ChoiceField(
        label="ชั้นความเร็ว", required=False, choices=[("", "ปกติ"), *Letter.Urgency.choices]
    )
    doer = forms.ChoiceField(label="ผู้รับผิดชอบ", error_messages={"required": "โปรดเลือกผู้รับผิดชอบ"})
    ask = forms.ChoiceField(
        label="เมื่อดำเนินการแล้ว",
        initial=Step.Ask.CERTIFY.value,
        choices=[(code.value, said) for code, said in words.ASKED.items()],
        help_text="ขอรับรองผลการดำเนินงานเสนอถึงผู้อำนวยการกลุ่ม นอกนั้นเสนอถึงผู้อำนวยการสำนักงานเขตตามเส้นทางการพิจารณา",
    )
    wants = CleanCharField(
        label="สิ่งที่ขอให้ส่ง",
        required=False,
        max_length=500,
        widget=_lines(2, "เช่น จำนวนห้องเรียนปลายทางที่ใช้งานได้ พร้อมภาพถ่าย 2 ภาพ"),
    )
    answers_due_on = ThaiDateField(
        label="ให้ตอบภายในวันที่", required=False, help_text="เว้นว่างไว้เมื่อให้ตอบภายในวันครบกำหนดของหนังสือ"
    )
    attached = _files("ไฟล์หนังสือและสิ่งที่ส่งมาด้วย")

    field_order = [
        "key", "subject", "due_on", "urgency", "from_whom", "number", "dated_on", "received_on", "attached", "doer", "ask",
        "schools_by", "clusters", "schools", "units", "people", "wants", "answers_due_on", "text",
    ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._units = {f"unit-{one.pk}": one for one in access.letter_units(self.member)}
        self._doers = {
            f"person-{one.person_id}-{one.unit_id}": one for one in access.letter_doers(self.member)
        }
        units = [(code, one.name) for code, one in self._units.items()]
        people = [(code, f"{one.person.name} · {_unit(one).short_name}") for code, one in self._doers.items()]
        self._offer("doer", [("", "เลือกผู้รับผิดชอบ"), ("กลุ่ม", units), ("บุคลากร", people)])
        self.fields["doer"].initial = units[0][0] if len(units) == 1 else ""

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        received, due, answers = (data.get(name) for name in ("received_on", "due_on", "answers_due_on"))
        if received and received > self.member.on:
            self.add_error("received_on", "วันที่รับต้องไม่เกินวันนี้ โปรดแก้ไขวันที่")
        if due and received and not received - LONGEST < due < received + LONGEST:
            self.add_error("due_on", "วันครบกำหนดห่างจากวันที่รับเกิน 2 ปี โปรดตรวจปี พ.ศ.")
        if due and answers and answers > due:
            self.add_error("answers_due_on", "วันที่ให้ตอบต้องไม่เกินวันครบกำหนดของหนังสือ โปรดแก้ไขวันที่")
        return data

    def facts(self) -> LetterFacts:
        return LetterFacts(**{name: self.cleaned_data[name] for name in LetterFacts.__slots__})

    def work(self) -> Work:
        return Work(self._doer(), self.asked(), self.cleaned_data["ask"])

    def _doer(self) -> Doer:
        code = self.cleaned_data["doer"]
        if unit := self._units.get(code):
            return Doer(unit)
        serving = self._doers[code]
        return Doer(_unit(serving), serving.person)


def _unit(serving: Appointment) -> Unit:
    if serving.unit is None:
        raise ValueError("an appointment to do work is in a unit")
    return serving.unit


class AnswerForm(forms.Form):
    """What who is asked says. `seen` tells which answer the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    answer = CleanCharField(
        label="คำตอบ", required=False, max_length=10_000, widget=_lines(6), help_text="เว้นว่างได้เมื่อแนบไฟล์แทน"
    )
    attached = _files("แนบไฟล์")
    dropped = forms.MultipleChoiceField(
        label="นำไฟล์เดิมออก", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *args: Any, ask: LetterAsk, initial: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"seen": moment(ask), "answer": ask.answer, **(initial or {})}
        super().__init__(*args, **kwargs)
        self.fields["dropped"].choices = [(one["file"], one["name"]) for one in ask.files]  # type: ignore[attr-defined]
        if not ask.files:
            del self.fields["dropped"]

    def typed(self, *, told_by: str = "") -> Typed:
        given = self.cleaned_data
        seen = parse_datetime(given["seen"]) if given["seen"] else None
        return Typed(
            given["answer"], seen, tuple(given["attached"]), frozenset(given.get("dropped", ())), told_by
        )

    def clean_seen(self) -> str:
        """Of a page that somebody changed by hand: as if nothing was seen."""
        seen: str = self.cleaned_data["seen"]
        try:
            return seen if seen and parse_datetime(seen) else ""
        except ValueError:
            return ""


class ReturnForm(ReasonForm):
    """Why an answer goes back, and of which moment it was."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, ask: LetterAsk | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen": moment(ask)} if ask else {}
        super().__init__(*args, **kwargs)

    def clean_seen(self) -> datetime | None:
        try:
            return parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            return None


class RecordForm(AnswerForm):
    """The same, told by somebody by telephone or on paper."""

    told_by = CleanCharField(
        label="ตอบแทนโดย",
        max_length=200,
        help_text="ชื่อและตำแหน่งของผู้แจ้งทางโทรศัพท์ หรือผู้ลงนามในหนังสือตอบ",
        error_messages={"required": "โปรดระบุว่าใครเป็นผู้ให้คำตอบ"},
    )
    field_order = ["seen", "told_by", "answer", "attached", "dropped"]


def moment(ask: LetterAsk) -> str:
    return ask.moment.isoformat() if ask.moment else ""


class SummaryForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    summary = CleanCharField(label="ข้อความสรุปเสนอ", required=False, max_length=20_000, widget=_lines(10))
