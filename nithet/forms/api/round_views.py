"""The addresses of rounds: what is asked, who has answered, and what the answers say in figures."""

from __future__ import annotations

from io import BytesIO
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from ninja import Query, Router

from nithet.core.tables.writing import TextTable
from nithet.forms import access
from nithet.forms.api import round_schemas, round_writing, schemas
from nithet.forms.api.calling import CallerRequest, member_in
from nithet.forms.api.finding import HEAVY, round_of
from nithet.forms.api.paging import UNFIT
from nithet.forms.api.refusing import UnfitRequestError
from nithet.forms.models import RoundTarget
from nithet.forms.queries.results import RoundResults
from nithet.forms.queries.rounds import listed_rounds, response_of, target_rows, with_counts

AnyModel = TypeVar("AnyModel", bound=Model)
REFUSALS = dict.fromkeys((401, 403, 404, 422, 429), schemas.Refusal)
router = Router()


@router.get(
    "/{slug:office}/rounds",
    url_name="round-list",
    response={200: round_schemas.Rounds, **REFUSALS},
    summary="รอบการเก็บข้อมูล เรียงจากที่จัดทำก่อน",
)
def round_list(
    request: CallerRequest, office: str, asked: Query[round_schemas.AskedRounds]
) -> dict[str, Any]:
    member = member_in(request, office)
    rows = listed_rounds(member, {"state": asked.state or "", "q": _plain(asked.q)})
    if asked.form:
        rows = rows.filter(form__name=_plain(asked.form))
    page, following = _page(rows.select_related("version").defer(*HEAVY), asked.cursor, asked.limit)
    return {
        "results": [round_writing.listed_line(one, on=member.on) for one in with_counts(page, member)], "next": following,
    }  # fmt: skip


@router.get(
    "/{slug:office}/rounds/{uuid:pk}",
    url_name="round",
    response={200: round_schemas.RoundWhole, **REFUSALS},
    summary="รอบหนึ่งและการตอบกลับ",
)
def round_(request: CallerRequest, office: str, pk: UUID) -> dict[str, Any]:
    member = member_in(request, office)
    found = round_of(member, pk)
    response = response_of(found, access.visible_targets(member, found))
    return round_writing.round_whole(found, response, on=member.on)


@router.get(
    "/{slug:office}/rounds/{uuid:pk}/targets",
    url_name="round-targets",
    response={200: round_schemas.Targets, **REFUSALS},
    summary="ผู้ที่ขอข้อมูล ใครตอบแล้วและยังไม่ตอบ",
)
def round_targets(
    request: CallerRequest, office: str, pk: UUID, asked: Query[round_schemas.AskedTargets]
) -> dict[str, Any]:
    member = member_in(request, office)
    found = round_of(member, pk)
    rows: QuerySet[RoundTarget] = access.visible_targets(member, found)
    rows = target_rows(found, rows, asked.show) if asked.show else rows.select_related("school", "person")
    page, following = _page(rows, asked.cursor, asked.limit)
    return {"results": [round_writing.target_line(one) for one in page], "next": following}


@router.get(
    "/{slug:office}/rounds/{uuid:pk}/results",
    url_name="round-results",
    response={200: round_schemas.Results, **REFUSALS},
    summary="ผลของรอบ ค่าสถิติรายข้อ รายด้าน และความเชื่อมั่น",
)
def round_results(request: CallerRequest, office: str, pk: UUID) -> dict[str, Any]:
    return round_writing.results_line(_results(request, office, pk))


@router.get(
    "/{slug:office}/rounds/{uuid:pk}/results.csv",
    url_name="round-results-csv",
    summary="ผลของรอบเป็น CSV บรรทัดละข้อ",
    openapi_extra={"responses": {200: {"description": "CSV (UTF-8)", "content": {"text/csv": {}}}}},
)
def round_results_csv(request: CallerRequest, office: str, pk: UUID) -> HttpResponse:
    found = _results(request, office, pk)
    to = BytesIO()
    table = TextTable(to, round_writing.CSV_HEADINGS)
    table.write(round_writing.csv_lines(found.results))
    table.close()
    response = HttpResponse(to.getvalue(), content_type="text/csv; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _results(request: CallerRequest, office: str, pk: UUID) -> RoundResults:
    member = member_in(request, office)
    found = round_of(member, pk)
    access.can_see_results(member, found).or_refuse()
    return RoundResults(found, on=member.on)


def _page(rows: QuerySet[AnyModel], cursor: str, limit: int) -> tuple[list[AnyModel], str | None]:
    """By their keys, which follow each other in time; and the cursor of the next page."""
    if cursor:
        rows = rows.filter(pk__gt=_key(cursor))
    found = list(rows.order_by("pk")[: limit + 1])
    return found[:limit], str(found[limit - 1].pk) if len(found) > limit else None


def _key(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise UnfitRequestError(why=UNFIT) from error


def _plain(text: str) -> str:
    """A database would not even be asked of a NUL."""
    return text.replace("\0", " ")
