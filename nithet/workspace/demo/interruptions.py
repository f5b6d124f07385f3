"""What no manual foresaw: letters from above, a matter with money, what is urgent, moved, cancelled or talked about.

After the year's stories, through the services that people use. Where a day of the year has no task that fits, that act
is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import F, Q, QuerySet

from nithet.core.clock import travelled
from nithet.cycles.access.letters import chaired_clusters, letter_doers
from nithet.cycles.models import Cycle, Decision, Letter, LetterAsk, Task
from nithet.cycles.services import asking, cancelling, comments, deciding, evidence, folder, timing, working
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive, task_of
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.offices.models import School
from nithet.thai.dates import BANGKOK, format_date
from nithet.workspace.demo import sentences
from nithet.workspace.demo.acting import DECIDERS, Staff
from nithet.workspace.demo.papers import paper
from nithet.workspace.demo.stories import Times

# Schools that a letter asks, and how many of them have answered.
ASKED, ANSWERED = 10, 6
# Working days before the last on which it came, and until it is due.
CAME, DUE = 3, 8
# Working days by which a window is moved.
MOVED = 7
MONEY = Decimal("48500.00")


@dataclass
class Interruptions:
    cycle: Cycle
    staff: Staff
    times: Times
    on: date
    # Acts of one day follow each other, after those of the stories; on the first day of a year all is early.
    _minute: int = 0

    def perform(self) -> int:
        """How many acts it were."""
        self._collect()
        self._ask_for_money()
        for act in (self._make_urgent, self._talk, self._move, self._cancel):
            act()
        return self._minute

    def _at(self, days_before: int = 0) -> datetime:
        day = self.times.days(self.times.step(self.times.last, -days_before), self.times.last)[0]
        self._minute += 1
        begin = time(8, 40) if self.times.last == self.on else time(16, 5)
        return datetime.combine(day, begin, tzinfo=BANGKOK).replace(minute=begin.minute + self._minute)

    def _member(self, username: str, at: datetime) -> Member:
        return self.staff.member(username, at.astimezone(BANGKOK).date())

    @property
    def _due_on(self) -> date:
        return min(self.times.step(self.on, DUE), self.cycle.ends_on)

    # A letter that asks schools

    def _collect(self) -> None:
        at = self._at(CAME)
        clerk = self._member("clerk", at)
        schools = self._schools(at)
        facts = LetterFacts(
            subject="สำรวจความพร้อมของอุปกรณ์การศึกษาทางไกลผ่านดาวเทียม", due_on=self._due_on, received_on=clerk.on,
            from_whom="สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน", number="ศธ 04001/ว 4821",
            urgency=Letter.Urgency.VERY, wants="จำนวนห้องเรียนที่ใช้รับสัญญาณได้ และอุปกรณ์ที่ชำรุด",
        )  # fmt: skip
        with travelled(at):
            work = Work(_doer(clerk, self._member("supervisor", at)), AskedOf(schools=schools))
            letter = receive(self.cycle.office, facts, work, by=clerk)
            working.take_up(task_of(letter), by=self._member("supervisor", at))
        asks = {ask.school_id: ask for ask in letter.asks.select_related("letter", "school")}
        # Who signs in as a school's director still has it to answer.
        for school in schools[1 : ANSWERED + 1]:
            self._answer(asks[school.pk])
        at = self._at()
        with travelled(at):
            asking.remind(letter, by=self._member("supervisor", at))

    def _schools(self, at: datetime) -> list[School]:
        """That of the school's director who signs in, those of the clerk who does, and those of a cluster with a chair."""
        director, clerk, chair = (
            self._member(name, at) for name in ("schooldirector", "schoolclerk", "chair")
        )
        there = (
            School.objects.filter(office=self.cycle.office).active(on=director.on).order_by("sort_key", "pk")
        )
        first = list(there.filter(pk__in=director.schools_as()))
        own = there.filter(pk__in=clerk.schools_as()).exclude(pk__in=[one.pk for one in first])
        near = there.filter(cluster__in=chaired_clusters(chair))
        return list(dict.fromkeys([*first[:1], *own[:1], *near[:ASKED], *there[:ASKED]]))[:ASKED]

    def _answer(self, ask: LetterAsk) -> None:
        """The clerk who signs in for their school; what the others tell by telephone is written down."""
        at = self._at()
        clerk, doer = self._member("schoolclerk", at), self._member("supervisor", at)
        count = 3 + self._minute % 4
        said = f"ใช้รับสัญญาณได้ {count} ห้อง " + ("อุปกรณ์ใช้งานได้ครบ" if count % 2 else "เครื่องรับสัญญาณชำรุด 1 ชุด")
        with travelled(at):
            if ask.school_id in clerk.schools_as():
                asking.answer(ask, asking.Typed(said), by=clerk)
            else:
                typed = asking.Typed(said, told_by=f"ผู้อำนวยการ{ask.name} ทางโทรศัพท์")
                asking.record_answer(ask, typed, by=doer)

    # A matter with money, on its way to the director

    def _ask_for_money(self) -> None:
        at = self._at(1)
        head, doer = self._member("head", at), self._member("supervisor5", at)
        facts = LetterFacts(
            subject="จัดประชุมเชิงปฏิบัติการครูแกนนำการใช้สื่อดิจิทัล", due_on=self._due_on, received_on=head.on,
            from_whom="สำนักเทคโนโลยีเพื่อการเรียนการสอน", number="ศธ 04010/1920",
        )  # fmt: skip
        with travelled(at):
            letter = receive(self.cycle.office, facts, Work(_doer(head, doer), ask=Step.Ask.APPROVE), by=head)
        task = task_of(letter)
        with travelled(self._at(1)):
            lines = ["โครงการประชุมเชิงปฏิบัติการ", task.title, self.cycle.office.name, format_date(doer.on)]
            working.take_up(task, by=doer)
            evidence.attach_file(task, paper("pdf", "โครงการและกำหนดการประชุม", lines), by=doer)
        task.refresh_from_db()
        with travelled(self._at(1)):
            source = f"งบพัฒนาคุณภาพการศึกษา {self.cycle}"
            working.submit(task, "ขออนุมัติโครงการและงบประมาณ", by=doer, money=MONEY, money_source=source)
        self._pass_on(task)

    def _pass_on(self, task: Task) -> None:
        """Up to the director, who has the last word."""
        names = {role.value: name for (role, unit), name in DECIDERS.items() if unit in ("supervision", "")}
        names |= {"planning": "planning", "finance": "finance"}
        opinions = dict.fromkeys(names, sentences.PASSED_ON[0]) | {
            "planning": "อยู่ในแผนปฏิบัติการประจำปี", "finance": "มีงบประมาณคงเหลือเพียงพอ เบิกจ่ายตามระเบียบ",
        }  # fmt: skip
        while (decision := _current(task)) and decision.ask == Decision.Ask.PASS_ON:
            at = self._at()
            with travelled(at):
                deciding.give(decision, opinions[decision.role], by=self._member(names[decision.role], at))

    # What happens to tasks of the year

    def _make_urgent(self) -> None:
        """The oldest matter that lies before the director, without the one with money."""
        lying = Decision.objects.filter(
            office=self.cycle.office, state=Decision.State.CURRENT, role="director", round__money=None
        )
        if decision := lying.select_related("round__task").order_by("round__submitted_at", "pk").first():
            at = self._at()
            with travelled(at):
                folder.set_urgent(decision.round, True, by=self._member("secretary", at))

    def _talk(self) -> None:
        at = self._at()
        head, doer = self._member("head", at), self._member("supervisor", at)
        if task := self._tasks(assignee=doer.person).exclude(taken_up_at=None).first():
            words = "ขอให้แนบรายชื่อโรงเรียนที่ร่วมดำเนินการด้วย จะใช้ประกอบรายงานต่อสำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน"
            with travelled(at):
                comments.say(task, words, to=[doer.person.pk], by=head)

    def _move(self) -> None:
        at = self._at()
        supervisor = self._member("supervisor", at).person
        later = self._tasks(due_on__gte=self.on, due_on__lt=self.cycle.ends_on, times_returned=0)
        begun_first = F("taken_up_at").asc(nulls_last=True)
        # Who signs in first keeps what is due this week.
        if task := later.exclude(assignee=supervisor).order_by(begun_first, "-due_on", "pk").first():
            due_on = min(self.times.step(task.due_on, MOVED), self.cycle.ends_on)
            why = "โรงเรียนในกลุ่มเป้าหมายติดการทดสอบระดับชาติ ขอเลื่อนกำหนดให้เก็บข้อมูลได้ครบ"
            with travelled(at):
                timing.move_window(task, task.starts_on, due_on, why=why, by=self._member("head", at))

    def _cancel(self) -> None:
        at = self._at()
        untouched = self._tasks(assignee=None, taken_up_at=None, due_on__gt=self.on, ask=Step.Ask.CERTIFY)
        if task := untouched.order_by("-due_on", "-pk").first():
            why = "รวมการดำเนินการไว้กับกิจกรรมของหน่วยงานต้นสังกัดแล้ว จึงไม่จัดซ้ำ"
            with travelled(at):
                cancelling.cancel_task(task, why=why, by=self._member("head", at))

    def _tasks(self, **facts: object) -> QuerySet[Task]:
        """Open steps of the division that its head answers for."""
        division = Q(unit__code="supervision") | Q(unit__parent__code="supervision")
        tasks = Task.objects.filter(
            division, run__cycle=self.cycle, state=Task.State.OPEN, is_container=False, served_by=None
        )
        rows = tasks.exclude(number="").filter(**facts).select_related("unit", "run", "assignee")
        return rows.order_by("due_on", "run__position", "position", "starts_on")


def _doer(by: Member, who: Member) -> Doer:
    serving = letter_doers(by).filter(person=who.person, unit__in=who.units_as())
    post = serving[0]
    if post.unit is None:
        raise LookupError(f"{who.name} serves in no unit")
    return Doer(post.unit, post.person)


def _current(task: Task) -> Decision | None:
    waiting = Decision.objects.select_related("unit", "round__task", "round__submitted_by")
    return waiting.filter(round__task=task, state=Decision.State.CURRENT).first()
