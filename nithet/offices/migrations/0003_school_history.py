"""What stood in columns of a school becomes its history: levels by code, opening and closing, cluster, pupils."""

import re

from django.db import migrations

STAGES = {"อนุบาล": "k", "ประถมศึกษาปีที่": "p", "มัธยมศึกษาปีที่": "m"}
LEVEL = re.compile(r"(อนุบาล|ประถมศึกษาปีที่|มัธยมศึกษาปีที่) (\d)")


def keep_as_history(apps, schema_editor):
    School = apps.get_model("offices", "School")
    for school in School.objects.iterator():
        found = [f"{STAGES[stage]}{number}" for stage, number in LEVEL.findall(school.levels)]
        if found and not school.lowest_level:
            school.lowest_level, school.highest_level = found[0], found[-1]
        school.is_listed_highland = school.is_highland
        school.save(update_fields=["lowest_level", "highest_level", "is_listed_highland"])
        _changes(apps, school)
        _stay_and_count(apps, school)


def _changes(apps, school):
    SchoolChange = apps.get_model("offices", "SchoolChange")
    for kind, on in (("opened", school.opened_on), ("closed", school.closed_on)):
        if on:
            SchoolChange.objects.get_or_create(
                school_id=school.pk, kind=kind, on=on, defaults={"office_id": school.office_id}
            )


def _stay_and_count(apps, school):
    if school.cluster_id:
        apps.get_model("offices", "ClusterStay").objects.get_or_create(
            school_id=school.pk,
            until_on=None,
            defaults={"office_id": school.office_id, "cluster_id": school.cluster_id},
        )
    if school.pupils is not None and school.pupils_on:
        apps.get_model("offices", "PupilCount").objects.get_or_create(
            school_id=school.pk,
            on=school.pupils_on,
            defaults={"office_id": school.office_id, "total": school.pupils, "source": "ไม่ระบุ"},
        )


def back_to_columns(apps, schema_editor):
    School = apps.get_model("offices", "School")
    names = {code: name for name, code in STAGES.items()}
    for school in School.objects.iterator():
        ends = [f"{names[code[0]]} {code[1]}" for code in (school.lowest_level, school.highest_level) if code]
        school.levels = " – ".join(ends)
        dates = dict(school.changes.order_by("on").values_list("kind", "on"))
        school.opened_on, school.closed_on = dates.get("opened"), dates.get("closed")
        school.save(update_fields=["levels", "opened_on", "closed_on"])


class Migration(migrations.Migration):
    dependencies = [("offices", "0002_setting_up")]

    operations = [migrations.RunPython(keep_as_history, back_to_columns)]
