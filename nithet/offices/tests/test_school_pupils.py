"""Pupils are counted on days; the newest count is shown."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.offices.models import Office, PupilCount, School
from nithet.offices.pictures import bars_of
from nithet.offices.tests.factories import make_school

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def page(client: Client, planning: User) -> Client:
    client.force_login(planning)
    return client


def count(client: Client, school: School, on: str, total: str = "", **facts: str) -> Any:
    told = {"on": on, "total": total, "source": "DMC 10 พฤศจิกายน", **facts}
    return client.post(reverse("offices:school-pupils", args=["satit1", school.pk]), told)


def void(client: Client, made: PupilCount, reason: str = "พิมพ์ผิด") -> Any:
    return client.post(reverse("offices:count-void", args=["satit1", made.pk]), {"reason": reason})


def test_the_newest_count_is_the_schools(page: Client, school: School) -> None:
    assert count(page, school, "10 พ.ย. 2569", "๑๑๘").status_code == 302
    count(page, school, "10 มิ.ย. 2569", "1,250")
    school.refresh_from_db()
    assert (school.pupils, school.pupils_on) == (118, date(2026, 11, 10))
    assert school.is_small
    text = page.get(reverse("offices:school-page", args=["satit1", school.pk])).content.decode()
    assert '<svg class="counts"' in text
    assert "1,250" in text
    listed = page.get(reverse("offices:school-list", args=["satit1"]), {"on": "1 ก.ย. 2569"})
    assert listed.context["page"][0].pupils == 1250


def test_levels_make_the_total(page: Client, school: School) -> None:
    school.lowest_level, school.highest_level = "p1", "p2"
    school.save()
    assert count(page, school, "10/11/2569", level_p1="12", level_p2="๑๐").status_code == 302
    made = PupilCount.objects.get()
    assert (made.total, made.by_level) == (22, {"p1": 12, "p2": 10})


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({"total": ""}, "total", "โปรดกรอก"),
        ({"total": "30", "level_p1": "12"}, "total", "ไม่เท่ากับผลบวก"),
        ({"total": "สิบ"}, "total", "ไม่ใช่ตัวเลข"),
        ({"total": "-1"}, "total", "จำนวนเต็ม"),
        ({"total": "1", "on": "21/11/2569"}, "on", "ต้องไม่เกินวันนี้"),
        ({"total": "1", "on": "10/11/2026"}, "on", "2569"),
        ({"total": "1", "source": ""}, "source", "ที่มา"),
    ],
)
def test_what_does_not_add_up_is_said(
    page: Client, school: School, told: dict[str, str], field: str, said: str
) -> None:
    response = count(page, school, **{"on": "10/11/2569", **told})
    assert response.status_code == 422
    assert said in str(response.context["form"].errors[field])
    assert not PupilCount.objects.exists()


def test_a_day_counted_again_is_put_right_and_the_same_again_tells_nothing(
    page: Client, school: School
) -> None:
    for total in ("118", "120", "120"):
        count(page, school, "10/11/2569", total)
    assert PupilCount.objects.get().total == 120
    told = list(
        Entry.objects.filter(verb="school.counted").order_by("at", "id").values_list("facts", flat=True)
    )
    assert [facts["total"] for facts in told] == [[None, 118], [118, 120]]


def test_a_count_recorded_by_mistake_makes_room_for_the_one_before(page: Client, school: School) -> None:
    count(page, school, "10/6/2569", "240")
    count(page, school, "10/11/2569", "24")
    wrong = PupilCount.objects.get(total=24)
    assert void(page, wrong, reason="").status_code == 422
    assert void(page, wrong).status_code == 302
    assert void(page, wrong).status_code == 409
    school.refresh_from_db()
    assert (school.pupils, school.pupils_on) == (240, date(2026, 6, 10))
    assert Entry.objects.get(verb="school.count_voided").why == "พิมพ์ผิด"
    count(page, school, "10/11/2569", "241")
    school.refresh_from_db()
    assert school.pupils == 241


@pytest.mark.parametrize(
    ("who", "code"), [("administrator", 302), ("school_director", 403), ("outsider", 404)]
)
def test_who_counts_and_voids(
    client: Client, school: School, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert count(client, school, "10/11/2569", "100").status_code == code
    made, _ = PupilCount.objects.get_or_create(
        office=school.office, school=school, on=date(2026, 11, 10), defaults={"total": 1, "source": "x"}
    )
    assert void(client, made).status_code == code


def test_a_count_of_another_office_is_not_found(page: Client, other_office: Office) -> None:
    stranger = make_school(other_office, "โรงเรียนต่างเขต")
    made = PupilCount.objects.create(
        office=other_office, school=stranger, on=date(2026, 6, 10), total=1, source="x"
    )
    assert void(page, made).status_code == 404
    assert page.get(reverse("offices:count-void", args=["satit1", made.pk])).status_code == 405


def test_bars_stand_in_the_order_of_time_and_the_highest_fills_the_picture() -> None:
    days = [date(2026, 6, 10), date(2026, 11, 10)]
    bars = bars_of(list(zip(days, (50, 100), strict=True)))
    assert bars
    low, high = bars.bars
    assert low.x < high.x
    assert high.height == 2 * low.height
    assert high.is_newest
    assert not low.is_newest
    assert bars_of([(days[0], 5)]) is None
    nought = bars_of([(day, 0) for day in days])
    assert nought
    assert {bar.height for bar in nought.bars} == {0}
