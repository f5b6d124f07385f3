"""The office's facts, words, units, semesters and holidays, changed by those who look after it."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.services import record
from nithet.offices.models import Cluster, Holiday, Office, Role, School, Semester, Unit
from nithet.offices.tests.factories import make_appointment, make_school, page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def url(name: str, *args: object, office: str = "satit1") -> str:
    return reverse(f"offices:settings-{name}", args=[office, *args])


FACTS = {
    "name": "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 1", "short_name": "สพป.สาธิต เขต 1", "province": "สาธิต",
    "address": "1 ถนนสมมุติ", "phone": "0 5300 0000", "email": "", "letter_code": "ศธ 04999", "highland_from_m": "๗๐๐", "week_limit": "๖",
}  # fmt: skip


def test_facts_of_the_office_are_set_once_with_their_history(admin: Client, office: Office) -> None:
    for _ in range(2):
        assert admin.post(url("office"), FACTS).status_code == 302
    office.refresh_from_db()
    assert (office.address, office.highland_from_m, office.week_limit) == ("1 ถนนสมมุติ", 700, 6)
    assert Entry.objects.filter(verb="office.described").count() == 1


def test_the_height_decides_which_schools_lie_in_the_highlands(admin: Client, office: Office) -> None:
    low, high = (make_school(office, f"โรงเรียน{m}", elevation_m=m) for m in (600, 800))
    listed = make_school(office, "โรงเรียนในประกาศ", is_highland=True)
    assert School.objects.filter(is_highland=True).count() == 3
    admin.post(url("office"), FACTS)
    assert set(School.objects.filter(is_highland=True)) == {high, listed}
    low.refresh_from_db()
    low.save()
    assert not low.is_highland


def test_a_wrong_number_is_told_and_nothing_is_lost(admin: Client, office: Office) -> None:
    response = admin.post(url("office"), FACTS | {"highland_from_m": "สูงมาก"})
    assert response.status_code == 422
    assert "สูงมาก" in page_text(response)
    office.refresh_from_db()
    assert office.address == ""


def test_an_office_calls_things_by_its_own_words(admin: Client, office: Office) -> None:
    admin.post(url("terms"), {"cluster": "เครือข่ายโรงเรียน", "district": "อำเภอ"})
    office.refresh_from_db()
    assert office.words == {"cluster": "เครือข่ายโรงเรียน"}
    assert office.terms["district"] == "อำเภอ"
    assert "เครือข่ายโรงเรียน" in page_text(admin.get(reverse("offices:school-list", args=["satit1"])))
    admin.post(url("terms"), {"cluster": ""})
    office.refresh_from_db()
    assert office.words == {}


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({}, "ย้ายกลุ่มโรงเรียน ประธานกลุ่มโรงเรียน"),
        ({"cluster": "เครือข่ายโรงเรียน"}, "ย้ายเครือข่ายโรงเรียน ประธานเครือข่ายโรงเรียน"),
        ({"cluster_chair": "ประธานศูนย์"}, "ย้ายกลุ่มโรงเรียน ประธานศูนย์"),
        # An own word that holds the usual one is said once.
        ({"cluster": "ศูนย์กลุ่มโรงเรียน"}, "ย้ายศูนย์กลุ่มโรงเรียน ประธานศูนย์กลุ่มโรงเรียน"),
        ({"word-of-yore": "กลุ่ม"}, "ย้ายกลุ่มโรงเรียน ประธานกลุ่มโรงเรียน"),
    ],
)
def test_texts_of_the_product_are_said_in_the_offices_words(own: dict[str, str], said: str) -> None:
    assert Office(words=own).say("ย้ายกลุ่มโรงเรียน ประธานกลุ่มโรงเรียน") == said


def test_who_is_named_after_a_word_follows_it_until_named_otherwise(admin: Client, office: Office) -> None:
    admin.post(url("terms"), {"cluster": "สหวิทยาเขต"})
    office.refresh_from_db()
    assert office.terms["cluster_chair"] == "ประธานสหวิทยาเขต"
    # The form offers what is stored, so that saving it again keeps the chair following.
    form = admin.get(url("terms")).context["form"]
    admin.post(url("terms"), {name: form.initial[name] for name in form.fields} | {"cluster": "ศูนย์เครือข่าย"})
    office.refresh_from_db()
    assert office.words == {"cluster": "ศูนย์เครือข่าย"}
    assert office.terms["cluster_chair"] == "ประธานศูนย์เครือข่าย"


OWN = "สหวิทยาเขต"
# Where a word of the product would show, were it written in code.
SPOKEN: tuple[tuple[str, dict[str, str]], ...] = (
    ("workspace:who-may", {}), ("workspace:who-may", {"by": "matter"}), ("workspace:history", {}),
    ("workspace:setup", {}), ("offices:school-list", {}), ("offices:cluster-list", {}), ("offices:person-list", {}),
    ("offices:appointment-list", {}), ("offices:import-new", {}), ("offices:account-list", {}),
    ("offices:privacy-policy", {}),
)  # fmt: skip


@pytest.mark.parametrize(("view", "query"), SPOKEN)
def test_every_page_uses_the_offices_own_word(
    admin: Client, office: Office, director: User, cluster: Cluster, view: str, query: dict[str, str]
) -> None:
    Office.objects.update(words={"cluster": OWN})
    cluster.name = "ทุ่งสาธิต"
    cluster.save()
    make_appointment(director.person, Role.CLUSTER_CHAIR, cluster=cluster)
    record("cluster.edited", by=director, on=cluster, before={"name": "เดิม"}, after={"name": "ทุ่งสาธิต"})
    page = page_text(admin.get(reverse(view, args=["satit1"]), query))
    assert OWN in page
    assert "กลุ่มโรงเรียน" not in page


def test_history_as_a_file_uses_the_offices_own_word(
    client: Client, office: Office, director: User, cluster: Cluster
) -> None:
    Office.objects.update(words={"cluster": OWN})
    record("school.cluster_moved", by=director, on=cluster)
    client.force_login(director)
    response = client.get(reverse("workspace:history", args=["satit1"]), {"format": "csv"})
    told = b"".join(response).decode("utf-8-sig")
    assert f"ย้าย{OWN}" in told


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("จังหวัดเชียงใหม่", "เชียงใหม่"), ("จังหวัด เชียงใหม่", "เชียงใหม่"), ("จ.เชียงใหม่", "เชียงใหม่"),
        ("จ. น่าน", "น่าน"), ("จันทบุรี", "จันทบุรี"), ("กรุงเทพมหานคร", "กรุงเทพมหานคร"),
    ],
)  # fmt: skip
def test_a_province_is_kept_by_its_name_alone(admin: Client, office: Office, typed: str, kept: str) -> None:
    assert admin.post(url("office"), FACTS | {"province": typed}).status_code == 302
    office.refresh_from_db()
    assert office.province == kept


# Units


def test_the_units_of_the_announcement_are_offered_and_taken_once(admin: Client, office: Office) -> None:
    chosen = {"unit": ["supervision", "media", "internal_audit", "nothing-of-that-name"]}
    for _ in range(2):
        admin.post(url("unit-ready"), chosen)
    made = {unit.code: unit for unit in Unit.objects.all()}
    assert set(made) == {"supervision", "media", "internal_audit"}
    assert made["media"].parent == made["supervision"]
    assert Entry.objects.filter(verb="unit.added").count() == 3


def test_a_page_offers_all_nine_divisions_and_the_unit_to_an_empty_office(
    admin: Client, office: Office
) -> None:
    page = page_text(admin.get(url("units")))
    assert page.count("<fieldset") == 10


def test_a_unit_is_added_renamed_and_given_another_place(
    admin: Client, supervision: Unit, ict: Unit, media_section: Unit
) -> None:
    admin.post(f"{url('unit-add')}?in={supervision.pk}", {"name": "กลุ่มงานใหม่", "short_name": ""})
    section = Unit.objects.get(name="กลุ่มงานใหม่")
    assert (section.parent, section.kind, section.short_name) == (supervision, "section", "กลุ่มงานใหม่")
    admin.post(url("unit", section.pk), {"name": "กลุ่มงานวิจัย", "short_name": "งานวิจัย"})
    section.refresh_from_db()
    assert section.short_name == "งานวิจัย"
    admin.post(url("unit-move", ict.pk), {"to": "up"})
    assert list(Unit.objects.filter(parent=None).order_by("position")) == [ict, supervision]
    admin.post(url("unit-move", ict.pk), {"to": "up"})
    assert list(Unit.objects.filter(parent=None).order_by("position")) == [ict, supervision]


def test_two_units_of_one_name_are_refused(admin: Client, supervision: Unit, ict: Unit) -> None:
    response = admin.post(url("unit", ict.pk), {"name": supervision.name, "short_name": ""})
    assert response.status_code == 409
    assert "อยู่แล้ว" in page_text(response)


def test_a_unit_in_which_somebody_serves_is_not_closed(
    admin: Client, supervision: Unit, head: User, ict: Unit
) -> None:
    response = admin.post(url("unit-close", supervision.pk), {"reason": "รวมกลุ่ม"})
    assert response.status_code == 409
    assert "ยังมีผู้ปฏิบัติหน้าที่ 1 คน" in page_text(response)
    assert admin.post(url("unit-close", ict.pk), {"reason": ""}).status_code == 422
    assert admin.post(url("unit-close", ict.pk), {"reason": "รวมกลุ่ม"}).status_code == 302
    ict.refresh_from_db()
    assert ict.closed_on == date(2026, 11, 20)
    assert url("unit", ict.pk) not in page_text(admin.get(url("units")))
    # Pressed twice: told, not done again.
    assert admin.post(url("unit-close", ict.pk), {"reason": "รวมกลุ่ม"}).status_code == 409


def test_a_division_with_sections_is_not_closed_before_them(
    admin: Client, supervision: Unit, media_section: Unit
) -> None:
    response = admin.post(url("unit-close", supervision.pk), {"reason": "รวมกลุ่ม"})
    assert "ยังมีกลุ่มงาน 1 กลุ่มงาน" in page_text(response)


# Semesters and holidays


def test_what_is_offered_for_the_year_is_taken_once(admin: Client, office: Office) -> None:
    for _ in range(2):
        admin.post(url("calendar-ready"), {"year": "2570", "what": ["semesters", "holidays"]})
    assert Semester.objects.filter(academic_year_be=2569, number=2).get().starts_on == date(2026, 11, 1)
    days = Holiday.objects.values_list("on", flat=True)
    assert date(2026, 12, 5) in days
    assert date(2027, 5, 1) not in days  # labour day is none of government offices
    assert Entry.objects.filter(verb="office.holidays_added").count() == 1


def test_a_semester_is_moved_by_the_offices_own_announcement(admin: Client, office: Office) -> None:
    admin.post(url("calendar-ready"), {"year": "2570", "what": ["semesters"]})
    semester = Semester.objects.get(academic_year_be=2569, number=2)
    given = {"starts_on": "9 พ.ย. 2569", "ends_on": "๙ เม.ย. ๒๕๗๐", "source": "ประกาศเขตพื้นที่"}
    assert admin.post(url("semester", semester.pk), given).status_code == 302
    semester.refresh_from_db()
    assert (semester.starts_on, semester.ends_on) == (date(2026, 11, 9), date(2027, 4, 9))


def test_semesters_do_not_overlap(admin: Client, office: Office) -> None:
    admin.post(url("calendar-ready"), {"year": "2570", "what": ["semesters"]})
    given = {
        "academic_year_be": "2569",
        "number": "3",
        "starts_on": "1 มี.ค. 2570",
        "ends_on": "30 เม.ย. 2570",
    }
    response = admin.post(url("semester-add"), given)
    assert response.status_code == 422
    assert "ซ้อนกับ" in page_text(response)


def test_a_semester_ends_after_it_begins(admin: Client, office: Office) -> None:
    given = {
        "academic_year_be": "2569", "number": "1", "starts_on": "1 มิ.ย. 2569", "ends_on": "1 พ.ค. 2569",
    }  # fmt: skip
    assert "ต้องอยู่หลัง" in page_text(admin.post(url("semester-add"), given))
    assert not Semester.objects.exists()


def test_a_holiday_is_added_and_taken_out_again(admin: Client, office: Office) -> None:
    admin.post(url("holiday-add"), {"on": "4 ธ.ค. 2569", "name": "วันหยุดพิเศษ"})
    holiday = Holiday.objects.get()
    assert holiday.on == date(2026, 12, 4)
    admin.post(url("holiday-remove", holiday.pk))
    assert not Holiday.objects.exists()
    assert Entry.objects.filter(verb="holiday.removed").count() == 1


# Who may


@pytest.mark.parametrize(
    ("who", "code"), [("director", 200), ("head", 403), ("teacher", 403), ("outsider", 404)]
)
@pytest.mark.parametrize(
    "name", ["office", "terms", "units", "unit-add", "calendar", "semester-add", "holiday-add"]
)
def test_only_those_who_look_after_the_office_open_its_settings(
    client: Client, office: Office, name: str, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(url(name)).status_code == code


@pytest.mark.parametrize(("who", "code"), [("head", 403), ("outsider", 404)])
def test_only_those_who_look_after_the_office_change_its_units(
    client: Client, ict: Unit, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.post(url("unit-move", ict.pk), {"to": "up"}).status_code == code
    assert client.post(url("unit-close", ict.pk), {"reason": "รวมกลุ่ม"}).status_code == code
    assert client.post(url("calendar-ready"), {"what": ["semesters"]}).status_code == code
    ict.refresh_from_db()
    assert ict.closed_on is None


@pytest.mark.parametrize("name", ["unit-ready", "calendar-ready"])
def test_what_changes_something_is_not_opened_as_a_page(admin: Client, office: Office, name: str) -> None:
    assert admin.get(url(name)).status_code == 405
