"""LINE's Messaging API: one push a person, since hardly two are told the same.

A push carries `X-Line-Retry-Key`: LINE answers 409 to one that it has taken already (for 24 hours), so that a message
whose answer was lost is sent again without harm. Of an account that blocked ours LINE tells by the webhook only.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from django.conf import settings
from requests.auth import AuthBase

from nithet.notices.channels.contract import FAULTY, Message, Outcome, Result

logger = logging.getLogger(__name__)

PUSH = "/v2/bot/message/push"
REPLY = "/v2/bot/message/reply"
CONNECT_S, ANSWER_S = 5.0, 15.0
MOST_TEXT = 4800
"""LINE takes 5,000 UTF-16 units in a text."""
_DOWN = "ติดต่อระบบ LINE ไม่ได้"
_SLOW = "ระบบ LINE ไม่ตอบภายในเวลาที่กำหนด"
_NO_TRUST = "ระบบ LINE ไม่ยอมรับรหัสเชื่อมต่อของสำนักงาน โปรดตรวจสอบ NITHET_LINE_TOKEN"
_BUSY = "ระบบ LINE ขอให้ส่งช้าลง หรือส่งครบจำนวนของเดือนนี้แล้ว"


class _Token(AuthBase):
    """As a header alone it would give way to what the machine's ~/.netrc has."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {settings.LINE.token}"
        return request


class LineChannel:
    code = "line"

    def reaches_people(self) -> bool:
        return bool(settings.LINE.reaches_people)

    def send(self, messages: Iterable[Message]) -> Iterator[Result]:
        with requests.Session() as session:
            session.auth = _Token()
            # Through the machine's proxies only to LINE itself.
            session.trust_env = settings.LINE.api.startswith("https://")
            for message in messages:
                result = _tried(message, session)
                yield result
                if result.outcome == Outcome.DOWN:
                    return


def _tried(message: Message, session: requests.Session) -> Result:
    """A message that cannot be made holds up no other."""
    try:
        return _push(message, session)
    except Exception:
        logger.exception("Message %s could not be sent by LINE", message.key)
        return Result(message.key, Outcome.RETRY, FAULTY)


def _push(message: Message, session: requests.Session) -> Result:
    body: dict[str, Any] = {"to": message.to, "messages": [{"type": "text", "text": text_of(message)}]}
    try:
        answer = session.post(
            f"{settings.LINE.api}{PUSH}",
            json=body,
            headers={"X-Line-Retry-Key": str(message.key)},
            timeout=(CONNECT_S, ANSWER_S),
            allow_redirects=False,
        )
    except requests.Timeout:
        return Result(message.key, Outcome.DOWN, _SLOW)
    except requests.RequestException:
        return Result(message.key, Outcome.DOWN, _DOWN)
    return _read(message, answer)


def _read(message: Message, answer: requests.Response) -> Result:
    code = answer.status_code
    if code in (200, 409):  # 409: taken before, by the same key
        return Result(message.key, Outcome.SENT)
    if code == 429:
        return Result(message.key, Outcome.DOWN, _BUSY, after=_asked_pause(answer))
    if code in (401, 403):
        return Result(message.key, Outcome.DOWN, _NO_TRUST)
    if code in (400, 404):
        return _refused(message, answer)
    return Result(message.key, Outcome.DOWN, f"ระบบ LINE ขัดข้อง ({code})", after=_asked_pause(answer))


def _refused(message: Message, answer: requests.Response) -> Result:
    """A wrong address is told by its name; all else is the fault of this one message."""
    if "'to'" in answer.text or "Failed to send" in answer.text:
        return Result(message.key, Outcome.REFUSED, "ระบบ LINE ไม่พบบัญชี LINE ที่เชื่อมไว้", for_all=True)
    return Result(message.key, Outcome.REFUSED, f"ระบบ LINE ไม่รับข้อความนี้ ({answer.status_code})")


def _asked_pause(answer: requests.Response) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(seconds), 86_400)) if seconds.isdecimal() and len(seconds) < 9 else None


def reply(token: str, text: str) -> None:
    """Answer what somebody wrote, within the minute for which LINE keeps the token. Raises requests' errors."""
    answer = requests.post(
        f"{settings.LINE.api}{REPLY}",
        json={"replyToken": token, "messages": [{"type": "text", "text": text}]},
        auth=_Token(),
        timeout=(CONNECT_S, ANSWER_S),
        allow_redirects=False,
    )
    answer.raise_for_status()


def text_of(message: Message) -> str:
    """Short: what it is, where to open it. As much as LINE takes."""
    lines = [f"{message.subject} ({message.sender.office})"]
    for section in message.sections:
        lines += ["", section.name if section.count == 1 else f"{section.name} {section.count} เรื่อง"]
        for item in section.items:
            lines += [f"• {item.title}", *([item.detail] if item.detail else []), outside(item.address)]
        if section.left:
            lines.append(f"และอีก {section.left} เรื่อง")
    return _within("\n".join(lines), f"\n…\nดูทั้งหมด {outside(message.sender.all_address)}")


def _within(text: str, rest: str) -> str:
    if _units(text) <= MOST_TEXT:
        return text
    kept = text.encode("utf-16-le")[: 2 * (MOST_TEXT - _units(rest))].decode("utf-16-le", "ignore")
    return kept.rsplit("\n", 1)[0] + rest


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def outside(address: str) -> str:
    """Opened by the phone's own browser: LINE's breaks downloads and work without a network."""
    parts = urlsplit(address)
    query = "&".join(filter(None, (parts.query, urlencode({"openExternalBrowser": 1}))))
    return parts._replace(query=query).geturl()
