"""A published form for the tests of filling, and what a browser would send of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.forms.models import Form, FormVersion
from nithet.forms.publishing import Made, make
from nithet.forms.shipped import blocks
from nithet.forms.tables import Tables, digest, to_json
from nithet.forms.xlsform.text import read_text
from nithet.offices.models import Office, Unit

AT = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)

VISIT = """# แบบบันทึกการเยี่ยม

## survey

| type | name | label | required | relevant | constraint | constraint_message | calculation | appearance |
|---|---|---|---|---|---|---|---|---|
| include | heading | | | | | | | |
| text | topic | เรื่องที่นิเทศ | yes | | | | | |
| integer | students | จำนวนนักเรียน | yes | | . >= 0 and . <= 5000 | จำนวนนักเรียนต้องอยู่ระหว่าง 0 ถึง 5,000 | | |
| select_one yes_no | uses_media | ใช้สื่อหรือไม่ | yes | | | | | |
| select_multiple media_type | media | สื่อที่ใช้ | yes | ${uses_media} = 'yes' | | | | columns |
| begin_group | enough | มีสื่อเพียงพอกับผู้เรียน | | | | | | |
| select_one lk5 | actual | สภาพปัจจุบัน | yes | | | | | likert |
| select_one lk5 | desired | สภาพที่คาดหวัง | yes | | | | | likert |
| end_group | | | | | | | | |
| begin_group | ready | ครูใช้สื่อได้คล่อง | | | | | | |
| select_one lk5 | actual | สภาพปัจจุบัน | yes | | | | | likert |
| select_one lk5 | desired | สภาพที่คาดหวัง | yes | | | | | likert |
| end_group | | | | | | | | |
| date | next_on | นัดครั้งต่อไป | | | | | | |
| image | photo | ภาพถ่าย | | | | | | |
| image | signature | ลายมือชื่อ | | | | | | signature |
| geopoint | place | พิกัด | | | | | | |
| begin_repeat | agreements | ข้อตกลง | | | | | | |
| text | what | สิ่งที่จะทำ | yes | | | | | |
| date | due_on | ภายในวันที่ | | | | | | |
| end_repeat | | | | | | | | |
| calculate | agreement_count | | | | | | count(${agreements}) | |

## settings

| form_title | form_id |
|---|---|
| แบบบันทึกการเยี่ยม | visit_note |
"""


def tables_of(text: str = VISIT) -> Tables:
    return read_text(text, blocks())


def make_form(
    office: Office,
    *,
    name: str = "visit_note",
    unit: Unit | None = None,
    by: User | None = None,
    **facts: object,
) -> Form:
    facts.setdefault("title", "แบบบันทึกการเยี่ยม")
    return Form.objects.create(office=office, name=name, unit=unit, made_by=by, made_at=AT, **facts)


_drawn: dict[tuple[str, str, int], Made] = {}


def drawn(tables: Tables, name: str, number: int) -> Made:
    """The same form is drawn once a process: it takes longer than most tests."""
    key = (json.dumps(to_json(tables)), name, number)
    if key not in _drawn:
        _drawn[key] = make(tables, name, number)
    return _drawn[key]


def publish(form: Form, tables: Tables | None = None, number: int = 1) -> FormVersion:
    """What publishing stores, without asking anybody."""
    tables = tables or tables_of()
    made = drawn(tables, form.name, number)
    return FormVersion.objects.create(
        office=form.office, form=form, number=number, title=form.title, tables=to_json(tables), digest=digest(tables),
        xform=made.xform, xform_md5=made.md5, html=made.html, model=made.model, drawn_for=made.drawn_for,
        published_at=AT,
    )  # fmt: skip


HEADING = {
    "fiscal_year_be": "2570", "academic_year_be": "2569", "semester": "2", "date": "2026-11-20", "office": "สพป.สาธิต",
    "filled_by": "ครูสาธิต", "position": "ครู", "role": "teacher",
}  # fmt: skip


def xml_of(
    school: str = "",
    *,
    name: str = "visit_note",
    version: int | str = 1,
    instance: str = "",
    body: str = "",
    **answers: str,
) -> str:
    """A filled form as enketo writes it. `body` stands before the group meta."""
    heading = {**HEADING, "school": school}
    told = {"topic": "การใช้สื่อ", "students": "24", "uses_media": "no", **answers}
    rated = "<actual>3</actual><desired>5</desired>"
    return (
        f'<data xmlns:jr="http://openrosa.org/javarosa" id="{name}" version="{version}">'
        f"<heading>{_nodes(heading)}</heading>{_nodes(told)}<enough>{rated}</enough><ready>{rated}</ready>"
        f"{body}<agreement_count>{body.count('<agreements>')}</agreement_count>"
        f"<meta><instanceID>{instance or f'uuid:{new_id()}'}</instanceID></meta></data>"
    )


def _nodes(values: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{text}</{name}>" for name, text in values.items())


def sent(xml: str | bytes, **files: SimpleUploadedFile) -> dict[str, SimpleUploadedFile]:
    """The parts of what a browser posts; a file by the name of its part."""
    content = xml.encode() if isinstance(xml, str) else xml
    return {"xml_submission_file": SimpleUploadedFile("submission.xml", content, "text/xml"), **files}


def at(office: Office, view: str = "form-send", name: str = "visit_note") -> str:
    return reverse(f"forms:{view}", args=[office.code, name])


def photo(size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG")
    return out.getvalue()


def facts_of(client: Client, address: str) -> dict[str, Any]:
    page = client.get(address).content.decode()
    found = re.search(r'<script id="filling-facts" type="application/json">(.+?)</script>', page)
    assert found
    facts: dict[str, Any] = json.loads(found[1])
    return facts


def post(
    client: Client, office: Office, xml: str | bytes, *files: tuple[str, bytes], view: str = "form-send"
) -> Any:
    """`files`: name of the part, which is the file's, and its content."""
    parts = {name: SimpleUploadedFile(name.rpartition("/")[2], content) for name, content in files}
    return client.post(at(office, view), sent(xml, **parts), headers={"accept": "application/json"})
