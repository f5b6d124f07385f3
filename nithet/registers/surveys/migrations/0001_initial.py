import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("cycles", "0001_squashed_0011_ask_returned"),
        ("forms", "0001_initial"),
        ("offices", "0009_api_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoundProgress",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("asked", models.PositiveIntegerField(default=0)),
                ("wanted", models.PositiveIntegerField(default=0)),
                ("counted", models.PositiveIntegerField(default=0)),
                ("is_over", models.BooleanField(default=False)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="progress", to="forms.round"
                    ),
                ),
            ],
            options={
                "verbose_name": "ความก้าวหน้าของรอบ",
            },
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="ชื่อเรื่อง")),
                ("fiscal_year_be", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ พ.ศ.")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "ฉบับร่าง"), ("done", "เสร็จสิ้น"), ("void", "ยกเลิก")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(null=True, verbose_name="วันที่")),
                ("files", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("void_reason", models.TextField(blank=True)),
                ("path", models.CharField(blank=True, max_length=500)),
                ("aspect", models.CharField(blank=True, max_length=500, verbose_name="ด้าน")),
                ("for_whom", models.CharField(blank=True, max_length=300, verbose_name="ความต้องการของ")),
                (
                    "desired",
                    models.DecimalField(
                        decimal_places=2, max_digits=8, null=True, verbose_name="สภาพที่คาดหวัง"
                    ),
                ),
                (
                    "actual",
                    models.DecimalField(decimal_places=2, max_digits=8, null=True, verbose_name="สภาพปัจจุบัน"),
                ),
                (
                    "pni",
                    models.DecimalField(
                        decimal_places=3, max_digits=10, null=True, verbose_name="PNI modified"
                    ),
                ),
                ("rank", models.PositiveIntegerField(null=True, verbose_name="ลำดับ")),
                ("n", models.PositiveIntegerField(null=True, verbose_name="ผู้ตอบ")),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("waiting", "ยังไม่ดำเนินการ"),
                            ("planned", "มีแผนรองรับ"),
                            ("met", "ตอบสนองแล้ว"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="การตอบสนอง",
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="ตอบสนองโดย")),
                ("answer_kind", models.CharField(blank=True, max_length=60)),
                ("answer_id", models.UUIDField(null=True)),
                (
                    "made_by",
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
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                        verbose_name="ผู้รับผิดชอบ",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="needs",
                        to="forms.round",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cycles.task",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.unit",
                        verbose_name="กลุ่ม",
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["office", "fiscal_year_be", "state"], name="need_of_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="need_done_on_a_day",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("path", ""), _negated=True),
                        fields=("round", "path"),
                        name="need_once_a_round_and_item",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundTask",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
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
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="served_tasks",
                        to="forms.round",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="served_by_rounds",
                        to="cycles.task",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "task"), name="roundtask_once")],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="ชื่อเรื่อง")),
                ("fiscal_year_be", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ พ.ศ.")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "ฉบับร่าง"), ("done", "เสร็จสิ้น"), ("void", "ยกเลิก")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("on", models.DateField(null=True, verbose_name="วันที่")),
                ("files", models.JSONField(default=list)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("made_at", models.DateTimeField()),
                ("changed_at", models.DateTimeField()),
                ("void_reason", models.TextField(blank=True)),
                ("path", models.CharField(blank=True, max_length=500)),
                ("theme", models.CharField(blank=True, max_length=200, verbose_name="หมวด")),
                ("text", models.TextField(blank=True, verbose_name="รายละเอียด")),
                ("quotes", models.JSONField(default=list)),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("taken", "รับไว้พิจารณา"),
                            ("doing", "ดำเนินการ"),
                            ("achieved", "เสร็จสิ้น"),
                            ("declined", "ไม่ดำเนินการ"),
                        ],
                        default="taken",
                        max_length=10,
                        verbose_name="การดำเนินการ",
                    ),
                ),
                ("due_on", models.DateField(null=True, verbose_name="กำหนดแล้วเสร็จ")),
                ("outcome", models.TextField(blank=True, verbose_name="ผลหรือเหตุผล")),
                (
                    "made_by",
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
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                        verbose_name="ผู้รับผิดชอบ",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="forms.round",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="cycles.task",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.unit",
                        verbose_name="กลุ่ม",
                    ),
                ),
            ],
            options={
                "ordering": ["-changed_at", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["office", "fiscal_year_be", "state"], name="suggestion_of_year"),
                    models.Index(fields=["office", "due_on"], name="suggestion_due"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="suggestion_done_on_a_day",
                    )
                ],
            },
        ),
    ]
