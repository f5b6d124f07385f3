import datetime as dt
import django.db.models.deletion
import nithet.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("offices", "0008_week_limit"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(choices=[("mail", "อีเมล"), ("line", "LINE")], max_length=10)),
                ("key", models.CharField(max_length=80)),
                ("subject", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "รอส่ง"),
                            ("sending", "กำลังส่ง"),
                            ("sent", "ส่งแล้ว"),
                            ("failed", "ส่งไม่สำเร็จ"),
                            ("refused", "ปลายทางไม่รับ"),
                            ("dropped", "ไม่ต้องส่งแล้ว"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("next_at", models.DateTimeField()),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.person"
                    ),
                ),
            ],
            options={
                "ordering": ["next_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "sending"))),
                        fields=["next_at"],
                        name="delivery_due",
                    ),
                    models.Index(fields=["office", "state", "ended_at"], name="delivery_of_office"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "person", "channel", "key"), name="delivery_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LineAccount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("line_id", models.CharField(max_length=80, unique=True)),
                ("linked_at", models.DateTimeField()),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_why", models.CharField(blank=True, max_length=300)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LineCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("expires_at", models.DateTimeField()),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                ("occasion", models.CharField(blank=True, max_length=80)),
                ("title", models.CharField(max_length=300)),
                ("detail", models.CharField(blank=True, max_length=300)),
                ("address", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("read_at", models.DateTimeField(null=True)),
                ("routed_at", models.DateTimeField(null=True)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(fields=["person", "made_at"], name="notice_of_person"),
                    models.Index(
                        condition=models.Q(("read_at", None)), fields=["person"], name="notice_unread"
                    ),
                    models.Index(
                        condition=models.Q(("routed_at", None)), fields=["made_at"], name="notice_unrouted"
                    ),
                    models.Index(fields=["read_at"], name="notice_read"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "person", "kind", "object_id", "occasion"),
                        name="notice_once_an_occasion",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("channel", models.CharField(choices=[("mail", "อีเมล"), ("line", "LINE")], max_length=10)),
                (
                    "delivery",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="notices.delivery",
                    ),
                ),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="lines", to="notices.notice"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("notice", "channel"), name="notice_once_a_channel")
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("choices", models.JSONField(default=dict)),
                ("digest_hour", models.PositiveSmallIntegerField(default=7)),
                ("quiet_from", models.TimeField(default=dt.time(18, 0))),
                ("quiet_until", models.TimeField(default=dt.time(6, 0))),
                ("rests_on_holidays", models.BooleanField(default=True)),
                ("refused_mail", models.EmailField(blank=True, max_length=254)),
                ("refused_why", models.CharField(blank=True, max_length=300)),
                (
                    "office",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="offices.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
    ]
