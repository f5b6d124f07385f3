"""What a device had taken along, what it holds, and what came from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from nithet.field.models import Carried, Device, Waiting
from nithet.forms import access as of_forms
from nithet.forms.models import Submission
from nithet.forms.queries.submissions import state_of
from nithet.offices.members import Member

MOST_CAME = 50


@dataclass(frozen=True, slots=True)
class Came:
    submission: Submission
    code: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    device: Device
    carried: Sequence[Carried]
    put_back: Sequence[Carried]
    waiting: Sequence[Waiting]
    came: Sequence[Came]
    """The newest of those that the reader may open."""
    came_count: int
    """Of all that it ever sent."""
    shows_titles: bool
    """What the waiting forms are of may name somebody: only its owner reads that."""

    @property
    def size(self) -> int:
        return sum(one.size for one in self.carried)

    @property
    def unsent_files(self) -> int:
        return sum(one.files for one in self.waiting)

    @property
    def is_browser(self) -> bool:
        return self.device.kind == Device.Kind.BROWSER

    @property
    def has_forms(self) -> bool:
        return bool(self.carried or self.waiting or self.device.drafts)


def page_of(device: Device, member: Member) -> Page:
    taken = list(device.carried.select_related("form", "version"))
    all_came = Submission.objects.filter(office=device.office_id, device_id=device.pk)
    return Page(
        device,
        [one for one in taken if one.put_back_at is None],
        [one for one in taken if one.put_back_at is not None],
        list(device.waiting.select_related("form")),
        _came(all_came, member),
        all_came.count(),
        shows_titles=device.person_id == member.person.pk,
    )


def _came(all_came: QuerySet[Submission], member: Member) -> list[Came]:
    seen = of_forms.visible_submissions(member).filter(pk__in=all_came.values("pk"))
    found = (
        seen.select_related("form", "school")
        .defer("xml", "answers", "problems")
        .order_by("-received_at", "-pk")
    )
    return [Came(one, *state_of(one)) for one in found[:MOST_CAME]]
