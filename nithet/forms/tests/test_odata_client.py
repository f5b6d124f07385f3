"""A client library for OData 4 that knows nothing of us reads a round over the network of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from odata import ODataService
from odata.exceptions import ODataError
from pytest_django.live_server_helper import LiveServer

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.forms.models import FormVersion, Round
from nithet.forms.odata import views
from nithet.forms.tests.api_kit import Program
from nithet.forms.tests.filling_kit import xml_of
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import ApiToken, Office, School

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("friday")]
LINE = "<agreements><what>{0}</what><due_on>2027-02-0{0}</due_on></agreements>"


@pytest.fixture
def round_(version: FormVersion, school: School) -> Round:
    """Five answers; the fourth with two lines."""
    made = make_round(version, is_once=False)
    (target,) = open_round(made, [school])
    for number in range(1, 6):
        lines = LINE.format(1) + LINE.format(2) if number == 4 else ""
        xml = xml_of(school.smis_code, body=lines, topic=f"เรื่องที่ {number}'s", students=str(number * 10))
        answer(made, target, xml=xml)
    return made


@pytest.fixture
def service(live_server: LiveServer, office: Office, supervisor: User, round_: Round) -> Iterator[Any]:
    program = Program(office, supervisor)
    url = f"{live_server.url}/api/odata/{office.code}/rounds/{round_.pk}/"
    service = ODataService(url, auth=("excel", program.secret), reflect_entities=True, quiet_progress=True)
    yield service
    # While it may ask again, the server's thread waits for it, with a session of the database.
    service.default_context.connection.session.close()


def test_it_finds_the_sets_and_reads_their_rows(service: Any, round_: Round, school: School) -> None:
    assert set(service.entities) == {"Submissions", "agreements"}
    submission = service.entities["Submissions"]
    found = service.query(submission).order_by(submission.students.desc()).all()
    assert [one.students for one in found] == [50, 40, 30, 20, 10]
    assert {one.heading_school_label for one in found} == {school.name}
    assert found[0].topic == "เรื่องที่ 5's"
    assert found[0]._received_at.date() == date(2026, 11, 20)
    keys = {str(one._id) for one in found}
    assert keys == {str(key) for key in round_.answers.values_list("submission", flat=True)}


def test_it_asks_for_some(service: Any) -> None:
    submission = service.entities["Submissions"]
    query = service.query(submission)
    assert query.count() == 5
    many = query.filter(submission.students >= 30)
    assert many.count() == 3
    assert [one.students for one in many.order_by(submission.students.asc()).limit(2)] == [30, 40]
    assert [one.students for one in many.order_by(submission.students.asc()).offset(2)] == [50]
    (named,) = query.filter(submission.topic == "เรื่องที่ 2's").all()
    assert named.students == 20
    either = (submission.students == 10) | submission.topic.contains("5")
    assert len(query.filter(either).all()) == 2
    chosen = query.select(submission.topic).filter(submission.topic.startswith("เรื่องที่ 1")).all()
    assert chosen == [{"topic": "เรื่องที่ 1's"}]
    assert query.get(named._id).topic == named.topic


def test_it_joins_lines_to_their_submission(service: Any) -> None:
    submission, line = service.entities["Submissions"], service.entities["agreements"]
    lines = service.query(line).filter(line.agreements_what != None).all()  # noqa: E711  the library's way to say null
    assert [(one._line, one.agreements_what) for one in lines] == [("1", "1"), ("2", "2")]
    assert service.query(submission).get(lines[0]._id).students == 40


def test_it_follows_the_pages(service: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PAGE", 2)
    submission = service.entities["Submissions"]
    found = service.query(submission).all()
    assert sorted(one.students for one in found) == [10, 20, 30, 40, 50]


def test_it_is_told_what_is_wrong(service: Any, round_: Round) -> None:
    query = service.query(service.entities["Submissions"])
    with pytest.raises(ODataError, match="ไม่รู้จักคอลัมน์: wages"):
        query.raw({"$filter": "wages gt 1"})
    Round.objects.filter(pk=round_.pk).update(is_anonymous=True)
    with pytest.raises(ODataError, match="ไม่ระบุตัวผู้ตอบ"):
        query.all()
    ApiToken.objects.update(revoked_at=now())
    with pytest.raises(ODataError, match="ถูกยกเลิกแล้ว"):
        query.all()
