"""What the pages of forms share: who finds them at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase

from nithet.forms import access
from nithet.offices.members import MemberRequest, member_page


def forms_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A page of a member who sees forms; for the others it does not exist."""

    @member_page
    @wraps(view)
    def page(request: MemberRequest, **parts: Any) -> HttpResponseBase:
        if not access.sees_forms(request.member):
            raise Http404
        return view(request, **parts)

    return page
