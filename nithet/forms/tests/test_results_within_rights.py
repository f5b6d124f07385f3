"""Whose results, answers and numbers one reads: not another division's, nor what one has left behind."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.errors import DomainError
from nithet.core.ids import new_id
from nithet.forms import access
from nithet.forms.models import Form, FormVersion, Round, RoundTally, Submission
from nithet.forms.queries.rounds import earlier_rounds
from nithet.forms.services.rounds.making import Plan, change_round
from nithet.forms.services.rounds.making import make_round as make_planned
from nithet.forms.services.rounds.targets import excuse
from nithet.forms.services.tallying import forget_tallies, fresh_tally
from nithet.forms.tests.filling_kit import make_form, publish, xml_of
from nithet.forms.tests.round_pages import at
from nithet.forms.tests.rounds_kit import CLOSES, OPENS, answer, make_round, open_round
from nithet.offices.models import Appointment, Office, Role, School, Unit
from nithet.offices.tests.factories import as_member, page_text

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def theirs(version: FormVersion, school: School, small_school: School) -> Round:
    """Answered, of the supervision division."""
    made = make_round(version, title="รอบของกลุ่มนิเทศ")
    for target in open_round(made, [school, small_school]):
        answer(made, target)
    return made


@pytest.fixture
def copied(office: Office, ict: Unit, form: Form) -> FormVersion:
    """The same form in the hands of another division."""
    copy = make_form(office, name="visit_copy", unit=ict)
    Form.objects.filter(pk=copy.pk).update(lineage=form.lineage)
    copy.refresh_from_db()
    return publish(copy)


def plan(unit: Unit, before: Round | None) -> Plan:
    return Plan(title="รอบของเรา", unit=unit, opens_on=OPENS, closes_on=CLOSES, before=before)


def test_a_round_of_another_division_is_not_offered_to_compare_with(
    office: Office, theirs: Round, copied: FormVersion, ict_head: User, head: User
) -> None:
    assert not earlier_rounds(as_member(ict_head, office), copied.form)
    assert list(earlier_rounds(as_member(head, office), copied.form)) == [theirs]


def test_nor_can_it_be_chosen_past_the_page(
    office: Office, ict: Unit, theirs: Round, copied: FormVersion, ict_head: User
) -> None:
    member = as_member(ict_head, office)
    with pytest.raises(DomainError, match="กลุ่มอื่น"):
        make_planned(copied.form, plan(ict, theirs), key=new_id(), by=member)
    made = make_planned(copied.form, plan(ict, None), key=new_id(), by=member)
    with pytest.raises(DomainError, match="กลุ่มอื่น"):
        change_round(made, plan(ict, theirs), revision=0, by=member)
    assert not Round.objects.filter(before=theirs).exists()


def test_what_one_who_may_has_chosen_stays_and_shows_nothing_to_others(
    client: Client,
    office: Office,
    ict: Unit,
    theirs: Round,
    copied: FormVersion,
    school: School,
    ict_head: User,
    director: User,
) -> None:
    made = make_round(copied, before=theirs)
    for target in open_round(made, [school]):
        answer(made, target, xml=xml_of(school.smis_code, version=1).replace("visit_note", "visit_copy"))
    assert theirs in earlier_rounds(as_member(ict_head, office), copied.form, but=made)
    for who, code in ((ict_head, 404), (director, 200)):
        client.force_login(who)
        assert client.get(at(office, "round-compare", made.pk)).status_code == code
        page = page_text(client.get(at(office, "round-results", made.pk)))
        assert ("เปรียบเทียบกับรอบก่อน" in page) is (code == 200)
        about = page_text(client.get(at(office, "round-page", made.pk)))
        assert (theirs.title in about) is (code == 200)
    again = plan(ict, theirs)
    change_round(made, again, revision=made.revision, by=as_member(ict_head, office))
    assert Round.objects.get(pk=made.pk).before == theirs


def test_who_has_left_for_a_school_sees_nothing_more_of_the_rounds_made_before(
    client: Client,
    office: Office,
    version: FormVersion,
    school: School,
    small_school: School,
    supervisor: User,
) -> None:
    made = make_round(version, made_by=supervisor)
    answer(made, open_round(made, [school])[0])
    client.force_login(supervisor)
    assert client.get(at(office, "round-results", made.pk)).status_code == 200
    Appointment.objects.filter(person=supervisor.person).update(until_on=date(2026, 11, 1))
    Appointment.objects.create(
        office=office,
        person=supervisor.person,
        role=Role.TEACHER,
        school=small_school,
        from_on=date(2026, 11, 2),
    )
    for view in ("round-page", "round-results"):
        assert client.get(at(office, view, made.pk)).status_code == 404
    assert not access.can_see_results(as_member(supervisor, office), made)


def test_what_people_say_of_a_school_is_not_told_to_the_school(
    office: Office, version: FormVersion, school: School, school_director: User, teacher: User
) -> None:
    Form.objects.filter(pk=version.form_id).update(for_schools=True)
    of_people = make_round(version, audience=Round.Audience.PEOPLE)
    (asked,) = open_round(of_people, people=[teacher.person])
    answer(of_people, asked, xml=xml_of(school.smis_code))
    of_schools = make_round(version)
    own = answer(of_schools, open_round(of_schools, [school])[0]).submission
    assert own.school == school
    assert list(access.visible_submissions(as_member(school_director, office))) == [own]


def test_a_chair_reads_the_numbers_of_the_cluster_only(
    client: Client, office: Office, theirs: Round, small_school: School, cluster_chair: User, head: User
) -> None:
    School.objects.filter(pk=small_school.pk).update(cluster=None)
    for who, words in ((head, "2 จาก 2"), (cluster_chair, "1 จาก 1")):
        client.force_login(who)
        assert words in page_text(client.get(reverse("forms:round-list", args=[office.code])))


def test_the_list_costs_the_same_for_more_rounds(
    client: Client, office: Office, version: FormVersion, school: School, head: User
) -> None:
    client.force_login(head)
    counts = []
    for _ in range(2):
        for audience in (Round.Audience.SCHOOLS, Round.Audience.PUBLIC):
            made = make_round(version, audience=audience)
            open_round(made, [school] if audience == Round.Audience.SCHOOLS else [])
            answer(made)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("forms:round-list", args=[office.code]))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_page_says_that_answers_of_those_excused_since_count(
    client: Client, office: Office, theirs: Round, head: User
) -> None:
    excused = theirs.targets.select_related("round", "school").first()
    assert excused is not None
    excuse(excused, why="โรงเรียนปิดชั่วคราว", by=as_member(head, office))
    client.force_login(head)
    page = page_text(client.get(at(office, "round-page", theirs.pk)))
    assert "ตอบไว้ก่อนแล้ว 1 ราย" in page


def test_forgotten_answers_are_counted_anew_by_pages_that_read_them_before(theirs: Round) -> None:
    version_of = Round.objects.select_related("version").get(pk=theirs.pk)
    fresh_tally(version_of)
    kept = list(RoundTally.objects.filter(round=theirs))
    forget_tallies(Submission.objects.filter(round_answer__round=theirs))
    RoundTally.objects.bulk_create(kept)
    forgotten = dict(RoundTally.objects.filter(round=theirs).values_list("block", "seen"))
    fresh_tally(version_of)
    assert not forgotten.items() & dict(RoundTally.objects.values_list("block", "seen")).items()
