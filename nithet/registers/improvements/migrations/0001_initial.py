import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("cycles", "0008_task_due_in_year"),
        ("offices", "0008_week_limit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Improvement",
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
                        choices=[
                            ("service", "ปรับปรุงการให้บริการ"),
                            ("work", "ปรับปรุงวิธีปฏิบัติงาน"),
                            ("ict", "พัฒนาและประยุกต์ใช้ ICT"),
                        ],
                        default="service",
                        max_length=10,
                        verbose_name="ประเภท",
                    ),
                ),
                ("problem", models.TextField(verbose_name="ปัญหาที่พบ")),
                ("seen_in", models.CharField(blank=True, max_length=300, verbose_name="พบปัญหาจาก")),
                ("cause", models.TextField(blank=True, verbose_name="สาเหตุ")),
                ("remedy", models.TextField(blank=True, verbose_name="วิธีแก้ไขปรับปรุง")),
                ("began_on", models.DateField(null=True, verbose_name="เริ่มปรับปรุง")),
                (
                    "progress",
                    models.CharField(
                        choices=[
                            ("planned", "วางแผนแล้ว"),
                            ("doing", "กำลังปรับปรุง"),
                            ("used", "นำไปใช้แล้ว"),
                            ("stopped", "ยุติการปรับปรุง"),
                        ],
                        default="planned",
                        max_length=10,
                        verbose_name="สถานะการปรับปรุง",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="ผลที่ได้")),
                ("old_process", models.TextField(blank=True, verbose_name="กระบวนงานเดิม")),
                ("tool", models.CharField(blank=True, max_length=300, verbose_name="เครื่องมือ ICT ที่ใช้")),
                ("joined_with", models.CharField(blank=True, max_length=300, verbose_name="ระบบที่เชื่อมโยง")),
                ("developer", models.CharField(blank=True, max_length=200, verbose_name="ผู้พัฒนา")),
                (
                    "budget",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, null=True, verbose_name="งบประมาณ (บาท)"
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
                    models.Index(fields=["office", "fiscal_year_be", "state"], name="improvement_of_year")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="improvement_done_on_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Figure",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=200, verbose_name="สิ่งที่วัด")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("minutes", "นาที"),
                            ("steps", "ขั้นตอน"),
                            ("errors", "ข้อผิดพลาด"),
                            ("baht", "บาท"),
                            ("times", "ครั้ง"),
                            ("people", "คน"),
                        ],
                        max_length=10,
                        verbose_name="หน่วย",
                    ),
                ),
                ("before", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="ก่อนปรับปรุง")),
                (
                    "after",
                    models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name="หลังปรับปรุง"),
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
                        related_name="figures",
                        to="improvements.improvement",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
            },
        ),
    ]
