"""How forms are found, by their title and their form_id; and the rounds in which they are asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.urls import reverse

from nithet.core import search
from nithet.forms import access
from nithet.forms.models import Form, Round
from nithet.offices.members import Member

FORM, ROUND = "form", "round"


def index_form(form: Form) -> None:
    search.index(form.office_id, [_entry(form)])


def forget_form(form: Form) -> None:
    search.forget(form.office_id, FORM, [form.pk])


def _entry(form: Form) -> search.Entry:
    return search.Entry(FORM, form.pk, form.title, form.name)


def _forms(office_id: UUID) -> Iterable[search.Entry]:
    return map(_entry, Form.objects.filter(office=office_id).order_by("pk").iterator())


def _pages(member: Member, ids: Collection[UUID]) -> dict[UUID, str]:
    names = access.visible_forms(member).filter(pk__in=ids).values_list("pk", "name")
    return {pk: reverse("forms:form-page", args=[member.office.code, name]) for pk, name in names}


FORMS = search.SearchKind(FORM, "แบบฟอร์ม", "clipboard-text", access.visible_forms, _pages, _forms)


# Rounds


def index_round(round_: Round) -> None:
    search.index(round_.office_id, [_round_entry(round_)])


def forget_round(round_: Round) -> None:
    search.forget(round_.office_id, ROUND, [round_.pk])


def _round_entry(round_: Round) -> search.Entry:
    return search.Entry(ROUND, round_.pk, round_.title, round_.purpose)


def _rounds(office_id: UUID) -> Iterable[search.Entry]:
    return map(_round_entry, Round.objects.filter(office=office_id).order_by("pk").iterator())


def _round_pages(member: Member, ids: Collection[UUID]) -> dict[UUID, str]:
    found = access.visible_rounds(member).filter(pk__in=ids).values_list("pk", flat=True)
    return {pk: reverse("forms:round-page", args=[member.office.code, pk]) for pk in found}


ROUNDS = search.SearchKind(
    ROUND, "รอบการเก็บข้อมูล", "clipboard-list", access.visible_rounds, _round_pages, _rounds
)
