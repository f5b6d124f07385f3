"""Servers that refuse, an address or all of us, and messages that cannot be made."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.notices.channels import line as line_channel
from nithet.notices.channels import mail as mail_channel
from nithet.notices.models import Delivery, LineAccount, Preference
from nithet.notices.services import sending
from nithet.notices.tests.conftest import with_line, with_mail
from nithet.notices.tests.servers import Line, Mail
from nithet.notices.tests.test_trouble import later, minute, only, tell
from nithet.offices.tests.factories import page_text

pytestmark = pytest.mark.usefixtures("friday", "matter", "digests_are_out")
State = Delivery.State


# Refused for good


def test_an_address_that_is_refused_is_told_and_left_alone(
    client: Client, mail: Mail, supervisor: User, administrator: User
) -> None:
    mail.refuses["supervisor@satit.example"] = "550 no such user"
    tell(with_mail(supervisor))
    minute()
    assert only().state == State.REFUSED
    client.force_login(supervisor)
    text = page_text(client.get(reverse("notices:choices", args=["satit1"])))
    assert "ที่อยู่อีเมลนี้ไม่รับจดหมาย (550)" in text
    client.force_login(administrator)
    text = page_text(client.get(reverse("workspace:system", args=["satit1"])))
    assert "ปลายทางไม่รับ 1 ข้อความล่าสุด" in text
    assert supervisor.person.name in text
    tell(supervisor)
    with later(minutes=1):
        minute()
    assert Delivery.objects.count() == 1
    client.force_login(supervisor)
    client.post(reverse("notices:mail-again", args=["satit1"]))
    mail.refuses.clear()
    tell(supervisor)
    with later(minutes=2):
        minute()
    assert len(mail.letters) == 1


@pytest.mark.parametrize(
    "answer",
    [
        "554 5.7.1 Relay access denied", "550 5.7.1 Client host blocked", "550 relay not permitted",
        "530 5.7.0 Authentication required", "554 no service for you", "503 AUTH first",
        "550 5.1.8 Sender address rejected",
    ],
)  # fmt: skip
def test_a_server_that_does_not_let_us_send_is_no_fault_of_an_address(
    mail: Mail, supervisor: User, head: User, answer: str
) -> None:
    """Nobody's address is given up: once the server is put right all of it goes."""
    mail.refuses = dict.fromkeys(("supervisor@satit.example", "head@satit.example"), answer)
    tell(with_mail(supervisor), with_mail(head))
    minute()
    assert {one.state for one in Delivery.objects.all()} == {State.WAITING}
    assert f"ไม่อนุญาตให้ส่งจดหมายผ่าน ({answer[:3]})" in Delivery.objects.get(tries=1).error
    assert not Preference.objects.exclude(refused_mail="").exists()
    mail.refuses.clear()
    with later(minutes=1):
        minute()
    assert len(mail.letters) == 2


def test_a_sender_that_is_refused_is_no_fault_of_a_letter(mail: Mail, supervisor: User, head: User) -> None:
    mail.refuses_sender = "550 5.7.60 not allowed to send as this sender"
    tell(with_mail(supervisor), with_mail(head))
    minute()
    assert sorted((one.state, one.tries) for one in Delivery.objects.all()) == [
        ("waiting", 0),
        ("waiting", 1),
    ]
    assert "ไม่ยอมรับที่อยู่ผู้ส่งที่ตั้งไว้ (550)" in Delivery.objects.get(tries=1).error


@pytest.mark.parametrize(
    ("answer", "is_gone"),
    [
        ("550 5.1.1 User unknown", True), ("553 no such mailbox", True), ("554 5.1.10 Recipient not found", True),
        ("552 5.2.2 Mailbox full", False), ("550 5.2.1 Mailbox disabled", False), ("552 too much", False),
    ],
)  # fmt: skip
def test_only_an_address_that_does_not_exist_is_left_alone_for_good(
    mail: Mail, supervisor: User, head: User, answer: str, is_gone: bool
) -> None:
    mail.refuses["supervisor@satit.example"] = answer
    tell(with_mail(supervisor), with_mail(head))
    minute()
    state = State.REFUSED if is_gone else State.FAILED
    assert Delivery.objects.get(person=supervisor.person).state == state
    assert Preference.objects.exclude(refused_mail="").exists() is is_gone
    assert [to for to, _ in mail.letters] == ["head@satit.example"]


def test_a_letter_that_is_refused_says_nothing_of_its_address(mail: Mail, supervisor: User) -> None:
    mail.replies = ["554 looks like spam"]
    tell(with_mail(supervisor))
    minute()
    assert only().state == State.FAILED
    assert not Preference.objects.exclude(refused_mail="").exists()


def test_a_letter_that_was_refused_is_sent_again_once_somebody_asks_for_it(
    client: Client, mail: Mail, supervisor: User, administrator: User
) -> None:
    mail.replies = ["554 looks like spam"]
    tell(with_mail(supervisor))
    minute()
    client.force_login(administrator)
    text = page_text(client.get(reverse("workspace:system", args=["satit1"])))
    assert "เครื่องแม่ข่ายอีเมลไม่รับข้อความนี้ (554)" in text
    client.post(reverse("notices:send-again", args=["satit1"]))
    with later(minutes=1):
        minute()
    assert (only().state, len(mail.letters)) == (State.SENT, 1)


def test_a_line_account_that_is_gone_is_told_and_left_alone(
    client: Client, line: Line, supervisor: User
) -> None:
    line.answers = [(400, {"message": "The property, 'to', in the request body is invalid"}, {})]
    tell(with_line(supervisor))
    minute()
    assert only().state == State.REFUSED
    assert LineAccount.objects.get().refused_at
    client.force_login(supervisor)
    assert "ระบบ LINE ไม่พบบัญชี LINE" in page_text(client.get(reverse("notices:choices", args=["satit1"])))


def test_a_message_that_line_does_not_take_says_nothing_of_the_account(line: Line, supervisor: User) -> None:
    line.answers = [(400, {"message": "The request body has 1 error(s)"}, {})]
    tell(with_line(supervisor))
    minute()
    assert only().state == State.FAILED
    assert LineAccount.objects.get().refused_at is None


# Faulty


@pytest.mark.parametrize("channel", ["line", "mail"])
@pytest.mark.parametrize("where", ["composing", "sending"])
def test_a_message_that_cannot_be_made_holds_up_no_other(
    line: Line, mail: Mail, supervisor: User, head: User, channel: str, where: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    reach = with_line if channel == "line" else with_mail
    tell(reach(supervisor), reach(head))
    module, name = {
        "composing": (sending, "message_of"),
        "sending": (line_channel, "text_of") if channel == "line" else (mail_channel, "_letter"),
    }[where]
    made = getattr(module, name)

    def faulty(first: Any, *rest: Any, **more: Any) -> Any:
        if supervisor.person.name == (first.name if where == "sending" else first.person.name):
            raise UnicodeError
        return made(first, *rest, **more)

    monkeypatch.setattr(module, name, faulty)
    minute()
    assert Delivery.objects.get(person=head.person).state == State.SENT
    left = Delivery.objects.get(person=supervisor.person)
    assert (left.state, left.next_at) == (State.WAITING, now() + timedelta(minutes=1))
    assert "จัดทำข้อความนี้ไม่ได้" in left.error
