"""แผนปฏิบัติการประจำปี: totals of a year by division, strategy and source, and the words that the office keeps for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member, page_text
from nithet.registers.generic import services as items
from nithet.registers.plans import services
from nithet.registers.plans.annual import annual_of
from nithet.registers.plans.models import BudgetLine, Plan, Term
from nithet.registers.plans.terms import USUAL, state_of, terms_of
from nithet.registers.plans.tests.conftest import Maker
from nithet.registers.plans.tests.factories import BOOK, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def two_plans(office: Office, ict: Unit, ict_head: User, director: User, make: Maker) -> tuple[Plan, Plan]:
    strategies = [{"was": "", "name": name} for name in ("พัฒนาผู้เรียน", "พัฒนาครู")]
    seen = state_of(office, 2570)
    services.keep_terms(2570, {"strategy": strategies}, seen=seen, by=as_member(director, office))
    one = make(
        lines=[*rows("100.10", "0.05"), *rows("50", source="เงินนอกงบประมาณ")],
        strategy="พัฒนาครู",
        approved=True,
    )
    two = make(lines=rows("200"), by=ict_head, unit=ict, title="โครงการของอีกกลุ่ม")
    one.lines.filter(planned=Decimal(50)).update(spent=Decimal("60.60"))
    return one, two


def test_totals_by_division_strategy_and_source(office: Office, planning: User, two_plans: Any) -> None:
    annual = annual_of(as_member(planning, office), {"year": 2570})
    assert (annual.money.planned, annual.money.spent) == (Decimal("350.15"), Decimal("60.60"))
    assert [(one.count, one.money.planned) for one in annual.units] == [
        (1, Decimal("150.15")),
        (1, Decimal(200)),
    ]
    assert [(one.name, one.count, one.money.planned) for one in annual.strategies] == [
        ("พัฒนาผู้เรียน", 0, Decimal(0)), ("พัฒนาครู", 1, Decimal("150.15")), ("ยังไม่ระบุกลยุทธ์", 1, Decimal(200)),
    ]  # fmt: skip
    assert [(one.name, one.money.planned) for one in annual.sources] == [
        ("งบ สพฐ.", Decimal("300.15")), ("เงินนอกงบประมาณ", Decimal(50)),
    ]  # fmt: skip
    assert [row.plan.title for row in annual.over] == [two_plans[0].title]


def test_the_page_tells_what_is_over_and_is_narrowed(
    client: Client, office: Office, planning: User, two_plans: Any
) -> None:
    one, two = two_plans
    client.force_login(planning)
    where = reverse("plans:annual", args=[office.code])
    text = page_text(client.get(where))
    assert ("เบิกจ่ายและผูกพันเกินวงเงินตามแผน" in text, "350.15" in text) == (True, True)
    approved = page_text(client.get(where, {"state": "done"}))
    assert (one.title in approved, two.title in approved) == (True, False)
    assert one.title not in page_text(client.get(where, {"year": "2571"}))
    assert one.title in page_text(client.get(where, {"year": "ปีนี้", "unit": "x"}))


def test_each_sees_the_plans_of_their_division(
    client: Client, office: Office, head: User, teacher: User, outsider: User, two_plans: Any
) -> None:
    one, two = two_plans
    where = reverse("plans:annual", args=[office.code])
    client.force_login(head)
    text = page_text(client.get(where))
    assert (one.title in text, two.title in text, "350.15" in text) == (True, False, False)
    assert where in page_text(client.get(reverse("plans:plan-list", args=[office.code])))
    client.force_login(teacher)
    assert client.get(where).status_code == 403
    assert where not in page_text(client.get(reverse("plans:plan-list", args=[office.code])))
    client.force_login(outsider)
    assert client.get(where).status_code == 404


def test_it_goes_out_as_a_file_with_its_total(
    client: Client, office: Office, planning: User, two_plans: Any
) -> None:
    client.force_login(planning)
    where = reverse("plans:annual", args=[office.code])
    file = client.get(where, {"format": "csv"})
    lines = b"".join(file.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]
    assert (len(lines), lines[-1]) == (4, ",รวม,,,,,,350.15,0.00,60.60,289.55,0.00")
    sheet = client.get(where, {"format": "xlsx"})
    assert b"".join(sheet.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_one_plan_and_many_cost_the_same(client: Client, office: Office, planning: User, make: Maker) -> None:
    client.force_login(planning)
    where = reverse("plans:annual", args=[office.code])
    told = []
    for count in (1, 20):
        for _ in range(count):
            make(lines=rows("100", "50"), approved=True)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        told.append(len(queries))
    assert told[0] == told[1]
    assert annual_of(as_member(planning, office), {"year": 2570}).money.planned == Decimal(21 * 150)


def test_what_is_voided_counts_nowhere(office: Office, supervisor: User, planning: User, make: Maker) -> None:
    plan = make(lines=rows("100"))
    items.void_item(BOOK, plan, why="บันทึกซ้ำ", by=as_member(supervisor, office))
    assert annual_of(as_member(planning, office), {"year": 2570}).rows == []


# The words of the office


def term_data(office: Office, **lists: list[tuple[str, str]]) -> dict[str, Any]:
    """Each list with what each word was and what it is now, on a page opened now."""
    data: dict[str, Any] = {"seen": state_of(office, 2570)}
    for kind in ("strategy", "category", "source"):
        words = lists.get(kind, [])
        data |= {f"{kind}-TOTAL_FORMS": len(words), f"{kind}-INITIAL_FORMS": 0}
        for place, (was, name) in enumerate(words):
            data |= {
                f"{kind}-{place}-was": was,
                f"{kind}-{place}-name": name,
                f"{kind}-{place}-ORDER": place + 1,
            }
    return data


def test_a_word_that_is_changed_changes_where_it_is_used(
    client: Client, office: Office, planning: User, make: Maker
) -> None:
    plan = make(lines=[*rows("1"), *rows("2", source="งบสำนักงานเขต")])
    client.force_login(planning)
    where = reverse("plans:terms", args=[office.code])
    assert "ค่าวัสดุ" in page_text(client.get(where))
    # The two change places, and one is new.
    sources = [("งบ สพฐ.", "งบสำนักงานเขต"), ("งบสำนักงานเขต", "งบ สพฐ."), ("", "เงินบริจาค")]
    assert client.post(where, term_data(office, source=sources)).status_code == 302
    assert list(plan.lines.values_list("source", flat=True)) == ["งบสำนักงานเขต", "งบ สพฐ."]
    assert [one.name for one in terms_of(office, Term.Kind.SOURCE)] == ["งบสำนักงานเขต", "งบ สพฐ.", "เงินบริจาค"]
    # A list without words is the usual one again.
    assert [one.name for one in terms_of(office, Term.Kind.CATEGORY)] == list(USUAL["category"])


def test_strategies_are_those_of_a_year(client: Client, office: Office, planning: User, make: Maker) -> None:
    plan, earlier = make(strategy="พัฒนาครู"), make(strategy="พัฒนาครู", fiscal_year_be=2569)
    client.force_login(planning)
    where = f"{reverse('plans:terms', args=[office.code])}?year=2570"
    client.post(where, term_data(office, strategy=[("พัฒนาครู", "พัฒนาครูและบุคลากร")]))
    plan.refresh_from_db()
    earlier.refresh_from_db()
    assert (plan.strategy, earlier.strategy) == ("พัฒนาครูและบุคลากร", "พัฒนาครู")
    assert Term.objects.get().fiscal_year_be == 2570


def test_of_two_who_change_the_words_the_later_is_told(
    client: Client, office: Office, planning: User, make: Maker
) -> None:
    """Nothing of the later one is stored, and what was typed is shown; the next press is of what stands now."""
    plan = make(strategy="พัฒนาครู")
    client.force_login(planning)
    where = f"{reverse('plans:terms', args=[office.code])}?year=2570"
    client.post(where, term_data(office, strategy=[("", "พัฒนาครู")]))
    mine = term_data(office, strategy=[("พัฒนาครู", "พัฒนาครู"), ("", "พัฒนาระบบ")], source=[("", "เงินบริจาค")])
    client.post(where, term_data(office, strategy=[("พัฒนาครู", "พัฒนาครูและบุคลากร")]))
    page = client.post(where, mine)
    assert page.status_code == 422
    assert "มีผู้แก้ไขก่อนหน้าท่าน" in page_text(page)
    assert dict(page.context["lost"])["กลยุทธ์"] == ["พัฒนาครู", "พัฒนาระบบ"]
    assert page.context["row_sets"][0].initial[0]["was"] == "พัฒนาครูและบุคลากร"
    assert [one.name for one in Term.objects.all()] == ["พัฒนาครูและบุคลากร"]
    plan.refresh_from_db()
    assert plan.strategy == "พัฒนาครูและบุคลากร"
    both = [("พัฒนาครูและบุคลากร", "พัฒนาครูและบุคลากร"), ("", "พัฒนาระบบ")]
    again = {**term_data(office, strategy=both), "seen": page.context["seen"]["seen"].value()}
    assert client.post(where, again).status_code == 302
    assert [one.name for one in terms_of(office, Term.Kind.STRATEGY, 2570)] == ["พัฒนาครูและบุคลากร", "พัฒนาระบบ"]


def test_the_same_word_twice_is_told(client: Client, office: Office, planning: User) -> None:
    client.force_login(planning)
    page = client.post(
        reverse("plans:terms", args=[office.code]),
        term_data(office, source=[("", "เงินบริจาค"), ("", "เงินบริจาค")]),
    )
    assert (page.status_code, "มีอยู่แล้วในรายการนี้" in page_text(page)) == (422, True)
    assert not Term.objects.exists()


@pytest.mark.parametrize(
    ("who", "code"), [("director", 200), ("planning", 200), ("head", 403), ("outsider", 404)]
)
def test_who_keeps_the_words(
    client: Client, office: Office, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse("plans:terms", args=[office.code])).status_code == code


def test_satang_are_never_lost(make: Maker) -> None:
    line = make(lines=rows("0.01")).lines.get()
    with pytest.raises(ValueError, match="satang"):
        BudgetLine.objects.filter(pk=line.pk).update(spent=Decimal("0.005"))
