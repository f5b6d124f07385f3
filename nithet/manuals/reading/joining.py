"""The steps of a list and those of a table or a summary sheet joined into one."""

from nithet.manuals.likeness import bare, likeness
from nithet.manuals.reading.steps import Step
from nithet.manuals.reading.times import read_months

_RELATED = 0.55
_HARDLY = 0.25


def join(listed: list[Step], tabled: list[Step], *, is_sheet: bool) -> tuple[list[Step], list[Step]]:
    """One list of steps, and rows that belong to none of them.

    What a table says of a step that the list has too goes to that step. Other rows of a table are further steps,
    other rows of a summary sheet are not.
    """
    if not listed:
        return [step for step in tabled if step.title], []
    rest: list[Step] = []
    for step in tabled:
        same = _same(listed, step, is_all=len(listed) == len(tabled))
        if same is None:
            rest.append(step)
        else:
            _enrich(same, step, is_sheet=is_sheet)
    further = [] if is_sheet else [step for step in rest if step.title]
    return [*listed, *further], rest


def _same(listed: list[Step], step: Step, *, is_all: bool) -> Step | None:
    """The step with the same number, unless the words gainsay it; else the one with nearly the same words."""
    by_number = [one for one in listed if step.number is not None and one.number == step.number]
    if len(by_number) == 1:
        one = by_number[0]
        if is_all or not step.title or likeness(one.title, step.title) >= _HARDLY:
            return one
    best = max(listed, key=lambda one: likeness(one.title, step.title), default=None)
    return best if best and likeness(best.title, step.title) >= _RELATED else None


def _enrich(step: Step, other: Step, *, is_sheet: bool) -> None:
    says_again = bare(other.detail) == bare(step.title)
    if other.title and bare(other.title) != bare(step.title):
        if is_sheet and not says_again:
            step.from_sheet = other.title
        elif not is_sheet and not says_again:
            step.also.append(other.title)
    step.detail = step.detail or ("" if says_again else other.detail)
    if _differ(step, other):
        step.other_months = _months_of(other)
    step.time = step.time or other.time
    step.months = step.months or other.months
    step.responsible = step.responsible or other.responsible
    step.standard = step.standard or other.standard
    step.forms.extend(other.forms)
    step.references.extend(other.references)
    step.parts = step.parts or other.parts
    step.is_damaged = step.is_damaged or other.is_damaged
    step.raw = step.raw or other.raw
    step.more_lines.extend(number for number in other.lines if number not in step.more_lines)


def _differ(step: Step, other: Step) -> bool:
    """Whether both say in which months, and not the same."""
    one, two = _months_of(step), _months_of(other)
    return bool(one and two) and set(one) != set(two)


def _months_of(step: Step) -> tuple[int, ...]:
    return step.months or (read_months(step.time) or () if step.time else ())
