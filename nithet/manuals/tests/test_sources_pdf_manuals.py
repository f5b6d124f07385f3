"""The five source manuals, made into PDF files with running heads and ruled tables, are read as exactly as their text."""

import io
from functools import cache

from nithet.manuals.draft import Fate, ManualDraft
from nithet.manuals.reading import read_text
from nithet.manuals.sources import Extracted, extract
from nithet.manuals.tests.making_pdf import HEAD, pdf_of
from nithet.manuals.tests.test_reading_sources import (
    SOURCES,
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
def extracted(file: str, *, justify: bool = True) -> Extracted:
    text = (SOURCES / file).read_text(encoding="utf-8")
    return extract(io.BytesIO(pdf_of(text, justify=justify)), "คู่มือ.pdf")


@cache
def draft_of(file: str, *, justify: bool = True) -> ManualDraft:
    return read_text(extracted(file, justify=justify).text)


@parametrized
def test_procedures_and_steps_are_read_exactly(truth: Truth) -> None:
    for justify in (True, False):
        draft = draft_of(truth["file"], justify=justify)
        assert [procedure_facts(one) for one in draft.procedures] == [
            true_procedure(one) for one in truth["procedures"]
        ]


@needs_sources
def test_all_27_procedures_and_153_steps_are_there() -> None:
    procedures = [one for truth in truths() for one in draft_of(truth["file"]).procedures]
    assert len(procedures) == 27
    assert sum(len(one.steps) for one in procedures) == 153


@parametrized
def test_office_and_group_are_read(truth: Truth) -> None:
    draft = draft_of(truth["file"])
    assert squeezed(draft.office) == squeezed(truth["office"])
    assert squeezed(draft.group) == squeezed(truth["group"])


@parametrized
def test_forms_and_references_are_read(truth: Truth) -> None:
    for one, true in zip(draft_of(truth["file"]).procedures, truth["procedures"], strict=True):
        for kind in ("forms", "references"):
            texts = [text.text for text in getattr(one, kind)]
            if isinstance(true[kind], int):
                assert len(texts) == true[kind]
            else:
                assert all_squeezed(texts) == all_squeezed(true[kind])


@parametrized
def test_no_line_is_left_unread(truth: Truth) -> None:
    assert [note for note in draft_of(truth["file"]).notes if note.fate is Fate.UNREAD] == []


@parametrized
def test_running_heads_are_left_out_and_nothing_else(truth: Truth) -> None:
    found = (squeezed(extracted(truth["file"]).text) or "").replace("<br>", "")
    assert "".join(HEAD.split()) not in found
    for one in truth["procedures"]:
        for step in one["steps"]:
            assert (squeezed(step["title"]) or "") in found


@parametrized
def test_every_page_is_a_place(truth: Truth) -> None:
    found = extracted(truth["file"])
    assert [place.page for place in found.places] == list(range(1, len(found.places) + 1))
    assert [place.line for place in found.places] == sorted({place.line for place in found.places})
    assert len(source_text(truth)) > 1000
