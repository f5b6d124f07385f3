"""What processes have cost the processor, by /proc."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Process:
    pid: int
    parent: int
    own: float
    """Seconds."""
    gone: float
    """Of its children that have ended."""


def alive() -> dict[int, Process]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (made := read(int(folder.name))):
            found[made.pid] = made
    return found


def read(pid: int) -> Process | None:
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    user, system, gone_user, gone_system = (int(value) / TICK for value in told[11:15])
    return Process(pid, int(told[1]), user + system, gone_user + gone_system)


def seconds_of(*roots: int) -> float:
    """Of these processes and all below them, living or ended."""
    processes = alive()
    wanted, total = [*roots], 0.0
    while wanted:
        pid = wanted.pop()
        if pid in processes:
            total += processes[pid].own + processes[pid].gone
        wanted += [one.pid for one in processes.values() if one.parent == pid]
    return total


def parent_of(pid: int) -> int:
    found = read(pid)
    return found.parent if found else 0
