"""Where the database and this code stand in the order of migrations."""

from __future__ import annotations

from functools import cache

from django.apps import apps
from django.apps.registry import Apps
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from nithet.core.backup.errors import SchemaNewerError
from nithet.core.backup.manifest import Node


@cache
def known_nodes() -> frozenset[Node]:
    """Every migration that this code knows, read once a process."""
    loader = MigrationLoader(None)
    joined = (node for migration in loader.replacements.values() for node in migration.replaces)
    return frozenset(loader.disk_migrations) | frozenset(joined)


@cache
def leaf_nodes() -> frozenset[Node]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def applied_nodes(alias: str = "default") -> frozenset[Node]:
    return frozenset(MigrationRecorder(connections[alias]).applied_migrations())


def unknown_nodes(applied: frozenset[Node]) -> list[Node]:
    """What newer code has done to the database. Apps that are no longer there do not count."""
    names = {app for app, _ in known_nodes()}
    return sorted(node for node in applied - known_nodes() if node[0] in names)


def is_up_to_date(applied: frozenset[Node]) -> bool:
    """Nothing of this code is missing, and nothing of newer code is there."""
    return leaf_nodes() <= applied and not unknown_nodes(applied)


def refuse_newer_schema(applied: frozenset[Node]) -> None:
    if unknown := unknown_nodes(applied):
        raise SchemaNewerError(what=".".join(unknown[0]))


def applied_state(alias: str) -> tuple[list[Node], Apps]:
    """The last migrations applied, and the models as they are in the database: perhaps older than the code's."""
    if is_up_to_date(applied_nodes(alias)):
        return sorted(leaf_nodes()), apps
    loader = MigrationLoader(connections[alias])
    applied = {node for node in loader.graph.nodes if node in loader.applied_migrations}
    last = sorted(node for node in applied if not _followers(loader, node) & applied)
    return last, loader.project_state(last).apps


def _followers(loader: MigrationLoader, node: Node) -> set[Node]:
    """Those of the same app that come after it."""
    return {child.key for child in loader.graph.node_map[node].children if child.key[0] == node[0]}


def migrate_to(nodes: list[Node]) -> Apps:
    """An empty database gets the tables that it had at these migrations: the models as they were then."""
    _begin_singly(nodes)
    executor = MigrationExecutor(connection)
    replacements = executor.loader.replacements
    there = [
        node if node in executor.loader.graph else replacements[node].replaces[-1]  # not joined
        for node in nodes
    ]
    executor.migrate(there)
    return executor.loader.project_state(there).apps


def _begin_singly(nodes: list[Node]) -> None:
    """Some of these were joined later. Where the first of them is applied, Django takes the others singly too."""
    executor = MigrationExecutor(connection)
    executor.loader = MigrationLoader(connection, replace_migrations=False)
    joined = (migration.replaces for migration in executor.loader.replacements.values())
    if first := [replaced[0] for replaced in joined if not set(replaced).isdisjoint(nodes)]:
        executor.migrate(first)
