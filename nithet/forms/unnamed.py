"""What a form asks that would tell who answers: left out where that was promised. Knows no Django."""

from __future__ import annotations

from lxml import html as markup

from nithet.forms.definition import FILE_KINDS, Definition, Kind, Question
from nithet.forms.expressions.references import references
from nithet.forms.xlsform.findings.lists import MADE_FILES

NAMING = frozenset({"heading/school", "heading/filled_by", "heading/position", "heading/role"})
PLACES = frozenset({Kind.GEOPOINT, Kind.GEOTRACE, Kind.GEOSHAPE})


def telling_paths(definition: Definition) -> frozenset[str]:
    """Questions that name somebody or somewhere, what a device tells of itself, moments, files, and what is made of these."""
    questions = list(definition.questions())
    telling = frozenset(question.path for question in questions if _tells(question))
    while True:
        drawn = {question.path for question in questions if _read(question) & telling}
        if drawn <= telling:
            return telling
        telling |= drawn


def _tells(question: Question) -> bool:
    is_moment = "now(" in f"{question.calculation} {question.default}"
    is_of_device = question.kind in {Kind.META, *FILE_KINDS}
    return question.path in NAMING or is_of_device or is_moment or _is_place(question)


def _is_place(question: Question) -> bool:
    """A school, or where somebody stands."""
    return question.from_file in MADE_FILES or question.kind in PLACES


def _read(question: Question) -> frozenset[str]:
    """Paths of what its value is made of."""
    made_of = (question.calculation, question.default)
    return frozenset().union(*(references(one, at=question.path) for one in made_of if one))


def asks_places(definition: Definition) -> bool:
    """Besides the heading."""
    return any(_is_place(question) and question.path not in NAMING for question in definition.questions())


def takes_files(definition: Definition) -> bool:
    return any(question.kind in FILE_KINDS for question in definition.questions())


def without_questions(html: str, paths: frozenset[str]) -> str:
    """The page of a form without these questions: nobody types what is not kept."""
    form = markup.fragment_fromstring(html)
    for field in form.xpath(".//*[@name]"):
        _, _, path = field.get("name", "").lstrip("/").partition("/")
        if path in paths and (question := question_of(field)) is not None:
            question.drop_tree()
    written: str = markup.tostring(form, encoding="unicode")
    return written


def question_of(field: markup.HtmlElement) -> markup.HtmlElement | None:
    around = field.xpath("ancestor-or-self::*[contains(concat(' ', @class, ' '), ' question ')][last()]")
    return around[0] if around else None
