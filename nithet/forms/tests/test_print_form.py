"""A form on paper, empty and filled."""

from __future__ import annotations

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.forms.models import FormVersion
from nithet.forms.tests.filling_kit import (
    at,
    post,
    xml_of,
)
from nithet.offices.models import Office, School

pytestmark = pytest.mark.usefixtures("friday")


def test_the_empty_sheet_has_what_is_asked_and_the_filled_one_what_was_said(
    client: Client, office: Office, school: School, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    empty = client.get(at(office, "form-print")).content.decode()
    for part in ("๑.", "จำนวนนักเรียน", "สภาพที่คาดหวัง", "ตอบเมื่อข้อ ๓ เป็น “ใช่”", "ลงชื่อ"):
        assert part in empty
    address = post(client, office, xml_of(school.smis_code, next_on="2026-12-01")).json()["address"]
    filled = client.get(address.replace("receipt", "print")).content.decode()
    for part in ("๒๔", "๑ ธันวาคม ๒๕๖๙", "✓", school.name):
        assert part in filled
    assert "สื่อที่ใช้" not in filled
