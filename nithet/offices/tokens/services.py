"""A token is made and shown once, revoked, and found by who holds it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from nithet.accounts import second_factor
from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.errors import RefusedError
from nithet.offices.members import Member, member_of, needs_second_factor
from nithet.offices.models import ApiToken, Person
from nithet.offices.tokens.errors import TokenNameTakenError, TokenRefusedError, TooManyTokensError

BYTES = 32
MARK = "nithet_"
"""Before each token, so that one that was left lying about is known for what it is."""
SHOWN = len(MARK) + 6
MOST = 20
NOTED_EVERY = timedelta(hours=1)
"""Programs ask every few seconds: a read is no reason to write each time."""

UNKNOWN = "โปรดส่งรหัสเชื่อมต่อที่ใช้ได้ในส่วนหัว Authorization: Bearer สร้างรหัสได้ที่หน้า บัญชีของฉัน › รหัสเชื่อมต่อข้อมูล"
_ANEW = "โปรดสร้างรหัสใหม่ที่หน้า บัญชีของฉัน › รหัสเชื่อมต่อข้อมูล"
REVOKED = f"รหัสเชื่อมต่อนี้ถูกยกเลิกแล้ว {_ANEW}"
EXPIRED = f"รหัสเชื่อมต่อนี้หมดอายุแล้ว {_ANEW}"
LEFT = "เจ้าของรหัสเชื่อมต่อนี้ไม่ได้ปฏิบัติหน้าที่ในสำนักงานนี้แล้ว หรือบัญชีถูกระงับ โปรดติดต่อผู้ดูแลระบบของสำนักงาน"
NO_SECOND_FACTOR = "สำนักงานกำหนดให้ตำแหน่งของท่านยืนยันตัวตนสองชั้น โปรดเปิดใช้ที่หน้าบัญชีของฉันก่อน แล้วรหัสเชื่อมต่อจะใช้ได้"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks by a token: the member that its owner is today."""

    member: Member
    token: ApiToken


def tokens_of(person: Person) -> QuerySet[ApiToken]:
    """Those in force and those that have run out; what was revoked is history."""
    return ApiToken.objects.filter(person=person, revoked_at=None)


def make_token(name: str, *, expires_on: date, by: Member) -> tuple[ApiToken, str]:
    """The row, and the secret, which nobody can be told again. One of the name that stands already is refused."""
    if tokens_of(by.person).count() >= MOST:
        raise TooManyTokensError(most=MOST)
    secret = MARK + secrets.token_urlsafe(BYTES)
    made = ApiToken(
        office=by.office, person=by.person, name=name, prefix=secret[:SHOWN], digest=_digest(secret),
        made_at=now(), expires_on=expires_on,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
            record("token.made", by=by, on=made, expires_on=expires_on.isoformat())
    except IntegrityError as error:
        raise TokenNameTakenError(name=name) from error
    return made, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Member) -> bool:
    """Whether it was in force; twice changes nothing."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now()):
        return False
    record("token.revoked", by=by, on=token)
    return True


# Who holds one


def caller_of(secret: str, *, on: date) -> Caller:
    """The member behind a token, with the rights of that day. Raises TokenRefusedError and RefusedError."""
    found = ApiToken.objects.select_related("office", "person__user")
    token = found.filter(digest=_digest(secret)).first()
    if token is None:
        raise TokenRefusedError(why=UNKNOWN)
    if token.revoked_at is not None:
        raise TokenRefusedError(why=REVOKED)
    if token.expires_on < on:
        raise TokenRefusedError(why=EXPIRED)
    member = _member(token, on)
    _note_use(token.pk)
    return Caller(member, token)


def _member(token: ApiToken, on: date) -> Member:
    user = token.person.user
    member = member_of(user, token.office.code, on=on) if user else None
    if member is None:
        raise TokenRefusedError(why=LEFT)
    if needs_second_factor(member) and not second_factor.is_set_up(member.user):
        raise RefusedError(NO_SECOND_FACTOR)
    return member


def _note_use(pk: UUID) -> None:
    long_ago = Q(last_used_at=None) | Q(last_used_at__lt=now() - NOTED_EVERY)
    ApiToken.objects.filter(long_ago, pk=pk).update(last_used_at=now())


def _digest(secret: str) -> str:
    """Keyed with the system's secret, as that of a slip."""
    return salted_hmac("nithet.offices.token", secret, algorithm="sha256").hexdigest()
