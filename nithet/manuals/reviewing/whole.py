"""Checks of the manual and of each procedure as a whole: what is missing, other names, numbers, people."""

from collections.abc import Iterator
from itertools import pairwise

from nithet.manuals.draft import Caution, ManualDraft, ProcedureDraft, Remedy
from nithet.manuals.likeness import bare
from nithet.manuals.responsible import names_person
from nithet.manuals.reviewing.finding import caution, procedure_line, set_text, table_line


def check(draft: ManualDraft) -> Iterator[Caution]:
    """What is missing, named in two ways, numbered oddly, or done by a person by name."""
    yield from _unread(draft)
    yield from _numbers(draft)
    for one in draft.procedures:
        yield from _missing(one)
        yield from _other_names(one)
        yield from _people(one, group=draft.group)


def _unread(draft: ManualDraft) -> Iterator[Caution]:
    if unread := draft.unread:
        yield caution("unread-lines", line=unread[0].line, count=len(unread))


def _missing(one: ProcedureDraft) -> Iterator[Caution]:
    if not one.title:
        yield caution("no-title", line=procedure_line(one), item=one.key)
    if not one.steps:
        yield caution("no-steps", line=procedure_line(one), item=one.key)


def _other_names(one: ProcedureDraft) -> Iterator[Caution]:
    for other in one.also_called:
        if bare(other) != bare(one.title):
            remedy = set_text("ใช้ชื่อนี้", one.key, "title", other)
            yield caution("name-differs", line=procedure_line(one), item=one.key, remedy=remedy, other=other)


def _numbers(draft: ManualDraft) -> Iterator[Caution]:
    numbered = [one for one in draft.procedures if one.number and one.number.isdigit()]
    for before, one in pairwise(numbered):
        if int(one.number or 0) != int(before.number or 0) + 1:
            line = procedure_line(one)
            numbers = {"before": before.number or "", "number": one.number or ""}
            yield caution("procedure-number", line=line, item=one.key, remedy=None, **numbers)


def _people(one: ProcedureDraft, *, group: str | None) -> Iterator[Caution]:
    """One warning a procedure: the names are mostly the same in every row."""
    named = [step for step in one.steps if any(map(names_person, step.responsible))]
    if not named:
        return
    names = {name for step in named for name in step.responsible if names_person(name)}
    remedy = _by_role(one, group)
    yield caution("person-named", line=table_line(named[0]), item=one.key, remedy=remedy, count=len(names))


def _by_role(one: ProcedureDraft, group: str | None) -> Remedy | None:
    """The posts and units that stand beside the names, where they are the same in every step; else the group."""
    named = [step for step in one.steps if any(map(names_person, step.responsible))]
    posts = {tuple(post for post in step.responsible if not names_person(post)) for step in named}
    roles = next(iter(posts)) if len(posts) == 1 else ()
    roles = roles or ((group,) if group and posts == {()} else ())
    if not roles:
        return None
    facts = {"key": one.key, "responsible": list(roles)}
    return Remedy("set_responsible", f"ใช้ “{', '.join(roles)}” แทนชื่อบุคคล", facts)
