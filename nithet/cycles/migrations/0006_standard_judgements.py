import django.db.models.deletion
import nithet.core.ids
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a person says of a standard that evidence alone cannot judge."""

    dependencies = [
        ("cycles", "0005_evidence_offers"),
        ("manuals", "0005_editions"),
        ("offices", "0007_removal_by_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
    ]
