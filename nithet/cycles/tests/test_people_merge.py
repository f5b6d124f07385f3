"""Two records of one person become one: what they were asked and where they were spoken to goes along."""

from __future__ import annotations

import pytest

from nithet.core.clock import now
from nithet.cycles.models import LetterAsk, Mention
from nithet.cycles.services.comments import say
from nithet.cycles.tests.factories import task_of
from nithet.cycles.tests.test_letters import a_letter
from nithet.manuals.models import Procedure
from nithet.offices.errors import MergeRefusedError
from nithet.offices.members import Member
from nithet.offices.models import Office, Person, Unit
from nithet.offices.services.merging import merge_people
from nithet.offices.tests.factories import make_person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def gone(office: Office) -> Person:
    return make_person(office, "สมชาย ใจดิ")


def test_mentions_go_along_and_stand_once(
    office: Office, procedure: Procedure, doer: Member, boss: Member, chief: Member, gone: Person
) -> None:
    task, kept = task_of(procedure, "1"), doer.person
    both, theirs = (say(task, words, to=[kept.pk], by=boss) for words in ("โปรดดู", "ขอภาพเพิ่ม"))
    Mention.objects.create(office=office, comment=both, person=gone, seen_at=now())
    Mention.objects.filter(comment=theirs).update(person=gone)
    merge_people(gone, kept, why="บันทึกซ้ำ", by=chief)
    assert {one.comment_id: one.seen_at is None for one in Mention.objects.filter(person=kept)} == {
        both.pk: False, theirs.pk: True,
    }  # fmt: skip
    assert Mention.objects.count() == 2


def test_what_was_asked_goes_along_and_what_is_asked_twice_is_told(
    office: Office, procedure: Procedure, supervision: Unit, doer: Member, boss: Member, chief: Member, gone: Person
) -> None:  # fmt: skip
    letter = a_letter(boss, supervision, person=doer.person)
    asked = LetterAsk.objects.create(office=office, letter=letter, person=gone)
    mine = LetterAsk.objects.create(office=office, letter=letter, person=doer.person)
    with pytest.raises(MergeRefusedError, match="เรื่องที่ขอให้ตอบ"):
        merge_people(gone, doer.person, why="บันทึกซ้ำ", by=chief)
    assert Person.objects.filter(pk=gone.pk).exists()
    LetterAsk.objects.filter(pk=mine.pk).update(voided_at=now())
    merge_people(gone, doer.person, why="บันทึกซ้ำ", by=chief)
    asked.refresh_from_db()
    assert asked.person == doer.person
