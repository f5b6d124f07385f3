"""Looking at the result of a round: what the page says, opens and gives away, and to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget
from nithet.forms.tests.filling_kit import make_form, publish, tables_of
from nithet.forms.tests.results_kit import SURVEY
from nithet.forms.tests.rounds_kit import CLOSES, OPENS, answer, make_round, open_round
from nithet.offices.models import Cluster, Office, School, Unit
from nithet.offices.tests.factories import make_school, page_text
from nithet.statistics.ratings import EQUAL_5
from nithet.thai.text import clean

pytestmark = pytest.mark.usefixtures("friday")

# Actual and desired of two matters, what was liked, internet, media, and what is wished.
TOLD = (
    (2, 5, 3, 4, 5, "yes", "video print", "ขอให้จัดหาสื่อเพิ่ม"),
    (1, 5, 3, 5, 4, "yes", "video", "อบรมครูเรื่องสื่อ"),
    (3, 4, 4, 4, 4, "no", "print", ""),
    (2, 5, 2, 5, 5, "yes", "video", "อินเทอร์เน็ตช้า"),
    (4, 4, 3, 4, 3, "no", "print app", ""),
    (2, 5, 3, 5, 5, "yes", "video", "อินเทอร์เน็ตช้ามาก"),
)  # fmt: skip
Row = tuple[int, int, int, int, int, str, str, str]


@pytest.fixture
def survey(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, name="survey", unit=supervision, title="แบบสอบถาม"), tables_of(SURVEY))


@pytest.fixture
def schools(office: Office, cluster: Cluster) -> list[School]:
    other = Cluster.objects.create(office=office, name="กลุ่มลุ่มน้ำ")
    return [
        make_school(office, f"โรงเรียนที่ {number}", cluster=cluster if number < 4 else other)
        for number in range(8)
    ]


@pytest.fixture
def round_(survey: FormVersion, schools: list[School]) -> Round:
    made = make_round(survey)
    fill(made, schools, TOLD)
    return made


def fill(round_: Round, schools: Sequence[School], told: Sequence[Row]) -> list[RoundTarget]:
    targets = open_round(round_, schools)
    for target, row in zip(targets, told, strict=False):
        answer(round_, target, xml=xml_of(row))
    return targets


def xml_of(row: Row) -> str:
    media, desired, skill, skilled, liked, internet, kinds, wish = row
    return (
        f'<data id="survey" version="1"><need><media><actual>{media}</actual><desired>{desired}</desired></media>'
        f"<skill><actual>{skill}</actual><desired>{skilled}</desired></skill></need>"
        f"<liked><clear>{liked}</clear><useful>{liked}</useful><timely>4</timely></liked><internet>{internet}</internet>"
        f"<kinds>{kinds}</kinds><students>24</students><wish>{wish}</wish>"
        f"<meta><instanceID>uuid:{new_id()}</instanceID></meta></data>"
    )


def at(round_: Round, view: str = "round-results", *more: str) -> str:
    return reverse(f"forms:{view}", args=[round_.office.code, round_.pk, *more])


def get(client: Client, user: User, address: str, status: int = 200) -> Any:
    client.force_login(user)
    response = client.get(address)
    assert response.status_code == status
    return response


def content_of(response: Any) -> bytes:
    """Of a file; read to its end, it is closed."""
    return b"".join(response.streaming_content)


def rows_of(page: str, key: str) -> list[list[str]]:
    """Cells of the table of a block."""
    block = page[page.index(f'id="{key}"') :]
    body = block[block.index("<tbody>") : block.index("</tbody>")]
    return [
        [
            clean(re.sub(r"<[^>]+>", "", unescape(cell)))
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)
        ]
        for line in body.split("</tr>")[:-1]
    ]


def half_up(value: Decimal, places: str) -> str:
    return str(value.quantize(Decimal(places), ROUND_HALF_UP))


def pni(actual: Sequence[int], desired: Sequence[int]) -> str:
    means = [Decimal(sum(side)) / len(side) for side in (actual, desired)]
    return half_up((means[1] - means[0]) / means[0], "0.001")


# What the page says


def test_needs_stand_by_the_index_that_anybody_can_reckon(client: Client, head: User, round_: Round) -> None:
    page = get(client, head, at(round_)).content.decode()
    columns = list(zip(*TOLD, strict=True))
    expected = sorted(
        ((pni(columns[0], columns[1]), "มีสื่อเพียงพอ"), (pni(columns[2], columns[3]), "ครูใช้สื่อได้")), reverse=True
    )  # fmt: skip
    found = rows_of(page, "needs:need")
    assert [(row[0], row[1], row[-1]) for row in found[:2]] == [
        (str(place), label, index) for place, (index, label) in enumerate(expected, start=1)
    ]


def test_a_rating_has_its_mean_deviation_and_band_and_the_scheme_below(
    client: Client, head: User, round_: Round
) -> None:
    page = get(client, head, at(round_)).content.decode()
    values = [Decimal(row[4]) for row in TOLD]
    mean = sum(values, Decimal()) / len(values)
    squares = sum(((value - mean) ** 2 for value in values), Decimal())
    deviation = (squares / (len(values) - 1)).sqrt()
    first = rows_of(page, "ratings:liked")[0]
    assert first == ["ชัดเจน", "6", half_up(mean, "0.01"), half_up(deviation, "0.01"), "มาก"]
    assert "4.51–5.00 มากที่สุด" in page


def test_choices_are_counted_and_several_choices_say_so(client: Client, head: User, round_: Round) -> None:
    page = get(client, head, at(round_)).content.decode()
    assert ["4", "66.67"] in [row[1:] for row in rows_of(page, "item:internet")]
    assert ["4", "66.67"] in [row[1:] for row in rows_of(page, "item:kinds")]
    assert "รวมกันเกิน 100 ได้" in page_text(client.get(at(round_)))


def test_response_is_told_by_cluster(client: Client, head: User, round_: Round, cluster: Cluster) -> None:
    response = get(client, head, at(round_))
    found = rows_of(response.content.decode(), "response:cluster")
    assert [cluster.name, "4", "4", "100.0"] in found
    assert found[-1] == ["รวม", "8", "6", "75.0"]
    assert "6 จาก 8" in page_text(response)


def test_alpha_that_cannot_be_had_says_why(
    client: Client, head: User, survey: FormVersion, schools: list[School]
) -> None:
    same = make_round(survey)
    fill(same, schools, [TOLD[0]] * 5)
    page = page_text(get(client, head, at(same)))
    assert "จึงคำนวณค่าความเชื่อมั่นไม่ได้" in page


def test_one_answer_has_no_deviation(
    client: Client, head: User, survey: FormVersion, schools: list[School]
) -> None:
    one = make_round(survey)
    fill(one, schools, TOLD[:1])
    assert rows_of(get(client, head, at(one)).content.decode(), "ratings:liked")[0][:4] == [
        "ชัดเจน",
        "1",
        "5.00",
        "–",
    ]


def test_a_round_without_answers_says_so(
    client: Client, head: User, survey: FormVersion, schools: list[School]
) -> None:
    empty = make_round(survey)
    open_round(empty, schools)
    assert "ยังไม่มีคำตอบที่นับในรอบนี้" in page_text(get(client, head, at(empty)))


def test_pictures_come_as_definitions_and_for_browsers_without_scripts_as_files(
    client: Client, head: User, round_: Round
) -> None:
    page = get(client, head, at(round_)).content.decode()
    assert 'id="chart-needs:need"' in page
    assert f'<noscript><img src="{at(round_, "round-figure", "needs:need", "svg")}"' in page
    assert "style=" not in page[page.index("<main") : page.index("</main>")]


# Every figure opens its answers


def test_a_figure_opens_the_answers_that_it_was_counted_of(client: Client, head: User, round_: Round) -> None:
    page = get(client, head, at(round_)).content.decode()
    links = {
        unescape(address): int(count)
        for address, count in re.findall(r'<td class="num"[^>]*><a href="([^"]+)">([0-9]+)</a>', page)
        if "value=" in address
    }
    assert len(links) > 5
    for address, count in links.items():
        listed = client.get(address)
        assert listed.context["page"].paginator.count == count, address


def test_a_cell_of_a_cross_table_opens_the_answers_of_its_group(
    client: Client, head: User, round_: Round
) -> None:
    page = get(client, head, f"{at(round_, 'round-result', 'internet')}?by=cluster").content.decode()
    links = re.findall(r'<td class="num"[^>]*><a href="([^"]+by=cluster[^"]*)">([0-9]+)</a>', page)
    assert links
    for address, count in links:
        assert client.get(unescape(address)).context["page"].paginator.count == int(count), address


# Who


@pytest.mark.parametrize(
    ("who", "status"), [("director", 200), ("supervisor", 200), ("cluster_chair", 403), ("teacher", 404), ("outsider", 404)]
)  # fmt: skip
def test_results_are_for_those_whose_answers_they_are(
    client: Client, round_: Round, who: str, status: int, request: pytest.FixtureRequest
) -> None:
    user: User = request.getfixturevalue(who)
    for address in (at(round_), at(round_, "round-workbook"), at(round_, "round-figure", "alpha", "csv")):
        response = get(client, user, address, status)
        assert not response.streaming or content_of(response)


def test_results_are_only_looked_at(client: Client, head: User, round_: Round) -> None:
    client.force_login(head)
    assert client.post(at(round_)).status_code == 405
    assert client.get(at(round_, "round-scheme")).status_code == 405


# Anonymous


@pytest.fixture
def unnamed(survey: FormVersion, schools: list[School]) -> Round:
    made = make_round(survey, is_anonymous=True)
    fill(made, schools, TOLD)
    return made


def test_an_open_anonymous_round_shows_no_figure(client: Client, head: User, unnamed: Round) -> None:
    response = get(client, head, at(unnamed))
    assert "ยังแสดงผลไม่ได้" in page_text(response)
    assert "needs:need" not in response.content.decode()
    get(client, head, at(unnamed, "round-figure", "needs:need", "csv"), 404)


def test_a_closed_anonymous_round_shows_figures_that_open_nothing(
    client: Client, head: User, unnamed: Round
) -> None:
    Round.objects.filter(pk=unnamed.pk).update(state=Round.State.CLOSED)
    page = get(client, head, at(unnamed)).content.decode()
    assert rows_of(page, "needs:need")
    assert "submissions/" not in page[page.index("<main") : page.index("</main>")]


def test_fewer_than_five_anonymous_answers_show_nothing(
    client: Client, head: User, survey: FormVersion, schools: list[School]
) -> None:
    few = make_round(survey, is_anonymous=True, state=Round.State.CLOSED)
    fill(few, schools, TOLD[:4])
    Round.objects.filter(pk=few.pk).update(state=Round.State.CLOSED)
    response = get(client, head, at(few))
    assert "ผู้ตอบน้อยกว่า 5 ราย" in page_text(response)
    assert "ratings:liked" not in response.content.decode()
    assert "ขอให้จัดหาสื่อเพิ่ม" not in page_text(get(client, head, at(few, "round-result", "wish"), 404))


# One question by itself


def test_a_question_is_laid_out_by_a_property(
    client: Client, head: User, round_: Round, cluster: Cluster
) -> None:
    page = get(client, head, f"{at(round_, 'round-result', 'need/media')}?by=cluster").content.decode()
    first = next(row for row in rows_of(page, "cross:cluster:need/media") if row[0] == cluster.name)
    assert first[1] == "4"
    assert first[-1] == pni([row[0] for row in TOLD[:4]], [row[1] for row in TOLD[:4]])


def test_what_was_chosen_on_the_page_leads_to_the_question(client: Client, head: User, round_: Round) -> None:
    response = get(client, head, f"{at(round_, 'round-cross')}?of=internet&by=size", 302)
    assert response["Location"] == f"{at(round_, 'round-result', 'internet')}?by=size#part-cross"
    assert get(client, head, f"{at(round_, 'round-cross')}?of=nothing&by=size", 302)["Location"] == at(round_)


@pytest.mark.parametrize("path", ["nothing", "need", "meta/instanceID"])
def test_a_question_that_is_not_asked_does_not_exist(
    client: Client, head: User, round_: Round, path: str
) -> None:
    get(client, head, at(round_, "round-result", path), 404)


def test_texts_are_read_one_by_one_and_searched(client: Client, head: User, round_: Round) -> None:
    texts = page_text(get(client, head, at(round_, "round-result", "wish")))
    assert "ขอให้จัดหาสื่อเพิ่ม" in texts
    found = page_text(get(client, head, f"{at(round_, 'round-result', 'wish')}?q=ช้ามาก"))
    assert "อินเทอร์เน็ตช้ามาก" in found
    assert "ขอให้จัดหาสื่อเพิ่ม" not in found
    assert "ไม่พบคำตอบที่มี" in page_text(get(client, head, f"{at(round_, 'round-result', 'wish')}?q=รถยนต์"))


def test_texts_are_shown_as_they_were_written(
    client: Client, head: User, survey: FormVersion, schools: list[School]
) -> None:
    nasty = make_round(survey)
    fill(nasty, schools, [(*TOLD[0][:7], "&lt;script&gt;alert(1)&lt;/script&gt;")])
    page = get(client, head, at(nasty, "round-result", "wish")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


# Against an earlier round


def test_the_same_schools_are_compared(
    client: Client, head: User, round_: Round, survey: FormVersion, schools: list[School]
) -> None:
    now = make_round(survey, before=round_, opens_on=OPENS, closes_on=CLOSES)
    fill(now, schools, [(min(5, row[0] + 1), *row[1:]) for row in TOLD[:5]])
    assert at(now, "round-compare") in get(client, head, at(now)).content.decode()
    response = get(client, head, at(now, "round-compare"))
    assert "ตอบทั้งสองรอบ 5 โรงเรียน ตอบเฉพาะรอบก่อน 1 โรงเรียน" in page_text(response)
    row = next(
        one
        for one in rows_of(response.content.decode(), "compared")
        if one[0].startswith("มีสื่อเพียงพอ (สภาพปัจจุบัน")
    )
    assert row[1:5] == ["5", "2.40", "3.40", "1.00"]
    reasons = rows_of(response.content.decode(), "compared:left")
    assert any(label == "มีอินเทอร์เน็ต" and why for label, why in reasons)


# Files


def test_a_table_is_given_as_csv_as_it_is_shown(client: Client, head: User, round_: Round) -> None:
    page = rows_of(get(client, head, at(round_)).content.decode(), "needs:need")
    response = get(client, head, at(round_, "round-figure", "needs:need", "csv"))
    text = content_of(response).decode("utf-8-sig")
    assert [line.split(",")[2] for line in text.splitlines()[1:]] == [row[1] for row in page]
    assert [line.split(",")[-1] for line in text.splitlines()[1:]] == [row[-1] for row in page]


def test_a_picture_is_given_once(client: Client, head: User, round_: Round) -> None:
    address = at(round_, "round-figure", "needs:need", "svg")
    first = get(client, head, address)
    assert first["Content-Type"] == "image/svg+xml"
    assert b"<text" not in first.content
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert get(client, head, at(round_, "round-figure", "needs:need", "png")).content.startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("key", "kind"), [("needs:nothing", "csv"), ("needs:need", "exe"), ("alpha", "png"), ("cross:size:wish", "csv"), ("item:", "svg")]
)  # fmt: skip
def test_a_file_that_there_is_not_does_not_exist(
    client: Client, head: User, round_: Round, key: str, kind: str
) -> None:
    get(client, head, at(round_, "round-figure", key, kind), 404)


def test_a_cross_table_is_a_file_too(client: Client, head: User, round_: Round) -> None:
    response = get(client, head, at(round_, "round-figure", "cross:size:internet", "csv"))
    assert "จำแนกตาม" in content_of(response).decode("utf-8-sig")


def test_the_workbook_holds_every_table(client: Client, head: User, round_: Round) -> None:
    response = get(client, head, at(round_, "round-workbook"))
    book = load_workbook(BytesIO(content_of(response)))
    cells = {cell.value for sheet in book for line in sheet.iter_rows() for cell in line}
    assert {"ด้านความพร้อม", "มีสื่อเพียงพอ", "ชัดเจน", "มีอินเทอร์เน็ต", "จำนวนนักเรียน"} <= cells
    columns = list(zip(*TOLD, strict=True))
    assert float(pni(columns[0], columns[1])) in cells


# By which words


def scheme(round_: Round, **changed: str) -> dict[str, str]:
    return {"scheme": "", "cutoff": "group", "revision": str(round_.revision), **changed}


def test_the_scheme_and_the_cut_off_are_changed_from_the_page(
    client: Client, head: User, round_: Round
) -> None:
    client.force_login(head)
    assert "4.51–5.00 มากที่สุด" in page_text(client.get(at(round_)))
    chosen = scheme(round_, scheme=EQUAL_5.key, cutoff="top", cutoff_top="1")
    assert client.post(at(round_, "round-scheme"), chosen).status_code == 302
    page = page_text(client.get(at(round_)))
    assert "1 ลำดับแรกของแต่ละด้าน" in page
    round_.refresh_from_db()
    assert (round_.scheme, round_.cutoff) == (EQUAL_5.key, {"kind": "top", "count": 1})
    assert Entry.objects.filter(verb="round.changed").count() == 1


def test_a_scheme_that_somebody_else_changed_meanwhile_is_not_overwritten(
    client: Client, head: User, round_: Round
) -> None:
    client.force_login(head)
    seen = scheme(round_, cutoff="top", cutoff_top="1")
    Round.objects.filter(pk=round_.pk).update(revision=7)
    assert client.post(at(round_, "round-scheme"), seen).status_code == 409


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"cutoff": "top"}, "โปรดระบุจำนวนลำดับ"), ({"cutoff": "value"}, "โปรดระบุค่า PNI"), ({"scheme": "mine"}, "โปรดเลือกจากรายการ")],
)  # fmt: skip
def test_a_scheme_that_is_not_whole_is_told(
    client: Client, head: User, round_: Round, changed: dict[str, str], words: str
) -> None:
    client.force_login(head)
    response = client.post(at(round_, "round-scheme"), scheme(round_, **changed), follow=True)
    assert words in page_text(response)
    round_.refresh_from_db()
    assert round_.revision == 0


def test_the_scheme_is_changed_by_the_division_that_asks(
    client: Client, director: User, round_: Round
) -> None:
    client.force_login(director)
    assert "เปลี่ยนเกณฑ์" not in page_text(client.get(at(round_)))
    assert client.post(at(round_, "round-scheme"), scheme(round_)).status_code == 403


# Cost


def test_the_page_costs_the_same_for_more_answers(
    client: Client, head: User, survey: FormVersion, schools: list[School]
) -> None:
    counts = []
    for number in (1, 6):
        made = make_round(survey)
        fill(made, schools, TOLD[:number])
        client.force_login(head)
        client.get(at(made))  # counted and kept
        with CaptureQueriesContext(connection) as queries:
            client.get(at(made))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert RoundAnswer.objects.filter(standing=RoundAnswer.Standing.COUNTED).count() == 7


def test_a_comparison_is_in_the_workbook_and_a_file(
    client: Client, head: User, round_: Round, survey: FormVersion, schools: list[School]
) -> None:
    now = make_round(survey, before=round_)
    fill(now, schools, TOLD[:5])
    text = content_of(get(client, head, at(now, "round-figure", "compared", "csv"))).decode("utf-8-sig")
    assert "มีสื่อเพียงพอ (สภาพปัจจุบัน)" in text
    book = load_workbook(BytesIO(content_of(get(client, head, at(now, "round-workbook")))))
    assert any("เปรียบเทียบ" in name for name in book.sheetnames)


def test_without_an_earlier_round_there_is_nothing_to_compare(
    client: Client, head: User, round_: Round
) -> None:
    get(client, head, at(round_, "round-compare"), 404)
    get(client, head, at(round_, "round-figure", "compared", "csv"), 404)


def test_the_words_of_a_comparison_cost_the_same_for_more_answers(
    client: Client, head: User, survey: FormVersion, schools: list[School]
) -> None:
    counts = []
    for number in (1, 6):
        before = make_round(survey)
        fill(before, schools, TOLD[:number])
        made = make_round(survey, before=before)
        fill(made, schools, TOLD[:number])
        get(client, head, at(made))  # counted and kept
        with CaptureQueriesContext(connection) as queries:
            client.get(at(made))
        assert not any('"forms_submission"."answers"' in one["sql"] for one in queries)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_schools_answered_is_counted_anew_after_a_change(
    client: Client, head: User, round_: Round, survey: FormVersion, schools: list[School]
) -> None:
    now = make_round(survey, before=round_)
    targets = fill(now, schools, TOLD[:2])
    assert "ตอบทั้งสองรอบ 2 โรงเรียน" in page_text(get(client, head, at(now, "round-compare")))
    answer(now, targets[2], xml=xml_of(TOLD[2]))
    assert "ตอบทั้งสองรอบ 3 โรงเรียน" in page_text(get(client, head, at(now, "round-compare")))
