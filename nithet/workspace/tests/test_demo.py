"""The demo office: as large as promised, the same each time, and alive on any day of the year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.db.models import Count
from django.test import Client, override_settings
from django.urls import reverse

from nithet.accounts.demo import ACCOUNTS, PASSWORD
from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now, travelled
from nithet.core.models import SearchEntry, StoredFile
from nithet.core.search.rebuilding import rebuild
from nithet.cycles import queries
from nithet.cycles.access.letters import chaired_clusters
from nithet.cycles.models import Answer, Cycle, Decision, Duty, DutyOrder, Letter, Mention, Task
from nithet.cycles.queries.letter_list import sent_in
from nithet.cycles.queries.letters import asked_of
from nithet.field.models import Apart, Device
from nithet.forms.models import FormVersion, Round, RoundAnswer, Submission
from nithet.manuals.models import ManualVersion, Procedure
from nithet.offices.members import Member, member_of
from nithet.offices.models import (
    Appointment,
    Cluster,
    ClusterStay,
    Holiday,
    Leave,
    Office,
    Person,
    PupilCount,
    Role,
    School,
    SchoolChange,
    Semester,
    Unit,
)
from nithet.offices.settings.services.calendar import ready_holidays
from nithet.registers.generic.book import book_of
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span
from nithet.thai.dates import BANGKOK, bangkok_day, to_be
from nithet.workspace.demo.field import FORM as FIELD_FORM
from nithet.workspace.demo.filled import FORMS, TEACHERS
from nithet.workspace.demo.founding import counted_on
from nithet.workspace.demo.invention import invent
from nithet.workspace.demo.rounds import ASKED
from nithet.workspace.mywork import end_of_week
from tests.soaking import A_LONG_ONE

MODELS = (Office, Person, User, Task, DutyOrder, Duty, Answer, Entry, StoredFile)
# In the middle of a semester, in the first days of a year, and late in it.
DAYS = (date(2026, 11, 20), date(2026, 10, 3), pytest.param(date(2027, 6, 15), marks=A_LONG_ONE))
QUICK = {
    "STORAGES": {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    },
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}


@dataclass(frozen=True)
class Demo:
    on: date
    told: list[str]

    @property
    def office(self) -> Office:
        return Office.objects.get(code="satit1")

    @property
    def tasks(self) -> list[Task]:
        return list(Task.objects.filter(office=self.office, is_container=False).select_related("assignee"))

    def member(self, username: str) -> Member:
        found = member_of(User.objects.get(username=username), "satit1", on=self.on)
        assert found, username
        return found

    def work(self, username: str) -> list[Task]:
        return queries.work_of(self.member(username)).todo

    def asked(self, username: str) -> list[str]:
        return [decision.ask for decision in queries.waiting_decisions(self.member(username))]


@pytest.fixture(scope="module", params=DAYS, ids=str)
def demo(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any) -> Iterator[Demo]:
    """Built once for all tests of a day, by the command, and taken back as a whole."""
    told = StringIO()
    with django_db_blocker.unblock(), override_settings(**QUICK), transaction.atomic():
        call_command("demo", on=request.param, stdout=told)
        yield Demo(request.param, told.getvalue().splitlines())
        transaction.set_rollback(True)


@pytest.fixture
def _that_day(demo: Demo) -> Iterator[None]:
    with time_machine.travel(datetime.combine(demo.on, time(9, 30), tzinfo=BANGKOK), tick=False):
        yield


# What is there


@pytest.mark.django_db
def test_it_is_as_large_as_an_office(demo: Demo) -> None:
    serving = Appointment.objects.active(on=demo.on)
    substantive = serving.filter(capacity=Appointment.Capacity.SUBSTANTIVE)
    people = {role: substantive.filter(role=role).values("person").distinct().count() for role in Role}
    assert School.objects.active(on=demo.on).count() == 120
    assert School.objects.closed(on=demo.on).count() == 2
    assert Cluster.objects.count() == 8
    assert School.objects.filter(is_highland=True).values("cluster").distinct().count() == 1
    wanted = {Role.DIRECTOR: 1, Role.DEPUTY: 2, Role.HEAD: 10, Role.SUPERVISOR: 12, Role.COMPUTER_OFFICER: 3}
    wanted |= {Role.SCHOOL_DIRECTOR: 120, Role.TEACHER: 600, Role.CLUSTER_CHAIR: 8}
    assert {role: people[role] for role in wanted} == wanted
    assert people[Role.SCHOOL_CLERK] < 120
    # Whom the ministry sends serves in an office of its own kind.
    assert [role for role, count in people.items() if not count] == [Role.MINISTRY]


@pytest.mark.django_db
def test_its_units_calendar_and_manuals_are_complete(demo: Demo) -> None:
    kinds = Counter(Unit.objects.values_list("kind", flat=True))
    assert (kinds["division"], kinds["unit"]) == (9, 1)
    first, last = fiscal_year_span(fiscal_year_be(demo.on))
    assert Semester.objects.filter(starts_on__lte=last, ends_on__gte=first).exclude(source="").count() == 3
    assert Holiday.objects.filter(on__range=(first, last)).count() == Holiday.objects.count() > 15
    adopted = ManualVersion.objects.filter(state=ManualVersion.State.ADOPTED)
    assert [version.manual.unit.code for version in adopted.order_by("manual__unit__position")] == [  # type: ignore[union-attr]
        "dlict",
        "supervision",
        "supervision",
    ]
    assert Procedure.objects.filter(version__in=adopted).count() == 15
    assert Cycle.objects.get().fiscal_year_be == fiscal_year_be(demo.on)


@pytest.mark.django_db
def test_schools_are_small_and_large_and_counted_lately(demo: Demo) -> None:
    schools = list(School.objects.active(on=demo.on))
    assert 40 < sum(school.is_small for school in schools) < 90
    assert {school.pupils_on for school in schools} == {counted_on(demo.on)}
    assert all(len(school.smis_code) == 8 for school in schools)


@pytest.mark.django_db
def test_registers_have_a_past(demo: Demo) -> None:
    on = demo.on
    counts = PupilCount.objects.values("school").annotate(times=Count("pk"))
    assert set(counts.values_list("times", flat=True)) == {2}
    assert set(PupilCount.objects.values_list("source", flat=True)) == {"DMC"}
    assert not PupilCount.objects.filter(on__gt=on).exists()
    assert ClusterStay.objects.filter(until_on=None).count() == School.objects.count()
    assert not School.objects.filter(latitude=None).exists()
    merged = SchoolChange.objects.get(kind=SchoolChange.Kind.MERGED)
    assert merged.into
    assert School.objects.active(on=on).filter(pk=merged.into.pk).exists()
    for school in School.objects.closed(on=on):
        assert school.pupils_on
        assert school.pupils_on < school.changes.get().on


@pytest.mark.django_db
def test_joint_work_is_there_though_no_manual_asks_for_it(demo: Demo) -> None:
    book = book_of("joint-work")
    assert book
    assert set(book.items().values_list("decided", flat=True)) == {"approved", "waiting", "refused"}
    assert set(book.items().values_list("state", flat=True)) == {"draft", "done"}


@pytest.mark.django_db
def test_somebody_acts_by_order_while_a_director_is_away(demo: Demo) -> None:
    acting = Appointment.objects.active(on=demo.on).exclude(capacity=Appointment.Capacity.SUBSTANTIVE).get()
    assert acting.order_number
    assert acting.scope
    assert Leave.objects.active(on=demo.on).count() == 2
    director = Appointment.objects.active(on=demo.on).get(
        school=acting.school, role=Role.SCHOOL_DIRECTOR, capacity=Appointment.Capacity.SUBSTANTIVE
    )
    assert Leave.objects.active(on=demo.on).filter(person=director.person).exists()
    clerks = Appointment.objects.active(on=demo.on).filter(role=Role.SCHOOL_CLERK)
    assert max(clerks.values("person").annotate(n=Count("pk")).values_list("n", flat=True)) == 3


@pytest.mark.django_db
def test_officials_have_position_numbers_and_employees_none(demo: Demo) -> None:
    with_number = Person.objects.exclude(position_number="")
    assert not with_number.filter(kind=Person.Kind.EMPLOYEE).exists()
    assert not Person.objects.filter(position_number="").exclude(kind=Person.Kind.EMPLOYEE).exists()
    assert with_number.values("position_number").distinct().count() == with_number.count()


def test_the_count_of_pupils_is_the_last_one_before_the_day() -> None:
    assert counted_on(date(2026, 11, 20)) == date(2026, 11, 10)
    assert counted_on(date(2026, 11, 9)) == date(2026, 6, 10)
    assert counted_on(date(2027, 5, 1)) == date(2026, 11, 10)


def test_it_is_the_same_each_time() -> None:
    assert invent() == invent()
    assert invent("another") != invent()


def test_no_two_people_share_a_name() -> None:
    names = [(person.first_name, person.last_name) for person in invent().people]
    assert len(names) == len(set(names))


def test_holidays_of_others_are_left_out() -> None:
    days = dict(ready_holidays(2570))
    assert days[date(2026, 10, 13)] == "วันนวมินทรมหาราช"
    assert not any("แรงงาน" in name or "วันเด็ก" in name for name in days.values())


# Accounts


@pytest.mark.django_db
def test_every_account_signs_in(demo: Demo, client: Client) -> None:
    names = [account.username for account in ACCOUNTS]
    names += [f"supervisor{n}" for n in range(2, 13)] + ["computer2", "computer3"]
    assert sorted(names) == sorted(User.objects.values_list("username", flat=True))
    refused = [name for name in names if not client.login(username=name, password=PASSWORD)]
    assert refused == []


@pytest.mark.django_db
@pytest.mark.usefixtures("_that_day")
def test_every_account_has_its_work_page(demo: Demo, client: Client) -> None:
    for account in ACCOUNTS:
        client.force_login(User.objects.get(username=account.username))
        assert client.get(reverse("workspace:my-work", args=["satit1"])).status_code == 200, account
    assert Person.objects.filter(user__isnull=False, standing="เชี่ยวชาญ").exists()


@pytest.mark.django_db
def test_deputies_have_their_divisions(demo: Demo) -> None:
    deputy, deputy2 = demo.member("deputy"), demo.member("deputy2")
    units = {unit.code: unit.pk for unit in Unit.objects.all()}
    assert units["supervision"] in deputy.units_as(Role.DEPUTY)
    assert units["dlict"] in deputy2.units_as(Role.DEPUTY)
    assert not deputy.units_as() & deputy2.units_as()


@pytest.mark.django_db
def test_people_of_schools_serve_together(demo: Demo) -> None:
    served = [demo.member(name).schools_as() for name in ("schooldirector", "schoolclerk", "teacher")]
    assert served[0] == served[2] < served[1]
    assert demo.member("chair").has(Role.CLUSTER_CHAIR, Role.SCHOOL_DIRECTOR)


# Duties


@pytest.mark.django_db
@pytest.mark.usefixtures("_that_day")
def test_a_signed_order_gives_duties_for_the_whole_year(demo: Demo) -> None:
    first, last = fiscal_year_span(fiscal_year_be(demo.on))
    order = DutyOrder.objects.get()
    assert order.file
    assert order.on < first
    assert (order.number, order.from_on, order.until_on) == (f"215/{to_be(order.on.year)}", first, last)
    duties = list(order.duties.all())
    assert {duty.lineage for duty in duties} == set(
        Cycle.objects.get().runs.exclude(procedure=None).values_list("lineage", flat=True)
    )
    assert {duty.part for duty in duties} == set(Duty.Part.values)
    places = {(duty.school_id is not None, duty.cluster_id is not None) for duty in duties}
    assert places == {(False, False), (True, False), (False, True)}
    assert {duty.person.pk for duty in duties} >= {
        demo.member(f"supervisor{n}").person.pk for n in range(2, 13)
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("_that_day")
def test_the_work_of_the_year_is_where_the_order_says(demo: Demo) -> None:
    for head in ("director", "head", "head2"):
        assert queries.differences(demo.member(head)) == []
    given = Task.objects.filter(assignee=demo.member("supervisor8").person)
    assert given.filter(run__title__contains="เศรษฐกิจพอเพียง").count() >= 5


@pytest.mark.django_db
def test_answers_of_both_kinds_are_remembered_and_hold(demo: Demo) -> None:
    lines = queries.answer_lines(demo.member("planning"))
    assert Counter(line.is_responsible for line in lines) == {True: 3, False: 3}
    assert all(line.manuals and not line.doubt for line in lines)
    assert any(demo.member("supervisor9").name in line.words for line in lines)


# Again


@pytest.mark.django_db
def test_a_second_run_changes_nothing(demo: Demo) -> None:
    before = [model.objects.count() for model in MODELS]
    told = StringIO()
    call_command("demo", stdout=told)
    assert len(told.getvalue().splitlines()) == 1
    assert "มีอยู่แล้ว" in told.getvalue()
    assert [model.objects.count() for model in MODELS] == before


def test_its_progress_is_told(demo: Demo) -> None:
    assert len(demo.told) == 10
    assert "120 โรงเรียน" in demo.told[1]


# Alive


@pytest.mark.django_db
def test_the_year_shows_every_state(demo: Demo) -> None:
    found = queries.tally(demo.tasks, on=demo.on)
    assert 2 <= found.late <= 4
    assert found.returned == 2
    assert 3 <= found.submitted <= 7
    assert 1 <= found.skipped <= 2
    assert found.done >= 5
    assert sorted(task.times_returned for task in demo.tasks if task.is_returned) == [1, 2]
    assert all(task.reason for task in demo.tasks if task.is_returned or task.state == Task.State.SKIPPED)


@pytest.mark.django_db
def test_what_is_past_is_mostly_done(demo: Demo) -> None:
    past = [task for task in demo.tasks if task.due_on < demo.on]
    done = [task for task in past if task.state == Task.State.DONE]
    assert len(done) >= len(past) - 6
    begun = [task for task in demo.tasks if task.state == Task.State.OPEN and task.taken_up_at]
    assert len(begun) >= 5


@pytest.mark.django_db
def test_the_supervisor_has_something_of_everything(demo: Demo) -> None:
    own = [task for task in demo.work("supervisor") if task.assignee_id]
    friday = end_of_week(demo.on)
    assert any(task.days_late(on=demo.on) for task in own)
    assert any(task.is_returned for task in own)
    assert any(demo.on <= task.due_on <= friday and not task.is_returned for task in own)
    assert sum(task.taken_up_at is not None for task in own) >= 3
    assert queries.work_of(demo.member("supervisor")).submitted


@pytest.mark.django_db
def test_the_others_find_something_too(demo: Demo) -> None:
    assert any(task.taken_up_at for task in demo.work("computer"))
    assert any(task.days_late(on=demo.on) for task in demo.work("computer"))
    assert demo.asked("head").count("certify") >= 2
    assert "certify" in demo.asked("head2")
    assert "pass_on" in demo.asked("deputy")
    assert "approve" in demo.asked("director")


@pytest.mark.django_db
@pytest.mark.usefixtures("_that_day")
def test_a_letter_asks_schools_of_which_some_have_answered(demo: Demo) -> None:
    letter = Letter.objects.get(number="ศธ 04001/ว 4821")
    asks = letter.asks.filter(voided_at=None)
    assert (asks.count(), asks.exclude(answered_at=None).count()) == (10, 6)
    assert {bool(told) for told in asks.exclude(answered_at=None).values_list("told_by", flat=True)} == {
        True,
        False,
    }
    assert (
        not asks.exclude(answered_at=None)
        .filter(school__in=demo.member("schooldirector").schools_as())
        .exists()
    )
    assert asked_of(demo.member("schooldirector"))
    assert any(not task.number for task in demo.work("supervisor"))
    assert sent_in(chaired_clusters(demo.member("chair")))


@pytest.mark.django_db
def test_the_director_has_a_matter_with_money_and_an_urgent_one(demo: Demo) -> None:
    before = Decision.objects.filter(state=Decision.State.CURRENT, role=Role.DIRECTOR)
    money = before.get(round__money__isnull=False)
    assert (money.ask, money.round.money) == ("approve", Decimal("48500.00"))
    passed = money.round.decisions.exclude(pk=money.pk).order_by("position").values_list("role", flat=True)
    assert list(passed) == ["head", "deputy", "planning", "finance"]
    assert before.filter(round__is_urgent=True).exclude(pk=money.pk).count() == 1


@pytest.mark.django_db
def test_something_was_said_moved_and_cancelled(demo: Demo) -> None:
    mention = Mention.objects.get()
    assert mention.person == demo.member("supervisor").person
    assert mention.seen_at is None
    assert [task for task in demo.tasks if task.first_due_on and task.first_due_on < task.due_on]
    cancelled = [task for task in demo.tasks if task.state == Task.State.VOID]
    assert [bool(task.reason) for task in cancelled] == [True]


@pytest.mark.django_db
def test_work_is_spread_and_some_is_left(demo: Demo) -> None:
    of = Counter(task.assignee for task in demo.tasks)
    supervisors = Appointment.objects.filter(role=Role.SUPERVISOR).values_list("person", flat=True)
    assert {person.pk for person in of if person} >= set(supervisors)
    assert of[None] >= 5
    assert of[demo.member("supervisor").person] >= 5
    assert of[demo.member("computer").person] >= 5


# True


@pytest.mark.django_db
def test_nothing_happened_in_the_future(demo: Demo) -> None:
    history = Entry.objects.filter(office_id=demo.office.pk)
    latest = max(entry.at for entry in history)
    assert bangkok_day(latest) < demo.on
    days = {bangkok_day(task.finished_at) for task in demo.tasks if task.finished_at}
    assert all(day.weekday() < 5 for day in days)
    assert not days & {holiday.on for holiday in Holiday.objects.all()}


@pytest.mark.django_db
def test_each_task_went_its_road_in_order(demo: Demo) -> None:
    for task in demo.tasks:
        if task.state != Task.State.DONE:
            continue
        assert task.taken_up_at
        assert task.submitted_at
        assert task.finished_at
        assert task.taken_up_at <= task.submitted_at <= task.finished_at
        assert task.is_met
    decided = Decision.objects.filter(decided_at__isnull=False).select_related("round")
    assert all(decision.decided_by_id != decision.round.submitted_by_id for decision in decided)


def test_a_travelled_clock_stands_still_and_comes_back() -> None:
    past = datetime(2026, 10, 5, 9, 30, tzinfo=BANGKOK)
    with travelled(past):
        assert now() == past
        with travelled(past + timedelta(days=1)):
            assert now() > past
        assert now() == past
    assert now() != past


@pytest.mark.usefixtures("_that_day")
def test_what_its_people_did_is_found_as_reindexing_would_find_it(demo: Demo) -> None:
    office = Office.objects.get(code="satit1")

    def written() -> list[tuple[object, ...]]:
        facts = ("kind", "object_id", "year_be", "title", "text", "tokens")
        return list(
            SearchEntry.objects.filter(office_id=office.pk).order_by("kind", "object_id").values_list(*facts)
        )

    before = written()
    rebuild(office.pk)
    assert written() == before


@pytest.mark.django_db
def test_forms_are_published_and_filled_as_schools_do(demo: Demo) -> None:
    filled = Counter(Submission.objects.filter(round_answer=None).values_list("form__template", "state"))
    if demo.on < date(2026, 10, 10):
        return
    assert set(FormVersion.objects.values_list("form__template", flat=True)) >= {code for code, *_ in FORMS}
    schools = {code: states for code, states in filled.items() if code[0] != FIELD_FORM}
    assert set(schools) == {("media_need_survey", "received"), ("website_feedback", "received")}
    assert filled["media_need_survey", "received"] == TEACHERS + 1
    assert Submission.objects.filter(sent_by__username="teacher").count() == 1


@pytest.mark.django_db
def test_two_visits_came_twice_from_two_devices_and_one_has_not_come_back(demo: Demo) -> None:
    if demo.on < date(2026, 11, 1):
        return
    apart = Apart.objects.select_related("submission").order_by("kind")
    assert [one.kind for one in apart] == ["content", "subject"]
    assert not any(one.submission.problems or one.choice for one in apart)
    assert Submission.objects.filter(form__template=FIELD_FORM).count() == 3
    phone, tablet = Device.objects.order_by("-kind")
    assert (phone.kind, tablet.kind) == ("collect", "browser")
    assert (phone.carried.count(), tablet.carried.count(), tablet.waiting.count()) == (1, 1, 1)


@pytest.mark.django_db
def test_schools_and_people_are_asked_in_rounds(demo: Demo) -> None:
    """Needs are still asked of every school; a training was judged; of the website nobody knows who said what."""
    if demo.on < date(2026, 11, 1):
        return
    needs, training, website = (Round.objects.get(title=one.title) for one in ASKED)
    assert needs.is_taking(on=demo.on)
    assert needs.targets.count() == 120
    assert needs.targets.filter(has_answered=True).count() == needs.answers.count() == 96
    assert (training.state, website.state) == ("closed", "closed")
    assert (
        website.targets.filter(has_answered=True).count() == website.answers.filter(target=None).count() > 5
    )
    assert not RoundAnswer.objects.filter(submission__state="attention", round__in=[needs, training]).exists()
