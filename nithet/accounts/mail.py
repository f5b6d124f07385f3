"""Mail leaves beside the request: a slow or broken mail server must not tell who has an address, nor stop a page."""

import logging
from concurrent.futures import Future, ThreadPoolExecutor

from django.core.mail import EmailMessage

logger = logging.getLogger(__name__)
_desk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")


def post(message: EmailMessage) -> "Future[None]":
    return _desk.submit(_send, message)


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception:
        logger.exception("Mail to %s was not sent", ", ".join(message.to))


def wait_until_sent() -> None:
    """For tests and commands: until all that was posted has left."""
    _desk.submit(lambda: None).result()
