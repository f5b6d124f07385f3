"""The family of a procedure: right for all that are known, none for work of another kind."""

from dataclasses import replace

import pytest

from nithet.catalogue.loader import load_catalogue
from nithet.manuals.comparing.kin import families, family_name, family_of, with_families
from nithet.manuals.draft import ManualDraft, ProcedureDraft
from nithet.manuals.ready import draft_of_template
from nithet.manuals.tests.factories import steps
from nithet.manuals.tests.test_reading_sources import Truth, draft_of, parametrized

FAMILIES = {"000": "AB", "001": "ABLMIJJJN", "002": "ABN", "003": "FABCDGEHHIH", "004": "JK"}
"""Of the procedures of each source, in order (domain.md §1)."""


@parametrized
def test_every_procedure_of_the_sources_finds_its_family(truth: Truth) -> None:
    file = str(truth["file"])
    found = "".join(family_of(one) or "?" for one in draft_of(file).procedures)
    assert found == FAMILIES[file[:3]]


@pytest.mark.parametrize("template", load_catalogue().procedures, ids=lambda one: one.code)
def test_every_procedure_of_the_catalogue_finds_its_own(template) -> None:  # type: ignore[no-untyped-def]
    assert family_of(replace(draft_of_template(template), family=None)) == template.family


@pytest.mark.parametrize(
    ("title", "titles"),
    [
        ("การเบิกจ่ายค่ารักษาพยาบาล", ("ตรวจหลักฐาน", "ขออนุมัติเบิกจ่าย", "โอนเงินเข้าบัญชี")),
        ("การบรรจุและแต่งตั้งข้าราชการครู", ("ตรวจสอบคุณสมบัติ", "ออกคำสั่ง", "รายงานตัว")),
        ("งานรับ–ส่งหนังสือราชการ", ("ลงทะเบียนรับ", "เสนอหนังสือ", "แจ้งกลุ่มที่เกี่ยวข้อง")),
    ],
)
def test_work_of_another_kind_has_none(title: str, titles: tuple[str, ...]) -> None:
    assert family_of(ProcedureDraft(title, steps=steps(*titles))) is None


def test_a_family_that_a_person_chose_stays() -> None:
    chosen = ProcedureDraft("งานนิเทศติดตามสถานศึกษา", family="N")
    draft = with_families(ManualDraft(procedures=(chosen, replace(chosen, family=None))))
    assert [one.family for one in draft.procedures] == ["N", "J"]
    assert with_families(draft) is draft


def test_families_have_names() -> None:
    assert len(families()) == 14
    assert family_name("K") == "เครือข่ายการนิเทศ"
    assert family_name("?") == "?"
