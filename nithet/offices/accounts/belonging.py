"""What accounts are told of offices: whose history, and whether an appointment still keeps the account open."""

from datetime import date
from uuid import UUID

from nithet.accounts.models import User
from nithet.offices.models import Appointment, Person
from nithet.thai.dates import format_date

LEFT = (
    "บัญชีนี้ปิดแล้ว เพราะการดำรงตำแหน่งของท่านในระบบสิ้นสุดเมื่อ {day} หากได้รับแต่งตั้งใหม่ บัญชีจะเปิดใช้ได้อีกเมื่อสำนักงานบันทึกคำสั่ง "
    "โปรดติดต่อผู้ดูแลระบบของสำนักงาน"
)


class OfficesKnow:
    """Told to `nithet.accounts.belonging` when Django starts."""

    def office_id(self, user: User) -> UUID | None:
        return Person.objects.filter(user=user).values_list("office_id", flat=True).first()

    def why_closed(self, user: User, *, on: date) -> str:
        """After the last day of the last appointment. Who never had one, or only a coming one, may come in."""
        served = Appointment.objects.filter(person__user=user, voided_at=None)
        ends = list(served.values_list("until_on", flat=True))
        known = [day for day in ends if day is not None]
        if len(known) < len(ends) or not known or max(known) >= on:
            return ""
        return LEFT.format(day=format_date(max(known), "long"))
