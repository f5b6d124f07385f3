"""What the built front end consists of, and what of it a phone keeps to work without a network."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

WORKER = "src/offline/worker.js"
# What the shells load; the rest of the front end is for pages that need the network anyway.
ENTRIES = ("src/early.js", "src/main.js", "src/offline/shell.js")
BESIDE = ("favicon.svg", "icon-192.png")
# Where the worker finds each shell, by what it stands for (`worker.js`).
SHELLS = {
    "fill": "field/shell_fill.html",
    "outbox": "field/shell_outbox.html",
    "away": "field/shell_away.html",
}


@dataclass(frozen=True, slots=True)
class Built:
    """`version` changes with every file and every shell; `files`: address → SHA-256."""

    version: str
    files: dict[str, str]
    worker: str


def built() -> Built | None:
    """None where the front end has not been built."""
    path = Path(settings.DJANGO_VITE["default"]["manifest_path"])
    try:
        return _built(path, path.stat().st_mtime_ns)
    except (OSError, KeyError, ValueError):
        return None


@lru_cache(maxsize=2)
def _built(path: Path, at: int) -> Built:
    manifest = json.loads(path.read_text())
    names = list(dict.fromkeys(name for entry in ENTRIES for name in _files(manifest, entry)))
    files = {static(name): _digest((path.parent / name).read_bytes()) for name in [*names, *BESIDE]}
    worker = (path.parent / manifest[WORKER]["file"]).read_text()
    told = json.dumps([files, worker, *(shell(kind) for kind in SHELLS)])
    return Built(_digest(told.encode())[:16], files, worker)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _files(manifest: dict[str, Any], name: str) -> Iterator[str]:
    """An entry's own files, and those of what it imports."""
    chunk = manifest[name]
    yield chunk["file"]
    yield from (*chunk.get("css", ()), *chunk.get("assets", ()))
    for imported in chunk.get("imports", ()):
        yield from _files(manifest, imported)


def shell(kind: str) -> str:
    """A page with nobody's data on it: whose work it shows, the browser knows."""
    return render_to_string(SHELLS[kind])


def worker_script(found: Built) -> str:
    """The worker, told what to keep: other files make it another script, which is how browsers notice."""
    shells = {kind: reverse("offline:shell", args=[kind]) for kind in SHELLS}
    drawn = {address: _digest(shell(kind).encode()) for kind, address in shells.items()}
    # By their content, so that a page of the network's own is never kept for one of them.
    facts = {"version": found.version, "files": {**found.files, **drawn}, "shells": shells}
    return f"self.KEPT = {json.dumps(facts)};\n{found.worker}"
