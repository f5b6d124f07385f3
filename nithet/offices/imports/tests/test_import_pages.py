"""Who opens imports, what they see, and what the pages cost."""

import io
from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.cycles.models import Cycle
from nithet.cycles.tests.factories import open_year
from nithet.offices.imports import checking
from nithet.offices.imports.registry import kind_of
from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road, content_of
from nithet.offices.models import Appointment, Import, ImportProblem, Office, Person, Role, School
from nithet.offices.tests.factories import page_text

HEADINGS = ("ชื่อ-สกุล", "ตำแหน่ง", "เลขที่ตำแหน่ง", "โรงเรียน", "โทรศัพท์")


def people(count: int, *, school: str = "บ้านทุ่งสาธิต", start: int = 0) -> list[tuple[object, ...]]:
    return [
        (f"นายคนที่{place} สมมติ", "ครู", str(place), school, f"08{place:08}")
        for place in range(start, start + count)
    ]


def a_list(rows: Sequence[tuple[object, ...]]) -> bytes:
    return layouts.xlsx([HEADINGS, *rows])


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("director", (200, 200)),
        ("administrator", (200, 200)),
        ("planning", (200, 404)),  # schools only
        ("head", (200, 404)),  # those of the own division's registers
        ("teacher", (403, 404)),
        ("outsider", (404, 404)),
    ],
)
def test_who_opens_imports(
    road: Road, school: School, who: str, codes: tuple[int, int], request: pytest.FixtureRequest
) -> None:
    road.to_preview("people", "people.xlsx", a_list(people(1)))
    road.client.force_login(request.getfixturevalue(who))
    listed = road.client.get(reverse("offices:import-list", args=["satit1"])).status_code
    assert (listed, road.page().status_code) == codes


@pytest.mark.parametrize("act", ["choose", "store", "resume", "discard", "sheet"])
def test_acts_are_posted_and_only_by_those_who_may(
    road: Road, school: School, act: str, planning: User, teacher: User
) -> None:
    road.to_preview("people", "people.xlsx", a_list(people(1)))
    assert road.client.get(road.url(act)).status_code == 405
    for user in (planning, teacher):
        road.client.force_login(user)
        assert road.client.post(road.url(act)).status_code == 404
    assert road.source.state == Import.State.CHECKED


def test_planning_brings_in_schools_but_no_people(road: Road, planning: User, school: School) -> None:
    road.client.force_login(planning)
    assert road.send("schools", "dmc.xlsx", layouts.dmc_schools()).status_code == 302
    assert road.send("people", "people.xlsx", a_list(people(1))).status_code == 403
    form = road.client.get("/satit1/imports/new/").context["form"]
    offered = [code for code, _ in form.fields["kind"].choices]
    assert [code for code in offered if not kind_of(code).is_own] == ["schools"]


def test_a_kind_that_is_not_there(road: Road) -> None:
    assert "โปรดเลือกรายการจากที่กำหนด" in road.send("cats", "a.xlsx", a_list([])).content.decode()
    assert road.client.get("/satit1/imports/forms/cats/").status_code == 404


def test_an_import_of_another_office_is_not_there(
    road: Road, school: School, other_office: Office, outsider: User
) -> None:
    road.to_preview("people", "people.xlsx", a_list(people(1)))
    road.client.force_login(outsider)
    for office in ("satit1", "satit2"):
        theirs = Road(road.client, office, road.pk)
        assert theirs.page().status_code == 404
        assert theirs.store().status_code == 404
    missing = Road(road.client, "satit2", uuid4())
    assert missing.page().status_code == 404


def test_a_second_person_sees_the_same_and_may_go_on(road: Road, school: School, director: User) -> None:
    road.to_preview("people", "people.xlsx", a_list(people(2)))
    other = Client()
    other.force_login(director)
    theirs = Road(other, road.office, road.pk)
    assert theirs.page().context["importable"] == 2
    assert theirs.store().status_code == 302
    assert "ผลการนำเข้า" in road.page().content.decode()


def test_a_large_file_is_checked_by_the_worker_while_its_progress_is_shown(
    road: Road, school: School, director: User
) -> None:
    road.send("people", "many.xlsx", a_list(people(600)))
    road.match(on="20 พ.ย. 2569")
    job = Job.objects.get(kind="imports.check")
    assert job.state == Job.State.QUEUED
    assert reverse("workspace:job-page", args=["satit1", job.pk]) in road.page().content.decode()
    # Somebody else cannot follow the job itself, and is told without it.
    road.client.force_login(director)
    text = road.page().content.decode()
    assert "ดูความคืบหน้าล่าสุด" in text
    assert "hx-get" not in text.split('id="main"')[-1].split("</main>")[0]


def test_the_preview_says_it_in_big_words(road: Road, school: School) -> None:
    rows = [*people(3), ("นายไม่มี โรงเรียน", "ครู", "99", "ไม่มีโรงเรียนนี้", None)]
    text = road.to_preview("people", "people.xlsx", a_list(rows)).content.decode()
    for word, count in (("ใหม่", 3), ("เหมือนเดิม", 0), ("นำเข้าไม่ได้", 1)):
        assert f"<dt>{word}</dt><dd>{count}</dd>" in text
    assert "นำเข้า 3 รายการ" in text


def test_bad_rows_are_filtered_by_column(road: Road, school: School) -> None:
    rows = [
        ("นายหนึ่ง สมมติ", "ครู", "1", "ไม่มีโรงเรียนนี้", None),
        ("นายสอง สมมติ", "ครู", "2", "บ้านทุ่งสาธิต", "ไม่มีโทรศัพท์"),
    ]
    road.to_preview("people", "people.xlsx", a_list(rows))
    page = road.page(tab="bad", field="phone")
    assert [line.row.row for line in page.context["lines"]] == [3]
    assert len(road.page(tab="bad", field="nonsense").context["lines"]) == 2


def test_rows_that_stay_behind_are_mended_and_sent_again(road: Road, school: School) -> None:
    rows = [*people(2), ("นายสอง สมมติ", "ครู", "99", "ไม่มีโรงเรียนนี้", "0811111111")]
    road.to_preview("people", "people.xlsx", a_list(rows))
    road.store()
    response = road.client.get(road.url("left"))
    book = load_workbook(io.BytesIO(content_of(response)))
    page = book.worksheets[0]
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    bad = next(row for row in cells if row[0] == 4)
    assert "ไม่พบโรงเรียนหรือกลุ่ม" in str(bad[1])
    for row in page.iter_rows():
        for cell in row:
            if cell.value == "ไม่มีโรงเรียนนี้":
                cell.value = "บ้านทุ่งสาธิต"
    road.bring_in("people", "mended.xlsx", layouts.saved(book))
    assert Person.objects.get(first_name="สอง").phone == "0811111111"


def test_rows_beyond_those_kept_are_counted(
    road: Road, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checking.MOST_KEPT, checking.Weight.BAD, 3)
    road.to_preview("people", "people.xlsx", a_list(people(8, school="ไม่มีโรงเรียนนี้")))
    page = road.page(tab="bad")
    assert (page.context["source"].counts["bad"], len(page.context["lines"]), page.context["more"]) == (
        8,
        3,
        5,
    )


def test_doubts_beyond_those_kept_are_decided_with_all(
    road: Road, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checking.MOST_KEPT, checking.Weight.DOUBT, 1)
    known, alike = (
        [(f"นาย{name} สมมติ", "ครู", None, "บ้านทุ่งสาธิต", None) for name in names]
        for names in (("มะลิ", "จำปา"), ("มะลี", "จำป่า"))
    )
    road.bring_in("people", "one.xlsx", a_list(known))
    road.to_preview("people", "two.xlsx", a_list(alike))
    assert road.source.counts["doubt"] == 2
    road.choose_for_all("new")
    assert road.page().context["importable"] == 2
    road.store()
    assert Person.objects.filter(last_name="สมมติ").count() == 4


def test_decisions_about_what_is_not_there_are_no_harm(road: Road, school: School) -> None:
    road.to_preview("people", "people.xlsx", a_list(people(1)))
    given = {f"choice-{uuid4()}": "same", "choice-x": "same", "choice-": "new"}
    assert road.client.post(road.url("choose"), given).status_code == 302
    assert road.client.post(road.url("choose"), {"all": "nonsense"}).status_code == 302


@pytest.mark.parametrize("tab", ["new", "bad", "doubt", "changed"])
def test_the_preview_costs_the_same_for_any_number(
    road: Road, school: School, tab: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    road.bring_in("people", "old.xlsx", a_list(people(40)))
    for count in (1, 30):
        rows = [
            *people(count, start=100),
            *people(count, start=200, school="ไม่มีโรงเรียนนี้"),
            *[(f"นายคนที่{place} สมมติ", "ครู", None, "บ้านดอยสาธิต", None) for place in range(count)],
            *[(*row[:4], "0999999999") for row in people(40)[-count:]],
        ]
        School.objects.update_or_create(
            office=school.office, smis_code="57000099", defaults={"name": "โรงเรียนบ้านดอยสาธิต"}
        )
        road.to_preview("people", "new.xlsx", a_list(rows))
        with django_assert_num_queries(8 if tab != "bad" else 9):
            assert road.page(tab=tab).context["here"] == tab


def test_the_list_costs_the_same_for_any_number(
    road: Road, school: School, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (1, 5):
        for _ in range(count):
            road.to_preview("people", "new.xlsx", a_list(people(1)))
        with django_assert_num_queries(7):
            road.client.get(reverse("offices:import-list", args=["satit1"]))


def test_only_what_came_in_counts_as_imported(road: Road, school: School) -> None:
    road.bring_in("people", "done.xlsx", a_list(people(1)))
    road.to_preview("people", "dropped.xlsx", a_list(people(2)))
    road.client.post(road.url("discard"))
    url = reverse("offices:import-list", args=["satit1"])
    text = page_text(road.client.get(url))
    assert 'นำเข้ามาแล้ว <b class="nw">1 ครั้ง</b>' in text
    assert "ยังไม่เสร็จ" not in text
    road.to_preview("people", "waits.xlsx", a_list(people(3)))
    text = page_text(road.client.get(url))
    assert 'นำเข้ามาแล้ว <b class="nw">1 ครั้ง</b> · <span class="nw">ยังไม่เสร็จ 1 รายการ</span>' in text


def test_short_codes_keep_to_one_line(road: Road, school: School) -> None:
    rows = [
        ("นายหนึ่ง สมมติ", "ครู", "1", "บ้านทุ่งสาธิต", "08-12"),
        ("นายสอง สมมติ", "ครู", "2", "ไม่มีโรงเรียนนี้ ที่ใด", None),
    ]
    road.to_preview("people", "people.xlsx", a_list(rows))
    text = road.page(tab="bad").content.decode()
    assert '<span class="nw">08-12</span>' in text
    assert ">ไม่มีโรงเรียนนี้ ที่ใด</td>" in text
    assert '<span class="sample"><span class="nw">08-12</span></span>' in road.columns().content.decode()


def test_the_sum_at_the_end_is_counted_apart(road: Road, school: School) -> None:
    rows = [*people(2), ("รวม 2 คน", None, None, None, None), ("รวม", "ครู", None, "บ้านทุ่งสาธิต", None)]
    text = page_text(road.to_preview("people", "people.xlsx", a_list(rows)))
    assert "แถวสรุปท้ายตาราง 1 แถว ไม่นำเข้า" in text
    assert (road.source.counts["rows"], road.source.counts["new"], road.source.counts["bad"]) == (3, 2, 1)
    # Somebody whose last name is missing is no sum.
    assert [row for row, _ in road.problems("bad")] == [5]
    road.store()
    assert road.source.counts["stored"] == {"rows": 3, "new": 2, "bad": 1}
    assert "แถวสรุปท้ายตาราง 1 แถว ไม่นำเข้า" in page_text(road.page())


def test_a_row_with_the_number_of_a_post_is_no_sum(road: Road, school: School) -> None:
    rows = [*people(1), ("รวม", None, "1234", None, None)]
    road.to_preview("people", "people.xlsx", a_list(rows))
    assert "ไม่มีชื่อหรือนามสกุล" in road.problems("bad")[0][1]


def test_whoever_sets_the_office_up_is_led_back_to_the_next_step(
    road: Road, school: School, director: User, office: Office
) -> None:
    setup = reverse("workspace:setup", args=["satit1"])
    road.to_preview("people", "people.xlsx", a_list(people(1)))
    road.store()
    assert page_text(road.page()).count(f'href="{setup}"') == 2  # beside the heading, and in a phone's foot
    open_year(office)
    assert f'href="{setup}"' not in page_text(road.page())
    Cycle.objects.all().delete()
    road.client.force_login(director)
    assert f'href="{setup}"' not in page_text(road.page())


# Jobs


@pytest.mark.parametrize("act", ["retry", "cancel"])
def test_who_may_no_longer_import_neither_stops_a_pass_nor_takes_it_up_again(
    road: Road, school: School, planning: User, act: str
) -> None:
    road.client.force_login(planning)
    schools = [
        (f"57{place:06}", f"บ้านสมมติที่{place}", "นาสมมติ", "เมืองสมมติ", *((1, 1),) * 3) for place in range(600)
    ]
    road.send("schools", "many.xlsx", layouts.dmc_schools(schools))
    road.match(on="10 พ.ย. 2569", source="DMC")
    job = Job.objects.get(kind="imports.check")
    state = Job.State.FAILED if act == "retry" else Job.State.QUEUED
    Job.objects.update(state=state)
    url = reverse(f"workspace:job-{act}", args=["satit1", job.pk])
    page = reverse("workspace:job-page", args=["satit1", job.pk])
    assert url in road.client.get(page).content.decode()
    Appointment.objects.filter(person__user=planning).update(role=Role.TEACHER)
    assert url not in road.client.get(page).content.decode()
    refused = road.client.post(url)
    assert refused.status_code == 403
    assert "นำเข้ารายการนี้ได้" in page_text(refused)
    assert Job.objects.get(pk=job.pk).state == state
    Appointment.objects.filter(person__user=planning).update(role=Role.PLANNING)
    assert road.client.post(url).status_code == 302
    assert Job.objects.get(pk=job.pk).state != state


def test_an_import_that_nobody_ends_is_dropped_after_a_month(road: Road, school: School) -> None:
    road.bring_in("people", "done.xlsx", a_list(people(1)))
    done = road.pk
    road.to_preview("people", "old.xlsx", a_list(people(2)))
    old = road.pk
    road.to_preview("people", "new.xlsx", a_list(people(3)))
    Import.objects.filter(pk__in=[done, old]).update(made_at=now() - timedelta(days=31))
    jobs.start("imports.daily")
    jobs.run_queued()
    states = {pk: Import.objects.get(pk=pk).state for pk in (done, old, road.pk)}
    assert states == {done: "done", old: "discarded", road.pk: "checked"}
    assert not ImportProblem.objects.filter(source=old).exists()


def test_rows_of_an_ended_import_are_forgotten_and_its_counts_stay(road: Road, school: School) -> None:
    road.bring_in("people", "done.xlsx", a_list(people(2)))
    Import.objects.update(finished_at=now() - timedelta(days=91))
    jobs.start("imports.daily")
    jobs.run_queued()
    assert not ImportProblem.objects.exists()
    assert "<dt>ใหม่</dt><dd>2</dd>" in road.page().content.decode()
