"""The parts of a task's page about submitting it and deciding on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from nithet.core.forms import ReasonForm
from nithet.cycles import access, words
from nithet.cycles.errors import MemoChangedError
from nithet.cycles.forms import DirectForm, GiveForm, ReturnForm, SubmitForm
from nithet.cycles.forms.deciding import parts_of
from nithet.cycles.memos import Money, money_words, with_money
from nithet.cycles.models import Decision, Evidence, Task, TaskRound
from nithet.cycles.services.deciding import CONDITIONAL
from nithet.cycles.services.recalling import DECIDED
from nithet.cycles.services.routing import stations_of
from nithet.cycles.services.working import composed, submit
from nithet.manuals.models import Step
from nithet.offices.members import Member
from nithet.thai.dates import bangkok_day

_State = Decision.State
_CODES = {_State.GIVEN: "done", _State.RETURNED: "back", _State.REFUSED: "void", _State.CURRENT: "sub"}


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station of a route as the page draws it."""

    code: str
    role: str
    words: str
    decision: Decision


def decide_part(
    member: Member,
    task: Task,
    rounds: Sequence[TaskRound],
    evidence: Sequence[Evidence],
    forms: dict[str, Any],
) -> dict[str, Any]:
    """The newest round: its memo, its route, and what this member may do with it. No query but for who may be directed."""
    made = rounds[0] if rounds else None
    decisions = _of_round(made)
    current = next((d for d in decisions if d.state == _State.CURRENT), None)
    last = next((d for d in reversed(decisions) if d.state in DECIDED), None)
    back, refused = _sent_back(rounds), next((d for d in decisions if d.state == _State.REFUSED), None)
    context = {
        "made": made,
        "money": money_words(made.money) if made and made.money else "",
        "stations": [_line(d) for d in decisions if d.state != _State.DROPPED],
        "decision": current,
        "can_decide": False,
        "recallable": last if last and _may_recall(member, last, task) else None,
        "sent_back": back,
        "mended": back.marked if back and task.is_returned else [],
        "opinions": any(d.state == _State.GIVEN for d in decisions),
        "refused_by": refused,
        "refused_by_words": words.decided(refused) if refused else "",
        "can_propose_anew": task.is_refused and bool(access.can_propose_anew(member, task)),
        "agreed_on": next((d for d in reversed(decisions) if d.conditions), None),
    }
    return context | (_acts(member, current, made, evidence, forms) if current and made else {})


def _of_round(made: TaskRound | None) -> list[Decision]:
    decisions = list(made.decisions.all()) if made else []
    for one in decisions:
        one.round = made  # type: ignore[assignment]  # there is a round where there are decisions
    return decisions


def _line(decision: Decision) -> StationLine:
    state = _State(decision.state)
    said = words.decided(decision) if state in DECIDED else words.asked(decision)
    return StationLine(_CODES.get(state, "wait"), words.decider(decision), said, decision)


def _may_recall(member: Member, decision: Decision, task: Task) -> bool:
    """As far as the page knows; the service looks at what was built on it."""
    day = decision.recorded_at or decision.decided_at
    is_today = day is not None and bangkok_day(day) == member.on
    return is_today and bool(access.can_recall(member, decision))


def _sent_back(rounds: Sequence[TaskRound]) -> Decision | None:
    """The last return, with its reason."""
    back = (d for made in rounds for d in made.decisions.all() if d.state == _State.RETURNED)
    return next(back, None)


def _acts(
    member: Member, decision: Decision, made: TaskRound, evidence: Sequence[Evidence], forms: dict[str, Any]
) -> dict[str, Any]:
    may = bool(access.can_decide(member, decision))
    parts = parts_of(has_money=made.money is not None, evidence=evidence)
    context = {
        "with_whom": words.decider(decision),
        "asked": words.asked(decision),
        "can_decide": may,
        "can_record_paper": bool(access.can_record_paper(member, decision)),
    }
    if not may:
        return context
    can_direct = bool(access.can_direct(member, decision))
    return context | {
        "in_place_of": "" if access.held_rung(member, decision) == decision.role else words.decider(decision),
        "give_label": words.GIVES[decision.ask],
        "refuse_label": words.REFUSES[decision.ask] if decision.ask in Step.GATES else "",
        "has_conditions": decision.ask in CONDITIONAL,
        "acting_scope": access.acting_scope(member, decision),
        "give_form": forms.get("give_form") or GiveForm(),
        "return_form": forms.get("return_form") or ReturnForm(parts=parts),
        "refuse_form": forms.get("refuse_form") or ReasonForm(auto_id="refuse_%s"),
        "direct_form": (forms.get("direct_form") or direct_form(member)) if can_direct else None,
    }


def direct_form(member: Member, data: Any = None) -> DirectForm:
    return DirectForm(data, people=access.directable_people(member), today=member.on)


def submit_part(member: Member, task: Task, forms: dict[str, Any]) -> dict[str, Any]:
    """For who may submit: the memo as it would be made now, and whom it goes to."""
    memo = composed(task)
    typed: SubmitForm | None = forms.get("submit_form")
    return {
        "submit_form": typed or SubmitForm.of(memo),
        "memo_mark": memo.mark,
        "memo_now": memo if typed is not None and typed["memo_mark"].value() != memo.mark else None,
        "asks_money": bool(
            typed and (typed["money"].value() or typed["money"].errors or typed["money_source"].errors)
        ),
        "goes_to": [_station_words(role, task) for role in _roles(member, task)],
        "submits_to": words.ASKED[Step.Ask(task.ask)],
    }


def submit_typed(task: Task, typed: dict[str, Any], *, by: Member) -> Task:
    """Submit with the memo as it was left; refused where what it was made from has changed meanwhile."""
    money, source, text = typed["money"], typed["money_source"], typed["memo_text"]
    if typed["memo_mark"]:
        memo = composed(task)
        if memo.mark != typed["memo_mark"]:
            raise MemoChangedError
        if money and text.split() == memo.text.split():
            text = with_money(text, task.ask, Money(money, source))
    return submit(
        task, typed["note"], by=by, memo_subject=typed["memo_subject"], memo_text=text, money=money, money_source=source
    )  # fmt: skip


def _roles(member: Member, task: Task) -> list[str]:
    return [station.role for station in stations_of(task, member, has_money=False)]


def _station_words(role: str, task: Task) -> str:
    unit = task.unit.parent if task.unit.parent_id and role != "section_head" else task.unit
    return words.decider(Decision(role=role, unit=unit, ask=Decision.Ask.PASS_ON))
