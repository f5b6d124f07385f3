"""Whatever comes as a workbook or as tables is taken, or refused by its name: no other error, nothing half stored."""

from __future__ import annotations

import os
import zipfile
from contextlib import suppress
from io import BytesIO

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nithet.core.tables.errors import TableError
from nithet.forms.publishing import UnmadeFormError, make
from nithet.forms.tables import Tables, digest, from_json, made_of, to_json
from nithet.forms.tests.workbooks import SURVEY
from nithet.forms.workbooks import read_workbook
from nithet.forms.xlsform.defining import define
from nithet.forms.xlsform.linting import has_errors, lint
from nithet.forms.xlsform.problems import UnfitWorkbookError
from nithet.forms.xlsform.text import read_text
from nithet.forms.xlsform.writing import write_workbook

EXAMPLES = int(os.environ.get("NITHET_SOAK", "60"))
_some = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))

WHOLE = write_workbook(read_text(SURVEY, {}))
_TYPES = st.sampled_from([
    "text", "integer", "note", "calculate", "select_one a", "select_multiple a or_other", "rank a", "begin group",
    "end group", "begin repeat", "end repeat", "range", "image", "start", "audit", "select_one ${q}", "begin loop over a",
    "select_one_from_file schools.csv", "csv-external", "geopoint", "end", "select one external a", "select_one_external a",
])  # fmt: skip
_NAMES = st.sampled_from(
    ["a", "b", "c", "g", "r", "A", "ชื่อ", "a b", "meta", "xml1", "", "1", "a-b.c", "instanceID"]
)
_EXPRESSIONS = st.sampled_from([
    "", "yes", "no", "${a}", "${b} > 1", "count(${r})", "(${a}", "foo(1)", "'", "${last-saved#a}", "instance('a')/root/item",
    "indexed-repeat(${a}, ${r}, 1)", "position(..)", "${ a }", "$", "a | b", "regex(., '(')", "selected(${a}, 'x')",
])  # fmt: skip
_TEXTS = st.one_of(
    st.sampled_from(["ก", "**ก**", "${a}", "<b>", "[a](b)", "&", "1.", "\n- ก", ""]), st.text(max_size=20)
)
_LINES = st.fixed_dictionaries(
    {"type": st.one_of(_TYPES, st.text(max_size=15)), "name": st.one_of(_NAMES, st.text(max_size=8)), "label": _TEXTS},
    optional={
        "hint": _TEXTS, "relevant": _EXPRESSIONS, "constraint": _EXPRESSIONS, "calculation": _EXPRESSIONS,
        "required": _EXPRESSIONS, "appearance": _TEXTS, "repeat_count": _EXPRESSIONS, "choice_filter": _EXPRESSIONS,
        "default": _TEXTS, "parameters": st.sampled_from(["", "start=1", "rows=x", "=", "a=b c"]), "image": _TEXTS,
        "trigger": st.sampled_from(["", "${a}", "x"]), "label::ไทย (th)": _TEXTS, "disabled": st.sampled_from(["yes", ""]),
    },
)  # fmt: skip
_CHOICES = st.fixed_dictionaries(
    {"list_name": st.sampled_from(["a", "b", ""]), "name": _NAMES, "label": _TEXTS}
)
_FACTS = st.fixed_dictionaries(
    {"form_id": st.one_of(st.just("f"), st.text(max_size=6)), "form_title": _TEXTS},
    optional={
        "default_language": _TEXTS,
        "instance_name": _EXPRESSIONS,
        "style": _TEXTS,
        "name": _TEXTS,
        "version": _TEXTS,
    },
)


@st.composite
def tables_(draw: st.DrawFn) -> Tables:
    return Tables(
        made_of(draw(st.lists(_LINES, max_size=12))),
        made_of(draw(st.lists(_CHOICES, max_size=5))),
        made_of([draw(_FACTS)]),
    )


@given(tables_())
@_some
def test_a_form_without_errors_can_be_made_and_any_other_is_told_of(tables: Tables) -> None:
    define(tables)
    problems = lint(tables, ("picture.png",))
    assert all(problem.words for problem in problems)
    if not has_errors(problems):
        made = make(tables, "f", 1)
        assert "<script" not in made.html
        assert digest(from_json(to_json(tables))) == digest(tables)  # type: ignore[arg-type]
    else:
        with suppress(UnmadeFormError):
            make(tables, "f", 1)


@given(st.binary(max_size=400), st.integers(0, len(WHOLE)), st.integers(0, 60))
@example(b"", len(WHOLE), 0)
@_some
def test_a_damaged_workbook_is_refused_by_its_name(noise: bytes, at: int, cut: int) -> None:
    damaged = WHOLE[:at] + noise + WHOLE[at + cut :]
    with suppress(TableError, UnfitWorkbookError):
        read_workbook(damaged)


@given(
    st.text(max_size=300),
    st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml", "xl/styles.xml"]),
    st.integers(0, 2000),
)
@_some
def test_a_workbook_with_damaged_parts_is_refused_by_its_name(noise: str, part: str, at: int) -> None:
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(WHOLE)) as whole,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as damaged,
    ):
        for name in whole.namelist():
            content = whole.read(name)
            if name == part:
                content = content[:at] + noise.encode("utf-8", "surrogatepass") + content[at:]
            damaged.writestr(name, content)
    with suppress(TableError, UnfitWorkbookError):
        read_workbook(file.getvalue())
