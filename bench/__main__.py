"""`python -m bench [NAME …] [--strict]`: run benchmarks in a database of their own and print each measure."""

import argparse
import os
import random
import sys
import time
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command
from django.db import connection

from bench.measures import Measure

BENCHMARKS = {
    "reading": "bench.manuals",
    "sources": "bench.sources",
    "opening": "bench.opening",
    "pages": "bench.pages",
    "reviewing": "bench.reviewing",
    "importing": "bench.importing",
    "tables": "bench.tables",
    "backup": "bench.backup",
    "acting": "bench.acting",
    "years": "bench.history",
    "digest": "bench.digest",
    "search": "bench.search",
    "submissions": "bench.submissions",
    "forms": "bench.forms",
    "checking": "bench.checking",
    "filling": "bench.filling",
    "results": "bench.results",
    "answering": "bench.answering",
    "submitting": "bench.submitting",
}
SEED = 2570
DATABASE = Path(__file__).resolve().parent.parent / "var" / "bench.sqlite3"


def main() -> int:
    chosen = arguments()
    prepare()
    print(engine())
    print(f"{'measure':<34}{'value':>14}  {'unit':<14}{'target':<10}verdict")
    measured = [measure for name in chosen.names or BENCHMARKS for measure in run(name)]
    missed = [measure.name for measure in measured if not measure.is_met]
    print(f"{len(measured)} measured, {len(missed)} missed")
    return 1 if missed and chosen.strict else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"one of {', '.join(BENCHMARKS)}; all without"
    )
    parser.add_argument("--strict", action="store_true", help="fail when a target is missed")
    chosen = parser.parse_args()
    if unknown := set(chosen.names) - set(BENCHMARKS):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    return chosen


def prepare() -> None:
    """Settings with a new, empty database: benchmarks never touch the office's own.

    `NITHET_BENCH_DATABASE`, an address as `DATABASE_URL` has it, names another one. It is emptied.
    """
    os.environ["DATABASE_URL"] = os.environ.get("NITHET_BENCH_DATABASE") or f"sqlite:///{DATABASE}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    make_empty()


def make_empty() -> None:
    """Without tables on SQLite; elsewhere, where nobody may remove a database, without rows."""
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        file.parent.mkdir(exist_ok=True)
        for path in file.parent.glob(f"{file.name}*"):
            path.unlink()
        return
    call_command("migrate", verbosity=0)
    call_command("flush", interactive=False, verbosity=0)


def engine() -> str:
    """What the measures are of, and whether it waits for the disk."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        facts = []
        for name in ("server_version", "fsync", "synchronous_commit"):
            cursor.execute(f"SHOW {name}")
            facts.append(cursor.fetchone()[0])
    return "PostgreSQL {}, fsync {}, synchronous_commit {}".format(*facts)


def run(name: str) -> list[Measure]:
    random.seed(SEED)
    began = time.perf_counter()
    measured: list[Measure] = import_module(BENCHMARKS[name]).measures()
    for measure in measured:
        print(measure.line())
    print(f"  ({name}: {time.perf_counter() - began:.0f} s with preparation)", flush=True)
    return measured


if __name__ == "__main__":
    sys.exit(main())
