"""A school's change and a count of pupils can be voided; old names of schools are kept to be found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offices", "0004_school_columns_gone"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="schoolchange",
            name="schoolchange_once_a_day",
        ),
        migrations.AddField(
            model_name="pupilcount",
            name="void_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="pupilcount",
            name="voided_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="school",
            name="former_names",
            field=models.TextField(blank=True, editable=False, verbose_name="ชื่อเดิม"),
        ),
        migrations.AddField(
            model_name="schoolchange",
            name="is_applied",
            field=models.BooleanField(default=True, editable=False),
        ),
        migrations.AddField(
            model_name="schoolchange",
            name="void_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="schoolchange",
            name="voided_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name="schoolchange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at", None)),
                fields=("school", "kind", "on"),
                name="schoolchange_once_a_day",
            ),
        ),
    ]
