"""A form with every kind of question that is taken here, with what forms calculate and depend on; and one made in the browser.

Where Collect's engine reckons otherwise than browsers and our check on purpose (none of it stands here):

| expression                                      | Collect                                    | here                        |
|-------------------------------------------------|--------------------------------------------|-----------------------------|
| `.` < `${dateTime}`                             | compares the days only                     | compares the moments        |
| `${date}` < '2026-11-20'                        | false: a text is no number                 | compares the days           |
| `substring` `floor` `ceiling` `last` `name` `local-name` | does not know them, stops         | as XPath has them           |
| `${x}` of a repeat, asked outside of it         | stops where there are two lines            | any of them, or the first   |
| `date(decimal-date-time(${date}) + 1)`          | the day before: nights are in Greenwich    | the next day                |

What it writes otherwise and means alike is taken as the same (`nithet/forms/checking/figures.py`), and what it reckons
otherwise in its own right is right too (`nithet/forms/expressions/engines.py`).
"""

from __future__ import annotations

from nithet.forms.editing import perform
from nithet.forms.editing.kinds import KINDS
from nithet.forms.tables import Tables
from nithet.forms.xlsform.text import read_text

NAME, MADE_HERE = "every_kind", "made_here"
HARD = {
    "topic": "บรรทัดหนึ่ง\nสอง & <สาม> \"สี่\" 'ห้า' ]]> \u00a0ครู้",
    "more/why": " ที่ตั้ง 😀 \u200b" + "ยาว " * 500,
}
"""Texts that a phone and a network may spoil."""
PICTURES = ("ตัวอย่าง 1.png", "slide.png")
TEXT = """# แบบทดลองทุกชนิดคำถาม

## survey

| type | name | label | hint | required | relevant | constraint | constraint_message | calculation | choice_filter | repeat_count | appearance | parameters | default | readonly | image |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
| start | start | | | | | | | | | | | | | | |
| end | end | | | | | | | | | | | | | | |
| today | today | | | | | | | | | | | | | | |
| deviceid | deviceid | | | | | | | | | | | | | | |
| username | username | | | | | | | | | | | | | | |
| phonenumber | phonenumber | | | | | | | | | | | | | | |
| email | email | | | | | | | | | | | | | | |
| text | topic | เรื่อง **สำคัญ** | คำแนะนำ “ในเครื่องหมาย” | yes | | string-length(.) > 2 | สั้นเกินไป | | | | multiline | | | | |
| text | code | รหัส | | | | regex(., '^[0-9]{5}$') | ต้องเป็นเลข 5 หลัก | | | | numbers | | 57000 | | |
| note | told | เรื่อง ${topic} รหัส ${code} | | | | | | | | | | | | | |
| integer | students | จำนวนนักเรียน | | yes | | . >= 0 and . <= 5000 | โปรดกรอก 0 ถึง 5,000 | | | | | | | | |
| decimal | mean | ค่าเฉลี่ย | | | | . <= 5 | ไม่เกิน 5 | | | | | | | | |
| decimal | money | เงิน | | | | | | | | | | | | | |
| range | stars | ดาว | | | | | | | | | | start=1 end=5 step=1 | | | |
| range | share | สัดส่วน | | | | | | | | | | start=0 end=1 step=0.25 | | | |
| select_one level | level | ระดับ | | yes | | | | | | | minimal | | | | |
| select_one grade | grade | ชั้น | | | | | | | level = ${level} | | | | | | |
| select_one media or_other | medium | สื่อ | | | | | | | | | | | | | |
| select_multiple media or_other | media | สื่อทั้งหมด | | | | count-selected(.) <= 3 | ไม่เกิน 3 | | | | columns | | | | |
| rank grade | order | จัดลำดับ | | | | | | | | | | | | | |
| select_one_from_file schools.csv | school | โรงเรียน | | yes | | | | | | | autocomplete | | | | |
| select_multiple_from_file schools.csv | near | โรงเรียนใกล้เคียง | | | | | | | district = instance('schools')/root/item[name = ${school}]/district | | | | | | |
| calculate | school_label | | | | | | | pulldata('schools', 'label', 'name', ${school}) | | | | | | | |
| calculate | level_label | | | | | | | jr:choice-name(${level}, '${level}') | | | | | | | |
| date | day | วันที่ | | yes | | . <= today() | ต้องไม่เกินวันนี้ | | | | | | | | |
| date | until | ถึงวันที่ | | | | . >= ${day} | ต้องไม่ก่อนวันเริ่ม | | | | | | | | |
| time | at | เวลา | | | | | | | | | | | | | |
| dateTime | began | เริ่ม | | | | | | | | | | | | | |
| dateTime | ended | สิ้นสุด | | | ${began} != '' | decimal-date-time(.) > decimal-date-time(${began}) | ต้องอยู่หลังเวลาเริ่ม | | | | | | | | |
| calculate | days | | | | | | | if(${until} = '', '', ${until} - ${day}) | | | | | | | |
| calculate | weeks | | | | | | | if(${until} = '', '', int((${until} - ${day}) div 7)) | | | | | | | |
| calculate | written_day | | | | | | | format-date(${day}, '%d/%m/%Y %n %e') | | | | | | | |
| calculate | next_date | | | | | | | date(${day} + 1) | | | | | | | |
| calculate | same_day | | | | | | | ${day} | | | | | | | |
| calculate | this_day | | | | | | | today() | | | | | | | |
| calculate | this_moment | | | | | | | once(now()) | | | | | | | |
| calculate | that_day | | | | | | | date('2026-11-01') | | | | | | | |
| calculate | that_moment | | | | | | | date-time('2026-11-01T08:00:00.000+07:00') | | | | | | | |
| calculate | same_moment | | | | | | | ${began} | | | | | | | |
| calculate | same_time | | | | | | | ${at} | | | | | | | |
| calculate | same_place | | | | | | | ${place} | | | | | | | |
| calculate | area | | | | | | | round(area(${ground}), 0) | | | | | | | |
| calculate | big | | | | | | | ${students} * 1000000 | | | | | | | |
| calculate | cents | | | | | | | ${money} * 1.1 | | | | | | | |
| calculate | tenth | | | | | | | 1 div 10 + 2 div 10 | | | | | | | |
| calculate | half | | | | | | | round(${students} div 2, 0) | | | | | | | |
| calculate | truth | | | | | | | ${students} > 10 | | | | | | | |
| calculate | is_truth | | | | | | | boolean-from-string(${code}) | | | | | | | |
| calculate | empty_sum | | | | | | | ${money} + ${students} | | | | | | | |
| calculate | month | | | | | | | format-date(${day}, '%a %e %b %y') | | | | | | | |
| calculate | taxed | | | | | | | round(${money} * 1.07, 2) | | | | | | | |
| calculate | part | | | | | | | substr(${topic}, 0, 4) | | | | | | | |
| calculate | length | | | | | | | string-length(${topic}) | | | | | | | |
| calculate | first | | | | | | | selected-at(${media}, 0) | | | | | | | |
| calculate | day_number | | | | | | | int(decimal-date-time(${day})) | | | | | | | |
| calculate | pi | | | | | | | round(pi() * pow(2, 3), 4) | | | | | | | |
| calculate | hours | | | | | | | if(${ended} = '', '', round((decimal-date-time(${ended}) - decimal-date-time(${began})) * 24, 2)) | | | | | | | |
| calculate | morning | | | | | | | if(${at} = '', '', if(decimal-time(${at}) < 0.5, 'เช้า', 'บ่าย')) | | | | | | | |
| calculate | key | | | | | | | once(uuid()) | | | | | | | |
| calculate | drawn | | | | | | | once(random()) | | | | | | | |
| geopoint | place | พิกัด | | | | | | | | | | | | | |
| geotrace | way | เส้นทาง | | | | | | | | | | | | | |
| geoshape | ground | บริเวณ | | | | | | | | | | | | | |
| image | photo | ภาพ | | | | | | | | | | max-pixels=1600 | | | ตัวอย่าง 1.png |
| image | signature | ลายมือชื่อ | | | | | | | | | signature | | | | |
| image | sketch | ภาพวาด | | | | | | | | | annotate | | | | |
| audio | sound | เสียง | | | | | | | | | | | | | |
| video | film | วีดิทัศน์ | | | | | | | | | | | | | |
| file | paper | เอกสาร | | | | | | | | | | | | | |
| barcode | barcode | บาร์โค้ด | | | | | | | | | | | | | |
| acknowledge | agreed | ข้าพเจ้ายืนยัน | | | | | | | | | | | | | |
| hidden | kept | | | | | | | | | | | | ค่าซ่อน | | |
| begin_group | more | เพิ่มเติม | | | ${students} > 10 | | | | | | field-list | | | | |
| text | why | เพราะอะไร | | yes | | | | | | | | | | | |
| begin_group | deeper | ลึกลงไป | | | ${why} != 'ไม่มี' | | | | | | | | | | |
| integer | rooms | ห้อง | | yes | | . > 0 and . < 4 | 1 ถึง 3 | | | | | | | | |
| end_group | | | | | | | | | | | | | | | |
| end_group | | | | | | | | | | | | | | | |
| begin_repeat | room | ห้องเรียน | | | ${rooms} > 0 | | | | | ${rooms} | | | | | |
| text | title | ชื่อห้อง | | yes | | | | | | | | | | | |
| integer | seats | ที่นั่ง | | | | . >= ${rooms} | น้อยเกินไป | | | | | | | | |
| begin_repeat | child | เด็ก | | | | | | | | | | | | | |
| text | nickname | ชื่อเล่น | | | | not(contains(., ' ')) | ไม่มีช่องว่าง | | | | | | | | |
| date | born | เกิด | | | | . < ${day} | ก่อนวันที่กรอก | | | | | | | | |
| calculate | age | | | | | | | if(${born} = '', '', int((${day} - ${born}) div 365.25)) | | | | | | | |
| calculate | said | | | | | | | concat(${title}, '/', ${nickname}, '/', position(..), '/', ${rooms}) | | | | | | | |
| end_repeat | | | | | | | | | | | | | | | |
| calculate | children | | | | | | | count(${child}) | | | | | | | |
| calculate | before | | | | | | | if(position(..) > 1, indexed-repeat(${title}, ${room}, position(..) - 1), '') | | | | | | | |
| end_repeat | | | | | | | | | | | | | | | |
| calculate | all_seats | | | | | | | sum(${seats}) | | | | | | | |
| calculate | most | | | | | | | max(${seats}) | | | | | | | |
| calculate | nicknames | | | | | | | join(', ', ${nickname}) | | | | | | | |
| calculate | filled | | | | | | | count-non-empty(${nickname}) | | | | | | | |
| calculate | room_count | | | | | | | count(${room}) | | | | | | | |
| calculate | third | | | | | | | round(${students} div 3, 2) | | | | | | | |
| calculate | chosen | | | | | | | if(selected(${media}, 'slide'), 'มี', 'ไม่มี') | | | | | | | |
| calculate | both | | | | | | | coalesce(${code}, ${topic}) | | | | | | | |
| integer | shown | รวมที่นั่ง | | | | | | ${all_seats} | | | | | | yes | |

## choices

| list_name | name | label | level | image |
|---|---|---|---|---|
| level | primary | ประถมศึกษา | | |
| level | secondary | มัธยมศึกษา | | |
| grade | p1 | ป.1 | primary | |
| grade | p2 | ป.2 | primary | |
| grade | m1 | ม.1 | secondary | |
| grade | m2 | ม.2 | secondary | |
| media | slide | สไลด์ | | slide.png |
| media | film | “ภาพยนตร์” | | |
| media | other | อื่น ๆ | | |

## settings

| form_title | form_id | instance_name |
|---|---|---|
| แบบทดลองทุกชนิดคำถาม | every_kind | concat(${topic}, ' ', ${school_label}, ' ', format-date(${day}, '%d/%m/%Y')) |
"""


EMPTY = """## survey

| type | name | label |
|---|---|---|

## settings

| form_title | form_id |
|---|---|
| แบบฟอร์มที่ทำในระบบ | made_here |
"""


def tables() -> Tables:
    return read_text(TEXT, {})


def made_here() -> Tables:
    """Everything that can be added in the browser, one after another."""
    made = read_text(EMPTY, {})
    for kind in (one for one in KINDS if one != "office_heading"):
        at = len(made.survey.rows) + 2
        made = perform(made, "add", {"kind": kind, "at": str(at)}).tables
        if kind == "calculation":
            made = perform(made, "set_item", {"row": str(at), "calculation": "1 + 1"}).tables
    return made
