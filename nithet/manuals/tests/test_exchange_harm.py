"""Files that were damaged or made up: taken in, or refused in words; never anything else."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nithet.manuals.document import from_json, to_json
from nithet.manuals.draft import ManualDraft
from nithet.manuals.exchange import ExchangeError
from nithet.manuals.exchange.bpmn_out import write_bpmn
from nithet.manuals.exchange.files import read_file
from nithet.manuals.exchange.yaml_out import dump_procedure
from nithet.manuals.keys import keyed
from nithet.manuals.reviewing import warnings_of
from nithet.manuals.tests.exchanged import shipped

FILES = [dump_procedure(shipped()[5]).encode(), write_bpmn(shipped()[5]).encode()]
PIECES = [
    b"", b"<", b">", b"&", b"&x;", b"]]>", b"\x00", b"\xff", b"- ", b": ", b"\n", b"\t", b"{", b"[", b"'", b'"', b"*a", b"&a ",
    b"!!set", b"? ", b"<<: ", b"2026-02-31", b"9999999999999999999999", b"null", b"true", b"<bpmn:task/>", b"<nithet:step/>",
    b"<nithet:number>x</nithet:number>", b"<bpmn:outgoing/>", b"---\n", b"...\n", "ก".encode(),
]  # fmt: skip


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    content = draw(st.sampled_from(FILES))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content)))
        end = min(len(content), at + draw(st.sampled_from((0, 0, 1, 2, 8, 40, 400))))
        content = content[:at] + draw(st.sampled_from(PIECES)) + content[end:]
    return content


def outcome(content: bytes) -> ManualDraft | tuple[str, ...]:
    try:
        return keyed(read_file(content, name="x").draft)
    except ExchangeError as error:
        return error.problems


@given(damaged())
@settings(max_examples=150, deadline=None)
def test_a_damaged_file_is_taken_in_or_refused_in_words(content: bytes) -> None:
    found = outcome(content)
    if isinstance(found, ManualDraft):
        assert from_json(to_json(found)) == found
        warnings_of(found)
    else:
        assert found
        assert [said for said in found if not any("\u0e00" <= letter <= "\u0e7f" for letter in said)] == []


@given(st.binary(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_bytes_are_taken_in_or_refused(content: bytes) -> None:
    with pytest.raises(ExchangeError):
        read_file(content, name="x")
