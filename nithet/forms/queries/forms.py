"""What the list of forms and the page of one show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from nithet.audit.models import Entry
from nithet.audit.queries import of_object
from nithet.audit.words import verb_words
from nithet.forms import access
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition
from nithet.forms.models import Form, FormDraft, FormVersion, Round, Submission
from nithet.forms.tables import Tables, from_json
from nithet.forms.xlsform.defining import define
from nithet.offices.members import Member

MOST_HISTORY = 20
_CODES = {
    "form.published": "done", "form.retired": "void", "form.discarded": "void", "submission.approved": "done",
    "submission.returned": "back", "submission.voided": "void", "round.closed": "done", "round.voided": "void",
}  # fmt: skip


def listed_forms(member: Member, given: dict[str, Any]) -> QuerySet[Form]:
    """With `edition` (None: never published), `is_drafted` and `answered`, what the member sees of it."""
    sent = access.visible_submissions(member).filter(form=OuterRef("pk"), is_trial=False).order_by()
    counted = sent.values("form").annotate(count=Count("pk")).values("count")
    forms = access.visible_forms(member).select_related("unit").annotate(
        edition=Max("versions__number"),
        is_drafted=Exists(FormDraft.objects.filter(form=OuterRef("pk"))),
        answered=Coalesce(Subquery(counted, output_field=IntegerField()), 0),
    )  # fmt: skip
    return _narrowed(forms, given).order_by("title", "pk")


def _narrowed(forms: QuerySet[Form], given: dict[str, Any]) -> QuerySet[Form]:
    states = {
        "": Q(retired_at=None),
        "published": Q(retired_at=None, edition__isnull=False),
        "making": Q(retired_at=None, is_drafted=True),
        "retired": Q(retired_at__isnull=False),
    }
    forms = forms.filter(states[given.get("state", "")])
    if unit := given.get("unit"):
        forms = forms.filter(Q(unit=unit) | Q(unit__parent=unit))
    if kind := given.get("kind"):
        forms = forms.filter(kind=kind)
    if words := given.get("q"):
        forms = forms.filter(Q(title__icontains=words) | Q(name__icontains=words))
    return forms


def state_of(form: Any) -> tuple[str, str]:
    """Code and words of a form of `listed_forms`."""
    if form.retired_at is not None:
        return "void", "เลิกใช้แล้ว"
    if form.edition is None:
        return "wait", "กำลังจัดทำ"
    return ("open", "เผยแพร่แล้ว มีฉบับร่าง") if form.is_drafted else ("done", "เผยแพร่แล้ว")


@dataclass(frozen=True, slots=True)
class Standing:
    """One form as it stands now. `shown` are the tables that its page tells of: the current edition's, or the draft's."""

    form: Form
    versions: tuple[FormVersion, ...]
    draft: FormDraft | None

    @property
    def version(self) -> FormVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def shown(self) -> Tables:
        source = self.version or self.draft
        return from_json(source.tables) if source else Tables()

    @property
    def definition(self) -> Definition:
        """What `shown` asks; of an edition as the process knows it."""
        return compiled(self.version).definition if self.version else define(self.shown)

    @property
    def state(self) -> tuple[str, str]:
        if self.form.retired_at is not None:
            return "void", "เลิกใช้แล้ว"
        return ("done", "เผยแพร่แล้ว") if self.versions else ("wait", "กำลังจัดทำ")


def standing_of(form: Form) -> Standing:
    """The tables of an edition are read where they are asked for."""
    light = form.versions.defer("tables", "xform", "html", "model").select_related("published_by__person")
    draft = FormDraft.objects.filter(form=form).select_related("changed_by__person").first()
    return Standing(form, tuple(light.order_by("-number")), draft)


def answer_counts(member: Member, form: Form) -> tuple[int, int]:
    """How many answers the member sees: true ones, and trials."""
    seen = access.visible_submissions(member).filter(form=form)
    counts = seen.aggregate(
        true=Count("pk", filter=Q(is_trial=False)), trial=Count("pk", filter=Q(is_trial=True))
    )
    return counts["true"], counts["trial"]


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a form's history, with the colour of what it led to."""

    code: str
    words: str
    why: str
    by_name: str
    at: datetime


def history_of(thing: Form | Submission | Round) -> list[Told]:
    return [_told(entry) for entry in of_object(thing.office_id, thing.pk)[:MOST_HISTORY]]


def _told(entry: Entry) -> Told:
    words = verb_words(entry.verb)
    if number := entry.facts.get("number"):
        words = f"{words} ฉบับที่ {number}"
    return Told(_CODES.get(entry.verb, "open"), words, entry.why, entry.by_name, entry.at)
