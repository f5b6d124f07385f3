"""What the pages of the registers do alike: a form on a page, and a refusal on top of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from nithet.core.errors import DomainError, RefusedError
from nithet.offices import access
from nithet.offices.lists import is_printed
from nithet.offices.members import MemberRequest
from nithet.offices.queries import present

Made = TypeVar("Made")


def attempt(form: Form, act: Callable[[], Made]) -> Made | None:
    """What the act makes; None where it is refused, and the form says why on top."""
    try:
        return act()
    except RefusedError:
        raise
    except DomainError as refusal:
        form.add_error(None, refusal.text)
        return None


def form_page(
    request: MemberRequest,
    form: Form,
    *,
    heading: str,
    up: tuple[str, str],
    template: str = "offices/form_page.html",
    **facts: Any,
) -> HttpResponse:
    """A page of one form. `up` is the place above: its words and its address."""
    facts = {"form": form, "heading": heading, "up": {"words": up[0], "url": up[1]}, **facts}
    return render(request, template, facts, status=422 if form.errors else 200)


def list_facts(
    request: MemberRequest, *, school_count: int | None = None, person_count: int | None = None
) -> dict[str, Any]:
    """What every list of the registers shows around it: counts of the tabs, and whether it can be taken out."""
    member = request.member
    if school_count is None:
        school_count = access.visible_schools(member).active(on=member.on).count()
    if person_count is None:
        person_count = present(access.visible_people(member), on=member.on).count()
    return {
        "school_count": school_count,
        "person_count": person_count,
        "can_export": access.can_export(member),
        "is_staff": access.is_staff(member),
        "is_printed": is_printed(request),
    }
