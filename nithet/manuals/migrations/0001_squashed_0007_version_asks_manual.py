import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("manuals", "0001_initial"),
        ("manuals", "0003_manual_sources"),
        ("manuals", "0004_draft_changes"),
        ("manuals", "0005_editions"),
        ("manuals", "0006_older_editions"),
        ("manuals", "0007_version_asks_manual"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0003_cache_table"),
        ("offices", "0007_removal_by_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Manual",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="ชื่อคู่มือ")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="manuals",
                        to="offices.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="ManualVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "ฉบับร่าง"),
                            ("proposed", "เสนอแล้ว รอผู้อำนวยการพิจารณา"),
                            ("adopted", "ประกาศใช้"),
                            ("replaced", "ยกเลิก ใช้ฉบับใหม่แทน"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="ฉบับปรับปรุงครั้งที่"),
                ),
                ("source_name", models.CharField(blank=True, max_length=255)),
                ("source_text", models.TextField(blank=True)),
                ("reading", models.JSONField(default=dict)),
                ("made_at", models.DateTimeField()),
                ("proposed_at", models.DateTimeField(null=True)),
                ("return_reason", models.TextField(blank=True)),
                ("adopted_at", models.DateTimeField(null=True)),
                (
                    "adopted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "manual",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="manuals.manual",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("begun_from", models.UUIDField(blank=True, null=True)),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_at", models.DateTimeField(null=True)),
                ("asks_manual", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-made_at"],
                "indexes": [
                    models.Index(fields=["office", "state"], name="manualversion_state"),
                    models.Index(
                        condition=models.Q(("published_at__isnull", False)),
                        fields=["published_at"],
                        name="manualversion_published",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("manual", "number"), name="manualversion_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "adopted")),
                        fields=("manual",),
                        name="manualversion_one_adopted_a_manual",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number__isnull", True), ("adopted_at__isnull", False), _connector="OR"
                        ),
                        name="manualversion_number_when_adopted",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at__isnull", True), ("adopted_at__isnull", False), _connector="OR"
                        ),
                        name="manualversion_published_when_adopted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Procedure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lineage", models.UUIDField(default=nithet.core.ids.new_id)),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.TextField()),
                ("also_called", models.JSONField(default=list)),
                ("objectives", models.JSONField(default=list)),
                ("scope", models.TextField(blank=True)),
                ("definitions", models.JSONField(default=list)),
                ("forms", models.JSONField(default=list)),
                ("references", models.JSONField(default=list)),
                ("lines", models.JSONField(default=list)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="procedures",
                        to="manuals.manualversion",
                    ),
                ),
                ("family", models.CharField(blank=True, max_length=60)),
                ("number", models.CharField(blank=True, max_length=40)),
                ("part", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "position"), name="procedure_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lineage", models.UUIDField(default=nithet.core.ids.new_id)),
                ("position", models.PositiveSmallIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("title", models.TextField()),
                ("also_called", models.JSONField(default=list)),
                ("months", models.JSONField(null=True)),
                ("cadence", models.CharField(blank=True, max_length=40)),
                ("responsible", models.JSONField(default=list)),
                ("standard", models.TextField(blank=True)),
                ("measure", models.JSONField(null=True)),
                ("actions", models.JSONField(default=list)),
                (
                    "ask",
                    models.CharField(
                        choices=[
                            ("certify", "รับรองผลการดำเนินงาน"),
                            ("endorse", "เห็นชอบ"),
                            ("approve", "อนุมัติ"),
                            ("permit", "อนุญาต"),
                            ("acknowledge", "ทราบ"),
                            ("sign", "ลงนาม"),
                        ],
                        default="certify",
                        max_length=20,
                    ),
                ),
                ("lines", models.JSONField(default=list)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="substeps",
                        to="manuals.step",
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="manuals.procedure",
                    ),
                ),
                ("detail", models.TextField(blank=True)),
                ("time_text", models.TextField(blank=True)),
                ("forms", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("procedure", "position"), name="step_position")
                ],
            },
        ),
        migrations.CreateModel(
            name="ManualUpload",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "กำลังอ่าน"),
                            ("asked", "รอเลือกวิธีอ่านหน้าที่เป็นภาพสแกน"),
                            ("failed", "อ่านไม่ได้"),
                            ("done", "อ่านแล้ว"),
                        ],
                        default="reading",
                        max_length=20,
                    ),
                ),
                (
                    "scans",
                    models.CharField(
                        choices=[
                            ("ask", "ถามก่อน"),
                            ("recognise", "อ่านภาพสแกน (OCR)"),
                            ("leave", "อ่านเฉพาะหน้าที่มีข้อความ"),
                        ],
                        default="ask",
                        max_length=20,
                    ),
                ),
                ("error", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                (
                    "job",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.job",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "manual",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="manuals.manual",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="offices.unit",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="manuals.manualversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "indexes": [models.Index(fields=["office", "made_by", "state"], name="manualupload_whose")],
            },
        ),
        migrations.CreateModel(
            name="ManualSource",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=255)),
                ("pages", models.PositiveIntegerField(default=0)),
                ("scanned", models.JSONField(default=list)),
                ("remarks", models.JSONField(default=list)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.storedfile"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="manuals.manualversion",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sources",
                        to="manuals.manualupload",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("upload", "position"), name="manualsource_position"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("upload__isnull", False), ("version__isnull", False), _connector="OR"
                        ),
                        name="manualsource_of_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("revision", models.PositiveIntegerField()),
                ("act", models.CharField(max_length=40)),
                ("words", models.CharField(max_length=300)),
                ("item", models.CharField(blank=True, max_length=40)),
                ("delta", models.JSONField()),
                ("at", models.DateTimeField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="manuals.manualversion",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "number"), name="draftchange_number")
                ],
            },
        ),
    ]
