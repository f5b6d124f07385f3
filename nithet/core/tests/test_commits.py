"""What follows once a change is safe."""

from __future__ import annotations

from typing import Any

import pytest

from nithet.core.commits import after_commit

pytestmark = pytest.mark.django_db


def test_what_fails_is_logged_by_its_name_and_the_rest_is_done(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    done: list[str] = []

    def break_down(what: str) -> None:
        raise RuntimeError(what)

    with django_capture_on_commit_callbacks(execute=True):
        after_commit(break_down, "เสีย")
        after_commit(done.append, "ดี")
        assert done == []
    assert done == ["ดี"]
    assert "break_down" in caplog.text
