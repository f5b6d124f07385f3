"""What an official letter, a memo, a circular or a message in LINE says, with the words that say it. No database.

Nothing is guessed silently: each fact carries its words, and a remark where something had to be assumed.
"""

from nithet.cycles.letter_reading.facts import Asked, Found, Known, Reading
from nithet.cycles.letter_reading.letter import read_letter

__all__ = ["Asked", "Found", "Known", "Reading", "read_letter"]
