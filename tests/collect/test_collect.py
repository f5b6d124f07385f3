"""Every shipped form on a phone with ODK Collect: fetched, filled by Collect's own engine, and sent to a running server.

The engine (JavaRosa) comes in the jar of ODK Validate; what of Collect stands around it is in `java/` and `phone.py`.
Where the engine and our own check are known to differ, `every_kind.py` tells.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.field.services.devices import make_phone
from nithet.field.tests.collect_kit import LIST, MANIFEST
from nithet.field.tests.test_openrosa_lists import beside
from nithet.forms import shipped
from nithet.forms.checking.lists import List
from nithet.forms.lists import read_csv
from nithet.forms.services.making import begin_from_shipped
from nithet.forms.services.publishing import attach_files, publish
from nithet.forms.tests.filling_kit import make_form, photo
from nithet.forms.tests.filling_kit import publish as publish_as_is
from nithet.forms.xlsform.defining import define
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member, make_school
from nithet.thai.dates import BANGKOK
from tests.collect import engine, every_kind
from tests.collect.engine import Said
from tests.collect.fillings import Filling, full, sparse, wrong
from tests.collect.phone import Phone
from tests.test_killed import SOAK, Machine, PostgresCopy, SqliteCopy
from tests.test_killed import pytestmark as of_machine

pytestmark = [
    *of_machine,
    pytest.mark.skipif(
        bool(engine.missing()), reason=f"ODK Collect's engine of forms needs Java: {engine.missing()}"
    ),
]
SEEDS = range(1, 11) if SOAK else (1, 2)
OWN = {every_kind.NAME: every_kind.tables, every_kind.MADE_HERE: every_kind.made_here}
GIVEN = {
    "dltv_visit": ("dltv_indicators.csv", 'name,label,level\n1.1,ผู้บริหารกำกับ,school\n1.2,"ครู, ""ปลายทาง""",school\n2.1,เขต,area_office\n'),
    "sep_school_status": ("sep_rubric.csv", "name,label\n1,ด้านบริหาร\n2,ด้านหลักสูตร\n"),
}  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n"
CONTENT = {
    ".jpg": photo(),
    ".m4a": b"\0\0\0\x18ftypM4A ",
    ".mp4": b"\0\0\0\x18ftypmp42",
    ".pdf": b"%PDF-1.4\n",
}
# What Collect itself does not mind: each XForm has attributes for other programs.
UNMINDED = ("Unrecognized attributes",)
SENT = (
    "SELECT f.name, s.instance_id, s.problems, s.landing_refusal, s.awaited_files, s.answers "
    "FROM forms_submission s JOIN forms_form f ON f.id = s.form_id"
)


@dataclass(frozen=True)
class Row:
    form: str
    instance_id: str
    problems: list[Any]
    landing_refusal: str
    awaited_files: int
    answers: dict[str, Any]


@pytest.fixture
def secret(
    office: Office, supervision: Unit, school: School, supervisor: User, head: User, settings: Settings, tmp_path: Path
) -> str:  # fmt: skip
    """Of a phone whose owner may fill every form."""
    folder = {"OPTIONS": {"location": tmp_path / "var" / "files"}}
    disk = {"BACKEND": "django.core.files.storage.FileSystemStorage", **folder}
    settings.STORAGES = {**settings.STORAGES, "default": disk}
    make_school(office, name='โรงเรียน, "บ้านใหม่"')
    for name, tables in OWN.items():
        version = publish_as_is(make_form(office, name=name, unit=supervision), tables())
        for picture in every_kind.PICTURES if name == every_kind.NAME else ():
            beside(version, picture, PNG)
    by = as_member(head, office)
    for code in shipped.codes():
        form = begin_from_shipped(code, unit=supervision, by=by)
        if code in GIVEN:
            name, content = GIVEN[code]
            attach_files(form, [SimpleUploadedFile(name, content.encode())], by=by)
        publish(form, by=by)
    _, secret = make_phone("โทรศัพท์", by=as_member(supervisor, office))
    return secret


@pytest.fixture
def machine(tmp_path: Path, secret: str) -> Iterator[Machine]:
    copy = SqliteCopy(tmp_path) if connection.vendor == "sqlite" else PostgresCopy()
    made = Machine(tmp_path, copy)
    try:
        yield made
    finally:
        for name in list(made.started):
            made.kill(name)
        copy.drop()


@pytest.fixture
def phone(machine: Machine, secret: str) -> Iterator[Phone]:
    """Set up by its code, before a server that runs."""
    machine.start("server")
    machine.wait()
    with closing(Phone(f"http://127.0.0.1:{machine.port}/odk/{secret}", machine.folder / "collect")) as phone:
        yield phone


def test_every_form_is_filled_as_by_collect_and_arrives(machine: Machine, phone: Phone) -> None:
    names = phone.fetch_forms()
    assert {*names} == {*shipped.codes(), *OWN}
    fillings = {one.name: one for name in names for one in drawn(name, phone)}
    for name, filling in fillings.items():
        (phone.folder / "answers" / name).write_bytes(filling.xml)
    said = engine.run(phone.folder)
    assert [*of_lists(said, names)] == []
    assert [*of_forms(said, names)] == []
    faults = [line for filling in fillings.values() for line in of_filling(filling, said, phone)]
    assert not faults, "\n".join(faults)
    assert [*sent(fillings, phone)] == []
    machine.kill("server")
    stored = [Row(*(_read(value) for value in row)) for row in machine.copy.rows(SENT) if row[0] in {*names}]
    marked = [row for row in stored if row.problems or row.landing_refusal or row.awaited_files]
    assert not marked, "\n".join(
        f"{row.form}: {row.problems} {row.landing_refusal} {row.awaited_files}" for row in marked
    )
    right = [one for one in fillings.values() if not one.is_wrong]
    assert sorted(row.form for row in stored) == sorted(one.form for one in right)


def drawn(name: str, phone: Phone) -> Iterator[Filling]:
    definition = define(OWN[name]() if name in OWN else shipped.shipped_tables(name))
    blank = Filling("", name, definition, lists_beside(name, phone), datetime.now(BANGKOK))
    for seed in SEEDS:
        filling = full(blank, seed)
        if name == every_kind.NAME:
            filling.answers |= {
                path: text for path, text in every_kind.HARD.items() if path in filling.answers
            }
        yield filling
        if (less := sparse(filling, seed)) is not None:
            yield less
        if seed == SEEDS[0]:
            yield wrong(filling)


def lists_beside(name: str, phone: Phone) -> dict[str, List]:
    files = (phone.folder / "forms" / f"{name}-media").glob("*.csv")
    return {file.name: {line["name"]: line for line in read_csv(file.read_bytes())} for file in files}


def of_lists(said: Mapping[str, list[Said]], names: list[str]) -> Iterator[str]:
    """What Collect would not read of the list and the manifests: one element of another namespace, and all is lost."""
    forms = [one.words for one in said["formList.xml"] if one.where == f"{LIST} formID"]
    if forms != names:
        yield f"formList.xml: {forms}"
    for name, lines in said.items():
        if lines[0].what == "list":
            namespace = LIST if name == "formList.xml" else MANIFEST
            yield from (f"{name}: {one}" for one in lines if one.what == "address")
            yield from (f"{name}: {one}" for one in lines if not one.where.startswith(namespace))


def of_forms(said: Mapping[str, list[Said]], names: list[str]) -> Iterator[str]:
    for name in names:
        yield from (
            f"{name}: {one}" for one in said.get(name, ()) if not any(word in one.words for word in UNMINDED)
        )


def of_filling(filling: Filling, said: Mapping[str, list[Said]], phone: Phone) -> Iterator[str]:
    """What the engine asks, takes and refuses otherwise than our own check, and what it made of the answers."""
    if filling.is_wrong:
        lines = [one for one in said.get(filling.name, ()) if not one.what.startswith("invalid")]
        ours, theirs = filling.found(), filling.told(lines)
        if ours != theirs:
            yield f"{filling.name}: only we find {ours - theirs}, only Collect {theirs - ours}"
        return
    yield from (f"{filling.name}: {one}" for one in filling.told(said.get(filling.name, [])))
    xml = (phone.folder / "instances" / filling.name).read_bytes()
    yield from (f"{filling.name}: {one.words}" for one in filling.check(xml))
    wanted, arrived = filling.wanted(), filling.arrived(xml)
    if wanted != arrived:
        yield f"{filling.name}: {wanted.items() ^ arrived.items()}"


def sent(fillings: Mapping[str, Filling], phone: Phone) -> Iterator[str]:
    phone.ask_for_room()
    for name, filling in fillings.items():
        if not filling.is_wrong:
            xml = (phone.folder / "instances" / name).read_bytes()
            files = [(one, CONTENT[one[one.rindex(".") :]]) for one in filling.files(xml)]
            answer = phone.send(xml, files, called=filling.definition.title)
            if answer.status != 201:
                yield f"{name}: {answer.status} {answer.body.decode()}"


def _read(value: Any) -> Any:
    """SQLite gives JSON as text."""
    return json.loads(value) if isinstance(value, str) and value[:1] in {"[", "{"} else value
