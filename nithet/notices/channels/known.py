"""Which channels there are, and which of them are set up."""

from __future__ import annotations

from nithet.notices.channels.contract import Channel
from nithet.notices.channels.line import LineChannel
from nithet.notices.channels.mail import MailChannel

_CHANNELS: tuple[Channel, ...] = (MailChannel(), LineChannel())


def available() -> list[Channel]:
    """Those that are set up, in the order in which pages show them."""
    return [channel for channel in _CHANNELS if channel.reaches_people()]


def channel_of(code: str) -> Channel:
    return next(channel for channel in _CHANNELS if channel.code == code)
