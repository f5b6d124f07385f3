"""YAML as `yaml_out` writes it, or as the catalogue does, as a draft. All problems are told together, with their lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from nithet.catalogue.loader import procedure_of
from nithet.catalogue.strict import CatalogueError, Fields, parse_many
from nithet.manuals.draft import ManualDraft, ProcedureDraft
from nithet.manuals.exchange.content import Received
from nithet.manuals.exchange.errors import ExchangeError
from nithet.manuals.exchange.plain_in import manual_from, procedure_from
from nithet.manuals.ready import draft_of_template


def read_yaml(text: str, *, name: str) -> Received:
    """The manual of a text of one or more documents. Raises ExchangeError."""
    try:
        documents = parse_many(text, at=name)
    except CatalogueError as error:
        raise ExchangeError(error.problems) from error
    head = Received(ManualDraft())
    procedures: list[ProcedureDraft] = []
    for place, fields in enumerate(documents):
        if fields.has("manual") and not place:
            head = manual_from(fields.inner("manual"))
        else:
            procedures += _procedure(fields)
        fields.close()
    problems = documents[0].problems if documents else []
    if problems or not procedures:
        raise ExchangeError(problems or [f"{name}: ไม่มีกระบวนงาน โปรดเลือกไฟล์ YAML ที่ส่งออกจากระบบนี้"])
    return replace(head, draft=replace(head.draft, procedures=tuple(procedures)))


def _procedure(fields: Fields) -> Iterator[ProcedureDraft]:
    """One; none where the catalogue's codes in it are wrong."""
    if not fields.has("code"):
        yield procedure_from(fields)
        return
    before = len(fields.problems)
    template = procedure_of(fields)
    if len(fields.problems) == before:
        yield draft_of_template(template)
