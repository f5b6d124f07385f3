"""The evidence of a task, for its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nithet.cycles.forms import AttachForm, LinkForm, NoteForm
from nithet.cycles.queries import ShownEvidence
from nithet.offices.members import Member


def evidence_part(member: Member, evidence: Sequence[ShownEvidence], forms: dict[str, Any]) -> dict[str, Any]:
    today = member.on
    return {
        "evidence": evidence,
        "pictures": [one for one in evidence if one.is_pictured],
        "note_form": forms.get("note_form") or NoteForm(initial={"on": today}, today=today),
        "attach_form": forms.get("attach_form") or AttachForm(),
        "link_form": forms.get("link_form") or LinkForm(initial={"on": today}, today=today),
    }
