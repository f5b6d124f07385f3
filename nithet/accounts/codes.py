"""Codes on slips: ten letters and digits that are not mistaken for one another, about 50 bits."""

import secrets

from django.utils.crypto import salted_hmac

from nithet.thai.numerals import to_arabic

ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no I, L, O, 0, 1
LENGTH = 10


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def cleaned(typed: str) -> str:
    """What was typed, without spaces and hyphens, in capitals; Thai digits count as digits."""
    return "".join(letter for letter in to_arabic(typed).upper() if letter.isalnum())


def shown(code: str) -> str:
    """In two halves, easier to read and to type: “ABCDE-FGH23”."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def digest(code: str) -> str:
    """What is stored. Keyed with the system's secret, so that a stolen table alone cannot be searched through."""
    return salted_hmac("nithet.accounts.slip", code, algorithm="sha256").hexdigest()
