"""The code that lets somebody found an office: it shows that they may read what the server's machine shows.

Kept in a file of the system's own folder, good for one office, then made anew. The last one that was used is
kept beside it with the office that it founded, for a form that is sent twice.
"""

import hmac
import os
from pathlib import Path

from django.conf import settings

from nithet.accounts import codes


def current() -> str:
    """The code in force, as it is shown: “ABCDE-FGH23”."""
    file = _file()
    if not file.exists():
        _write(file)
    return codes.shown(file.read_text(encoding="ascii").strip())


def fits(typed: str) -> bool:
    return hmac.compare_digest(codes.cleaned(typed).encode(), codes.cleaned(current()).encode())


def has_founded(typed: str, office_code: str) -> bool:
    """Whether this was the code of that office."""
    file = _used()
    used = file.read_text(encoding="ascii") if file.exists() else ""
    return bool(used) and hmac.compare_digest(f"{codes.cleaned(typed)} {office_code}".encode(), used.encode())


def renew(*, founded: str) -> None:
    """Used up by the office of that code."""
    _write(_used(), f"{codes.cleaned(current())} {founded}")
    _write(_file())


def _file() -> Path:
    return Path(settings.VAR) / "setup-code"


def _used() -> Path:
    return Path(settings.VAR) / "setup-code-used"


def _write(file: Path, text: str = "") -> None:
    """A new code, or the text. Replaced in one step, so that a reader never finds half of it."""
    draft = file.with_suffix(f".{os.getpid()}")
    draft.write_text(text or codes.new_code(), encoding="ascii")
    draft.chmod(0o600)
    draft.replace(file)
