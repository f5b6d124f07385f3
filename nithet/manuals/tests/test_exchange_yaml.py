"""Manuals as YAML: what goes out comes in again exactly, and what is wrong is told with its line."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from nithet.catalogue.loader import PROCEDURES, load_procedures
from nithet.manuals.draft import Matter, ProcedureDraft, StepDraft
from nithet.manuals.exchange import ExchangeError, bare, bare_procedure
from nithet.manuals.exchange.files import MOST_BYTES, read_file
from nithet.manuals.exchange.yaml_in import read_yaml
from nithet.manuals.exchange.yaml_out import dump_manual, dump_procedure
from nithet.manuals.ready import draft_of_template
from nithet.manuals.tests.exchanged import all_procedures, procedures, title_of
from nithet.manuals.tests.factories import manual_draft
from nithet.manuals.tests.test_reading_sources import Truth, draft_of, parametrized

ONE = ProcedureDraft(
    "งานส่งเสริมการใช้สื่อ", steps=(StepDraft(1, "สำรวจ", months=(10,)), StepDraft(2, "รายงาน", months=(9,)))
)
TEXT = dump_procedure(ONE)


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(ExchangeError) as caught:
        read_yaml(text, name="mine.yaml")
    return caught.value.problems


@pytest.mark.parametrize("procedure", all_procedures(), ids=title_of)
def test_a_procedure_comes_back_the_same(procedure: ProcedureDraft) -> None:
    text = dump_procedure(procedure)
    (again,) = read_yaml(text, name="x").draft.procedures
    assert again == bare_procedure(procedure)
    assert dump_procedure(again) == text


@given(procedures)
@settings(max_examples=60, deadline=None)
def test_whatever_a_procedure_says_comes_back(procedure: ProcedureDraft) -> None:
    assert read_yaml(dump_procedure(procedure), name="x").draft.procedures == (procedure,)


@parametrized
def test_a_whole_manual_comes_back_the_same(truth: Truth) -> None:
    draft = draft_of(str(truth["file"]))
    again = read_yaml(dump_manual(draft, title="คู่มือกลุ่มนิเทศฯ"), name="x")
    assert (again.draft, again.title) == (bare(draft), "คู่มือกลุ่มนิเทศฯ")


def test_what_stands_outside_the_procedures_comes_too() -> None:
    draft = replace(
        manual_draft(),
        office="สพป.สาธิต",
        group="กลุ่มนิเทศฯ",
        fiscal_year_be=2570,
        matters=(Matter("foreword", "คำนำ", "ก\nข"),),
    )
    assert read_yaml(dump_manual(draft), name="x").draft == bare(draft)


@pytest.mark.parametrize("template", load_procedures(), ids=lambda one: one.code)
def test_a_file_of_the_catalogue_is_taken_in_as_it_is(template: object) -> None:
    path = PROCEDURES / f"{template.code}.yaml"  # type: ignore[attr-defined]
    (again,) = read_yaml(path.read_text(encoding="utf-8"), name="x").draft.procedures
    assert again == draft_of_template(template)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "right", "problem"),
    [
        ("months: [13]", "months: [10]", "ขั้นลำดับที่ 1: “months” ต้องเป็นเดือน 1–12 ไม่ซ้ำ ไม่ใช่ [13] (บรรทัดที่ 5)"),
        ("months: [9, 9]", "months: [9]", "ขั้นลำดับที่ 2: “months” ต้องเป็นเดือน 1–12 ไม่ซ้ำ ไม่ใช่ [9, 9] (บรรทัดที่ 8)"),
        ("actions: [dance]", "months: [10]", "“actions” ไม่รู้จัก “dance”"),
        ("decision: maybe", "months: [10]", "“decision” ไม่รู้จัก “maybe”"),
        ("cadence: often", "months: [10]", "“cadence” ไม่รู้จัก “often”"),
        ("lineage: '1'", "months: [10]", "“lineage” ต้องเป็นรหัส UUID ไม่ใช่ “1” (บรรทัดที่ 5)"),
        ("colour: red", "months: [10]", "ไม่รู้จัก “colour”"),
        ("standard: 2", "months: [10]", "“standard” ต้องเป็นข้อความ หากเป็นตัวเลขโปรดใส่เครื่องหมายคำพูด (บรรทัดที่ 5)"),
        ("measure: {at_least: 0, per: year}", "months: [10]", "“at_least” ต้องเป็นจำนวนเต็ม 1–999 ไม่ใช่ 0"),
        ("number: two", "number: 2", "“number” ต้องเป็นจำนวนเต็ม"),
        ("family: Q\nsteps:", "steps:", "“family” ไม่รู้จัก “Q”"),
    ],
)
def test_a_problem_names_its_step_and_line(wrong: str, right: str, problem: str) -> None:
    assert right in TEXT
    (said,) = problems(TEXT.replace(right, wrong, 1))
    assert problem in said


def test_all_problems_are_told_together() -> None:
    assert (
        len(problems(TEXT.replace("months: [10]", "months: [0]").replace("months: [9]", "months: [99]"))) == 2
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ไม่มีกระบวนงาน"),
        ("- ก\n- ข\n", "ต้องเป็นชุดของ “ชื่อ: ค่า”"),
        ("manual: {title: ก}\n", "ไม่มีกระบวนงาน"),
        ("title: [ก\n", "อ่านไม่ได้ บรรทัดที่ 2: รูปแบบไม่ถูกต้อง โปรดตรวจการย่อหน้า"),
        ("title: &a ก\nscope: *a\n", "ไม่รับการอ้างซ้ำ (*a)"),
        ("[" * 10_000, "ซ้อนกันลึกเกินไป"),
        ("title: ก\nsteps: ข\n", "“steps” ต้องเป็นรายการที่มีอย่างน้อยหนึ่งรายการ (บรรทัดที่ 2)"),
        ("code: x\ntitle: ก\n", "ขาด “unit”"),
    ],
)
def test_what_is_no_manual_is_refused(text: str, said: str) -> None:
    assert any(said in one for one in problems(text))


def test_no_more_than_20_problems_are_listed() -> None:
    many = dump_procedure(replace(ONE, steps=tuple(StepDraft(n, "ก", months=(1,)) for n in range(1, 40))))
    said = problems(many.replace("months: [1]", "months: [13]"))
    assert (len(said), said[-1]) == (21, "และอีก 19 เรื่อง")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "ไฟล์ว่าง"),
        (b"\xff\x00\x01", "ไม่ใช่ไฟล์ YAML หรือ BPMN"),
        (b"PK\x03\x04\xff", "ไม่ใช่ไฟล์ YAML หรือ BPMN"),
        (b"a" * (MOST_BYTES + 1), "ไฟล์ใหญ่เกิน 4 เมกะไบต์"),
    ],
)
def test_a_file_of_another_kind_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ExchangeError, match=said):
        read_file(content, name="x")


def test_a_byte_order_mark_is_no_hindrance() -> None:
    assert read_file(TEXT.encode("utf-8-sig"), name="x").draft.procedures == (ONE,)
