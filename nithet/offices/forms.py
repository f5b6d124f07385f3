"""Filters over lists: of schools and people here, of other things above."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from nithet.offices.models import Cluster, Role, Unit


class Filter(forms.Form):
    """The filters in a list's address: empty ones do not narrow, wrong ones say so at their field and do not either."""

    def __init__(self, data: Any, **choices: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, use_required_attribute=False)
        for name, offered in choices.items():
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [*cast("list[tuple[str, str]]", field.choices), *offered]
        self.is_valid()

    @property
    def given(self) -> dict[str, Any]:
        """The answers that narrow the list."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def search_field(label: str, placeholder: str) -> forms.CharField:
    attributes = {"class": "in in-text", "data-search": "", "placeholder": placeholder, "autocomplete": "off"}
    return forms.CharField(
        label=label, required=False, max_length=100, widget=forms.SearchInput(attributes),
        error_messages={"max_length": "คำค้นยาวเกิน %(limit_value)d ตัวอักษร โปรดย่อให้สั้นลง"},
    )  # fmt: skip


def choice_field(label: str, for_all: str) -> forms.ChoiceField:
    widget = forms.Select({"class": "in in-select"})
    return forms.ChoiceField(label=label, required=False, choices=[("", for_all)], widget=widget)


class SchoolFilter(Filter):
    q = search_field("ค้นหาโรงเรียน", "ชื่อ อำเภอ หรือรหัสโรงเรียน")
    cluster = choice_field("กลุ่มโรงเรียน", "ทุกกลุ่มโรงเรียน")
    small = forms.BooleanField(label="ขนาดเล็ก", required=False)
    highland = forms.BooleanField(label="พื้นที่สูง", required=False)

    def __init__(self, data: Any, *, clusters: Iterable[Cluster]) -> None:
        super().__init__(data, cluster=((str(cluster.pk), cluster.name) for cluster in clusters))


class PersonFilter(Filter):
    q = search_field("ค้นหาบุคลากร", "ชื่อหรือนามสกุล")
    unit = choice_field("กลุ่ม", "ทุกกลุ่ม")
    role = choice_field("หน้าที่", "ทุกหน้าที่")

    def __init__(self, data: Any, *, units: Iterable[Unit]) -> None:
        super().__init__(data, unit=((str(unit.pk), _indented(unit)) for unit in units), role=Role.choices)


def _indented(unit: Unit) -> str:
    """A section stands below its division."""
    return f"– {unit.short_name}" if unit.parent_id else unit.short_name
