"""The registry of laws: found by title, alias or short form with the year; what became of each is told with its source."""

import pytest

from nithet.catalogue.laws import law_named, load_laws


def test_the_registry_is_read_and_every_law_has_a_source() -> None:
    laws = load_laws()
    assert len(laws) >= 20
    assert all(law.source for law in laws)
    assert all(not (law.amended_by and law.superseded_by) for law in laws)
    assert len({(law.title, law.year_be) for law in laws}) == len(laws)


@pytest.mark.parametrize(
    "text",
    [
        "พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. 2542",
        "พ.ร.บ. การศึกษาแห่งชาติ พ.ศ.๒๕๔๒ และที่แก้ไขเพิ่มเติม",
        "1. พรบ.การศึกษาแห่งชาติ พุทธศักราช 2542",
    ],
)
def test_a_law_is_found_however_it_is_written(text: str) -> None:
    law = law_named(text)
    assert law is not None
    assert law.title == "พระราชบัญญัติการศึกษาแห่งชาติ"


@pytest.mark.parametrize(
    "text", ["พ.ร.บ.การศึกษาแห่งชาติ", "พ.ร.บ.การศึกษาแห่งชาติ (ฉบับที่ 4) พ.ศ. 2562", "แผนการศึกษา พ.ศ. 2542"]
)
def test_without_its_own_year_no_law_is_found(text: str) -> None:
    assert law_named(text) is None
