"""Names of WordprocessingML that are read, as lxml spells them."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

BODY, P, PPR, R, RPR, T = W + "body", W + "p", W + "pPr", W + "r", W + "rPr", W + "t"
TBL, TR, TRPR, TC, TCPR = W + "tbl", W + "tr", W + "trPr", W + "tc", W + "tcPr"
VAL, TYPE, ID, STYLE_ID = W + "val", W + "type", W + "id", W + "styleId"
NUM_ID, ILVL, NUM_PR = W + "numId", W + "ilvl", W + "numPr"
BOXED = W + "txbxContent"
ALTERNATE, CHOICE, FALLBACK = MC + "AlternateContent", MC + "Choice", MC + "Fallback"
MATH_TEXT = M + "t"

LEFT_OUT = frozenset(
    W + name
    for name in (
        "pPr", "rPr", "del", "moveFrom", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "tblPr",
        "tblGrid", "trPr", "tcPr", "tblPrEx", "sectPr", "rt", "annotationRef", "commentReference",
    )
)  # fmt: skip
"""Properties, what tracked changes deleted, and what is no text of the document itself."""


def is_on(element: object, name: str) -> bool | None:
    """Whether a switch such as `w:b` is set; None where nothing is said."""
    found = element.find(name) if hasattr(element, "find") else None
    return None if found is None else found.get(VAL) not in {"0", "false", "off", "none"}
