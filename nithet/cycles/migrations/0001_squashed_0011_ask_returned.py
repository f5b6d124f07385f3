import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("cycles", "0001_initial"),
        ("cycles", "0002_roles"),
        ("cycles", "0003_duties"),
        ("cycles", "0004_kin_tasks"),
        ("cycles", "0005_evidence_offers"),
        ("cycles", "0006_standard_judgements"),
        ("cycles", "0007_year_at_work"),
        ("cycles", "0008_task_due_in_year"),
        ("cycles", "0009_decision_indexes"),
        ("cycles", "0010_policy_focus"),
        ("cycles", "0011_ask_returned"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0003_cache_table"),
        ("manuals", "0006_older_editions"),
        ("offices", "0008_week_limit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Cycle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fiscal_year_be", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ พ.ศ.")),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "เปิดใช้งาน"), ("closed", "ปิดปีงบประมาณแล้ว")],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                ("versions", models.ManyToManyField(related_name="cycles", to="manuals.manualversion")),
                ("closed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-fiscal_year_be"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "fiscal_year_be"), name="cycle_year_an_office"),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("starts_on"))),
                        name="cycle_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lineage", models.UUIDField()),
                ("title", models.TextField()),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="cycles.cycle"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "procedure",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="manuals.procedure",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="offices.unit"
                    ),
                ),
                ("void_reason", models.TextField(blank=True)),
                ("void_undo", models.JSONField(default=dict)),
                ("voided_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("cycle", "lineage"), name="run_once_a_cycle")
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("is_container", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("number", models.CharField(max_length=20)),
                ("title", models.TextField()),
                ("occurrence", models.CharField(blank=True, max_length=60)),
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
                        max_length=20,
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True,
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
                ("starts_on", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "รอผลพิจารณาขั้นก่อนหน้า"),
                            ("open", "รอดำเนินการ"),
                            ("submitted", "เสนอแล้ว รอพิจารณา"),
                            ("done", "เสร็จสิ้น"),
                            ("skipped", "งดดำเนินการ"),
                            ("void", "ยกเลิก"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("times_returned", models.PositiveSmallIntegerField(default=0)),
                ("taken_up_at", models.DateTimeField(null=True)),
                ("submitted_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                ("done", models.PositiveIntegerField(default=0)),
                ("target", models.PositiveIntegerField(default=1)),
                ("is_met", models.BooleanField(default=False)),
                (
                    "assignee",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="offices.person",
                    ),
                ),
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parts",
                        to="cycles.task",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="cycles.run"
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="manuals.step",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="offices.unit"
                    ),
                ),
                (
                    "served_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="serves",
                        to="cycles.task",
                    ),
                ),
                ("planned", models.PositiveIntegerField(default=1)),
                ("first_due_on", models.DateField(null=True)),
                ("is_carried_over", models.BooleanField(default=False)),
                ("is_refused", models.BooleanField(default=False)),
                ("is_stopped", models.BooleanField(default=False)),
                ("due_in_year", models.DateField(null=True)),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "open", "submitted"))),
                        fields=["office", "due_on"],
                        name="task_unfinished_due",
                    ),
                    models.Index(fields=["run", "position"], name="task_run_position"),
                    models.Index(fields=["office", "unit", "state"], name="task_unit_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("run", "step", "occurrence", "starts_on"), name="task_once_a_window"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("starts_on"))),
                        name="task_due_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("served_by__isnull", True),
                            models.Q(("served_by", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="task_served_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                ("on", models.DateField()),
                ("title", models.CharField(max_length=300)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("added_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.TextField(blank=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
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
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="cycles.task"
                    ),
                ),
                ("action", models.CharField(blank=True, max_length=20)),
                ("is_matched", models.BooleanField(default=False)),
                ("subject", models.UUIDField(null=True)),
                ("value", models.PositiveIntegerField(default=1)),
            ],
            options={
                "ordering": ["-added_at"],
                "indexes": [models.Index(fields=["office", "kind", "object_id"], name="evidence_object")],
                "constraints": [
                    models.UniqueConstraint(fields=("task", "kind", "object_id"), name="evidence_once_a_task")
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("submitted_at", models.DateTimeField()),
                ("note", models.TextField(blank=True)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("pending", "รอพิจารณา"),
                            ("accepted", "ผ่านการพิจารณา"),
                            ("returned", "ส่งคืนแก้ไข"),
                            ("refused", "ไม่อนุมัติ"),
                            ("withdrawn", "ถอนเรื่องคืน"),
                        ],
                        default="pending",
                        max_length=20,
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="cycles.task",
                    ),
                ),
                ("lacking", models.JSONField(default=list)),
                ("folder_place", models.PositiveIntegerField(null=True)),
                ("is_urgent", models.BooleanField(default=False)),
                ("memo_subject", models.CharField(blank=True, max_length=300)),
                ("memo_text", models.TextField(blank=True)),
                ("money", models.DecimalField(decimal_places=2, max_digits=14, null=True)),
                ("money_source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("money__isnull", False)),
                        fields=["office"],
                        name="taskround_money",
                    )
                ],
                "constraints": [models.UniqueConstraint(fields=("task", "number"), name="taskround_number")],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "ask",
                    models.CharField(
                        choices=[
                            ("pass_on", "เสนอความเห็น"),
                            ("certify", "รับรองผลการดำเนินงาน"),
                            ("endorse", "เห็นชอบ"),
                            ("approve", "อนุมัติ"),
                            ("permit", "อนุญาต"),
                            ("acknowledge", "ทราบ"),
                            ("sign", "ลงนาม"),
                        ],
                        max_length=20,
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
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "ยังไม่ถึง"),
                            ("current", "อยู่ระหว่างพิจารณา"),
                            ("given", "พิจารณาแล้ว"),
                            ("returned", "ส่งคืนแก้ไข"),
                            ("refused", "ไม่อนุมัติ"),
                            ("dropped", "ไม่ต้องพิจารณา"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("decided_as", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField(null=True)),
                ("opinion", models.TextField(blank=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
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
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.unit",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="cycles.taskround",
                    ),
                ),
                ("conditions", models.TextField(blank=True)),
                ("marked", models.JSONField(default=list)),
                ("recorded_at", models.DateTimeField(null=True)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "current")),
                        fields=["office", "role", "unit"],
                        name="decision_current",
                    ),
                    models.Index(
                        condition=models.Q(("recorded_by__isnull", False)),
                        fields=["recorded_by"],
                        name="decision_recorded",
                    ),
                    models.Index(
                        condition=models.Q(("scan__isnull", False)), fields=["scan"], name="decision_scan"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "position"), name="decision_position"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "current")),
                        fields=("round",),
                        name="decision_one_current_a_round",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkLogEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("on", models.DateField()),
                ("at", models.DateTimeField()),
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
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="work_log", to="cycles.task"
                    ),
                ),
            ],
            options={
                "ordering": ["-at"],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "question",
                    models.CharField(
                        choices=[("responsible", "ผู้รับผิดชอบ"), ("window", "ช่วงเวลาดำเนินการ")], max_length=20
                    ),
                ),
                ("wording", models.CharField(max_length=500)),
                ("value", models.JSONField()),
                ("answered_at", models.DateTimeField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "question", "wording"), name="answer_once_a_wording"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DutyOrder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fiscal_year_be", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ พ.ศ.")),
                ("number", models.CharField(max_length=80, verbose_name="คำสั่งที่")),
                ("on", models.DateField(verbose_name="สั่ง ณ วันที่")),
                ("title", models.CharField(max_length=300, verbose_name="เรื่อง")),
                ("from_on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("until_on", models.DateField(verbose_name="ถึงวันที่")),
                ("made_at", models.DateTimeField()),
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
                    "made_by",
                    models.ForeignKey(
                        null=True,
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
            ],
            options={
                "ordering": ["-fiscal_year_be", "on", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "fiscal_year_be", "number"), name="dutyorder_number_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="dutyorder_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("lineage", models.UUIDField()),
                ("title", models.TextField()),
                (
                    "part",
                    models.CharField(
                        choices=[("lead", "หัวหน้า"), ("main", "ผู้รับผิดชอบหลัก"), ("joint", "ผู้ร่วมรับผิดชอบ")],
                        default="main",
                        max_length=10,
                        verbose_name="หน้าที่",
                    ),
                ),
                ("from_on", models.DateField(verbose_name="ตั้งแต่วันที่")),
                ("until_on", models.DateField(verbose_name="ถึงวันที่")),
                ("ended_reason", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.TextField(blank=True)),
                (
                    "cluster",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
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
                        related_name="duties",
                        to="offices.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="offices.school",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="offices.unit",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duties",
                        to="cycles.dutyorder",
                    ),
                ),
            ],
            options={
                "ordering": ["title", "part", "pk"],
                "indexes": [
                    models.Index(fields=["office", "lineage", "from_on"], name="duty_procedure"),
                    models.Index(fields=["person", "from_on"], name="duty_person"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("cluster", None), ("school", None), ("voided_at", None)),
                        fields=("order", "person", "lineage", "from_on"),
                        name="duty_once_everywhere",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("school__isnull", False), ("voided_at", None)),
                        fields=("order", "person", "lineage", "from_on", "school"),
                        name="duty_once_a_school",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cluster__isnull", False), ("voided_at", None)),
                        fields=("order", "person", "lineage", "from_on", "cluster"),
                        name="duty_once_a_cluster",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("school__isnull", True), ("cluster__isnull", True), _connector="OR"
                        ),
                        name="duty_one_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until_on__gte", models.F("from_on"))),
                        name="duty_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("on", models.DateField(verbose_name="วันที่ส่งมอบ")),
                ("reason", models.TextField(verbose_name="เหตุผล")),
                ("wanted", models.JSONField(default=dict)),
                ("moved", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "เสนอแล้ว รอผู้อำนวยการกลุ่มพิจารณา"),
                            ("planned", "รอวันส่งมอบ"),
                            ("done", "ส่งมอบแล้ว"),
                            ("cancelled", "ยกเลิก"),
                        ],
                        default="planned",
                        max_length=20,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="handed_over",
                        to="offices.person",
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_over",
                        to="offices.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "planned")), fields=["on"], name="handover_planned"
                    ),
                    models.Index(fields=["giver", "made_at"], name="handover_giver"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("receiver")), _negated=True),
                        name="handover_to_another",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="links_on", to="cycles.task"
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links_back",
                        to="cycles.task",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("first", "second"), name="tasklink_once_a_pair"),
                    models.CheckConstraint(
                        condition=models.Q(("first", models.F("second")), _negated=True),
                        name="tasklink_of_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("action", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                ("on", models.DateField()),
                ("subject", models.UUIDField(null=True)),
                ("value", models.PositiveIntegerField(default=1)),
                ("title", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdraw_reason", models.TextField(blank=True)),
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
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["on", "pk"],
                "indexes": [models.Index(fields=["office", "action", "on"], name="offer_matched")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "kind", "object_id", "action"), name="offer_once_an_action"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StandardJudgement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[("met", "เป็นไปตามมาตรฐาน"), ("not_met", "ไม่เป็นไปตามมาตรฐาน")], max_length=20
                    ),
                ),
                ("words", models.TextField()),
                ("judged_as", models.CharField(max_length=300)),
                ("judged_at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.TextField(blank=True)),
                (
                    "judged_by",
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
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="cycles.run",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="manuals.step"
                    ),
                ),
            ],
            options={
                "ordering": ["-judged_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("run", "step"),
                        name="judgement_one_a_standard",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                ("voided_at", models.DateTimeField(null=True)),
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
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="cycles.task"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
                "indexes": [models.Index(fields=["task", "at"], name="comment_of_task")],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("subject", models.TextField()),
                ("from_whom", models.CharField(blank=True, max_length=200)),
                ("number", models.CharField(blank=True, max_length=80)),
                ("dated_on", models.DateField(null=True)),
                ("received_on", models.DateField()),
                ("due_on", models.DateField()),
                ("answers_due_on", models.DateField(null=True)),
                (
                    "urgency",
                    models.CharField(
                        blank=True,
                        choices=[("urgent", "ด่วน"), ("very", "ด่วนมาก"), ("most", "ด่วนที่สุด")],
                        max_length=10,
                    ),
                ),
                ("files", models.JSONField(default=list)),
                ("text", models.TextField(blank=True)),
                ("wants", models.CharField(blank=True, max_length=500)),
                ("summary", models.TextField(blank=True)),
                ("made_at", models.DateTimeField()),
                (
                    "directed_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="directions",
                        to="cycles.task",
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
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="letter", to="cycles.run"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LetterAsk",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("answer", models.TextField(blank=True)),
                ("files", models.JSONField(default=list)),
                ("answered_at", models.DateTimeField(null=True)),
                ("told_by", models.CharField(blank=True, max_length=200)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.TextField(blank=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "letter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asks", to="cycles.letter"
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.person",
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.school",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="offices.unit",
                    ),
                ),
                ("return_reason", models.TextField(blank=True)),
                ("returned_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("answered_at", None)),
                        fields=["office", "school"],
                        name="ask_unanswered",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("letter", "school"), name="ask_once_a_school"),
                    models.UniqueConstraint(fields=("letter", "unit"), name="ask_once_a_unit"),
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("letter", "person"),
                        name="ask_once_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("school__isnull", False), ("unit", None)),
                            models.Q(("person", None), ("school", None), ("unit__isnull", False)),
                            models.Q(("person__isnull", False), ("school", None), ("unit", None)),
                            _connector="OR",
                        ),
                        name="ask_of_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("returned_at", None), ("answered_at", None), _connector="OR"),
                        name="ask_returned_is_unanswered",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentions",
                        to="cycles.comment",
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.person"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person", "seen_at"], name="mention_unseen")],
                "constraints": [models.UniqueConstraint(fields=("comment", "person"), name="mention_once")],
            },
        ),
        migrations.CreateModel(
            name="Route",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("matter", models.CharField(max_length=20)),
                ("stations", models.JSONField(default=list)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "matter"), name="route_once_a_matter")
                ],
            },
        ),
        migrations.CreateModel(
            name="Thumbnail",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "of",
                    models.OneToOneField(
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
                    "small",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WebLink",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("address", models.TextField()),
                ("digest", models.CharField(max_length=64)),
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
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("office", "digest"), name="weblink_once_an_office")
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyFocus",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("fiscal_year_be", models.PositiveSmallIntegerField(verbose_name="ปีงบประมาณ พ.ศ.")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("ministry", "กระทรวงศึกษาธิการ"),
                            ("obec", "สพฐ."),
                            ("area", "เขตพื้นที่การศึกษา"),
                        ],
                        max_length=10,
                        verbose_name="เจ้าของนโยบาย",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20, verbose_name="ข้อที่")),
                ("title", models.CharField(max_length=500, verbose_name="นโยบายหรือจุดเน้น")),
                ("text", models.TextField(blank=True, verbose_name="รายละเอียด")),
                ("position", models.PositiveSmallIntegerField(default=0, verbose_name="ลำดับที่แสดง")),
                ("revision", models.PositiveIntegerField(default=1)),
                ("voided_at", models.DateTimeField(null=True)),
                ("void_reason", models.TextField(blank=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
            ],
            options={
                "ordering": ["-fiscal_year_be", "source", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("voided_at", None)),
                        fields=("office", "fiscal_year_be", "source", "title"),
                        name="policyfocus_once_a_year",
                    )
                ],
            },
        ),
    ]
