from datetime import date

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.offices.imports.tests.steps import Road


@pytest.fixture
def road(client: Client, administrator: User, friday: date) -> Road:
    """The office's administrator brings lists in on Friday 20 November 2569."""
    client.force_login(administrator)
    return Road(client)
