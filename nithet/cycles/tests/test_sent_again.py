"""A form sent twice, or out of the back button after all has changed: done once, told in words, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.cycles.agreement import disagreements
from nithet.cycles.kin import Tie
from nithet.cycles.models import Comment, Decision, Evidence, Letter, LetterAsk, Task, TaskRound, WorkLogEntry
from nithet.cycles.services.asking import Typed, answer, mark_of
from nithet.cycles.services.cancelling import cancel_task
from nithet.cycles.services.comments import say
from nithet.cycles.services.deciding import give, refuse
from nithet.cycles.services.evidence import write_log
from nithet.cycles.services.letters import AskedOf
from nithet.cycles.services.tying import Tied, tie_steps
from nithet.cycles.services.working import skip, submit
from nithet.cycles.tests.factories import a_pdf, current, make_procedure, open_year
from nithet.cycles.tests.test_letters import a_letter
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member, page_text
from nithet.thai.dates import format_date

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
WORDS = "ข้อความที่พิมพ์ไว้นานมาก"
TODAY = format_date(DAY, "short")
STEPS: list[dict[str, Any]] = [
    {"title": "งาน", "months": [11]},
    {"title": "งานใหม่", "months": [11]},
    {"title": "เสนอแล้ว", "months": [11]},
    {"title": "แจ้งทราบ", "months": [11], "ask": "acknowledge"},
    {"title": "ขออนุมัติ", "months": [11], "ask": "approve"},
]  # fmt: skip
KIN: list[dict[str, Any]] = [
    {"title": "งานคู่กัน", "months": [11]},
    {"title": "งานรวม", "months": [11]},
    {"title": "ขออนุญาต", "months": [11], "ask": "permit"},
]
REFUSED: list[dict[str, Any]] = [{"title": "ไม่อนุมัติ", "months": [11], "ask": "approve"}]
UP = ("เสนอแล้ว", "ขออนุมัติ", "แจ้งทราบ", "ขออนุญาต", "ไม่อนุมัติ")


# What is skipped meanwhile; the merged one goes with the task that serves it.
_SKIPPED = {"task": "งาน", "evidence": "งาน", "new": "งานใหม่", "merged": "งานใหม่", "shared": "งานคู่กัน"}


@dataclass
class Desk:
    """A year in which each act can be done, and the members who make it another one meanwhile."""

    office: Office
    people: dict[str, User]
    members: dict[str, Member]
    letter: Letter

    def task(self, title: str) -> Task:
        return Task.objects.select_related("unit", "run__cycle").get(title=title)

    def decision(self, title: str) -> Decision:
        return current(self.task(title))

    def things(self, name: str) -> tuple[Model, ...]:
        """What stands in the address."""
        if name == "shared":
            return self.task("งานคู่กัน"), self.evidence()
        return (self._thing(name),) if name else ()

    def evidence(self) -> Evidence:
        return Evidence.objects.get(task__title="งาน")

    def _thing(self, name: str) -> Model:
        found: Model = {
            "task": lambda: self.task("งาน"),
            "merged": lambda: self.task("งานรวม"),
            "refused": lambda: self.task("ไม่อนุมัติ"),
            "new": lambda: self.task("งานใหม่"),
            "submitted": lambda: self.task("เสนอแล้ว"),
            "decision": lambda: self.decision("เสนอแล้ว"),
            "gate": lambda: self.decision("ขออนุมัติ"),
            "notice": lambda: self.decision("แจ้งทราบ"),
            "given": lambda: Decision.objects.get(round__task__title="ขออนุมัติ", role="deputy"),
            "evidence": self.evidence,
            "comment": Comment.objects.get,
            "letter": lambda: self.letter,
            "ask": self.letter.asks.get,
        }[name]()  # type: ignore[no-untyped-call]
        return found

    def meanwhile(self, name: str) -> None:
        """Somebody else is quicker."""
        chief = self.members["director"]
        if name in _SKIPPED:
            skip(self.task(_SKIPPED[name]), why="ไม่ต้องทำแล้ว", by=chief)
        elif name == "refused":
            cancel_task(self.task("ไม่อนุมัติ"), why="ไม่ต้องทำแล้ว", by=chief)
        elif name in {"submitted", "decision"}:
            give(self.decision("เสนอแล้ว"), "ครบถ้วน", by=chief)
        elif name in {"gate", "given"}:
            give(self.decision("ขออนุมัติ"), "อนุมัติตามเสนอ", by=chief)
        elif name == "notice":
            give(self.decision("แจ้งทราบ"), "", by=chief)
        elif name in {"letter", "ask"}:
            task = self.letter.run.tasks.get()
            submit(task, "ยังไม่ครบ", by=self.members["supervisor"])


@pytest.fixture
def desk(office: Office, supervision: Unit, school: School, request: pytest.FixtureRequest) -> Desk:
    names = (
        "supervisor", "supervisor2", "head", "clerk", "deputy", "director", "secretary", "school_director",
    )  # fmt: skip
    people: dict[str, User] = {name: request.getfixturevalue(name) for name in names}
    members = {name: as_member(user, office) for name, user in people.items()}
    first, second = make_procedure(supervision, STEPS), make_procedure(supervision, KIN, title="งานคล้ายกัน")
    make_procedure(supervision, REFUSED, title="งานที่ไม่อนุมัติ")
    cycle = open_year(office)
    doer, boss = members["supervisor"], members["head"]
    tie_steps(cycle, [
        Tied(first.steps.get(number=1).pk, second.steps.get(number=1).pk, Tie.LINK),
        Tied(first.steps.get(number=2).pk, second.steps.get(number=2).pk, Tie.MERGE),
    ], by=members["director"])  # fmt: skip
    Task.objects.update(assignee=doer.person)
    letter = a_letter(boss, supervision, person=doer.person, asked=AskedOf(schools=[school]))
    made = Desk(office, people, members, letter)
    write_log(made.task("งาน"), "ประชุม", on=DAY, by=doer)
    say(made.task("งาน"), "ขอให้เร่ง", by=boss)
    for title in UP:
        submit(made.task(title), "เสนอ", by=doer)
    for title in UP[1:]:
        for who in (boss, members["deputy"]):
            give(made.decision(title), "เห็นควร", by=who)
    refuse(made.decision("ไม่อนุมัติ"), "ไม่มีงบประมาณ", by=members["director"])
    return made


@dataclass(frozen=True)
class Act:
    """`sent`: the form, where it has something typed. `late`: what who is late is answered."""

    name: str
    who: str
    at: str
    sent: Callable[[Desk], dict[str, Any]] = field(default=lambda desk: {})
    late: int = 409
    # Whether what was typed is shown again to who is late.
    keeps: bool = True
    again: tuple[int, ...] = (302, 409)
    # With what somebody else is quicker, where the address does not name it.
    on: str = ""


def typed(**fields: Any) -> Callable[[Desk], dict[str, Any]]:
    return lambda desk: fields


def on_paper(desk: Desk) -> dict[str, Any]:
    pk, signer = desk.decision("ขออนุมัติ").pk, desk.people["director"].person.pk
    said = {f"outcome-{pk}": "given", f"signer-{pk}": signer, f"words-{pk}": WORDS}
    return {"decision": [pk], "decided_on": TODAY, "scan": a_pdf(), "of": "division", **said}


KEY = str(new_id())
AT_ONE_DESK = 8
ACTS = [
    Act("task-take-up", "supervisor", "new", keeps=False),
    Act("task-assign", "head", "task", lambda desk: {"person": desk.people["supervisor2"].person.pk}, keeps=False),
    Act("task-submit", "supervisor", "task", typed(note=WORDS)),
    Act("task-withdraw", "supervisor", "submitted", keeps=False),
    Act("task-skip", "head", "task", typed(reason=WORDS)),
    Act("task-cancel", "head", "task", typed(reason=WORDS)),
    Act("task-move", "head", "task", typed(starts_on=TODAY, due_on="25 พ.ย. 2569", reason=WORDS)),
    Act("task-note", "supervisor", "task", typed(text=WORDS, on=TODAY, key=KEY)),
    Act("task-attach", "supervisor", "task", lambda desk: {"file": a_pdf()}, keeps=False),
    Act("task-link", "supervisor", "task", typed(address="https://example.org/a", title=WORDS, on=TODAY)),
    Act("evidence-use", "supervisor", "shared", keeps=False),
    Act("task-part", "head", "merged", keeps=False),
    Act("task-propose-anew", "supervisor", "refused", keeps=False),
    Act("evidence-void", "supervisor", "evidence", typed(reason=WORDS)),
    Act("comment-add", "head", "task", typed(text=WORDS, comment_key=KEY), late=302),
    Act("comment-void", "head", "comment", late=302, keeps=False),
    Act("decision-give", "head", "decision", typed(opinion=WORDS)),
    Act("decision-return", "head", "decision", typed(reason=WORDS)),
    Act("decision-refuse", "director", "gate", typed(reason=WORDS)),
    Act("decision-direct", "director", "notice", lambda desk: {
        "key": KEY, "person": desk.people["supervisor"].person.pk, "order": WORDS, "due_on": TODAY}, late=302),
    Act("decision-recall", "deputy", "given", keeps=False),
    Act("folder-give", "head", "decision", typed(opinion=WORDS)),
    Act("folder-condition", "director", "gate", typed(conditions=WORDS)),
    Act("folder-return", "head", "decision", typed(reason=WORDS)),
    Act("folder-refuse", "director", "gate", typed(reason=WORDS)),
    Act("folder-recall", "deputy", "given", keeps=False),
    Act("folder-urgent", "secretary", "gate", typed(urgent="1"), late=404, keeps=False),
    Act("folder-move", "secretary", "gate", lambda desk: {"after": desk.decision("ขออนุญาต").pk}, late=404, keeps=False),
    Act("folder-direct", "director", "notice", lambda desk: {
        "key": KEY, "person": desk.people["supervisor"].person.pk, "order": WORDS, "due_on": TODAY}, late=302),
    Act("folder-paper", "clerk", "", on_paper, on="gate"),
    Act("folder-acknowledge", "director", "", lambda desk: {
        "decision": [d.pk for d in Decision.objects.filter(round__task__title="แจ้งทราบ", role="director")]}, late=302, keeps=False),
    Act("letter-receive", "head", "", lambda desk: {
        "key": KEY, "subject": WORDS, "due_on": TODAY, "received_on": TODAY, "doer": f"unit-{desk.letter.run.unit_id}",
        "ask": "certify", "schools_by": ""}, late=302),
    Act("ask-page", "school_director", "ask", typed(answer=WORDS)),
    Act("ask-record", "supervisor", "ask", typed(answer=WORDS, told_by="ผู้แจ้ง")),
    Act("ask-void", "head", "ask", typed(reason=WORDS), again=(302, 404, 409)),
    Act("letter-ask", "head", "letter", lambda desk: {"units": [str(desk.letter.run.unit_id)], "schools_by": ""}, keeps=False),
    Act("letter-remind", "head", "letter", keeps=False),
    Act("letter-summary", "supervisor", "letter", lambda desk: {"summary": WORDS, "seen": mark_of("")}),
]  # fmt: skip


def standing() -> list[Any]:
    """All that an act could leave twice."""
    kinds: list[type[Model]] = [Task, TaskRound, Decision, Evidence, WorkLogEntry, Comment, Letter, LetterAsk]
    # Urgency and reminders are not counted: the second press says the same.
    return [list(kind._default_manager.order_by("pk").values()) for kind in kinds] + [Entry.objects.count()]


def address_of(act: Act, desk: Desk) -> str:
    return reverse(f"cycles:{act.name}", args=[desk.office.code, *(one.pk for one in desk.things(act.at))])


def portions(acts: list[Act]) -> list[Any]:
    """A desk costs more than an act."""
    parts = [acts[first : first + AT_ONE_DESK] for first in range(0, len(acts), AT_ONE_DESK)]
    return [pytest.param(part, id=f"{part[0].name}-to-{part[-1].name}") for part in parts]


@contextmanager
def undone(act: Act, subtests: pytest.Subtests) -> Iterator[None]:
    """The next act finds the desk as it was."""
    with subtests.test(act.name), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("acts", portions(ACTS))
def test_sent_twice_it_is_done_once(
    client: Client, desk: Desk, acts: list[Act], subtests: pytest.Subtests
) -> None:
    for act in acts:
        with undone(act, subtests):
            sent_twice(client, desk, act)


def sent_twice(client: Client, desk: Desk, act: Act) -> None:
    client.force_login(desk.people[act.who])
    address, form = address_of(act, desk), act.sent(desk)
    before = standing()
    first = client.post(address, form)
    assert first.status_code == 302, page_text(first)[:2000]
    after = standing()
    assert after != before
    for file in (value for value in form.values() if hasattr(value, "seek")):
        file.seek(0)
    assert client.post(address, form).status_code in act.again
    assert standing() == after
    assert [str(found) for found in disagreements()] == []


@pytest.mark.parametrize("acts", portions([act for act in ACTS if act.late == 409]))
def test_an_old_form_changes_nothing_and_says_why(
    client: Client, desk: Desk, acts: list[Act], subtests: pytest.Subtests
) -> None:
    for act in acts:
        with undone(act, subtests):
            sent_too_late(client, desk, act)


def sent_too_late(client: Client, desk: Desk, act: Act) -> None:
    client.force_login(desk.people[act.who])
    address, form = address_of(act, desk), act.sent(desk)
    desk.meanwhile(act.on or act.at)
    before = standing()
    response = client.post(address, form)
    assert (response.status_code, standing()) == (act.late, before)
    text = page_text(response)
    assert "อยู่ในสถานะ" in text or "แล้ว" in text
    assert not act.keeps or WORDS in text


def test_a_stale_answer_shows_both(client: Client, desk: Desk, school: School) -> None:
    ask = desk.letter.asks.get()
    answer(ask, Typed("ครบ 12 ห้อง"), by=desk.members["school_director"])
    client.force_login(desk.people["school_director"])
    response = client.post(
        reverse("cycles:ask-page", args=[desk.office.code, ask.pk]), {"answer": WORDS, "seen": ""}
    )
    text = page_text(response)
    assert (response.status_code, "มีผู้แก้ไขก่อนหน้าท่าน" in text) == (409, True)
    assert "ครบ 12 ห้อง" in text
    assert WORDS in text
