"""The ways out of the product, behind one interface. A channel knows nothing of people, only messages."""

from nithet.notices.channels.contract import Channel, Message, Outcome, Result, Section, Sender
from nithet.notices.channels.known import available, channel_of

__all__ = ["Channel", "Message", "Outcome", "Result", "Section", "Sender", "available", "channel_of"]
