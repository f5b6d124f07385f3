"""What is typed to make a round, to change its window, and to look for one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from nithet.core.fields import CleanCharField, ThaiDateField, ThaiDecimalField, ThaiIntegerField
from nithet.core.ids import new_id
from nithet.forms import access
from nithet.forms.choosing import SIZES, Choice, count_chosen
from nithet.forms.forms import UnitField
from nithet.forms.models import Form, Round
from nithet.forms.queries.rounds import earlier_rounds, lists_of_office
from nithet.forms.services.rounds.making import Plan
from nithet.offices.members import Member
from nithet.offices.models import Role, Unit
from nithet.offices.queries import units_of
from nithet.statistics.ratings import SCHEMES
from nithet.thai.text import clean

Audience = Round.Audience
MOST_NAMES = 2000
WEEKS = timedelta(days=14)
LONGEST = timedelta(days=730)
ROLES = (
    Role.SCHOOL_DIRECTOR, Role.SCHOOL_CLERK, Role.TEACHER, Role.CLUSTER_CHAIR, Role.DEPUTY, Role.HEAD,
    Role.SECTION_HEAD, Role.SUPERVISOR, Role.COMPUTER_OFFICER, Role.CLERK, Role.PLANNING, Role.FINANCE, Role.COMMITTEE,
)  # fmt: skip
CUTOFFS = {
    "group": "ไม่ต่ำกว่าดัชนีของภาพรวม",
    "top": "ลำดับแรกของแต่ละด้าน ตามจำนวนที่กำหนด",
    "value": "ตั้งแต่ค่าที่กำหนดขึ้นไป",
}
_AUDIENCES = {
    Audience.SCHOOLS: "โรงเรียน (ลิงก์ละหนึ่งโรงเรียน ไม่ต้องมีบัญชี)",
    Audience.PEOPLE: "บุคลากรในระบบ ตามตำแหน่งหรือกลุ่ม",
    Audience.NAMED: "รายชื่อที่ระบุเอง (เช่น ผู้เข้าอบรม)",
    Audience.PUBLIC: "ประชาชนทั่วไป (ลิงก์เดียว)",
}
_MANY: dict[str, Any] = {"required": False, "widget": forms.CheckboxSelectMultiple}
_EMAIL = re.compile(r"[^\s,;<>]+@[^\s,;<>]+")
_NO_SUCH = {"invalid_choice": "โปรดเลือกจากรายการที่กำหนด"}


def _lines(rows: int, hint: str = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": hint})


class ChoiceForm(forms.Form):
    """Whom a round asks."""

    clusters = forms.MultipleChoiceField(label="กลุ่มโรงเรียน", **_MANY)
    sizes = forms.MultipleChoiceField(label="ขนาดโรงเรียน", choices=list(SIZES.items()), **_MANY)
    districts = forms.MultipleChoiceField(label="อำเภอ", **_MANY)
    is_highland = forms.BooleanField(label="เฉพาะโรงเรียนพื้นที่สูง", required=False)
    is_opportunity = forms.BooleanField(label="เฉพาะโรงเรียนขยายโอกาสทางการศึกษา", required=False)
    schools = forms.MultipleChoiceField(label="โรงเรียน", **_MANY)
    roles = forms.MultipleChoiceField(
        label="ตำแหน่ง", choices=[(role.value, role.label) for role in ROLES], **_MANY
    )
    units = forms.MultipleChoiceField(label="กลุ่มของสำนักงาน", **_MANY)
    names = CleanCharField(
        label="รายชื่อ", required=False, max_length=200_000,
        widget=_lines(6, "นางสาวดาว สาธิต, dao@example.com"),
        help_text="บรรทัดละหนึ่งคน ชื่อ แล้วตามด้วยเครื่องหมายจุลภาคและอีเมล (ถ้ามี) วางจาก Excel ได้",
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.member = member
        lists = lists_of_office(member.office, on=member.on)
        self._offer("clusters", lists.clusters)
        self._offer("districts", lists.districts)
        self._offer("schools", lists.schools)
        self._offer("units", [(str(one.pk), one.short_name) for one in units_of(member.office)])

    def _offer(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_names(self) -> tuple[tuple[str, str], ...]:
        """Name and e-mail of each line, once."""
        found = {_named(line): None for line in self.cleaned_data["names"].splitlines() if line.strip()}
        if len(found) > MOST_NAMES:
            raise ValidationError(f"รายชื่อเกิน {MOST_NAMES:,} คน โปรดแบ่งเป็นหลายรอบ")
        return tuple(found)

    def choice(self, audience: str) -> Choice:
        """What belongs to the audience; the rest was filled in before another one was chosen."""
        data = self.cleaned_data
        names = {
            Audience.SCHOOLS: ("clusters", "sizes", "districts", "is_highland", "is_opportunity", "schools"),
            Audience.PEOPLE: ("roles", "units", "schools"),
            Audience.NAMED: ("names",),
        }.get(Audience(audience), ())
        facts: dict[str, Any] = {name: _frozen(data[name]) for name in names}
        return Choice(**facts)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _named(line: str) -> tuple[str, str]:
    """“นางสาวดาว สาธิต, dao@example.com”, in any usual order and with any usual mark between."""
    found = _EMAIL.search(line)
    email = found[0] if found else ""
    name = clean(re.sub(r"[,;<>]+", " ", line.replace(email, " ") if email else line))
    try:
        if email or "@" in line:
            validate_email(email)
    except ValidationError as error:
        raise ValidationError(f"อีเมลในบรรทัด “{line[:80]}” ไม่ถูกต้อง โปรดแก้ไข") from error
    if not (name or email):
        raise ValidationError(f"อ่านบรรทัด “{line[:80]}” ไม่ได้ โปรดพิมพ์ชื่อ แล้วตามด้วยจุลภาคและอีเมล")
    return (name or email)[:200], email.lower()


class RoundForm(ChoiceForm):
    """All of a round while it is being prepared."""

    # Made with the page, so that a round sent twice is one.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    title = CleanCharField(
        label="ชื่อรอบการเก็บข้อมูล", max_length=300, error_messages={"required": "โปรดใส่ชื่อรอบการเก็บข้อมูล"}
    )
    unit = UnitField(
        Unit.objects.none(), label="กลุ่มเจ้าของรอบ", empty_label=None,
        error_messages={"required": "โปรดเลือกกลุ่มเจ้าของรอบ", **_NO_SUCH},
    )  # fmt: skip
    purpose = CleanCharField(
        label="คำชี้แจงถึงผู้ตอบ", required=False, max_length=4000,
        widget=_lines(3, "เก็บไปทำไม ใช้ผลอย่างไร ติดต่อใครเมื่อมีข้อสงสัย"),
    )  # fmt: skip
    use = forms.ChoiceField(label="ใช้เพื่อ", choices=Round.Use.choices)
    audience = forms.ChoiceField(
        label="กลุ่มเป้าหมาย", choices=list(_AUDIENCES.items()), widget=forms.RadioSelect
    )
    opens_on = ThaiDateField(label="เปิดรับวันที่", error_messages={"required": "โปรดระบุวันเปิดรับ"})
    closes_on = ThaiDateField(label="ปิดรับวันที่", error_messages={"required": "โปรดระบุวันปิดรับ"})
    is_anonymous = forms.BooleanField(
        label="ไม่ระบุตัวผู้ตอบ", required=False,
        help_text="ไม่เก็บว่าคำตอบใดเป็นของใคร เปิดดูผลได้เมื่อปิดรับแล้วและมีผู้ตอบอย่างน้อย 5 ราย เปลี่ยนหลังเปิดรับไม่ได้",
    )  # fmt: skip
    is_once = forms.BooleanField(label="ตอบได้รายละหนึ่งครั้ง (แก้ไขคำตอบได้จนปิดรับ)", required=False)
    wanted_percent = ThaiIntegerField(
        label="ร้อยละการตอบกลับที่ต้องการ", min_value=1, max_value=100,
        error_messages={
            "required": "โปรดระบุร้อยละ 1–100", "invalid": "โปรดพิมพ์เป็นตัวเลข 1–100",
            "min_value": "โปรดระบุร้อยละ 1–100", "max_value": "โปรดระบุร้อยละ 1–100",
        },
    )  # fmt: skip
    wanted_count = ThaiIntegerField(
        label="จำนวนคำตอบที่ต้องการ", required=False, min_value=1, max_value=10_000_000,
        error_messages={"invalid": "โปรดพิมพ์เป็นตัวเลข"},
    )  # fmt: skip
    scheme = forms.ChoiceField(
        label="เกณฑ์แปลความหมายค่าเฉลี่ย", required=False, error_messages=_NO_SUCH,
        choices=[("", "ตามมาตรของแต่ละข้อ"), *((one.key, str(one)) for one in SCHEMES.values())],
    )  # fmt: skip
    cutoff = forms.ChoiceField(
        label="จุดตัดของความต้องการจำเป็น", choices=list(CUTOFFS.items()), error_messages=_NO_SUCH
    )
    cutoff_top = ThaiIntegerField(label="จำนวนลำดับ", required=False, min_value=1, max_value=50)
    cutoff_value = ThaiDecimalField(label="ค่า PNI", required=False)
    before = forms.ModelChoiceField(
        Round.objects.none(), label="เปรียบเทียบกับรอบก่อน", required=False, empty_label="ไม่เปรียบเทียบ",
        error_messages=_NO_SUCH,
    )  # fmt: skip

    def __init__(
        self, *args: Any, form: Form, member: Member, made: Round | None = None, **facts: Any
    ) -> None:
        facts["initial"] = {
            **self._usual(form, member),
            **(_typed(made) if made else {}),
            **facts.get("initial", {}),
        }
        super().__init__(*args, member=member, **facts)
        self.made = made
        units = Q(pk__in=access.makeable_units(member).values("pk"))
        offered = units | Q(pk=made.unit_id) if made else units
        self.fields["unit"].queryset = units_of(member.office).filter(offered)  # type: ignore[attr-defined]
        self.fields["before"].queryset = earlier_rounds(member, form, but=made)  # type: ignore[attr-defined]
        if made is None or made.state == Round.State.DRAFT:
            return
        for name in _FIXED:
            self.fields[name].disabled = True

    @staticmethod
    def _usual(form: Form, member: Member) -> dict[str, Any]:
        own = form.unit_id or next(iter(access.makeable_units(member).values_list("pk", flat=True)), None)
        return {
            "key": new_id(), "title": form.title, "unit": own, "use": Round.Use.SURVEY,
            "audience": Audience.SCHOOLS if form.for_schools else Audience.PEOPLE, "opens_on": member.on,
            "closes_on": member.on + WEEKS, "is_once": True, "wanted_percent": 80, "cutoff": "group",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_on"), data.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", "วันปิดรับต้องไม่มาก่อนวันเปิดรับ โปรดแก้ไขวันปิดรับ")
        if opens and closes and closes - opens > LONGEST:
            self.add_error("closes_on", "ช่วงเปิดรับยาวเกิน 2 ปี โปรดตรวจปี พ.ศ.")
        self._check_target(data)
        if data.get("cutoff") == "top" and not data.get("cutoff_top"):
            self.add_error("cutoff_top", "โปรดระบุจำนวนลำดับ")
        if data.get("cutoff") == "value" and data.get("cutoff_value") is None:
            self.add_error("cutoff_value", "โปรดระบุค่า PNI ที่เป็นจุดตัด")
        return data

    def _check_target(self, data: Mapping[str, Any]) -> None:
        audience = data.get("audience")
        if audience == Audience.PUBLIC and not data.get("wanted_count"):
            self.add_error("wanted_count", "โปรดระบุจำนวนคำตอบที่ต้องการ เพราะประชาชนทั่วไปไม่มีจำนวนรวมให้คิดร้อยละ")
        if audience == Audience.NAMED and not data.get("names") and "names" not in self.errors:
            self.add_error("names", "โปรดใส่รายชื่ออย่างน้อย 1 คน")
        if audience == Audience.PEOPLE and not (
            data.get("roles") or data.get("units") or data.get("schools")
        ):
            self.add_error("roles", "โปรดเลือกตำแหน่งหรือกลุ่มอย่างน้อย 1 รายการ")

    def counted(self) -> int | None:
        """How many would be asked today by what is filled in; None where that cannot be said."""
        if not self.is_bound:
            choice = Choice.of(self.made.chosen) if self.made else Choice()
            return self._count(self.initial["audience"], choice)
        audience = self.cleaned_data.get("audience", "")
        is_whole = all(name in self.cleaned_data for name in ChoiceForm.base_fields)
        return self._count(audience, self.choice(audience)) if audience and is_whole else None

    def _count(self, audience: str, choice: Choice) -> int | None:
        if audience == Audience.PUBLIC:
            return None
        return count_chosen(self.member.office, audience, choice, on=self.member.on)

    def plan(self) -> Plan:
        data = self.cleaned_data
        plain = ("title", "unit", "opens_on", "closes_on", "purpose", "use", "audience", "is_anonymous", "is_once",
                 "wanted_percent", "wanted_count", "scheme", "before")  # fmt: skip
        facts = {name: data[name] for name in plain}
        return Plan(**facts, choice=self._choice(), cutoff=self._cutoff())

    def _choice(self) -> Choice:
        """Of one that has opened as it was: its names have left it."""
        if self.made is not None and self.made.state != Round.State.DRAFT:
            return Choice.of(self.made.chosen)
        chosen = self.choice(self.cleaned_data["audience"])
        if self.made is None:
            return chosen
        before = Choice.of(self.made.chosen)
        return replace(chosen, without=before.without, again=before.again)

    def _cutoff(self) -> dict[str, Any]:
        data = self.cleaned_data
        kind = data["cutoff"]
        if kind == "top":
            return {"kind": kind, "count": data["cutoff_top"]}
        return {"kind": kind, "value": str(data["cutoff_value"])} if kind == "value" else {"kind": "group"}


# What stands once a round has opened.
_FIXED = (
    "unit", "use", "audience", "opens_on", "closes_on", "is_anonymous", "is_once", *ChoiceForm.base_fields,
)  # fmt: skip


def _typed(made: Round) -> dict[str, Any]:
    """A round as its form shows it."""
    choice = Choice.of(made.chosen)
    plain = ("revision", "title", "unit", "purpose", "use", "audience", "opens_on", "closes_on", "is_anonymous",
             "is_once", "wanted_percent", "wanted_count", "scheme", "before")  # fmt: skip
    chosen = {name: getattr(choice, name) for name in ChoiceForm.base_fields}
    chosen["names"] = "\n".join(", ".join(filter(None, one)) for one in choice.names)
    cutoff = made.cutoff
    return {
        **{name: getattr(made, name) for name in plain}, **chosen, "cutoff": cutoff.get("kind", "group"),
        "cutoff_top": cutoff.get("count"), "cutoff_value": cutoff.get("value"),
    }  # fmt: skip


class KinForm(forms.Form):
    """What is done about those who were asked the same already."""

    kin = forms.ChoiceField(
        label="ผู้ที่เคยขอแล้ว", widget=forms.RadioSelect,
        choices=[("rest", "ขอเฉพาะผู้ที่ยังไม่เคยขอ"), ("again", "ขอซ้ำทุกราย โดยระบุเหตุผล")],
        error_messages={"required": "โปรดเลือกว่าจะทำอย่างไร", **_NO_SUCH},
    )  # fmt: skip
    again = CleanCharField(label="เหตุผลที่ขอซ้ำ", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kin") == "again" and not data.get("again"):
            self.add_error("again", "โปรดระบุเหตุผลที่ต้องขอซ้ำ")
        return data


class DayForm(forms.Form):
    """A later last day."""

    closes_on = ThaiDateField(label="ปิดรับวันที่", error_messages={"required": "โปรดระบุวันปิดรับ"})
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class ReopenForm(DayForm):
    reason = CleanCharField(
        label="เหตุผล", max_length=4000, widget=_lines(2), error_messages={"required": "โปรดระบุเหตุผล"}
    )


class OptionalReasonForm(forms.Form):
    reason = CleanCharField(label="เหตุผลที่ปิดก่อนกำหนด", required=False, max_length=4000, widget=_lines(2))


class AddForm(ChoiceForm):
    """Who is asked besides."""

    def choice_of(self, round_: Round) -> Choice:
        return self.choice(round_.audience)

    def is_empty(self, round_: Round) -> bool:
        """Nothing chosen means all schools: too much for a press that was not meant."""
        return self.choice_of(round_) == Choice()


class RoundFilter(forms.Form):
    """What narrows the list of rounds; a wrong value narrows nothing."""

    q = CleanCharField(
        label="ค้นหา", required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-search": True, "placeholder": "ชื่อรอบการเก็บข้อมูล"}),
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label="กลุ่ม", required=False, empty_label="ทุกกลุ่ม")
    state = forms.ChoiceField(
        label="สถานะ", required=False,
        choices=[("", "ทุกสถานะ"), ("open", "เปิดรับข้อมูล"), ("closed", "ปิดรับแล้ว"), ("draft", "เตรียมการ"),
                 ("void", "ยกเลิก")],
    )  # fmt: skip

    def __init__(self, *args: Any, member: Member, **facts: Any) -> None:
        super().__init__(*args, **facts)
        used = access.visible_rounds(member).order_by().values("unit")
        units = Unit.objects.filter(office=member.office, pk__in=used).order_by("position", "pk")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.short_name  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
