"""What a filled form is a record of, digested: two devices that recorded the same have the same digest. Asks no database.

A form that names what is filled in it (`instance_name`) is of that name; any other record is of the school, day and
person in its heading. What is asked in a round has none: there the target says who has answered.
"""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from lxml import etree

from nithet.forms.answers import Answers
from nithet.forms.checking.instance import Instance
from nithet.forms.checking.kinds import FIRST_BUDDHIST_YEAR
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition
from nithet.forms.models import FormKind, FormVersion
from nithet.forms.services.reading import Read
from nithet.thai.dates import bangkok_day
from nithet.thai.text import clean

SCHOOL, DAY = "heading/school", "heading/date"
_NOTED = ("today", "end", "start")
_BETWEEN = "\x1f"


def subject_of(version: FormVersion, read: Read, *, sent_by: UUID | None, filled_on: date) -> str:
    """ "" where nothing says what it is of. `filled_on` stands where the form neither asks for a day nor notes one."""
    definition = compiled(version).definition
    school, day = _text(read.answers, SCHOOL), _text(read.answers, DAY)
    if definition.instance_name:
        named = instance_name(read.instance)
        day = day or (_day_told(definition, read.answers) or filled_on).isoformat()
        return _digest(version.form_id, "name", named, school, day) if named else ""
    if version.form.kind != FormKind.RECORD or not school or not day or sent_by is None:
        return ""
    return _digest(version.form_id, "heading", school, day, sent_by.hex)


def instance_name(instance: Instance) -> str:
    """What the filled form calls itself, whatever namespace its meta stands in; "" where it does not."""
    for element in instance.root:
        if etree.QName(element).localname == "meta":
            for child in element:
                if etree.QName(child).localname == "instanceName":
                    return clean(child.text or "")
    return ""


def _day_told(definition: Definition, answers: Answers) -> date | None:
    """On which day it was filled, as the device noted it in the form: two that come home on different days are of one."""
    told = {
        question.meta: _text(answers, question.path) for question in definition.questions() if question.meta
    }
    return next((day for name in _NOTED if (day := _day(told.get(name, "")))), None)


def _day(text: str) -> date | None:
    try:
        moment = datetime.fromisoformat(text)
        day = bangkok_day(moment) if moment.tzinfo else moment.date()
    except (ValueError, OverflowError):
        return None
    return day if day.year < FIRST_BUDDHIST_YEAR else None


def _text(answers: Answers, path: str) -> str:
    value = answers.get(path)
    return clean(value) if isinstance(value, str) else ""


def _digest(form_id: UUID, *parts: str) -> str:
    return sha256(_BETWEEN.join((form_id.hex, *parts)).encode()).hexdigest()
