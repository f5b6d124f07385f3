"""The calendar in a phone: a secret address, read by a strict parser."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.cycles.models import Task
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.notices.models import CalendarFeed
from nithet.notices.services.feeds import make_feed, revoke_feed
from nithet.offices.models import Appointment, Holiday, Office, Unit
from nithet.offices.tests.factories import DAY, as_member, page_text
from nithet.workspace.icalendar import Event, calendar_text

pytestmark = pytest.mark.usefixtures("friday")

LONG = "สำรวจความพร้อมของห้องเรียนปลายทาง; โทรทัศน์, เครื่องรับ \\ และอินเทอร์เน็ต ของโรงเรียนขนาดเล็กทุกแห่งในพื้นที่สูง"
UNTIL = date(2026, 11, 24)


@pytest.fixture
def task(office: Office, supervision: Unit, supervisor: User) -> Task:
    make_procedure(supervision, [{"title": LONG, "months": [11], "actions": ["operate"]}])
    open_year(office)
    Task.objects.update(assignee=supervisor.person, starts_on=date(2026, 11, 16), due_on=UNTIL)
    return Task.objects.get()


def address_of(user: User) -> str:
    return reverse("calendar-file", args=[make_feed(by=as_member(user, user.person.office))])


def events(client: Client, address: str) -> list[Any]:
    response = client.get(address)
    assert response.status_code == 200
    calendar = Calendar.from_ical(response.content)
    assert calendar.errors == []
    found = calendar.walk("VEVENT")
    assert [one.errors for one in found if one.errors] == []
    return list(found)


def test_the_due_day_is_a_whole_day_in_the_calendar(
    client: Client, office: Office, task: Task, supervisor: User
) -> None:
    found = {str(one["SUMMARY"]): one for one in events(client, address_of(supervisor))}
    due = found[f"ครบกำหนด: {LONG}"]
    assert (due["DTSTART"].dt, due["DTEND"].dt) == (UNTIL, UNTIL + timedelta(days=1))
    page = f"http://testserver{reverse('cycles:task-page', args=[office.code, task.pk])}"
    assert (str(due["URL"]), str(due["TRANSP"])) == (page, "TRANSPARENT")
    start = found[f"เริ่มดำเนินการ: {LONG}"]
    assert (start["DTSTART"].dt, start["DTEND"].dt) == (date(2026, 11, 16), date(2026, 11, 17))
    assert "ถึง 24 พ.ย. 2569" in start["DESCRIPTION"]


def test_lines_are_short_and_no_thai_letter_is_cut(client: Client, task: Task, supervisor: User) -> None:
    content = client.get(address_of(supervisor)).content
    lines = content.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert any(line.startswith(b" ") for line in lines)
    for line in lines:
        line.decode()


@pytest.mark.parametrize("width", range(60, 90))
def test_a_folded_line_unfolds_to_itself(width: int) -> None:
    words = ("ก้า" * 40 + "a")[:width] + "😀" * 30
    made = calendar_text("ช", [Event("1@x", DAY, DAY, words)], at=now()).encode()
    assert all(len(piece) <= 75 for piece in made.split(b"\r\n"))
    assert f"SUMMARY:{words}\r\n" in made.replace(b"\r\n ", b"").decode()


def test_marks_and_control_characters_in_a_title_do_no_harm() -> None:
    words = 'ก\x00ข\x07;ค,ง\\จ\r\nEND:VCALENDAR\nฉ\x7f\u2028:"'
    made = calendar_text("ช", [Event("1@x", DAY, DAY, words, words)], at=now())
    event = Calendar.from_ical(made).walk("VEVENT")[0]
    assert str(event["SUMMARY"]).replace("\u2028", "") == 'กข;ค,ง\\จ\nEND:VCALENDAR\nฉ:"'


def test_keys_stay_when_a_day_is_moved(client: Client, task: Task, supervisor: User) -> None:
    address = address_of(supervisor)
    before = {str(one["UID"]) for one in events(client, address)}
    Task.objects.update(due_on=date(2026, 11, 27))
    after = events(client, address)
    assert {str(one["UID"]) for one in after} == before
    assert len(before) == len(after)
    assert date(2026, 11, 27) in {one["DTSTART"].dt for one in after}


def test_under_another_name_of_the_house_they_are_the_same_events(
    client: Client, settings: Settings, office: Office, task: Task, supervisor: User
) -> None:
    settings.PUBLIC_ADDRESS = "https://nithet.example.go.th"
    address = address_of(supervisor)
    told = [client.get(address, headers={"host": host}).content for host in ("localhost", "testserver")]
    assert told[0] == told[1]
    found = Calendar.from_ical(told[0]).walk("VEVENT")
    page = reverse("cycles:task-page", args=[office.code, task.pk])
    assert {str(one["URL"]) for one in found} == {f"https://nithet.example.go.th{page}"}
    assert all(str(one["UID"]).endswith("@nithet.example.go.th") for one in found)
    client.force_login(supervisor)
    made = client.post(reverse("workspace:calendar-feed-make", args=[office.code]))
    assert made.context["address"].startswith("https://nithet.example.go.th/")


def test_what_is_done_leaves_the_calendar(client: Client, task: Task, supervisor: User) -> None:
    address = address_of(supervisor)
    Task.objects.update(state="done")
    assert events(client, address) == []


def test_what_has_not_changed_is_not_sent_again(client: Client, task: Task, supervisor: User) -> None:
    address = address_of(supervisor)
    first = client.get(address)
    assert first["Cache-Control"] == "private, no-cache"
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "sessionid" not in first.cookies
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
    Task.objects.update(due_on=date(2026, 11, 27))
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200
    assert client.head(address).status_code == 200


def test_a_wrong_an_old_and_a_revoked_address_open_nothing(
    client: Client, office: Office, task: Task, supervisor: User
) -> None:
    old, new = address_of(supervisor), address_of(supervisor)
    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200
    assert client.get(reverse("calendar-file", args=["x"])).status_code == 404
    assert client.get(f"{new.removesuffix('.ics')}x.ics").status_code == 404
    digest = CalendarFeed.objects.get().digest
    assert client.get(reverse("calendar-file", args=[digest])).status_code == 404
    assert revoke_feed(by=as_member(supervisor, office))
    assert not revoke_feed(by=as_member(supervisor, office))
    assert client.get(new).status_code == 404
    assert client.post(new).status_code == 405


def test_who_left_is_not_read_any_more(client: Client, task: Task, supervisor: User) -> None:
    address = address_of(supervisor)
    Appointment.objects.filter(person=supervisor.person).update(until_on=DAY)
    assert client.get(address).status_code == 200
    with time_machine.travel("2026-11-21T09:00+07:00"):
        assert client.get(address).status_code == 404


def test_a_suspended_account_is_not_read(client: Client, task: Task, supervisor: User) -> None:
    address = address_of(supervisor)
    User.objects.filter(pk=supervisor.pk).update(is_active=False)
    assert client.get(address).status_code == 404


def test_each_reads_their_own_office_only(
    client: Client, office: Office, other_office: Office, task: Task, supervisor: User, outsider: User
) -> None:
    Holiday.objects.create(office=office, on=date(2026, 12, 7), name="วันหยุดของเขต 1")
    Holiday.objects.create(office=other_office, on=date(2026, 12, 8), name="วันหยุดของเขต 2")
    mine = {str(one["SUMMARY"]) for one in events(client, address_of(supervisor))}
    theirs = {str(one["SUMMARY"]) for one in events(client, address_of(outsider))}
    assert "วันหยุดของเขต 1" in mine
    assert theirs == {"วันหยุดของเขต 2"}


def test_work_given_to_somebody_else_is_not_read_any_more(
    client: Client, task: Task, supervisor: User, supervisor2: User
) -> None:
    address = address_of(supervisor)
    Task.objects.update(assignee=supervisor2.person)
    assert events(client, address) == []


def test_it_costs_the_same_whatever_there_is(
    client: Client, office: Office, supervision: Unit, task: Task, supervisor: User
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as counted:
            assert client.get(address).status_code == 200
        return len(counted)

    address = address_of(supervisor)
    client.get(address)
    few = cost()
    steps = [{"title": f"งาน {n}", "months": [11], "actions": ["operate"]} for n in range(8)]
    make_procedure(supervision, steps, title="อีกงาน")
    open_year(office)
    Task.objects.update(assignee=supervisor.person)
    assert len(events(client, address)) > 15
    assert cost() == few


def test_a_read_is_noted_once_an_hour(client: Client, task: Task, supervisor: User) -> None:
    address = address_of(supervisor)
    client.get(address)
    first = CalendarFeed.objects.get().last_read_at
    assert first == now()
    for minutes, is_noted in ((30, False), (61, True)):
        with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
            client.get(address)
            assert (CalendarFeed.objects.get().last_read_at == now()) is is_noted


# The page of the address


def press(client: Client, user: User, act: str) -> Any:
    client.force_login(user)
    return client.post(reverse(f"workspace:calendar-feed-{act}", args=[user.person.office.code]))


def test_the_address_is_shown_once_with_its_picture(client: Client, office: Office, supervisor: User) -> None:
    way = reverse("workspace:calendar-feed", args=[office.code])
    client.force_login(supervisor)
    assert "ยังไม่มีที่อยู่ปฏิทิน" in page_text(client.get(way))
    shown = press(client, supervisor, "make")
    address = shown.context["address"]
    assert address in shown.content.decode()
    assert '<svg class="qr"' in shown.content.decode() or 'class="qr"' in shown.content.decode()
    assert shown["Cache-Control"].count("no-store") == 1
    assert Client().get(address).status_code == 200
    later = client.get(way)
    assert address not in later.content.decode()
    assert "ระบบไม่เก็บที่อยู่ไว้" in page_text(later)
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert token not in str(CalendarFeed.objects.values())
    assert token not in str(list(Entry.objects.values()))


def test_made_anew_the_one_before_is_no_more_and_revoking_leaves_none(
    client: Client, supervisor: User
) -> None:
    old = press(client, supervisor, "make").context["address"]
    new = press(client, supervisor, "make").context["address"]
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    press(client, supervisor, "revoke")
    assert Client().get(new).status_code == 404
    assert press(client, supervisor, "revoke").status_code == 302
    verbs = list(Entry.objects.filter(verb__startswith="calendar.").values_list("verb", flat=True))
    assert sorted(verbs) == ["calendar.feed_made", "calendar.feed_made", "calendar.feed_revoked"]


def test_strangers_make_nothing_in_another_office(client: Client, office: Office, outsider: User) -> None:
    client.force_login(outsider)
    assert client.post(reverse("workspace:calendar-feed-make", args=[office.code])).status_code == 404
    assert not CalendarFeed.objects.exists()
