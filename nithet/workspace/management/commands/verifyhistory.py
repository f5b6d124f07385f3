"""`manage.py verifyhistory`: whether history is as it was sealed."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from nithet.audit.models import Chain, Entry
from nithet.audit.sealing import WITHOUT_OFFICE as NO_OFFICE
from nithet.audit.sealing import chain_of, seal
from nithet.audit.verifying import Finding, Mark, Verification, keep
from nithet.offices.models import Office
from nithet.thai.dates import bangkok_day, format_date, format_time

WITHOUT_OFFICE = "-"
"""Stands where an office's code would: what belongs to no office."""


def mark(text: str) -> Mark:
    """What `--head` printed: a sequence, a colon and a digest."""
    sequence, _, digest = text.partition(":")
    if not (sequence.isdecimal() and int(sequence) > 0 and len(digest) == 64):
        raise ArgumentTypeError("ต้องเป็น ลำดับที่:รหัสผนึก ตามที่ --head แสดง")
    return Mark(int(sequence), digest)


class Command(BaseCommand):
    help = "ตรวจว่าประวัติการดำเนินการครบถ้วนและไม่ถูกแก้ไข พบสิ่งผิดปกติจบด้วยรหัส 1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--office", metavar="CODE", help="เฉพาะสำนักงานนี้ (- คือรายการที่ไม่สังกัดสำนักงาน)")
        parser.add_argument(
            "--head", action="store_true", help="แสดงลำดับและรหัสผนึกท้ายประวัติ เพื่อเก็บไว้นอกเครื่องนี้ โดยไม่ตรวจ"
        )
        parser.add_argument(
            "--expect", type=mark, metavar="SEQ:DIGEST", help="เทียบกับรหัสที่เคยเก็บไว้ (ใช้คู่กับ --office)"
        )

    def handle(
        self,
        *,
        office: str | None = None,
        head: bool = False,
        expect: Mark | None = None,
        verbosity: int = 1,
        **options: Any,
    ) -> None:
        if expect and not office:
            raise CommandError("โปรดระบุสำนักงานด้วย --office เมื่อใช้ --expect")
        chains = [_chosen(office)] if office else list(_all())
        if head:
            for code, office_id in chains:
                self._tell_head(code, office_id)
            return
        found = sum(self._verify(code, office_id, expect) for code, office_id in chains)
        if found:
            raise CommandError(f"พบสิ่งผิดปกติ {found:,} แห่ง โปรดเก็บฐานข้อมูลนี้ไว้ตามสภาพและแจ้งผู้อำนวยการสำนักงานเขต")

    def _tell_head(self, code: str, office_id: UUID | None) -> None:
        seal(office_id)
        if chain := chain_of(office_id):
            self.stdout.write(f"{code} {chain.sequence}:{chain.digest}")

    def _verify(self, code: str, office_id: UUID | None, expect: Mark | None) -> int:
        walk = Verification(office_id, expected=expect)
        for finding in walk:
            self.stdout.write(_line(code, finding))
        keep(walk)
        if not walk.found:
            self.stdout.write(f"{code}: ตรวจแล้ว {walk.rows:,} รายการ ต่อเนื่องครบถ้วน")
        return walk.found


def _line(code: str, finding: Finding) -> str:
    moment = (
        f"{format_date(bangkok_day(finding.at), 'short')} {format_time(finding.at)}" if finding.at else ""
    )
    parts = (f"{code}: ลำดับที่ {finding.sequence:,}", moment, finding.title, finding.words)
    return " · ".join(filter(None, parts))


def _chosen(code: str) -> tuple[str, UUID | None]:
    if code == WITHOUT_OFFICE:
        return code, None
    if (office := Office.objects.filter(code=code).first()) is None:
        raise CommandError(f"ไม่พบสำนักงานรหัส “{code}” โปรดตรวจรหัสสำนักงาน")
    return code, office.pk


def _all() -> Iterator[tuple[str, UUID | None]]:
    """Every office, and whatever else has history: what belongs to no office, and offices that are gone."""
    codes = dict(Office.objects.order_by("code").values_list("pk", "code"))
    for pk, code in codes.items():
        yield code, pk
    told = Entry.objects.order_by().values_list("office_id", flat=True).distinct()
    ends = Chain.objects.values_list("pk", flat=True)
    others = {*told, *(None if pk == NO_OFFICE else pk for pk in ends)}
    for office_id in sorted(others - codes.keys(), key=str):
        yield str(office_id or WITHOUT_OFFICE), office_id
