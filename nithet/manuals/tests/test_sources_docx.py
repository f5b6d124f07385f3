"""Manuals in Word: the five sources made into .docx are read as exactly as their text."""

from __future__ import annotations

import io
import re
from functools import cache

import pytest

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading import read_text
from nithet.manuals.sources import extract
from nithet.manuals.tests.making_docx import docx_of
from nithet.manuals.tests.styled_docx import PERSONNEL, STEPS, styled_manual
from nithet.manuals.tests.test_reading_sources import (
    Truth,
    all_squeezed,
    needs_sources,
    parametrized,
    procedure_facts,
    source_text,
    squeezed,
    true_procedure,
    truths,
)


@cache
def word_draft(file: str, *, blank: bool = True) -> ManualDraft:
    """The draft of a source made into Word; without blank lines as most documents space their paragraphs."""
    (truth,) = [one for one in truths() if one["file"] == file]
    text = source_text(truth)
    if not blank:
        text = re.sub(r"\n\s*\n+", "\n", text)
    return read_text(extract(io.BytesIO(docx_of(text)), "คู่มือ.docx").text)


@parametrized
def test_procedures_and_steps_are_read_exactly(truth: Truth) -> None:
    assert [procedure_facts(one) for one in word_draft(truth["file"]).procedures] == [
        true_procedure(one) for one in truth["procedures"]
    ]


@parametrized
def test_office_and_group_are_read(truth: Truth) -> None:
    draft = word_draft(truth["file"])
    assert squeezed(draft.office) == squeezed(truth["office"])
    assert squeezed(draft.group) == squeezed(truth["group"])


@parametrized
@pytest.mark.parametrize("kind", ["forms", "references"])
def test_forms_and_references_are_read(truth: Truth, kind: str) -> None:
    for one, true in zip(word_draft(truth["file"]).procedures, truth["procedures"], strict=True):
        texts = [text.text for text in getattr(one, kind)]
        if isinstance(true[kind], int):
            assert len(texts) == true[kind]
        else:
            assert all_squeezed(texts) == all_squeezed(true[kind])


@parametrized
def test_actions_and_decisions_are_those_of_the_text(truth: Truth) -> None:
    """What is proposed for a step does not depend on the file that it came in."""
    of_text = read_text(source_text(truth))
    for one, other in zip(word_draft(truth["file"]).procedures, of_text.procedures, strict=True):
        facts = [
            [(step.actions, step.decision, len(step.substeps)) for step in each.steps]
            for each in (one, other)
        ]
        assert facts[0] == facts[1]


@parametrized
def test_every_line_is_accounted_for_and_none_is_left_unread(truth: Truth) -> None:
    draft = word_draft(truth["file"])
    assert len(draft.used) + len(draft.furniture) + len(draft.unread) == len(draft.notes)
    assert draft.unread == ()


@needs_sources
def test_without_blank_lines_nearly_all_is_read() -> None:
    """Documents space their paragraphs by style: 27 procedures and 153 steps are there all the same."""
    drafts = [word_draft(truth["file"], blank=False) for truth in truths()]
    steps = [[squeezed(step.title) for step in one.steps] for draft in drafts for one in draft.procedures]
    true = [
        [squeezed(step["title"]) for step in one["steps"]]
        for truth in truths()
        for one in truth["procedures"]
    ]
    assert steps == true


def test_a_manual_made_with_styles_lists_and_a_shaded_calendar_is_read_exactly() -> None:
    draft = read_text(extract(styled_manual(), "คู่มือ.docx").text)
    assert draft.office == "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1"
    assert draft.group == "กลุ่มบริหารงานบุคคล"
    assert [one.title for one in draft.procedures] == list(PERSONNEL)
    for one in draft.procedures:
        assert [step.title for step in one.steps] == list(STEPS)
        assert [step.months for step in one.steps] == [(10, 11), (12, 1), (2, 3), (4, 5), (6, 7)]
        assert {step.responsible for step in one.steps} == {("กลุ่มบริหารงานบุคคล",)}
        assert [part.title for part in one.steps[-1].substeps] == ["จัดทำหนังสือนำส่ง", "จัดเก็บหลักฐาน"]
        assert [text.text for text in one.forms] == ["แบบสำรวจรายชื่อ", "แบบรายงานผล"]
    assert draft.unread == ()
