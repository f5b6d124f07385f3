"""Is what came in the next edition of a manual that is there, or a manual of its own?"""

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.manuals.document import from_json
from nithet.manuals.draft import ProcedureDraft
from nithet.manuals.keys import keyed
from nithet.manuals.models import Manual, ManualVersion, Step
from nithet.manuals.queries.placing import placing_of
from nithet.manuals.reading import read_text
from nithet.manuals.services import drafting, editing, placing, publishing
from nithet.manuals.tests.factories import (
    TEXT,
    adopted,
    make_manual,
    make_version,
    manual_draft,
    page_text,
    steps,
)
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.django_db
REWORDED = TEXT.replace("สำรวจความต้องการใช้สื่อ", "สำรวจความต้องการใช้สื่อการเรียนรู้").replace("กันยายน", "สิงหาคม")
QUESTION = "เป็นฉบับปรับปรุงของคู่มือที่มีอยู่ หรือคู่มือเล่มใหม่"


def address(version: ManualVersion, act: str = "page") -> str:
    return reverse(f"manuals:version-{act}", args=["satit1", version.pk])


def upload(client: Client, text: str) -> ManualVersion:
    client.post(reverse("manuals:manual-upload", args=["satit1"]), {"text": text})
    return ManualVersion.objects.get(source_text__contains=text[-40:].strip(), state="draft")


def lineages(version: ManualVersion) -> dict[str, UUID]:
    return dict(Step.objects.filter(procedure__version=version).values_list("number", "lineage"))


@pytest.fixture
def in_force(office: Office, supervision: Unit, director: User, head: User) -> ManualVersion:
    draft = read_text(TEXT)
    return adopted(make_version(make_manual(office, supervision), draft), by=director, proposer=head)


def test_the_first_manual_of_a_unit_is_not_asked_about(staff: Client, supervision: Unit) -> None:
    version = upload(staff, TEXT)
    assert not version.asks_manual
    assert QUESTION not in page_text(staff.get(address(version)))


def test_the_likely_manual_is_chosen_beforehand(staff: Client, in_force: ManualVersion) -> None:
    other = make_manual(in_force.office, in_force.manual.unit, "คู่มืองานการเงิน")
    unlike = manual_draft(ProcedureDraft("งานเบิกจ่ายเงินงบประมาณ", steps=steps("ตรวจใบสำคัญ")))
    make_version(other, unlike)
    version = upload(staff, REWORDED)
    assert version.manual_id != in_force.manual_id
    page = page_text(staff.get(address(version)))
    assert QUESTION in page
    assert f'value="{in_force.manual_id}" checked' in page
    assert f'value="{other.pk}">' in page
    asked = placing_of(version, from_json(version.reading))
    assert asked
    assert asked.likely
    assert asked.likely.words == "ประกาศใช้ ฉบับปรับปรุงครั้งที่ 1"


def test_what_is_like_none_is_taken_for_a_manual_of_its_own(staff: Client, in_force: ManualVersion) -> None:
    unlike = "๑. ชื่องาน\nงานตรวจสอบภายใน\n๒. ขั้นตอนการปฏิบัติงาน\n๑. วางแผนการตรวจสอบ ตุลาคม\n๒. ออกตรวจหน่วยรับตรวจ มกราคม\n"
    version = upload(staff, unlike)
    page = page_text(staff.get(address(version)))
    assert f'value="{in_force.manual_id}">' in page
    assert 'name="manual" value="" checked' in page


def test_the_next_edition_goes_on_under_the_same_lineage(
    staff: Client, in_force: ManualVersion, supervisor: User, director: User
) -> None:
    version = upload(staff, REWORDED)
    alone = version.manual_id
    response = staff.post(address(version, "place"), {"manual": str(in_force.manual_id)})
    assert response["Location"] == address(version)
    version.refresh_from_db()
    assert (version.manual_id, version.asks_manual) == (in_force.manual_id, False)
    assert not Manual.objects.filter(pk=alone).exists()
    assert Entry.objects.get(verb="manual.joined").within_id == in_force.manual_id
    assert QUESTION not in page_text(staff.get(address(version)))
    adopted(version, by=director, proposer=supervisor)
    assert version.number == 2
    assert lineages(version) == lineages(in_force)


def test_an_edition_for_a_chosen_manual_is_matched_at_once(
    office: Office, in_force: ManualVersion, supervisor: User
) -> None:
    by = as_member(supervisor, office)
    version = drafting.draft_from_text(REWORDED, manual=in_force.manual, by=by)
    said = from_json(version.reading).procedures[0]
    assert not version.asks_manual
    assert {str(one.number): UUID(one.lineage or "") for one in said.steps} == lineages(in_force)


def test_an_edit_after_joining_and_undoing_all_of_it_does_no_harm(
    staff: Client, office: Office, in_force: ManualVersion, supervisor: User, director: User
) -> None:
    by = as_member(supervisor, office)
    version = upload(staff, REWORDED)
    words = {"key": "p1s1", "field": "title", "text": "แต่งตั้งคณะทำงานพัฒนาสื่อ"}
    editing.edit(version, "set_text", words, revision=0, by=by)
    placing.join(version, in_force.manual, by=by)
    for _ in range(2):
        editing.undo(version, revision=version.revision, by=by)
    assert from_json(version.reading) == from_json(drafted_again(version))
    adopted(version, by=director, proposer=supervisor)
    assert lineages(version)["3"] == lineages(in_force)["3"]


def drafted_again(version: ManualVersion) -> dict[str, object]:
    """The reading of the version as it came."""
    fresh = make_version(make_manual(version.office, None), source_text=version.source_text)
    by = as_member(version.made_by, version.office) if version.made_by else None
    assert by
    made = drafting.read_anew(fresh, by=by)
    reading: dict[str, object] = made.reading
    return reading


def test_the_family_that_a_person_gave_stays_in_the_next_edition(
    office: Office, in_force: ManualVersion, head: User, director: User
) -> None:
    by = as_member(head, office)
    procedure = in_force.procedures.get()
    assert procedure.family
    publishing.correct_family(procedure, "", by=by)
    version = drafting.draft_from_text(REWORDED, manual=in_force.manual, by=by)
    adopted(version, by=director, proposer=head)
    assert version.procedures.get().family == ""
    once_more = make_version(in_force.manual, keyed(from_json(version.reading)))
    adopted(once_more, by=director, proposer=head)
    assert once_more.procedures.get().family == ""


def test_a_manual_of_its_own_stays_one(staff: Client, in_force: ManualVersion) -> None:
    version = upload(staff, REWORDED)
    alone = version.manual_id
    assert staff.post(address(version, "place"), {"manual": ""}).status_code == 302
    version.refresh_from_db()
    assert (version.manual_id, version.asks_manual) == (alone, False)
    assert Entry.objects.filter(verb="manual.kept_apart", within_id=alone).exists()


@pytest.mark.parametrize("chosen", ["", "same"])
def test_the_question_is_answered_once(staff: Client, in_force: ManualVersion, chosen: str) -> None:
    version = upload(staff, REWORDED)
    answer = {"manual": chosen and str(in_force.manual_id)}
    assert staff.post(address(version, "place"), answer).status_code == 302
    assert staff.post(address(version, "place"), answer).status_code == 409
    assert Entry.objects.filter(verb__in=("manual.joined", "manual.kept_apart")).count() == 1


def test_only_manuals_of_the_unit_can_be_chosen(
    staff: Client, in_force: ManualVersion, ict: Unit, other_office: Office
) -> None:
    version = upload(staff, REWORDED)
    others = [make_manual(in_force.office, ict), make_manual(other_office, None)]
    for manual in others:
        make_version(manual)
        assert staff.post(address(version, "place"), {"manual": str(manual.pk)}).status_code == 404
    assert staff.post(address(version, "place"), {"manual": "x"}).status_code == 404
    assert staff.get(address(version, "place")).status_code == 405
    version.refresh_from_db()
    assert version.asks_manual


@pytest.mark.parametrize(("who", "code"), [("outsider", 404), ("teacher", 404), ("supervisor2", 403)])
def test_others_do_not_answer(
    client: Client,
    in_force: ManualVersion,
    supervisor: User,
    who: str,
    code: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(supervisor)
    version = upload(client, REWORDED)
    client.force_login(request.getfixturevalue(who))
    assert client.post(address(version, "place"), {"manual": ""}).status_code == code


def test_proposing_without_the_answer_asks_for_it(staff: Client, in_force: ManualVersion) -> None:
    version = upload(staff, REWORDED)
    page = page_text(staff.post(address(version, "propose"), {"revision": 0}))
    assert "ยังไม่ได้เลือกว่าเป็นฉบับปรับปรุง" in page
    version.refresh_from_db()
    assert version.state == ManualVersion.State.DRAFT
