"""What each act does to a draft."""

from __future__ import annotations

from typing import Any

import pytest

from nithet.manuals.comparing.kin import with_families
from nithet.manuals.draft import Decision, Fate, ManualDraft, Measure, ProcedureDraft, StepDraft
from nithet.manuals.editing import EditError, perform, words_of
from nithet.manuals.editing.items import find, home_of
from nithet.manuals.reading import read_text
from nithet.manuals.tests.factories import BADLY_READ

DRAFT = read_text(BADLY_READ)
MERGED = "เสนอแผนงานต่อผู้อำนวยการ พฤศจิกายน นิเทศ กำกับ ติดตามการใช้ ธันวาคม – มีนาคม"


def done(act: str, draft: ManualDraft = DRAFT, **facts: Any) -> ManualDraft:
    return perform(draft, act, facts)


def step(draft: ManualDraft, key: str) -> Any:
    return find(draft, key)


def titles(draft: ManualDraft, procedure: int = 0) -> list[tuple[int, str]]:
    return [(one.number, one.title) for one in draft.procedures[procedure].steps]


def fates(draft: ManualDraft, *lines: int) -> list[Fate]:
    return [note.fate for note in draft.notes if note.line in lines]


def unread(*lines: int) -> ManualDraft:
    """The draft in which these lines are not understood."""
    return done("take_back_lines", lines=list(lines))


def test_the_manual_was_badly_read() -> None:
    assert step(DRAFT, "p1s3").title == MERGED
    assert [number for number, _ in titles(DRAFT)] == [1, 2, 3, 6, 7]


# Words


def test_a_corrected_title_takes_its_work_along() -> None:
    after = done("set_text", key="p1s1", field="title", text="สำรวจ  ความต้องการ")
    assert step(after, "p1s1").title == "สำรวจ ความต้องการ"
    assert step(after, "p1s1").actions == ("survey",)


def test_work_that_a_person_chose_stays_when_the_title_is_corrected() -> None:
    chosen = done("set_actions", key="p1s1", actions=["train"])
    after = done("set_text", chosen, key="p1s1", field="title", text="สำรวจความต้องการ")
    assert step(after, "p1s1").actions == ("train",)


@pytest.mark.parametrize(
    ("key", "field", "get"),
    [
        ("p1", "title", "title"),
        ("p1", "scope", "scope"),
        ("p1o1", "text", "text"),
        ("p1d1", "meaning", "meaning"),
        ("p1s1", "detail", "detail"),
        ("p1s4.1", "title", "title"),
    ],
)
def test_words_of_every_kind_of_item_are_corrected(key: str, field: str, get: str) -> None:
    after = done("set_text", key=key, field=field, text="ข้อความใหม่")
    assert getattr(find(after, key), get) == "ข้อความใหม่"


def test_words_of_the_manual_itself_are_corrected() -> None:
    assert done("set_text", key="", field="group", text="กลุ่มใหม่").group == "กลุ่มใหม่"


def test_items_are_added_and_taken_out() -> None:
    added = done("add_item", key="p1", kind="objective", text="เพื่อทดลอง")
    new = added.procedures[0].objectives[-1]
    assert (new.key, new.text) == ("n1", "เพื่อทดลอง")
    assert done("drop", added, key="n1").procedures[0].objectives == DRAFT.procedures[0].objectives


def test_a_step_is_added_after_another_and_numbers_follow() -> None:
    after = done("add_item", key="p2s1", kind="step", text="๙. เสนอแผน (ธันวาคม)")
    assert titles(after, 1) == [
        (1, "สำรวจความต้องการใช้สื่อ ตุลาคม"), (2, "เสนอแผน"), (3, "ผลิตสื่อ พฤศจิกายน – มกราคม"),
        (4, step(DRAFT, "p2s3").title),
    ]  # fmt: skip
    assert (step(after, "n1").months, step(after, "n1").decision) == ((12,), Decision.APPROVE)


def test_lines_of_what_was_taken_out_count_as_left_out_by_hand() -> None:
    after = done("drop", key="p2s2")
    (note,) = [note for note in after.notes if note.line == 30]
    assert (note.fate, note.rule) == (Fate.FURNITURE, "by-hand")
    assert 30 not in after.procedures[1].lines
    assert titles(after, 1)[1][0] == 2


def test_a_line_that_another_item_came_from_too_stays_used() -> None:
    assert fates(done("drop", key="p1s3"), 15, 16) == [Fate.USED, Fate.FURNITURE]


# The shape of steps


def test_a_step_is_cut_at_a_place_and_both_keep_the_lines() -> None:
    after = done("split_step", key="p1s3", at=MERGED.index("นิเทศ"))
    assert titles(after)[2:4] == [
        (3, "เสนอแผนงานต่อผู้อำนวยการ พฤศจิกายน"),
        (4, "นิเทศ กำกับ ติดตามการใช้ ธันวาคม – มีนาคม"),
    ]
    first, second = step(after, "p1s3"), step(after, "n1")
    assert (first.months, second.months) == ((11,), (12, 1, 2, 3))
    assert (first.actions, second.actions) == (("propose",), ("visit",))
    assert first.lines == second.lines == (15, 16)


def test_a_step_is_cut_into_the_lines_that_were_typed() -> None:
    after = done("split_step", key="p2s2", titles=["ออกแบบสื่อ\n3. ผลิตสื่อ\n", "4. ทดลองใช้"])
    assert [title for _, title in titles(after, 1)][1:4] == ["ออกแบบสื่อ", "ผลิตสื่อ", "ทดลองใช้"]
    assert [number for number, _ in titles(after, 1)] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("facts", [{"at": 0}, {"at": 999}, {"titles": ["เดียว"]}, {}])
def test_a_cut_needs_two_parts(facts: dict[str, Any]) -> None:
    with pytest.raises(EditError, match="ยังแยกไม่ได้"):
        done("split_step", key="p1s3", **facts)


def test_two_steps_are_made_one() -> None:
    after = done("merge_with_next", key="p2s1")
    merged = step(after, "p2s1")
    assert merged.title == "สำรวจความต้องการใช้สื่อ ตุลาคม ผลิตสื่อ พฤศจิกายน – มกราคม"
    assert (merged.months, merged.lines, merged.actions) == ((10, 11, 12, 1), (29, 30), ("survey", "produce"))
    assert [number for number, _ in titles(after, 1)] == [1, 2]


def test_merging_back_what_was_cut_gives_the_title_again() -> None:
    cut = done("split_step", key="p1s3", at=MERGED.index("นิเทศ"))
    assert step(done("merge_with_previous", cut, key="n1"), "p1s3").title == MERGED


def test_a_step_moves_among_its_neighbours_with_its_key() -> None:
    up = done("move_up", key="p2s3")
    assert [one.key for one in up.procedures[1].steps] == ["p2s1", "p2s3", "p2s2"]
    assert [one.number for one in up.procedures[1].steps] == [1, 2, 3]
    assert done("move_down", up, key="p2s3").procedures == DRAFT.procedures
    assert done("move_up", key="p2s1") is DRAFT


def test_a_step_moves_to_another_procedure_with_its_lines() -> None:
    after = done("move_to", key="p1s5", to="p2")
    assert [one.key for one in after.procedures[1].steps] == ["p2s1", "p2s2", "p2s3", "p1s5"]
    assert 20 in after.procedures[1].lines
    assert 20 not in after.procedures[0].lines
    assert step(after, "p1s5").number == 4


def test_a_step_becomes_a_part_of_the_one_before_and_a_step_again() -> None:
    part = done("make_substep", key="p2s3")
    (inner,) = step(part, "p2s2").substeps
    assert (inner.key, inner.number, inner.title) == ("p2s3", "2.1", step(DRAFT, "p2s3").title)
    again = done("make_step", part, key="p2s3")
    assert [(one.key, one.number) for one in again.procedures[1].steps] == [
        ("p2s1", 1),
        ("p2s2", 2),
        ("p2s3", 3),
    ]
    assert step(again, "p2s2").substeps == ()


def test_the_first_step_is_part_of_nothing() -> None:
    with pytest.raises(EditError, match="ไม่มีขั้นตอนก่อนหน้า"):
        done("make_substep", key="p1s1")


def test_numbers_are_given_anew_with_those_of_the_parts() -> None:
    after = done("renumber", key="p1")
    assert [number for number, _ in titles(after)] == [1, 2, 3, 4, 5]
    assert [part.number for part in step(after, "p1s4").substeps] == ["4.1", "4.2"]


# When, who, what


def test_months_stand_in_the_order_of_the_fiscal_year() -> None:
    after = done("set_months", key="p1s1", months=[1, 12, 10])
    assert step(after, "p1s1").months == (10, 12, 1)
    assert step(done("set_months", key="p1s1", months=[]), "p1s1").months is None


def test_the_source_order_of_months_stays_while_they_are_the_same() -> None:
    runs_over = ManualDraft(
        procedures=(ProcedureDraft("ก", steps=(StepDraft(1, "ข", months=(8, 9, 10), key="s"),), key="p"),)
    )
    assert step(done("set_months", runs_over, key="s", months=[10, 8, 9]), "s").months == (8, 9, 10)


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("set_months", {"months": [13]}),
        ("set_cadence", {"cadence": "sometimes"}),
        ("set_actions", {"actions": ["dance"]}),
        ("set_decision", {"decision": "perhaps"}),
    ],
)
def test_only_known_words_are_taken(act: str, facts: dict[str, Any]) -> None:
    with pytest.raises(EditError):
        done(act, key="p1s1", **facts)


def test_a_standard_that_counts_is_counted() -> None:
    after = done("set_standard", key="p1s1", text="อย่างน้อยภาคเรียนละ ๒ ครั้ง")
    assert step(after, "p1s1").measure == Measure(2, "semester")
    assert step(done("set_standard", after, key="p1s1", text=""), "p1s1").measure is None


def test_what_goes_up_asks_for_a_decision_and_what_does_not_for_none() -> None:
    up = done("set_decision", key="p1s1", decision="permit")
    assert (step(up, "p1s1").actions, step(up, "p1s1").decision) == (("appoint", "propose"), Decision.PERMIT)
    down = done("set_actions", up, key="p1s1", actions=["appoint"])
    assert step(down, "p1s1").decision is None
    assert step(done("set_decision", up, key="p1s1", decision=""), "p1s1").actions == ("appoint",)


def test_the_people_of_a_whole_procedure_are_named_by_role() -> None:
    named = done("set_responsible", key="p2s1", responsible=["นายสมมุติ ตัวอย่าง"])
    named = done("set_responsible", named, key="p2s2", responsible=["กลุ่มนิเทศ"])
    after = done("set_responsible", named, key="p2", responsible=["ศึกษานิเทศก์"])
    assert [one.responsible for one in after.procedures[1].steps] == [("ศึกษานิเทศก์",), ("กลุ่มนิเทศ",), ()]


def test_a_form_sets_only_what_differs() -> None:
    same = done("set_step", key="p1s1", title=step(DRAFT, "p1s1").title, months=["10"], cadence="", forms=[])
    assert same is DRAFT
    after = done("set_step", key="p1s1", months=["", "10", "11"], forms=["แบบ ก\nแบบ ข"])
    assert (step(after, "p1s1").months, step(after, "p1s1").forms) == ((10, 11), ("แบบ ก", "แบบ ข"))


# Lines


def test_unread_lines_become_text_of_an_item() -> None:
    before = unread(32)
    after = done("attach_lines", before, lines=[32], key="p2s3", field="detail")
    assert step(after, "p2s3").detail == "@@ ข้อความที่อ่านไม่ออก @@"
    assert fates(after, 32) == [Fate.USED]
    assert 32 in step(after, "p2s3").lines
    assert 32 in home_of(after, "p2s3").lines


@pytest.mark.parametrize(
    ("field", "key"),
    [("step", "p2s1"), ("step", "p2"), ("substep", "p2s1"), ("objective", "p2"), ("definition", "p2s1"), ("form", "p2"),
     ("reference", "p2"), ("scope", "p2s1"), ("procedure", ""), ("matter", ""), ("responsible", "p2s1")],
)  # fmt: skip
def test_unread_lines_become_an_item_of_their_own(field: str, key: str) -> None:
    after = done("attach_lines", unread(32), lines=[32], key=key, field=field)
    assert fates(after, 32) == [Fate.USED]
    assert any("อ่านไม่ออก" in str(one) for one in (*after.procedures, *after.matters))


def test_a_line_of_months_becomes_the_time_of_a_step() -> None:
    draft = unread(20)
    after = done("attach_lines", draft, lines=[20], key="p2s3", field="time")
    assert step(after, "p2s3").months == (1,)
    with pytest.raises(EditError, match="อ่านช่วงเวลา"):
        done("attach_lines", unread(32), lines=[32], key="p2s3", field="time")


def test_lines_that_are_no_content_are_skipped_and_taken_back() -> None:
    skipped = done("skip_lines", unread(32), lines=[32])
    assert fates(skipped, 32) == [Fate.FURNITURE]
    assert fates(done("take_back_lines", skipped, lines=[32]), 32) == [Fate.UNREAD]


def test_a_line_that_an_item_came_from_is_not_skipped() -> None:
    with pytest.raises(EditError, match="ขั้นตอนที่ 1 ของกระบวนงานที่ 1"):
        done("skip_lines", lines=[14])


# Procedures and warnings


def test_procedures_are_added_merged_and_split() -> None:
    added = done("add_procedure", title="งานใหม่", after="p1")
    assert [one.key for one in added.procedures] == ["p1", "n1", "p2"]
    split = done("split_procedure", key="p1s4", title="งานสรุปผล")
    assert [len(one.steps) for one in split.procedures] == [3, 2, 3]
    assert [one.number for one in split.procedures[1].steps] == [1, 2]
    merged = done("merge_procedures", split, keys=["p1", "n1"])
    assert [one.title for one in merged.procedures[0].steps] == [
        one.title for one in DRAFT.procedures[0].steps
    ]


def test_a_warning_that_a_person_let_stand_stays_settled() -> None:
    caution = next(one for one in DRAFT.warnings if one.code == "months-back")
    facts: dict[str, Any] = {"code": caution.code, "item": caution.item, "text": caution.text}
    settled = done("settle", **facts)
    assert [one.is_settled for one in settled.warnings if one.code == caution.code] == [True]
    later = done("set_months", settled, key="p2s1", months=[11])
    assert [one.is_settled for one in later.warnings if one.code == caution.code] == [True]
    opened = done("settle", later, **facts, is_settled=False)
    assert not any(one.is_settled for one in opened.warnings)


@pytest.mark.parametrize(("family", "kept"), [("A", "A"), ("", "")])
def test_a_family_is_one_of_the_known_or_none(family: str, kept: str) -> None:
    after = done("set_family", key="p1", family=family)
    assert after.procedures[0].family == kept
    assert with_families(after).procedures[0].family == kept
    with pytest.raises(EditError):
        done("set_family", key="p1", family="ไม่มี")


def test_halves_of_letters_are_not_kept() -> None:
    after = done("set_text", key="p1s1", field="title", text="สำรวจ\ud800ความต้องการ\x00")
    assert step(after, "p1s1").title == "สำรวจความต้องการ"


def test_a_warning_goes_when_its_reason_goes() -> None:
    after = done("set_months", key="p1s5", months=[9])
    assert "months-back" not in {one.code for one in after.warnings}


def test_every_remedy_of_the_draft_is_an_act_that_can_be_done() -> None:
    remedies = [one.remedy for one in DRAFT.warnings if one.remedy]
    assert remedies
    for remedy in remedies:
        assert perform(DRAFT, remedy.act, remedy.facts) is not DRAFT


# Refusals and words


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("fly", {}),
        ("set_months", {}),
        ("set_months", {"key": "p1s1", "months": "many"}),
        ("set_months", {"key": ["p1s1"], "months": [1]}),
        ("drop", {"key": "p1s1", "why": "x"}),
        ("drop", {"key": "p99"}),
        ("drop", {"key": ""}),
        ("set_text", {"key": "p1s1", "field": "lines", "text": "x"}),
        ("set_text", {"key": "p1s1", "field": "title", "text": " "}),
        ("set_text", {"key": "p1s1", "field": "title", "text": "ก" * 4001}),
        ("attach_lines", {"lines": [], "field": "step", "key": "p1"}),
        ("attach_lines", {"lines": [999], "field": "step", "key": "p1"}),
    ],
)
def test_senseless_acts_are_refused(act: str, facts: dict[str, Any]) -> None:
    with pytest.raises(EditError):
        perform(DRAFT, act, facts)


@pytest.mark.parametrize(
    ("act", "facts", "words"),
    [
        ("set_months", {"key": "p1s4", "months": [1]}, "กำหนดเดือน: ขั้นตอนที่ 6 ของกระบวนงานที่ 1"),
        (
            "set_step",
            {"key": "p1s1", "months": ["1"], "title": "ใหม่"},
            "แก้ไขเดือนและชื่อ: ขั้นตอนที่ 1 ของกระบวนงานที่ 1",
        ),
        ("skip_lines", {"lines": ["3", "4"]}, "ข้ามบรรทัด 3, 4"),
        ("drop", {"key": "p1d1"}, "ตัดออก: คำจำกัดความ “โรงเรียนขนาดเล็ก” ของกระบวนงานที่ 1"),
        ("add_procedure", {"title": "งานใหม่"}, "เพิ่มกระบวนงาน: งานใหม่"),
    ],
)
def test_an_act_is_told_in_words(act: str, facts: dict[str, Any], words: str) -> None:
    assert words_of(act, facts, DRAFT) == words
