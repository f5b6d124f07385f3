import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("cycles", "0010_policy_focus"),
        ("offices", "0008_week_limit"),
    ]

    operations = [
        migrations.CreateModel(
            name="WorkingGroup",
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
                ("legal_ground", models.TextField(blank=True, verbose_name="อ้างอำนาจ")),
                ("reason", models.TextField(blank=True, verbose_name="เหตุผลที่แต่งตั้ง")),
                ("duties", models.TextField(blank=True, verbose_name="หน้าที่ของคณะทำงาน")),
                ("from_on", models.DateField(null=True, verbose_name="ตั้งแต่วันที่")),
                ("until_on", models.DateField(null=True, verbose_name="ถึงวันที่")),
                ("order_number", models.CharField(blank=True, max_length=40, verbose_name="คำสั่งที่")),
                ("order_year_be", models.PositiveSmallIntegerField(null=True)),
                (
                    "signed_elsewhere",
                    models.CharField(blank=True, max_length=300, verbose_name="ลงนามในระบบอื่น"),
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
                    models.Index(fields=["office", "fiscal_year_be", "state"], name="workinggroup_of_year")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="workinggroup_done_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("from_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="workinggroup_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "done"), models.Q(("order_number", ""), _negated=True)),
                        fields=("office", "order_year_be", "order_number"),
                        name="workinggroup_order_once_a_year",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("sub_group", models.CharField(blank=True, max_length=200, verbose_name="ชุด")),
                ("outside_name", models.CharField(blank=True, max_length=200, verbose_name="ชื่อ")),
                ("post", models.CharField(blank=True, max_length=200, verbose_name="ตำแหน่ง")),
                ("agency", models.CharField(blank=True, max_length=200, verbose_name="หน่วยงาน")),
                (
                    "duty",
                    models.CharField(
                        choices=[
                            ("adviser", "ที่ปรึกษา"),
                            ("chair", "ประธาน"),
                            ("vice_chair", "รองประธาน"),
                            ("member", "กรรมการ"),
                            ("secretary", "กรรมการและเลขานุการ"),
                            ("assistant_secretary", "กรรมการและผู้ช่วยเลขานุการ"),
                            ("assistant", "ผู้ช่วยเลขานุการ"),
                            ("other", "อื่น ๆ"),
                        ],
                        default="member",
                        max_length=20,
                        verbose_name="หน้าที่",
                    ),
                ),
                ("duty_note", models.CharField(blank=True, max_length=200, verbose_name="หน้าที่เฉพาะ")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                        verbose_name="บุคลากร",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="workgroups.workinggroup",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["person", "item"], name="seat_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False),
                            models.Q(("outside_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="seat_of_somebody",
                    )
                ],
            },
        ),
    ]
