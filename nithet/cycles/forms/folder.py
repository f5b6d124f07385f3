"""What is typed in the folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.cycles import access, words
from nithet.cycles.models import Decision
from nithet.cycles.services.deciding import CONDITIONAL as CONDITIONAL_ASKS
from nithet.offices.members import position_words
from nithet.offices.models import Appointment, Person

LONG = 4000
# What a decider may point at when sending back.
MARKS = {
    "memo_subject": "เรื่อง",
    "memo_text": "ข้อความในบันทึก",
    "money": "วงเงินและแหล่งงบ",
    "evidence": "หลักฐาน",
}


def _text(label: str, needed: str = "", **facts: Any) -> CleanCharField:
    """Several lines; `needed` is what is said where nothing was typed."""
    return CleanCharField(
        label=label, max_length=LONG, widget=forms.Textarea(attrs={"rows": 3}), required=bool(needed),
        error_messages={"required": needed}, **facts,
    )  # fmt: skip


class GiveForm(forms.Form):
    opinion = _text("ความเห็น")


class ConditionsForm(GiveForm):
    conditions = _text("โดยให้", "โปรดระบุเงื่อนไข")


class ReturnForm(forms.Form):
    reason = _text("เหตุผลที่ส่งคืน", "โปรดระบุเหตุผลที่ส่งคืน")
    marked = forms.MultipleChoiceField(label="สิ่งที่ต้องแก้ไข", choices=MARKS.items(), required=False)


class RefuseForm(forms.Form):
    reason = _text("เหตุผล", "โปรดระบุเหตุผล")


# What was signed on paper

GIVEN, CONDITIONAL, SKIPPED = Decision.State.GIVEN.value, "conditional", "skipped"
RETURNED, REFUSED = Decision.State.RETURNED.value, Decision.State.REFUSED.value
NEEDS_WORDS = {CONDITIONAL: "โปรดระบุเงื่อนไข", RETURNED: "โปรดระบุเหตุผลที่ส่งคืน", REFUSED: "โปรดระบุเหตุผล"}


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One matter of the paper: the fields of the form that are its own."""

    decision: Decision
    outcome: forms.BoundField
    signer: forms.BoundField
    words: forms.BoundField


@dataclass(frozen=True, slots=True)
class Signed:
    """What the paper says of one matter."""

    decision: Decision
    outcome: str
    signer: Person
    words: str


class PaperForm(forms.Form):
    """One day and one scan for all matters of a paper; each has its own outcome, signer and words."""

    # A browser would ask for the signer of a matter that is left out.
    use_required_attribute = False

    decided_on = ThaiDateField(label="วันที่ลงนามในหนังสือ", error_messages={"required": "โปรดระบุวันที่ลงนามในหนังสือ"})
    scan = forms.FileField(
        label="ภาพสแกนของหนังสือที่ลงนามแล้ว",
        help_text="PDF หรือรูปภาพ ไม่เกิน 50 MB ไฟล์เดียวใช้กับทุกเรื่องในหน้านี้",
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp,.heic"}),
        error_messages={"required": "โปรดแนบภาพสแกนของหนังสือ", "empty": "ไฟล์นี้ว่างเปล่า โปรดเลือกไฟล์ใหม่"},
    )

    def __init__(
        self, *args: Any, decisions: Sequence[Decision], posts: Iterable[Appointment], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.decisions = decisions
        posts = list(posts)
        for decision in decisions:
            self._add(decision, [post for post in posts if access.may_have_signed(post, decision)])

    def _add(self, decision: Decision, posts: Sequence[Appointment]) -> None:
        named = {str(post.person_id): f"{post.person.name} · {position_words(post)}" for post in posts}
        first = [("", "เลือกผู้ลงนาม")] if len(named) != 1 else []
        skipped = [(SKIPPED, "ไม่บันทึกเรื่องนี้")] if len(self.decisions) > 1 else []
        self.fields[f"outcome-{decision.pk}"] = forms.ChoiceField(
            label="ผลการพิจารณา", choices=[*skipped, *outcomes(decision)],
            error_messages={"required": "โปรดเลือกผลการพิจารณา"},
        )  # fmt: skip
        self.fields[f"signer-{decision.pk}"] = forms.ChoiceField(
            label="ผู้ลงนาม", choices=[*first, *named.items()], error_messages={"required": "โปรดเลือกผู้ลงนาม"}
        )
        self.fields[f"words-{decision.pk}"] = _text("ความเห็น เงื่อนไข หรือเหตุผล ตามที่เขียนในหนังสือ")

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        for decision in self.decisions:
            outcome = typed.get(f"outcome-{decision.pk}", "")
            if outcome == SKIPPED:
                self.errors.pop(f"signer-{decision.pk}", None)
            elif (needed := NEEDS_WORDS.get(outcome)) and not typed.get(f"words-{decision.pk}"):
                self.add_error(f"words-{decision.pk}", needed)
        if all(typed.get(f"outcome-{one.pk}") == SKIPPED for one in self.decisions):
            raise forms.ValidationError("โปรดเลือกผลการพิจารณาอย่างน้อย 1 เรื่อง")
        return typed

    def rows(self) -> Iterator[PaperRow]:
        for one in self.decisions:
            yield PaperRow(one, *(self[f"{part}-{one.pk}"] for part in ("outcome", "signer", "words")))

    def signed(self) -> Iterator[Signed]:
        """What is to be recorded, once all is valid."""
        typed = self.cleaned_data
        told = [one for one in self.decisions if typed[f"outcome-{one.pk}"] != SKIPPED]
        ids = {typed[f"signer-{one.pk}"] for one in told}
        people = {str(p.pk): p for p in Person.objects.filter(pk__in=ids).select_related("user")}
        for one in told:
            outcome, signer, said = (typed[f"{part}-{one.pk}"] for part in ("outcome", "signer", "words"))
            yield Signed(one, outcome, people[signer], said)


def outcomes(decision: Decision) -> list[tuple[str, str]]:
    """What a paper may say of a matter, as its decider would press it."""
    given = words.GIVES[decision.ask]
    found = [(GIVEN, given)]
    if decision.ask in CONDITIONAL_ASKS:
        found.append((CONDITIONAL, f"{given} โดยให้…"))
    found.append((RETURNED, "ส่งคืนแก้ไข"))
    if refuse := words.REFUSES.get(decision.ask):
        found.append((REFUSED, refuse))
    return found
