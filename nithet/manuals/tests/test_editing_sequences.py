"""Whatever acts a person does one after the other: keys stay unique, lines accounted for, and undo leads back exactly."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nithet.manuals.document import changed_document, changed_draft, from_json, to_json
from nithet.manuals.draft import Fate, ManualDraft
from nithet.manuals.editing import ACTS, EditError, perform
from nithet.manuals.editing.delta import delta_of, done, undone
from nithet.manuals.editing.facts import FLAG, NUMBER, NUMBERS, TEXTS, Kind
from nithet.manuals.editing.lines import own_lines
from nithet.manuals.keys import all_keys
from nithet.manuals.reading import read_text
from nithet.manuals.tests.factories import BADLY_READ

EXAMPLES = int(os.environ.get("NITHET_SOAK", "60"))
"""So many rows of acts are tried; many more by `make soak`."""
DRAFT = read_text(BADLY_READ)
TITLES = ("สำรวจความต้องการ", "๓. เสนอ ผอ.สพป. (ตุลาคม)", "ดำเนินการ", "")
FITTING: dict[str, tuple[Any, ...]] = {
    "field": ("title", "scope", "step", "substep", "objective", "definition", "form", "procedure", "matter", "time",
              "responsible", "detail", "standard", "meaning", "text"),
    "kind": ("step", "substep", "objective", "definition", "form", "reference"),
    "cadence": ("per_semester:2", "all_year", ""),
    "decision": ("approve", "acknowledge", ""),
    "actions": (["survey"], ["propose", "report"], []),
    "months": ([10, 11], [8, 9, 10], []),
}  # fmt: skip
SENSELESS = (
    st.text(max_size=8) | st.integers(-2, 70) | st.lists(st.integers() | st.text(max_size=3), max_size=3)
)


def fitting(draft: ManualDraft, name: str, kind: Kind) -> st.SearchStrategy[Any]:
    """A fact of that name that may fit the draft."""
    keys, titles = st.sampled_from([*all_keys(draft), ""]), st.sampled_from(TITLES)
    together = [[one.key for one in draft.procedures], *neighbours(draft)]
    by_name = {**dict.fromkeys(("key", "after", "to", "item"), keys), "keys": st.sampled_from(together)}
    if name in FITTING:
        return st.sampled_from(FITTING[name])
    if name in by_name:
        return by_name[name]
    lines = st.sampled_from([note.line for note in draft.notes])
    by_kind = {
        id(NUMBER): st.integers(0, 40), id(NUMBERS): st.lists(lines, min_size=1, max_size=3), id(FLAG): st.booleans(),
        id(TEXTS): st.lists(titles, max_size=3),
    }  # fmt: skip
    return by_kind.get(id(kind), titles)


def neighbours(draft: ManualDraft) -> list[list[str]]:
    return [[step.key for step in one.steps[:2]] for one in draft.procedures]


@st.composite
def act_on(draw: st.DrawFn, draft: ManualDraft) -> tuple[str, dict[str, Any]]:
    """An act with facts that mostly fit; now and then with one that makes no sense."""
    name = draw(st.sampled_from(sorted(ACTS)))
    facts = {fact: draw(fitting(draft, fact, kind)) for fact, kind in ACTS[name].facts.items()}
    if name == "settle" and draft.warnings:
        caution = draw(st.sampled_from(draft.warnings))
        facts |= {"code": caution.code, "item": caution.item, "text": caution.text}
    if name == "split_step":
        del facts[draw(st.sampled_from(["at", "titles"]))]
    if draw(st.integers(0, 9)) == 0:
        facts[draw(st.sampled_from(sorted(facts)))] = draw(SENSELESS)
    return name, facts


def check(draft: ManualDraft) -> None:
    keys = list(all_keys(draft))
    assert len(keys) == len(set(keys))
    assert all(keys)
    noted = [(note.line, note.text) for note in draft.notes]
    assert noted == [(note.line, note.text) for note in DRAFT.notes]
    used = {note.line for note in draft.notes if note.fate is Fate.USED}
    for item in (*draft.procedures, *draft.matters):
        assert own_lines(item) <= used
    for procedure in draft.procedures:
        assert own_lines(procedure) <= set(procedure.lines)
    assert {one.item for one in draft.warnings} <= {*keys, ""}


@given(st.data())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_acts_in_a_row_keep_the_promises_and_are_undone_exactly(data: st.DataObject) -> None:
    check(DRAFT)
    draft, document = DRAFT, to_json(DRAFT)
    past: list[dict[str, Any]] = []
    deltas = []
    for _ in range(data.draw(st.integers(1, 8))):
        act, facts = data.draw(act_on(draft))
        try:
            after = perform(draft, act, facts)
        except EditError:
            continue
        check(after)
        written = changed_document(document, draft, after)
        assert from_json(written) == after
        past.append(document)
        deltas.append(delta_of(document, written))
        draft, document = after, written
    last = document
    for before, delta in zip(reversed(past), reversed(deltas), strict=True):
        earlier = undone(document, delta)
        assert earlier == before
        draft = changed_draft(draft, document, earlier)
        assert draft == from_json(before)
        document = earlier
    for delta in deltas:
        document = done(document, delta)
    assert document == last
