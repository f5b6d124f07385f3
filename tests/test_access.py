"""Every address for every role, against the table of rights (access_table.py says how to add one).

In the ordinary run some roles stand for the others, address by address other ones; `make soak` asks all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import files, jobs
from nithet.core.clock import now
from nithet.core.models import Job, StoredFile
from nithet.cycles.models import (
    Answer,
    Decision,
    Evidence,
    PolicyFocus,
    Run,
    StandardJudgement,
    Task,
    TaskLink,
)
from nithet.cycles.queries.standards import standards_of
from nithet.cycles.services.asking import Typed, record_answer
from nithet.cycles.services.comments import say
from nithet.cycles.services.duties import Charge, Given, OrderFacts, give_duties, record_order
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.handing_over import hand_over_all
from nithet.cycles.services.judging import judge_standard
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, a_photo, make_procedure, open_year, task_of
from nithet.field.models import Apart, ApartFile
from nithet.field.services.devices import make_phone
from nithet.forms.models import Form, FormDraft, FormFile, FormVersion, Submission
from nithet.forms.services.exporting import EXPORT
from nithet.forms.services.receiving import receive as receive_form
from nithet.forms.tests.filling_kit import make_form, publish, xml_of
from nithet.forms.tests.rounds_kit import answer as answer_round
from nithet.forms.tests.rounds_kit import make_round, open_round
from nithet.manuals.models import ManualSource, ManualUpload, ManualVersion, Procedure, Step
from nithet.manuals.services.deciding import propose
from nithet.manuals.services.drafting import draft_from_catalogue
from nithet.notices.models import Notice
from nithet.notices.services.notifying import notify
from nithet.offices import rights
from nithet.offices.imports.registry import kind_of
from nithet.offices.imports.services import begin_import
from nithet.offices.imports.tests import layouts
from nithet.offices.members import Member
from nithet.offices.models import (
    Holiday,
    Leave,
    Office,
    Person,
    PrivacyRequest,
    PupilCount,
    School,
    SchoolChange,
    Semester,
    Unit,
)
from nithet.offices.rights import Cell, Level, Matter
from nithet.offices.tests.factories import as_member
from nithet.offices.tokens.services import make_token
from nithet.registers.generic.book import Book, books
from nithet.registers.generic.models import ItemVersion
from nithet.registers.studies.models import Recommendation
from nithet.thai.calendar import fiscal_year_span
from tests.access_table import BY_TOKEN, OWN_ACCOUNT, PUBLIC, ROLES, ROWS, Row, each

World = dict[str, Any]
ASKS_ALL = "NITHET_SOAK" in os.environ


def portions(at_once: int) -> Iterator[Any]:
    """The rows in portions, each with a world of its own, named after their apps: `-k offices` asks those with this app's."""
    rows = sorted(ROWS, key=lambda row: row.name.partition(":")[0])
    for number, first in enumerate(range(0, len(rows), at_once), 1):
        portion = rows[first : first + at_once]
        spaces = sorted({row.name.partition(":")[0] for row in portion})
        yield pytest.param(portion, id=f"{number}-{'-'.join(spaces)}")


# Large enough that making worlds costs little, small enough that two workers have their share.
BY_ROLES, BY_FEW = list(portions(45)), list(portions(180))
BY_NAME = {str(row): row for row in ROWS}
PLACES = {name: place for place, name in enumerate(BY_NAME)}


def addresses(patterns: list[Any] | None = None, space: str = "") -> Iterator[str]:
    """The names of all addresses of the project."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{space}{entry.name}"


def test_every_address_has_its_row() -> None:
    assert set(addresses()) == {row.name for row in ROWS} | PUBLIC | OWN_ACCOUNT | BY_TOKEN


def test_every_row_stands_once_and_every_exception_is_one() -> None:
    """An exception that says what the table says already would hide a later change of the table."""
    assert len(BY_NAME) == len(ROWS)
    needless = [
        (str(row), role)
        for row in ROWS
        for role, (sign, reason) in row.but.items()
        if role not in ROLES or not reason or replace(row, but={}).sign(role) == sign
    ]
    assert needless == []


@pytest.fixture
def people(request: pytest.FixtureRequest, db: None) -> dict[str, User]:
    named = {"stranger": "outsider"}
    return {role: request.getfixturevalue(named.get(role, role)) for role in ROLES if role != "nobody"}


@pytest.fixture
def world(office: Office, supervision: Unit, school: School, people: dict[str, User]) -> World:
    """A running year of the supervision division: one task open with evidence, one submitted to the head.

    The open one is taken up by the supervisor; a manual is proposed by the head.
    """
    procedure = make_procedure(supervision)
    open_year(office)
    doer, head = as_member(people["supervisor"], office), as_member(people["head"], office)
    shared, given = task_of(procedure, "1"), task_of(procedure, "2")
    evidence = attach_file(shared, a_photo(), by=doer)
    submit(given, "เสนอแผน", by=doer)
    version = draft_from_catalogue(["media-centre"], unit=supervision, by=head)
    propose(version, by=head)
    return {
        "office": office, "school": school, "person": people["supervisor"].person, "procedure": procedure,
        "version": version, "run": shared.run, "task": shared, "evidence": evidence,
        "decision": Decision.objects.get(round__task=given, state="current"),
        "unit": supervision, **registers_of(school, people["supervisor"].person), **settings_of(office), "request": PrivacyRequest.objects.create(
            office=office, person=people["supervisor"].person, kind="correction", made_at=now()
        ),
        **files_of(version, people["supervisor"]),
        "job": jobs.start("backup.now", office_id=office.pk, by=doer),
        "edition": edition_of(procedure), "comment": say(shared, "รับทราบ", by=doer), "linked": linked_with(shared, procedure),
        **duties_of(procedure, head, doer), **judged_in(shared.run, head), **letter_of(school, supervision, head, doer),
        **filled_form(supervision, school, people["teacher"]),
        "export": exported_by(people["supervisor"], office),
        "token": make_token("Excel", expires_on=date(2027, 1, 1), by=doer)[0],
        "device": make_phone("ซัมซุง", by=doer)[0],
        **items_of(supervision, people["supervisor"]), "notice": told(shared, people["supervisor"].person),
        "import": begin_import(kind_of("people"), layouts.upload("people.xlsx", layouts.amss_people()),
                               by=as_member(people["administrator"], office)),
    }  # fmt: skip


def edition_of(procedure: Procedure) -> ManualVersion:
    """The edition that the year follows, published to other offices."""
    edition = procedure.version
    edition.published_at = now()
    edition.save(update_fields=["published_at"])
    return edition


def linked_with(task: Task, procedure: Procedure) -> Task:
    """A task that may use the evidence of another."""
    other = task_of(procedure, "4")
    TaskLink.objects.create(office=task.office, first=task, second=other, made_at=now())
    return other


def files_of(version: ManualVersion, user: User) -> World:
    """A file that the manual came from, and files that could not be read."""
    office = version.office
    stored = files.store(office.pk, a_pdf(), max_bytes=1_000_000)
    upload = ManualUpload.objects.create(office=office, state="failed", made_by=user, made_at=now())
    facts = {"office": office, "file": stored, "position": 1, "name": "คู่มือ.pdf"}
    ManualSource.objects.create(upload=upload, **facts)
    source = ManualSource.objects.create(version=version, **facts)
    return {"upload": upload, "source": source}


def filled_form(unit: Unit, school: School, teacher: User) -> World:
    """A published form of the division that is worked on again, with a picture in a label, and filled by a teacher."""
    version = publish(make_form(unit.office, unit=unit))
    FormDraft.objects.create(office=unit.office, form=version.form, tables=version.tables, changed_at=now())
    label = files.store(unit.office.pk, a_photo("label.jpg"), max_bytes=1_000_000)
    FormFile.objects.create(office=unit.office, version=version, name="label.jpg", file=label)
    xml = xml_of(school.smis_code, photo="photo-1.jpg").encode()
    photo = {"photo-1.jpg": a_photo("photo-1.jpg")}
    by = as_member(teacher, unit.office)
    submission = receive_form(version, xml=xml, files=photo, by=by, at=now()).submission
    return {
        "submission": submission, "apart": sent_otherwise(submission), **asked_in_rounds(version, school),
    }  # fmt: skip


def sent_otherwise(submission: Submission) -> Apart:
    """The same filled form, which came once more with other answers."""
    apart = Apart.objects.create(
        office=submission.office, kind=Apart.Kind.CONTENT, submission=submission, version=submission.version, xml=submission.xml,
        sha256="0" * 64, answers=submission.answers, sent_by=submission.sent_by, person=submission.person, came_at=now(),
    )  # fmt: skip
    photo = submission.files.get()
    ApartFile.objects.create(office=submission.office, apart=apart, name=photo.name, file=photo.file)
    return apart


def asked_in_rounds(version: FormVersion, school: School) -> World:
    """One round that asks the school, which has answered too late; and one that is still being prepared."""
    round_ = make_round(version)
    (target,) = open_round(round_, [school])
    return {
        "round": round_, "target": target, "late_answer": answer_round(round_, target, standing="late"),
        "draft_round": make_round(version), "compared_round": make_round(version, before=round_),
    }  # fmt: skip


def exported_by(user: User, office: Office) -> Job:
    """A file of submissions that is ready to be fetched."""
    form = Form.objects.get(office=office)
    kept = default_storage.save(f"exports/{office.pk}/kept.csv", ContentFile(b"_reference"))
    return Job.objects.create(
        office_id=office.pk, kind=EXPORT, title="ส่งออกข้อมูล", made_by_id=user.pk, made_at=now(), state=Job.State.DONE,
        payload={"form": str(form.pk)}, result={"file": kept, "name": "kept.csv"},
    )  # fmt: skip


def registers_of(school: School, person: Person) -> World:
    """What the registers tell of the school and of the supervisor."""
    office, day = school.office, date(2026, 11, 10)
    return {
        "cluster": school.cluster,
        "count": PupilCount.objects.create(office=office, school=school, on=day, total=240, source="DMC"),
        "change": SchoolChange.objects.create(
            office=office, school=school, kind="opened", on=date(1980, 5, 1)
        ),
        "appointment": person.appointments.get(),
        "leave": Leave.objects.create(office=office, person=person, kind="sick", from_on=day, until_on=day),
    }


def judged_in(run: Run, head: Member) -> World:
    """Two standards that a person judges: one still to be judged, one that the head has."""
    later = Step.objects.filter(procedure=run.procedure, number__in=("3", "4")).order_by("number")
    later.update(standard="ดำเนินการอย่างเหมาะสม")
    judged, asked = standards_of(run, on=head.on)
    outcome = StandardJudgement.Outcome.MET
    return {
        "asked_step": asked.step, "judgement": judge_standard(run, judged, outcome, "ครบถ้วน", by=head),
    }  # fmt: skip


def duties_of(procedure: Procedure, head: Member, doer: Member) -> World:
    """The head gave the supervisor a duty by a signed order; the supervisor proposes to hand over what is theirs."""
    office, unit = head.office, procedure.version.manual.unit
    first, last = fiscal_year_span(2570)
    order = record_order(
        office, OrderFacts("12/2570", first, "มอบหมายหน้าที่", first, last), upload=a_pdf(), by=head
    )
    give_duties(order, [Given(doer.person, Charge.of(procedure), "joint", first, last)], by=head)
    value = {"unit": str(unit.pk), "role": "", "person": ""} if unit else {}
    return {
        "order": order,
        "duty": order.duties.get(),
        "hand_over": hand_over_all(doer.person, head.person, on=doer.on, reason="ย้าย", by=doer),
        "answer": Answer.objects.create(
            office=office, question="responsible", wording="เจ้าหน้าที่", value=value, answered_at=now()
        ),
        "policy": PolicyFocus.objects.create(
            office=office, fiscal_year_be=2570, source="obec", title="เรียนดี มีความสุข"
        ),
    }


def letter_of(school: School, unit: Unit, head: Member, doer: Member) -> World:
    """A letter with a file, given to the supervisor, that asks the school, which answered with a file."""
    facts = LetterFacts("รายงาน", head.on, head.on)
    work = Work(Doer(unit, doer.person), AskedOf(schools=[school]))
    letter = receive(head.office, facts, work, uploads=[a_pdf("หนังสือ.pdf")], by=head)
    told = Typed("ครบ", uploads=(a_pdf("คำตอบ.pdf"),), told_by="ผู้อำนวยการ")
    ask = record_answer(letter.asks.get(), told, by=doer)
    stored = StoredFile.objects.get(pk=letter.files[0]["file"])
    return {"letter": letter, "ask": ask, "letter_file": stored, "ask_file": stored}


def told(task: Task, person: Person) -> Notice:
    """The supervisor was told something of the task that they have."""
    notify([person], "task_given", task.pk, title=task.title, address="/satit1/my-work/")
    return Notice.objects.get(person=person, kind="task_given", object_id=task.pk, occasion="")


def items_of(unit: Unit, keeper: User) -> World:
    """An item of each register, with a version and a file."""
    made: World = {}
    facts = {"office": unit.office, "made_by": keeper, "made_at": now()}
    for book in books():
        stored = files.store(unit.office_id, a_pdf(f"{book.code}.pdf"), max_bytes=1_000_000)
        item = book.model(**facts, title=book.item_word, unit=unit, owner=keeper.person, fiscal_year_be=2570, changed_at=now(),
                          files=[{"file": str(stored.pk), "name": stored.name}], **referred_to(book, made))  # fmt: skip
        item.save()
        snapshot = {"title": item.title}
        ItemVersion.objects.create(
            **facts, kind=book.code, object_id=item.pk, number=1, on=date(2026, 11, 2), snapshot=snapshot
        )
        made |= {book.code: item, f"{book.code}_file": stored}
    made["recommendation"] = Recommendation.objects.create(
        office=unit.office, item=made["study"], to_whom="ผู้อำนวยการ", text="ซ่อมอุปกรณ์"
    )
    return made


def referred_to(book: Book[Any], made: World) -> World:
    """Of the items that are there already, those that an item of this book cannot be without."""
    kinds = {name: book.model._meta.get_field(name).related_model for name in book.refers_to}
    return {name: next(one for one in made.values() if type(one) is kind) for name, kind in kinds.items()}


def settings_of(office: Office) -> World:
    day = date(2026, 11, 2)
    return {
        "semester": Semester.objects.create(
            office=office, academic_year_be=2569, number=2, starts_on=day, ends_on=date(2027, 3, 31)
        ),
        "holiday": Holiday.objects.create(office=office, on=day, name="วันหยุดพิเศษ"),
    }


class Counted:
    """Counts the queries that are sent from within a question of access."""

    def __init__(self) -> None:
        self.questions = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        frame = sys._getframe()
        while frame := frame.f_back:  # type: ignore[assignment]
            code = frame.f_code
            if (
                code.co_filename.endswith("/access.py")
                or "/access/" in code.co_filename
                or code.co_name in ("member_of", "is_granted")
            ):
                self.questions += 1
                break
        return execute(*given)


class Asker:
    """Asks each address as each role, and leaves the world as it was."""

    def __init__(self, people: dict[str, User], world: World) -> None:
        self.world = world
        self.questions: dict[tuple[str, str], int] = {}
        self.clients = {"nobody": Client()}
        for role, user in people.items():
            self.clients[role] = Client()
            self.clients[role].force_login(user)
        self.cookies = {role: client.cookies.output() for role, client in self.clients.items()}
        self.state = _state()

    def signs(self, row: Row, roles: Iterable[str] = ROLES) -> dict[str, str]:
        return {role: self.sign(row, role) for role in roles}

    def sign(self, row: Row, role: str, office: Office | None = None) -> str:
        client = self.clients[role]
        client.cookies = SimpleCookie(self.cookies[role].replace("Set-Cookie: ", ""))
        counted = Counted()
        # What one role does is undone before the next one comes.
        with transaction.atomic(), connection.execute_wrapper(counted):
            found = _asked(client, row.method, self.address(row, office))
            if row.method == "POST" and found != ".":
                assert _state() == self.state, str(row)
            transaction.set_rollback(True)
        self.questions[str(row), role] = counted.questions
        return found

    def address(self, row: Row, office: Office | None = None) -> str:
        things = [self.world[word].pk if word in self.world else word for word in row.words]
        return reverse(row.name, args=[(office or self.world["office"]).code, *things])

    def things(self, row: Row) -> list[str]:
        """What the address names out of the world: the other office has none of it."""
        return [word for word in row.words if word in self.world]


@pytest.fixture
def plain_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most of what is asked here is refused, and how a refusal looks is shown elsewhere: drawing it took a third of the time."""
    monkeypatch.setattr(
        "nithet.core.errors.refusal", lambda request, error: HttpResponse(status=int(error.status))
    )
    for status in (403, 404):
        monkeypatch.setattr(
            f"config.urls.handler{status}", lambda request, *facts, at=status, **more: HttpResponse(status=at)
        )


@pytest.fixture
def asker(people: dict[str, User], world: World, plain_refusals: None) -> Asker:
    return Asker(people, world)


def asked_of(row: Row) -> Iterable[str]:
    """All roles in `make soak`. Otherwise nobody, the stranger, one of each sign by the table and by exception, and one more."""
    if ASKS_ALL:
        return ROLES
    members = [role for role in ROLES if role not in ("nobody", "stranger")]
    # Another start for each address, and the same in every run: a change is judged by what it changes.
    turn = PLACES[str(row)] % len(members)
    turned = members[turn:] + members[:turn]
    standing = {(row.sign(role), role in row.but): role for role in reversed(turned)}
    return dict.fromkeys(["nobody", "stranger", *standing.values(), turned[-1]])


def test_each_sign_is_asked_and_each_role_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ASKS_ALL", False)
    asked = {str(row): set(asked_of(row)) for row in ROWS}
    for row in ROWS:
        signs = row.signs()
        assert {signs[role] for role in asked[str(row)]} == set(signs.values())
    for role in ROLES:
        assert sum(role in roles for roles in asked.values()) > len(ROWS) / 10, role


@pytest.mark.parametrize("rows", BY_ROLES)
def test_rights(rows: list[Row], asker: Asker) -> None:
    wrong = {}
    for row in rows:
        found, expected = asker.signs(row, asked_of(row)), row.signs()
        if differing := [role for role in found if found[role] != expected[role]]:
            wrong[str(row)] = {role: f"{found[role]} not {expected[role]}" for role in differing}
    assert wrong == {}
    # Who is asking, and one more. Narrowed lookups are the page's own queries.
    dear = {
        key: count for key, count in asker.questions.items() if count not in (1, 2) and key[1] != "nobody"
    }
    assert dear == {}


@pytest.mark.parametrize("rows", BY_FEW)
def test_another_office_does_not_exist(rows: list[Row], asker: Asker, other_office: Office) -> None:
    """Neither the other office's pages, nor its things under one's own office's address.

    Roles are not looked at there; those with the most rights, and by turns those with the least, stand for all.
    """
    wrong = []
    for row in rows:
        turn = [["administrator"], ["teacher"]][PLACES[str(row)] % 2]
        members = ["director", *(["administrator", "teacher"] if ASKS_ALL else turn)]
        asked = [*members, *(["stranger"] if asker.things(row) and not row.outside else [])]
        wrong += [(str(row), role) for role in asked if asker.sign(row, role, other_office) != "4"]
    assert wrong == []


@pytest.mark.parametrize("rows", BY_FEW)
def test_a_page_asks_for_the_matter_that_its_row_names(
    rows: list[Row], asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Take the matter from the director, who holds all of it, and the director is refused."""
    wrong = []
    for row in rows:
        for asked, sign in ((row.sees, "4"), (row.may, "3")):
            matters = [matter for matter, _ in each(asked)]
            if not matters or row.sign("director") != ".":
                continue
            with monkeypatch.context() as patch:
                for matter in matters:
                    patch.setitem(rights.TABLE["director"], matter, Cell(Level.NONE))
                found = asker.sign(row, "director")
            # With the last matter by which it is seen, seeing is lost.
            seen_by = {matter for matter, _ in each(row.sees)}
            lost = "4" if seen_by and seen_by <= set(matters) else sign
            if found != lost:
                wrong.append((str(row), matters, found))
    assert wrong == []


@pytest.mark.parametrize(
    ("row", "role", "matter", "level"),
    [
        ("GET cycles:run-page", "clerk", Matter.TASKS, Level.NONE),
        ("GET cycles:run-page", "teacher", Matter.TASKS, Level.ALL),
        ("POST cycles:task-skip", "head", Matter.ASSIGN, Level.NAMED),
        ("POST cycles:task-skip", "deputy", Matter.ASSIGN, Level.OWN),
        ("GET offices:person-page", "registry", Matter.PEOPLE, Level.NONE),
        ("POST manuals:version-adopt", "administrator", Matter.DECIDE, Level.ALL),
    ],
)
def test_a_change_on_one_side_only_is_noticed(
    row: str, role: str, matter: Matter, level: Level, asker: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, found = BY_NAME[row].signs(), asker.signs(BY_NAME[row])
    assert found == expected
    monkeypatch.setitem(rights.TABLE[role], matter, Cell(level))
    expected_then, found_then = BY_NAME[row].signs(), asker.signs(BY_NAME[row])
    assert [r for r in ROLES if found[r] != expected_then[r]] == [role]
    assert [r for r in ROLES if found_then[r] != expected[r]] == [role]


def test_ones_own_account_asks_to_sign_in(client: Client, db: None) -> None:
    assert [name for name in OWN_ACCOUNT if _asked(client, "GET", reverse(name)) != "L"] == []


def _asked(client: Client, method: str, url: str) -> str:
    response = client.get(url) if method == "GET" else client.post(url)
    if response.streaming:
        # A list that is given out as a file holds it open until it is read.
        list(response)
    return sign_of(response)


def sign_of(response: Any) -> str:
    status = response.status_code
    if status == 302 and "/accounts/sign-in/" in response.headers["Location"]:
        return "L"
    if status == 403 and "offices/reading_ask.html" in [t.name for t in response.templates]:
        return "R"
    return {403: "3", 404: "4"}.get(status, "." if status in (200, 302, 409, 422) else f"?{status}")


def _state() -> tuple[object, ...]:
    """What a refused request must leave as it was. Every change of state writes history."""
    tasks = Task.objects.order_by("pk").values_list("state", "round", "assignee", "taken_up_at")
    return list(tasks), Entry.objects.count(), Evidence.objects.filter(voided_at=None).count()
