"""Manuals as YAML: the format of the catalogue, in the words of a manual instead of codes.

A procedure is one document; a manual is a document that names it, and one for each of its procedures.
"""

from __future__ import annotations

from nithet.catalogue.writing import dump_documents
from nithet.manuals.draft import ManualDraft, ProcedureDraft
from nithet.manuals.exchange.plain_out import manual_data, procedure_data


def dump_manual(draft: ManualDraft, *, title: str = "") -> str:
    head = {"manual": manual_data(draft, title=title)}
    return dump_documents([head, *(procedure_data(one) for one in draft.procedures)])


def dump_procedure(procedure: ProcedureDraft) -> str:
    return dump_documents([procedure_data(procedure)])
