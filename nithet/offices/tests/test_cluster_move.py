"""Clusters, and schools that move between them from a day on."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.offices.models import Cluster, ClusterStay, Office, Role, School
from nithet.offices.queries import cluster_of, schools_of_cluster
from nithet.offices.services.clusters import bring_up_to_date
from nithet.offices.tests.factories import DAY, make_member_user, make_school

pytestmark = pytest.mark.usefixtures("friday")
BEFORE = date(2026, 9, 30)


@pytest.fixture
def page(client: Client, planning: User) -> Client:
    client.force_login(planning)
    return client


@pytest.fixture
def other(office: Office) -> Cluster:
    return Cluster.objects.create(office=office, name="กลุ่มโรงเรียนดอยสาธิต", position=2)


def move(client: Client, to: Cluster, on: str, *schools: School) -> Any:
    told = {"from_on": on, "schools": [str(school.pk) for school in schools]}
    return client.post(reverse("offices:cluster-schools", args=["satit1", to.pk]), told)


def stays(school: School) -> list[tuple[str, date | None, date | None]]:
    rows = ClusterStay.objects.filter(school=school).order_by("pk")
    return [(stay.cluster.name[12:15], stay.from_on, stay.until_on) for stay in rows]


def test_schools_move_from_a_day_and_the_past_stays(
    page: Client, school: School, small_school: School, cluster: Cluster, other: Cluster
) -> None:
    assert move(page, other, "1 ต.ค. 2569", school, small_school).status_code == 302
    school.refresh_from_db()
    assert school.cluster == other
    assert cluster_of(school, on=DAY) == other
    assert cluster_of(school, on=BEFORE) == cluster
    assert cluster_of(small_school, on=BEFORE) is None
    assert set(schools_of_cluster(other, on=DAY)) == {school, small_school}
    assert list(schools_of_cluster(cluster, on=BEFORE)) == [school]
    assert Entry.objects.filter(verb="school.cluster_moved").count() == 2
    shown = page.get(reverse("offices:cluster-page", args=["satit1", cluster.pk]), {"on": "30/9/2569"})
    assert list(shown.context["schools"]) == [school]
    assert "อยู่ถึง 30 ก.ย. 2569" in shown.content.decode()
    lines = page.get(reverse("offices:cluster-list", args=["satit1"]), {"on": "30/9/2569"}).context["lines"]
    assert [(line.cluster, line.schools) for line in lines] == [(cluster, [school]), (other, [])]


def test_a_move_of_a_later_day_takes_effect_on_its_day(
    page: Client, school: School, cluster: Cluster, other: Cluster
) -> None:
    move(page, other, "1/12/2569", school)
    school.refresh_from_db()
    assert school.cluster == cluster
    assert cluster_of(school, on=date(2026, 12, 1)) == other
    assert bring_up_to_date(None, on=date(2026, 11, 30)) == 0
    assert bring_up_to_date(None, on=date(2026, 12, 1)) == 1
    school.refresh_from_db()
    assert school.cluster == other


def test_the_daily_job_moves_what_is_due(page: Client, school: School, other: Cluster) -> None:
    move(page, other, "1/10/2569", school)
    School.objects.update(cluster=None)
    jobs.start("offices.daily")
    jobs.run_queued()
    school.refresh_from_db()
    assert school.cluster == other


def test_schools_whose_stays_nobody_recorded_stay_where_they_are(school: School, cluster: Cluster) -> None:
    assert bring_up_to_date(None, on=DAY) == 0
    assert cluster_of(school, on=DAY) == cluster


def test_the_same_move_twice_is_one(page: Client, school: School, other: Cluster) -> None:
    for _ in range(2):
        move(page, other, "1/10/2569", school)
    assert ClusterStay.objects.filter(school=school, cluster=other).count() == 1
    assert Entry.objects.filter(verb="school.cluster_moved").count() == 1


def test_a_move_on_the_same_day_puts_the_last_right_and_back_undoes_it(
    page: Client, office: Office, school: School, cluster: Cluster, other: Cluster
) -> None:
    third = Cluster.objects.create(office=office, name="กลุ่มโรงเรียนธารสาธิต")
    move(page, other, "1/10/2569", school)
    move(page, third, "1/10/2569", school)
    assert ClusterStay.objects.filter(school=school).count() == 2
    assert cluster_of(school, on=DAY) == third
    move(page, cluster, "1/10/2569", school)
    only = ClusterStay.objects.get(school=school)
    assert (only.cluster, only.from_on, only.until_on) == (cluster, None, None)
    school.refresh_from_db()
    assert school.cluster == cluster


def test_nothing_is_moved_before_a_later_move(page: Client, school: School, other: Cluster) -> None:
    move(page, other, "1/11/2569", school)
    third = Cluster.objects.create(office=school.office, name="กลุ่มโรงเรียนธารสาธิต")
    response = move(page, third, "1/10/2569", school)
    assert response.status_code == 422
    assert "อยู่แล้ว" in response.content.decode()


def test_one_school_moves_from_its_own_page(page: Client, school: School, other: Cluster) -> None:
    url = reverse("offices:school-cluster", args=["satit1", school.pk])
    assert page.get(url).status_code == 200
    assert page.post(url, {"cluster": str(other.pk), "from_on": "1/10/2569"}).status_code == 302
    assert cluster_of(school, on=DAY) == other
    assert page.post(url, {"cluster": "", "from_on": ""}).status_code == 422


def test_a_cluster_is_added_and_renamed_once_a_name(page: Client, cluster: Cluster, other: Cluster) -> None:
    add = reverse("offices:cluster-add", args=["satit1"])
    assert page.post(add, {"name": "กลุ่มใหม่", "position": "3"}).status_code == 302
    assert page.post(add, {"name": "กลุ่มใหม่"}).status_code == 422
    edit = reverse("offices:cluster-edit", args=["satit1", cluster.pk])
    assert page.post(edit, {"name": other.name}).status_code == 422
    assert page.post(edit, {"name": "กลุ่มชื่อใหม่", "position": "1"}).status_code == 302
    cluster.refresh_from_db()
    assert (cluster.name, cluster.position) == ("กลุ่มชื่อใหม่", 1)


def test_a_cluster_with_schools_is_not_closed(
    page: Client, school: School, cluster: Cluster, other: Cluster
) -> None:
    url = reverse("offices:cluster-close", args=["satit1", cluster.pk])
    told = {"on": "1/12/2569", "reason": "รวมกลุ่ม"}
    refused = page.post(url, told)
    assert refused.status_code == 422
    assert "ยังมีโรงเรียน 1 แห่ง" in refused.content.decode()
    move(page, other, "1/11/2569", school)
    assert page.post(url, told).status_code == 302
    assert page.post(url, told).status_code == 422
    cluster.refresh_from_db()
    assert cluster.closed_on == date(2026, 12, 1)
    assert move(page, cluster, "1/12/2569", school).status_code == 422
    # On a day before it was there.
    lines = page.get(reverse("offices:cluster-list", args=["satit1"])).context["lines"]
    assert cluster in [line.cluster for line in lines]
    lines = page.get(reverse("offices:cluster-list", args=["satit1"]), {"on": "1/12/2569"}).context["lines"]
    assert cluster not in [line.cluster for line in lines]


def test_the_office_may_call_clusters_otherwise(page: Client, office: Office, cluster: Cluster) -> None:
    office.words = {"cluster": "เครือข่ายโรงเรียน"}
    office.save()
    text = page.get(reverse("offices:cluster-list", args=["satit1"])).content.decode()
    assert "<h1>เครือข่ายโรงเรียน</h1>" in text
    assert "เพิ่มเครือข่ายโรงเรียน" in text


@pytest.mark.parametrize(
    ("who", "code"), [("director", 302), ("head", 403), ("cluster_chair", 403), ("outsider", 404)]
)
def test_who_moves_schools(
    client: Client, school: School, other: Cluster, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    if who == "cluster_chair":
        user = make_member_user(school.office, Role.CLUSTER_CHAIR, cluster=other, username="chair-of-other")
        make_school(school.office, "โรงเรียนของกลุ่ม", cluster=other)
    else:
        user = request.getfixturevalue(who)
    client.force_login(user)
    assert move(client, other, "1/10/2569", school).status_code == code
    assert ClusterStay.objects.exists() is (code == 302)


def test_a_cluster_of_another_office_is_not_found(page: Client, other_office: Office, school: School) -> None:
    stranger = Cluster.objects.create(office=other_office, name="กลุ่มต่างเขต")
    assert move(page, stranger, "1/10/2569", school).status_code == 404
    url = reverse("offices:school-cluster", args=["satit1", school.pk])
    assert page.post(url, {"cluster": str(stranger.pk), "from_on": "1/10/2569"}).status_code == 422
    assert page.get(reverse("offices:cluster-close", args=["satit1", school.cluster_id])).status_code == 405


@pytest.mark.parametrize("count", [1, 5])
def test_the_list_costs_the_same_for_any_number(
    page: Client, office: Office, count: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(count):
        made = Cluster.objects.create(office=office, name=f"กลุ่ม {number}")
        make_school(office, f"โรงเรียนสาธิต {number}", cluster=made)
    with django_assert_max_num_queries(11):
        page.get(reverse("offices:cluster-list", args=["satit1"]))
