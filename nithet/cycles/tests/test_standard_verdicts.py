"""What evidence shows of a standard, and what the days left allow. Pure rules."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from nithet.core.ids import new_id
from nithet.cycles.standards import Complete, Condition, Count, Coverage, Dated, Issued, Judgement
from nithet.cycles.standards.evidence import SHARE, Proof, Subject, Turn
from nithet.cycles.standards.feasible import shortfalls
from nithet.cycles.standards.verdict import Case, Outcome, verdict
from nithet.cycles.windows import Year
from nithet.thai.calendar import standard_semesters

MET, NOT_YET, NOT_MET, BY_PERSON = Outcome.MET, Outcome.NOT_YET, Outcome.NOT_MET, Outcome.BY_PERSON
# Fiscal year 2570: semester 2/2569 is 1 November – 31 March, semester 1/2570 is 16 May – 30 September.
YEAR = Year(2570, [*standard_semesters(2569), *standard_semesters(2570)])
IN_SECOND, IN_BREAK, IN_FIRST, AFTER = (
    date(2026, 11, 20),
    date(2027, 4, 20),
    date(2027, 6, 1),
    date(2027, 10, 5),
)
TWICE = Coverage(2, "semester", "schools")
HILL, FIELD = (
    Subject(UUID(int=1), "โรงเรียนบ้านดอยสาธิต"),
    Subject(UUID(int=2), "โรงเรียนบ้านทุ่งสาธิต"),
)


def proof(on: date, kind: str = "visit", **facts: Any) -> Proof:
    return Proof(new_id(), kind, on, **facts)


def seen(subject: Subject, *days: date) -> list[Proof]:
    return [proof(day, subject=subject.key, action="visit") for day in days]


def case(
    *proofs: Proof, on: date = IN_SECOND, turns: Any = (), subjects: Any = (), year: Year = YEAR
) -> Case:
    return Case(proofs, turns, subjects, year, on)


# Counts


def test_each_semester_is_counted_by_itself() -> None:
    found = verdict(Count(2, "semester"), case(proof(date(2026, 11, 5))))
    assert [str(part) for part in found.parts] == [
        "ภาคเรียนที่ 2/2569: 1 จาก 2 ครั้ง",
        "ภาคเรียนที่ 1/2570: 0 จาก 2 ครั้ง",
    ]
    assert found.outcome == NOT_YET


@pytest.mark.parametrize(
    ("on", "outcome"), [(IN_SECOND, NOT_YET), (date(2027, 3, 31), NOT_YET), (IN_BREAK, NOT_MET)]
)
def test_a_semester_that_passed_without_enough_is_not_met(on: date, outcome: Outcome) -> None:
    found = verdict(Count(2, "semester"), case(proof(date(2026, 11, 5)), on=on))
    assert (found.outcome, found.parts[1].outcome) == (outcome, NOT_YET)


def test_all_semesters_together_meet_it() -> None:
    days = (date(2026, 11, 5), date(2026, 12, 1), date(2027, 5, 20), date(2027, 9, 30))
    found = verdict(Count(2, "semester"), case(*map(proof, days), on=AFTER))
    assert (found.outcome, len(found.counted), found.missing) == (MET, 4, ())


def test_work_in_the_school_break_counts_for_no_semester() -> None:
    found = verdict(Count(1, "semester"), case(proof(date(2026, 10, 20)), proof(IN_BREAK)))
    assert [part.words for part in found.parts] == ["0 จาก 1 ครั้ง"] * 2
    assert not found.counted


def test_twice_on_one_day_at_one_place_is_once() -> None:
    day = date(2026, 11, 5)
    assert verdict(Count(2), case(proof(day), proof(day))).parts[0].words == "1 จาก 2 ครั้ง"
    places = seen(HILL, day) + seen(FIELD, day)
    assert verdict(Count(2), case(*places)).outcome == MET


def test_things_count_as_what_they_say() -> None:
    assert verdict(Count(3, unit="เครือข่าย"), case(proof(IN_SECOND, value=3))).outcome == MET


def test_only_the_asked_action_counts_and_a_file_shows_any() -> None:
    asked = Count(1, of=("visit",))
    assert verdict(asked, case(proof(IN_SECOND, action="report"))).outcome == NOT_YET
    assert verdict(asked, case(proof(IN_SECOND, "file"))).outcome == MET


def test_months_have_twelve_parts_with_buddhist_years() -> None:
    parts = verdict(Count(1, "month"), case()).parts
    assert (len(parts), parts[0].label, parts[-1].label) == (12, "ตุลาคม 2569", "กันยายน 2570")
    assert len(verdict(Count(1, "quarter"), case()).parts) == 4


# Coverage


def test_a_school_is_covered_by_different_days() -> None:
    day = date(2026, 11, 5)
    proofs = [*seen(HILL, day, day), *seen(FIELD, day, date(2026, 11, 6))]
    part = verdict(TWICE, case(*proofs, subjects=(HILL, FIELD))).parts[0]
    assert str(part) == "ภาคเรียนที่ 2/2569: ครบ 1 จาก 2 โรงเรียน"
    assert part.lacking == ("โรงเรียนบ้านดอยสาธิต (1 จาก 2 ครั้ง)",)


def test_schools_and_people_are_never_merged() -> None:
    """A visit to a school reaches no teacher."""
    teacher = Subject(UUID(int=9))
    proofs = [
        *seen(HILL, date(2026, 11, 5), date(2026, 11, 6)),
        proof(IN_SECOND, subject=teacher.key),
    ]
    part = verdict(Coverage(2, "semester", "people"), case(*proofs, subjects=(teacher,))).parts[0]
    assert part.words == "ครบ 0 จาก 1 คน"
    assert part.lacking == ()


def test_a_closed_school_is_asked_for_only_where_it_was_open_or_visited() -> None:
    closed = Subject(UUID(int=3), "โรงเรียนบ้านเก่าสาธิต", until_on=date(2027, 4, 1))
    parts = verdict(TWICE, case(*seen(HILL, IN_SECOND), subjects=(HILL, closed))).parts
    assert [part.words for part in parts] == ["ครบ 0 จาก 2 โรงเรียน", "ครบ 0 จาก 1 โรงเรียน"]
    visited = verdict(TWICE, case(*seen(closed, IN_FIRST), subjects=(HILL, closed))).parts[1]
    assert visited.words == "ครบ 0 จาก 2 โรงเรียน"


def test_evidence_without_a_school_leaves_coverage_to_a_person() -> None:
    """Unknown is not “not met”, even when the semester is over."""
    found = verdict(TWICE, case(proof(IN_SECOND, "file"), on=AFTER, subjects=(HILL,)))
    assert found.outcome == BY_PERSON
    assert "ไม่ระบุโรงเรียน" in found.note
    assert verdict(TWICE, case(on=AFTER, subjects=(HILL,))).outcome == NOT_MET


# Days, documents, completeness, judgement


@pytest.mark.parametrize(
    ("on", "now", "outcome"),
    [
        (date(2027, 9, 30), AFTER, MET),
        (date(2027, 10, 1), AFTER, NOT_MET),
        (None, IN_SECOND, NOT_YET),
        (None, AFTER, NOT_MET),
    ],
)
def test_a_day_is_kept_or_missed(on: date | None, now: date, outcome: Outcome) -> None:
    proofs = [proof(on)] if on else []
    assert verdict(Dated((9, 30)), case(*proofs, on=now)).outcome == outcome


def test_a_day_without_a_number_is_the_last_of_its_month_in_the_fiscal_year() -> None:
    assert "31 ต.ค. 2569" in verdict(Dated((10, 0)), case()).parts[0].words
    assert "28 ก.พ. 2570" in verdict(Dated((2, 30)), case()).parts[0].words


def test_every_time_of_the_step_has_its_own_day_and_document() -> None:
    turns = [
        Turn(UUID(int=7), "ครั้งที่ 1", date(2026, 11, 1), date(2026, 11, 10)),
        Turn(UUID(int=8), "ครั้งที่ 2", date(2027, 6, 1), date(2027, 6, 30)),
    ]
    late = proof(date(2026, 11, 12), "file", turn=turns[0].key)
    assert [p.outcome for p in verdict(Dated(), case(late, turns=turns)).parts] == [NOT_MET, NOT_YET]
    parts = verdict(Issued(("report",)), case(late, turns=turns)).parts
    assert [str(part) for part in parts] == ["ครั้งที่ 1: มีครบ", "ครั้งที่ 2: ยังไม่มีรายงาน"]


def test_a_note_is_no_document_and_a_file_is_one() -> None:
    asked = Issued(("order", "report"))
    assert verdict(asked, case(proof(IN_SECOND, "work_log"))).parts[0].words == "ยังไม่มีคำสั่ง และรายงาน"
    one = case(proof(IN_SECOND, "file"), proof(IN_SECOND, action="report"))
    assert verdict(asked, one).outcome == MET
    assert verdict(asked, case(proof(IN_SECOND, action="report"))).parts[0].words == "ยังไม่มีคำสั่ง"


def test_a_document_may_come_late_and_fails_with_the_year() -> None:
    turns = [Turn(UUID(int=7), "", date(2026, 10, 1), date(2026, 10, 31))]
    assert verdict(Issued(("plan",)), case(turns=turns)).outcome == NOT_YET
    assert verdict(Issued(("plan",)), case(turns=turns, on=AFTER)).outcome == NOT_MET


def test_completeness_is_what_the_register_said_last() -> None:
    told = [
        proof(date(2026, 11, 1), SHARE, value=100),
        proof(date(2026, 11, 9), SHARE, value=90),
    ]
    assert verdict(Complete(), case(*told)).parts[0].words == "ร้อยละ 90 จาก 100"
    assert verdict(Complete(90), case(*told)).outcome == MET
    assert verdict(Complete(), case(proof(IN_SECOND, "file"))).outcome == BY_PERSON


def test_a_judgement_waits_for_a_person() -> None:
    assert verdict(Judgement(), case(on=AFTER)).outcome == BY_PERSON


# What the days left allow


def told(condition: Condition, given: Case, **facts: Any) -> list[str]:
    return [str(one) for one in shortfalls(condition, given, **facts)]


def test_enough_days_are_no_shortfall() -> None:
    assert told(Count(2, "semester"), case()) == []


def test_fewer_working_days_than_times_are_told_with_holidays_left_out() -> None:
    """Monday 29 to Wednesday 31 March, one of them a holiday: two days for three times."""
    year = Year(2570, YEAR.semesters, frozenset({date(2027, 3, 30)}))
    found = told(Count(3, "semester"), case(on=date(2027, 3, 29), year=year))
    assert found == ["ภาคเรียนที่ 2/2569 ยังขาด 3 ครั้ง แต่เหลือวันทำการในช่วงเวลาดำเนินการเพียง 2 วัน"]
    assert told(Count(2, "semester"), case(on=date(2027, 3, 29), year=year)) == []


def test_a_semester_without_a_window_cannot_be_filled() -> None:
    turns = [Turn(UUID(int=7), "", date(2026, 11, 1), date(2026, 12, 31))]
    assert told(Count(1, "semester"), case(turns=turns)) == [
        "ภาคเรียนที่ 1/2570 ยังขาด 1 ครั้ง แต่ไม่มีวันทำการเหลือในช่วงเวลาดำเนินการ"
    ]


def test_an_open_window_that_is_over_takes_work_till_its_semester_ends() -> None:
    turns = [Turn(UUID(int=7), "", date(2026, 11, 1), date(2026, 11, 10))]
    assert "ภาคเรียนที่ 2/2569" not in " ".join(told(Count(1, "semester"), case(turns=turns)))
    closed = [Turn(UUID(int=7), "", date(2026, 11, 1), date(2026, 11, 10), is_open=False)]
    assert "ภาคเรียนที่ 2/2569" in " ".join(told(Count(1, "semester"), case(turns=closed)))


def test_a_period_that_is_over_is_not_foretold() -> None:
    assert told(Count(2, "semester"), case(on=AFTER)) == []


def test_supervisor_days_bound_the_schools_to_visit() -> None:
    """Two days are left for two schools twice: two supervisors can, one cannot."""
    given = case(on=date(2027, 3, 30), subjects=(HILL, FIELD))
    assert told(TWICE, given, doers=1)[0] == (
        "ภาคเรียนที่ 2/2569 ยังขาด 4 ครั้ง แต่เหลือวันทำการในช่วงเวลาดำเนินการเพียง 2 วัน สำหรับผู้นิเทศ 1 คน"
    )
    assert told(TWICE, given, doers=2) == []


def test_what_evidence_does_not_tell_is_not_foretold() -> None:
    given = case(proof(date(2027, 3, 1), "file"), on=date(2027, 3, 31), subjects=(HILL,))
    assert told(TWICE, given, doers=1) == []
