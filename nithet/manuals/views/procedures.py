from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nithet.manuals import access, exports
from nithet.manuals.comparing.kin import families
from nithet.manuals.flowchart import draw, draw_narrow
from nithet.manuals.queries.procedure import flow_chart, neighbours, step_rows
from nithet.manuals.queries.whole import forms_of, law_of, terms_in
from nithet.manuals.queries.written import draft_of_procedure
from nithet.manuals.views.pages import manual_page
from nithet.offices.lists import as_file, is_file, titled, ways_out
from nithet.offices.members import MemberRequest

# What a sheet beside the side column leaves on a page of 1280 pixels.
SHEET_WIDTH = 892.0


@manual_page
@require_safe
def procedure_page(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    procedures = access.visible_procedures(request.member).select_related("version__manual__unit")
    light = procedures.defer("version__source_text", "version__reading")
    procedure = get_object_or_404(light.annotate(has_text=~Q(version__source_text="")), pk=pk)
    title = titled(procedure.title, procedure.version.label)
    if is_file(request):
        return as_file(request, title, exports.STEP_COLUMNS, exports.version_steps([procedure]))
    steps = list(procedure.steps.order_by("position"))
    rows, read = step_rows(steps), draft_of_procedure(procedure, steps)
    unit = procedure.version.manual.unit
    chart = flow_chart(procedure, [row.step for row in rows], unit_name=unit.short_name if unit else "")
    context = {
        "procedure": procedure,
        "version": procedure.version,
        "unit": unit,
        "rows": rows,
        "has_standard": any(row.step.standard for row in rows),
        "scope": terms_in(read.scope or "", read.definitions),
        "forms": forms_of(read),
        "laws": [law_of(text.text) for text in read.references],
        "families": families() if access.can_correct_family(request.member, procedure) else (),
        "neighbours": neighbours(procedure),
        "flow": draw(chart, name="flow", width=SHEET_WIDTH),
        "title": title,
        **ways_out(request),
        "flow_narrow": draw_narrow(chart, name="flow-narrow"),
    }
    return render(request, "manuals/procedure_page.html", context)
