"""The end of a group's term in the calendars of those who sit in it."""

from __future__ import annotations

from datetime import date

import pytest

from nithet.accounts.models import User
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.registers.generic import services
from nithet.registers.workgroups.models import WorkingGroup
from nithet.registers.workgroups.tests.factories import BOOK, made, seat
from nithet.workspace.happenings import Happening, Kind, my_happenings, unit_happenings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

END = date(2026, 11, 30)
NOVEMBER = (date(2026, 11, 1), END)


def signed(group: WorkingGroup, user: User, office: Office) -> None:
    WorkingGroup.objects.filter(pk=group.pk).update(signed_elsewhere="ระบบสารบรรณ")
    group.refresh_from_db()
    services.finish_item(BOOK, group, on=DAY, by=as_member(user, office))


def ends(user: User, office: Office) -> list[Happening]:
    found = my_happenings(as_member(user, office), NOVEMBER)
    return [one for one in found if one.kind == Kind.REGISTER]


def test_who_sits_in_a_group_has_the_end_of_its_term(
    office: Office, supervision: Unit, supervisor: User, teacher: User, supervisor2: User
) -> None:
    seats = [seat(supervisor.person, duty="chair"), seat(teacher.person)]
    group = made(supervisor, office, supervision, *seats, until_on=END)
    assert not ends(teacher, office)  # a draft appoints nobody
    signed(group, supervisor, office)
    one = ends(teacher, office)[0]
    assert (one.day, one.label, one.title) == (END, "สิ้นสุดวาระคณะทำงาน", group.title)
    assert one.address.endswith(f"{group.pk}/")
    assert not ends(supervisor2, office)


def test_a_term_that_is_over_is_nobodys_work_any_more(
    office: Office, supervision: Unit, supervisor: User
) -> None:
    group = made(supervisor, office, supervision, until_on=date(2026, 11, 2))
    signed(group, supervisor, office)
    assert [one.is_over for one in ends(supervisor, office)] == [True]


def test_the_head_sees_the_terms_of_the_division_and_no_other_does(
    office: Office, supervision: Unit, supervisor: User, head: User, ict_head: User
) -> None:
    signed(made(supervisor, office, supervision, until_on=END), supervisor, office)
    for user, count in ((head, 1), (ict_head, 0)):
        found = unit_happenings(as_member(user, office), NOVEMBER)
        assert sum(one.kind == Kind.REGISTER for one in found) == count
