"""Taking a manual out as SVG, BPMN or YAML, and bringing one in from the last two."""

from __future__ import annotations

import io
import re
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.manuals.document import from_json
from nithet.manuals.draft import ManualDraft, ProcedureDraft
from nithet.manuals.exchange import bare
from nithet.manuals.exchange.bpmn_out import write_bpmn
from nithet.manuals.exchange.files import read_file
from nithet.manuals.exchange.yaml_out import dump_manual, dump_procedure
from nithet.manuals.keys import keyed
from nithet.manuals.models import Manual, ManualVersion, Procedure
from nithet.manuals.queries.catalogue import draft_of
from nithet.manuals.queries.written import draft_of_version
from nithet.manuals.tests.factories import adopted, make_manual, make_version, manual_draft, page_text, steps
from nithet.offices.models import Office, Unit

pytestmark = pytest.mark.django_db
CODES = ["media-promotion", "satellite-learning"]


@pytest.fixture
def staff(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


@pytest.fixture
def version(office: Office, supervision: Unit, director: User, supervisor: User) -> ManualVersion:
    made = make_version(make_manual(office, supervision), draft_of(CODES))
    return adopted(made, by=director, proposer=supervisor)


def address(name: str, *parts: object) -> str:
    return reverse(f"manuals:{name}", args=["satit1", *parts])


def uploaded(text: str | bytes, name: str = "คู่มือ.yaml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)


def brought(client: Client, text: str | bytes, name: str = "คู่มือ.yaml", **facts: object) -> ManualVersion:
    response = client.post(address("manual-import"), {"file": uploaded(text, name), **facts})
    assert response.status_code == 302, page_text(response)
    return ManualVersion.objects.get(pk=response["Location"].rstrip("/").rpartition("/")[2])


def name_of(response: object) -> str:
    """The name under which a browser keeps it."""
    said = response["Content-Disposition"]  # type: ignore[index]
    return unquote(said.rpartition("filename*=utf-8''")[2])


# Out


@pytest.mark.parametrize(("kind", "begins"), [("svg", "<?xml"), ("bpmn", "<?xml"), ("yaml", "title: ")])
def test_a_procedure_goes_out_under_its_title(
    staff: Client, version: ManualVersion, kind: str, begins: str
) -> None:
    procedure = version.procedures.get(position=1)
    response = staff.get(address("procedure-file", procedure.pk, kind))
    assert response.status_code == 200
    assert response.content.decode().startswith(begins)
    assert name_of(response) == f"{procedure.title[:60].strip()}.{kind}"


@pytest.mark.parametrize("kind", ["bpmn", "yaml"])
def test_an_adopted_procedure_comes_back_with_its_lineage(
    staff: Client, version: ManualVersion, kind: str
) -> None:
    procedure = version.procedures.get(position=2)
    content = staff.get(address("procedure-file", procedure.pk, kind)).content
    again = read_file(content, name="x").draft.procedures
    assert again == bare(draft_of_version(version)).procedures[1:2]
    assert again[0].lineage == str(procedure.lineage)
    assert [step.lineage for step in again[0].steps] == [
        str(one.lineage) for one in procedure.steps.filter(parent=None)
    ]


def test_a_whole_manual_is_one_yaml_file(staff: Client, version: ManualVersion) -> None:
    response = staff.get(address("version-file", version.pk, "yaml"))
    received = read_file(response.content, name="x")
    assert received.title == version.manual.title
    assert received.draft == bare(draft_of_version(version))


@pytest.mark.parametrize("kind", ["svg", "bpmn"])
def test_pictures_of_a_manual_come_packed(staff: Client, version: ManualVersion, kind: str) -> None:
    response = staff.get(address("version-file", version.pk, kind))
    with ZipFile(io.BytesIO(response.content)) as archive:
        names = archive.namelist()
    titles = [one.title[:60].strip() for one in version.procedures.order_by("position")]
    assert names == [f"{place:02d} {title}.{kind}" for place, title in enumerate(titles, 1)]


def test_a_picture_alone_has_its_colours(staff: Client, version: ManualVersion) -> None:
    procedure = version.procedures.get(position=1)
    text = staff.get(address("procedure-file", procedure.pk, "svg")).content.decode()
    assert "<style>" in text
    assert re.search(r"<text[^>]*>1\. ", text)


def test_a_draft_goes_out_too(staff: Client, office: Office, supervision: Unit) -> None:
    draft = keyed(manual_draft())
    version = make_version(make_manual(office, supervision), draft)
    response = staff.get(address("version-file", version.pk, "yaml"))
    assert read_file(response.content, name="x").draft == bare(draft)


def test_the_pages_offer_every_way_out(staff: Client, version: ManualVersion) -> None:
    procedure = version.procedures.get(position=1)
    page = page_text(staff.get(address("version-page", version.pk)))
    assert all(address("version-file", version.pk, kind) in page for kind in ("svg", "bpmn", "yaml"))
    page = page_text(staff.get(address("procedure-page", procedure.pk)))
    assert all(address("procedure-file", procedure.pk, kind) in page for kind in ("svg", "bpmn", "yaml"))
    assert "format=xlsx" in page


@pytest.mark.parametrize("kind", ["pdf", "YAML", "x"])
def test_another_format_is_not_there(staff: Client, version: ManualVersion, kind: str) -> None:
    assert staff.get(address("version-file", version.pk, kind)).status_code == 404


@pytest.mark.parametrize(("who", "code"), [("supervisor", 200), ("teacher", 404), ("outsider", 404)])
def test_only_who_sees_a_manual_takes_it_out(
    client: Client, version: ManualVersion, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    procedure = Procedure.objects.filter(version=version).first()
    assert procedure is not None
    assert client.get(address("version-file", version.pk, "yaml")).status_code == code
    assert client.get(address("procedure-file", procedure.pk, "yaml")).status_code == code


def test_a_file_is_only_fetched(staff: Client, version: ManualVersion) -> None:
    assert staff.post(address("version-file", version.pk, "yaml")).status_code == 405


def test_a_manual_of_five_procedures_costs_as_many_queries_as_one(
    staff: Client,
    office: Office,
    supervision: Unit,
    director: User,
    supervisor: User,
    django_assert_max_num_queries: object,
) -> None:
    def cost(count: int) -> int:
        procedures = tuple(ProcedureDraft(f"งาน {n}", steps=steps("ก", "ข")) for n in range(count))
        made = make_version(
            make_manual(office, supervision, f"คู่มือ {count}"), ManualDraft(procedures=procedures)
        )
        one = adopted(made, by=director, proposer=supervisor)
        with django_assert_max_num_queries(30) as counted:  # type: ignore[operator]
            assert staff.get(address("version-file", one.pk, "yaml")).status_code == 200
        return len(counted)

    assert cost(1) == cost(5)


# In


def test_a_yaml_file_becomes_a_draft(staff: Client, supervision: Unit, supervisor: User) -> None:
    text = dump_manual(draft_of(CODES), title="คู่มือจากสำนักงานอื่น")
    version = brought(staff, text)
    assert version.state == ManualVersion.State.DRAFT
    assert (version.manual.title, version.source_name) == ("คู่มือจากสำนักงานอื่น", "คู่มือ.yaml")
    assert version.manual.unit == supervision
    assert bare(from_json(version.reading)).procedures == bare(draft_of(CODES)).procedures
    assert Entry.objects.filter(verb="manual.uploaded", object_id=version.pk, by_id=supervisor.pk).exists()


def test_a_bpmn_file_becomes_a_draft_that_can_be_reviewed(staff: Client) -> None:
    procedure = draft_of(["satellite-learning"]).procedures[0]
    version = brought(staff, write_bpmn(procedure), "ผังงาน.bpmn")
    (again,) = from_json(version.reading).procedures
    assert [step.title for step in again.steps] == [step.title for step in procedure.steps]
    assert [step.key for step in again.steps][:2] == ["p1s1", "p1s2"]
    page = staff.get(address("version-page", version.pk))
    assert page.status_code == 200
    assert procedure.steps[0].title in page_text(page)


def test_what_came_in_can_be_adopted(staff: Client, director: User, supervisor: User) -> None:
    draft = draft_of(["satellite-learning"])
    version = brought(staff, write_bpmn(draft.procedures[0]), "ผังงาน.bpmn")
    adopted(version, by=director, proposer=supervisor)
    version.refresh_from_db()
    assert version.procedures.get().steps.filter(parent=None).count() == 8


def test_the_same_file_twice_makes_one_draft(staff: Client) -> None:
    text = dump_procedure(draft_of(["media-centre"]).procedures[0])
    for code in (302, 409):
        assert staff.post(address("manual-import"), {"file": uploaded(text)}).status_code == code
    assert ManualVersion.objects.count() == 1


def test_a_file_may_be_a_new_edition_of_a_manual(staff: Client, version: ManualVersion) -> None:
    text = dump_manual(draft_of(["media-centre"]))
    again = brought(staff, text, manual=str(version.manual_id))
    assert again.manual_id == version.manual_id
    assert Manual.objects.count() == 1


def test_a_file_that_cannot_be_taken_is_told_with_all_its_problems(staff: Client) -> None:
    text = dump_procedure(draft_of(["media-centre"]).procedures[0])
    broken = text.replace("months: [10]", "months: [13]").replace("decision: acknowledge", "decision: maybe")
    response = staff.post(address("manual-import"), {"file": uploaded(broken)})
    page = page_text(response)
    assert response.status_code == 422
    assert "ยังนำเข้าไฟล์นี้ไม่ได้ พบ 2 เรื่อง" in page
    assert re.search(r"“months” ต้องเป็นเดือน 1–12 ไม่ซ้ำ ไม่ใช่ \[13\] \(บรรทัดที่ \d+\)", page)
    assert not ManualVersion.objects.exists()


def test_an_element_that_is_not_taken_is_named(staff: Client) -> None:
    text = write_bpmn(draft_of(["media-centre"]).procedures[0]).replace("bpmn:task", "bpmn:serviceTask")
    response = staff.post(address("manual-import"), {"file": uploaded(text, "a.bpmn")})
    assert response.status_code == 422
    assert "ไม่รับ “serviceTask” (งานที่ระบบทำเอง)" in page_text(response)


def test_an_entity_reads_no_file_of_the_machine(staff: Client) -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    response = staff.post(address("manual-import"), {"file": uploaded(bomb, "a.bpmn")})
    assert response.status_code == 422
    assert "DOCTYPE" in page_text(response)
    assert "root:" not in page_text(response)


def test_no_file_is_no_import(staff: Client) -> None:
    response = staff.post(address("manual-import"), {})
    assert response.status_code == 422
    assert "โปรดเลือกไฟล์" in page_text(response)


@pytest.mark.parametrize(("who", "code"), [("supervisor", 200), ("teacher", 404), ("outsider", 404)])
def test_only_people_of_the_office_bring_files_in(
    client: Client, who: str, code: int, request: pytest.FixtureRequest, office: Office
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(address("manual-import")).status_code == code
    if code != 200:
        text = dump_procedure(draft_of(["media-centre"]).procedures[0])
        assert client.post(address("manual-import"), {"file": uploaded(text)}).status_code == code
        assert not ManualVersion.objects.exists()


def test_the_catalogue_leads_to_the_import(staff: Client) -> None:
    assert address("manual-import") in page_text(staff.get(address("catalogue")))


def test_the_table_holds_every_fact_of_a_step(staff: Client, version: ManualVersion) -> None:
    procedure = version.procedures.get(position=2)
    response = staff.get(address("procedure-page", procedure.pk), {"format": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    assert sheet is not None
    rows = [
        [str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)
    ]
    head = next(row for row in rows if row[0] == "กระบวนงานที่")
    sixth = dict(zip(head, next(row for row in rows if row[2] == "6"), strict=True))
    assert sixth["ช่วงเวลา"] == "ภาคเรียนละ 1 ครั้ง"
    assert sixth["เกณฑ์ที่นับได้"] == "อย่างน้อยภาคเรียนละ 1 ครั้ง"
    assert sixth["เครื่องมือ"] == "การนิเทศ, แบบประเมิน"
    assert "พระราชบัญญัติการศึกษาแห่งชาติ" in sixth["กฎหมายและเอกสารอ้างอิง"]
    assert sixth["คำจำกัดความ"].startswith("โรงเรียนปลายทาง: ")
    assert all(sixth[name] for name in ("วัตถุประสงค์", "ขอบเขต", "แบบฟอร์มที่ใช้", "มาตรฐาน", "ผู้รับผิดชอบ"))
