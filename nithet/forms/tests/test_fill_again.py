"""What was returned is filled again by who sent it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.forms.models import FormVersion, Submission
from nithet.forms.tests.filling_kit import (
    facts_of,
    post,
    sent,
    xml_of,
)
from nithet.offices.models import Office, School

pytestmark = pytest.mark.usefixtures("friday")


def returned(client: Client, office: Office, teacher: User, xml: str) -> Submission:
    client.force_login(teacher)
    post(client, office, xml)
    Submission.objects.update(
        state="returned", reason="โปรดระบุเรื่องให้ชัดเจน", marked=["topic", "agreements[1]/what"]
    )
    return Submission.objects.get()


def again(xml: str, instance: str, deprecated: str) -> str:
    return xml.replace("</instanceID>", f"</instanceID><deprecatedID>{deprecated}</deprecatedID>").replace(
        f"<instanceID>{deprecated}", f"<instanceID>{instance}"
    )


def fill_again(client: Client, kept: Submission, xml: str) -> Any:
    address = reverse("forms:submission-fill-send", args=[kept.office.code, kept.pk])
    return client.post(address, sent(xml), headers={"accept": "application/json"})


def test_what_was_returned_is_filled_again_by_who_sent_it(
    client: Client, office: Office, school: School, teacher: User, version: FormVersion
) -> None:
    xml = xml_of(school.smis_code, instance="uuid:one")
    kept = returned(client, office, teacher, xml)
    facts = facts_of(client, reverse("forms:submission-fill", args=[office.code, kept.pk]))
    assert facts["instance"] == xml
    page = client.get(reverse("forms:submission-fill", args=[office.code, kept.pk]))
    assert "โปรดระบุเรื่องให้ชัดเจน" in page.content.decode()
    assert facts["marked"] == ["topic", "agreements[1]/what"]
    mended = again(xml, "uuid:two", "uuid:one").replace("การใช้สื่อ", "การใช้สื่อวีดิทัศน์")
    for _ in range(2):
        assert fill_again(client, kept, mended).status_code == 201
    kept.refresh_from_db()
    assert (kept.state, kept.revision, kept.marked) == (Submission.State.RECEIVED, 1, [])
    assert kept.answers["topic"] == "การใช้สื่อวีดิทัศน์"
    edit = kept.edits.get()
    assert edit.differences == [{"path": "topic", "before": "การใช้สื่อ", "after": "การใช้สื่อวีดิทัศน์"}]
    assert bytes(edit.xml).decode() == xml
    # The first one, still on its way somewhere, is known for what it was.
    assert post(client, office, xml).status_code == 201
    assert Submission.objects.count() == 1


def test_the_school_that_was_named_stays_to_be_chosen(
    client: Client, office: Office, teacher: User, small_school: School, version: FormVersion
) -> None:
    kept = returned(client, office, teacher, xml_of(small_school.smis_code))
    facts = facts_of(client, reverse("forms:submission-fill", args=[office.code, kept.pk]))
    assert f"<name>{small_school.smis_code}</name>" in facts["model"]


def test_an_edit_of_an_older_state_is_refused(
    client: Client, office: Office, head: User, teacher: User, version: FormVersion
) -> None:
    xml = xml_of(instance="uuid:one")
    kept = returned(client, office, teacher, xml)
    client.force_login(head)
    assert (
        fill_again(client, kept, again(xml, "uuid:two", "uuid:one").replace("สื่อ", "สื่อใหม่")).status_code == 201
    )
    late = fill_again(client, kept, again(xml, "uuid:three", "uuid:one"))
    assert late.status_code == 409
    assert kept.edits.count() == 1


def test_what_was_sent_is_not_changed_unless_it_was_returned(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    xml = xml_of(instance="uuid:one")
    post(client, office, xml)
    kept = Submission.objects.get()
    assert client.get(reverse("forms:submission-fill", args=[office.code, kept.pk])).status_code == 403
    assert fill_again(client, kept, again(xml, "uuid:two", "uuid:one")).status_code == 403
    assert client.get(reverse("forms:submission-fill-send", args=[office.code, kept.pk])).status_code == 405
