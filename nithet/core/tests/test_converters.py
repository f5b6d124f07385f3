"""No address brings a letter to the database that it does not know."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import PathConverter, StringConverter

from nithet.accounts.models import User
from nithet.forms.tests.conftest import form, version

__all__ = ["form", "version"]


def walked(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        address = f"{before}{one.pattern}"
        if isinstance(one, URLPattern):
            yield address, one
        else:
            yield from walked(one.url_patterns, address)


def test_every_text_in_an_address_is_one_that_can_be_asked_for() -> None:
    of_django = (StringConverter, PathConverter)
    wrong = [
        address
        for address, one in walked(get_resolver().url_patterns)
        if any(type(converter) in of_django for converter in getattr(one.pattern, "converters", {}).values())
    ]
    # What Django and others bring along asks no database by it.
    assert [address for address in wrong if not address.startswith(("static/", "media/"))] == []


@pytest.mark.usefixtures("friday", "version")
@pytest.mark.parametrize("name", ["a%00b", "%00", "visit_note%00"])
@pytest.mark.parametrize("path", [
    "/satit1/forms/{}/", "/satit1/forms/{}/fill/", "/satit1/forms/{}/submissions/", "/a/{}/", "/calendar/{}.ics",
    "/satit1/field/packages/{}", "/odk/{}/formList", "/accounts/first/{}/",
    "/accounts/openid/{}/", "/satit1/rounds/0190a0b0-0000-7000-8000-000000000001/results/{}/",
])  # fmt: skip
def test_a_letter_that_no_name_has_leads_nowhere(
    client: Client, supervisor: User, path: str, name: str
) -> None:
    client.force_login(supervisor)
    assert client.get(path.format(name)).status_code == 404


def test_half_a_letter_is_read_as_one_that_cannot_be_read_and_thai_as_it_is() -> None:
    for path, name in (("แบบ", "แบบ"), ("a\ud800b\0", "a\ufffdb\ufffd")):
        assert get_resolver().resolve(f"/satit1/forms/{path}/").kwargs["name"] == name
