"""Reads of history. Every one begins at an office."""

from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.audit.models import Entry


def entries(office_id: UUID) -> QuerySet[Entry]:
    """All history of an office, newest first."""
    return Entry.objects.filter(office_id=office_id).order_by("-at", "-id")


def of_object(office_id: UUID, object_id: UUID) -> QuerySet[Entry]:
    """The history of one thing."""
    return entries(office_id).filter(object_id=object_id)


def within(office_id: UUID, within_id: UUID) -> QuerySet[Entry]:
    """The history of a thing and of all that belongs to it (a run and its tasks)."""
    return entries(office_id).filter(Q(within_id=within_id) | Q(object_id=within_id))
