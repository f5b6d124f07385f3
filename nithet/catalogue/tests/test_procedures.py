"""The shipped procedures are whole: every family, every action, every form, in one stable format."""

from collections import Counter

import pytest

from nithet.catalogue.loader import (
    PROCEDURES,
    load_catalogue,
    load_families,
    load_forms,
    load_procedure,
    load_procedures,
    load_units,
    main_procedures,
    read_procedure,
)
from nithet.catalogue.templates import ProcedureTemplate, StepTemplate, SubstepTemplate
from nithet.catalogue.vocabulary import ACTIONS, FISCAL_MONTHS
from nithet.catalogue.writing import dump_procedure

every_procedure = pytest.mark.parametrize("procedure", load_procedures(), ids=lambda p: p.code)


def test_each_of_the_14_families_has_one_main_procedure() -> None:
    assert [procedure.family for procedure in main_procedures()] == list("ABCDEFGHIJKLMN")
    assert [family.code for family in load_families()] == list("ABCDEFGHIJKLMN")


def test_the_27_procedures_of_the_five_manuals_are_there_by_family() -> None:
    several = {"A": 4, "B": 4, "H": 3, "I": 2, "J": 4, "N": 2}
    families = Counter(procedure.family for procedure in load_procedures())
    assert families == {family: several.get(family, 1) for family in "ABCDEFGHIJKLMN"}
    assert len(load_procedures()) == 27


def test_a_variant_has_as_many_steps_as_its_manual_says() -> None:
    """Domain, section 1: P03 P12 P16, P04 P13 P17, P23 P25, P07, P08 P10 P26, P11."""
    counts = {one.code: len(one.steps) for one in load_procedures() if one.variant_of}
    assert counts == {
        "media-promotion-standards": 5, "media-promotion-forms": 7, "media-promotion-dlit": 7,
        "media-research-standards": 7, "media-research-forms": 7, "media-research-support": 7,
        "information-evaluation": 5, "ict-improvement": 6, "supervision-website": 5,
        "supervisor-register": 4, "highland-supervision": 4, "supervision-system": 6, "assigned-work": 4,
    }  # fmt: skip


def test_procedures_are_told_apart_by_their_titles() -> None:
    titles = Counter(procedure.title for procedure in load_procedures())
    assert max(titles.values()) == 1


@every_procedure
def test_a_variant_is_of_the_main_procedure_of_its_family(procedure: ProcedureTemplate) -> None:
    mains = {one.family: one.code for one in main_procedures()}
    assert procedure.variant_of in (None, mains[procedure.family])


def test_every_action_of_the_vocabulary_appears() -> None:
    used = {a for procedure in load_procedures() for step in procedure.steps for a in step.all_actions}
    assert used == set(ACTIONS)


@every_procedure
def test_the_file_is_in_the_stable_format(procedure: ProcedureTemplate) -> None:
    text = (PROCEDURES / f"{procedure.code}.yaml").read_text(encoding="utf-8")
    assert dump_procedure(procedure) == text
    assert read_procedure(text, source="again") == procedure


@every_procedure
def test_every_step_has_one_or_two_actions(procedure: ProcedureTemplate) -> None:
    assert {len(step.actions) for step in procedure.steps} <= {1, 2}


@every_procedure
def test_every_form_of_a_procedure_is_used_in_a_step(procedure: ProcedureTemplate) -> None:
    assert {form for part in procedure.parts() for form in part.forms} == set(procedure.forms)


@every_procedure
def test_parts_with_work_cover_their_steps_own(procedure: ProcedureTemplate) -> None:
    """Where sub-steps become tasks their step only holds them, so nothing of it may be lost."""
    for step in procedure.steps:
        parts = {action for part in step.substeps for action in part.actions}
        assert not parts or set(step.actions) <= parts, step.title
        assert not parts or set(step.forms) <= {form for part in step.substeps for form in part.forms}


def test_the_year_is_filled_from_october_to_september() -> None:
    months = Counter(
        m for procedure in load_procedures() for step in procedure.steps for m in step.months or ()
    )
    assert set(months) == set(FISCAL_MONTHS)


def test_the_kinds_of_cadence_that_offices_use_all_appear() -> None:
    kinds = {(s.cadence or "").partition(":")[0] for p in load_procedures() for s in p.steps}
    assert kinds - {""} == {
        *("per_semester", "per_quarter", "within_days", "every_month", "all_year", "every_supervision_round"),
    }


def test_schools_are_supervised_twice_a_semester() -> None:
    (visits,) = [step for step in load_procedure("school-supervision").steps if "visit" in step.actions]
    assert visits.measure is not None
    assert (visits.cadence, visits.measure.at_least, visits.measure.per) == ("per_semester:2", 2, "semester")


def test_the_plan_for_distance_learning_is_approved_and_its_report_acknowledged() -> None:
    decisions = [step.decision for step in load_procedure("satellite-learning").steps]
    assert decisions == [None, None, "approve", None, None, None, None, "acknowledge"]


def test_the_responsible_are_told_in_the_words_of_manuals() -> None:
    catalogue, procedure = load_catalogue(), load_procedure("media-promotion")
    words = [catalogue.responsible_words(procedure, step) for step in procedure.steps[:2]]
    assert words == ["ศึกษานิเทศก์", "กลุ่มงานส่งเสริมพัฒนาสื่อ นวัตกรรมและเทคโนโลยี"]
    assert all(catalogue.responsible_words(one, step) for one in load_procedures() for step in one.steps)


def test_a_form_and_a_unit_are_found_by_their_ids() -> None:
    catalogue = load_catalogue()
    assert catalogue.form("M1").code == "media_need_survey"
    assert catalogue.unit("media").kind == "section"
    with pytest.raises(KeyError):
        catalogue.form("M99")


def test_a_reference_is_told_with_its_year() -> None:
    law, *_ = load_procedure("media-promotion").references
    curriculum, *_ = load_procedure("curriculum-english-scouts").references
    assert law.text == "พระราชบัญญัติการศึกษาแห่งชาติ พ.ศ. 2542 และที่แก้ไขเพิ่มเติม"
    assert curriculum.text == "หลักสูตรแกนกลางการศึกษาขั้นพื้นฐาน พุทธศักราช 2551"
    assert all(r.year_be for p in load_procedures() for r in p.references if r.kind == "law")


def test_the_forms_are_the_39_that_manuals_name_and_11_implied() -> None:
    named = [form.id for form in load_forms() if not form.is_implied]
    counts = {"M": 9, "R": 8, "N": 4, "D": 2, "E": 2, "I": 2, "W": 2, "T": 2, "S": 4, "K": 3, "Z": 1}
    assert named == [f"{letter}{n}" for letter, count in counts.items() for n in range(1, count + 1)]
    assert len(named) == 39
    assert [form.id for form in load_forms() if form.is_implied] == [f"X{n}" for n in range(1, 12)]


def test_every_form_has_a_code_of_its_own() -> None:
    codes = [code for form in load_forms() for code in (form.code, *form.also)]
    assert len(codes) == len(set(codes))


def test_an_office_has_9_divisions_and_one_unit() -> None:
    assert [unit.kind for unit in load_units()] == ["division"] * 9 + ["unit"]
    codes = [u.code for division in load_units() for u in (division, *division.sections)]
    assert len(codes) == len(set(codes))


def test_parts_come_in_order() -> None:
    parts = list(load_procedure("joint-work").parts())
    assert [part.number for part in parts][:3] == [1, "1.1", "1.2"]
    assert isinstance(parts[0], StepTemplate)
    assert isinstance(parts[1], SubstepTemplate)
