"""E-mail by Django's backend, one connection for many messages.

SMTP cannot tell whether a message whose answer was lost had been taken. Such a message is sent again with the same
Message-ID, by which mail programs may show it once. A refusal that comes later as a letter of its own is not read.
"""

from __future__ import annotations

import logging
import re
import smtplib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string

from nithet.notices.channels.contract import FAULTY, Message, Outcome, Result

logger = logging.getLogger(__name__)

_GONE = "ที่อยู่อีเมลนี้ไม่รับจดหมาย ({code})"
_DOWN = "ติดต่อเครื่องแม่ข่ายอีเมลไม่ได้"
_SLOW = "เครื่องแม่ข่ายอีเมลไม่ตอบภายในเวลาที่กำหนด"
_NO_TRUST = "เครื่องแม่ข่ายอีเมลไม่ยอมรับชื่อผู้ใช้หรือรหัสผ่านที่ตั้งไว้"
_NO_SENDER = "เครื่องแม่ข่ายอีเมลไม่ยอมรับที่อยู่ผู้ส่งที่ตั้งไว้ ({code})"
_NO_PASSAGE = "เครื่องแม่ข่ายอีเมลไม่อนุญาตให้ส่งจดหมายผ่าน ({code}) โปรดตรวจสอบการตั้งค่าอีเมล"

_NO_MAILBOX = (550, 551, 553)
_NO_RIGHT = (503, 530, 535, 554)
_ENHANCED = re.compile(r"\s*5\.(\d{1,3})\.\d{1,3}\b")
_OF_SENDER = re.compile(r"\s*5\.1\.[78]\b")
_ABOUT_RIGHTS = re.compile(r"relay|authenticat|block|prohibit", re.IGNORECASE)


class MailChannel:
    code = "mail"

    def reaches_people(self) -> bool:
        return bool(settings.MAIL.reaches_people)

    def send(self, messages: Iterable[Message]) -> Iterator[Result]:
        connection = get_connection()
        try:
            for message in messages:
                result = _tried(message, connection)
                yield result
                if result.outcome == Outcome.DOWN:
                    return
        finally:
            # A server that is gone need not be told goodbye.
            with suppress(smtplib.SMTPException, OSError):
                connection.close()


def _tried(message: Message, connection: Any) -> Result:
    """A letter that cannot be made or written to the wire holds up no other."""
    try:
        return _send(message, connection)
    except Exception:
        logger.exception("Message %s could not be sent by mail", message.key)
        _forget(connection)
        return Result(message.key, Outcome.RETRY, FAULTY)


def _send(message: Message, connection: Any) -> Result:
    if why := _closed(connection):
        return Result(message.key, Outcome.DOWN, why)
    try:
        connection.send_messages([_letter(message)])
    except smtplib.SMTPRecipientsRefused as error:
        return _of_address(message, *next(iter(error.recipients.values())))
    except smtplib.SMTPDataError as error:
        return _of_letter(message, error.smtp_code)
    except smtplib.SMTPSenderRefused as error:
        return Result(message.key, Outcome.DOWN, _NO_SENDER.format(code=error.smtp_code))
    except (smtplib.SMTPException, OSError) as error:
        _forget(connection)
        return Result(message.key, Outcome.DOWN, _why(error))
    return Result(message.key, Outcome.SENT)


def _closed(connection: Any) -> str:
    """Why nothing can be sent; nothing where it is open."""
    try:
        connection.open()
    except smtplib.SMTPAuthenticationError:
        return _NO_TRUST
    except (smtplib.SMTPException, OSError) as error:
        return _why(error)
    return ""


def _of_address(message: Message, code: int, words: bytes) -> Result:
    """5xx is for good, 4xx asks to come back. Only what is said of the address itself is held against it."""
    told = words.decode("utf-8", "replace")
    if code < 500:
        return _later(message, code)
    if _is_our_fault(code, told):
        return Result(message.key, Outcome.DOWN, _NO_PASSAGE.format(code=code))
    is_gone = _subject(told) == "1" or (code in _NO_MAILBOX and not _subject(told))
    return Result(message.key, Outcome.REFUSED, _GONE.format(code=code), for_all=is_gone)


def _is_our_fault(code: int, told: str) -> bool:
    """We may not send by this server at all: as it is set up, or as it stands on a list."""
    if _subject(told):
        return _subject(told) == "7" or _OF_SENDER.match(told) is not None
    return code in _NO_RIGHT or _ABOUT_RIGHTS.search(told) is not None


def _subject(told: str) -> str:
    """The middle number of an enhanced code (RFC 3463), where there is one: 1 the address, 7 rights and rules."""
    found = _ENHANCED.match(told)
    return found[1] if found else ""


def _of_letter(message: Message, code: int) -> Result:
    if code < 500:
        return _later(message, code)
    return Result(message.key, Outcome.REFUSED, f"เครื่องแม่ข่ายอีเมลไม่รับข้อความนี้ ({code})")


def _later(message: Message, code: int) -> Result:
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
