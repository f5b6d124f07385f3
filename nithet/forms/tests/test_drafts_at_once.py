"""Two people at one draft at once: nothing is lost that one of them has not seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from nithet.accounts.models import User
from nithet.forms import search
from nithet.forms.errors import StaleFormDraftError
from nithet.forms.models import Form, FormDraft
from nithet.forms.services.making import begin_empty
from nithet.forms.services.publishing import discard_draft, publish
from nithet.forms.tests.filling_kit import publish as made_edition
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def by(office: Office, supervisor: User) -> Member:
    return as_member(supervisor, office)


@pytest.fixture
def form(supervision: Unit, by: Member) -> Form:
    return begin_empty("แบบใหม่", unit=supervision, by=by)


def test_a_form_that_is_published_while_it_is_given_up_stays(
    form: Form, by: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(given: Form, forgotten: Callable[[Form], None] = search.forget_form) -> None:
        made_edition(given)
        forgotten(given)

    # The other one comes between what was looked at and what goes.
    monkeypatch.setattr("nithet.forms.services.publishing.search.forget_form", forget)
    with pytest.raises(StaleFormDraftError, match="โปรดตรวจฉบับร่างล่าสุด"):
        discard_draft(form, by=by, revision=0)
    assert FormDraft.objects.get().form == form


@pytest.mark.parametrize("act", [publish, discard_draft])
def test_what_somebody_worked_on_since_stays(form: Form, by: Member, act: Callable[..., object]) -> None:
    FormDraft.objects.update(revision=1)
    with pytest.raises(StaleFormDraftError):
        act(form, by=by, revision=0)
    assert FormDraft.objects.get().revision == 1


def test_given_up_twice_it_is_gone_once(form: Form, by: Member) -> None:
    made_edition(form)
    for _ in range(2):
        assert discard_draft(form, by=by, revision=0)
    assert not FormDraft.objects.exists()
