"""What two devices of one person send of the same, for the tests of choosing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.field.errors import KeptApartError
from nithet.field.models import Apart, Device
from nithet.field.services.arriving import arrive
from nithet.forms.models import FormVersion, Submission
from nithet.forms.tests.filling_kit import AT, photo, xml_of
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member

INSTANCE = "uuid:0190a0b0-0000-7000-8000-000000000001"


def make_device(user: User, name: str = "โทรศัพท์เครื่องที่หนึ่ง", **facts: Any) -> Device:
    person = user.person
    facts = {"kind": Device.Kind.BROWSER, "made_at": AT, **facts}
    return Device.objects.create(office_id=person.office_id, person=person, name=name, made_by=user, **facts)


def send(
    version: FormVersion, user: User, *, device: Device | None = None, xml: str = "", later: int = 0, picture: Any = None, **answers: str
) -> Submission:  # fmt: skip
    """`picture`: size of the photo that comes with it."""
    files = {}
    if picture:
        answers = {"photo": "photo-1.jpg", **answers}
        files["photo-1.jpg"] = SimpleUploadedFile("photo-1.jpg", photo(picture), "image/jpeg")
    return arrive(
        version, xml=(xml or xml_of(**answers)).encode(), files=files, at=AT + timedelta(minutes=later),
        member=as_member(user, version.form.office), device=device,
    ).submission  # fmt: skip


def same_name_twice(version: FormVersion, user: User, school: str = "", *, picture: Any = None) -> Apart:
    """One filled form that was sent with two contents from two devices."""
    one, other = make_device(user), make_device(user, "แท็บเล็ตของโรงเรียน")
    send(
        version, user, device=one, instance=INSTANCE, school=school, students="24", topic="การใช้สื่อเสียง",
        picture=picture and (40, 30),
    )  # fmt: skip
    try:
        send(
            version, user, device=other, instance=INSTANCE, school=school, students="42", topic="การใช้สื่อวีดิทัศน์",
            later=30, picture=picture and (60, 20),
        )  # fmt: skip
    except KeptApartError:
        return Apart.objects.get(submission__instance_id=INSTANCE)
    raise AssertionError("another content was taken for the same")


def same_subject_twice(version: FormVersion, user: User, school: str) -> Apart:
    """One visit that was recorded on two devices."""
    one, other = make_device(user), make_device(user, "แท็บเล็ตของโรงเรียน")
    send(version, user, device=one, school=school, students="24", instance=f"uuid:{new_id()}")
    send(version, user, device=other, school=school, students="42", instance=f"uuid:{new_id()}", later=30)
    return Apart.objects.get(kind=Apart.Kind.SUBJECT)


def at(apart: Apart, view: str = "apart-page", *parts: str) -> str:
    office = Office.objects.get(pk=apart.office_id)
    return reverse(f"field:{view}", args=[office.code, apart.pk, *parts])
