"""The clusters of the office, on any day, and acts upon them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.tables.writing import Column, Value
from nithet.offices import access, queries
from nithet.offices.forms import CloseClusterForm, ClusterForm, DayFilter, MoveSchoolsForm
from nithet.offices.lists import as_file, is_file
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Cluster, School
from nithet.offices.services.clusters import add_cluster, close_cluster, edit_cluster, move_schools
from nithet.offices.views.shared import attempt, form_page, list_facts


@member_page
@require_safe
def cluster_list(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    form = DayFilter(request.GET)
    on: date = form.given.get("on", member.on)
    lines = queries.cluster_lines(access.visible_clusters(member), access.visible_schools(member), on=on)
    term = request.office.terms["cluster"]
    if is_file(request):
        cells = (cell for line in lines for cell in _cells(line))
        return as_file(request, f"โรงเรียนใน{term}", _columns(request.office.terms), cells, on=on)
    facts = {
        "form": form,
        "on": on,
        "lines": lines,
        "can_manage": access.can_manage_schools(member),
        **list_facts(request),
    }
    return render(request, "offices/cluster_list.html", facts)


def _columns(terms: Mapping[str, str]) -> list[Column]:
    return [
        Column(terms["cluster"], 28), Column(terms["cluster_chair"], 26), Column("รหัส SMIS", 12),
        Column("โรงเรียน", 34), Column("จำนวนนักเรียน", 12, "number"),
    ]  # fmt: skip


def _cells(line: queries.ClusterLine) -> list[list[Value]]:
    chairs = ", ".join(person.name for person in line.chairs)
    return [[line.cluster.name, chairs, s.smis_code, s.name, s.pupils] for s in line.schools]


def _cluster_or_404(request: MemberRequest, pk: UUID) -> Cluster:
    cluster = get_object_or_404(access.visible_clusters(request.member), pk=pk)
    cluster.office = request.office
    return cluster


@member_page
@require_safe
def cluster_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    return _render(request, _cluster_or_404(request, pk))


def _render(
    request: MemberRequest, cluster: Cluster, *, close_form: CloseClusterForm | None = None
) -> HttpResponse:
    member = request.member
    form = DayFilter(request.GET)
    on: date = form.given.get("on", member.on)
    visible = access.visible_schools(member)
    facts = {
        "cluster": cluster,
        "form": form,
        "on": on,
        "schools": queries.schools_of_cluster(cluster, on=on).filter(pk__in=visible.values("pk")),
        "past": queries.stays_in(cluster, visible),
        "chairs": queries.chairs_of(request.office, on=on).filter(cluster=cluster),
        "can_manage": access.can_manage_schools(member),
        "close_form": close_form or CloseClusterForm(auto_id="close_%s"),
    }
    return render(request, "offices/cluster_page.html", facts, status=422 if close_form else 200)


def _told(request: MemberRequest, pk: UUID, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("offices:cluster-page", office=request.office.code, pk=pk)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def cluster_add(request: MemberRequest) -> HttpResponse:
    access.can_manage_schools(request.member).or_refuse()
    term = request.office.terms["cluster"]
    form = ClusterForm(request.POST or None, office=request.office)
    if form.is_valid():
        name, position = form.cleaned_data["name"], form.cleaned_data["position"] or 0
        if made := attempt(form, partial(add_cluster, name, position, by=request.member)):
            return _told(request, made.pk, f"เพิ่ม{made.name}แล้ว")
    up = (term, reverse("offices:cluster-list", args=[request.office.code]))
    return form_page(request, form, heading=f"เพิ่ม{term}", up=up)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def cluster_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    cluster = _cluster_or_404(request, pk)
    access.can_manage_schools(request.member).or_refuse()
    known = {"name": cluster.name, "position": cluster.position or None}
    form = ClusterForm(request.POST or None, office=request.office, cluster=cluster, initial=known)
    if form.is_valid():
        name, position = form.cleaned_data["name"], form.cleaned_data["position"] or 0
        if attempt(form, partial(edit_cluster, cluster, name, position, by=request.member)):
            return _told(request, pk, "บันทึกแล้ว")
    return form_page(request, form, heading="แก้ไขชื่อและลำดับ", up=_up(request, cluster))


def _up(request: MemberRequest, cluster: Cluster) -> tuple[str, str]:
    return cluster.name, reverse("offices:cluster-page", args=[request.office.code, cluster.pk])


@member_page
@require_POST
def cluster_close(request: MemberRequest, pk: UUID) -> HttpResponse:
    cluster = _cluster_or_404(request, pk)
    access.can_manage_schools(request.member).or_refuse()
    form = CloseClusterForm(request.POST, auto_id="close_%s")
    if form.is_valid():
        on, why = form.cleaned_data["on"], form.cleaned_data["reason"]
        if attempt(form, partial(close_cluster, cluster, on=on, why=why, by=request.member)):
            return _told(request, pk, f"บันทึกการยุบเลิก{cluster.name}แล้ว")
    return _render(request, cluster, close_form=form)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def cluster_schools(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Schools that come in from a day on."""
    cluster = _cluster_or_404(request, pk)
    access.can_manage_schools(request.member).or_refuse()
    others = School.objects.filter(office=request.office).active(on=request.member.on)
    others = others.exclude(cluster=cluster).select_related("cluster").order_by("sort_key", "pk")
    offered = [(str(s.pk), f"{s.name} ({s.cluster.name})" if s.cluster else s.name) for s in others]
    form = MoveSchoolsForm(request.POST or None, offered=offered)
    if form.is_valid():
        chosen = [s for s in others if str(s.pk) in form.cleaned_data["schools"]]
        from_on = form.cleaned_data["from_on"]
        moved = attempt(form, partial(move_schools, chosen, cluster, from_on=from_on, by=request.member))
        if moved is not None:
            return _told(request, pk, f"บันทึกการย้ายเข้า {moved} โรงเรียนแล้ว")
    return form_page(request, form, heading="ย้ายโรงเรียนเข้า", up=_up(request, cluster))
