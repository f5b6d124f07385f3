from django.db import migrations

PROCEDURE_FACTS = ("family", "number", "part")
STEP_FACTS = ("detail", "time_text", "forms")


def fill_from_reading(apps, schema_editor):
    """What editions adopted earlier were read with. Their words stay; a fact that is there already stays too."""
    versions = apps.get_model("manuals", "ManualVersion").objects.filter(state__in=("adopted", "replaced"))
    for pk in versions.order_by("pk").values_list("pk", flat=True):
        read = (versions.values_list("reading", flat=True).get(pk=pk) or {}).get("procedures") or []
        _fill_version(apps, pk, read)


def _fill_version(apps, version, read):
    procedures = apps.get_model("manuals", "Procedure").objects.filter(version=version).order_by("position")
    told = [(row, read[row.position - 1]) for row in procedures if row.position <= len(read)]
    # Rows and reading are of one adoption; where titles differ they are not, and nothing is known.
    same = [(row, said) for row, said in told if row.title == said.get("title")]
    _fill(procedures, same, PROCEDURE_FACTS)
    for row, said in same:
        steps = apps.get_model("manuals", "Step").objects.filter(procedure=row.pk, parent=None)
        pairs = zip(steps.order_by("position"), said.get("steps") or [], strict=False)
        _fill(steps, [(step, one) for step, one in pairs if step.title == one.get("title")], STEP_FACTS)


def _fill(rows, pairs, names):
    changed = []
    for row, said in pairs:
        missing = {name: said[name] for name in names if said.get(name) and not getattr(row, name)}
        for name, value in missing.items():
            setattr(row, name, str(value)[:40] if name == "number" else value)
        if missing:
            changed.append(row)
    rows.bulk_update(changed, names, batch_size=200)


class Migration(migrations.Migration):
    """Editions adopted before 0005 get from their reading what rows could not hold then."""

    dependencies = [("manuals", "0005_editions")]

    operations = [migrations.RunPython(fill_from_reading, migrations.RunPython.noop)]
