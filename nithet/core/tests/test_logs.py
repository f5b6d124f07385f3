"""A log holds no address by which somebody who reads it could answer or read for another."""

import logging
from typing import Any

import pytest
from django.conf import settings

from nithet.core.logs import WithoutLinks

TOKEN = "AaIBYZB8c0uAXMyWbDkLngwmj55VjP0SvbDj3F"


def logged(message: str, *args: Any) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert WithoutLinks().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        (f"/satit1/a/{TOKEN}/send/", "/satit1/a/…/send/"),
        (f"/satit1/a/{TOKEN}/", "/satit1/a/…/"),
        ("/calendar/secret-of-somebody.ics", "/calendar/….ics"),
        (f"/odk/odk_{TOKEN}/formList", "/odk/…/formList"),
        ("/satit1/forms/a/", "/satit1/forms/a/"),
        ("/satit1/forms/visit_note/", "/satit1/forms/visit_note/"),
    ],
)
def test_secret_parts_of_addresses_are_left_out(path: str, kept: str) -> None:
    assert logged("%s: %s", "Conflict", path) == f"Conflict: {kept}"


def test_other_messages_stay_as_they_are() -> None:
    assert logged("landing %s failed", "plan") == "landing plan failed"


def test_every_handler_leaves_them_out() -> None:
    told: dict[str, Any] = settings.LOGGING
    for handler in told["handlers"].values():
        assert "without_links" in handler["filters"]
    assert told["filters"]["without_links"] == {"()": "nithet.core.logs.WithoutLinks"}
