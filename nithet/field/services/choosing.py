"""Saying which of two holds. Both stay: what is not taken is set aside or kept beside, with who chose and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import PurePosixPath
from uuid import NAMESPACE_URL, UUID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.files import Upload
from nithet.core.models import StoredFile
from nithet.field import access
from nithet.field.errors import ChoiceStandsError, ChosenAlreadyError, SideVoidError
from nithet.field.models import Apart
from nithet.field.rewriting import renamed
from nithet.forms.checking.instance import read_instance
from nithet.forms.compiled import compiled
from nithet.forms.errors import UnreadSubmissionError
from nithet.forms.landing import bring_files
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services.attaching import add_files, form_definition, keep_files, kinds_of_files
from nithet.forms.services.deciding import bring_back, set_aside
from nithet.forms.services.editing import write_answers
from nithet.forms.services.reading import read_submission
from nithet.forms.services.receiving import other_school, submission_of
from nithet.forms.services.storing import insert_once
from nithet.offices.members import Member

Choice, Kind = Apart.Choice, Apart.Kind
VOID = Submission.State.VOID


@transaction.atomic
def choose(apart: Apart, choice: str, *, by: Member) -> Apart:
    """Sent twice it is chosen once; of two people who choose at once one is told what the other has chosen."""
    revisions = _hold(apart)
    access.can_choose(by, apart).or_refuse()
    told = {"choice": choice, "chosen_by": by.user, "chosen_at": now()}
    # One statement, so that of two one wins; what follows is in the same transaction.
    if not Apart.objects.filter(pk=apart.pk, choice="").update(**told):
        return _chosen_before(apart, choice)
    _refuse_unread(apart, revisions)
    for name, value in told.items():
        setattr(apart, name, value)
    _ACTS[Kind(apart.kind), Choice(choice)](apart, by)
    record(
        "apart.chosen", by=by, on=apart, within=apart.submission_id, why=Choice(choice).label, choice=choice
    )
    return apart


def _sides(apart: Apart) -> list[Submission]:
    return [one for one in (apart.submission, apart.other) if one is not None]


def _hold(apart: Apart) -> dict[UUID, int]:
    """Both sides, in the order of their keys and before anything else: of three records each choice touches the pairs
    of the others too, and those who choose must not wait for each other. Each side stands as it does now; the revisions of
    their answers are told, for what was read may be older.
    """
    sides = _sides(apart)
    held = Submission.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in sides])
    found = {
        pk: (state, revision)
        for pk, state, revision in held.order_by("pk").values_list("pk", "state", "revision")
    }
    pair = Apart.objects.values_list("submission", "other").get(pk=apart.pk)
    if pair != (apart.submission_id, apart.other_id):
        # Another choice has put it against another record, which was not read.
        raise UnreadSubmissionError(reference=apart.submission.reference)
    for one in sides:
        one.state = found[one.pk][0]
    return {pk: revision for pk, (_, revision) in found.items()}


def _refuse_unread(apart: Apart, revisions: Mapping[UUID, int]) -> None:
    """An edit came between reading and choosing, whatever is chosen."""
    for one in _sides(apart):
        if one.revision != revisions[one.pk]:
            raise UnreadSubmissionError(reference=one.reference)


def _chosen_before(apart: Apart, choice: str) -> Apart:
    stands = Apart.objects.select_related("chosen_by").get(pk=apart.pk)
    if stands.choice == choice:
        return stands
    who = stands.chosen_by.name if stands.chosen_by else "ผู้อื่น"
    raise ChosenAlreadyError(who=who, choice=stands.get_choice_display())


@transaction.atomic
def choose_anew(apart: Apart, *, by: Member) -> Apart:
    """As if nobody had chosen, where no answers were changed by it. Sent twice it is one."""
    _hold(apart)
    access.can_choose(by, apart).or_refuse()
    if not apart.choice:
        return apart
    if not can_choose_anew(apart):
        raise ChoiceStandsError
    told = {"choice": "", "chosen_by": None, "chosen_at": None}
    if not Apart.objects.filter(pk=apart.pk, choice=apart.choice).update(**told):
        return Apart.objects.get(pk=apart.pk)
    side = _set_aside_by(apart)
    if side is not None and side.state == VOID:
        bring_back(side, by=by)
    record("apart.chosen_anew", by=by, on=apart, within=apart.submission_id, undone=apart.choice)
    for name, value in told.items():
        setattr(apart, name, value)
    return apart


def can_choose_anew(apart: Apart) -> bool:
    return apart.kind == Kind.SUBJECT or apart.choice == Choice.STANDING


# What a choice does


def _nothing(apart: Apart, by: Member) -> None:
    """What came later stays beside, for whoever wants to read it."""


def _keep_one(apart: Apart, by: Member) -> None:
    """Of two submissions: the other one is set aside, unless somebody has done that already."""
    left = _set_aside_by(apart)
    stays = apart.other if left == apart.submission else apart.submission
    if left is None or stays is None:
        return
    if stays.state == VOID:
        raise SideVoidError(reference=stays.reference)
    if left.state != VOID:
        set_aside(left, why=f"บันทึกเรื่องเดียวกันสองครั้ง ใช้ข้อมูลเลขอ้างอิง {stays.reference} แทน", by=by)
    _hand_on(left, stays)


def _hand_on(left: Submission, stays: Submission) -> None:
    """What was recorded a third time is held against the one that stays."""
    known = Apart.objects.filter(Q(submission=stays) | Q(other=stays))
    pairs = {frozenset(pair) for pair in known.values_list("submission", "other")}
    for third in Apart.objects.filter(submission=left, kind=Kind.SUBJECT, choice="").select_related("other"):
        if third.other is None or third.other == stays or {stays.pk, third.other.pk} in pairs:
            continue
        sides = sorted((stays, third.other), key=lambda one: (one.received_at, one.pk))
        # What somebody has chosen meanwhile stays as it was chosen.
        waiting = Apart.objects.filter(pk=third.pk, choice="")
        waiting.update(submission=sides[0], other=sides[1])


def _set_aside_by(apart: Apart) -> Submission | None:
    """The submission that the choice sets aside; none where it is of one submission, or takes both."""
    if apart.kind == Kind.CONTENT or apart.choice == Choice.BOTH:
        return None
    return apart.submission if apart.choice == Choice.OTHER else apart.other


def _take_other(apart: Apart, by: Member) -> None:
    """The answers become what came later, as an edit: what stood before stays in its history."""
    submission = apart.submission
    if submission.state == VOID:
        raise SideVoidError(reference=submission.reference)
    names = _new_names(apart)
    standing = read_instance(bytes(submission.xml)).instance_id
    xml = renamed(bytes(apart.xml), instance_id=_name(apart, "other"), replaces=standing, files=names)
    why = "เลือกใช้ชุดที่มาภายหลัง จากสองชุดที่ไม่ตรงกัน"
    with _files(apart, names) as files:
        write_answers(submission, xml=xml, files=files, by=by, actor=by, at=now(), why=why)


def _take_both(apart: Apart, by: Member) -> None:
    """What came later becomes a submission of its own, of whoever sent it, as of when it came."""
    version = apart.version or apart.submission.version
    xml = renamed(bytes(apart.xml), instance_id=_name(apart, "both"))
    with _files(apart, {}) as files:
        made = _received(apart, version, xml, files, by)
    Apart.objects.filter(pk=apart.pk).update(became=made)
    apart.became = made


def _received(
    apart: Apart, version: FormVersion, xml: bytes, files: Mapping[str, Upload], by: Member
) -> Submission:
    read = read_submission(xml, compiled(version), version.form, at=apart.came_at)
    kept, unfit = keep_files(version, read, files)
    sender = by if access.sent_other(by, apart) else None
    made = submission_of(
        version, xml, read, kept, [*other_school(read, version, sender), *unfit], apart.came_at
    )
    made.sent_by, made.person, made.device_id = apart.sent_by, apart.person, apart.device_id
    return insert_once(made, kept, by=by).submission


def _name(apart: Apart, choice: str) -> str:
    """The same each time: chosen again after a break-off, it is the same filled form."""
    return f"uuid:{uuid5(NAMESPACE_URL, f'{apart.pk} {choice}')}"


_ACTS: dict[tuple[Apart.Kind, Apart.Choice], Callable[[Apart, Member], None]] = {
    (Kind.CONTENT, Choice.STANDING): _nothing,
    (Kind.CONTENT, Choice.OTHER): _take_other,
    (Kind.CONTENT, Choice.BOTH): _take_both,
    (Kind.SUBJECT, Choice.STANDING): _keep_one,
    (Kind.SUBJECT, Choice.OTHER): _keep_one,
    (Kind.SUBJECT, Choice.BOTH): _nothing,
}


# Files


def bring_late(apart: Apart, kept: Mapping[str, StoredFile], *, by: Member) -> None:
    """Files of the other content that came only after it was chosen; nothing where it was not taken."""
    taken = {Choice.OTHER: apart.submission, Choice.BOTH: apart.became}.get(Choice(apart.choice))
    if apart.kind != Kind.CONTENT or taken is None or not kept:
        return
    named = kinds_of_files(taken.answers, form_definition(taken.version))
    now_called = {name: other if (other := _other_name(apart, name)) in named else name for name in kept}
    with transaction.atomic():
        if came := add_files(taken, {now_called[name]: file for name, file in kept.items()}):
            bring_files(taken, came, by)


def _new_names(apart: Apart) -> dict[str, str]:
    """Of files that are called as others of the first content are, come or not: both stay."""
    standing = dict(apart.submission.files.values_list("name", "file"))
    came = dict(apart.files.values_list("name", "file"))
    version = apart.version or apart.submission.version
    named = kinds_of_files(apart.answers, form_definition(version))
    clashing = (name for name in named if name in standing and standing[name] != came.get(name))
    return {name: _other_name(apart, name) for name in clashing}


def _other_name(apart: Apart, name: str) -> str:
    path = PurePosixPath(name)
    return f"{path.stem[:150]}-{apart.sha256[:8]}{path.suffix}"


@contextmanager
def _files(apart: Apart, names: Mapping[str, str]) -> Iterator[Mapping[str, Upload]]:
    """What came with the other content, as if it came now; stored once it stays one file."""
    with ExitStack() as opened:
        files: dict[str, Upload] = {}
        for one in apart.files.select_related("file"):
            content = opened.enter_context(one.file.content.open("rb"))
            name = names.get(one.name, one.name)
            files[name] = UploadedFile(content, name, one.file.content_type, one.file.size)
        yield files
