"""What can be found, and what somebody opened last.

On SQLite an FTS5 table reads the entries' tokens and triggers keep it up to date. Whoever makes that table anew in a
later migration (SQLite does so for many changes) makes the triggers anew too.
"""

import nithet.core.ids
import nithet.core.tokens
from django.db import migrations, models

# The default categories split words at Thai vowels. Without taking marks off: "ข่า" is not "ขา".
TOKENIZE = "unicode61 remove_diacritics 0 categories 'L* M* N* Co' tokenchars '@~^|'"
SQLITE = [
    f"""CREATE VIRTUAL TABLE core_searchwords
        USING fts5(tokens, content='core_searchentry', content_rowid='id', tokenize="{TOKENIZE}")""",
    """CREATE TRIGGER core_searchwords_insert AFTER INSERT ON core_searchentry BEGIN
        INSERT INTO core_searchwords(rowid, tokens) VALUES (new.id, new.tokens);
        END""",
    """CREATE TRIGGER core_searchwords_delete AFTER DELETE ON core_searchentry BEGIN
        INSERT INTO core_searchwords(core_searchwords, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        END""",
    """CREATE TRIGGER core_searchwords_update AFTER UPDATE OF tokens ON core_searchentry BEGIN
        INSERT INTO core_searchwords(core_searchwords, rowid, tokens) VALUES ('delete', old.id, old.tokens);
        INSERT INTO core_searchwords(rowid, tokens) VALUES (new.id, new.tokens);
        END""",
]
POSTGRESQL = ["CREATE INDEX core_searchentry_tokens ON core_searchentry USING gin (tokens)"]


def make_index(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    """PostgreSQL's goes with its table, the triggers with theirs."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE core_searchwords")
        for act in ("insert", "delete", "update"):
            schema_editor.execute(f"DROP TRIGGER core_searchwords_{act}")


class Migration(migrations.Migration):
    dependencies = [("core", "0003_cache_table")]

    operations = [
        migrations.CreateModel(
            name="Recent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=nithet.core.ids.new_id, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("office_id", models.UUIDField()),
                ("user_id", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                ("opened_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["office_id", "user_id", "opened_at"], name="recent_newest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office_id", "user_id", "kind", "object_id"), name="recent_once_a_user"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("office_id", models.UUIDField()),
                ("kind", models.CharField(max_length=40)),
                ("object_id", models.UUIDField()),
                ("year_be", models.PositiveSmallIntegerField(default=0)),
                ("title", models.TextField()),
                ("title_letters", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("text_letters", models.TextField(blank=True)),
                ("tokens", nithet.core.tokens.TokensField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office_id", "kind", "object_id"), name="searchentry_once_an_office"
                    )
                ],
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
