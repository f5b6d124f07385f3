"""What stands beside a form on a phone: pictures and sounds of labels, lists that came with it, the schools of whoever fills it."""

from __future__ import annotations

import csv
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from io import StringIO

from django.http import Http404

from nithet.core.models import StoredFile
from nithet.core.serving import content_of
from nithet.forms.lists import SCHOOL_COLUMNS, SCHOOLS, schools_seen
from nithet.forms.models import FormFile, FormVersion
from nithet.offices.members import Member

logger = logging.getLogger(__name__)

# As the XForm names a list that it reads its choices from.
SCHOOLS_NAMED = f"jr://file-csv/{SCHOOLS}"


@dataclass(frozen=True, slots=True)
class Beside:
    """A file beside a form, as this phone gets it. `stored`: none where it is made."""

    name: str
    md5: str
    size: int
    stored: StoredFile | None = None
    made: bytes = b""


def files_beside(version: FormVersion, member: Member) -> list[Beside]:
    """In the order of their names. One whose content is lost is left out: the others, and the form, are still of use."""
    return sorted(_files(version, member), key=lambda one: one.name)


def _files(version: FormVersion, member: Member) -> Iterator[Beside]:
    if names_schools(version):
        yield schools_beside(member)
    for row in _rows(version):
        try:
            md5, size = _digest(row.file)
        except (Http404, OSError):
            logger.error("The file %s of form %s is lost", row.name, version.form_id)  # noqa: TRY400  its name is enough
        else:
            yield Beside(row.name, md5, size, row.file)


def _rows(version: FormVersion) -> Iterator[FormFile]:
    rows = FormFile.objects.filter(version=version).select_related("file").order_by("name")
    return (row for row in rows if row.name != SCHOOLS)


def file_beside(version: FormVersion, member: Member, name: str) -> Beside:
    """One of them; raises Http404."""
    if name == SCHOOLS and names_schools(version):
        return schools_beside(member)
    for row in _rows(version):
        if row.name == name:
            return Beside(row.name, *_digest(row.file), row.file)
    raise Http404


def names_schools(version: FormVersion) -> bool:
    return SCHOOLS_NAMED in version.xform


def schools_beside(member: Member) -> Beside:
    """The schools that the member may name: the same schools make the same bytes."""
    out = StringIO()
    lines = csv.DictWriter(out, SCHOOL_COLUMNS)
    lines.writeheader()
    lines.writerows(schools_seen(member))
    made = out.getvalue().encode()
    return Beside(SCHOOLS, md5_of(made), len(made), made=made)


@lru_cache(maxsize=2000)
def _digest(file: StoredFile) -> tuple[str, int]:
    """Of the bytes as they are given away, which never change. That one is lost is not kept: it may be restored."""
    with content_of(file) as content:
        read = content.read()
    return md5_of(read), len(read)


def md5_of(content: bytes) -> str:
    """As OpenRosa wants it."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
