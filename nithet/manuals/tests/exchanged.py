"""Procedures that go out and come in again: all of the catalogue, and all that the source manuals hold."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from hypothesis import strategies as st

from nithet.catalogue.loader import load_families, load_procedures
from nithet.catalogue.vocabulary import ACTIONS, PERIODS
from nithet.manuals.draft import (
    Decision,
    Definition,
    Measure,
    ProcedureDraft,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.ready import draft_of_template
from nithet.manuals.tests.test_reading_sources import draft_of, truths
from nithet.thai.text import clean_multiline


@cache
def shipped() -> tuple[ProcedureDraft, ...]:
    return tuple(draft_of_template(one) for one in load_procedures())


def read_from_sources() -> Iterator[ProcedureDraft]:
    """None where the source manuals do not lie beside the checkout."""
    for truth in truths():
        yield from draft_of(str(truth["file"])).procedures


def all_procedures() -> list[ProcedureDraft]:
    return [*shipped(), *read_from_sources()]


def title_of(procedure: ProcedureDraft) -> str:
    return procedure.title[:40]


# Anything that a draft may hold

_LETTERS = st.characters(categories=("L", "M", "N", "P", "S", "Zs"))
_WORDS = st.text(_LETTERS | st.sampled_from("กขค่้ำ๑๒:#-[]{}&*!|>'\"%@`\n\t <>&;"), min_size=1, max_size=40)
texts = _WORDS.map(clean_multiline).filter(bool)
_many = st.lists(texts, max_size=3).map(tuple)
_lists = st.lists(texts.map(Text), max_size=3).map(tuple)
_maybe = st.none() | texts
_lineages = st.none() | st.uuids().map(str)
_actions = st.lists(st.sampled_from(ACTIONS), max_size=3, unique=True).map(tuple)
_decisions = st.none() | st.sampled_from(Decision)
_substeps = st.builds(SubstepDraft, texts, texts, _actions, _decisions, lineage=_lineages)
_steps = st.builds(
    StepDraft,
    st.integers(0, 999),
    texts,
    also_called=_many,
    detail=_maybe,
    months=st.none() | st.lists(st.integers(1, 12), min_size=1, unique=True).map(tuple),
    cadence=st.none() | st.sampled_from(("per_semester:2", "all_year", "within_days:15")),
    time_text=_maybe,
    responsible=_many,
    standard=_maybe,
    measure=st.none() | st.builds(Measure, st.integers(1, 99), st.sampled_from(PERIODS)),
    actions=_actions,
    decision=_decisions,
    substeps=st.lists(_substeps, max_size=2).map(tuple),
    forms=_many,
    lineage=_lineages,
)
procedures = st.builds(
    ProcedureDraft,
    texts,
    number=_maybe,
    part=_maybe,
    also_called=_many,
    objectives=_lists,
    scope=_maybe,
    definitions=st.lists(st.builds(Definition, texts, texts), max_size=2).map(tuple),
    steps=st.lists(_steps, max_size=4).map(tuple),
    forms=_lists,
    references=_lists,
    lineage=_lineages,
    family=st.none() | st.sampled_from([one.code for one in load_families()]),
)
