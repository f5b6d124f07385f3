"""An import keeps what its preview shows: the layout of the file, and rows that are not problems."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_cache_table"),
        ("offices", "0005_voided_school_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="layout",
            field=models.JSONField(default=dict),
        ),
        migrations.AlterField(
            model_name="import",
            name="file",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="core.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="importproblem",
            name="facts",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="importproblem",
            name="title",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AlterField(
            model_name="importproblem",
            name="weight",
            field=models.CharField(
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
        migrations.AlterField(
            model_name="importproblem",
            name="why",
            field=models.CharField(blank=True, max_length=500),
        ),
    ]
