"""What a person chooses: for each kind of notice and channel when, and the hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.forms import BoundField

from nithet.notices.channels import Channel
from nithet.notices.kinds import KINDS, NoticeKind, When
from nithet.notices.quiet import Quiet
from nithet.notices.services.choosing import Chosen
from nithet.notices.wishes import Wishes

HOURS = [(hour, f"{hour:02}.00 น.") for hour in range(24)]
MORNINGS = [(hour, f"{hour:02}.00 น.") for hour in range(4, 20)]


@dataclass(frozen=True, slots=True)
class Line:
    """A kind with its fields, by channel."""

    kind: NoticeKind
    fields: Sequence[BoundField]


class ChoicesForm(forms.Form):
    digest_hour = forms.TypedChoiceField(label="เวลาส่งสรุป", choices=MORNINGS, coerce=int)
    quiet_from = forms.TypedChoiceField(label="งดส่งตั้งแต่", choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(label="ถึง", choices=HOURS, coerce=int)
    rests_on_holidays = forms.BooleanField(label="งดส่งในวันหยุดราชการ วันเสาร์ และวันอาทิตย์", required=False)

    def __init__(self, data: Any, *, wishes: Wishes, channels: Sequence[Channel]) -> None:
        initial = {
            "digest_hour": wishes.digest_hour, "quiet_from": wishes.quiet.begins.hour,
            "quiet_until": wishes.quiet.ends.hour, "rests_on_holidays": wishes.quiet.on_holidays,
        }  # fmt: skip
        super().__init__(data, initial=initial)
        self.channels = [channel.code for channel in channels]
        for kind in KINDS.values():
            for code in self.channels:
                self.fields[_name(kind.code, code)] = forms.ChoiceField(
                    label=f"{kind.name} {_LABELS[code]}",
                    choices=When.choices,
                    initial=wishes.when(kind.code, code),
                    widget=forms.Select(attrs={"class": "in in-select"}),
                )

    def lines(self) -> Iterator[Line]:
        for kind in KINDS.values():
            yield Line(kind, [self[_name(kind.code, code)] for code in self.channels])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if {"digest_hour", "quiet_from", "quiet_until"} <= given.keys():
            quiet = Quiet(time(given["quiet_from"]), time(given["quiet_until"]))
            if quiet.holds_at(time(given["digest_hour"])):
                self.add_error("digest_hour", "เวลาส่งสรุปอยู่ในช่วงที่งดส่ง โปรดเลือกเวลาอื่น หรือเปลี่ยนช่วงที่งดส่ง")
        return given

    def chosen(self) -> Chosen:
        given = self.cleaned_data
        choices = {kind: {code: given[_name(kind, code)] for code in self.channels} for kind in KINDS}
        return Chosen(
            choices, given["digest_hour"], time(given["quiet_from"]), time(given["quiet_until"]),
            given["rests_on_holidays"],
        )  # fmt: skip


_LABELS = {"mail": "ทางอีเมล", "line": "ทาง LINE"}


def _name(kind: str, channel: str) -> str:
    return f"{kind}__{channel}"
