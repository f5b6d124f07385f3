"""`python -m bench.working`: a worker that does what is queued and nothing of what is due every minute or day.

Its last line is the most memory that it held, in MB.
"""

import resource
from pathlib import Path

import django

STATUS = Path("/proc/self/status")


def peak_mb() -> float:
    """Of this program alone: where there is no /proc, what its parent held before it began counts too."""
    if not STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = next(
        line for line in STATUS.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM:")
    )
    return int(found.split()[1]) / 1024


if __name__ == "__main__":
    django.setup()

    from nithet.core.jobs import run_queued

    run_queued()
    print(peak_mb())
