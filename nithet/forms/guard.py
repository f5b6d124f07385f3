"""A flood before a link that is open to all: counted, slowed down, and above the limit asked a question.

A school is one address for all its teachers, so the limit of an address is wide; what is above it is let in by who answers
a small question. Counts stand in the cache that all server processes share, under no address that could be read again.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from secrets import token_urlsafe

from allauth.core.internal.ratelimit import get_ip
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from nithet.core.files import Upload
from nithet.forms.errors import TooManyAnswersError, TooMuchSentError, TooSoonError
from nithet.forms.models import Round
from nithet.thai.numerals import to_arabic

WINDOW_S = 3600
FROM_ADDRESS, FROM_ADDRESS_AT_MOST = 300, 3000
"""Answers an hour from one address without a question, and with one."""
INTO_ROUND = 3000
"""Answers an hour into one round before a question is asked of everybody."""
BYTES_FROM_ADDRESS, BYTES_INTO_ROUND = 1024**3, 5 * 1024**3
"""Of files, an hour."""
SOONEST_S = 3
"""Nobody has read and answered sooner after opening the page."""
QUESTION_S = 1800
MOST_FILES, MOST_BYTES = 20, 50 * 1024 * 1024
_SALT = "nithet.forms.guard"
_NUMBERS = ("สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า")


@dataclass(frozen=True, slots=True)
class Question:
    """Asked before more is taken; `token` comes back with the answer."""

    words: str
    token: str


@dataclass(frozen=True, slots=True)
class Told:
    """What comes with the answers: when the page was opened, and the answer to a question."""

    opened: str = ""
    question: str = ""
    answer: str = ""


def opened_now() -> str:
    """Goes with the page."""
    return signing.TimestampSigner(salt=_SALT).sign("opened")


def held_back(request: HttpRequest, round_: Round, told: Told, files: Iterable[Upload]) -> Question | None:
    """The question that has to be answered first, if one has. Raises TooSoonError, TooManyAnswersError, TooMuchSentError."""
    sent = refuse_large(files)
    if _is_signed(told.opened, within=SOONEST_S):
        raise TooSoonError
    from_address, into_round = _counted(f"{round_.pk}:{get_ip(request)}"), _counted(str(round_.pk))
    if from_address > FROM_ADDRESS_AT_MOST or _is_flood_of_files(request, round_, sent):
        raise TooManyAnswersError
    is_suspicious = not _is_signed(told.opened) or from_address > FROM_ADDRESS or into_round > INTO_ROUND
    return _question() if is_suspicious and not _is_answered(told) else None


def _is_flood_of_files(request: HttpRequest, round_: Round, sent: int) -> bool:
    if not sent:
        return False
    from_address = _counted(f"{round_.pk}:{get_ip(request)}:bytes", sent)
    return from_address > BYTES_FROM_ADDRESS or _counted(f"{round_.pk}:bytes", sent) > BYTES_INTO_ROUND


def refuse_large(files: Iterable[Upload]) -> int:
    """How much it is. Raises TooMuchSentError."""
    sizes = [file.size or 0 for file in files]
    if len(sizes) > MOST_FILES or sum(sizes) > MOST_BYTES:
        raise TooMuchSentError(most=MOST_BYTES // 1024**2, files=MOST_FILES)
    return sum(sizes)


def _is_signed(token: str, *, within: int | None = None) -> bool:
    """Made by us; `within` so many seconds."""
    try:
        signing.TimestampSigner(salt=_SALT).unsign(token, max_age=within)
    except signing.BadSignature:
        return False
    return True


def _counted(told: str, more: int = 1) -> int:
    """How much came in this window, with this. Two at once may count as one: a flood is told all the same."""
    window = int(time.time() // WINDOW_S)
    key = f"answers:{salted_hmac(_SALT, f'{told}:{window}', algorithm='sha256').hexdigest()[:40]}"
    count = int(cache.get(key, 0)) + more
    cache.set(key, count, WINDOW_S)
    return count


# The question


def _question() -> Question:
    token = signing.TimestampSigner(salt=_SALT).sign(token_urlsafe(9))
    first, second = _numbers(token)
    return Question(f"{_NUMBERS[first - 2]}บวก{_NUMBERS[second - 2]}ได้เท่าใด", token)


def _numbers(token: str) -> tuple[int, int]:
    drawn = salted_hmac(_SALT, token, algorithm="sha256").digest()
    return drawn[0] % 8 + 2, drawn[1] % 8 + 2


def _is_answered(told: Told) -> bool:
    """Once for each question."""
    if not _is_signed(told.question, within=QUESTION_S):
        return False
    if to_arabic(told.answer).strip() != str(sum(_numbers(told.question))):
        return False
    return cache.add(f"answers:{told.question[:80]}", 1, QUESTION_S)
