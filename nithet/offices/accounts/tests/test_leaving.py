"""Who has left the last post signs in no more, and comes back with a new one."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import SignIn, User
from nithet.accounts.services.slips import make_slips
from nithet.audit.models import Entry
from nithet.core.jobs import KINDS, run_queued, start
from nithet.offices.accounts.services import accounts_leave
from nithet.offices.accounts.tests.test_account_keeping import is_in, signed_in
from nithet.offices.models import Appointment, Office, Role, School
from nithet.offices.tests.factories import as_member, make_appointment

YESTERDAY = date(2026, 11, 19)


def end(user: User, on: date = YESTERDAY) -> None:
    Appointment.objects.filter(person__user=user).update(until_on=on)


def said(username: str) -> str:
    fields = {"username": username, "password": "nithet-test"}
    return Client().post(reverse("accounts:sign-in"), fields).content.decode()


def test_after_the_last_day_signing_in_says_why_not(friday: date, teacher: User) -> None:
    end(teacher)
    assert "สิ้นสุดเมื่อ 19 พฤศจิกายน 2569" in said("teacher")
    assert not is_in(signed_in("teacher"))


def test_a_wrong_password_tells_nothing_of_it(friday: date, teacher: User) -> None:
    end(teacher)
    response = Client().post(reverse("accounts:sign-in"), {"username": "teacher", "password": "wrong"})
    assert "สิ้นสุดเมื่อ" not in response.content.decode()


def test_on_the_last_day_one_still_works(friday: date, teacher: User) -> None:
    end(teacher, friday)
    assert is_in(signed_in("teacher"))


def test_one_of_two_posts_may_end(friday: date, teacher: User, school: School) -> None:
    make_appointment(teacher.person, Role.SCHOOL_CLERK, school=school, until_on=YESTERDAY)
    assert is_in(signed_in("teacher"))


def test_a_new_appointment_opens_the_account_again(friday: date, teacher: User, school: School) -> None:
    end(teacher)
    make_appointment(teacher.person, Role.TEACHER, school=school, from_on=friday)
    assert is_in(signed_in("teacher"))


@pytest.mark.parametrize("kind", ["never appointed", "appointed from tomorrow", "recorded by mistake"])
def test_who_has_not_left_may_come_in(friday: date, teacher: User, kind: str) -> None:
    posts = Appointment.objects.filter(person__user=teacher)
    if kind == "never appointed":
        posts.delete()
    elif kind == "appointed from tomorrow":
        posts.update(from_on=friday + timedelta(days=1))
    else:
        posts.update(until_on=YESTERDAY, voided_at="2026-11-20T00:00:00Z")
    assert is_in(signed_in("teacher"))


def test_the_night_ends_the_sessions_of_those_who_left(
    friday: date, teacher: User, head: User, office: Office
) -> None:
    leaver, stays = signed_in("teacher"), signed_in("head")
    end(teacher)
    assert accounts_leave(on=friday) == 1
    assert [is_in(leaver), is_in(stays)] == [False, True]
    entry = Entry.objects.get(verb="account.left")
    assert (entry.object_id, entry.office_id, entry.by_name) == (teacher.pk, office.pk, "ระบบ")
    assert accounts_leave(on=friday) == 0


def test_it_is_done_every_night_by_itself(friday: date, teacher: User) -> None:
    leaver = signed_in("teacher")
    end(teacher)
    assert KINDS["accounts.leave"].daily_at
    start("accounts.leave")
    run_queued()
    assert not is_in(leaver)


def test_many_leave_in_batches(
    friday: date, teacher: User, head: User, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nithet.offices.accounts.services.A_BATCH", 2)
    for user in (teacher, head, supervisor):
        signed_in(user.username)
        end(user)
    assert accounts_leave(on=friday) == 3


def test_a_slip_opens_no_account_of_one_who_left(
    client: Client, friday: date, teacher: User, administrator: User, office: Office
) -> None:
    (slip,) = make_slips([teacher], by=as_member(administrator, office), office_id=office.pk)
    end(teacher)
    address = reverse("accounts:slip", args=[slip.code])
    fields = {"password1": "ทุ่งนา-ป่าเขา-69", "password2": "ทุ่งนา-ป่าเขา-69"}
    for response in (client.get(address), client.post(address, fields)):
        assert (response.status_code, "สิ้นสุดเมื่อ" in response.content.decode()) == (403, True)
    teacher.refresh_from_db()
    assert teacher.check_password("nithet-test")


def test_refusals_are_kept(friday: date, teacher: User, client: Client) -> None:
    """The last door is the same for every way in."""
    end(teacher)
    said("teacher")
    assert SignIn.objects.get().outcome == SignIn.Outcome.CLOSED
