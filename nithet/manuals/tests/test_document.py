"""A draft and its document are the same, whatever the version of the document."""

from dataclasses import replace

import pytest

from nithet.manuals.document import from_json, to_json
from nithet.manuals.draft import (
    Caution,
    ManualDraft,
    Place,
    ProcedureDraft,
    Remedy,
    StepDraft,
    SubstepDraft,
    Text,
)
from nithet.manuals.keys import all_keys, keyed, next_key

STEPS = (
    StepDraft(1, "สำรวจ", months=(10,), forms=("แบบสำรวจ",), lines=(3,)),
    StepDraft(2, "นิเทศ", substeps=(SubstepDraft("2.1", "วางแผน"), SubstepDraft("2.2", "ลงพื้นที่"))),
)
DRAFT = ManualDraft(
    procedures=(
        ProcedureDraft("งานแรก", objectives=(Text("เพื่อรู้", (2,)),), steps=STEPS),
        ProcedureDraft("งานที่สอง"),
    ),
    warnings=(
        Caution("months-back", "เดือนย้อน", 4, "procedures/0/steps/1"),
        Caution("same-scope", "ซ้ำ", 1, "procedures/1"),
    ),
    places=(Place(1, "คู่มือ.pdf", 1), Place(4, "คู่มือ.pdf", 2)),
    line_count=6,
)


def test_what_was_stored_is_read_back_exactly() -> None:
    remedy = Remedy("set_months", "ใช้เดือนเดิม", {"key": "p1s2", "months": [11]})
    draft = replace(
        keyed(DRAFT), warnings=(Caution("months-back", "เดือนย้อน", 4, "p1s2", remedy, is_settled=True),)
    )
    assert from_json(to_json(draft)) == draft


def test_every_item_has_a_key_of_its_own() -> None:
    keys = list(all_keys(keyed(DRAFT)))
    assert keys == ["p1", "p1o1", "p1s1", "p1s2", "p1s2.1", "p1s2.2", "p2"]


def test_warnings_name_the_key_of_their_item() -> None:
    assert [one.item for one in keyed(DRAFT).warnings] == ["p1s2", "p2"]


def test_what_is_added_gets_a_key_that_nothing_has() -> None:
    draft = keyed(DRAFT)
    assert next_key(draft) == "n1"
    added = replace(draft, procedures=(*draft.procedures, ProcedureDraft("งานใหม่", key="n1")))
    assert next_key(added) == "n2"


def test_a_document_of_version_1_gets_keys() -> None:
    document = to_json(DRAFT) | {"version": 1}
    del document["places"], document["fiscal_year_be"]
    for procedure in document["procedures"]:
        for name in ("key", "lineage", "family"):
            del procedure[name]
    for caution in document["warnings"]:
        del caution["remedy"], caution["is_settled"]
    assert from_json(document) == replace(keyed(DRAFT), places=())


def test_a_document_of_a_later_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 3"):
        from_json(to_json(DRAFT) | {"version": 3})
