"""Every night the whole history is verified; a break does not begin it anew."""

import pytest

from nithet.audit.jobs import verify_all
from nithet.audit.models import Chain, Entry
from nithet.audit.sealing import chain_of, seal
from nithet.audit.tests.chains import written
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.models import Job

pytestmark = pytest.mark.django_db


def test_all_chains_are_sealed_and_verified() -> None:
    offices = [new_id(), new_id(), None]
    for office_id in offices:
        written(office_id, 2)
    job = jobs.start("audit.verify")
    jobs.run_queued()
    job.refresh_from_db()
    assert (job.state, job.result["rows"], job.result["findings"]) == ("done", 6, 0)
    for office_id in offices:
        chain = chain_of(office_id)
        assert chain
        assert (chain.verified_to, chain.findings) == (2, 0)


def test_what_does_not_fit_is_counted_and_told() -> None:
    office_id = new_id()
    written(office_id, 2)
    seal(office_id)
    Entry.objects.filter(sequence=1).update(title="เรื่องอื่น")
    job = jobs.start("audit.verify")
    jobs.run_queued()
    job.refresh_from_db()
    assert job.result["findings"] == 1
    assert "1" in job.result["words"]


def test_after_a_break_it_goes_on_with_the_next_chain() -> None:
    first, second = sorted((new_id(), new_id()), key=str)
    for office_id in (first, second):
        written(office_id, 2)
    job = Job.objects.create(
        kind="audit.verify", made_at=now(), state=Job.State.RUNNING, cursor={"after": str(first)},
        result={"rows": 2, "findings": 0},
    )  # fmt: skip
    verify_all(job)
    assert job.result["rows"] == 4
    assert list(Chain.objects.exclude(verified_at=None).values_list("pk", flat=True)) == [second]
