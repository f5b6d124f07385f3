"""The procedures of the catalogue as a person picks from them."""

from nithet.catalogue.loader import load_catalogue
from nithet.manuals.queries.catalogue import draft_of, ready_codes, ready_units


def test_every_procedure_stands_once_below_its_division_and_family() -> None:
    catalogue = load_catalogue()
    names = {family.code: family.name for family in catalogue.families}
    expected = {(catalogue.unit(one.unit).name, names[one.family], one.code) for one in catalogue.procedures}
    shown = [(unit.name, family.name, one.code) for unit in ready_units() for family, one in unit.procedures]
    assert (len(shown), set(shown)) == (27, expected)


def test_the_main_procedure_stands_first_in_its_division() -> None:
    first = {
        one.name: one.procedures[0].code
        for unit in ready_units()
        for one in unit.families
        if len(one.procedures) > 1
    }
    assert first == {
        "ส่งเสริมการผลิต พัฒนา และใช้สื่อ": "media-promotion",
        "ศึกษาวิจัยและต่อยอดสื่อ": "media-research",
        "ข้อมูลสารสนเทศและเทคโนโลยีเพื่อการบริหาร": "information-system",
        "นิเทศสถานศึกษา": "school-supervision",
        "งานร่วมและงานที่ได้รับมอบหมาย": "joint-work",
    }


def test_what_is_picked_knows_its_family_and_the_forms_of_its_steps() -> None:
    draft = draft_of(ready_codes())
    assert {one.family for one in draft.procedures} == set("ABCDEFGHIJKLMN")
    for procedure in draft.procedures:
        assert {form for step in procedure.steps for form in step.forms} == {
            form.text for form in procedure.forms
        }
