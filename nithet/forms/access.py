"""Who sees which forms and what was filled into them, and who may do what with them (`offices/rights.py`)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.forms.models import Form, FormFile, FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Role, Unit
from nithet.offices.queries import units_of
from nithet.offices.rights import Level, Matter

_ASK_DIVISION = "โปรดติดต่อกลุ่มเจ้าของแบบฟอร์ม"
LONGEST_AWAY = timedelta(days=90)
"""From where there is no network; what comes later has lain somewhere."""


# Forms


def sees_forms(member: Member) -> bool:
    return rights.holds(member, Matter.FORMS, Level.NAMED)


def visible_forms(member: Member) -> QuerySet[Form]:
    """What is given out to be filled; of those being made, one's division's and one's own."""
    forms = Form.objects.filter(office=member.office)
    if not sees_forms(member):
        return forms.none()
    if not rights.holds(member, Matter.FORMS, Level.ALL):
        return forms.filter(_given_to_schools(member))
    return forms.filter(Q(pk__in=FormVersion.objects.values("form")) | _worked_on(member))


def _given_to_schools(member: Member) -> Q:
    """Published and open to schools; a retired one only for those who have filled it."""
    published = Q(pk__in=FormVersion.objects.values("form"), for_schools=True, retired_at=None)
    return published | Q(pk__in=visible_submissions(member).values("form"))


def _worked_on(member: Member) -> Q:
    held = rights.units_held(member, Matter.FORM_WORK)
    return Q(unit__in=held) | Q(unit__parent__in=held) | Q(made_by=member.user)


def visible_versions(member: Member) -> QuerySet[FormVersion]:
    return FormVersion.objects.filter(office=member.office, form__in=visible_forms(member))


def visible_files(member: Member) -> QuerySet[FormFile]:
    return FormFile.objects.filter(office=member.office, version__form__in=visible_forms(member))


def makeable_units(member: Member) -> QuerySet[Unit]:
    """The units for which the member makes forms."""
    units = units_of(member.office)
    if rights.holds(member, Matter.FORM_WORK, Level.ALL):
        return units
    held = rights.units_held(member, Matter.FORM_WORK)
    return units.filter(Q(pk__in=held) | Q(parent__in=held))


def can_make(member: Member) -> Answer:
    """Begin a form: upload one, take a shipped one, start an empty one."""
    return yes_if(
        rights.holds(member, Matter.FORM_WORK, Level.OWN),
        "ตำแหน่งของท่านกรอกแบบฟอร์มได้ แต่จัดทำแบบฟอร์มไม่ได้ โปรดแจ้งกลุ่มเจ้าของเรื่องให้จัดทำ",
    )


def can_make_in(member: Member, unit: Unit) -> Answer:
    """For which unit: one's own division and its sections."""
    return yes_if(
        rights.holds_in(member, Matter.FORM_WORK, unit),
        "ท่านจัดทำแบบฟอร์มได้เฉพาะของกลุ่มที่ท่านสังกัด โปรดเลือกกลุ่มเจ้าของแบบฟอร์มใหม่",
    )


def can_change(member: Member, form: Form) -> Answer:
    """Work on its draft, name it, retire it and bring it back: its division, and who made it while making forms at all."""
    is_maker = form.made_by_id == member.user.pk and bool(can_make(member))
    return yes_if(
        is_maker or _holds_form(member, Matter.FORM_WORK, form),
        f"เฉพาะบุคลากรของกลุ่มเจ้าของแบบฟอร์มเท่านั้นที่แก้ไขแบบฟอร์มนี้ได้ {_ASK_DIVISION}",
    )


def can_publish(member: Member, form: Form) -> Answer:
    """Make what was drafted the edition that is filled from now on."""
    return yes_if(
        can_change(member, form),
        f"เฉพาะบุคลากรของกลุ่มเจ้าของแบบฟอร์มเท่านั้นที่เผยแพร่แบบฟอร์มนี้ได้ {_ASK_DIVISION}",
    )


def can_fill(member: Member, form: Form) -> Answer:
    """Any form that one sees, as long as it is given out. Whether it has an edition is its state, not a right."""
    if form.retired_at is not None:
        return no(f"แบบฟอร์มนี้เลิกใช้แล้ว จึงกรอกเพิ่มไม่ได้ {_ASK_DIVISION}")
    return _is_open_to(member, form)


def sendable_forms(member: Member, *, at: datetime) -> QuerySet[Form]:
    """Those that one sees, and what a school saw while it was given out."""
    forms = visible_forms(member)
    if not sees_forms(member) or rights.holds(member, Matter.FORMS, Level.ALL):
        return forms
    lately = Q(for_schools=True, retired_at__gt=at - LONGEST_AWAY, pk__in=FormVersion.objects.values("form"))
    return Form.objects.filter(_given_to_schools(member) | lately, office=member.office)


def can_send(member: Member, form: Form, *, filled_at: datetime | None, at: datetime) -> Answer:
    """What was filled while the form was given out still comes in. Where nobody tells when, it may have been away so long."""
    if form.retired_at is not None and (filled_at or at - LONGEST_AWAY) < form.retired_at:
        return _is_open_to(member, form)
    return can_fill(member, form)


def _is_open_to(member: Member, form: Form) -> Answer:
    if not form.for_schools and not rights.holds(member, Matter.FORMS, Level.ALL):
        return no(f"แบบฟอร์มนี้ใช้ภายในสำนักงานเขตเท่านั้น {_ASK_DIVISION}")
    return YES


def _holds_form(member: Member, matter: Matter, form: Form) -> bool:
    """All of the office's, or serving in the unit that owns the form; a form of no unit is the whole office's."""
    if form.unit is None:
        return rights.holds(member, matter, Level.ALL)
    return rights.holds_in(member, matter, form.unit)


# What was filled


def visible_submissions(member: Member) -> QuerySet[Submission]:
    """All of the office, those into the forms of one's divisions, what schools fill of one's own school, and what one has sent.

    Answers that were promised to stay anonymous are opened by nobody.
    """
    submissions = Submission.objects.filter(~_is_anonymous(), office=member.office)
    if rights.holds(member, Matter.SUBMISSIONS, Level.ALL):
        return submissions
    held = rights.units_held(member, Matter.SUBMISSIONS)
    schools = rights.schools_held(member, Matter.SUBMISSIONS)
    of_division = Q(form__unit__in=held) | Q(form__unit__parent__in=held)
    of_school = Q(school__in=schools, form__for_schools=True, is_trial=False) & ~_is_of_people()
    return submissions.filter(of_division | of_school | _sent_by(member))


def submissions_of(member: Member, form: Form) -> QuerySet[Submission]:
    """Those into one form; all of them where its submissions are the member's matter."""
    if _holds_form(member, Matter.SUBMISSIONS, form):
        # The form is of the office; asked for twice, counting would read every row instead of the index.
        return openable_submissions(form)
    return visible_submissions(member).filter(form=form)


def openable_submissions(form: Form) -> QuerySet[Submission]:
    """All into a form but those that were promised to stay anonymous."""
    submissions = Submission.objects.filter(form=form)
    return submissions.filter(~_is_anonymous()) if form.has_anonymous else submissions


def _is_anonymous() -> Exists:
    return Exists(RoundAnswer.objects.filter(submission=OuterRef("pk"), round__is_anonymous=True))


def _is_of_people() -> Exists:
    """Asked of people, not of schools: what they say about a school is not told to the school."""
    of_people = RoundAnswer.objects.exclude(round__audience=Round.Audience.SCHOOLS)
    return Exists(of_people.filter(submission=OuterRef("pk")))


def can_review_form(member: Member, form: Form) -> Answer:
    """Decide on what comes into a form, besides what one has sent oneself."""
    return yes_if(
        _holds_form(member, Matter.SUBMISSIONS, form),
        f"เฉพาะบุคลากรของกลุ่มเจ้าของแบบฟอร์มเท่านั้นที่ตรวจข้อมูลนี้ได้ {_ASK_DIVISION}",
    )


def _sent_by(member: Member) -> Q:
    return Q(sent_by=member.user) | Q(person=member.person)


def sees_submissions(member: Member, form: Form) -> bool:
    """Has more to look at than what one has sent: of the form's division, of the whole office, of one's school."""
    return _holds_form(member, Matter.SUBMISSIONS, form) or bool(
        rights.schools_held(member, Matter.SUBMISSIONS)
    )


def can_review(member: Member, submission: Submission) -> Answer:
    """Accept, return, void: the division that owns the form, and nobody what they have sent themselves."""
    if not (of_form := can_review_form(member, submission.form)):
        return of_form
    if sent_it(member, submission) and not submission.is_trial:
        return no("ผู้ส่งตรวจรับข้อมูลของตนเองไม่ได้ โปรดให้ผู้อื่นในกลุ่มเป็นผู้ตรวจ")
    return YES


def can_land(member: Member, submission: Submission) -> Answer:
    """Bring it to its register once more: the division that owns the form, who sent it too. The register asks for itself."""
    return can_review_form(member, submission.form)


def can_edit_answers(member: Member, submission: Submission) -> Answer:
    """The division that owns the form, and the sender when it was returned to them."""
    if sent_it(member, submission) and submission.state == Submission.State.RETURNED:
        return YES
    return yes_if(
        _holds_form(member, Matter.SUBMISSIONS, submission.form),
        "แก้ไขข้อมูลที่ส่งแล้วได้เมื่อกลุ่มเจ้าของแบบฟอร์มส่งคืนให้แก้ไข โปรดแจ้งกลุ่มเจ้าของแบบฟอร์มหากพบข้อมูลคลาดเคลื่อน",
    )


def sent_it(member: Member, submission: Submission) -> bool:
    return submission.sent_by_id == member.user.pk or (
        submission.person_id is not None and submission.person_id == member.person.pk
    )


def can_export(member: Member, form: Form) -> Answer:
    """All that was filled into a form, as a file."""
    if not rights.holds(member, Matter.LISTS, Level.NAMED):
        return no(f"ตำแหน่งของท่านส่งออกข้อมูลเป็นไฟล์ไม่ได้ {_ASK_DIVISION}")
    return yes_if(
        _holds_form(member, Matter.SUBMISSIONS, form),
        f"เฉพาะบุคลากรของกลุ่มเจ้าของแบบฟอร์มเท่านั้นที่ส่งออกข้อมูลของแบบฟอร์มนี้ได้ {_ASK_DIVISION}",
    )


# Rounds


def visible_rounds(member: Member) -> QuerySet[Round]:
    """Whose answers one looks at; and of a cluster's chair those that its schools are asked in."""
    rounds = Round.objects.filter(office=member.office)
    if not (clusters := _clusters_chaired(member)):
        return rounds.filter(_of_results(member))
    asked = RoundTarget.objects.filter(round=OuterRef("pk"), school__cluster__in=clusters)
    return rounds.filter(_of_results(member) | (~Q(state=Round.State.DRAFT) & Exists(asked)))


def rounds_with_results(member: Member) -> QuerySet[Round]:
    """Those whose answers one looks at, in figures: all of the office, one's divisions', and what one has made oneself."""
    return Round.objects.filter(_of_results(member), office=member.office)


def _of_results(member: Member) -> Q:
    """As `can_see_results` asks of one."""
    if rights.holds(member, Matter.SUBMISSIONS, Level.ALL):
        return Q()
    held = rights.units_held(member, Matter.SUBMISSIONS)
    of_division = Q(unit__in=held) | Q(unit__parent__in=held)
    return of_division | Q(made_by=member.user) if can_ask(member) else of_division


def sees_rounds(member: Member) -> bool:
    """Whether there can be any for them to look at."""
    held = rights.units_held(member, Matter.SUBMISSIONS)
    return rights.holds(member, Matter.SUBMISSIONS, Level.ALL) or bool(held or _clusters_chaired(member))


def visible_targets(member: Member, round_: Round) -> QuerySet[RoundTarget]:
    """Who of a round's target has sent and who has not: all of it, or the schools of the cluster that one chairs."""
    targets = RoundTarget.objects.filter(round=round_)
    if can_see_results(member, round_):
        return targets
    return targets.filter(school__cluster__in=_clusters_chaired(member))


def targets_seen(member: Member) -> QuerySet[RoundTarget]:
    """Of all rounds that the member sees, as `visible_targets` of one."""
    targets = RoundTarget.objects.filter(office=member.office)
    if not (clusters := _clusters_chaired(member)):
        return targets.filter(round__in=rounds_with_results(member))
    of_results = Q(round__in=rounds_with_results(member))
    return targets.filter(of_results | Q(school__cluster__in=clusters))


def asked_targets(member: Member) -> QuerySet[RoundTarget]:
    """What is asked of oneself, and of the school for which one answers."""
    schools = rights.schools_held(member, Matter.SUBMISSIONS)
    asked = RoundTarget.objects.filter(office=member.office, standing=RoundTarget.Standing.ASKED)
    return asked.filter(Q(person=member.person) | Q(school__in=schools))


def answerers(schools: Collection[UUID], *, on: date) -> QuerySet[Appointment, tuple[UUID, UUID]]:
    """School and person, for everybody with an account who may answer for one of these schools."""
    roles = rights.roles_with(Matter.SUBMISSIONS, Level.OWN)
    serving = Appointment.objects.active(on=on).filter(role__in=roles, school__in=schools)
    return serving.filter(person__user__is_active=True).values_list("school", "person")


def _clusters_chaired(member: Member) -> list[UUID]:
    """Rights finer than the table: a chair sees who of the cluster has sent (`OTHER_SCHOOLS`), not what."""
    return [a.cluster_id for a in member.appointments if a.role == Role.CLUSTER_CHAIR and a.cluster_id]


def can_ask(member: Member) -> Answer:
    """Make rounds at all."""
    return yes_if(
        rights.holds(member, Matter.FORM_WORK, Level.OWN),
        "ตำแหน่งของท่านเปิดรอบการเก็บข้อมูลไม่ได้ โปรดแจ้งกลุ่มเจ้าของเรื่องให้เปิดรอบการเก็บข้อมูล",
    )


def can_make_round(member: Member, form: Form) -> Answer:
    """Ask with a form: its division; with one of the whole office every division that makes forms."""
    if form.unit is None:
        return can_ask(member)
    return yes_if(
        rights.holds_in(member, Matter.FORM_WORK, form.unit),
        f"เฉพาะบุคลากรของกลุ่มเจ้าของแบบฟอร์มเท่านั้นที่เปิดรอบการเก็บข้อมูลด้วยแบบฟอร์มนี้ได้ {_ASK_DIVISION}",
    )


def can_make_round_for(member: Member, unit: Unit) -> Answer:
    return yes_if(
        rights.holds_in(member, Matter.FORM_WORK, unit),
        "ท่านเปิดรอบการเก็บข้อมูลได้เฉพาะของกลุ่มที่ท่านสังกัด โปรดเลือกกลุ่มเจ้าของรอบใหม่",
    )


def can_change_round(member: Member, round_: Round) -> Answer:
    """Open, close, extend, remind, decide on late and second answers: the division that asks."""
    is_maker = round_.made_by_id == member.user.pk and bool(can_ask(member))
    return yes_if(
        is_maker or rights.holds_in(member, Matter.FORM_WORK, round_.unit),
        "เฉพาะบุคลากรของกลุ่มที่เปิดรอบการเก็บข้อมูลเท่านั้นที่ดำเนินการนี้ได้ โปรดติดต่อกลุ่มเจ้าของรอบ",
    )


def can_see_results(member: Member, round_: Round) -> Answer:
    """What was answered, in figures; of one who only sees who has sent, not."""
    is_maker = round_.made_by_id == member.user.pk and bool(can_ask(member))
    return yes_if(
        is_maker or rights.holds_in(member, Matter.SUBMISSIONS, round_.unit),
        "ท่านดูได้เฉพาะการส่งข้อมูล ไม่รวมคำตอบ โปรดติดต่อกลุ่มเจ้าของรอบหากต้องการทราบผล",
    )


def can_compare(member: Member, before: Round) -> Answer:
    """Hold a round of one's own against another one."""
    return yes_if(
        can_see_results(member, before),
        "รอบที่เลือกเปรียบเทียบเป็นของกลุ่มอื่นที่ท่านไม่มีสิทธิ์ดูผล โปรดเลือกรอบก่อนใหม่",
    )


def can_read_answers(member: Member, round_: Round) -> Answer:
    """The answers themselves, each by itself, as a program reads them."""
    if round_.is_anonymous:
        return no("รอบนี้ไม่ระบุตัวผู้ตอบ จึงไม่ให้คำตอบรายชุดแก่ผู้ใด โปรดใช้ผลสรุปของรอบแทน")
    if not (of_results := can_see_results(member, round_)):
        return of_results
    return yes_if(
        _holds_form(member, Matter.SUBMISSIONS, round_.form),
        f"เฉพาะบุคลากรของกลุ่มเจ้าของแบบฟอร์มเท่านั้นที่อ่านคำตอบรายชุดได้ {_ASK_DIVISION}",
    )


def can_answer(member: Member, target: RoundTarget) -> Answer:
    """For oneself, or for the school in a role that answers for it."""
    is_own = target.person_id is not None and target.person_id == member.person.pk
    is_of_school = target.school_id in rights.schools_held(member, Matter.SUBMISSIONS)
    return yes_if(
        is_own or is_of_school,
        "รอบการเก็บข้อมูลนี้ขอข้อมูลจากผู้อื่น ท่านจึงตอบแทนไม่ได้ โปรดแจ้งผู้บริหารหรือธุรการของโรงเรียนที่ขอข้อมูล",
    )
