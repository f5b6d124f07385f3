"""Whoever changes history behind the product's back is found out, and told where."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import F

from nithet.audit import digests
from nithet.audit.models import Chain, Entry
from nithet.audit.sealing import chain_of, seal, sealed
from nithet.audit.services import entry
from nithet.audit.tests.chains import Somebody, findings, thing, written
from nithet.audit.verifying import Mark, Verification, verify
from nithet.core.clock import now
from nithet.core.ids import new_id

pytestmark = pytest.mark.django_db
ROWS = 10

BROKEN = "รายการหรือลำดับไม่ตรงกับรหัสผนึก อาจถูกแก้ไข สลับ หรือแทรก"
NAME = "ชื่อผู้ดำเนินการถูกแก้ไข"
TEXT = "ชื่อเรื่อง เหตุผล หรือรายละเอียดถูกแก้ไข"
NAME_GONE = "ชื่อผู้ดำเนินการถูกลบหรือแทนที่ โดยไม่มีรายการลบข้อมูลส่วนบุคคลรองรับ"
TEXT_GONE = "ชื่อเรื่อง เหตุผล หรือรายละเอียดถูกลบ โดยไม่มีรายการลบข้อมูลส่วนบุคคลรองรับ"
TWICE = "มีลำดับซ้ำกับรายการอื่น"


@pytest.fixture
def office_id() -> UUID:
    """Ten sealed rows."""
    made = new_id()
    written(made, ROWS, by=Somebody("นางสาวสอง สาธิต"))
    seal(made)
    return made


def change(**values: object) -> Callable[[UUID], None]:
    """The fifth row is given other values."""

    def act(office_id: UUID) -> None:
        assert sealed(office_id).filter(sequence=5).update(**values) == 1

    return act


def forge(office_id: UUID) -> None:
    """The fifth row tells something else, and all its digests are made anew."""
    row, before = sealed(office_id).get(sequence=5), sealed(office_id).get(sequence=4)
    row.title, row.by_name = "เรื่องอื่น", "นายอื่น สาธิต"
    row.name_digest, row.text_digest = digests.name_digest(row), digests.text_digest(row)
    row.digest = digests.chained(before.digest, row)
    row.save()


def forge_the_last(office_id: UUID) -> None:
    row, before = sealed(office_id).get(sequence=ROWS), sealed(office_id).get(sequence=ROWS - 1)
    row.verb = "task.approved"
    row.digest = digests.chained(before.digest, row)
    row.save()


def delete(*places: int) -> Callable[[UUID], None]:
    return lambda office_id: (sealed(office_id).filter(sequence__in=places).delete(), None)[1]


def delete_and_close_up(office_id: UUID) -> None:
    sealed(office_id).filter(sequence=5).delete()
    for place in range(6, ROWS + 1):
        sealed(office_id).filter(sequence=place).update(sequence=F("sequence") - 1)
    Chain.objects.filter(pk=office_id).update(sequence=ROWS - 1)


def swap(office_id: UUID) -> None:
    for place, to in ((5, 0), (6, 5), (0, 6)):
        sealed(office_id).filter(sequence=place).update(sequence=to)


def append(office_id: UUID) -> None:
    """A row that nobody sealed, with digests as they might be."""
    row = entry("task.approved", by=None, on=thing(office_id))
    row.name_salt = row.text_salt = "00"
    row.name_digest, row.text_digest = digests.name_digest(row), digests.text_digest(row)
    row.sequence, row.digest = ROWS + 1, "f" * 64
    row.save(force_insert=True)


def insert_between(office_id: UUID) -> None:
    """Beside the fifth row, once the database does not guard the places any more."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX entry_sequence_an_office")
    append(office_id)
    sealed(office_id).filter(sequence=ROWS + 1).update(sequence=5)


def pull_out(office_id: UUID) -> None:
    """The row is no longer sealed, so that it is sealed again at the end."""
    sealed(office_id).filter(sequence=5).update(sequence=None, digest="")


def lose_the_end(office_id: UUID) -> None:
    Chain.objects.filter(pk=office_id).delete()


def set_the_end_back(office_id: UUID) -> None:
    Chain.objects.filter(pk=office_id).update(sequence=8, digest=sealed(office_id).get(sequence=8).digest)


BLANK = {"title": "", "why": "", "facts": {}, "text_salt": ""}


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (change(verb="task.approved"), [(5, BROKEN)]),
        (change(at=F("at") - timedelta(days=1)), [(5, BROKEN)]),
        (change(by_id=new_id()), [(5, BROKEN)]),
        (change(object_id=new_id()), [(5, BROKEN)]),
        (change(within_id=new_id()), [(5, BROKEN)]),
        (change(kind="run"), [(5, BROKEN)]),
        (change(by_name="นายอื่น สาธิต"), [(5, NAME)]),
        (change(title="เรื่องอื่น"), [(5, TEXT)]),
        (change(why="ไม่ครบถ้วน"), [(5, TEXT)]),
        (change(facts={"round": 99}), [(5, TEXT)]),
        (change(digest="0" * 64), [(5, BROKEN), (6, BROKEN)]),
        (forge, [(6, BROKEN)]),
        (forge_the_last, [(10, "รหัสผนึกไม่ตรงกับที่บันทึกไว้ท้ายประวัติ")]),
        (delete(5), [(6, "รายการก่อนหน้าหายไป (ลำดับที่ 5)")]),
        (delete(1, 2), [(3, "รายการก่อนหน้าหายไป (ลำดับที่ 1–2)")]),
        (delete(9, 10), [(9, "รายการท้ายประวัติหายไป (ลำดับที่ 9–10)")]),
        (delete(*range(1, 11)), [(1, "รายการท้ายประวัติหายไป (ลำดับที่ 1–10)")]),
        (delete_and_close_up, [(5, BROKEN), *((place, BROKEN) for place in range(6, 10))]),
        (swap, [(5, BROKEN), (6, BROKEN), (7, BROKEN)]),
        (append, [(11, BROKEN), (11, "มีรายการเกินจากท้ายประวัติที่ผนึกไว้ (ลำดับที่ 11)")]),
        (insert_between, [(5, TWICE)]),
        (pull_out, [(6, "รายการก่อนหน้าหายไป (ลำดับที่ 5)")]),
        (lose_the_end, [(10, "ไม่พบบันทึกท้ายประวัติ")]),
        (set_the_end_back, [(9, "มีรายการเกินจากท้ายประวัติที่ผนึกไว้ (ลำดับที่ 9–10)")]),
        (change(**BLANK), [(5, TEXT_GONE)]),
        (change(**BLANK, erased_at=now()), [(5, TEXT_GONE)]),
        (change(by_name="บุคคล ก", name_salt="", erased_at=now()), [(5, NAME_GONE)]),
    ],
)
def test_tampering_is_found_where_it_is(
    office_id: UUID, tamper: Callable[[UUID], None], found: list[tuple[int, str]]
) -> None:
    assert findings(office_id) == []
    tamper(office_id)
    assert findings(office_id) == found


def test_a_row_moved_to_another_office_is_missed_in_its_own(office_id: UUID) -> None:
    sealed(office_id).filter(sequence=5).update(office_id=new_id())
    assert findings(office_id) == [(6, "รายการก่อนหน้าหายไป (ลำดับที่ 5)")]


def test_a_tail_cut_off_with_its_end_is_found_by_a_mark_kept_elsewhere(office_id: UUID) -> None:
    end = chain_of(office_id)
    assert end
    kept = Mark(end.sequence, end.digest)
    set_the_end_back(office_id)
    delete(9, 10)(office_id)
    assert findings(office_id) == []
    assert findings(office_id, kept) == [(9, "รายการท้ายประวัติหายไป (ลำดับที่ 9–10)")]
    written(office_id, 2)  # work goes on, and the places are taken again
    assert findings(office_id, kept) == [(10, "รหัสผนึกไม่ตรงกับที่เก็บไว้ภายนอก")]


def test_an_older_mark_kept_elsewhere_still_fits(office_id: UUID) -> None:
    kept = Mark(7, sealed(office_id).get(sequence=7).digest)
    written(office_id, 3)
    assert findings(office_id, kept) == []


def test_verifying_counts_and_keeps_what_it_found(office_id: UUID) -> None:
    written(office_id, 2)
    walk = verify(office_id)
    assert (walk.rows, walk.found, walk.last.sequence) == (12, 0, 12)
    change(title="เรื่องอื่น")(office_id)
    verify(office_id)
    chain = chain_of(office_id)
    assert chain
    assert (chain.verified_to, chain.findings) == (12, 1)
    assert chain.verified_at


def test_a_finding_says_when_and_about_what(office_id: UUID) -> None:
    change(verb="task.approved")(office_id)
    row = sealed(office_id).get(sequence=5)
    found = next(iter(Verification(office_id)))
    assert (found.at, found.title) == (row.at, "งานที่ 5")


def test_an_office_without_history_has_nothing_to_find() -> None:
    assert findings(new_id()) == []
    assert not Entry.objects.exists()
