"""Who started a job: it goes on in their name after they have left the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self
from uuid import UUID

from nithet.core.models import Job


@dataclass(frozen=True)
class Starter:
    """As history names them; the payload of the job holds the name under `by_name`."""

    pk: UUID | None
    name: str

    @classmethod
    def of(cls, running: Job) -> Self:
        return cls(running.made_by_id, str(running.payload.get("by_name", "")))
