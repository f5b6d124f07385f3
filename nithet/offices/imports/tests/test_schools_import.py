"""Schools come in, are counted, renamed, moved between clusters, and taken for others."""

from datetime import date

import pytest

from nithet.audit.models import Entry
from nithet.offices.imports import storing
from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road
from nithet.offices.models import Cluster, ClusterStay, Office, PupilCount, School, SchoolChange

HEADINGS = ("รหัส SMIS", "โรงเรียน", "กลุ่มโรงเรียน", "อำเภอ", "ชั้นที่เปิดสอน", "จำนวนนักเรียน", "โทรศัพท์")
NA = ("57990001", "บ้านนาสมมติ", "กลุ่มโรงเรียนนาสมมติ", "เมืองสมมติ", "อ.2 – ป.6", 98, "053123456")


def a_list(*schools: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    return layouts.xlsx([headings, *schools])


@pytest.fixture
def na(road: Road, office: Office) -> School:
    road.bring_in("schools", "old.xlsx", a_list(NA), on="10 มิ.ย. 2569", source="DMC")
    return School.objects.get(office=office, smis_code="57990001")


def test_a_school_comes_in_with_its_cluster_and_count(na: School) -> None:
    assert na.cluster is not None
    assert (na.cluster.name, na.district, na.levels, na.pupils) == (
        "กลุ่มโรงเรียนนาสมมติ", "เมืองสมมติ", "อนุบาล 2 – ประถมศึกษาปีที่ 6", 98,
    )  # fmt: skip
    stay = ClusterStay.objects.get(school=na)
    assert (stay.cluster, stay.from_on, stay.until_on) == (na.cluster, None, None)
    told = Entry.objects.get(object_id=na.pk)
    assert (told.verb, told.facts["source"]) == ("school.added", "old.xlsx")


def test_the_same_file_again_changes_nothing(road: Road, na: School) -> None:
    tables = (School, Cluster, ClusterStay, PupilCount, Entry)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    page = road.to_preview("schools", "old.xlsx", a_list(NA), on="10 มิ.ย. 2569", source="DMC")
    assert page.context["source"].counts == {"rows": 1, "same": 1, "notes": {}}
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def test_a_later_count_is_another_snapshot_and_what_the_school_shows(road: Road, na: School) -> None:
    road.bring_in("schools", "new.xlsx", a_list((*NA[:5], 101, NA[6])), on="10 พ.ย. 2569", source="DMC")
    na.refresh_from_db()
    assert (na.pupils, na.pupils_on) == (101, date(2026, 11, 10))
    assert [one.total for one in PupilCount.objects.filter(school=na)] == [101, 98]


def test_an_older_count_does_not_change_what_the_school_shows(road: Road, na: School) -> None:
    road.bring_in("schools", "older.xlsx", a_list((*NA[:5], 90, NA[6])), on="10 พ.ย. 2568", source="DMC")
    na.refresh_from_db()
    assert (na.pupils, PupilCount.objects.filter(school=na).count()) == (98, 2)


def test_the_count_of_a_day_is_put_right_and_told(road: Road, na: School) -> None:
    page = road.to_preview(
        "schools", "new.xlsx", a_list((*NA[:5], 97, NA[6])), on="10 มิ.ย. 2569", source="DMC"
    )
    assert "<del>98 คน</del>" in page.content.decode().replace("\u00a0", " ").replace("⁠", "")
    road.store()
    assert PupilCount.objects.get(school=na).total == 97
    assert Entry.objects.get(object_id=na.pk, verb="school.counted").facts["total"] == [98, 97]


def test_a_voided_count_told_again_counts_again(road: Road, na: School) -> None:
    PupilCount.objects.filter(school=na).update(voided_at="2026-11-01T00:00Z")
    road.bring_in("schools", "old.xlsx", a_list(NA), on="10 มิ.ย. 2569", source="DMC")
    assert PupilCount.objects.get(school=na).voided_at is None


def test_a_new_name_is_kept_with_the_former_one(road: Road, na: School) -> None:
    road.bring_in(
        "schools", "new.xlsx", a_list((NA[0], "บ้านนาสมมติวิทยา", *NA[2:])), on="20 พ.ย. 2569", source="DMC"
    )
    na.refresh_from_db()
    assert (na.name, na.former_names) == ("โรงเรียนบ้านนาสมมติวิทยา", "โรงเรียนบ้านนาสมมติ")
    change = SchoolChange.objects.get(school=na)
    assert (change.kind, change.facts["name"]) == (
        "renamed",
        ["โรงเรียนบ้านนาสมมติ", "โรงเรียนบ้านนาสมมติวิทยา"],
    )


@pytest.mark.parametrize("written", ["โรงเรียนบ้านนาสมมติ", "ร.ร.บ้านนาสมมติ", "บ้าน นาสมมติ"])
def test_another_writing_of_the_name_is_no_new_name(road: Road, na: School, written: str) -> None:
    road.to_preview("schools", "new.xlsx", a_list((NA[0], written, *NA[2:])), on="10 มิ.ย. 2569", source="DMC")
    assert road.source.counts.get("same") == 1


def test_a_school_moves_to_another_cluster_on_the_day_of_the_list(road: Road, na: School) -> None:
    moved = (*NA[:2], "กลุ่มโรงเรียนดงสมมติ", *NA[3:])
    road.bring_in("schools", "new.xlsx", a_list(moved), on="1 ต.ค. 2569", source="DMC")
    na.refresh_from_db()
    assert na.cluster is not None
    assert na.cluster.name == "กลุ่มโรงเรียนดงสมมติ"
    first, second = ClusterStay.objects.filter(school=na).order_by("from_on")
    if first.from_on is not None:
        first, second = second, first
    assert (first.until_on, second.from_on, second.until_on) == (date(2026, 9, 30), date(2026, 10, 1), None)
    assert Entry.objects.filter(object_id=na.pk, verb="school.cluster_moved").count() == 1


def test_a_list_older_than_the_last_move_moves_nothing(road: Road, na: School) -> None:
    ClusterStay.objects.filter(school=na).update(from_on=date(2026, 10, 1))
    road.to_preview(
        "schools", "new.xlsx", a_list((*NA[:2], "กลุ่มอื่น", *NA[3:])), on="10 มิ.ย. 2569", source="DMC"
    )
    assert "หลังวันที่ของข้อมูล" in road.problems("bad")[0][1]


def test_two_spellings_of_a_school_wait_for_a_person(road: Road, na: School) -> None:
    rows = [("โรงเรียน", "อำเภอ", "โทรศัพท์"), ("บ้านนาสมมตี", "เมืองสมมติ", "053999999")]
    road.to_preview("schools", "new.xlsx", layouts.xlsx(rows))
    assert road.problems("doubt") == [(2, "ชื่อสะกดใกล้เคียงกับโรงเรียนที่มีอยู่ในทะเบียน")]
    road.choose_for_all("same")
    road.store()
    na.refresh_from_db()
    assert (na.phone, na.name) == ("053999999", "โรงเรียนบ้านนาสมมติ")


@pytest.mark.parametrize("size", [500, 1])
def test_of_two_spellings_of_one_school_the_first_holds(
    road: Road, na: School, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "ROWS_A_BATCH", size)
    rows = [
        ("โรงเรียน", "อำเภอ", "โทรศัพท์"),
        ("บ้านนาสมมตี", "เมืองสมมติ", "053999999"),
        ("บ้านนาสมมตี่", "เมืองสมมติ", "053888888"),
    ]
    road.to_preview("schools", "new.xlsx", layouts.xlsx(rows))
    assert road.source.counts["doubt"] == 2
    road.choose_for_all("same")
    road.store()
    na.refresh_from_db()
    assert na.phone == "053999999"
    assert "เป็นโรงเรียนเดียวกับแถว 2" in road.problems("bad")[0][1]
    assert road.source.counts["stored"] == {"rows": 2, "changed": 1, "bad": 1}


@pytest.mark.parametrize(("choice", "codes"), [("same", {"57990009"}), ("new", {"57990001", "57990009"})])
def test_another_code_for_the_same_school_waits_for_a_person(
    road: Road, na: School, choice: str, codes: set[str]
) -> None:
    road.to_preview("schools", "new.xlsx", a_list(("57990009", *NA[1:])), on="10 มิ.ย. 2569", source="DMC")
    assert road.problems("doubt") == [(2, "ชื่อและอำเภอเดียวกับโรงเรียนในทะเบียน แต่รหัสไม่ตรงกัน")]
    road.choose_for_all(choice)
    road.store()
    assert set(School.objects.values_list("smis_code", flat=True)) == codes


def test_a_slip_in_a_name_that_is_put_right_is_no_new_name(road: Road, na: School) -> None:
    road.bring_in(
        "schools", "new.xlsx", a_list((NA[0], "บ้านนาสมมตี", *NA[2:])), on="10 มิ.ย. 2569", source="DMC"
    )
    na.refresh_from_db()
    assert (na.name, na.former_names) == ("โรงเรียนบ้านนาสมมตี", "")
    assert not SchoolChange.objects.exists()
    assert Entry.objects.get(object_id=na.pk, verb="school.edited").facts["changed"].keys() == {"name"}


def test_a_school_without_its_code_is_found_by_name_and_district(road: Road, na: School) -> None:
    rows = [("โรงเรียน", "อำเภอ", "โทรศัพท์"), ("บ้านนาสมมติ", "เมืองสมมติ", "053999999")]
    road.bring_in("schools", "phones.xlsx", layouts.xlsx(rows))
    na.refresh_from_db()
    assert na.phone == "053999999"


def test_a_school_that_is_not_known_needs_its_code(road: Road, na: School) -> None:
    rows = [("โรงเรียน", "อำเภอ", "โทรศัพท์"), ("บ้านใหม่สมมติ", "เมืองสมมติ", "053999999")]
    road.to_preview("schools", "phones.xlsx", layouts.xlsx(rows))
    assert "โปรดใส่ทั้งชื่อและรหัส SMIS" in road.problems("bad")[0][1]


def test_codes_of_two_schools_in_one_row_are_refused(road: Road, na: School, school: School) -> None:
    school.ministry_code = "1057990099"
    school.save()
    rows = [("รหัส SMIS", "รหัสกระทรวง 10 หลัก", "โทรศัพท์"), ("57990001", "1057990099", "053999999")]
    road.to_preview("schools", "codes.xlsx", layouts.xlsx(rows))
    assert "โปรดตรวจรหัส" in road.problems("bad")[0][1]


def test_levels_that_do_not_sum_up_are_refused(road: Road, office: Office) -> None:
    rows = [("รหัสโรงเรียน", "ชื่อโรงเรียน", "ป.1", "ป.2", "จำนวนนักเรียน"), ("57990001", "บ้านนาสมมติ", 10, 10, 21)]
    road.to_preview("schools", "sums.xlsx", layouts.xlsx(rows), source="DMC")
    assert "ผลรวมรายชั้นคือ 20 แต่จำนวนนักเรียนรวมคือ 21" in road.problems("bad")[0][1]


def test_positions_and_highlands_come_in(road: Road, office: Office) -> None:
    headings = ("รหัสโรงเรียน", "ชื่อโรงเรียน", "ละติจูด", "ลองจิจูด", "ความสูงจากระดับน้ำทะเล (เมตร)", "พื้นที่สูง")
    rows = [
        headings,
        ("57990001", "บ้านหนึ่งสมมติ", 18.123456, "98.5", 620, None),
        ("57990002", "บ้านสองสมมติ", None, None, 100, "✓"),
    ]
    road.bring_in("schools", "places.xlsx", layouts.xlsx(rows))
    first, second = School.objects.filter(office=office).order_by("smis_code")
    assert (str(first.latitude), str(first.longitude), first.is_highland) == ("18.123456", "98.500000", True)
    assert (second.is_highland, second.is_listed_highland) == (True, True)


def test_swapped_positions_are_refused(road: Road, office: Office) -> None:
    rows = [("รหัสโรงเรียน", "ชื่อโรงเรียน", "ละติจูด", "ลองจิจูด"), ("57990001", "บ้านหนึ่งสมมติ", 98.5, 18.1)]
    road.to_preview("schools", "places.xlsx", layouts.xlsx(rows))
    assert "สลับละติจูดกับลองจิจูด" in road.problems("bad")[0][1]


def test_the_day_of_a_count_is_not_in_the_future(road: Road, office: Office) -> None:
    road.send("schools", "old.xlsx", a_list(NA))
    refused = road.match(on="10 มิ.ย. 2570", source="DMC")
    assert "ต้องไม่ใช่วันในอนาคต" in refused.content.decode()


def test_a_count_needs_its_source(road: Road, office: Office) -> None:
    road.send("schools", "old.xlsx", a_list(NA))
    refused = road.match(on="10 มิ.ย. 2569", source="")
    assert refused.status_code == 422
    assert "ที่มาของจำนวนนักเรียน" in refused.context["form"].errors["source"][0]
