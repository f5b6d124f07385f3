"""A long list of schools to choose from, and the order by keyboard, in a real browser."""

from playwright.sync_api import Page, expect

from nithet.accounts.models import User
from nithet.offices.models import Appointment, Office, Role, School
from nithet.offices.tests.factories import make_appointment, make_person
from tests.browser.conftest import SignIn


def test_a_clerk_of_two_schools_is_appointed_by_typing(
    signed_in: SignIn,
    director: User,
    office: Office,
    school: School,
    small_school: School,
) -> None:
    person = make_person(office, "มาลี ทุ่งสาธิต")
    page = signed_in(director, f"/satit1/people/{person.pk}/appoint/")
    page.get_by_label("หน้าที่").select_option(label="ธุรการโรงเรียน")
    page.get_by_role("button", name="ต่อไป").locator("visible=true").click()
    typed = page.get_by_label("ค้นหาในรายการ")
    for name, other in ((school.name, small_school.name), (small_school.name, school.name)):
        typed.fill(name.removeprefix("โรงเรียน"))
        if other == small_school.name:
            expect(page.get_by_label(other)).to_be_hidden()
        page.get_by_label(name).check()
    # What is ticked is never hidden.
    expect(page.get_by_label(school.name)).to_be_visible()
    page.get_by_label("ตั้งแต่วันที่").fill("1 ต.ค. 2569")
    page.get_by_role("button", name="บันทึก").locator("visible=true").click()
    expect(page.get_by_text("บันทึกการปฏิบัติหน้าที่ 2 รายการแล้ว")).to_be_visible()
    served = Appointment.objects.filter(person=person).values_list("school", flat=True)
    assert set(served) == {school.pk, small_school.pk}


def test_the_order_is_set_with_the_keyboard_and_the_focus_follows(
    signed_in: SignIn, director: User, office: Office, school: School
) -> None:
    people = [make_person(office, f"{name} สาธิต") for name in ("กานดา", "ขวัญใจ")]
    for person in people:
        make_appointment(person, Role.TEACHER, school=school)
    page = signed_in(director, f"/satit1/people/seniority/?school={school.smis_code}")
    page.get_by_role("button", name="เลื่อน ขวัญใจ สาธิต ขึ้น").press("Enter")
    expect(page.get_by_text("ขวัญใจ สาธิต อยู่ลำดับที่ 1")).to_be_visible()
    first = page.locator("tbody tr").first
    expect(first).to_contain_text("ขวัญใจ")
    _tab_stays_in(page, str(people[1].pk))


def _tab_stays_in(page: Page, key: str) -> None:
    """The next stop of the keyboard lies in the row that was moved."""
    page.keyboard.press("Tab")
    inside = page.evaluate(
        "id => document.getElementById(`person-${id}`).contains(document.activeElement)", key
    )
    assert inside
