import django.db.models.deletion
import nithet.core.ids
import nithet.core.money
from decimal import Decimal
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
            name="Plan",
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
                (
                    "sort",
                    models.CharField(
                        choices=[("project", "โครงการ"), ("plan", "แผนการดำเนินงาน")],
                        default="project",
                        max_length=10,
                        verbose_name="ประเภท",
                    ),
                ),
                ("strategy", models.CharField(blank=True, max_length=300, verbose_name="กลยุทธ์")),
                ("reason", models.TextField(blank=True, verbose_name="หลักการและเหตุผล")),
                ("objectives", models.TextField(blank=True, verbose_name="วัตถุประสงค์")),
                ("quality", models.TextField(blank=True, verbose_name="เป้าหมายเชิงคุณภาพ")),
                ("place", models.CharField(blank=True, max_length=300, verbose_name="สถานที่ดำเนินการ")),
                ("benefit", models.TextField(blank=True, verbose_name="ผลที่คาดว่าจะได้รับ")),
                ("ready_on", models.DateField(null=True, verbose_name="จัดทำเสร็จเมื่อ")),
                ("approved_by", models.CharField(blank=True, max_length=300, verbose_name="ผู้อนุมัติ")),
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
                "indexes": [models.Index(fields=["office", "fiscal_year_be", "state"], name="plan_of_year")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="plan_done_on_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=300, verbose_name="ตัวชี้วัด")),
                ("goal", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="ค่าเป้าหมาย")),
                ("unit_word", models.CharField(max_length=60, verbose_name="หน่วยนับ")),
                (
                    "actual",
                    models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name="ผล"),
                ),
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
                        related_name="indicators",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(blank=True, max_length=300, verbose_name="รายการ")),
                ("category", models.CharField(max_length=300, verbose_name="หมวดรายจ่าย")),
                ("source", models.CharField(max_length=300, verbose_name="แหล่งงบประมาณ")),
                ("planned", nithet.core.money.BahtColumn(verbose_name="ตามแผน")),
                ("committed", nithet.core.money.BahtColumn(default=Decimal("0.00"), verbose_name="ผูกพัน")),
                ("spent", nithet.core.money.BahtColumn(default=Decimal("0.00"), verbose_name="เบิกจ่าย")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="plans.plan"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("committed__gte", 0), ("planned__gte", 0), ("spent__gte", 0)),
                        name="budgetline_no_debts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Activity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=300, verbose_name="กิจกรรม")),
                ("months", models.JSONField(default=list, verbose_name="เดือน")),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="ความก้าวหน้า (ร้อยละ)")),
                ("done_on", models.DateField(null=True, verbose_name="เสร็จเมื่อ")),
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
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="activities",
                        to="plans.plan",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("percent__lte", 100)), name="activity_percent_to_100"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", False), ("percent", 100)),
                            models.Q(("done_on", None), ("percent__lt", 100)),
                            _connector="OR",
                        ),
                        name="activity_done_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanPolicy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="policies", to="plans.plan"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "policy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cycles.policyfocus",
                        verbose_name="นโยบายหรือจุดเน้น",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Risk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=300, verbose_name="ความเสี่ยง")),
                ("chance", models.PositiveSmallIntegerField(verbose_name="โอกาสเกิด")),
                ("harm", models.PositiveSmallIntegerField(verbose_name="ผลกระทบ")),
                ("remedy", models.CharField(blank=True, max_length=1000, verbose_name="แนวทางแก้ไข")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="risks", to="plans.plan"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("chance__range", (1, 5)), ("harm__range", (1, 5))),
                        name="risk_of_five_by_five",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=300, verbose_name="เป้าหมาย")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="จำนวน")),
                ("unit_word", models.CharField(max_length=60, verbose_name="หน่วยนับ")),
                (
                    "reached",
                    models.DecimalField(decimal_places=2, max_digits=12, null=True, verbose_name="ทำได้"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="plans.plan"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("strategy", "กลยุทธ์"),
                            ("category", "หมวดรายจ่าย"),
                            ("source", "แหล่งงบประมาณ"),
                        ],
                        max_length=10,
                    ),
                ),
                ("fiscal_year_be", models.PositiveSmallIntegerField(default=0)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=300, verbose_name="ข้อความ")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
            options={
                "ordering": ["fiscal_year_be", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "kind", "fiscal_year_be", "name"), name="term_once_a_year"
                    )
                ],
            },
        ),
    ]
