"""Two manuals side by side: what came, went, moved and is said otherwise; steps of several offices in one order."""

from dataclasses import replace

from nithet.manuals.comparing.differences import compare
from nithet.manuals.comparing.standing import side_by_side
from nithet.manuals.comparing.wording import pieces_of
from nithet.manuals.draft import Decision, ManualDraft, ProcedureDraft, StepDraft, Text
from nithet.manuals.tests.factories import steps

TITLES = ("แต่งตั้งคณะทำงาน", "สำรวจความต้องการใช้สื่อ", "นิเทศ ติดตามการใช้สื่อ", "สรุปและรายงานผลการดำเนินงาน")
ONE = ProcedureDraft("งานส่งเสริมการใช้สื่อ", steps=steps(*TITLES))


def manual(*procedures: ProcedureDraft) -> ManualDraft:
    return ManualDraft(procedures=procedures)


def told(before: ProcedureDraft, after: ProcedureDraft) -> list[tuple[str, str]]:
    """What happened to which step, in the order of the page."""
    (one,) = compare(manual(before), manual(after)).procedures
    found = []
    for step in one.steps:
        marks = {"added": step.is_added, "removed": step.is_removed, "moved": step.is_moved}
        names = [name for name, is_so in marks.items() if is_so] + [change.field for change in step.changes]
        found += [(step.item.title, name) for name in names]
    return found


def test_the_same_manual_differs_in_nothing() -> None:
    spaced = replace(ONE, steps=steps("แต่งตั้ง คณะทำงาน", *TITLES[1:]))
    assert compare(manual(ONE), manual(spaced)).differing == []


def test_a_step_that_came_and_one_that_went() -> None:
    other = replace(ONE, steps=steps(TITLES[0], "ผลิตสื่อต้นแบบร่วมกับครู", *TITLES[2:]))
    assert told(ONE, other) == [(TITLES[1], "removed"), ("ผลิตสื่อต้นแบบร่วมกับครู", "added")]


def test_one_step_moved_is_told_of_that_step_alone() -> None:
    other = replace(ONE, steps=steps(TITLES[1], TITLES[2], TITLES[0], TITLES[3]))
    assert told(ONE, other) == [(TITLES[0], "moved")]


def test_a_reworded_step_is_the_same_step() -> None:
    other = replace(ONE, steps=steps(TITLES[0], "สำรวจความต้องการใช้สื่อของครู", *TITLES[2:]))
    assert told(ONE, other) == [("สำรวจความต้องการใช้สื่อของครู", "title")]


def test_lineage_counts_more_than_words() -> None:
    before = replace(ONE, steps=(StepDraft(1, "ก่อน", lineage="x"), StepDraft(2, TITLES[0], lineage="y")))
    after = replace(ONE, steps=(StepDraft(1, TITLES[0], lineage="x"), StepDraft(2, "อีกอย่าง", lineage="y")))
    assert told(before, after) == [(TITLES[0], "title"), ("อีกอย่าง", "title")]


def test_facts_of_a_step_are_compared() -> None:
    first, *rest = ONE.steps
    other = replace(
        first, months=(11, 12), responsible=("ศึกษานิเทศก์",), standard="ครบทุกโรงเรียน", forms=("แบบสำรวจ",),
        actions=("appoint",), decision=Decision.SIGN,
    )  # fmt: skip
    assert [field for _, field in told(ONE, replace(ONE, steps=(other, *rest)))] == [
        "time", "responsible", "standard", "forms", "actions", "decision",
    ]  # fmt: skip


def test_procedures_that_came_and_went_are_counted_once() -> None:
    other = ProcedureDraft("งานทะเบียนประวัติข้าราชการ", steps=steps("ตรวจเอกสาร", "บันทึกทะเบียน"))
    counts = compare(manual(ONE), manual(other)).count()
    assert (counts.procedures_added, counts.procedures_removed) == (1, 1)
    assert (counts.added, counts.removed, counts.moved, counts.changed) == (0, 0, 0, 0)


def test_texts_of_a_procedure_are_compared_without_their_keys() -> None:
    before = replace(ONE, objectives=(Text("เพื่อพัฒนาครู", (3,), "p1o1"),))
    assert compare(manual(before), manual(replace(ONE, objectives=(Text("เพื่อพัฒนาครู"),)))).differing == []
    (one,) = compare(manual(before), manual(ONE)).differing
    assert [change.field for change in one.whole.changes] == ["objectives"]


def test_words_are_marked_not_letters() -> None:
    pieces = pieces_of("นิเทศโรงเรียนทุกเดือน", "นิเทศโรงเรียนทุกภาคเรียน")
    assert [(one.kind, one.text) for one in pieces] == [
        ("same", "นิเทศโรงเรียนทุก"), ("gone", "เดือน"), ("new", "ภาคเรียน"),
    ]  # fmt: skip
    assert pieces_of("", "ใหม่")[0].kind == "new"
    assert pieces_of("", "") == ()


def test_steps_of_several_offices_stand_in_rows() -> None:
    other = replace(ONE, steps=steps("สำรวจความต้องการการใช้สื่อ", "จัดหาครุภัณฑ์", "สรุป รายงานผลการดำเนินงาน"))
    third = replace(ONE, steps=steps("ประชุมชี้แจงผู้บริหาร", TITLES[1]))
    rows = side_by_side([ONE, other, third])
    assert [[step.number if step else 0 for step in row.steps] for row in rows] == [
        [0, 0, 1], [1, 0, 0], [2, 1, 2], [0, 2, 0], [3, 0, 0], [4, 3, 0],
    ]  # fmt: skip
    assert [row.holders for row in rows] == [1, 1, 3, 1, 1, 2]


def test_nothing_beside_nothing() -> None:
    assert side_by_side([]) == []
    assert side_by_side([replace(ONE, steps=())]) == []
