"""Proposing a manual and the director's endorsement, which makes it a version with procedures and steps."""

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.manuals.draft import (
    Decision,
    Definition,
    ManualDraft,
    Measure,
    ProcedureDraft,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.models import ManualVersion, Step
from nithet.manuals.queries import proposals_for
from nithet.manuals.tests.factories import (
    adopted,
    make_manual,
    make_version,
    manual_draft,
    page_text,
    proposed,
    steps,
)
from nithet.offices.models import Appointment, Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_appointment, make_person

pytestmark = pytest.mark.django_db
State = ManualVersion.State

FULL = manual_draft(
    ProcedureDraft(
        "งานส่งเสริมสื่อ",
        also_called=("งานสื่อ",),
        objectives=(Text("เพื่อให้ครูใช้สื่อ", (2,)),),
        scope="ทุกโรงเรียน",
        definitions=(Definition("สื่อ", "สิ่งที่ใช้สอน"),),
        steps=(
            StepDraft(
                1,
                "แต่งตั้งคณะทำงาน",
                also_called=("ตั้งคณะทำงาน",),
                months=(10, 11),
                responsible=("ศึกษานิเทศก์",),
                actions=("appoint",),
                decision=Decision.SIGN,
                substeps=(SubstepDraft("1.1", "ร่างคำสั่ง", ("appoint",), Decision.SIGN, (5,)),),
                lines=(4,),
                more_lines=(9,),
            ),
            StepDraft(
                2,
                "นิเทศ",
                cadence="per_semester:2",
                standard="ภาคเรียนละไม่น้อยกว่า 2 ครั้ง",
                measure=Measure(2, "semester"),
                actions=("visit",),
                lines=(6,),
            ),
        ),
        forms=(Text("แบบนิเทศ"),),
        references=(Text("พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. 2542"),),
        lines=(1, 2, 4, 5, 6),
    )
)


def address(version: ManualVersion, act: str = "page") -> str:
    return reverse(f"manuals:version-{act}", args=["satit1", version.pk])


@pytest.fixture
def version(office: Office, supervision: Unit) -> ManualVersion:
    return make_version(make_manual(office, supervision), FULL, source_text="ก\nข")


def state(version: ManualVersion) -> str:
    version.refresh_from_db()
    return version.state


# Proposing


def test_staff_propose_a_draft_and_take_it_back(
    client: Client, supervisor: User, version: ManualVersion
) -> None:
    client.force_login(supervisor)
    assert client.post(address(version, "propose")).status_code == 302
    assert state(version) == State.PROPOSED
    assert version.proposed_by == supervisor
    assert client.post(address(version, "withdraw")).status_code == 302
    assert state(version) == State.DRAFT
    verbs = Entry.objects.filter(within_id=version.manual_id).order_by("at").values_list("verb", flat=True)
    assert list(verbs) == ["manual.proposed", "manual.withdrawn"]


def test_a_manual_without_a_unit_is_not_proposed(client: Client, supervisor: User, office: Office) -> None:
    version = make_version(make_manual(office, None))
    client.force_login(supervisor)
    assert client.post(address(version, "propose")).status_code == 422
    assert state(version) == State.DRAFT


def test_only_the_proposer_takes_it_back(
    client: Client, supervisor: User, head: User, version: ManualVersion
) -> None:
    proposed(version, supervisor)
    client.force_login(head)
    assert client.post(address(version, "withdraw")).status_code == 403
    assert state(version) == State.PROPOSED


@pytest.mark.parametrize("who", ["teacher", "school_director", "outsider"])
@pytest.mark.parametrize("act", ["propose", "adopt", "return", "withdraw", "discard", "describe"])
def test_for_others_the_manual_is_not_there(
    client: Client, version: ManualVersion, who: str, act: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.post(address(version, act)).status_code == 404
    assert state(version) == State.DRAFT


def test_the_page_offers_each_what_they_may_do(
    client: Client, supervisor: User, director: User, head: User, version: ManualVersion
) -> None:
    def offered(user: User) -> set[str]:
        client.force_login(user)
        page = page_text(client.get(address(version)))
        return {act for act in ("propose", "withdraw", "adopt", "return") if f"{version.pk}/{act}/" in page}

    assert offered(supervisor) == {"propose"}
    proposed(version, supervisor)
    assert offered(supervisor) == {"withdraw"}
    assert offered(head) == set()
    assert offered(director) == {"adopt", "return"}


# The director


def test_the_endorsement_makes_rows_equal_to_the_draft(
    client: Client, director: User, supervisor: User, version: ManualVersion
) -> None:
    proposed(version, supervisor)
    client.force_login(director)
    assert client.post(address(version, "adopt")).status_code == 302
    assert state(version) == State.ADOPTED
    assert (version.number, version.adopted_by) == (1, director)
    procedure = version.procedures.get()
    said = FULL.procedures[0]
    assert procedure.title == said.title
    assert procedure.also_called == ["งานสื่อ"]
    assert procedure.objectives == ["เพื่อให้ครูใช้สื่อ"]
    assert procedure.scope == said.scope
    assert procedure.definitions == [{"term": "สื่อ", "meaning": "สิ่งที่ใช้สอน"}]
    assert procedure.forms == ["แบบนิเทศ"]
    assert procedure.references == ["พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. 2542"]
    assert procedure.lines == [1, 6]
    first, part, second = procedure.steps.order_by("position")
    assert (first.number, first.title, first.months, first.cadence) == ("1", "แต่งตั้งคณะทำงาน", [10, 11], "")
    assert (first.responsible, first.actions, first.ask) == (["ศึกษานิเทศก์"], ["appoint"], Step.Ask.SIGN)
    assert (first.also_called, first.lines) == (["ตั้งคณะทำงาน"], [4, 9])
    assert (part.number, part.title, part.parent, part.ask) == ("1.1", "ร่างคำสั่ง", first, Step.Ask.SIGN)
    assert (second.months, second.cadence, second.ask) == (None, "per_semester:2", Step.Ask.CERTIFY)
    assert (second.standard, second.measure) == (said.steps[1].standard, {"at_least": 2, "per": "semester"})
    entry = Entry.objects.get(verb="manual.adopted")
    assert (entry.object_id, entry.by_id, entry.facts["number"]) == (version.pk, director.pk, 1)


@pytest.mark.parametrize("who", ["supervisor", "head", "deputy", "secretary", "auditor"])
def test_others_may_not_endorse_or_send_back(
    client: Client, version: ManualVersion, supervisor2: User, who: str, request: pytest.FixtureRequest
) -> None:
    proposed(version, supervisor2)
    client.force_login(request.getfixturevalue(who))
    assert client.post(address(version, "adopt")).status_code == 403
    assert client.post(address(version, "return"), {"reason": "ก"}).status_code == 403
    assert state(version) == State.PROPOSED


def test_an_acting_director_endorses(
    client: Client, deputy: User, supervisor: User, office: Office, version: ManualVersion
) -> None:
    make_appointment(
        deputy.person, Role.DIRECTOR, capacity=Appointment.Capacity.ACTING_FOR, position_title="รองผู้อำนวยการ"
    )
    proposed(version, supervisor)
    client.force_login(deputy)
    client.post(address(version, "adopt"))
    assert state(version) == State.ADOPTED


def test_a_director_does_not_endorse_their_own_proposal(
    client: Client, director: User, version: ManualVersion
) -> None:
    proposed(version, director)
    client.force_login(director)
    response = client.post(address(version, "adopt"))
    assert response.status_code == 403
    assert "ของตนเองไม่ได้" in page_text(response)
    assert "ของตนเองไม่ได้" in page_text(client.get(address(version)))
    assert state(version) == State.PROPOSED


def test_a_draft_that_nobody_proposed_is_not_adopted(
    client: Client, director: User, version: ManualVersion
) -> None:
    client.force_login(director)
    assert client.post(address(version, "adopt")).status_code == 409
    assert state(version) == State.DRAFT
    assert not version.procedures.exists()


def test_endorsing_twice_makes_one_version(
    client: Client, director: User, supervisor: User, version: ManualVersion
) -> None:
    proposed(version, supervisor)
    client.force_login(director)
    client.post(address(version, "adopt"))
    response = client.post(address(version, "adopt"))
    assert response.status_code == 409
    assert "ประกาศใช้" in page_text(response)
    assert version.procedures.count() == 1
    assert Entry.objects.filter(verb="manual.adopted").count() == 1


def test_what_was_changed_since_the_page_was_read_is_not_endorsed(
    client: Client, director: User, supervisor: User, version: ManualVersion
) -> None:
    proposed(version, supervisor)
    client.force_login(director)
    page = page_text(client.get(address(version)))
    assert f'name="revision" value="{version.revision}"' in page
    ManualVersion.objects.update(revision=version.revision + 1)
    response = client.post(address(version, "adopt"), {"revision": version.revision})
    assert response.status_code == 409
    assert "ถูกแก้ไขและเสนอใหม่" in page_text(response)
    version.refresh_from_db()
    assert version.state == ManualVersion.State.PROPOSED
    assert not version.procedures.exists()


def test_sending_back_needs_a_reason_and_shows_it(
    client: Client, director: User, supervisor: User, version: ManualVersion
) -> None:
    proposed(version, supervisor)
    client.force_login(director)
    assert client.post(address(version, "return"), {"reason": " "}).status_code == 422
    assert state(version) == State.PROPOSED
    client.post(address(version, "return"), {"reason": "ขาดขั้นสรุปผล"})
    assert state(version) == State.DRAFT
    assert Entry.objects.get(verb="manual.returned").why == "ขาดขั้นสรุปผล"
    client.force_login(supervisor)
    assert "ขาดขั้นสรุปผล" in page_text(client.get(address(version)))


def test_the_director_finds_what_waits(
    director: User, supervisor: User, office: Office, supervision: Unit
) -> None:
    manual = make_manual(office, supervision)
    waiting = proposed(make_version(manual), supervisor)
    proposed(make_version(manual, manual_draft(ProcedureDraft("ข", steps=steps("ค")))), director)
    make_version(manual)
    assert list(proposals_for(as_member(director, office))) == [waiting]
    assert not proposals_for(as_member(supervisor, office)).exists()


# The next edition


def next_edition(before: ManualVersion, draft: ManualDraft, *, by: User, proposer: User) -> ManualVersion:
    return adopted(make_version(before.manual, draft), by=by, proposer=proposer)


def test_the_next_edition_replaces_the_one_before(
    director: User, supervisor: User, version: ManualVersion
) -> None:
    adopted(version, by=director, proposer=supervisor)
    later = next_edition(version, FULL, by=director, proposer=supervisor)
    assert state(version) == State.REPLACED
    assert (later.state, later.number) == (State.ADOPTED, 2)
    assert version.procedures.count() == later.procedures.count() == 1


def test_an_edition_of_another_manual_is_left_alone(
    director: User, supervisor: User, version: ManualVersion, office: Office, ict: Unit
) -> None:
    adopted(version, by=director, proposer=supervisor)
    adopted(make_version(make_manual(office, ict)), by=director, proposer=supervisor)
    assert state(version) == State.ADOPTED


def test_what_stays_the_same_keeps_its_lineage(
    director: User, supervisor: User, office: Office, supervision: Unit
) -> None:
    manual = make_manual(office, supervision)
    first = manual_draft(
        ProcedureDraft("งาน ก", steps=steps("แต่งตั้งคณะทำงาน", "สำรวจ", "รายงาน")),
        ProcedureDraft("งาน ข", steps=steps("เตรียม")),
    )
    second = manual_draft(
        ProcedureDraft("งานใหม่", steps=steps("เตรียม")),
        ProcedureDraft("งานก", steps=steps("วางแผน", "แต่งตั้งคณะทำงานประจำปี", "รายงาน", "สำรวจ")),
    )
    old = adopted(make_version(manual, first), by=director, proposer=supervisor).procedures.get(title="งาน ก")
    later = next_edition(old.version, second, by=director, proposer=supervisor)
    new = later.procedures.get(title="งานก")
    assert new.lineage == old.lineage
    before = {step.title: step.lineage for step in old.steps.all()}
    after = {step.title: step.lineage for step in new.steps.all()}
    # The same title, wherever it moved; one reworded a little; the rest is new.
    assert after["รายงาน"] == before["รายงาน"]
    assert after["สำรวจ"] == before["สำรวจ"]
    assert after["แต่งตั้งคณะทำงานประจำปี"] == before["แต่งตั้งคณะทำงาน"]
    assert after["วางแผน"] not in before.values()
    fresh = later.procedures.get(title="งานใหม่")
    assert fresh.lineage not in set(old.version.procedures.values_list("lineage", flat=True))


# What is next


@pytest.mark.parametrize(("who", "shown"), [("director", True), ("head", True), ("supervisor", False)])
def test_starting_the_year_is_offered_to_who_may(
    client: Client, version: ManualVersion, who: str, shown: bool, request: pytest.FixtureRequest
) -> None:
    director, supervisor2 = request.getfixturevalue("director"), request.getfixturevalue("supervisor2")
    adopted(version, by=director, proposer=supervisor2)
    client.force_login(request.getfixturevalue(who))
    page = page_text(client.get(address(version)))
    assert (f"{reverse('cycles:cycle-start', args=['satit1'])}?version={version.pk}" in page) is shown
    assert FULL.procedures[0].title in page


def test_a_replaced_edition_is_still_read_but_starts_nothing(
    client: Client, director: User, supervisor: User, version: ManualVersion
) -> None:
    adopted(version, by=director, proposer=supervisor)
    next_edition(version, FULL, by=director, proposer=supervisor)
    client.force_login(director)
    page = page_text(client.get(address(version)))
    assert "ใช้ฉบับใหม่แทน" in page
    assert "?version=" not in page


def test_the_procedure_page_tells_all_and_draws_the_flow(
    client: Client, director: User, supervisor: User, version: ManualVersion
) -> None:
    adopted(version, by=director, proposer=supervisor)
    procedure = version.procedures.get()
    client.force_login(supervisor)
    page = page_text(client.get(reverse("manuals:procedure-page", args=["satit1", procedure.pk])))
    said = FULL.procedures[0]
    for text in (said.title, "เพื่อให้ครูใช้สื่อ", "สิ่งที่ใช้สอน", "แบบนิเทศ", "ร่างคำสั่ง", "<svg", "ลงนาม"):
        assert text in page


@pytest.mark.parametrize("who", ["teacher", "outsider"])
def test_for_others_the_procedure_is_not_there(
    client: Client,
    director: User,
    supervisor: User,
    version: ManualVersion,
    who: str,
    request: pytest.FixtureRequest,
) -> None:
    adopted(version, by=director, proposer=supervisor)
    client.force_login(request.getfixturevalue(who))
    address = reverse("manuals:procedure-page", args=["satit1", version.procedures.get().pk])
    assert client.get(address).status_code == 404


def test_an_appointment_that_ended_gives_no_right(
    client: Client, office: Office, version: ManualVersion
) -> None:
    former = make_person(office)
    former.user = User.objects.create_user("former", name="อดีต")
    former.save()
    make_appointment(former, Role.DIRECTOR, until_on=version.made_at.date().replace(year=2021))
    client.force_login(former.user)
    assert client.get(address(version)).status_code == 404
