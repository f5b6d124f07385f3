"""A round while it is being prepared, and what may be changed of it while it runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.forms import access, search
from nithet.forms.choosing import Choice
from nithet.forms.errors import (
    AnonymousRoundError,
    FormRetiredError,
    FormWithoutEditionError,
    RoundFixedError,
    RoundStateError,
    RoundWindowError,
    StaleRoundError,
)
from nithet.forms.models import Form, FormVersion, Round
from nithet.forms.round_hooks import tell_serves
from nithet.forms.services.making import current_version
from nithet.offices.members import Member
from nithet.offices.models import Unit

State = Round.State
# What answers were asked under stays as it was promised; the rest is the office's own.
_FIXED = {
    "unit_id": "กลุ่มเจ้าของรอบ",
    "use": "การใช้ผล",
    "audience": "กลุ่มเป้าหมาย",
    "chosen": "กลุ่มเป้าหมาย",
    "is_anonymous": "การไม่ระบุตัวผู้ตอบ",
    "is_once": "จำนวนครั้งที่ตอบได้",
    "opens_on": "วันเปิดรับ",
    "closes_on": "วันปิดรับ",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a round asks of whom and when, as it was typed."""

    title: str
    unit: Unit
    opens_on: date
    closes_on: date
    purpose: str = ""
    use: str = Round.Use.SURVEY
    audience: str = Round.Audience.SCHOOLS
    choice: Choice = field(default_factory=Choice)
    is_anonymous: bool = False
    is_once: bool = True
    wanted_percent: int = 80
    wanted_count: int | None = None
    scheme: str = ""
    cutoff: Mapping[str, Any] = field(default_factory=dict)
    before: Round | None = None

    def facts(self) -> dict[str, Any]:
        """As the columns of a round. The public answers as often as it likes; who stays unnamed answers once."""
        is_public = self.audience == Round.Audience.PUBLIC
        return {
            "title": self.title, "unit_id": self.unit.pk, "opens_on": self.opens_on, "closes_on": self.closes_on,
            "purpose": self.purpose, "use": self.use, "audience": self.audience, "chosen": self.choice.stored(),
            "is_anonymous": self.is_anonymous, "is_once": not is_public and (self.is_once or self.is_anonymous),
            "wanted_percent": self.wanted_percent, "wanted_count": self.wanted_count, "scheme": self.scheme,
            "cutoff": dict(self.cutoff), "before_id": self.before.pk if self.before else None,
        }  # fmt: skip


def make_round(form: Form, plan: Plan, *, key: UUID, by: Member, task: UUID | None = None) -> Round:
    """A draft on the newest edition of the form. `key`: of the page, so that twice is once; `task`: that it is made for."""
    access.can_make_round(by, form).or_refuse()
    access.can_make_round_for(by, plan.unit).or_refuse()
    _refuse_before(plan, None, by)
    version = _edition(form)
    _check(plan, version)
    return _stored(form, version, plan, key, by, task)


def _edition(form: Form) -> FormVersion:
    if form.retired_at is not None:
        raise FormRetiredError(form=form.title)
    version = current_version(form)
    if version is None:
        raise FormWithoutEditionError(form=form.title)
    return version


def _check(plan: Plan, version: FormVersion) -> None:
    if plan.closes_on < plan.opens_on:
        raise RoundWindowError(why="วันปิดรับต้องไม่มาก่อนวันเปิดรับ โปรดแก้ไขวันปิดรับ")
    if plan.is_anonymous and version.landing:
        raise AnonymousRoundError(
            why="แบบฟอร์มนี้บันทึกคำตอบเข้าทะเบียนเป็นรายการ จึงใช้กับรอบที่ไม่ระบุตัวผู้ตอบไม่ได้ โปรดเลือกแบบฟอร์มอื่น หรือเปลี่ยนเป็นรอบที่ระบุตัวผู้ตอบ"
        )


@transaction.atomic
def _stored(form: Form, version: FormVersion, plan: Plan, key: UUID, by: Member, task: UUID | None) -> Round:
    made, is_new = Round.objects.get_or_create(
        pk=key, office=by.office,
        defaults={**plan.facts(), "form": form, "version": version, "made_by": by.user, "made_at": now()},
    )  # fmt: skip
    if is_new:
        record("round.made", by=by, on=made, within=form.pk)
        search.index_round(made)
        if task is not None:
            tell_serves(made, task, by)
    return made


@transaction.atomic
def join_round(round_: Round, task: UUID, *, by: Member) -> None:
    """A task uses the result of a round that is there, instead of asking the same again."""
    access.can_change_round(by, round_).or_refuse()
    if round_.state == State.VOID:
        raise RoundStateError(round=round_.title, state=round_.get_state_display())
    tell_serves(round_, task, by)


@transaction.atomic
def change_round(round_: Round, plan: Plan, *, revision: int, by: Member) -> Round:
    """A draft: everything. Of one that has opened only words, aims, schemes and what it is compared with."""
    access.can_change_round(by, round_).or_refuse()
    if plan.unit.pk != round_.unit_id:
        access.can_make_round_for(by, plan.unit).or_refuse()
    _refuse_before(plan, round_.before_id, by)
    facts = plan.facts()
    differing = [name for name, value in facts.items() if getattr(round_, name) != value]
    if not differing:
        return round_
    _refuse_fixed(round_, differing)
    if round_.state == State.DRAFT:
        _check(plan, round_.version)
    _update(round_, {name: facts[name] for name in differing}, revision)
    record("round.changed", by=by, on=round_, within=round_.form_id, changed=differing)
    search.index_round(round_)
    return round_


def _refuse_before(plan: Plan, stands: UUID | None, by: Member) -> None:
    """Whose result one does not see is not chosen; what another has chosen may stay."""
    if plan.before is not None and plan.before.pk != stands:
        access.can_compare(by, plan.before).or_refuse()


def _refuse_fixed(round_: Round, differing: list[str]) -> None:
    if round_.state == State.VOID:
        raise RoundStateError(round=round_.title, state=round_.get_state_display())
    fixed = next((name for name in differing if name in _FIXED), None)
    if fixed and round_.state != State.DRAFT:
        raise RoundFixedError(round=round_.title, what=_FIXED[fixed])


def ask_only_the_rest(round_: Round, kin: Sequence[str], *, revision: int, by: Member) -> Round:
    """Whoever was asked the same in those rounds is left out."""
    choice = Choice.of(round_.chosen)
    return _choose(round_, replace(choice, without=(*choice.without, *kin)), revision, by)


def ask_all_again(round_: Round, *, why: str, revision: int, by: Member) -> Round:
    """Though they were asked the same; the reason stands with the round."""
    return _choose(round_, replace(Choice.of(round_.chosen), again=why), revision, by, why=why)


@transaction.atomic
def _choose(round_: Round, choice: Choice, revision: int, by: Member, why: str = "") -> Round:
    access.can_change_round(by, round_).or_refuse()
    if round_.state != State.DRAFT:
        raise RoundStateError(round=round_.title, state=round_.get_state_display())
    if round_.chosen != choice.stored():
        _update(round_, {"chosen": choice.stored()}, revision)
        record("round.changed", by=by, on=round_, within=round_.form_id, why=why, changed=["chosen"])
    return round_


def set_scheme(round_: Round, *, scheme: str, cutoff: Mapping[str, Any], revision: int, by: Member) -> Round:
    """By which words means are told, and from where on a need is one. It changes no answer."""
    return _set_scheme(round_, {"scheme": scheme, "cutoff": dict(cutoff)}, revision, by)


@transaction.atomic
def _set_scheme(round_: Round, facts: dict[str, Any], revision: int, by: Member) -> Round:
    access.can_change_round(by, round_).or_refuse()
    if all(getattr(round_, name) == value for name, value in facts.items()):
        return round_
    _update(round_, facts, revision)
    record("round.changed", by=by, on=round_, within=round_.form_id, changed=list(facts))
    return round_


def _update(round_: Round, facts: dict[str, Any], revision: int) -> None:
    """One statement, so that of two people pressing at once one wins."""
    seen = Round.objects.filter(pk=round_.pk, revision=revision, state=round_.state)
    if not seen.update(**facts, revision=revision + 1):
        raise StaleRoundError(round=round_.title)
    round_.refresh_from_db()


@transaction.atomic
def discard_round(round_: Round, *, by: Member) -> None:
    """A draft that is not wanted. Sent twice it is gone all the same."""
    access.can_change_round(by, round_).or_refuse()
    if round_.state != State.DRAFT:
        raise RoundStateError(round=round_.title, state=round_.get_state_display())
    if Round.objects.filter(pk=round_.pk, state=State.DRAFT).delete()[0]:
        record("round.discarded", by=by, on=round_, within=round_.form_id)
        search.forget_round(round_)
