"""A round, of those that the owner of a token sees."""

from __future__ import annotations

from uuid import UUID

from django.shortcuts import get_object_or_404

from nithet.forms import access
from nithet.forms.models import Round
from nithet.offices.members import Member

HEAVY = ("version__tables", "version__xform", "version__html", "version__model")


def round_of(member: Member, pk: UUID) -> Round:
    """With its form and edition; a stranger's does not exist."""
    rows = access.visible_rounds(member).select_related("form__unit", "version", "unit")
    found = get_object_or_404(rows.defer(*HEAVY), pk=pk)
    found.office = member.office
    return found
