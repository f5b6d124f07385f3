"""Offices, their units, schools and people, who serves where since when, and what is kept about them."""

from nithet.offices.models.calendar import Holiday, Semester
from nithet.offices.models.imports import ColumnMatch, Import, ImportProblem
from nithet.offices.models.office import Office, OfficeRecord, Unit
from nithet.offices.models.people import Appointment, AppointmentQuerySet, Leave, Person, Role
from nithet.offices.models.privacy import Consent, PrivacyRequest
from nithet.offices.models.schools import (
    Cluster,
    ClusterStay,
    Level,
    PupilCount,
    School,
    SchoolChange,
    SchoolQuerySet,
)
from nithet.offices.models.tokens import ApiToken

__all__ = [
    "ApiToken",
    "Appointment",
    "AppointmentQuerySet",
    "Cluster",
    "ClusterStay",
    "ColumnMatch",
    "Consent",
    "Holiday",
    "Import",
    "ImportProblem",
    "Leave",
    "Level",
    "Office",
    "OfficeRecord",
    "Person",
    "PrivacyRequest",
    "PupilCount",
    "Role",
    "School",
    "SchoolChange",
    "SchoolQuerySet",
    "Semester",
    "Unit",
]
