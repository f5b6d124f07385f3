"""What is asked about a cluster, and which schools move."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.offices.forms.fields import WholeNumberField, places_field
from nithet.offices.models import Cluster, Office


def _from_on(label: str = "ตั้งแต่วันที่") -> ThaiDateField:
    return ThaiDateField(label=label, error_messages={"required": "โปรดระบุวันที่มีผล"})


class ClusterForm(forms.Form):
    name = CleanCharField(label="ชื่อ", max_length=200)
    position = WholeNumberField(label="ลำดับที่แสดง", most=999, least=1, required=False)

    def __init__(self, *args: Any, office: Office, cluster: Cluster | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office, self.cluster = office, cluster

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = Cluster.objects.filter(office=self.office, name=name)
        if any(found != self.cluster for found in same):
            raise forms.ValidationError(f"มี{self.office.terms['cluster']}ชื่อนี้แล้ว โปรดใช้ชื่ออื่น")
        return name


class CloseClusterForm(forms.Form):
    on = _from_on("ยุบเลิกตั้งแต่วันที่")
    reason = CleanCharField(
        label="เหตุผล", max_length=4000, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )  # fmt: skip


class MoveSchoolsForm(forms.Form):
    """Schools that come into a cluster."""

    from_on = _from_on()

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schools"] = places_field("โรงเรียนที่ย้ายเข้า", offered)


class SchoolClusterForm(forms.Form):
    """Where one school goes."""

    cluster = forms.ModelChoiceField(Cluster.objects.none(), empty_label="เลือก")
    from_on = _from_on()

    def __init__(self, *args: Any, office: Office, clusters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        self.fields["cluster"].label = f"{office.terms['cluster']}ใหม่"
