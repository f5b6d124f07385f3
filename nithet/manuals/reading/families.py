"""Headings whose numbers tell procedures: 3.1.1, 3.1.2 under 3.1; or 1, 2, 3 in each procedure anew."""

from collections import Counter

from nithet.manuals.reading.sections import CONTENT, Heading

_FAMILY = 3


def find_cycles(candidates: dict[int, Heading]) -> set[int]:
    """Headings “1. วัตถุประสงค์”, “2. ขั้นตอน…” by their places, where at least two procedures are numbered so alike."""
    cycles: list[list[int]] = []
    for at, heading in candidates.items():
        if len(heading.number) != 1 or heading.kind not in CONTENT | {"other"}:
            continue
        if cycles and heading.number[0] == candidates[cycles[-1][-1]].number[0] + 1:
            cycles[-1].append(at)
        elif heading.number == (1,):
            cycles.append([at])
    told = [{(candidates[at].number, candidates[at].kind) for at in cycle} for cycle in cycles]
    counts = Counter(one for cycle in told for one in cycle)
    return {
        at
        for cycle, known in zip(cycles, told, strict=True)
        if len(cycle) > 1 and sum(counts[one] > 1 for one in known) > 1
        for at in cycle
    }


def find_families(candidates: dict[int, Heading]) -> dict[int, tuple[int, ...]]:
    """Headings numbered 3.1.1, 3.1.2, … by their places, with the number above them, 3.1.

    Three kinds in a row, or aims and steps, tell that procedures are numbered so, or steps where each number has the
    same kind again; then others of that depth are too.
    """
    runs = _numbered_runs(candidates)
    kinds = [{candidates[at].kind for at in run} for run in runs]
    forms = Counter(_form(run, candidates) for run in runs)
    depths = {
        len(candidates[run[0]].number)
        for run, known in zip(runs, kinds, strict=True)
        if len(known & CONTENT) >= _FAMILY
        or known >= {"objectives", "steps"}
        or ("steps" in known and len(run) > 1 and forms[_form(run, candidates)] > 1)
    }
    return {
        at: candidates[at].number[:-1] for run in runs for at in run if len(candidates[at].number) in depths
    }


def _form(run: list[int], candidates: dict[int, Heading]) -> tuple[tuple[int, str], ...]:
    """The last numbers of headings with their kinds."""
    return tuple((candidates[at].number[-1], candidates[at].kind) for at in run)


def _numbered_runs(candidates: dict[int, Heading]) -> list[list[int]]:
    """Runs of headings with one number above them and their own numbers rising from 1."""
    runs: list[list[int]] = []
    for at, heading in candidates.items():
        number = heading.number
        if len(number) < 2 or heading.kind not in CONTENT | {"other", "introduction"}:
            continue
        last = candidates[runs[-1][-1]].number if runs else ()
        if number[:-1] == last[:-1] and number[-1] > last[-1]:
            runs[-1].append(at)
        elif number[-1] == 1:
            runs.append([at])
    return runs
