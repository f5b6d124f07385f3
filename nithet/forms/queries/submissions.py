"""What was filled into a form, as its table, its photos and its map ask for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Cast
from django.urls import reverse

from nithet.core.pictures import PICTURES
from nithet.forms.checking.findings import plain
from nithet.forms.compiled import compiled, given_list
from nithet.forms.definition import FILE_KINDS, Definition, Group, Kind, Question
from nithet.forms.models import Form, FormVersion, Submission, SubmissionFile
from nithet.forms.queries.behind import behind
from nithet.forms.queries.printing import names_of
from nithet.forms.reviewing import label_of
from nithet.forms.wording import worded
from nithet.thai.dates import BANGKOK

State = Submission.State
STATE_CODES = {
    State.RECEIVED: "sub", State.ATTENTION: "late", State.APPROVED: "done", State.RETURNED: "back", State.VOID: "void",
}  # fmt: skip
MOST_COLUMNS = 12
USUAL_COLUMNS = 4
_REFERENCE = re.compile(r"[0-9A-Fa-f]{8}")
_LONG = 120
_NO_KEY = UUID(int=0)
_NOT_SHOWN = frozenset({Kind.NOTE, Kind.META, Kind.HIDDEN, *FILE_KINDS})
_IN_TABLE = (
    "version", "received_at", "state", "revision", "problems", "answers", "sender", "school__name", "sent_by__name",
    "person__title", "person__first_name", "person__last_name",
)  # fmt: skip
_SORTS = {
    "received": ("received_at",),
    "school": ("school__name",),
    "state": ("state",),
    "sender": ("sent_by__name", "sender"),
}


# Narrowing and sorting


def narrowed(rows: QuerySet[Submission], given: Mapping[str, Any]) -> QuerySet[Submission]:
    """As the form above the table asks. What is voided, and trials, are shown only where they are asked for."""
    rows = rows.filter(is_trial=bool(given.get("trial")))
    rows = _in_state(rows, given.get("state", ""))
    same = {
        "school": given.get("school"),
        "school__cluster": given.get("cluster"),
    }
    rows = rows.filter(**{name: value for name, value in same.items() if value})
    if number := given.get("version"):
        # Not joined: the database would begin at the version, read all that is of it, and sort that.
        rows = rows.filter(version__in=FormVersion.objects.filter(number=number).values("pk"))
    if first := given.get("from_on"):
        rows = rows.filter(received_at__gte=_start(first))
    if last := given.get("until_on"):
        rows = rows.filter(received_at__lt=_start(last + timedelta(days=1)))
    if given.get("problems"):
        rows = rows.exclude(problems=[])
    if given.get("round"):
        rows = behind(rows, given)
    for word in given.get("q", "").split():
        rows = _holding(rows, word)
    return rows


def _in_state(rows: QuerySet[Submission], asked: str) -> QuerySet[Submission]:
    if asked == "waiting":
        return rows.filter(state__in=(State.RECEIVED, State.ATTENTION))
    return rows.filter(state=asked) if asked in State.values else rows.exclude(state=State.VOID)


def _start(day: Any) -> datetime:
    return datetime.combine(day, time(), tzinfo=BANGKOK)


def _holding(rows: QuerySet[Submission], word: str) -> QuerySet[Submission]:
    """In the answers, by who sent it, or by its reference."""
    if _REFERENCE.fullmatch(word):
        rows = rows.alias(key_text=Cast("pk", CharField()))
        return rows.filter(key_text__iendswith=word)
    rows = rows.alias(answers_text=Cast("answers", TextField()))
    as_kept = json.dumps(word, ensure_ascii=False)[1:-1]
    return rows.filter(
        Q(answers_text__icontains=as_kept)
        | Q(sent_by__name__icontains=word)
        | Q(school__name__icontains=word)
    )


def in_order(
    rows: QuerySet[Submission], sort: str, questions: Mapping[str, Question]
) -> QuerySet[Submission]:
    """`sort`: a word of the table or the path of a question, with a dash before it for the other way round."""
    name, down = sort.removeprefix("-"), "-" if sort.startswith("-") else ""
    if name in _SORTS:
        return rows.order_by(*(f"{down}{field}" for field in _SORTS[name]), "pk")
    if name in questions:
        return rows.annotate(sorted_by=KeyTransform(name, "answers")).order_by(
            f"{down}sorted_by", "-received_at", "pk"
        )
    return rows.order_by("-received_at", "-pk")


def shown(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """With what a row of the table says, and without what it does not."""
    return rows.select_related("school", "sent_by", "person").only(*_IN_TABLE)


# Columns


@dataclass(frozen=True, slots=True)
class Shape:
    """The editions of a form as its table needs them: the questions that can be columns, newest edition first."""

    versions: tuple[FormVersion, ...]
    questions: Mapping[str, Question]
    around: Mapping[str, tuple[Group, ...]]
    """The groups that each stands in, by the same paths."""

    @property
    def newest(self) -> Definition:
        return compiled(self.versions[0]).definition

    def labels(self) -> list[tuple[str, str]]:
        return [(path, self.label(path, 80)) for path in self.questions]

    def label(self, path: str, most: int) -> str:
        return label_of(self.questions[path], self.around[path], most)

    def usual(self) -> list[str]:
        own = [
            path
            for path, one in self.questions.items()
            if not path.startswith("heading/") and one.kind != Kind.CALCULATE
        ]
        return own[:USUAL_COLUMNS]

    def chosen(self, asked: Sequence[str]) -> list[str]:
        return [path for path in asked if path in self.questions][:MOST_COLUMNS] or self.usual()


def shape_of(form: Form) -> Shape:
    """One query; what a version asks is known to the process, or read where it is not."""
    versions = tuple(form.versions.defer("tables", "xform", "html", "model").order_by("-number"))
    questions: dict[str, Question] = {}
    groups: dict[str, tuple[Group, ...]] = {}
    for version in versions:
        definition = compiled(version).definition
        for item, around in definition.walk():
            if (
                isinstance(item, Question)
                and item.kind not in _NOT_SHOWN
                and not any(one.is_repeat for one in around)
            ):
                questions.setdefault(item.path, item)
                groups.setdefault(item.path, around)
    return Shape(versions, questions, groups)


@dataclass(frozen=True, slots=True)
class Row:
    submission: Submission
    address: str
    school: str
    sender: str
    code: str
    words: str
    cells: tuple[tuple[str, str], ...]
    """Label and what was answered."""


def sender_of(submission: Submission) -> str:
    if submission.person is not None:
        return submission.person.name
    return submission.sent_by.name if submission.sent_by else submission.sender or "ไม่ระบุผู้ส่ง"


def rows_of(page: Iterable[Submission], shape: Shape, columns: Sequence[str], office: str) -> list[Row]:
    """`office`: its code, for the addresses."""
    address_of = addresses(office)
    words_of = {version.pk: _wording(version, shape, columns) for version in shape.versions}
    labels = [shape.label(path, 60) for path in columns]
    found = []
    for one in page:
        school = one.school.name if one.school else ""
        cells = tuple(zip(labels, words_of[one.version_id](one.answers), strict=True))
        found.append(Row(one, address_of(one.pk), school, sender_of(one), *state_of(one), cells))
    return found


def addresses(office: str) -> Callable[[UUID], str]:
    """Of the pages of submissions: one is looked up, and the keys of the others put into it."""
    before, _, after = reverse("forms:submission-page", args=[office, _NO_KEY]).rpartition(str(_NO_KEY))
    return lambda key: f"{before}{key}{after}"


def _wording(
    version: FormVersion, shape: Shape, columns: Sequence[str]
) -> Callable[[Mapping[str, Any]], list[str]]:
    """What submissions of an edition answer in these columns. The same texts come again and again: each is worded once."""
    definition, name_of = compiled(version).definition, names_of(version)
    known: dict[tuple[str, str], str] = {}

    def words(path: str, value: object) -> str:
        return plain(worded(shape.questions[path], value, definition, name_of), _LONG)

    def words_of(answers: Mapping[str, Any]) -> list[str]:
        found = []
        for path in columns:
            value = answers.get(path)
            if isinstance(value, str):
                said = known.get((path, value)) or known.setdefault((path, value), words(path, value))
            else:
                said = "" if value is None else words(path, value)
            found.append(said)
        return found

    return words_of


def state_of(submission: Submission) -> tuple[str, str]:
    return STATE_CODES[State(submission.state)], submission.get_state_display()


def labels_of(version: FormVersion, question: Question) -> Mapping[str, str]:
    """The choices of a question by name, of the form or of the list beside it."""
    if question.from_file:
        return {
            name: line.get("label") or name
            for name, line in (given_list(version, question.from_file) or {}).items()
        }
    return {choice.name: choice.label for choice in compiled(version).definition.choices(question)}


# Photos


def unnamed(files: QuerySet[SubmissionFile]) -> list[UUID]:
    """Those that an edit took out of the answers: kept for its history, shown and given away no more."""
    edited = files.order_by().filter(submission__revision__gt=0)
    told = edited.values_list("pk", "name", "submission__answers")
    return [pk for pk, name, answers in told.iterator() if name not in texts_in(answers)]


def texts_in(value: object) -> Iterator[str]:
    """All texts of answers, among which the names of files are."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from texts_in(one)


def photos(rows: QuerySet[Submission]) -> QuerySet[SubmissionFile]:
    found = SubmissionFile.objects.filter(
        submission__in=rows.order_by().values("pk"), file__content_type__in=PICTURES
    )
    return (
        found.exclude(pk__in=unnamed(found))
        .select_related("file", "submission__school")
        .defer("submission__xml", "submission__answers")
        .order_by("-submission__received_at", "submission", "name")
    )


# Places


MOST_PLACES = 3000


@dataclass(frozen=True, slots=True)
class Spot:
    submission: Submission
    label: str
    latitude: float
    longitude: float


def has_places(shape: Shape) -> bool:
    return any(one.kind == Kind.GEOPOINT for one in shape.questions.values())


def _places_of(shape: Shape) -> list[str]:
    return [path for path, one in shape.questions.items() if one.kind == Kind.GEOPOINT]


def placed(rows: QuerySet[Submission], shape: Shape) -> QuerySet[Submission]:
    """Those that answer where they were filled."""
    told = Q(pk__in=())
    for path in _places_of(shape):
        told |= Q(answers__has_key=path)
    return rows.filter(told)


def spots(rows: QuerySet[Submission], shape: Shape) -> Iterator[Spot]:
    """The first place of each submission that tells one, the newest `MOST_PLACES`; only these are loaded of the answers."""
    places = {
        f"place_{number}": KeyTransform(path, "answers") for number, path in enumerate(_places_of(shape))
    }
    found = (
        placed(rows, shape).annotate(**places).defer("xml", "problems", "answers").select_related("school")
    )
    for submission in found[:MOST_PLACES]:
        told = (getattr(submission, name) for name in places)
        point = next((one for one in told if isinstance(one, dict)), None)
        if (
            point
            and isinstance(point.get("latitude"), int | float)
            and isinstance(point.get("longitude"), int | float)
        ):
            name = submission.school.name if submission.school else submission.reference
            yield Spot(submission, name, float(point["latitude"]), float(point["longitude"]))
