"""Servers that are down, slow or busy; workers that are killed. Nothing is lost, nothing comes twice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.models import Job
from nithet.notices.channels import Result
from nithet.notices.channels import line as line_channel
from nithet.notices.jobs import SEND, watch
from nithet.notices.models import Delivery
from nithet.notices.services import sending
from nithet.notices.services.notifying import notify
from nithet.notices.tests.conftest import run_jobs, with_line, with_mail
from nithet.notices.tests.servers import Line, Mail
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member, page_text

pytestmark = pytest.mark.usefixtures("friday", "matter", "digests_are_out")
State = Delivery.State


def tell(*users: User) -> None:
    for user in users:
        notify([user.person], "returned", new_id(), title=f"แผนของ {user.username}", address="/satit1/")


def minute() -> None:
    watch()
    run_jobs()


@contextmanager
def later(**time: int) -> Iterator[None]:
    with time_machine.travel(now() + timedelta(**time), tick=False):
        yield


def only() -> Delivery:
    return Delivery.objects.get()


# Down


def test_a_server_that_is_down_is_tried_again_later_and_later(line: Line, supervisor: User) -> None:
    tell(with_line(supervisor))
    line.answers = [(500, {}, {})] * 4
    pauses = []
    moment: datetime = now()
    for _ in range(5):
        with time_machine.travel(moment, tick=False):
            minute()
            if only().state == State.SENT:
                break
            assert only().state == State.WAITING
            assert "ระบบ LINE ขัดข้อง (500)" in only().error
            pauses.append(only().next_at - moment)
            moment = only().next_at
    assert pauses == list(sending.PAUSES)
    assert only().state == State.SENT
    assert len(line.texts) == 1


def test_after_the_last_try_it_is_given_up_and_seen(
    client: Client, line: Line, supervisor: User, administrator: User
) -> None:
    tell(with_line(supervisor))
    line.answers = [(500, {}, {})] * 9
    for _ in range(6):
        Delivery.objects.update(next_at=now())
        sending.send_due() if Delivery.objects.exists() else minute()
    assert only().state == State.FAILED
    client.force_login(administrator)
    text = page_text(client.get(reverse("workspace:system", args=["satit1"])))
    assert "เลิกส่งแล้ว" in text
    assert "ระบบ LINE ขัดข้อง (500)" in text
    line.answers = []
    response = client.post(reverse("notices:send-again", args=["satit1"]))
    assert response.status_code == 302
    with later(minutes=1):
        minute()
    assert only().state == State.SENT


def test_a_digest_is_sent_again_as_of_its_day_and_not_days_later(
    line: Line, office: Office, supervisor: User, head: User, administrator: User
) -> None:
    tell(with_line(supervisor), with_line(head))
    line.answers = [(500, {}, {})]
    minute()
    old, new = Delivery.objects.order_by("pk")
    for one, days in ((old, 4), (new, 1)):
        facts = {"key": f"digest {days}", "made_at": now() - timedelta(days=days), "state": State.FAILED}
        Delivery.objects.filter(pk=one.pk).update(**facts)
    by = as_member(administrator, office)
    assert sending.send_again(Delivery.objects.filter(office=office), by=by) == 1
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state) == (State.DROPPED, State.WAITING)
    assert new.made_at == now() - timedelta(days=1)


def test_nobody_else_may_send_again(client: Client, supervisor: User) -> None:
    client.force_login(supervisor)
    assert client.post(reverse("notices:send-again", args=["satit1"])).status_code == 403


def test_another_office_is_not_sent_again(
    line: Line, office: Office, supervisor: User, outsider: User, administrator: User
) -> None:
    tell(with_line(outsider))
    minute()
    Delivery.objects.update(state=State.FAILED)
    by = as_member(administrator, office)
    assert sending.send_again(Delivery.objects.filter(office=office), by=by) == 0
    assert only().state == State.FAILED


@pytest.mark.parametrize("channel", ["line", "mail"])
def test_a_server_that_is_gone_holds_nothing_up(
    settings: Settings, line: Line, mail: Mail, supervisor: User, head: User, channel: str
) -> None:
    """One message is tried, all others wait with it."""
    if channel == "line":
        settings.LINE = settings.LINE.__class__("token", "secret", "", "http://127.0.0.1:1")
        tell(with_line(supervisor), with_line(head))
    else:
        settings.EMAIL_PORT = 1
        tell(with_mail(supervisor), with_mail(head))
    minute()
    assert [one.state for one in Delivery.objects.all()] == [State.WAITING] * 2
    assert sorted(one.tries for one in Delivery.objects.all()) == [0, 1]
    assert all(one.next_at == now() + timedelta(minutes=1) for one in Delivery.objects.all())


@pytest.mark.parametrize("channel", ["line", "mail"])
def test_a_server_that_does_not_answer_is_left_in_time(
    line: Line, mail: Mail, supervisor: User, channel: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_channel, "ANSWER_S", 0.3)
    line.hangs = mail.hangs = True
    tell(with_line(supervisor) if channel == "line" else with_mail(supervisor))
    minute()
    assert only().state == State.WAITING
    assert "ไม่ตอบภายในเวลาที่กำหนด" in only().error


def test_a_wrong_token_is_told_and_nothing_is_lost(line: Line, supervisor: User) -> None:
    tell(with_line(supervisor))
    line.answers = [(401, {}, {})]
    minute()
    assert "NITHET_LINE_TOKEN" in only().error
    assert only().state == State.WAITING


def test_one_channel_that_is_down_leaves_the_other_alone(
    settings: Settings, line: Line, mail: Mail, supervisor: User
) -> None:
    settings.EMAIL_PORT = 1
    tell(with_line(with_mail(supervisor)))
    minute()
    assert Delivery.objects.get(channel="line").state == State.SENT
    assert Delivery.objects.get(channel="mail").state == State.WAITING


# Busy


def test_a_busy_server_is_asked_again_when_it_says(line: Line, supervisor: User, head: User) -> None:
    tell(with_line(supervisor), with_line(head))
    line.answers = [(429, {}, {"Retry-After": "600"})] * 7
    for _ in range(7):
        Delivery.objects.update(next_at=now())
        minute() if not line.asked else sending.send_due()
    assert {one.next_at for one in Delivery.objects.all()} == {now() + timedelta(seconds=600)}
    # What it asked for is no try.
    assert [one.tries for one in Delivery.objects.all()] == [0, 0]
    with later(seconds=601):
        minute()
    assert len(line.texts) == 2


def test_a_pause_that_is_no_number_is_ours(line: Line, supervisor: User) -> None:
    tell(with_line(supervisor))
    line.answers = [(429, {}, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})]
    minute()
    assert only().next_at == now() + timedelta(minutes=1)


def test_a_mail_server_that_asks_to_come_back_gets_the_others(
    mail: Mail, supervisor: User, head: User
) -> None:
    mail.refuses["supervisor@satit.example"] = "451 greylisted"
    tell(with_mail(supervisor), with_mail(head))
    minute()
    assert [to for to, _ in mail.letters] == ["head@satit.example"]
    assert Delivery.objects.get(person=supervisor.person).state == State.WAITING


# Killed


def test_an_answer_that_was_lost_brings_no_second_message(line: Line, supervisor: User) -> None:
    """LINE has it, and says so by its key."""
    line.forgets_to_answer = True
    tell(with_line(supervisor))
    minute()
    assert only().state == State.WAITING
    line.forgets_to_answer = False
    with later(minutes=2):
        minute()
    assert only().state == State.SENT
    assert (len(line.asked), len(line.texts)) == (2, 1)


def test_killed_between_sending_and_writing_it_down(
    line: Line, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: Any) -> None:
        raise SystemExit

    tell(with_line(supervisor))
    with monkeypatch.context() as killed:
        killed.setattr(sending, "_write_down", die)
        watch()
        with pytest.raises(SystemExit):
            run_jobs()
    assert only().state == State.SENDING
    sending.send_due()
    assert len(line.asked) == 1  # nobody touches it before the lease is over
    with later(minutes=11):
        sending.send_due()
    assert only().state == State.SENT
    assert len(line.texts) == 1


def test_a_mail_whose_answer_was_lost_comes_again_under_the_same_name(mail: Mail, supervisor: User) -> None:
    """SMTP knows no better: the mail's Message-ID is the same."""
    mail.forgets_to_answer = True
    tell(with_mail(supervisor))
    minute()
    mail.forgets_to_answer = False
    with later(minutes=2):
        minute()
    assert only().state == State.SENT
    names = [line for _, letter in mail.letters for line in letter.splitlines() if "Message-ID" in line]
    assert len(names) == 2
    assert len(set(names)) == 1


def test_what_ends_the_worker_again_and_again_is_given_up(line: Line, supervisor: User) -> None:
    tell(with_line(supervisor))
    line.answers = [(500, {}, {})]
    minute()
    Delivery.objects.update(state=State.SENDING, tries=sending.MOST_TRIES, next_at=now())
    sending.send_due()
    assert only().state == State.FAILED
    assert "ถูกตัดกลางคัน" in only().error


def test_two_workers_send_each_message_once(
    line: Line, supervisor: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the one sends, the other finds nothing to send."""
    tell(with_line(supervisor), with_line(head))
    written = sending._write_down

    def meanwhile(delivery: Delivery, result: Result, *rest: Any) -> None:
        sending.send_due()
        written(delivery, result, *rest)

    monkeypatch.setattr(sending, "_write_down", meanwhile)
    minute()
    assert sorted(to for to, _ in line.texts) == ["U-head", "U-supervisor"]
    assert len(line.asked) == 2


def test_a_run_ends_in_time_and_the_next_goes_on(
    line: Line, supervisor: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BUDGET_S", 0.0)
    tell(with_line(supervisor), with_line(head))
    minute()
    assert line.texts == []
    assert {one.tries for one in Delivery.objects.all()} == {0}
    monkeypatch.setattr(sending, "BUDGET_S", 45.0)
    with later(minutes=1):
        minute()
    assert len(line.texts) == 2


def test_a_run_that_is_ended_leaves_the_rest_untouched(
    line: Line, supervisor: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says that it is alive between two handfuls, and hears there that it is to end."""
    monkeypatch.setattr(sending, "AT_ONCE", 1)
    tell(with_line(supervisor), with_line(head))
    written = sending._write_down

    def meanwhile(*given: Any) -> None:
        Job.objects.filter(kind=SEND).update(state=Job.State.CANCELLED)
        written(*given)

    monkeypatch.setattr(sending, "_write_down", meanwhile)
    minute()
    states = [(one.state, one.tries) for one in Delivery.objects.order_by("state")]
    assert states == [(State.SENT, 1), (State.WAITING, 0)]


def test_no_page_waits_for_a_server(client: Client, line: Line, supervisor: User) -> None:
    line.hangs = True
    tell(with_line(supervisor))
    client.force_login(supervisor)
    assert client.get(reverse("notices:notice-list", args=["satit1"])).status_code == 200
    assert line.asked == []
