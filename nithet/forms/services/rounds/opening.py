"""Opening a round: its targets first, then the round itself, so that nobody is asked by half."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.forms import access
from nithet.forms.choosing import Choice, kin_rounds, overlap_with
from nithet.forms.errors import (
    AskedAlreadyError,
    FormRetiredError,
    NobodyAskedError,
    RoundStateError,
    RoundWindowError,
    StaleRoundError,
)
from nithet.forms.models import Form, Round, RoundTarget
from nithet.forms.queries.rounds import kin_since
from nithet.forms.round_hooks import tell_opened
from nithet.forms.services.rounds.reminding import tell_opened_to_asked
from nithet.forms.services.rounds.targets import make_targets
from nithet.offices.members import Member
from nithet.thai.dates import format_date

State = Round.State


def open_round(round_: Round, *, revision: int, by: Member) -> Round:
    """เปิดรับข้อมูล: whoever is chosen today is asked. Sent twice, or broken off and sent again, nobody is asked twice."""
    access.can_change_round(by, round_).or_refuse()
    if round_.state == State.OPEN:
        return round_
    _check(round_, on=by.on)
    make_targets(round_, revision=revision, on=by.on)
    return _opened(round_, revision, by)


def _check(round_: Round, *, on: date) -> None:
    if round_.state != State.DRAFT:
        raise RoundStateError(round=round_.title, state=round_.get_state_display())
    if round_.form.retired_at is not None:
        raise FormRetiredError(form=round_.form.title)
    if round_.closes_on < on:
        raise RoundWindowError(
            why=f"วันปิดรับ {format_date(round_.closes_on)} ผ่านไปแล้ว โปรดแก้ไขวันปิดรับก่อนเปิดรับข้อมูล"
        )
    _refuse_asking_again(round_, on=on)


def _refuse_asking_again(round_: Round, *, on: date) -> None:
    if Choice.of(round_.chosen).again:
        return
    kin = kin_rounds(round_, since=kin_since(round_.office, on=on), on=on).first()
    if kin is not None:
        raise AskedAlreadyError(round=kin.title, count=overlap_with(round_, kin, on=on))


@transaction.atomic
def _opened(round_: Round, revision: int, by: Member) -> Round:
    asked = RoundTarget.objects.filter(round=round_).count()
    if not asked and round_.audience != Round.Audience.PUBLIC:
        raise NobodyAskedError
    # Names stand with those who are asked from now on, and nowhere else.
    chosen = {name: value for name, value in round_.chosen.items() if name != "names"}
    draft = Round.objects.filter(pk=round_.pk, state=State.DRAFT, revision=revision)
    facts = {"state": State.OPEN, "opened_at": now(), "chosen": chosen, "revision": revision + 1}
    if not draft.update(**facts):
        return _opened_by_another(round_)
    if round_.is_anonymous:
        Form.objects.filter(pk=round_.form_id).update(has_anonymous=True)
    round_.refresh_from_db()
    record("round.opened", by=by, on=round_, within=round_.form_id, asked=asked)
    tell_opened(round_)
    if round_.opens_on <= by.on:
        tell_opened_to_asked(round_, on=by.on)
    return round_


def _opened_by_another(round_: Round) -> Round:
    round_.refresh_from_db()
    if round_.state != State.OPEN:
        raise StaleRoundError(round=round_.title)
    return round_
