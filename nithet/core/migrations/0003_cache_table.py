"""The table of the shared cache: Django makes it by a command, since it is no model's."""

from django.core.management import call_command
from django.db import migrations


def make_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_jobs")]

    operations = [
        migrations.RunPython(make_table, migrations.RunPython.noop),
    ]
