"""The engines that fill forms, as far as they reckon otherwise: enketo's in browsers, JavaRosa on phones with ODK Collect."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nithet.thai.months import SHORT


@dataclass(frozen=True, slots=True)
class Engine:
    """`weekdays` from Monday; `skips_empty`: sums and ends pass over what is no number, of which browsers make no sum.

    `rounds_decimals`: halves as they are written, and upwards; browsers round as the binary figure lies, away from nought.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    skips_empty: bool = False
    rounds_decimals: bool = False


BROWSER = Engine(SHORT, ("จันทร์", "อังคาร", "พุธ", "พฤหัส", "ศุกร์", "เสาร์", "อาทิตย์"))
PHONE = Engine(SHORT, ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."), skips_empty=True, rounds_decimals=True)
ENGLISH_PHONE = replace(
    PHONE,
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
)
PHONES = (PHONE, ENGLISH_PHONE)
