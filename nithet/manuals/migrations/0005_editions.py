import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Nothing of a draft is lost on adoption; an edition knows its beginning and may be published."""

    dependencies = [
        ("manuals", "0004_draft_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("manualversion", "begun_from", models.UUIDField(blank=True, null=True)),
        migrations.AddField(
            "manualversion",
            "published_by",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("manualversion", "published_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "procedure", "family", models.CharField(blank=True, default="", max_length=60), False
        ),
        migrations.AddField(
            "procedure", "number", models.CharField(blank=True, default="", max_length=40), False
        ),
        migrations.AddField("procedure", "part", models.TextField(blank=True, default=""), False),
        migrations.AddField("step", "detail", models.TextField(blank=True, default=""), False),
        migrations.AddField("step", "time_text", models.TextField(blank=True, default=""), False),
        migrations.AddField("step", "forms", models.JSONField(default=list)),
        migrations.AddIndex(
            "manualversion",
            models.Index(
                condition=models.Q(("published_at__isnull", False)),
                fields=["published_at"],
                name="manualversion_published",
            ),
        ),
        migrations.AddConstraint(
            "manualversion",
            models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True), ("adopted_at__isnull", False), _connector="OR"
                ),
                name="manualversion_published_when_adopted",
            ),
        ),
    ]
