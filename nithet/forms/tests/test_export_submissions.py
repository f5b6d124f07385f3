"""Giving submissions out as files, of every kind, for whoever may; and deleting the files again."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import jobs, pictures
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.forms.definition import CHOICE_KINDS, Kind, Question
from nithet.forms.exporting.shape import Holds, Wanted, _columns, sheets_of
from nithet.forms.exporting.writing import CsvWriter, Packed, ParquetWriter, Target, Writer, XlsxWriter
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services import exporting
from nithet.forms.services.editing import replace_answers
from nithet.forms.tests.filling_kit import AT, make_form, publish, xml_of
from nithet.forms.tests.small_forms import form as small_form
from nithet.forms.tests.small_forms import pair
from nithet.forms.tests.test_review_submissions import at, edited, filled
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member, page_text

pytestmark = pytest.mark.usefixtures("friday")
BODY = "<agreements><what>จัดมุมอ่าน</what><due_on>2026-12-01</due_on></agreements><agreements><what>=1+1</what></agreements>"


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def sent(version: FormVersion, teacher: User, school: School) -> Submission:
    xml = xml_of(
        school.smis_code,
        topic="=คำสั่ง",
        uses_media="yes",
        media="audio poster",
        body=BODY,
        photo="photo-1.jpg",
        place="19.9 99.8 0 5",
    )
    return filled(version, teacher, school, xml=xml, photo="photo-1.jpg")


def written(version: FormVersion, **wanted: Any) -> tuple[str, bytes]:
    to = io.BytesIO()
    ending = exporting.write_export(version.form, exporting.Choice(**wanted), to)
    return ending, to.getvalue()


def tables(content: bytes) -> dict[str, list[dict[str, str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def test_csv_has_the_labels_and_a_file_for_each_repeat(
    version: FormVersion, sent: Submission, school: School
) -> None:
    ending, content = written(version, kind="csv")
    found = tables(content)
    assert ending == "zip"
    (row,) = found["submissions.csv"]
    assert row["เลขอ้างอิง"] == sent.reference
    assert row["โรงเรียน"] == school.name
    assert row["เรื่องที่นิเทศ"] == "'=คำสั่ง"
    assert row["วันที่"] == "20 พ.ย. 2569"
    assert row["จำนวนนักเรียน"] == "24"
    lines = found["agreements.csv"]
    assert [(one["เลขอ้างอิง"], one["รายการที่"], one["สิ่งที่จะทำ"]) for one in lines] == [
        (sent.reference, "1", "จัดมุมอ่าน"), (sent.reference, "2", "'=1+1"),
    ]  # fmt: skip


def test_csv_of_codes_has_names_and_iso_days(version: FormVersion, sent: Submission, school: School) -> None:
    (row,) = tables(written(version, kind="csv", labels=False, split=True)[1])["submissions.csv"]
    assert row["heading/school"] == school.smis_code
    assert row["heading/date"] == "2026-11-20"
    assert row["media"] == "audio poster"
    assert float(row["place/latitude"]) == 19.9
    chosen = {name: value for name, value in row.items() if name.startswith("media/")}
    assert set(chosen.values()) <= {"0", "1"}
    assert len(chosen) > 2


def test_questions_of_the_same_words_are_told_apart(version: FormVersion, sent: Submission) -> None:
    (row,) = tables(written(version, kind="csv")[1])["submissions.csv"]
    assert {"มีสื่อเพียงพอกับผู้เรียน › สภาพปัจจุบัน", "ครูใช้สื่อได้คล่อง › สภาพปัจจุบัน"} <= row.keys()


def test_one_pair_alone_names_its_matter() -> None:
    alone = small_form(pair("enough", "มีสื่อเพียงพอ"))
    sheet = sheets_of([(alone, lambda _: {})], Wanted())
    assert [column.label for column in sheet.columns] == ["มีสื่อเพียงพอ › actual", "มีสื่อเพียงพอ › desired"]


def test_a_workbook_has_a_sheet_for_each_repeat(version: FormVersion, sent: Submission) -> None:
    ending, content = written(version, kind="xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert (ending, len(book.sheetnames)) == ("xlsx", 2)
    main, lines = (list(book[name].iter_rows(values_only=True)) for name in book.sheetnames)
    assert main[1][main[0].index("เรื่องที่นิเทศ")] == "=คำสั่ง"
    assert main[1][main[0].index("จำนวนนักเรียน")] == 24
    assert [line[1:4] for line in lines[1:]] == [
        (sent.instance_id, "1", "จัดมุมอ่าน"), (sent.instance_id, "2", "=1+1"),
    ]  # fmt: skip


def test_parquet_is_typed(version: FormVersion, sent: Submission) -> None:
    _, content = written(version, kind="parquet", labels=False)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        table = pq.read_table(io.BytesIO(archive.read("submissions.parquet"))).to_pylist()
    assert table[0]["students"] == 24
    assert table[0]["heading/date"].isoformat() == "2026-11-20"
    assert table[0]["_received_at"] == sent.received_at


def test_json_keeps_the_answers_as_they_are(version: FormVersion, sent: Submission) -> None:
    ending, content = written(version, kind="json")
    (one,) = json.loads(content)
    assert ending == "json"
    assert one["answers"] == sent.answers


def test_files_go_with_it_where_they_are_asked_for(version: FormVersion, sent: Submission) -> None:
    ending, content = written(version, kind="xlsx", files=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert (ending, sorted(archive.namelist())) == (
            "zip",
            [f"files/{sent.reference}/photo-1.jpg", "submissions.xlsx"],
        )


def test_a_photo_that_was_taken_out_is_not_given_away(
    client: Client, version: FormVersion, sent: Submission, school: School, head: User, office: Office
) -> None:
    xml = edited(sent, school, topic="การใช้สื่อ")
    replace_answers(sent, xml=xml, files={}, by=as_member(head, office), at=AT)
    assert sent.files.count() == 1  # the history keeps it
    _, content = written(version, kind="csv", files=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not [name for name in archive.namelist() if name.startswith("files/")]
    client.force_login(head)
    assert "photo-1.jpg" not in page_text(client.get(at(office, "submission-photos", "visit_note")))


def test_submissions_of_the_same_reference_have_a_folder_each(
    version: FormVersion, sent: Submission, teacher: User, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = filled(version, teacher, school, photo="photo-1.jpg")
    monkeypatch.setattr(exporting, "_reference", lambda _: "0A1B2C3D")
    monkeypatch.setattr(exporting, "FILES", 1)
    _, content = written(version, kind="csv", files=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = [name for name in archive.namelist() if name.startswith("files/")]
        lines = tables(content)["agreements.csv"]
    assert found == ["files/0A1B2C3D/photo-1.jpg", "files/0A1B2C3D-2/photo-1.jpg"]
    assert {one["รหัสชุดข้อมูล"] for one in lines} == {sent.instance_id} != {other.instance_id}


NASTY: tuple[Any, ...] = (
    "--5", "²", "9" * 5000, "1e999", "007", "-", "", "0001-01-01T00:00:00+14:00", "9999-12-31T23:00:00-12:00",
    "0001-01-01T00:00:00", "9999-12-31", "1850-05-01T10:00:00", 12345678901234567, 10**17 + 1, -(2**63), 1e300, 0.1, ["x"], [], {},
    {"latitude": 19.9, "longitude": 99.8, "altitude": None, "accuracy": None}, [{"latitude": 1.5, "longitude": None}], [{"a/b": "c"}],
)  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet", "json"])
@pytest.mark.parametrize("labels", [True, False])
def test_no_answer_keeps_the_others_from_being_given_out(
    version: FormVersion, sent: Submission, kind: str, labels: bool
) -> None:
    asked = [
        "students", "topic", "uses_media", "media", "next_on", "place", "heading/school", "agreement_count", "agreements"
    ]  # fmt: skip
    rows = [
        Submission(
            office_id=sent.office_id, form_id=sent.form_id, version=version, instance_id=f"uuid:{number}", xml=b"", received_at=AT,
            answers=dict.fromkeys(asked, nasty),
        )
        for number, nasty in enumerate(NASTY)
    ]  # fmt: skip
    Submission.objects.bulk_create(rows)
    _, content = written(version, kind=kind, labels=labels, split=True)
    if kind == "csv":
        assert len(tables(content)["submissions.csv"]) == len(NASTY) + 1


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("holds", ["number", "decimal", "date", "moment", "text"])
def test_every_writer_takes_every_cell(kind: Kind, holds: Holds) -> None:
    labels = {"x": "เอ็กซ์"} if kind in CHOICE_KINDS else {}
    column = next(_columns(Question("a", kind, "ก"), labels, Wanted()))
    cells = [column.read(value) for value in NASTY]
    target = Target("a", "ก", (("ก", holds),))
    for make in (
        lambda packed: CsvWriter(packed, [target], Wanted()),
        lambda packed: XlsxWriter(packed.files[0], [target]),
        lambda packed: ParquetWriter(packed, [target]),
    ):
        packed = Packed(io.BytesIO(), ["a"], None)
        writer: Writer = make(packed)
        writer.write([[[cell] for cell in cells]])
        writer.close()


def test_a_large_whole_number_in_a_column_of_fractions_is_kept() -> None:
    to = io.BytesIO()
    writer = ParquetWriter(Packed(to, ["a"], None), [Target("a", "ก", (("ก", "decimal"),))])
    writer.write([[[12345678901234567], [10**400], [0.5]]])
    writer.writers[0].close()
    assert pq.read_table(io.BytesIO(to.getvalue()))["ก"].to_pylist() == [float(12345678901234567), None, 0.5]


def test_many_batches_are_one_table(
    version: FormVersion, teacher: User, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        filled(version, teacher, school, later=number // 2)
    monkeypatch.setattr(exporting, "BATCH", 2)
    rows = tables(written(version, kind="csv")[1])["submissions.csv"]
    assert len({row["รหัสชุดข้อมูล"] for row in rows}) == len(rows) == 5


def test_what_only_an_earlier_edition_asked_stands_last(version: FormVersion, sent: Submission) -> None:
    tables_now = {**version.tables}
    newer = publish(version.form, number=2, tables=_without(tables_now, "topic"))
    assert newer.number == 2
    (row,) = tables(written(version, kind="csv", labels=False)[1])["submissions.csv"]
    assert list(row)[-1] == "topic"


def _without(tables_json: dict[str, Any], name: str) -> Any:
    from nithet.forms.tests.filling_kit import VISIT, tables_of

    return tables_of("\n".join(line for line in VISIT.splitlines() if f"| text | {name} |" not in line))


# By the page


def started(client: Client, office: Office, **data: Any) -> Any:
    return client.post(at(office, "form-export", "visit_note"), {"kind": "csv", "labels": "labels", **data})


def test_a_file_is_made_kept_and_fetched(
    client: Client, office: Office, sent: Submission, supervisor: User, head: User
) -> None:
    client.force_login(supervisor)
    key = "01a200b3-bd5b-7746-b308-4d15a90d6382"
    pages = {started(client, office, key=key)["Location"] for _ in range(2)}
    job = Job.objects.get(kind=exporting.EXPORT)
    assert pages == {at(office, "export-page", job.pk)}
    assert client.get(at(office, "export-file", job.pk)).status_code == 404
    jobs.run_queued()
    assert "จัดทำไฟล์เสร็จแล้ว" in page_text(client.get(at(office, "export-page", job.pk)))
    response = client.get(at(office, "export-file", job.pk))
    assert tables(response.getvalue())["submissions.csv"]
    assert "แบบบันทึกการเยี่ยม" in page_text(client.get(at(office, "form-export", "visit_note")))
    assert Entry.objects.filter(verb="form.exported", by_id=supervisor.pk).count() == 1
    client.force_login(head)
    assert client.get(at(office, "export-file", job.pk)).status_code == 404


def test_only_what_the_table_shows_is_written(
    client: Client,
    office: Office,
    version: FormVersion,
    sent: Submission,
    teacher: User,
    supervisor: User,
    school: School,
) -> None:
    filled(version, teacher, school, topic="อีกเรื่อง")
    client.force_login(supervisor)
    address = at(office, "form-export", "visit_note") + "?q=อีกเรื่อง"
    assert "1 ชุด" in page_text(client.get(address))
    client.post(address, {"kind": "json", "labels": "codes"})
    jobs.run_queued()
    job = Job.objects.get(kind=exporting.EXPORT)
    with default_storage.open(job.result["file"]) as file:
        assert [one["answers"]["topic"] for one in json.load(file)] == ["อีกเรื่อง"]


def test_nothing_is_not_given_out(
    client: Client, office: Office, version: FormVersion, supervisor: User
) -> None:
    client.force_login(supervisor)
    response = started(client, office)
    assert (response.status_code, Job.objects.count()) == (422, 0)
    assert "ไม่พบข้อมูลที่ตรงกับเงื่อนไข" in page_text(response)


def test_it_is_for_the_division_of_the_form(
    client: Client, office: Office, sent: Submission, teacher: User, school_director: User, outsider: User
) -> None:
    for user, status in ((teacher, 403), (school_director, 403), (outsider, 404)):
        client.force_login(user)
        assert started(client, office).status_code == status


def test_a_file_goes_after_some_days(
    client: Client, office: Office, sent: Submission, supervisor: User
) -> None:
    client.force_login(supervisor)
    started(client, office)
    jobs.run_queued()
    job = Job.objects.get(kind=exporting.EXPORT)
    path = job.result["file"]
    Job.objects.update(finished_at=now() - exporting.KEPT - timedelta(hours=1))
    exporting.purge(job)
    assert not default_storage.exists(path)
    assert client.get(at(office, "export-file", job.pk)).status_code == 404


def kept_files(office: Office) -> list[str]:
    folder = f"{exporting.FOLDER}/{office.pk}"
    return default_storage.listdir(folder)[1] if default_storage.exists(folder) else []


def test_what_is_cancelled_at_its_end_leaves_no_file(
    client: Client, office: Office, sent: Submission, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(supervisor)
    started(client, office)
    whole = exporting.write_export

    def cancelled(*told: Any, job: Job) -> str:
        ending = whole(*told, job=job)
        assert jobs.cancel(job)
        return ending

    monkeypatch.setattr(exporting, "write_export", cancelled)
    jobs.run_queued()
    job = Job.objects.get(kind=exporting.EXPORT)
    assert (job.state, job.result, kept_files(office)) == (Job.State.CANCELLED, {}, [])


def test_packing_files_tells_how_far_it_is_and_can_be_cancelled(
    client: Client, office: Office, version: FormVersion, sent: Submission, teacher: User, school: School, supervisor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    filled(version, teacher, school, photo="photo-1.jpg")
    client.force_login(supervisor)
    started(client, office, with_files="on")
    monkeypatch.setattr(exporting, "FILES", 1)
    opened, plain = [], pictures.without_position

    def looked(*told: Any) -> bytes:
        opened.append(Job.objects.get(kind=exporting.EXPORT).doing)
        jobs.cancel(Job.objects.get(kind=exporting.EXPORT))
        return plain(*told)

    monkeypatch.setattr(exporting, "without_position", looked)
    jobs.run_queued()
    assert opened == ["เขียนแล้ว 2 ชุด"]
    assert kept_files(office) == []


def test_a_file_that_no_export_names_goes_after_some_days(
    client: Client, office: Office, sent: Submission, supervisor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(supervisor)
    started(client, office)
    jobs.run_queued()
    job = Job.objects.get(kind=exporting.EXPORT)
    path = f"{exporting.FOLDER}/{office.pk}/left.csv"
    default_storage.save(path, ContentFile(b"x"))
    exporting.purge(job)
    assert default_storage.exists(path)
    later = now() + exporting.KEPT + timedelta(hours=1)
    Job.objects.update(finished_at=later)
    monkeypatch.setattr(exporting, "now", lambda: later)
    exporting.purge(job)
    assert not default_storage.exists(path)
    assert default_storage.exists(job.result["file"])
