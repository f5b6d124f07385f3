"""The addresses. Each reads only, through the same narrowed lookups as the pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Query
from ninja.renderers import JSONRenderer

from nithet.core.serving import given_file
from nithet.forms import access
from nithet.forms.api import refusing, schemas, writing
from nithet.forms.api.calling import ByToken, CallerRequest, TokenThrottle, member_in
from nithet.forms.api.paging import page_of
from nithet.forms.api.round_views import router as rounds
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.queries.files import named_files
from nithet.forms.queries.submissions import narrowed

AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)
ABOUT = (
    "อ่านแบบฟอร์ม ข้อมูลที่ส่งแล้ว และผลของรอบการเก็บข้อมูลของสำนักงาน ตามสิทธิ์ของเจ้าของรหัสเชื่อมต่อในวันนั้น "
    "เวลาเป็น UTC วันที่เป็นปี ค.ศ. คำตอบเป็นรหัสตามแบบฟอร์ม ป้ายภาษาไทยอยู่ที่ฉบับของแบบฟอร์ม"
)


class Renderer(JSONRenderer):
    """Thai as it is written, which is half as long."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Api(NinjaAPI):
    def create_temporal_response(self, request: HttpRequest) -> HttpResponse:
        """What is told of people is kept nowhere on the way."""
        return not_kept(super().create_temporal_response(request))

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        found, app_name, namespace = super().urls
        for pattern in found:
            if isinstance(pattern, URLPattern):
                pattern.callback = refusing.by_its_methods(pattern.callback)
        return found, app_name, namespace


def not_kept(response: AnyResponse) -> AnyResponse:
    response["Cache-Control"] = "private, no-store"
    return response


api = Api(
    title="นิเทศ", version="1", description=ABOUT, urls_namespace="api", docs_url=None, openapi_url="openapi.json",
    auth=ByToken(), throttle=TokenThrottle(), renderer=Renderer(),
)  # fmt: skip
refusing.declare(api)
api.add_router("", rounds)
REFUSALS = dict.fromkeys((401, 403, 404, 422, 429), schemas.Refusal)


@api.get(
    "/{slug:office}/forms",
    url_name="form-list",
    response={200: schemas.Forms, **REFUSALS},
    summary="แบบฟอร์มที่ดูได้",
)
def form_list(request: CallerRequest, office: str) -> dict[str, Any]:
    forms = access.visible_forms(member_in(request, office)).select_related("unit")
    found = forms.annotate(newest=Max("versions__number")).order_by("name")
    return {"results": [writing.form_line(form) for form in found]}


@api.get(
    "/{slug:office}/forms/{text:name}/versions", url_name="version-list", response={200: schemas.Versions, **REFUSALS},
    summary="ฉบับที่เผยแพร่ของแบบฟอร์ม",
)  # fmt: skip
def version_list(request: CallerRequest, office: str, name: str) -> dict[str, Any]:
    versions = _form(request, office, name).versions.only("number", "title", "published_at")
    return {"results": [writing.version_line(version) for version in versions]}


@api.get(
    "/{slug:office}/forms/{text:name}/versions/{int:number}", url_name="version", response={200: schemas.Version, **REFUSALS},
    summary="ข้อคำถามและตัวเลือกของฉบับหนึ่ง",
)  # fmt: skip
def version(request: CallerRequest, office: str, name: str, number: int) -> dict[str, Any]:
    form = _form(request, office, name)
    found: FormVersion = get_object_or_404(form.versions.defer("xform", "html", "model"), number=number)
    return writing.version_line(found) | {"questions": list(writing.question_lines(found))}


@api.get(
    "/{slug:office}/forms/{text:name}/submissions", url_name="submission-list", response={200: schemas.Page, **REFUSALS},
    exclude_unset=True, summary="ข้อมูลที่ส่งแล้ว เรียงจากที่ได้รับก่อน",
)  # fmt: skip
def submission_list(
    request: CallerRequest, office: str, name: str, asked: Query[schemas.Asked]
) -> dict[str, Any]:
    form = _form(request, office, name)
    wanted = writing.chosen(asked.fields, form)
    rows = narrowed(access.submissions_of(request.auth.member, form), asked.model_dump(exclude={"school"}))
    if asked.school:
        rows = rows.filter(school__smis_code=asked.school)
    page, following = page_of(writing.loaded(rows, wanted), cursor=asked.cursor, limit=asked.limit)
    return {"results": [wanted.of(one) for one in page], "next": following}


@api.get(
    "/{slug:office}/submissions/{uuid:pk}", url_name="submission", response={200: schemas.SubmissionLine, **REFUSALS},
    summary="ข้อมูลหนึ่งชุด",
)  # fmt: skip
def submission(request: CallerRequest, office: str, pk: UUID) -> dict[str, Any]:
    wanted = writing.Chosen()
    found = get_object_or_404(writing.loaded(_seen(request, office), wanted), pk=pk)
    return wanted.of(found)


@api.get(
    "/{slug:office}/submissions/{uuid:pk}/files/{text:name}", url_name="submission-file", summary="ไฟล์แนบของข้อมูลหนึ่งชุด",
    openapi_extra={"responses": {200: {"description": "ไฟล์", "content": {"*/*": {}}}}},
)  # fmt: skip
def submission_file(request: CallerRequest, office: str, pk: UUID, name: str) -> HttpResponseBase:
    """Given as a file of the pages: a picture leaves without its position."""
    seen = get_object_or_404(_seen(request, office).only("revision"), pk=pk)
    kept = get_object_or_404(named_files(seen), name=_word(name))
    return not_kept(given_file(kept.file, kept.name))


def _form(request: CallerRequest, office: str, name: str) -> Form:
    visible = access.visible_forms(member_in(request, office)).select_related("unit")
    return get_object_or_404(visible, name=_word(name))


def _word(text: str) -> str:
    """Nothing is called by a NUL, of which a database would not even be asked."""
    if "\0" in text:
        raise Http404
    return text


def _seen(request: CallerRequest, office: str) -> QuerySet[Submission]:
    return access.visible_submissions(member_in(request, office))
