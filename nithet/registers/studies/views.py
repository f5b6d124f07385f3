"""What is done with a study besides what all registers do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from nithet.offices.members import MemberRequest, member_page
from nithet.registers.generic import access
from nithet.registers.generic.errors import ItemStateError
from nithet.registers.generic.views.pages import item_or_404, render_item
from nithet.registers.studies.forms import UptakeForm
from nithet.registers.studies.models import Recommendation, Study
from nithet.registers.studies.register import StudyAction
from nithet.registers.studies.services import record_uptake


@member_page
@require_POST
def study_uptake(request: MemberRequest, pk: UUID, recommendation: UUID) -> HttpResponse:
    book = StudyAction.book
    study: Study = item_or_404(request, book, pk)
    one = get_object_or_404(
        Recommendation.objects.select_related("item__unit"), item=study, pk=recommendation
    )
    access.can_keep(request.member, study).or_refuse()
    if study.is_void:
        raise ItemStateError(item=study, state=book.words_of(study.state))
    form = UptakeForm(request.POST, auto_id=f"uptake_{one.pk}_%s")
    if not form.is_valid():
        facts = book.page_facts(study, request.member)
        shown = [
            (each, (form, ways[1]) if each.pk == one.pk else ways) for each, ways in facts["recommended"]
        ]
        return render_item(request, book, study, status=422, recommended=shown)
    record_uptake(one, by=request.member, **form.cleaned_data)
    messages.success(request, "บันทึกการนำไปใช้แล้ว")
    return redirect(book.address("page", request.office.code, pk))
