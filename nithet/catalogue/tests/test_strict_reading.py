"""A wrong file is refused whole, with every problem and its place."""

import pytest

from nithet.catalogue.loader import load_procedure, read_procedure
from nithet.catalogue.strict import CatalogueError
from nithet.catalogue.writing import dump_procedure

GOOD = dump_procedure(load_procedure("satellite-learning"))


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(CatalogueError) as caught:
        read_procedure(text, source="mine.yaml")
    return caught.value.problems


@pytest.mark.parametrize(
    ("wrong", "right", "problem"),
    [
        ("actions: [appont]", "actions: [appoint]", "mine.yaml ขั้นที่ 1: “actions” ไม่รู้จัก “appont”"),
        ("months: [13]", "months: [11]", "mine.yaml ขั้นที่ 3: “months” ต้องเป็นเดือน 1–12"),
        ("months: [12, 11]", "months: [11, 12]", "mine.yaml ขั้นที่ 4: “months” ต้องเป็นเดือน 1–12"),
        ("months: [twelve]", "months: [11]", "mine.yaml ขั้นที่ 3: “months” ต้องเป็นรายการจำนวนเต็ม"),
        ("cadence: per_term:1", "cadence: per_semester:1", "mine.yaml ขั้นที่ 6: “cadence” ไม่รู้จัก “per_term:1”"),
        (
            "cadence: all_year\n    months: [11]",
            "months: [11]",
            "mine.yaml ขั้นที่ 3: ต้องมี “months” หรือ “cadence”",
        ),
        ("duration: 3", "months: [11]", "mine.yaml ขั้นที่ 3: ต้องมี “months” หรือ “cadence”"),
        ("duration: 3", "months: [11]", "mine.yaml ขั้นที่ 3: ไม่รู้จัก “duration”"),
        ("forms: [D9]", "forms: [D1]", "mine.yaml ขั้นที่ 5: “forms” ไม่รู้จัก “D9”"),
        ("forms: [M1]", "forms: [D1]", "mine.yaml ขั้นที่ 5: “forms” ไม่รู้จัก “M1”"),
        ("forms: [D1, D1]", "forms: [D1]", "mine.yaml ขั้นที่ 5: “forms” มีรายการซ้ำ"),
        ("decision: maybe", "decision: approve", "mine.yaml ขั้นที่ 3: “decision” ไม่รู้จัก “maybe”"),
        ("actions: [plan]", "actions: [propose]", "mine.yaml ขั้นที่ 3: “decision” ต้องมีเมื่อ “actions” มี propose"),
        ("responsible: boss", "responsible: head", "mine.yaml ขั้นที่ 1: “responsible” ไม่รู้จัก “boss”"),
        ("per: term", "per: semester", "mine.yaml ขั้นที่ 6 measure: “per” ไม่รู้จัก “term”"),
        ("at_least: 0", "at_least: 1", "mine.yaml ขั้นที่ 6 measure: “at_least” ต้องเป็นจำนวนเต็ม 1–99 ไม่ใช่ 0"),
        ("number: 5", "number: 4", "mine.yaml ขั้นที่ 4: “number” ต้องเป็น 4"),
        ("unit: moon", "unit: dlict", "mine.yaml: “unit” ไม่รู้จัก “moon”"),
        ("section: media", "section: distance_learning", "mine.yaml: “section” ไม่รู้จัก “media”"),
        ("family: Z", "family: F", "mine.yaml: “family” ไม่รู้จัก “Z”"),
        ("kind: rumour", "kind: standard", "mine.yaml เอกสารอ้างอิงที่ 1: “kind” ไม่รู้จัก “rumour”"),
        ("amended: 1", "amended: true", "mine.yaml เอกสารอ้างอิงที่ 2: “amended” ต้องเป็น true หรือ false"),
        ("scope:\nnote: x", "scope: โรงเรียน", "mine.yaml: ขาด “scope”"),
    ],
)
def test_a_problem_names_file_and_step(wrong: str, right: str, problem: str) -> None:
    broken = _break(GOOD, right, wrong)
    assert any(found.startswith(problem) for found in problems(broken)), problems(broken)


def _break(text: str, right: str, wrong: str) -> str:
    """Put the wrong words where the right ones stand first; a scope is replaced to the end of its text."""
    if right.startswith("scope"):
        start, end = text.index("scope:"), text.index("definitions:")
        return f"{text[:start]}{wrong}\n{text[end:]}"
    assert right in text
    return text.replace(right, wrong, 1)


def test_all_problems_are_told_at_once() -> None:
    broken = GOOD.replace("actions: [appoint]", "actions: [appont]").replace("months: [9]", "months: [99]")
    assert len(problems(broken)) == 2


def test_a_key_written_twice_is_refused() -> None:
    assert problems(GOOD + "family: A\n") == (
        f"mine.yaml: อ่านไม่ได้ บรรทัดที่ {GOOD.count(chr(10)) + 1}: “family” เขียนซ้ำ",
    )


def test_a_text_that_is_no_yaml_is_refused_with_its_line() -> None:
    (problem,) = problems("code: [a")
    assert problem.startswith("mine.yaml: อ่านไม่ได้ บรรทัดที่ ")


@pytest.mark.parametrize("text", ["", "- 1\n", "ข้อความ\n"])
def test_a_text_that_is_no_mapping_is_refused(text: str) -> None:
    assert "mine.yaml: ต้องเป็นชุดของ “ชื่อ: ค่า”" in problems(text)


def test_stray_spaces_are_refused() -> None:
    broken = GOOD.replace("title: ตั้งคณะทำงาน", 'title: "ตั้ง  คณะทำงาน "\n    x: y', 1)
    assert any("มีช่องว่างหรืออักขระเกิน" in problem for problem in problems(broken))


def test_a_measure_needs_words_for_its_standard() -> None:
    text = GOOD.splitlines(keepends=True)
    broken = "".join(line for line in text if "อย่างน้อยภาคเรียนละ 1 ครั้ง" not in line)
    assert "mine.yaml ขั้นที่ 6: “measure” ต้องมี “standard” บอกความหมาย (บรรทัดที่ 56)" in problems(broken)


def test_a_sub_step_is_numbered_after_its_step() -> None:
    text = dump_procedure(load_procedure("joint-work")).replace("number: '1.2'", "number: '2.2'", 1)
    assert 'mine.yaml ขั้นที่ 1 ข้อย่อยที่ 2: “number” ต้องเป็น "1.2" (บรรทัดที่ 29)' in problems(text)


def test_a_problem_names_its_line() -> None:
    (problem,) = problems(GOOD.replace("cadence: per_semester:1", "cadence: per_term:1"))
    line = GOOD[: GOOD.index("cadence: per_semester:1")].count("\n") + 1
    assert problem.endswith(f"(บรรทัดที่ {line})")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1]\nb: *x\n", "บรรทัดที่ 2: ไม่รับการอ้างซ้ำ (*x)"),
        ("[" * 5000, "ซ้อนกันลึกเกินไป"),
        ("a: 2026-02-31\n", "มีวันที่หรือตัวเลขที่เป็นไปไม่ได้"),
        ("{a: 1}: b\n", "ชื่อหน้าเครื่องหมาย : ต้องเป็นข้อความ"),
        ("code: a\n---\ncode: b\n", "มีหลายเอกสารในไฟล์เดียว"),
        ("a: !!python/object:os.system x\n", "อ่านไม่ได้"),
    ],
)
def test_what_could_harm_or_confuse_is_refused(text: str, said: str) -> None:
    (problem,) = problems(text)
    assert said in problem
