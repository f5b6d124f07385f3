from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cycles", "0007_year_at_work"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="due_in_year",
            field=models.DateField(null=True),
        ),
    ]
