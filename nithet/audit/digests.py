"""What is hashed, and in which form. Sealing and verifying share it; changing it would break every chain."""

import json
from datetime import UTC
from hashlib import sha256
from typing import Any

from nithet.audit.models import Entry

GENESIS = "0" * 64
"""What the first row of a chain follows."""


def name_digest(entry: Entry) -> str:
    """Of who acted."""
    return _hashed(entry.name_salt, entry.by_name)


def text_digest(entry: Entry) -> str:
    """Of what is told in words."""
    return _hashed(entry.text_salt, [entry.title, entry.why, entry.facts])


def chained(previous: str, entry: Entry) -> str:
    """The digest of a row that has its place, following the digest of the row before."""
    ids = (entry.pk, entry.office_id, entry.by_id, entry.object_id, entry.within_id)
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    texts = (entry.name_digest, entry.text_digest)
    return _hashed(previous, [entry.sequence, at, entry.verb, entry.kind, *texts, *_plain(ids)])


def _plain(ids: tuple[Any, ...]) -> list[str | None]:
    return [None if value is None else value.hex for value in ids]


def _hashed(first: str, value: Any) -> str:
    # ASCII: also a text with half a surrogate pair, which a broken client may send, has bytes then.
    text = json.dumps(value, sort_keys=True, separators=(",", ":"))
    return sha256(f"{first}\n{text}".encode()).hexdigest()
