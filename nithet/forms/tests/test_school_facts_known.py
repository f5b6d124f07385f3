"""What the register knows of a school stands in the form before anybody types, says so, and can be corrected."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.forms.drawing import FROM_REGISTER
from nithet.forms.models import FormVersion
from nithet.forms.tests.filling_kit import at, facts_of, make_form, publish, tables_of
from nithet.forms.tests.rounds_kit import at_link, make_round, open_round
from nithet.offices.models import Cluster, Office, Role, School, Unit
from nithet.offices.tests.factories import make_member_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
FORM = """# แบบข้อมูลโรงเรียน

## survey

| type | name | label | appearance |
|---|---|---|---|
| include | heading | | |
| integer | school_pupils | จำนวนนักเรียน | |
| integer | school_teachers | จำนวนครู | |
| begin_group | about | เกี่ยวกับโรงเรียน | |
| text | school_cluster | กลุ่มโรงเรียน | |
| select_one sizes | school_size | ขนาด | |
| integer | school_district | อำเภอ | |
| end_group | | | |
| begin_repeat | visits | การเยี่ยม | |
| integer | school_levels | ระดับ | |
| end_repeat | | | |
| integer | pupils | นักเรียนที่ร่วม | |

## choices

| list_name | name | label |
|---|---|---|
| sizes | small | เล็ก |
| sizes | big | ใหญ่ |

## settings

| form_title | form_id |
|---|---|
| แบบข้อมูลโรงเรียน | school_form |
"""
WHO = {"name": "นางสาวสมมุติ ตัวอย่าง", "position": "ครู"}


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, name="school_form", unit=supervision), tables_of(FORM))


@pytest.fixture
def school(school: School) -> School:
    School.objects.filter(pk=school.pk).update(pupils=96, district="เมืองสาธิต")
    school.refresh_from_db()
    return school


def values_of(model: str) -> dict[str, str]:
    return dict(re.findall(r"<(school_\w+|pupils)>([^<]+)</", model))


def opened(client: Client, version: FormVersion, school: School, **facts: Any) -> tuple[dict[str, str], str]:
    target = open_round(make_round(version, **facts), [school])[0]
    client.post(at_link(target), WHO)
    page = client.get(at_link(target, "answer-fill"))
    return values_of(facts_of(client, at_link(target, "answer-fill"))["model"]), page.content.decode()


def test_a_link_opens_with_the_facts_of_its_school(
    client: Client, office: Office, version: FormVersion, school: School, cluster: Cluster
) -> None:
    make_member_user(office, Role.TEACHER, username="kru2", school=school)
    values, page = opened(client, version, school)
    assert values == {
        "school_pupils": "96",
        "school_teachers": "1",
        "school_cluster": cluster.name,
        "school_size": "small",
    }
    # What is a text where a number is asked, what stands in lines and what is called otherwise is left open.
    assert page.count(FROM_REGISTER) == 4


def test_what_nobody_has_registered_is_left_open(
    client: Client, version: FormVersion, school: School
) -> None:
    School.objects.filter(pk=school.pk).update(pupils=None, cluster=None)
    school.refresh_from_db()
    values, page = opened(client, version, school)
    assert values == {}
    assert FROM_REGISTER not in page


def test_an_anonymous_round_knows_no_school(client: Client, version: FormVersion, school: School) -> None:
    values, page = opened(client, version, school, is_anonymous=True)
    assert values == {}
    assert FROM_REGISTER not in page


def test_a_member_of_the_school_finds_them_too(
    client: Client, office: Office, version: FormVersion, school: School, teacher: User
) -> None:
    client.force_login(teacher)
    assert (
        values_of(facts_of(client, at(office, "form-fill", "school_form"))["model"])["school_pupils"] == "96"
    )
