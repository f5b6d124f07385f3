"""What is told at once: by mail and LINE, in its hours, in one message, and only to who wants and may have it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.notices.jobs import watch
from nithet.notices.models import Delivery, Notice, Preference
from nithet.notices.services.notifying import notify
from nithet.notices.tests.conftest import run_jobs, with_line, with_mail
from nithet.notices.tests.servers import Line, Mail
from nithet.offices.models import Holiday, Office
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.usefixtures("friday", "matter", "digests_are_out")
State = Delivery.State


def tell(*users: User, kind: str = "returned", title: str = "แผนการนิเทศ", **facts: Any) -> None:
    people = [one.person for one in users]
    notify(people, kind, new_id(), title=title, address="/satit1/tasks/1/?a=1#b", **facts)


def minute() -> None:
    watch()
    run_jobs()


def prefer(user: User, **facts: Any) -> None:
    Preference.objects.update_or_create(person=user.person, defaults={"office": user.person.office, **facts})


def test_by_line_with_a_link_for_the_phones_own_browser(line: Line, supervisor: User) -> None:
    tell(with_line(supervisor), detail="ส่งคืนแก้ไข (ครั้งที่ 1)")
    minute()
    [(to, text)] = line.texts
    assert to == "U-supervisor"
    assert "ส่งคืนแก้ไข" in text
    assert "แผนการนิเทศ" in text
    assert "https://nithet.example.go.th/satit1/tasks/1/?a=1&openExternalBrowser=1#b" in text
    [(_, _, headers)] = line.asked
    assert headers["Authorization"] == "Bearer token"
    assert headers["X-Line-Retry-Key"] == str(Delivery.objects.get().pk)
    assert Delivery.objects.get().state == State.SENT


def test_by_mail_as_text_and_html(mail: Mail, supervisor: User) -> None:
    tell(with_mail(supervisor))
    minute()
    [(to, letter)] = mail.letters
    assert to == "supervisor@satit.example"
    assert f"<{Delivery.objects.get().pk}@nithet.example.go.th>" in letter
    assert "text/plain" in letter
    assert "text/html" in letter
    assert Delivery.objects.get().state == State.SENT


def test_both_where_both_are_wanted_and_nothing_twice(mail: Mail, line: Line, supervisor: User) -> None:
    tell(with_line(with_mail(supervisor)))
    for _ in range(3):
        minute()
        watch()
    assert (len(mail.letters), len(line.taken)) == (1, 1)
    assert Delivery.objects.count() == 2


def test_what_comes_together_goes_together(line: Line, supervisor: User) -> None:
    with_line(supervisor)
    for number in range(3):
        tell(supervisor, title=f"งานที่ {number}")
    minute()
    [(_, text)] = line.texts
    assert all(f"งานที่ {number}" in text for number in range(3))
    assert "3 เรื่อง" in text


def test_very_many_are_cut_with_the_way_to_all(line: Line, supervisor: User) -> None:
    with_line(supervisor)
    for number in range(60):
        tell(supervisor, title=f"งานที่ {number} " + "ยาว" * 80)
    minute()
    [(_, text)] = line.texts
    assert len(text.encode("utf-16-le")) // 2 <= 5000
    assert "https://nithet.example.go.th/satit1/notices/?openExternalBrowser=1" in text


def test_not_without_a_confirmed_address(mail: Mail, supervisor: User, head: User) -> None:
    tell(with_mail(supervisor, verified=False), head)
    minute()
    assert mail.letters == []
    assert not Delivery.objects.exists()
    assert not Notice.objects.filter(routed_at=None).exists()


@pytest.mark.parametrize("when", ["digest", "weekly", "never"])
def test_not_at_once_where_it_was_chosen_otherwise(line: Line, supervisor: User, when: str) -> None:
    prefer(with_line(supervisor), choices={"returned": {"line": when}})
    tell(supervisor)
    minute()
    assert line.texts == []


def test_at_once_what_was_chosen_so(line: Line, supervisor: User) -> None:
    prefer(with_line(supervisor), choices={"due": {"line": "once"}})
    tell(supervisor, kind="due")
    minute()
    assert len(line.texts) == 1


def test_a_choice_that_nobody_knows_is_the_usual_one(line: Line, supervisor: User) -> None:
    prefer(with_line(supervisor), choices={"returned": {"line": "yesterday"}})
    tell(supervisor)
    minute()
    assert len(line.texts) == 1


def test_in_quiet_hours_it_waits_for_their_end(line: Line, office: Office, supervisor: User) -> None:
    Holiday.objects.create(office=office, on=date(2026, 11, 23), name="วันหยุดพิเศษ")
    with_line(supervisor)
    with time_machine.travel(datetime(2026, 11, 20, 19, 0, tzinfo=BANGKOK), tick=False):
        tell(supervisor)
        minute()
        assert line.texts == []
        assert Delivery.objects.get().next_at == datetime(2026, 11, 24, 6, 0, tzinfo=BANGKOK)
    with time_machine.travel(datetime(2026, 11, 24, 6, 1, tzinfo=BANGKOK), tick=False):
        minute()
    assert len(line.texts) == 1


def test_hours_that_became_quiet_since_are_kept(line: Line, supervisor: User) -> None:
    """As when a server was down until the evening."""
    with_line(supervisor)
    tell(supervisor)
    line.answers = [(500, {}, {"Retry-After": str(9 * 3600)})]
    minute()
    with time_machine.travel(now() + timedelta(hours=9, minutes=1), tick=False):
        minute()
        assert line.texts == []
    assert Delivery.objects.get().next_at == datetime(2026, 11, 23, 6, 0, tzinfo=BANGKOK)


def test_what_was_read_meanwhile_is_not_sent(line: Line, supervisor: User) -> None:
    with_line(supervisor)
    with time_machine.travel(datetime(2026, 11, 20, 19, 0, tzinfo=BANGKOK), tick=False):
        tell(supervisor)
        minute()
    Notice.objects.update(read_at=now())
    with time_machine.travel(datetime(2026, 11, 23, 6, 1, tzinfo=BANGKOK), tick=False):
        minute()
    assert line.texts == []
    assert Delivery.objects.get().state == State.DROPPED


def test_who_left_gets_nothing_any_more(line: Line, supervisor: User, head: User) -> None:
    tell(with_line(supervisor), with_line(head))
    supervisor.person.appointments.update(until_on=date(2026, 11, 19))
    head.is_active = False
    head.save()
    minute()
    assert line.texts == []


def test_who_left_after_it_was_put_on_its_way_gets_nothing(line: Line, supervisor: User) -> None:
    with_line(supervisor)
    line.answers = [(500, {}, {})]
    tell(supervisor)
    minute()
    supervisor.person.appointments.update(until_on=date(2026, 11, 19))
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        minute()
    assert line.texts == []
    assert Delivery.objects.get().state == State.DROPPED


def test_nothing_is_put_on_its_way_where_no_way_is_set_up(supervisor: User) -> None:
    tell(with_line(with_mail(supervisor)))
    minute()
    assert not Delivery.objects.exists()
    assert not Notice.objects.filter(routed_at=None).exists()


def test_an_empty_minute_starts_no_job(supervisor: User) -> None:
    minute()
    before = list_jobs()
    watch()
    assert list_jobs() == before


def list_jobs() -> int:
    from nithet.core.models import Job

    return Job.objects.count()
