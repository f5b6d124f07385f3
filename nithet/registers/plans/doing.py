"""A plan as an office would write it, with its money, and how far it is by the day of the work."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from zlib import crc32

from nithet.cycles.queries.policies import policies_of
from nithet.offices.members import Member, member_of
from nithet.offices.models import Appointment, Role
from nithet.registers.generic.doing import Work, done_item
from nithet.registers.plans import services
from nithet.registers.plans.models import Plan, Term
from nithet.registers.plans.progress import parts_of
from nithet.registers.plans.register import MakePlan
from nithet.registers.plans.terms import has_strategies, state_of, strategies_of
from nithet.thai.months import FISCAL_ORDER

Money = tuple[tuple[str, str, str, str], ...]
STRATEGIES = (
    "พัฒนาคุณภาพผู้เรียนให้มีสมรรถนะที่จำเป็น",
    "ส่งเสริมการใช้สื่อ เทคโนโลยี และการศึกษาทางไกล",
    "พัฒนาครูและบุคลากรทางการศึกษา",
    "พัฒนาระบบบริหารจัดการและการนิเทศ ติดตาม",
)
# What it is called and what it is, (reason, objectives, quality), activities and money (category, what, source, baht).
_KNOWN: tuple[tuple[tuple[str, str], tuple[str, str, str], tuple[str, ...], Money], ...] = (
    (
        ("โครงการส่งเสริม", Plan.Sort.PROJECT),
        ("โรงเรียนขนาดเล็กมีครูไม่ครบชั้นและต้องการสื่อที่ใช้ได้ทันที ผลการสำรวจปีที่ผ่านมาพบความต้องการสูงในระดับประถมศึกษาตอนต้น",
         "1. เพื่อพัฒนาครูให้ใช้สื่อและเทคโนโลยีในการจัดการเรียนรู้\n2. เพื่อให้โรงเรียนมีสื่อตรงตามความต้องการ",
         "ครูนำสื่อไปใช้ในชั้นเรียนและผู้เรียนมีส่วนร่วมมากขึ้น"),
        ("ประชุมคณะทำงานและกำหนดแนวทาง", "อบรมเชิงปฏิบัติการครูผู้สอน", "นิเทศ ติดตามการใช้ที่โรงเรียน", "สรุปและรายงานผล"),
        (("ค่าตอบแทน", "ค่าวิทยากร 6 ชั่วโมง", "งบ สพฐ.", "7200"), ("ค่าใช้สอย", "ค่าอาหารและอาหารว่าง 40 คน", "งบสำนักงานเขต", "6000.50"),
         ("ค่าวัสดุ", "เอกสารและวัสดุประกอบการอบรม", "งบสำนักงานเขต", "2450.25")),
    ),
    (
        ("แผนปฏิบัติการ", Plan.Sort.PLAN),
        ("การดำเนินงานที่ผ่านมายังไม่มีแผนร่วมกันของผู้เกี่ยวข้อง ทำให้ช่วงเวลาซ้ำซ้อนและติดตามผลได้ยาก",
         "1. เพื่อกำหนดกิจกรรม ช่วงเวลา และผู้รับผิดชอบให้ชัดเจน\n2. เพื่อให้ติดตามความก้าวหน้าได้ตลอดปี",
         "ทุกฝ่ายปฏิบัติงานตามแผนเดียวกันและรายงานผลได้ทันเวลา"),
        ("จัดทำแผนและปฏิทินการดำเนินงาน", "ดำเนินการตามแผนร่วมกับโรงเรียน", "ติดตามและให้ข้อเสนอแนะ", "ประเมินผลและปรับปรุง"),
        (("ค่าใช้สอย", "ค่าพาหนะในการนิเทศ", "งบสำนักงานเขต", "9800"), ("ค่าวัสดุ", "วัสดุสำนักงาน", "งบสำนักงานเขต", "1500")),
    ),
    (
        ("โครงการเครือข่าย", Plan.Sort.PROJECT),
        ("ผลการประเมินพบว่าโรงเรียนต้องการแลกเปลี่ยนเรียนรู้และต้นแบบที่ทำได้จริงในบริบทใกล้เคียงกัน",
         "1. เพื่อสร้างเครือข่ายแลกเปลี่ยนเรียนรู้\n2. เพื่อคัดเลือกและเผยแพร่แนวปฏิบัติที่ดี",
         "เครือข่ายเข้มแข็งและมีแนวปฏิบัติที่ดีเผยแพร่ต่อเนื่อง"),
        ("ประชุมชี้แจงโรงเรียนในโครงการ", "จัดกิจกรรมแลกเปลี่ยนเรียนรู้", "คัดเลือกแนวปฏิบัติที่ดี", "เผยแพร่ผลงาน"),
        (("ค่าใช้สอย", "ค่าใช้จ่ายในการประชุม", "งบ สพฐ.", "12500"), ("ค่าตอบแทน", "ค่าตอบแทนกรรมการ", "เงินสนับสนุนจากหน่วยงานอื่น", "4000")),
    ),
)  # fmt: skip


def plan(work: Work) -> None:
    (name, sort), (reason, objectives, quality), names, money = _KNOWN[_turn(work) % len(_KNOWN)]
    again = f" ระยะที่ {work.number + 1}" if work.number else ""
    facts = {"title": f"{name}{work.task.run.title}{again}"[:300], "sort": sort, "strategy": _strategy(work), "reason": reason,
             "objectives": objectives, "quality": quality, "place": "สำนักงานเขตและโรงเรียนในสังกัด", "approved_by": _approver(work),
             "benefit": "โรงเรียนได้รับการพัฒนาตามความต้องการและรายงานผลได้ตามกำหนด"}  # fmt: skip
    made = done_item(MakePlan.book, work, facts, _parts(names, money, work))
    assert isinstance(made, Plan)  # noqa: S101  for the type checker
    _go_on(made, work)


def _turn(work: Work) -> int:
    """Which of the known ones: another for each title and each turn."""
    return work.number + crc32(work.task.title.encode())


def _parts(names: tuple[str, ...], money: Money, work: Work) -> dict[str, list[dict[str, Any]]]:
    first = FISCAL_ORDER.index(work.on.month)
    months = [list(FISCAL_ORDER[min(first + place * 2, 10) :][:2]) for place in range(len(names))]
    policies = policies_of(work.task.office, work.task.run.cycle.fiscal_year_be)
    return {
        "policies": [{"policy": one} for one in policies[:1]],
        "targets": [{"name": "โรงเรียนในโครงการได้รับการพัฒนา", "amount": Decimal(24), "unit_word": "โรงเรียน"}],
        "activities": [
            {"name": name, "months": when, "owner": work.by.person} for name, when in zip(names, months, strict=True)
        ],
        "lines": [
            {"category": category, "name": name, "source": source, "planned": Decimal(amount)}
            for category, name, source, amount in money
        ],
        "indicators": [{"name": "ผู้เกี่ยวข้องมีความพึงพอใจระดับมากขึ้นไป", "goal": Decimal(80), "unit_word": "ร้อยละ"}],
        "risks": [{"name": "ช่วงเวลาตรงกับภารกิจอื่นของโรงเรียน", "chance": 3, "harm": 3, "remedy": "กำหนดวันร่วมกับโรงเรียนล่วงหน้าหนึ่งเดือน"}],
    }  # fmt: skip


def _go_on(made: Plan, work: Work) -> None:
    """The first activity is done; some money is spent, and in every fifth plan a little more than planned."""
    parts = parts_of(made)
    activity, line = parts.activities[0], parts.lines[0]
    over = Decimal("350.75") if _turn(work) % 5 == 3 else -line.planned / 4
    changes: list[tuple[Any, dict[str, Any]]] = [
        (activity, {"percent": 100, "done_on": work.on}),
        (line, {"spent": (line.planned + over).quantize(Decimal("0.01"))}),
    ]
    services.record_progress(made, changes, revision=made.revision, by=work.by)


def _strategy(work: Work) -> str:
    """Out of the list of the year, which the director keeps first where there is none."""
    office, year = work.task.office, work.task.run.cycle.fiscal_year_be
    director = _director(work)
    if director and not has_strategies(office.pk, year):
        rows = [{"was": "", "name": name} for name in STRATEGIES]
        services.keep_terms(year, {Term.Kind.STRATEGY: rows}, seen=state_of(office, year), by=director)
    known = strategies_of(office).get(year, [])
    return known[_turn(work) % len(known)] if known else ""


def _director(work: Work) -> Member | None:
    office, on = work.task.office, work.by.on
    found = Appointment.objects.active(on=on).filter(
        office=office, role=Role.DIRECTOR, person__user__isnull=False
    )
    first = found.select_related("person__user").order_by("from_on", "pk").first()
    user = first.person.user if first else None
    return member_of(user, office.code, on=on) if user else None


def _approver(work: Work) -> str:
    director = _director(work) or work.by
    return f"{director.name} {director.position}"


DOERS = {"plan": plan}
