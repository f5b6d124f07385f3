from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("manuals", "0006_older_editions")]

    operations = [
        migrations.AddField(
            model_name="manualversion", name="asks_manual", field=models.BooleanField(default=False)
        ),
    ]
