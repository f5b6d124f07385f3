"""งานแทรก: a letter is received, and the page of who does it: who has answered, who not, and what goes up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.errors import DomainError
from nithet.core.forms import ReasonForm
from nithet.core.line_text import LineText
from nithet.core.models import StoredFile
from nithet.core.serving import given_file
from nithet.core.tables.writing import Column, Value
from nithet.cycles import letter_summary, words
from nithet.cycles.access import letters as access
from nithet.cycles.access import visible_tasks
from nithet.cycles.forms.letters import AskedForm, PasteForm, ReceiveForm, ReturnForm, SummaryForm
from nithet.cycles.letter_reading import Found, Reading, read_letter
from nithet.cycles.models import Letter, LetterAsk, Task
from nithet.cycles.queries.letters import (
    AskGroup,
    ask_groups,
    asks_in_order,
    known_names,
    letter_line,
    letter_of,
    proposed_asks,
    voided_asks,
)
from nithet.cycles.services import asking, letters
from nithet.cycles.services.asking import TAKES_ANSWERS, mark_of
from nithet.cycles.views.reading import ask_why
from nithet.offices.lists import as_file, is_file, titled, ways_out
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.offices.models import School
from nithet.offices.queries import holidays_of
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span

BOTH = ("GET", "HEAD", "POST")
WORDS_SHOWN = 140


# A letter comes in


@member_page
@require_http_methods(BOTH)
def letter_receive(request: MemberRequest) -> HttpResponse:
    """First the text of the letter, then what was read of it to be looked over; or typed from the beginning."""
    access.can_receive(request.member).or_refuse()
    if request.method == "POST" and "read" in request.POST:
        return _read(request)
    if request.method == "POST":
        return _received(request)
    if "typed" in request.GET:
        return _receiving(request, _receive_form(request, initial={"received_on": request.member.on}))
    return render(request, "cycles/letter_paste.html", {"form": PasteForm()})


def _read(request: MemberRequest) -> HttpResponse:
    form = PasteForm(request.POST)
    if not form.is_valid():
        return render(request, "cycles/letter_paste.html", {"form": form}, status=422)
    member, text = request.member, form.cleaned_data["text"]
    schools = _schools(member)
    first, last = fiscal_year_span(fiscal_year_be(member.on))
    read = read_letter(
        text,
        on=member.on,
        holidays=holidays_of(member.office, starts_on=first, ends_on=last.replace(year=last.year + 1)),
        known=known_names(member.office, schools),
    )
    if read.secret:
        form.add_error("text", f"หนังสือนี้มีชั้นความลับ “{read.secret.value}” ระบบไม่รับหนังสือลับ โปรดดำเนินการนอกระบบ")
        return render(request, "cycles/letter_paste.html", {"form": form}, status=422)
    return _receiving(request, _filled(request, read, text, schools), read=read)


def _filled(request: MemberRequest, read: Reading, text: str, schools: Sequence[School]) -> ReceiveForm:
    found = {name: getattr(read, name) for name in _READ if getattr(read, name)}
    facts = {name: one.value for name, one in found.items()}
    asked = proposed_asks(read)
    form = _receive_form(
        request, schools=schools, initial={"received_on": request.member.on, "text": text, **facts, **asked}
    )
    if asked["all_units"]:
        form.initial["units"] = [str(one.pk) for one in form.all_units if one.parent_id is None]
    for name, one in found.items():
        form.fields[name].help_text = _said(one)
    said = " ".join(f"“{words}”" for words in _asking_words(read))
    if said:
        form.fields["schools_by"].help_text = f"จากข้อความ {said[: WORDS_SHOWN * 2]} โปรดตรวจ"
    return form


_READ = ("subject", "due_on", "from_whom", "number", "dated_on", "urgency")


def _said(one: Found[Any]) -> str:
    shown = one.words if len(one.words) <= WORDS_SHOWN else f"{one.words[:WORDS_SHOWN]}…"
    return " · ".join(filter(None, (f"จากข้อความ “{shown}”", one.remark)))


def _asking_words(read: Reading) -> list[str]:
    return [*(one.words for one in read.asked), *(one.words for one in read.named)]


def _receive_form(
    request: MemberRequest, *data: Any, schools: Sequence[School] | None = None, **kwargs: Any
) -> ReceiveForm:
    member = request.member
    return ReceiveForm(
        *data, member=member, schools=_schools(member) if schools is None else schools, **kwargs
    )


def _schools(member: Member) -> list[School]:
    rows = School.objects.filter(office=member.office).active(on=member.on)
    return list(rows.select_related("cluster").order_by("sort_key", "pk"))


def _receiving(
    request: MemberRequest,
    form: ReceiveForm,
    *,
    read: Reading | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    missing = [form.fields[name].label for name in ("subject", "due_on") if read and not getattr(read, name)]
    facts = {"form": form, "is_read": read is not None, "missing": missing, "refusal": refusal}
    return render(request, "cycles/letter_receive.html", facts, status=status)


def _received(request: MemberRequest) -> HttpResponse:
    form = _receive_form(request, request.POST, request.FILES)
    if not form.is_valid():
        return _receiving(request, form, status=422)
    given = form.cleaned_data
    try:
        letter = letters.receive(
            request.office,
            form.facts(),
            form.work(),
            uploads=given["attached"],
            by=request.member,
            key=given["key"],
        )
    except DomainError as refusal:
        return _receiving(request, form, status=refusal.status, refusal=refusal.text)
    messages.success(request, "รับงานแทรกแล้ว")
    return redirect("cycles:letter-page", request.office.code, letter.pk)


# Its page


@member_page
@require_safe
def letter_page(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    letter = _letter_or_404(request, pk)
    task = letters.task_of(letter)
    if asked := ask_why(request, task):
        return asked
    if is_file(request):
        title = titled(f"คำตอบ {letter.subject}", letter.number)
        return as_file(request, title, _columns(request), _cells(letter))
    return render_letter(request, letter, task)


def _letter_or_404(request: MemberRequest, pk: UUID) -> Letter:
    found = access.visible_letters(request.member).select_related("run__cycle", "made_by")
    return get_object_or_404(found, pk=pk)


def render_letter(
    request: MemberRequest, letter: Letter, task: Task, *, status: int = 200, refusal: str = "", **forms: Any
) -> HttpResponse:
    """The whole page; `forms` hold what was typed where something must be mended."""
    member, groups = request.member, ask_groups(letter, show=request.GET.get("show", ""))
    can_collect = bool(access.can_collect(member, task)) and task.state in TAKES_ANSWERS
    summary = letter.summary or letter_summary.composed_summary(letter)
    context = {
        "letter": letter,
        "task": task,
        "refusal": refusal,
        "standing": words.standing(task, on=member.on),
        "late": words.lateness(task, on=member.on),
        "sees_task": visible_tasks(member).filter(pk=task.pk).exists(),
        **_answered(groups),
        "show": request.GET.get("show", ""),
        "voided": list(voided_asks(letter)),
        "line": _line(request, letter, groups),
        "can_collect": can_collect,
        "summary": summary,
        "summary_form": forms.get("summary_form")
        or SummaryForm(initial={"summary": summary, "seen": mark_of(letter.summary)}),
        "ask_form": forms.get("ask_form") or (_ask_form(request) if can_collect else None),
        "title": titled(letter.subject, letter.source),
        **ways_out(request),
    }
    return render(request, "cycles/letter_page.html", context, status=status)


def _answered(groups: Sequence[AskGroup]) -> dict[str, Any]:
    total = sum(len(group.asks) for group in groups)
    missing = sum(len(group.missing) for group in groups)
    return {
        "groups": groups,
        "asked_count": total,
        "answered_count": total - missing,
        "missing_count": missing,
    }


def _line(request: MemberRequest, letter: Letter, groups: Sequence[AskGroup]) -> LineText:
    way = reverse("cycles:letter-mine", args=[request.office.code, letter.pk])
    return letter_line(letter, groups, request.build_absolute_uri(way))


def _ask_form(request: MemberRequest, *data: Any) -> AskedForm:
    return AskedForm(*data, member=request.member, schools=_schools(request.member), auto_id="more_%s")


def _columns(request: MemberRequest) -> list[Column]:
    return [
        Column(request.office.terms["cluster"], 28), Column("ผู้ตอบ", 40), Column("สถานะ", 18), Column("คำตอบ", 70),
        Column("ไฟล์แนบ", 36), Column("บันทึกโดย", 28), Column("ตอบแทนโดย", 28), Column("ตอบเมื่อ", 20, "moment"),
    ]  # fmt: skip


def _cells(letter: Letter) -> Iterator[list[Value]]:
    for ask in asks_in_order(letter):
        cluster = ask.school.cluster.name if ask.school and ask.school.cluster else ""
        yield [
            cluster, ask.name, ask.state_words, ask.answer,
            ", ".join(one["name"] for one in ask.files), ask.answered_by.name if ask.answered_by else "", ask.told_by,
            ask.answered_at,
        ]  # fmt: skip


@member_page
@require_safe
def letter_file(request: MemberRequest, pk: UUID, file: UUID) -> HttpResponseBase:
    """A file of the letter, for those who see it and those whom it asks."""
    member = request.member
    seen = access.visible_letters(member) | Letter.objects.filter(
        office=member.office, pk__in=access.asks_of(member).values("letter")
    )
    letter = get_object_or_404(seen.select_related("run__unit").distinct(), pk=pk)
    is_asked = access.asks_of(member).filter(letter=letter).exists()
    if not is_asked and (asked := ask_why(request, letter.run)):
        return asked
    return stored_file(request, letter.files, file)


def stored_file(request: MemberRequest, kept: Sequence[dict[str, str]], file: UUID) -> HttpResponseBase:
    """One of the files that a letter or an answer keeps."""
    name = next((one["name"] for one in kept if one["file"] == str(file)), None)
    stored = StoredFile.objects.filter(pk=file, office_id=request.office.pk).first() if name else None
    if stored is None or name is None:
        raise Http404
    return given_file(stored, name)


# What is done there


@member_page
@require_POST
def letter_ask(request: MemberRequest, pk: UUID) -> HttpResponse:
    letter, task = _collected(request, pk)
    form = _ask_form(request, request.POST)
    if not form.is_valid():
        return render_letter(request, letter, task, ask_form=form, status=422)
    count = asking.ask_more(letter, form.asked(), by=request.member)
    return _told(request, letter, f"ขอข้อมูลเพิ่ม {count} รายแล้ว" if count else "ไม่มีรายใหม่ให้ขอข้อมูล")


@member_page
@require_POST
def letter_remind(request: MemberRequest, pk: UUID) -> HttpResponse:
    letter, _ = _collected(request, pk)
    count = asking.remind(letter, by=request.member)
    return _told(request, letter, f"แจ้งติดตามแล้ว {count} ราย" if count else "ส่งข้อมูลครบแล้ว ไม่มีรายที่ต้องแจ้งติดตาม")


@member_page
@require_POST
def letter_summary_save(request: MemberRequest, pk: UUID) -> HttpResponse:
    letter, task = _collected(request, pk)
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return render_letter(request, letter, task, summary_form=form, status=422)
    given = form.cleaned_data
    try:
        asking.save_summary(letter, given["summary"], seen=given["seen"], by=request.member)
    except DomainError as refusal:
        letter.refresh_from_db()
        typed = SummaryForm(initial={"summary": given["summary"], "seen": mark_of(letter.summary)})
        return render_letter(
            request, letter, task, status=refusal.status, refusal=refusal.text, summary_form=typed
        )
    return _told(request, letter, "บันทึกข้อความสรุปแล้ว")


@member_page
@require_POST
def ask_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    ask = ask_collected(request, pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    asking.void_ask(ask, why=reason, by=request.member)
    return _told(request, ask.letter, f"ยกเลิกการขอข้อมูลจาก {ask.name} แล้ว")


@member_page
@require_POST
def ask_return(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The answer goes back to be completed."""
    ask = ask_collected(request, pk)
    form = ReturnForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {}
    asking.return_answer(ask, why=given.get("reason", ""), seen=given.get("seen"), by=request.member)
    return _told(request, ask.letter, f"ส่งคืนคำตอบให้ {ask.name} แก้ไขแล้ว")


def _collected(request: MemberRequest, pk: UUID) -> tuple[Letter, Task]:
    letter = _letter_or_404(request, pk)
    task = letters.task_of(letter)
    access.can_collect(request.member, task).or_refuse()
    return letter, task


def ask_collected(request: MemberRequest, pk: UUID) -> LetterAsk:
    """One that the member may write down or void for those who are asked."""
    asks = LetterAsk.objects.filter(letter__in=access.visible_letters(request.member), voided_at=None)
    ask = get_object_or_404(asks.select_related("letter__run", "school", "unit", "person"), pk=pk)
    access.can_collect(request.member, letters.task_of(ask.letter)).or_refuse()
    return ask


def _told(request: MemberRequest, letter: Letter, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("cycles:letter-page", request.office.code, letter.pk)


# On the task's page


def task_letter(request: MemberRequest, task: Task) -> dict[str, Any]:
    """The letter that a task came by, and how far its answers are; two queries, none for a manual's step."""
    letter = letter_of(task)
    if letter is None:
        return {}
    groups = ask_groups(letter)
    line = {"line": _line(request, letter, groups)} if groups else {}
    return {"letter": letter, **_answered(groups), **line}
