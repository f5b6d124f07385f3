"""The figures of a round from its rows: kept by blocks, right after every change, within rights."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.forms.models import Form, FormVersion, Round, RoundAnswer, RoundTally, RoundTarget, Submission
from nithet.forms.queries.results import AFTER_CLOSING, RoundResults, results_of
from nithet.forms.results.shapes import Counted, Needed, Numbered, Told
from nithet.forms.services.counting import rounds_touched
from nithet.forms.services.tallying import WHOLE, fresh_tally
from nithet.forms.tests.filling_kit import AT, VISIT, publish, tables_of, xml_of
from nithet.forms.tests.rounds_kit import CLOSES, answer, make_round, open_round
from nithet.offices.models import Office, School
from nithet.offices.privacy.sources import all_sources
from nithet.statistics.rounding import half_up

pytestmark = pytest.mark.usefixtures("friday")
DAY, AFTER = date(2026, 11, 20), CLOSES + timedelta(days=1)


@pytest.fixture
def round_(version: FormVersion) -> Round:
    return make_round(version, is_once=False)


@pytest.fixture
def targets(round_: Round, school: School, small_school: School) -> list[RoundTarget]:
    return open_round(round_, [school, small_school])


def rated(
    round_: Round, target: RoundTarget | None, actual: int, desired: int = 5, **answers: str
) -> RoundAnswer:
    """An answer whose question `enough` says so."""
    code = target.school.smis_code if target and target.school else ""
    xml = xml_of(code, version=round_.version.number, **answers).replace(
        "<enough><actual>3</actual><desired>5</desired>",
        f"<enough><actual>{actual}</actual><desired>{desired}</desired>",
    )
    return answer(round_, target, xml=xml)


def enough(round_: Round, on: date = DAY) -> Needed:
    found = results_of(round_, on=on).result("enough")
    assert found is not None
    assert isinstance(found.figures, Needed)
    return found.figures


def queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as found:
        act()
    return len(found)


def test_a_round_without_answers_has_figures_of_nobody(round_: Round, targets: list[RoundTarget]) -> None:
    found = results_of(round_, on=DAY)
    assert found.n == 0
    assert enough(round_).actual.mean is None


def test_what_was_answered_is_counted(round_: Round, targets: list[RoundTarget]) -> None:
    for actual in (2, 3, 4):
        rated(round_, targets[0], actual)
    assert (enough(round_).n, enough(round_).actual.mean) == (3, Decimal(3))
    assert half_up(enough(round_).pni or Decimal(0), 3) == Decimal("0.667")


def test_while_nothing_changes_three_queries_tell_all(round_: Round, targets: list[RoundTarget]) -> None:
    for actual in (2, 3, 4, 5, 1):
        rated(round_, targets[0], actual)
    fresh_tally(round_)
    assert queries(lambda: fresh_tally(round_)) == 3


def test_a_page_costs_the_same_for_one_answer_and_twenty(round_: Round, targets: list[RoundTarget]) -> None:
    def page() -> None:
        found = RoundResults(
            Round.objects.select_related("version__form", "office").get(pk=round_.pk), on=DAY
        )
        assert found.results.n
        assert found.properties
        found.cross("enough", "cluster")

    rated(round_, targets[0], 2)
    page()
    one = queries(page)
    for _ in range(19):
        rated(round_, targets[1], 4)
    page()
    assert queries(page) == one


def test_after_one_answer_only_its_block_is_counted_anew(round_: Round, targets: list[RoundTarget]) -> None:
    for actual in (1, 2, 3, 4, 5) * 3:
        rated(round_, targets[0], actual)
    fresh_tally(round_)
    before = dict(RoundTally.objects.values_list("block", "seen"))
    new = rated(round_, targets[0], 5)
    assert fresh_tally(round_).n == 16
    after = dict(RoundTally.objects.values_list("block", "seen"))
    changed = {block for block in after if after[block] != before.get(block)}
    assert changed == {new.block, WHOLE}


def test_an_edited_answer_counts_as_it_stands_now(round_: Round, targets: list[RoundTarget]) -> None:
    one = rated(round_, targets[0], 1)
    assert enough(round_).actual.mean == 1
    submission = one.submission
    changed = {**submission.answers, "enough/actual": "4"}
    Submission.objects.filter(pk=submission.pk).update(answers=changed)
    rounds_touched(submission)
    assert enough(round_).actual.mean == 4


def test_a_voided_submission_counts_no_more_and_comes_back(round_: Round, targets: list[RoundTarget]) -> None:
    rated(round_, targets[0], 2)
    lost = rated(round_, targets[0], 4).submission
    assert enough(round_).n == 2
    for state, n in ((Submission.State.VOID, 1), (Submission.State.RECEIVED, 2)):
        Submission.objects.filter(pk=lost.pk).update(state=state, reason="ส่งผิด")
        rounds_touched(Submission.objects.get(pk=lost.pk))
        assert enough(round_).n == n


def test_one_answer_for_another_in_the_same_block_is_seen(round_: Round, targets: list[RoundTarget]) -> None:
    """Number and sum of what counts are then as before."""
    out, new = rated(round_, targets[0], 1), rated(round_, targets[0], 5)
    RoundAnswer.objects.update(block=7)
    RoundAnswer.objects.filter(pk=new.pk).update(standing=RoundAnswer.Standing.LATE)
    assert enough(round_).actual.mean == 1
    RoundAnswer.objects.filter(pk=out.pk).update(standing=RoundAnswer.Standing.OUT, change=F("change") + 1)
    RoundAnswer.objects.filter(pk=new.pk).update(
        standing=RoundAnswer.Standing.COUNTED, change=F("change") + 1
    )
    assert enough(round_).actual.mean == 5


@pytest.mark.parametrize("standing", ["late", "again", "out"])
def test_only_what_counts_is_counted(round_: Round, targets: list[RoundTarget], standing: str) -> None:
    answer(round_, targets[0], standing=standing)
    assert fresh_tally(round_).n == 0


def test_answers_of_an_earlier_edition_count_where_it_asked_the_same(
    form: Form, version: FormVersion, school: School
) -> None:
    changed = VISIT.replace("| integer | students |", "| text | students |").replace(
        "| begin_group | ready | ครูใช้สื่อได้คล่อง |", "| begin_group | ready | ครูใช้สื่อได้คล่องแคล่ว |"
    )
    newer = publish(form, tables_of(changed), number=2)
    round_ = make_round(newer, is_once=False)
    [target] = open_round(round_, [school])
    made = rated(round_, target, 4)
    Submission.objects.filter(pk=made.submission_id).update(version=version)
    found = results_of(round_, on=DAY)
    ready, students = found.result("ready"), found.result("students")
    assert ready is not None
    assert students is not None
    assert (found.n, ready.figures.n) == (1, 1)
    assert isinstance(students.figures, Told)
    assert students.figures.n == 0
    assert students.left_out == 1


def test_figures_stand_side_by_side_by_cluster(
    round_: Round, targets: list[RoundTarget], school: School
) -> None:
    rated(round_, targets[0], 2)
    rated(round_, targets[1], 4)
    found = RoundResults(round_, on=DAY)
    by = found.property("cluster")
    assert by is not None
    assert by.values[str(school.cluster_id)] == school.cluster.name if school.cluster else False
    crossed = found.cross("enough", "cluster")
    assert crossed is not None
    columns = {value: figures for value, figures in crossed.columns if isinstance(figures, Needed)}
    assert columns[str(school.cluster_id)].actual.mean == 2
    assert columns[""].actual.mean == 4


def test_what_is_not_there_cannot_be_crossed(round_: Round, targets: list[RoundTarget]) -> None:
    rated(round_, targets[0], 2)
    found = RoundResults(round_, on=DAY)
    assert [
        found.cross(*what) for what in (("nothing", "cluster"), ("enough", "nothing"), ("topic", "cluster"))
    ] == [None] * 3


def test_a_form_tells_answers_apart_by_its_own_questions(round_: Round, targets: list[RoundTarget]) -> None:
    for uses in ("yes", "no", "no"):
        rated(round_, targets[0], 3, uses_media=uses)
    crossed = RoundResults(round_, on=DAY).cross("enough", "uses_media")
    assert crossed is not None
    assert {value: figures.n for value, figures in crossed.columns} == {"yes": 1, "no": 2}


def test_numbers_and_choices_are_told(round_: Round, targets: list[RoundTarget]) -> None:
    for number in ("10", "20", "60"):
        rated(round_, targets[0], 3, students=number)
    found = results_of(round_, on=DAY)
    students, uses = found.result("students"), found.result("uses_media")
    assert students is not None
    assert uses is not None
    assert isinstance(students.figures, Numbered)
    figures = students.figures
    assert [figures.mean, figures.median, figures.total] == [Decimal(30), Decimal(20), Decimal(90)]
    assert isinstance(uses.figures, Counted)
    assert [(share.name, share.count) for share in uses.figures.shares] == [("yes", 0), ("no", 3)]


# Texts


def test_texts_are_told_one_by_one_and_found_by_words(round_: Round, targets: list[RoundTarget]) -> None:
    for topic in ("การใช้สื่อดิจิทัล", "การอ่าน", "สื่อทำมือ"):
        rated(round_, targets[0], 3, topic=topic)
    found = RoundResults(round_, on=DAY)
    assert len(found.texts("topic")) == 3
    told = found.texts("topic", "สื่อ")
    assert sorted(one.text for one in told[0:10]) == ["การใช้สื่อดิจิทัล", "สื่อทำมือ"]
    assert told[0].submission is not None
    assert told[0].sender == targets[0].school.name if targets[0].school else False


def test_texts_of_lines_are_told_too(round_: Round, targets: list[RoundTarget]) -> None:
    body = "".join(f"<agreements><what>{what}</what></agreements>" for what in ("ทำสื่อ", "อบรม"))
    code = targets[0].school.smis_code if targets[0].school else ""
    answer(round_, targets[0], xml=xml_of(code, body=body))
    told = RoundResults(round_, on=DAY).texts("agreements/what")
    assert [one.text for one in told[0:5]] == ["ทำสื่อ", "อบรม"]
    assert len(RoundResults(round_, on=DAY).texts("agreements/what", "อบรม")) == 1


def test_what_is_no_text_has_none(round_: Round, targets: list[RoundTarget]) -> None:
    rated(round_, targets[0], 3)
    assert len(RoundResults(round_, on=DAY).texts("students")) == 0


# Anonymous


@pytest.fixture
def unnamed(version: FormVersion) -> Round:
    round_ = make_round(version, is_once=False, is_anonymous=True)
    open_round(round_)
    return round_


def drop(round_: Round, topic: str = "สื่อ", actual: int = 3) -> None:
    made = rated(round_, None, actual, topic=topic)
    assert made.target_id is None


def test_figures_of_an_anonymous_round_open_after_it_has_closed(unnamed: Round) -> None:
    for _ in range(6):
        drop(unnamed)
    before, after = results_of(unnamed, on=DAY), results_of(unnamed, on=AFTER)
    assert (before.is_suppressed, before.notes, before.items) == (True, (AFTER_CLOSING,), ())
    assert (after.is_suppressed, after.n) == (False, 6)
    assert RoundTally.objects.exists()


def test_of_four_anonymous_answers_nothing_is_told(unnamed: Round) -> None:
    for _ in range(4):
        drop(unnamed)
    found = RoundResults(unnamed, on=AFTER)
    assert (found.results.is_suppressed, found.results.n, found.results.items) == (True, 0, ())
    assert len(found.texts("topic")) == 0


def test_anonymous_texts_come_by_their_letters_and_lead_nowhere(unnamed: Round) -> None:
    for topic in ("ง", "ก", "ค", "จ", "ข"):
        drop(unnamed, f"{topic}ๆ")
    told = RoundResults(unnamed, on=AFTER).texts("topic")
    assert [one.text[0] for one in told[0:5]] == ["ก", "ข", "ค", "ง", "จ"]
    assert {(one.submission, one.at, one.sender) for one in told[0:5]} == {(None, None, "")}
    assert len(RoundResults(unnamed, on=DAY).texts("topic")) == 0


def test_anonymous_answers_are_not_told_apart_by_what_the_form_asks(unnamed: Round) -> None:
    for _ in range(6):
        drop(unnamed)
    assert RoundResults(unnamed, on=AFTER).properties == ()


def test_anonymous_answers_are_counted_by_all_properties_together_too(unnamed: Round) -> None:
    for _ in range(6):
        drop(unnamed)
    RoundAnswer.objects.filter(round=unnamed).update(properties={"size": "small", "cluster": "a"})
    counts = RoundResults(unnamed, on=AFTER).tally.counts
    assert {"cluster=a", "size=small", "*=cluster=a&size=small"} < counts.keys()


def test_anonymous_rounds_are_not_compared(unnamed: Round, round_: Round) -> None:
    unnamed.before = round_
    assert RoundResults(unnamed, on=AFTER).comparison is None


# Before and now


def test_the_same_schools_are_compared_with_an_earlier_round(
    round_: Round, targets: list[RoundTarget], version: FormVersion, school: School, small_school: School
) -> None:
    rated(round_, targets[0], 2)
    rated(round_, targets[1], 3)
    later = make_round(version, is_once=False, before=round_)
    again = open_round(later, [school])
    rated(later, again[0], 5)
    found = RoundResults(later, on=DAY).comparison
    assert found is not None
    assert (found.schools, found.only_before, found.only_now) == (1, 1, 0)
    one = next(one for one in found.items if one.item.path == "enough" and one.side == "actual")
    assert one.n == 1
    assert [one.before, one.now, one.difference] == [Decimal(2), Decimal(5), Decimal(3)]
    assert one.test.reason


# The submissions behind a figure


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 3), ({"path": "uses_media"}, 3), ({"path": "uses_media", "value": "yes"}, 1), ({"path": "media", "value": "print"}, 1),
        ({"path": "media", "value": "pri"}, 0), ({"path": "topic", "value": "สื่อ"}, 2), ({"path": "students", "value": "10–19"}, 3),
        ({"path": "enough"}, 3), ({"path": "enough/actual", "value": "4"}, 1), ({"path": "next_on", "value": "2026-12"}, 1),
        ({"path": "next_on", "value": "-"}, 2), ({"path": "agreements/what"}, 1), ({"by": "district", "at": "-"}, 0),
        ({"by": "uses_media", "at": "no"}, 2), ({"by": "heading/position", "at": "ครู"}, 3),
    ],
)  # fmt: skip
def test_a_figure_opens_its_submissions(
    client: Client,
    office: Office,
    head: User,
    round_: Round,
    targets: list[RoundTarget],
    asked: dict[str, str],
    count: int,
) -> None:
    code = targets[0].school.smis_code if targets[0].school else ""
    rated(round_, targets[0], 4, topic="สื่อ", uses_media="yes", media="print video")
    rated(round_, targets[0], 3, topic="สื่อทำมือ", next_on="2026-12-04")
    answer(
        round_,
        targets[0],
        xml=xml_of(code, topic="การอ่าน", body="<agreements><what>ทำสื่อ</what></agreements>"),
    )
    answer(round_, targets[1], standing="late")
    client.force_login(head)
    page = client.get(
        reverse("forms:submission-list", args=[office.code, round_.form.name]),
        {"round": str(round_.pk), **asked},
    )
    assert page.status_code == 200
    assert page.context["page"].paginator.count == count


def test_nobody_opens_what_is_behind_an_anonymous_figure(
    client: Client, office: Office, director: User, unnamed: Round
) -> None:
    for _ in range(6):
        drop(unnamed)
    client.force_login(director)
    page = client.get(
        reverse("forms:submission-list", args=[office.code, unnamed.form.name]), {"round": str(unnamed.pk)}
    )
    assert page.context["page"].paginator.count == 0


@pytest.mark.parametrize("key", ["6f1c2b1e-9f0a-4c39-8a55-2f6f6f0f9a01", "ทั้งหมด"])
def test_a_round_that_there_is_not_opens_nothing_else(
    client: Client, office: Office, head: User, round_: Round, targets: list[RoundTarget], key: str
) -> None:
    rated(round_, targets[0], 4)
    client.force_login(head)
    page = client.get(reverse("forms:submission-list", args=[office.code, round_.form.name]), {"round": key})
    # What is no key narrows nothing, as every wrong value.
    assert page.context["page"].paginator.count == (1 if key == "ทั้งหมด" else 0)


def test_kept_tallies_are_whole_numbers_only(round_: Round, targets: list[RoundTarget]) -> None:
    rated(round_, targets[0], 4)
    fresh_tally(round_)
    kept = RoundTally.objects.get(block=WHOLE).tally

    def plain(value: object) -> bool:
        if isinstance(value, dict | list):
            return all(map(plain, value.values() if isinstance(value, dict) else value))
        return type(value) is int

    assert plain(kept)
    assert json.dumps(kept)
    assert AT


def test_words_of_somebody_who_is_taken_out_are_counted_anew(
    round_: Round, targets: list[RoundTarget], teacher: User
) -> None:
    made = rated(round_, targets[0], 4, topic="ครูสาธิตทำสื่อ")
    Submission.objects.filter(pk=made.submission_id).update(person=teacher.person)
    assert "ครู" in fresh_tally(round_).open["topic"]
    source = next(one for one in all_sources() if one.title == "ข้อมูลที่ส่งทางแบบฟอร์ม")
    assert source.forget is not None
    source.forget(teacher.person, "บุคลากรนามแฝง ABC123")
    assert not RoundTally.objects.exists()
    assert {"นามแฝง", "abc"} & {*fresh_tally(round_).open["topic"]}
