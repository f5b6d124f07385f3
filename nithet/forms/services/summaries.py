"""What the office says of a round in words: kept with marks in place of figures, so that the figures stay those of the data."""

from __future__ import annotations

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.forms import access
from nithet.forms.errors import StaleRoundError
from nithet.forms.models import Round, RoundSummary
from nithet.offices.members import Member


@transaction.atomic
def keep_summary(round_: Round, text: str, *, revision: int, by: Member) -> RoundSummary:
    """Raises StaleRoundError where somebody saved since `revision` was read. The same again changes nothing."""
    access.can_change_round(by, round_).or_refuse()
    kept = _kept(round_)
    if kept.text == text:
        return kept
    _write(kept, text, revision, by)
    record("round.summary_changed", by=by, on=round_, within=round_.form_id)
    return kept


@transaction.atomic
def restore_summary(round_: Round, *, revision: int, by: Member) -> None:
    """คืนข้อความเดิม: what the figures say by themselves."""
    access.can_change_round(by, round_).or_refuse()
    kept = _kept(round_)
    if not kept.text:
        return
    _write(kept, "", revision, by)
    record("round.summary_restored", by=by, on=round_, within=round_.form_id)


def _kept(round_: Round) -> RoundSummary:
    """Without words where nobody has written any; so its revision goes on rising."""
    facts = {"office": round_.office, "text": "", "changed_at": now()}
    return RoundSummary.objects.get_or_create(round=round_, defaults=facts)[0]


def _write(kept: RoundSummary, text: str, revision: int, by: Member) -> None:
    """One statement, so that of two people saving at once one wins."""
    seen = RoundSummary.objects.filter(pk=kept.pk, revision=revision)
    facts = {"text": text, "revision": revision + 1, "changed_by": by.user, "changed_at": now()}
    if not seen.update(**facts):
        raise StaleRoundError(round=kept.round.title)
    kept.refresh_from_db()
