"""What stands around the steps: covers, forewords, contents, sections before and after, forms in an appendix."""

from __future__ import annotations

from collections.abc import Sequence

from tests.zoo.blocks import Cell, Contents, Heading, Page, PageBreak, Paragraph, row, table
from tests.zoo.content import Division
from tests.zoo.drawing import Draw

OFFICES = (
    "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาทุ่งตะวัน เขต 1",
    "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษาผาหมอก",
    "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาธารทอง เขต 3",
)


def add_front(draw: Draw, page: Page, division: Division, office: str, titles: Sequence[str]) -> None:
    if draw.pick("cover", {"full": 5, "short": 2, "none": 1}) != "none":
        _cover(draw, page, division, office)
    if draw.pick("foreword", {"yes": 2, "no": 3}) == "yes":
        _foreword(draw, page, division)
    if draw.pick("edits", {"none": 6, "history": 1, "approvals": 1}) != "none":
        _edits(draw, page)
    contents = draw.pick("contents", {"none": 4, "tab": 2, "dots": 1, "table": 0.7})
    if contents != "none":
        _contents(draw, page, contents, titles)
    if draw.pick("general chapter", {"no": 4, "yes": 1}) == "yes":
        _general(draw, page, division)


def _cover(draw: Draw, page: Page, division: Division, office: str) -> None:
    lines = ["คู่มือการปฏิบัติงาน", division.group, office]
    if draw.choices["cover"] == "full":
        lines += ["สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน", "กระทรวงศึกษาธิการ"]
    page.add(*(Paragraph(draw.digits(one), is_bold=True, is_centred=True) for one in lines), PageBreak())


def _foreword(draw: Draw, page: Page, division: Division) -> None:
    page.add(Heading("คำนำ"))
    page.line(
        f"{division.group}ได้จัดทำคู่มือการปฏิบัติงานฉบับนี้ขึ้น เพื่อให้ผู้ปฏิบัติงานมีแนวทางเดียวกันและสามารถปฏิบัติงานแทนกันได้ "
        "หวังเป็นอย่างยิ่งว่าจะเป็นประโยชน์แก่ผู้เกี่ยวข้อง",
        1,
    )
    page.line(division.group, 8)
    page.line(draw.digits("ตุลาคม 2569"), 8)
    page.add(PageBreak())


def _edits(draw: Draw, page: Page) -> None:
    if draw.choices["edits"] == "history":
        page.add(Heading("ประวัติการแก้ไขเอกสาร"))
        rows = [
            row("ครั้งที่", "วันที่", "รายละเอียดการแก้ไข"),
            row("1", draw.digits("1 ตุลาคม 2568"), "จัดทำครั้งแรก"),
            row("2", draw.digits("15 มกราคม 2569"), "ปรับปรุงแบบฟอร์ม"),
        ]
        page.add(table(rows, [1.5, 3, 7]))
    else:
        rows = [
            row("ผู้จัดทำ", "ผู้ทบทวน", "ผู้อนุมัติ"),
            row("นักวิชาการ", "ผู้อำนวยการกลุ่ม", "ผู้อำนวยการสำนักงานเขต"),
            row("ลงชื่อ ......................", "ลงชื่อ ......................", "ลงชื่อ ......................"),
        ]
        page.add(table(rows, [4, 4, 4]))
    page.add(PageBreak())


def _contents(draw: Draw, page: Page, filler: str, titles: Sequence[str]) -> None:
    page.add(Heading("สารบัญ"))
    entries = [(title, draw.digits(str(3 * at + 1))) for at, title in enumerate(titles)]
    if filler == "table":
        page.add(table([row("เรื่อง", "หน้า"), *(row(*one) for one in entries)], [10, 2]))
    else:
        page.add(Contents(tuple(entries), filler))
    page.add(PageBreak())


def _general(draw: Draw, page: Page, division: Division) -> None:
    page.add(Heading(draw.digits("บทที่ 1 ข้อมูลทั่วไป")))
    page.line("อำนาจหน้าที่", bold=True)
    for at, objective in enumerate(division.objectives, 1):
        page.line(draw.digits(f"{at}. ดำเนินการ{objective}"), 1)
    page.line("โครงสร้างและอัตรากำลัง", bold=True)
    rows = [row("ตำแหน่ง", "จำนวน (คน)")]
    rows += [row(role, draw.digits(str(at))) for at, role in enumerate(division.roles[:3], 1)]
    page.add(table(rows, [8, 3]), PageBreak())


BEFORE = {"objectives": 8, "scope": 4, "terms": 2, "duties": 1.5, "measures": 1.5}
AFTER = {"forms": 5, "laws": 5, "monitoring": 1.5, "problems": 1, "quality table": 0.7, "papers": 0.7}
_TITLES = {
    "objectives": ("วัตถุประสงค์", "วัตถุประสงค์ของงาน", "จุดประสงค์"),
    "scope": ("ขอบเขต", "ขอบเขตของงาน", "ขอบเขตงาน"),
    "terms": ("คำจำกัดความ", "นิยามศัพท์", "คำนิยาม"),
    "duties": ("หน้าที่ความรับผิดชอบ", "ความรับผิดชอบ"),
    "measures": ("ตัวชี้วัด", "ตัวชี้วัดความสำเร็จ", "ตัวชี้วัดผลการปฏิบัติงาน"),
    "forms": ("แบบฟอร์มที่ใช้", "แบบฟอร์ม", "แบบฟอร์มที่เกี่ยวข้อง", "เอกสารที่ใช้"),
    "laws": ("กฎหมายและระเบียบที่เกี่ยวข้อง", "เอกสารอ้างอิง", "เอกสาร/หลักฐานอ้างอิง", "กฎหมายที่เกี่ยวข้อง"),
    "monitoring": ("ระบบติดตามและประเมินผล", "การติดตามประเมินผล"),
    "problems": ("ปัญหาอุปสรรคและข้อเสนอแนะ", "ปัญหาและแนวทางแก้ไข"),
    "quality table": ("มาตรฐานคุณภาพงาน",),
    "papers": ("รายการเอกสาร หลักฐานประกอบ", "รายการเอกสารหลักฐานประกอบการยื่นคำขอ"),
}


def sections_of(draw: Draw, kinds: dict[str, float]) -> list[str]:
    """Which sections this work has; the oftener named, the likelier."""
    most = max(kinds.values())
    found = [kind for kind, weight in kinds.items() if draw.chance(0.85 * weight / most)]
    for kind in kinds:
        draw.note(f"with {kind}", "yes" if kind in found else "no")
    return found


def title_of(draw: Draw, kind: str) -> str:
    return draw.any_of(_TITLES[kind])


def add_section(draw: Draw, page: Page, division: Division, kind: str, number: str) -> None:
    """The body of a section; `number` is its own, for lists under it."""
    if kind == "quality table":
        rows = [row("ประเด็นคุณภาพ", "เกณฑ์"), row("ความถูกต้อง", "ร้อยละ 100"), row("ความทันเวลา", "ร้อยละ 95")]
        page.add(table(rows, [7, 4]))
        return
    if kind == "papers":
        head = row("ลำดับ", "ชื่อเอกสาร จำนวน และรายละเอียดเพิ่มเติม", "หน่วยงานภาครัฐผู้ออกเอกสาร")
        papers = [
            row(draw.digits(f"{at})"), draw.digits(f"{paper} ฉบับจริง 1 ฉบับ"), "กรมการปกครอง")
            for at, paper in enumerate(("บัตรประจำตัวประชาชน", "สำเนาทะเบียนบ้าน"), 1)
        ]
        page.add(table([head, *papers], [1.5, 7, 4]))
        return
    texts = _texts(division, kind)
    if len(texts) == 1 or kind == "scope":
        page.line(draw.digits(texts[0]), 1)
        return
    form = draw.pick("section lists", {"own": 3, "plain": 2, "paren": 1, "dash": 2})
    for at, text in enumerate(texts, 1):
        marks = {
            "own": f"{number}.{at} " if number else f"{at}. ",
            "plain": f"{at}. ",
            "paren": f"{at}) ",
            "dash": "- ",
        }
        page.line(draw.digits(marks[form] + text), 1)


def _texts(division: Division, kind: str) -> Sequence[str]:
    return {
        "objectives": [f"เพื่อ{one}" for one in division.objectives],
        "scope": ["ครอบคลุมการปฏิบัติงานของสำนักงานเขตพื้นที่การศึกษาและสถานศึกษาในสังกัด ตั้งแต่เริ่มต้นจนถึงการรายงานผล"],
        "terms": division.terms,
        "duties": [f"{role} มีหน้าที่รับผิดชอบงานตามที่ได้รับมอบหมาย" for role in division.roles[:3]],
        "measures": ["ร้อยละของงานที่แล้วเสร็จตามกำหนด", "ระดับความพึงพอใจของผู้รับบริการ"],
        "forms": division.forms,
        "laws": division.laws,
        "monitoring": ["ผู้อำนวยการกลุ่มกำกับติดตามและรายงานผลในการประชุมประจำเดือน"],
        "problems": ["บุคลากรมีไม่เพียงพอต่อปริมาณงาน", "สถานศึกษาส่งข้อมูลล่าช้า"],
    }[kind]


def add_appendix(draw: Draw, page: Page, division: Division) -> None:
    """Sample forms whose numbered lines are no steps."""
    page.add(PageBreak(), Heading("ภาคผนวก"))
    page.line(f"ตัวอย่าง{division.forms[0]}", bold=True)
    page.line("เขียนที่ ........................................", 6)
    page.line(
        "ข้าพเจ้า ........................................ ตำแหน่ง ........................................", 1
    )
    for at, text in enumerate(
        (
            "ชื่อ - สกุล ........................",
            "สังกัด ........................",
            "เหตุผล ........................",
        ),
        1,
    ):
        page.line(draw.digits(f"{at}. {text}"), 1)
    page.line("ลงชื่อ ........................................ ผู้ยื่น", 6)


def card(draw: Draw, title: str, division: Division, number: int) -> tuple[Cell, ...]:
    return row("ชื่องาน", title, "รหัส", draw.digits(f"งาน-{number:02d}"))
