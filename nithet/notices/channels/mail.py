"""E-mail by Django's backend, one connection for many messages.

SMTP cannot tell whether a message whose answer was lost had been taken. Such a message is sent again with the same
Message-ID, by which mail programs may show it once. A refusal that comes later as a letter of its own is not read.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from nithet.notices.channels.contract import Message, Outcome, Result

_GONE = "ที่อยู่อีเมลนี้ไม่รับจดหมาย ({code})"
_DOWN = "ติดต่อเครื่องแม่ข่ายอีเมลไม่ได้"
_SLOW = "เครื่องแม่ข่ายอีเมลไม่ตอบภายในเวลาที่กำหนด"
_NO_TRUST = "เครื่องแม่ข่ายอีเมลไม่ยอมรับชื่อผู้ใช้หรือรหัสผ่านที่ตั้งไว้"


class MailChannel:
    code = "mail"

    def reaches_people(self) -> bool:
        return bool(settings.MAIL.reaches_people)

    def send(self, messages: Iterable[Message]) -> Iterator[Result]:
        connection = get_connection()
        try:
            for message in messages:
                result = _send(message, connection)
                yield result
                if result.outcome == Outcome.DOWN:
                    return
        finally:
            # A server that is gone need not be told goodbye.
            with suppress(smtplib.SMTPException, OSError):
                connection.close()


def _send(message: Message, connection: Any) -> Result:
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError:
        return Result(message.key, Outcome.DOWN, _NO_TRUST)
    except (smtplib.SMTPException, OSError) as error:
        return Result(message.key, Outcome.DOWN, _why(error))
    try:
        connection.send_messages([_letter(message)])
    except smtplib.SMTPRecipientsRefused as error:
        return _of_code(message, next(iter(error.recipients.values()))[0], for_all=True)
    except smtplib.SMTPResponseException as error:
        return _of_code(message, error.smtp_code, for_all=False)
    except (smtplib.SMTPException, OSError) as error:
        _forget(connection)
        return Result(message.key, Outcome.DOWN, _why(error))
    return Result(message.key, Outcome.SENT)


def _of_code(message: Message, code: int, *, for_all: bool) -> Result:
    """5xx is for good, 4xx asks to come back."""
    if code >= 500:
        why = _GONE.format(code=code) if for_all else f"เครื่องแม่ข่ายอีเมลไม่รับข้อความนี้ ({code})"
        return Result(message.key, Outcome.REFUSED, why, for_all=for_all)
    return Result(message.key, Outcome.RETRY, f"เครื่องแม่ข่ายอีเมลขอให้ส่งใหม่ภายหลัง ({code})")


def _why(error: Exception) -> str:
    """smtplib tells of a time that is over as of a connection that was closed."""
    return _SLOW if isinstance(error, TimeoutError) or "timed out" in str(error) else _DOWN


def _forget(connection: Any) -> None:
    with suppress(smtplib.SMTPException, OSError):
        connection.close()


def _letter(message: Message) -> EmailMultiAlternatives:
    facts = {"message": message}
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "localhost"
    letter = EmailMultiAlternatives(
        message.subject,
        render_to_string("notices/mail.txt", facts),
        to=[message.to],
        headers={
            "Message-ID": f"<{message.key}@{host}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{message.sender.choices_address}>",
        },
    )
    letter.attach_alternative(render_to_string("notices/mail.html", facts), "text/html")
    return letter
