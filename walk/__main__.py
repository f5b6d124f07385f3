"""Runs the 27 procedures of the catalogue in a scratch database and prints a line for each; `python -m walk CODE…` only these.

Ends with 1 where a step did not reach its end, or was done by a stand-in although a register has its action.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> int:
    with TemporaryDirectory(prefix="nithet-walk-") as folder:
        # Before Django reads its settings: nobody's data are touched.
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{Path(folder, 'walk.sqlite3')}",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "NITHET_DEMO": "1",
            "NITHET_VAR": folder,
        }
        return _walk(sys.argv[1:])


def _walk(codes: list[str]) -> int:
    import django

    django.setup()

    from django.core.management import call_command

    from walk.telling import heading, line
    from walk.walking import walk
    from walk.year import open_year

    call_command("migrate", verbosity=0)
    print(heading())
    is_well = True
    for told in walk(open_year(codes)):
        print(line(told), flush=True)
        is_well = is_well and not told.faults
    return 0 if is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
