import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nithet.core.ids


class Migration(migrations.Migration):
    """Tasks of kin steps: linked, or one serving the other."""

    dependencies = [
        ("cycles", "0003_duties"),
        ("manuals", "0005_editions"),
        ("offices", "0007_removal_by_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            ],
        ),
        migrations.AddField(
            model_name="task",
            name="served_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="serves",
                to="cycles.task",
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("served_by__isnull", True),
                    models.Q(("served_by", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="task_served_by_another",
            ),
        ),
        migrations.AddField(
            model_name="tasklink",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links_on", to="cycles.task"
            ),
        ),
        migrations.AddField(
            model_name="tasklink",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="tasklink",
            name="office",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="offices.office"
            ),
        ),
        migrations.AddField(
            model_name="tasklink",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links_back", to="cycles.task"
            ),
        ),
        migrations.AddConstraint(
            model_name="tasklink",
            constraint=models.UniqueConstraint(fields=("first", "second"), name="tasklink_once_a_pair"),
        ),
        migrations.AddConstraint(
            model_name="tasklink",
            constraint=models.CheckConstraint(
                condition=models.Q(("first", models.F("second")), _negated=True), name="tasklink_of_two"
            ),
        ),
    ]
