import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_cache_table"),
        ("manuals", "0001_initial"),
        ("offices", "0007_removal_by_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            },
        ),
        migrations.AddIndex(
            model_name="manualupload",
            index=models.Index(fields=["office", "made_by", "state"], name="manualupload_whose"),
        ),
        migrations.AddConstraint(
            model_name="manualsource",
            constraint=models.UniqueConstraint(fields=("upload", "position"), name="manualsource_position"),
        ),
        migrations.AddConstraint(
            model_name="manualsource",
            constraint=models.CheckConstraint(
                condition=models.Q(("upload__isnull", False), ("version__isnull", False), _connector="OR"),
                name="manualsource_of_something",
            ),
        ),
    ]
