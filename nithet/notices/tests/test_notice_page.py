"""การแจ้งเตือน: told once, seen under the bell, opened, read."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.notices.kinds import KindError, Told
from nithet.notices.models import Notice
from nithet.notices.services.notifying import notify, notify_each
from nithet.notices.tests.conftest import Matter
from nithet.offices.models import Office
from nithet.offices.tests.factories import make_person, page_text

pytestmark = pytest.mark.usefixtures("friday")


def tell(*users: User, object_id: UUID | None = None, title: str = "งานห้องเรียนปลายทาง", **facts: Any) -> None:
    code = users[0].person.office.code
    facts = {"address": reverse("workspace:my-work", args=[code]), **facts}
    notify([one.person for one in users], "returned", object_id or new_id(), title=title, **facts)


def page(client: Client, user: User, **query: str) -> str:
    client.force_login(user)
    response = client.get(reverse("notices:notice-list", args=[user.person.office.code]), query)
    assert response.status_code == 200
    return page_text(response)


def act(client: Client, user: User, name: str, *keys: UUID) -> Any:
    client.force_login(user)
    return client.post(reverse(f"notices:{name}", args=[user.person.office.code, *keys]))


def test_people_see_what_they_are_told_and_nobody_elses(
    client: Client, matter: Matter, head: User, supervisor: User
) -> None:
    tell(supervisor, title="แผนการนิเทศ", detail="ส่งคืนแก้ไข (ครั้งที่ 1)")
    text = page(client, supervisor)
    assert "แผนการนิเทศ" in text
    assert "ส่งคืนแก้ไข (ครั้งที่ 1)" in text
    assert "วันศุกร์ที่ 20 พฤศจิกายน 2569" in text
    assert "แผนการนิเทศ" not in page(client, head)


def test_the_same_occasion_is_told_once_and_another_again(
    matter: Matter, supervisor: User, head: User
) -> None:
    object_id = new_id()
    tell(supervisor, object_id=object_id, occasion="1")
    tell(supervisor, head, object_id=object_id, occasion="1", title="ชื่อใหม่")
    tell(supervisor, object_id=object_id, occasion="2")
    assert Notice.objects.filter(person=supervisor.person).count() == 2
    assert Notice.objects.filter(person=head.person).count() == 1
    assert not Notice.objects.filter(person=supervisor.person, title="ชื่อใหม่").exists()


def test_many_people_cost_one_insert(
    office: Office, matter: Matter, head: User, supervisor: User, supervisor2: User, director: User,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    people = [user.person for user in (head, supervisor, supervisor2, director)]
    with django_assert_num_queries(1):
        notify(people, "returned", new_id(), title="เรื่อง", address="/")


def test_who_acts_and_who_has_no_account_is_not_told(office: Office, matter: Matter, head: User) -> None:
    stranger = make_person(office)
    notify([head.person, stranger], "returned", new_id(), title="เรื่อง", address="/", but=head.person)
    assert not Notice.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "javascript:1", ""],
)
def test_only_pages_of_ours_are_told(matter: Matter, head: User, address: str) -> None:
    with pytest.raises(ValueError, match="no address"):
        tell(head, address=address)


def test_a_kind_that_is_not_declared_is_a_mistake(matter: Matter, head: User) -> None:
    with pytest.raises(KindError):
        notify_each("dreamt", [Told(head.person.office_id, head.person.pk, new_id(), "เรื่อง", "/")])


def test_the_bell_counts_what_is_not_read(client: Client, matter: Matter, supervisor: User) -> None:
    tell(supervisor)
    tell(supervisor)
    client.force_login(supervisor)
    text = page_text(client.get(reverse("workspace:my-work", args=["satit1"])))
    assert "การแจ้งเตือน ยังไม่อ่าน 2 เรื่อง" in text
    act(client, supervisor, "notice-read-all")
    text = page_text(client.get(reverse("workspace:my-work", args=["satit1"])))
    assert "ยังไม่อ่าน 2 เรื่อง" not in text


def test_a_notice_leads_to_its_place_and_is_read_then(
    client: Client, matter: Matter, supervisor: User
) -> None:
    tell(supervisor)
    notice = Notice.objects.get()
    response = act(client, supervisor, "notice-open", notice.pk)
    assert (response.status_code, response.url) == (302, "/satit1/my-work/")
    notice.refresh_from_db()
    assert notice.read_at == timezone.now()


def test_what_one_may_not_see_any_more_leads_nowhere_and_says_so(
    client: Client, matter: Matter, supervisor: User
) -> None:
    tell(supervisor)
    notice = Notice.objects.get()
    matter.hidden.add(notice.object_id)
    text = page(client, supervisor)
    assert "ท่านไม่มีสิทธิ์เปิดเรื่องนี้แล้ว" in text
    assert reverse("notices:notice-open", args=["satit1", notice.pk]) not in text
    response = act(client, supervisor, "notice-open", notice.pk)
    assert response.status_code == 403
    assert "ท่านไม่มีสิทธิ์เปิดเรื่อง" in page_text(response)


def test_a_kind_whose_app_is_gone_leads_nowhere(client: Client, matter: Matter, supervisor: User) -> None:
    tell(supervisor)
    Notice.objects.update(kind="gone")
    assert "ท่านไม่มีสิทธิ์เปิดเรื่องนี้แล้ว" in page(client, supervisor)


def test_one_or_all_are_marked_read(client: Client, matter: Matter, supervisor: User, head: User) -> None:
    tell(supervisor, head, title="เรื่องแรก")
    tell(supervisor, title="เรื่องที่สอง")
    first = Notice.objects.get(person=supervisor.person, title="เรื่องแรก")
    assert act(client, supervisor, "notice-read", first.pk).status_code == 302
    text = page(client, supervisor, tab="unread")
    assert "เรื่องที่สอง" in text
    assert "เรื่องแรก" not in text
    act(client, supervisor, "notice-read-all")
    assert "ไม่มีเรื่องที่ยังไม่อ่าน" in page(client, supervisor, tab="unread")
    assert Notice.objects.get(person=head.person).read_at is None


@pytest.mark.parametrize("name", ["notice-open", "notice-read"])
def test_anothers_notice_does_not_exist(
    client: Client, matter: Matter, supervisor: User, head: User, outsider: User, name: str
) -> None:
    tell(supervisor)
    notice = Notice.objects.get()
    assert act(client, head, name, notice.pk).status_code == 404
    client.force_login(outsider)
    assert client.post(reverse(f"notices:{name}", args=["satit1", notice.pk])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


@pytest.mark.parametrize("name", ["notice-open", "notice-read"])
def test_marking_is_a_press(client: Client, matter: Matter, supervisor: User, name: str) -> None:
    tell(supervisor)
    client.force_login(supervisor)
    address = reverse(f"notices:{name}", args=["satit1", Notice.objects.get().pk])
    assert client.get(address).status_code == 405


def queries_of(client: Client, user: User, counted: Any) -> int:
    page(client, user)
    with counted(100) as asked:
        page(client, user)
    return len(asked)


def test_the_page_costs_the_same_for_one_and_many(
    client: Client, matter: Matter, supervisor: User, django_assert_max_num_queries: Any
) -> None:
    tell(supervisor)
    one = queries_of(client, supervisor, django_assert_max_num_queries)
    for _ in range(30):
        tell(supervisor)
    assert queries_of(client, supervisor, django_assert_max_num_queries) == one


def test_a_notice_can_be_passed_on_in_line_where_it_leads_somewhere(
    client: Client, matter: Matter, supervisor: User
) -> None:
    tell(supervisor, title="แผนการนิเทศ", detail="ครบกำหนด 30 พ.ย. 2569", address="/satit1/my-work/#task-1")
    text = page(client, supervisor)
    line = "เปิดดูที่ http://testserver/satit1/my-work/?openExternalBrowser=1#task-1"
    assert f"แผนการนิเทศ ครบกำหนด 30 พ.ย. 2569 {line}" in " ".join(text.split())
    matter.hidden.add(Notice.objects.get().object_id)
    assert "openExternalBrowser" not in page(client, supervisor)
