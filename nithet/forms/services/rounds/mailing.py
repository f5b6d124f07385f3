"""Reminders by e-mail to those who have an address and no account, each with their own link."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from smtplib import SMTPException
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string

from nithet.core.clock import today
from nithet.core.jobs import advance, job
from nithet.core.models import Job
from nithet.forms.links import address_of
from nithet.forms.models import Round, RoundTarget

logger = logging.getLogger(__name__)
MAIL = "forms.round_mail"
BATCH = 20


def can_mail() -> bool:
    return bool(settings.MAIL.reaches_people)


@job(MAIL, "ส่งอีเมลแจ้งติดตามการส่งข้อมูล")
def mail_reminders(running: Job) -> None:
    """In batches by key; after a break from the next one. Who has answered meanwhile is not written to; of an anonymous
    round everybody is, since whom it passes over would tell when they answered.
    """
    found = Round.objects.select_related("office", "unit").get(pk=running.payload["round"])
    last, sent = UUID(running.cursor.get("after", str(UUID(int=0)))), running.done
    since = datetime.fromisoformat(running.payload["since"])
    while found.is_taking(on=today()) and (batch := list(_waiting(found, since).filter(pk__gt=last)[:BATCH])):
        sent += _send(found, batch)
        last = batch[-1].pk
        running.result = {"words": f"ส่งอีเมลแล้ว {sent:,} ฉบับ"}
        advance(running, sent, cursor={"after": str(last)})


def _waiting(round_: Round, since: datetime) -> QuerySet[RoundTarget]:
    """Reminded then, without an account that is told in the product."""
    asked = RoundTarget.objects.filter(
        round=round_, standing=RoundTarget.Standing.ASKED, reminded_at__gte=since
    )
    if not round_.is_anonymous:
        asked = asked.filter(has_answered=False)
    addressed = (~Q(email="") & Q(person__user=None)) | ~Q(school__email="") & Q(school__isnull=False)
    return asked.filter(addressed).select_related("school", "person", "round__office").order_by("pk")


def _send(round_: Round, batch: Sequence[RoundTarget]) -> int:
    """One that cannot be sent holds up no other; a server that is gone ends the job, which is taken up again."""
    connection = get_connection()
    connection.open()
    try:
        return sum(_sent(_letter(round_, target, connection)) for target in batch)
    finally:
        with suppress(SMTPException, OSError):
            connection.close()


def _sent(letter: EmailMessage) -> bool:
    try:
        return bool(letter.send())
    except SMTPException as error:
        logger.warning("A reminder was not sent: %s", type(error).__name__)
        return False


def _letter(round_: Round, target: RoundTarget, connection: Any) -> EmailMessage:
    base = settings.PUBLIC_ADDRESS.rstrip("/")
    facts = {"round": round_, "target": target, "address": f"{base}{address_of(target)}"}
    to = target.email or (target.school.email if target.school else "")
    text = render_to_string("forms/round_mail.txt", facts)
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(f"ขอให้ตอบ: {round_.title}", text, to=[to], headers=headers, connection=connection)
