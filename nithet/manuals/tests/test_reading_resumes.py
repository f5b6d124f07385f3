"""The worker is killed while it reads a manual: another goes on, and there is one draft."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.manuals.models import ManualUpload, ManualVersion
from nithet.manuals.tests.factories import TEXT, page_text
from nithet.manuals.tests.making_pdf import pdf_of
from nithet.offices.models import Unit

pytestmark = pytest.mark.django_db
State = ManualUpload.State


def killed(*args: object, **kwargs: object) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def staff(client: Client, supervisor: User) -> Client:
    client.force_login(supervisor)
    return client


@pytest.mark.parametrize(
    "place",
    [
        "nithet.manuals.services.reading._read_source",
        "nithet.manuals.services.reading.draft_of",
        "nithet.manuals.services.reading.keep_sources",
        # Within the transaction that keeps the draft, and right after it.
        "nithet.manuals.services.reading._done",
        "nithet.core.jobs._end",
    ],
)
def test_another_worker_goes_on_and_there_is_one_draft(
    staff: Client, supervision: Unit, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    staff.post(
        reverse("manuals:manual-upload", args=["satit1"]),
        {"file": SimpleUploadedFile("คู่มือ.pdf", pdf_of(TEXT))},
    )
    upload = ManualUpload.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(place, killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.run_queued()
    # Nobody is told that it failed, and it is not taken up while its worker may live.
    assert Job.objects.get(pk=str(upload.job_id)).state == Job.State.RUNNING
    assert jobs.resume_silent() == 0
    Job.objects.filter(pk=str(upload.job_id)).update(beat_at=now() - jobs.SILENT_AFTER - timedelta(seconds=1))
    assert jobs.resume_silent() == 1
    jobs.perform.func(str(upload.job_id))
    upload.refresh_from_db()
    assert (upload.state, upload.version) == (State.DONE, ManualVersion.objects.get())
    assert Entry.objects.filter(verb="manual.uploaded").count() == 1
    assert Job.objects.get(pk=str(upload.job_id)).state == Job.State.DONE


def test_a_manual_that_kills_every_worker_is_given_up_in_words(staff: Client, supervision: Unit) -> None:
    staff.post(
        reverse("manuals:manual-upload", args=["satit1"]),
        {"file": SimpleUploadedFile("คู่มือ.pdf", pdf_of(TEXT))},
    )
    upload = ManualUpload.objects.get()
    long_ago = now() - timedelta(hours=1)
    Job.objects.filter(pk=str(upload.job_id)).update(
        state=Job.State.RUNNING, beat_at=long_ago, attempts=jobs.MOST_ATTEMPTS
    )
    jobs.resume_silent()
    page = page_text(staff.get(reverse("manuals:upload-page", args=["satit1", upload.pk])))
    assert jobs.FAILED_WORDS in page
