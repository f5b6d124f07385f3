"""Datasets and tables of them."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.cycles.services.letters import store_files
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.registers.datasets.forms import named
from nithet.registers.datasets.models import DataRound, Dataset
from nithet.registers.datasets.register import DATASETS, ROUNDS
from nithet.registers.generic import services
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed

COLUMNS: list[Row] = [
    {"name": "รหัสโรงเรียน", "kind": "school", "is_required": True, "is_key": True},
    {"name": "จำนวนนักเรียน", "kind": "whole", "is_required": True},
    {"name": "ไฟฟ้า", "kind": "choice", "codes": "1=มี, 2=ไม่มี", "is_required": False},
]
FACTS = {
    "title": "นักเรียนรายโรงเรียน", "holds": "จำนวนนักเรียนทุกโรงเรียน", "source": "ระบบ DMC", "cadence": "dmc", "fiscal_year_be": 2570,
}  # fmt: skip


def a_csv(*lines: str, name: str = "นักเรียน.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\r\n".join(lines).encode(), content_type="text/csv")


def dataset_of(
    user: User, office: Office, unit: Unit, columns: list[Row] | None = None, **facts: Any
) -> Dataset:
    typed = Typed({**FACTS, "unit": unit, **facts}, {"columns": COLUMNS if columns is None else columns})
    made = services.make_item(DATASETS, typed, by=as_member(user, office), key=new_id())
    assert isinstance(made, Dataset)
    return made


def round_of(user: User, dataset: Dataset, *lines: str, **facts: Any) -> DataRound:
    """A round with a table of these lines, checked at once."""
    kept = store_files(dataset.office, [a_csv(*lines)]) if lines else []
    given = {"dataset": dataset, "as_of": DAY, "unit": dataset.unit, "fiscal_year_be": 2570, **facts}
    typed = Typed({"title": named(dataset, given["as_of"]), **given}, {}, kept)
    made = services.make_item(ROUNDS, typed, by=as_member(user, dataset.office), key=new_id())
    return DataRound.objects.select_related("dataset", "unit").get(pk=made.pk)
