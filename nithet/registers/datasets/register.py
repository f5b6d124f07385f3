"""The books of datasets and of their rounds, and the action that is done with both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse

from nithet.core.clock import today
from nithet.core.tables.fields import Field
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_date, as_text
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.cycles.words import Standing
from nithet.offices.members import Member
from nithet.offices.services.changing import plain
from nithet.registers.datasets import checking
from nithet.registers.datasets.cadence import Cadence, last_old
from nithet.registers.datasets.forms import DataFieldForm, DatasetForm, RoundForm, named, settle_names
from nithet.registers.datasets.models import DataField, DataRound, Dataset
from nithet.registers.datasets.reading import freshness, page_of_dataset, page_of_round
from nithet.registers.datasets.shares import percent_words
from nithet.registers.generic import access
from nithet.registers.generic.actions import BookAction
from nithet.registers.generic.book import Book, PartKind, Shows
from nithet.registers.generic.snapshots import heading_of
from nithet.thai.dates import format_date
from nithet.thai.text import squeeze

_TEXTS = ("holds", "source", "keeper", "period", "place")
_DUE, _DATED = "due", "undated"
_CHECKED = Q(rounds__state=DataRound.State.DONE)


def as_cadence(value: CellValue) -> str | None:
    """A rhythm by its words, or by what people write for it; None: nothing is said of it."""
    if not (said := as_text(value)):
        return None
    if found := _SAID.get(squeeze(said).upper()):
        return found
    raise CellProblem(
        f"“{said[:40]}” ไม่ใช่รอบการปรับปรุง โปรดใช้ ตามรอบ DMC ทุกเดือน ทุกภาคเรียน ทุกปี หรือ เมื่อมีการเปลี่ยนแปลง"
    )


_SAID = {squeeze(words).upper(): str(code) for code, words in Cadence.choices} | {
    "รายเดือน": "month",
    "เดือนละครั้ง": "month",
    "เดือนละ1ครั้ง": "month",
    "รายภาคเรียน": "semester",
    "ภาคเรียนละครั้ง": "semester",
    "ภาคเรียนละ1ครั้ง": "semester",
    "รายปี": "year",
    "ปีละครั้ง": "year",
    "ปีละ1ครั้ง": "year",
    "ทุกปีการศึกษา": "year",
    "ทุกปีงบประมาณ": "year",
    "ต่อเนื่อง": "needed",
    "DMC": "dmc",
    "รอบDMC": "dmc",
    "ตามรอบDMC": "dmc",
}


class DatasetBook(Book[Dataset]):
    code, space = "dataset", "datasets"
    name, item_word, unit_word, icon = "ทะเบียนชุดข้อมูล", "ชุดข้อมูล", "ชุด", "database"
    hint = "ข้อมูลที่สำนักงานมี พจนานุกรมข้อมูล และวันที่ปรับปรุง"
    position = 60
    model, form = Dataset, DatasetForm
    parts = (
        PartKind("columns", DataField, DataFieldForm, "พจนานุกรมข้อมูล", "คอลัมน์",
                 "คอลัมน์ละหนึ่งรายการ ใช้ตรวจความครบถ้วนและความถูกต้องของไฟล์ที่ส่งแต่ละรอบ", settle=settle_names),
    )  # fmt: skip
    finish_words, on_label = "ขึ้นทะเบียนชุดข้อมูล", "ขึ้นทะเบียนเมื่อวันที่"
    state_words = {"done": "ขึ้นทะเบียนแล้ว"}
    is_living = True
    found_by = ("columns",)
    template = "datasets/dataset.html"
    wanted = {
        "holds": "เก็บข้อมูลอะไร", "source": "แหล่งที่มา", "keeper": "หน่วยงานเจ้าของข้อมูล", "period": "ช่วงเวลาของข้อมูล",
        "place": "จัดเก็บไว้ที่", "columns": "พจนานุกรมข้อมูล",
    }  # fmt: skip
    columns = (
        Column("เก็บข้อมูลอะไร", 50), Column("แหล่งที่มา", 28), Column("หน่วยงานเจ้าของข้อมูล", 28), Column("ช่วงเวลาของข้อมูล", 24),
        Column("ปรับปรุงข้อมูล", 24), Column("ข้อมูลล่าสุด ณ วันที่", 16, "date"), Column("ถึงกำหนดปรับปรุง", 16, "date"),
        Column("คอลัมน์", 10, "number"), Column("คอลัมน์ข้อมูลส่วนบุคคล", 14, "number"), Column("การเผยแพร่", 20),
    )  # fmt: skip
    snapshot_labels = {
        "title": "ชื่อชุดข้อมูล", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "holds": "เก็บข้อมูลอะไร", "source": "แหล่งที่มา", "keeper": "หน่วยงานเจ้าของข้อมูล",
        "period": "ช่วงเวลาของข้อมูล", "place": "จัดเก็บไว้ที่", "cadence": "ปรับปรุงข้อมูล", "as_of": "ข้อมูลล่าสุด ณ วันที่", "sharing": "การเผยแพร่",
        "columns": "พจนานุกรมข้อมูล", "name": "คอลัมน์", "meaning": "ความหมาย", "kind": "ชนิดข้อมูล", "codes": "ค่าที่ใช้ได้", "required": "ต้องมีค่า",
        "personal": "ข้อมูลส่วนบุคคล",
    }  # fmt: skip
    title_synonyms = ("ชุดข้อมูล", "ชื่อข้อมูล", "รายการข้อมูล", "ชื่อชุดข้อมูล (Dataset)")
    import_fields = (
        Field("holds", "เก็บข้อมูลอะไร", ("รายละเอียด", "คำอธิบาย", "คำอธิบายข้อมูล", "ขอบเขตข้อมูล")),
        Field("source", "แหล่งที่มา", ("แหล่งข้อมูล", "ที่มา", "ที่มาของข้อมูล")),
        Field("keeper", "หน่วยงานเจ้าของข้อมูล", ("เจ้าของข้อมูล", "หน่วยงานที่รับผิดชอบ", "หน่วยงานเจ้าของ")),
        Field("period", "ช่วงเวลาของข้อมูล", ("ปีข้อมูล", "ช่วงเวลา")),
        Field("place", "จัดเก็บไว้ที่", ("ที่จัดเก็บ", "สถานที่จัดเก็บ", "ระบบที่จัดเก็บ")),
        Field("cadence", "ปรับปรุงข้อมูล", ("ความถี่ในการปรับปรุง", "ความถี่", "รอบการปรับปรุง", "ความถี่ในการปรับปรุงข้อมูล")),
        Field("as_of", "ข้อมูลล่าสุด ณ วันที่", ("ข้อมูล ณ วันที่", "วันที่ปรับปรุงล่าสุด", "ปรับปรุงล่าสุด")),
    )
    import_readers = {
        "holds": as_text, **{name: partial(as_text, most=300) for name in ("source", "keeper", "place")},
        "period": partial(as_text, most=200), "cadence": as_cadence, "as_of": as_date,
    }  # fmt: skip
    import_examples = (
        ("ข้อมูลนักเรียนรายบุคคล", "นักเรียนทุกคนในสังกัด รายคน", "ระบบ DMC", "กลุ่มนโยบายและแผน", "ปีการศึกษา 2569", "ระบบ DMC", "ตามรอบ DMC", "10 พ.ย. 2569"),
        ("ครุภัณฑ์คอมพิวเตอร์ของโรงเรียน", "รายการและสภาพ", "แบบสำรวจของสำนักงาน", "กลุ่มส่งเสริมการศึกษาทางไกลฯ", "ปีงบประมาณ 2569", "แฟ้มกลาง", "ทุกปี", "1 ต.ค. 2569"),
    )  # fmt: skip

    def ways(self, member: Member) -> Sequence[tuple[str, str, str]]:
        """The completeness of all registers is asked from here."""
        if not access.sees_registers(member):
            return ()
        office = member.office.code
        return (("ความครบถ้วนของข้อมูล", "list-check", reverse("datasets:completeness", args=[office])),)

    # What it shows and says

    def lacking(self, item: Dataset) -> list[str]:
        lacks = [f"ยังไม่ระบุ{words}" for name, words in _NEEDED.items() if not getattr(item, name)]
        return lacks if item.columns.exists() else [*lacks, "ยังไม่มีพจนานุกรมข้อมูล"]

    def shows(self, item: Dataset) -> Iterable[Shows]:
        return (Shows("register"),)

    def text(self, item: Dataset) -> str:
        own = [getattr(item, name) for name in _TEXTS]
        rows = [f"{one.name} {one.meaning}" for one in item.columns.all()]
        return " ".join(filter(None, (*own, *rows)))

    def snapshot(self, item: Dataset) -> dict[str, Any]:
        rows = [
            {"name": one.name, "meaning": one.meaning, "kind": one.get_kind_display(), "codes": one.codes,
             "required": "ใช่" if one.is_required else "", "personal": "ใช่" if one.is_personal else ""}
            for one in item.columns.all()
        ]  # fmt: skip
        told = {
            "cadence": item.get_cadence_display(),
            "as_of": plain(item.as_of),
            "sharing": item.get_sharing_display(),
        }
        return {**heading_of(item), **{name: getattr(item, name) for name in _TEXTS}, **told, "columns": rows}

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        personal = Q(columns__is_personal=True)
        counted: QuerySet[Any] = items.annotate(
            checked=Max("rounds__as_of", filter=_CHECKED),
            column_count=Count("columns", distinct=True),
            personal_count=Count("columns", filter=personal, distinct=True),
        )
        return counted

    def facts(self, item: Dataset) -> Sequence[tuple[str, str | Standing]]:
        given: Any = item
        fresh = freshness(item, given.checked, today())
        return (
            ("แหล่งที่มา", item.source),
            ("ข้อมูล ณ", format_date(fresh.newest, "short") if fresh.newest else "ยังไม่ระบุวันที่"),
            ("", Standing(fresh.code, fresh.words) if fresh.newest else ""),
            ("พจนานุกรม", f"{given.column_count} คอลัมน์" if given.column_count else "ยังไม่มี"),
        )

    def cells(self, item: Dataset) -> Sequence[Value]:
        given: Any = item
        fresh = freshness(item, given.checked, today())
        return (
            item.holds, item.source, item.keeper, item.period, item.get_cadence_display(), fresh.newest, fresh.due_on,
            given.column_count, given.personal_count, item.get_sharing_display(),
        )  # fmt: skip

    def filters(self, member: Member) -> dict[str, forms.Field]:
        fresh = [("", "ทั้งหมด"), (_DUE, "ถึงกำหนดปรับปรุง"), (_DATED, "ยังไม่ระบุวันที่ของข้อมูล")]
        shared = [("", "ทั้งหมด"), *Dataset.Sharing.choices]
        return {
            "fresh": forms.ChoiceField(label="ความเป็นปัจจุบัน", required=False, choices=fresh),
            "sharing": forms.ChoiceField(label="การเผยแพร่", required=False, choices=shared),
            "personal": forms.BooleanField(label="มีข้อมูลส่วนบุคคล", required=False),
        }

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        if given.get("sharing"):
            items = items.filter(sharing=given["sharing"])
        if given.get("personal"):
            items = items.filter(pk__in=DataField.objects.filter(is_personal=True).values("item"))
        done = DataRound.objects.filter(state=DataRound.State.DONE)
        if given.get("fresh") == _DATED:
            items = items.filter(as_of=None).exclude(pk__in=done.values("dataset"))
        elif given.get("fresh") == _DUE:
            items = items.filter(_old(done, today()))
        return items

    # Its page and its form

    def page_facts(self, item: Dataset, member: Member) -> dict[str, Any]:
        return page_of_dataset(item, member, RegisterData.rounds)

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        return {"title": task.title[:300], "keeper": task.unit.name} if task else {}


_NEEDED = {"holds": "ว่าเก็บข้อมูลอะไร", "source": "แหล่งที่มา"}


def _old(done: QuerySet[DataRound], on: date) -> Q:
    """Datasets whose data are of some day, and due on this one."""
    old = Q(pk__in=())
    for cadence in Cadence.values:
        if last := last_old(cadence, on):
            newer = done.filter(as_of__gt=last).values("dataset")
            dated = Q(as_of__lte=last) | Q(as_of=None, pk__in=done.values("dataset"))
            old |= Q(cadence=cadence) & dated & ~Q(pk__in=newer)
    return old


class RoundBook(Book[DataRound]):
    # Older than the class, as evidence, history and addresses have it.
    code, space = "snapshot", "datasets"
    name, item_word, unit_word, icon = "ข้อมูลรายรอบและคุณภาพข้อมูล", "ข้อมูลรายรอบ", "รอบ", "chart-bar"
    hint = "ไฟล์ข้อมูล ณ วันที่กำหนด เช่น DMC และผลตรวจคุณภาพ"
    position = 61
    model, form = DataRound, RoundForm
    is_imported = False
    finish_words, on_label = "รับรองข้อมูลรอบนี้", "รับรองเมื่อวันที่"
    state_words = {"done": "รับรองแล้ว"}
    found_by = ("dataset",)
    template = "datasets/round.html"
    wanted = {"dataset": "ชุดข้อมูล", "as_of": "ข้อมูล ณ วันที่", "checked_at": "ผลตรวจคุณภาพ"}
    columns = (
        Column("ชุดข้อมูล", 40), Column("ข้อมูล ณ วันที่", 16, "date"), Column("แถว", 12, "number"), Column("ครบถ้วน (ร้อยละ)", 12, "decimal"),
        Column("ถูกต้อง (ร้อยละ)", 12, "decimal"), Column("ช่องที่ขาด", 12, "number"), Column("แถวที่ไม่ถูกต้องหรือซ้ำ", 14, "number"),
    )  # fmt: skip
    snapshot_labels = {
        "title": "เรื่อง", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "dataset": "ชุดข้อมูล", "as_of": "ข้อมูล ณ วันที่", "rows": "จำนวนแถว", "complete": "ครบถ้วน (ร้อยละ)",
        "right": "ถูกต้อง (ร้อยละ)", "missing": "ช่องที่ขาดข้อมูล", "wrong_rows": "แถวที่ไม่ถูกต้องหรือซ้ำ", "columns": "ผลตรวจรายคอลัมน์", "name": "คอลัมน์",
        "filled": "มีข้อมูล (แถว)", "wrong": "ไม่ถูกต้อง (แถว)",
    }  # fmt: skip

    def lacking(self, item: DataRound) -> list[str]:
        lacks = [] if item.dataset_id and item.as_of else ["ยังไม่ระบุชุดข้อมูลและวันที่ของข้อมูล"]
        if not item.table:
            return [*lacks, "ยังไม่แนบไฟล์ตาราง"]
        return lacks if item.is_checked else [*lacks, "ยังไม่ได้ตรวจคุณภาพของไฟล์นี้"]

    def at_finish(self, item: DataRound, on: date) -> Mapping[str, Any]:
        """Its evidence says how complete it is. What it counts is one round: shares of several cannot be added up."""
        if item.dataset is None or item.as_of is None:
            return {}
        complete = f" (ครบถ้วนร้อยละ {percent_words(item.complete)})"
        return {"title": f"{named(item.dataset, item.as_of)}{complete}"}

    def shows(self, item: DataRound) -> Iterable[Shows]:
        return (Shows("register"),)

    def text(self, item: DataRound) -> str:
        return " ".join(filter(None, (item.dataset.source, item.dataset.keeper))) if item.dataset else ""

    def snapshot(self, item: DataRound) -> dict[str, Any]:
        columns = [
            {"name": one["name"], "filled": one["filled"], "wrong": one["wrong"]} for one in item.columns
        ]
        return {
            **heading_of(item),
            "dataset": item.dataset.title if item.dataset else "",
            "as_of": plain(item.as_of),
            "rows": item.row_count,
            "complete": percent_words(item.complete),
            "right": percent_words(item.right),
            "missing": item.cells_wanted - item.cells_filled,
            "wrong_rows": item.wrong_rows,
            "columns": columns,
        }

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        return items.select_related("unit", "owner", "dataset")

    def facts(self, item: DataRound) -> Sequence[tuple[str, str]]:
        if not item.is_checked:
            return (("", "ยังไม่ได้ตรวจคุณภาพ"),)
        return (
            ("จำนวน", f"{item.row_count:,} แถว"),
            ("ครบถ้วน", f"ร้อยละ {percent_words(item.complete)}"),
            ("ถูกต้อง", f"ร้อยละ {percent_words(item.right)}"),
        )

    def cells(self, item: DataRound) -> Sequence[Value]:
        dataset = item.dataset.title if item.dataset else ""
        if not item.is_checked:
            return (dataset, item.as_of, None, None, None, None, None)
        missing = item.cells_wanted - item.cells_filled
        return (dataset, item.as_of, item.row_count, item.complete, item.right, missing, item.wrong_rows)

    def filters(self, member: Member) -> dict[str, forms.Field]:
        seen = (
            access.visible_items(member, DATASETS).exclude(state=Dataset.State.VOID).order_by("title", "pk")
        )
        offered = [
            ("", "ทุกชุดข้อมูล"),
            *((str(pk), title[:80]) for pk, title in seen.values_list("pk", "title")),
        ]
        return {"dataset": forms.ChoiceField(label="ชุดข้อมูล", required=False, choices=offered)}

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        return items.filter(dataset=given["dataset"]) if given.get("dataset") else items

    def page_facts(self, item: DataRound, member: Member) -> dict[str, Any]:
        seen = access.visible_items(member, DATASETS).filter(pk=item.dataset_id)
        url = DATASETS.address("page", member.office.code, item.dataset_id) if seen.exists() else ""
        return {**page_of_round(item, member, self), "dataset_url": url}

    def begun_at(self, given: Mapping[str, str], member: Member) -> dict[str, Any]:
        """Of a dataset from whose page it is begun."""
        return {"dataset": given["dataset"]} if given.get("dataset") else {}

    def kept(self, item: DataRound, by: Member) -> None:
        """A new file is checked by itself."""
        if item.table and item.dataset_id and not item.is_checked and not item.is_being_checked:
            held = checking.begin_check(item, by=by)
            item.job = held.job

    def copied(self, item: DataRound, year: int) -> dict[str, Any]:
        return {"dataset": item.dataset, "title": item.title}


class RegisterData(BookAction):
    code, asks, unit_word = "register", "ชุดข้อมูลที่ขึ้นทะเบียน หรือข้อมูลรายรอบที่รับรองแล้ว", "ชุดข้อมูล"
    book = DatasetBook()
    rounds = RoundBook()


DATASETS, ROUNDS = RegisterData.book, RegisterData.rounds
BOOKS = (DATASETS, ROUNDS)
ACTIONS = (RegisterData(),)
