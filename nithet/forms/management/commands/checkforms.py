"""`manage.py checkforms`: whether the shipped forms do what they should."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nithet.forms import odk_validate, shipped
from nithet.forms.proving import Proof, prove


class Command(BaseCommand):
    help = (
        "ทดลองแบบฟอร์มที่มากับระบบทุกฉบับ: สร้างได้ คำตอบที่ถูกผ่าน คำตอบที่ผิดถูกพบ และผ่าน ODK Validate เมื่อเครื่องมี Java "
        "มีฉบับใดไม่ผ่านจบด้วยรหัส 1"
    )

    # It reads files only; what else may be wrong with the installation does not matter here.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("codes", nargs="*", metavar="CODE", help="รหัสแบบฟอร์ม เว้นว่างคือทุกฉบับ")

    def handle(self, *args: Any, codes: list[str], **options: Any) -> None:
        known = shipped.codes()
        if strange := [code for code in codes if code not in known]:
            raise CommandError(f"ไม่มีแบบฟอร์มรหัส “{strange[0]}” ใช้ได้: {', '.join(known)}")
        proofs = [prove(code) for code in codes or known]
        said = self.validated(proofs)
        failed = sum([not self.tell(proof, said) for proof in proofs])
        if failed:
            raise CommandError(f"ไม่ผ่าน {failed:,} จาก {len(proofs):,} แบบฟอร์ม")

    def validated(self, proofs: list[Proof]) -> dict[str, str] | None:
        if odk_validate.java() is None:
            self.stderr.write("ไม่พบ Java จึงไม่ได้ตรวจด้วย ODK Validate")
            return None
        return odk_validate.validated({proof.code: proof.xform for proof in proofs if proof.xform})

    def tell(self, proof: Proof, said: dict[str, str] | None) -> bool:
        """One line; whether it ends in ok."""
        against = (said or {}).get(proof.code, "")
        wrong = [*proof.wrong, *([f"ODK Validate: {against}"] if against else [])]
        parts = [f"{proof.code} “{proof.title}”", f"{proof.questions:,} ข้อ"]
        if not proof.wrong:
            parts += ["คำตอบที่ถูกผ่าน", f"คำตอบที่ผิดถูกพบ {proof.told:,} แห่ง"]
        if said is not None and not wrong:
            parts.append("ODK Validate ผ่าน")
        self.stdout.write(" · ".join([*parts, "; ".join(wrong) or "ok"]))
        return not wrong
