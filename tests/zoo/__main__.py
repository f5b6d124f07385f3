"""`python -m tests.zoo SEEDS [--format txt|docx|pdf] [--show SEED]`: read drawn manuals, tell what is read worst.

SEEDS are a range (0-299) or one number; several are joined.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path

from tests.zoo.layouts import manual_of
from tests.zoo.scoring import FORMATS, Score, Verdict, file_of, score_of

_LEAST = 25
"""Fewer steps than these say nothing about a choice."""


def main() -> int:
    chosen = _arguments()
    seeds = [seed for one in chosen.seeds for seed in _range(one)]
    formats = chosen.format or FORMATS
    if chosen.write:
        _write(seeds, formats, Path(chosen.write))
        return 0
    scores = list(_scores(seeds, formats, dict(one.split("=", 1) for one in chosen.fix)))
    for score in scores if chosen.show else []:
        print("\n".join(_shown(score)))
    print("\n".join(_summary(scores, chosen.pairs)))
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.zoo", description=__doc__)
    parser.add_argument("seeds", nargs="+", help="0-299 or 17")
    parser.add_argument("--format", action="append", choices=("txt", "docx", "pdf"))
    parser.add_argument(
        "--show", action="store_true", help="every fault, the text as extracted and what was read"
    )
    parser.add_argument("--pairs", action="store_true", help="also the worst pairs of choices")
    parser.add_argument("--fix", action="append", default=[], help="a choice to hold: 'step form=table'")
    parser.add_argument("--write", help="only write the files into this folder")
    return parser.parse_args()


def _range(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def _scores(seeds: Iterable[int], formats: Iterable[str], fixed: dict[str, str]) -> Iterator[Score]:
    for seed in seeds:
        manual = manual_of(seed, fixed)
        for form in formats:
            yield score_of(manual, form)


def _write(seeds: Iterable[int], formats: Iterable[str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        for form in formats:
            (folder / f"{seed:04d}.{form}").write_bytes(file_of(manual_of(seed), form))


def _summary(scores: list[Score], pairs: bool) -> Iterator[str]:
    for form in dict.fromkeys(score.form for score in scores):
        yield _told_of(form, [score for score in scores if score.form == form])
    yield _told_of("all", scores)
    tally: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in (verdict for score in scores for verdict in score.verdicts):
        names = [f"{one}={chosen}" for one, chosen in verdict.choices.items()]
        for name in names:
            tally[name].append(verdict)
        for one, other in combinations(names, 2) if pairs else ():
            tally[f"{one} + {other}"].append(verdict)
    shares = sorted((_share(found), name) for name, found in tally.items() if len(found) >= _LEAST)
    for share, name in shares[: 400 if pairs else None]:
        found = tally[name]
        faults = Counter(one.fault for one in found if one.fault)
        silent = sum(one.is_silent for one in found)
        told = ", ".join(f"{fault} {count}" for fault, count in faults.most_common())
        yield f"{share:7.1%} of {len(found):5}  {name:<44} {told}{f', silent {silent}' if silent else ''}"


def _told_of(name: str, scores: list[Score]) -> str:
    verdicts = [verdict for score in scores for verdict in score.verdicts]
    faults = Counter(verdict.fault for verdict in verdicts if verdict.fault)
    silent = sum(verdict.is_silent for verdict in verdicts)
    added, untitled = sum(len(score.added) for score in scores), sum(len(score.untitled) for score in scores)
    whole = sum(all(not one.fault for one in score.verdicts) and not score.added for score in scores)
    return (
        f"{name:<5}{_share(verdicts):6.1%} of {len(verdicts)} steps right in {len(scores)} manuals, {whole} wholly; "
        f"silently lost {silent}, added {added}, works without their title {untitled}; {dict(faults.most_common())}"
    )


def _share(verdicts: list[Verdict]) -> float:
    return sum(not one.fault for one in verdicts) / max(1, len(verdicts))


def _shown(score: Score) -> Iterator[str]:
    yield f"==== {score.seed}.{score.form}"
    if score.extracted:
        for at, line in enumerate(score.extracted.text.split("\n"), 1):
            yield f"{at:4} {line}"
    yield from (
        f"  {one.fault}{' SILENT' if one.is_silent else ''}: «{one.title}» {one.told}"
        for one in score.verdicts
        if one.fault
    )
    yield from (f"  added: {one}" for one in score.added)
    yield from (f"  title: {one}" for one in score.untitled)
    for note in score.draft.unread if score.draft else ():
        yield f"  unread {note.line}: {note.text[:110]}"
    for warning in score.draft.warnings if score.draft else ():
        yield f"  warning {warning.line} [{warning.code}] {warning.text[:110]}"


if __name__ == "__main__":
    sys.exit(main())
