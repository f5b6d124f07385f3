"""What is stored of a text to be found by, and what is looked for of a question. Both go through the same function."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from nithet.core.tokens import BREAK
from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean
from nithet.thai.words import search_key

MOST_TITLE = 500
MOST_TEXT = 4000
"""So much of a text is looked through; entries are for finding a thing, its page is for reading it."""
MOST_LETTERS = 1000
"""Of a text so many are found by their letters; of the rest whole words are."""
MOST_ASKED = 200
MOST_CHUNKS = 8
LONGEST_WORD = 60
FEWEST_LETTERS = 2
GRAM = 3


def words_of(text: str) -> list[str]:
    return [word[:LONGEST_WORD] for word in search_key(text).split()]


def grams(squeezed: str) -> list[str]:
    """Each three letters in a row, once."""
    found = (squeezed[at : at + GRAM] for at in range(len(squeezed) - GRAM + 1))
    return list(dict.fromkeys(found))


def office_token(office_id: UUID) -> str:
    return f"@{office_id.hex}"


def tokens_of(office_id: UUID, title_words: list[str], text_words: list[str]) -> str:
    """The office, the words of the title, those of the text, and the letters of both by threes."""
    in_title = (f"~{gram}" for gram in grams("".join(title_words)))
    in_text = (f"^{gram}" for gram in grams("".join(text_words)[:MOST_LETTERS]))
    return " ".join([office_token(office_id), *title_words, BREAK, *text_words, *in_title, *in_text])


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody typed. It is never syntax: all that is left of it are letters, marks and digits."""

    typed: str
    # Words as segmented, of each piece between spaces. All pieces must be there, each as a phrase.
    chunks: tuple[tuple[str, ...], ...]

    @property
    def is_enough(self) -> bool:
        return sum(letter.isalnum() for letter in self.squeezed) >= FEWEST_LETTERS

    @property
    def words(self) -> str:
        return " ".join(word for chunk in self.chunks for word in chunk)

    @property
    def squeezed(self) -> str:
        return "".join(word for chunk in self.chunks for word in chunk)


def question(typed: str) -> Question:
    typed = clean(typed)[:MOST_ASKED]
    pieces = (tuple(words_of(piece)) for piece in typed.split())
    # A tone mark alone is no word, and beside words it is a slip.
    found = dict.fromkeys(
        piece for piece in pieces if any(letter.isalnum() for word in piece for letter in word)
    )
    return Question(typed, tuple(found)[:MOST_CHUNKS])


def plain(text: str, most: int) -> str:
    """As it is stored and shown."""
    return clean(text)[:most]


def levelled(text: str) -> str:
    """As question and text are compared, letter for letter."""
    small = to_arabic(text).lower()
    return small if len(small) == len(text) else text
