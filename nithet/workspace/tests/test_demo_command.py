"""The command on days at the edges of a year, and where it must not run. Apart from what `test_demo` keeps built."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from nithet.accounts.models import User
from nithet.cycles.models import Cycle, Task
from nithet.offices.models import Office
from nithet.thai.calendar import fiscal_year_be
from nithet.workspace.tests.test_demo import QUICK
from tests.soaking import A_LONG_ONE

# A whole year's work is behind the last day of one.
LAST_DAY = pytest.param(date(2027, 9, 30), marks=A_LONG_ONE)


@pytest.mark.django_db
def test_it_does_not_touch_an_office_that_uses_its_names() -> None:
    User.objects.create(username="director", name="ผู้อำนวยการตัวจริง")
    with pytest.raises(CommandError, match="director"):
        call_command("demo", stdout=StringIO())
    assert not Office.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("on", [date(2028, 10, 1), LAST_DAY], ids=str)
def test_it_can_be_made_on_the_edges_of_a_year(on: date) -> None:
    with override_settings(**QUICK):
        call_command("demo", on=on, stdout=StringIO())
    assert Cycle.objects.get().fiscal_year_be == fiscal_year_be(on)
    assert Task.objects.filter(state=Task.State.SUBMITTED).count() >= 3
