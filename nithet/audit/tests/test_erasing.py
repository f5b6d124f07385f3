"""A person can be taken out of history; the rows stay, and a fake erasure is found."""

from __future__ import annotations

from uuid import UUID

import pytest

from nithet.audit.erasing import Step, Whom, erase_person, erasing
from nithet.audit.erasures import PSEUDONYMISED
from nithet.audit.models import Entry
from nithet.audit.sealing import seal, sealed
from nithet.audit.services import record
from nithet.audit.tests.chains import Somebody, findings, thing, written
from nithet.audit.tests.test_tampering import NAME_GONE, TEXT_GONE
from nithet.core.ids import new_id
from nithet.core.models import StoredFile

pytestmark = pytest.mark.django_db
NAME = "นางสาวสอง สาธิต"
ALIAS = "บุคคลที่ 12"


@pytest.fixture
def leaver() -> Somebody:
    return Somebody(NAME)


@pytest.fixture
def officer() -> Somebody:
    return Somebody("นายสาม สาธิต")


@pytest.fixture
def office_id(leaver: Somebody, officer: Somebody) -> UUID:
    """What she did (1–2), what was done about her (3–4), what names her besides (5), and what does not (6)."""
    made = new_id()
    herself = StoredFile(id=leaver.pk, office_id=made, name=NAME)
    written(made, 2, by=leaver)
    record("person.changed", by=officer, on=herself, why="ตามคำสั่ง", title=NAME)
    record("account.signed_in", by=leaver, on=herself)
    record("task.assigned", by=officer, on=thing(made), to=NAME)
    written(made, 1, by=officer)
    return made


def the(leaver: Somebody, alias: str = ALIAS) -> Whom:
    return Whom(alias, leaver.pk, frozenset([leaver.pk]), (NAME,))


def erase(office_id: UUID, leaver: Somebody, officer: Somebody | None) -> int:
    return erase_person(office_id, the(leaver), by=officer)


def test_the_name_is_gone_everywhere_and_the_chain_holds(
    office_id: UUID, leaver: Somebody, officer: Somebody
) -> None:
    assert erase(office_id, leaver, officer) == 5
    rows = list(sealed(office_id).exclude(verb=PSEUDONYMISED))
    assert [row.by_name for row in rows] == [ALIAS, ALIAS, officer.name, ALIAS, officer.name, officer.name]
    assert [bool(row.title) for row in rows] == [True, True, False, False, False, True]
    assert NAME not in str(list(Entry.objects.values()))
    assert findings(office_id) == []


def test_nothing_is_left_by_which_the_name_could_be_guessed(office_id: UUID, leaver: Somebody) -> None:
    erase(office_id, leaver, None)
    acted = sealed(office_id).filter(by_id=leaver.pk)
    assert set(acted.values_list("name_salt", flat=True)) == {""}
    assert all(acted.values_list("name_digest", flat=True))


def test_the_erasure_is_history_and_names_nobody(
    office_id: UUID, leaver: Somebody, officer: Somebody
) -> None:
    erase(office_id, leaver, officer)
    told = Entry.objects.get(verb=PSEUDONYMISED)
    assert (told.by_name, told.title, told.kind, told.object_id) == (officer.name, ALIAS, "person", leaver.pk)
    assert (told.facts["alias"], told.facts["by_id"]) == (ALIAS, str(leaver.pk))


def test_who_erases_themselves_is_not_named_by_it(office_id: UUID, leaver: Somebody) -> None:
    erase(office_id, leaver, leaver)
    assert Entry.objects.get(verb=PSEUDONYMISED).by_name == ALIAS
    assert NAME not in str(list(Entry.objects.values()))


@pytest.mark.parametrize("who", ["officer", "leaver"])
def test_sent_again_it_changes_nothing(
    office_id: UUID, leaver: Somebody, who: str, request: pytest.FixtureRequest
) -> None:
    by: Somebody = request.getfixturevalue(who)
    erase(office_id, leaver, by)
    seal(office_id)
    before = list(Entry.objects.values())
    assert erase(office_id, leaver, by) == 0
    assert list(Entry.objects.values()) == before


def test_what_comes_later_is_erased_by_a_second_call(
    office_id: UUID, leaver: Somebody, officer: Somebody
) -> None:
    erase(office_id, leaver, officer)
    written(office_id, 1, by=leaver)
    assert erase_person(office_id, the(leaver, "บุคคลที่ 13"), by=officer) == 1
    assert findings(office_id) == []


def test_another_office_is_left_alone(office_id: UUID, leaver: Somebody) -> None:
    other = new_id()
    written(other, 1, by=leaver)
    erase(office_id, leaver, None)
    assert Entry.objects.get(office_id=other).by_name == NAME


def test_many_named_rows_need_several_entries(
    office_id: UUID, leaver: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nithet.audit.erasing.ROWS_NAMED_AN_ENTRY", 2)
    written(office_id, 3, why=f"แทน {NAME}")
    assert erase(office_id, leaver, None) == 8
    assert Entry.objects.filter(verb=PSEUDONYMISED).count() == 2
    assert findings(office_id) == []


def test_an_erasure_without_its_entry_is_found(office_id: UUID, leaver: Somebody) -> None:
    erase(office_id, leaver, None)
    seal(office_id)
    Entry.objects.filter(verb=PSEUDONYMISED).delete()
    found = findings(office_id)
    assert found[:2] == [(1, NAME_GONE), (2, NAME_GONE)]
    assert (3, TEXT_GONE) in found
    assert found[-1] == (7, "รายการท้ายประวัติหายไป (ลำดับที่ 7)")


def test_an_erased_row_cannot_be_given_other_words(office_id: UUID, leaver: Somebody) -> None:
    erase(office_id, leaver, None)
    sealed(office_id).filter(sequence=1).update(by_name="นายอื่น สาธิต")
    sealed(office_id).filter(sequence=3).update(why="ทุจริต")
    assert findings(office_id) == [(1, NAME_GONE), (3, TEXT_GONE)]


def test_an_erasure_covers_only_what_came_before_it(office_id: UUID, leaver: Somebody) -> None:
    erase(office_id, leaver, None)
    written(office_id, 1, by=leaver)
    seal(office_id)
    sealed(office_id).filter(sequence=8).update(by_name=ALIAS, name_salt="", erased_at="2026-11-20T03:00Z")
    assert findings(office_id) == [(8, NAME_GONE)]


# Step by step


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are read at once, and one is changed."""
    monkeypatch.setattr("nithet.audit.erasing.ROWS_READ", 2)
    monkeypatch.setattr("nithet.audit.erasing.ROWS_A_TRANSACTION", 1)


@pytest.mark.usefixtures("small_steps")
def test_broken_off_after_any_step_the_chain_holds_and_the_next_call_does_the_rest(
    office_id: UUID, leaver: Somebody, officer: Somebody
) -> None:
    walked = 0
    while True:
        steps = erasing(office_id, the(leaver), by=officer)
        # The first break comes after the first step, the next one a step later: more is left each time.
        taken = [step for _, step in zip(range(walked + 1), steps, strict=False)]
        steps.close()
        assert findings(office_id) == []
        walked += 1
        if len(taken) < walked:
            break
    assert walked > 3
    assert NAME not in str(list(Entry.objects.values()))


@pytest.mark.usefixtures("small_steps")
def test_the_entry_comes_before_the_blanks(office_id: UUID, leaver: Somebody, officer: Somebody) -> None:
    kinds = [step.doing for step in erasing(office_id, the(leaver), by=officer)]
    assert kinds == [*["read"] * 3, "tell", *["erase"] * 6, "read"]


@pytest.mark.usefixtures("small_steps")
def test_each_step_says_how_far_it_is(office_id: UUID, leaver: Somebody, officer: Somebody) -> None:
    steps = list(erasing(office_id, the(leaver), by=officer))
    assert steps[:2] == [Step("read", 2, 6), Step("read", 4, 6)]
    assert [step.done for step in steps if step.doing == "erase"] == [1, 2, 3, 4, 5, 6]


def test_what_others_write_meanwhile_is_erased_too(
    office_id: UUID, leaver: Somebody, officer: Somebody
) -> None:
    steps = erasing(office_id, the(leaver), by=officer)
    next(steps)
    record("task.assigned", by=officer, on=thing(office_id), to=NAME)
    assert list(steps)
    assert NAME not in str(list(Entry.objects.values()))
    assert findings(office_id) == []
