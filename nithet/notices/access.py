"""Notices are each person's own; how sending goes is for who looks after the system."""

from __future__ import annotations

from django.db.models import QuerySet

from nithet.core.decisions import Answer
from nithet.notices.models import Delivery, Notice
from nithet.offices.access import can_run_system
from nithet.offices.members import Member


def visible_notices(member: Member) -> QuerySet[Notice]:
    return Notice.objects.filter(office=member.office, person=member.person)


def visible_deliveries(member: Member) -> QuerySet[Delivery]:
    return Delivery.objects.filter(office=member.office)


def can_send_again(member: Member) -> Answer:
    return can_run_system(member)
