"""What LINE tells us: somebody typed a code, blocked the office's account, or came back.

Everybody can reach this address; only what LINE signed is read. Nothing is sent from here: answers are jobs.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from nithet.core.jobs import start
from nithet.notices.jobs import REPLY
from nithet.notices.services import linking

MOST_BYTES = 1024 * 1024
MOST_EVENTS = 100
HOW = "พิมพ์รหัสเชื่อมบัญชี 8 ตัวที่แสดงในหน้า “การแจ้งเตือนของฉัน” ของระบบนิเทศ เพื่อรับการแจ้งเตือนทาง LINE"
DONE = "เชื่อมบัญชีของ {name} แล้ว ท่านจะได้รับการแจ้งเตือนตามที่เลือกไว้ในระบบนิเทศ"
WRONG = "ไม่พบรหัสนี้ หรือรหัสหมดอายุแล้ว โปรดขอรหัสใหม่จากหน้า “การแจ้งเตือนของฉัน” แล้วพิมพ์อีกครั้ง"


@csrf_exempt
@require_POST
def line_webhook(request: HttpRequest) -> HttpResponse:
    if not settings.LINE.secret:
        raise Http404
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return HttpResponse(status=413)
    if not is_signed(request.body, request.headers.get("X-Line-Signature", ""), settings.LINE.secret):
        return HttpResponse(status=403)
    for event in _events(request.body):
        _take(event)
    return HttpResponse("ok", content_type="text/plain")


def signature(body: bytes, secret: str) -> str:
    return base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()


def is_signed(body: bytes, given: str, secret: str) -> bool:
    return hmac.compare_digest(signature(body, secret).encode(), given.encode())


def _events(body: bytes) -> list[dict[str, Any]]:
    """Those of people. What is not as LINE writes it says nothing."""
    try:
        told = json.loads(body)
    except ValueError:
        return []
    events = told.get("events") if isinstance(told, dict) else None
    found = [one for one in events if isinstance(one, dict)] if isinstance(events, list) else []
    return [one for one in found[:MOST_EVENTS] if _who(one)]


def _who(event: dict[str, Any]) -> str:
    source = event.get("source")
    line_id = source.get("userId") if isinstance(source, dict) else None
    return line_id if isinstance(line_id, str) and 0 < len(line_id) <= 80 else ""


def _take(event: dict[str, Any]) -> None:
    line_id = _who(event)
    match event:
        case {"type": "message", "message": {"type": "text", "text": str(text)}}:
            _take_text(text, line_id, event)
        case {"type": "follow"}:
            linking.follow(line_id)
            _answer(HOW, event)
        case {"type": "unfollow"}:
            linking.unfollow(line_id)


def _take_text(text: str, line_id: str, event: dict[str, Any]) -> None:
    """What does not look like a code is talk, and gets the way to link."""
    if not linking.looks_like_code(text):
        _answer(HOW, event)
        return
    person = linking.link(text, line_id)
    _answer(DONE.format(name=person.plain_name) if person else WRONG, event)


def _answer(text: str, event: dict[str, Any]) -> None:
    """Told again, LINE gives the same way back: one answer."""
    token = event.get("replyToken")
    if isinstance(token, str) and 0 < len(token) <= 80:
        start(REPLY, key=f"{REPLY} {token}", token=token, text=text)
