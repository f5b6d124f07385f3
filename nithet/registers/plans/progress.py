"""The form of how far an approved plan is: activities, money, what was reached. The plan's text is not in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from nithet.core.clock import today
from nithet.core.fields import BahtField, ThaiDateField, ThaiDecimalField, ThaiIntegerField
from nithet.core.money import NOTHING
from nithet.registers.generic.models import Part
from nithet.registers.plans.models import Activity, BudgetLine, Indicator, Plan, Target

_PERCENT = {"min_value": "ความก้าวหน้าเป็นร้อยละ 0 ถึง 100", "max_value": "ความก้าวหน้าเป็นร้อยละ 0 ถึง 100"}
FIELDS: dict[str, dict[str, Any]] = {
    "activities": {
        "percent": lambda: ThaiIntegerField(
            label="ความก้าวหน้า (ร้อยละ)", min_value=0, max_value=100, required=False, error_messages=_PERCENT
        ),
        "done_on": lambda: ThaiDateField(label="เสร็จเมื่อวันที่", required=False),
    },
    "lines": {
        "committed": lambda: BahtField(label="ผูกพัน (บาท)", required=False),
        "spent": lambda: BahtField(label="เบิกจ่าย (บาท)", required=False),
    },
    "targets": {"reached": lambda: ThaiDecimalField(label="ทำได้", required=False)},
    "indicators": {"actual": lambda: ThaiDecimalField(label="ผล", required=False)},
}
"""What of the rows of each kind moves on once the plan is approved."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The rows whose progress somebody may record."""

    activities: Sequence[Activity] = ()
    lines: Sequence[BudgetLine] = ()
    targets: Sequence[Target] = ()
    indicators: Sequence[Indicator] = ()

    def __iter__(self) -> Iterator[tuple[str, Part]]:
        for kind in FIELDS:
            for part in getattr(self, kind):
                yield kind, part


def parts_of(plan: Plan) -> Parts:
    return Parts(
        list(plan.activities.select_related("owner")),
        list(plan.lines.all()),
        list(plan.targets.all()),
        list(plan.indicators.all()),
    )


@dataclass(frozen=True, slots=True)
class Moved:
    """A figure that somebody else saved since the page was opened, and what was typed for it here; none: nothing."""

    label: str
    now: str
    typed: str | None


class ProgressForm(forms.Form):
    """Each field carries the figure that the page was opened with: only what differs from it was typed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, parts: Parts, revision: int, **facts: Any) -> None:
        facts["initial"] = {"revision": revision}
        super().__init__(*args, **facts)
        self.parts = parts
        for kind, part in parts:
            for name, made in FIELDS[kind].items():
                field = made()
                field.initial, field.show_hidden_initial = getattr(part, name), True
                field.widget.attrs["aria-label"] = f"{field.label}: {part}"
                self.fields[_key(part, name)] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for activity in self.parts.activities:
            self._settle(activity, given)
        return given

    def _settle(self, activity: Activity, given: dict[str, Any]) -> None:
        """A day says that it is done, and so does 100; where the two differ it is asked."""
        at, when = _key(activity, "percent"), _key(activity, "done_on")
        if at not in given or when not in given:
            return
        percent, done_on = given[at], given[when]
        if done_on and done_on > today():
            self.add_error(when, "วันที่นี้ยังมาไม่ถึง โปรดระบุวันที่ที่เสร็จจริง")
        elif done_on and percent is not None and percent < 100 and at in self.changed_data:
            self.add_error(at, "ระบุวันที่เสร็จแล้ว ความก้าวหน้าต้องเป็นร้อยละ 100 หากยังไม่เสร็จ โปรดลบวันที่ออก")
        elif done_on:
            given[at] = 100
        elif percent == 100 and when in self.changed_data:
            self.add_error(when, "ความก้าวหน้าเป็นร้อยละ 100 โปรดระบุวันที่เสร็จ หรือลดร้อยละลง")
        elif percent == 100:
            given[when] = today()
        else:
            given[at] = percent or 0

    def changes(self) -> list[tuple[Part, dict[str, Any]]]:
        """Each row with what was typed for it, and nothing else; an empty amount is nothing."""
        changed = set(self.changed_data)
        typed = [(part, self._names_typed(kind, part, changed)) for kind, part in self.parts]
        return [(part, {name: self._typed(part, name) for name in names}) for part, names in typed if names]

    def _names_typed(self, kind: str, part: Part, changed: set[str]) -> list[str]:
        """How far an activity is and the day on which it was done are one fact."""
        names = [name for name in FIELDS[kind] if _key(part, name) in changed]
        return list(FIELDS[kind]) if names and isinstance(part, Activity) else names

    def rest_on(self, parts: Parts, revision: int) -> list[Moved]:
        """Go on from what is stored now, keeping what was typed. Returns what others changed."""
        changed, data = (
            set(self.changed_data),
            {name: self.data.get(name) for name in self.data} | {"revision": str(revision)},
        )
        moved = []
        for kind, part in parts:
            for name in (one for one in FIELDS[kind] if _key(part, one) in self.fields):
                bound = self[key := _key(part, name)]
                was, now = data.get(bound.html_initial_name) or "", _written(bound, getattr(part, name))
                typed = data.get(key, "") if key in changed else None
                if _value(bound, was) != _value(bound, now):
                    moved.append(Moved(f"{part}: {bound.label}", now, typed))
                data |= {bound.html_initial_name: now, key: now if typed is None else typed}
        self.data = data
        return moved

    def opened_with(self) -> list[SafeString]:
        """Hidden: each figure as it was when the page was opened."""
        return [bound.as_hidden(only_initial=True) for bound in self if bound.field.show_hidden_initial]

    def _typed(self, part: Part, name: str) -> Any:
        value = self.cleaned_data[_key(part, name)]
        return NOTHING if value is None and isinstance(part, BudgetLine) else value

    def rows(self, kind: str) -> list[tuple[Part, list[BoundField]]]:
        return [
            (part, [self[_key(part, name)] for name in FIELDS[kind]])
            for part in getattr(self.parts, kind)
        ]  # fmt: skip

    @property
    def tables(self) -> dict[str, list[tuple[Part, list[BoundField]]]]:
        return {kind: self.rows(kind) for kind in FIELDS}


def _written(bound: BoundField, value: Any) -> str:
    shown = bound.field.prepare_value(value)
    return "" if shown is None else str(shown)


def _value(bound: BoundField, written: str) -> Any:
    """An amount that is not there is nothing."""
    try:
        return bound.field.to_python(written) or None
    except forms.ValidationError:
        return written


def _key(part: Part, name: str) -> str:
    return f"{name}-{part.pk}"
