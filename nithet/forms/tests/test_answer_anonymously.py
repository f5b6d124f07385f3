"""Anonymous rounds: that somebody has answered and what they answered stand apart, in every table there is."""

from __future__ import annotations

import json
import logging
import re
import uuid
from collections import Counter
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now, today
from nithet.core.jobs import KINDS
from nithet.core.models import Job, StoredFile
from nithet.forms.asked import Asked
from nithet.forms.errors import NotTakingError
from nithet.forms.links import token_of
from nithet.forms.models import Form, FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.services.anonymity import mix_targets, receive_unnamed
from nithet.forms.services.answering import receive_answer
from nithet.forms.services.rounds import mailing
from nithet.forms.services.rounds.closing import close_round
from nithet.forms.services.rounds.reminding import remind
from nithet.forms.tests.filling_kit import (
    HEADING,
    VISIT,
    at,
    facts_of,
    make_form,
    photo,
    publish,
    tables_of,
    xml_of,
)
from nithet.forms.tests.rounds_kit import at_link, make_round, open_round, send_answer
from nithet.notices.models import Notice
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.usefixtures("friday")
MIDNIGHT = datetime.combine(date(2026, 11, 20), time(), tzinfo=BANGKOK)
META = "<start>2026-11-20T09:12:13</start><device>phone-7</device><took>now</took>"


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    """The form of the other tests, with what devices tell of themselves."""
    form = make_form(office, unit=supervision)
    line = "| calculate | agreement_count | | | | | | count(${agreements}) | |"
    told = f"{line}\n| start | start | | | | | | | |\n| deviceid | device | | | | | | | |\n| calculate | took | | | | | | now() | |"
    return publish(form, tables_of(VISIT.replace(line, told)))


@pytest.fixture
def round_(version: FormVersion) -> Round:
    return make_round(version, is_anonymous=True)


@pytest.fixture
def targets(round_: Round, school: School, small_school: School) -> list[RoundTarget]:
    return open_round(round_, [school, small_school])


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every table and column of the database, as it is stored."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608  our own tables
            found[table] = cursor.fetchall()
    return found


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> dict[str, list[tuple[Any, ...]]]:
    """Rows that are new or differ, by table."""
    differing = {table: [row for row in lines if row not in before[table]] for table, lines in after.items()}
    return {table: lines for table, lines in differing.items() if lines}


def letters(row: tuple[Any, ...]) -> str:
    return " ".join(
        bytes(cell).decode() if isinstance(cell, bytes | memoryview) else str(cell) for cell in row
    )


def as_stored(key: uuid.UUID) -> set[str]:
    return {str(key), key.hex}


def test_no_table_joins_who_has_answered_and_what_was_answered(
    client: Client, targets: list[RoundTarget], school: School, school_director: User, round_: Round
) -> None:
    client.force_login(school_director)
    target = targets[0]
    client.get(at_link(target))
    before = rows()
    response = send_answer(client, target, xml_of(school.smis_code, body=META))
    assert response.status_code == 201
    new = changed(before, rows())
    assert set(new) == {"forms_submission", "forms_roundanswer", "forms_roundtarget"}
    said = " ".join(letters(row) for table in ("forms_submission", "forms_roundanswer") for row in new[table])
    whose = [school.smis_code, str(school.pk), school.pk.hex, school.name, school_director.person.name]
    whose += [
        *as_stored(school_director.pk),
        *as_stored(target.pk),
        HEADING["filled_by"],
        "phone-7",
        token_of(target),
    ]
    assert [told for told in whose if told in said] == []
    kept = Submission.objects.get()
    of_target = letters(new["forms_roundtarget"][0])
    answer = RoundAnswer.objects.get()
    of_answer = {*as_stored(kept.pk), *as_stored(answer.pk), kept.instance_id, kept.sha256}
    assert [told for told in of_answer if told in of_target] == []


def test_no_moment_stands_anywhere(client: Client, targets: list[RoundTarget], school: School) -> None:
    before = rows()
    send_answer(client, targets[0], xml_of(school.smis_code, body=META))
    told = " ".join(letters(row) for lines in changed(before, rows()).values() for row in lines)
    assert "09:" not in told
    assert "02:30" not in told
    kept, answer = Submission.objects.get(), RoundAnswer.objects.get()
    assert kept.received_at == MIDNIGHT
    assert {kept.pk.version, answer.pk.version} == {4}, "a key that is made of time tells the moment"
    target = RoundTarget.objects.get(pk=targets[0].pk)
    assert (target.has_answered, target.answered_at, target.answered_by) == (True, None, "")


def test_nothing_is_written_to_the_log(
    client: Client, targets: list[RoundTarget], school: School, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="nithet"):
        send_answer(client, targets[0], xml_of(school.smis_code))
    assert [record.message for record in caplog.records if record.name.startswith("nithet")] == []


def test_of_the_answers_only_what_is_asked_is_kept(
    client: Client, targets: list[RoundTarget], school: School
) -> None:
    xml = xml_of(
        school.smis_code,
        photo="photo-1.jpg",
        body=f"{META}<agreements><what>ทำสื่อ</what></agreements>",
    ).replace("<meta>", "<meta><instanceName>โรงเรียนบ้านสาธิต</instanceName><userID>u1</userID>")
    send_answer(client, targets[0], xml, ("photo-1.jpg", photo()))
    kept = Submission.objects.get()
    assert kept.answers["topic"] == "การใช้สื่อ"
    assert kept.answers["agreements"] == [{"agreements/what": "ทำสื่อ"}]
    assert {"heading/school", "heading/filled_by", "photo", "start", "device", "took"}.isdisjoint(
        kept.answers
    )
    assert (kept.sender, kept.person, kept.school, kept.sent_by) == ("", None, None, None)
    stored = bytes(kept.xml).decode()
    for told in ("instanceName", "userID", "บ้านสาธิต", "photo-1.jpg", "ครูสาธิต"):
        assert told not in stored
    assert not kept.files.exists()
    assert not StoredFile.objects.exists()
    assert kept.problems == []


def test_the_page_promises_it_before_anybody_answers(client: Client, targets: list[RoundTarget]) -> None:
    page = client.get(at_link(targets[0])).content.decode()
    for told in ("ไม่ระบุตัวผู้ตอบ", "ส่งแล้วแก้ไขหรือถอนคำตอบไม่ได้", "ตั้งแต่ 5 คนขึ้นไป", "แนบภาพหรือไฟล์จะไม่ถาม"):
        assert told in page
    assert "ตอบแทนโรงเรียนโดย" not in page


def test_the_questions_that_tell_who_it_is_are_not_asked(
    client: Client, targets: list[RoundTarget], school: School, school_director: User
) -> None:
    client.force_login(school_director)
    page = client.get(at_link(targets[0], "answer-fill")).content.decode()
    assert 'name="/data/topic"' in page
    for path in ("heading/school", "heading/filled_by", "heading/position", "photo", "signature"):
        assert f'name="/data/{path}"' not in page
    facts = facts_of(client, at_link(targets[0], "answer-fill"))
    assert facts["session"]["username"] == ""
    told = json.dumps({key: value for key, value in facts.items() if key != "model"}, ensure_ascii=False)
    for name in (school_director.person.name, school.name):
        assert name not in told
    assert f"<school>{school.smis_code}</school>" not in facts["model"]


def test_afterwards_the_link_says_thanks_and_nothing_else(
    client: Client, targets: list[RoundTarget], school: School
) -> None:
    address = send_answer(client, targets[0], xml_of(school.smis_code)).json()["address"]
    kept = Submission.objects.get()
    for page in (client.get(address), client.get(at_link(targets[0]))):
        words = page.content.decode()
        assert "ขอขอบคุณ" in words
        assert kept.reference not in words
        assert "การใช้สื่อ" not in words
    assert client.get(at_link(targets[0], "answer-fill")).status_code == 302
    assert client.get(at_link(targets[0], "answer-edit")).status_code == 302
    assert client.get(at_link(targets[0], "answer-file", "photo-1.jpg")).status_code == 404


def test_a_second_answer_is_refused_and_the_same_one_sent_again_is_not(
    client: Client, targets: list[RoundTarget], school: School
) -> None:
    xml = xml_of(school.smis_code)
    assert [send_answer(client, targets[0], xml).status_code for _ in range(2)] == [201, 201]
    second = send_answer(client, targets[0], xml_of(school.smis_code))
    assert (second.status_code, second.json()["code"]) == (409, "round-answered")
    assert (Submission.objects.count(), RoundAnswer.objects.count()) == (1, 1)


def test_after_closing_nothing_more_is_taken(
    client: Client, targets: list[RoundTarget], school: School
) -> None:
    """The figures are open by then: one more answer would show by the difference."""
    Round.objects.update(state="closed")
    response = send_answer(client, targets[0], xml_of(school.smis_code))
    assert (response.status_code, response.json()["code"]) == (409, "round-not-taking")
    assert not Submission.objects.exists()
    assert not RoundTarget.objects.filter(has_answered=True).exists()


@pytest.mark.parametrize(
    "facts", [{"state": "closed"}, {"state": "void", "reason": "เลิก"}], ids=["closed", "void"]
)
def test_what_was_on_its_way_when_it_ended_is_not_taken(
    targets: list[RoundTarget], round_: Round, facts: dict[str, str]
) -> None:
    """It was open when the page was asked for."""
    Round.objects.update(**facts)
    with pytest.raises(NotTakingError):
        receive_answer(Asked(round_, targets[0]), xml=xml_of().encode(), files={}, at=now())
    assert not Submission.objects.exists()
    assert not RoundTarget.objects.filter(has_answered=True).exists()


def test_reminders_do_not_tell_who_had_answered_by_then(
    version: FormVersion, supervisor: User, supervisor2: User, clerk: User, head: User, office: Office
) -> None:
    """Three days, one answer on each of two of them: nothing that is kept tells the three apart."""
    made = make_round(version, audience=Round.Audience.PEOPLE, is_anonymous=True)
    targets = open_round(made, people=[user.person for user in (supervisor, supervisor2, clerk)])
    for day, target in enumerate([None, *targets[:2]]):
        with time_machine.travel(now() + timedelta(days=day), tick=False):
            if target is not None:
                receive_answer(Asked(made, target), xml=xml_of().encode(), files={}, at=now())
            assert remind(made, by=as_member(head, office, on=today())).told == 3
    told = Notice.objects.filter(object_id=made.pk)
    assert set(Counter(told.values_list("person", flat=True)).values()) == {3}
    assert all("หากท่านตอบแล้วโปรดข้าม" in notice.detail for notice in told)
    marked = RoundTarget.objects.values_list("reminders", "reminded_at").distinct()
    assert [reminders for reminders, _ in marked] == [3]
    everybody = RoundTarget.objects.update(email="d@example.com", person=None)
    assert mailing._waiting(made, now()).count() == everybody, "e-mails leave nobody out either"


def test_where_all_have_answered_nobody_is_reminded(
    round_: Round, targets: list[RoundTarget], head: User, office: Office
) -> None:
    RoundTarget.objects.update(has_answered=True)
    assert remind(round_, by=as_member(head, office)).told == 0


PLACES = """| select_one_from_file schools.csv | where | โรงเรียนของท่าน | yes | | | | | minimal |
| geopoint | spot | ที่ตั้ง | | | | | | |
| calculate | told | | | | | | concat(${where}, '/') | |
| calculate | again | | | | | | concat(${told}, '!') | |"""


def test_schools_and_places_are_neither_asked_nor_kept_wherever_they_stand(
    client: Client, office: Office, supervision: Unit, school: School, small_school: School
) -> None:
    text = VISIT.replace("| include | heading | | | | | | | |", PLACES)
    published = publish(make_form(office, name="other", unit=supervision), tables_of(text))
    (target,) = open_round(make_round(published, is_anonymous=True), [school])
    assert "เลือกโรงเรียนหรือปักหมุดที่ตั้งจะไม่ถาม" in client.get(at_link(target)).content.decode()
    page = client.get(at_link(target, "answer-fill")).content.decode()
    assert 'name="/data/topic"' in page
    for path in ("where", "spot"):
        assert f'name="/data/{path}"' not in page
    assert page.count(school.smis_code) == page.count(small_school.smis_code), (
        "no list is narrowed to one's own"
    )
    told = f"<where>{school.smis_code}</where><spot>18.8 98.9 0 0</spot><told>{school.smis_code}/</told>"
    told += f"<again>{school.smis_code}/!</again>"
    xml = re.sub(r"<heading>.*?</heading>", told, xml_of(), flags=re.DOTALL).replace("visit_note", "other")
    assert send_answer(client, target, xml).status_code == 201
    kept = Submission.objects.get()
    assert {"where", "spot", "told", "again"}.isdisjoint(kept.answers)
    assert school.smis_code not in bytes(kept.xml).decode()
    assert [problem for problem in kept.problems if problem["path"] == "where"] == []


def test_a_name_that_is_known_from_elsewhere_is_refused_and_marks_nobody(
    client: Client, version: FormVersion, targets: list[RoundTarget], school: School
) -> None:
    xml = xml_of(school.smis_code)
    other = open_round(make_round(version), [school])[0]
    unnamed = open_round(make_round(version, is_anonymous=True), [school])[0]
    for first in (other, unnamed):
        assert send_answer(client, first, xml).status_code == 201
        response = send_answer(client, targets[0], xml)
        assert (response.status_code, response.json()["code"]) == (409, "submission-duplicate")
        xml = xml_of(school.smis_code)
    assert not RoundTarget.objects.filter(pk=targets[0].pk, has_answered=True).exists()


def test_who_is_excused_leaves_no_answer_that_could_be_told_from_the_others(
    client: Client, targets: list[RoundTarget], school: School
) -> None:
    RoundTarget.objects.filter(pk=targets[0].pk).update(standing="excused", reason="ย้ายไปแล้ว")
    assert send_answer(client, targets[0], xml_of(school.smis_code)).status_code == 409
    assert not Submission.objects.exists()


def test_what_is_refused_marks_nobody(client: Client, targets: list[RoundTarget]) -> None:
    assert send_answer(client, targets[0], "<data id='visit_note'>").status_code == 400
    assert not RoundTarget.objects.filter(has_answered=True).exists()


def test_properties_that_few_share_are_left_out(
    round_: Round, school: School, office: Office, supervision: Unit
) -> None:
    names = [f"ผู้ตอบ {number}" for number in range(6)]
    targets = open_round(round_, names=names)
    for number, target in enumerate(targets):
        target.properties = {"role": "teacher" if number < 5 else "director"}
        target.save()
    for target in (targets[0], targets[5]):
        receive_unnamed(Asked(round_, target), xml=xml_of().encode(), at=now())
    told = [answer.properties for answer in RoundAnswer.objects.all()]
    assert sorted(told, key=len) == [{}, {"role": "teacher"}]


def test_nobody_opens_what_was_answered(
    client: Client, targets: list[RoundTarget], school: School, office: Office, head: User, director: User
) -> None:
    send_answer(client, targets[0], xml_of(school.smis_code))
    kept = Submission.objects.get()
    for user in (head, director):
        client.force_login(user)
        assert client.get(f"/{office.code}/submissions/{kept.pk}/").status_code == 404
        assert kept.reference not in client.get(at(office, "submission-list")).content.decode()


def test_history_keeps_the_days_and_writes_them_later(
    client: Client, targets: list[RoundTarget], school: School, small_school: School, round_: Round
) -> None:
    for target, code in zip(targets, (school.smis_code, small_school.smis_code), strict=True):
        send_answer(client, target, xml_of(code))
    run = KINDS["forms.anonymous_days"].run
    run(Job(made_at=now()))
    assert not Entry.objects.filter(verb="round.answered").exists(), "the day is not over"
    for _ in range(2):
        run(Job(made_at=datetime(2026, 11, 21, 0, 25, tzinfo=BANGKOK)))
    told = Entry.objects.get(verb="round.answered")
    assert (told.at, told.by_id, told.object_id, told.facts) == (MIDNIGHT, None, round_.pk, {})


def test_when_it_ends_who_has_answered_is_written_anew(
    client: Client, targets: list[RoundTarget], school: School, round_: Round
) -> None:
    send_answer(client, targets[1], xml_of(school.smis_code))
    mix_targets(round_)
    answered = RoundTarget.objects.order_by("pk").values_list("has_answered", flat=True)
    assert list(answered) == [False, True]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM forms_roundtarget")
            assert cursor.fetchone() == (1,)


def test_that_is_done_by_the_worker(
    targets: list[RoundTarget], round_: Round, head: User, office: Office
) -> None:
    close_round(round_, why="ครบแล้ว", by=as_member(head, office))
    mixed = Job.objects.get(kind="forms.anonymous_mixed")
    assert mixed.payload == {"round": str(round_.pk)}
    KINDS[mixed.kind].run(mixed)


def test_the_public_answers_unnamed_too(client: Client, version: FormVersion) -> None:
    round_ = make_round(version, audience=Round.Audience.PUBLIC, is_anonymous=True, is_once=False)
    open_round(round_)
    receive_unnamed(Asked(round_), xml=xml_of().encode(), at=now())
    assert RoundAnswer.objects.get().target is None
    assert Form.objects.get().has_anonymous
