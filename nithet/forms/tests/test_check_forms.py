"""`manage.py checkforms`: whoever changes a shipped form learns at once whether it still does what it should."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from nithet.forms import odk_validate, shipped
from nithet.forms.proving import prove_tables
from nithet.forms.publishing import make_xform
from nithet.forms.xlsform.text import read_text

FORM = """# แบบทดลอง

## survey

| type | name | label | required | constraint | constraint_message | calculation | readonly |
|---|---|---|---|---|---|---|---|
| integer | students | จำนวนนักเรียน | yes | {constraint} | จำนวนไม่ถูกต้อง | | |
| integer | halves | ครึ่งหนึ่ง | | | | {calculation} | yes |

## settings

| form_title | form_id |
|---|---|
| แบบทดลอง | media_visit |
"""
with_java = pytest.mark.skipif(odk_validate.java() is None, reason="no Java")


def _form(*, constraint: str = ". > 0", calculation: str = "int(${students} div 2)") -> str:
    return FORM.format(constraint=constraint, calculation=calculation)


def _run(*codes: str) -> list[str]:
    out = StringIO()
    try:
        call_command("checkforms", *codes, stdout=out, stderr=StringIO())
    finally:
        lines = out.getvalue().splitlines()
    return lines


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of shipped forms of its own, still empty."""
    monkeypatch.setattr(shipped, "FORMS", tmp_path)
    shipped.shipped_tables.cache_clear()
    yield tmp_path
    shipped.shipped_tables.cache_clear()


def test_every_shipped_form_is_told_on_a_line_of_its_own_that_ends_in_ok() -> None:
    lines = _run()
    assert [line.split()[0] for line in lines] == list(shipped.codes())
    assert [line for line in lines if not line.endswith(" · ok")] == []


def test_a_line_says_how_many_questions_and_what_was_tried(folder: Path) -> None:
    (folder / "media_visit.md").write_text(_form(), encoding="utf-8")
    [line] = _run("media_visit")
    assert line.startswith("media_visit “แบบทดลอง” · 2 ข้อ · คำตอบที่ถูกผ่าน · คำตอบที่ผิดถูกพบ ")
    assert ("ODK Validate ผ่าน" in line) is (odk_validate.java() is not None)


def test_without_java_the_rest_is_tried(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    (folder / "media_visit.md").write_text(_form(), encoding="utf-8")
    [line] = _run("media_visit")
    assert line.endswith(" · ok")
    assert "ODK" not in line


def test_a_form_that_is_wrong_ends_the_command_with_an_error(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "media_visit.md").write_text(_form(calculation="int(${pupils})"), encoding="utf-8")
    with pytest.raises(CommandError, match="ไม่ผ่าน 1 จาก 1 แบบฟอร์ม"):
        call_command("checkforms", "media_visit")
    line = capsys.readouterr().out.strip()
    assert "แถว 3" in line
    assert not line.endswith("ok")


def test_a_form_that_takes_no_answer_at_all_is_wrong() -> None:
    proof = prove_tables(read_text(_form(constraint=". > 5 and . < 4"), {}), "media_visit")
    assert proof.wrong
    assert "ไม่พบคำตอบที่แบบฟอร์มรับ" in proof.wrong[0]


def test_a_code_that_is_not_shipped_is_refused() -> None:
    with pytest.raises(CommandError, match="ไม่มีแบบฟอร์มรหัส “no_such_form”"):
        call_command("checkforms", "no_such_form")


@with_java
def test_what_phones_cannot_do_is_found_by_odk_validate() -> None:
    """Browsers know `floor`, phones do not."""
    texts = {"good": _form(), "bad": _form(calculation="floor(${students} div 2)")}
    said = odk_validate.validated(
        {name: make_xform(read_text(text, {}), name, 1) for name, text in texts.items()}
    )
    assert said["good"] == ""
    assert "floor" in said["bad"]
