"""What befalls a school: a new name, another place, merged, closed, reopened; and taken back where it was wrong."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.offices import queries
from nithet.offices.models import Office, Role, School, SchoolChange
from nithet.offices.services import school_changes
from nithet.offices.services.school_changes import Told, change_school, undo_change
from nithet.offices.tests.factories import DAY, as_member, make_member_user, make_school

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def page(client: Client, planning: User) -> Client:
    client.force_login(planning)
    return client


def change(client: Client, school: School, kind: str, day: str, **facts: Any) -> Any:
    told = {"kind": kind, "on": day, "order_number": "ประกาศที่ 1/2569", "note": "ตามมติ", **facts}
    return client.post(reverse("offices:school-change", args=["satit1", school.pk]), told)


def undo(client: Client, made: SchoolChange, reason: str = "บันทึกผิดโรงเรียน") -> Any:
    url = reverse("offices:school-change-undo", args=["satit1", made.pk])
    return client.post(url, {"reason": reason})


def listed(client: Client, **filters: str) -> list[str]:
    response = client.get(reverse("offices:school-list", args=["satit1"]), filters)
    return [school.name for school in response.context["page"]]


def text_of(client: Client, school: School) -> str:
    return client.get(reverse("offices:school-page", args=["satit1", school.pk])).content.decode()


def words(response: Any) -> str:
    assert response.status_code == 422
    return str(response.context["form"].errors)


def test_the_old_name_of_a_renamed_school_still_finds_it(page: Client, school: School) -> None:
    assert change(page, school, "renamed", "1/11/2569", name="โรงเรียนสาธิตวิทยา").status_code == 302
    assert listed(page, q="บ้านทุ่งสาธิต") == ["โรงเรียนสาธิตวิทยา"]
    assert listed(page, on="31 ต.ค. 2569") == ["โรงเรียนบ้านทุ่งสาธิต"]
    text = text_of(page, school)
    assert "ชื่อเดิม" in text
    assert "จากโรงเรียนบ้านทุ่งสาธิต เป็นโรงเรียนสาธิตวิทยา" in text
    assert Entry.objects.get(verb="school.renamed").why == "ตามมติ"


def test_a_name_of_a_later_day_comes_on_its_day(page: Client, school: School, office: Office) -> None:
    change(page, school, "renamed", "1/12/2569", name="โรงเรียนสาธิตวิทยา")
    school.refresh_from_db()
    assert school.name == "โรงเรียนบ้านทุ่งสาธิต"
    assert "ยังไม่ถึงวันที่มีผล" in text_of(page, school)
    assert school_changes.apply_due(on=date(2026, 11, 30)) == 0
    assert school_changes.apply_due(on=date(2026, 12, 1)) == 1
    assert school_changes.apply_due(on=date(2026, 12, 1)) == 0
    school.refresh_from_db()
    assert (school.name, school.former_names) == ("โรงเรียนสาธิตวิทยา", "โรงเรียนบ้านทุ่งสาธิต")


def test_the_daily_job_brings_what_is_due(school: School, office: Office, planning: User) -> None:
    told = Told(date(2026, 11, 21), "1/2569", "ตามมติ")
    change_school(school, "renamed", told, facts={"name": "โรงเรียนใหม่"}, by=as_member(planning, office))
    SchoolChange.objects.update(on=DAY)
    job = jobs.start("offices.daily")
    jobs.run_queued()
    job.refresh_from_db()
    school.refresh_from_db()
    assert (job.state, school.name) == ("done", "โรงเรียนใหม่")


def test_a_moved_school_has_its_new_place(page: Client, school: School) -> None:
    told = {"subdistrict": "ใหม่", "district": "เมือง", "place": "18.5, 98.5"}
    change(page, school, "moved", "1/11/2569", **told)
    school.refresh_from_db()
    assert (school.subdistrict, str(school.latitude)) == ("ใหม่", "18.500000")
    undo(page, SchoolChange.objects.get())
    school.refresh_from_db()
    assert (school.subdistrict, school.latitude) == ("", None)


def test_a_merged_school_leaves_lists_and_keeps_its_page(
    page: Client, school: School, small_school: School
) -> None:
    teacher = make_member_user(school.office, Role.TEACHER, school=small_school)
    assert change(page, small_school, "merged", "1/11/2569", into=str(school.pk)).status_code == 302
    assert listed(page) == [school.name]
    assert listed(page, on="31/10/2569") == [small_school.name, school.name]
    assert listed(page, state="closed") == [small_school.name]
    closed = page.get(reverse("offices:school-list", args=["satit1"]), {"state": "closed"}).content.decode()
    assert f"รวมกับ{school.name}" in closed
    assert "1 พ.ย. 2569" in closed
    text = text_of(page, small_school)
    assert f"รวมกับ{school.name}" in text
    assert "บุคลากรที่ต้องย้าย" in text
    assert teacher.name in text
    people = page.get(reverse("offices:person-list", args=["satit1"]), {"state": "to_move"})
    assert [line.person for line in people.context["lines"]] == [teacher.person]


def test_a_school_is_closed_and_opens_again(page: Client, school: School) -> None:
    change(page, school, "closed", "1/4/2567")
    assert listed(page) == []
    assert change(page, school, "reopened", "16/5/2569").status_code == 302
    assert listed(page) == [school.name]
    assert listed(page, on="1/5/2569") == []
    assert queries.closing_of(school, on=DAY) is None


def test_what_will_close_is_open_until_its_day(page: Client, school: School) -> None:
    change(page, school, "closed", "1/4/2570")
    assert listed(page) == [school.name]
    assert listed(page, on="1/4/2570") == []


@pytest.mark.parametrize(
    ("before", "kind", "on", "said"),
    [
        ("", "reopened", "1/5/2569", "เปิดดำเนินการอยู่"),
        ("closed", "renamed", "1/5/2569", "ไม่ได้เปิดดำเนินการ"),
        ("closed", "closed", "1/6/2569", "ไม่ได้เปิดดำเนินการ"),
        ("closed", "renamed", "1/5/2560", "อยู่หลังวันที่ระบุ"),
        ("closed", "opened", "1/5/2569", "วันจัดตั้งต้องไม่หลัง"),
    ],
)
def test_a_change_that_does_not_fit_says_why(
    page: Client, school: School, before: str, kind: str, on: str, said: str
) -> None:
    if before:
        SchoolChange.objects.create(office=school.office, school=school, kind=before, on=date(2024, 4, 1))
    count = SchoolChange.objects.count()
    assert said in words(change(page, school, kind, on, name="โรงเรียนใหม่"))
    assert SchoolChange.objects.count() == count


def test_nothing_merges_into_a_closed_school_or_into_itself(
    page: Client, school: School, small_school: School
) -> None:
    assert change(page, school, "merged", "1/5/2569", into=str(school.pk)).status_code == 422
    SchoolChange.objects.create(
        office=school.office, school=small_school, kind="closed", on=date(2026, 12, 1)
    )
    assert "รับรวมไม่ได้" in words(change(page, school, "merged", "1/1/2570", into=str(small_school.pk)))


@pytest.mark.parametrize("missing", ["on", "order_number", "note"])
def test_day_order_and_reason_are_asked(page: Client, school: School, missing: str) -> None:
    response = change(page, school, "closed", "1/5/2569", **{missing: ""})
    assert response.status_code == 422
    assert missing in response.context["form"].errors
    assert not SchoolChange.objects.exists()


def test_the_same_change_sent_twice_is_one(page: Client, school: School) -> None:
    for _ in range(2):
        assert change(page, school, "closed", "1/5/2569").status_code == 302
    assert SchoolChange.objects.count() == 1
    assert Entry.objects.filter(verb="school.closed").count() == 1


def test_only_the_last_change_is_taken_back_and_it_stays_to_be_seen(page: Client, school: School) -> None:
    change(page, school, "renamed", "1/10/2569", name="โรงเรียนใหม่")
    change(page, school, "closed", "1/11/2569")
    renamed, closed = SchoolChange.objects.order_by("on")
    assert undo(page, renamed).status_code == 409
    assert undo(page, closed).status_code == 302
    assert listed(page) == ["โรงเรียนใหม่"]
    assert undo(page, renamed).status_code == 302
    school.refresh_from_db()
    assert (school.name, school.former_names) == ("โรงเรียนบ้านทุ่งสาธิต", "")
    text = text_of(page, school)
    assert text.count("ยกเลิกแล้ว: บันทึกผิดโรงเรียน") == 2
    assert Entry.objects.filter(verb="school.change_undone").count() == 2
    # What was voided may be recorded again.
    assert change(page, school, "closed", "1/11/2569").status_code == 302


def test_a_change_is_not_taken_back_twice_nor_without_a_reason(
    page: Client, school: School, office: Office, planning: User
) -> None:
    change(page, school, "closed", "1/11/2569")
    made = SchoolChange.objects.get()
    assert undo(page, made, reason="").status_code == 422
    undo_change(made, why="ผิด", by=as_member(planning, office))
    assert undo(page, made).status_code == 409


@pytest.mark.parametrize(
    ("who", "code"), [("director", 302), ("head", 403), ("school_director", 403), ("outsider", 404)]
)
def test_who_changes_a_school(
    client: Client, school: School, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert change(client, school, "closed", "1/11/2569").status_code == code
    assert SchoolChange.objects.exists() is (code == 302)


def test_acts_are_sent_not_opened(page: Client, school: School) -> None:
    made = SchoolChange.objects.create(office=school.office, school=school, kind="closed", on=DAY)
    assert page.get(reverse("offices:school-change-undo", args=["satit1", made.pk])).status_code == 405
    assert page.get(reverse("offices:school-change", args=["satit1", school.pk])).status_code == 200


def test_a_change_of_another_office_is_not_found(page: Client, other_office: Office) -> None:
    stranger = make_school(other_office, "โรงเรียนต่างเขต")
    made = SchoolChange.objects.create(office=other_office, school=stranger, kind="closed", on=DAY)
    assert undo(page, made).status_code == 404
    assert change(page, stranger, "closed", "1/11/2569").status_code == 404


def test_a_new_name_and_a_new_place_of_one_day_both_come(
    school: School, office: Office, planning: User
) -> None:
    by = as_member(planning, office)
    told = Told(date(2026, 12, 1), "1/2569", "ตามมติ")
    change_school(school, "renamed", told, facts={"name": "โรงเรียนใหม่"}, by=by)
    change_school(school, "moved", told, facts={"subdistrict": "ใหม่"}, by=by)
    assert school_changes.apply_due(on=date(2026, 12, 1)) == 2
    school.refresh_from_db()
    assert (school.name, school.subdistrict) == ("โรงเรียนใหม่", "ใหม่")
