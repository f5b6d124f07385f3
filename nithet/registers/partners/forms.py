"""What agencies, cooperations and joint work ask (แบบ M7, N1, N3), and what is told when they end."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html

from nithet.core.clock import today
from nithet.core.fields import BahtField, CleanCharField, ThaiDateField, ThaiDecimalField
from nithet.offices.members import Member
from nithet.registers.generic.forms import FinishForm, ItemForm, PersonField, RowForm, lines, year_choices
from nithet.registers.partners.errors import AgencyKnownError
from nithet.registers.partners.fields import AgencyField, ClusterField, KindsField, SchoolField
from nithet.registers.partners.models import Agency, Contact, Cooperation, JointWork
from nithet.registers.partners.naming import agency_known
from nithet.thai.calendar import fiscal_year_be

Long = partial(CleanCharField, max_length=8000, required=False)
Short = partial(CleanCharField, max_length=200, required=False)
Decided = JointWork.Decided
MOST_HOURS, MOST_DAYS = 2000, 366


def check_span(form: forms.Form, given: dict[str, Any]) -> None:
    first, last = given.get("from_on"), given.get("until_on")
    if first and last and last < first:
        form.add_error("until_on", "วันสิ้นสุดต้องไม่อยู่ก่อนวันเริ่ม")


class AgencyForm(ItemForm):
    title = CleanCharField(label="ชื่อหน่วยงาน", max_length=300, help_text="ชื่อเต็ม เช่น เทศบาลตำบลสมมติ")
    side = forms.ChoiceField(label="สังกัด", choices=Agency.Side, initial=Agency.Side.OUTSIDE)
    sector = forms.ChoiceField(label="ภาคส่วน", choices=Agency.Sector, initial=Agency.Sector.STATE)
    mandate = Long(
        label="ภารกิจและอำนาจหน้าที่", widget=lines(3), help_text="หน่วยงานนี้ทำอะไร และขอความร่วมมือเรื่องใดได้"
    )
    phone = CleanCharField(label="โทรศัพท์", max_length=100, required=False)
    email = forms.EmailField(label="อีเมล", required=False)
    website = CleanCharField(label="เว็บไซต์", max_length=300, required=False)
    address = Long(label="ที่อยู่", widget=lines(2))

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        # An agency belongs to no year.
        self.fields["fiscal_year_be"].widget = forms.HiddenInput()

    def clean_title(self) -> str:
        """The whole office has one list."""
        title = str(self.cleaned_data["title"])
        if other := agency_known(self.member.office.pk, title, besides=self.item.pk if self.item else None):
            raise forms.ValidationError(AgencyKnownError(unit=other.unit.name).text)
        return title


class ContactPersonForm(RowForm):
    name = CleanCharField(label="ชื่อ", max_length=200)
    post = Short(label="ตำแหน่ง")
    phone = CleanCharField(label="โทรศัพท์", max_length=100, required=False)
    email = forms.EmailField(label="อีเมล", required=False)
    line_id = CleanCharField(label="LINE ID", max_length=100, required=False)
    matter = CleanCharField(label="เรื่องที่ติดต่อได้", max_length=300, required=False)


class WithAgencyForm(ItemForm):
    """Of which agency it is; one that is not known yet is added on a page of its own."""

    agency = AgencyField()

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        way = reverse("partners:agency-new", args=[self.member.office.code])
        self.fields["agency"].help_text = format_html(
            'หากไม่พบชื่อ โปรด<a href="{}" target="_blank" rel="noopener">เพิ่มหน่วยงาน</a>ก่อน แล้วกดบันทึกอีกครั้ง รายชื่อจะมีหน่วยงานนี้',
            way,
        )


class CooperationForm(WithAgencyForm):
    title = CleanCharField(label="เรื่อง", max_length=300, help_text="เช่น ขอวิทยากรอบรมครูด้านสื่อดิจิทัล")
    direction = forms.ChoiceField(
        label="ทิศทาง", choices=Cooperation.Direction, initial=Cooperation.Direction.OUT
    )
    kinds = KindsField(label="รูปแบบความร่วมมือ", required=False)
    detail = Long(label="สาระของความร่วมมือ", widget=lines(3))
    from_on = ThaiDateField(label="ตั้งแต่วันที่", required=False)
    until_on = ThaiDateField(label="ถึงวันที่", required=False, help_text="เว้นว่างไว้ หากไม่มีกำหนดสิ้นสุด")
    has_mou = forms.BooleanField(label="มีบันทึกข้อตกลง (MOU) แจ้งเตือนก่อนสิ้นสุด", required=False)
    mou_number = CleanCharField(label="เลขที่บันทึกข้อตกลง", max_length=80, required=False)
    value = BahtField(
        label="มูลค่า (บาท)", required=False, help_text="เงิน หรือราคาโดยประมาณของสิ่งของและบริการที่ได้รับ"
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_span(self, given)
        if given.get("mou_number"):
            given["has_mou"] = True
        return given


class ContactForm(RowForm):
    on = ThaiDateField(label="วันที่ติดต่อ")
    how = forms.ChoiceField(label="วิธีติดต่อ", choices=Contact.How, initial=Contact.How.PHONE)
    with_whom = Short(label="ติดต่อกับ", help_text="ชื่อและตำแหน่งของผู้ที่ติดต่อ")
    what = CleanCharField(label="เรื่องและผล", max_length=4000, widget=lines(2))

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and on > today():
            raise forms.ValidationError("วันที่นี้ยังมาไม่ถึง โปรดระบุวันที่ติดต่อจริง")
        return on


class GainForm(RowForm):
    school = SchoolField()
    cluster = ClusterField()
    what = CleanCharField(label="สิ่งที่ได้รับ", max_length=300, required=False)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        # A stored row is of one school.
        if self.is_stored:
            del self.fields["cluster"]
            self.fields["school"].required = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("DELETE") or self.errors:
            return given
        if given.get("school") and given.get("cluster"):
            self.add_error("cluster", "เลือกโรงเรียนแล้ว โปรดลบกลุ่มโรงเรียน หรือบันทึกเป็นอีกแถว")
        elif not given.get("school") and not given.get("cluster") and self.has_changed():
            self.add_error("school", "โปรดเลือกโรงเรียน หรือกลุ่มโรงเรียน")
        return given


class ResultForm(FinishForm):
    """What came of a cooperation."""

    result = CleanCharField(
        label="ผลที่ได้", max_length=8000, widget=lines(4), help_text="สิ่งที่เกิดขึ้นจริงกับโรงเรียน ครู และผู้เรียน"
    )

    def __init__(self, *args: Any, item: Cooperation, **facts: Any) -> None:
        facts["initial"] = {"result": item.result, **(facts.get("initial") or {})}
        super().__init__(*args, item=item, **facts)


class JointWorkForm(WithAgencyForm):
    title = CleanCharField(label="เรื่อง", max_length=300, help_text="งานที่ไปร่วมหรือสนับสนุน")
    agency = AgencyField(label="หน่วยงานเจ้าของเรื่อง")
    letter_number = CleanCharField(label="หนังสือหรือคำสั่งที่", max_length=80, required=False)
    asked_on = ThaiDateField(label="รับเรื่องเมื่อวันที่", required=False)
    reason = Long(
        label="ภารกิจและเหตุผล", widget=lines(3), help_text="ทำอะไร และเป็นประโยชน์ต่อสำนักงานหรือโรงเรียนอย่างไร"
    )
    from_on = ThaiDateField(label="ปฏิบัติงานตั้งแต่วันที่", required=False)
    until_on = ThaiDateField(label="ถึงวันที่", required=False)
    budget = BahtField(label="งบประมาณ (บาท)", required=False)
    vehicle = Short(label="ยานพาหนะ")
    decided = forms.ChoiceField(label="ผลการพิจารณา", choices=Decided, initial=Decided.WAITING)
    decided_on = ThaiDateField(label="พิจารณาเมื่อวันที่", required=False)
    decided_by = CleanCharField(
        label="ผู้พิจารณา", max_length=300, required=False, help_text="ชื่อและตำแหน่งของผู้มีอำนาจ"
    )
    decided_why = Long(label="ความเห็นหรือเหตุผล", widget=lines(2))
    order_number = CleanCharField(
        label="คำสั่งมอบหมายที่", max_length=80, required=False, help_text="เช่น 145/2569"
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        check_span(self, given)
        if given.get("decided", Decided.WAITING) != Decided.WAITING:
            needed = {"decided_on": "โปรดระบุวันที่พิจารณา", "decided_by": "โปรดระบุชื่อและตำแหน่งของผู้พิจารณา"}
            if given["decided"] != Decided.APPROVED:
                needed["decided_why"] = "โปรดระบุเหตุผลที่ส่งคืนหรือไม่อนุมัติ"
            for name, words in needed.items():
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given


class StintForm(RowForm):
    person = PersonField(label="บุคลากร", empty_label="เลือกชื่อ")
    on = ThaiDateField(label="วันที่", required=False)
    hours = ThaiDecimalField(label="จำนวนชั่วโมง")
    days = ThaiDecimalField(label="จำนวนวัน", required=False)
    what = CleanCharField(label="หน้าที่หรือสิ่งที่ทำ", max_length=300, required=False)

    def clean_hours(self) -> Any:
        hours = self.cleaned_data["hours"]
        if hours is not None and not 0 < hours <= MOST_HOURS:
            raise forms.ValidationError(f"จำนวนชั่วโมงต้องมากกว่า 0 และไม่เกิน {MOST_HOURS:,} ต่อแถว")
        return hours

    def clean_days(self) -> Any:
        days = self.cleaned_data["days"]
        if days is not None and days > MOST_DAYS:
            raise forms.ValidationError(f"จำนวนวันต้องไม่เกิน {MOST_DAYS} ต่อแถว")
        return days


class SummaryForm(FinishForm):
    """แบบสรุปผลการทำงานร่วม (N3). Of what was refused there is nothing to sum up."""

    output = Long(label="ผลผลิต", required=True, widget=lines(3), help_text="ทำอะไรสำเร็จ เท่าใด")
    outcome = Long(label="ผลลัพธ์", widget=lines(2), help_text="เกิดผลอะไรกับผู้รับประโยชน์")
    problems = Long(label="ปัญหาและอุปสรรค", widget=lines(2))
    benefit = Long(label="ประโยชน์ต่อสำนักงาน", required=True, widget=lines(2))
    publicity = Long(label="การเผยแพร่", widget=lines(2), help_text="เผยแพร่ที่ใด เมื่อใด")

    TEXTS = ("output", "outcome", "problems", "benefit", "publicity")

    def __init__(self, *args: Any, item: JointWork, **facts: Any) -> None:
        known = {name: getattr(item, name) for name in self.TEXTS}
        facts["initial"] = {**known, **(facts.get("initial") or {})}
        super().__init__(*args, item=item, **facts)
        if item.is_refused:
            for name in self.TEXTS:
                del self.fields[name]


class HoursFilter(forms.Form):
    """Of which year; a wrong one is this one."""

    year_be = forms.TypedChoiceField(label="ปีงบประมาณ พ.ศ.", required=False, coerce=int)

    def __init__(self, given: Any, *, member: Member) -> None:
        now = str(fiscal_year_be(member.on))
        choices = year_choices(member)
        asked = given.get("year_be", "")
        super().__init__({"year_be": asked if asked in dict(choices) else now})
        self.fields["year_be"].choices = choices  # type: ignore[attr-defined]
        self.year = int(self["year_be"].value())
