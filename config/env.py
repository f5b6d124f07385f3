"""Typed settings from the environment. A value that cannot be used stops the start, in one clear line."""

import os
import secrets
from pathlib import Path


def text(name: str, default: str = "") -> str:
    """The value of an environment variable, or the content of the file that NAME_FILE points at."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def flag(name: str, *, default: bool) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in {"0", "1", "true", "false", "yes", "no"}:
        raise SystemExit(f"{name} must be 1 or 0, not {value!r}")
    return value in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise SystemExit(f"{name} must be a whole number, not {value!r}") from None


def secret(name: str, kept_in: Path) -> str:
    """The secret from the environment; otherwise one made on first start and kept in an ignored file."""
    if value := text(name):
        return value
    if not kept_in.exists():
        kept_in.parent.mkdir(parents=True, exist_ok=True)
        made = secrets.token_urlsafe(50)
        # A unique neighbour renamed into place: two processes starting at once agree on one secret.
        draft = kept_in.with_suffix(f".{os.getpid()}")
        draft.write_text(made, encoding="utf-8")
        draft.chmod(0o600)
        try:
            os.link(draft, kept_in)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept_in.read_text(encoding="utf-8").strip()
