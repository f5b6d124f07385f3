"""The outline of a draft beside its source, and what one may still change about it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.manuals.draft import Caution, Fate, LineNote, ManualDraft, ProcedureDraft, StepDraft
from nithet.manuals.keys import keyed
from nithet.manuals.models import Manual, ManualVersion
from nithet.manuals.queries.outline import outline
from nithet.manuals.tests.factories import (
    adopted,
    make_manual,
    make_version,
    manual_draft,
    page_text,
    proposed,
    steps,
)
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.django_db

SOURCE = "งานที่ 1\n\nแต่งตั้งคณะทำงาน ตุลาคม\nสำรวจ\n- 5 -\nข้อความแปลก"
DRAFT = keyed(
    ManualDraft(
        procedures=(
            ProcedureDraft(
                "งานที่ 1",
                steps=(
                    StepDraft(1, "แต่งตั้งคณะทำงาน", months=(10,), actions=("appoint",), lines=(3,)),
                    StepDraft(
                        2,
                        "สำรวจ",
                        cadence="per_semester:1",
                        actions=("survey",),
                        also_called=("สำรวจสภาพ",),
                        lines=(4,),
                    ),
                ),
                lines=(1, 3, 4),
            ),
        ),
        warnings=(
            Caution("months-back", "เดือนมาก่อน", 4, "procedures/0/steps/1"),
            Caution("same-scope", "ขอบเขตเหมือนกัน", 1, "procedures/0"),
            Caution("foreign-letters", "มีอักษรแปลก", 6, ""),
        ),
        notes=(
            LineNote(1, Fate.USED, "title", "งานที่ 1"),
            LineNote(3, Fate.USED, "step", "แต่งตั้งคณะทำงาน ตุลาคม"),
            LineNote(4, Fate.USED, "step", "สำรวจ"),
            LineNote(5, Fate.FURNITURE, "page-number", "- 5 -"),
            LineNote(6, Fate.UNREAD, "", "ข้อความแปลก"),
        ),
        line_count=6,
    )
)


def address(version: ManualVersion, name: str = "version-page") -> str:
    return reverse(f"manuals:{name}", args=["satit1", version.pk])


@pytest.fixture
def version(office: Office, supervision: Unit, supervisor: User) -> ManualVersion:
    return make_version(make_manual(office, supervision), DRAFT, source_text=SOURCE, made_by=supervisor)


@pytest.fixture
def page(client: Client, supervisor: User, version: ManualVersion) -> str:
    client.force_login(supervisor)
    return page_text(client.get(address(version)))


def test_the_page_tells_in_numbers_how_the_reading_stands(page: str) -> None:
    for words in ("1 กระบวนงาน", "2 ขั้นตอน", "ต้องตรวจ 3 จุด", "ยังไม่เข้าใจ 1 บรรทัด"):
        assert words in page


def test_every_line_of_the_source_stands_with_its_fate(page: str) -> None:
    assert '<li id="line-3"><span>3</span>' in page
    assert '<li id="line-4" class="l-check" title="เดือนมาก่อน">' in page
    assert '<li id="line-5" class="l-skip" title="ไม่ใช่เนื้อหา: เลขหน้า">' in page
    assert 'id="line-2"' not in page


def test_a_step_tells_what_was_understood_and_where_it_stands(page: str) -> None:
    for words in ("แบบสำรวจ", "คณะทำงานและคำสั่ง", 'data-lines="4"', 'href="#line-4"', "เดือนย้อนลำดับ"):
        assert words in page
    assert "ภาคเรียนละ" in page
    assert "สำรวจสภาพ" in page


def test_warnings_stand_beside_their_item_and_lead_to_the_next() -> None:
    seen = outline(DRAFT)
    (procedure,) = seen.procedures
    assert [doubt.text for doubt in seen.doubts.open] == ["มีอักษรแปลก"]
    assert [doubt.text for doubt in procedure.doubts.open] == ["ขอบเขตเหมือนกัน"]
    assert [doubt.text for doubt in procedure.steps[1].doubts.open] == ["เดือนมาก่อน"]
    chain = [seen.doubts.open[0], procedure.doubts.open[0], procedure.steps[1].doubts.open[0]]
    assert [doubt.after for doubt in chain] == [chain[1].id, chain[2].id, "lines-6-6"]


def test_a_warning_about_an_unknown_item_is_told_of_the_whole_manual() -> None:
    draft = ManualDraft(procedures=DRAFT.procedures, warnings=(Caution("x", "ใหม่", 1, "p8s2"),))
    assert [doubt.title for doubt in outline(draft).doubts.open] == ["โปรดตรวจสอบ"]


def test_neighbouring_lines_not_understood_are_told_together() -> None:
    notes = tuple(LineNote(line, Fate.UNREAD, "", f"บรรทัดที่ {line}") for line in (2, 3, 7))
    seen = outline(ManualDraft(notes=notes, line_count=7))
    assert [lost.words for lost in seen.lost] == ["บรรทัด 2–3", "บรรทัด 7"]
    assert seen.lost_count == 3


def test_text_of_a_manual_is_never_markup(
    client: Client, supervisor: User, office: Office, supervision: Unit
) -> None:
    draft = manual_draft(ProcedureDraft("<script>งาน</script>", steps=steps("<b>ขั้น</b>")))
    version = make_version(make_manual(office, supervision), draft, source_text="<img src=x>")
    client.force_login(supervisor)
    page = page_text(client.get(address(version)))
    assert "<script>งาน" not in page
    assert "<b>ขั้น" not in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("who", "code"),
    [("supervisor", 200), ("director", 200), ("auditor", 200), ("teacher", 404), ("school_director", 404),
     ("cluster_chair", 404), ("outsider", 404)],
)  # fmt: skip
def test_who_sees_manuals(
    client: Client, version: ManualVersion, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(version)).status_code == code
    assert client.get(reverse("manuals:manual-list", args=["satit1"])).status_code == code


def test_a_version_of_another_office_is_not_found(
    client: Client, supervisor: User, other_office: Office, outsider: User
) -> None:
    version = make_version(make_manual(other_office, None))
    client.force_login(supervisor)
    assert client.get(address(version)).status_code == 404
    assert client.post(address(version, "version-propose")).status_code == 404


def test_the_list_shows_versions_by_how_they_stand(
    client: Client, supervisor: User, director: User, office: Office, supervision: Unit
) -> None:
    make_version(make_manual(office, supervision, "คู่มือร่าง"))
    proposed(make_version(make_manual(office, supervision, "คู่มือเสนอ")), supervisor)
    adopted(make_version(make_manual(office, supervision, "คู่มือใช้")), by=director, proposer=supervisor)
    client.force_login(supervisor)
    page = page_text(client.get(reverse("manuals:manual-list", args=["satit1"])))
    places = [page.index(title) for title in ("คู่มือเสนอ", "คู่มือร่าง", "คู่มือใช้")]
    assert places == sorted(places)


def _draft_of(count: int) -> ManualDraft:
    return manual_draft(*(ProcedureDraft(f"งานที่ {n}", steps=steps("ก", "ข", "ค")) for n in range(count)))


Make = Callable[[int], str]


@pytest.fixture
def addresses(office: Office, supervision: Unit, director: User, supervisor: User) -> dict[str, Make]:
    """Pages whose size grows with what is in them."""

    def review(count: int) -> str:
        return address(make_version(make_manual(office, supervision), _draft_of(count)))

    def reading_page(count: int) -> str:
        version = make_version(make_manual(office, supervision), _draft_of(count))
        return address(adopted(version, by=director, proposer=supervisor))

    def listed(count: int) -> str:
        for _ in range(count):
            review(1)
            reading_page(1)
        return reverse("manuals:manual-list", args=["satit1"])

    def procedure(count: int) -> str:
        draft = manual_draft(ProcedureDraft("งาน", steps=steps(*(f"ขั้น {n}" for n in range(count)))))
        version = adopted(
            make_version(make_manual(office, supervision), draft), by=director, proposer=supervisor
        )
        return reverse("manuals:procedure-page", args=["satit1", version.procedures.get().pk])

    return {"review": review, "reading": reading_page, "list": listed, "procedure": procedure}


@pytest.mark.parametrize("kind", ["review", "reading", "list", "procedure"])
def test_pages_cost_the_same_for_1_and_11(
    client: Client, supervisor: User, addresses: dict[str, Make], kind: str
) -> None:
    client.force_login(supervisor)
    costs = []
    for count in (1, 11):
        url = addresses[kind](count)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


# Naming and discarding


def test_the_draft_is_named_and_given_to_a_unit(
    client: Client, supervisor: User, version: ManualVersion, ict: Unit
) -> None:
    client.force_login(supervisor)
    client.post(address(version, "version-describe"), {"title": "คู่มือ  สื่อ", "unit": str(ict.pk)})
    manual = Manual.objects.get()
    assert (manual.title, manual.unit) == ("คู่มือ สื่อ", ict)
    assert Entry.objects.filter(verb="manual.described").count() == 1


@pytest.mark.parametrize("typed", [{"title": ""}, {"unit": ""}])
def test_a_name_and_a_unit_are_needed(
    client: Client, supervisor: User, version: ManualVersion, ict: Unit, typed: dict[str, Any]
) -> None:
    client.force_login(supervisor)
    response = client.post(
        address(version, "version-describe"), {"title": "ใหม่", "unit": str(ict.pk)} | typed
    )
    assert response.status_code == 422
    assert Manual.objects.get().title == "คู่มือกลุ่มนิเทศฯ"


def test_a_proposed_manual_keeps_its_name(
    client: Client, supervisor: User, version: ManualVersion, ict: Unit
) -> None:
    proposed(version, supervisor)
    client.force_login(supervisor)
    response = client.post(address(version, "version-describe"), {"title": "ใหม่", "unit": str(ict.pk)})
    assert response.status_code == 409
    assert Manual.objects.get().title == "คู่มือกลุ่มนิเทศฯ"


def test_a_draft_never_proposed_is_discarded_with_a_reason(
    client: Client, supervisor: User, version: ManualVersion
) -> None:
    client.force_login(supervisor)
    assert client.post(address(version, "version-discard"), {"reason": ""}).status_code == 422
    assert ManualVersion.objects.exists()
    assert client.post(address(version, "version-discard"), {"reason": "นำเข้าผิดไฟล์"}).status_code == 302
    assert not Manual.objects.exists()
    entry = Entry.objects.get(verb="manual.discarded")
    assert (entry.object_id, entry.why) == (version.pk, "นำเข้าผิดไฟล์")


def test_discarding_one_draft_keeps_the_others_of_the_manual(
    client: Client, supervisor: User, version: ManualVersion
) -> None:
    other = make_version(version.manual)
    client.force_login(supervisor)
    client.post(address(version, "version-discard"), {"reason": "ซ้ำ"})
    assert ManualVersion.objects.get() == other


def test_what_was_once_proposed_is_kept(client: Client, supervisor: User, version: ManualVersion) -> None:
    proposed(version, supervisor)
    client.force_login(supervisor)
    assert client.post(address(version, "version-discard"), {"reason": "ผิด"}).status_code == 409
    client.post(address(version, "version-withdraw"))
    assert client.post(address(version, "version-discard"), {"reason": "ผิด"}).status_code == 409
    assert ManualVersion.objects.exists()
    assert not Entry.objects.filter(verb="manual.discarded").exists()


@pytest.mark.parametrize("name", ["version-describe", "version-discard"])
def test_an_auditor_only_reads(client: Client, auditor: User, version: ManualVersion, name: str) -> None:
    client.force_login(auditor)
    assert client.post(address(version, name), {"reason": "ก", "title": "ข"}).status_code == 403


@pytest.mark.parametrize(
    "name",
    [
        "version-describe",
        "version-discard",
        "version-propose",
        "version-withdraw",
        "version-return",
        "version-adopt",
    ],
)
def test_acts_are_posted(client: Client, director: User, version: ManualVersion, name: str) -> None:
    client.force_login(director)
    assert client.get(address(version, name)).status_code == 405
