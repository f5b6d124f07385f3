"""What is too large is refused unread, in words."""

import pytest
from django.test import Client
from pytest_django import Settings


@pytest.mark.parametrize("length", ["2000", "-1", "x", "9" * 5000])
def test_a_large_request_is_refused_before_it_is_read(
    client: Client, settings: Settings, length: str
) -> None:
    settings.REQUEST_MAX_BYTES = 1000
    response = client.post("/accounts/sign-in/", headers={"Content-Length": length})
    assert response.status_code == 413
    assert "ใหญ่เกินไป" in response.content.decode()
    told = client.post("/accounts/sign-in/", headers={"Content-Length": length, "Accept": "application/json"})
    assert (told.status_code, told.json()["code"]) == (413, "too-large")
