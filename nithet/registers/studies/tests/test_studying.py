"""A study from the task's page to what became of its recommendations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.cycles.models import PolicyFocus, Task
from nithet.cycles.register import registers
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.registers.generic import services
from nithet.registers.generic.errors import ItemStateError
from nithet.registers.generic.models import Item, ItemVersion
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed
from nithet.registers.studies.models import Recommendation, Source, Study, StudyPolicy
from nithet.registers.studies.register import BOOKS
from nithet.registers.studies.services import record_uptake

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
BOOK = BOOKS[0]
FACTS: dict[str, Any] = {
    "title": "สภาพการใช้สื่อ",
    "question": "โรงเรียนขาดสื่อใด",
    "users": "กลุ่มนิเทศฯ",
    "fiscal_year_be": 2570,
}
LAW = "พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. 2542"
ROWS: dict[str, list[Row]] = {
    "sources": [{"kind": "law", "title": LAW, "where": "มาตรา 22"}, {"kind": "website", "title": "DLTV", "where": "https://example.org/dltv"}],
    "findings": [{"text": "ขาดสื่อวิทยาศาสตร์"}],
    "recommendations": [{"to_whom": "ผู้อำนวยการ", "text": "ซ่อมอุปกรณ์"}, {"to_whom": "ครู", "text": "ใช้สื่อที่มี"}],
}  # fmt: skip


@pytest.fixture
def policy(office: Office) -> PolicyFocus:
    return PolicyFocus.objects.create(
        office=office, fiscal_year_be=2570, source="obec", number="3", title="ลดภาระครู"
    )


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    procedure = make_procedure(supervision, [{"title": "ศึกษาสภาพ", "months": [11], "actions": ["study"]}])
    open_year(office)
    return task_of(procedure, "1")


def address(office: Office, name: str, *args: object) -> str:
    return BOOK.address(name, office.code, *args)


def made(
    user: User, office: Office, unit: Unit, *, rows: dict[str, list[Row]] | None = None, **facts: Any
) -> Study:
    typed = Typed({**FACTS, "unit": unit, **facts}, ROWS if rows is None else rows)
    item = services.make_item(BOOK, typed, by=as_member(user, office), key=new_id())
    assert isinstance(item, Study)
    return item


def form_data(unit: Unit, rows: dict[str, list[dict[str, Any]]], **facts: Any) -> dict[str, Any]:
    """What the page of the form sends."""
    data = {**FACTS, "unit": unit.pk, "key": new_id(), "revision": 0, **facts}
    for kind in BOOK.parts:
        given = rows.get(kind.code, [])
        data |= {f"{kind.code}-TOTAL_FORMS": len(given), f"{kind.code}-INITIAL_FORMS": 0}
        for place, row in enumerate(given):
            own = {"ORDER": place + 1, **({"kind": "document"} if kind.code == "sources" else {}), **row}
            data |= {f"{kind.code}-{place}-{name}": value for name, value in own.items()}
    return data


def said(page: Any) -> str:
    """What a page says, without what only draws it."""
    return str(page.content.decode()).replace("\u2060", "").replace("\u00a0", " ")


def test_from_the_task_to_its_evidence(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task, policy: PolicyFocus
) -> None:
    client.force_login(supervisor)
    begun = said(client.get(address(office, "of-task", task.pk), follow=True))
    assert "สพฐ. ปีงบประมาณ พ.ศ. 2570" in begun
    assert "3. ลดภาระครู" in begun
    rows: dict[str, list[dict[str, Any]]] = {
        "sources": [{"law": LAW, "where": "มาตรา 22"}, {"title": "รายงานประจำปี", "on": "1 ต.ค. 2569"}],
        "policies": [{"policy": policy.pk, "note": "ไม่ขอข้อมูลซ้ำ"}],
        "findings": [{"text": "ข้อสอง", "ORDER": 2}, {"text": "ข้อหนึ่ง", "ORDER": 1}],
        "recommendations": [{"to_whom": "ผู้อำนวยการ", "text": "ซ่อมอุปกรณ์"}],
    }
    client.post(f"{address(office, 'new')}?task={task.pk}", form_data(supervision, rows))
    study = Study.objects.get()
    assert [(one.kind, one.title, one.on) for one in study.sources.all()] == [
        ("law", LAW, None), ("document", "รายงานประจำปี", date(2026, 10, 1)),
    ]  # fmt: skip
    assert [one.text for one in study.findings.all()] == ["ข้อหนึ่ง", "ข้อสอง"]
    client.post(address(office, "finish", study.pk), {"on": "20 พ.ย. 2569"})
    task.refresh_from_db()
    assert task.is_met
    page = said(client.get(address(office, "page", study.pk)))
    assert (
        page.index("โรงเรียนขาดสื่อใด")
        < page.index("ลดภาระครู")
        < page.index("ข้อหนึ่ง")
        < page.index("ซ่อมอุปกรณ์")
        < page.index(LAW)
    )
    assert "และที่แก้ไขเพิ่มเติม" in page


def test_what_is_lacking_is_said(office: Office, supervision: Unit, supervisor: User) -> None:
    assert BOOK.lacking(made(supervisor, office, supervision, rows={}, question="")) == [
        "ยังไม่ระบุคำถามของการศึกษา", "ยังไม่มีแหล่งข้อมูล", "ยังไม่มีข้อค้นพบ",
    ]  # fmt: skip
    assert BOOK.lacking(made(supervisor, office, supervision)) == []


def test_a_source_has_a_name(client: Client, office: Office, supervision: Unit, supervisor: User) -> None:
    client.force_login(supervisor)
    page = client.post(address(office, "new"), form_data(supervision, {"sources": [{"where": "ห้องสมุด"}]}))
    assert (page.status_code, "โปรดระบุชื่อแหล่งข้อมูล หรือเลือกกฎหมาย" in said(page)) == (422, True)


def test_a_policy_is_chosen_once_and_only_ones_own(
    client: Client,
    office: Office,
    other_office: Office,
    supervision: Unit,
    supervisor: User,
    policy: PolicyFocus,
) -> None:
    client.force_login(supervisor)
    twice = {"policies": [{"policy": policy.pk}, {"policy": policy.pk}]}
    page = client.post(address(office, "new"), form_data(supervision, twice))
    assert (page.status_code, "ซ้ำ โปรดเอาแถวที่ซ้ำออก" in said(page)) == (422, True)
    other = PolicyFocus.objects.create(
        office=other_office, fiscal_year_be=2570, source="obec", title="ของเขตอื่น"
    )
    assert (
        client.post(
            address(office, "new"), form_data(supervision, {"policies": [{"policy": other.pk}]})
        ).status_code
        == 422
    )
    assert not Study.objects.exists()


def test_a_voided_policy_stays_where_it_was_chosen(
    client: Client, office: Office, supervision: Unit, supervisor: User, policy: PolicyFocus
) -> None:
    study = made(supervisor, office, supervision, rows={"policies": [{"policy": policy, "note": ""}]})
    policy.voided_at = "2026-11-20T00:00:00Z"
    policy.save()
    client.force_login(supervisor)
    assert "3. ลดภาระครู" in said(client.get(address(office, "edit", study.pk)))
    assert "3. ลดภาระครู" not in said(client.get(address(office, "new")))
    assert "(ยกเลิกแล้ว)" in said(client.get(address(office, "page", study.pk)))


def test_uptake_is_recorded_on_a_finished_study_that_stays_finished(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task
) -> None:
    study = made(supervisor, office, supervision)
    services.finish_item(BOOK, study, on=DAY, by=as_member(supervisor, office))
    first, _ = study.recommendations.all()
    client.force_login(supervisor)
    where = address(office, "uptake", study.pk, first.pk)
    lacking = client.post(where, {"uptake": "taken"})
    assert (lacking.status_code, "โปรดระบุว่านำไปใช้ในเรื่องใด" in said(lacking)) == (422, True)
    for _ in range(2):
        client.post(where, {"uptake": "taken", "taken_by": "แผนซ่อมบำรุง https://example.org/plan"})
    first.refresh_from_db()
    study.refresh_from_db()
    task.refresh_from_db()
    assert (first.uptake, study.state, study.revision, task.is_met) == ("taken", Item.State.DONE, 2, True)
    assert 'href="https://example.org/plan"' in said(client.get(address(office, "page", study.pk)))
    assert Entry.objects.filter(object_id=study.pk, verb="item.changed").count() == 1
    assert ItemVersion.objects.get().snapshot["recommendations"][0]["uptake"] == "ยังไม่นำไปใช้"
    client.post(where, {"uptake": "waiting", "taken_by": "แผนซ่อมบำรุง"})
    first.refresh_from_db()
    assert (first.uptake, first.taken_by) == ("waiting", "")


@pytest.mark.parametrize(
    ("who", "code"), [("head", 302), ("director", 403), ("computer_officer", 404), ("outsider", 404)]
)
def test_who_records_uptake(
    client: Client,
    office: Office,
    supervision: Unit,
    supervisor: User,
    who: str,
    code: int,
    request: pytest.FixtureRequest,
) -> None:
    study = made(supervisor, office, supervision, owner=None)
    one = study.recommendations.all()[0]
    client.force_login(request.getfixturevalue(who))
    where = address(office, "uptake", study.pk, one.pk)
    assert client.post(where, {"uptake": "declined", "taken_by": "ไม่มีงบ"}).status_code == code
    one.refresh_from_db()
    assert (one.uptake == "declined") is (code == 302)


def test_of_another_study_or_a_voided_one_nothing_is_recorded(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    study, other = made(supervisor, office, supervision), made(supervisor, office, supervision)
    client.force_login(supervisor)
    given = {"uptake": "declined", "taken_by": "ไม่มีงบ"}
    theirs = other.recommendations.all()[0]
    assert client.post(address(office, "uptake", study.pk, theirs.pk), given).status_code == 404
    services.void_item(BOOK, other, why="ซ้ำ", by=as_member(supervisor, office))
    assert client.post(address(office, "uptake", other.pk, theirs.pk), given).status_code == 409
    # Also where it was voided after the page had asked.
    with pytest.raises(ItemStateError):
        record_uptake(theirs, uptake="declined", taken_by="", by=as_member(supervisor, office))
    assert client.get(address(office, "uptake", study.pk, theirs.pk)).status_code == 405
    assert Recommendation.objects.filter(uptake="declined").count() == 0


def test_changing_the_study_keeps_what_was_taken_up(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    study = made(supervisor, office, supervision)
    one = study.recommendations.all()[0]
    record_uptake(one, uptake="taken", taken_by="แผน", by=as_member(supervisor, office))
    client.force_login(supervisor)
    rows = {"recommendations": [{"id": one.pk, "to_whom": "ผู้อำนวยการ", "text": "ซ่อมทุกแห่ง"}]}
    data = form_data(supervision, rows, revision=1) | {"recommendations-INITIAL_FORMS": 1}
    assert client.post(address(office, "edit", study.pk), data).status_code == 302
    left = study.recommendations.get()
    assert (left.text, left.uptake, left.taken_by) == ("ซ่อมทุกแห่ง", "taken", "แผน")


def test_the_list_counts_what_is_not_taken_up_and_is_narrowed(
    client: Client, office: Office, supervision: Unit, supervisor: User, policy: PolicyFocus
) -> None:
    made(supervisor, office, supervision)
    rows: dict[str, list[Row]] = {
        "policies": [{"policy": policy, "note": ""}],
        "findings": [{"text": "ก"}, {"text": "ข"}],
    }
    made(supervisor, office, supervision, title="นโยบายปีนี้", rows=rows)
    client.force_login(supervisor)
    text = said(client.get(address(office, "list")))
    assert ("2 จาก 2 ข้อ" in text, "2 ข้อ" in text) == (True, True)
    for given, shown in (({"uptake": "waiting"}, "สภาพการใช้สื่อ"), ({"policy": str(policy.pk)}, "นโยบายปีนี้")):
        text = said(client.get(address(office, "list"), given))
        assert [one in text for one in ("สภาพการใช้สื่อ</a>", "นโยบายปีนี้</a>")] == [
            shown == "สภาพการใช้สื่อ",
            shown == "นโยบายปีนี้",
        ]
    file = client.get(address(office, "list"), {"format": "csv", "uptake": "waiting"})
    content = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "สภาพการใช้สื่อ,โรงเรียนขาดสื่อใด,2,1,2,2,กลุ่มนิเทศฯ" in content


def test_the_list_asks_once_what_policies_there_are(
    client: Client, office: Office, supervision: Unit, supervisor: User, policy: PolicyFocus
) -> None:
    made(supervisor, office, supervision)
    client.force_login(supervisor)
    with CaptureQueriesContext(connection) as asked:
        client.get(address(office, "list"))
    assert sum(PolicyFocus._meta.db_table in one["sql"] for one in asked) == 1


def test_a_copy_for_another_year_begins_without_this_years_policies(
    office: Office, supervision: Unit, supervisor: User, policy: PolicyFocus
) -> None:
    study = made(supervisor, office, supervision, rows={"policies": [{"policy": policy, "note": ""}]})
    by = as_member(supervisor, office)
    copies = [services.copy_item(BOOK, study, year=year, by=by, key=new_id()) for year in (2570, 2571)]
    assert [copy.policies.count() for copy in copies] == [1, 0]  # type: ignore[attr-defined]  # they are studies


def test_copied_for_another_year_it_asks_again(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    study = made(supervisor, office, supervision)
    client.force_login(supervisor)
    client.post(address(office, "copy", study.pk), {"year": 2571, "key": new_id()})
    copy = Study.objects.get(fiscal_year_be=2571)
    assert (copy.question, copy.sources.count(), copy.findings.count(), copy.recommendations.count()) == (
        study.question,
        2,
        0,
        0,
    )


def test_opened_again_and_voided_it_is_no_evidence(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task
) -> None:
    study = made(supervisor, office, supervision)
    client.force_login(supervisor)
    for act, data, done in (("finish", {"on": "20 พ.ย. 2569"}, 1), ("reopen", {"reason": "เพิ่มข้อค้นพบ"}, 0),
                            ("finish", {"on": "20 พ.ย. 2569"}, 1), ("void", {"reason": "ซ้ำ"}, 0)):  # fmt: skip
        client.post(address(office, act, study.pk), data)
        task.refresh_from_db()
        assert task.done == done
    assert "ขาดสื่อวิทยาศาสตร์" in said(client.get(address(office, "version", study.pk, 1)))


def test_it_is_found_by_what_it_found_for_who_may_see_it(
    client: Client, office: Office, supervision: Unit, supervisor: User, computer_officer: User
) -> None:
    made(supervisor, office, supervision)
    for user, is_found in ((supervisor, True), (computer_officer, False)):
        client.force_login(user)
        page = said(client.get(reverse("workspace:search", args=[office.code]), {"q": "วิทยาศาสตร์"}))
        assert (FACTS["title"] in page) is is_found


def test_the_snapshot_holds_all_parts(
    office: Office, supervision: Unit, supervisor: User, policy: PolicyFocus
) -> None:
    study = made(
        supervisor, office, supervision, rows={**ROWS, "policies": [{"policy": policy, "note": "ตรง"}]}
    )
    own = next(one for one in registers() if one.code == "studies")
    assert own.snapshots
    told = own.snapshots["study"](office, study.pk)
    assert (told["question"], told["policies"]) == (
        FACTS["question"],
        [{"policy": "สพฐ. ข้อ 3 ลดภาระครู", "note": "ตรง"}],
    )
    assert [len(told[name]) for name in ("sources", "findings", "recommendations")] == [2, 1, 2]


def test_pages_cost_the_same_for_few_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    told: list[tuple[int, ...]] = []
    for count in (1, 6):
        rows: dict[str, list[Row]] = {name: some * count for name, some in ROWS.items()}
        rows["policies"] = [
            {"note": "", "policy": PolicyFocus.objects.create(office=office, fiscal_year_be=2570, source="area", title=f"{count} {one}")}
            for one in range(count)
        ]  # fmt: skip
        studies = [made(supervisor, office, supervision, rows=rows) for _ in range(count)]
        costs = []
        for where in (
            address(office, "list"),
            address(office, "edit", studies[-1].pk),
            address(office, "page", studies[-1].pk),
        ):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(where).status_code == 200
            costs.append(len(queries))
        told.append(tuple(costs))
    assert told[0] == told[1]
    assert StudyPolicy.objects.count() == 37


@pytest.mark.parametrize(
    "head_line", ["ชื่อเรื่อง,คำถาม,ผู้ใช้ประโยชน์,ปีงบประมาณ", "การศึกษา,ประเด็นที่ศึกษา,การนำไปใช้,ปี"]
)
def test_a_table_comes_in(
    client: Client, office: Office, supervision: Unit, supervisor: User, head_line: str
) -> None:
    client.force_login(supervisor)
    upload = SimpleUploadedFile(
        "studies.csv", f"{head_line}\nสื่อ,ขาดอะไร,ครู,๒๕๗๐\n".encode(), content_type="text/csv"
    )
    begun = client.post(reverse("offices:import-new", args=[office.code]), {"kind": "study", "file": upload})
    page = begun["Location"].removesuffix("columns/")
    matched = client.get(f"{page}columns/").context["form"]
    client.post(f"{page}columns/", {bound.html_name: bound.value() or "" for bound in matched})
    client.post(f"{page}store/")
    study = Study.objects.get()
    assert (study.title, study.question, study.users, study.fiscal_year_be) == ("สื่อ", "ขาดอะไร", "ครู", 2570)


def test_a_replaced_law_is_told() -> None:
    source = Source(kind="law", title="พระราชบัญญัติลิขสิทธิ์ พ.ศ. 2537")
    assert source.law
    assert Source(kind="document", title=source.title).law is None
