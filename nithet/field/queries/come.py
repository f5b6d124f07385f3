"""What a device told it holds, and what of that has come: with all of its files, for it may hold the only copy of a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Exists, OuterRef

from nithet.field.models import Apart, Device, Waiting
from nithet.forms.models import Submission
from nithet.forms.services.attaching import form_definition, kinds_of_files


def come_of(device: Device, names: Collection[str]) -> set[str]:
    """Those of these names of filled forms that have come, whatever the device was told: the answer may have been lost."""
    found = Submission.objects.filter(office=device.office_id, instance_id__in=list(names), awaited_files=0)
    come = dict(found.values_list("instance_id", "device_id"))
    return come.keys() - _lacking(device, come)


def rows_of_come() -> list[UUID]:
    """The keys of all rows that tell of what has come since."""
    same = Submission.objects.filter(
        office=OuterRef("office"), instance_id=OuterRef("instance_id"), awaited_files=0
    )
    names: dict[Device, dict[str, UUID]] = defaultdict(dict)
    for row in Waiting.objects.filter(Exists(same)).select_related("device"):
        names[row.device][row.instance_id] = row.pk
    return [rows[name] for device, rows in names.items() for name in come_of(device, rows)]


def _lacking(device: Device, come: dict[str, UUID | None]) -> set[str]:
    """Names under which the device may have sent another content than what stands, and not all of its files."""
    aparts = Apart.objects.filter(
        office=device.office_id, kind=Apart.Kind.CONTENT, submission__instance_id__in=list(come)
    )
    aparts = aparts.select_related("submission__version__form", "version__form", "became").defer(
        "xml", "submission__xml"
    )
    return {
        one.submission.instance_id
        for one in aparts.prefetch_related("files")
        if _may_be_its(one, device, come) and _lacks(one)
    }


def _may_be_its(apart: Apart, device: Device, come: dict[str, UUID | None]) -> bool:
    """Of a form that was carried to another device in a file nobody knows which content is whose."""
    return apart.device_id == device.pk or come[apart.submission.instance_id] != device.pk


def _lacks(apart: Apart) -> bool:
    if apart.choice == Apart.Choice.BOTH:
        return apart.became is not None and apart.became.awaited_files > 0
    if apart.choice:
        # What was not taken needs no files; of what was, the submission itself awaits them.
        return False
    named = kinds_of_files(apart.answers, form_definition(apart.version or apart.submission.version))
    return not named.keys() <= {one.name for one in apart.files.all()}
