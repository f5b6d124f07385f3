"""Keys are UUIDv7: made anywhere, also offline, and in the order of time."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    return uuid7()
