"""What people are told of the year: the kinds of notices, what is true on a day, and what services tell at once."""

from nithet.cycles.telling.kinds import declare_own

__all__ = ["declare_own"]
