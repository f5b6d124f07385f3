import django.db.models.deletion
import nithet.core.ids
import nithet.core.money
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
            name="Agency",
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
                    "side",
                    models.CharField(
                        choices=[("inside", "ภายในสำนักงาน"), ("outside", "ภายนอกสำนักงาน")],
                        default="outside",
                        max_length=10,
                        verbose_name="สังกัด",
                    ),
                ),
                (
                    "sector",
                    models.CharField(
                        choices=[
                            ("state", "หน่วยงานของรัฐ"),
                            ("local", "องค์กรปกครองส่วนท้องถิ่น"),
                            ("private", "ภาคเอกชน"),
                            ("community", "ชุมชนและองค์กรชุมชน"),
                            ("temple", "วัดและศาสนสถาน"),
                            ("university", "สถาบันอุดมศึกษา"),
                            ("school", "สถานศึกษา"),
                            ("other", "อื่น ๆ"),
                        ],
                        default="state",
                        max_length=12,
                        verbose_name="ภาคส่วน",
                    ),
                ),
                ("mandate", models.TextField(blank=True, verbose_name="ภารกิจและอำนาจหน้าที่")),
                ("address", models.TextField(blank=True, verbose_name="ที่อยู่")),
                ("phone", models.CharField(blank=True, max_length=100, verbose_name="โทรศัพท์")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                ("website", models.CharField(blank=True, max_length=300, verbose_name="เว็บไซต์")),
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
                "verbose_name_plural": "agencies",
                "ordering": ["-changed_at", "pk"],
                "abstract": False,
                "indexes": [
                    models.Index(fields=["office", "fiscal_year_be", "state"], name="agency_of_year")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="agency_done_on_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactPerson",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อ")),
                ("post", models.CharField(blank=True, max_length=200, verbose_name="ตำแหน่ง")),
                ("phone", models.CharField(blank=True, max_length=100, verbose_name="โทรศัพท์")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                ("line_id", models.CharField(blank=True, max_length=100, verbose_name="LINE ID")),
                ("matter", models.CharField(blank=True, max_length=300, verbose_name="เรื่องที่ติดต่อได้")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="people",
                        to="partners.agency",
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
            name="Cooperation",
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
                    "direction",
                    models.CharField(
                        choices=[
                            ("out", "สำนักงานขอความร่วมมือ"),
                            ("in", "หน่วยงานขอความร่วมมือมา"),
                            ("both", "ร่วมกันริเริ่ม"),
                        ],
                        default="out",
                        max_length=5,
                        verbose_name="ทิศทาง",
                    ),
                ),
                ("kinds", models.CharField(blank=True, max_length=120, verbose_name="รูปแบบความร่วมมือ")),
                ("detail", models.TextField(blank=True, verbose_name="สาระของความร่วมมือ")),
                ("from_on", models.DateField(null=True, verbose_name="ตั้งแต่วันที่")),
                ("until_on", models.DateField(null=True, verbose_name="ถึงวันที่")),
                ("has_mou", models.BooleanField(default=False, verbose_name="มีบันทึกข้อตกลง (MOU)")),
                ("mou_number", models.CharField(blank=True, max_length=80, verbose_name="เลขที่บันทึกข้อตกลง")),
                ("value", nithet.core.money.BahtColumn(null=True, verbose_name="มูลค่า (บาท)")),
                ("result", models.TextField(blank=True, verbose_name="ผลที่ได้")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cooperations",
                        to="partners.agency",
                        verbose_name="หน่วยงาน",
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
                    models.Index(fields=["office", "fiscal_year_be", "state"], name="cooperation_of_year"),
                    models.Index(
                        condition=models.Q(("has_mou", True)),
                        fields=["until_on"],
                        name="cooperation_mou_until",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="cooperation_done_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("from_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="cooperation_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("on", models.DateField(verbose_name="วันที่")),
                (
                    "how",
                    models.CharField(
                        choices=[
                            ("phone", "โทรศัพท์"),
                            ("letter", "หนังสือราชการ"),
                            ("meeting", "ประชุมหรือพบ"),
                            ("online", "ประชุมออนไลน์"),
                            ("line", "LINE"),
                            ("email", "อีเมล"),
                            ("visit", "ลงพื้นที่"),
                            ("other", "อื่น ๆ"),
                        ],
                        default="phone",
                        max_length=10,
                        verbose_name="วิธีติดต่อ",
                    ),
                ),
                ("with_whom", models.CharField(blank=True, max_length=200, verbose_name="ติดต่อกับ")),
                ("what", models.TextField(verbose_name="เรื่องและผล")),
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
                        related_name="contacts",
                        to="partners.cooperation",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "position", "pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Gain",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("what", models.CharField(blank=True, max_length=300, verbose_name="สิ่งที่ได้รับ")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gains",
                        to="partners.cooperation",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.school",
                        verbose_name="โรงเรียน",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["school", "item"], name="gain_school")],
            },
        ),
        migrations.CreateModel(
            name="JointWork",
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
                ("letter_number", models.CharField(blank=True, max_length=80, verbose_name="หนังสือหรือคำสั่งที่")),
                ("asked_on", models.DateField(null=True, verbose_name="รับเรื่องเมื่อวันที่")),
                ("reason", models.TextField(blank=True, verbose_name="ภารกิจและเหตุผล")),
                ("from_on", models.DateField(null=True, verbose_name="ตั้งแต่วันที่")),
                ("until_on", models.DateField(null=True, verbose_name="ถึงวันที่")),
                ("budget", nithet.core.money.BahtColumn(null=True, verbose_name="งบประมาณ (บาท)")),
                ("vehicle", models.CharField(blank=True, max_length=200, verbose_name="ยานพาหนะ")),
                (
                    "decided",
                    models.CharField(
                        choices=[
                            ("waiting", "รอผลการพิจารณา"),
                            ("approved", "อนุมัติ"),
                            ("returned", "ส่งคืนแก้ไข"),
                            ("refused", "ไม่อนุมัติ"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="ผลการพิจารณา",
                    ),
                ),
                ("decided_on", models.DateField(null=True, verbose_name="พิจารณาเมื่อวันที่")),
                ("decided_by", models.CharField(blank=True, max_length=300, verbose_name="ผู้พิจารณา")),
                ("decided_why", models.TextField(blank=True, verbose_name="ความเห็นหรือเหตุผล")),
                ("order_number", models.CharField(blank=True, max_length=80, verbose_name="คำสั่งมอบหมายที่")),
                ("output", models.TextField(blank=True, verbose_name="ผลผลิต")),
                ("outcome", models.TextField(blank=True, verbose_name="ผลลัพธ์")),
                ("problems", models.TextField(blank=True, verbose_name="ปัญหาและอุปสรรค")),
                ("benefit", models.TextField(blank=True, verbose_name="ประโยชน์ต่อสำนักงาน")),
                ("publicity", models.TextField(blank=True, verbose_name="การเผยแพร่")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="joint_works",
                        to="partners.agency",
                        verbose_name="หน่วยงานเจ้าของเรื่อง",
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
                    models.Index(fields=["office", "fiscal_year_be", "state"], name="jointwork_of_year")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                        ),
                        name="jointwork_done_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("from_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="jointwork_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Stint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("on", models.DateField(null=True, verbose_name="วันที่")),
                ("hours", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="ชั่วโมง")),
                ("days", models.DecimalField(decimal_places=2, max_digits=5, null=True, verbose_name="วัน")),
                ("what", models.CharField(blank=True, max_length=300, verbose_name="หน้าที่หรือสิ่งที่ทำ")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="stints",
                        to="partners.jointwork",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                        verbose_name="บุคลากร",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["person", "item"], name="stint_person")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("hours__gt", 0)), name="stint_takes_time")
                ],
            },
        ),
    ]
