"""A form of the supervision division, published."""

from __future__ import annotations

import pytest

from nithet.forms.models import Form, FormVersion, Round
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.forms.tests.rounds_kit import make_round, open_round
from nithet.offices.models import Office, School, Unit


@pytest.fixture
def form(office: Office, supervision: Unit) -> Form:
    return make_form(office, unit=supervision)


@pytest.fixture
def version(form: Form) -> FormVersion:
    return publish(form)


@pytest.fixture
def running(version: FormVersion, school: School, small_school: School) -> Round:
    """Two schools are asked; none has answered."""
    made = make_round(version)
    open_round(made, [school, small_school])
    return made
