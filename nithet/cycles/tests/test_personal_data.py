"""What the year keeps about a person is found: in their own copy, and by their name in what others typed."""

from __future__ import annotations

from datetime import date

import pytest

from nithet.cycles.models import Letter
from nithet.cycles.services.deciding import send_back
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.privacy.mentions import mentions_of
from nithet.offices.privacy.sources import all_sources
from nithet.offices.tests.factories import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
MARKS = [{"field": "memo_text", "title": "ข้อความ", "words": "ระบุเวลา"}]


def a_letter(office: Office, unit: Unit, subject: str, *, by: Member) -> Letter:
    facts = LetterFacts(
        subject, date(2026, 11, 30), DAY, from_whom="สพฐ.", number="ศธ 04009/ว 1234", text="ขอเชิญประชุม"
    )
    return receive(office, facts, Work(Doer(unit, None), AskedOf(), "certify"), by=by)


def copy_of(member: Member, title: str) -> list[tuple[str, ...]]:
    [source] = [one for one in all_sources() if one.title == title]
    return [tuple(row) for row in source.rows(member.person)]


def returned(procedure: Procedure, words: str, *, doer: Member, boss: Member) -> None:
    task = task_of(procedure, "1")
    submit(task, "เสนอ", by=doer)
    send_back(current(task), "ยังไม่ครบ", marked=[*MARKS, {**MARKS[0], "words": words}], by=boss)


def test_a_name_among_the_marks_of_a_return_is_found(
    procedure: Procedure, doer: Member, boss: Member, chief: Member
) -> None:
    returned(procedure, f"ขาดลายมือชื่อของ {doer.person}", doer=doer, boss=boss)
    [found] = mentions_of(doer.person, chief)
    places = [place.title for place in found.places]
    assert (found.title, found.count, places) == ("ความเห็นของผู้พิจารณา", 1, ["จัดตั้งคณะทำงาน"])
    assert mentions_of(boss.person, chief) == []


def test_the_subject_of_a_letter_is_found_wherever_it_was_copied(
    office: Office, procedure: Procedure, supervision: Unit, doer: Member, boss: Member
) -> None:
    a_letter(office, supervision, f"ขอเชิญ {doer.person} เป็นวิทยากร", by=boss)
    found = {one.title: (one.count, len(one.places)) for one in mentions_of(doer.person, boss)}
    titles = ("ข้อความในหนังสือและข้อความสรุป", "ชื่องานแทรก", "ชื่อการดำเนินงานของงานแทรก")
    assert found == dict.fromkeys(titles, (1, 1))


def test_the_titles_of_manuals_are_no_mentions(
    office: Office, supervision: Unit, doer: Member, chief: Member
) -> None:
    named = f"งานของ {doer.person}"
    make_procedure(supervision, [{"title": named, "months": [11]}], title=named)
    open_year(office)
    assert {"ชื่องานแทรก", "ชื่อการดำเนินงานของงานแทรก"}.isdisjoint(
        m.title for m in mentions_of(doer.person, chief)
    )


def test_the_own_copy_has_the_letters_that_one_wrote_down(
    office: Office, procedure: Procedure, supervision: Unit, doer: Member, boss: Member
) -> None:
    a_letter(office, supervision, "ขอเชิญเป็นวิทยากร", by=boss)
    title = "หนังสือและข้อสั่งการที่บันทึก"
    source = "สพฐ. · ที่ ศธ 04009/ว 1234"
    assert copy_of(boss, title) == [("20 พ.ย. 2569", "ขอเชิญเป็นวิทยากร", source, "ขอเชิญประชุม", "")]
    assert copy_of(doer, title) == []


def test_the_own_copy_has_all_that_one_said_of_a_matter(
    procedure: Procedure, doer: Member, boss: Member
) -> None:
    returned(procedure, "แนบบัญชีรายชื่อ", doer=doer, boss=boss)
    [(_, _, task, said)] = copy_of(boss, "เรื่องที่พิจารณา")
    assert (task, said) == ("จัดตั้งคณะทำงาน", "ยังไม่ครบ · ข้อความ: ระบุเวลา · ข้อความ: แนบบัญชีรายชื่อ")
