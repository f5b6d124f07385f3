"""Filled shipped forms become items of the registers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.files import store
from nithet.forms.landing import place_of
from nithet.forms.models import Form, FormVersion, Submission, SubmissionFile
from nithet.forms.services.deciding import approve_submission, land_again
from nithet.forms.services.editing import replace_answers
from nithet.forms.services.making import begin_from_shipped
from nithet.forms.services.publishing import publish
from nithet.forms.services.receiving import receive
from nithet.forms.tests.filling_kit import AT, make_form, photo, tables_of
from nithet.forms.tests.filling_kit import publish as publish_as_is
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member
from nithet.registers.generic.models import Item
from nithet.registers.generic.services import Typed, change_item, drop_file
from nithet.registers.improvements.models import Improvement
from nithet.registers.improvements.register import Improve
from nithet.registers.partners.models import Agency, Cooperation
from nithet.registers.workgroups.models import WorkingGroup

pytestmark = pytest.mark.usefixtures("friday")
HEADING = (
    "<heading><fiscal_year_be>2570</fiscal_year_be><academic_year_be>2569</academic_year_be><semester>2</semester><date>2026-11-20</date>"
    "<office>สพป.สาธิต</office><filled_by>ผู้กรอก</filled_by><position>ศน.</position><role>supervisor</role></heading>"
)
IMPROVEMENT = (
    "<problem>{problem}</problem><problem_source>request</problem_source><cause>งานกระดาษ</cause><remedy>รับคำขอทางระบบ</remedy>"
    "<responsible>กลุ่มนิเทศฯ</responsible><began_on>2026-11-01</began_on><finished_on>2026-11-18</finished_on>"
    "<figures><figure_name>เวลารอ</figure_name><figure_unit>minutes</figure_unit><before>2880</before><after>420</after></figures>"
    "<result>รอไม่เกินหนึ่งวัน</result><improvement_progress>used</improvement_progress>"
)
ICT = (
    "<former_work><former_process>กรอกกระดาษ</former_process><problem>ช้า</problem></former_work>"
    "<new_tool><ict_tool>แบบฟอร์มออนไลน์</ict_tool><linked_levels>school</linked_levels><linked_systems>DMC</linked_systems></new_tool>"
    "<before_and_after><minutes_before>30</minutes_before><minutes_after>5</minutes_after><minutes_saved>25</minutes_saved><steps_before>9</steps_before>"
    "<steps_after>3</steps_after><errors_before>4</errors_before><errors_after>0</errors_after></before_and_after><budget>1500.5</budget>"
)
COOPERATION = (
    "<partner><agency>เทศบาลตำบลสมมติ</agency><sector>local</sector><contact_person>ผู้ประสานงานสมมติ</contact_person></partner>"
    "<subject>สนับสนุนวิทยากร</subject><support_kinds>speaker money</support_kinds><memorandum><mou_number>3/2569</mou_number>"
    "<mou_until>2028-09-30</mou_until></memorandum><value_baht>25000</value_baht><result>ครูผ่านการอบรม</result><benefiting_schools>{school}</benefiting_schools>"
)
ORDER = (
    "<known><order_number/></known><subject>แต่งตั้งคณะทำงานสื่อ</subject><authority>มาตรา 37</authority>"
    "<members><person_name>{name}</person_name><person_position>ศึกษานิเทศก์</person_position><duty>chair</duty></members>"
    "<members><person_name>นายคนนอก สมมติ</person_name><person_position>วิทยากร</person_position><duty>member</duty></members>"
    "<member_count>2</member_count><group_duties>จัดทำสื่อ</group_duties><effective_on>2026-11-20</effective_on><ordered_on>2026-11-20</ordered_on>"
    "<signer>ผู้อำนวยการ</signer>"
)
WITH_PHOTO = """## survey

| type | name | label | appearance |
|---|---|---|---|
| include | heading | | |
| text | problem | ปัญหา | |
| text | remedy | วิธีแก้ | |
| image | photo | ภาพ | |
| image | signature | ลายมือชื่อ | signature |

## settings

| form_title | form_id |
|---|---|
| งานที่รอนาน | wait |
"""


def edition(code: str, unit: Unit, head: User) -> FormVersion:
    by = as_member(head, unit.office)
    return publish(begin_from_shipped(code, unit=unit, by=by), by=by)


def xml_of(version: FormVersion, body: str, instance: str = "uuid:1", replaces: str = "") -> bytes:
    old = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    name = version.form.name
    return (
        f'<data id="{name}" version="{version.number}">{HEADING}{body}<meta><instanceID>{instance}</instanceID>{old}</meta></data>'
    ).encode()


def sent(version: FormVersion, user: User, body: str) -> Submission:
    by = as_member(user, version.form.office)
    submission = receive(version, xml=xml_of(version, body), files={}, by=by, at=AT).submission
    assert (submission.problems, submission.landing_refusal) == ([], "")
    assert submission.landed_id is not None
    return submission


def test_an_improvement_is_made_once_and_follows_an_edit(
    client: Client, supervision: Unit, head: User, supervisor: User
) -> None:
    version = edition("service_improvement", supervision, head)
    submission = sent(version, supervisor, IMPROVEMENT.format(problem="โรงเรียนรอคำตอบนาน"))
    item = Improvement.objects.get()
    assert (item.title, item.unit, item.owner, item.progress, item.state) == (
        "โรงเรียนรอคำตอบนาน", supervision, supervisor.person, Improvement.Progress.USED, Item.State.DRAFT,
    )  # fmt: skip
    assert (item.seen_in, item.figures.get().before) == ("คำร้องหรือข้อเสนอของผู้ใช้", Decimal("2880.00"))
    again = xml_of(version, IMPROVEMENT.format(problem="รอคำตอบสองวัน"), "uuid:2", "uuid:1")
    replace_answers(submission, xml=again, files={}, by=as_member(head, version.form.office), at=AT)
    assert Improvement.objects.get().problem == "รอคำตอบสองวัน"
    client.force_login(supervisor)
    office = version.form.office.code
    there, back = (
        reverse("improvements:improvement-page", args=[office, item.pk]),
        reverse("forms:submission-page", args=[office, submission.pk]),
    )
    assert there in client.get(back).content.decode()
    assert back in client.get(there).content.decode()


def test_an_improvement_by_ict_has_its_figures(supervision: Unit, head: User, supervisor: User) -> None:
    sent(edition("ict_improvement", supervision, head), supervisor, ICT)
    item = Improvement.objects.get()
    assert (item.sort, item.tool, item.budget) == (Improvement.Sort.ICT, "แบบฟอร์มออนไลน์", Decimal("1500.50"))
    assert [(one.unit, one.before, one.after) for one in item.figures.all()] == [
        ("minutes", Decimal(30), Decimal(5)),
        ("steps", Decimal(9), Decimal(3)),
        ("errors", Decimal(4), Decimal(0)),
    ]


def test_a_cooperation_brings_its_agency_once(
    supervision: Unit, head: User, supervisor: User, school: School
) -> None:
    version = edition("partner_cooperation", supervision, head)
    sent(version, supervisor, COOPERATION.format(school=school.smis_code))
    item = Cooperation.objects.get()
    assert (item.agency.title, item.agency.sector, item.agency.people.get().name) == (
        "เทศบาลตำบลสมมติ",
        "local",
        "ผู้ประสานงานสมมติ",
    )
    assert (item.kind_words, item.has_mou, item.value) == (["งบประมาณ", "วิทยากร"], True, Decimal("25000.00"))
    assert [gain.school for gain in item.gains.all()] == [school]
    other = receive(
        version, xml=xml_of(version, COOPERATION.format(school=school.smis_code), "uuid:9"), files={},
        by=as_member(supervisor, version.form.office), at=AT,
    ).submission  # fmt: skip
    assert (other.landing_refusal, Agency.objects.count(), Cooperation.objects.count()) == ("", 1, 2)


def test_an_order_finds_people_of_the_office_by_name(
    office: Office, supervision: Unit, head: User, supervisor: User
) -> None:
    sent(edition("working_group_order", supervision, head), supervisor, ORDER.format(name=head.person.name))
    group = WorkingGroup.objects.get()
    assert [(seat.person, seat.outside_name, seat.duty) for seat in group.seats.all()] == [
        (head.person, "", "chair"), (None, "นายคนนอก สมมติ", "member"),
    ]  # fmt: skip


def test_a_place_in_a_book_is_named_only_to_who_may_open_it(
    supervision: Unit, head: User, supervisor: User, teacher: User
) -> None:
    version = edition("service_improvement", supervision, head)
    submission = sent(version, supervisor, IMPROVEMENT.format(problem="รอนาน"))
    found = {user: place_of(submission, as_member(user, version.form.office)) for user in (head, teacher)}
    assert [(place.title, bool(place.address)) for place in found.values() if place] == [
        ("รอนาน", True), (Improve.book.name, False),
    ]  # fmt: skip


def test_what_others_than_keepers_send_is_kept_by_who_accepts_it(
    supervision: Unit, head: User, supervisor: User, secretary: User
) -> None:
    version = edition("service_improvement", supervision, head)
    by = as_member(secretary, version.form.office)
    body = IMPROVEMENT.format(problem="รอนาน")
    submission = receive(version, xml=xml_of(version, body), files={}, by=by, at=AT).submission
    assert (submission.state, submission.landed_id) == (Submission.State.RECEIVED, None)
    approve_submission(
        Submission.objects.get(pk=submission.pk), by=as_member(supervisor, version.form.office)
    )
    assert Improvement.objects.get().made_by == supervisor


def test_what_was_changed_in_the_book_is_not_written_over(
    supervision: Unit, head: User, supervisor: User
) -> None:
    version = edition("service_improvement", supervision, head)
    submission = sent(version, supervisor, IMPROVEMENT.format(problem="รอนาน"))
    by, item = as_member(head, version.form.office), Improvement.objects.get()
    item.office = by.office
    facts = {"unit": supervision, "cause": "แก้ในทะเบียน"}
    change_item(Improve.book, item, Typed(facts), revision=item.revision, by=by)
    item.figures.update(after=999)
    again = xml_of(version, IMPROVEMENT.format(problem="แก้ภายหลัง"), "uuid:2", "uuid:1")
    replace_answers(submission, xml=again, files={}, by=by, at=AT)
    item = Improvement.objects.get()
    assert (item.problem, item.cause) == ("รอนาน", "แก้ในทะเบียน")
    assert item.figures.get().after == 999
    submission.refresh_from_db()
    assert submission.state == Submission.State.ATTENTION
    assert "จึงไม่ได้นำคำตอบที่แก้ไขไปทับ" in submission.landing_refusal


def test_a_photo_that_was_taken_out_of_the_answers_leaves_the_book(
    supervision: Unit, head: User, supervisor: User
) -> None:
    version = edition("service_improvement", supervision, head)
    office = version.form.office
    submission = sent(version, supervisor, IMPROVEMENT.format(problem="หนึ่ง"))
    upload = SimpleUploadedFile("photo-1.jpg", photo(), "image/jpeg")
    kept = store(office.pk, upload, max_bytes=10**6, check=lambda _: None)
    SubmissionFile.objects.create(office=office, submission=submission, name="photo-1.jpg", file=kept)
    Improvement.objects.update(files=[{"file": str(kept.pk), "name": "photo-1.jpg"}])
    for number in (2, 3):
        body = IMPROVEMENT.format(problem=f"ครั้งที่ {number}")
        again = xml_of(version, body, f"uuid:{number}", f"uuid:{number - 1}")
        replace_answers(submission, xml=again, files={}, by=as_member(head, office), at=AT)
        assert (Improvement.objects.get().files, submission.landing_refusal) == ([], "")


def test_each_edit_follows_the_one_before(supervision: Unit, head: User, supervisor: User) -> None:
    version = edition("service_improvement", supervision, head)
    submission = sent(version, supervisor, IMPROVEMENT.format(problem="หนึ่ง"))
    for number in (2, 3):
        body = IMPROVEMENT.format(problem=f"ครั้งที่ {number}")
        again = xml_of(version, body, f"uuid:{number}", f"uuid:{number - 1}")
        by = as_member(head, version.form.office)
        replace_answers(submission, xml=again, files={}, by=by, at=AT)
        assert (Improvement.objects.get().problem, submission.landing_refusal) == (f"ครั้งที่ {number}", "")


def test_an_agency_whose_name_was_put_right_stays_the_one(
    supervision: Unit, head: User, supervisor: User, school: School
) -> None:
    version = edition("partner_cooperation", supervision, head)
    body = COOPERATION.format(school=school.smis_code)
    submission = sent(version, supervisor, body)
    Agency.objects.update(title="เทศบาลตำบลสมมติ จังหวัดสาธิต")
    by = as_member(head, version.form.office)
    for number, told in ((2, body.replace("วิทยากร", "สื่อ")), (3, body.replace("เทศบาลตำบลสมมติ", "วัดสมมติ"))):
        again = xml_of(version, told, f"uuid:{number}", f"uuid:{number - 1}")
        replace_answers(submission, xml=again, files={}, by=by, at=AT)
        assert (submission.landing_refusal, Agency.objects.count()) == ("", number - 1)
    assert Cooperation.objects.get().agency.title == "วัดสมมติ"


def test_an_amount_beyond_all_numbers_is_left_out(supervision: Unit, head: User, supervisor: User) -> None:
    version = edition("ict_improvement", supervision, head)
    office = version.form.office
    xml = xml_of(version, ICT.replace("1500.5", "1e9999999"))
    submission = receive(version, xml=xml, files={}, by=as_member(supervisor, office), at=AT).submission
    approve_submission(submission, by=as_member(head, office))
    assert submission.state == Submission.State.APPROVED
    assert Improvement.objects.get().budget is None


def test_an_item_that_was_finished_is_left_to_people(supervision: Unit, head: User, supervisor: User) -> None:
    version = edition("service_improvement", supervision, head)
    submission = sent(version, supervisor, IMPROVEMENT.format(problem="รอนาน"))
    Improvement.objects.update(state=Item.State.DONE, on="2026-11-20")
    again = xml_of(version, IMPROVEMENT.format(problem="แก้ภายหลัง"), "uuid:2", "uuid:1")
    replace_answers(submission, xml=again, files={}, by=as_member(head, version.form.office), at=AT)
    submission.refresh_from_db()
    assert (Improvement.objects.get().problem, submission.state) == ("รอนาน", Submission.State.ATTENTION)
    assert "เปิดแก้ไข" in submission.landing_refusal


def test_a_form_begun_from_a_shipped_one_knows_its_register(supervision: Unit, head: User) -> None:
    form = begin_from_shipped("partner_cooperation", unit=supervision, by=as_member(head, supervision.office))
    assert Form.objects.get(pk=form.pk).landing == "partners.cooperation"


# Files that come after it


@pytest.fixture
def with_photo(office: Office, supervision: Unit, school: School) -> FormVersion:
    """A form of the office's own that lands in a book, with a photo."""
    version = publish_as_is(make_form(office, unit=supervision, name="wait"), tables_of(WITH_PHOTO))
    FormVersion.objects.update(landing="improvements.service")
    version.landing = "improvements.service"
    return version


def came_late(version: FormVersion, user: User, *names: str) -> Submission:
    """The same answers again, with photos of these names."""
    files = {name: SimpleUploadedFile(name, photo((40, len(name))), "image/jpeg") for name in names}
    body = "<problem>รอนาน</problem><remedy>รับทางระบบ</remedy><photo>photo-1.jpg</photo><signature>signed.jpg</signature>"
    by = as_member(user, version.form.office)
    place = f"<school>{School.objects.get(office=version.form.office).smis_code}</school></heading>"
    xml = xml_of(version, body).replace(b"</heading>", place.encode())
    return receive(version, xml=xml, files=files, by=by, at=AT).submission


def test_a_photo_that_comes_late_reaches_the_item_once(
    with_photo: FormVersion, supervisor: User, head: User
) -> None:
    submission = came_late(with_photo, supervisor)
    item = Improvement.objects.get()
    assert (item.files, submission.awaited_files) == ([], 2)
    for _ in range(2):
        # A signature stays with what was signed.
        submission = came_late(with_photo, supervisor, "photo-1.jpg", "signed.jpg")
        item.refresh_from_db()
        assert [one["name"] for one in item.files] == ["photo-1.jpg"]
    assert (item.revision, submission.landed_revision, submission.landing_refusal) == (2, 2, "")
    # What people put aside in the book does not come back by itself.
    item.office = with_photo.form.office
    drop_file(
        Improve.book, item, submission.files.get(name="photo-1.jpg").file_id, by=as_member(head, item.office)
    )
    came_late(with_photo, supervisor, "photo-1.jpg")
    assert Improvement.objects.get().files == []


def test_a_late_photo_touches_nothing_else_of_what_was_changed_in_the_book(
    with_photo: FormVersion, supervisor: User, head: User
) -> None:
    came_late(with_photo, supervisor)
    item = Improvement.objects.get()
    item.office = with_photo.form.office
    facts = {"unit": item.unit, "cause": "แก้ในทะเบียน"}
    change_item(Improve.book, item, Typed(facts), revision=1, by=as_member(head, item.office))
    submission = came_late(with_photo, supervisor, "photo-1.jpg")
    item = Improvement.objects.get()
    assert (item.cause, len(item.files), submission.landing_refusal) == ("แก้ในทะเบียน", 1, "")
    # An edit of the answers still does not write over it.
    assert Submission.objects.get().landed_revision == 1


def test_a_late_photo_of_a_finished_item_waits_until_it_is_open_again(
    with_photo: FormVersion, supervisor: User, head: User
) -> None:
    first = came_late(with_photo, supervisor)
    by = as_member(head, with_photo.form.office)
    approve_submission(Submission.objects.get(pk=first.pk), by=by)
    Improvement.objects.update(state=Item.State.DONE, on="2026-11-20")
    late = came_late(with_photo, supervisor, "photo-1.jpg")
    assert Improvement.objects.get().files == []
    assert "ไฟล์แนบที่ได้รับภายหลัง" in late.landing_refusal
    assert "เปิดแก้ไข" in land_again(Submission.objects.get(pk=first.pk), by=by).landing_refusal
    Improvement.objects.update(state=Item.State.DRAFT, on=None)
    for _ in range(2):
        again = land_again(Submission.objects.get(pk=first.pk), by=by)
        assert (again.landing_refusal, again.state) == ("", Submission.State.APPROVED)
        assert len(Improvement.objects.get().files) == 1
