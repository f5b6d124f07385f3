"""A prepared query answers as the queryset it was made of does, with the values of each call."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Exists
from django.test.utils import CaptureQueriesContext

from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.models import Job, StoredFile
from nithet.core.prepared import Prepared, PreparedUpdate

pytestmark = pytest.mark.django_db


def job(office: UUID, kind: str) -> Job:
    return Job.objects.create(office_id=office, kind=kind, title=kind, made_at=now())


def test_each_call_has_its_own_values() -> None:
    asked = Prepared(
        lambda office, kind: Job.objects.filter(office_id=office, kind=kind), UUID(int=1), "kind"
    )
    first, second = new_id(), new_id()
    of_first, other, of_second = job(first, "a"), job(first, "b"), job(second, "a")
    assert asked(first, "a") == [of_first]
    assert asked(first, "b") == [other]
    assert asked(second, "a") == [of_second]
    assert asked(second, "b") == []


def test_rows_are_whole_objects_of_now() -> None:
    asked = Prepared(lambda pk: Job.objects.filter(pk=pk), UUID(int=1))
    made = job(new_id(), "a")
    assert asked(made.pk)[0].made_at == made.made_at
    Job.objects.update(kind="b", payload={"at": 1})
    [found] = asked(made.pk)
    assert (found.kind, found.payload) == ("b", {"at": 1})


def test_values_in_place_of_objects() -> None:
    asked = Prepared(
        lambda office: Job.objects.filter(office_id=office).values_list("kind", "payload"), UUID(int=1)
    )
    office = new_id()
    job(office, "a")
    assert asked(office) == [("a", {})]


def test_it_costs_one_statement() -> None:
    asked = Prepared(lambda pk: Job.objects.filter(pk=pk), UUID(int=1))
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            asked(new_id())
        assert len(queries) == 1


def test_a_day_is_a_value() -> None:
    asked = Prepared(
        lambda day: StoredFile.objects.filter(stored_at__date__lte=day).values_list("name", flat=True),
        date.max,
    )
    day = now().date()
    StoredFile.objects.create(
        office_id=new_id(), sha256="", name="a", content_type="", size=0, stored_at=now()
    )
    assert asked(day + timedelta(days=1)) == ["a"]
    assert asked(day - timedelta(days=2)) == []


def test_a_value_that_the_statement_changes_is_refused() -> None:
    asked = Prepared(lambda kind: Job.objects.filter(kind__contains=kind), "kind")
    with pytest.raises(ValueError, match="as it is given"):
        asked("a")


# Updates


def test_an_update_sets_what_it_is_given_where_its_condition_holds() -> None:
    change = PreparedUpdate(lambda pk, kind: Job.objects.filter(pk=pk, kind=kind), UUID(int=1), "kind")
    made, other = job(new_id(), "a"), job(new_id(), "a")
    who, at = new_id(), now()
    assert change(made.pk, "a", kind="b", payload={"at": 1}, made_by_id=who, finished_at=at) == 1
    made.refresh_from_db()
    assert (made.kind, made.payload, made.made_by_id, made.finished_at) == ("b", {"at": 1}, who, at)
    assert change(made.pk, "a", kind="c") == 0
    assert change(made.pk, "b", made_by_id=None, finished_at=None) == 1
    made.refresh_from_db()
    assert (made.made_by_id, made.finished_at) == (None, None)
    other.refresh_from_db()
    assert other.kind == "a"


def test_an_update_answers_with_what_is_selected_as_it_then_is() -> None:
    change = PreparedUpdate(
        lambda pk, office: (
            Job.objects.filter(pk=pk, kind="a")
            .annotate(has_others=Exists(Job.objects.filter(office_id=office, kind="d")))
            .values_list("kind", "office_id", "has_others")
        ),
        UUID(int=1), UUID(int=2),
    )  # fmt: skip
    office = new_id()
    made = job(office, "a")
    with CaptureQueriesContext(connection) as queries:
        assert change.answered(made.pk, office, kind="b") == [("b", office, False)]
        assert change.answered(made.pk, office, kind="c") == []
    assert len(queries) == 2


def test_constants_may_have_any_characters() -> None:
    kind, office = "it's 5% \\ of %s", new_id()
    asked = Prepared(
        lambda pk: Job.objects.filter(office_id=pk, kind=kind, made_at__year__gte=2020), UUID(int=1)
    )
    made, _other = job(office, kind), job(office, "it")
    assert asked(office) == [made]
