"""Words that offices call by other names. Pages say `{{ office.terms.cluster }}`, code `office.terms["cluster"]`.

Texts that stand in code with the usual word go through `office.say` before somebody reads them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A word of the product: what it usually is, what else offices say, and where it is read."""

    key: str
    usual: str
    others: tuple[str, ...]
    used_for: str


TERMS = (
    Term(
        "cluster", "กลุ่มโรงเรียน", ("เครือข่ายโรงเรียน", "ศูนย์เครือข่าย", "สหวิทยาเขต", "กลุ่มเครือข่ายสถานศึกษา"),
        "โรงเรียนที่รวมกันเป็นกลุ่มตามพื้นที่",
    ),
    Term(
        "cluster_chair", "ประธานกลุ่มโรงเรียน", ("ประธานเครือข่าย", "ประธานศูนย์เครือข่าย", "ประธานสหวิทยาเขต"),
        "ผู้แทนของกลุ่มโรงเรียน",
    ),
    Term("district", "อำเภอ", ("เขต",), "ที่ตั้งของโรงเรียน เช่น ในกรุงเทพมหานครเรียกว่าเขต"),
    Term("subdistrict", "ตำบล", ("แขวง",), "ที่ตั้งของโรงเรียน"),
)  # fmt: skip
USUAL = {term.key: term.usual for term in TERMS}


def reworded(text: str, own: Mapping[str, str]) -> str:
    """A text of the product with an office's own words in place of the usual ones.

    In one pass, the longest first: “ประธานกลุ่มโรงเรียน” holds another one, and an own word may hold a usual one.
    """
    words = {USUAL[key]: word for key, word in own.items() if key in USUAL}
    if not words:
        return text
    longest_first = sorted(words, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), lambda found: words[found[0]], text)
