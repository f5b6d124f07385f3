"""Each warning of the review: a manual that gives it, one that nearly does, and the act that its button offers."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from nithet.manuals.draft import (
    Caution,
    Definition,
    Fate,
    LineNote,
    ManualDraft,
    Measure,
    ProcedureDraft,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.keys import keyed
from nithet.manuals.reading import read_text
from nithet.manuals.reviewing import COMPUTED, warnings_of
from nithet.manuals.words import CAUTIONS

SCOPE = "ครอบคลุมการยืมและคืนสื่อของทุกโรงเรียนในสังกัด"
MEANING = "วัสดุ อุปกรณ์ และวิธีการที่ใช้ในการจัดการเรียนรู้"


def a_step(number: int, title: str = "", **facts: Any) -> StepDraft:
    return StepDraft(number, title or f"ดำเนินงานส่วนที่ {'กขคงจฉช'[number - 1]}", lines=(number,), **facts)


def a_manual(*steps: StepDraft, **facts: Any) -> ManualDraft:
    return manual_of(ProcedureDraft("งานยืมสื่อ", steps=steps or (a_step(1), a_step(2)), lines=(1,)), **facts)


def manual_of(*procedures: ProcedureDraft, **facts: Any) -> ManualDraft:
    return keyed(ManualDraft(procedures=procedures, **facts))


def a_procedure(title: str, **facts: Any) -> ProcedureDraft:
    steps = facts.pop("steps", None) or (a_step(1, f"เตรียม{title}"), a_step(2, f"สรุป{title}"))
    return ProcedureDraft(title, steps=steps, lines=(1,), **facts)


def two(one: dict[str, Any], other: dict[str, Any]) -> ManualDraft:
    return manual_of(a_procedure("งานยืมสื่อ", **one), a_procedure("งานซ่อมครุภัณฑ์", **other))


def texts(*found: str) -> tuple[Text, ...]:
    return tuple(Text(text, (at,)) for at, text in enumerate(found, start=5))


def about(draft: ManualDraft, code: str) -> list[Caution]:
    return [one for one in warnings_of(draft) if one.code == code]


def law(text: str) -> ManualDraft:
    return manual_of(a_procedure("งานยืมสื่อ", references=texts(text)))


def visits(months: tuple[int, ...] | None, *, cadence: str | None = None) -> ManualDraft:
    """A visit with a window, and another procedure whose standard counts visits."""
    visit = a_step(1, "ออกนิเทศโรงเรียน", months=months, cadence=cadence, actions=("visit",))
    said = a_step(
        1,
        "นิเทศโรงเรียนในพื้นที่",
        actions=("visit",),
        standard="ได้รับการนิเทศอย่างน้อยภาคเรียนละ 2 ครั้ง",
        measure=Measure(2, "semester"),
    )
    return manual_of(a_procedure("งานนิเทศ", steps=(visit,)), a_procedure("งานพื้นที่สูง", steps=(said,)))


def many(word: str, times: int = 8) -> tuple[StepDraft, ...]:
    return tuple(a_step(at % 7 + 1, f"ส่งเสริมการใช้{word}และเทคโนโลยี รุ่น {at}") for at in range(times))


MEDIA_SLIP = a_manual(*many("นวัตกรรม"), a_step(7, "จัดแสดงการใช้วัฒนธรรมและเทคโนโลยี"))

CASES: dict[str, tuple[ManualDraft, ManualDraft]] = {
    "two-steps": (
        a_manual(a_step(1, "ศึกษานโยบาย 2. เสนอแผนงาน"), a_step(3)),
        a_manual(a_step(1, "ศึกษามาตรฐานข้อ 2. เสนอแผนงาน"), a_step(2)),
    ),
    "skipped-number": (a_manual(a_step(1), a_step(3)), a_manual(a_step(1), a_step(2))),
    "repeated-number": (
        a_manual(a_step(1), replace(a_step(2), number=1)),
        a_manual(a_step(1), a_step(2)),
    ),
    "number-back": (a_manual(a_step(2), a_step(1)), a_manual(a_step(2), a_step(3))),
    "same-step": (
        a_manual(a_step(1, "สำรวจสื่อ"), a_step(2, "สำรวจ สื่อ")),
        a_manual(a_step(1, "สำรวจสื่อ"), a_step(2, "สำรวจสื่อใหม่")),
    ),
    "list-and-table": (
        a_manual(a_step(1, "สำรวจสื่อ", also_called=("สำรวจความต้องการ",))),
        a_manual(a_step(1, "สำรวจสื่อ", also_called=("สำรวจ สื่อ",))),
    ),
    "same-title": (
        manual_of(a_procedure("งานยืมสื่อ"), a_procedure("งาน ยืมสื่อ")),
        manual_of(a_procedure("งานยืมสื่อ"), a_procedure("งานยืมสื่อนอกสถานที่")),
    ),
    "same-scope": (
        two({"scope": SCOPE}, {"scope": SCOPE}),
        two({"scope": SCOPE}, {"scope": SCOPE + "และเอกชน"}),
    ),
    "same-objectives": (
        two({"objectives": texts("เพื่อให้การยืมสื่อเป็นระบบ")}, {"objectives": texts("เพื่อให้การยืมสื่อเป็นระบบ")}),
        two({"objectives": texts("เพื่อให้การยืมสื่อเป็นระบบ")}, {"objectives": texts("เพื่อให้การซ่อมเป็นระบบ")}),
    ),
    "same-definition": (
        two(
            {"definitions": (Definition("สื่อ", MEANING), Definition("ผู้ยืม", "ครูในสังกัด"))},
            {"definitions": (Definition("สื่อ", MEANING), Definition("ผู้ยืม", "ครูในสังกัด"))},
        ),
        # One word that two works share is no copy.
        two(
            {"definitions": (Definition("สื่อ", MEANING), Definition("ผู้ยืม", "ครูในสังกัด"))},
            {"definitions": (Definition("สื่อ", MEANING),)},
        ),
    ),
    "same-steps": (
        two(
            {"steps": (a_step(1, "ศึกษาสภาพปัญหา"), a_step(2, "จัดทำแผน"))},
            {"steps": (a_step(1, "ศึกษาสภาพปัญหา"), a_step(2, "จัดทำแผน"))},
        ),
        two(
            {"steps": (a_step(1, "ศึกษาสภาพปัญหา"), a_step(2, "จัดทำแผน"))},
            {"steps": (a_step(1, "ศึกษาสภาพปัญหา"), a_step(2, "จัดทำแผนซ่อม"))},
        ),
    ),
    "name-differs": (
        manual_of(a_procedure("งานยืมสื่อ", also_called=("งานให้ยืมสื่อ",))),
        manual_of(a_procedure("งานยืมสื่อ", also_called=("งาน ยืมสื่อ",))),
    ),
    "months-back": (
        a_manual(a_step(1, months=(3,)), a_step(2, months=(11,))),
        a_manual(a_step(1, months=(3,)), a_step(2, months=(3, 4))),
    ),
    "unclear-time": (
        a_manual(a_step(1, time_text="ตามความเหมาะสม")),
        a_manual(a_step(1, time_text="ทุกเดือน", cadence="every_month")),
    ),
    "year-outside": (
        a_manual(a_step(1, time_text="ต.ค. 67", months=(10,)), fiscal_year_be=2569),
        # October 2568 is the first month of the fiscal year 2569.
        a_manual(a_step(1, time_text="ต.ค. 68 – ก.พ. ๒๕๖๙", months=(10, 11, 12, 1, 2)), fiscal_year_be=2569),
    ),
    "window-short": (visits((5, 6)), visits((6, 12))),
    "person-named": (
        a_manual(a_step(1, responsible=("นางสาวสมมุติ ใจดี", "ศึกษานิเทศก์"))),
        a_manual(a_step(1, responsible=("นายทะเบียน", "ศึกษานิเทศก์"))),
    ),
    "foreign-letters": (a_manual(a_step(1, "สำรวจสื่อ\u09ae")), a_manual(a_step(1, "สำรวจสื่อ DLTV"))),
    "digit-in-word": (a_manual(a_step(1, "รวบรวมข้0มูล")), a_manual(a_step(1, "รวบรวมข้อมูล 10 วัน ครั้งที่2"))),
    "misspelt": (a_manual(a_step(1, "ปฎิบัติงานตามแผน")), a_manual(a_step(1, "ออกนิเทศโรงเรียนบ้านหนองแวงวิทยา"))),
    "misread": (MEDIA_SLIP, a_manual(*many("นวัตกรรม"), a_step(7, "ส่งเสริมการใช้สื่อและเทคโนโลยี"))),
    "law-superseded": (
        law("ระเบียบสำนักนายกรัฐมนตรีว่าด้วยการพัสดุ พ.ศ. ๒๕๓๕"),
        law("พระราชบัญญัติการจัดซื้อจัดจ้างและการบริหารพัสดุภาครัฐ พ.ศ. 2560"),
    ),
    "law-amended": (
        law("พ.ร.บ.การศึกษาแห่งชาติ พ.ศ. 2542"),
        law("พ.ร.บ.การศึกษาแห่งชาติ พ.ศ. 2542 และที่แก้ไขเพิ่มเติม"),
    ),
    "year-differs": (
        two(
            {"references": texts("แผนแม่บทสื่อ พ.ศ. 2540-2544")},
            {"references": texts("แผนแม่บทสื่อ พ.ศ. 2550-2554")},
        ),
        two(
            {"references": texts("แผนแม่บทสื่อ พ.ศ. 2550-2554")},
            {"references": texts("แผนแม่บทสื่อ พ.ศ. ๒๕๕๐ – ๒๕๕๔")},
        ),
    ),
    "procedure-number": (
        two({"number": "3"}, {"number": "3"}),
        two({"number": "3"}, {"number": "4"}),
    ),
    "no-steps": (manual_of(ProcedureDraft("งานยืมสื่อ")), a_manual()),
    "no-title": (manual_of(ProcedureDraft("", steps=(a_step(1),))), a_manual()),
    "unread-lines": (
        a_manual(notes=(LineNote(9, Fate.UNREAD, text="…"),)),
        a_manual(notes=(LineNote(9, Fate.FURNITURE, "rule", "---"),)),
    ),
}


def test_each_warning_that_is_computed_has_its_pair_of_manuals() -> None:
    assert set(CASES) == set(COMPUTED)


def test_each_warning_has_a_headline() -> None:
    assert set(COMPUTED) <= set(CAUTIONS)


@pytest.mark.parametrize("code", CASES)
def test_a_manual_that_gives_the_warning_and_one_that_nearly_does(code: str) -> None:
    gives, nearly = CASES[code]
    found = about(gives, code)
    assert found, [one.code for one in warnings_of(gives)]
    assert all(one.text for one in found)
    assert about(nearly, code) == []


def remedy_of(code: str) -> tuple[str, dict[str, Any]]:
    remedy = about(CASES[code][0], code)[0].remedy
    assert remedy is not None
    assert remedy.words
    return remedy.act, dict(remedy.facts)


@pytest.mark.parametrize(
    ("code", "act", "facts"),
    [
        ("skipped-number", "renumber", {"key": "p1"}),
        ("same-step", "drop", {"key": "p1s2"}),
        ("list-and-table", "set_text", {"key": "p1s1", "field": "title", "text": "สำรวจความต้องการ"}),
        ("name-differs", "set_text", {"key": "p1", "field": "title", "text": "งานให้ยืมสื่อ"}),
        ("year-outside", "set_months", {"key": "p1s1", "months": [10]}),
        ("window-short", "set_cadence", {"key": "p1s1", "cadence": "per_semester:2"}),
        ("person-named", "set_responsible", {"key": "p1", "responsible": ["ศึกษานิเทศก์"]}),
        ("misspelt", "set_text", {"key": "p1s1", "field": "title", "text": "ปฏิบัติงานตามแผน"}),
        ("misread", "set_text", {"key": "p1s9", "field": "title", "text": "จัดแสดงการใช้นวัตกรรมและเทคโนโลยี"}),
        ("digit-in-word", "set_text", {"key": "p1s1", "field": "title", "text": "รวบรวมข้อมูล"}),
    ],
)
def test_the_button_offers_the_act_that_mends_it(code: str, act: str, facts: dict[str, Any]) -> None:
    assert remedy_of(code) == (act, facts)


def test_two_steps_in_one_are_split_where_the_second_begins() -> None:
    act, facts = remedy_of("two-steps")
    title = CASES["two-steps"][0].procedures[0].steps[0].title
    assert act == "split_step"
    assert title[facts["at"] :] == "เสนอแผนงาน"


def test_a_law_is_brought_up_to_date_in_its_own_words() -> None:
    _, replaced = remedy_of("law-superseded")
    _, amended = remedy_of("law-amended")
    assert "2560" in replaced["text"]
    assert amended["text"] == "พ.ร.บ.การศึกษาแห่งชาติ พ.ศ. 2542 และที่แก้ไขเพิ่มเติม (ฉบับที่ 4) พ.ศ. 2562"
    assert about(law(amended["text"]), "law-amended") == []


def test_a_warning_that_a_person_let_stand_stays_so_while_it_is_true() -> None:
    draft, _ = CASES["skipped-number"]
    settled = replace(draft, warnings=tuple(replace(one, is_settled=True) for one in warnings_of(draft)))
    assert all(one.is_settled for one in warnings_of(settled))
    assert about(settled, "skipped-number")


def test_after_the_remedy_the_warning_is_gone() -> None:
    draft, _ = CASES["list-and-table"]
    (step,) = draft.procedures[0].steps
    mended = replace(draft.procedures[0], steps=(replace(step, title="สำรวจความต้องการ"),))
    assert about(replace(draft, procedures=(mended,)), "list-and-table") == []


MERGED = "ชื่องาน งานยืมสื่อ\nขั้นตอนการปฏิบัติงาน\n๑. สำรวจสื่อ ๒. จัดทำแผน\n๓. รายงานผล\n"


def test_what_only_the_reading_saw_is_kept_as_long_as_its_item_is_there() -> None:
    draft = read_text(MERGED)
    (found,) = about(draft, "merged-line")
    assert found.item == "p1s2"
    assert found.remedy is not None
    assert found.remedy.facts == {"keys": ["p1s1", "p1s2"]}
    first, _, last = draft.procedures[0].steps
    joined = replace(
        draft.procedures[0], steps=(replace(first, title="สำรวจสื่อและจัดทำแผน"), replace(last, number=2))
    )
    assert warnings_of(replace(draft, procedures=(joined,))) == ()


def test_a_standard_that_its_own_cadence_cannot_meet() -> None:
    step = a_step(
        1,
        "ออกเยี่ยมโรงเรียน",
        cadence="per_semester:1",
        measure=Measure(2, "semester"),
        standard="ภาคเรียนละ 2 ครั้ง",
    )
    (found,) = about(a_manual(step), "window-short")
    assert found.remedy is not None
    assert found.remedy.facts["cadence"] == "per_semester:2"
    assert about(a_manual(replace(step, cadence="per_semester:2")), "window-short") == []


def test_a_misread_word_among_the_parts_of_a_step() -> None:
    """“เครื่องมือช่วย” where its siblings and the whole manual say “เครือข่าย”."""
    words = ("เครือข่าย", "เครือข่าย", "เครื่องมือช่วย")
    parts = tuple(
        SubstepDraft(f"1.{at}", f"จัด{word}ในรูปของ{group}", lines=(at,))
        for at, (word, group) in enumerate(zip(words, ("ครู", "ชุมชน", "โรงเรียน"), strict=True), start=1)
    )
    steps = (a_step(1, "สร้างเครือข่าย", substeps=parts), a_step(2, "ประเมินเครือข่าย"), a_step(3, "รายงานเครือข่าย"))
    (found,) = about(a_manual(*steps), "misread")
    assert found.item == "p1s1.3"


def test_words_of_one_meaning_that_share_a_word_are_no_misreading() -> None:
    """“สอบทาน” where the manual often says “ตรวจสอบ”."""
    objects = ("รายงาน", "บัญชี", "ทะเบียน", "ใบสำคัญ")
    steps = [a_step(at, f"{word}{one}ของกลุ่ม") for at, (word, one) in enumerate(
        [*(("ตรวจสอบ", one) for one in objects), ("สอบทาน", "รายงาน")], start=1)]  # fmt: skip
    assert about(a_manual(*steps), "misread") == []


def test_the_fiscal_year_of_the_manual_is_read_from_its_cover() -> None:
    text = f"คู่มือการปฏิบัติงาน ประจำปีงบประมาณ พ.ศ. ๒๕๗๐\nกลุ่มนโยบายและแผน\n\n{MERGED}๔. เสนอแผน (ต.ค. 68)\n"
    draft = read_text(text)
    assert draft.fiscal_year_be == 2570
    assert [one.item for one in about(draft, "year-outside")] == ["p1s4"]


def large(count: int) -> ManualDraft:
    def one(at: int) -> ProcedureDraft:
        steps = tuple(
            a_step(n, f"จัดประชุมและสรุปผลงานที่ {at} ระยะ {n} เสนอผู้อำนวยการ", months=(10,)) for n in range(1, 8)
        )
        aims = texts(f"เพื่อให้การปฏิบัติงานที่ {at} เป็นไปตามระเบียบ", f"เพื่อให้มีข้อมูลงานที่ {at}")
        return ProcedureDraft(f"งานที่ {at}", scope=f"{SCOPE} {at}", objectives=aims, steps=steps, lines=(at,))

    return manual_of(*(one(at) for at in range(count)))


def best_of(times: int, act: Callable[[], object]) -> float:
    def once() -> float:
        begin = time.perf_counter()
        act()
        return time.perf_counter() - begin

    return min(once() for _ in range(times))


def test_a_large_manual_is_looked_through_in_less_than_a_tenth_of_a_second() -> None:
    draft = large(60)
    warnings_of(draft)
    assert best_of(3, lambda: warnings_of(draft)) < 0.1
