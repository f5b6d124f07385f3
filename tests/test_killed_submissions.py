"""The server is killed while phones send: each sends until it is answered, and all of it is there once."""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from random import Random
from threading import Condition

import pytest
from django.db import connection

from nithet.accounts.models import User
from nithet.field.services.devices import make_phone
from nithet.field.tests.sending_kit import DATE, multipart
from nithet.forms.tests.filling_kit import make_form, photo, publish, xml_of
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member
from tests.test_killed import PATIENCE_S, SOAK, Machine, PostgresCopy, SqliteCopy, pytestmark

__all__ = ["pytestmark"]
KILLS, FORMS, PHONES = (20, 100, 4) if SOAK else (2, 12, 4)
TAKEN = 201


@pytest.fixture
def path(office: Office, supervision: Unit, school: School, supervisor: User) -> str:
    """Where a phone sends to."""
    publish(make_form(office, unit=supervision))
    _, secret = make_phone("โทรศัพท์", by=as_member(supervisor, office))
    return f"/odk/{secret}/submission"


@pytest.fixture
def machine(tmp_path: Path, path: str) -> Iterator[Machine]:
    copy = SqliteCopy(tmp_path) if connection.vendor == "sqlite" else PostgresCopy()
    made = Machine(tmp_path, copy)
    (tmp_path / "var").mkdir()
    try:
        yield made
    finally:
        for name in list(made.started):
            made.kill(name)
        copy.drop()


@dataclass
class Phones:
    """They send side by side; `taken` counts the forms that were answered for."""

    machine: Machine
    path: str
    taken: int = 0

    def __post_init__(self) -> None:
        self.heard = Condition()

    def send_all(self, number: int) -> dict[str, str]:
        """Each form until it is taken: its name and the digest of its picture."""
        random, sent = Random(number), {}  # noqa: S311  no secret
        for turn in range(FORMS):
            name, picture = f"uuid:{number}-{turn}", photo() + random.randbytes(2000)
            body, kind = multipart(xml_of(instance=name, photo="1.jpg").encode(), [("1.jpg", picture)])
            for tries in count():
                assert tries < 500, self.machine.told()
                if self.post(body, kind) == TAKEN:
                    break
                self.machine.wait()
            sent[name] = hashlib.sha256(picture).hexdigest()
            with self.heard:
                self.taken += 1
                self.heard.notify_all()
        return sent

    def post(self, body: bytes, kind: str) -> int | None:
        """None where no answer came."""
        at = http.client.HTTPConnection("127.0.0.1", self.machine.port, timeout=PATIENCE_S)
        try:
            at.request("POST", self.path, body, {"Content-Type": kind, "Date": DATE})
            answer = at.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            at.close()
        return answer.status

    def wait_for(self, taken: int) -> None:
        with self.heard:
            assert self.heard.wait_for(lambda: self.taken >= taken, PATIENCE_S), self.machine.told()


def test_what_phones_send_while_the_server_is_killed_is_there_once(machine: Machine, path: str) -> None:
    machine.start("server")
    machine.wait()
    phones = Phones(machine, path)
    with ThreadPoolExecutor(PHONES) as pool:
        sending = [pool.submit(phones.send_all, number) for number in range(PHONES)]
        for kill in range(1, KILLS + 1):
            phones.wait_for(kill * FORMS * PHONES // (KILLS + 1))
            machine.kill("server")
            machine.start("server")
        sent = {name: digest for one in sending for name, digest in one.result().items()}
    machine.kill("server")
    rows = machine.copy.rows(
        "SELECT s.instance_id, f.sha256, f.content FROM forms_submission s "
        "JOIN forms_submissionfile x ON x.submission_id = s.id JOIN core_storedfile f ON f.id = x.file_id"
    )
    assert sorted((name, digest) for name, digest, _ in rows) == sorted(sent.items())
    for _, digest, content in rows:
        kept = machine.folder / "var" / "files" / content
        assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest
    told = machine.copy.rows("SELECT object_id FROM audit_entry WHERE verb = 'submission.received'")
    assert len(told) == len({*told}) == len(sent)
    assert machine.copy.rows("SELECT count(*) FROM field_apart") == [(0,)]
