"""A version with all that is made of it once a process: its definition and its check. Versions never change."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from uuid import UUID

from nithet.forms.checking.checker import Checker
from nithet.forms.definition import Definition
from nithet.forms.lists import SCHOOLS, Line, file_list
from nithet.forms.models import FormVersion
from nithet.forms.tables import Tables, from_json
from nithet.forms.xlsform.defining import define
from nithet.offices.models import School

_MOST = 200
_kept: OrderedDict[UUID, Compiled] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Compiled:
    definition: Definition
    checker: Checker


def compiled(version: FormVersion) -> Compiled:
    with _lock:
        if found := _kept.get(version.pk):
            _kept.move_to_end(version.pk)
            return found
    made = _compile(version)
    with _lock:
        _kept[version.pk] = made
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made


def _compile(version: FormVersion) -> Compiled:
    definition = define(from_json(version.tables))
    return Compiled(definition, Checker(definition, lambda name: given_list(version, name)))


def compiled_tables(tables: Tables, office_id: UUID) -> Compiled:
    """Of a draft: made for one look, kept nowhere."""
    definition = define(tables)
    return Compiled(
        definition, Checker(definition, lambda name: school_names(office_id) if name == SCHOOLS else None)
    )


def given_list(version: FormVersion, name: str) -> Mapping[str, Line] | None:
    """A list that stands beside the form: name → its line; None where it is not known, and then nothing is checked."""
    return school_names(version.office_id) if name == SCHOOLS else file_list(version, name)


# Schools

_FRESH_S = 30.0


@dataclass(frozen=True, slots=True)
class _Schools:
    read_at: float
    keys: Mapping[str, UUID]
    lines: Mapping[str, Line]


_schools: dict[UUID, _Schools] = {}


def school_names(office_id: UUID) -> Mapping[str, Line]:
    """Code → the school's line, of all of the office; the same object while nothing is read anew."""
    return _known_schools(office_id).lines


def school_id(office_id: UUID, code: object) -> UUID | None:
    """The school of a code. One that is not known is looked for once more: it may have been added just now."""
    if not isinstance(code, str) or not code:
        return None
    found = _known_schools(office_id).keys.get(code)
    if found is None and School.objects.filter(office_id=office_id, smis_code=code).exists():
        _schools.pop(office_id, None)
        return _known_schools(office_id).keys.get(code)
    return found


def _known_schools(office_id: UUID) -> _Schools:
    kept = _schools.get(office_id)
    if kept and monotonic() - kept.read_at < _FRESH_S:
        return kept
    rows = School.objects.filter(office_id=office_id).values_list(
        "pk", "smis_code", "name", "district", "cluster__name"
    )
    keys, lines = {}, {}
    for pk, code, name, district, cluster in rows:
        keys[code] = pk
        lines[code] = {"name": code, "label": name, "district": district, "cluster": cluster or ""}
    _schools[office_id] = _Schools(monotonic(), keys, lines)
    return _schools[office_id]
