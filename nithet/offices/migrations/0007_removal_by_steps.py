import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A granted removal is done by a job, and answered when it is done."""

    dependencies = [
        ("core", "0003_cache_table"),
        ("offices", "0006_import_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="privacyrequest",
            name="job",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.job"
            ),
        ),
        migrations.AlterField(
            model_name="privacyrequest",
            name="state",
            field=models.CharField(
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
    ]
