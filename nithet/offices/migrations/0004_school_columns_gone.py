"""What 0003 has kept as history leaves the school's row."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("offices", "0003_school_history")]

    operations = [
        migrations.RemoveField(model_name="school", name="levels"),
        migrations.RemoveField(model_name="school", name="opened_on"),
        migrations.RemoveField(model_name="school", name="closed_on"),
    ]
