"""The morning's digest: one a person, never empty, never twice, of what is still true; as many queries for one as for many."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.jobs import start
from nithet.core.models import Job
from nithet.notices.jobs import DIGEST, watch
from nithet.notices.kinds import Told
from nithet.notices.models import Delivery, DeliveryLine, Notice, Preference
from nithet.notices.services import digesting
from nithet.notices.services.digesting import make_digests
from nithet.notices.services.notifying import notify
from nithet.notices.services.storing import store
from nithet.notices.tests.conftest import Matter, run_jobs, with_line, with_mail
from nithet.notices.tests.servers import Line, Mail
from nithet.offices.models import Holiday, Office, Role, Unit
from nithet.offices.tests.factories import make_member_user
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


def fact(user: User, title: str = "แผนการนิเทศ", address: str = "/satit1/tasks/1/") -> Told:
    person = user.person
    detail = "ครบกำหนด 23 พ.ย. 2569"
    return Told(person.office_id, person.pk, new_id(), title, address, detail=detail)


def morning(day: date = FRIDAY, hour: int = 7, minute: int = 1) -> None:
    with time_machine.travel(datetime.combine(day, time(hour, minute), tzinfo=BANGKOK), tick=False):
        watch()
        run_jobs()
    # What was made in this minute is sent in the next.
    with time_machine.travel(datetime.combine(day, time(hour, minute + 1), tzinfo=BANGKOK), tick=False):
        watch()
        run_jobs()


def test_one_mail_a_person_with_all_of_their_morning(
    mail: Mail, matter: Matter, supervisor: User, head: User
) -> None:
    matter.told = [
        fact(with_mail(supervisor), "งานแรก"),
        fact(supervisor, "งานที่สอง"),
        fact(with_mail(head), "งานของหัวหน้า"),
    ]
    morning()
    assert sorted(to for to, _ in mail.letters) == ["head@satit.example", "supervisor@satit.example"]
    assert Delivery.objects.get(person=supervisor.person).subject == "งานวันนี้ 2 เรื่อง วันศุกร์ที่ 20 พฤศจิกายน 2569"
    assert DeliveryLine.objects.count() == 3


def test_nobody_gets_an_empty_one(mail: Mail, matter: Matter, supervisor: User, head: User) -> None:
    with_mail(head)
    matter.told = [fact(with_mail(supervisor))]
    morning()
    assert [to for to, _ in mail.letters] == ["supervisor@satit.example"]


def test_the_job_twice_or_by_two_workers_sends_one(
    mail: Mail, matter: Matter, supervisor: User, office: Office
) -> None:
    matter.told = [fact(with_mail(supervisor))]
    morning()
    morning(minute=5)
    Job.objects.filter(kind=DIGEST).delete()
    morning(minute=10)
    with time_machine.travel(datetime(2026, 11, 20, 7, 20, tzinfo=BANGKOK), tick=False):
        matter.told.append(fact(supervisor, "งานที่มาทีหลัง"))
        make_digests([office], now(), range(24))
    assert len(mail.letters) == 1
    assert Delivery.objects.count() == 1


def test_a_job_that_was_killed_goes_on_without_doing_anything_twice(
    mail: Mail, matter: Matter, supervisor: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter.told = [fact(with_mail(supervisor)), fact(with_mail(head))]

    def half(made: Any) -> int:
        store(made[:1])
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr(digesting, "store", half)
        with time_machine.travel(datetime(2026, 11, 20, 7, 1, tzinfo=BANGKOK), tick=False):
            watch()
            with pytest.raises(SystemExit):
                run_jobs()
    assert Delivery.objects.count() == 1
    Job.objects.update(state=Job.State.QUEUED)
    morning(minute=10)
    assert len(mail.letters) == 2


def test_the_same_is_not_told_on_another_morning(mail: Mail, matter: Matter, supervisor: User) -> None:
    matter.told = [fact(with_mail(supervisor))]
    morning()
    morning(MONDAY)
    assert len(mail.letters) == 1


def test_what_was_done_since_is_left_out(mail: Mail, matter: Matter, supervisor: User) -> None:
    """It was true on Saturday, when nothing is sent, and is not on Monday."""
    done, open_ = fact(with_mail(supervisor), "ทำเสร็จแล้ว"), fact(supervisor, "ยังไม่เสร็จ")
    matter.told = [done, open_]
    morning(date(2026, 11, 21))
    assert mail.letters == []
    assert Notice.objects.count() == 2
    matter.told = [open_]
    morning(MONDAY)
    assert Delivery.objects.get().lines.get().notice.title == "ยังไม่เสร็จ"


def test_what_was_read_is_left_out(mail: Mail, matter: Matter, supervisor: User) -> None:
    matter.told = [fact(with_mail(supervisor))]
    morning(date(2026, 11, 21))
    Notice.objects.update(read_at=now())
    morning(MONDAY)
    assert mail.letters == []


def test_what_may_not_be_opened_any_more_is_left_out(
    mail: Mail, line: Line, matter: Matter, supervisor: User, head: User
) -> None:
    """Nor is its title sent to anybody; who has nothing else gets nothing."""
    gone, kept = fact(with_line(supervisor), "ของผู้อื่นแล้ว"), fact(supervisor, "ยังเป็นของตน")
    other = fact(with_line(head), "เรื่องของหัวหน้า")
    matter.told, matter.hidden = [gone, kept, other], {gone.object_id, other.object_id}
    morning()
    [(_, text)] = line.texts
    assert "ยังเป็นของตน" in text
    assert "ของผู้อื่นแล้ว" not in text
    assert Delivery.objects.get(person=head.person).state == Delivery.State.DROPPED


@pytest.mark.parametrize(("rests", "sent"), [(True, 0), (False, 1)])
def test_on_a_holiday_of_the_office_only_who_wants_it(
    mail: Mail, matter: Matter, office: Office, supervisor: User, rests: bool, sent: int
) -> None:
    Holiday.objects.create(office=office, on=FRIDAY, name="วันหยุดพิเศษ")
    Preference.objects.create(office=office, person=supervisor.person, rests_on_holidays=rests)
    matter.told = [fact(with_mail(supervisor))]
    morning()
    assert len(mail.letters) == sent


def test_at_the_hour_that_was_chosen(mail: Mail, matter: Matter, office: Office, supervisor: User) -> None:
    Preference.objects.create(office=office, person=supervisor.person, digest_hour=9)
    matter.told = [fact(with_mail(supervisor))]
    morning(hour=7)
    morning(hour=8)
    assert mail.letters == []
    morning(hour=9)
    assert len(mail.letters) == 1


def test_hours_that_the_machine_slept_through_are_made_up(
    mail: Mail, matter: Matter, supervisor: User
) -> None:
    matter.told = [fact(with_mail(supervisor))]
    morning(hour=5)
    morning(hour=11)
    assert len(mail.letters) == 1
    assert Job.objects.get(key="notices.digest 2026-11-20 11").payload["after"] == 5


def test_what_comes_after_the_morning_waits_for_the_next(
    mail: Mail, matter: Matter, supervisor: User
) -> None:
    with_mail(supervisor)
    morning(hour=7)
    matter.told = [fact(supervisor)]
    morning(hour=10)
    assert mail.letters == []
    morning(MONDAY)
    assert len(mail.letters) == 1


@pytest.mark.parametrize(("holidays", "day"), [((), MONDAY), ((MONDAY,), date(2026, 11, 24))])
def test_a_week_is_told_on_its_first_working_day(
    mail: Mail, matter: Matter, office: Office, supervisor: User, holidays: tuple[date, ...], day: date
) -> None:
    Holiday.objects.bulk_create(Holiday(office=office, on=one, name="วันหยุด") for one in holidays)
    with time_machine.travel(datetime(2026, 11, 20, 9, 0, tzinfo=BANGKOK), tick=False):
        notify([with_mail(supervisor).person], "week", new_id(), title="งานของสัปดาห์", address="/")
    for one in (FRIDAY, date(2026, 11, 21), MONDAY, date(2026, 11, 24), date(2026, 11, 25)):
        before = len(mail.letters)
        morning(one)
        assert len(mail.letters) - before == (one == day)


def test_each_way_has_its_own(
    mail: Mail, line: Line, matter: Matter, office: Office, supervisor: User
) -> None:
    with_line(with_mail(supervisor))
    Preference.objects.create(
        office=office, person=supervisor.person, choices={"due": {"mail": "never", "line": "digest"}}
    )
    matter.told = [fact(supervisor)]
    morning()
    assert mail.letters == []
    [(_, text)] = line.texts
    assert "ใกล้ครบกำหนด" in text
    assert "แผนการนิเทศ" in text
    assert "ครบกำหนด 23 พ.ย. 2569" in text


def test_what_two_kinds_say_of_one_thing_is_said_once(line: Line, matter: Matter, supervisor: User) -> None:
    one = fact(with_line(supervisor))
    matter.told = [one]
    with time_machine.travel(datetime(2026, 11, 20, 6, 0, tzinfo=BANGKOK), tick=False):
        Preference.objects.create(
            office=supervisor.person.office,
            person=supervisor.person,
            choices={"returned": {"line": "digest"}},
        )
        notify([supervisor.person], "returned", one.object_id, title=one.title, address=one.address)
    morning()
    [(_, text)] = line.texts
    assert text.count("แผนการนิเทศ") == 1
    assert "1 เรื่อง" in text


def test_people_of_another_office_are_not_mixed_up(
    mail: Mail, matter: Matter, supervisor: User, outsider: User
) -> None:
    matter.told = [
        fact(with_mail(supervisor), "เรื่องของเรา"),
        fact(with_mail(outsider), "เรื่องของเขา", address="/satit2/"),
    ]
    morning()
    assert sorted(to for to, _ in mail.letters) == ["outsider@satit.example", "supervisor@satit.example"]
    ours = Delivery.objects.get(person=supervisor.person)
    assert ours.office_id == supervisor.person.office_id
    assert [line.notice.title for line in ours.lines.all()] == ["เรื่องของเรา"]


def crowd(office: Office, unit: Unit, count: int, name: str) -> list[User]:
    return [
        with_mail(make_member_user(office, Role.SUPERVISOR, unit, username=f"{name}-{number}"))
        for number in range(count)
    ]


def asked_for(office: Office, matter: Matter, users: list[User], *, at: datetime) -> list[str]:
    matter.told = [fact(user) for user in users]
    with CaptureQueriesContext(connection) as asked:
        assert make_digests([office], at, range(24)) == len(users)
    return [one["sql"] for one in asked]


def test_as_many_queries_for_many_people_as_for_one(
    mail: Mail, matter: Matter, office: Office, supervision: Unit
) -> None:
    at = datetime(2026, 11, 20, 7, 1, tzinfo=BANGKOK)
    one = asked_for(office, matter, crowd(office, supervision, 1, "one"), at=at)
    many = asked_for(office, matter, crowd(office, supervision, 60, "many"), at=at + timedelta(days=3))
    assert len(many) == len(one)
    assert matter.asked == 2


def test_a_kind_is_asked_once_for_all_offices(
    mail: Mail, matter: Matter, office: Office, other_office: Office, supervisor: User
) -> None:
    """And not at all in an hour that nobody chose."""
    with_mail(supervisor)
    make_digests([office, other_office], datetime(2026, 11, 20, 9, 1, tzinfo=BANGKOK), range(8, 10))
    assert matter.asked == 0
    with time_machine.travel(datetime(2026, 11, 20, 7, 1, tzinfo=BANGKOK), tick=False):
        make_digests([office, other_office], now(), range(24))
    assert matter.asked == 1


# What was read long ago


def night(day: date) -> None:
    """The first job of a day."""
    with time_machine.travel(datetime.combine(day, time(0, 41), tzinfo=BANGKOK), tick=False):
        start("notices.daily", key=f"notices.daily {day}")
        run_jobs()


def test_what_was_read_long_ago_goes_and_what_is_still_true_is_not_told_again(
    mail: Mail, matter: Matter, supervisor: User, outsider: User
) -> None:
    still, done = fact(with_mail(supervisor), "ยังจริง"), fact(supervisor, "ทำเสร็จแล้ว")
    matter.told = [still, done, fact(outsider, "ของสำนักงานอื่น")]
    morning()
    notify([supervisor.person], "returned", new_id(), title="แจ้งครั้งเดียว", address="/")
    Notice.objects.update(read_at=datetime.combine(FRIDAY, time(9), tzinfo=BANGKOK))
    letters, matter.told = len(mail.letters), [still]
    night(FRIDAY + timedelta(days=89))
    assert Notice.objects.count() == 4
    night(FRIDAY + timedelta(days=92))
    [left] = Notice.objects.all()
    assert (left.title, left.read_at is None) == ("ยังจริง", False)
    assert Job.objects.get(key__endswith=str(FRIDAY + timedelta(days=92))).result["gone"] == 3
    morning(FRIDAY + timedelta(days=94))
    assert len(mail.letters) == letters
    matter.told = []
    night(FRIDAY + timedelta(days=95))
    assert not Notice.objects.exists()
    assert not Delivery.objects.exists()
