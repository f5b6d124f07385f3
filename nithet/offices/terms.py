"""Words that offices call by other names. Pages say `{{ office.terms.cluster }}`, code `office.terms["cluster"]`."""

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
