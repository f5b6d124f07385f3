"""What the passes of an import share as jobs: going on, and stopping with a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError

from nithet.core.disk import is_storage_full
from nithet.core.errors import DomainError
from nithet.core.jobs import FAILED_WORDS, JobCancelledError
from nithet.core.models import Job
from nithet.offices.imports.errors import StorageFullError
from nithet.offices.models import Import

State = Import.State
RUNNING = (State.CHECKING, State.IMPORTING)


def resumed(running: Job, state: str) -> Import | None:
    """The import of a job, in its state again after a failure; None where people decided otherwise meanwhile."""
    source = (
        Import.objects.select_related("office", "file")
        .filter(pk=running.payload["import"], job=running)
        .first()
    )
    if source is None or source.state not in {state, State.FAILED}:
        return None
    Import.objects.filter(pk=source.pk, state=State.FAILED).update(state=state, error="")
    source.state = state
    return source


@contextmanager
def stopping(source: Import) -> Iterator[None]:
    """A pass that breaks off leaves the import failed, with a sentence that people understand."""
    try:
        yield
    except JobCancelledError:
        raise
    except DomainError as error:
        _fail(source, error.text)
        raise
    except Exception as error:
        if is_storage_full(error):
            full = StorageFullError()
            _fail(source, full.text)
            raise full from error
        _fail(source, FAILED_WORDS)
        raise


def _fail(source: Import, why: str) -> None:
    # Where even this cannot be written, the job's own state tells it later.
    with suppress(DatabaseError):
        Import.objects.filter(pk=source.pk, state__in=RUNNING).update(state=State.FAILED, error=why)
