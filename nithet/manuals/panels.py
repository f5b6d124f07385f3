"""What layers above show on the page of an adopted edition. They declare it when Django starts."""

from __future__ import annotations

from collections.abc import Callable

from nithet.manuals.models import ManualVersion
from nithet.offices.members import Member
from nithet.offices.panels import Panel

VERSION_PANELS: list[Callable[[Member, ManualVersion], Panel | None]] = []
"""Each gives its part for who looks at which edition, or None."""


def of_version(member: Member, version: ManualVersion) -> list[Panel]:
    return [panel for make in VERSION_PANELS if (panel := make(member, version))]
