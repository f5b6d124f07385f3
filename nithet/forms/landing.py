"""What a submission becomes in a register, by the landing of its version.

A register that takes submissions declares a `Landing` when Django starts (`AppConfig.ready`). Where its folder is gone,
submissions say so and stay as they are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, InterfaceError, OperationalError, transaction

from nithet.audit.services import record
from nithet.core.errors import DomainError, RefusedError
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition
from nithet.forms.models import Submission
from nithet.offices.members import Member

logger = logging.getLogger(__name__)
_LANDED = ("landed_kind", "landed_id", "landed_revision")
UNMADE = "ทะเบียนปลายทางไม่รับข้อมูลชุดนี้ โปรดตรวจคำตอบ เช่น วันเริ่มต้องไม่อยู่หลังวันสิ้นสุด แล้วแก้ไขให้ถูกต้อง"
GONE = "ทะเบียนปลายทางของแบบฟอร์มนี้ไม่ได้ติดตั้งแล้ว ข้อมูลยังอยู่ครบ แต่ไม่ได้บันทึกเข้าทะเบียน"
UNFIT = "แบบฟอร์มฉบับนี้ไม่มีข้อที่“{title}”ต้องใช้ จึงไม่ได้บันทึกเข้าทะเบียน โปรดแก้ไขแบบฟอร์มหรือเปลี่ยนทะเบียนปลายทาง"
BY_REVIEWER = "จะบันทึกเข้า“{title}”เมื่อกลุ่มเจ้าของแบบฟอร์มตรวจรับ"

LATE_FILES = "ยังไม่ได้นำไฟล์แนบที่ได้รับภายหลังเข้า“{title}” โปรดให้กลุ่มเจ้าของแบบฟอร์มลองบันทึกเข้าทะเบียนอีกครั้ง"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the object is opened; without an address for who may not."""

    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Landing:
    """`land` makes the object, or brings it up to date where it was made before, through the register's own services.

    It refuses by DomainError or ValidationError. Where the register counts the changes of its objects, `land` sets the
    submission's `landed_revision`, and refuses where somebody has changed the object since. `bring` puts files of these
    names beside an object that was made before they came. `forms` are the shipped forms that land here unless somebody
    says otherwise.
    """

    name: str
    title: str
    fits: Callable[[Definition], bool]
    land: Callable[[Submission, Member], tuple[str, UUID]]
    find: Callable[[Member, UUID], Place | None]
    forms: tuple[str, ...] = ()
    bring: Callable[[Submission, Collection[str], Member], None] | None = None


LANDINGS: dict[str, Landing] = {}


def declare(*landings: Landing) -> None:
    """Raises ValueError where a name is taken: a mistake of its programmer."""
    for landing in landings:
        if landing.name in LANDINGS:
            raise ValueError(f"landing {landing.name} is declared twice")
        LANDINGS[landing.name] = landing


def has_questions(*paths: str) -> Callable[[Definition], bool]:
    """The usual `fits`: the form asks all of these."""
    return lambda definition: {*paths} <= {item.path for item, _ in definition.walk()}


def landing_of(template: str) -> str:
    """The name of the landing of a shipped form, "" where it has none."""
    return next((one.name for one in LANDINGS.values() if template and template in one.forms), "")


def fitting(definition: Definition) -> list[Landing]:
    return [one for one in LANDINGS.values() if one.fits(definition)]


def title_of(name: str) -> str:
    return LANDINGS[name].title if name in LANDINGS else "ทะเบียนที่ไม่ได้ติดตั้งแล้ว"


def place_of(submission: Submission, member: Member) -> Place | None:
    """The object that it became, None where it became none."""
    if submission.landed_id is None:
        return None
    landing = LANDINGS.get(submission.version.landing)
    found = landing.find(member, submission.landed_id) if landing else None
    return found or Place(title_of(submission.version.landing))


def lands(submission: Submission) -> bool:
    """Whether it becomes an object as it comes: nothing in it is to be looked at first."""
    is_right = submission.state == Submission.State.RECEIVED
    return is_right and not submission.is_trial and bool(submission.version.landing)


def land(submission: Submission, by: Member | None) -> None:
    """Within the caller's transaction. What is refused is told with the submission, and tried again after an edit
    and when it is accepted: whoever sent it may not keep the register.
    """
    if not submission.version.landing or submission.is_trial:
        return
    landing = LANDINGS.get(submission.version.landing)
    if landing is None:
        _tell(submission, landing_refusal=GONE)
        return
    refusal, needs_look = _land(landing, submission, by)
    facts: dict[str, Any] = {"landing_refusal": refusal}
    if needs_look and submission.state == Submission.State.RECEIVED:
        facts["state"] = Submission.State.ATTENTION
    if not refusal:
        facts |= {name: getattr(submission, name) for name in _LANDED}
    _tell(submission, **facts)


def bring_files(submission: Submission, names: Collection[str], by: Member | None) -> None:
    """Within the caller's transaction: files that came after the answers had landed. What has not landed takes them along."""
    landing = LANDINGS.get(submission.version.landing)
    if submission.landed_id is None or submission.is_trial or submission.state == Submission.State.VOID:
        return
    if landing is None or landing.bring is None:
        return
    refusal = LATE_FILES
    if by is not None:
        refusal, _ = _try(landing, submission, by, partial(landing.bring, submission, names, by))
    if refusal:
        # The next landing takes them along; what it was refused for before says more.
        _tell(
            submission, landing_refusal=submission.landing_refusal or LATE_FILES.format(title=landing.title)
        )
    else:
        _tell(submission, landed_revision=submission.landed_revision)


def put_off(submission: Submission) -> None:
    """Edited into answers that have problems: what it became stays as it was until they are accepted."""
    _tell(submission, landing_refusal=BY_REVIEWER.format(title=title_of(submission.version.landing)))


def waits_for_review(submission: Submission) -> bool:
    """Nothing stands in its way but that somebody has to accept it."""
    title = title_of(submission.version.landing)
    return submission.landing_refusal == BY_REVIEWER.format(title=title)


def _land(landing: Landing, submission: Submission, by: Member | None) -> tuple[str, bool]:
    """Why it did not become an object, and whether somebody has to look at it."""
    if by is None:
        return BY_REVIEWER.format(title=landing.title), False
    if not landing.fits(compiled(submission.version).definition):
        return UNFIT.format(title=landing.title), True
    was = submission.landed_id

    def act() -> None:
        submission.landed_kind, submission.landed_id = landing.land(submission, by)

    refusal, needs_look = _try(landing, submission, by, act)
    if not refusal and submission.landed_id != was:
        record("submission.landed", by=by, on=submission, within=submission.form_id, register=landing.title)
    return refusal, needs_look


def _try(landing: Landing, submission: Submission, by: Member, act: Callable[[], None]) -> tuple[str, bool]:
    """Whether the register takes it: the words of its refusal, and whether somebody has to look at it."""
    try:
        with transaction.atomic():
            act()
    except RefusedError as refused:
        is_sender = submission.sent_by_id == by.user.pk
        return (BY_REVIEWER.format(title=landing.title) if is_sender else refused.text), not is_sender
    except (DomainError, ValidationError, IntegrityError, DataError) as error:
        return _words(error), True
    except (OperationalError, InterfaceError):
        # The database is busy or away: that is no matter of what was filled.
        raise
    except Exception:
        # What a register's own fault stops is kept and marked too: a form does not turn its senders away for it.
        logger.exception("landing %s failed for submission %s", landing.name, submission.pk)
        return UNMADE, True
    return "", False


def _words(error: Exception) -> str:
    if isinstance(error, DomainError):
        return error.text
    return " ".join(error.messages) if isinstance(error, ValidationError) else UNMADE


def _tell(submission: Submission, **facts: Any) -> None:
    Submission.objects.filter(pk=submission.pk).update(**facts)
    for name, value in facts.items():
        setattr(submission, name, value)
