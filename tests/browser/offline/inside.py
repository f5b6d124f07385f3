"""`python -m tests.browser.offline.inside`: acts inside the installation under test, and what stands in it.

One line of JSON in, one out, as long as the test runs: a process of its own, because the installation has a
database of its own, which no connection of the tests knows.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import django

SCHOOL = "โรงเรียนบ้านทุ่งสาธิต"
NOTE = """# บันทึกภาคสนาม

## survey

| type | name | label | required | appearance |
|---|---|---|---|---|
| text | mark | เครื่องหมาย | yes | |
| integer | pupils | จำนวนนักเรียน | | |
| image | photo | ภาพถ่าย | | |
| file | paper | เอกสาร | | |
{more}
## settings

| form_title | form_id |
|---|---|
| บันทึกภาคสนาม | field_note |
"""
MORE = "| text | {name} | ข้อที่เพิ่มในฉบับที่ {number} | | |\n"


def make() -> dict[str, Any]:
    """An office, a school, two supervisors, a short form and the form of a visit."""
    from nithet.forms.tests.filling_kit import make_form, publish
    from nithet.offices.models import Role
    from nithet.offices.tests.factories import make_member_user, make_office, make_school, make_unit

    office = make_office("satit1")
    unit = make_unit(office, "supervision", "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา")
    make_school(office, SCHOOL, district="เมือง", pupils=240)
    for name in ("supervisor", "supervisor2"):
        make_member_user(office, Role.SUPERVISOR, unit, username=name)
    make_member_user(office, Role.HEAD, unit, username="head")
    publish(make_form(office, unit=unit))
    publish(make_form(office, name="field_note", title="บันทึกภาคสนาม", unit=unit), _note(1))
    return {"office": office.code}


def _note(number: int) -> Any:
    from nithet.forms.tests.filling_kit import tables_of

    more = MORE.format(name=f"added_{number % 4}", number=number) if number > 1 else ""
    return tables_of(NOTE.format(more=more))


def publish_next() -> dict[str, Any]:
    """The next edition of the short form asks another thing besides, and no longer what the last one did."""
    from nithet.forms.models import Form
    from nithet.forms.tests.filling_kit import publish

    form = Form.objects.get(name="field_note")
    number = form.versions.count() + 1
    publish(form, _note(number), number)
    return {"number": number}


def sign_in(username: str) -> dict[str, Any]:
    from django.conf import settings
    from django.test import Client

    from nithet.accounts.models import User

    client = Client()
    client.force_login(User.objects.get(username=username))
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def sign_out() -> dict[str, Any]:
    """Everybody, everywhere."""
    from django.contrib.sessions.models import Session

    return {"gone": Session.objects.all().delete()[0]}


def tally(marks: list[str]) -> dict[str, Any]:
    """What came under these marks, each with the digests of its files as they lie in the store, and how often."""
    from django.db.models import Q

    from nithet.forms.models import Submission

    asked = Submission.objects.filter(Q(answers__mark__in=marks) | Q(answers__topic__in=marks))
    found = asked.select_related("version", "sent_by").prefetch_related("files__file").order_by("pk")
    return {"came": [_told(each) for each in found]}


def _told(submission: Any) -> dict[str, Any]:
    return {
        "mark": submission.answers.get("mark") or submission.answers.get("topic"),
        "instance": submission.instance_id,
        "edition": submission.version.number,
        "by": submission.sent_by.username if submission.sent_by else "",
        "answers": submission.answers,
        "awaited": submission.awaited_files,
        "files": {each.name: _digest(each.file) for each in submission.files.all()},
        "problems": [problem["code"] for problem in submission.problems],
        "told": _history(submission),
    }


def _digest(file: Any) -> str:
    with file.content.open("rb") as content:
        return sha256(content.read()).hexdigest()


def _history(submission: Any) -> dict[str, int]:
    from nithet.audit.models import Entry

    return dict(Counter(Entry.objects.filter(object_id=submission.pk).values_list("verb", flat=True)))


def count() -> dict[str, int]:
    from nithet.field.models import Apart
    from nithet.forms.models import Submission, SubmissionFile

    return {
        "submissions": Submission.objects.count(),
        "files": SubmissionFile.objects.count(),
        "apart": Apart.objects.count(),
    }


def static() -> dict[str, Any]:
    """What `collectstatic` would copy, without the time that compressing takes."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    files = [(path, storage.path(path)) for finder in get_finders() for path, storage in finder.list([])]
    for path, source in files:
        to = Path(settings.STATIC_ROOT, path)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, to)
    return {"files": len(files)}


ACTS: dict[str, Callable[..., dict[str, Any]]] = {
    act.__name__: act for act in (make, publish_next, sign_in, sign_out, tally, count, static)
}


def main() -> None:
    django.setup()
    from django.db import close_old_connections

    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = ACTS[asked.pop("do")](**asked)
        except Exception as error:  # noqa: BLE001  whoever asked shows it
            answer = {"error": repr(error)}
        close_old_connections()
        sys.stdout.write(json.dumps(answer, ensure_ascii=True) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
