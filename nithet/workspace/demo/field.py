"""What the demo office does where there is no network: a phone, a tablet that still holds something, and two of what came twice."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5

from nithet.core.clock import travelled
from nithet.field.errors import KeptApartError
from nithet.field.models import Device
from nithet.field.services.arriving import arrive
from nithet.field.services.devices import make_phone, register_browser, seen, take_along
from nithet.field.services.telling import told
from nithet.forms.answers import Answers
from nithet.forms.checking.writing import write_instance
from nithet.forms.compiled import compiled
from nithet.forms.known import known_to
from nithet.forms.models import FormVersion
from nithet.offices.members import Member
from nithet.offices.models import Office, School
from nithet.thai.calendar import add_working_days
from nithet.thai.dates import BANGKOK
from nithet.workspace.demo.acting import Staff

FORM, WHO = "supervision_visit", "supervisor2"
TAKEN, VISITED = 9, 4
"""Days before today on which forms were taken along, and schools were visited."""
SIZE = 186_000
_LAST: Answers = {
    "last_agreements/last_agreement_progress": "partly_done",
    "last_agreements/last_agreement_note": "จัดมุมอ่านแล้ว ยังขาดสื่อ",
}
_ENDS: Answers = {
    "summary/strengths": "ครูใช้สื่อประกอบการสอนทุกชั่วโมงที่สังเกต",
    "summary/reflection": "ครูและผู้บริหารเห็นพ้องกันว่าจะเริ่มจากชั้นประถมศึกษาปีที่ 1",
    "agreement_count": 1,
}


@dataclass
class Field:
    """By the services, on their days."""

    office: Office
    staff: Staff
    first: date
    on: date

    def perform(self) -> int:
        """How many filled forms came; none in the first days of a year, when the form is not there yet."""
        taken, visited = self._moment(TAKEN, 8), self._moment(VISITED, 15)
        versions = FormVersion.objects.filter(form__office=self.office, form__template=FORM)
        version = versions.select_related("form").filter(published_at__lt=taken).order_by("-number").first()
        if version is None or visited.date() >= self.on or taken >= visited:
            return 0
        phone, tablet = self._take_along(version, taken)
        member = self.staff.member(WHO, visited.date())
        with travelled(visited):
            came = self._send(version, member, phone, tablet, visited)
            self._tell(version, tablet, visited)
            seen(phone, visited)
        return came

    def _take_along(self, version: FormVersion, at: datetime) -> tuple[Device, Device]:
        by = self.staff.member(WHO, at.date())
        with travelled(at):
            phone, _ = make_phone("โทรศัพท์ส่วนตัว", by=by)
            key = uuid5(NAMESPACE_URL, f"{self.office.pk} tablet")
            tablet = register_browser(key, "แท็บเล็ตของกลุ่มนิเทศ", by=by)
            take_along(phone, version, size=SIZE, at=at)
            told(tablet, carried=[_carried(version)], waiting=[], drafts=0, at=at)
        return phone, tablet

    def _send(self, version: FormVersion, member: Member, phone: Device, tablet: Device, at: datetime) -> int:
        """The first school was recorded on both; what was filled of the second was sent by both with other words."""
        one, other = School.objects.filter(office=self.office).active(on=self.on).order_by("smis_code")[:2]
        came = (
            (phone, _visit(one, member.on, "1", "นักเรียนชั้น ป.1 ยังอ่านคำควบกล้ำไม่คล่อง"), "phone", 0),
            (tablet, _visit(one, member.on, "0", "นักเรียนชั้น ป.1 จำนวน 4 คน อ่านคำควบกล้ำไม่คล่อง"), "tablet", 25),
            (tablet, _visit(other, member.on, "1", "ขาดสื่อวิทยาศาสตร์สำหรับชั้น ป.4"), "twice", 40),
            (phone, _visit(other, member.on, "0", "ขาดสื่อวิทยาศาสตร์สำหรับชั้น ป.4 และ ป.5"), "twice", 90),
        )
        for device, answers, name, minutes in came:
            moment = at + timedelta(minutes=minutes)
            xml = self._xml(version, member, answers, name)
            with travelled(moment), suppress(KeptApartError):
                arrive(version, xml=xml, files={}, at=moment, member=member, device=device)
        return len(came) - 1

    def _xml(self, version: FormVersion, member: Member, answers: Answers, name: str) -> bytes:
        definition = compiled(version).definition
        key = uuid5(NAMESPACE_URL, f"{self.office.pk} field {name}")
        return write_instance(
            definition, {**known_to(member, definition).values, **answers}, form_name=version.form.name,
            version=str(version.number), instance_id=f"uuid:{key}",
        )  # fmt: skip

    def _tell(self, version: FormVersion, tablet: Device, at: datetime) -> None:
        """One more is on the tablet, with its photos."""
        held = {
            "instance_id": f"uuid:{uuid5(NAMESPACE_URL, f'{self.office.pk} field held')}", "form": version.form.name,
            "title": "นิเทศโรงเรียน ช่วงบ่าย", "filled_at": at + timedelta(minutes=20), "files": 3, "refusal": "ไม่มีสัญญาณ",
        }  # fmt: skip
        later = at + timedelta(minutes=95)
        told(tablet, carried=[_carried(version)], waiting=[held], drafts=1, at=later)

    def _moment(self, days: int, hour: int) -> datetime:
        day = add_working_days(max(self.on - timedelta(days=days), self.first), 0)
        return datetime.combine(day, time(hour, 10), tzinfo=BANGKOK)


def _carried(version: FormVersion) -> dict[str, object]:
    return {"form": version.form.name, "version": version.number, "size": SIZE}


def _visit(school: School, on: date, level: str, to_develop: str) -> Answers:
    areas = ("school_management", "curriculum", "learning_management", "assessment_of_learning", "learners")
    agreement: Answers = {
        "agreements/issue": "การอ่านคำควบกล้ำ" if level == "1" else "การอ่านและเขียนคำควบกล้ำ",
        "agreements/action": "ใช้แบบฝึกอ่านวันละ 15 นาที",
        "agreements/responsible": "ครูประจำชั้น",
        "agreements/due_on": (on + timedelta(days=60)).isoformat(),
        "agreements/agreement_status": "not_started",
    }
    return {
        "heading/school": school.smis_code,
        "visit/observed_roles": ["teacher"],
        "visit/visit_modes": ["classroom_visit"],
        "visit/policy_focus": "การอ่านออกเขียนได้",
        **_LAST,
        **{f"observed_areas/{name}": "2" for name in areas},
        "observed_areas/learners": level,
        **_ENDS,
        "summary/to_develop": to_develop,
        "agreements": [agreement],
    }
