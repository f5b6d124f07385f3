import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("offices", "0001_initial"),
        ("offices", "0002_setting_up"),
        ("offices", "0003_school_history"),
        ("offices", "0004_school_columns_gone"),
        ("offices", "0005_voided_school_changes"),
        ("offices", "0006_import_rows"),
        ("offices", "0007_removal_by_steps"),
        ("offices", "0008_week_limit"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0003_cache_table"),
    ]

    operations = [
        migrations.CreateModel(
            name="Office",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("code", models.SlugField(max_length=40, verbose_name="รหัส")),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อ")),
                ("short_name", models.CharField(max_length=80, verbose_name="ชื่อย่อ")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("primary", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษา"),
                            ("secondary", "สำนักงานเขตพื้นที่การศึกษามัธยมศึกษา"),
                            ("ministry", "ส่วนกลาง"),
                        ],
                        max_length=20,
                    ),
                ),
                ("province", models.CharField(blank=True, max_length=80, verbose_name="จังหวัด")),
                ("address", models.TextField(blank=True, verbose_name="ที่ตั้ง")),
                (
                    "asks_second_factor",
                    models.BooleanField(default=True, verbose_name="ผู้บริหารและผู้ดูแลระบบต้องยืนยันตัวตนสองชั้น"),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                (
                    "highland_from_m",
                    models.PositiveSmallIntegerField(default=500, verbose_name="พื้นที่สูงตั้งแต่ (เมตร)"),
                ),
                ("is_demo", models.BooleanField(default=False)),
                ("letter_code", models.CharField(blank=True, max_length=20, verbose_name="รหัสหนังสือออก")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="โทรศัพท์")),
                ("setup", models.JSONField(blank=True, default=dict)),
                ("words", models.JSONField(blank=True, default=dict)),
                (
                    "week_limit",
                    models.PositiveSmallIntegerField(default=5, verbose_name="งานที่ครบกำหนดต่อคนต่อสัปดาห์"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("code",), name="office_code")],
            },
        ),
        migrations.CreateModel(
            name="Cluster",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อ")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="ยุบเลิกเมื่อ")),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "name"), name="cluster_name_an_office")
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=40, verbose_name="คำนำหน้า")),
                ("first_name", models.CharField(max_length=100, verbose_name="ชื่อ")),
                ("last_name", models.CharField(max_length=100, verbose_name="นามสกุล")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("teacher", "ข้าราชการครู"),
                            ("supervisor", "ศึกษานิเทศก์"),
                            ("administrator", "ผู้บริหารการศึกษา"),
                            ("school_director", "ผู้บริหารสถานศึกษา"),
                            ("official", "บุคลากรทางการศึกษาอื่นตามมาตรา 38 ค. (2)"),
                            ("employee", "พนักงานราชการหรือลูกจ้าง"),
                        ],
                        max_length=20,
                        verbose_name="ประเภท",
                    ),
                ),
                ("standing", models.CharField(blank=True, max_length=80, verbose_name="วิทยฐานะหรือระดับ")),
                ("seniority", models.PositiveIntegerField(default=0, verbose_name="ลำดับอาวุโส")),
                ("sort_key", models.CharField(editable=False, max_length=255)),
                ("search_key", models.TextField(editable=False)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("degree", models.CharField(blank=True, max_length=40, verbose_name="คำนำหน้าทางวิชาการ")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                ("likeness_key", models.CharField(blank=True, editable=False, max_length=120)),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="โทรศัพท์")),
                ("position_number", models.CharField(blank=True, max_length=40, verbose_name="เลขที่ตำแหน่ง")),
                ("pseudonymised_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["sort_key", "pk"],
                "indexes": [
                    models.Index(fields=["office", "sort_key"], name="person_sorted"),
                    models.Index(fields=["office", "position_number"], name="person_position_number"),
                    models.Index(fields=["office", "likeness_key"], name="person_likeness"),
                ],
            },
        ),
        migrations.CreateModel(
            name="School",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("smis_code", models.CharField(max_length=8, verbose_name="รหัส SMIS")),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อ")),
                ("district", models.CharField(blank=True, max_length=80, verbose_name="อำเภอ")),
                ("pupils", models.PositiveIntegerField(blank=True, null=True, verbose_name="จำนวนนักเรียน")),
                ("pupils_on", models.DateField(blank=True, null=True, verbose_name="ข้อมูล ณ วันที่")),
                ("is_highland", models.BooleanField(default=False, editable=False, verbose_name="พื้นที่สูง")),
                ("sort_key", models.CharField(editable=False, max_length=255)),
                ("search_key", models.TextField(editable=False)),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="schools",
                        to="offices.cluster",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "elevation_m",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="ความสูงจากระดับน้ำทะเล (เมตร)"
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="อีเมล")),
                (
                    "highest_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("k1", "อนุบาล 1"),
                            ("k2", "อนุบาล 2"),
                            ("k3", "อนุบาล 3"),
                            ("p1", "ประถมศึกษาปีที่ 1"),
                            ("p2", "ประถมศึกษาปีที่ 2"),
                            ("p3", "ประถมศึกษาปีที่ 3"),
                            ("p4", "ประถมศึกษาปีที่ 4"),
                            ("p5", "ประถมศึกษาปีที่ 5"),
                            ("p6", "ประถมศึกษาปีที่ 6"),
                            ("m1", "มัธยมศึกษาปีที่ 1"),
                            ("m2", "มัธยมศึกษาปีที่ 2"),
                            ("m3", "มัธยมศึกษาปีที่ 3"),
                            ("m4", "มัธยมศึกษาปีที่ 4"),
                            ("m5", "มัธยมศึกษาปีที่ 5"),
                            ("m6", "มัธยมศึกษาปีที่ 6"),
                        ],
                        max_length=2,
                        verbose_name="ระดับชั้นสูงสุด",
                    ),
                ),
                (
                    "is_listed_highland",
                    models.BooleanField(default=False, verbose_name="อยู่ในประกาศโรงเรียนพื้นที่สูง"),
                ),
                (
                    "latitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="ละติจูด"
                    ),
                ),
                ("likeness_key", models.CharField(blank=True, editable=False, max_length=120)),
                (
                    "longitude",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="ลองจิจูด"
                    ),
                ),
                (
                    "lowest_level",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("k1", "อนุบาล 1"),
                            ("k2", "อนุบาล 2"),
                            ("k3", "อนุบาล 3"),
                            ("p1", "ประถมศึกษาปีที่ 1"),
                            ("p2", "ประถมศึกษาปีที่ 2"),
                            ("p3", "ประถมศึกษาปีที่ 3"),
                            ("p4", "ประถมศึกษาปีที่ 4"),
                            ("p5", "ประถมศึกษาปีที่ 5"),
                            ("p6", "ประถมศึกษาปีที่ 6"),
                            ("m1", "มัธยมศึกษาปีที่ 1"),
                            ("m2", "มัธยมศึกษาปีที่ 2"),
                            ("m3", "มัธยมศึกษาปีที่ 3"),
                            ("m4", "มัธยมศึกษาปีที่ 4"),
                            ("m5", "มัธยมศึกษาปีที่ 5"),
                            ("m6", "มัธยมศึกษาปีที่ 6"),
                        ],
                        max_length=2,
                        verbose_name="ระดับชั้นต่ำสุด",
                    ),
                ),
                ("ministry_code", models.CharField(blank=True, max_length=10, verbose_name="รหัสกระทรวง")),
                ("phone", models.CharField(blank=True, max_length=40, verbose_name="โทรศัพท์")),
                ("subdistrict", models.CharField(blank=True, max_length=80, verbose_name="ตำบล")),
                ("former_names", models.TextField(blank=True, editable=False, verbose_name="ชื่อเดิม")),
            ],
            options={
                "ordering": ["sort_key", "pk"],
                "indexes": [
                    models.Index(fields=["office", "sort_key"], name="school_sorted"),
                    models.Index(fields=["office", "likeness_key"], name="school_likeness"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "smis_code"), name="school_smis_an_office"),
                    models.UniqueConstraint(
                        condition=models.Q(("ministry_code", ""), _negated=True),
                        fields=("office", "ministry_code"),
                        name="school_ministry_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Semester",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("academic_year_be", models.PositiveSmallIntegerField(verbose_name="ปีการศึกษา")),
                ("number", models.PositiveSmallIntegerField(verbose_name="ภาคเรียนที่")),
                ("starts_on", models.DateField(verbose_name="เปิดภาคเรียน")),
                ("ends_on", models.DateField(verbose_name="ปิดภาคเรียน (วันสุดท้ายที่เรียน)")),
                ("source", models.CharField(blank=True, max_length=200, verbose_name="ที่มา")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "academic_year_be", "number"), name="semester_once_an_office"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="semester_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
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
                        choices=[("division", "กลุ่ม"), ("section", "กลุ่มงาน"), ("unit", "หน่วย")], max_length=20
                    ),
                ),
                ("code", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อ")),
                ("short_name", models.CharField(max_length=80, verbose_name="ชื่อย่อ")),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sections",
                        to="offices.unit",
                    ),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="ยุบเลิกเมื่อ")),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "code"), name="unit_code_an_office")
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("director", "ผู้อำนวยการสำนักงานเขต"),
                            ("deputy", "รองผู้อำนวยการสำนักงานเขต"),
                            ("head", "ผู้อำนวยการกลุ่ม"),
                            ("section_head", "หัวหน้ากลุ่มงาน"),
                            ("supervisor", "ศึกษานิเทศก์"),
                            ("computer_officer", "นักวิชาการคอมพิวเตอร์"),
                            ("clerk", "ธุรการกลุ่ม"),
                            ("secretary", "หน้าห้องผู้อำนวยการ"),
                            ("registry", "สารบรรณกลาง"),
                            ("planning", "เจ้าหน้าที่นโยบายและแผน"),
                            ("finance", "เจ้าหน้าที่การเงิน"),
                            ("school_director", "ผู้อำนวยการโรงเรียน"),
                            ("school_clerk", "ธุรการโรงเรียน"),
                            ("teacher", "ครู"),
                            ("cluster_chair", "ประธานกลุ่มโรงเรียน"),
                            ("committee", "ก.ต.ป.น."),
                            ("auditor", "ผู้ตรวจสอบภายใน"),
                            ("ministry", "ส่วนกลาง"),
                            ("administrator", "ผู้ดูแลระบบ"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "capacity",
                    models.CharField(
                        choices=[
                            ("substantive", ""),
                            ("acting_for", "รักษาราชการแทน"),
                            ("on_behalf", "ปฏิบัติราชการแทน"),
                            ("acting_in", "รักษาการในตำแหน่ง"),
                        ],
                        default="substantive",
                        max_length=20,
                    ),
                ),
                ("position_title", models.CharField(blank=True, max_length=200, verbose_name="ตำแหน่ง")),
                ("order_number", models.CharField(blank=True, max_length=80, verbose_name="คำสั่งที่")),
                ("from_on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("until_on", models.DateField(blank=True, null=True, verbose_name="ถึงวันที่")),
                (
                    "cluster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="offices.cluster",
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
                        related_name="appointments",
                        to="offices.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="offices.school",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to="offices.unit",
                    ),
                ),
                ("scope", models.TextField(blank=True, verbose_name="ขอบเขต")),
                ("void_reason", models.TextField(blank=True)),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["from_on", "pk"],
                "indexes": [
                    models.Index(fields=["person", "from_on"], name="appointment_person"),
                    models.Index(fields=["office", "role"], name="appointment_role"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until_on__isnull", True),
                            ("until_on__gte", models.F("from_on")),
                            _connector="OR",
                        ),
                        name="appointment_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField(verbose_name="วันที่")),
                ("name", models.CharField(max_length=200, verbose_name="ชื่อวันหยุด")),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
            options={
                "ordering": ["on"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "on"), name="holiday_once_an_office")
                ],
            },
        ),
        migrations.CreateModel(
            name="ClusterStay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("from_on", models.DateField(blank=True, null=True)),
                ("until_on", models.DateField(blank=True, null=True)),
                (
                    "cluster",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stays",
                        to="offices.cluster",
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
                        related_name="cluster_stays",
                        to="offices.school",
                    ),
                ),
            ],
            options={
                "ordering": ["from_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_on", None)),
                        fields=("school",),
                        name="clusterstay_one_now_a_school",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnMatch",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("signature", models.CharField(max_length=64)),
                ("columns", models.JSONField(default=dict)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "kind", "signature"), name="columnmatch_once_a_layout"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("given_at", models.DateTimeField()),
                ("given_how", models.CharField(blank=True, max_length=200)),
                ("recorded_by_id", models.UUIDField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                        related_name="consents",
                        to="offices.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-given_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("person", "purpose"),
                        name="consent_one_in_force",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Import",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=255)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                ("headings", models.JSONField(default=list)),
                ("columns", models.JSONField(default=dict)),
                ("options", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "รอจับคู่คอลัมน์"),
                            ("checking", "กำลังตรวจสอบ"),
                            ("checked", "ตรวจสอบแล้ว รอยืนยัน"),
                            ("importing", "กำลังนำเข้า"),
                            ("done", "นำเข้าแล้ว"),
                            ("failed", "ไม่สำเร็จ"),
                            ("discarded", "ยกเลิก"),
                        ],
                        default="uploaded",
                        max_length=20,
                    ),
                ),
                ("counts", models.JSONField(default=dict)),
                ("error", models.TextField(blank=True)),
                ("made_by_id", models.UUIDField(null=True)),
                ("made_by_name", models.CharField(blank=True, max_length=200)),
                ("made_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                ("layout", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["-made_at"],
                "indexes": [models.Index(fields=["office", "kind", "made_at"], name="import_office")],
            },
        ),
        migrations.CreateModel(
            name="ImportProblem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                (
                    "weight",
                    models.CharField(
                        choices=[
                            ("new", "ใหม่"),
                            ("changed", "เปลี่ยนแปลง"),
                            ("moved", "ย้าย"),
                            ("bad", "นำเข้าไม่ได้"),
                            ("doubt", "โปรดตรวจสอบ"),
                            ("missing", "ไม่พบในไฟล์ใหม่"),
                        ],
                        max_length=10,
                    ),
                ),
                ("field", models.CharField(blank=True, max_length=40)),
                ("value", models.CharField(blank=True, max_length=300)),
                ("why", models.CharField(blank=True, max_length=500)),
                ("other_id", models.UUIDField(null=True)),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("same", "เป็นรายการเดียวกัน"),
                            ("new", "เป็นรายการใหม่"),
                            ("skip", "ไม่นำเข้าแถวนี้"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="offices.import",
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("title", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["row", "pk"],
                "indexes": [models.Index(fields=["source", "weight", "row"], name="importproblem_row")],
            },
        ),
        migrations.CreateModel(
            name="Leave",
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
                            ("sick", "ลาป่วย"),
                            ("personal", "ลากิจส่วนตัว"),
                            ("holiday", "ลาพักผ่อน"),
                            ("maternity", "ลาคลอดบุตร"),
                            ("ordination", "ลาอุปสมบทหรือประกอบพิธีฮัจญ์"),
                            ("study", "ลาไปศึกษา ฝึกอบรม ดูงาน หรือวิจัย"),
                            ("duty_travel", "ไปราชการ"),
                            ("other", "ลาอื่น ๆ"),
                        ],
                        max_length=20,
                        verbose_name="ประเภท",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("until_on", models.DateField(verbose_name="ถึงวันที่")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
                ("void_reason", models.TextField(blank=True)),
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
                        related_name="leaves",
                        to="offices.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-from_on", "pk"],
                "indexes": [models.Index(fields=["person", "from_on"], name="leave_person")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="leave_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyRequest",
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
                            ("copy", "ขอสำเนาข้อมูล"),
                            ("correction", "ขอแก้ไขข้อมูล"),
                            ("removal", "ขอลบข้อมูล"),
                        ],
                        max_length=20,
                        verbose_name="เรื่องที่ขอ",
                    ),
                ),
                ("text", models.TextField(blank=True, verbose_name="รายละเอียด")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "รอดำเนินการ"),
                            ("removing", "กำลังลบข้อมูล"),
                            ("answered", "ดำเนินการแล้ว"),
                            ("refused", "ไม่สามารถดำเนินการได้"),
                            ("withdrawn", "ผู้ขอถอนคำขอ"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("answer", models.TextField(blank=True, verbose_name="คำตอบ")),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by_id", models.UUIDField(null=True)),
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
                        related_name="privacy_requests",
                        to="offices.person",
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
            ],
            options={
                "ordering": ["-made_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("person", "kind"),
                        name="privacyrequest_one_open_a_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PupilCount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField(verbose_name="ข้อมูล ณ วันที่")),
                ("total", models.PositiveIntegerField(verbose_name="จำนวนนักเรียน")),
                ("by_level", models.JSONField(blank=True, default=dict)),
                ("source", models.CharField(max_length=200, verbose_name="ที่มา")),
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
                        related_name="pupil_counts",
                        to="offices.school",
                    ),
                ),
                ("void_reason", models.TextField(blank=True)),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["-on"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "on"), name="pupilcount_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="SchoolChange",
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
                            ("opened", "จัดตั้ง"),
                            ("renamed", "เปลี่ยนชื่อ"),
                            ("moved", "ย้ายที่ตั้ง"),
                            ("merged", "รวมกับโรงเรียนอื่น"),
                            ("closed", "เลิกสถานศึกษา"),
                            ("reopened", "เปิดดำเนินการอีกครั้ง"),
                        ],
                        max_length=20,
                        verbose_name="การเปลี่ยนแปลง",
                    ),
                ),
                ("on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("order_number", models.CharField(blank=True, max_length=80, verbose_name="ประกาศหรือคำสั่งที่")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="หมายเหตุ")),
                ("facts", models.JSONField(default=dict)),
                (
                    "into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged_here",
                        to="offices.school",
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
                        related_name="changes",
                        to="offices.school",
                    ),
                ),
                ("is_applied", models.BooleanField(default=True, editable=False)),
                ("void_reason", models.TextField(blank=True)),
                ("voided_at", models.DateTimeField(editable=False, null=True)),
            ],
            options={
                "ordering": ["on", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("into__isnull", True),
                            models.Q(("into", models.F("school")), _negated=True),
                            _connector="OR",
                        ),
                        name="schoolchange_into_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("school", "kind", "on"),
                        name="schoolchange_once_a_day",
                    ),
                ],
            },
        ),
    ]
