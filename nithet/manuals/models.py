"""The manual as data: what should happen. Adopted versions never change."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.core.models import Job, StoredFile
from nithet.manuals.comparing.kin import family_name
from nithet.offices.models import OfficeRecord, Unit


class Manual(OfficeRecord):
    """A work manual of a division; its text lives in its versions."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="manuals")
    title = models.CharField("ชื่อคู่มือ", max_length=300)

    class Meta:
        ordering = ["-pk"]


class ManualVersion(OfficeRecord):
    """One edition: read from a source or the catalogue, proposed, endorsed by the director, replaced."""

    class State(models.TextChoices):
        DRAFT = "draft", "ฉบับร่าง"
        PROPOSED = "proposed", "เสนอแล้ว รอผู้อำนวยการพิจารณา"
        ADOPTED = "adopted", "ประกาศใช้"
        REPLACED = "replaced", "ยกเลิก ใช้ฉบับใหม่แทน"

    manual = models.ForeignKey(Manual, on_delete=models.PROTECT, related_name="versions")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    number = models.PositiveSmallIntegerField("ฉบับปรับปรุงครั้งที่", null=True, blank=True)
    source_name = models.CharField(max_length=255, blank=True)
    source_text = models.TextField(blank=True)
    # What the reader understood (nithet.manuals.draft), until adoption turns it into procedures and steps.
    reading = models.JSONField(default=dict)
    # Raised by each change of `reading`, so that a save of an older state is refused.
    revision = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)
    return_reason = models.TextField(blank=True)
    adopted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    # Still to be said: is it the next edition of a manual that its unit has, or a manual of its own?
    asks_manual = models.BooleanField(default=False)
    # The edition that this one was begun from; a plain id, since it may be another office's.
    begun_from = models.UUIDField(null=True, blank=True)
    # Shown to all other offices, which may begin from it.
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(fields=["office", "state"], name="manualversion_state"),
            models.Index(
                fields=["published_at"],
                name="manualversion_published",
                condition=Q(published_at__isnull=False),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["manual", "number"], name="manualversion_number"),
            models.UniqueConstraint(
                fields=["manual"], condition=Q(state="adopted"), name="manualversion_one_adopted_a_manual"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(adopted_at__isnull=False),
                name="manualversion_number_when_adopted",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(adopted_at__isnull=False),
                name="manualversion_published_when_adopted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.manual.title} {self.label}"

    @property
    def label(self) -> str:
        return f"ฉบับปรับปรุงครั้งที่ {self.number}" if self.number else self.get_state_display()


class DraftChange(OfficeRecord):
    """One act on the reading of a draft; `delta` is what it changed (`editing.delta`), both ways.

    They stand in one line by `number`. Undone ones are the last of it, until a new act takes their place.
    """

    version = models.ForeignKey(ManualVersion, on_delete=models.CASCADE, related_name="changes")
    number = models.PositiveIntegerField()
    # The revision that doing, undoing or redoing it made last.
    revision = models.PositiveIntegerField()
    act = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    item = models.CharField(max_length=40, blank=True)
    delta = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["version", "number"], name="draftchange_number")]

    def __str__(self) -> str:
        return self.words


class ManualUpload(OfficeRecord):
    """Files brought in to be read as one manual. They stay also where they cannot be read."""

    class State(models.TextChoices):
        READING = "reading", "กำลังอ่าน"
        ASKED = "asked", "รอเลือกวิธีอ่านหน้าที่เป็นภาพสแกน"
        FAILED = "failed", "อ่านไม่ได้"
        DONE = "done", "อ่านแล้ว"

    class Scans(models.TextChoices):
        """What becomes of pages without text."""

        ASK = "ask", "ถามก่อน"
        RECOGNISE = "recognise", "อ่านภาพสแกน (OCR)"
        LEAVE = "leave", "อ่านเฉพาะหน้าที่มีข้อความ"

    state = models.CharField(max_length=20, choices=State, default=State.READING)
    scans = models.CharField(max_length=20, choices=Scans, default=Scans.ASK)
    error = models.TextField(blank=True)
    manual = models.ForeignKey(Manual, on_delete=models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, related_name="+")
    # What came of it: a new edition, or the one that had this text already.
    version = models.ForeignKey(ManualVersion, on_delete=models.CASCADE, null=True, related_name="uploads")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["office", "made_by", "state"], name="manualupload_whose")]


class ManualSource(OfficeRecord):
    """A file that a manual is read from, as it came. Those of an edition are in the order of its text."""

    upload = models.ForeignKey(ManualUpload, on_delete=models.CASCADE, null=True, related_name="sources")
    version = models.ForeignKey(ManualVersion, on_delete=models.CASCADE, null=True, related_name="sources")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    pages = models.PositiveIntegerField(default=0)  # 0: not known
    scanned = models.JSONField(default=list)  # pages without text
    remarks = models.JSONField(default=list)  # codes of `manuals.sources`

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "position"], name="manualsource_position"),
            models.CheckConstraint(
                condition=Q(upload__isnull=False) | Q(version__isnull=False), name="manualsource_of_something"
            ),
        ]


class Procedure(OfficeRecord):
    """A procedure (กระบวนงาน) of one version. `lineage` stays the same over versions."""

    version = models.ForeignKey(ManualVersion, on_delete=models.CASCADE, related_name="procedures")
    lineage = models.UUIDField(default=new_id)
    # Its kin by the catalogue's code. A filing of ours, not a word of the manual: a person may correct it.
    family = models.CharField(max_length=60, blank=True)
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, blank=True)  # as the manual counts
    part = models.TextField(blank=True)  # the heading of the part that it stands in
    title = models.TextField()
    also_called = models.JSONField(default=list)
    objectives = models.JSONField(default=list)
    scope = models.TextField(blank=True)
    definitions = models.JSONField(default=list)  # [{"term", "meaning"}]
    forms = models.JSONField(default=list)
    references = models.JSONField(default=list)
    lines = models.JSONField(default=list)  # [first, last] of the source, or [] from the catalogue

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="procedure_position")]

    @property
    def family_words(self) -> str:
        """The name of its family of kin procedures."""
        return family_name(self.family)


class Step(OfficeRecord):
    """A step of a procedure, or a sub-step of a step."""

    class Ask(models.TextChoices):
        """What is asked of the decider when the step's work is submitted."""

        CERTIFY = "certify", "รับรองผลการดำเนินงาน"
        ENDORSE = "endorse", "เห็นชอบ"
        APPROVE = "approve", "อนุมัติ"
        PERMIT = "permit", "อนุญาต"
        ACKNOWLEDGE = "acknowledge", "ทราบ"
        SIGN = "sign", "ลงนาม"

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="steps")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="substeps")
    lineage = models.UUIDField(default=new_id)
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    title = models.TextField()
    also_called = models.JSONField(default=list)
    detail = models.TextField(blank=True)
    months = models.JSONField(null=True)  # [10, 11] or None where the manual states none
    cadence = models.CharField(max_length=40, blank=True)
    time_text = models.TextField(blank=True)  # the time in words that are neither
    responsible = models.JSONField(default=list)
    standard = models.TextField(blank=True)
    measure = models.JSONField(null=True)  # {"at_least": 2, "per": "semester"}
    actions = models.JSONField(default=list)
    ask = models.CharField(max_length=20, choices=Ask, default=Ask.CERTIFY)
    forms = models.JSONField(default=list)
    lines = models.JSONField(default=list)

    GATES = frozenset({Ask.ENDORSE, Ask.APPROVE, Ask.PERMIT, Ask.SIGN})

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["procedure", "position"], name="step_position")]

    @property
    def is_gate(self) -> bool:
        """What follows waits for this decision. "เสนอเพื่อทราบ" never gates."""
        return self.ask in self.GATES
