"""Linking a LINE account by a code, and what LINE tells afterwards."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.models import Job
from nithet.notices.jobs import REPLY, watch
from nithet.notices.models import Delivery, LineAccount, LineCode, Notice
from nithet.notices.services import linking
from nithet.notices.services.notifying import notify
from nithet.notices.tests.conftest import SECRET, run_jobs, with_line
from nithet.notices.tests.servers import Line
from nithet.notices.webhook import signature
from nithet.offices.tests.factories import page_text

pytestmark = pytest.mark.usefixtures("friday", "matter", "digests_are_out")


def code_of(client: Client, user: User) -> str:
    client.force_login(user)
    response = client.post(reverse("notices:line-code", args=["satit1"]))
    found = re.search(r'id="line-code-text">([A-Z0-9]{8})<', page_text(response))
    assert found
    return found[1]


def event(kind: str = "message", text: str = "", line_id: str = "U-phone", **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "type": kind,
        "source": {"type": "user", "userId": line_id},
        "replyToken": f"r-{now()}",
    }
    if kind == "message":
        told["message"] = {"type": "text", "text": text}
    return {**told, **more}


def tell(*events: Any, secret: str = SECRET, body: bytes | None = None) -> int:
    content = json.dumps({"destination": "U-office", "events": events}).encode() if body is None else body
    return int(
        Client(enforce_csrf_checks=True)
        .post(
            reverse("line-webhook"), content, content_type="application/json",
            headers={"X-Line-Signature": signature(content, secret)},
        )
        .status_code
    )  # fmt: skip


def replies(line: Line) -> list[str]:
    run_jobs()
    return [body["messages"][0]["text"] for path, body, _ in line.asked if path.endswith("/reply")]


def test_a_code_links_the_account_that_typed_it(client: Client, line: Line, supervisor: User) -> None:
    code = code_of(client, supervisor)
    assert tell(event(text=f" {code[:4].lower()}-{code[4:]} ")) == 200
    account = LineAccount.objects.get()
    assert (account.person, account.line_id) == (supervisor.person, "U-phone")
    assert not LineCode.objects.exists()
    assert "เชื่อมบัญชีของ" in replies(line)[0]
    assert Notice.objects.get(kind="line_linked").person == supervisor.person


def test_the_code_is_not_kept_as_it_is(client: Client, line: Line, supervisor: User) -> None:
    code = code_of(client, supervisor)
    assert code not in str(list(LineCode.objects.values()))


def test_a_code_is_used_once(client: Client, line: Line, supervisor: User) -> None:
    code = code_of(client, supervisor)
    tell(event(text=code))
    tell(event(text=code, line_id="U-thief", replyToken="r-2"))
    assert LineAccount.objects.get().line_id == "U-phone"
    # Two answers of one moment go out in any order.
    assert any("ไม่พบรหัสนี้" in one for one in replies(line))


def test_a_code_is_over_after_its_time(client: Client, line: Line, supervisor: User) -> None:
    code = code_of(client, supervisor)
    with time_machine.travel(now() + linking.LASTS + timedelta(seconds=1), tick=False):
        tell(event(text=code))
    assert not LineAccount.objects.exists()


def test_a_new_code_ends_the_one_before(client: Client, line: Line, supervisor: User) -> None:
    first = code_of(client, supervisor)
    code_of(client, supervisor)
    tell(event(text=first))
    assert not LineAccount.objects.exists()


def test_codes_cannot_be_guessed(client: Client, line: Line, supervisor: User) -> None:
    code = code_of(client, supervisor)
    for _ in range(linking.MOST_WRONG):
        tell(event(text="AAAAAAAA"))
    tell(event(text=code))
    assert not LineAccount.objects.exists()
    tell(event(text=code, line_id="U-another"))
    assert LineAccount.objects.get().line_id == "U-another"


def test_an_account_has_one_person_the_last(client: Client, line: Line, supervisor: User, head: User) -> None:
    tell(event(text=code_of(client, supervisor)))
    tell(event(text=code_of(client, head)))
    assert LineAccount.objects.get().person == head.person


def test_a_person_has_one_account_the_last(client: Client, line: Line, supervisor: User) -> None:
    for phone in ("U-old", "U-new"):
        tell(event(text=code_of(client, supervisor), line_id=phone))
    assert LineAccount.objects.get().line_id == "U-new"


def test_talk_gets_the_way_to_link(line: Line, matter: Any) -> None:
    tell(event(text="สวัสดีครับ"))
    assert "พิมพ์รหัสเชื่อมบัญชี" in replies(line)[0]


def test_told_again_it_is_answered_once(line: Line) -> None:
    told = event(text="สวัสดีครับ")
    tell(told)
    tell(told)
    assert len(replies(line)) == 1


def test_passwords_of_the_machine_are_not_sent_instead_of_the_token(
    line: Line, supervisor: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login nobody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    notify([with_line(supervisor).person], "returned", new_id(), title="แผนการนิเทศ", address="/")
    tell(event(text="สวัสดีครับ"))
    watch()
    run_jobs()
    assert {path.rpartition("/")[2] for path, _, _ in line.asked} == {"push", "reply"}
    assert {headers["Authorization"] for _, _, headers in line.asked} == {"Bearer token"}


def test_a_reply_is_not_kept_however_it_ended(line: Line, supervisor: User) -> None:
    tell(event(text="สวัสดีครับ"), event(text="ครับ", line_id="U-other", replyToken="r-2"))
    first, _ = Job.objects.filter(kind=REPLY).values_list("pk", flat=True)
    Job.objects.filter(pk=first).update(state=Job.State.FAILED, finished_at=now())
    run_jobs()
    notify([supervisor.person], "returned", new_id(), title="แผนการนิเทศ", address="/")
    with time_machine.travel(now() + timedelta(minutes=31), tick=False):
        watch()
    assert not Job.objects.filter(kind=REPLY).exists()


def test_a_code_cannot_be_found_from_what_is_kept(client: Client, line: Line, supervisor: User) -> None:
    code = code_of(client, supervisor)
    assert LineCode.objects.get().digest != hashlib.sha256(code.encode()).hexdigest()


def test_a_reply_that_is_not_taken_harms_nothing(line: Line) -> None:
    line.answers = [(400, {}, {})]
    tell(event(text="สวัสดีครับ"))
    assert len(replies(line)) == 1
    assert not Job.objects.filter(state=Job.State.FAILED).exists()


def test_who_blocks_gets_nothing_and_who_comes_back_does(
    client: Client, line: Line, supervisor: User
) -> None:
    with_line(supervisor, "U-phone")
    tell(event("unfollow"))
    assert LineAccount.objects.get().refused_at
    client.force_login(supervisor)
    page = page_text(client.get(reverse("notices:choices", args=["satit1"])))
    assert "ท่านปิดกั้นหรือเลิกเป็นเพื่อนกับบัญชี LINE ของสำนักงาน" in page
    tell(event("follow"))
    assert LineAccount.objects.get().refused_at is None


def test_unlinked_nothing_more_is_sent_there(client: Client, line: Line, supervisor: User) -> None:
    with_line(supervisor)
    Delivery.objects.create(
        office=supervisor.person.office, person=supervisor.person, channel="line", key="notice 1", subject="เรื่อง",
        next_at=now(), made_at=now(),
    )  # fmt: skip
    client.force_login(supervisor)
    client.post(reverse("notices:line-unlink", args=["satit1"]))
    assert not LineAccount.objects.exists()
    assert Delivery.objects.get().state == Delivery.State.DROPPED


# Who is it that speaks?


def test_what_line_did_not_sign_is_not_read(client: Client, line: Line, supervisor: User) -> None:
    code = code_of(client, supervisor)
    assert tell(event(text=code), secret="another") == 403
    assert client.post(reverse("line-webhook"), "{}", content_type="application/json").status_code == 403
    odd = client.post(
        reverse("line-webhook"), "{}", content_type="application/json", headers={"X-Line-Signature": "\u00e9"}
    )
    assert odd.status_code == 403
    assert not LineAccount.objects.exists()


def test_without_line_the_address_does_not_exist(db: None) -> None:
    assert tell(event(text="สวัสดี")) == 404


def test_it_is_told_and_not_looked_at(client: Client, line: Line) -> None:
    assert client.get(reverse("line-webhook")).status_code == 405


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"{", b"\xff\xfe", b'{"events": 1}', b'{"events": [1, null, {}]}', b'{"events": [{"type": "message"}]}',
        b'{"events": [{"type": "message", "source": {"userId": 5}, "message": {"type": "text", "text": "A"}}]}',
        b'{"events": [{"type": "message", "source": {"userId": "U"}, "message": {"type": "sticker"}}]}',
        b'{"events": [{"type": "message", "source": {"userId": "U"}, "message": {"type": "text", "text": 5}}]}',
        b'{"events": [{"type": "unfollow", "source": {"type": "group", "groupId": "G"}}]}',
    ],
)  # fmt: skip
def test_whatever_is_signed_is_taken(line: Line, body: bytes) -> None:
    assert tell(body=body) == 200


def test_too_much_is_not_read(line: Line) -> None:
    assert tell(body=b'{"events": []}' + b" " * 1024 * 1024) == 413


def test_a_very_long_text_is_talk(line: Line, friday: date) -> None:
    assert tell(event(text="A" * 100_000)) == 200
    assert "พิมพ์รหัสเชื่อมบัญชี" in replies(line)[0]
