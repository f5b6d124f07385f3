"""Rounds for tests as the database holds them: made, opened and answered without asking anybody."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nithet.forms.links import token_of
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget
from nithet.forms.services.receiving import receive
from nithet.forms.tests.filling_kit import AT, sent, xml_of
from nithet.offices.models import Person, School, Unit

OPENS, CLOSES = date(2026, 11, 16), date(2026, 11, 30)
"""The window of a round unless told: it holds DAY, the Friday of the tests."""


def make_round(
    version: FormVersion, *, unit: Unit | None = None, audience: str = Round.Audience.SCHOOLS, **facts: Any
) -> Round:
    """A round that is still being prepared; of the form's unit unless told."""
    owner = unit or version.form.unit
    assert owner is not None, "a round is of a unit"
    facts = {"title": "แบบสำรวจความต้องการ", "opens_on": OPENS, "closes_on": CLOSES, "made_at": AT} | facts
    made = Round.objects.create(
        office=version.office, form=version.form, version=version, unit=owner, audience=audience, **facts
    )
    if made.is_anonymous:
        type(made.form).objects.filter(pk=made.form_id).update(has_anonymous=True)
    return made


def open_round(
    round_: Round,
    schools: Iterable[School] = (),
    *,
    people: Iterable[Person] = (),
    names: Iterable[str] = (),
) -> list[RoundTarget]:
    """Opened at AT; its targets in the order given."""
    of_schools = [
        RoundTarget(office_id=round_.office_id, round=round_, school=school, properties=_of_school(school))
        for school in schools
    ]
    of_people = [
        RoundTarget(
            office_id=round_.office_id, round=round_, person=person, name=person.name, email=person.email
        )
        for person in people
    ]
    of_names = [RoundTarget(office_id=round_.office_id, round=round_, name=name) for name in names]
    round_.state, round_.opened_at = Round.State.OPEN, AT
    round_.save()
    return RoundTarget.objects.bulk_create([*of_schools, *of_people, *of_names])


def _of_school(school: School) -> dict[str, str]:
    size = "small" if school.is_small else "medium"
    cluster = str(school.cluster_id) if school.cluster_id else ""
    return {
        "cluster": cluster,
        "size": size,
        "highland": "yes" if school.is_highland else "no",
        "district": school.district,
    }


def answer(
    round_: Round,
    target: RoundTarget | None = None,
    *,
    xml: str = "",
    at: datetime = AT,
    standing: str = RoundAnswer.Standing.COUNTED,
    **answers: str,
) -> RoundAnswer:
    """What answering leaves behind, without its page; `answers` go into the form of `filling_kit`."""
    code = target.school.smis_code if target and target.school else ""
    content = (xml or xml_of(code, version=round_.version.number, **answers)).encode()
    submission = receive(
        round_.version, xml=content, files={}, at=at, sender=target.name if target else ""
    ).submission
    counted = standing == RoundAnswer.Standing.COUNTED
    if target is not None and counted:
        when = None if round_.is_anonymous else at
        RoundTarget.objects.filter(pk=target.pk).update(has_answered=True, answered_at=when)
    return RoundAnswer.objects.create(
        office_id=round_.office_id, round=round_, submission=submission,
        target=None if round_.is_anonymous else target, standing=standing,
        properties=target.properties if target else {}, block=block_of(submission.pk),
        single=target.pk if target and round_.is_once and not round_.is_anonymous else None,
    )  # fmt: skip


def block_of(key: uuid.UUID) -> int:
    return hashlib.sha256(key.bytes).digest()[0] % 64


# Through the page behind a link


def at_link(asked: Round | RoundTarget, view: str = "answer-page", *more: str) -> str:
    return reverse(f"forms:{view}", args=[asked.office.code, token_of(asked), *more])


def send_answer(
    client: Client,
    asked: Round | RoundTarget,
    xml: str,
    *files: tuple[str, bytes],
    view: str = "answer-send",
    **fields: str,
) -> Any:
    """As the page sends it; `files`: name of the part, which is the file's, and its content."""
    parts = {name: SimpleUploadedFile(name, content) for name, content in files}
    headers = {"accept": "application/json"}
    return client.post(at_link(asked, view), {**fields, **sent(xml, **parts)}, headers=headers)
