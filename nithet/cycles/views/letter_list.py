"""งานแทรกทั้งหมด: every letter with how it stands; and for a cluster's chair, which schools have sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nithet.core.tables.writing import Column, Value
from nithet.cycles.access import letters as access
from nithet.cycles.forms.letter_list import LetterFilter
from nithet.cycles.queries.letter_list import LetterLine, all_lines, letter_lines, letter_works, sent_in
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled, ways_out
from nithet.offices.members import MemberRequest, member_page

TITLE = "งานแทรก"


@member_page
@require_safe
def letter_list(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    if not access.sees_letters(member):
        raise Http404
    form = LetterFilter(request.GET)
    works = letter_works(member, **form.given)
    title = titled(TITLE, narrowing(form))
    if is_file(request):
        return as_file(request, title, COLUMNS, _cells(all_lines(works, on=member.on)))
    page = listed(request, works)
    context = {
        "form": form,
        "page": page,
        "lines": letter_lines(page, on=member.on),
        "can_receive": bool(access.can_receive(member)),
        "title": title,
        **ways_out(request),
    }
    return render(request, "cycles/letter_list.html", context)


COLUMNS = [
    Column("เรื่อง", 50), Column("จาก", 34), Column("เลขที่หนังสือ", 22), Column("ลงวันที่", 14, "date"), Column("รับเมื่อ", 14, "date"),
    Column("ความเร่งด่วน", 14), Column("ครบกำหนด", 14, "date"), Column("สถานะ", 26), Column("ผู้รับผิดชอบ", 30),
    Column("ขอข้อมูล (ราย)", 12, "number"), Column("ตอบแล้ว (ราย)", 12, "number"),
]  # fmt: skip


def _cells(lines: Iterable[LetterLine]) -> Iterator[list[Value]]:
    for line in lines:
        letter, row = line.letter, line.row
        yield [
            letter.subject, letter.from_whom, letter.number, letter.dated_on, letter.received_on,
            letter.get_urgency_display(), row.task.due_on, (row.late or row.standing).words, line.doer,
            line.asked or None, line.answered if line.asked else None,
        ]  # fmt: skip


@member_page
@require_safe
def letter_cluster(request: MemberRequest) -> HttpResponse:
    clusters = access.chaired_clusters(request.member)
    if not clusters:
        raise Http404
    context = {"letters": sent_in(clusters), "title": "การส่งข้อมูลของโรงเรียน", **ways_out(request)}
    return render(request, "cycles/letter_cluster.html", context)
