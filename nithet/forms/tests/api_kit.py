"""A program that reads by somebody's token."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.forms.models import Round
from nithet.offices.models import Office
from nithet.offices.tests.factories import as_member
from nithet.offices.tokens.services import make_token


class Program:
    """A client that holds a token of somebody."""

    def __init__(self, office: Office, user: User) -> None:
        self.office = office
        member = as_member(user, office)
        self.token, self.secret = make_token("Excel", expires_on=date(2027, 1, 31), by=member)

    def __call__(self, name: str, *args: object, **asked: str | int) -> Any:
        address = reverse(f"api:{name}", args=[self.office.code, *args])
        return Client().get(address, asked, headers={"authorization": f"Bearer {self.secret}"})

    def rows(self, **asked: str | int) -> list[dict[str, Any]]:
        response = self("submission-list", "visit_note", **asked)
        assert response.status_code == 200, response.content.decode()
        found: list[dict[str, Any]] = response.json()["results"]
        return found

    def feed(self, round_: Round, path: str = "", method: str = "get", **headers: str) -> Any:
        """As Excel asks OData: the token as a password. `path` with its query, as it stands in the address."""
        address = reverse("odata:service", args=[self.office.code, round_.pk]) + path
        basic = b64encode(f"excel:{self.secret}".encode()).decode()
        return getattr(Client(), method)(address, headers={"authorization": f"Basic {basic}", **headers})
