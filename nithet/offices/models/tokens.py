"""By what programs read in a person's name."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.offices.models.office import OfficeRecord
from nithet.offices.models.people import Person


class ApiToken(OfficeRecord):
    """A secret by which a program of a person reads what that person may see in the office. Only the digest is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    # What its owner calls it by: the program that has it.
    name = models.CharField("ชื่อ", max_length=80)
    # Its first letters, by which the owner knows it again.
    prefix = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField()  # the last day on which it opens anything
    # About when it was used last: within the hour.
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "name"], condition=Q(revoked_at=None), name="apitoken_name_once_a_person"
            ),
        ]
