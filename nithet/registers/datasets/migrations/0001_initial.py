import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0004_search"),
        ("cycles", "0010_policy_focus"),
        ("offices", "0008_week_limit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Dataset",
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
                ("holds", models.TextField(blank=True, verbose_name="เก็บข้อมูลอะไร")),
                ("keeper", models.CharField(blank=True, max_length=300, verbose_name="หน่วยงานเจ้าของข้อมูล")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="แหล่งที่มา")),
                ("period", models.CharField(blank=True, max_length=200, verbose_name="ช่วงเวลาของข้อมูล")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="จัดเก็บไว้ที่")),
                (
                    "cadence",
                    models.CharField(
                        choices=[
                            ("dmc", "ตามรอบ DMC (10 มิ.ย. 10 พ.ย. 31 มี.ค.)"),
                            ("month", "ทุกเดือน"),
                            ("semester", "ทุกภาคเรียน"),
                            ("year", "ทุกปี"),
                            ("needed", "เมื่อมีการเปลี่ยนแปลง"),
                        ],
                        default="year",
                        max_length=10,
                        verbose_name="ปรับปรุงข้อมูล",
                    ),
                ),
                ("as_of", models.DateField(null=True, verbose_name="ข้อมูลล่าสุด ณ วันที่")),
                (
                    "sharing",
                    models.CharField(
                        choices=[
                            ("inside", "ใช้ภายในสำนักงาน"),
                            ("asked", "ให้เมื่อร้องขอ"),
                            ("open", "เผยแพร่แก่สาธารณะ"),
                        ],
                        default="inside",
                        max_length=10,
                        verbose_name="การเผยแพร่",
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
                    models.Index(fields=["office", "fiscal_year_be", "state"], name="dataset_of_year")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="dataset_done_on_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DataField",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อคอลัมน์")),
                ("meaning", models.CharField(blank=True, max_length=500, verbose_name="ความหมาย")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "ข้อความ"),
                            ("whole", "จำนวนเต็ม"),
                            ("number", "ตัวเลข"),
                            ("date", "วันที่"),
                            ("yes_no", "ใช่หรือไม่ใช่"),
                            ("choice", "ค่าตามรายการ"),
                            ("school", "รหัสโรงเรียน"),
                        ],
                        default="text",
                        max_length=10,
                        verbose_name="ชนิดข้อมูล",
                    ),
                ),
                ("codes", models.CharField(blank=True, max_length=2000, verbose_name="ค่าที่ใช้ได้")),
                ("is_required", models.BooleanField(default=True, verbose_name="ต้องมีค่า")),
                ("is_key", models.BooleanField(default=False, verbose_name="ใช้ตรวจข้อมูลซ้ำ")),
                ("is_personal", models.BooleanField(default=False, verbose_name="ข้อมูลส่วนบุคคล")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="columns",
                        to="datasets.dataset",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "choice"), _negated=True),
                            models.Q(("codes", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="datafield_choice_has_codes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
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
                ("as_of", models.DateField(null=True, verbose_name="ข้อมูล ณ วันที่")),
                ("checked_at", models.DateTimeField(null=True)),
                ("row_count", models.PositiveIntegerField(default=0)),
                ("cells_wanted", models.PositiveBigIntegerField(default=0)),
                ("cells_filled", models.PositiveBigIntegerField(default=0)),
                ("wrong_rows", models.PositiveIntegerField(default=0)),
                ("twice_rows", models.PositiveIntegerField(default=0)),
                ("report", models.JSONField(default=dict)),
                ("findings", models.UUIDField(null=True)),
                (
                    "dataset",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="snapshots",
                        to="datasets.dataset",
                        verbose_name="ชุดข้อมูล",
                    ),
                ),
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
                    models.Index(fields=["office", "fiscal_year_be", "state"], name="snapshot_of_year"),
                    models.Index(fields=["dataset", "as_of"], name="snapshot_of_dataset"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="snapshot_done_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("as_of__isnull", False), ("dataset__isnull", False)),
                            _connector="OR",
                        ),
                        name="snapshot_done_of_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cells_filled__lte", models.F("cells_wanted"))),
                        name="snapshot_no_more_than_wanted",
                    ),
                ],
            },
        ),
    ]
