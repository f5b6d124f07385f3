"""Migrations that were joined: together they are what they were singly, for old databases too."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from nithet.core.backup import schema

JOINED = MigrationLoader(None).replacements
APPS = {"offices", "manuals", "cycles"}


def singly() -> ProjectState:
    """What all migrations but the joined ones make."""
    graph = MigrationLoader(None, replace_migrations=False).graph
    plan = dict.fromkeys(node for leaf in graph.leaf_nodes() for node in graph.forwards_plan(leaf))
    state = ProjectState()
    for node in plan:
        if node not in JOINED:
            state = graph.nodes[node].mutate_state(state, preserve=False)
    return state


def test_some_are_joined() -> None:
    assert {app for app, _ in JOINED} >= APPS


def test_singly_and_joined_they_make_the_same_models() -> None:
    loader, single = MigrationLoader(None), singly()
    joined = loader.project_state()
    assert MigrationAutodetector(single, joined).changes(loader.graph) == {}
    assert MigrationAutodetector(joined, single).changes(loader.graph) == {}


@pytest.mark.django_db
def test_a_database_that_has_them_singly_takes_them_as_joined() -> None:
    recorder = MigrationRecorder(connection)
    for node in JOINED:
        recorder.record_unapplied(*node)
    assert not schema.unknown_nodes(schema.applied_nodes())
    last, models = schema.applied_state("default")
    assert set(last) == schema.leaf_nodes()
    assert {model._meta.label for model in apps.get_models()} >= {m._meta.label for m in models.get_models()}
    call_command("migrate", verbosity=0)
    assert schema.is_up_to_date(schema.applied_nodes())
    assert set(JOINED) <= schema.applied_nodes()


def test_what_they_replace_is_known() -> None:
    assert all(set(migration.replaces) <= schema.known_nodes() for migration in JOINED.values())
