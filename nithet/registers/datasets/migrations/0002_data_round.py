import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """“Snapshot” is what plain data for documents are called: the data of a day are a round, what is wrong in them a flaw."""

    dependencies = [("datasets", "0001_initial")]

    operations = [
        migrations.RemoveConstraint(model_name="snapshot", name="snapshot_done_on_a_day"),
        migrations.RemoveConstraint(model_name="snapshot", name="snapshot_done_of_a_day"),
        migrations.RemoveConstraint(model_name="snapshot", name="snapshot_no_more_than_wanted"),
        migrations.RenameModel(old_name="Snapshot", new_name="DataRound"),
        migrations.RenameField(model_name="dataround", old_name="findings", new_name="flaws"),
        migrations.RenameIndex(
            model_name="dataround", old_name="snapshot_of_year", new_name="dataround_of_year"
        ),
        migrations.RenameIndex(
            model_name="dataround", old_name="snapshot_of_dataset", new_name="dataround_of_dataset"
        ),
        migrations.AlterField(
            model_name="dataround",
            name="dataset",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="rounds",
                to="datasets.dataset",
                verbose_name="ชุดข้อมูล",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True), ("on__isnull", False), _connector="OR"
                ),
                name="dataround_done_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    models.Q(("as_of__isnull", False), ("dataset__isnull", False)),
                    _connector="OR",
                ),
                name="dataround_done_of_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="dataround",
            constraint=models.CheckConstraint(
                condition=models.Q(("cells_filled__lte", models.F("cells_wanted"))),
                name="dataround_no_more_than_wanted",
            ),
        ),
    ]
