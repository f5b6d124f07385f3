"""What a browser tells of itself at each sending: what it carries, and what it holds that nobody else has.

Whatever it says is taken as far as it can be read: it is no record of work, and a line that makes no sense is passed over.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from nithet.audit.services import record
from nithet.core.bulk import insert_rows
from nithet.field.models import Carried, Device, Waiting
from nithet.field.queries.come import come_of
from nithet.forms.models import Form, FormVersion
from nithet.thai.text import clean

MOST_CARRIED = 200
MOST_WAITING = 500
_MOST_BYTES = 2**40
_MOST_FILES = 1000
_MOST_DRAFTS = 10_000
_TOLD = ("title", "filled_at", "files", "refusal")
Line = Mapping[str, Any]


@transaction.atomic
def told(
    device: Device, *, carried: Iterable[Line], waiting: Iterable[Line], drafts: int, at: datetime
) -> None:
    """Takes the place of what was told before. Told again it changes nothing.

    `carried`: {"form", "version", "size", "taken_at"?}; `waiting`: {"instance_id", "form", "title", "filled_at", "files",
    "refusal"}. Forms are named as phones name them.
    """
    held = Device.objects.select_for_update().get(pk=device.pk)
    lines, rows = list(carried)[:MOST_CARRIED], list(waiting)[:MOST_WAITING]
    forms = _forms(held, lines, rows)
    _carry(held, lines, forms, at)
    _wait(held, rows, forms, at)
    held.drafts, held.seen_at = _whole(drafts, _MOST_DRAFTS), at
    held.save(update_fields=["drafts", "seen_at"])


def came(office_id: UUID, instance_ids: Collection[str]) -> None:
    """What has come with all of its files waits nowhere: called after the commit, one statement."""
    Waiting.objects.filter(office_id=office_id, instance_id__in=instance_ids).delete()


def _forms(device: Device, *told: Iterable[Line]) -> Mapping[str, UUID]:
    names = {name for lines in told for line in lines if (name := str(line.get("form", ""))).isprintable()}
    found = Form.objects.filter(office=device.office_id, name__in=names)
    return dict(found.values_list("name", "pk"))


# What it carries


def _carry(device: Device, lines: list[Line], forms: Mapping[str, UUID], at: datetime) -> None:
    wanted = {key: line for line in lines if (key := forms.get(str(line.get("form", ""))))}
    versions = _versions(wanted)
    known = {one.form_id: one for one in Carried.objects.filter(device=device)}
    for form_id, line in wanted.items():
        version = versions.get((form_id, _whole(line.get("version"), 10**9)))
        if version is not None:
            _carry_one(device, known.get(form_id), form_id, version, line, at)
    gone = [one.pk for one in known.values() if one.form_id not in wanted and one.put_back_at is None]
    Carried.objects.filter(pk__in=gone).update(put_back_at=at)


def _versions(wanted: Mapping[UUID, Line]) -> Mapping[tuple[UUID, int], UUID]:
    rows = FormVersion.objects.filter(form__in=wanted).values_list("form", "number", "pk")
    return {(form, number): pk for form, number, pk in rows}


def _carry_one(
    device: Device, known: Carried | None, form_id: UUID, version_id: UUID, line: Line, at: datetime
) -> None:
    size, taken_at = _whole(line.get("size"), _MOST_BYTES), _moment(line.get("taken_at"), at)
    if known is None:
        Carried.objects.create(
            office_id=device.office_id, device=device, form_id=form_id, version_id=version_id, size=size,
            taken_at=taken_at or at,
        )  # fmt: skip
        return
    is_other = known.version_id != version_id or known.put_back_at is not None
    taken_at = taken_at or (at if is_other else known.taken_at)
    if not is_other and (known.size, known.taken_at) == (size, taken_at):
        return
    known.version_id, known.size, known.taken_at, known.put_back_at = version_id, size, taken_at, None
    known.save(update_fields=["version", "size", "taken_at", "put_back_at"])


# What it holds


@dataclass(frozen=True, slots=True)
class _Held:
    """A filled form as the device tells of it."""

    form_id: UUID
    title: str
    filled_at: datetime
    files: int
    refusal: str


def _wait(device: Device, rows: list[Line], forms: Mapping[str, UUID], at: datetime) -> None:
    told = {key: one for line in rows if (key := _name(line)) and (one := _held(line, forms, at))}
    there = come_of(device, told)
    now = {key: one for key, one in told.items() if key not in there}
    before = {one.instance_id: one for one in Waiting.objects.filter(device=device)}
    _tell_again([(before[key], now[key]) for key in now if key in before], at)
    insert_rows([_row(device, key, now[key], at) for key in now if key not in before])
    _let_go(device, [one for key, one in before.items() if key not in now], at)


def _name(line: Line) -> str:
    name = line.get("instance_id")
    return name if isinstance(name, str) and 0 < len(name) <= 80 and name.isprintable() else ""


def _held(line: Line, forms: Mapping[str, UUID], at: datetime) -> _Held | None:
    form_id = forms.get(str(line.get("form", "")))
    if form_id is None:
        return None
    return _Held(
        form_id,
        clean(str(line.get("title") or ""))[:300],
        _moment(line.get("filled_at"), at) or at,
        _whole(line.get("files"), _MOST_FILES),
        clean(str(line.get("refusal") or ""))[:300],
    )


def _row(device: Device, name: str, one: _Held, at: datetime) -> Waiting:
    return Waiting(
        office_id=device.office_id, device=device, form_id=one.form_id, instance_id=name, title=one.title,
        filled_at=one.filled_at, files=one.files, refusal=one.refusal, told_at=at,
    )  # fmt: skip


def _tell_again(rows: list[tuple[Waiting, _Held]], at: datetime) -> None:
    """One statement for all, and one more for what it tells otherwise than before."""
    Waiting.objects.filter(pk__in=[row.pk for row, _ in rows]).update(told_at=at)
    changed = []
    for row, one in rows:
        facts = {name: getattr(one, name) for name in _TOLD}
        if any(getattr(row, name) != value for name, value in facts.items()):
            changed.append(row)
            for name, value in facts.items():
                setattr(row, name, value)
    Waiting.objects.bulk_update(changed, _TOLD)


def _let_go(device: Device, rows: list[Waiting], at: datetime) -> None:
    """No longer on the device: it has come, or somebody has thrown it away there, which history then tells."""
    there = come_of(device, [one.instance_id for one in rows])
    lost = [one for one in rows if one.instance_id not in there]
    Waiting.objects.filter(pk__in=[one.pk for one in rows]).delete()
    if lost:
        owner = device.person.user
        record("device.unsent_gone", by=owner, on=device, within=device.within, at=at, total=len(lost))


# Reading what was told


def _whole(value: object, most: int) -> int:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    return max(0, min(value, most)) if isinstance(value, int) else 0


def _moment(value: object, latest: datetime) -> datetime | None:
    """A device's clock may be wrong: nothing was done later than it was told."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
            value = value.astimezone(UTC) if value.tzinfo else None
        except (ValueError, OverflowError):
            return None
    if not isinstance(value, datetime) or value.tzinfo is None:
        return None
    return min(value, latest)
