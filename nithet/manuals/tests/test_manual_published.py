"""What an office shows to the others: published, read without names, begun from, laid beside one's own."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.manuals.document import from_json
from nithet.manuals.keys import keyed
from nithet.manuals.models import ManualVersion, Procedure
from nithet.manuals.services import publishing
from nithet.manuals.tests.factories import adopted, make_manual, make_version, page_text
from nithet.manuals.tests.whole_manual import FULL, address
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user

pytestmark = pytest.mark.django_db
State = ManualVersion.State


# Publishing


def test_the_head_publishes_and_takes_back(client: Client, edition: ManualVersion, head: User) -> None:
    client.force_login(head)
    for _ in range(2):
        assert client.post(address("version-publish", edition.pk)).status_code == 302
    edition.refresh_from_db()
    assert edition.published_at
    assert edition.published_by == head
    assert client.post(address("version-unpublish", edition.pk), {"reason": ""}).status_code == 422
    assert client.post(address("version-unpublish", edition.pk), {"reason": "จะปรับปรุง"}).status_code == 302
    edition.refresh_from_db()
    assert edition.published_at is None
    verbs = Entry.objects.filter(verb__in=("manual.published", "manual.unpublished")).values_list(
        "verb", flat=True
    )
    assert sorted(verbs) == ["manual.published", "manual.unpublished"]


@pytest.mark.parametrize(
    ("who", "code"), [("supervisor", 403), ("ict_head", 403), ("outsider", 404), ("teacher", 404)]
)
@pytest.mark.parametrize("act", ["publish", "unpublish"])
def test_who_may_not_publish(
    client: Client, edition: ManualVersion, who: str, code: int, act: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.post(address(f"version-{act}", edition.pk), {"reason": "ก"}).status_code == code
    edition.refresh_from_db()
    assert edition.published_at is None


def test_a_draft_is_not_published(client: Client, office: Office, supervision: Unit, head: User) -> None:
    version = make_version(make_manual(office, supervision))
    client.force_login(head)
    assert client.post(address("version-publish", version.pk)).status_code == 409


def test_other_offices_read_what_is_published_without_names(
    client: Client, edition: ManualVersion, head: User, stranger: User, office: Office
) -> None:
    client.force_login(stranger)
    where = address("published-page", edition.pk, office="satit2")
    assert client.get(where).status_code == 404
    publishing.publish(edition, by=as_member(head, office))
    listed = address("published-list", office="satit2")
    assert "คู่มือสื่อ" in page_text(client.get(listed))
    assert list(client.get(f"{listed}?format=xlsx"))
    text = page_text(client.get(where))
    assert "แต่งตั้งคณะทำงาน" in text
    assert "สมมุติ" not in text
    assert client.get(address("version-page", edition.pk, office="satit2")).status_code == 404


def test_a_manual_is_begun_from_another_offices(
    client: Client, edition: ManualVersion, head: User, stranger: User, office: Office, other_office: Office
) -> None:
    publishing.publish(edition, by=as_member(head, office))
    client.force_login(stranger)
    for _ in range(2):
        response = client.post(address("published-begin", edition.pk, office="satit2"))
        assert response.status_code == 302
    made = ManualVersion.objects.get(office=other_office)
    assert (made.state, made.begun_from, made.manual.unit.code) == (State.DRAFT, edition.pk, "supervision")  # type: ignore[union-attr]
    assert office.name in made.source_name
    draft = from_json(made.reading)
    (one,) = draft.procedures
    assert (one.title, one.lineage, one.steps[0].lineage, draft.matters) == (
        "งานส่งเสริมและพัฒนาสื่อ",
        None,
        None,
        (),
    )
    assert one.steps[0].responsible == ("ศึกษานิเทศก์",)
    assert [(said.code, said.item) for said in draft.warnings if said.code == "names-left-out"] == [
        ("names-left-out", one.steps[0].key)
    ]


def test_lists_of_others_work_cost_the_same_for_more(
    client: Client, edition: ManualVersion, supervision: Unit, head: User, director: User, stranger: User
) -> None:
    client.force_login(stranger)
    pages = (address("published-list", office="satit2"), f"{address('kin', office='satit2')}?family=A")
    costs = []
    for number in (1, 2):
        publishing.publish(edition, by=as_member(head, edition.office))
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as queries:
                client.get(page)
            costs.append(len(queries))
        more = make_manual(edition.office, supervision, f"คู่มือเล่มที่ {number + 1}")
        edition = adopted(make_version(more, keyed(FULL)), by=director, proposer=head)
    assert costs[:2] == costs[2:]


def test_what_is_taken_back_is_gone_for_others(
    client: Client, edition: ManualVersion, head: User, stranger: User, office: Office
) -> None:
    publishing.publish(edition, by=as_member(head, office))
    publishing.withdraw_publication(edition, why="ปรับปรุง", by=as_member(head, office))
    client.force_login(stranger)
    assert client.post(address("published-begin", edition.pk, office="satit2")).status_code == 404
    assert ManualVersion.objects.filter(begun_from=edition.pk).count() == 0


# Kin


def test_kin_of_several_offices_stand_side_by_side(
    client: Client, edition: ManualVersion, head: User, stranger: User, office: Office, other_office: Office
) -> None:
    publishing.publish(edition, by=as_member(head, office))
    director = make_member_user(other_office, Role.DIRECTOR, username="director2")
    unit = Unit.objects.get(office=other_office)
    own = adopted(
        make_version(make_manual(other_office, unit, "ของเรา"), keyed(FULL)), by=director, proposer=stranger
    )
    client.force_login(stranger)
    where = f"{address('kin', office='satit2')}?family=A"
    text = page_text(client.get(where))
    assert "2/2" in text
    assert text.count("สมมุติ") == 1  # their own
    assert address("published-page", edition.pk, office="satit2") in text
    assert address("procedure-page", own.procedures.get().pk, office="satit2") in text
    file = client.get(f"{where}&format=xlsx")
    assert file.status_code == 200
    assert list(file)
    assert client.get(f"{address('kin', office='satit2')}?family=nothing").status_code == 404


def test_the_family_of_an_adopted_procedure_is_corrected(
    client: Client, edition: ManualVersion, head: User
) -> None:
    procedure = edition.procedures.get()
    client.force_login(head)
    assert client.post(address("procedure-family", procedure.pk), {"family": "B"}).status_code == 302
    procedure.refresh_from_db()
    assert procedure.family == "B"
    assert Entry.objects.get(verb="procedure.filed").facts == {"before": "A", "after": "B"}
    assert client.post(address("procedure-family", procedure.pk), {"family": "none"}).status_code == 422


@pytest.mark.parametrize(
    ("who", "code"), [("supervisor", 403), ("ict_head", 403), ("outsider", 404), ("teacher", 404)]
)
def test_who_may_not_correct_a_family(
    client: Client, edition: ManualVersion, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    procedure = edition.procedures.get()
    assert client.post(address("procedure-family", procedure.pk), {"family": "B"}).status_code == code
    assert Procedure.objects.get(pk=procedure.pk).family == "A"
