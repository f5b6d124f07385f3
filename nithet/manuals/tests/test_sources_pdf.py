"""A PDF gives the lines that a reader of the page would write down: paragraphs whole, tables as rows, no running heads."""

import io
from collections.abc import Sequence
from time import perf_counter

import pytest

from nithet.manuals.sources import Extracted, UnreadableSourceError, extract, pdf
from nithet.manuals.tests.making_pdf import compiled, pdf_of, table_of

PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(font: "Sarabun", size: 11pt, lang: "th")\n'
MONTHS = ("ต.ค.", "พ.ย.", "ธ.ค.", "ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.")
LONG = (
    "สำรวจความต้องการสื่อ นวัตกรรม และเทคโนโลยีทางการศึกษาของสถานศึกษาในสังกัดทุกแห่ง เพื่อใช้เป็นข้อมูลพื้นฐานในการวางแผน "
    "จัดหา พัฒนา และเผยแพร่สื่อให้ทั่วถึงและตรงกับสภาพปัญหาของผู้เรียนในแต่ละกลุ่มโรงเรียน"
)

# The least that is a PDF with a password.
LOCKED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
    b"trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]/Size 5>>\n%%EOF\n"
)


def read(data: bytes) -> Extracted:
    return extract(io.BytesIO(data), "คู่มือ.pdf")


def lines_of(source: str) -> list[str]:
    return [line for line in read(compiled(PAGE + source)).text.split("\n") if line]


def squeezed(text: str) -> str:
    return "".join(text.split())


def rows_of(source: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines_of(source)
        if line.startswith("|")
    ]


def test_a_paragraph_over_many_lines_is_one_line() -> None:
    (line,) = lines_of(f"#par[{LONG} {LONG}]")
    assert squeezed(line) == squeezed(LONG * 2)


def test_items_and_paragraphs_begin_lines_of_their_own() -> None:
    lines = lines_of(f"#par[๑. {LONG}]\n#par[๑.๑ จัดทำแผน]\n#par[\\- {LONG}]\n#par[(๒) สรุปผล]")
    assert [line[:4].strip() for line in lines] == ["๑. ส", "๑.๑", "- สำ", "(๒)"]


def test_first_lines_set_in_and_items_that_hang_are_told_apart() -> None:
    source = (
        "#set par(first-line-indent: (amount: 1.5cm, all: true))\n"
        f"#par[{LONG}]\n#par[{LONG}]\n#set par(first-line-indent: 0pt, hanging-indent: 1cm)\n#par[๑. {LONG}]"
    )
    assert [squeezed(line) for line in lines_of(source)] == [
        squeezed(LONG),
        squeezed(LONG),
        squeezed(f"๑. {LONG}"),
    ]


def test_a_paragraph_goes_on_over_a_page() -> None:
    (first, *others) = [
        line
        for line in read(compiled(PAGE + f"#v(23cm)\n#par[{LONG * 3}]\n#par[จบ]")).text.split("\n")
        if line
    ]
    assert squeezed(first) == squeezed(LONG * 3)
    assert others == ["จบ"]


def test_pages_are_places() -> None:
    found = read(compiled(f"{PAGE}หน้าแรก #pagebreak() หน้าสอง #pagebreak() หน้าสาม"))
    lines = found.text.split("\n")
    assert [(place.page, lines[place.line - 1]) for place in found.places] == [
        (1, "หน้าแรก"),
        (2, "หน้าสอง"),
        (3, "หน้าสาม"),
    ]
    assert {place.file for place in found.places} == {"คู่มือ.pdf"}


def test_running_heads_and_page_numbers_are_left_out() -> None:
    text = read(pdf_of("\n".join(f"{at}. {LONG}\n" for at in range(1, 41)), head="คู่มือของกลุ่มหนึ่ง")).text
    assert "คู่มือของกลุ่มหนึ่ง" not in text
    assert "– 1 –" not in text
    assert len([line for line in text.split("\n") if line]) == 40


def test_a_heading_that_opens_some_pages_stays() -> None:
    page = f"#par[ขั้นตอนการปฏิบัติงาน]\n#par[{LONG}]\n#pagebreak()\n#par[{LONG}]\n#pagebreak()\n#par[{LONG}]\n#pagebreak()\n"
    assert sum(line.endswith("ขั้นตอนการปฏิบัติงาน") for line in lines_of(page * 3)) == 3


def test_the_office_that_only_running_heads_name_opens_the_text() -> None:
    head = "คู่มือ สำนักงานเขตพื้นที่การศึกษาประถมศึกษาตัวอย่าง เขต 9"
    text = read(pdf_of(f"{LONG}\n" * 60, head=head)).text
    assert squeezed(text.split("\n")[0]) == squeezed(head)


def test_headings_and_bold_words_are_marked() -> None:
    lines = lines_of(f"= ชื่องาน\n#par[{LONG}]\n#par[*ผู้รับผิดชอบ*]\n#par[*การนิเทศ* หมายถึง {LONG}]")
    assert lines[0].startswith("## ")
    assert lines[2] == "**ผู้รับผิดชอบ**"
    assert lines[3].startswith("**การนิเทศ** หมายถึง")


def test_marks_stand_in_order_and_once() -> None:
    words = "ทั้งนี้ ขั้นตอน น้ำ ป้ำ ปี่ ฟ้า ญี่ปุ่น กำหนด เพิ่มเติม ผู้ที่ ฤๅษี ทั้งนี้"
    (line,) = lines_of(words)
    assert squeezed(line) == squeezed(words)
    assert line.count(" ") >= 9


@pytest.mark.parametrize("size", [12, 16, 18, 22, 28])
@pytest.mark.parametrize("weight", ["regular", "bold"])
def test_large_letters_stand_once(size: int, weight: str) -> None:
    words = "ขั้นพื้นฐาน แต่งตั้ง โพธิ์งาม ยื่นเรื่อง ผู้มีสิทธิ์"
    (line,) = lines_of(f'#text(size: {size}pt, weight: "{weight}")[{words}]\n\n#par[{LONG}]\n')[:1]
    assert squeezed(line.strip("#* ")) == squeezed(words)


def test_centred_lines_of_a_cover_are_apart_and_the_number_of_an_office_is_not() -> None:
    lines = (
        "คู่มือการปฏิบัติงาน", "กลุ่มอำนวยการ", "งานควบคุมภายในและพัฒนาระบบบริหาร",
        "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาลานไทร เขต 2", "ปีงบประมาณ พ.ศ. 2569",
    )  # fmt: skip
    cover = "\n".join(f'#par(text(size: 18pt, weight: "bold", "{line}"))' for line in lines)
    found = lines_of(f"#set par(spacing: 0.6em)\n#align(center)[{cover}]\n#pagebreak()\n#par[{LONG}]")
    assert [line.strip("#* ") for line in found[:5]] == list(lines)


def bold(words: str, size: int) -> str:
    return f'#par(text(size: {size}pt, weight: "bold", "{words}"))\n'


def test_a_heading_of_another_size_is_no_end_of_the_heading_above() -> None:
    title = "ชื่องาน การจัดสรรทุนการศึกษาและกองทุนเพื่อความเสมอภาคทางการ"
    source = f"#set par(spacing: 0.6em)\n{bold(title, 15)}{bold('วัตถุประสงค์ของงาน', 14)}#par[{LONG}]"
    assert [squeezed(line.strip("#* ")) for line in lines_of(source)[:2]] == [
        squeezed(title),
        "วัตถุประสงค์ของงาน",
    ]


def test_the_longest_line_of_a_page_of_short_ones_tells_how_wide_lines_are() -> None:
    papers = ["ทะเบียนรายชื่อนักเรียนที่ขาดแคลนทุนทรัพย์ของสถานศึกษา", "สมุดทะเบียนคุมเงินทุนการศึกษา"] * 11
    source = "#set text(size: 13pt)\n#set par(spacing: 0.65em)\n" + "".join(
        f"#par[{paper}]\n" for paper in [*papers, LONG[:110]]
    )
    assert [squeezed(line) for line in lines_of(source)[:-1]] == papers


def test_a_heading_does_not_go_on_over_a_page() -> None:
    office = "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาหนองสรวง เขต 3"
    source = f"#align(center)[{bold(office, 16)}]#pagebreak()\n{bold('การวางแผนอัตรากำลังข้าราชการครู', 16)}#par[{LONG}]"
    assert lines_of(source)[0].strip("#* ") == office


def test_a_centred_title_over_two_lines_is_one() -> None:
    words = "การขอรับเงินอุดหนุนรายบุคคลของโรงเรียนเอกชนในระบบสำหรับนักเรียนพิการทุกระดับชั้น"
    (line,) = lines_of(f"#align(center)[{bold(words, 16)}]\n#par[{LONG}]")[:1]
    assert squeezed(line.strip("#* ")) == words


def test_a_line_of_contents_is_a_line() -> None:
    entries = ("คำนำ", "งานควบคุมภายในของสำนักงานเขตพื้นที่การศึกษา", "งานพัฒนาระบบบริหาร")
    source = "\n\n".join(f"{entry} #box(width: 1fr, repeat[.]) {at}" for at, entry in enumerate(entries, 1))
    found = lines_of(source)
    assert [line.split(".")[0].strip() for line in found] == list(entries)


def test_a_labelled_time_under_a_full_line_stands_alone() -> None:
    long = "เสนอรายงานต่อผู้อำนวยการสำนักงานเขตพื้นที่การศึกษาเพื่อพิจารณาสั่งการตามอำนาจหน้าที่"
    found = lines_of(f"#block(width: 11.6cm)[#par[{long}]#par[ระยะเวลา : ภายใน ๓ วันทำการ]]")
    assert found[-1] == "ระยะเวลา : ภายใน ๓ วันทำการ"


def test_a_ruled_table_gives_a_row_a_line() -> None:
    rows = rows_of(
        table_of(
            [["ที่", "ขั้นตอน", "ระยะเวลา"], ["๑", LONG, "ต.ค. ๒๕๖๙"], ["๒", "สรุปผล\nรายงาน", ""]],
            columns="1fr, 6fr, 2fr",
        )
    )
    assert [row[0] for row in rows] == ["ที่", "๑", "๒"]
    assert squeezed(rows[1][1]) == squeezed(LONG)
    assert rows[2][1:] == ["สรุปผล<br>รายงาน", ""]


def test_merged_cells_say_their_text_in_every_row() -> None:
    source = (
        "#table(columns: (1fr, 4fr, 2fr), table.cell(rowspan: 2)[๑], [รับเรื่อง], table.cell(rowspan: 2)[ศึกษานิเทศก์],"
        " [ตรวจสอบ], table.cell(colspan: 2)[รวมทั้งสิ้น], [๕ วัน])"
    )
    assert rows_of(source) == [
        ["๑", "รับเรื่อง", "ศึกษานิเทศก์"],
        ["", "ตรวจสอบ", "ศึกษานิเทศก์"],
        ["รวมทั้งสิ้น", "", "๕ วัน"],
    ]


def test_a_cell_that_reaches_over_a_page_says_its_text_there_too() -> None:
    steps = ", ".join(f"[{at}], [งานที่ {at} {LONG}]" for at in range(2, 9))
    rows = rows_of(
        f"#v(19cm)\n#table(columns: (1fr, 4fr, 2fr), [ที่], [งาน], [ผู้รับผิดชอบ], [1], [งานที่ 1], table.cell(rowspan: 8)[ธุรการ], {steps})"
    )
    assert [row[2] for row in rows[1:]] == ["ธุรการ"] * 8


@pytest.mark.parametrize("has_head", [True, False], ids=["head repeated", "no head repeated"])
def test_a_table_over_pages_is_one_table(*, has_head: bool) -> None:
    head = "table.header([ที่], [ขั้นตอน], [เวลา])," if has_head else "[ที่], [ขั้นตอน], [เวลา],"
    body = ", ".join(f"[{at}], [งานที่ {at} {LONG}], [ต.ค.]" for at in range(1, 31))
    rows = rows_of(f"#table(columns: (1fr, 6fr, 2fr), {head} {body})")
    assert [row[0] for row in rows] == ["ที่", *map(str, range(1, 31))]
    assert all(squeezed(row[1]) == squeezed(f"งานที่ {row[0]} {LONG}") for row in rows[1:])


def test_a_row_cut_by_the_page_is_one_row() -> None:
    source = f"#v(20cm)\n#table(columns: (1fr, 3fr, 2fr), [ที่], [ขั้นตอน], [เวลา], [๑], [{LONG * 3}], [ต.ค.], [๒], [สรุปผล], [ก.ย.])"
    rows = rows_of(source)
    assert [row[0] for row in rows] == ["ที่", "๑", "๒"]
    assert squeezed(rows[1][1]) == squeezed(LONG * 3)


def calendar(cells: Sequence[str], options: str = "") -> str:
    months = ", ".join(f"[{month}]" for month in MONTHS)
    return (
        f"#set page(flipped: true)\n#table(columns: (1fr, 5fr, {'1.2fr, ' * 12}), {options}"
        "table.cell(rowspan: 2)[ที่], table.cell(rowspan: 2)[กิจกรรม],"
        f"table.cell(colspan: 3)[ปี ๒๕๖๙], table.cell(colspan: 9)[ปี ๒๕๗๐], {months},"
        f"[๑], [สำรวจ], {', '.join(cells)})"
    )


@pytest.mark.parametrize("sign", ["[✓]", "[/]", "[x]", "table.cell(fill: gray)[]"])
def test_a_month_calendar_keeps_its_signs_under_its_months(sign: str) -> None:
    rows = rows_of(calendar([sign if at in {1, 2} else "[]" for at in range(12)]))
    assert rows[1][2:] == list(MONTHS)
    expected = "✓" if "fill" in sign else sign.strip("[]")
    assert [at for at, cell in enumerate(rows[2][2:]) if cell == expected] == [1, 2]
    assert sum(bool(cell) for cell in rows[2][2:]) == 2


def test_an_arrow_over_months_checks_them() -> None:
    rows = rows_of(
        calendar(["[]", "[#place(dy: 4pt, line(length: 62pt))]", *["[]"] * 10], "inset: (x: 2pt, y: 7pt), ")
    )
    assert [at for at, cell in enumerate(rows[2][2:]) if cell] == [1, 2]


def test_letters_that_touch_the_next_cell_stay_in_theirs() -> None:
    source = "#table(columns: (auto, auto), inset: (x: 0pt, y: 3pt), [รับเรื่อง], [ตรวจสอบ], [ลงทะเบียน], [เสนอ])"
    assert rows_of(source) == [["รับเรื่อง", "ตรวจสอบ"], ["ลงทะเบียน", "เสนอ"]]


def test_months_written_upward_head_their_columns() -> None:
    months = ", ".join(f"rotate(-90deg, reflow: true)[{month}]" for month in MONTHS)
    rows = rows_of(
        f"#table(columns: (1fr, 5fr, {'1fr, ' * 12}), [ที่], [กิจกรรม], {months}, [๑], [สำรวจ], {'[], ' * 12})"
    )
    assert rows[0] == ["ที่", "กิจกรรม", *MONTHS]


def test_rows_shaded_in_turn_are_not_checked() -> None:
    rows = rows_of(
        "#table(columns: (1fr, 3fr, 2fr), fill: (_, y) => if calc.odd(y) { silver }, [ที่], [งาน], [หมายเหตุ], [๑], [รับ], [], [๒], [ส่ง], [])"
    )
    assert [row[2] for row in rows] == ["หมายเหตุ", "", ""]


def test_columns_that_only_align_are_a_table() -> None:
    rows = rows_of(
        "#table(stroke: none, columns: (1.5cm, 7cm, 3cm, 4cm), [ที่], [ขั้นตอน], [เวลา], [ผู้รับผิดชอบ],"
        f"[๑], [{LONG[:90]}], [ต.ค.], [ธุรการ], [๒], [ตรวจสอบ], [พ.ย.], [ศึกษานิเทศก์], [๓], [สรุป], [ธ.ค.], [หัวหน้ากลุ่ม])"
    )
    assert [row[0] for row in rows] == ["ที่", "๑", "๒", "๓"]
    assert squeezed(rows[1][1]) == squeezed(LONG[:90])
    assert rows[3][1:] == ["สรุป", "ธ.ค.", "หัวหน้ากลุ่ม"]


def test_a_page_of_two_columns_is_read_column_by_column() -> None:
    paragraphs = [f"ย่อหน้าที่ {at} {LONG}" for at in range(1, 9)]
    source = "#columns(2)[" + "\n".join(f"#par[{one}]" for one in paragraphs) + "]"
    assert [squeezed(line) for line in lines_of(source)] == [squeezed(one) for one in paragraphs]


def test_a_box_around_words_and_boxes_of_a_chart_are_no_tables() -> None:
    assert (
        rows_of("#box(stroke: 1pt, inset: 5pt)[หมายเหตุ] #v(1cm) #rect[รับเรื่อง] #v(1cm) #rect[ตรวจสอบ]") == []
    )


def test_a_turned_page_is_read_as_seen() -> None:
    turned = turn(
        compiled(f"{PAGE}#set page(flipped: true)\n#table(columns: 2, [ที่], [ขั้นตอน], [๑], [รับเรื่อง])"), 1
    )
    lines = read(turned).text.split("\n")
    assert "รับเรื่อง" in "".join(lines)


def turn(data: bytes, quarters: int) -> bytes:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    document[0].set_rotation(quarters * 90)
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def test_a_password_is_asked_for_in_words() -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read(LOCKED)
    assert caught.value.code == "password"
    assert "รหัสผ่าน" in caught.value.message


def test_too_many_pages_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_PAGES", 1)
    with pytest.raises(UnreadableSourceError, match="2 หน้า เกินกำหนด 1 หน้า"):
        read(compiled(f"{PAGE}หนึ่ง #pagebreak() สอง"))


def test_what_only_begins_like_a_pdf_is_damaged() -> None:
    with pytest.raises(UnreadableSourceError) as caught:
        read(b"%PDF-1.7\n" + b"nothing" * 100)
    assert caught.value.code == "damaged"


def test_a_page_of_endless_lines_takes_no_endless_time() -> None:
    lines = "#for at in range(1500) { place(line(length: 80%, angle: 90deg), dx: at * 1pt); place(line(length: 80%), dy: at * 1pt) }"
    start = perf_counter()
    assert "คำสุดท้าย" in read(compiled(f"{PAGE}{lines} คำสุดท้าย")).text
    assert perf_counter() - start < 10


def test_pages_are_counted_without_reading_them() -> None:
    assert pdf.count_pages(io.BytesIO(compiled(f"{PAGE}หนึ่ง #pagebreak() สอง"))) == 2


def test_progress_tells_each_page() -> None:
    told: list[tuple[int, int]] = []
    pdf.read(io.BytesIO(compiled(f"{PAGE}หนึ่ง #pagebreak() สอง")), "a.pdf", lambda *one: told.append(one))
    assert told == [(1, 2), (2, 2)]


def test_a_file_that_ends_early_is_damaged_or_read_as_far_as_it_goes() -> None:
    whole = compiled(PAGE + "\n".join(f"#par[{LONG}] #pagebreak()" for _ in range(5)))
    for share in (0.2, 0.5, 0.9, 0.99):
        found, code = None, ""
        try:
            found = read(whole[: int(len(whole) * share)])
        except UnreadableSourceError as error:
            code = error.code
        assert code == "damaged" or (found and (LONG[:20] in found.text or found.scanned or found.remarks))
