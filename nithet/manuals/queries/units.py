"""Which unit a manual belongs to, as its text or its uploader says."""

from __future__ import annotations

from nithet.offices.members import Member
from nithet.offices.models import Unit
from nithet.offices.queries import units_of
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

_LEAST = len("กลุ่มงาน")


def default_unit(group: str | None, member: Member) -> Unit | None:
    """The unit that the text names; otherwise the division of the uploader; otherwise nobody knows."""
    units = list(units_of(member.office))
    if named := named_unit(group, units):
        return named
    own = next((a.unit for a in member.appointments if a.unit), None)
    return next((unit for unit in units if own and unit.pk == own.division_id), None)


def named_unit(group: str | None, units: list[Unit]) -> Unit | None:
    """The unit of that name, full or short; a name that begins like it counts when it is long enough."""
    wanted = _bare(group or "")
    if len(wanted) < _LEAST:
        return None
    names = [(unit, _bare(name)) for unit in units for name in (unit.name, unit.short_name)]
    same = next((unit for unit, name in names if name == wanted), None)
    return same or next((unit for unit, name in names if _alike(name, wanted)), None)


def _alike(name: str, wanted: str) -> bool:
    return len(name) >= _LEAST and (name.startswith(wanted) or wanted.startswith(name))


def _bare(text: str) -> str:
    return squeeze(to_arabic(text)).removesuffix("ฯ")
