"""Answering by a link: what it is about, the questions, sending, what was sent, and correcting it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.clock import now, today
from nithet.core.serving import given_file
from nithet.forms.answer_forms import WhoForm
from nithet.forms.asked import Door, Sender
from nithet.forms.compiled import compiled
from nithet.forms.guard import Told, held_back, opened_now, refuse_large
from nithet.forms.models import FormFile, Round, RoundAnswer, Submission
from nithet.forms.queries.answering import answered_sheet, answering_page, file_addresses, is_closed_now
from nithet.forms.queries.files import named_files
from nithet.forms.services.answering import can_correct, can_look, correct_answer, counted_of, receive_answer
from nithet.forms.unnamed import asks_places, takes_files
from nithet.forms.views.filling import as_facts, filling_policy, sent
from nithet.forms.views.links import (
    AskedRequest,
    link_page,
    needs_name,
    remember,
    sender_of,
    shown,
    signed,
)


@link_page
@require_http_methods(["GET", "HEAD", "POST"])
def answer_page(request: AskedRequest) -> HttpResponse:
    """What is asked, by whom and until when; of a school who answers for it. After sending, what was sent."""
    asked = request.asked
    if (submission := _shown_to(request)) is not None:
        return _answered(request, submission)
    if asked.has_answered and asked.round.is_once and asked.round.state != Round.State.VOID:
        return shown(request, "forms/answer_thanks.html", {"is_told": True})
    if (door := _door(request)) != Door.OPEN:
        return shown(request, "forms/answer_closed.html", {"door": door.value})
    sender = sender_of(request)
    form = _who_form(request, sender)
    if request.method == "POST" and (form is None or form.is_valid()):
        response = redirect("forms:answer-fill", asked.round.office.code, request.token)
        if form is not None:
            remember(request, response, Sender(form.cleaned_data["name"], form.cleaned_data["position"]))
        return response
    return shown(request, "forms/answer_begin.html", {"form": form, "sender": sender, **_promises(request)})


def _shown_to(request: AskedRequest) -> Submission | None:
    """What was sent; long after the end only to who is signed in."""
    found = counted_of(request.asked)
    if found is None or can_look(request.asked, found, on=today()):
        return found
    return found if sender_of(request).member is not None else None


def _door(request: AskedRequest) -> Door:
    asked, on = request.asked, today()
    door = asked.door(on=on)
    if door == Door.OPEN and asked.school is not None and is_closed_now(asked.school, on=on):
        return Door.EXCUSED
    return door


def _who_form(request: AskedRequest, sender: Sender) -> WhoForm | None:
    """Of a school only, and not where an account says it."""
    asked = request.asked
    if asked.school is None or asked.round.is_anonymous or sender.member is not None:
        return None
    data = request.POST if request.method == "POST" else None
    return WhoForm(data, initial={"name": sender.name, "position": sender.position})


def _promises(request: AskedRequest) -> dict[str, Any]:
    round_ = request.asked.round
    if not round_.is_anonymous:
        return {}
    definition = compiled(round_.version).definition
    return {"leaves_files": takes_files(definition), "leaves_places": asks_places(definition)}


def _answered(request: AskedRequest, submission: Submission) -> HttpResponse:
    """By whom and when, with the answers; those of who sent a second one are told what becomes of theirs."""
    facts = {
        "submission": submission,
        "sheet": answered_sheet(request.asked, submission),
        "can_correct": can_correct(request.asked, submission, at=now()),
        "kept": request.GET.get("kept", ""),
        "standing": submission.round_answer.standing,
    }
    return shown(request, "forms/answer_done.html", facts)


@link_page
@require_safe
@filling_policy
def answer_fill(request: AskedRequest) -> HttpResponse:
    asked, sender = request.asked, sender_of(request)
    is_done = asked.has_answered and asked.round.is_once
    if is_done or _door(request) != Door.OPEN or needs_name(request, sender):
        return redirect("forms:answer-page", asked.round.office.code, request.token)
    facts = {
        "send_to": _address(request, "answer-send"),
        "send_words": "ส่งคำตอบ",
        "draft_key": f"link:{(asked.target or asked.round).pk}",
    }
    return _filling(request, sender, facts)


def _filling(
    request: AskedRequest, sender: Sender, facts: dict[str, Any], submission: Submission | None = None
) -> HttpResponse:
    page = answering_page(request.asked, sender, on=today())
    fields = {"opened": opened_now()} if request.asked.is_public else {}
    if request.asked.school is not None and sender.name and sender.member is None:
        fields["who"] = signed(sender)
    context = as_facts({**page.facts, **facts, "fields": fields})
    # Without a member's frame the button to send stands in the page, on phones too.
    told = {"page": page, "submission": submission, "is_framed": True, "sender": sender}
    return shown(request, "forms/answer_fill.html", {**told, **context})


@link_page
@require_POST
def answer_send(request: AskedRequest) -> JsonResponse:
    asked = request.asked
    xml, files = sent(request)
    if asked.is_public:
        told = Told(*(request.POST.get(name, "")[:200] for name in ("opened", "question", "answer")))
        if question := held_back(request, asked.round, told, files.values()):
            return JsonResponse(_asking(question.words, question.token), status=429)
    refuse_large(files.values())
    submission = receive_answer(asked, xml=xml, files=files, at=now(), sender=sender_of(request))
    return JsonResponse({"address": _after(request, submission)}, status=201)


def _asking(words: str, token: str) -> dict[str, Any]:
    message = "มีการส่งคำตอบจากเครือข่ายของท่านจำนวนมาก คำตอบของท่านยังอยู่ครบ โปรดตอบคำถามนี้เป็นตัวเลขเพื่อยืนยันว่าเป็นคนตอบ แล้วกดส่งอีกครั้ง"
    return {"code": "answer-question", "message": message, "question": {"words": words, "token": token}}


def _after(request: AskedRequest, submission: Submission) -> str:
    asked = request.asked
    if asked.round.is_anonymous or asked.target is None or not asked.round.is_once:
        number = "" if asked.round.is_anonymous else f"?number={submission.reference}"
        return f"{_address(request, 'answer-thanks')}{number}"
    standing = submission.round_answer.standing
    kept = "" if standing == RoundAnswer.Standing.COUNTED else f"?kept={standing}"
    return f"{_address(request, 'answer-page')}{kept}"


@link_page
@require_safe
def answer_thanks(request: AskedRequest) -> HttpResponse:
    """Where nothing of what was sent is shown again."""
    number = request.GET.get("number", "")
    is_number = len(number) == REFERENCE and number.isalnum() and number.isascii()
    can_again = not request.asked.round.is_once and _door(request) == Door.OPEN
    facts = {"number": number if is_number else "", "can_again": can_again}
    return shown(request, "forms/answer_thanks.html", facts)


REFERENCE = 8


# Corrected


@link_page
@require_safe
@filling_policy
def answer_edit(request: AskedRequest) -> HttpResponse:
    """The answers on the page where they were typed."""
    asked, submission, sender = request.asked, counted_of(request.asked), sender_of(request)
    if submission is None or not can_correct(asked, submission, at=now()):
        return redirect("forms:answer-page", asked.round.office.code, request.token)
    files = file_addresses(asked, submission)
    facts = {
        "instance": bytes(submission.xml).decode(),
        "replaces": submission.instance_id,
        "marked": submission.marked,
        "files": [{"name": name, "address": address} for name, address in files.items()],
        # Who filled it first stays who filled it.
        "heading": {"words": "", "filled_by": submission.answers.get("heading/filled_by", "")},
        "send_to": _address(request, "answer-edit-send"),
        "send_words": "ส่งคำตอบที่แก้ไข",
        "draft_key": f"link:{submission.pk}:{submission.revision}",
    }
    is_returned = submission.state == Submission.State.RETURNED
    return _filling(request, sender, facts, submission if is_returned else None)


@link_page
@require_POST
def answer_edit_send(request: AskedRequest) -> JsonResponse:
    submission = counted_of(request.asked)
    if submission is None:
        raise Http404
    xml, files = sent(request)
    refuse_large(files.values())
    correct_answer(request.asked, submission, xml=xml, files=files, at=now(), sender=sender_of(request))
    return JsonResponse({"address": _address(request, "answer-page")}, status=201)


# Files


@link_page
@require_safe
def answer_file(request: AskedRequest, name: str) -> HttpResponseBase:
    """A file of the answer that the link shows."""
    submission = _shown_to(request)
    if submission is None:
        raise Http404
    kept = get_object_or_404(named_files(submission), name=name)
    return given_file(kept.file, kept.name)


@link_page
@require_safe
def answer_media(request: AskedRequest, file: str) -> HttpResponseBase:
    """A picture or sound that a label shows."""
    beside = FormFile.objects.filter(version=request.asked.round.version_id).select_related("file")
    found = get_object_or_404(beside, name=file)
    return given_file(found.file, found.name)


def _address(request: AskedRequest, view: str) -> str:
    return reverse(f"forms:{view}", args=[request.asked.round.office.code, request.token])
