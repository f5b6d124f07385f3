"""The life of an edition: revised, adopted again with nothing lost, compared with the one before, read."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.manuals.document import to_json
from nithet.manuals.draft import ManualDraft, ProcedureDraft, StepDraft
from nithet.manuals.exchange.content import bare
from nithet.manuals.models import ManualVersion, Step
from nithet.manuals.queries.written import draft_of_version
from nithet.manuals.services import deciding, revising
from nithet.manuals.tests.factories import adopted, make_manual, make_version, manual_draft, page_text
from nithet.manuals.tests.whole_manual import FULL, address
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user

pytestmark = pytest.mark.django_db
State = ManualVersion.State


def without_lineage(draft: ManualDraft) -> dict[str, Any]:
    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: clean(one) for name, one in value.items() if name != "lineage"}
        return [clean(one) for one in value] if isinstance(value, list) else value

    found: dict[str, Any] = clean(to_json(bare(draft)))
    return found


def lineages(version: ManualVersion) -> dict[str, UUID]:
    steps = Step.objects.filter(procedure__version=version).values_list("title", "lineage")
    return dict([*version.procedures.values_list("title", "lineage"), *steps])


# Adopting and beginning again


def test_nothing_is_lost_on_adoption(edition: ManualVersion) -> None:
    assert without_lineage(draft_of_version(edition)) == without_lineage(FULL)


def test_an_edition_revised_and_adopted_unchanged_is_the_same(
    office: Office, edition: ManualVersion, head: User, director: User
) -> None:
    draft = revising.revise(edition, by=as_member(head, office))
    again = adopted(draft, by=director, proposer=head)
    assert again.number == 2
    assert bare(draft_of_version(again)) == bare(draft_of_version(edition))
    assert lineages(again) == lineages(edition)


def test_a_reworded_step_of_a_revision_keeps_its_lineage(
    office: Office, edition: ManualVersion, head: User, director: User
) -> None:
    draft = revising.revise(edition, by=as_member(head, office))
    draft.reading["procedures"][0]["steps"][1]["title"] = "ออกเยี่ยมห้องเรียนทุกแห่ง"
    draft.save(update_fields=["reading"])
    again = adopted(draft, by=director, proposer=head)
    assert lineages(again)["ออกเยี่ยมห้องเรียนทุกแห่ง"] == lineages(edition)["นิเทศการใช้สื่อ"]


def test_a_lineage_from_elsewhere_is_nobodys_here(
    office: Office, supervision: Unit, edition: ManualVersion, head: User, director: User
) -> None:
    brought = draft_of_version(edition)
    other = make_version(make_manual(office, supervision, "คู่มืออีกเล่ม"), brought)
    adopted(other, by=director, proposer=head)
    assert not set(lineages(other).values()) & set(lineages(edition).values())


def test_an_adopted_edition_is_revised_as_a_draft(
    client: Client, edition: ManualVersion, supervisor: User
) -> None:
    client.force_login(supervisor)
    before = ManualVersion.objects.filter(pk=edition.pk).values().get()
    response = client.post(address("version-revise", edition.pk))
    made = edition.manual.versions.get(state=State.DRAFT)
    assert response.headers["Location"] == address("version-page", made.pk)
    assert (made.begun_from, made.made_by) == (edition.pk, supervisor)
    assert ManualVersion.objects.filter(pk=edition.pk).values().get() == before
    assert Entry.objects.get(verb="manual.revised").object_id == made.pk
    assert (
        client.post(address("version-revise", edition.pk)).headers["Location"] == response.headers["Location"]
    )
    assert edition.manual.versions.count() == 2


@pytest.mark.parametrize(("who", "code"), [("teacher", 404), ("outsider", 404), ("auditor", 403)])
def test_who_may_not_revise(
    client: Client,
    edition: ManualVersion,
    who: str,
    code: int,
    request: pytest.FixtureRequest,
    office: Office,
) -> None:
    user = make_member_user(office, Role.AUDITOR, username="auditor") if who == "auditor" else None
    client.force_login(user or request.getfixturevalue(who))
    assert client.post(address("version-revise", edition.pk)).status_code == code
    assert edition.manual.versions.count() == 1


def test_only_what_is_in_force_is_revised(
    client: Client, office: Office, supervision: Unit, head: User
) -> None:
    version = make_version(make_manual(office, supervision))
    client.force_login(head)
    assert client.post(address("version-revise", version.pk)).status_code == 409
    assert client.get(address("version-revise", version.pk)).status_code == 405


# What changed


@pytest.fixture
def changed(office: Office, edition: ManualVersion, head: User) -> ManualVersion:
    """A revision with another second step, proposed."""
    draft = revising.revise(edition, by=as_member(head, office))
    step = draft.reading["procedures"][0]["steps"][1]
    step |= {"title": "นิเทศการใช้สื่อทุกโรงเรียน", "standard": "ปีละ 4 ครั้ง"}
    draft.save(update_fields=["reading"])
    deciding.propose(draft, by=as_member(head, office))
    return draft


def test_the_director_sees_what_a_proposal_changes(
    client: Client, changed: ManualVersion, director: User
) -> None:
    client.force_login(director)
    text = page_text(client.get(address("version-page", changed.pk)))
    assert "ต่างจากฉบับปรับปรุงครั้งที่ 1" in text
    assert "แก้ไข 1" in text
    assert f"?a={changed.begun_from}&amp;b={changed.pk}" in text


def test_the_comparison_marks_words(client: Client, changed: ManualVersion, head: User) -> None:
    client.force_login(head)
    where = f"{address('compare')}?a={changed.begun_from}&b={changed.pk}"
    text = page_text(client.get(where))
    assert "<ins>ทุกโรงเรียน</ins>" in text
    assert "แต่งตั้งคณะทำงาน" not in text
    assert "แต่งตั้งคณะทำงาน" in page_text(client.get(f"{where}&all=1"))
    file = client.get(f"{where}&format=xlsx")
    assert file.status_code == 200
    assert list(file)


def test_a_comparison_asks_for_its_sides(client: Client, edition: ManualVersion, head: User) -> None:
    client.force_login(head)
    assert client.get(address("compare")).status_code == 200
    assert client.get(f"{address('compare')}?a=x&b={edition.pk}").status_code == 404


def test_a_comparison_costs_the_same_for_more_steps(
    client: Client, office: Office, supervision: Unit, head: User
) -> None:
    client.force_login(head)
    costs = []
    for count in (1, 1, 6):
        steps = tuple(StepDraft(n, f"ขั้นตอนที่ว่าด้วยเรื่องที่ {n}") for n in range(1, count + 1))
        one = make_version(make_manual(office, supervision), manual_draft(ProcedureDraft("งาน", steps=steps)))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{address('compare')}?a={one.pk}&b={one.pk}&all=1")
        costs.append(len(queries))
    assert costs[1] == costs[2]


# Reading


def test_the_whole_manual_is_read_on_one_page(client: Client, edition: ManualVersion, head: User) -> None:
    client.force_login(head)
    text = page_text(client.get(address("version-read", edition.pk)))
    assert "ประกาศใช้ ณ วันที่" in text
    assert '<a class="term" href="#term-1-1" title="สิ่งที่ใช้สอน">สื่อการสอน</a>' in text
    assert "แก้ไขเพิ่มเติมล่าสุด" in text
    assert "ใช้ใน" in text
    assert "คำนำ" in text


def test_the_page_of_a_procedure_says_all_that_was_adopted(
    client: Client, edition: ManualVersion, head: User
) -> None:
    client.force_login(head)
    text = page_text(client.get(address("procedure-page", edition.procedures.get().pk)))
    for said in ("จากทุกกลุ่มงาน", "แบบคำสั่ง", "ส่งเสริมการผลิต พัฒนา และใช้สื่อ", "แก้ไขเพิ่มเติมล่าสุด"):
        assert said in text
