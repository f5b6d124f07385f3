"""The folder in other hands: the secretary's order, the printed pages, and what a clerk records from paper."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.models import StoredFile
from nithet.cycles.models import Decision, Task, TaskRound
from nithet.cycles.services.deciding import give
from nithet.cycles.tests.factories import PDF, a_pdf
from nithet.cycles.tests.folder_factories import lay, up_to_director
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member, page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def url(name: str, office: Office, *args: object) -> str:
    return reverse(f"cycles:folder-{name}", args=[office.code, *args])


@pytest.fixture
def up(boss: Member, second: Member, director: User) -> dict[str, Member]:
    return up_to_director(boss, second)


@pytest.fixture
def desk(client: Client, secretary: User) -> Client:
    client.force_login(secretary)
    return client


@pytest.fixture
def clerks(client: Client, clerk: User) -> Client:
    client.force_login(clerk)
    return client


WAYS = {"เลื่อนขึ้น": "up", "เลื่อนลง": "down"}


def ways_of(client: Client, office: Office, decision: Decision) -> dict[str, str]:
    """What the buttons of a card send, by the way that it goes."""
    card = client.get(url("page", office)).content.decode().split(f'id="card-{decision.pk}"')[1]
    buttons = re.findall(r'name="after" value="([^"]*)">.*?(เลื่อนขึ้น|เลื่อนลง)', card.split("</article>")[0])
    return {WAYS[words]: behind for behind, words in buttons}


def lay_behind(client: Client, office: Office, decision: Decision, behind: str) -> int:
    return client.post(url("move", office, decision.pk), {"after": behind}).status_code


def press(client: Client, office: Office, decision: Decision, way: str) -> int:
    return lay_behind(client, office, decision, ways_of(client, office, decision)[way])


def order(client: Client, office: Office) -> list[Any]:
    return [card.decision.pk for card in client.get(url("page", office)).context["cards"]]


# The secretary


def test_the_secretary_lays_the_directors_folder_in_order(
    desk: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    one, two, three, notice = lay(
        supervision, doer, "approve", "approve", "approve", "acknowledge", before=up
    )
    assert order(desk, office) == [one.pk, two.pk, three.pk]
    up_one = ways_of(desk, office, three)["up"]
    for _ in range(2):  # sent twice it goes no further
        assert lay_behind(desk, office, three, up_one) == 302
        assert order(desk, office) == [one.pk, three.pk, two.pk]
    press(desk, office, one, "down")
    assert order(desk, office) == [three.pk, one.pk, two.pk]
    lay_behind(desk, office, two, "")
    assert order(desk, office) == [two.pk, three.pk, one.pk]
    lay_behind(desk, office, two, str(one.pk))
    assert order(desk, office) == [three.pk, one.pk, two.pk]
    press(desk, office, one, "up")
    assert order(desk, office) == [one.pk, three.pk, two.pk]
    assert lay_behind(desk, office, notice, "") == 302


def test_a_card_at_an_end_is_not_offered_to_go_further(
    desk: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    first, inner, last, notice = lay(
        supervision, doer, "approve", "approve", "approve", "acknowledge", before=up
    )

    def offered(decision: Decision) -> set[str]:
        return set(ways_of(desk, office, decision))

    ways = [offered(one) for one in (first, inner, last, notice)]
    assert ways == [{"down"}, {"up", "down"}, {"up"}, set()]
    desk.post(url("urgent", office, inner.pk), {"urgent": "1"})
    assert [offered(one) for one in (inner, first, last)] == [set(), {"down"}, {"up"}]


def test_what_is_flagged_urgent_comes_first(
    desk: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    one, two = lay(supervision, doer, "approve", "approve", before=up)
    desk.post(url("urgent", office, two.pk), {"urgent": "1"})
    assert order(desk, office) == [two.pk, one.pk]
    assert "(ด่วน 1)" in desk.get(url("page", office)).content.decode()
    desk.post(url("urgent", office, two.pk), {"urgent": "0"})
    assert order(desk, office) == [one.pk, two.pk]


def test_a_matter_decided_meanwhile_is_not_moved(
    desk: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], chief: Member
) -> None:
    _, two = lay(supervision, doer, "approve", "approve", before=up)
    give(two, "", by=chief)
    # What is decided lies in no folder: the secretary does not see it any more.
    assert lay_behind(desk, office, two, "") == 404
    assert not TaskRound.objects.filter(folder_place__isnull=False, pk=two.round_id).exists()


def test_the_secretary_has_no_button_to_decide(
    desk: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    shown = desk.get(url("page", office)).content.decode()
    assert "แจ้งเป็นเรื่องด่วน" in shown
    assert f"give-{decision.pk}" not in shown
    assert desk.post(url("give", office, decision.pk)).status_code == 403


@pytest.mark.parametrize("act", ["urgent", "move"])
@pytest.mark.parametrize(
    ("who", "code"), [("director", 403), ("clerk", 403), ("teacher", 404), ("outsider", 404)]
)
def test_only_the_secretary_orders(
    client: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], act: str, who: str,
    code: int, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    [decision] = lay(supervision, doer, "approve", before=up)
    client.force_login(request.getfixturevalue(who))
    assert client.post(url(act, office, decision.pk), {"urgent": "1", "after": ""}).status_code == code
    assert not TaskRound.objects.filter(is_urgent=True).exists()


# Printed


def test_the_folder_is_printed_with_thai_digits_and_room_to_sign(
    desk: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    one, two = lay(
        supervision, doer, "approve", "approve", before=up, memo_subject="ขออนุมัติ 2 รุ่น", memo_text="จัดอบรม 60 คน",
    )  # fmt: skip
    shown = desk.get(url("print", office)).content.decode().replace("\u00a0", " ").replace("\u2060", "")
    for words in (
        "ใบสรุป",
        "ขออนุมัติ ๒ รุ่น",
        "จัดอบรม ๖๐ คน",
        "๒๐ พฤศจิกายน ๒๕๖๙",
        "เขต ๑",
        "ความเห็น / คำสั่ง (อนุมัติ)",
    ):
        assert words in shown, words
    assert shown.count("บันทึกข้อความ ") >= 2
    chosen = desk.get(url("print", office), {"decision": [str(two.pk), "nonsense"]})
    assert len(chosen.context["papers"]) == 1
    assert f'value="{one.pk}"' not in chosen.content.decode()


def test_a_large_folder_is_printed_in_sets_that_are_told(
    desk: Client,
    office: Office,
    supervision: Unit,
    doer: Member,
    up: dict[str, Member],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("nithet.cycles.views.folder_paper.PRINTED", 2)
    laid = lay(supervision, doer, *["approve"] * 5, before=up)
    seen = []
    for number in (1, 2, 3):
        shown = desk.get(url("print", office), {"of": "director", "set": number})
        seen += [card.decision for card in shown.context["lying"]]
        text = page_text(shown)
        assert f"ชุดที่ {number} จาก 3" in text
        assert "แฟ้มนี้มี 5 เรื่อง พิมพ์ครั้งละไม่เกิน 2 เรื่อง" in text
    assert (seen, shown.context["papers"][0].place) == (laid, "๕")
    assert "ชุดที่ ๓ จาก ๓" in page_text(shown)
    chosen = desk.get(url("print", office), {"decision": [str(one.pk) for one in laid[2:]]})
    assert "ชุดที่ 1 จาก 2" in page_text(chosen)
    assert f"decision={laid[4].pk}" in chosen.content.decode()


def test_printing_costs_the_same_for_1_and_20(
    desk: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(url("print", office)).status_code == 200
        return len(asked)

    lay(supervision, doer, "approve", before=up)
    cost()
    one = cost()
    lay(supervision, doer, *(["approve"] * 19), before=up)
    assert cost() == one


def test_an_empty_folder_prints_nothing(desk: Client, office: Office) -> None:
    assert "ไม่มีเรื่องรอพิจารณาให้พิมพ์" in desk.get(url("print", office)).content.decode()


# From paper


def typed(
    *rows: tuple[Decision, str, Member, str], on: str = "20 พ.ย. 2569", scan: Any = None
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "decided_on": on,
        "scan": scan or a_pdf("แฟ้มลงนาม.pdf"),
        "decision": [str(d.pk) for d, *_ in rows],
    }
    for decision, outcome, signer, words in rows:
        found |= {
            f"outcome-{decision.pk}": outcome, f"signer-{decision.pk}": str(signer.person.pk), f"words-{decision.pk}": words,
        }  # fmt: skip
    return found


def test_a_clerk_sees_what_lies_before_each_of_the_division(
    clerks: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    lay(supervision, doer, "certify", "approve")
    context = clerks.get(url("page", office)).context
    assert [(tab["title"], tab["count"]) for tab in context["tabs"]] == [("ทั้งหมด", 2), ("ผู้อำนวยการกลุ่ม", 2)]
    assert len(clerks.get(url("page", office), {"role": "director"}).context["cards"]) == 0
    assert "บันทึกผลตามหนังสือที่ลงนามแล้ว" in clerks.get(url("page", office)).content.decode()


def test_several_outcomes_of_one_scan_are_recorded_at_once(
    clerks: Client,
    office: Office,
    supervision: Unit,
    doer: Member,
    up: dict[str, Member],
    chief: Member,
    clerk: User,
) -> None:
    given, limited, returned, refused, left = lay(supervision, doer, *["approve"] * 5, before=up)
    form = clerks.get(
        url("paper", office), {"decision": [str(d.pk) for d in (given, limited, returned, refused, left)]}
    )
    assert form.content.decode().count("ไม่บันทึกเรื่องนี้") == 5
    response = clerks.post(url("paper", office), typed(
        (given, "given", chief, "ดำเนินการได้"), (limited, "conditional", chief, "ลดวงเงิน"), (returned, "returned", chief, "แก้วงเงิน"),
        (refused, "refused", chief, "ซ้ำโครงการเดิม"), (left, "skipped", chief, ""),
    ))  # fmt: skip
    assert response.status_code == 302
    states = {
        d.pk: d
        for d in Decision.objects.filter(pk__in=[d.pk for d in (given, limited, returned, refused, left)])
    }
    assert [states[d.pk].state for d in (given, limited, returned, refused, left)] == [
        "given",
        "given",
        "returned",
        "refused",
        "current",
    ]
    first = states[given.pk]
    assert (first.decided_by, first.recorded_by, first.opinion) == (chief.user, clerk, "ดำเนินการได้")
    assert states[limited.pk].conditions == "ลดวงเงิน"
    assert StoredFile.objects.count() == 1
    shown = clerks.get(response["Location"]).content.decode()
    assert "บันทึกผลการพิจารณาตามหนังสือที่ลงนามแล้ว 4 เรื่อง" in shown
    assert f"บันทึกจากหนังสือที่ลงนามแล้ว โดย {clerk.name}" in shown


def test_what_is_chosen_beyond_one_page_follows_when_it_is_recorded(
    clerks: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], chief: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("nithet.cycles.views.folder_paper.RECORDED", 2)
    laid = lay(supervision, doer, *["approve"] * 3, before=up)
    asked: dict[str, Any] = {"of": "division", "decision": [str(one.pk) for one in laid]}
    shown = clerks.get(url("paper", office), asked)
    assert (len(shown.context["rows"]), shown.context["later"]) == (2, [laid[2].pk])
    assert "ระบบจะแสดงอีก 1 เรื่องที่เลือกไว้ต่อไป" in page_text(shown)
    sent = typed(*((one, "given", chief, "") for one in laid[:2])) | {
        "of": "division",
        "later": [str(laid[2].pk)],
    }
    wrong = clerks.post(url("paper", office), {**sent, "decided_on": ""})
    assert (wrong.status_code, wrong.context["later"]) == (422, [laid[2].pk])
    following = clerks.post(url("paper", office), {**sent, "scan": a_pdf()})
    last = clerks.get(following["Location"])
    assert [row.decision for row in last.context["rows"]] == [laid[2]]
    done = clerks.post(url("paper", office), typed((laid[2], "given", chief, "")) | {"of": "division"})
    assert done["Location"].startswith(url("page", office))


def test_what_was_recorded_of_a_form_that_failed_in_part_is_not_told_as_late(
    clerks: Client,
    office: Office,
    supervision: Unit,
    doer: Member,
    boss: Member,
    up: dict[str, Member],
    chief: Member,
) -> None:
    one, other = lay(supervision, doer, "approve", "approve", before=up)
    clerks.post(url("paper", office), typed((one, "given", chief, "ดำเนินการได้")))
    both = typed((one, "given", chief, "ดำเนินการได้"), (other, "given", chief, ""))
    assert clerks.post(url("paper", office), both).status_code == 302
    changed = clerks.post(url("paper", office), typed((one, "refused", chief, "ซ้ำโครงการเดิม")))
    assert (changed.status_code, "ซ้ำโครงการเดิม" in page_text(changed)) == (409, True)


def test_from_the_task_page_one_comes_back_to_it(
    clerks: Client, office: Office, supervision: Unit, doer: Member, boss: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(supervision, doer, "certify")
    response = clerks.post(url("paper", office), typed((decision, "given", boss, "")) | {"next": "task"})
    assert response["Location"] == reverse("cycles:task-page", args=[office.code, decision.round.task_id])
    assert Task.objects.get(pk=decision.round.task_id).state == "done"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"scan": ""}, "โปรดแนบภาพสแกนของหนังสือ"), ({"decided_on": ""}, "โปรดระบุวันที่ลงนามในหนังสือ"),
        ({"outcome": ""}, "โปรดเลือก"), ({"signer": ""}, "โปรดเลือกผู้ลงนาม"),
        ({"outcome": "returned"}, "โปรดระบุเหตุผลที่ส่งคืน"), ({"outcome": "refused"}, "โปรดระบุเหตุผล"),
    ],
)  # fmt: skip
def test_what_a_paper_must_say(
    clerks: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], chief: Member,
    changed: dict[str, str], words: str,
) -> None:  # fmt: skip
    [decision] = lay(supervision, doer, "approve", before=up)
    sent = typed((decision, "given", chief, ""))
    sent |= {name if name in sent else f"{name}-{decision.pk}": value for name, value in changed.items()}
    response = clerks.post(url("paper", office), sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    decision.refresh_from_db()
    assert decision.state == "current"


@pytest.mark.parametrize(
    ("on", "scan", "words"),
    [
        ("1 ต.ค. 2569", None, "วันที่ลงนามต้องตั้งแต่วันที่เสนอ"),
        ("20 พ.ย. 2569", SimpleUploadedFile("แผน.docx", b"PK\x03\x04" + PDF), "PDF หรือรูปภาพ"),
    ],
)
def test_what_the_paper_cannot_be_is_told_and_nothing_recorded(
    clerks: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], chief: Member,
    on: str, scan: Any, words: str,
) -> None:  # fmt: skip
    [decision] = lay(supervision, doer, "approve", before=up)
    response = clerks.post(url("paper", office), typed((decision, "given", chief, ""), on=on, scan=scan))
    assert response.status_code == 409
    assert words in response.content.decode().replace("\u00a0", " ").replace("\u2060", "")
    decision.refresh_from_db()
    assert decision.state == "current"


def test_what_was_decided_meanwhile_is_not_offered(
    clerks: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], chief: Member
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    give(decision, "", by=chief)
    shown = clerks.get(url("paper", office), {"decision": str(decision.pk)}).content.decode()
    assert "เรื่องที่เลือกพิจารณาไปแล้ว" in shown
    clerks.post(url("paper", office), typed((decision, "refused", chief, "ไม่")))
    decision.refresh_from_db()
    assert decision.state == "given"


@pytest.mark.parametrize(
    ("who", "code"),
    [("secretary", 403), ("director", 403), ("head", 403), ("teacher", 404), ("outsider", 404)],
)
def test_only_the_clerk_of_the_division_records(
    client: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], chief: Member,
    who: str, code: int, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    [decision] = lay(supervision, doer, "approve", before=up)
    client.force_login(request.getfixturevalue(who))
    assert client.get(url("paper", office), {"decision": str(decision.pk)}).status_code == code
    assert client.post(url("paper", office), typed((decision, "given", chief, ""))).status_code == code
    decision.refresh_from_db()
    assert decision.state == "current"


def test_a_signer_of_an_earlier_day_is_offered(
    clerks: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], director: User
) -> None:
    """The paper was signed before the director left."""
    [decision] = lay(supervision, doer, "approve", before=up)
    TaskRound.objects.filter(pk=decision.round_id).update(
        submitted_at=decision.round.submitted_at - timedelta(days=5)
    )
    chief = as_member(director, office)
    director.person.appointments.update(until_on=date(2026, 11, 18))
    shown = clerks.get(url("paper", office), {"decision": str(decision.pk)}).content.decode()
    assert director.person.name in shown
    response = clerks.post(url("paper", office), typed((decision, "given", chief, ""), on="18 พ.ย. 2569"))
    assert response.status_code == 302
