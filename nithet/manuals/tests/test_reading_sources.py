"""The five source manuals are read exactly as they were counted by hand (shared/manuals/truth.json).

They lie beside the project, not in it; where they are missing these tests are skipped.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from nithet.manuals.document import from_json, to_json
from nithet.manuals.draft import Fate, ManualDraft, ProcedureDraft, StepDraft, span
from nithet.manuals.reading import FURNITURE_RULES, read_bytes, read_text
from nithet.manuals.reading.outline import account_of_lines, as_document, as_text

SOURCES = Path(__file__).resolve().parents[4] / "shared" / "manuals"
TRUTH_FILE = SOURCES / "truth.json"
Truth = dict[str, Any]

needs_sources = pytest.mark.skipif(
    not TRUTH_FILE.is_file(), reason="the source manuals are not beside this checkout"
)


def truths() -> list[Truth]:
    if not TRUTH_FILE.is_file():
        return []
    found: list[Truth] = json.loads(TRUTH_FILE.read_text(encoding="utf-8"))
    return found


def source_text(truth: Truth) -> str:
    return (SOURCES / str(truth["file"])).read_text(encoding="utf-8")


@cache
def draft_of(file: str) -> ManualDraft:
    return read_bytes((SOURCES / file).read_bytes(), name=file)


def squeezed(text: str | None) -> str | None:
    return re.sub(r"\s", "", text) if text else text


def all_squeezed(texts: list[str]) -> list[str | None]:
    return [squeezed(text) for text in texts]


def parametrized(function: Any) -> Any:
    marked = pytest.mark.parametrize("truth", truths(), ids=lambda truth: truth["file"][:3])(function)
    return needs_sources(marked)


def step_facts(step: StepDraft) -> dict[str, Any]:
    measure = step.measure and {"at_least": step.measure.at_least, "per": step.measure.per}
    return {
        "no": step.number,
        "title": squeezed(step.title),
        "also": all_squeezed(list(step.also_called)),
        "months": sorted(step.months or ()),
        "cadence": step.cadence,
        "responsible": all_squeezed(list(step.responsible)),
        "standard": squeezed(step.standard),
        "measure": measure,
        "substeps": len(step.substeps),
    }


def true_step(step: Truth) -> dict[str, Any]:
    return {
        "no": step["no"],
        "title": squeezed(step["title"]),
        "also": all_squeezed([step["title_alt"]] if "title_alt" in step else []),
        "months": sorted(step.get("months") or ()),
        "cadence": step.get("cadence"),
        "responsible": all_squeezed(step.get("responsible", [])),
        "standard": squeezed(step.get("standard")),
        "measure": step.get("standard_measure"),
        "substeps": step["substeps"],
    }


def procedure_facts(one: ProcedureDraft) -> dict[str, Any]:
    return {
        "title": squeezed(one.title),
        "also": all_squeezed(list(one.also_called)),
        "objectives": len(one.objectives),
        "scope": one.scope is not None,
        "definitions": len(one.definitions),
        "steps": [step_facts(step) for step in one.steps],
    }


def true_procedure(one: Truth) -> dict[str, Any]:
    return {
        "title": squeezed(one["title"]),
        "also": all_squeezed(one.get("alt_titles", [])),
        "objectives": one["objectives"],
        "scope": one["has_scope"],
        "definitions": one["definitions"],
        "steps": [true_step(step) for step in one["steps"]],
    }


@parametrized
def test_procedures_and_steps_are_read_exactly(truth: Truth) -> None:
    draft = draft_of(truth["file"])
    assert [procedure_facts(one) for one in draft.procedures] == [
        true_procedure(one) for one in truth["procedures"]
    ]


@parametrized
def test_office_and_group_are_read(truth: Truth) -> None:
    draft = draft_of(truth["file"])
    assert squeezed(draft.office) == squeezed(truth["office"])
    assert squeezed(draft.group) == squeezed(truth["group"])


@parametrized
@pytest.mark.parametrize("kind", ["forms", "references"])
def test_forms_and_references_are_read(truth: Truth, kind: str) -> None:
    for one, true in zip(draft_of(truth["file"]).procedures, truth["procedures"], strict=True):
        texts = [text.text for text in getattr(one, kind)]
        if isinstance(true[kind], int):
            assert len(texts) == true[kind]
        else:
            assert all_squeezed(texts) == all_squeezed(true[kind])


@needs_sources
def test_all_27_procedures_and_153_steps_are_there() -> None:
    drafts = [draft_of(truth["file"]) for truth in truths()]
    procedures = [one for draft in drafts for one in draft.procedures]
    assert len(procedures) == 27
    assert sum(len(one.steps) for one in procedures) == 153


def labelled_steps() -> list[tuple[StepDraft, Truth]]:
    return [
        (step, true_one)
        for truth in truths()
        for one, true in zip(draft_of(truth["file"]).procedures, truth["procedures"], strict=True)
        for step, true_one in zip(one.steps, true["steps"], strict=True)
    ]


@needs_sources
def test_actions_are_proposed_as_labelled() -> None:
    pairs = labelled_steps()
    assert [step.title for step, true in pairs if step.actions[:1] != tuple(true["actions"][:1])] == []
    right = sum(set(step.actions) == set(true["actions"]) for step, true in pairs)
    assert right >= 145, f"{right} of {len(pairs)}"


@needs_sources
def test_decisions_are_proposed_as_labelled() -> None:
    pairs = labelled_steps()
    assert [step.title for step, true in pairs if step.decision != true.get("decision")] == []
    for step, true in pairs:
        if "substep_decision" in true:
            assert [part.decision for part in step.substeps if part.decision] == [true["substep_decision"]]
        if "substep_actions" in true:
            assert [list(part.actions) for part in step.substeps] == true["substep_actions"]


@parametrized
def test_every_line_is_accounted_for(truth: Truth) -> None:
    draft = draft_of(truth["file"])
    lines = source_text(truth).split("\n")
    assert draft.line_count == len(lines)
    assert len(draft.used) + len(draft.furniture) + len(draft.unread) == len(draft.notes)
    assert [note.line for note in draft.notes] == [at for at, line in enumerate(lines, 1) if line.strip()]
    assert {note.rule for note in draft.furniture} <= set(FURNITURE_RULES)
    print("\n".join(account_of_lines(draft)))  # noqa: T201 - the shares, shown by pytest -s


@parametrized
def test_no_line_of_the_body_counts_as_furniture(truth: Truth) -> None:
    """A line that carries a step, a form or a reference, or a long text, is body wherever it stands."""
    body = {
        squeezed(text)
        for one in truth["procedures"]
        for texts in (
            [step["title"] for step in one["steps"]],
            *(one[kind] for kind in ("forms", "references") if isinstance(one[kind], list)),
        )
        for text in texts
    }
    for note in draft_of(truth["file"]).furniture:
        text = re.sub(r"^[\s\-•]*[0-9๐-๙.()]*\s*", "", note.text)
        assert squeezed(text) not in body, note
        assert len(note.text) < 250, note


@parametrized
def test_items_keep_the_lines_they_came_from(truth: Truth) -> None:
    draft = draft_of(truth["file"])
    lines = source_text(truth).split("\n")
    for one in draft.procedures:
        first, last = span(one.lines) or (0, 0)
        for step in one.steps:
            found = re.sub(r"[\s*]", "", "".join(lines[number - 1] for number in step.lines))
            assert (squeezed(step.title) or "") in re.sub(r"<[^>]*>", "", found)
            assert all(first <= number <= last for number in step.lines)


@parametrized
def test_a_draft_survives_json(truth: Truth) -> None:
    draft = draft_of(truth["file"])
    assert from_json(json.loads(json.dumps(to_json(draft), ensure_ascii=False))) == draft


@needs_sources
def test_damage_and_slips_carry_warnings() -> None:
    codes = {one.code for truth in truths() for one in draft_of(truth["file"]).warnings}
    assert {
        *(
            "person-named",
            "list-and-table",
            "foreign-letters",
            "merged-line",
            "procedure-number",
            "same-scope",
        ),
        *("year-differs", "damaged-sheet", "sheet-wording", "name-differs"),
    } <= codes


@needs_sources
def test_everything_read_from_a_damaged_sheet_carries_a_warning() -> None:
    drafts = [draft_of(truth["file"]) for truth in truths()]
    (draft,) = [one for one in drafts if any(each.code == "damaged-sheet" for each in one.warnings)]
    warned = {one.item for one in draft.warnings if one.code == "damaged-sheet"}
    damaged = draft.procedures[0].steps
    assert warned == {f"p1s{at}" for at in range(1, len(damaged) + 1)}
    assert all(step.standard is None and step.responsible for step in damaged)


@parametrized
def test_thai_code_page_and_marks_of_order_read_alike(truth: Truth) -> None:
    """CP874 has no ○ or “–”: only the letters it has are compared."""
    text = source_text(truth)
    plain = text.encode("cp874", errors="ignore").decode("cp874")
    expected = [procedure_facts(one) for one in read_text(plain).procedures]
    for data in (plain.encode("cp874"), plain.encode("utf-8-sig"), plain.replace("\n", "\r\n").encode()):
        assert [procedure_facts(one) for one in read_bytes(data, name="คู่มือ.txt").procedures] == expected


@parametrized
def test_no_line_is_left_unread_and_the_shares_are_shown(truth: Truth) -> None:
    draft = draft_of(truth["file"])
    assert [note for note in draft.notes if note.fate is Fate.UNREAD] == []
    assert "ยังไม่เข้าใจ 0" in as_text(draft)
    assert set(as_document(draft)) == {"office", "group", "procedures", "warnings", "unread"}
