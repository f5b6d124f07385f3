import django.db.models.deletion
import nithet.core.encoding
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0004_search"),
        ("offices", "0009_api_tokens"),
    ]

    operations = [
        migrations.CreateModel(
            name="Form",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="รหัสแบบฟอร์ม")),
                ("title", models.CharField(max_length=300, verbose_name="ชื่อแบบฟอร์ม")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("survey", "แบบสำรวจ"),
                            ("record", "แบบบันทึก"),
                            ("assessment", "แบบประเมิน"),
                            ("report", "แบบรายงาน"),
                            ("plan", "แผน"),
                            ("document", "หนังสือและคำสั่ง"),
                            ("register", "ทะเบียน"),
                        ],
                        default="record",
                        max_length=20,
                        verbose_name="ประเภท",
                    ),
                ),
                ("for_schools", models.BooleanField(default=True, verbose_name="ให้โรงเรียนกรอกด้วย")),
                ("lineage", models.UUIDField(default=nithet.core.ids.new_id)),
                ("template", models.CharField(blank=True, max_length=80)),
                ("landing", models.CharField(blank=True, max_length=80)),
                ("has_anonymous", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField()),
                ("retired_at", models.DateTimeField(null=True)),
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
                    "retired_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="forms",
                        to="offices.unit",
                    ),
                ),
            ],
            options={
                "ordering": ["title"],
                "constraints": [
                    models.UniqueConstraint(fields=("office", "name"), name="form_name_once_an_office")
                ],
            },
        ),
        migrations.CreateModel(
            name="FormDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tables", models.JSONField()),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "form",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="draft", to="forms.form"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FormChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("revision", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=300)),
                ("row", models.PositiveIntegerField(default=0)),
                ("delta", models.JSONField()),
                ("at", models.DateTimeField()),
                ("is_undone", models.BooleanField(default=False)),
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="changes",
                        to="forms.formdraft",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "number"), name="formchange_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="DraftFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
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
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="forms.formdraft",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("draft", "name"), name="draftfile_name_once_a_draft")
                ],
            },
        ),
        migrations.CreateModel(
            name="FormVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="ฉบับที่")),
                ("title", models.CharField(max_length=300)),
                ("tables", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("xform", models.TextField()),
                ("xform_md5", models.CharField(max_length=32)),
                ("html", models.TextField()),
                ("model", models.TextField()),
                ("drawn_for", models.CharField(max_length=40)),
                ("landing", models.CharField(blank=True, max_length=80)),
                ("published_at", models.DateTimeField()),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="forms.form"
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("form", "number"), name="formversion_number"),
                    models.UniqueConstraint(fields=("form", "digest"), name="formversion_once_a_form"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FormFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="forms.formversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "name"), name="formfile_name_once_a_version")
                ],
            },
        ),
        migrations.AddField(
            model_name="formdraft",
            name="begun_from",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="forms.formversion",
            ),
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="ชื่อรอบการเก็บข้อมูล")),
                ("purpose", models.TextField(blank=True, verbose_name="คำชี้แจงถึงผู้ตอบ")),
                (
                    "use",
                    models.CharField(
                        choices=[("survey", "สำรวจ"), ("evaluate", "ประเมินผล")],
                        default="survey",
                        max_length=20,
                        verbose_name="ใช้เพื่อ",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("schools", "โรงเรียน"),
                            ("people", "บุคลากร"),
                            ("named", "รายชื่อที่ระบุ"),
                            ("public", "ประชาชนทั่วไป"),
                        ],
                        default="schools",
                        max_length=20,
                        verbose_name="กลุ่มเป้าหมาย",
                    ),
                ),
                ("chosen", models.JSONField(default=dict)),
                ("opens_on", models.DateField(verbose_name="เปิดรับวันที่")),
                ("closes_on", models.DateField(verbose_name="ปิดรับวันที่")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "เตรียมการ"),
                            ("open", "เปิดรับข้อมูล"),
                            ("closed", "ปิดรับข้อมูลแล้ว"),
                            ("void", "ยกเลิก (คงประวัติไว้)"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("is_anonymous", models.BooleanField(default=False, verbose_name="ไม่ระบุตัวผู้ตอบ")),
                ("is_once", models.BooleanField(default=True, verbose_name="ตอบได้คนละหนึ่งครั้ง")),
                (
                    "wanted_percent",
                    models.PositiveSmallIntegerField(default=80, verbose_name="ร้อยละการตอบกลับที่ต้องการ"),
                ),
                (
                    "wanted_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="จำนวนคำตอบที่ต้องการ"),
                ),
                ("scheme", models.CharField(blank=True, max_length=40, verbose_name="เกณฑ์แปลความหมาย")),
                ("cutoff", models.JSONField(default=dict)),
                ("link_number", models.PositiveIntegerField(default=0)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later",
                        to="forms.round",
                    ),
                ),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="forms.form"
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
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="offices.unit"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rounds",
                        to="forms.formversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-opens_on", "-pk"],
                "indexes": [
                    models.Index(fields=["office", "state", "closes_on"], name="round_by_state"),
                    models.Index(fields=["form", "-opens_on"], name="round_of_form"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="round_closes_after_it_opens",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "void"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="round_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundSummary",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("text", models.TextField()),
                ("revision", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField()),
                (
                    "changed_by",
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
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="summary", to="forms.round"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoundTally",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("block", models.PositiveSmallIntegerField()),
                ("seen", models.CharField(max_length=80)),
                ("tally", models.JSONField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tallies", to="forms.round"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "block"), name="roundtally_block")],
            },
        ),
        migrations.CreateModel(
            name="RoundTarget",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=200)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("properties", models.JSONField(default=dict)),
                (
                    "standing",
                    models.CharField(
                        choices=[("asked", "ขอข้อมูล"), ("excused", "ยกเว้น")], default="asked", max_length=20
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("has_answered", models.BooleanField(default=False)),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=200)),
                ("link_number", models.PositiveIntegerField(default=0)),
                ("reminders", models.PositiveSmallIntegerField(default=0)),
                ("reminded_at", models.DateTimeField(null=True)),
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
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="offices.person",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="targets", to="forms.round"
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
            ],
            options={
                "indexes": [models.Index(fields=["round", "has_answered"], name="roundtarget_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "school"), name="roundtarget_school_once"),
                    models.UniqueConstraint(fields=("round", "person"), name="roundtarget_person_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("standing", "excused"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="roundtarget_excused_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Submission",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("instance_id", models.CharField(max_length=80)),
                ("xml", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("answers", models.JSONField(encoder=nithet.core.encoding.ReadableEncoder)),
                ("problems", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("received", "ได้รับแล้ว"),
                            ("attention", "โปรดตรวจสอบ"),
                            ("approved", "ตรวจรับแล้ว"),
                            ("returned", "ส่งคืนแก้ไข"),
                            ("void", "ยกเลิก (คงประวัติไว้)"),
                        ],
                        default="received",
                        max_length=20,
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("is_trial", models.BooleanField(default=False)),
                ("awaited_files", models.PositiveSmallIntegerField(default=0)),
                ("sender", models.CharField(blank=True, max_length=200)),
                ("subject", models.CharField(blank=True, max_length=64)),
                ("device_id", models.UUIDField(null=True)),
                ("received_at", models.DateTimeField()),
                ("reason", models.TextField(blank=True)),
                ("marked", models.JSONField(default=list)),
                ("decided_at", models.DateTimeField(null=True)),
                ("landed_kind", models.CharField(blank=True, max_length=60)),
                ("landed_id", models.UUIDField(null=True)),
                ("landed_revision", models.PositiveIntegerField(null=True)),
                ("landing_refusal", models.TextField(blank=True)),
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
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="forms.form",
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
                        on_delete=django.db.models.deletion.SET_NULL,
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
                    "sent_by",
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
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="submissions",
                        to="forms.formversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-received_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_trial", False)),
                        fields=["form", "received_at"],
                        name="submission_newest",
                    ),
                    models.Index(
                        condition=models.Q(("is_trial", False)),
                        fields=["form", "state", "received_at"],
                        name="submission_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("landed_id__isnull", False)),
                        fields=["landed_id"],
                        name="submission_landed",
                    ),
                    models.Index(
                        condition=models.Q(("subject", ""), _negated=True),
                        fields=["form", "subject"],
                        name="submission_subject",
                    ),
                    models.Index(
                        condition=models.Q(("device_id__isnull", False)),
                        fields=["device_id"],
                        name="submission_device",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "instance_id"), name="submission_once_an_office"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["returned", "void"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="submission_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("counted", "นับในรอบนี้"),
                            ("late", "ส่งหลังปิดรับ"),
                            ("again", "ส่งซ้ำ"),
                            ("out", "ไม่นับ"),
                        ],
                        default="counted",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("properties", models.JSONField(default=dict)),
                ("block", models.PositiveSmallIntegerField()),
                ("change", models.PositiveIntegerField(default=1)),
                ("single", models.UUIDField(null=True)),
                ("stood", models.CharField(blank=True, max_length=20)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="forms.round"
                    ),
                ),
                (
                    "target",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="forms.roundtarget",
                    ),
                ),
                (
                    "submission",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="round_answer",
                        to="forms.submission",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["round", "block", "change"], name="roundanswer_blocks")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("standing", "counted")),
                        fields=("round", "single"),
                        name="roundanswer_one_counts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionComment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("path", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField()),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="comments",
                        to="forms.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
            },
        ),
        migrations.CreateModel(
            name="SubmissionEdit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("xml", models.BinaryField()),
                ("answers", models.JSONField(encoder=nithet.core.encoding.ReadableEncoder)),
                ("differences", models.JSONField(encoder=nithet.core.encoding.ReadableEncoder)),
                ("at", models.DateTimeField()),
                ("why", models.TextField(blank=True)),
                (
                    "by",
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="edits",
                        to="forms.submission",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "number"), name="submissionedit_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubmissionFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("name", models.CharField(max_length=200)),
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
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="forms.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("submission", "name"), name="submissionfile_name_once")
                ],
            },
        ),
    ]
