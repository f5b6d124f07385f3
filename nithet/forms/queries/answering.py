"""What the pages behind a link need: the questions for who is no member, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse

from nithet.forms.asked import Asked, Sender
from nithet.forms.compiled import compiled
from nithet.forms.drawing import draw
from nithet.forms.known import Filler, known_of
from nithet.forms.links import token_of
from nithet.forms.lists import SCHOOLS, Line, one_school, open_schools
from nithet.forms.models import FormVersion, Submission
from nithet.forms.printing.shaping import shape
from nithet.forms.printing.sheet import Sheet
from nithet.forms.queries.files import named_files
from nithet.forms.queries.filling import Page, facts_of, lines_of
from nithet.forms.queries.printing import paper_of
from nithet.forms.unnamed import telling_paths, without_questions
from nithet.offices.members import position_words
from nithet.offices.models import Appointment, School


def answering_page(asked: Asked, sender: Sender, *, on: date) -> Page:
    """The round's edition, with what is known of who is asked."""
    version = FormVersion.objects.select_related("form").get(pk=asked.round.version_id)
    definition = compiled(version).definition
    known = known_of(filler_of(asked, sender, on=on), definition)
    html = version.html
    if asked.round.is_anonymous:
        html = without_questions(html, telling_paths(definition))
    drawn = draw(
        html,
        version.model,
        known=known.values,
        lists=lambda name: _schools(asked, on) if name == SCHOOLS else lines_of(version, name),
        media=_media(asked, version),
        noted=known.noted,
    )
    name = sender.name if not asked.round.is_anonymous else ""
    return Page(version.title, drawn.html, {"version": str(version.pk), **facts_of(drawn, known, name=name)})


def filler_of(asked: Asked, sender: Sender, *, on: date) -> Filler:
    """Of an anonymous round only the day and the office."""
    office = asked.round.office
    if asked.round.is_anonymous:
        return Filler(office, on)
    school = asked.school or sender.school
    return Filler(office, on, sender.name, sender.position, sender.role, school)


def person_answering(asked: Asked, *, on: date) -> Sender:
    """Who was asked by name: where they serve, of a person of the office."""
    person = asked.target.person if asked.target else None
    if person is None:
        return Sender(asked.name)
    serving = Appointment.objects.active(on=on).filter(person=person).select_related("unit", "school")
    found = serving.order_by("from_on", "pk").first()
    if found is None:
        return Sender(asked.name)
    return Sender(asked.name, position_words(found), None, found.role, found.school)


def _schools(asked: Asked, on: date) -> Iterable[Line]:
    if asked.school is not None and not asked.round.is_anonymous:
        return one_school(asked.school)
    return open_schools(asked.round.office, on=on)


def _media(asked: Asked, version: FormVersion) -> Mapping[str, str]:
    at = (asked.round.office.code, token_of(asked.target or asked.round))
    names = version.files.values_list("name", flat=True)
    return {name: reverse("forms:answer-media", args=[*at, name]) for name in names}


def is_closed_now(school: School, *, on: date) -> bool:
    """Whether the register says so, though nobody has excused it yet."""
    return School.objects.filter(pk=school.pk).closed(on=on).exists()


def answered_sheet(asked: Asked, submission: Submission) -> Sheet:
    """What was answered, as it stands now."""
    return shape(paper_of(submission, file_addresses(asked, submission)))


def file_addresses(asked: Asked, submission: Submission) -> dict[str, str]:
    at = (asked.round.office.code, token_of(asked.target or asked.round))
    names = named_files(submission).values_list("name", flat=True)
    return {name: reverse("forms:answer-file", args=[*at, name]) for name in names}
