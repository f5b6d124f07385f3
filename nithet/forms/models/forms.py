"""Forms as data. A published version never changes."""

from __future__ import annotations

from django.db import models

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.core.models import StoredFile
from nithet.offices.models import OfficeRecord, Unit


class FormKind(models.TextChoices):
    """As the catalogue files its forms (`catalogue/vocabulary.py`)."""

    SURVEY = "survey", "แบบสำรวจ"
    RECORD = "record", "แบบบันทึก"
    ASSESSMENT = "assessment", "แบบประเมิน"
    REPORT = "report", "แบบรายงาน"
    PLAN = "plan", "แผน"
    DOCUMENT = "document", "หนังสือและคำสั่ง"
    REGISTER = "register", "ทะเบียน"


class Form(OfficeRecord):
    """A form of an office. Its questions live in its versions, and while it is being made in its draft."""

    # The identifier that phones know it by (form_id of an XLSForm), and part of its address.
    name = models.CharField("รหัสแบบฟอร์ม", max_length=80)
    title = models.CharField("ชื่อแบบฟอร์ม", max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="forms")
    kind = models.CharField("ประเภท", max_length=20, choices=FormKind, default=FormKind.RECORD)
    # Schools fill it too; otherwise it is for the people of the office.
    for_schools = models.BooleanField("ให้โรงเรียนกรอกด้วย", default=True)
    # The same in all copies of a form, within the office and out of it.
    lineage = models.UUIDField(default=new_id)
    # The shipped form that it was begun from (code of catalogue/forms.yaml).
    template = models.CharField(max_length=80, blank=True)
    # The register's service that makes the object of an accepted answer (`landing.py`), for versions to come.
    landing = models.CharField(max_length=80, blank=True)
    # Was asked without telling who answers: nobody opens those submissions one by one.
    has_anonymous = models.BooleanField(default=False)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    # No longer given out to be filled; what was filled stays.
    retired_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["title"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="form_name_once_an_office")]


class FormDraft(OfficeRecord):
    """The tables of a form while somebody works on them; `revision` refuses a save of an older state."""

    form = models.OneToOneField(Form, on_delete=models.CASCADE, related_name="draft")
    tables = models.JSONField()
    revision = models.PositiveIntegerField(default=0)
    begun_from = models.ForeignKey("FormVersion", on_delete=models.PROTECT, null=True, related_name="+")
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.form.title


class FormChange(OfficeRecord):
    """One act on a draft; `delta` is what it changed (`editing/delta.py`), both ways.

    They stand in one line by `number`. Undone ones are the last of it, until a new act takes their place.
    """

    draft = models.ForeignKey(FormDraft, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    # The revision that doing, undoing or redoing it made last.
    revision = models.PositiveIntegerField()
    words = models.CharField(max_length=300)
    # The line of the survey that was worked on, as the spreadsheet counts it.
    row = models.PositiveIntegerField(default=0)
    delta = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["draft", "number"], name="formchange_number")]

    def __str__(self) -> str:
        return self.words


class FormVersion(OfficeRecord):
    """One published edition of a form: its tables, and what was made of them once for phones and the browser."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField("ฉบับที่")
    title = models.CharField(max_length=300)
    tables = models.JSONField()  # tables.to_json
    digest = models.CharField(max_length=64)  # tables.digest: the same tables are the same version
    xform = models.TextField()
    xform_md5 = models.CharField(max_length=32)  # as OpenRosa wants it
    # For the renderer of the browser (`drawing.py`), and which release of it they were made for.
    html = models.TextField()
    model = models.TextField()
    drawn_for = models.CharField(max_length=40)
    landing = models.CharField(max_length=80, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="formversion_number"),
            models.UniqueConstraint(fields=["form", "digest"], name="formversion_once_a_form"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.label}"

    @property
    def label(self) -> str:
        return f"ฉบับที่ {self.number}"


class FormFile(OfficeRecord):
    """A file beside a version: a picture of a label, a list of choices. `schools.csv` and its like are made, not kept."""

    version = models.ForeignKey(FormVersion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="formfile_name_once_a_version")
        ]


class DraftFile(OfficeRecord):
    """A file beside a draft, until it is published with it."""

    draft = models.ForeignKey(FormDraft, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "name"], name="draftfile_name_once_a_draft")]
