"""Lists of other systems on their way in: the file, how its columns are read, and what was found wrong with it."""

from __future__ import annotations

from django.db import models

from nithet.core.models import Job, StoredFile
from nithet.offices.models.office import OfficeRecord


class Import(OfficeRecord):
    """One file from upload to stored rows. Nothing is stored before a person says so."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "รอจับคู่คอลัมน์"
        CHECKING = "checking", "กำลังตรวจสอบ"
        CHECKED = "checked", "ตรวจสอบแล้ว รอยืนยัน"
        IMPORTING = "importing", "กำลังนำเข้า"
        DONE = "done", "นำเข้าแล้ว"
        FAILED = "failed", "ไม่สำเร็จ"
        DISCARDED = "discarded", "ยกเลิก"

    kind = models.CharField(max_length=40)
    # None once the import has ended, where the file held what the system does not keep.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=255)
    sheet = models.CharField(max_length=100, blank=True)
    headings = models.JSONField(default=list)  # as found in the file, in its order
    layout = models.JSONField(default=dict)  # sheets, first row of data, samples and guesses by column
    columns = models.JSONField(default=dict)  # index of the column (as text) -> code of the field
    options = models.JSONField(
        default=dict
    )  # what the file does not say: {"on": "2026-11-10", "source": "DMC"}
    state = models.CharField(max_length=20, choices=State, default=State.UPLOADED)
    counts = models.JSONField(default=dict)  # {"rows": …, "new": …, "changed": …, "same": …, "bad": …}
    error = models.TextField(blank=True)
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    made_by_id = models.UUIDField(null=True)
    made_by_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["office", "kind", "made_at"], name="import_office")]

    def __str__(self) -> str:
        return self.name


class ImportProblem(OfficeRecord):
    """A row worth showing: one that cannot be taken, one to look at, one that changes something; and whom no row names.

    Its number is the one that the file shows.
    """

    class Weight(models.TextChoices):
        NEW = "new", "ใหม่"
        CHANGED = "changed", "เปลี่ยนแปลง"
        MOVED = "moved", "ย้าย"
        BAD = "bad", "นำเข้าไม่ได้"
        DOUBT = "doubt", "โปรดตรวจสอบ"
        MISSING = "missing", "ไม่พบในไฟล์ใหม่"

    class Choice(models.TextChoices):
        SAME = "same", "เป็นรายการเดียวกัน"
        NEW = "new", "เป็นรายการใหม่"
        SKIP = "skip", "ไม่นำเข้าแถวนี้"

    source = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    weight = models.CharField(max_length=10, choices=Weight)
    field = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=300, blank=True)
    why = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=300, blank=True)
    # {"changes": [[label, old, new], …], "cells": {column: value}, "other": "…"}
    facts = models.JSONField(default=dict)
    other_id = models.UUIDField(null=True)  # the stored thing that this row may be
    choice = models.CharField(max_length=10, choices=Choice, blank=True)

    class Meta:
        ordering = ["row", "pk"]
        indexes = [models.Index(fields=["source", "weight", "row"], name="importproblem_row")]


class ColumnMatch(OfficeRecord):
    """How a person matched the columns of a layout, remembered for the next file of the same layout."""

    kind = models.CharField(max_length=40)
    signature = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)  # heading -> code of the field ("" for none)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "kind", "signature"], name="columnmatch_once_a_layout")
        ]
