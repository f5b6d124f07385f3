"""What a person chooses about their own notices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from nithet.audit.services import record
from nithet.notices.models import Preference
from nithet.offices.members import Member


@dataclass(frozen=True, slots=True)
class Chosen:
    choices: Mapping[str, Mapping[str, str]]
    digest_hour: int
    quiet_from: time
    quiet_until: time
    rests_on_holidays: bool


@transaction.atomic
def choose(chosen: Chosen, *, by: Member) -> Preference:
    """Kept for the kinds and channels that were asked about; what was chosen for others stays."""
    before = Preference.objects.select_for_update().filter(person=by.person).first()
    kept = dict(before.choices) if before else {}
    for kind, by_channel in chosen.choices.items():
        kept[kind] = {**kept.get(kind, {}), **by_channel}
    facts = {
        "choices": kept, "digest_hour": chosen.digest_hour, "quiet_from": chosen.quiet_from,
        "quiet_until": chosen.quiet_until, "rests_on_holidays": chosen.rests_on_holidays,
    }  # fmt: skip
    if before and all(getattr(before, name) == value for name, value in facts.items()):
        return before
    made, _ = Preference.objects.update_or_create(
        person=by.person, defaults=facts, create_defaults={"office": by.office, **facts}
    )
    record("notice.chosen", by=by, on=by.person)
    return made


@transaction.atomic
def try_mail_again(*, by: Member) -> None:
    """ใช้อีเมลนี้อีกครั้ง: after a refusal, when the owner has put the address in order."""
    Preference.objects.filter(person=by.person).exclude(refused_mail="").update(
        refused_mail="", refused_why=""
    )
