"""What is kept of a file beside its row, and how both go."""

from __future__ import annotations

from collections.abc import Collection

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError

from nithet.core.commits import after_commit
from nithet.core.models import StoredFile
from nithet.forms.answers import Answers
from nithet.forms.definition import Definition
from nithet.forms.services.attaching import files_named


def signatures_named(answers: Answers, definition: Definition, *, but: Collection[str] = ()) -> set[str]:
    """Names of the files in which somebody signed. `but`: names of questions that are left out."""
    signed = {
        question.path: question.kind
        for question in definition.questions()
        if "signature" in question.appearance and question.name not in but
    }
    return {name for name, _ in files_named(answers, signed)} if signed else set()


def small_path(stored: StoredFile) -> str:
    """Where the small picture of it is kept, once somebody has looked at it."""
    return f"small/{stored.office_id}/{stored.pk}.jpg"


def drop_stored(stored: StoredFile) -> None:
    """Called in a transaction. A file that something else keeps too stays for that."""
    try:
        with transaction.atomic():
            StoredFile.objects.filter(pk=stored.pk).delete()
    except ProtectedError:
        return
    for path in (str(stored.content.name), small_path(stored)):
        after_commit(default_storage.delete, path)
