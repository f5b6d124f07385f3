"""Lists that stand beside a form: those that are made of the register, and files that came with a version."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from io import StringIO
from uuid import UUID

from nithet.core.models import StoredFile
from nithet.forms.models import FormFile, FormVersion
from nithet.forms.xlsform.findings.lists import MADE_FILES
from nithet.offices.access import visible_schools
from nithet.offices.members import Member
from nithet.offices.models import Office, School, SchoolQuerySet

SCHOOLS = "schools.csv"
Line = Mapping[str, str]
SCHOOL_COLUMNS = tuple(MADE_FILES[SCHOOLS])


def schools_seen(member: Member, *, named: School | None = None) -> list[dict[str, str]]:
    """The schools that a member may name: those that they see, open on the day, and the one that is named already."""
    lines = _lines(visible_schools(member).active(on=member.on))
    if named and all(line["name"] != named.smis_code for line in lines):
        lines.append(_line(named))
    return lines


def one_school(school: School) -> list[dict[str, str]]:
    """Where a school is asked, no other can be named."""
    return [_line(school)]


def open_schools(office: Office, *, on: date) -> list[dict[str, str]]:
    """Those that who is no member may name."""
    return _lines(School.objects.filter(office=office).active(on=on))


def schools_of(office: Office | UUID) -> list[dict[str, str]]:
    """All of the office, closed ones too: what was filled at a school stays right."""
    return _lines(School.objects.filter(office=office))


def _lines(schools: SchoolQuerySet) -> list[dict[str, str]]:
    return [_line(school) for school in schools.select_related("cluster")]


def _line(school: School) -> dict[str, str]:
    values = (
        school.smis_code,
        school.name,
        school.district,
        school.cluster.name if school.cluster else "",
        "small" if school.is_small else "large",
        "yes" if school.is_highland else "no",
    )
    return dict(zip(SCHOOL_COLUMNS, values, strict=True))


def file_list(version: FormVersion, name: str) -> Mapping[str, Line] | None:
    """Name of a choice → its line, of a list that came with the version; None where it has no such file."""
    try:
        return _file_list(version.pk, name)
    except FormFile.DoesNotExist:
        return None


@lru_cache(maxsize=128)
def _file_list(version_id: UUID, name: str) -> Mapping[str, Line]:
    """Kept by the process, since a version's files never change. That there is none is not kept: it may be published just now."""
    beside = FormFile.objects.select_related("file").get(version_id=version_id, name=name)
    return {line.get("name", ""): line for line in read_stored(beside.file)}


def heads_of(files: Mapping[str, StoredFile]) -> dict[str, frozenset[str]]:
    """The columns of the lists among files beside a form; a stored file never changes."""
    return {
        name: found for name, file in files.items() if name.endswith(".csv") and (found := _head_of(file))
    }


@lru_cache(maxsize=256)
def _head_of(file: StoredFile) -> frozenset[str]:
    try:
        return head_in(read_stored(file))
    except FileNotFoundError:
        return frozenset()


def head_in(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(lines[0]) if lines else frozenset()


def read_stored(file: StoredFile) -> tuple[Line, ...]:
    with file.content.open("rb") as content:
        return read_csv(content.read())


def read_csv(content: bytes) -> tuple[Line, ...]:
    """Lines of a CSV in UTF-8 with a head; nothing of a file that is none."""
    try:
        text = content.decode("utf-8-sig")
        return tuple(
            {key: value or "" for key, value in line.items() if key}
            for line in csv.DictReader(StringIO(text))
        )
    except (UnicodeDecodeError, csv.Error):
        return ()
