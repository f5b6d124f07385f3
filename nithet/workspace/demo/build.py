"""Builds the demo office once: founded, its manuals adopted, its year opened and lived until today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial

from django.db import transaction

from nithet.catalogue.loader import main_procedures
from nithet.core.clock import travelled
from nithet.cycles import access
from nithet.cycles.models import Cycle, Task
from nithet.cycles.plan import YearPlan
from nithet.cycles.planning import plan_year, year_of
from nithet.cycles.queries import procedures_to_start
from nithet.cycles.services import opening
from nithet.manuals.models import ManualVersion
from nithet.manuals.services import deciding, drafting
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.registers.generic.doing import besides
from nithet.thai.calendar import add_working_days, fiscal_year_be, fiscal_year_span
from nithet.thai.dates import BANGKOK
from nithet.workspace.demo import own_manual
from nithet.workspace.demo.acting import Staff, Stage
from nithet.workspace.demo.casting import Names, Part, cast
from nithet.workspace.demo.duties import give_order
from nithet.workspace.demo.field import Field
from nithet.workspace.demo.filled import Forms
from nithet.workspace.demo.founding import found_office
from nithet.workspace.demo.interruptions import Interruptions
from nithet.workspace.demo.invention import TEACHERS, invent
from nithet.workspace.demo.policies import set_policies
from nithet.workspace.demo.rounds import Rounds
from nithet.workspace.demo.stories import Times, stories

Tell = Callable[[str], object]
# Who brings the manual of a division, and who proposes it.
MANUALS = {"supervision": ("supervisor", "head"), "dlict": ("computer", "head2")}
# Days before the fiscal year on which a manual is brought, proposed and endorsed, duties are given, the year is opened.
BROUGHT, PROPOSED, ENDORSED, ORDERED, OPENED = 23, 16, 9, 7, 6
# Who does what no manual asks for, so many days before today.
BESIDES = (("supervisor", 40), ("supervisor2", 24), ("computer", 11), ("supervisor", 4))


@transaction.atomic
def build(*, on: date, tell: Tell) -> Office:
    """All or nothing: an interrupted build leaves nothing behind. The one long transaction, before anybody works here."""
    office = found_office(invent(), on=on)
    tell(
        f"สำนักงาน: {School.objects.filter(office=office).active(on=on).count()} โรงเรียน ครู {TEACHERS} คน และบัญชีผู้ใช้"
    )
    year = _Year.of(office, on=on)
    year.adopt_manuals()
    tell(f"คู่มือ: ประกาศใช้ {len(MANUALS) + 1} เล่ม {len(main_procedures()) + 1} กระบวนงาน")
    tell(f"คำสั่งมอบหมายหน้าที่: {year.give_duties()} หน้าที่")
    tell(f"นโยบายและจุดเน้น: {year.set_policies()} ข้อ")
    parts = year.open()
    tell(f"ปีงบประมาณ พ.ศ. {year.year_be}: เปิดแล้ว {len(parts)} งาน")
    acts = year.live(parts)
    year.do_besides()
    filled = Forms(office, year.staff, year.first, on).perform()
    tell(f"แบบฟอร์ม: ได้รับข้อมูล {filled} ชุด")
    answered = Rounds(office, year.staff, year.first, on).perform()
    tell(f"รอบการเก็บข้อมูล: ได้รับคำตอบ {answered} ชุด")
    came = Field(office, year.staff, year.first, on).perform()
    tell(f"ภาคสนาม: ได้รับข้อมูล {came} ชุด")
    done = Task.objects.filter(office=office, state=Task.State.DONE, is_container=False).count()
    tell(f"การดำเนินงานถึงวันนี้: {acts} รายการ เสร็จสิ้น {done} งาน")
    return office


@dataclass
class _Year:
    office: Office
    staff: Staff
    on: date

    @classmethod
    def of(cls, office: Office, *, on: date) -> _Year:
        return cls(office, Staff(office), on)

    @property
    def year_be(self) -> int:
        return fiscal_year_be(self.on)

    @property
    def first(self) -> date:
        return fiscal_year_span(self.year_be)[0]

    def before(self, days: int) -> datetime:
        """A working moment so many days before the fiscal year begins."""
        day = add_working_days(self.first - timedelta(days=days), 0)
        return datetime.combine(day, time(9, 40), tzinfo=BANGKOK)

    def adopt_manuals(self) -> None:
        """One manual a division, out of the catalogue, and a personal one; all through the office's own road."""
        for unit, (bringer, head) in MANUALS.items():
            codes = [procedure.code for procedure in main_procedures() if procedure.unit == unit]
            self._adopt(unit, partial(drafting.draft_from_catalogue, codes), bringer=bringer, head=head)
        text, name = own_manual.TEXT, own_manual.NAME
        self._adopt(
            "supervision",
            partial(drafting.draft_from_text, text, name=name),
            bringer="supervisor9",
            head="head",
        )

    def _adopt(self, unit: str, draft: Callable[..., ManualVersion], *, bringer: str, head: str) -> None:
        with travelled(self.before(BROUGHT)):
            division = Unit.objects.get(office=self.office, code=unit)
            version = draft(unit=division, by=self._member(bringer, BROUGHT))
        with travelled(self.before(PROPOSED)):
            deciding.propose(version, by=self._member(head, PROPOSED))
        with travelled(self.before(ENDORSED)):
            deciding.adopt(version, by=self._member("director", ENDORSED))

    def give_duties(self) -> int:
        """The administrator types the order that the director has signed."""
        with travelled(self.before(ORDERED)):
            return give_order(self.office, self.year_be, by=self._member("admin", ORDERED))

    def set_policies(self) -> int:
        with travelled(self.before(ORDERED)):
            return set_policies(self.year_be, by=self._member("planning", ORDERED))

    def open(self) -> list[Part]:
        """Answer what the manuals leave unsaid, agree on days, and open the year."""
        by = self._member("planning", OPENED)
        access.can_start_year(by).or_refuse()
        with travelled(self.before(OPENED)):
            asked = self._plan().questions
            opening.remember(self.office, own_manual.answers(self.office, asked), by=by)
            plan = self._plan()
            parts = cast(plan, Names.of(self.office), on=self.on)
            cycle = opening.open_cycle(self.office, self.year_be, by=by)
            opening.add_runs(cycle, plan, by=by)
        return parts

    def live(self, parts: list[Part]) -> int:
        """What happened in the year until today; how many acts it were."""
        cycle = Cycle.objects.select_related("office").get(office=self.office)
        stage = Stage(cycle, self.staff)
        times = Times.of(self.first, year_of(self.office, self.year_be).holidays, on=self.on)
        acts = stories(parts, times, on=self.on)
        for act in acts:
            stage.perform(act)
        return len(acts) + Interruptions(cycle, self.staff, times, self.on).perform()

    def do_besides(self) -> None:
        """What no manual asks for."""
        for number, (username, days) in enumerate(BESIDES):
            day = add_working_days(max(self.on - timedelta(days=days), self.first), 0)
            if day >= self.on:
                continue
            with travelled(datetime.combine(day, time(14, 20), tzinfo=BANGKOK)):
                for act in besides():
                    act(self.staff.member(username, day), day, number)

    def _plan(self) -> YearPlan:
        return plan_year(self.office, procedures_to_start(self.office), self.year_be, on=self.on)

    def _member(self, username: str, days: int) -> Member:
        return self.staff.member(username, self.before(days).date())
