"""Files, pictures and links that people give a task, and what happens when they come only half."""

from __future__ import annotations

import errno
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.conf import settings as project
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import NoRoomError
from nithet.core.models import StoredFile
from nithet.core.tests.test_pictures import GPS, a_picture, opened
from nithet.cycles.models import Evidence, Task, Thumbnail, WebLink, WorkLogEntry
from nithet.cycles.queries import evidence_of
from nithet.cycles.services.evidence import attach_file, attach_link, void_evidence
from nithet.cycles.tests.factories import a_pdf, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
ADDRESS = "https://drive.example.go.th/folders/1"
LINK = {"address": ADDRESS, "title": "ภาพกิจกรรม", "on": "20 พ.ย. 2569"}


@pytest.fixture
def task(procedure: Procedure) -> Task:
    return task_of(procedure, "1")


def a_photo(name: str = "ภาพ.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_picture(), content_type="image/jpeg")


def post(client: Client, name: str, thing: Any, data: dict[str, Any]) -> tuple[int, str]:
    response = client.post(reverse(f"cycles:{name}", args=[thing.office.code, thing.pk]), data)
    return response.status_code, response.content.decode()


def shown(client: Client, task: Task) -> str:
    response = client.get(reverse("cycles:task-page", args=[task.office.code, task.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


# Links


def test_a_link_is_evidence_once(client: Client, task: Task, supervisor: User, doer: Member) -> None:
    client.force_login(supervisor)
    for _ in range(2):
        assert post(client, "task-link", task, LINK)[0] == 302
    evidence = Evidence.objects.get()
    assert (evidence.kind, evidence.title, evidence.task_id) == ("link", "ภาพกิจกรรม", task.pk)
    assert Entry.objects.filter(verb="task.link_attached").count() == 1
    text = shown(client, task)
    assert f'href="{ADDRESS}" target="_blank" rel="noopener noreferrer nofollow external"' in text
    assert "drive.example.go.th" in text


def test_a_link_on_two_tasks_is_stored_once_and_says_so(
    client: Client, procedure: Procedure, supervisor: User, doer: Member
) -> None:
    one, two = task_of(procedure, "1"), task_of(procedure, "2")
    for task in (one, two):
        attach_link(task, ADDRESS, "ภาพ", on=doer.on, by=doer)
    assert WebLink.objects.count() == 1
    assert [[other.pk for other in item.elsewhere] for item in evidence_of(doer, one)] == [[two.pk]]


def test_a_link_that_is_taken_back_comes_again(task: Task, doer: Member) -> None:
    evidence = attach_link(task, ADDRESS, "ภาพ", on=doer.on, by=doer)
    void_evidence(evidence, why="ผิดโฟลเดอร์", by=doer)
    assert attach_link(task, ADDRESS, "ภาพ", on=doer.on, by=doer).pk == evidence.pk
    assert Evidence.objects.get().voided_at is None


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"address": "javascript:alert(1)"}, "ขึ้นต้นด้วย http"),
        ({"address": ""}, "โปรดวางที่อยู่เว็บ"),
        ({"on": "1 ธ.ค. 2569"}, "ไม่เกินวันนี้"),
    ],
)
def test_an_unfit_link_keeps_what_was_typed(
    client: Client, task: Task, supervisor: User, wrong: dict[str, str], why: str
) -> None:
    client.force_login(supervisor)
    status, text = post(client, "task-link", task, LINK | wrong)
    assert status == 422
    assert why in text
    assert "ภาพกิจกรรม" in text
    assert not WebLink.objects.exists()


def test_a_link_is_given_by_who_has_the_task(
    client: Client, task: Task, supervisor: User, head: User, teacher: User, outsider: User
) -> None:
    for user, status in ((head, 403), (teacher, 404), (outsider, 404)):
        client.force_login(user)
        assert post(client, "task-link", task, LINK)[0] == status
    client.force_login(supervisor)
    Task.objects.update(state="done")
    assert post(client, "task-link", task, LINK)[0] == 409
    assert not Evidence.objects.exists()
    assert client.get(reverse("cycles:task-link", args=[task.office.code, task.pk])).status_code == 405


def test_a_link_alone_is_no_signed_file(task: Task, doer: Member) -> None:
    """Step 1 appoints: its order is a signed paper."""
    attach_link(task, ADDRESS, "คำสั่ง", on=doer.on, by=doer)
    task.refresh_from_db()
    assert (task.done, task.is_met) == (0, False)


# Pictures


def test_a_picture_is_made_small_once_for_all_its_tasks(
    client: Client, procedure: Procedure, supervisor: User, doer: Member
) -> None:
    for number in ("1", "2"):
        attach_file(task_of(procedure, number), a_photo(), by=doer)
    thumbnail = Thumbnail.objects.get()
    assert thumbnail.small
    assert StoredFile.objects.count() == 2
    client.force_login(supervisor)
    task = task_of(procedure, "1")
    evidence = task.evidence.get()
    address = reverse("cycles:evidence-thumbnail", args=[task.office.code, evidence.pk])
    assert f'src="{address}"' in shown(client, task)
    response = client.get(address)
    picture = opened(response.getvalue())
    assert (response["Content-Type"], max(picture.size), response["Cache-Control"]) == (
        "image/jpeg", 360, "private, max-age=86400",
    )  # fmt: skip


def test_a_picture_is_given_without_its_place_and_kept_as_it_came(
    client: Client, task: Task, supervisor: User, doer: Member
) -> None:
    evidence = attach_file(task, a_photo(), by=doer)
    client.force_login(supervisor)
    response = client.get(reverse("cycles:evidence-file", args=[task.office.code, evidence.pk]))
    assert not opened(response.getvalue()).getexif().get_ifd(GPS)
    with StoredFile.objects.get(pk=evidence.object_id).content.open("rb") as kept:
        assert kept.read() == a_picture()


def test_a_picture_of_an_iphone_is_shown_small_and_given_without_its_place(
    client: Client, task: Task, supervisor: User
) -> None:
    client.force_login(supervisor)
    photo = SimpleUploadedFile("IMG_0042.HEIC", a_picture("image/heic"))
    assert post(client, "task-attach", task, {"file": photo})[0] == 302
    evidence = task.evidence.get()
    where = [task.office.code, evidence.pk]
    small = client.get(reverse("cycles:evidence-thumbnail", args=where))
    assert (small["Content-Type"], opened(small.getvalue()).format) == ("image/jpeg", "JPEG")
    given = client.get(reverse("cycles:evidence-file", args=where))
    assert given["Content-Type"] == "image/heic"
    picture = opened(given.getvalue())
    assert picture.format == "HEIF"
    assert not picture.getexif().get_ifd(GPS)


def test_what_only_calls_itself_heic_is_refused(client: Client, task: Task, supervisor: User) -> None:
    client.force_login(supervisor)
    film = SimpleUploadedFile("ภาพ.heic", b"\0\0\0\x18ftypisom\0\0\0\0isommp41" + b"\0" * 64)
    status, text = post(client, "task-attach", task, {"file": film})
    assert status in (409, 422)
    assert "ไม่ตรงกับนามสกุลไฟล์" in text
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xd8\xff\xe0 damaged", a_picture()[:300]])
def test_a_damaged_picture_is_a_file_like_others(
    client: Client, task: Task, supervisor: User, doer: Member, content: bytes
) -> None:
    evidence = attach_file(task, SimpleUploadedFile("ภาพ.jpg", content), by=doer)
    assert Thumbnail.objects.get().small is None
    client.force_login(supervisor)
    assert "<img" not in shown(client, task).partition('id="evidence"')[2].partition("</section>")[0]
    address = reverse("cycles:evidence-thumbnail", args=[task.office.code, evidence.pk])
    assert client.get(address).status_code == 404


def test_a_thumbnail_is_shown_to_who_sees_the_task(
    client: Client, task: Task, doer: Member, head: User, teacher: User, outsider: User
) -> None:
    evidence = attach_file(task, a_photo(), by=doer)
    address = reverse("cycles:evidence-thumbnail", args=[task.office.code, evidence.pk])
    for user, status in ((head, 200), (teacher, 404), (outsider, 404)):
        client.force_login(user)
        assert client.get(address).status_code == status


# What comes only half, or finds no room


def full_disk(*args: object, **kwargs: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def full_database(*args: object, **kwargs: object) -> None:
    raise OperationalError("database or disk is full")


def test_an_upload_cut_half_way_keeps_nothing(client: Client, task: Task, supervisor: User) -> None:
    client.force_login(supervisor)
    body = encode_multipart(BOUNDARY, {"file": a_pdf(content=b"%PDF-1.4\n" + b"x" * 3_000_000)})
    address = reverse("cycles:task-attach", args=[task.office.code, task.pk])
    for came in (len(body) // 2, len(body) - 5, 200):
        broken_off: dict[str, Any] = {"wsgi.input": BytesIO(body[:came]), "CONTENT_LENGTH": str(len(body))}
        response = client.generic("POST", address, body, MULTIPART_CONTENT, **broken_off)
        assert response.status_code == 400
    assert not StoredFile.objects.exists()
    assert not Evidence.objects.exists()
    assert post(client, "task-attach", task, {"file": a_pdf()})[0] == 302


@pytest.mark.parametrize(
    "write",
    [
        "TemporaryUploadedFile",
        "TemporaryFileUploadHandler.receive_data_chunk",
        "TemporaryFileUploadHandler.file_complete",
    ],
)
def test_no_room_to_receive_a_file_is_told_by_the_form(
    client: Client, task: Task, supervisor: User, monkeypatch: pytest.MonkeyPatch, write: str
) -> None:
    client.force_login(supervisor)
    large = a_pdf(content=b"%PDF-1.4\n" + b"x" * 3_000_000)
    with monkeypatch.context() as broken:
        broken.setattr(f"django.core.files.uploadhandler.{write}", full_disk)
        status, text = post(client, "task-attach", task, {"file": large})
    assert status == 507
    assert "พื้นที่จัดเก็บของเครื่องแม่ข่ายเต็ม" in text
    assert 'id="attach"' in text
    assert not StoredFile.objects.exists()
    large.seek(0)
    assert post(client, "task-attach", task, {"file": large})[0] == 302


@pytest.mark.parametrize(
    ("place", "full"),
    [
        ("django.core.files.storage.InMemoryStorage._save", full_disk),
        ("nithet.core.files.insert_new", full_database),
        ("nithet.cycles.services.evidence.add_evidence", full_database),
        ("nithet.cycles.services.evidence.recount", full_database),
        ("nithet.cycles.services.evidence.record", full_database),
        ("nithet.cycles.services.thumbnails.small_picture", full_disk),
    ],
)
def test_no_room_at_any_write_keeps_nothing_half(
    client: Client,
    task: Task,
    supervisor: User,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    full: Callable[..., None],
) -> None:
    client.force_login(supervisor)
    with monkeypatch.context() as broken:
        broken.setattr(place, full)
        status, text = post(client, "task-attach", task, {"file": a_photo()})
    assert status == 507
    assert "พื้นที่จัดเก็บของเครื่องแม่ข่ายเต็ม จึงยังไม่ได้บันทึก" in text
    assert not Evidence.objects.exists()
    assert not Entry.objects.filter(verb="task.file_attached").exists()
    assert all(default_storage.exists(str(kept.content.name)) for kept in StoredFile.objects.all())
    task.refresh_from_db()
    assert (task.done, task.taken_up_at) == (0, None)
    assert post(client, "task-attach", task, {"file": a_photo()})[0] == 302
    assert Evidence.objects.get().object_id in set(StoredFile.objects.values_list("pk", flat=True))


def test_half_a_file_on_the_disk_is_removed(
    task: Task, doer: Member, monkeypatch: pytest.MonkeyPatch, tmp_path: Any, settings: Any
) -> None:
    settings.STORAGES = project.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    }
    settings.MEDIA_ROOT = tmp_path

    with monkeypatch.context() as broken:
        # The file is there by then, and empty.
        broken.setattr("django.core.files.storage.filesystem.locks.lock", full_disk)
        with pytest.raises(NoRoomError):
            attach_file(task, a_pdf(), by=doer)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    attach_file(task, a_pdf(), by=doer)
    # Under the name that it would have had at first.
    stored = StoredFile.objects.get()
    assert str(stored.content.name).endswith(stored.sha256)


@pytest.mark.parametrize("name", ["task-note", "task-link"])
def test_no_room_for_words_keeps_them_on_the_page(
    client: Client, task: Task, supervisor: User, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    client.force_login(supervisor)
    typed = {"task-note": {"text": "ประชุมวางแผน 12 คน", "on": "20 พ.ย. 2569"}, "task-link": LINK}[name]
    with monkeypatch.context() as broken:
        broken.setattr("nithet.cycles.services.evidence.record", full_database)
        status, text = post(client, name, task, typed)
    assert (status, "พื้นที่จัดเก็บของเครื่องแม่ข่ายเต็ม" in text) == (507, True)
    assert typed.get("text", "ภาพกิจกรรม") in text
    assert not Evidence.objects.exists()
    assert not WorkLogEntry.objects.exists()
    assert not WebLink.objects.exists()


def test_what_no_tool_measures_says_what_to_give(client: Client, task: Task, supervisor: User) -> None:
    client.force_login(supervisor)
    assert "ยังไม่มีเครื่องมือของงานนี้ในระบบ ใช้ไฟล์ที่ลงนามแล้วเป็นหลักฐาน" in shown(client, task)
    third = Task.objects.filter(number="3").first()
    assert third
    assert "ยังไม่มีเครื่องมือของงานนี้ในระบบ ใช้บันทึกการปฏิบัติงานเป็นหลักฐาน" in shown(client, third)
