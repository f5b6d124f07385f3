"""What was filled into a form: its table, its photos, its map, and one submission."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nithet.core.forms import ReasonForm
from nithet.core.models import StoredFile
from nithet.core.pictures import PICTURES, small_picture
from nithet.forms import access, mapping
from nithet.forms.landing import place_of, title_of
from nithet.forms.models import Form, Submission
from nithet.forms.queries import reviewing as one_query
from nithet.forms.queries.files import given_files, sees_taken_out
from nithet.forms.queries.forms import history_of
from nithet.forms.queries.paging import found_of
from nithet.forms.queries.sent_back import sent_back
from nithet.forms.queries.submissions import (
    MOST_PLACES,
    Shape,
    addresses,
    has_places,
    narrowed,
    photos,
    placed,
    rows_of,
    sender_of,
    shape_of,
    spots,
    state_of,
)
from nithet.forms.reviewing import loose_problems, parts_of
from nithet.forms.services.deciding import WAITING, can_land_again
from nithet.forms.services.files import small_path
from nithet.forms.sifting import CommentForm, ReturnForm, SubmissionFilter
from nithet.forms.views.forms import form_or_404
from nithet.forms.views.pages import forms_page
from nithet.forms.views.receipts import submission_seen
from nithet.offices.access import visible_schools
from nithet.offices.lists import ROWS_A_PAGE
from nithet.offices.members import MemberRequest, member_page

PHOTOS_A_PAGE = 48
_HEADS = (("received", "ได้รับเมื่อ"), ("school", "โรงเรียน"), ("sender", "ผู้ส่ง"), ("state", "สถานะ"))


class Sifted:
    """The submissions of a form that the member sees, narrowed as the address asks."""

    def __init__(self, request: MemberRequest, form: Form) -> None:
        self.request, self.form_ = request, form
        self.shape: Shape = shape_of(form)
        numbers = [version.number for version in self.shape.versions]
        schools = visible_schools(request.member)
        self.sieve = SubmissionFilter(request.GET, form=form, numbers=numbers, schools=schools)
        self.given = self.sieve.given
        self.all = access.submissions_of(request.member, form)
        self.rows: QuerySet[Submission] = narrowed(self.all, self.given)

    def facts(self) -> dict[str, Any]:
        """What the table, the photos and the map have around them."""
        member, form = self.request.member, self.form_
        return {
            "form_": form, "sieve": self.sieve, "given": self.given, "query": self.request.GET.urlencode(),
            "can_export": access.can_export(member, form), "reviews": access.can_review_form(member, form),
            "has_places": has_places(self.shape), "versions": self.shape.versions,
        }  # fmt: skip


@forms_page
@require_safe
def submission_list(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    sifted = Sifted(request, form)
    shape, sort = sifted.shape, request.GET.get("sort", "")
    columns = shape.chosen(request.GET.getlist("col")) if shape.versions else []
    counts = _counts(sifted.all)
    found = found_of(sifted.rows, sifted.given, sort, shape.questions, counts)
    # Of places: what stands there is asked of the page alone.
    page = Paginator(range(found.count), ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = found.part(max(page.start_index() - 1, 0), page.end_index())
    facts = {
        **(facts := sifted.facts()), "page": page, "is_more": found.is_more, "rows": rows_of(rows, shape, columns, request.office.code), "columns": columns,
        "offered": shape.labels(), "heads": _heads(request, sort, shape, columns), "sort": sort, "counts": counts, "waiting": WAITING,
        "can_tick": facts["reviews"] and not sifted.given.get("trial"),
    }  # fmt: skip
    return render(request, "forms/submission_list.html", facts)


def _counts(rows: QuerySet[Submission]) -> dict[str, int]:
    """How many there are, by what an index counts without grouping, which takes as long again; `all` without what is voided."""
    states = Submission.State
    true = rows.filter(is_trial=False)
    waiting = true.filter(state__in=WAITING).count()
    returned, approved = (true.filter(state=state).count() for state in (states.RETURNED, states.APPROVED))
    return {"all": waiting + returned + approved, "waiting": waiting, "returned": returned}


def _heads(request: MemberRequest, sort: str, shape: Shape, columns: list[str]) -> list[dict[str, str]]:
    """The heads of the table, each a link that sorts by it; pressed again the other way round."""
    labels = dict(shape.labels())
    named = [*_HEADS[:3], *((path, labels[path]) for path in columns), _HEADS[3]]
    kept = [
        (key, value) for key, values in request.GET.lists() if key not in ("sort", "page") for value in values
    ]
    found = []
    for name, label in named:
        towards = f"-{name}" if sort == name else name
        now = {name: "ascending", f"-{name}": "descending"}.get(sort, "")
        found.append({"label": label, "address": f"?{urlencode([*kept, ('sort', towards)])}", "now": now})
    return found


@forms_page
@require_safe
def submission_photos(request: MemberRequest, name: str) -> HttpResponse:
    sifted = Sifted(request, form_or_404(request, name))
    page = Paginator(photos(sifted.rows), PHOTOS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "forms/submission_photos.html", {**sifted.facts(), "page": page})


@forms_page
@require_safe
def submission_map(request: MemberRequest, name: str) -> HttpResponse:
    sifted = Sifted(request, form_or_404(request, name))
    if not has_places(sifted.shape):
        raise Http404
    address_of = addresses(request.office.code)
    found = list(spots(sifted.rows, sifted.shape))
    every = placed(sifted.rows, sifted.shape).count()
    points = [
        mapping.Point(
            one.label,
            one.latitude,
            one.longitude,
            address_of(one.submission.pk),
        )
        for one in found
    ]
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "forms/submission_map.html",
        {
            **sifted.facts(),
            "drawing": mapping.drawn(points),
            "page": page,
            "count": len(found),
            "every": every,
            "is_part": every > MOST_PLACES,
        },
    )


# One submission


@member_page
@require_safe
def submission_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    return render_submission(request, submission_seen(request, pk))


def render_submission(
    request: MemberRequest, submission: Submission, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """Its page; with a form of it that was sent and could not be done."""
    member, look = request.member, one_query.look_at(submission)
    may_review = access.can_review(member, submission)
    sees_list = access.visible_forms(member).filter(pk=submission.form_id).exists()
    kept = {
        "submission": submission, "form_": submission.form, "state": state_of(submission), "sender": sender_of(submission),
        "parts": parts_of(look), "loose": loose_problems(look), "edits": one_query.edits_of(submission, look, with_files=sees_taken_out(member, submission)),
        "comments": one_query.comments_of(submission), "history": history_of(submission), "sees_form": sees_list,
        "can_review": may_review, "can_edit": submission.state != Submission.State.VOID and access.can_edit_answers(member, submission),
        "can_land": can_land_again(submission) and access.can_land(member, submission),
        "can_decide": may_review and submission.state in WAITING and not submission.is_trial,
        "landed": place_of(submission, member), "landing_title": title_of(submission.version.landing) if submission.version.landing else "",
        "sent_back": sent_back(submission, member, base=request.build_absolute_uri("/").rstrip("/")),
        "return_form": ReturnForm(), "void_form": ReasonForm(auto_id="void_%s"), "comment_form": CommentForm(),
    }  # fmt: skip
    return render(request, "forms/submission_page.html", kept | facts, status=status)


@member_page
@require_safe
def submission_small(request: MemberRequest, pk: UUID, name: str) -> HttpResponseBase:
    """A photo small enough for a list: made once, and kept beside the files."""
    kept = get_object_or_404(given_files(submission_seen(request, pk), request.member), name=name)
    if kept.file.content_type not in PICTURES:
        raise Http404
    return small_file(kept.file)


def small_file(stored: StoredFile) -> HttpResponseBase:
    path = small_path(stored)
    if not default_storage.exists(path):
        try:
            with stored.content.open("rb") as content:
                made = small_picture(content.file)
        except FileNotFoundError as lost:
            raise Http404 from lost
        if made is None:
            raise Http404
        path = default_storage.save(path, ContentFile(made))
    response = FileResponse(default_storage.open(path), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response
