"""The form of an item, of a row inside it, and of its list."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import Model, Q, QuerySet
from django.forms.formsets import BaseFormSet
from django.utils.choices import flatten_choices

from nithet.core.clock import today
from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.ids import new_id
from nithet.cycles.forms.letters import FilesField
from nithet.cycles.models import Cycle
from nithet.offices.access import visible_people, visible_schools
from nithet.offices.members import Member
from nithet.offices.models import Person, School, Unit
from nithet.offices.queries import people_serving
from nithet.registers.generic import access
from nithet.registers.generic.attaching import FormWithFiles
from nithet.registers.generic.book import Book, PartKind
from nithet.registers.generic.models import Item
from nithet.thai.calendar import fiscal_year_be

Choices = Iterable[tuple[Any, Any]]
MOST_ROWS = 300
"""More rows than a person can look through on one form; longer lists are imported."""
FEW_CHOICES = 20
"""So many stand in every row of a form."""


def lines(rows: int = 3, hint: str = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": hint})


class Suggesting(forms.TextInput):
    """A text with words to choose from; others may be typed. Each row has its own list."""

    template_name = "offices/suggesting.html"

    def __init__(self, *offered: str) -> None:
        super().__init__({"autocomplete": "off"})
        self.offered = offered

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = {**super().get_context(name, value, attrs), "offered": self.offered}
        context["widget"]["attrs"]["list"] = f"{name}-offered"
        return context


@dataclass(frozen=True, slots=True)
class Offer:
    """What a field offers: asked for and put in words once, however many rows of a form have the field."""

    things: Mapping[str, Any]
    choices: Sequence[Any]


class OfferedField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic for type checkers only
    """One of the office's things."""

    things: Mapping[str, Any] | None = None

    def __init__(self, model: type[Model], **facts: Any) -> None:
        nothing = model._default_manager.none()  # noqa: SLF001  of any model
        super().__init__(queryset=nothing, **{"empty_label": "ยังไม่ระบุ", **facts})

    def offered(self, member: Member, chosen: Collection[UUID]) -> QuerySet[Any]:
        """What can be chosen; what was chosen before stays to be chosen."""
        raise NotImplementedError

    def key_of(self, thing: Any) -> str:
        return str(thing.pk)

    def listed(self, things: Sequence[Any]) -> list[Any]:
        """The choices, with groups where the list is long."""
        return [(self.key_of(one), self.label_from_instance(one)) for one in things]

    def offer(self, member: Member, *chosen: UUID | None) -> None:
        self.queryset = self.offered(member, [pk for pk in chosen if pk])

    def offer_of(self, things: Sequence[Any]) -> Offer:
        known = {self.key_of(one): one for one in things}
        return Offer(known, [("", self.empty_label), *self.listed(things)])

    def share(self, offer: Offer) -> None:
        self.things, self.choices = offer.things, offer.choices

    def share_chosen(self, offer: Offer, chosen: Iterable[Any]) -> None:
        """As `share`, but the page is sent only what is chosen: in many rows a long list would weigh megabytes.

        The browser brings the others from the empty row as soon as somebody comes to the field.
        """
        kept = [offer.things[key] for key in dict.fromkeys(map(str, chosen)) if key in offer.things]
        self.things, self.choices = offer.things, [("", self.empty_label), *self.listed(kept)]
        self.widget.attrs["data-chosen-only"] = True

    def to_python(self, value: Any) -> Any:
        if self.things is None:
            return super().to_python(value)
        if value in self.empty_values:
            return None
        if str(value) not in self.things:
            raise forms.ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value}
            )
        return self.things[str(value)]


class PersonField(OfferedField):
    """One of those who serve in the office's units; who was chosen before stays to be chosen."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(Person, **facts)

    def offered(self, member: Member, chosen: Collection[UUID]) -> QuerySet[Any]:
        serving = people_serving(member.office, on=member.on)
        if not chosen:
            return serving
        kept = Q(pk__in=chosen) | Q(pk__in=serving.order_by().values("pk"))
        return Person.objects.filter(kept, office=member.office).order_by("sort_key", "pk")


class ItemForm(FormWithFiles):
    """What every item asks: what it is called, whose it is, of which year. Own fields stand between."""

    title = CleanCharField(label="ชื่อเรื่อง", max_length=300)
    unit = forms.ModelChoiceField(label="กลุ่มเจ้าของเรื่อง", queryset=Unit.objects.none(), empty_label=None)
    owner = PersonField(label="ผู้รับผิดชอบ", required=False)
    fiscal_year_be = forms.TypedChoiceField(label="ปีงบประมาณ พ.ศ.", coerce=int)
    attached = FilesField(
        label="ไฟล์แนบ", required=False, help_text="PDF Word Excel รูปภาพ หรือ ZIP ไม่เกิน 50 MB ต่อไฟล์"
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    LAST = ("unit", "owner", "fiscal_year_be", "attached")
    NOT_FACTS = ("attached", "kept", "revision", "key")

    def __init__(self, *args: Any, member: Member, item: Item | None = None, **facts: Any) -> None:
        known = {} if item is None else initial_of(item, self.base_fields)
        given = {"owner": member.person.pk, "fiscal_year_be": fiscal_year_be(member.on), "key": new_id()}
        facts["initial"] = {**given, **known, **(facts.get("initial") or {})}
        super().__init__(*args, **facts)
        self.member, self.item = member, item
        self.order_fields([name for name in self.fields if name not in self.LAST])
        self._offer(item)

    def _offer(self, item: Item | None) -> None:
        unit = self.fields["unit"]
        assert isinstance(unit, forms.ModelChoiceField)  # noqa: S101  for the type checker
        unit.queryset = access.recordable_units(self.member, kept=item.unit_id if item else None)
        self.fields["fiscal_year_be"].choices = year_choices(self.member, item)  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, OfferedField):
                field.offer(self.member, getattr(item, f"{name}_id", None))

    def words(self, name: str, value: Any) -> Any:
        """A value as the field offers it: “โครงการ” for a code, the name of a thing."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            return field.label_from_instance(value) if value else ""
        if isinstance(field, forms.BooleanField):
            return "ใช่" if value else "ไม่ใช่"
        if isinstance(field, forms.MultipleChoiceField):
            codes = value.split() if isinstance(value, str) else value or ()
            return " ".join(str(_label(field, code)) for code in codes)
        return _label(field, value) if isinstance(field, forms.ChoiceField) else value

    def facts(self) -> dict[str, Any]:
        """The fields of the item as typed."""
        return {name: value for name, value in self.cleaned_data.items() if name not in self.NOT_FACTS}


def _label(field: forms.ChoiceField, code: Any) -> Any:
    return dict(flatten_choices(cast("Any", field.choices))).get(str(code), code)


def initial_of(item: Any, names: Mapping[str, Any]) -> dict[str, Any]:
    """What a form shows of a stored thing: keys of what it refers to."""
    known = {}
    for name in names:
        key = f"{name}_id"
        # A reference by its key: what it points to is not asked for.
        if hasattr(item, key):
            known[name] = getattr(item, key)
        elif hasattr(item, name):
            known[name] = getattr(item, name)
    return known


def year_choices(member: Member, item: Item | None = None) -> list[tuple[str, str]]:
    """The office's years, this one and the next; and the item's own."""
    now = fiscal_year_be(member.on)
    years = set(Cycle.objects.filter(office=member.office).values_list("fiscal_year_be", flat=True))
    years |= {now, now + 1, *([item.fiscal_year_be] if item else [])}
    return [(str(year), str(year)) for year in sorted(years, reverse=True)]


class RowForm(forms.Form):
    """One row inside an item. A row in which nothing was typed is none."""

    id = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, member: Member, shared: Mapping[str, Offer] | None = None, **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        shared = shared or {}
        for name, field in self.fields.items():
            if isinstance(field, OfferedField) and name in shared:
                self._share(name, field, shared[name])
            elif isinstance(field, OfferedField):
                field.offer(member)
            elif isinstance(field, forms.ChoiceField) and field.initial is None:
                # What a list shows first is not a choice that somebody made.
                field.initial = next((value for value, _ in cast("Choices", field.choices)), None)

    def _share(self, name: str, field: OfferedField, offer: Offer) -> None:
        if self.is_stored and len(offer.things) > FEW_CHOICES:
            field.share_chosen(offer, filter(None, (self.initial.get(name), self[name].value())))
        else:
            field.share(offer)

    @property
    def is_stored(self) -> bool:
        return bool(self.initial.get("id"))

    def has_changed(self) -> bool:
        return any(name not in ("ORDER", "DELETE") for name in self.changed_data)


def rows_form(
    kind: PartKind, member: Member, data: Any = None, initial: list[dict[str, Any]] | None = None
) -> PartRows:
    """The rows of one kind. Without JavaScript three empty ones stand below."""
    made = forms.formset_factory(
        kind.form, formset=PartRows, extra=3 if initial else 4, can_order=True, can_delete=True,
        max_num=MOST_ROWS, absolute_max=MOST_ROWS + 50, validate_max=True,
    )  # fmt: skip
    shared = {
        name: field.offer_of(
            list(field.offered(member, [row[name] for row in initial or [] if row.get(name)]))
        )
        for name, field in kind.form.base_fields.items()
        if isinstance(field, OfferedField)
    }
    asked = {"member": member, "shared": shared}
    given = cast("PartRows", made(data, prefix=kind.code, initial=initial or [], form_kwargs=asked))
    given.kind, given.member = kind, member
    return given


class PartRows(BaseFormSet):  # type: ignore[type-arg]  # generic for type checkers only
    kind: PartKind
    member: Member
    settled: list[dict[str, Any]] | None = None
    default_error_messages = {
        **BaseFormSet.default_error_messages,
        "too_many_forms": f"บันทึกได้ครั้งละไม่เกิน {MOST_ROWS} แถว โปรดแบ่งเป็นหลายรายการ หรือแนบเป็นไฟล์",
        "missing_management_form": "ข้อมูลในแบบฟอร์มมาไม่ครบ โปรดเปิดหน้านี้ใหม่แล้วกรอกอีกครั้ง",
    }

    @property
    def is_shortened(self) -> bool:
        """Whether stored rows are sent without the whole list of what can be chosen."""
        first = self.initial_forms[:1]
        return any(
            "data-chosen-only" in field.widget.attrs for form in first for field in form.fields.values()
        )

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["ORDER"].label = "ลำดับ"
        form.fields["DELETE"].label = "เอาแถวนี้ออก"

    def clean(self) -> None:
        if self.kind.settle and not any(self.errors):
            self.settled = self.kind.settle(self._typed(), self.member)
            self._check_count(len(self.settled))

    def _check_count(self, count: int) -> None:
        """A row may stand for many, as a cluster does for its schools. What has more cannot be opened and saved again."""
        if count > MOST_ROWS:
            raise forms.ValidationError(
                f"รวมแล้วมี {count:,} แถว บันทึกได้ครั้งละไม่เกิน {MOST_ROWS} แถว โปรดแบ่งเป็นหลายรายการ หรือแนบเป็นไฟล์"
            )

    def rows(self) -> list[dict[str, Any]]:
        """Facts of the rows in the order asked for, without those that were taken away or left empty."""
        return self._typed() if self.settled is None else self.settled

    def _typed(self) -> list[dict[str, Any]]:
        kept = [form for form in self.ordered_forms if form.has_changed() or form.initial.get("id")]
        left_out = ("ORDER", "DELETE")
        found = ({n: v for n, v in form.cleaned_data.items() if n not in left_out} for form in kept)
        return [
            row
            for row in found
            if any(value not in (None, "", []) for name, value in row.items() if name != "id")
        ]


class ItemFilter(forms.Form):
    """What narrows a list; a book adds its own."""

    q = CleanCharField(
        label="ค้นหา",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-search": True}),
    )
    year = forms.TypedChoiceField(label="ปีงบประมาณ พ.ศ.", required=False, coerce=int, empty_value=None)
    unit = forms.ModelChoiceField(
        label="กลุ่ม", required=False, queryset=Unit.objects.none(), empty_label="ทุกกลุ่ม"
    )
    state = forms.ChoiceField(label="สถานะ", required=False)
    mine = forms.BooleanField(label="เฉพาะที่ฉันรับผิดชอบ", required=False)
    # Whom the items concern: where the page of a school or a person leads on.
    of_school = forms.ModelChoiceField(
        label="เกี่ยวกับ", required=False, queryset=School.objects.none(), widget=forms.HiddenInput
    )
    of_person = forms.ModelChoiceField(
        label="เกี่ยวกับ", required=False, queryset=Person.objects.none(), widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, member: Member, book: Book[Any], **facts: Any) -> None:
        super().__init__(*args, **facts)
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)  # noqa: S101  for the type checker
        used = access.visible_items(member, book).values("unit")
        for name, seen in (("of_school", visible_schools(member)), ("of_person", visible_people(member))):
            self.fields[name].queryset = seen  # type: ignore[attr-defined]
        units.queryset = Unit.objects.filter(office=member.office, pk__in=used).order_by("position", "pk")
        self.fields["year"].choices = [("", "ทุกปี"), *year_choices(member)]  # type: ignore[attr-defined]
        states = [(state.value, book.words_of(state)) for state in Item.State]
        self.fields["state"].choices = [("", "ทุกสถานะ"), *states]  # type: ignore[attr-defined]
        # Of the book; asked once, because what they offer may come from the database.
        self.own = book.filters(member)
        self.fields |= self.own

    @property
    def given(self) -> dict[str, Any]:
        """What was filled in and can be understood; a wrong value narrows nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}


class FinishForm(FormWithFiles):
    """The day of the work. A book's own form may ask for more: fields of the item, and files as `attached`."""

    on = ThaiDateField(label="วันที่")

    def __init__(self, *args: Any, label: str, item: Item, **facts: Any) -> None:
        super().__init__(*args, **{"auto_id": "finish_%s", **facts})
        self.fields["on"].label = label
        self.item = item

    def facts(self) -> dict[str, Any]:
        """Fields of the item as typed."""
        own = ("on", "attached", "kept")
        return {name: value for name, value in self.cleaned_data.items() if name not in own}

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on and on > today():
            raise forms.ValidationError("วันที่นี้ยังมาไม่ถึง โปรดระบุวันที่ที่ทำเสร็จจริง")
        return on


class CopyForm(forms.Form):
    """To which year an item is copied."""

    year = forms.TypedChoiceField(label="ใช้กับปีงบประมาณ พ.ศ.", coerce=int)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, member: Member, **facts: Any) -> None:
        initial = {"key": new_id(), "year": fiscal_year_be(member.on), **(facts.pop("initial", None) or {})}
        super().__init__(*args, **{"auto_id": "copy_%s", "initial": initial, **facts})
        self.fields["year"].choices = year_choices(member)  # type: ignore[attr-defined]
